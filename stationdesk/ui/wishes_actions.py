"""What is done on the page of wishes: the next step by one key, every other by menu, for one wish or for all that are marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from stationdesk.i18n import _
from stationdesk.services.wish_board import Row
from stationdesk.services.wish_story import Meant, meant
from stationdesk.ui import key_map
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.wish_claim_dialog import ClaimDialog, DecideDialog
from stationdesk.ui.wish_dialog import WishDialog
from stationdesk.ui.wish_step_dialog import WishStepDialog
from stationdesk.ui.wish_steps_form import FORMS
from stationdesk.ui.wish_words import ACTS, KEYS, ONTO
from stationdesk.ui.wishes_elsewhere import BY_NAME, MENU

if TYPE_CHECKING:
    from stationdesk.ui.wishes_page import WishesPage

SEVERAL = frozenset({"claim", "assign"}) | {name for name, form in FORMS.items() if form.several}
"""Steps that may be done for all marked wishes at once."""


class WishesActions(QObject):
    """Carries out what the keys, the buttons, the menus and a dropped card ask for."""

    def __init__(self, page: WishesPage) -> None:
        super().__init__(page)
        self.page, self.desk, self.look = page, page.desk, page.look
        self.bound: dict[str, Callable[[], Any]] = {
            "wishes.new": self.new,
            "wishes.next": self.next,
            "wishes.mark": page.pane.board.mark,
            "wishes.person": self.person,
            "wishes.acts": self.unfold,
            "wishes.late": self.turn_late,
            "wishes.find": page.pane.typed.setFocus,
            **{f"wishes.{name}": partial(self.act, name) for name in KEYS},
            **{name: partial(one, page) for name, one in BY_NAME.items()},
        }
        for name in ("wishes.acts", "wishes.late", "wishes.find", *MENU):
            page.pane.more.offer(_(key_map.BY_NAME[name].words), key_map.shown(name), partial(self.do, name))

    def do(self, name: str) -> None:
        """Carry out one."""
        self.bound[name]()

    @property
    def over(self) -> QWidget:
        """The window over which dialogs stand."""
        return self.page.window()

    # -- which wishes

    def ids(self) -> list[str]:
        """Return the marked wishes, else the one that is open, else the one the keyboard is on."""
        if self.page.view.story is not None and self.page.view.isVisibleTo(self.page):
            return [self.page.view.story.wish.id]
        board = self.page.pane.board
        if board.marked:
            return [row.id for column in board.shown.values() for row in column.rows if row.id in board.marked]
        return [row.id] if (row := board.current()) is not None else []

    def read(self, ids: Sequence[str]) -> Meant:
        """Read what is meant."""
        with self.desk.reading() as session:
            return meant(session, ids, self.desk.today(), covered=self.desk.faces_visitors)

    # -- doing it

    def act(self, action: str, ids: Sequence[str] = ()) -> None:
        """Do a step of the wishes that are meant; where one does not allow it, say so."""
        if not (ids := list(ids) or self.ids()):
            tell(self.over, self.look, _("No wish stands here."), _("Go to a card with the arrows."), _("Close"))
            return
        if action == "person":
            self.person()
            return
        found = self.read(ids)
        if action not in found.actions:
            self._refuse(action, found)
        elif len(ids) > 1 and action not in SEVERAL:
            said = _("«{what}» is done one wish at a time. Take the marks off with {key}.")
            tell(self.over, self.look, _(ACTS[action]), said.format(what=_(ACTS[action]), key=key_map.shown("wishes.mark")), _("Close"))
        else:
            self._ask(action, found)

    def _refuse(self, action: str, found: Meant) -> None:
        offered = "、".join(_(ACTS[name]) for name in found.actions[:4])
        if len(found.wishes) > 1:
            said = _("Not all of the marked wishes are so far. Please mark only those that are.")
        else:
            said = _("It stands at «{state}». What can be done now: {what}.").format(state=found.state_words, what=offered or _("nothing"))
        tell(self.over, self.look, _("«{what}» cannot be done with it now.").format(what=_(ACTS[action])), said, _("Close"))

    def _ask(self, action: str, found: Meant) -> None:
        one, wishes = found.wishes[0], found.wishes
        made: Dialog
        if action in FORMS:
            made = WishStepDialog(self.desk, self.over, action, found)
        elif action in ("claim", "assign"):
            made = ClaimDialog(self.desk, self.over, found, assigned=action == "assign")
        elif action in ("answer", "prefer"):
            made = DecideDialog(self.desk, self.over, one, found.who)
        else:
            made = WishDialog(self.desk, self.over, one=one)
        self.page.touched = {wish.id for wish in wishes}
        saved = made.ask() == "saved"
        self.page.touched = set()
        if saved:
            self.page.pane.board.marked.clear()
            self.page.pane.board.update()

    def next(self) -> None:
        """Do the usual next step."""
        ids = self.ids()
        if not ids:
            self.act("claim")
            return
        found = self.read(ids)
        if found.next_action:
            self.act(found.next_action, ids)
        else:
            tell(
                self.over,
                self.look,
                _("Nothing is left to be done with it."),
                _("It stands at «{state}».").format(state=found.state_words),
                _("Close"),
            )

    def turn_late(self) -> None:
        """Show only what is late, or all again."""
        which = self.page.pane.which
        which.choose("" if which.value() == "late" else "late")

    def dropped(self, row: Row, column: str) -> None:
        """Do what brings a card to the column it was dropped on, if it may be done; else say how it gets there."""
        found = self.read([row.id])
        action = next((name for name in ONTO[column] if name in found.actions), "")
        if action:
            self._ask(action, found)
            return
        title = self.page.pane.board.views[column].title
        head = _("It does not go to «{column}» from here.").format(column=title)
        what = "、".join(_(ACTS[name]) for name in found.actions[:4]) or _("nothing")
        tell(
            self.over,
            self.look,
            head,
            _("It stands at «{state}». What can be done now: {what}.").format(state=found.state_words, what=what),
            _("Close"),
        )

    def unfold(self) -> None:
        """Show every step that may be done with what is meant."""
        if not (ids := self.ids()):
            self.act("claim")
            return
        found = self.read(ids)
        menu = QMenu(self.page)
        menu.setAccessibleName(_("Everything that can be done with this wish"))
        for name in found.actions:
            key = KEYS.get(name, "")
            action = menu.addAction(_(ACTS[name]).replace("&", "&&") + (f"\t{key}" if key else ""))
            action.triggered.connect(lambda _on=False, name=name: self.act(name, ids))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
        board = self.page.pane.board
        menu.popup(board.views[board.at].mapToGlobal(QPoint(12, 24)))

    def new(self, resident_id: str = "") -> None:
        """Write a wish down: for somebody given, or for whom one looks up."""
        if not resident_id:
            from stationdesk.ui.find_dialog import FindDialog

            title = _("Whose wish is it?")
            resident_id = FindDialog(self.desk, title, "", _("Write the wish down|button"), parent=self.over).ask()
        if resident_id:
            dialog = WishDialog(self.desk, self.over, resident_id)
            if dialog.ask() == "saved":
                self.page.pane.go_to(dialog.written)

    def person(self) -> None:
        """Open whose wish it is."""
        story, row = self.page.view.story, self.page.pane.board.current()
        opened = self.page.view.isVisibleTo(self.page)
        if story is None or not opened:
            details = self.page.pane.load([row.id]) if row is not None else {}
            person = next((one.person for one in details.values()), None)
            resident = person.id if person is not None else ""
        else:
            resident = story.resident_id
        if resident:
            self.desk.open_page.emit("residents", resident)
