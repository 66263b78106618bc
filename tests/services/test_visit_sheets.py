"""Visit sheets: who is on them and in which order, kept as printed, found again, and never printed for whom one may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from stationdesk.registers.care_plan import CarePlanDraft, PlanMeasure
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.visit_sheet import VisitSheet
from stationdesk.services.followed import followed
from stationdesk.services.look_at import look_at
from stationdesk.services.plans import make_plan
from stationdesk.services.requests import raise_request
from stationdesk.services.routes import NobodyToVisit
from stationdesk.services.sheet_numbers import codes
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_sheets import (
    NoSuchSheet,
    Part,
    PlannedSheet,
    TooManyForASheet,
    bring_back,
    by_group,
    by_helper,
    find_sheet,
    keep_sheet,
    plan_sheets,
    printed_again,
)
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put, visited


def village(desk: Database) -> dict[str, str]:
    return {
        "程来发": person(desk, "程来发", 76, "yellow", ((40, "home", "met"),), village_group="岭下组", route_order=2),
        "冯毛仔": person(desk, "冯毛仔", 73, "green", village_group="岭下组", route_order=1),
        "占有根": person(desk, "占有根", 78, village_group="河口组"),
        "小周": person(desk, "周子涵", 9, village_group="河口组"),
    }


def planned(desk: Database, *parts: Part, sees: bool = True) -> tuple[PlannedSheet, ...]:
    with desk.reading() as session:
        return plan_sheets(session, parts, ON, may_see_children=sees)


def kept(desk: Database, sheet: PlannedSheet) -> VisitSheet:
    with desk.writing(OPERATOR, "打印走访单") as session:
        return keep_sheet(session, sheet, OPERATOR)


def test_a_sheet_is_in_the_order_of_the_way_round_with_why_and_what_to_ask(desk: Database) -> None:
    ids = village(desk)
    visited(desk, ids["冯毛仔"], 3, "home", next_plan="药送到没有", follow_up_due=ago(0))
    (sheet,) = planned(desk, Part("全村", tuple(ids.values())))
    assert [line.stop.listed for line in sheet.lines] == ["冯毛仔", "程来发", "占有根", "小涵"]
    assert [line.code for line in sheet.lines] == codes(sheet.number, 4)
    assert sheet.lines[0].ask == ("药送到没有",)
    assert "过期" in sheet.lines[1].stop.reason


def test_without_the_right_no_child_is_on_it_and_it_is_said(desk: Database) -> None:
    ids = village(desk)
    (sheet,) = planned(desk, Part("全村", tuple(ids.values())), sees=False)
    assert sheet.children == 1
    assert ids["小周"] not in {line.stop.resident_id for line in sheet.lines}
    with pytest.raises(NobodyToVisit, match="孩子"):
        planned(desk, Part("孩子", (ids["小周"],)), sees=False)


def test_nobody_and_too_many_are_refused(desk: Database) -> None:
    with pytest.raises(NobodyToVisit):
        planned(desk, Part("没人", ()))
    with pytest.raises(TooManyForASheet, match="301"):
        planned(desk, Part("全县", tuple(str(n) for n in range(301))))


def test_parts_by_group_and_by_whoever_answers_for_people(desk: Database) -> None:
    ids = village(desk)
    helpers = [put(desk, Helper, HelperDraft(name=name)).id for name in ("占国林", "程雪琴")]
    put(desk, Pairing, PairingDraft(helper_id=helpers[0], resident_id=ids["程来发"], kind="responsibility", level=1))
    put(desk, Pairing, PairingDraft(helper_id=helpers[1], resident_id=ids["程来发"], kind="responsibility", level=3))
    put(desk, Pairing, PairingDraft(helper_id=helpers[1], resident_id=ids["冯毛仔"]))
    put(desk, Pairing, PairingDraft(helper_id=helpers[0], resident_id=ids["占有根"], end_date=ago(3), state="ended"))
    with desk.reading() as session:
        groups = by_group(session, ids.values(), ON, may_see_children=True)
        parts = by_helper(session, tuple(ids.values()), ON)
    assert [(part.about, len(part.ids)) for part in groups] == [("岭下组", 2), ("河口组", 2)]
    assert [(part.about, part.visitors, len(part.ids)) for part in parts] == [("程雪琴", ("程雪琴",), 2), ("没人负责的", (), 2)]
    sheets = planned(desk, *parts)
    assert [sheet.number.counter for sheet in sheets] == [1, 2]


def test_what_was_printed_is_kept_once_and_numbers_go_on(desk: Database) -> None:
    ids = village(desk)
    (first,) = planned(desk, Part("岭下组", (ids["程来发"], ids["冯毛仔"]), ("占国林",)))
    sheet = kept(desk, first)
    assert kept(desk, first).id == sheet.id
    assert [(stop.code, stop.resident_id) for stop in sheet.stops] == [(line.code, line.stop.resident_id) for line in first.lines]
    (second,) = planned(desk, Part("河口组", (ids["占有根"],)))
    assert second.number.counter == first.number.counter + 1
    undo_last(desk, OPERATOR)
    assert planned(desk, Part("河口组", (ids["占有根"],)))[0].number == second.number


def test_a_sheet_is_found_by_its_number_its_counter_and_after_its_printing_was_undone(desk: Database) -> None:
    ids = village(desk)
    (plan,) = planned(desk, Part("岭下组", (ids["程来发"],)))
    sheet = kept(desk, plan)
    with desk.reading() as session:
        assert find_sheet(session, sheet.number, ON).id == sheet.id
        assert find_sheet(session, "1", ON).id == sheet.id
        assert find_sheet(session, "1", ON + timedelta(days=60)).id == sheet.id
        for nothing in ("7", "2026-ZZZ-0001", ""):
            with pytest.raises(NoSuchSheet):
                find_sheet(session, nothing, ON)
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert find_sheet(session, sheet.number, ON).removed_at
    with desk.writing(OPERATOR, "照样录") as session:
        bring_back(session, sheet.id)
    with desk.reading() as session:
        assert find_sheet(session, sheet.number, ON).removed_at is None


def test_a_reprint_bears_the_same_number_and_codes_and_leaves_out_who_is_gone(desk: Database) -> None:
    ids = village(desk)
    (plan,) = planned(desk, Part("全村", tuple(ids.values())))
    sheet = kept(desk, plan)
    with desk.writing(OPERATOR, "去世") as session:
        gone = session.exec(select(Resident).where(Resident.id == ids["冯毛仔"])).one()
        gone.residency_status, gone.residency_since = "deceased", ago(0)
    with desk.writing(OPERATOR, "搬到别组") as session:
        session.exec(select(Resident).where(Resident.id == ids["程来发"])).one().route_order = 9
    with desk.reading() as session:
        again = printed_again(session, sheet, ON + timedelta(days=2), may_see_children=True)
    assert (again.number, again.again, again.printed_on) == (plan.number, True, ON)
    before = {line.code: (place, line.stop.name) for place, line in enumerate(plan.lines, 1)}
    assert {line.code: (line.place, line.stop.name) for line in again.lines} == {
        code: said for code, said in before.items() if said[1] != "冯毛仔"
    }


def test_whoever_was_merged_is_followed(desk: Database) -> None:
    ids = village(desk)
    with desk.writing(OPERATOR, "合并") as session:
        session.exec(select(Resident).where(Resident.id == ids["冯毛仔"])).one().merged_into = ids["程来发"]
    with desk.writing(OPERATOR, "再合并") as session:
        session.exec(select(Resident).where(Resident.id == ids["程来发"])).one().merged_into = ids["占有根"]
    with desk.reading() as session:
        assert followed(session, [ids["冯毛仔"], ids["小周"]]) == {ids["冯毛仔"]: ids["占有根"], ids["小周"]: ids["小周"]}


def test_what_to_ask_after_is_a_need_a_promise_and_the_plan_each_once(desk: Database) -> None:
    ids = village(desk)
    one = ids["程来发"]
    visited(desk, one, 3, "home", next_plan="水管漏水", follow_up_due=ago(0))
    with desk.writing(OPERATOR, "要办的事") as session:
        raise_request(session, ServiceRequestDraft(resident_id=one, text="水管漏水"), ON)
        raise_request(session, ServiceRequestDraft(resident_id=one, text="灯泡坏了" * 20), ON)
    measure = PlanMeasure(key="a", what="看看灶房", every_days=7)
    over = PlanMeasure(key="b", what="过了的措施", every_days=7, until=ago(30))
    with desk.writing(OPERATOR, "一人一策") as session:
        make_plan(session, CarePlanDraft(resident_id=one, made_on=ON.isoformat(), measures=(measure, over)), ON, OPERATOR)
    with desk.reading() as session:
        (asked,) = look_at(session, [one, ids["冯毛仔"]], ON).values()
    assert set(asked) == {"水管漏水", ("灯泡坏了" * 20)[:39] + "…", "看看灶房"}
