"""The roll of all residents in memory: what lists are filtered and sorted by, kept right from the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlmodel import Session

from stationdesk.registers.code import table
from stationdesk.services import roll_reading
from stationdesk.services.contacts import schemes
from stationdesk.services.roll_reading import NO_DAY, Line
from stationdesk.store.database import Database

MOST_CHANGES = 2000
"""Journal lines since the last look above which the roll is read anew."""
STANDING = {
    "here": frozenset({"", "living", "returned", "incoming", "hospital", "institution"}),
    "away": frozenset({"away", "missing", "empty_registration"}),
    "gone": frozenset({"moved_out", "deceased"}),
}
"""Residency states by the word a list is filtered by; a person without one counts as here, one merged into another nowhere."""
AHEAD = {"late": -1, "today": 0, "week": 7, "month": 30}
"""Days ahead of today within which something is due."""


class Order(StrEnum):
    """What a list is sorted by."""

    DUE = "due"
    NAME = "name"
    AGE = "age"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a list shows: empty sets and texts leave everybody in."""

    categories: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    """Codes of grades; `none` for those without."""
    groups: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset({"here"})
    due: str = ""
    """A key of AHEAD."""
    gaps: frozenset[str] = frozenset()
    """Codes of what is missing (roll_reading.GAPS)."""

    @property
    def narrows(self) -> int:
        """Return how many filters narrow the list."""
        return sum(map(bool, (self.categories, self.grades, self.groups, self.standing, self.due, self.gaps)))

    @property
    def tells_of_children(self) -> bool:
        """Tell whether a filter would say something about a child that an operator without the right may not know."""
        return bool(self.categories or self.groups or self.gaps)


EVERYBODY = Wanted()


class Roll:
    """One line for each resident of this desk; safe to be brought up to date from two threads.

    The first look reads everybody (about a second for 100,000); later ones only whom the journal names.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._lines: dict[str, Line] = {}
        self._sorted: dict[Order, list[Line]] = {}
        self._seq = -1
        self._on = ""
        self._schemes: object = None

    @property
    def ready(self) -> bool:
        """Whether everybody has been read once."""
        return self._seq >= 0

    def follow(self, session: Session, on: date) -> None:
        """Bring the roll up to date with what the store holds now, for day `on`."""
        with self._turn:
            rules = schemes(session, on.isoformat())
            seq = int(session.connection().execute(text("SELECT coalesce(max(seq), 0) FROM change")).scalar_one())
            if self._on != on.isoformat() or self._schemes != rules or not 0 <= seq - self._seq <= MOST_CHANGES or self._seq < 0:
                self._lines = roll_reading.read(session, on, rules)
                self._sorted.clear()
            elif seq > self._seq and (touched := roll_reading.touched(session, self._seq)):
                for gone in touched:
                    self._lines.pop(gone, None)
                self._lines |= roll_reading.read(session, on, rules, touched)
                self._sorted.clear()
            self._seq, self._on, self._schemes = seq, on.isoformat(), rules

    def ids(
        self, wanted: Wanted = EVERYBODY, order: Order = Order.DUE, *, backwards: bool = False, may_see_children: bool = False
    ) -> list[str]:
        """Return the ids of those a list shows, in its order: next due (late first), name, age (oldest first) or group."""
        lines = self._in_order(order)
        if may_see_children or not wanted.tells_of_children:
            found = [line.id for line in lines if self._fits(line, wanted)] if wanted.narrows else [line.id for line in lines]
        else:
            found = [line.id for line in lines if not line.child and self._fits(line, wanted)]
        return found[::-1] if backwards else found

    def line(self, resident_id: str) -> Line | None:
        """Return one resident's line."""
        return self._lines.get(resident_id)

    def categories_of(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the categories of residents, as far as they are on the roll."""
        return {one: self._lines[one].categories for one in ids if one in self._lines}

    def count(self, standing: str = "here") -> int:
        """Return how many residents there are of a standing."""
        states = STANDING[standing]
        return sum(line.status in states for line in self._lines.values())

    def groups(self) -> list[str]:
        """Return the village groups that occur, in the order of their numbers."""
        return sorted({line.group for line in self._lines.values() if line.group}, key=roll_reading.natural)

    def categories(self) -> list[str]:
        """Return the categories that occur, in the order of their table."""
        there = {code for line in self._lines.values() for code in line.categories}
        return [row.code for row in table("resident_category").rows if row.code in there]

    def _in_order(self, order: Order) -> list[Line]:
        if order not in self._sorted:
            self._sorted[order] = sorted(self._lines.values(), key=_KEYS[order])
        return self._sorted[order]

    def _fits(self, line: Line, wanted: Wanted) -> bool:
        return (
            (not wanted.standing or any(line.status in STANDING[one] for one in wanted.standing))
            and (not wanted.grades or (line.grade or "none") in wanted.grades)
            and (not wanted.groups or line.group in wanted.groups)
            and (not wanted.categories or not wanted.categories.isdisjoint(line.within))
            and (not wanted.due or line.day <= self._today() + AHEAD[wanted.due])
            and (not wanted.gaps or not wanted.gaps.isdisjoint(line.gaps))
        )

    def _today(self) -> int:
        return date.fromisoformat(self._on).toordinal()


_KEYS = {
    Order.DUE: lambda line: (line.day, line.rank, line.sound),
    Order.NAME: lambda line: line.sound,
    Order.AGE: lambda line: (line.birth or "9999", line.sound),
    Order.GROUP: lambda line: (roll_reading.natural(line.group), line.sound),
}


_rolls: WeakKeyDictionary[Database, Roll] = WeakKeyDictionary()


def roll_of(database: Database) -> Roll:
    """Return the one roll of an open store; it goes with the store when that is closed."""
    return _rolls.setdefault(database, Roll())


def only(ids: Sequence[str], found: Collection[str] | Iterable[str]) -> list[str]:
    """Return those of `ids` that are in `found`, in the order of `ids`."""
    wanted = set(found)
    return [one for one in ids if one in wanted]


__all__ = ["AHEAD", "EVERYBODY", "NO_DAY", "STANDING", "Order", "Roll", "Wanted", "only", "roll_of"]
