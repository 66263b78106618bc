"""The ledger's shape: an older one is brought up whole or not at all, a newer one is left alone; partitions hold the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from stationdesk.county import ledger_shape
from stationdesk.county.desk import CountyDesk, ledger_key, set_up_county
from stationdesk.county.ledger import STATION_TABLES, LedgerUnreachable, metadata, postgres_ledger
from stationdesk.county.ledger_shape import PARTED, make_tables
from stationdesk.county.views import VIEWS
from stationdesk.store.connection import connect
from stationdesk.store.folder import DataFolder
from stationdesk.store.migrations import STEPS
from tests.county.conftest import Village
from tests.sync.replaying import replay


def shape_of(connection: Connection) -> dict[str, tuple[set[str], set[str | None]]]:
    """Return columns and indexes of every table."""
    looked = inspect(connection)
    return {
        name: ({column["name"] for column in looked.get_columns(name)}, {index["name"] for index in looked.get_indexes(name)})
        for name in looked.get_table_names()
    }


def make_old(village: Village) -> None:
    """Make the ledger one of the first release: without what came since, and with rows in it."""
    with village.county.ledger.begin() as connection:
        for name in VIEWS:
            connection.execute(text(f"DROP VIEW {name}"))
        connection.execute(text("DROP INDEX ledger_resident_id_no"))
        connection.execute(text("ALTER TABLE resident DROP COLUMN hobbies"))
        connection.execute(text("ALTER TABLE resident DROP COLUMN nickname"))
        connection.execute(text("DROP TABLE health_reading"))
        connection.execute(text("ALTER TABLE ledger_shape DROP COLUMN schema"))
        connection.execute(text("UPDATE ledger_shape SET version = 1"))


def reopened(village: Village) -> CountyDesk:
    """Open the county again, as the next command does."""
    village.county.close()
    village.county = CountyDesk(village.county.database)
    return village.county


def test_an_older_ledger_is_brought_up_and_taken_into(village: Village) -> None:
    with village.county.ledger.begin() as connection:
        new = shape_of(connection)
    village.add("汪甲", remark="一")
    village.take(village.export())
    make_old(village)
    county = reopened(village)
    with county.ledger.begin() as connection:
        assert shape_of(connection) == new
        assert set(inspect(connection).get_view_names()) == set(VIEWS)
        assert tuple(connection.execute(text("SELECT version, schema, county FROM ledger_shape")).one()) == (
            ledger_shape.VERSION,
            len(STEPS),
            "360202",
        )
    village.add("汪乙", hobbies=["下棋"], nickname="老乙")
    assert village.take(village.export()).outcome == "taken"
    assert village.rows() == replay(village.lines()), "a list that came later is empty in older records, not unknown"
    copies = list(county.database.folder.backups.glob("before-update-*.ledger.sdb"))
    assert len(copies) == (0 if county.url else 1)
    for copy in copies:
        kept = connect(copy, ledger_key(county.database), read_only=True)
        assert kept.execute("SELECT version FROM ledger_shape").fetchall() == [(1,)]
        assert kept.execute("SELECT name FROM resident").fetchall() == [("汪甲",)]
        kept.close()


def test_bringing_up_that_breaks_off_leaves_the_old_one(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    village.add("汪甲")
    village.take(village.export())
    make_old(village)
    with village.county.ledger.begin() as connection:
        old = shape_of(connection)

    def broken(_connection: Connection) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patch:
        patch.setattr(ledger_shape, "make_views", broken)
        with pytest.raises(RuntimeError):
            reopened(village)
    with village.county.ledger.begin() as connection:
        assert shape_of(connection) == old
        assert connection.execute(text("SELECT version FROM ledger_shape")).scalar_one() == 1
    reopened(village)
    assert village.rows() == replay(village.lines())


@pytest.mark.parametrize("said", ["schema = schema + 1", f"version = {ledger_shape.VERSION + 1}", "county = '360203'"])
def test_a_newer_or_a_foreign_ledger_is_not_touched(village: Village, said: str) -> None:
    with village.county.ledger.begin() as connection:
        connection.execute(text(f"UPDATE ledger_shape SET {said}"))
        before = shape_of(connection)
    with pytest.raises(LedgerUnreachable):
        reopened(village)
    with village.county.ledger.begin() as connection:
        assert shape_of(connection) == before


def test_a_county_spread_over_partitions_takes_the_same(fresh_postgres: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "p", tmp_path / "p-state")
    made = set_up_county(folder, "a county's passphrase", code="360202", name="昌江区", url=fresh_postgres, partitions=True)
    with made.database as database, CountyDesk(database) as county:
        from tests.benchmarks.many_stations import enrol_many, lines_of, package_of, template

        lines = template(tmp_path, 12)
        for station in enrol_many(county, 3):
            from stationdesk.county.intake import take

            taken = take(county, "clerk", package_of(county, station, lines_of(station, lines), tmp_path))
            assert (taken.outcome, taken.changes) == ("taken", len(lines))
        with county.ledger.begin() as connection:
            asked = "SELECT count(*) FROM pg_inherits"
            assert connection.exec_driver_sql(asked).scalar_one() >= 16 * len(PARTED)
            assert connection.exec_driver_sql("SELECT count(*), count(DISTINCT tableoid) FROM resident").one()[0] == 36
            for name in VIEWS:
                connection.exec_driver_sql(f"SELECT * FROM {name}").all()
            connection.exec_driver_sql("DROP TABLE health_reading")
            connection.exec_driver_sql("UPDATE ledger_shape SET schema = 1")
    ledger = postgres_ledger(fresh_postgres)
    make_tables(ledger, "360202")
    with ledger.begin() as connection:
        assert connection.exec_driver_sql("SELECT relkind FROM pg_class WHERE oid = 'health_reading'::regclass").scalar_one() == "p"
    ledger.dispose()


def test_every_register_that_travels_has_its_table() -> None:
    """And every key begins with the station, so that a distributed PostgreSQL can spread all of them by it."""
    assert set(STATION_TABLES) <= set(metadata.tables)
    for name in PARTED:
        assert next(iter(metadata.tables[name].primary_key.columns)).name == "station"
