"""The index people are found by: one FTS5 table, kept right by the database itself in the same transaction as the resident.

TEMP triggers on the writing connection call one Python function, so that the ORM, Core, bulk and plain SQL all keep it right
(main-schema triggers may not call it under `trusted_schema=OFF`). Nothing is kept of a person but the words of
`registers/search_words` and the name; `rowid` is the resident's `key`.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2

from stationdesk.registers.search_words import words_of

SEARCH_SQL = (
    (
        "CREATE VIRTUAL TABLE resident_search USING fts5(words, name UNINDEXED, "
        "content='', contentless_delete=1, contentless_unindexed=1, tokenize='ascii')"
    ),
    # A leaf of 4050 bytes, the usual size, does not fit into an encrypted page of 4096 and would cost two pages to read.
    "INSERT INTO resident_search (resident_search, rank) VALUES ('pgsz', 3900)",
)
"""Frozen statements that make the index. The tokenizer `ascii` keeps every character beyond ASCII, planes above 0 included."""

INDEXED = ("name", "former_name", "nickname", "alias", "village_group", "hamlet", "id_no", "phones")
"""Columns of `resident` whose words are indexed."""


def _source(row: str) -> str:
    others = " || ' ' || ".join(f"coalesce({row}{name}, '')" for name in INDEXED[1:4])
    return f"{row}name, {others}, coalesce({row}village_group, '') || ' ' || coalesce({row}hamlet, ''), {row}id_no, {row}phones"


def _entry(row: str, source: str) -> str:
    found = f"SELECT {row}key, search_words({_source(row)}), {row}name {source}{row}removed_at IS NULL"
    return f"INSERT OR REPLACE INTO resident_search (rowid, words, name) {found}"


def _triggers() -> list[str]:
    moved = " OR ".join(f"new.{name} IS NOT old.{name}" for name in ("key", "removed_at", *INDEXED))
    entry = _entry("new.", "WHERE ")
    gone = "DELETE FROM resident_search WHERE rowid = old.key;"
    return [
        f"CREATE TEMP TRIGGER resident_search_inserted AFTER INSERT ON main.resident BEGIN {entry}; END",
        f"CREATE TEMP TRIGGER resident_search_updated AFTER UPDATE ON main.resident WHEN {moved} BEGIN {gone} {entry}; END",
        f"CREATE TEMP TRIGGER resident_search_deleted AFTER DELETE ON main.resident BEGIN {gone} END",
    ]


def _give_function(connection: dbapi2.Connection) -> None:
    connection.create_function("search_words", 5, words_of, deterministic=True)


def attach(connection: dbapi2.Connection) -> None:
    """Give the writing `connection` its function and the TEMP triggers that keep the index; `resident` must be there."""
    _give_function(connection)
    for trigger in _triggers():
        connection.execute(trigger)


def rebuild(connection: dbapi2.Connection) -> None:
    """Make the index anew from the residents, inside the caller's transaction: after a step that changed what is indexed."""
    _give_function(connection)
    connection.execute("INSERT INTO resident_search (resident_search) VALUES ('delete-all')")
    connection.execute(_entry("", "FROM resident WHERE "))
    connection.execute("INSERT INTO resident_search (resident_search) VALUES ('optimize')")
