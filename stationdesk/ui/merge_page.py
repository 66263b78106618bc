"""Are these one person? Two records side by side and the one they become; what looks like one person is gone through pair by pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.look_alikes import compared
from stationdesk.services.merge_view import Sides, result, sides
from stationdesk.services.merging import Choices, merge, says_merged
from stationdesk.services.not_same import keep_apart, kept_apart, says_not_same
from stationdesk.services.person_writing import own_resident
from stationdesk.services.weights import ASK_AT
from stationdesk.ui import key_map
from stationdesk.ui.merge_apart_list import KeptApartList
from stationdesk.ui.merge_frame import MergeFrame, short_name, surely_one
from stationdesk.ui.merge_grid import OUT, Line
from stationdesk.ui.merge_pairs import MergePairs
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page


class MergePage(Page):
    """Goes through the pairs; `take` with two ids lays these two side by side."""

    name: ClassVar[str] = "merge"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"resident", "merge", "not_same", "visit", "category_tag", "care_grade", "pairing", "kin", "guardian", "household"}
        | {"card_issue", "wish"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.list = MergePairs(desk, self)
        self.shown: Sides | None = None
        self.only: tuple[str, str] | None = None
        """The two that were asked for, where one did not come for the list."""
        self.sides: dict[str, str] = {}
        self.once: set[tuple[str, str]] = set()
        self.apart, self.unlike = 0, False
        self.frame = MergeFrame(self.look)
        self.grid, self.blocks = self.frame.grid, self.frame.blocks
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.frame)
        frame, grid = self.frame, self.grid
        frame.merge_button.clicked.connect(self.merge)
        frame.leave_button.clicked.connect(self.put_off)
        for signal in (frame.apart_button.clicked, grid.apart):
            signal.connect(self.keep_apart)
        for signal in (frame.next_button.clicked, grid.following):
            signal.connect(self.following)
        for signal in (frame.empty.linked, self.blocks.kept_apart_wanted):
            signal.connect(self.show_kept_apart)
        grid.chosen.connect(self.choose)
        self.blocks.turned.connect(self.turn)
        self.list.found.connect(self._open_current)
        self.look.changed.connect(self._show)
        key_map.attach(self, "merge.save", self.merge)
        key_map.attach(self, "merge.leave", self.put_off)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the columns the new width."""
        super().resizeEvent(event)
        self._show()

    # -- which two

    def take(self, argument: Any) -> None:
        """Lay two residents side by side, or begin with the surest pair of the register."""
        if isinstance(argument, tuple):
            one, other = sorted(map(str, argument))
            self.only = (one, other)
            self.open_pair(one, other)
        elif self.only is not None or not self.list.pairs:
            self.only = self.shown = None
            self.refresh()

    def place(self) -> Any:
        """Return the two that are side by side."""
        return (self.shown.left_id, self.shown.right_id) if self.shown else None

    def refresh(self) -> None:
        """Read again: the two that were asked for, or the list; of what is gone or decided meanwhile the next pair is shown."""
        with self.desk.reading() as session:
            still = self.only is not None and compared(session, *self.only) is not None
        if still and self.only is not None:
            self._read(*self.only)
            return
        self.only = None
        if self.shown is None:
            self._nobody(_("Looking through the register"), _("Everybody is compared with everybody; this takes a moment."))
        self.list.look()

    def _open_current(self) -> None:
        """Show the pair of the list one is at, unless two others were asked for."""
        current = self.list.current
        if self.only is not None:
            return
        if current is not None:
            self.open_pair(current.left, current.right)
            return
        self.shown = None
        with self.desk.reading() as session:
            apart = len(kept_apart(session))
        link = _("Said to be two people: {count}").format(count=apart) if apart else ""
        self._nobody(_("Nobody looks entered twice."), _("Two you know of can be merged from the person's menu (F7)."), link)

    def open_pair(self, one: str, other: str) -> None:
        """Lay two side by side; what was chosen is kept while they stay the same two."""
        same = self.shown is not None and (self.shown.left_id, self.shown.right_id) == (one, other)
        if not same:
            self.sides, self.once = {}, set()
        self._read(one, other)
        if not same:
            self.grid.begin()
        if self.isVisible() and self.focusWidget() in (None, self, self.frame.leave_button):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self, one: str, other: str) -> None:
        before = self.place()
        with self.desk.reading() as session:
            found = sides(session, one, other, self.desk.today(), may_see_children=self.desk.sees_children)
            likeness = compared(session, one, other, told=True)
            self.apart = len(kept_apart(session))
        self.shown = found
        if not found.locked and before != (one, other):
            for who in (one, other):
                self.desk.log("opened", resident_id=who, about=_("merge|log"))
        self._show()
        self.unlike = likeness is None or likeness.score < ASK_AT
        if likeness is not None and not found.locked:
            self.frame.say("" if self.unlike else likeness.why, likeness.sure)

    # -- showing

    def _nobody(self, fact: str, following: str, link: str = "") -> None:
        several = self.shown is not None and self.only is None and len(self.list.pairs) > 1
        self.frame.empty.say(fact, following, link)
        self.frame.turn(there=False, several=several)
        self.begin_at(self.frame.empty.link if link else self.frame.next_button if several else self.frame.leave_button)

    def _show(self) -> None:
        found = self.shown
        if found is None:
            return
        self.frame.next_button.setText(_("Next pair, of {count}").format(count=len(self.list.pairs)))
        if found.locked:
            names = _("{one} and {other}").format(one=found.left, other=found.right)
            self._nobody(names, _("One of them is a child. Only somebody with the right to children's records may merge them."))
            return
        with self.desk.reading() as session:
            lines = [Line(row, self.sides.get(row.name, row.side), *result(session, found, row, self.sides)) for row in found.rows]
        self.frame.turn(there=True, several=self.only is None and len(self.list.pairs) > 1)
        self.grid.setFixedWidth(max(self.width() - 2 * (self.look.sizes.page_margin - OUT), 600))
        self.grid.show_lines(found, lines)
        self.blocks.show_sides(found, self.once, self.apart)
        self.frame.merge_button.setText(_("Make them one: {name}").format(name=short_name(lines[0].text)))
        self.begin_at(self.grid)

    # -- choosing

    def choose(self, name: str, side: str) -> None:
        """Take a row from one side, or from both."""
        self.sides[name] = side
        self._show()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, kind: str, record: str) -> None:
        """Keep a thing that was entered twice once, or both after all."""
        self.once ^= {(kind, record)}
        at = self.blocks.focused()
        self._show()
        self.blocks.focus(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take N from anywhere on the page, and ↑ back to the lines."""
        there = self.shown is not None and not self.shown.locked
        if there and key_map.pressed(event, "merge.apart"):
            self.keep_apart()
        elif there and event.key() == Qt.Key.Key_Up and not self.grid.hasFocus():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    # -- deciding

    def merge(self) -> None:
        """Make one of the two, after one more question where much speaks for two people."""
        found = self.shown
        if found is None or found.locked:
            return
        against = found.against or ([_("Neither name nor birth nor number says that they are one person.")] if self.unlike else [])
        if against and not surely_one(self, self.look, against):
            return
        on = self.desk.today()
        current = self.list.current if self.only is None else None
        choices = Choices(dict(self.sides), tuple(self.once), current.reasons if current else ())
        with self.desk.reading() as session:
            says = says_merged(own_resident(session, found.left_id), own_resident(session, found.right_id), on)
        sees = self.desk.sees_children
        self._decide(
            found, says, lambda session: merge(session, found.left_id, found.right_id, choices, on, may_see_children=sees, sure=True)
        )

    def keep_apart(self) -> None:
        """Remember that they are two, and never ask again."""
        found = self.shown
        if found is None or found.locked:
            return
        on = self.desk.today()
        with self.desk.reading() as session:
            says = says_not_same(session, found.left_id, found.right_id, on)
        self._decide(found, says, lambda session: keep_apart(session, found.left_id, found.right_id, on))

    def _decide(self, found: Sides, says: str, write: Callable[[Session], Any]) -> None:
        """Write what was decided; go on with the next pair, or back to whom one came from."""
        came_for = self.only
        self.list.settle(found.left_id, found.right_id)
        with self.desk.writing(says) as session:
            write(session)
        self.only = self.shown = None
        self._open_current()
        self.desk.said(says)
        if came_for is not None:
            self.desk.open_page.emit("residents", found.left_id)

    def following(self) -> None:
        """Go to the next pair; after the last comes the first."""
        if self.only is None and self.list.pairs:
            self.list.following()
            self._open_current()

    def put_off(self) -> None:
        """Leave the pair as it is and go back to the residents."""
        self.desk.open_page.emit("residents", self.shown.left_id if self.shown and self.only else None)

    def show_kept_apart(self) -> None:
        """Show who was said to be two, to be asked about again."""
        KeptApartList(self.desk, self).ask()
