"""The shape of a made-up village: what the oracle and the program are both told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

THERE = {"living", "returned", "incoming", None}
GONE = {"deceased", "moved_out", "merged"}
DAY = timedelta(days=1)
GRAVE = {"hospital", "fall", "bereavement", "guardianship", "illness", "disaster"}

Figures = dict[str, int | bool | None]
"""What a scheme asks for in a grade: contact, home (days), hours, weather, festivals."""
Asked = tuple[str, date, date, str, bool]
"""Care, from which day, by which day, why, every day."""


@dataclass
class Tale:
    """One person's story, as it is told: everything with its day."""

    name: str
    household: str = ""
    group: str = ""
    grades: list[tuple[date | None, date | None, str, str | None]] = field(default_factory=list)
    """From, to, grade, occasion; as they were written down one after the other."""
    moves: list[tuple[date, str, str, str]] = field(default_factory=list)
    """Day, from where, to where, the time at which it was written down on that day (or nothing)."""
    contacts: list[tuple[date, str, str, str, str]] = field(default_factory=list)
    """Day, mode, outcome, kind, time."""
    guardians_end: list[date] = field(default_factory=list)
    falls: list[tuple[date, str]] = field(default_factory=list)
    """Day and time at which it was written down that the person fell."""
    pairings: list[tuple[str, date, date | None, int | None, bool, int | None, date | None]] = field(default_factory=list)
    """Helper, from, to (not included), contact every … days, leads, level, suspended since."""

    by_day: dict[date, list[tuple[date, str, str, str, str]]] = field(default_factory=dict)

    def contacts_on(self, day: date) -> list[tuple[date, str, str, str, str]]:
        if self.contacts and not self.by_day:
            for one in self.contacts:
                self.by_day.setdefault(one[0], []).append(one)
        return self.by_day.get(day, [])


@dataclass
class Village:
    """What holds for everybody."""

    schemes: list[tuple[date | None, date | None, dict[str, Figures], int | None, bool]] = field(default_factory=list)
    """From, to, grades (highest first) with their figures, working days to the first visit, whether rest days are waited out."""
    rests: dict[date, bool] = field(default_factory=dict)
    """True for rest, False for work, where somebody said so."""
    free: set[date] = field(default_factory=set)
    """Public days of rest, by the calendar."""
    made_up: set[date] = field(default_factory=set)
    """Weekend days that are worked, by the calendar."""
    festivals: list[date] = field(default_factory=list)
    weathers: list[tuple[date, date | None]] = field(default_factory=list)
    away: list[tuple[str, date, date | None, str | None]] = field(default_factory=list)
    """Helper, from, to, who stands in; as they were written down one after the other."""
    leaders: dict[str, str] = field(default_factory=dict)
    """Leader of the grid of a group."""
    people: list[Tale] = field(default_factory=list)

    homes: dict[str, list[Tale]] = field(default_factory=dict)

    def at_home(self, tale: Tale) -> list[Tale]:
        if not self.homes:
            for one in self.people:
                self.homes.setdefault(one.household, []).append(one)
        return self.homes[tale.household]

    def worked(self, day: date) -> bool:
        if day in self.rests:
            return not self.rests[day]
        if day in self.made_up:
            return True
        return day.isoweekday() <= 5 and day not in self.free


@dataclass
class Wall:
    """What stands on the wall about one person this evening."""

    reached: date | None = None
    home: date | None = None
    tried: date | None = None
    change: tuple[date, date, str, str] | None = None
    """Day, first day on which a visit settles it, time, what."""


@dataclass(frozen=True)
class Verdict:
    """What one would say of a person on a day."""

    state: str
    care: str | None = None
    day: date | None = None
    why: str | None = None
    tried: bool = False
