"""The days of the week over the day's list: how much falls on each, and which one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal

from stationdesk.i18n import _
from stationdesk.services.ahead import WEEK, Ahead, week
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.residents_source import is_large

SOON, PAUSE = 200, 1500
"""Milliseconds after which the days to come are counted for the first time, and again when nothing more was written."""


class WeekBar(Segments):
    """Today, tomorrow and the five days after; ← and → on the list choose too."""

    chosen = Signal(object)
    """The day that is wanted."""

    def __init__(self, desk: OpenDesk) -> None:
        self.desk = desk
        self.day = desk.today()
        self.open = 0
        self.ahead: Sequence[Ahead] = ()
        super().__init__(self._labels(self.day), desk.look, numbered=False, small=True, wraps=True)
        self.setAccessibleName(_("The coming days"))
        self.changed.connect(lambda day: self.chosen.emit(date.fromisoformat(day)))
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.read)
        desk.closing.connect(self.timer.stop)

    def show_open(self, on: date, open_now: int, day: date) -> None:
        """Show what is open today, and which day the list shows; the days to come follow when nothing has been written for a while."""
        if self.ahead and self.ahead[0].day != on + timedelta(days=1):
            self.ahead = ()
        self.open, self.day = open_now, day
        self._show(on)
        self.timer.start(PAUSE if self.ahead else SOON)

    def step(self, days: int) -> None:
        """Go to a day before or after, within the week."""
        codes = [code for code, _label in self.choices]
        at = codes.index(self.day.isoformat()) if self.day.isoformat() in codes else 0
        self.choose(codes[max(0, min(len(codes) - 1, at + days))])

    def read(self) -> None:
        """Count the days to come: at once in a village, beside the window in a very large register."""
        desk, on = self.desk, self.desk.today()

        def work(report: Report) -> tuple[date, list[Ahead]]:
            with desk.reading_everybody(report) as session:
                return on, week(session, on)

        if is_large(desk):
            desk.jobs.start(work, self.show_week)
            return
        with desk.reading() as session:
            self.show_week((on, week(session, on)))

    def show_week(self, found: tuple[date, list[Ahead]]) -> None:
        """Show what was counted."""
        on, self.ahead = found
        self._show(on)

    def _labels(self, on: date) -> list[tuple[str, str]]:
        """Return each day with its name and how much falls on it, as far as that is known."""
        counts = {one.day: one.all for one in self.ahead}
        choices = []
        for step in range(WEEK):
            day = on + timedelta(days=step)
            count = self.open if step == 0 else counts.get(day)
            choices.append((day.isoformat(), f"{day_word(day, on)} {count}" if count else day_word(day, on)))
        return choices

    def _show(self, on: date) -> None:
        self.choices = tuple(self._labels(on))
        self.set_value(self.day.isoformat())
        self.updateGeometry()
        self.update()


def day_word(day: date, on: date) -> str:
    """Name a day of the week to come: 今天, 明天, 周三."""
    week_words = [_("Mon|week"), _("Tue|week"), _("Wed|week"), _("Thu|week"), _("Fri|week"), _("Sat|week"), _("Sun|week")]
    return [_("Today|week"), _("Tomorrow|week")][(day - on).days] if (day - on).days < 2 else week_words[day.weekday()]
