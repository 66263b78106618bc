"""The figures in the rail say what is still to be done, not what only waits for an answer."""

from __future__ import annotations

from pathlib import Path

from stationdesk.services.rail_counts import rail_counts
from stationdesk.services.waiting import waiting_count
from stationdesk.store.clock import local_day
from tests.road_kit import Road, made_road


def reports(road: Road) -> int:
    """Return what the rail says beside the county's page."""
    with road.desk.reading() as session:
        return rail_counts(session, local_day(road.desk.clock()))["county"]


def test_what_is_written_is_no_longer_to_be_reported(tmp_path: Path) -> None:
    with made_road(tmp_path) as road:
        road.add("汪厚行")
        before = reports(road)
        assert before > 0
        road.export()
        assert reports(road) == 0
        with road.desk.reading() as session:
            assert waiting_count(session) >= before
        road.add("余水莲")
        assert reports(road) == 1
        road.round()
        assert reports(road) == 0
