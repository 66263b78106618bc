"""The board of wishes: every wish in the column of its state, urgent first, with what the columns come to in number and money.

Of every wish only what places it is read, so that ten thousand are there at once; what a card says is read for those that are seen.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from sqlmodel import Session

from stationdesk.services.shown_person import Person
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_facts import written_on
from stationdesk.services.wish_rivals import wanted_by
from stationdesk.services.wish_state import this_round
from stationdesk.store.database import author_of

COLUMNS: Mapping[str, frozenset[str]] = {
    "judge": frozenset({"draft", "pending"}),
    "free": frozenset({"approved", "published", "waiting", "expired"}),
    "held": frozenset({"claimed", "ready"}),
    "brought": frozenset({"delivered"}),
    "true": frozenset({"fulfilled", "reviewed"}),
    "off": frozenset({"withdrawn", "rejected", "cancelled"}),
}
"""Column → the states whose wishes stand in it."""
COLUMN_OF: Mapping[str, str] = {state: column for column, states in COLUMNS.items() for state in states}
OPEN_COLUMNS = ("judge", "free", "held", "brought")
_OPEN = frozenset(OPEN_COLUMNS)
_GIVEN = COLUMNS["brought"] | COLUMNS["true"]
_WISHES = """
SELECT w.id, ifnull(w.kind, ''), w.content, w.budget, ifnull(w.collected_on, ''), n.state, n.step, n.due, n.lapses_on
FROM wish w LEFT JOIN wish_now n ON n.wish_id = w.id WHERE w.author = ? AND w.removed_at IS NULL
"""
_TRUE = "SELECT wish_id, cost, ifnull(happened_on, '') FROM wish_event WHERE kind = 'fulfilled' AND removed_at IS NULL"
_AMONG = " AND {name} IN (SELECT value FROM json_each(?))"
_DETAILS = """
SELECT w.id, w.content, ifnull(w.spec, ''), ifnull(w.quantity, ''), ifnull(w.collected_by, ''), ifnull(w.public_name, ''),
  ifnull(h.head_name, ''), n.claim, n.waiting, n.state, p.id, p.name, p.alias, p.birth_date, p.birth_precision, p.birth_calendar,
  p.schooling, p.school, p.village_group, p.route_order
FROM wish w LEFT JOIN resident p ON p.id = w.resident_id AND p.author = w.author
  LEFT JOIN household h ON h.id = w.household_id AND h.author = w.author LEFT JOIN wish_now n ON n.wish_id = w.id
WHERE w.author = ? AND w.removed_at IS NULL AND w.id IN (SELECT value FROM json_each(?))
"""
_CLAIMS = """
SELECT c.wish_id, c.id, c.claimer, ifnull(c.promised_on, ''), (
  SELECT max(e.id) FROM claim_end e WHERE e.wish_id = c.wish_id AND e.claim_id = c.id AND e.kind = 'delivered' AND e.removed_at IS NULL)
FROM wish_claim c WHERE c.removed_at IS NULL AND ifnull(c.is_extra, 0) = 0 AND c.wish_id IN (SELECT value FROM json_each(?)) ORDER BY c.key
"""
_SAID = """
SELECT wish_id, kind, ifnull(happened_on, ''), ifnull(satisfaction, '') FROM wish_event
WHERE (satisfaction IS NOT NULL OR kind IN ('disputed', 'dissatisfied')) AND removed_at IS NULL
  AND wish_id IN (SELECT value FROM json_each(?)) ORDER BY key
"""


class Row(NamedTuple):
    """One wish as the board places it."""

    id: str
    kind: str
    content: str
    budget: int | None
    collected_on: str
    state: str
    step: str
    due: str
    lapses_on: str
    cost: int | None
    """What it cost in 分, once it has come true."""
    true_on: str
    column: str
    key: str
    """Where it stands in its column."""

    @property
    def money(self) -> int:
        """What it counts for in a sum, in 分: what it cost once that is known, else what it may cost."""
        return (self.cost if self.cost is not None else self.budget) or 0

    def late(self, on: date) -> int:
        """Return how many days the next step is late; 0 where it is not."""
        if not self.due or self.column not in _OPEN:
            return 0
        return max(0, (on - date.fromisoformat(self.due)).days)

    @property
    def month(self) -> str:
        """The month it belongs to: that in which it came true, else that in which it was told."""
        return (self.true_on or self.collected_on)[:7]


class Claim(NamedTuple):
    """A claim as a card needs it."""

    claimer: str
    promised_on: str = ""


class _Said(NamedTuple):
    """How content somebody is, on its day; or that what was brought is wrong."""

    kind: str
    day: str
    satisfaction: str


class Detail(NamedTuple):
    """What a card says of a wish beside where it stands."""

    content: str
    spec: str = ""
    quantity: str = ""
    collected_by: str = ""
    public_name: str = ""
    home: str = ""
    """Of a household's wish: whose home it is."""
    waiting: int = 0
    """Claims that wait for the station's word."""
    person: Person | None = None
    claim: Claim | None = None
    """The live claim; of a wish that was brought the one by which it was."""
    satisfaction: str = ""
    wanted: str = ""
    """Of a wish that nobody has: who else asked for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which wishes the board shall show; empty for all that are open or came true lately."""

    everything: bool = False
    """What came true long ago and what will not come true, too."""
    kind: str = ""
    month: str = ""
    late: bool = False
    since: str = ""
    """From which day on what came true is shown where not everything is."""
    among: frozenset[str] | None = None
    """Only these: what a group, a taker or typed words leave; None for all."""

    def takes(self, row: Row, on: str) -> bool:
        """Tell whether a wish is shown on day `on`."""
        if self.among is not None and row.id not in self.among:
            return False
        if row.column not in _OPEN and not self.everything and not self._is_current(row):
            return False
        if self.late and not (row.column in _OPEN and row.due and row.due < on):
            return False
        return (not self.kind or row.kind == self.kind) and (not self.month or row.month == self.month)

    def _is_current(self, row: Row) -> bool:
        return row.column == "true" and (row.state == "fulfilled" or (row.true_on or row.collected_on) >= self.since)


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is shown, with what it comes to."""

    name: str
    rows: Sequence[Row] = ()

    @property
    def count(self) -> int:
        """How many wishes stand in it."""
        return len(self.rows)

    @property
    def money(self) -> int:
        """What they come to, in 分."""
        return sum((row.budget if row.cost is None else row.cost) or 0 for row in self.rows)


@dataclass(frozen=True)
class Board:
    """All wishes of the station as they stand on a day."""

    on: date
    rows: Mapping[str, Row] = field(default_factory=dict)

    def columns(self, wanted: Wanted) -> dict[str, Column]:
        """Return the columns with the wishes that are wanted; the sums are those of what is shown."""
        held: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        takes, day = wanted.takes, self.on.isoformat()
        every = wanted == Wanted(everything=True, since=wanted.since)
        for row in self.rows.values():
            if every or takes(row, day):
                held[row.column].append(row)
        for name, rows in held.items():
            rows.sort(key=attrgetter("key"), reverse=name not in _OPEN)
        return {name: Column(name, rows) for name, rows in held.items()}

    def moved(self, before: Mapping[str, Column], wanted: Wanted, ids: Collection[str]) -> dict[str, Column]:
        """Return the columns where only some wishes have moved since they were as `before`: the others stay where they stand."""
        gone, day = frozenset(ids), self.on.isoformat()
        fresh = [row for id_ in gone if (row := self.rows.get(id_)) is not None and wanted.takes(row, day)]
        found = dict(before)
        for name, column in before.items():
            mine = [row for row in fresh if row.column == name]
            if mine or any(row.id in gone for row in column.rows):
                rows = [*(row for row in column.rows if row.id not in gone), *mine]
                found[name] = Column(name, sorted(rows, key=attrgetter("key"), reverse=name not in _OPEN))
        return found

    def with_fresh(self, ids: Collection[str], fresh: Mapping[str, Row]) -> Board:
        """Return the board with some wishes as they were read anew; one that is not among `fresh` is gone."""
        rows = dict(self.rows)
        for id_ in ids:
            rows.pop(id_, None)
        return Board(self.on, rows | dict(fresh))

    def late(self) -> list[Row]:
        """Return the wishes whose step is late, the latest first."""
        day = self.on.isoformat()
        found = [row for row in self.rows.values() if row.due and row.due < day and row.column in _OPEN]
        return sorted(found, key=attrgetter("due", "id"))


def read_board(session: Session, on: date) -> Board:
    """Read where every wish of this station stands."""
    return Board(on, read_rows(session))


def read_rows(session: Session, ids: Sequence[str] | None = None) -> dict[str, Row]:
    """Read where all wishes stand, or some by id; one that was taken back is left out."""
    session.flush()
    wishes = _asked(session, _WISHES, "w.id", ids, author_of(session))
    true = {wish: (cost, day) for wish, cost, day in _asked(session, _TRUE, "wish_id", ids)}
    missing = [row[0] for row in wishes if row[5] is None]
    ahead = ahead_of(session, missing) if missing else {}
    found: dict[str, Row] = {}
    never = (None, "")
    for id_, kind, content, budget, collected, state, step, due, lapses in wishes:
        if state is None:
            state, step, due, lapses, *_rest = ahead[id_]  # noqa: PLW2901 - reckoned, for nothing was kept of it
        day = collected or written_on(id_)
        column = COLUMN_OF[state]
        cost, true_on = true.get(id_, never) if column == "true" else never  # open again, it has not come true yet
        key = f"{due or '9'}{day}{id_}" if column in _OPEN else f"{true_on or day}{id_}"
        found[id_] = Row(id_, kind, content, budget, day, state, step, due, lapses, cost, true_on, column, key)
    return found


def _asked(session: Session, sql: str, name: str, ids: Sequence[str] | None, *before: str) -> Sequence[Any]:
    """Carry out a question about some wishes or about all; plain tuples, for ten thousand of them."""
    values = before if ids is None else (*before, json.dumps(list(ids)))
    result = session.connection().exec_driver_sql(sql if ids is None else sql + _AMONG.format(name=name), values)
    rows: Sequence[Any] = result.cursor.fetchall()
    result.close()
    return rows


def read_details(session: Session, ids: Sequence[str]) -> dict[str, Detail]:
    """Read what the cards of some wishes say."""
    session.flush()
    ask, wanted = session.connection().exec_driver_sql, json.dumps(list(ids))
    live: dict[str, Claim] = {}
    brought: dict[str, tuple[str, str]] = {}
    for wish, id_, claimer, promised, end in ask(_CLAIMS, (wanted,)):
        live[id_] = Claim(claimer, promised)
        if end:
            brought[wish] = max(brought.get(wish, ("", "")), (end, id_))  # ids are made in the order of time
    wanted_too = wanted_by(session, ids)
    said = defaultdict[str, list[_Said]](list)
    for wish, *told in ask(_SAID, (wanted,)):
        said[wish].append(_Said(*told))
    found: dict[str, Detail] = {}
    rows = ask(_DETAILS, (author_of(session), wanted)).all()
    unkept = [row[0] for row in rows if row[7] is None]
    ahead = ahead_of(session, unkept) if unkept else {}
    for id_, *words, claim, waiting, state, person, name, alias, birth, precision, calendar, schooling, school, group, order in rows:
        if claim is None:
            claim, waiting, state = ahead[id_].claim, ahead[id_].waiting, ahead[id_].state  # noqa: PLW2901 - reckoned, for nothing was kept of it
        who = Person(person, name, alias, birth, precision, calendar, schooling, school, group, order, None) if person else None
        has = live.get(claim) or (live[brought[id_][1]] if state in _GIVEN and id_ in brought else None)
        satisfied = next((one.satisfaction for one in reversed(this_round(said[id_])) if one.satisfaction), "")
        found[id_] = Detail._make((*words, waiting or 0, who, has, satisfied, wanted_too.get(id_, "")))
    return found


def total(columns: Iterable[Column]) -> tuple[int, int]:
    """Return how many wishes some columns hold, and what they come to in 分."""
    there = list(columns)
    return sum(column.count for column in there), sum(column.money for column in there)
