"""A record that the county sent back and that the station then removes: nobody waits for it, and nothing of it is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk
from stationdesk.county.views import VIEWS
from stationdesk.registers.resident import Resident
from stationdesk.services.periods import periods
from stationdesk.services.road import RoadState, summary
from stationdesk.services.status_line import county_fact
from stationdesk.store.clock import local_day, local_time
from tests.county.conftest import STATION, Village


@pytest.mark.parametrize("known", [True, False])
def test_one_sent_back_that_is_removed_waits_for_nobody(village: Village, known: bool) -> None:
    """The row from before goes as well. The removal undone, it waits to be mended again, and nothing of it is lost."""
    with village.desk.writing("徐丽华", "记下") as session:  # as an older program may have: of one the ledger has no sound line
        person = Resident(name="汪甲" if known else "名" * 80, remark="早先", author=STATION)
        session.add(person)
        bad = person.id
    if known:
        village.edit(bad, name="名" * 80)
    assert [one.id for one in village.round_trip().held] == [bad]
    village.edit(bad, removed_at="2026-11-22T01:02:03.456Z")
    assert "退回" not in " ".join(village.round_trip().sentences)
    assert [one.held for one in stations.status(village.county) if one.code == STATION] == [0]
    assert {key: bool(row["removed_at"]) for key, row in village.rows().items()} == ({("resident", bad): True} if known else {})
    with village.desk.reading() as session:
        assert "退回" not in county_fact(session, local_time(village.desk.clock())).text
        assert summary(session).sent_back == 0
        assert periods(session, local_day(village.desk.clock()))[0].state is RoadState.RECEIVED
    village.edit(bad, removed_at=None)
    assert "退回" in " ".join(village.round_trip().sentences)
    assert [one.held for one in stations.status(village.county) if one.code == STATION] == [1]
    village.edit(bad, name="汪乙")
    assert village.round_trip().held == ()
    row = village.rows()["resident", bad]
    assert (row["name"], row["remark"], row["removed_at"]) == ("汪乙", "早先", None)


@pytest.mark.parametrize("known", [True, False])
def test_an_older_ledger_learns_of_the_removals_from_its_journals(village: Village, known: bool) -> None:
    with village.desk.writing("徐丽华", "记下") as session:
        gone = Resident(name="汪甲" if known else "名" * 80, author=STATION)
        waits = Resident(name="名" * 80, author=STATION)
        session.add_all([gone, waits])
        ids = gone.id, waits.id
    if known:
        village.edit(ids[0], name="名" * 80)
    village.round_trip()
    village.edit(ids[0], removed_at="2026-11-22T01:02:03.456Z")
    village.edit(ids[1], removed_at="2026-11-22T01:02:03.456Z")
    village.round_trip()
    village.edit(ids[1], removed_at=None)
    village.round_trip()
    with village.county.ledger.begin() as connection:  # it was taken in by a program that did not keep it
        kept = connection.execute(text("SELECT id, removed FROM held_record ORDER BY id")).all()
        connection.execute(text("UPDATE resident SET removed_at = NULL"))
        for name in VIEWS:
            connection.execute(text(f"DROP VIEW {name}"))
        connection.execute(text("ALTER TABLE held_record DROP COLUMN removed"))
        connection.execute(text("UPDATE ledger_shape SET version = 4"))
    assert {one.id: bool(one.removed) for one in kept} == {ids[0]: True, ids[1]: False}
    village.county.close()
    village.county = CountyDesk(village.county.database)
    with village.county.ledger.begin() as connection:
        assert connection.execute(text("SELECT id, removed FROM held_record ORDER BY id")).all() == kept
    assert {key: bool(row["removed_at"]) for key, row in village.rows().items()} == ({("resident", ids[0]): True} if known else {})
    assert [one.held for one in stations.status(village.county) if one.code == STATION] == [1]
