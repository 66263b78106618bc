"""A clock that was set back is noticed and said; one that is right, or was put right by minutes, is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stationdesk.services.clock_check import LOOKED_AT, clock_trouble
from stationdesk.store.database import Database
from tests.store.kit import add, quick_desk, resident

WRITTEN = datetime(2027, 3, 5, 2, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Database:
    database = quick_desk(tmp_path)
    database.clock = lambda: WRITTEN
    add(database, resident("甲某"))
    return database


def trouble(desk: Database, now: datetime) -> str:
    with desk.reading() as session:
        found = clock_trouble(session, now)
    return found.says if found else ""


def test_a_clock_that_goes_on_is_right(desk: Database) -> None:
    for later in (timedelta(), timedelta(minutes=-50), timedelta(days=700)):
        assert trouble(desk, WRITTEN + later) == ""
    desk.close()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "1970年1月1日 08:00"),
        (datetime(2000, 2, 29, tzinfo=UTC), "2000年2月29日 08:00"),
        (WRITTEN - timedelta(hours=2), "2027年3月5日 08:30"),
        (WRITTEN - timedelta(days=60), "2027年1月4日 10:30"),
    ],
)
def test_a_clock_set_back_is_told(desk: Database, now: datetime, said: str) -> None:
    found = trouble(desk, now)
    assert said in found
    assert ("2027年3月5日 10:30" in found) == (now.year > 2026)
    desk.close()


def test_a_clock_that_once_ran_ahead_is_forgotten_after_many_entries(desk: Database) -> None:
    desk.clock = lambda: WRITTEN - timedelta(days=30)
    add(desk, resident("乙某"))
    assert trouble(desk, WRITTEN - timedelta(days=30))
    for nth in range(LOOKED_AT):
        add(desk, resident(f"某{nth}"))
    assert trouble(desk, WRITTEN - timedelta(days=30)) == ""
    desk.close()


def test_an_empty_desk_knows_when_it_was_made(tmp_path: Path) -> None:
    with quick_desk(tmp_path / "other") as empty:
        assert trouble(empty, datetime(2038, 1, 19, tzinfo=UTC)) == ""
        assert trouble(empty, datetime(2025, 1, 1, tzinfo=UTC))
