"""Three hundred packages with five bad ones among them, and two clerks at once: all that is good is taken, once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from stationdesk.county.desk import CountyDesk, ledger_key
from stationdesk.county.intake import Taken, take_and_note
from stationdesk.county.ledger import STATION_TABLES, journal, postgres_ledger, sqlite_ledger, station_copy
from stationdesk.county.taking import take_folder
from stationdesk.store.tables import peer
from tests.benchmarks.many_stations import county, enrol_many, lines_of, package_of, template


@pytest.fixture(params=["file", "postgres"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CountyDesk]:
    """Give a county without stations."""
    url = request.getfixturevalue("fresh_postgres") if request.param == "postgres" else ""
    with county(tmp_path, url) as found:
        yield found


def spoil(packages: list[Path], stranger: Path) -> set[str]:
    """Spoil five packages, each in its own way; return their names."""
    cut, flipped, plain, empty, taken = (packages[place * len(packages) // 300] for place in (7, 70, 140, 299, 200))
    cut.write_bytes(cut.read_bytes()[:-200])
    raw = bytearray(flipped.read_bytes())
    raw[len(raw) // 2] ^= 1
    flipped.write_bytes(raw)
    plain.write_text("这不是一个上报文件")
    empty.write_bytes(b"")
    taken.write_bytes(stranger.read_bytes())
    return {one.name for one in (cut, flipped, plain, empty, taken)}


def test_of_300_packages_5_bad_ones_are_named_and_295_taken(desk: CountyDesk, tmp_path: Path) -> None:
    road = tmp_path / "road"
    road.mkdir()
    lines = template(tmp_path, 2)
    stations = enrol_many(desk, 301)
    made = [package_of(desk, one, lines_of(one, lines), road) for one in stations]
    with desk.database.writing("clerk", "forget") as session:
        session.connection().execute(peer.delete().where(peer.c.code == stations[-1].code))
    bad = spoil(made[:300], made[300])
    made[300].unlink()
    taken = take_folder(desk, "clerk", road)
    assert {one.file for one in taken if one.outcome == "refused"} == bad
    assert all(one.sentence for one in taken)
    assert sum(one.outcome == "taken" for one in taken) == 295
    with desk.ledger.begin() as connection:
        kept = connection.execute(select(func.count(journal.c.station.distinct()), func.count()).select_from(journal)).one()
        assert tuple(kept) == (295, 295 * len(lines))
        assert connection.execute(select(func.count()).select_from(STATION_TABLES["resident"])).scalar_one() == 295 * 2
    assert {one.outcome for one in take_folder(desk, "clerk", road)} == {"old", "refused"}


def second(desk: CountyDesk) -> CountyDesk:
    """Give another clerk's way to the same ledger: connections of its own."""
    other = object.__new__(CountyDesk)
    other.__dict__.update(desk.__dict__)
    other.ledger = postgres_ledger(desk.url) if desk.url else sqlite_ledger(desk.database.folder.ledger, ledger_key(desk.database))
    return other


def test_two_clerks_take_the_same_packages_at_once(desk: CountyDesk, tmp_path: Path) -> None:
    """Also each station's first, of which there is no row yet that could be locked."""
    lines = template(tmp_path, 3)
    made = [package_of(desk, one, lines_of(one, lines), tmp_path) for one in enrol_many(desk, 8)]
    clerks = [desk, second(desk)]
    for path in made:
        together = Barrier(2)

        def one(clerk: CountyDesk, path: Path = path, together: Barrier = together) -> Taken:
            together.wait()
            return take_and_note(clerk, "clerk", path)

        with ThreadPoolExecutor(2) as pool:
            outcomes = sorted(found.outcome for found in pool.map(one, clerks))
        assert outcomes == ["old", "taken"]
    clerks[1].ledger.dispose()
    with desk.ledger.begin() as connection:
        assert connection.execute(select(func.count()).select_from(journal)).scalar_one() == 8 * len(lines)
        assert connection.execute(select(func.count()).select_from(station_copy)).scalar_one() == 8
