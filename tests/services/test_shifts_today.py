"""Holes of the roster on the day's list: what nobody can mend any more is not told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stationdesk.registers.duty_shift import DutyShiftDraft
from stationdesk.services.day_reading import read_clock, read_clock_of_end
from stationdesk.services.shift_writing import put_shift
from stationdesk.services.shifts_today import SHIFTS
from stationdesk.services.today_lines import Asked
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR


def told(desk: Database, now: str) -> list[tuple[str, str]]:
    with desk.reading() as session:
        return [(one.name, one.reasons[0][0]) for one in SHIFTS.section(session, Asked(ON, now=now)).lines]


def test_hours_of_today_that_are_over_are_not_told_and_a_hole_one_stands_in_is(desk: Database) -> None:
    for day in range(-3, 4):
        for begins, ends in (("06:00", "12:00"), ("14:00", "00:00")):
            if (day, begins) != (0, "06:00"):
                draft = DutyShiftDraft(day=(ON + timedelta(days=day)).isoformat(), from_time=begins, to_time=ends, name="占国林")
                with desk.writing(OPERATOR, "值班") as session:
                    put_shift(session, draft, ON)
    ahead = [("11月24日", "没人 00:00—06:00、12:00—14:00"), ("11月25日", "没人 00:00—06:00、12:00—14:00")]
    assert told(desk, "2026-11-23T13:59") == [("今天", "没人 00:00—14:00"), *ahead]
    assert told(desk, "2026-11-23T14:00") == ahead
    assert told(desk, "2026-11-22T20:00") == [("今天", "没人 00:00—14:00"), *ahead], "of a day that has not come all is told"


@pytest.mark.parametrize("typed", ["24:00", "24：00", "2400", "24点", "24"])
def test_a_turn_may_end_at_midnight_as_one_writes_it(typed: str) -> None:
    assert read_clock_of_end(typed) == "00:00"
    assert read_clock(typed) is None, "nothing begins then"


@pytest.mark.parametrize(("typed", "clock"), [("18:00", "18:00"), ("", ""), ("24:30", None), ("25:00", None), ("0:00", "00:00")])
def test_any_other_end_is_read_as_every_time_is(typed: str, clock: str | None) -> None:
    assert read_clock_of_end(typed) == clock
