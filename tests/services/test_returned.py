"""What came back stands in one list, each with the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from stationdesk.services.cards import cards_for, record_issues
from stationdesk.services.returned import Return, returned
from stationdesk.sync.reporting import report_to_county
from tests.road_kit import OPERATOR, Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


def seen(road: Road, on: date, *, children: bool = False) -> list[Return]:
    with road.desk.reading() as session:
        return returned(session, on, children=children)


def of_kind(road: Road, on: date, kind: str) -> list[Return]:
    return [one for one in seen(road, on) if one.kind == kind]


def test_nothing_came_back_yet(tmp_path: Path) -> None:
    with made_road(tmp_path, enrolled=False) as road:
        assert seen(road, date(2026, 11, 22)) == []


def test_a_receipt_says_how_far_and_that_nothing_is_missing(road: Road) -> None:
    road.set_clock(11, 20)
    road.add("甲", "乙")
    road.export()
    road.county_takes()
    on = road.set_clock(11, 21)
    road.receive(road.county_answers())
    (receipt,) = of_kind(road, on, "receipt")
    assert (receipt.title, receipt.text, receipt.when) == ("回执", "11月20日 前的 2 条，一条不少。", "11月21日")
    assert receipt.sentence == "回执，11月21日，11月20日 前的 2 条，一条不少。"


def test_a_record_sent_back_leads_to_the_person(road: Road) -> None:
    on = road.set_clock(11, 20)
    bad, _other = road.add("甲", "乙")
    road.edit(bad, name="吴" * 80)
    road.round()
    (one,) = of_kind(road, on, "sent_back")
    assert (one.action, one.page, one.argument) == ("去改", "residents", bad)
    assert one.text.endswith("其余的县里已收到。")
    assert "退回 1 条" in of_kind(road, on, "receipt")[0].text
    road.edit(bad, name="吴细妹")
    (one,) = of_kind(road, on, "sent_back")
    assert (one.title, one.action) == ("请核对：吴细妹", "")
    assert one.text.endswith("已经改过，这次一起报。")


def test_a_child_sent_back_stands_under_another_name(road: Road) -> None:
    on = road.set_clock(11, 20)
    (child,) = road.add("汪小雨", birth_date="2017-05-06", birth_precision="day")
    road.edit(child, school="校" * 300)
    road.round()
    assert of_kind(road, on, "sent_back")[0].title == "请核对：小雨"
    assert "汪小雨" not in str(seen(road, on))
    assert "汪小雨" in str(seen(road, on, children=True))


def test_a_changed_phone_names_how_many_cards_are_to_be_printed_again(road: Road) -> None:
    road.open_station()
    on = road.set_clock(11, 20)
    road.add("甲", "乙", birth_date="1940", birth_precision="year")
    place = road.county_writes_place("派出所", "0798-0120001")
    road.round()
    (new,) = of_kind(road, on, "directory")
    assert (new.title, new.text, new.action) == ("新增派出所", "已发的联系卡不用重打。", "")
    with road.desk.writing(OPERATOR, "打印") as session:
        record_issues(session, cards_for(session, on=on.isoformat()), on=on.isoformat(), by=OPERATOR)
    on = road.set_clock(11, 22)
    road.county_moves_phone(place, "0798-0120002")
    road.round()
    (newest,) = of_kind(road, on, "directory")
    assert (newest.title, newest.text, newest.action) == ("派出所电话换了", "2 张联系卡要重打。", "打印")
    with road.desk.writing(OPERATOR, "打印") as session:
        record_issues(session, cards_for(session, on=on.isoformat()), on=on.isoformat(), by=OPERATOR)
    assert of_kind(road, on, "directory")[0].action == ""


def test_a_broken_file_is_named_until_a_newer_one_is_read(road: Road) -> None:
    on = road.set_clock(11, 20)
    road.add("甲")
    road.export()
    road.county_takes()
    path = road.county_answers()
    path.write_bytes(path.read_bytes()[:500])
    report_to_county(road.desk, OPERATOR, road.stick)
    (one,) = of_kind(road, on, "file")
    assert (one.tag, one.when) == ("没读成", "11月20日")
    assert path.name in one.title
    assert "再复制一次" in one.text or "不完整" in one.text
    assert of_kind(road, on, "receipt") == []
    road.county_answers()
    report_to_county(road.desk, OPERATOR, road.stick)
    assert of_kind(road, on, "file") == []
    assert len(of_kind(road, on, "receipt")) == 1


def test_another_version_of_the_journal_comes_first(road: Road) -> None:
    on = road.set_clock(11, 20)
    road.add("甲")
    road.round()
    with road.desk.writing(OPERATOR, "x") as session:
        session.connection().exec_driver_sql("UPDATE peer SET forked = 1")
    assert seen(road, on)[0].kind == "two_versions"
    assert seen(road, on)[0].tag == "打电话"


def test_changes_of_the_directory_leave_the_list_after_two_months(road: Road) -> None:
    road.set_clock(8, 1)
    road.county_writes_place("派出所", "0798-0120001")
    road.add("甲")
    road.round()
    assert [one.kind for one in seen(road, road.set_clock(11, 20))] == ["receipt"]
    assert {one.kind for one in seen(road, road.set_clock(8, 2))} == {"receipt", "directory", "units"}
