"""One button: answers read in their order, the package whole or not at all, and a calm sentence for every mishap."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from stationdesk.store.connection import connect
from stationdesk.sync.on_stick import look
from stationdesk.sync.outbox import Retired
from stationdesk.sync.peers import NotEnrolled, county_of
from stationdesk.sync.refusal import BadLine
from stationdesk.sync.reporting import Outcome, report_to_county
from tests.road_kit import OPERATOR, OTHER, Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


class Stopped(Exception):
    """What a screen raises when the operator cancels."""


def press(road: Road, to: Path | None = None) -> Outcome:
    return report_to_county(road.desk, OPERATOR, to or road.stick)


def confirmed(road: Road) -> int:
    with road.desk.reading() as session:
        return county_of(session).confirmed


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def exported(road: Road) -> int:
    with road.desk.reading() as session:
        return county_of(session).exported


def test_first_nothing_to_read_then_a_package(road: Road) -> None:
    road.add("甲", "乙")
    done = press(road)
    assert done.read == ()
    assert done.written is not None
    assert (done.written.changes, done.says, done.trouble) == (2, "2 条已写好、加密，并读回核对过。", False)
    assert [taken.outcome for taken in road.county_takes()] == ["taken"]


def test_a_receipt_names_no_day_that_the_county_cannot_have(road: Road) -> None:
    """A line was written under a clock that stood ten years ahead; what was entered since then is not with the county."""
    road.set_clock(11, 20)
    road.add("甲")
    right = road.desk.clock
    road.desk.clock = lambda: right() + timedelta(days=3650)
    road.add("乙")
    road.desk.clock = right
    press(road)
    road.county_takes()
    road.county_answers()
    road.set_clock(11, 22)
    road.add("丙")
    assert press(road).read[0].sentences[0] == "回执：县里已收到 11月22日 前的 2 条。"


def test_the_answer_is_read_before_the_package_is_written(road: Road) -> None:
    road.set_clock(11, 20)
    road.add("甲", "乙")
    press(road)
    road.county_takes()
    road.county_answers()
    road.add("丙")
    done = press(road)
    assert [(one.outcome, one.good) for one in done.read] == [("read", True)]
    assert done.read[0].sentences == ("回执：县里已收到 11月20日 前的 2 条。", "乡镇村居名单改了 2 条。")
    assert done.written is not None
    assert (done.written.first, done.written.last) == (3, 3), "what the receipt confirms does not travel again"


def test_several_answers_in_any_order_and_names_a_clerk_gives_them(road: Road) -> None:
    road.round()
    press(road)
    paths = []
    for name in "甲乙丙":
        road.add(name)
        road.export()
        road.county_takes()
        paths.append(road.county_answers())
    deep = road.stick / "县里 回信" / "11月"
    deep.mkdir(parents=True)
    shutil.move(paths[0], deep / "最新 (1).SDPKG")
    shutil.move(paths[2], road.stick / "AAA.sdpkg")
    shutil.copy(road.stick / "AAA.sdpkg", road.stick / "AAA - 副本.sdpkg")
    done = press(road)
    assert [one.outcome for one in done.read] == ["read", "read", "read"]
    assert confirmed(road) == 3
    assert (done.written, done.says) == (None, "没有新的要报，县里都收到了。")
    with road.desk.reading() as session:
        again = look(session, road.stick)
    assert (again.answers, again.known) == ([], 5), "an answer that was read is not read again"
    assert press(road).read == ()


def test_an_older_answer_that_comes_late_changes_nothing(road: Road, tmp_path: Path) -> None:
    road.add("甲")
    road.export()
    road.county_takes()
    shutil.move(road.county_answers(), tmp_path / "late.sdpkg")
    road.add("乙")
    road.export()
    road.county_takes()
    road.county_answers()
    press(road)
    assert confirmed(road) == 2
    shutil.move(tmp_path / "late.sdpkg", road.stick / "late.sdpkg")
    done = press(road)
    assert [one.outcome for one in done.read] == ["old"]
    assert confirmed(road) == 2


def test_twice_is_said_and_not_written_twice(road: Road) -> None:
    road.add("甲")
    first = press(road)
    before = names(road.stick)
    second = press(road)
    assert second.written == first.written
    assert second.says == "这次的文件已经在 U 盘里，完好，不用再写。"
    assert names(road.stick) == before
    assert first.written is not None
    first.written.path.write_bytes(first.written.path.read_bytes()[:-10])
    third = press(road)
    assert third.written is not None
    assert third.written.number == 2, "a package that was cut off is not taken for whole"
    road.add("乙")
    assert press(road).says == "2 条已写好、加密，并读回核对过。"


def test_word_that_the_countys_changes_arrived_is_worth_a_package(road: Road) -> None:
    road.add("甲")
    road.round()
    press(road)
    assert press(road).written is None
    road.county_writes_place("派出所", "0798-0120001")
    road.county_takes()
    road.county_answers()
    done = press(road)
    assert done.says == "给县里的收条已写好，并读回核对过。"
    assert "便民服务改了 1 条。" in done.read[0].sentences
    assert done.written is not None
    assert done.written.changes == 0
    assert press(road).written is None, "once is enough"


def test_files_for_others_and_of_others_are_left_alone(road: Road) -> None:
    from stationdesk.county import stations

    stations.enrol_station(road.county, "县", code=OTHER, name="下徐村", town="鲇鱼山镇", to=road.stick)
    road.add("甲")
    road.round()
    road.county_writes_place("派出所", "0798-0120001")
    path = road.county_answers()
    said = path.read_bytes().replace(b'"recipient":"360202101209"', b'"recipient":"360202101210"')
    path.unlink()
    other = road.stick / f"SD_360202_to_{OTHER}_000001-000001_n0001.sdpkg"
    other.write_bytes(said)
    (road.stick / "照片.jpg").write_bytes(b"\xff\xd8")
    (road.stick / ".Trashes").mkdir()
    with road.desk.reading() as session:
        found = look(session, road.stick)
    assert found.answers == []
    assert [one.name for one in found.enrolments] == [f"{OTHER}.sdenrol"]
    before = other.read_bytes()
    assert press(road).read == ()
    assert other.read_bytes() == before


def test_a_forged_answer_is_refused_and_the_package_goes_all_the_same(road: Road) -> None:
    road.add("甲")
    road.export()
    road.county_takes()
    path = road.county_answers()
    data = bytearray(path.read_bytes())
    data[-400] ^= 1
    path.write_bytes(data)
    done = press(road)
    assert [one.outcome for one in done.read] == ["refused"]
    assert not done.read[0].good
    assert confirmed(road) == 0
    assert done.written is not None


@pytest.mark.parametrize("size", [0, 10, 200, 900, -1])
def test_an_answer_cut_anywhere(road: Road, size: int) -> None:
    road.add("甲")
    road.export()
    road.county_takes()
    path = road.county_answers()
    path.write_bytes(path.read_bytes()[:size])
    done = press(road)
    assert [one.outcome for one in done.read] == ["refused"]
    assert done.read[0].sentences[0].endswith("。")
    assert confirmed(road) == 0


def test_cancel_leaves_nothing_half(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stationdesk.sync.outbox.FIRST_LINES", 300)
    road.add(*(f"{number}某" for number in range(1200)), remark="字" * 100)
    told: list[tuple[str, int, int]] = []

    def stop_at(place: int, sentence: str, done: int, total: int) -> None:
        told.append((sentence, done, total))
        if len(told) > place:
            raise Stopped

    place = 0
    while True:
        told.clear()
        try:
            report_to_county(road.desk, OPERATOR, road.stick, lambda *said, at=place: stop_at(at, *said))
        except Stopped:
            assert names(road.stick) == []
            assert exported(road) == 0
            place += 1
        else:
            break
    assert place >= 5, "looking, sealing three times, writing"
    assert [done for sentence, done, _total in told if sentence == "正在加密要报的记录"] == [0, 300, 900]
    assert len(names(road.stick)) == 1


def test_what_a_crash_left_is_swept(road: Road) -> None:
    road.add("甲")
    left = road.stick / "SD_360202101209_000001-000001_n0007.sdpkg.partial"
    left.write_bytes(b"half")
    press(road)
    assert not left.exists()
    assert len(names(road.stick)) == 1


def test_before_enrolment_and_after_retirement(tmp_path: Path, road: Road) -> None:
    with made_road(tmp_path / "other", enrolled=False) as lonely, pytest.raises(NotEnrolled):
        press(lonely)
    road.add("甲")
    with road.desk.writing(OPERATOR, "x") as session:
        session.connection().exec_driver_sql("UPDATE peer SET retired = 1")
    with pytest.raises(Retired):
        press(road)
    assert names(road.stick) == []


@pytest.mark.parametrize(
    "harm", ["UPDATE change SET line = CAST('x' AS BLOB) WHERE seq = 3", "UPDATE change SET line = line || x'0a' WHERE seq = 2"]
)
def test_a_journal_that_is_not_what_it_says_is_not_exported(harm: str, road: Road) -> None:
    road.add("甲", "乙", "丙")
    with closing(connect(road.desk.folder.store, road.desk.key)) as connection:  # past the program, which only adds to the journal
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'change'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(harm)
        connection.commit()
    with pytest.raises(BadLine):
        road.export()
    assert names(road.stick) == []
