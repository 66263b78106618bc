"""The three lists as they stood on a day: what came later changes nothing in them."""

from __future__ import annotations

from datetime import timedelta

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.wellbeing import Need
from stationdesk.services.requests import raise_request, settle
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.three_lists import CareList, baseline_list, need_list, responsibility_list
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put


def names(found: CareList) -> list[str]:
    return [row.cells[1] for row in found.rows]


def tagged(desk: Database, who: str, category: str, first: str, last: str | None = None) -> None:
    put(desk, CategoryTag, CategoryTagDraft(resident_id=who, category=category, from_date=first, to_date=last))


def test_the_baseline_is_that_of_its_day(desk: Database) -> None:
    a = person(desk, "甲老人", 81, "red", enrolled_on=ago(300))
    b = person(desk, "乙老人", 82, enrolled_on=ago(300))
    person(desk, "没类别", 50, enrolled_on=ago(300))
    late = person(desk, "后来的", 70, enrolled_on=ago(2))
    tagged(desk, a, "living_alone", ago(200), ago(10))
    tagged(desk, b, "left_behind_elder", ago(20))
    tagged(desk, late, "empty_nest", ago(400))
    with desk.reading() as session:
        now, then = baseline_list(session, ON), baseline_list(session, ON - timedelta(days=15))
        older = baseline_list(session, ON - timedelta(days=30))
    assert set(names(now)) == {"甲老人", "乙老人", "后来的"}
    assert {row.cells[1]: row.cells[3] for row in then.rows} == {"甲老人": "独居老人", "乙老人": "留守老人"}
    assert set(names(older)) == {"甲老人"}
    assert now.people() == 3


def test_whoever_died_or_moved_leaves_the_lists_from_that_day_on(desk: Database) -> None:
    who = person(desk, "甲老人", 81, "red", enrolled_on=ago(300))
    with desk.writing(OPERATOR, "登记需求") as session:
        raise_request(session, ServiceRequestDraft(resident_id=who, text="修屋顶", raised_on=ago(20)), ON)
    with desk.writing(OPERATOR, "去世") as session:
        change_status(session, who, StatusDraft("deceased", ON - timedelta(days=5)), ON)
    with desk.reading() as session:
        assert names(baseline_list(session, ON)) == []
        assert names(need_list(session, ON)) == []
        assert names(baseline_list(session, ON - timedelta(days=6))) == ["甲老人"]
        assert names(need_list(session, ON - timedelta(days=6))) == ["甲老人"]


def test_needs_are_open_until_they_are_settled(desk: Database) -> None:
    who = person(desk, "甲老人", 81, "red", enrolled_on=ago(300), needs=(Need(kind="meals", note="每天中午", since=ago(40)),))
    with desk.writing(OPERATOR, "登记需求") as session:
        request = raise_request(session, ServiceRequestDraft(resident_id=who, text="修屋顶", kind="repair", raised_on=ago(20)), ON).id
    with desk.writing(OPERATOR, "办理") as session:
        settle(session, request, "solved", ON, by=OPERATOR, happened_on=ago(5))
    with desk.reading() as session:
        days = {back: [row.cells[4] for row in need_list(session, ON - timedelta(days=back)).rows] for back in (0, 4, 5, 6, 20, 21, 41)}
    assert days == {
        0: ["每天中午"],
        4: ["每天中午"],
        5: ["每天中午"],
        6: ["每天中午", "修屋顶"],
        20: ["每天中午", "修屋顶"],
        21: ["每天中午"],
        41: [],
    }


def test_a_child_stands_by_alias_without_group_and_without_what_was_told(desk: Database) -> None:
    child = person(desk, "徐小满", 9, alias="小满", enrolled_on=ago(300), schooling="primary")
    put(desk, CareGrade, CareGradeDraft(resident_id=child, grade="yellow", from_date=ago(100)))
    tagged(desk, child, "left_behind_child", ago(100))
    with desk.writing(OPERATOR, "登记需求") as session:
        raise_request(session, ServiceRequestDraft(resident_id=child, text="想妈妈", raised_on=ago(2)), ON)
    with desk.reading() as session:
        closed = [row for found in (baseline_list(session, ON), need_list(session, ON)) for row in found.rows]
        opened = need_list(session, ON, may_see_children=True).rows
    assert all(row.child for row in closed)
    assert not any("徐小满" in cell or "汪家组" in cell or "想妈妈" in cell or "留守" in cell for row in closed for cell in row.cells)
    assert "想妈妈" in opened[0].cells


def test_responsibilities_are_those_of_the_day(desk: Database) -> None:
    who = person(desk, "甲老人", 81, "red", enrolled_on=ago(300))
    helper = put(desk, Helper, HelperDraft(name="余国平", helper_type="responsible_officer"))
    put(
        desk,
        Pairing,
        PairingDraft(
            helper_id=helper.id, resident_id=who, kind="responsibility", level=3, level_label="村级", start_date=ago(50), end_date=ago(10)
        ),
    )
    with desk.reading() as session:
        now, then = responsibility_list(session, ON), responsibility_list(session, ON - timedelta(days=20))
    assert "余国平" not in "".join(now.rows[0].cells)
    assert "余国平" in "".join(then.rows[0].cells)


def test_filters_leave_what_is_asked_for(desk: Database) -> None:
    a, b = (
        person(desk, "甲老人", 81, enrolled_on=ago(9), village_group="一组"),
        person(desk, "乙老人", 82, enrolled_on=ago(9), village_group="二组"),
    )
    tagged(desk, a, "living_alone", ago(8))
    tagged(desk, b, "empty_nest", ago(8))
    with desk.reading() as session:
        found = baseline_list(session, ON)
    assert names(found.only(groups=["一组"])) == ["甲老人"]
    assert names(found.only(categories=["empty_nest"])) == ["乙老人"]
    assert names(found.only(groups=["一组"], categories=["empty_nest"])) == []
    assert len(found.only().rows) == 2
