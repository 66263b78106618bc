"""Care plans: versions in a row, what is due and what settles it, and how a line of the day is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stationdesk.services.plan_proposing import measures_for
from stationdesk.services.plan_words import differences, every_words, when_words
from stationdesk.services.plans import (
    NoSuchPlan,
    PlanImpossible,
    end_plan,
    plan_called,
    plan_of,
    plans_in_force,
    review_plan,
    tick,
    versions_of,
)
from stationdesk.services.plans_today import due_now
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.timeline import events
from stationdesk.services.today_lines import Asked
from stationdesk.services.today_sources import BY_KIND
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_writing import VisitForm, write_visit
from stationdesk.services.visiting import NoSuchResident
from stationdesk.store.database import Database
from tests.services.health_kit import BY, ON, person
from tests.services.plan_kit import MEASURES, measure, plan


def due(desk: Database, on: date) -> list[str]:
    with desk.reading() as session:
        return [one.due.measure.what if one.due else "复看" for one in due_now(session, on)]


def test_a_change_makes_the_next_version_and_the_one_before_stays_readable(desk: Database) -> None:
    who = person(desk)
    first = plan(desk, who, made_on="2026-08-12", problems=("怕摔",), measures=MEASURES[:2])
    second = plan(desk, who)
    with desk.reading() as session:
        assert [(one.version, one.ended_on, one.previous_id) for one in versions_of(session, who)] == [
            (2, None, first.id),
            (1, "2026-11-23", None),
        ]
        assert plan_of(session, who, date(2026, 9, 1)).id == first.id  # type: ignore[union-attr]
        assert set(plans_in_force(session, ON)) == {who}
        told = differences(plan_called(session, first.id), second, ON)
    assert "有什么难处，去掉：怕摔" in told
    assert "添了：卫生间装扶手，村党支部，一次，12月10日 前" in told
    with desk.reading() as session:
        assert differences(second, plan_called(session, second.id), ON) == []
    undo_last(desk, BY)
    with desk.reading() as session:
        assert [(one.version, one.ended_on) for one in versions_of(session, who)] == [(1, None)]


def test_measures_read_as_on_the_paper() -> None:
    assert [every_words(one) for one in MEASURES] == ["每天", "每周", "每两周", "每周二晚", "一次", "一次", "下雪就送"]
    assert [when_words(one, ON) for one in MEASURES] == [
        "11月24日 起",
        "11月25日 起",
        "12月3日 起",
        "11月24日 起",
        "11月24日 前",
        "12月10日 前",
        "到 2月28日",
    ]
    assert all(one["what"] and one["kind"] for one in measures_for())


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"made_on": "2026-11-24"}, "还没到"),
        ({"problems": (), "measures": ()}, "什么都没写"),
        ({"review_due": "2026-11-22"}, "复看"),
        ({"measures": (measure("x", from_date="2026-12-01", until="2026-11-30"),)}, "结束比开始还早"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(desk: Database, fields: dict[str, object], word: str) -> None:
    with pytest.raises(PlanImpossible, match=word):
        plan(desk, person(desk), **fields)


def test_an_older_version_cannot_follow_and_a_closed_one_is_not_reviewed(desk: Database) -> None:
    who = person(desk)
    first = plan(desk, who)
    with pytest.raises(PlanImpossible, match="不能更早"):
        plan(desk, who, made_on="2026-11-01")
    with desk.writing(BY, "复看") as session:
        review_plan(session, first.id, "better", "夜灯装好了", ON, BY)
    plan(desk, who, problems=("别的",))
    with desk.writing(BY, "复看") as session, pytest.raises(NoSuchPlan):
        review_plan(session, first.id, "worse", "", ON, BY)
    with desk.reading() as session:
        newest, told = versions_of(session, who)[0], [one.sentence for one in events(session, who, ON.isoformat())]
    assert "一人一策复看：好转 · 夜灯装好了" in told
    assert "一人一策 第 2 版 · 7 件事 · 12月23日 复看" in told
    with desk.writing(BY, "停") as session:
        with pytest.raises(PlanImpossible):
            end_plan(session, newest.id, ON, " ")
        end_plan(session, newest.id, ON, "搬去和儿子住")
    with desk.reading() as session:
        assert plan_of(session, who, ON) is None


def test_a_visit_by_the_right_person_settles_the_measure_and_one_by_another_does_not(desk: Database) -> None:
    who = person(desk)
    plan(desk, who)
    on = date(2026, 11, 25)
    assert due(desk, on) == ["打电话问一声", "和儿子、女儿视频", "换厨房灯泡，装夜灯", "上门看一次，量血压"]
    for visitor, mode in (("徐丽华", "home"), ("程雪琴", "home"), ("汪志强", "phone")):
        with desk.writing(BY, "走访") as session:
            write_visit(session, VisitForm(who, on, mode=mode, visitors=(visitor,)), on, BY)
        if visitor == "徐丽华":
            assert len(due(desk, on)) == 4
    assert due(desk, on) == ["和儿子、女儿视频", "换厨房灯泡，装夜灯"]
    assert due(desk, on + timedelta(days=1)) == ["和儿子、女儿视频", "换厨房灯泡，装夜灯", "打电话问一声"]


def test_a_line_of_today_is_done_by_one_key_and_undone(desk: Database) -> None:
    who = person(desk)
    made = plan(desk, who, measures=MEASURES[4:6], review_due="2026-11-24")
    on = date(2026, 11, 24)
    with desk.reading() as session:
        section = BY_KIND["plans"].section(session, Asked(on))
    assert [(line.record_id, line.done_words) for line in section.lines] == [
        (f"{made.id}/换厨房灯泡，装夜灯", "做了"),
        (f"{made.id}/review", ""),
    ]
    assert "水电维修队" in section.lines[0].sentence()
    source = BY_KIND["plans"]
    assert source.done is not None
    assert source.said is not None
    with desk.writing(BY, source.said(section.lines[0])) as session:
        source.done(session, section.lines[0], on, BY)
    assert due(desk, on) == ["复看"]
    with desk.reading() as session:
        assert "照一人一策做了：换厨房灯泡，装夜灯" in [one.sentence for one in events(session, who, on.isoformat())]
    assert undo_last(desk, BY).says == "照一人一策做了 汪厚行"
    assert due(desk, on) == ["换厨房灯泡，装夜灯", "复看"]
    with desk.writing(BY, "打勾") as session, pytest.raises(NoSuchPlan):
        tick(session, made.id, "没有这件", on, BY)


def test_the_week_counts_what_falls_on_each_day(desk: Database) -> None:
    who = person(desk)
    plan(desk, who, measures=MEASURES[:4], review_due="2026-11-28")
    days = BY_KIND["plans"].days
    assert days is not None
    with desk.reading() as session:
        found = days(session, ON, ON + timedelta(days=6))
    assert [found[ON + timedelta(days=n)] for n in range(7)] == [0, 2, 2, 1, 1, 2, 1]


def test_plans_need_a_person_who_is_there(desk: Database) -> None:
    with pytest.raises(NoSuchResident):
        plan(desk, "nobody")
    who = person(desk)
    plan(desk, who)
    with desk.writing(BY, "走了") as session:
        change_status(session, who, StatusDraft(to_status="moved_out", happened_on=ON), ON, operator=BY)
    with pytest.raises(PlanImpossible):
        plan(desk, who, made_on="2026-11-23")


def test_a_family_call_settles_its_measure_and_bad_weather_asks_for_another(desk: Database) -> None:
    from stationdesk.registers.bad_weather import BadWeatherDraft
    from stationdesk.registers.call_person import CallPerson, CallPersonDraft
    from stationdesk.registers.family_call import FamilyCall, FamilyCallDraft
    from stationdesk.registers.visit import Visitor
    from stationdesk.services.weather import begin_weather
    from stationdesk.store.database import author_of

    who = person(desk)
    plan(desk, who, measures=(MEASURES[3], MEASURES[6]))
    on = date(2026, 11, 24)
    assert due(desk, on) == ["和儿子、女儿视频"]
    with desk.writing(BY, "连线") as session:
        mine = {"author": author_of(session)}
        draft = FamilyCallDraft(call_on="2026-11-24", state="completed", helpers=(Visitor(name="程雪琴"),))
        call = FamilyCall.model_validate(draft, update=mine)
        session.add_all([call, CallPerson.model_validate(CallPersonDraft(call_id=call.id, resident_id=who), update=mine)])
    assert due(desk, on) == []
    with desk.writing(BY, "下雪") as session:
        begin_weather(session, BadWeatherDraft(from_date="2026-11-24", text="大雪"), on)
    assert due(desk, on) == ["大雪天送菜送饭"]
