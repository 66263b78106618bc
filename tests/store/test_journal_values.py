"""Whatever a field holds, its line is JSON that says exactly that."""

from __future__ import annotations

import json
import secrets
import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.record import JsonList, JsonMap, Record, Road, canonical, new_id
from stationdesk.store.database import Database
from stationdesk.store.journal import OWN_COLUMNS
from stationdesk.store.tables import change as journal
from tests.store.kit import STATION, quick_desk, table_of
from tests.store.kit import journal as checked

TRAVELLING = [register for register in REGISTERS if register.road is Road.TRAVELLING]
AWKWARD = [
    "",
    "\0",
    '"',
    "\\",
    "\n",
    "\r",
    "\t",
    "\x1f",
    "\x7f",
    "\u2028",
    "\ufeff",
    "𠮷",
    "😀",
    "阿依·古丽",
    "a,",
    "},",
    "]",
    "'",
    "null",
    "\ud7ff",
]
words = st.one_of(
    st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.text(string.printable, max_size=8)
)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
lists, maps = st.lists(plain, max_size=3), st.dictionaries(words, plain, max_size=3)


def of_column(column: Any) -> st.SearchStrategy[Any]:
    """Return values of a column's type; a list's items are judged where they are validated, here they may be anything."""
    kind = type(column.type).__name__
    if column.name == "phones":  # these the search index reads too
        found: st.SearchStrategy[Any] = st.lists(st.fixed_dictionaries({"number": words, "owner": words}), max_size=2)
    elif isinstance(column.type, JsonList):
        found = lists
    elif isinstance(column.type, JsonMap):
        found = maps
    else:
        found = {"Boolean": st.booleans(), "Integer": st.integers(-(2**63), 2**63 - 1)}.get(kind, words)
    return found | st.none() if column.nullable else found


@st.composite
def records(draw: st.DrawFn) -> tuple[type[Record], dict[str, Any], dict[str, Any]]:
    """Return a register, the columns of a new record of it, and those of a change of it."""
    register = draw(st.sampled_from(TRAVELLING))
    columns = [column for column in table_of(register).columns if column.name not in {"key", "id", "author", "audience"}]
    some = draw(st.sets(st.sampled_from([column.name for column in columns])))
    first = {column.name: draw(of_column(column)) for column in columns if not column.nullable or column.name in some}
    moved = draw(st.sets(st.sampled_from([column.name for column in columns]), max_size=6))
    return register, first, {column.name: draw(of_column(column)) for column in columns if column.name in moved}


@pytest.fixture(scope="module")
def long_lived() -> Iterator[Database]:
    memory = Path("/dev/shm")  # noqa: S108 - a folder in memory, for speed
    place = (memory if memory.is_dir() else Path.cwd()) / f"stationdesk-{secrets.token_hex(6)}"
    try:
        with quick_desk(place) as database:
            yield database
    finally:
        shutil.rmtree(place)


def says_something(column: Any, value: Any) -> bool:
    empty: object = [] if isinstance(column.type, JsonList) else {} if isinstance(column.type, JsonMap) else None
    return value is not None and canonical(value) != canonical(empty)


@given(records())
@settings(max_examples=150)
def test_a_line_says_what_was_written(long_lived: Database, record: tuple[type[Record], dict[str, Any], dict[str, Any]]) -> None:
    register, first, change = record
    table, one = table_of(register), new_id()
    travels = [column for column in table.columns if column.name not in OWN_COLUMNS | register.held_back]
    with long_lived.writing('操"作\\员\n', '话\0"{}') as session:
        session.connection().execute(insert(table), {**dict.fromkeys(table.c.keys()), "id": one, "author": STATION, **first})
        if change:
            session.connection().execute(update(table).where(table.c.id == one).values(**change))
    fresh, *moved = lines_of(long_lived, one)
    assert fresh["fields"] == {c.name: first[c.name] for c in travels if c.name in first and says_something(c, first[c.name])}
    assert (fresh["operator"], fresh["says"]) == ('操"作\\员\n', '话\0"{}')
    expected = {c.name: change[c.name] for c in travels if c.name in change and canonical(change[c.name]) != canonical(first.get(c.name))}
    assert [line["fields"] for line in moved] == ([expected] if expected else [])


def lines_of(database: Database, record: str) -> list[dict[str, Any]]:
    with database.reading() as session:
        found = session.connection().execute(select(journal.c.line).where(journal.c.record == record).order_by(journal.c.seq))
        return [json.loads(line) for (line,) in found]


NOTHING = None
FILLER: dict[str, Any] = {"Boolean": True, "Integer": 1, "AutoString": "字", "JsonList": (), "JsonMap": {}}
SOMETHING: dict[str, list[Any]] = {
    "Boolean": [True, False],
    "Integer": [0, 7],
    "AutoString": ["", "字"],
    "JsonList": [(), ("字",)],
    "JsonMap": [{}, {"a": 1}],
}


def there_and_back(kind: str) -> list[Any]:
    """Return values that go from nothing to something and back."""
    return [SOMETHING[kind][0], NOTHING, SOMETHING[kind][1], SOMETHING[kind][0], NOTHING]


def test_nothing_becomes_something_and_something_nothing(desk: Database) -> None:
    tried = set()
    for register in TRAVELLING:
        table = table_of(register)
        empty = [c for c in table.columns if c.nullable and c.name not in OWN_COLUMNS | register.held_back]
        records = {column.name: (new_id(), there_and_back(type(column.type).__name__)) for column in empty}
        tried |= {type(column.type).__name__ for column in empty}
        filled = {c.name: FILLER[type(c.type).__name__] for c in table.columns if not c.nullable}
        with desk.writing("徐", "来回") as session:
            for name, (one, way) in records.items():
                session.connection().execute(
                    insert(table), {**dict.fromkeys(table.c.keys()), **filled, "key": None, "id": one, "author": STATION}
                )
                for value in way:
                    session.connection().execute(update(table).where(table.c.id == one).values({name: value}))
        for name, (one, way) in records.items():
            moves = [line["fields"] for line in lines_of(desk, one)[1:]]
            assert moves == [{name: list(value) if isinstance(value, tuple) else value} for value in way], (table.name, name)
    assert tried >= {"Boolean", "Integer", "AutoString"}
    checked(desk)
