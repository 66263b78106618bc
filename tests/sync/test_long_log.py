"""What a round costs depends on what is new, never on how many rounds were before: counted in steps of the store, not in seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from stationdesk.services.periods import periods
from stationdesk.store.database import position
from stationdesk.sync.on_stick import look
from stationdesk.sync.peers import county_of
from stationdesk.sync.reporting import is_needed, report_to_county
from tests.road_kit import OPERATOR, Road, made_road
from tests.sync.long_log import lay_log, steps

FEW, MANY = 100, 1000
MORE = 1.2
"""So many times the steps, where the log is ten times as long: a step more down a tree, here and there."""


def reading(road: Road, work: Callable[[Session], object]) -> int:
    """Return the steps of something that is only read."""
    with road.desk.reading() as session:
        return steps(road, lambda: work(session))


def costs(place: Path, rounds: int) -> dict[str, int]:
    """Return the steps of every part of a round, after so many."""
    place.mkdir()
    with made_road(place) as road:
        lay_log(road, rounds, MANY)
        on = road.set_clock(11, 22)
        road.add("新来的")
        road.round()
        road.add("再来的")
        found = {
            "export": steps(road, road.export),
            "take": steps(road, road.county_takes),
            "answer": steps(road, road.county_answers),
        }
        found["look"] = reading(road, lambda session: look(session, road.stick))
        outcome = []
        found["receive"] = steps(road, lambda: outcome.append(report_to_county(road.desk, OPERATOR, road.stick)))
        assert [one.outcome for one in outcome[0].read] == ["read"]
        needed = []
        found["needed"] = reading(
            road, lambda s: needed.append(is_needed(s, road.desk, county_of(s), position(s.connection(), road.desk.about)))
        )
        assert needed == [False]
        found["periods"] = reading(road, lambda session: periods(session, on))
        return found


def test_no_part_of_a_round_costs_more_after_very_many(tmp_path: Path) -> None:
    few, many = costs(tmp_path / "few", FEW), costs(tmp_path / "many", MANY)
    assert {part: (few[part], many[part]) for part in few if many[part] > MORE * few[part]} == {}
