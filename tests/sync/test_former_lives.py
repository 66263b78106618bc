"""An older folder was put back by hand, under a number it had used already: the alarm ends where its repair gives the number up."""

from __future__ import annotations

import shutil

from sqlalchemy import text

from stationdesk.county import answers, copies, intake, stations
from stationdesk.county.report import forks
from stationdesk.registers.station import StationDraft
from stationdesk.services.stations import open_station
from stationdesk.store.desk import set_up
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from tests.sync.sample import data_folder
from tests.sync.test_two_lives import CODE, OPERATOR, one_journal, open_twin, round_trip, station, world
from tests.sync.world import World

__all__ = ["world"]


def test_an_older_folder_put_back_by_hand_rings_no_alarm_for_ever(world: World) -> None:
    """The repair gives its copy id up, so nobody reports under it again; and the county sends the journal back no longer."""
    world.add(CODE, "汪一")
    round_trip(world)
    world.back_station_up(CODE)
    world.add(CODE, "汪二")
    round_trip(world)
    world.put_station_back(CODE, unseen=True)
    former = station(world).database.about.line_copy
    world.add(CODE, "汪三")
    world.deliver(world.export(CODE))
    assert world.forked(CODE)
    for _round in range(3):
        round_trip(world)
    assert station(world).database.about.line_copy != former
    assert not world.forked(CODE)
    assert {one.parted_at for one in copies.copies_of(world.county, CODE)} == {None}
    assert answers.known_of(world.county, CODE).parted is None
    one_journal(world, station(world).database)


def test_the_alarm_ends_too_where_the_new_number_first_reads_an_older_answer(world: World) -> None:
    """The first package under the new number has parted then, and joins the county's lines only with the next answer."""
    world.add(CODE, "汪一")
    round_trip(world)
    world.back_station_up(CODE)
    world.add(CODE, "汪二")
    round_trip(world)
    world.add(CODE, "汪三")
    assert world.deliver(world.export(CODE)) == "taken"
    older = answers.answer(world.county, "clerk", CODE, world.base / "road").path
    world.put_station_back(CODE, unseen=True)
    world.add(CODE, "汪四")
    while world.deliver(world.export(CODE)) != "fork":  # the numbers of packages taken before, once more
        pass
    inbox.receive(station(world).database, OPERATOR, older)
    for _round in range(3):
        round_trip(world)
    assert not world.forked(CODE)
    assert {one.parted_at for one in copies.copies_of(world.county, CODE)} == {None}
    assert answers.known_of(world.county, CODE).parted is None
    one_journal(world, station(world).database)


def test_the_alarm_about_an_older_folder_ends_with_the_computer_that_had_it(world: World) -> None:
    """It reported once, and then a new computer with a new enrolment file took its place: nobody can report as it any more."""
    world.add(CODE, "汪一")
    round_trip(world)
    world.back_station_up(CODE)
    world.add(CODE, "汪二")
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    world.add(CODE, "汪三")
    assert world.deliver(world.export(CODE)) == "fork"
    paper = stations.enrol_station(world.county, "clerk", code=CODE, name="上徐村", town="鲇鱼山镇", to=world.base, replace=True)
    new = set_up(data_folder(world.base, "new"), "a station's passphrase", side="station", author=CODE).database
    try:
        with new.writing(OPERATOR, "设置本站", final=True) as session:
            open_station(session, StationDraft(code=CODE, name="上徐村", village="上徐村", town="鲇鱼山镇"))
        enrol(new, OPERATOR, read_enrolment(paper))
        round_trip(world, new)
        assert {one.station.code: one.common for one in forks(world.county)} == {CODE: 1}, "the older folder, which may still report"
        round_trip(world, new)
        assert not world.forked(CODE)
        assert answers.known_of(world.county, CODE).parted is None
        one_journal(world, new)
    finally:
        new.close()


def test_a_second_computer_with_its_own_number_is_told_until_it_is_one_journal_again(world: World) -> None:
    """A third one that goes on from the county's lines says nothing about it."""
    world.add(CODE, "汪共")
    round_trip(world)
    world.back_station_up(CODE)
    shutil.copytree(world.base / f"kept-{CODE}", world.base / "twin")
    twin = open_twin(world)
    try:
        twin.take_new_copy()
        with twin.writing(OPERATOR, "改") as session:
            session.connection().execute(text("UPDATE resident SET remark = '乙'"))
        world.add(CODE, "汪甲")
        round_trip(world)
        assert intake.take(world.county, "clerk", outbox.export(twin, OPERATOR, world.base / "road").path).outcome == "fork"
        station(world).database.take_new_copy()
        world.add(CODE, "汪丙")
        assert world.deliver(world.export(CODE)) == "taken"
        assert world.forked(CODE)
        inbox.receive(twin, OPERATOR, answers.answer(world.county, "clerk", CODE, world.base / "road").path)
        assert intake.take(world.county, "clerk", outbox.export(twin, OPERATOR, world.base / "road").path).outcome == "taken"
        assert not world.forked(CODE)
    finally:
        twin.close()
