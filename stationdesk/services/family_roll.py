"""The roll of all households in memory: what the list of families is filtered and sorted by, kept right from the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlmodel import Session

from stationdesk.i18n import N_
from stationdesk.services.family_reading import CHUNK, HomeLine, HomeReading
from stationdesk.services.roll_reading import natural
from stationdesk.services.undoing import fields_in, values_before
from stationdesk.store.database import Database

MOST_CHANGES = 2000
"""Journal lines since the last look above which the roll is read anew."""
FLAGS = {
    "both_away": N_("Mum and dad both away"),
    "grandparents": N_("Brought up by the old"),
    "carer_failing": N_("Who looks after them is not there"),
    "letter_due": N_("Letter of guardianship runs out"),
    "only_old": N_("Old people only"),
    "no_head": N_("No head of the household"),
    "child_head": N_("A child as the head"),
}
"""What the list can be narrowed by, in the order offered."""
OF_CHILDREN = frozenset({"both_away", "grandparents", "carer_failing", "letter_due", "child_head"})
"""What would tell of children to an operator without the right."""


@dataclass(frozen=True, slots=True)
class WantedHomes:
    """Which households a list shows."""

    flag: str = ""
    group: str = ""
    among: frozenset[str] | None = None


class FamilyRoll:
    """One line for each household of this desk; safe to be brought up to date in one thread and read in another."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._lines: dict[str, HomeLine] = {}
        self._order: list[HomeLine] = []
        self._counts: Counter[str] = Counter()
        self._groups: list[str] = []
        self._seq, self._on = -1, ""

    @property
    def ready(self) -> bool:
        """Whether every household has been read once."""
        return self._seq >= 0

    def follow(self, session: Session, on: date) -> None:
        """Bring the roll up to date with what the store holds now, for day `on`."""
        with self._turn:
            seq = int(session.connection().execute(text("SELECT coalesce(max(seq), 0) FROM change")).scalar_one())
            if self._on != on.isoformat() or self._seq < 0 or not 0 <= seq - self._seq <= MOST_CHANGES:
                self._keep(HomeReading(session, on).lines())
            elif seq > self._seq and (homes := touched(session, self._seq)):
                kept = {id_: line for id_, line in self._lines.items() if id_ not in homes}
                self._keep(kept | HomeReading(session, on).lines(homes))
            self._seq, self._on = seq, on.isoformat()

    def _keep(self, lines: dict[str, HomeLine]) -> None:
        self._lines = lines
        self._order = sorted((line for line in lines.values() if "nobody" not in line.flags), key=_by_place)
        self._counts = Counter(flag for line in self._order for flag in line.flags)
        self._groups = sorted({line.group for line in self._order if line.group}, key=natural)

    def ids(self, wanted: WantedHomes, *, may_see_children: bool = False) -> list[str]:
        """Return the households a list shows, by group and the head's name."""
        lines = self._order
        if wanted.flag and (may_see_children or wanted.flag not in OF_CHILDREN):
            lines = [line for line in lines if wanted.flag in line.flags]
        if wanted.group:
            lines = [line for line in lines if line.group == wanted.group]
        if wanted.among is not None:
            lines = [line for line in lines if line.id in wanted.among]
        return [line.id for line in lines]

    def by_number(self, written: str) -> set[str]:
        """Return the households whose number holds what was typed."""
        return {line.id for line in self._order if line.number and written in line.number}

    def line(self, household_id: str) -> HomeLine | None:
        """Return one household's line."""
        return self._lines.get(household_id)

    def count(self, flag: str = "") -> int:
        """Return how many households there are, or of how many `flag` is true."""
        return self._counts[flag] if flag else len(self._order)

    def groups(self) -> list[str]:
        """Return the village groups that occur, in the order of their numbers."""
        return list(self._groups)


def touched(session: Session, since: int) -> set[str]:
    """Return the ids of the households whose line may have moved after journal line `since`: for a member who left, the old one too."""
    ask = session.connection().exec_driver_sql
    found: set[str] = set()
    people: set[str] = set()
    owners: dict[str, set[str]] = {"kin": set(), "guardian": set()}
    for kind, record, line, seq in ask("SELECT kind, record, line, seq FROM change WHERE seq > ? ORDER BY seq", (since,)):
        if kind == "household":
            found.add(record)
        elif kind == "resident":
            people.add(record)
            if "household_id" in fields_in(line) and (before := values_before(session, record, seq).get("household_id")):
                found.add(str(before))
        elif kind in owners:
            owners[kind].add(record)
    for kind, records in owners.items():
        people |= _asked(session, f"SELECT resident_id FROM {kind} WHERE id IN", records)  # noqa: S608 - our own names
    people |= _asked(session, "SELECT resident_id FROM kin WHERE kin_resident_id IN", people)
    people |= _asked(session, "SELECT resident_id FROM guardian WHERE guardian_resident_id IN", people)
    return found | _asked(session, "SELECT household_id FROM resident WHERE household_id IS NOT NULL AND id IN", people)


def _asked(session: Session, sql: str, given: Collection[str]) -> set[str]:
    ids, found = sorted(given), set()
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        rows = session.connection().exec_driver_sql(f"{sql} ({','.join('?' * len(some))})", tuple(some))
        found |= {str(one) for one in rows.scalars()}
    return found


def _by_place(line: HomeLine) -> tuple[object, ...]:
    return (natural(line.group) if line.group else ((2, 0, ""),), line.sound, line.id)


_rolls: WeakKeyDictionary[Database, FamilyRoll] = WeakKeyDictionary()


def family_roll_of(database: Database) -> FamilyRoll:
    """Return the one roll of households of an open store; it goes with the store when that is closed."""
    return _rolls.setdefault(database, FamilyRoll())
