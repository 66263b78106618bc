"""The state of a record on its way to the county is what the cursors say, and no better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from stationdesk.registers.resident import Resident
from stationdesk.services.day_words import day_words
from stationdesk.services.road import RoadState, states, summary
from stationdesk.services.status_line import county_fact
from stationdesk.store.database import Database
from stationdesk.store.tables import peer
from tests.store.kit import COUNTY, NAMES, add, quick_desk, resident


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def put(desk: Database, **values: Any) -> None:
    """Set what is known of the county."""
    with desk.writing("徐丽华", "县里") as session:
        if not session.connection().execute(peer.update().where(peer.c.code == COUNTY).values(**values)).rowcount:
            session.connection().execute(peer.insert().values(code=COUNTY, name="昌江区", **values))


def seen(desk: Database, *ids: str) -> list[RoadState]:
    with desk.reading() as session:
        found = states(session, "resident", ids)
    return [found[one].state for one in ids]


def test_each_record_by_its_newest_line(desk: Database) -> None:
    ids = add(desk, *(resident(name) for name in NAMES[:4]))
    assert seen(desk, *ids) == [RoadState.UNREPORTED] * 4, "no county is known"
    put(desk, exported=3, confirmed=2)
    assert seen(desk, *ids) == [RoadState.RECEIVED, RoadState.RECEIVED, RoadState.AWAITING, RoadState.UNREPORTED]
    with desk.writing("徐丽华", "改") as session:
        session.get_one(Resident, 1).remark = "改了"
    assert seen(desk, *ids)[0] is RoadState.UNREPORTED, "changed since"
    put(desk, exported=5, confirmed=5)
    assert seen(desk, *ids) == [RoadState.RECEIVED] * 4
    put(desk, confirmed=0)
    assert seen(desk, *ids) == [RoadState.AWAITING] * 4, "the county fell back"


def test_what_was_sent_back_says_why(desk: Database) -> None:
    first, second = add(desk, *(resident(name) for name in NAMES[:2]))
    held = [
        {"kind": "resident", "id": second, "reason": "证件号不对", "since_seq": 2},
        {"kind": "visit", "id": "gone", "reason": "?", "since_seq": 1},
    ]
    put(desk, exported=2, confirmed=2, held=json.dumps(held))
    with desk.reading() as session:
        found = states(session, "resident", [first, second, "nobody"])
        count = summary(session)
    assert (found[second].state, found[second].reason) == (RoadState.SENT_BACK, "证件号不对")
    assert found[first].state is RoadState.RECEIVED
    assert set(found) == {first, second}
    assert (count.received, count.sent_back, count.awaiting, count.unreported) == (1, 1, 0, 0)


def test_the_status_line(desk: Database) -> None:
    with desk.reading() as session:
        assert not summary(session).enrolled
    add(desk, *(resident(name) for name in NAMES[:3]))
    put(desk, exported=0, confirmed=0)
    with desk.reading() as session:
        assert (summary(session).unreported, summary(session).has_until) == (3, "")
    put(desk, exported=3, confirmed=2, confirmed_at="2026-11-22T01:02:03.456Z")
    with desk.reading() as session:
        line = summary(session)
    assert (line.received, line.awaiting, line.unreported, line.county) == (2, 1, 0, "昌江区")
    assert len(line.has_until) == 10
    assert line.receipt_at == "2026-11-22T01:02:03.456Z"


def test_many_ids_at_once(desk: Database) -> None:
    ids = add(desk, *(resident() for _at in range(1100)))
    with desk.reading() as session:
        assert len(states(session, "resident", ids)) == 1100


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("11-01", "11-21", "11-11"), "2026-11-11"),  # an old backup put back: what was entered first stands last, unreported
        (("11-01", "11-21", "11-22"), "2026-11-21"),
        (("11-01", "2036-11-03", "11-23"), "2026-11-22"),  # the clock ran ten years ahead; the receipt was read on the 22nd
        (("11-01", "11-21"), "2026-11-21"),
    ],
)
def test_no_later_day_is_promised_than_the_county_has(desk: Database, days: tuple[str, ...], told: str) -> None:
    for day, name in zip(days, NAMES, strict=False):
        desk.clock = partial(datetime.fromisoformat, f"{day if len(day) > 5 else f'2026-{day}'}T02:00:00Z")
        add(desk, resident(name))
    desk.clock = lambda: datetime(2026, 11, 24, 2, tzinfo=UTC)
    put(desk, exported=2, confirmed=2, confirmed_at="2026-11-22T03:00:00.000Z")
    with desk.reading() as session:
        assert summary(session).has_until == told
        assert day_words(date.fromisoformat(told), date(2026, 11, 24)) in county_fact(session, datetime(2026, 11, 24, 10)).text  # noqa: DTZ001 (the desk's own time)
