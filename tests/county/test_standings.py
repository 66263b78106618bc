"""How each station stands, in a file and in PostgreSQL; and what is kept of every file that was looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stationdesk.county import answers
from stationdesk.county.report import forks
from stationdesk.county.standings import State, StationStanding, files_taken, standings, state_words, what_came
from stationdesk.county.stations import enrol_station, revoke, status
from stationdesk.registers.station import StationDraft
from stationdesk.services.stations import open_station
from stationdesk.store.clock import local_day, now
from stationdesk.store.desk import set_up
from stationdesk.store.files import NoSpace
from stationdesk.store.folder import DataFolder
from stationdesk.sync import outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.package import write_package
from tests.county.conftest import OTHER, STATION, Village


def standing(village: Village, later: int = 0) -> StationStanding:
    on = local_day(village.county.database.clock()) + timedelta(days=later)
    return next(one for one in standings(village.county, on) if one.code == STATION)


def test_a_station_that_reports_is_well_until_it_is_quiet_for_long(village: Village) -> None:
    assert (standing(village).state, standing(village).entered_at) == (State.NEVER, "")
    village.add("汪厚行")
    village.take(village.export())
    there = standing(village)
    assert (there.state, there.quiet_days, there.owes_answer, there.reporting) == (State.GOOD, 0, True, 1)
    village.answer()
    assert not standing(village).owes_answer
    assert standing(village, 35).state is State.GOOD
    assert (standing(village, 36).state, standing(village, 36).quiet_days) == (State.QUIET, 36)
    assert [one.code for one in standings(village.county, local_day(village.county.database.clock()))] == [OTHER, STATION]


def test_it_is_known_up_to_which_day_the_county_has_what_was_entered(village: Village) -> None:
    now = village.desk.clock
    village.desk.clock = lambda: now() - timedelta(days=5)
    village.add("汪厚行")
    village.desk.clock = now
    village.take(village.export())
    there = standing(village)
    assert (there.quiet_days, local_day(now()) - local_day(datetime.fromisoformat(there.entered_at))) == (0, timedelta(days=5))


def test_that_day_lies_not_after_the_one_it_came_whatever_the_stations_clock_said(village: Village) -> None:
    right = village.desk.clock
    village.desk.clock = lambda: right() + timedelta(days=3650)
    village.add("汪厚行")
    village.desk.clock = right
    village.take(village.export())
    there = standing(village)
    assert there.entered_at == there.taken_at
    assert local_day(datetime.fromisoformat(there.entered_at)) == local_day(village.county.database.clock())


def test_a_refused_file_is_told_until_a_good_one_comes(village: Village) -> None:
    village.add("汪厚行")
    path = village.export()
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    refused = village.take(path)
    assert (standing(village).state, standing(village).refused) == (State.REFUSED, refused.sentence)
    path.write_bytes(whole)
    village.take(path)
    assert (standing(village).state, standing(village).refused) == (State.GOOD, "")
    assert [one.outcome for one in what_came(village.county)] == ["taken", "refused"]


def test_a_damaged_file_that_is_looked_at_again_is_not_told_again(village: Village) -> None:
    """The same stick twice, or the watching begun anew: what came good meanwhile stays good."""
    village.add("汪厚行")
    path = village.export()
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    village.take(path)
    assert standing(village).state is State.REFUSED
    village.take(path)
    assert standing(village).state is State.REFUSED
    village.county.database.clock = lambda: now() + timedelta(days=1)
    village.add("汪大")
    village.take(village.export())
    village.county.database.clock = lambda: now() + timedelta(days=2)
    village.take(path)
    assert standing(village).state is State.GOOD
    assert [one.outcome for one in what_came(village.county)] == ["taken", "refused"]
    path.write_text("这不是一个上报文件")
    village.take(path)
    assert standing(village).state is State.REFUSED, "for another reason"
    assert [one.outcome for one in what_came(village.county)] == ["refused", "taken", "refused"]


def test_what_came_before_is_not_listed_again(village: Village) -> None:
    village.add("汪厚行")
    path = village.export()
    village.take(path)
    village.take(path)
    assert [one.outcome for one in what_came(village.county)] == ["taken"]
    assert files_taken(village.county.database) == {path.name}


def test_a_record_set_aside_is_counted_until_it_is_mended(village: Village) -> None:
    who = village.add("汪厚行")
    village.edit(who, name="名" * 80)
    village.take(village.export())
    assert (standing(village).state, standing(village).held) == (State.ASIDE, 1)
    village.edit(who, name="汪厚行")
    village.take(village.export())
    assert (standing(village).state, standing(village).held) == (State.GOOD, 0)


def test_a_revoked_station_is_the_first_to_be_looked_after_until_its_new_computer_reports(village: Village, tmp_path: Path) -> None:
    village.add("汪厚行")
    village.take(village.export())
    revoke(village.county, "clerk", STATION)
    there = standing(village)
    assert (there.state, there.file_waits, there.owes_answer) == (State.REVOKED, False, False)
    assert standings(village.county, local_day(village.county.database.clock()))[0].code == STATION
    assert standing(village, 36).also == (State.QUIET,)
    assert village.take(village.export()).outcome == "refused"
    paper = enrol_station(village.county, "clerk", code=STATION, name="上徐村", town="鲇鱼山镇", to=tmp_path, replace=True)
    assert (standing(village).state, standing(village).file_waits) == (State.REVOKED, True)
    enrol(village.desk, "徐丽华", read_enrolment(paper))
    village.take(village.export())
    assert (standing(village).state, standing(village).owes_answer) == (State.GOOD, True)
    revoke(village.county, "clerk", OTHER)
    other = next(one for one in standings(village.county, local_day(village.county.database.clock())) if one.code == OTHER)
    assert (other.state, other.also) == (State.REVOKED, ()), "its file may be stolen before it ever reported"


def test_other_troubles_stand_beside_two_computers(village: Village) -> None:
    who = village.add("汪厚行")
    village.edit(who, name="名" * 80)
    village.take(village.export())
    with village.county.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE station_copy SET forked_at = 1")
    there = standing(village, 36)
    assert (there.state, there.also) == (State.TWO, (State.ASIDE, State.QUIET))
    assert state_words(there) == "两台电脑都在报 · 1 条先放着 · 36 天没有消息"


@pytest.mark.parametrize("stolen", [False, True])
def test_a_new_computer_is_not_called_a_second_one(village: Village, tmp_path: Path, stolen: bool) -> None:
    """It waits for the answer, with which it goes on from what the county has; then all is well."""
    village.add("汪厚行")
    village.round_trip()
    if stolen:
        revoke(village.county, "clerk", STATION)
    path = enrol_station(village.county, "clerk", code=STATION, name="村", town="鲇鱼山镇", to=tmp_path, replace=True)
    old, folder = village.desk, DataFolder(tmp_path / "new", tmp_path / "new-state")
    village.desk = set_up(folder, "a station's passphrase", side="station", author=STATION).database
    try:
        with village.desk.writing("徐丽华", "开站", final=True) as session:
            open_station(session, StationDraft(code=STATION, name="上徐村站", village="上徐村", town="鲇鱼山镇"))
        enrol(village.desk, "徐丽华", read_enrolment(path))
        assert village.take(village.export()).outcome == "fork"
        assert (standing(village).state, state_words(standing(village))) == (State.RENEWED, "换了新电脑，等回信")
        assert forks(village.county) == [], "nobody has to be rung about it"
        assert not any(one.forked for one in status(village.county))
        for _round in range(2):
            village.round_trip()
        assert standing(village).state is State.GOOD
        village.edit(village.add("汪小"), remark="后来")
        assert village.take(village.export()).outcome == "taken"
        with village.county.ledger.begin() as connection:  # an older folder of the new computer is put back
            connection.exec_driver_sql("UPDATE station_copy SET forked_at = 1 WHERE copy = (SELECT head FROM station_state)")
        assert standing(village).state is State.TWO
    finally:
        village.desk.close()
        village.desk = old


def test_no_number_is_used_up_for_answers_that_a_full_stick_does_not_take(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    village.take(village.export())
    village.take(outbox.export(village.other, "op", village.road).path)
    tried: list[object] = []

    def full(*words: object) -> None:
        tried.append(words)
        raise NoSpace("full")

    monkeypatch.setattr(answers, "write_package", full)
    told = list(answers.answer_each(village.county, "clerk", village.road))
    assert [(station, str(error)) for station, error in told] == [(STATION, "full"), (OTHER, "full")]
    assert len(tried) == 1
    monkeypatch.undo()
    written = [
        came.number for _station, came in answers.answer_each(village.county, "clerk", village.road) if isinstance(came, answers.Answer)
    ]
    assert written == [2, 1]


def test_what_was_written_before_the_stick_was_full_is_told(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    village.take(village.export())
    village.take(outbox.export(village.other, "op", village.road).path)
    tried = list[object]()

    def soon_full(*words: Any) -> Any:
        tried.append(words)
        if len(tried) == 2:
            raise NoSpace("full")
        return write_package(*words)

    monkeypatch.setattr(answers, "write_package", soon_full)
    written, without = answers.answer_all(village.county, "clerk", village.road)
    assert [one.station for one in written] == [STATION]
    assert written[0].path.is_file()
    assert [(station, why.message) for station, why in without] == [(OTHER, "full")]


def test_what_was_taken_stays_taken_where_the_list_finds_no_room(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __getattr__(self, name: str) -> object:
            raise NoSpace(name)

    village.add("汪厚行")
    monkeypatch.setattr("stationdesk.county.intake.came_package", Full())
    assert village.take(village.export()).outcome == "taken"
    monkeypatch.undo()
    assert what_came(village.county) == []
    assert standing(village).state is State.GOOD
