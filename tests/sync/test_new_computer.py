"""A new computer in a lost one's place: what it gets back from the county, and what the old one's last stick still brings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import col
from sqlmodel import select as select_record

from stationdesk.county import answers, copies, intake, stations
from stationdesk.county.signers import NeedsNewEnrolment
from stationdesk.county.standings import State, standings
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.station import Station as StationRecord
from stationdesk.registers.station import StationDraft
from stationdesk.services.rechecks import settle
from stationdesk.services.stations import open_station, own_station
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.refusal import UnknownSigner
from tests.sync.sample import data_folder
from tests.sync.test_two_lives import CODE, OPERATOR, listed, names, one_journal, round_trip, station, world
from tests.sync.world import World

__all__ = ["world"]


@pytest.fixture
def replaced(world: World) -> Iterator[Database]:
    """Return a new computer of the station, set up and enrolled with `--replace`; the old one had reported five residents."""
    for number in range(5):
        world.add(CODE, f"汪{number}")
    with station(world).database.writing(OPERATOR, "设置本站", final=True) as session:
        open_station(
            session, StationDraft(code=CODE, name="上徐村新时代文明实践站", village="上徐村", town="鲇鱼山镇", duty_phone="13800000000")
        )
    round_trip(world)
    paper = stations.enrol_station(world.county, "clerk", code=CODE, name="上徐村", town="鲇鱼山镇", to=world.base, replace=True)
    new = set_up(data_folder(world.base, "new"), "a station's passphrase", side="station", author=CODE).database
    with new.writing(OPERATOR, "设置本站", final=True) as session:
        draft = StationDraft(code=CODE, name="上徐村新时代文明实践站", village="上徐村", town="鲇鱼山镇", duty_phone="13911111111")
        open_station(session, draft)
    enrol(new, OPERATOR, read_enrolment(paper))
    yield new
    new.close()


def test_a_new_computer_is_rebuilt_from_the_county_alone(world: World, replaced: Database) -> None:
    receipt = round_trip(world, replaced)
    assert names(replaced) == [f"汪{number}" for number in range(5)]
    assert receipt.repaired is not None
    assert receipt.repaired.common == 0
    with replaced.reading() as session:
        assert len(session.exec(select_record(StationRecord).where(col(StationRecord.removed_at).is_(None))).all()) == 1
        assert own_station(session).duty_phone == "13800000000"
        assert session.connection().execute(text("SELECT count(*) FROM org_unit WHERE author = :own"), {"own": CODE}).scalar() == 1
    doubts = listed(replaced)
    assert [(one.field, one.mine, one.theirs) for one in doubts] == [("duty_phone", {"value": "13911111111"}, {"value": "13800000000"})]
    assert any("想一想缺什么" in said for said in receipt.sentences)
    assert any("心理疏导" in said for said in receipt.sentences), "what never travels is named"
    assert any("操作员" in said for said in receipt.sentences)
    round_trip(world, replaced)
    round_trip(world, replaced)
    one_journal(world, replaced)


def test_the_last_stick_of_the_old_computer_still_counts(world: World, replaced: Database) -> None:
    world.add(CODE, "汪末")
    last = outbox.export(station(world).database, OPERATOR, world.base / "road").path
    early = outbox.export(replaced, OPERATOR, world.base / "road").path
    assert intake.take(world.county, "clerk", early).outcome in ("known", "fork")
    assert intake.take(world.county, "clerk", last).outcome == "taken"
    inbox.receive(replaced, OPERATOR, answers.answer(world.county, "clerk", CODE, world.base / "road").path)
    assert names(replaced)[-1] == "汪末"
    round_trip(world, replaced)  # the new computer's first change is accepted: the old key goes
    world.add(CODE, "汪晚")
    late = outbox.export(station(world).database, OPERATOR, world.base / "road").path
    with pytest.raises((UnknownSigner, NeedsNewEnrolment)):
        intake.take(world.county, "clerk", late)


@pytest.fixture
def third(world: World, replaced: Database) -> Iterator[Database]:
    """Return a third computer of the station: the second had reported once, and read no answer, when it was replaced."""
    intake.take(world.county, "clerk", outbox.export(replaced, OPERATOR, world.base / "road").path)
    paper = stations.enrol_station(world.county, "clerk", code=CODE, name="上徐村", town="鲇鱼山镇", to=world.base, replace=True)
    made = set_up(data_folder(world.base, "third"), "a station's passphrase", side="station", author=CODE).database
    with made.writing(OPERATOR, "设置本站", final=True) as session:
        open_station(session, StationDraft(code=CODE, name="上徐村", village="上徐村", town="鲇鱼山镇"))
    enrol(made, OPERATOR, read_enrolment(paper))
    yield made
    made.close()


def test_the_last_stick_counts_too_where_the_new_computer_was_replaced_before_it_brought_anything(world: World, third: Database) -> None:
    world.add(CODE, "汪末")
    last = outbox.export(station(world).database, OPERATOR, world.base / "road").path
    intake.take(world.county, "clerk", outbox.export(third, OPERATOR, world.base / "road").path)
    assert intake.take(world.county, "clerk", last).outcome == "taken"
    round_trip(world, third)
    assert names(third)[-1] == "汪末"


def states(world: World) -> list[State]:
    """Return what is to be done about the station."""
    found = standings(world.county, local_day(world.county.database.clock()))
    return next([one.state, *one.also] for one in found if one.code == CODE)


def test_a_computer_replaced_before_it_brought_anything_is_no_second_one_for_ever(world: World, third: Database) -> None:
    assert states(world) == [State.RENEWED]
    round_trip(world, third)
    assert states(world) == [State.RENEWED], "the second computer's file is read no more, so nobody has to ring"
    assert answers.known_of(world.county, CODE).parted == 0
    for _trip in range(2):
        round_trip(world, third)
        assert states(world) == [State.GOOD]
        assert {one.parted_at for one in copies.copies_of(world.county, CODE)} == {None}
        assert answers.known_of(world.county, CODE).parted is None, "the whole journal goes back no longer"
    one_journal(world, third)


def test_a_former_computers_mark_stays_while_its_last_stick_may_still_come(world: World, third: Database) -> None:
    """Not before a change under the newest keys: what is taken of the old key ends no alarm about the others."""
    intake.take(world.county, "clerk", outbox.export(third, OPERATOR, world.base / "road").path)
    before = {one.copy: one.parted_at for one in copies.copies_of(world.county, CODE)}
    world.add(CODE, "汪末")
    assert intake.take(world.county, "clerk", outbox.export(station(world).database, OPERATOR, world.base / "road").path).outcome == "taken"
    assert {one.copy: one.parted_at for one in copies.copies_of(world.county, CODE)} == before
    assert states(world) == [State.RENEWED]


def written(replaced: Database, *, remark: str | None = None, phone: str | None = None, groups: tuple[str, ...] = ()) -> None:
    """Write something about the village and the station on the new computer, each in an action of its own."""
    with replaced.writing(OPERATOR, "改本村") as session:
        unit = session.exec(select_record(OrgUnit).where(OrgUnit.author == CODE)).one()
        unit.remark = remark
        session.add(unit)
    with replaced.writing(OPERATOR, "改本站") as session:
        own = own_station(session)
        own.duty_phone, own.village_groups = phone, groups
        session.add(own)


def test_of_what_was_typed_several_times_on_a_new_computer_the_last_word_is_listed(world: World, replaced: Database) -> None:
    written(replaced, remark="搬到老学校", phone="13922222222", groups=("东组",))
    written(replaced, remark="搬到新村部", phone="13933333333", groups=("东组", "西组"))
    round_trip(world, replaced)
    doubts = {one.field: one for one in listed(replaced)}
    assert {name: one.mine["value"] for name, one in doubts.items()} == {
        "duty_phone": "13933333333",
        "remark": "搬到新村部",
        "village_groups": ["东组", "西组"],
    }
    with replaced.writing(OPERATOR, "核对") as session:
        settle(session, doubts["duty_phone"].id, "mine", local_day(replaced.clock()), by=OPERATOR)
    with replaced.reading() as session:
        assert own_station(session).duty_phone == "13933333333"


def test_what_was_put_right_or_emptied_again_on_a_new_computer_is_not_listed(world: World, replaced: Database) -> None:
    written(replaced, remark="搬到老学校", phone="13922222222", groups=("东组",))
    written(replaced, phone="13800000000")
    round_trip(world, replaced)
    assert listed(replaced) == []
