"""The demo village has a sheet that is half typed back."""

from __future__ import annotations

from stationdesk.services.demo_sheets import leave_sheet
from stationdesk.services.demo_village import demo_station, settle
from stationdesk.services.sheet_reading import old_sheets
from stationdesk.services.stations import open_station
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR


def test_a_sheet_waits_half_typed_back(desk: Database) -> None:
    with desk.writing(OPERATOR, "演示", final=True) as session:
        open_station(session, demo_station())
        assert leave_sheet(session, ON, OPERATOR) == ""
        settle(session, 40, ON)
        session.flush()
        number = leave_sheet(session, ON, OPERATOR)
    with desk.reading() as session:
        (row,) = old_sheets(session, ON)
    assert (row.number, row.people, row.settled) == (number, 8, 3)
