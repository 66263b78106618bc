"""Lines of a station squashed to what they come to: per record the fields that moved, each as the ledger's column holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from stationdesk.county.ledger import STATION_TABLES
from stationdesk.registers.record import JsonList, JsonMap, canonical
from stationdesk.sync.line_check import Checked, missing_in, required_of

Key = tuple[str, str]
"""A record: its register and id."""
Fields = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """How a register's records stand in the ledger: its columns beside station and id, and what those hold that say nothing."""

    names: tuple[str, ...]
    place: Mapping[str, int]
    nothing: Mapping[str, str]
    """Columns of lists and maps, which are kept as JSON text, and the text of an empty one."""
    blank: tuple[Any, ...]

    def stored(self, fields: Mapping[str, Any]) -> Fields:
        """Return the fields as the columns hold them: lists and maps as one JSON text, whatever the database."""
        found = dict(fields)
        for name in self.nothing.keys() & found.keys():
            found[name] = canonical(found[name]) if found[name] else self.nothing[name]
        return found

    def row(self, fields: Mapping[str, Any]) -> list[Any]:
        """Return the whole row of a new record of which only `fields` (as stored) are known."""
        row = list(self.blank)
        for name, value in fields.items():
            row[self.place[name]] = value
        return row


@cache
def shape_of(kind: str) -> Shape:
    """Return how the records of a register stand in the ledger."""
    columns = [column for column in STATION_TABLES[kind].columns if not column.primary_key]
    nothing = {c.name: "[]" if isinstance(c.type, JsonList) else "{}" for c in columns if isinstance(c.type, (JsonList, JsonMap))}
    names = tuple(column.name for column in columns)
    return Shape(names, {name: at for at, name in enumerate(names)}, nothing, tuple(nothing.get(name) for name in names))


@dataclass
class Moves:
    """What some lines of a station come to, and which of its records they set aside."""

    records: dict[str, dict[str, Fields]] = field(default_factory=lambda: defaultdict(dict))
    """By register and id: the fields that moved, as stored."""
    partial: dict[Key, tuple[int, str]] = field(default_factory=dict)
    """Records whose first line here does not say all that a new one needs: that line's number, and what it lacks."""
    held: dict[Key, tuple[int, str]] = field(default_factory=dict)
    """Records set aside here: since which line, and why."""

    def set_aside_but(self, kind: str, there: Collection[str]) -> None:
        """Set those of `partial` in a register aside that the ledger does not have either."""
        for register, record in self.partial:
            if register == kind and record not in there:
                self.held[kind, record] = self.partial[kind, record]
                del self.records[kind][record]


def squash(lines: Iterable[tuple[int, Checked]], aside: Collection[Key]) -> Moves:
    """Return what lines of a station come to, in their order.

    `aside` are the records set aside before: what comes later joins them. A record whose values our rules dislike is set aside from
    that line on; what its earlier lines said stands.
    """
    moves = Moves()
    for seq, line in lines:
        key = (line.kind, line.id)
        if key in aside or key in moves.held:
            continue
        if line.reason:
            moves.held[key] = seq, line.reason
            continue
        records = moves.records[line.kind]
        known = records.get(line.id)
        if known is not None:
            known.update(shape_of(line.kind).stored(line.values))
            continue
        records[line.id] = shape_of(line.kind).stored(line.values)
        if not required_of(line.kind) <= line.values.keys():
            moves.partial[key] = seq, missing_in(line.kind, line.values)
    return moves
