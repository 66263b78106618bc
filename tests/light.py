"""What makes a whole run light without making it prove less: statements compiled once in a process, passphrases stretched least."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from stationdesk.store import keys

STRETCHING = keys.MEMORY, keys.PASSES
"""What the program itself asks for; `tests/store/test_keys.py` proves it."""
STATEMENTS = 4_000


def stretch_least() -> None:
    """Stretch passphrases by the least a key file may ask for: hundreds of tests set desks up, and each has two slots."""
    keys.MEMORY, keys.PASSES = keys.MEMORY_BOUNDS[0], keys.PASSES_BOUNDS[0]


def compile_once() -> None:
    """Let every desk of the process share the statements SQLAlchemy has compiled.

    Each desk has engines of its own, and by default each engine compiles anew; one compiled for the same driver is as good.
    """
    shared: LRUCache[object, object] = LRUCache(STATEMENTS)

    def statements(engine: Engine) -> object:
        return shared if isinstance(engine.dialect, SQLiteDialect_pysqlite) else vars(engine)["own statements"]

    def keep(engine: Engine, own: object) -> None:
        vars(engine)["own statements"] = own

    def alike(one: Any, other: Any) -> bool:
        return type(one) is type(other) and one.dbapi is other.dbapi

    def number(one: Any) -> int:
        return hash((type(one), id(one.dbapi)))

    Engine._compiled_cache = property(statements, keep)  # type: ignore[assignment]
    SQLiteDialect_pysqlite.__eq__ = alike  # type: ignore[method-assign]
    SQLiteDialect_pysqlite.__hash__ = number  # type: ignore[method-assign,assignment]
