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
from stationdesk.services.due_known import frame_of
from stationdesk.services.roll_reading import NO_DAY, Line
from stationdesk.store.database import Database

MOST_CHANGES = 2000
"""Journal lines since the last look above which the roll is read anew."""
STANDING = {
    "here": frozenset({"", "living", "returned", "incoming", "hospital", "institution"}),
    "away": frozenset({"away", "missing", "empty_registration"}),
    "hospital": frozenset({"hospital"}),
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
        return bool(self.categories or self.groups or self.gaps or "hospital" in self.standing)


EVERYBODY = Wanted()


class _State:
    """The lines as they were at one look, and what was made of them since; a later look makes another."""

    def __init__(self, lines: dict[str, Line]) -> None:
        self.lines = lines
        self.orders: dict[Order, list[Line]] = {}
        self.choices: tuple[list[str], list[str], int] | None = None
        self.answer: tuple[object, list[str]] = (None, [])
        """What was asked last, and the ids found: a page asks the same again whenever it is shown."""


class Roll:
    """One line for each resident of this desk; safe to be brought up to date in one thread and read in another.

    The first look reads everybody (about a second for 100,000); later ones only whom the journal names.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._state = _State({})
        self._seq = -1
        self._on = ""
        self._frame: object = None

    @property
    def ready(self) -> bool:
        """Whether everybody has been read once."""
        return self._seq >= 0

    def follow(self, session: Session, on: date) -> None:
        """Bring the roll up to date with what the store holds now, for day `on`."""
        with self._turn:
            frame = frame_of(session, on)
            holds = (frame.rules, frame.times)
            seq = int(session.connection().execute(text("SELECT coalesce(max(seq), 0) FROM change")).scalar_one())
            if self._on != on.isoformat() or self._frame != holds or not 0 <= seq - self._seq <= MOST_CHANGES or self._seq < 0:
                self._state = _State(roll_reading.read(session, frame))
            elif seq > self._seq and (touched := roll_reading.touched(session, self._seq)):
                kept = {one: line for one, line in self._state.lines.items() if one not in touched}
                self._state = _State(kept | roll_reading.read(session, frame, touched))
            self._seq, self._on, self._frame = seq, on.isoformat(), holds

    def make_ready(self, session: Session, on: date) -> None:
        """Bring the roll up to date, and count and sort it as a list first asks for it: for a thread that has the time."""
        self.follow(session, on)
        self._chosen_from()
        self._in_order(Order.DUE)

    def ids(
        self, wanted: Wanted = EVERYBODY, order: Order = Order.DUE, *, backwards: bool = False, may_see_children: bool = False
    ) -> list[str]:
        """Return the ids of those a list shows, in its order: next due (late first), name, age (oldest first) or group."""
        state, asked = self._state, (wanted, order, backwards, may_see_children, self._on)
        answered, found = state.answer
        if answered != asked:
            lines = self._in_order(order)
            if wanted.tells_of_children and not may_see_children:
                lines = [line for line in lines if not line.child]
            found = [line.id for line in self._narrowed(lines, wanted)]
            found = found[::-1] if backwards else found
            state.answer = (asked, found)
        return list(found)

    def line(self, resident_id: str) -> Line | None:
        """Return one resident's line."""
        return self._state.lines.get(resident_id)

    def categories_of(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the categories of residents, as far as they are on the roll."""
        lines = self._state.lines
        return {one: lines[one].categories for one in ids if one in lines}

    def _chosen_from(self) -> tuple[list[str], list[str], int]:
        """Return groups, categories and how many are here, counted once for each state of the roll."""
        state = self._state
        if state.choices is None:
            lines = state.lines.values()
            groups = {line.group for line in lines} - {""}
            there = {code for codes in {line.categories for line in lines} for code in codes}
            here = sum(line.status in STANDING["here"] for line in lines)
            known = [row.code for row in table("resident_category").rows if row.code in there]
            state.choices = (sorted(groups, key=roll_reading.natural), known, here)
        return state.choices

    def count(self) -> int:
        """Return how many residents are here."""
        return self._chosen_from()[2]

    def groups(self) -> list[str]:
        """Return the village groups that occur, in the order of their numbers."""
        return self._chosen_from()[0]

    def categories(self) -> list[str]:
        """Return the categories that occur, in the order of their table."""
        return self._chosen_from()[1]

    def _in_order(self, order: Order) -> list[Line]:
        state = self._state
        if order not in state.orders:
            state.orders[order] = sorted(state.lines.values(), key=_KEYS[order])
        return state.orders[order]

    def _narrowed(self, lines: list[Line], wanted: Wanted) -> list[Line]:
        """Return the lines that meet every filter, one filter after the other: each is a quick look at one field."""
        if wanted.standing:
            states = frozenset().union(*(STANDING[one] for one in wanted.standing))
            lines = [line for line in lines if line.status in states]
        if wanted.grades:
            grades = {"" if one == "none" else one for one in wanted.grades}
            lines = [line for line in lines if line.grade in grades]
        if wanted.due:
            until = self._today() + AHEAD[wanted.due]
            lines = [line for line in lines if line.day <= until]
        if wanted.groups:
            lines = [line for line in lines if line.group in wanted.groups]
        if wanted.categories:
            lines = [line for line in lines if not wanted.categories.isdisjoint(line.within)]
        return [line for line in lines if not wanted.gaps.isdisjoint(line.gaps)] if wanted.gaps else lines

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
