"""Two threads of one county's desk: the second waits for the first as long as that takes, and neither sees the other's half."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import func, select

from stationdesk.county.ledger import transaction
from stationdesk.county.standings import standings
from stationdesk.store import connection as connections
from stationdesk.store.clock import local_day
from stationdesk.store.tables import peer
from tests.benchmarks.many_stations import county, enrol_many, lines_of, package_of, template


def test_a_list_is_read_after_the_package_that_is_being_taken(tmp_path: Path) -> None:
    assert connections.WAIT >= 600
    with county(tmp_path) as desk:
        (station,) = enrol_many(desk, 1)
        package_of(desk, station, lines_of(station, template(tmp_path, 1)), tmp_path)
        held, read = threading.Event(), list[int]()

        def look() -> None:
            held.wait()
            read.append(len(standings(desk, local_day(desk.database.clock()))))

        thread = threading.Thread(target=look)
        thread.start()
        with transaction(desk.ledger):
            held.set()
            thread.join(0.3)
            assert thread.is_alive()
        thread.join(30)
        assert read == [1]
        with desk.database.reading() as session:
            assert session.connection().execute(select(func.count()).select_from(peer)).scalar_one() == 1
