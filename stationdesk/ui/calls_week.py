"""The left of the page of calls: the week on top, below it who has not spoken with the family, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.call_figures import Month
from stationdesk.services.call_gaps import Silent
from stationdesk.services.call_week import Week
from stationdesk.services.day_words import span_words
from stationdesk.ui import key_map
from stationdesk.ui.call_board import CallBoard
from stationdesk.ui.call_silent import SilentSource, SilentTable
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule

ROWS, TALL = 2, 3
"""Bookings of one day that are seen without scrolling, at least and at most."""
LAST_COLUMN = 4
"""The column of the last call, which gives way first."""
ROOMY = 46
"""Width in em below which it does."""


class CallsWeek(QWidget):
    """Shows a week and a list; knows nothing of what is done with them."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.figures = ""
        ground(self, "paper")
        self.setMinimumWidth(360)
        self.board, self.table = CallBoard(self.look), SilentTable(self.look)
        self._build()
        self.look.changed.connect(self.measure)
        self.measure()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._head())
        rows.addWidget(rule())
        rows.addWidget(self.board)
        rows.addWidget(rule())
        rows.addLayout(self._second_head())
        rows.addWidget(rule())
        rows.addWidget(self.table, 1)
        self.nobody = EmptyState(self.look, "", "")
        rows.addWidget(ground(self.nobody, "paper"))
        self.filler = QWidget()
        rows.addWidget(self.filler, 1)
        self.strip = KeyStrip(self.look)
        rows.addWidget(self.strip)

    def _head(self) -> QHBoxLayout:
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(Label(_("Calls"), "title"))
        self.head.addSpacing(4)
        self.count = Label("", "body", "ink2")
        self.head.addWidget(self.count)
        self.open_count = ElidedLabel("", "body_bold", "amber")
        self.head.addWidget(self.open_count, 1)
        self.before = Button(_("Week before"), self.look, "plain", key_map.shown("calls.previous"), small=True)
        self.after = Button(_("Next week"), self.look, "plain", key_map.shown("calls.next"), small=True)
        self.book_button = Button(_("Book a call|button"), self.look, "plain", key_map.shown("calls.book"), "plus", small=True)
        for button in (self.before, self.after, self.book_button):
            self.head.addWidget(button)
        return self.head

    def _second_head(self) -> QHBoxLayout:
        self.second = QHBoxLayout()
        self.second.setSpacing(10)
        self.second.addWidget(Label(_("No call for 30 days"), "strong"))
        self.silent_count = ElidedLabel("", "small", "ink2")
        self.second.addWidget(self.silent_count, 1)
        self.held_link = LinkButton(_("Note one held already"), self.look, key_map.shown("calls.held"))
        self.paper_link = LinkButton(_("Print|calls"), self.look, key_map.shown("calls.print"))
        self.second.addWidget(self.held_link)
        self.second.addWidget(self.paper_link)
        return self.second

    def measure(self) -> None:
        """Take the room of the text size."""
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 12, margin, 12)
        self.second.setContentsMargins(margin, 6, margin, 6)
        self.strip.set_keys(keys())
        most = max(map(len, self.board.week.days)) if self.board.week else ROWS
        rows = max(ROWS, min(TALL if self.height() > self.look.sizes.row * 18 else ROWS, most))
        self.board.setFixedHeight(self.look.sizes.heading + 4 + rows * self.board.booking_height() + 2)
        self.table.setColumnHidden(LAST_COLUMN, self.width() < ROOMY * self.look.sizes.body)
        self.table.resize_columns()

    def show_all(self, week: Week, missing: Sequence[Silent], month: Month, on: date, wanted: str) -> None:
        """Show a week, who is missing, and the figures of the month."""
        self.board.show_week(week, on, wanted)
        self.table.show(SilentSource(self.desk, missing))
        self.table.setVisible(bool(missing))
        self.nobody.setVisible(not missing)
        self.filler.setVisible(not missing)
        if month.ever:
            self.nobody.say(_("Everybody has spoken with the family within 30 days."), _("Nobody has to be asked now."))
        else:
            how = _("Book one with {book}, or note one that was held with {held}.")
            keys_of = {"book": key_map.shown("calls.book"), "held": key_map.shown("calls.held")}
            self.nobody.say(_("No call is written down yet."), how.format(**keys_of))
        span = span_words(week.first, week.first + timedelta(days=6), on)
        self.count.setText(_("{span}, {count} booked").format(span=span, count=len(week.calls)))
        words = _("{count} not agreed with the other end").format(count=week.unsettled) if week.unsettled else ""
        self.open_count.setText(words)
        self.silent_count.setText(_("{count} people, the longest first").format(count=len(missing)) if missing else "")
        before, self.figures = (
            self.figures,
            _("this month {spoke} calls, {silent} unanswered").format(spoke=month.spoke, silent=month.no_answer),
        )
        if self.strip.words.text() in {"", before}:
            self.strip.say(self.figures)
        self.measure()


def keys() -> list[tuple[str, str]]:
    """Return the keys that work on the week."""
    return [
        ("←|→", _("day|key")),
        ("↑|↓", _("one call|key")),
        (key_map.shown("calls.open"), _("open|key")),
        (key_map.shown("calls.move"), _("another day|key")),
        (key_map.shown("calls.agree"), _("other end agreed|key")),
        (key_map.shown("calls.no_answer"), _("nobody answered|key")),
    ]
