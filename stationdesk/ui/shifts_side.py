"""Beside the roster: who is on duty now and tonight with their numbers, the day one stands on, the book handed on last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.shift_handover import ShiftHandover
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import weekday_names
from stationdesk.services.shift_handovers import handed_words, read_words
from stationdesk.services.shift_month import DayRow, Month, hours_words, kind_label, kind_of
from stationdesk.services.shift_night import Night
from stationdesk.services.shifts import Turn
from stationdesk.services.shifts_today import span_list
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look

EMS = 21.5
"""Width in em of the body type."""
BOOKS = 3


@dataclass(frozen=True)
class Beside:
    """What is known beside the month."""

    on: date
    now: Sequence[Turn] = ()
    tonight: Night | None = None
    books: Sequence[ShiftHandover] = ()
    kept: bool = True
    """The station keeps a roster: that nobody is on duty is told."""

    @property
    def tonight_turns(self) -> Sequence[Turn]:
        """The turns of the night."""
        return self.tonight.turns if self.tonight is not None else ()


class ShiftsSide(QScrollArea):
    """The quiet column; `open_numbers` shows the numbers whole."""

    read_wanted = Signal()
    """Who took the book over has read it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.open_numbers = look, False
        self.inner = ground(QWidget(), "paper")
        self.box = QVBoxLayout(self.inner)
        self.box.setContentsMargins(18, 10, 16, 12)
        self.box.setSpacing(4)
        self.setWidget(self.inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Who is on duty, and the day chosen"))

    def wide(self) -> int:
        """Return how wide the column is at this text size."""
        return round(EMS * self.look.sizes.body)

    def show_beside(self, beside: Beside, month: Month, row: DayRow | None) -> None:
        """Show all of it anew."""
        clear(self.box)
        if beside.kept:
            self._people(_("On duty now"), beside.now, _("Nobody is on duty now"), month)
        night = beside.tonight
        if beside.kept and night is not None and (night.holes or night.ids != [one.id for one in beside.now]):
            self._people(_("On duty tonight"), night.turns, _("Nobody is on duty tonight"), month)
            if night.holes:
                self.box.addWidget(Label(_("nobody {hours}").format(hours=night.holes), "body", "red", wrap=True))
        if row is not None:
            self._day(row, month, beside)
        if beside.books:
            self._title(_("Book handed on"))
            for place, book in enumerate(beside.books[:BOOKS]):
                self._book(book, beside.on, newest=place == 0)
        self.box.addStretch(1)

    def _title(self, text: str) -> None:
        if self.box.count():
            self.box.addSpacing(12)
        self.box.addWidget(Label(text, "body_bold", wrap=True))

    def _people(self, title: str, turns: Sequence[Turn], none: str, month: Month) -> None:
        self._title(title)
        for turn in turns:
            self._turn(turn, month)
        if not turns:
            self.box.addWidget(Label(none, "body", "red", wrap=True))

    def _turn(self, turn: Turn, month: Month) -> None:
        number = turn.phone if self.open_numbers else masked_phone(turn.phone) if turn.phone else ""
        self.box.addWidget(Label("　".join(filter(None, (turn.who, number))), "body", wrap=True))
        said = [turn.words()]
        if turn.instead_of:
            said.append(
                _("for {name}|stands in").format(name=turn.instead_of) + (f"（{turn.shift.swap_reason}）" if turn.shift.swap_reason else "")
            )
        if turn.shift.leader:
            said.append(_("in charge {name}").format(name=turn.shift.leader))
        said += filter(None, (turn.shift.remark,))
        self.box.addWidget(Label("，".join(said), "small", "ink2", wrap=True))
        if trouble := month.trouble(turn):
            self.box.addWidget(Label(trouble, "body", "red", wrap=True))

    def _day(self, row: DayRow, month: Month, beside: Beside) -> None:
        above = {one.id for one in (*beside.now, *beside.tonight_turns)} if row.today else set[str]()
        turns = [one for one in row.turns if one.id not in above]
        if row.today and not turns and not row.gaps:
            return
        self._title(f"{day_words(row.day, beside.on)}　{weekday_names()[row.day.weekday()]}")
        for turn in turns:
            self.box.addWidget(Label(kind_label(kind_of(turn)), "small", "ink2"))
            self._turn(turn, month)
        if row.gaps:
            said = _("Nobody is on duty {spans}, {hours} in all.").format(spans=span_list(list(row.gaps)), hours=hours_words(row.minutes))
            self.box.addWidget(Label(said, "body", "ink2" if row.past else "red", wrap=True))

    def _book(self, book: ShiftHandover, on: date, *, newest: bool) -> None:
        self.box.addWidget(Label(handed_words(book, on), "body", wrap=True))
        for text in filter(None, (book.note, book.left_open)):
            self.box.addWidget(Label(text, "small", "ink2", wrap=True))
        waits = newest and not book.read_on
        self.box.addWidget(Label(read_words(book, on), "small", "amber" if waits else "ink2", wrap=True))
        if waits:
            link = LinkButton(_("Read it|button"), self.look, key_map.shown("shifts.read"))
            link.setAccessibleName(_("{name} has read the book").format(name=book.to_name or ""))
            link.clicked.connect(self.read_wanted)
            self.box.addWidget(link)
