"""The person alone on the page, and the way to the neighbours in the list one came from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.person_view import PersonView
from stationdesk.ui.residents_layout import Halves
from stationdesk.ui.residents_pane import ResidentsPane


class PersonAlone(QObject):
    """Hides the list and brings it back; PgUp and PgDn turn to the neighbours meanwhile."""

    def __init__(self, pane: ResidentsPane, person: PersonView, halves: Halves, strip: KeyStrip) -> None:
        super().__init__(halves)
        self.pane, self.person, self.halves, self.strip = pane, person, halves, strip
        strip.hide()
        key_map.attach(person, "residents.back", self.back)
        steps = (("residents.next", 1), ("residents.previous", -1))
        self.turning = [key_map.attach(person, name, partial(self.step, step)) for name, step in steps]
        for key in self.turning:
            key.setEnabled(False)

    def turn(self, *, on: bool) -> None:
        """Give the person the whole page, or bring the list back."""
        if self.person.person is None or on == self.person.alone:
            return
        self.pane.setVisible(not on)
        self.person.set_alone(on)
        for key in self.turning:
            key.setEnabled(on)
        self.strip.setVisible(on)
        self._name_neighbours()
        if not on:
            self.halves.divide()
            self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Esc in the person: back to the list."""
        self.turn(on=False)
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, step: int) -> None:
        """Go to the neighbour in the list one came from."""
        if who := self.pane.table.neighbour(step):
            self.pane.go_to(who)
            self._name_neighbours()

    def _name_neighbours(self) -> None:
        keys = [(key_map.shown("residents.back"), _("back to the list"))]
        for name, step, word in (("residents.previous", -1, _("before: {name}")), ("residents.next", 1, _("next: {name}"))):
            if other := self.pane.table.name_of(self.pane.table.neighbour(step)):
                keys.append((key_map.shown(name), word.format(name=other)))
        self.strip.set_keys(keys)
