"""Handing the book on: what is open stands there by itself, who hands over to whom, what the next one must know."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.shift_handovers import (
    LeftOpen,
    hand_over,
    handed_words,
    handovers,
    left_open,
    proposed_hands,
    read_book,
    read_words,
    unread_book,
)
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.shift_dialogs import LABEL
from stationdesk.ui.team_dialogs import TeamForm

LATELY = 31
"""Days of books that are looked through for the last one."""
LINES = 4
SHOWN = "shown"
"""Answer of the dialog when a count is opened."""


class Typed(NamedTuple):
    """What was typed of a handing-over, kept while somebody looks at what is open."""

    giver: str
    taker: str
    note: str


class Books:
    """The book of a page: hands it on, and says that it was read; what was typed is there again after a look at a count."""

    def __init__(self, desk: OpenDesk, page: QWidget) -> None:
        self.desk, self.page = desk, page
        self.typed: Typed | None = None

    def hand_on(self) -> None:
        """Hand the book on; a count that is opened leads to its page."""
        dialog = BookDialog(self.desk, self.page.window(), self.typed)
        self.typed = dialog.typed() if dialog.ask() == SHOWN else None
        if self.typed is not None:
            self.desk.open_page.emit(dialog.page, dialog.argument)

    def read(self) -> None:
        """Write that who took the book over last has read it."""
        with self.desk.reading() as session:
            book = unread_book(session)
        if book is None:
            self.desk.said(_("No book waits to be read."), undo=False)
            return
        says = _("Book read: {name}").format(name=book.to_name or "")
        with self.desk.writing(says) as session:
            read_book(session, book.id, self.desk.now())
        self.desk.said(says)


class BookDialog(TeamForm):
    """The book goes on from one to the next."""

    page, argument = "", None

    def __init__(self, desk: OpenDesk, parent: QWidget | None, typed: Typed | None = None) -> None:
        self.now, on = desk.now(), desk.today()
        with desk.reading() as session:
            found = left_open(session, on)
            giver, taker = proposed_hands(session, self.now)
            books = handovers(session, on - timedelta(days=LATELY), on + timedelta(days=LATELY))
        giver, taker, note = typed or (giver or desk.operator.name, taker, "")
        super().__init__(
            desk,
            parent,
            _("Hand the book on"),
            _("{day} {clock}|moment").format(day=day_words(on, on), clock=f"{self.now:%H:%M}"),
            width=600,
        )
        self.inside.addWidget(Label(_("Still open|book"), "body_bold"))
        for one in found:
            self._count(one)
        if not found:
            self.inside.addWidget(Label(_("Nothing is open."), "body", "ink2"))
        last = books[0] if books else None
        if last is not None:
            said = _("Last time: {book}").format(book=f"{handed_words(last, on)}，{read_words(last, on)}")
            self.inside.addWidget(Label(said, "small", "ink2", wrap=True))
            if (last.handed_on, last.at) > (on.isoformat(), f"{self.now:%H:%M}"):
                said = _("The last handing-over is dated later than now. Please look at the clock of the computer.")
                self.inside.addWidget(Label(said, "body", "amber", wrap=True))
        grid = FieldGrid(self.look, label_width=LABEL)
        self.giver, self.taker, self.note = LineField(self.look), LineField(self.look), QPlainTextEdit()
        self.giver.setText(giver)
        self.taker.setText(taker)
        self.note.setPlainText(note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(round(LINES * 1.7 * self.look.sizes.body))
        grid.add(_("Who hands over"), self.giver)
        grid.add(_("Who takes over"), self.taker)
        grid.add(_("What the next one must know"), self.note)
        self.inside.addWidget(grid)
        self.finish(_("Hand it over|book"), self.note if self.taker.value() else self.taker)

    def _count(self, one: LeftOpen) -> None:
        """Show one count, with the way to what is counted."""
        line = QHBoxLayout()
        line.addWidget(Label(f"{one.words}　{one.count}", "body", "red" if one.urgent else "ink"))
        link = LinkButton(_("Look|button"), self.look)
        link.setAccessibleName(_("Look at {words}").format(words=one.words))
        link.clicked.connect(partial(self._look, one))
        line.addWidget(link)
        line.addStretch(1)
        self.inside.addLayout(line)

    def _look(self, one: LeftOpen) -> None:
        self.page, self.argument = one.page, one.argument or None
        self.give(SHOWN)

    def typed(self) -> Typed:
        """Return what was typed."""
        return Typed(self.giver.value(), self.taker.value(), self.note.toPlainText())

    def save(self) -> None:
        """Write the handing-over."""
        giver, taker, note = self.giver.value(), self.taker.value(), self.note.toPlainText()
        says = _("Book handed on: {giver} to {taker}").format(giver=giver, taker=taker)
        self.keep(says, lambda session: _done(hand_over(session, self.desk.now(), giver, taker, note)))


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
