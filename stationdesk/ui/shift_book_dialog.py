"""Handing the book on: what is open stands there by itself, who hands over to whom, what the next one must know."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from stationdesk.i18n import _
from stationdesk.registers.shift_handover import ShiftHandover
from stationdesk.services.day_words import day_words
from stationdesk.services.shift_handovers import hand_over, handovers, left_open, proposed_hands
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.shift_dialogs import LABEL
from stationdesk.ui.team_dialogs import TeamForm

LATELY = 31
"""Days of books that are looked through for the last one."""
LINES = 4


class BookDialog(TeamForm):
    """The book goes on from one to the next."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None) -> None:
        self.now, on = desk.now(), desk.today()
        with desk.reading() as session:
            found = left_open(session, on)
            giver, taker = proposed_hands(session, self.now)
            books = handovers(session, on - timedelta(days=LATELY), on + timedelta(days=LATELY))
        super().__init__(
            desk,
            parent,
            _("Hand the book on"),
            _("{day} {clock}|moment").format(day=day_words(on, on), clock=f"{self.now:%H:%M}"),
            width=600,
        )
        self.inside.addWidget(Label(_("Still open|book"), "body_bold"))
        for one in found:
            self.inside.addWidget(Label(f"{one.words}　{one.count}", "body", "red" if one.urgent else "ink"))
        if not found:
            self.inside.addWidget(Label(_("Nothing is open."), "body", "ink2"))
        last = books[0] if books else None
        if last is not None:
            self.inside.addWidget(Label(_("Last time: {book}").format(book=book_words(last, desk)), "small", "ink2", wrap=True))
            if (last.handed_on, last.at) > (on.isoformat(), f"{self.now:%H:%M}"):
                said = _("The last handing-over is dated later than now. Please look at the clock of the computer.")
                self.inside.addWidget(Label(said, "body", "amber", wrap=True))
        grid = FieldGrid(self.look, label_width=LABEL)
        self.giver, self.taker, self.note = LineField(self.look), LineField(self.look), QPlainTextEdit()
        self.giver.setText(giver or desk.operator.name)
        self.taker.setText(taker)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(round(LINES * 1.7 * self.look.sizes.body))
        grid.add(_("Who hands over"), self.giver)
        grid.add(_("Who takes over"), self.taker)
        grid.add(_("What the next one must know"), self.note)
        self.inside.addWidget(grid)
        self.finish(_("Hand it over|book"), self.note if self.taker.value() else self.taker)

    def save(self) -> None:
        """Write the handing-over."""
        giver, taker, note = self.giver.value(), self.taker.value(), self.note.toPlainText()
        says = _("Book handed on: {giver} to {taker}").format(giver=giver, taker=taker)
        self.keep(says, lambda session: _done(hand_over(session, self.desk.now(), giver, taker, note)))


def book_words(book: ShiftHandover, desk: OpenDesk) -> str:
    """Return a handing-over in words: 11月29日 08:00 徐丽华 交给 占国林."""
    from datetime import date

    day = day_words(date.fromisoformat(book.handed_on), desk.today())
    words = _("{day} {clock} {giver} to {taker}|book")
    return words.format(day=day, clock=book.at, giver=book.from_name or "", taker=book.to_name or "")


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
