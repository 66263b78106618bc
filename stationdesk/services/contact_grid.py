"""日联络: people by days of a month, a byte a cell; who is still to be reached today, and what the month's report will say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.services.contact_marks import KIND, LATE, REACHED, SEVERAL, Mark, resting_mark, words
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Care
from stationdesk.services.due_days import DayState, Stretch
from stationdesk.services.due_history import History
from stationdesk.services.shown_person import Person

DAILY = 1


class Seen(NamedTuple):
    """The contacts of one day with one person."""

    mark: Mark
    """The strongest."""
    times: int = 1
    late: bool = False
    """All of them were written down on a later day."""
    home: bool = False
    """One of them was at the door and reached him."""


class Worked(NamedTuple):
    """What a person's days come to: see GridRow."""

    cells: bytes
    missed: int
    due: int
    contacted: int
    need: Care | None
    done: bool
    late: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A person's month. Of a child it holds the alias and no group."""

    resident_id: str
    grade: str
    grade_label: str
    name: str
    age: int | None
    child: bool
    group: str
    care: Care
    every: int
    """The rhythm whose section the person stands in."""
    cells: bytes
    missed: int
    """Days that are over, asked for a contact, and saw none."""
    due: int
    """Days that are over and asked for a contact."""
    contacted: int
    """Of those, the days on which the person was reached."""
    need: Care | None
    """What today asks for, before anything was done today."""
    done: bool
    """It was done today."""
    late: bool
    """What today asks for was asked for before."""
    by: frozenset[str] = frozenset()
    """Who did the contacts of the month."""

    @property
    def waits(self) -> bool:
        """Whether somebody has to be reached today, and was not."""
        return self.need is not None and not self.done

    def anew(self, worked: Worked, by: frozenset[str]) -> GridRow:
        """Return the row of the same person with what his days come to now."""
        return GridRow(
            self.resident_id, self.grade, self.grade_label, self.name, self.age, self.child, self.group, self.care, self.every, *worked, by
        )

    def mark(self, day: int) -> Mark:
        """Return the mark of the day at place `day`, counted from 0."""
        return Mark(self.cells[day] & KIND)


@dataclass(frozen=True)
class Section:
    """The people of one rhythm."""

    care: Care
    every: int
    rows: tuple[GridRow, ...]

    @property
    def title(self) -> str:
        """The rhythm, as a heading: 每天联系, 每周上门."""
        usual = {
            (Care.CONTACT, 1): _("Contact every day|grid"),
            (Care.CONTACT, 7): _("Contact every week|grid"),
            (Care.CONTACT, 14): _("Contact every two weeks|grid"),
            (Care.CONTACT, 30): _("Contact every month|grid"),
            (Care.HOME, 1): _("Visit every day|grid"),
            (Care.HOME, 7): _("Visit every week|grid"),
            (Care.HOME, 30): _("Visit every month|grid"),
        }
        other = _("Contact every {days} days|grid") if self.care is Care.CONTACT else _("Visit every {days} days|grid")
        return usual.get((self.care, self.every)) or other.format(days=self.every)

    @cached_property
    def told(self) -> str:
        """Who they are and how they stand today: 红色 7 人，今天还差 3 人."""
        grades = Counter(row.grade_label for row in self.rows)
        parts = [_("{grade} {count} people|grid").format(grade=grade, count=count) for grade, count in grades.items()]
        waiting = [row for row in self.rows if row.waits]
        if self.every == DAILY:
            if waiting:
                parts.append(_("{count} people still to reach today").format(count=len(waiting)))
        else:
            late = sum(row.late for row in waiting)
            if late:
                parts.append(_("{count} people late|grid").format(count=late))
            if len(waiting) > late:
                parts.append(_("{count} people due today|grid").format(count=len(waiting) - late))
        return _(" · ").join(parts)


class Sums(NamedTuple):
    """What the rows of a grid come to, added up in one go."""

    counts: tuple[int, ...]
    """To be reached today, reached of them; missed days, days due, days reached of them."""
    by: frozenset[str]

    def moved(self, old: GridRow, new: GridRow) -> Sums | None:
        """Return the sums with one row as it is now; None where somebody may have done no other contact of the month."""
        if not old.by <= new.by:
            return None
        counts = tuple(have - less + more for have, less, more in zip(self.counts, counts_of(old), counts_of(new), strict=True))
        return Sums(counts, self.by | new.by)


def counts_of(row: GridRow) -> tuple[int, ...]:
    """Return what one row adds to the sums."""
    return row.need is not None, row.need is not None and row.done, row.missed, row.due, row.contacted


@dataclass(frozen=True)
class Grid:
    """A month of contacts as it is painted and printed; `left_out` people have no room in it."""

    first: date
    last: date
    on: date
    sections: tuple[Section, ...]
    left_out: int = 0
    stretch: Stretch | None = field(default=None, compare=False, repr=False)
    """Its days with what holds for everybody, so that one person's row can be read alone."""
    people: Mapping[str, Person] = field(default_factory=dict, compare=False, repr=False)
    histories: Mapping[str, History] = field(default_factory=dict, compare=False, repr=False)
    """What is known of each; it stays so as long as nothing but contacts is written."""
    seen_to: int = field(default=-1, compare=False, repr=False)
    """The line of the journal up to which it tells."""

    @property
    def days(self) -> int:
        """How many days the month has."""
        return (self.last - self.first).days + 1

    @property
    def today(self) -> int:
        """The place of today in the month, counted from 0; below 0 before it, beyond its end after it."""
        return (self.on - self.first).days

    def day(self, at: int) -> date:
        """Return the day at a place."""
        return self.first + timedelta(days=at)

    @cached_property
    def rows(self) -> tuple[GridRow, ...]:
        """Everybody, section after section."""
        return tuple(row for section in self.sections for row in section.rows)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each resident stands in `rows`."""
        return {row.resident_id: at for at, row in enumerate(self.rows)}

    @cached_property
    def _sums(self) -> Sums:
        counts = tuple(sum(some) for some in zip(*map(counts_of, self.rows), strict=True)) or (0,) * 5
        return Sums(counts, frozenset().union(*{row.by for row in self.rows}))

    @property
    def due_today(self) -> int:
        """How many are to be reached today."""
        return self._sums.counts[0]

    @property
    def done_today(self) -> int:
        """How many of them were."""
        return self._sums.counts[1]

    @property
    def missed(self) -> int:
        """How many days of how many people saw no contact that was due."""
        return self._sums.counts[2]

    @property
    def due(self) -> int:
        """Person-days that are over and asked for a contact (domain 4.1)."""
        return self._sums.counts[3]

    @property
    def contacted(self) -> int:
        """Of those, the person-days on which the person was reached."""
        return self._sums.counts[4]

    @property
    def by(self) -> frozenset[str]:
        """The distinct people who did the contacts."""
        return self._sums.by

    def with_rows(self, rows: Mapping[str, GridRow], histories: Mapping[str, History], seen_to: int) -> Grid:
        """Return the grid with some people's rows and histories as they are at a line of the journal."""
        places, sections, start = sorted(self.places[one] for one in rows), list[Section](), 0
        for section in self.sections:
            mine, end = list(section.rows), start + len(section.rows)
            anew = [at for at in places if start <= at < end]
            for at in anew:
                mine[at - start] = rows[mine[at - start].resident_id]
            sections.append(replace(section, rows=tuple(mine)) if anew else section)
            start = end
        known = {**self.histories, **histories}
        now, sums = replace(self, sections=tuple(sections), histories=known, seen_to=seen_to), self._sums if places else None
        for at in places:
            sums = sums.moved(self.rows[at], now.rows[at]) if sums else None
        now.__dict__["places"] = self.places  # the same people in the same order
        if sums is not None:
            now.__dict__["_sums"] = sums
        return now

    def said(self, row: GridRow, at: int) -> str:
        """Return a cell as it is read aloud: 汪厚行，11月22日，该联系没联系."""
        told = words(row.cells[at]) or _("nothing|cell in words")
        day = day_words(self.day(at), self.on)
        return _(" · ").join((row.name, _("today|grid") if at == self.today else day, told))


def rate(contacted: int, due: int) -> str:
    """Return the share of person-days on which the person was reached, in whole hundredths; a dash where none was due.

    100 stands only where nobody was missed.
    """
    if not due:
        return "—"
    return f"{min(round(100 * contacted / due), 99) if contacted < due else 100}%"


def work_out(states: Sequence[DayState], seen: Mapping[int, Seen], today: int, *, daily: bool) -> Worked:
    """Work out a person's days from how he stood to the rhythm on each and what was done; `today` is the place of today.

    A day that is over counts as due where the rhythm's last day was then, or it asks every day (`daily`).
    """
    cells = bytearray(len(states))
    missed = due = contacted = 0
    for at, one in enumerate(states):
        there = seen.get(at)
        reached = there is not None and there.mark in REACHED
        if there is not None:
            cells[at] = there.mark | (LATE if there.late else 0) | (SEVERAL if there.times > 1 else 0)
        elif one.paused:
            cells[at] = resting_mark(one.paused)
        elif at < today:
            cells[at] = Mark.MISSED if one.missed else Mark.NONE
            missed += one.missed
        elif one.due and (at == today or not (daily or one.late)):
            cells[at] = Mark.DUE
        if at < today and (one.missed or (one.due_contact if daily else one.due and reached and not one.late)):
            due += 1
            contacted += reached
    need, done, late = None, False, False
    if 0 <= today < len(states) and states[today].due:
        state, there = states[today], seen.get(today)
        need = Care.CONTACT if state.due_contact and (daily or not state.due_home) else Care.HOME
        done = (there is not None and there.mark in REACHED) if daily and state.due_contact else state.settled
        late = state.late
    return Worked(bytes(cells), missed, due, contacted, need, done, late)
