"""Health in the list of the day, medicines, the pane, what a plan may begin with, what a death ends, and the figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stationdesk.registers.medicine import MedicineDraft
from stationdesk.services.health_figures import health_figures
from stationdesk.services.health_pane import pane_of
from stationdesk.services.medicines import (
    MedicineImpossible,
    NoSuchMedicine,
    add_medicine,
    change_medicine,
    end_medicine,
    fetched,
    medicines_of,
    record_of,
    write_record,
)
from stationdesk.services.plan_people import lacking, to_review
from stationdesk.services.plan_proposing import problems_for
from stationdesk.services.plans import (
    plan_of,
)
from stationdesk.services.plans_today import due_now
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.timeline import events
from stationdesk.services.today import today
from stationdesk.services.today_lines import Asked
from stationdesk.services.today_sources import BY_KIND
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.health_kit import BY, ON, ill, person
from tests.services.health_kit import measure as read
from tests.services.plan_kit import measure, plan


def due(desk: Database, on: date) -> list[str]:
    with desk.reading() as session:
        return [one.due.measure.what if one.due else "复看" for one in due_now(session, on)]


def test_visitors_read_neither_measures_nor_figures_over_the_shoulder(desk: Database) -> None:
    who = person(desk)
    plan(desk, who, measures=(measure("送降压药", kind="contact", every_days=1, from_date="2026-11-20"),))
    read(desk, who, "2026-11-01", systolic=190, diastolic=100)
    with desk.reading() as session:
        told = " ".join(line.sentence() for line in today(session, ON, covered=True).lines())
        open_ = " ".join(line.sentence() for line in today(session, ON).lines())
    assert "降压药" in open_
    assert "190/100" in open_
    assert "降压药" not in told
    assert "190" not in told


def test_health_lines_high_readings_medicines_and_who_falls_behind(desk: Database) -> None:
    late, behind, other = person(desk), person(desk, "程来发", chronic=ill("hypertension")), person(desk, "徐桂英")
    urgent = read(desk, late, "2026-11-01", systolic=186, diastolic=100)
    read(desk, behind, "2026-08-01", systolic=130, diastolic=80)
    read(desk, other, "2026-08-01", systolic=130, diastolic=80)
    with desk.writing(BY, "药") as session:
        draft = MedicineDraft(
            resident_id=other, name="氨氯地平", dose="1 片", times_a_day=1, refill_every_days=30, next_refill="2026-11-23"
        )
        drug = add_medicine(session, draft, ON).id
    with desk.reading() as session:
        lines = BY_KIND["health"].section(session, Asked(ON)).lines
    assert [(line.name, line.record_id, line.done_words) for line in lines] == [
        ("程来发", "rhythm/hypertension", ""),
        ("汪厚行", urgent, "看过了"),
        ("徐桂英", drug, "药拿了"),
    ]
    source = BY_KIND["health"]
    assert source.done is not None
    assert source.said is not None
    for line in lines[1:]:
        with desk.writing(BY, source.said(line)) as session:
            source.done(session, line, ON, BY)
    with desk.reading() as session:
        assert [line.name for line in BY_KIND["health"].section(session, Asked(ON)).lines] == ["程来发"]
        assert [one.next_refill for one in medicines_of(session, other, ON)] == ["2026-12-23"]
        assert source.days is not None
        assert dict(source.days(session, ON, ON + timedelta(days=40))) == {date(2026, 12, 23): 1}
    undo_last(desk, BY)
    with desk.reading() as session:
        assert [one.next_refill for one in medicines_of(session, other, ON)] == ["2026-11-23"]


def test_medicines_are_changed_and_ended(desk: Database) -> None:
    who = person(desk)
    with desk.writing(BY, "药") as session:
        drug = add_medicine(session, MedicineDraft(resident_id=who, name="二甲双胍", refill_every_days=14), ON).id
    with desk.writing(BY, "药") as session:
        assert change_medicine(session, drug, {"dose": "0.5 克", "times_a_day": 2}).next_refill == "2026-12-07"
        with pytest.raises(MedicineImpossible):
            end_medicine(session, drug, date(2026, 11, 1))
        with pytest.raises(NoSuchMedicine):
            fetched(session, "没有", ON)
    with desk.writing(BY, "停药") as session:
        end_medicine(session, drug, ON, "医生换了药")
        write_record(session, who, {"blood_type": "a", "allergies": "青霉素"}, ON)
    with desk.writing(BY, "改") as session:
        write_record(session, who, {"doctor_name": "胡文斌"}, ON)
    with desk.reading() as session:
        kept = record_of(session, who)
        assert kept is not None
        assert (kept.blood_type, kept.allergies, kept.doctor_name) == ("a", "青霉素", "胡文斌")
        told = [one.sentence for one in events(session, who, ON.isoformat())]
        assert {"在吃 二甲双胍，一次 0.5 克，一天 2 次", "不再吃 二甲双胍 · 医生换了药"} <= set(told)
        assert [line.text for line in pane_of(session, who, ON + timedelta(days=1)).medicines] == ["到 11月23日，医生换了药"]


def test_the_pane_says_the_latest_the_reminders_with_their_source_and_how_it_went(desk: Database) -> None:
    who = person(desk, chronic=ill("hypertension"))
    for day, upper in (("2026-10-01", 150), ("2026-10-20", 138), ("2026-11-18", 152)):
        read(desk, who, day, systolic=upper, diastolic=88)
    read(desk, who, "2026-11-20", temperature=986)
    with desk.reading() as session:
        pane = pane_of(session, who, ON)
    assert [(one.value, one.tone) for one in pane.latest] == [("152/88", "amber"), ("98.6", "amber")]
    assert "37.0" in pane.latest[1].note
    assert [one.source for one in pane.reminders] == ["国家基本公共卫生服务规范（第三版，2017年）高血压患者健康管理", ""]
    assert "12月2日" in pane.reminders[1].says
    assert pane.trends[0].labels == ("150/88", "138/88", "152/88")
    assert pane.trends[0].spoken() == "血压：10月1日 150/88、10月20日 138/88、11月18日 152/88"
    assert (pane.count, bool(pane.consent)) == (4, False)


def test_proposals_come_from_the_record(desk: Database) -> None:
    who = person(desk, mobility="stick", needs=({"kind": "repair", "note": "厨房灯不亮"},), children_whereabouts="other_province")
    read(desk, who, "2026-11-18", systolic=152, diastolic=88)
    with desk.reading() as session:
        assert problems_for(session, who, ON) == [
            "一个人住，夜里有事没人知道。",
            "血压 152/88，偏高（11月18日）",
            "走路要拄拐，怕摔跤。",
            "维修，厨房灯不亮",
            "30 天没和家里人连线",
        ]


def test_death_ends_plan_and_medicines_and_hospital_lets_them_rest(desk: Database) -> None:
    gone, resting = person(desk), person(desk, "程来发")
    for who in (gone, resting):
        plan(desk, who)
        read(desk, who, "2026-11-01", systolic=186, diastolic=100)
    with desk.writing(BY, "药") as session:
        add_medicine(session, MedicineDraft(resident_id=gone, name="氨氯地平", next_refill="2026-11-20"), ON)
    for who, state in ((gone, "deceased"), (resting, "hospital")):
        with desk.writing(BY, "走了") as session:
            change_status(session, who, StatusDraft(to_status=state, happened_on=ON), ON, operator=BY)
    with desk.reading() as session:
        day = today(session, date(2026, 12, 30))
        assert [line.kind for line in day.lines() if line.kind in ("plans", "health")] == []
        assert plan_of(session, gone, ON) is None
        assert [(one.to_date, one.next_refill) for one in medicines_of(session, gone, ON)] == [("2026-11-23", None)]
        assert plan_of(session, resting, ON) is not None
    undo_last(desk, BY)
    undo_last(desk, BY)
    assert due(desk, date(2026, 11, 24)).count("打电话问一声") == 2


def test_who_has_no_plan_and_whose_is_late(desk: Database) -> None:
    has, lacks = person(desk), person(desk, "程来发")
    plan(desk, has, review_due="2026-11-23")
    with desk.reading() as session:
        assert [one.resident_id for one in lacking(session, ON)] == [lacks]
        assert [(one.resident_id, one.version) for one in to_review(session, ON)] == [(has, 1)]
        assert to_review(session, ON - timedelta(days=1)) == []


def test_figures_count_households_people_and_plans(desk: Database) -> None:
    one, two, three = person(desk, household_id="h1"), person(desk, "程来发", household_id="h1"), person(desk, "徐桂英")
    for who, day in ((one, "2026-11-01"), (one, "2026-11-05"), (two, "2026-10-01")):
        read(desk, who, day, systolic=130, diastolic=80)
    with desk.writing(BY, "建档") as session:
        write_record(session, three, {"blood_type": "o"}, ON)
    plan(desk, one, review_due="2026-11-23")
    with desk.reading() as session:
        found = health_figures(session, date(2026, 11, 1), date(2026, 11, 30))
        before = health_figures(session, date(2026, 10, 1), date(2026, 10, 31))
    assert (found.households, found.people, found.readings, found.plans, found.overdue) == (2, 1, 2, 1, 1)
    assert (before.households, before.people, before.plans) == (1, 1, 0)
    assert found.words()[0] == ("建了健康档案的户", 2, "户")
