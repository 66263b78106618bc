"""The store's shape: steps are all or nothing, a newer file is left alone, and nobody adds a field without a step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, inspect
from sqlcipher3 import dbapi2

from stationdesk.registers.catalogue import REGISTERS
from stationdesk.settings import resource
from stationdesk.store import migrations, tables
from stationdesk.store.connection import connect
from stationdesk.store.database import Database, create
from stationdesk.store.keys import new_key
from stationdesk.store.migrations import NewerStore, version_of
from stationdesk.store.search_index import SEARCH_SQL
from tests.store.kit import COUNTY, add, bytes_of, data_folder, journal, open_again, quick_desk, resident, table_of

ASIDE = {"backups", "lock"}


def shape(connection: Any) -> dict[str, Any]:
    """Return every table's columns, keys, unique constraints and indexes as the database tells them."""
    found: dict[str, Any] = {}
    looked = inspect(connection)
    for table in looked.get_table_names():
        if table.startswith("resident_search"):
            continue
        found[table] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"], c["primary_key"]) for c in looked.get_columns(table)},
            "order": [c["name"] for c in looked.get_columns(table)],
            "unique": sorted(tuple(u["column_names"]) for u in looked.get_unique_constraints(table)),
            "indexes": sorted((str(i["name"]), tuple(i["column_names"]), i["unique"]) for i in looked.get_indexes(table)),
        }
    return found


def test_a_migrated_file_has_the_shape_the_registers_and_tables_declare(desk: Database) -> None:
    declared = create_engine("sqlite://", module=dbapi2)
    for one in (tables.metadata, *{register.metadata for register in REGISTERS}):
        one.create_all(declared)
    with declared.begin() as there, desk._reader.begin() as here:
        wanted, found = shape(there), shape(here)
        search = here.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'resident_search'").scalar_one()
    declared.dispose()
    assert set(found) == set(wanted)
    for table in wanted:
        assert found[table] == wanted[table], f"{table}: a step in store/migrations.py is missing"
    assert search == SEARCH_SQL[0]
    assert set(found) == {str(register.__tablename__) for register in REGISTERS} | set(tables.metadata.tables)


def test_the_desks_of_these_tests_are_as_one_that_is_set_up(tmp_path: Path) -> None:
    folder, key = data_folder(tmp_path / "set up"), new_key()
    folder.path.mkdir(parents=True)
    create(folder, key, side="county", author=COUNTY, recipient="")
    folder.unfinished.rename(folder.store)
    with (
        open_again(folder, key) as wanted,
        quick_desk(tmp_path / "one", author=COUNTY, recipient="", side="county") as one,
        quick_desk(tmp_path / "two", author=COUNTY, recipient="", side="county") as two,
    ):
        desks = (wanted, one, two)
        told = [everything_told(desk) for desk in desks]
        assert told[0] == told[1] == told[2]
        assert len({desk.key for desk in desks}) == len({desk.about.store for desk in desks}) == 3
        assert len({desk.about.line_copy for desk in desks}) == 3
        assert [(desk.about.side, desk.about.author, desk.about.recipient) for desk in desks] == [("county", COUNTY, "")] * 3
        assert not any(desk.notices for desk in desks)
        assert one.folder.store.read_bytes()[:16] == one.key[32:], "encrypted under a key of its own"


def everything_told(desk: Database) -> Any:
    """Return the shape of a store with all its triggers, its settings, and how many rows stand where."""
    with desk._reader.begin() as connection:
        made = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2").all()
        names = [name for kind, name, _table, _sql in made if kind == "table"]
        rows = {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names}
        asked = ("journal_mode", "page_size", "encoding", "auto_vacuum", "user_version", "foreign_keys", "synchronous")
        return made, rows, [connection.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in asked]


def test_no_register_has_a_default_of_the_database() -> None:
    metadata: MetaData = tables.metadata
    for table in (*(table_of(register) for register in REGISTERS), *metadata.tables.values()):
        assert [column.name for column in table.columns if column.server_default is not None] == []


def test_the_first_step_is_the_frozen_text() -> None:
    assert migrations.STEPS[0][0] == "first_shape"
    assert "CREATE TABLE resident" in resource("schema/0001.sql").read_text(encoding="utf-8")
    assert len({name for name, _step in migrations.STEPS}) == len(migrations.STEPS)


def closed_desk(place: Path) -> tuple[Any, bytes]:
    with quick_desk(place) as desk:
        add(desk, resident("甲某"))
        return desk.folder, desk.key


def test_a_newer_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    folder, key = closed_desk(tmp_path)
    connection = connect(folder.store, key)
    connection.execute(
        "INSERT INTO migration VALUES (?, 'from_the_future', '2030-01-01T00:00:00.000Z', '9.0')", (len(migrations.STEPS) + 1,)
    )
    connection.close()
    before = bytes_of(folder.path)
    with pytest.raises(NewerStore):
        open_again(folder, key)
    assert bytes_of(folder.path) == before


def test_a_step_is_taken_once_after_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, key = closed_desk(tmp_path)
    steps = (*migrations.STEPS, ("a_column_more", lambda connection: connection.execute("ALTER TABLE setting ADD COLUMN more TEXT")))
    monkeypatch.setattr(migrations, "STEPS", steps)
    for _again in range(2):
        with open_again(folder, key) as desk:
            assert [line.fields["name"] for line in journal(desk)] == ["甲某"]
    (copy,) = folder.backups.iterdir()
    connection = connect(copy, key)
    assert version_of(connection) == len(steps) - 1
    connection.close()
    connection = connect(folder.store, key)
    assert version_of(connection) == len(steps)
    assert connection.execute("SELECT name FROM migration ORDER BY number").fetchall()[-1] == ("a_column_more",)
    connection.close()


def failing(connection: dbapi2.Connection) -> None:
    connection.execute("ALTER TABLE setting ADD COLUMN more TEXT")
    connection.execute("UPDATE resident SET name = '改了'")
    connection.execute("DROP TABLE note")
    raise ZeroDivisionError


def test_a_failing_step_leaves_the_file_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, key = closed_desk(tmp_path)
    before = {name: data for name, data in bytes_of(folder.path).items() if name.split("/")[0] not in ASIDE}
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, ("fails", failing)))
        with pytest.raises(ZeroDivisionError):
            open_again(folder, key)
    after = {name: data for name, data in bytes_of(folder.path).items() if name.split("/")[0] not in ASIDE}
    assert after == before
    with open_again(folder, key) as desk:
        assert [line.fields["name"] for line in journal(desk)] == ["甲某"]
        add(desk, resident("乙某"))


def test_steps_before_the_failing_one_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, key = closed_desk(tmp_path)
    good = ("good", lambda connection: connection.execute("ALTER TABLE setting ADD COLUMN good TEXT"))
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, good, ("fails", failing)))
        with pytest.raises(ZeroDivisionError):
            open_again(folder, key)
        patch.setattr(migrations, "STEPS", migrations.STEPS[:-1])
        with open_again(folder, key) as desk:
            assert len(journal(desk)) == 1
    connection = connect(folder.store, key)
    assert version_of(connection) == len(migrations.STEPS) + 1
    connection.close()
