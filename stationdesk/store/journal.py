"""The journal: one line for every saved move of a travelling record, written by the database itself.

TEMP triggers, made when the writing connection opens, call one Python function for the line and one for its digest. So the ORM,
Core, bulk and plain SQL are all logged row by row; session listeners could be passed by (house.md, rule 6).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column
from sqlcipher3 import dbapi2

from stationdesk.registers.record import Record, Road
from stationdesk.store.journal_fields import Fields, Value, WrongType, handed_over

OWN_COLUMNS = frozenset({"key", "id", "author", "audience"})
"""Columns that are part of a line itself and never among its fields."""


GONE = """'{"gone":true}'"""
"""The fields, as SQL, that tell an audience that a record is not for it any more."""


def digest_zero(author: str, recipient: str) -> bytes:
    """Return the digest before the first line of a chain (exchange.md, principle 7)."""
    return hashlib.sha256(b"\x00".join(part.encode() for part in ("stationdesk/1", author, recipient))).digest()


def digest_next(before: bytes, line: bytes) -> bytes:
    """Return the digest after `line`: sha256(before ‖ sha256(line))."""
    return hashlib.sha256(before + hashlib.sha256(line).digest()).digest()


@dataclass
class Pen:
    """What the writing connection's functions know of the action under way."""

    author: str = ""
    recipient: str = ""
    line_copy: str = ""
    operator: str = ""
    action: str = ""
    says: str = ""
    at: str = ""
    receiving: bool = False
    rebuilding: bool = False
    """Own rows may change without a line: only while rows are rebuilt from their lines."""
    touched: set[str] = field(default_factory=set)
    first: int = 0
    last: int = 0
    writers: dict[str, Fields] = field(default_factory=dict)
    """What writes the fields of each register."""
    _fields: str | None = None
    _refusal: str = ""
    _digest: bytes | None = None
    _closing: str = ""

    def begin(self, operator: str, action: str, says: str, at: str, *, receiving: bool) -> None:
        """Start a new action: the following lines are its lines."""
        self.operator, self.action, self.says, self.at, self.receiving, self.rebuilding = operator, action, says, at, receiving, False
        self.touched, self.first, self.last, self._digest = set(), 0, 0, None
        self._closing = text({"operator": operator, "at": at, "copy": self.line_copy, "action": action})[1:-1]

    def whole(self, kind: str, *values: Value) -> str:
        """Return the fields of a record as a new one has them."""
        return self.writers[kind].fresh(values)

    def fresh(self, kind: str, *values: Value) -> int:
        """Keep the fields of a new record for its line; 1 where it is refused."""
        return self._keep(lambda: self.writers[kind].fresh(values))

    def moved(self, kind: str, same_audience: int, *values: Value) -> int:
        """Keep the fields that moved, `values` being those of now and then those of before; 1 where the change is refused.

        For another audience than before the record is a new one.
        """
        now, before = values[: len(values) // 2], values[len(values) // 2 :]
        return self._keep(lambda: self.writers[kind].moved(now, before) if same_audience else self.writers[kind].fresh(now))

    def _keep(self, fields: Callable[[], str | None]) -> int:
        self._refusal = ""
        try:
            self._fields = fields()
        except WrongType as wrong:
            self._refusal = str(wrong)
        return int(bool(self._refusal))

    def refusal(self) -> str:
        """Return why the record was refused."""
        return self._refusal

    def fields(self) -> str | None:
        """Return the fields kept for the line, None where nothing moved."""
        return self._fields

    def line(self, seq: int, before: bytes | None, kind: str, record: str, audience: str | None, fields: str) -> bytes:
        """Return the bytes of change `seq`; `fields` is a JSON object."""
        if not self.action:
            raise RuntimeError("a travelling record was written outside writing()")
        closing = self._closing
        if not self.first or seq <= self.first:  # the second: a savepoint took the first lines back
            self.first = seq
            closing += f',"says":{text(self.says)}'
        if audience is not None:
            closing += f',"audience":{text(audience)}'
        self.last = seq
        line = f'{{"seq":{seq},"kind":"{kind}","id":{text(record)},"fields":{fields},{closing}}}'.encode()
        self._digest = digest_next(digest_zero(self.author, self.recipient) if before is None else before, line)
        self.touched.add(kind)
        return line

    def digest(self) -> bytes:
        """Return the digest of the line just made; SQLite evaluates the columns of an INSERT from left to right."""
        digest, self._digest = self._digest, None
        if digest is None:
            raise RuntimeError("a digest was asked for before its line")
        return digest

    def rule_off(self, seq: int) -> bool:
        """Close the action at `seq`, the last line there is; tells whether any of its lines are left."""
        self.last = seq
        return 0 < self.first <= seq

    def touch(self, kind: str) -> int:
        """Remember that a local register was written."""
        self.touched.add(kind)
        return 0


def text(value: object) -> str:
    """Return `value` as the one JSON text used in lines."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def attach(connection: dbapi2.Connection, pen: Pen, registers: tuple[type[Record], ...]) -> None:
    """Give the writing `connection` its functions and the TEMP triggers of every register.

    With recursive triggers the deletions inside a REPLACE are refused too; without them such a row's old values would vanish
    from the rows, but not from the other side's.
    """
    pen.writers = fields_of(registers)
    for name, function in (("whole", pen.whole), ("fresh", pen.fresh), ("moved", pen.moved)):
        connection.create_function(f"journal_{name}", -1, function)
    connection.create_function("journal_fields", 0, pen.fields)
    connection.create_function("journal_refusal", 0, pen.refusal)
    connection.create_function("journal_line", 6, pen.line)
    connection.create_function("journal_digest", 0, pen.digest)
    connection.create_function("journal_action", 0, lambda: pen.action)
    connection.create_function("journal_author", 0, lambda: pen.author)
    connection.create_function("journal_receiving", 0, lambda: int(pen.receiving))
    connection.create_function("journal_silent", 0, lambda: int(pen.rebuilding))
    connection.create_function("journal_touch", 1, pen.touch)
    connection.execute("PRAGMA recursive_triggers = ON")
    statements = [statement for register in registers for statement in triggers(register)]
    only_added_to = "WHEN NOT journal_silent() BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
    statements += [
        f"CREATE TEMP TRIGGER change_no_{word.lower()} BEFORE {word} ON main.change {only_added_to}" for word in ("UPDATE", "DELETE")
    ]
    connection.execute("BEGIN")
    for statement in statements:
        connection.execute(statement)
    connection.execute("COMMIT")


@cache
def triggers(register: type[Record]) -> list[str]:
    """Return the CREATE TEMP TRIGGER statements of one register."""
    table: Any = register.__table__  # type: ignore[attr-defined]
    name = table.name
    touch = f"SELECT journal_touch('{name}');"
    if register.road is Road.LOCAL:
        words = ("INSERT", "UPDATE", "DELETE")
        return [f"CREATE TEMP TRIGGER {name}_touched_{word.lower()} AFTER {word} ON main.{name} BEGIN {touch} END" for word in words]
    keep = (
        f"CREATE TEMP TRIGGER {name}_no_delete BEFORE DELETE ON main.{name} WHEN NOT journal_silent() AND (NOT journal_receiving() OR "
        "old.author IS journal_author()) BEGIN SELECT RAISE(ABORT, 'records are removed, never deleted'); END"
    )
    now, before = (values_of(register, row) for row in ("new", "old"))
    foreign = "new.author IS NOT journal_author() AND NOT journal_receiving()"
    allowed = f"SELECT RAISE(ABORT, 'a record is written by its author only') WHERE {foreign};"
    mine = "new.author IS journal_author() AND NOT journal_silent()"
    refused = f"SELECT RAISE(ABORT, journal_refusal()) WHERE {mine} AND"
    written = f"{refused} journal_fresh('{name}', {now});"
    changed = f"{refused} journal_moved('{name}', new.audience IS old.audience, {now}, {before});"
    first = insert_line(name, "new.audience", "journal_fields()", f"WHERE {mine}")
    again = insert_line(name, "new.audience", "journal_fields()", f"WHERE {mine} AND journal_fields() IS NOT NULL")
    renamed = "new.id IS NOT old.id OR new.author IS NOT old.author"
    gone = insert_line(name, "old.audience", GONE, f"WHERE {mine} AND new.audience IS NOT old.audience")
    kept = (
        f"CREATE TEMP TRIGGER {name}_author_kept BEFORE UPDATE OF id, author ON main.{name} "
        f"WHEN {renamed} BEGIN SELECT RAISE(ABORT, 'a record keeps its id and its author'); END"
    )
    return [
        keep,
        kept,
        f"CREATE TEMP TRIGGER {name}_inserted AFTER INSERT ON main.{name} BEGIN {allowed} {touch} {written} {first} END",
        f"CREATE TEMP TRIGGER {name}_updated AFTER UPDATE ON main.{name} BEGIN {allowed} {touch} {changed} {gone} {again} END",
    ]


def travelling_columns(register: type[Record]) -> list[Column[Any]]:
    """Return the columns of a register that stand in lines."""
    table: Any = register.__table__  # type: ignore[attr-defined]
    return [c for c in table.columns if c.name not in OWN_COLUMNS and c.name not in register.held_back]


def values_of(register: type[Record], row: str) -> str:
    """Return the SQL of the travelling values of the row `new` or `old`, in the order of their columns, as `Fields` takes them."""
    return ", ".join(handed_over(column, row) for column in travelling_columns(register))


@cache
def fields_of(registers: tuple[type[Record], ...]) -> dict[str, Fields]:
    """Return what writes the fields of each travelling register, by its name."""
    travelling = [register for register in registers if register.road is not Road.LOCAL]
    return {one.__table__.name: Fields(travelling_columns(one)) for one in travelling}  # type: ignore[attr-defined]


def line_for(register: type[Record], *, gone: bool) -> str:
    """Return the INSERT of a line that hands record `:id` of `:author` on to `:audience`, whole or as gone; the row itself stays."""
    table: Any = register.__table__  # type: ignore[attr-defined]
    fields = GONE if gone else f"journal_whole('{table.name}', {values_of(register, 'new')})"
    row = f"FROM main.{table.name} AS new WHERE new.id = :id AND new.author = :author"
    return insert_line(table.name, ":audience", fields, row).rstrip(";")


def insert_line(kind: str, audience: str, fields: str, where: str) -> str:
    """Return the INSERT that writes one journal line; `fields` and `audience` are SQL."""
    last, before = "(SELECT max(seq) FROM main.change)", "(SELECT digest FROM main.change ORDER BY seq DESC LIMIT 1)"
    return (
        "INSERT INTO change (seq, kind, record, action, audience, line, digest) "
        f"SELECT coalesce({last}, 0) + 1, '{kind}', new.id, journal_action(), {audience}, "
        f"journal_line(coalesce({last}, 0) + 1, {before}, '{kind}', new.id, {audience}, {fields}), journal_digest() {where};"
    )
