"""A lost computer, an old backup, a clone: what the desk has afterwards, what it says, and what stays with the county."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county import answers, copies, intake, moving, stations
from stationdesk.county.ledger import journal
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.visit import Visit
from stationdesk.store.database import Database
from stationdesk.store.tables import change
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.incoming import Receipt
from stationdesk.sync.own_keys import own_keys, rotate
from stationdesk.sync.peers import county_of
from stationdesk.sync.refusal import RevokedSigner
from tests.sync.sample import STATIONS, data_folder, sample
from tests.sync.world import Station, World

CODE = "360202101209"
OPERATOR = "徐丽华"


@pytest.fixture
def world() -> Iterator[World]:
    made = World(sample())
    yield made
    made.close()


def station(world: World) -> Station:
    """Return the station these tests are about."""
    return world.desks[CODE]


def round_trip(world: World, database: Database | None = None) -> Receipt:
    """Bring a package to the county and its answer back."""
    desk = database or station(world).database
    intake.take(world.county, "clerk", outbox.export(desk, OPERATOR, world.base / "road").path)
    return inbox.receive(desk, OPERATOR, answers.answer(world.county, "clerk", CODE, world.base / "road").path)


def names(database: Database) -> list[str]:
    """Return the names of the residents that are there, in their order."""
    with database.reading() as session:
        return list(session.connection().execute(text("SELECT name FROM resident WHERE removed_at IS NULL ORDER BY key")).scalars())


def one_journal(world: World, database: Database) -> None:
    """Check that desk and ledger have the same lines."""
    with database.reading() as session:
        mine = session.connection().execute(select(change.c.line).order_by(change.c.seq)).scalars().all()
    with world.county.ledger.begin() as connection:
        theirs = connection.execute(select(journal.c.line).where(journal.c.station == CODE).order_by(journal.c.seq)).scalars().all()
    assert [bytes(one) for one in mine] == [bytes(one) for one in theirs]


def listed(database: Database) -> list[Recheck]:
    """Return what is to be checked."""
    with database.reading() as session:
        return list(session.exec(select_record(Recheck).where(col(Recheck.removed_at).is_(None)).order_by(col(Recheck.key))))


def test_a_retired_copy_is_told_stops_and_comes_back_under_a_new_number(world: World) -> None:
    world.add(CODE, "汪共")
    round_trip(world)
    world.back_station_up(CODE)
    shutil.copytree(world.base / f"kept-{CODE}", world.base / "twin")
    twin = open_twin(world)
    try:
        world.add(CODE, "汪甲")
        round_trip(world)
        with twin.writing(OPERATOR, "登记 汪乙") as session:
            session.connection().execute(text("UPDATE resident SET remark = '乙'"))
        first, second = station(world).database.about.line_copy, twin.about.line_copy
        assert first != second
        intake.take(world.county, "clerk", outbox.export(twin, OPERATOR, world.base / "road").path)
        assert world.forked(CODE)
        stand = copies.retire(world.county, "clerk", CODE, second)
        assert stand.retired, "the other copy leads already"
        inbox.receive(twin, OPERATOR, answers.answer(world.county, "clerk", CODE, world.base / "road").path)
        with pytest.raises(outbox.Retired):
            outbox.export(twin, OPERATOR, world.base / "road")
        twin.take_new_copy()
        round_trip(world, twin)
        assert names(twin) == ["汪共", "汪甲"]
        round_trip(world, twin)
        with twin.reading() as session:
            assert session.connection().execute(text("SELECT remark FROM resident WHERE name = '汪共'")).scalar() == "乙"
        one_journal(world, twin)
    finally:
        twin.close()


def open_twin(world: World) -> Database:
    """Open a clone of the station's folder as another machine would."""
    from stationdesk.store.folder import FolderLock

    folder = data_folder(world.base, "twin")
    folder.state.mkdir(exist_ok=True)
    (folder.path / "journal.mark").unlink()
    return Database(folder, station(world).database.key, FolderLock(folder.path))


def test_retiring_the_copy_that_leads_waits_for_a_change_of_the_other(world: World) -> None:
    world.add(CODE, "汪共")
    round_trip(world)
    leading = station(world).database.about.line_copy
    world.back_station_up(CODE)
    shutil.copytree(world.base / f"kept-{CODE}", world.base / "twin")
    twin = open_twin(world)
    try:
        assert not copies.retire(world.county, "clerk", CODE, leading).retired
        world.add(CODE, "汪末")
        round_trip(world)
        assert not next(one for one in copies.copies_of(world.county, CODE) if one.copy == leading).retired, "a last stick counts"
        round_trip(world, twin)
        with twin.writing(OPERATOR, "改") as session:
            session.connection().execute(text("UPDATE resident SET remark = '乙'"))
        round_trip(world, twin)
        assert next(one for one in copies.copies_of(world.county, CODE) if one.copy == leading).retired
        assert names(twin) == ["汪共", "汪末"]
    finally:
        twin.close()


def test_keys_change_and_are_revoked(world: World) -> None:
    desk = station(world).database
    world.add(CODE, "汪一")
    round_trip(world)
    early = outbox.export(desk, OPERATOR, world.base / "road").path
    with desk.writing(OPERATOR, "换钥匙", final=True) as session:
        rotate(session, "2026-11-29")
    with world.county.database.writing("clerk", "换钥匙", final=True) as session:
        rotate(session, "2026-11-29")
    assert intake.take(world.county, "clerk", early).outcome == "known", "an older key still opens the envelope"
    world.add(CODE, "汪二")
    receipt = round_trip(world)
    assert receipt.confirmed == desk.position().seq
    with desk.reading() as session:
        assert len(county_of(session).keys) == 2
        assert len(own_keys(session).chain) == 2
    round_trip(world)
    stations.revoke(world.county, "clerk", CODE)
    world.add(CODE, "汪三")
    with pytest.raises(RevokedSigner):
        intake.take(world.county, "clerk", outbox.export(desk, OPERATOR, world.base / "road").path)
    paper = stations.enrol_station(world.county, "clerk", code=CODE, name="村", town=STATIONS[CODE], to=world.base, replace=True)
    enrol(desk, OPERATOR, read_enrolment(paper))
    round_trip(world)
    round_trip(world)
    one_journal(world, desk)


def test_a_desk_put_back_to_before_its_keys_changed_can_read_the_answers(world: World) -> None:
    """Its first package came under the new keys already, and nothing on the machine tells that it was put back."""
    world.add(CODE, "汪一")
    world.back_station_up(CODE)
    with station(world).database.writing(OPERATOR, "换钥匙", final=True) as session:
        rotate(session, "2026-11-29")
    world.add(CODE, "汪二")
    round_trip(world)
    world.put_station_back(CODE, unseen=True)
    world.add(CODE, "汪三")
    for _round in range(6):
        round_trip(world)
    one_journal(world, station(world).database)
    assert names(station(world).database) == ["汪一", "汪二", "汪三"]


def test_a_record_set_aside_comes_back_when_a_later_change_mends_it(world: World) -> None:
    world.add(CODE, "汪一")
    (one,) = world.residents(CODE)
    world.dislike(CODE, one)
    receipt = round_trip(world)
    assert [held.id for held in receipt.held] == [one]
    world.edit(CODE, one, remark="随后")
    assert [held.id for held in round_trip(world).held] == [one], "later changes join it"
    world.edit(CODE, one, name="汪一改")
    assert round_trip(world).held == ()
    row = world.ledger_rows(CODE)["resident", one]
    assert (row["name"], row["remark"]) == ("汪一改", "随后")


def test_a_station_that_changes_towns_has_the_entries_of_its_town_and_keeps_its_slice(world: World) -> None:
    desk = station(world).database
    world.county_writes("旧镇诊所", f"town:{STATIONS[CODE]}")
    world.county_writes("新镇诊所", "town:丽阳镇")
    world.county_writes("全县", "all")
    world.add(CODE, "汪")
    round_trip(world)

    def places() -> list[str]:
        with desk.reading() as session:
            return sorted(session.connection().execute(text("SELECT name FROM place WHERE author <> :own"), {"own": CODE}).scalars())

    assert places() == ["全县", "旧镇诊所"]
    assert moving.move_station(world.county, "clerk", CODE, "丽阳镇") > 0
    assert moving.move_station(world.county, "clerk", CODE, "丽阳镇") == 0
    round_trip(world)
    assert places() == ["全县", "新镇诊所"]
    world.county_edits("1")
    world.county_writes("旧镇再来", f"town:{STATIONS[CODE]}")
    world.county_writes("新镇再来", "town:丽阳镇")
    round_trip(world)
    assert places() == ["全县", "新镇再来", "新镇诊所"]


def visits(session: Session) -> list[Any]:
    """Return the visits that are there."""
    return list(session.exec(select_record(Visit).where(col(Visit.removed_at).is_(None)).order_by(col(Visit.key))))


def test_the_desk_says_what_a_county_that_was_put_back_has_forgotten(world: World) -> None:
    world.county_writes("老诊所", "all")
    world.add(CODE, "汪")
    round_trip(world)
    world.back_county_up()
    world.county_writes("新诊所", "all")
    world.county_writes("新食堂", "all")
    assert round_trip(world).sentences
    world.restore_county(0)
    said = [one for one in round_trip(world).sentences if "新诊所" in one]
    assert len(said) == 1
    assert "新食堂" in said[0]
    assert "老诊所" not in said[0]
    assert not [one for one in round_trip(world).sentences if "诊所" in one], "it is said once"
