"""The roster of a month as it is shown and hung up: a line a day, its turns by kind, and the hours nobody is on duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.shift_cover import Span, by_day, gaps
from stationdesk.services.shift_writing import key_of, overlap
from stationdesk.services.shifts import Turn, turns_between, uncovered

OTHER = "other"
MORNING = time(8)
USUAL = ("day", "night")
"""Kinds that have a column always: a station that only has whole days shows those instead."""


@dataclass(frozen=True)
class DayRow:
    """One day of the roster."""

    day: date
    turns: tuple[Turn, ...]
    """Those that begin on the day."""
    gaps: tuple[Span, ...]
    """Hours of the day on which nobody is on duty."""
    today: bool = False
    past: bool = False

    @property
    def id(self) -> str:
        """What the line is found by."""
        return self.day.isoformat()

    def of_kind(self, kind: str) -> tuple[Turn, ...]:
        """Return the turns of one column; a kind without a column stands under the other ones."""
        return tuple(one for one in self.turns if kind_of(one) == kind)

    @property
    def minutes(self) -> int:
        """Minutes nobody is on duty."""
        return sum(span.minutes for span in self.gaps)


@dataclass(frozen=True)
class Month:
    """A month of the roster."""

    first: date
    last: date
    rows: tuple[DayRow, ...]
    kinds: tuple[str, ...]
    """Kinds that have a column, in the order of the day."""
    double: frozenset[str]
    """Turns whose person has another one at the same time."""
    around: tuple[Turn, ...] = ()
    """The turns with those of the day before the month and of the day after it."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Every turn of the month."""
        return tuple(turn for row in self.rows for turn in row.turns)

    def row(self, day: date) -> DayRow | None:
        """Return a day, None for one of another month."""
        at = (day - self.first).days
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def missing(self) -> int:
        """Return the minutes to come on which nobody is on duty."""
        return sum(row.minutes for row in self.rows if not row.past)

    def trouble(self, turn: Turn) -> str:
        """Say what is wrong with a turn, empty for nothing."""
        double = _("{name} has another turn at the same time").format(name=turn.who) if turn.id in self.double else ""
        return turn.trouble or double


def kind_of(turn: Turn) -> str:
    """Return the column of a turn."""
    return turn.shift.kind if turn.shift.kind in ("day", "night", "whole") else OTHER


def kind_label(kind: str) -> str:
    """Return the word of a kind."""
    return table("shift_kind").label(kind)


def month_days(first: date) -> tuple[date, date]:
    """Return the first and the last day of the month a day lies in."""
    begin = first.replace(day=1)
    return begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def read_month(session: Session, of: date, on: date) -> Month:
    """Read the month that the day `of` lies in, as it is on day `on`; the evening before counts for its first hours.

    A month of which nothing is written yet has no holes: nobody is reproached for it.
    """
    first, last = month_days(of)
    turns = turns_between(session, first - timedelta(days=1), last + timedelta(days=1))
    holes = by_day(uncovered(turns, first, last)) if any(one.shift.day >= first.isoformat() for one in turns) else {}
    by: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        by[turn.shift.day].append(turn)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = tuple(DayRow(day, tuple(by[day.isoformat()]), tuple(holes.get(day, ())), today=day == on, past=day < on) for day in days)
    return Month(first, last, rows, columns_of(turns), doubles(turns), tuple(turns))


def columns_of(turns: Iterable[Turn]) -> tuple[str, ...]:
    """Return the kinds that get a column: those there are, day and night unless there are only whole days."""
    there = {kind_of(one) for one in turns}
    usual = set() if there and there <= {"whole"} else set(USUAL)
    return tuple(kind for kind in (*USUAL, "whole", OTHER) if kind in there | usual)


def doubles(turns: Iterable[Turn]) -> frozenset[str]:
    """Return the turns of which one person has two at one time, as they may come together from two computers."""
    by: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        by[key_of(turn.shift)].append(turn)
    found: set[str] = set()
    for some in by.values():
        ordered = sorted(some, key=lambda one: one.span)
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 :]:
                if not overlap(one.shift, other.shift):
                    break
                found |= {one.id, other.id}
    return frozenset(found)


def hours_words(minutes: int) -> str:
    """Return a length of time: 36 小时, 1 小时 30 分钟, 20 分钟."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{count} minutes").format(count=rest)
    return _("{count} hours").format(count=hours) if not rest else _("{hours} hours {minutes} minutes").format(hours=hours, minutes=rest)


def next_gap(month: Month, after: date) -> DayRow | None:
    """Return the next day after `after` with hours nobody is on duty, from the first of the month again; None where there is none."""
    holes = [row for row in month.rows if row.gaps and not row.past]
    return next((row for row in holes if row.day > after), holes[0] if holes else None)


def hole_times(month: Month, row: DayRow) -> tuple[str, str]:
    """Return the times of a turn that fills the first hole of a day: to its end, at most to the next morning."""
    begins = row.gaps[0].begins
    morning = datetime.combine(row.day, MORNING)
    morning = morning if begins < morning else morning + timedelta(days=1)
    free = gaps((one.span for one in month.around if not one.trouble), begins, morning)
    return f"{begins:%H:%M}", f"{free[0].ends:%H:%M}"


def span_title(month: Month, on: date) -> str:
    """Return the month in words: 12月, 2027年1月."""
    if month.first.year == on.year:
        return _("{month}|month").format(month=month.first.month)
    return _("{year}/{month}|month").format(year=month.first.year, month=month.first.month)


def turn_sentence(turn: Turn, on: date) -> str:
    """Return a turn as it is read aloud: 11月29日 18:00 到次日 08:00，占国林，替徐丽华."""
    day = day_words(date.fromisoformat(turn.shift.day), on)
    instead = _("for {name}|stands in").format(name=turn.instead_of) if turn.instead_of else ""
    return "，".join(filter(None, (f"{day} {turn.words()}", turn.who, instead, turn.trouble)))
