"""The page of families: the list, one household as one thing one can see and work with, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.services.calling_order import callers
from stationdesk.services.families import family_of
from stationdesk.services.families_found import household_meant
from stationdesk.services.family_data import FamilyData, family_data
from stationdesk.services.family_side import consent_lines, happenings
from stationdesk.services.family_troubles import troubles
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.family_actions import FamilyActions
from stationdesk.ui.family_layout import FamilyParts
from stationdesk.ui.family_pane import FamilyPane, is_large
from stationdesk.ui.family_side import FamilySide
from stationdesk.ui.family_view import FamilyView
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.tokens import TextSize

REVEALED = 20_000
"""Milliseconds for which names and numbers are shown."""


class FamilyPage(Page):
    """Households and kin."""

    name: ClassVar[str] = "family"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"household", "resident", "kin", "guardian", "consent", "visit", "care_grade", "category_tag", "pairing", "note", "card_issue"}
        | {"station", "setting", "import_batch"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.household_id = self.wanted = self.member = ""
        self.data: FamilyData | None = None
        self.revealed = False
        self.pane, self.view, self.side = FamilyPane(desk), FamilyView(desk), FamilySide(desk)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.view)
        self.parts = FamilyParts(self.pane, self.middle, self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.parts)
        self.actions_of = FamilyActions(self)
        self.covering = QTimer(self)
        self.covering.setSingleShot(True)
        self.covering.setInterval(REVEALED)
        self.covering.timeout.connect(self.cover)
        desk.closing.connect(self.covering.stop)
        self._bind()
        self.look.changed.connect(self.divide)

    def _bind(self) -> None:
        self.pane.chosen.connect(self.show_household)
        self.pane.opened.connect(lambda _id: self.view.members.setFocus(Qt.FocusReason.OtherFocusReason))
        self.view.opened.connect(self.open_person)
        self.view.came_to.connect(lambda id_: setattr(self, "member", id_))
        for part in (self.view, self.side):
            part.wanted.connect(self.actions_of.do)
        for strip in (self.pane.strip, self.view.strip):
            strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: self.view.strip.say(sentence, undo=self.desk.can_undo))
        bound: dict[str, Callable[[], Any]] = {name: partial(self.actions_of.do, name) for name in self.actions_of.offered()}
        bound |= {
            "family.person": self.open_person,
            "family.reveal": self.reveal,
            "family.side": self.turn_side,
            "family.list_menu": self.pane.more.unfold,
            "family.menu": self.view.more.unfold,
        }
        for name, slot in bound.items():
            key_map.attach(self, name, slot)
        for part in (self.view, self.side):
            key_map.attach(part, "family.back", self.back)

    # -- reading

    def refresh(self) -> None:
        """Read list and family again; in a very large register the first time without holding the window up."""
        if self.pane.roll.ready or not is_large(self.desk):
            self._fill()
        else:
            self.pane.read_beside(self._fill)

    def _fill(self) -> None:
        self.begin_at(self.pane.table)
        self.pane.refresh()
        if self.wanted:
            self._go_to(self.wanted)
        elif self.household_id and self.pane.roll.line(self.household_id) is not None:
            self.show_household(self.household_id, again=True)
        else:
            self.household_id = ""
            self._show(None)
            self.pane.first()

    def take(self, argument: Any) -> None:
        """Open the household of a resident's id, a household's id, `flag:CODE` to narrow the list, or `new` for a new family."""
        text = str(getattr(argument, "id", argument))
        if text == "new":
            self.actions_of.do("family.new")
        elif text.startswith("flag:"):
            self.pane.show_flag(text.removeprefix("flag:"))
            self.pane.first()
        elif self.actions_of.close_form():
            self.wanted = text
            if self.pane.roll.ready:
                self._go_to(text)

    def _go_to(self, wanted: str) -> None:
        self.wanted = ""
        with self.desk.reading() as session:
            home, member = household_meant(session, wanted)
        if not home:
            return
        self.member = member
        self.household_id = ""
        if not self.pane.go_to(home) or self.household_id != home:
            self.show_household(home)
        if member:
            self.view.members.go_to(member)
            self.view.members.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_household(self, household_id: str, *, again: bool = False) -> None:
        """Show a household as it is kept now."""
        if self.actions_of.editing or (household_id == self.household_id and not again):
            return
        if household_id != self.household_id:
            self.cover()
            self.member = ""
        self.household_id = household_id
        with self.desk.reading() as session:
            self._show(family_data(session, household_id, self.desk.today()))

    def _show(self, data: FamilyData | None) -> None:
        self.data = data
        sees, covered = self.desk.sees_children, self.desk.faces_visitors
        if data is None:
            self.view.show_family(None, [])
            self.side.forget()
            return
        found = [one for one in troubles(data) if sees or not one.of_children]
        family = family_of(data, may_see_children=sees, covered=covered, revealed=self.revealed)
        caller = self.side.current()
        self.view.show_family(family, found)
        with self.desk.reading() as session:
            happened = [] if covered else happenings(session, data, may_see_children=sees)
            consents = consent_lines(session, data, may_see_children=sees)
        self.side.show_side(callers(data, may_see_children=sees), happened, consents, sees=sees)
        if caller is not None:
            self.side.callers.go_to(caller.key)
        if self.member:
            self.view.members.go_to(self.member)

    # -- going round

    def open_person(self) -> None:
        """Go to the person the keyboard is on, or came from, else the head."""
        row = self.view.current()
        ids = [one.id for one in self.view.family.members if not one.outside] if self.view.family else []
        wanted = row.id if row is not None and not row.outside else self.member if self.member in ids else next(iter(ids), "")
        if wanted:
            self.desk.open_page.emit("residents", wanted)

    def turn_side(self) -> None:
        """Show whom to ring, what happened and the consents in place of the family, or the family again (at larger texts)."""
        beside = self.parts.turn(large=self.large)
        (self.side.callers if beside else self.view.members).setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """Esc: the family again, then the list."""
        if self.large and not self.side.isHidden():
            self.turn_side()
        else:
            self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def large(self) -> bool:
        """Whether the text is larger than standard, so that what stands beside is a part of its own."""
        return self.look.text_size is not TextSize.STANDARD

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the parts in their proportion."""
        super().resizeEvent(event)
        self.divide()

    def divide(self) -> None:
        """Give each part its width; at larger texts what stands beside is a page of its own."""
        self.parts.divide(large=self.large, editing=self.actions_of.editing)

    # -- showing what is covered, undoing

    def reveal(self) -> None:
        """Show children's names and schools, and numbers, for twenty seconds; it is logged. Once more covers them."""
        if self.data is None:
            return
        if self.revealed:
            self.cover()
            return
        sees = self.desk.operator.may_see_children and not self.desk.faces_visitors
        for one in self.data.there:
            if sees or one in self.data.adults:
                self.desk.log("shown", resident_id=one.id, about=_("family page: names and numbers|log"))
        self.revealed = True
        self.side.reveal({one.key: one.number for one in callers(self.data, may_see_children=sees)})
        self._show(self.data)
        self.covering.start()

    def cover(self) -> None:
        """Cover names and numbers again."""
        self.covering.stop()
        if self.revealed:
            self.revealed = False
            self.side.reveal({})
            self._show(self.data)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def leave(self) -> bool:
        """Tell whether the page may be left: a half-filled form asks."""
        self.cover()
        return self.actions_of.close_form()

    def keep(self) -> None:
        """Keep what was typed; what was shown is covered."""
        self.cover()
        self.actions_of.keep()

    def place(self) -> Any:
        """Return which household is open."""
        return self.household_id or None
