"""微心愿: the board of wishes by state with number and money; one wish open at the right with its steps and its history."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from stationdesk.i18n import _
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_board import Board, Row, read_board, read_rows
from stationdesk.services.wish_story import Story, wish_story
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.labels import rule
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.wish_view import WishView
from stationdesk.ui.wishes_actions import WishesActions
from stationdesk.ui.wishes_pane import WishesPane

SIDE = 0.345
"""Part of the width a wish takes beside the board."""
SHOWN_FOR = 20_000
"""Milliseconds that a number stays uncovered."""
LETTERS = ("next", "claim", "deliver", "fulfil", "give_back", "put_off", "mark")
"""Letters and the space that work while the keyboard is on the board."""


class WishesPage(Page):
    """Wishes: told, claimed, brought, come true."""

    name: ClassVar[str] = "wishes"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"wish", "wish_event", "wish_claim", "claim_answer", "claim_end", "resident", "household", "status_change", "consent", "setting"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.board: Board | None = None
        self.touched: set[str] = set()
        """Wishes a step is under way for: only these are read again when it was written."""
        self.pane, self.view = WishesPane(desk), WishView(self.look)
        self.line = rule(upright=True)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.pane, self.line, self.view):
            box.addWidget(part)
        box.setStretch(0, 1)
        self.view.hide()
        self.line.hide()
        self.actions_of = WishesActions(self)
        self._bind()
        self.begin_at(self.pane.board)

    def _bind(self) -> None:
        pane, acts = self.pane, self.actions_of
        pane.board.opened.connect(self.open_row)
        pane.board.dropped.connect(acts.dropped)
        pane.nothing.linked.connect(pane.widen)
        pane.asked.connect(self._late)
        pane.strip.undo.connect(self.undo)
        pane.add_button.clicked.connect(lambda: acts.do("wishes.new"))
        pane.cards_button.clicked.connect(lambda: acts.do("wishes.cards"))
        pane.wall_button.clicked.connect(lambda: acts.do("wishes.wall"))
        self.view.asked.connect(self._asked)
        self.view.closed.connect(self.close_wish)
        self.desk.did.connect(lambda sentence: pane.strip.say(sentence, undo=self.desk.can_undo))
        for name in acts.bound:
            if key_map.BY_NAME[name].bound:
                key_map.attach(self, name, partial(acts.do, name))
        key_map.attach(self, "wishes.menu", pane.more.unfold)
        key_map.attach(self, "wishes.back", self.close_wish)
        key_map.attach(self, "wishes.reveal", self.reveal)
        self.covering = QTimer(self)
        self.covering.setSingleShot(True)
        self.covering.setInterval(SHOWN_FOR)
        self.covering.timeout.connect(self._follow)
        self.look.changed.connect(self.divide)

    # -- reading

    def refresh(self) -> None:
        """Read the board again; while a step of some wishes is written only these."""
        on = self.desk.today()
        with self.desk.reading() as session:
            if self.touched and self.board is not None and self.board.on == on:
                ids = sorted(self.touched)
                self.board = self.board.with_fresh(ids, read_rows(session, ids))
            else:
                ids, self.board = [], read_board(session, on)
        if ids:
            self.pane.show_moved(self.board, ids)
        else:
            self.pane.show_board(self.board)
        self._follow()

    def _follow(self) -> None:
        """Show the open wish as it is now; one that is gone is put away."""
        story = self.view.story
        if story is None or not self.view.isVisibleTo(self):
            return
        if self.board is None or story.wish.id not in self.board.rows:
            self.close_wish()
            return
        self.view.show_story(self._story(story.wish.id))

    def take(self, argument: Any) -> None:
        """Go to a wish by its id, write one down for somebody (`new:RESIDENT`), show what is late (`late`) or print the wall (`wall`)."""
        kind, _colon, text = str(argument).partition(":")
        if kind == "new":
            self.actions_of.new(text)
        elif kind == "late":
            self.pane.which.set_value("late")
            self.pane.show_rows()
        elif kind == "wall":
            self.pane.widen()
            self.actions_of.do("wishes.wall")
        elif kind and self.pane.go_to(kind):
            self.open_wish(kind)

    def _story(self, wish_id: str, *, whole: bool = False) -> Story:
        on, told, covered = self.desk.today(), self.desk.sees_children, self.desk.faces_visitors
        with self.desk.reading() as session:
            return wish_story(session, wish_id, on, told=told, covered=covered, whole=whole)

    def reveal(self) -> None:
        """Show the numbers of who has the open wish, and write down that they were shown."""
        story = self.view.story
        if story is not None and story.claim is not None and self.view.isVisibleTo(self):
            self.desk.log("shown", resident_id=story.resident_id, about=_("numbers of a claimer"))
            self.view.show_story(self._story(story.wish.id, whole=True))
            self.covering.start()

    # -- opening and leaving

    def open_row(self, row: Row) -> None:
        """Open a wish of the board."""
        self.open_wish(row.id)

    def open_wish(self, wish_id: str) -> None:
        """Show a wish at the right; at larger texts in the page's place."""
        story = self._story(wish_id)
        if story.resident_id:
            self.desk.log("opened", resident_id=story.resident_id, about=_("wish"))
        self.view.show()
        self.view.show_story(story)
        self.divide()
        self.view.begin()

    def close_wish(self) -> None:
        """Put the open wish away: the keyboard goes back to the board."""
        if not self.view.isVisibleTo(self):
            self.pane.board.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.view.hide()
        self.view.story = None
        self.divide()
        self.pane.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def divide(self) -> None:
        """Give board and wish their width; at larger texts the wish has the page to itself."""
        opened = not self.view.isHidden()
        large = self.look.text_size is not TextSize.STANDARD
        self.line.setVisible(opened and not large)
        self.pane.setVisible(not (opened and large))
        if large:
            self.view.setMinimumWidth(0)
            self.view.setMaximumWidth(16_777_215)
        else:
            self.view.setFixedWidth(round(max(self.width(), 900) * SIDE))
        self.pane.make_narrow(narrow=opened)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the parts in their proportion."""
        super().resizeEvent(event)
        self.divide()

    # -- what is pressed

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the letters of the board, and Enter."""
        if key_map.pressed(event, "wishes.open"):
            if (row := self.pane.board.current()) is not None:
                self.open_row(row)
            return
        for name in LETTERS:
            if key_map.pressed(event, f"wishes.{name}") and not event.isAutoRepeat():
                self.actions_of.do(f"wishes.{name}")
                return
        super().keyPressEvent(event)

    def _asked(self, action: str) -> None:
        self.actions_of.act(action, [self.view.story.wish.id] if self.view.story is not None and action != "person" else ())

    def _late(self, action: str) -> None:
        """Do what the bar offers for the wish it speaks of."""
        row = self.pane.late_row()
        if row is None:
            return
        self.pane.go_to(row.id)
        if action == "open":
            self.open_wish(row.id)
        else:
            self.actions_of.act(action, [row.id])

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def place(self) -> Any:
        """Return which wish one stands on."""
        row = self.pane.board.current()
        return row.id if row is not None else None
