"""From the residents' menus to merging: who looks entered twice, merging the person shown with another, taking a merge apart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.look_alikes import LookAlike
from stationdesk.services.merge_apart import MergedIn, merged_in, says_apart, take_apart
from stationdesk.ui import key_map
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.merge_pairs import look_at_all
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.person_view import PersonView


class ResidentsMerges(QObject):
    """What the two menus call, and the lines of the person's menu that take a merge apart."""

    def __init__(self, desk: OpenDesk, person: PersonView, window: QWidget) -> None:
        super().__init__(window)
        self.desk, self.person, self.window = desk, person, window
        self.line: QAction | None = None
        self.apart: list[QAction] = []
        self.looking = False

    def count_in(self, line: QAction, menu: MoreButton) -> None:
        """Say in a line of the list's menu how many pairs there are, once it is unfolded and they are counted."""
        self.line = line
        menu.unfolded.aboutToShow.connect(self._count)

    def _count(self) -> None:
        if not self.looking:
            self.looking = True
            self.desk.jobs.start(partial(look_at_all, self.desk), self._counted, cancelled=self._cancelled)

    def _cancelled(self) -> None:
        self.looking = False

    def _counted(self, pairs: list[LookAlike]) -> None:
        self.looking = False
        if self.line is not None:
            words = _("Who looks entered twice ({count})").format(count=len(pairs))
            self.line.setText(f"{words}\t{key_map.shown('residents.look_alikes')}")

    def look_alikes(self) -> None:
        """Go through the pairs that look like one person."""
        self.desk.open_page.emit("merge", "all")

    def merge_with(self) -> None:
        """Ask with whom the person shown shall be merged, and lay the two side by side."""
        found = self.person.person
        if found is None or found.locked:
            return
        title = _("With whom shall {name} be merged?").format(name=found.listed)
        text = _("Nothing is merged yet: first both stand side by side.")
        dialog = FindDialog(self.desk, title, text, _("Compare these two"), besides=(found.id,), parent=self.window)
        other = dialog.ask()
        if other:
            self.desk.open_page.emit("merge", (found.id, other))

    # -- taking apart

    def offer_apart(self, menu: MoreButton) -> None:
        """Put a line into the person's menu for each record that went into his, every time it is unfolded."""
        menu.unfolded.aboutToShow.connect(partial(self._offer_apart, menu))

    def _offer_apart(self, menu: MoreButton) -> None:
        for line in self.apart:
            menu.unfolded.removeAction(line)
        self.apart = []
        found = self.person.person
        if found is None or found.locked:
            return
        with self.desk.reading() as session:
            merged = merged_in(session, found.id, self.desk.today())
        for one in merged:
            self.apart.append(menu.offer(_("Take {name} apart again").format(name=shown(one.name)), "", partial(self.take_apart, one)))

    def take_apart(self, one: MergedIn) -> None:
        """Ask once, then make two records of one again."""
        found, on = self.person.person, self.desk.today()
        if found is None:
            return
        text = _("Both records are again as they were before. What was written since stays with {name}.").format(name=found.listed)
        dialog = Dialog(self.window, self.desk.look, _("Take {name} apart again?").format(name=one.name), text)
        dialog.add_button(_("Take apart"), "primary", "Enter", "yes")
        dialog.add_button(_("Leave them as one"), "quiet", "Esc")
        if dialog.ask() != "yes":
            return
        with self.desk.reading() as session:
            says = says_apart(session, one.merge_id, on)
        with self.desk.writing(says) as session:
            take_apart(session, one.merge_id, on, may_see_children=self.desk.operator.may_see_children)
        self.desk.said(says)
