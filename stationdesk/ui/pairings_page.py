"""结对: who stands by whom, who answers at each level, both gap lists; a helper who leaves is handed over at the right."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from stationdesk.i18n import _
from stationdesk.services.pairing_board import board, with_room
from stationdesk.services.pairing_world import World, read_world
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.handover_form import HandoverForm
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.pairings_actions import PairingsActions
from stationdesk.ui.pairings_pane import PairingsPane
from stationdesk.ui.parts.labels import rule
from stationdesk.ui.parts.tokens import TextSize

SIDE = 0.318
"""Part of the page's width that the form takes."""


class PairingsPage(Page):
    """Pairings and responsibility."""

    name: ClassVar[str] = "pairings"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"pairing", "helper", "project", "responsibility_level", "resident", "care_grade", "category_tag", "grade_scheme", "household"}
        | {"setting", "status_change", "stand_in"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.world: World | None = None
        self.pane, self.form = PairingsPane(desk), HandoverForm(desk)
        self.line = rule(upright=True)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.pane, self.line, self.form):
            box.addWidget(part)
        box.setStretch(0, 1)
        self.form.hide()
        self.line.hide()
        self.actions_of = PairingsActions(self)
        self._bind()
        self.begin_at(self.pane.table)

    def _bind(self) -> None:
        acts, pane = self.actions_of, self.pane
        pane.table.asked.connect(acts.do)
        pane.table.activated_row.connect(lambda _row: acts.do("pairings.person"))
        pane.alone.activated_row.connect(lambda row: acts.find_for(row.id))
        pane.room.activated_row.connect(lambda row: acts.give_to(row.id))
        pane.print_button.clicked.connect(lambda: acts.do("pairings.print"))
        pane.add_button.clicked.connect(lambda: acts.do("pairings.new"))
        pane.strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: pane.strip.say(sentence, undo=self.desk.can_undo))
        for name in acts.bound:
            if key_map.BY_NAME[name].bound:
                key_map.attach(pane, name, partial(acts.do, name))
        key_map.attach(pane, "pairings.menu", pane.more.unfold)
        self.form.closed.connect(self._closed)
        self.look.changed.connect(self.divide)

    # -- reading

    def refresh(self) -> None:
        """Read everything again."""
        with self.desk.reading() as session:
            self.world = read_world(session, self.desk.today())
        self.pane.show_board(board(self.world, may_see_children=self.desk.sees_children), with_room(self.world))
        if self.form.found is not None and self.form.helper_id not in self.world.hands:
            self.form.leave()

    def take(self, argument: Any) -> None:
        """Go to a resident by his id, or let a helper leave: `leave:ID`."""
        text = str(argument)
        if text.startswith("leave:"):
            self.hand_over(text.removeprefix("leave:"))
        elif text:
            self.pane.go_to(text)

    # -- the form

    def hand_over(self, helper_id: str) -> None:
        """Show the form of a helper who leaves."""
        self.form.show()
        if self.form.open_for(helper_id):
            self.divide()
            self.form.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _closed(self, _done: bool) -> None:
        self.form.hide()
        self.divide()
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def divide(self) -> None:
        """Give list and form their width; at larger texts the form has the page to itself."""
        opened = not self.form.isHidden()
        large = self.look.text_size is not TextSize.STANDARD
        self.line.setVisible(opened and not large)
        self.pane.setVisible(not (opened and large))
        if large:
            self.form.setMinimumWidth(0)
            self.form.setMaximumWidth(16_777_215)
        else:
            self.form.setFixedWidth(round(max(self.width(), 900) * SIDE))
        self.pane.make_narrow(narrow=opened)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the parts in their proportion."""
        super().resizeEvent(event)
        self.divide()

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def place(self) -> Any:
        """Return on whom one stands."""
        return self.pane.table.current_id()
