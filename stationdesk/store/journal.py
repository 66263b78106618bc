"""The journal: one line for every saved move of a travelling record, written by the database itself.

TEMP triggers, made when the writing connection opens, call one Python function for the line and one for its digest. So the ORM,
Core, bulk and plain SQL are all logged row by row; session listeners could be passed by (house.md, rule 6).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Integer
from sqlcipher3 import dbapi2

from stationdesk.registers.record import JsonList, JsonMap, Record, Road

OWN_COLUMNS = frozenset({"key", "id", "author", "audience"})
"""Columns that are part of a line itself and never among its fields."""
RAISING = re.compile(r"RAISE\(ABORT, '[^']*'\)")
"""What only a trigger may say."""


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
    _digest: bytes | None = None
    _closing: str = ""

    def begin(self, operator: str, action: str, says: str, at: str, *, receiving: bool) -> None:
        """Start a new action: the following lines are its lines."""
        self.operator, self.action, self.says, self.at, self.receiving, self.rebuilding = operator, action, says, at, receiving, False
        self.touched, self.first, self.last, self._digest = set(), 0, 0, None
        self._closing = text({"operator": operator, "at": at, "copy": self.line_copy, "action": action})[1:-1]

    def line(self, seq: int, before: bytes | None, kind: str, record: str, audience: str | None, fields: str) -> bytes:
        """Return the bytes of change `seq`; `fields` is a JSON object without its closing brace, with a comma too many."""
        if not self.action:
            raise RuntimeError("a travelling record was written outside writing()")
        closing = self._closing
        if not self.first or seq <= self.first:  # the second: a savepoint took the first lines back
            self.first = seq
            closing += f',"says":{text(self.says)}'
        if audience is not None:
            closing += f',"audience":{text(audience)}'
        self.last = seq
        moved = fields.rstrip(",")
        line = f'{{"seq":{seq},"kind":"{kind}","id":{text(record)},"fields":{moved}}},{closing}}}'.encode()
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
    columns, fresh = travelling_columns(register), fresh_fields(register)
    moved = "".join(f" || CASE WHEN new.{c.name} IS old.{c.name} THEN '' ELSE '{quoted(c)}:' || {as_json(c)} || ',' END" for c in columns)
    travelling = " OR ".join(f"new.{c.name} IS NOT old.{c.name}" for c in columns)
    whole = f"CASE WHEN new.audience IS old.audience THEN '{{'{moved} ELSE '{{'{fresh} END"
    foreign = "new.author IS NOT journal_author() AND NOT journal_receiving()"
    allowed = f"SELECT RAISE(ABORT, 'a record is written by its author only') WHERE {foreign};"
    mine = "new.author IS journal_author() AND NOT journal_silent()"
    first = insert_line(name, "new.audience", f"'{{'{fresh}", f"WHERE {mine}")
    again = insert_line(name, "new.audience", whole, f"WHERE {mine} AND (new.audience IS NOT old.audience OR {travelling})")
    renamed = "new.id IS NOT old.id OR new.author IS NOT old.author"
    gone = insert_line(name, "old.audience", "'{\"gone\":true'", f"WHERE {mine} AND new.audience IS NOT old.audience")
    kept = (
        f"CREATE TEMP TRIGGER {name}_author_kept BEFORE UPDATE OF id, author ON main.{name} "
        f"WHEN {renamed} BEGIN SELECT RAISE(ABORT, 'a record keeps its id and its author'); END"
    )
    return [
        keep,
        kept,
        f"CREATE TEMP TRIGGER {name}_inserted AFTER INSERT ON main.{name} BEGIN {allowed} {touch} {first} END",
        f"CREATE TEMP TRIGGER {name}_updated AFTER UPDATE ON main.{name} BEGIN {allowed} {touch} {gone} {again} END",
    ]


def travelling_columns(register: type[Record]) -> list[Column[Any]]:
    """Return the columns of a register that stand in lines."""
    table: Any = register.__table__  # type: ignore[attr-defined]
    return [c for c in table.columns if c.name not in OWN_COLUMNS and c.name not in register.held_back]


def fresh_fields(register: type[Record]) -> str:
    """Return the SQL of all fields of the row `new`, but for the ones that say nothing."""
    columns = travelling_columns(register)
    return "".join(f" || CASE WHEN {is_nothing(c)} THEN '' ELSE '{quoted(c)}:' || {as_json(c)} || ',' END" for c in columns)


def line_for(register: type[Record], *, gone: bool) -> str:
    """Return the INSERT of a line that hands record `:id` of `:author` on to `:audience`, whole or as gone; the row itself stays."""
    table: Any = register.__table__  # type: ignore[attr-defined]
    fields = "'{\"gone\":true'" if gone else f"'{{'{fresh_fields(register)}"
    row = f"FROM main.{table.name} AS new WHERE new.id = :id AND new.author = :author"
    line = insert_line(table.name, ":audience", fields, row).rstrip(";")
    return RAISING.sub("NULL", line)  # what stands in a row was checked when it was written


def insert_line(kind: str, audience: str, fields: str, where: str) -> str:
    """Return the INSERT that writes one journal line; `fields` and `audience` are SQL."""
    last, before = "(SELECT max(seq) FROM main.change)", "(SELECT digest FROM main.change ORDER BY seq DESC LIMIT 1)"
    return (
        "INSERT INTO change (seq, kind, record, action, audience, line, digest) "
        f"SELECT coalesce({last}, 0) + 1, '{kind}', new.id, journal_action(), {audience}, "
        f"journal_line(coalesce({last}, 0) + 1, {before}, '{kind}', new.id, {audience}, {fields}), journal_digest() {where};"
    )


def quoted(column: Column[Any]) -> str:
    """Return the column's name as a JSON key inside an SQL string."""
    return f'"{column.name}"'


def is_nothing(column: Column[Any]) -> str:
    """Return the SQL test whether a new record's value says nothing: then it is not in the line, and the receiver takes it so."""
    if isinstance(column.type, JsonList):
        return f"coalesce(new.{column.name}, '[]') = '[]'"
    if isinstance(column.type, JsonMap):
        return f"coalesce(new.{column.name}, '{{}}') = '{{}}'"
    return f"new.{column.name} IS NULL"


def as_json(column: Column[Any]) -> str:
    """Return the SQL that writes the column's new value as JSON: lists and maps as they stand, booleans as words.

    A value of another type than its column's is refused here: the other side would refuse the whole package for it, for ever.
    """
    value = f"new.{column.name}"
    refused = f"RAISE(ABORT, 'a value of the wrong type for {column.name}')"
    if isinstance(column.type, JsonList | JsonMap):
        shape = "array" if isinstance(column.type, JsonList) else "object"
        sound = f"json_valid({value}) AND json_type({value}) = '{shape}'"
        return f"CASE WHEN {value} IS NULL THEN 'null' WHEN {sound} THEN json({value}) ELSE {refused} END"
    if isinstance(column.type, Boolean):
        return f"CASE WHEN {value} IS NULL THEN 'null' WHEN {value} = 1 THEN 'true' WHEN {value} = 0 THEN 'false' ELSE {refused} END"
    if isinstance(column.type, Integer):
        return f"CASE typeof({value}) WHEN 'integer' THEN {value} WHEN 'null' THEN 'null' ELSE {refused} END"
    return f"json_quote({value})"
