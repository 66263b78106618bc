"""Calls where other things meet them: a death or a move, two records made one, the history of a person, the list of a day."""

from __future__ import annotations

from datetime import date, timedelta

from stationdesk.services import calls
from stationdesk.services.call_papers import home_round, log_of, week_calls
from stationdesk.services.calls_today import CALLS
from stationdesk.services.merging import Choices, merge
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.status_correcting import correct_change
from stationdesk.services.timeline import count, events
from stationdesk.services.today_lines import Asked
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.calling import booked, call, held, wish, wished
from tests.services.people import ON, OPERATOR, ago, person


def left(desk: Database, resident: str, status: str) -> str:
    with desk.writing(OPERATOR, "有变动") as session:
        return change_status(session, resident, StatusDraft(status, ON), ON, operator=OPERATOR).id


def test_a_death_calls_off_what_was_booked_and_ends_the_wish_and_a_correction_brings_it_back(desk: Database) -> None:
    one = person(desk, "汪厚行", 81)
    id_, past = booked(desk, one, days=2, helpers=("章磊",)), held(desk, one, days=5)
    (wanted,) = wished(desk, one)
    change = left(desk, one, "deceased")
    assert (call(desk, id_).state, call(desk, id_).cancel_reason) == ("cancelled", "deceased")
    assert call(desk, past).state == "completed"
    assert (wish(desk, wanted).to_date, wish(desk, wanted).end_reason) == (ON.isoformat(), "deceased")
    with desk.writing(OPERATOR, "记错了") as session:
        correct_change(session, change, ON, operator=OPERATOR)
    assert call(desk, id_).state == "booked"
    assert wish(desk, wanted).to_date is None


def test_who_moves_away_leaves_a_call_that_others_have_too(desk: Database) -> None:
    one, other = person(desk, "余石", 9), person(desk, "余满", 7)
    id_ = booked(desk, one, other, days=2)
    left(desk, one, "moved_out")
    assert call(desk, id_).state == "booked"
    with desk.reading() as session:
        assert [there.resident_id for there in calls.people_of(session, id_)] == [other]
    left(desk, other, "moved_out")
    assert call(desk, id_).state == "cancelled"
    undo_last(desk, OPERATOR)
    assert call(desk, id_).state == "booked"


def test_two_records_made_one_keep_their_calls(desk: Database) -> None:
    one, other = person(desk, "汪厚行", 81), person(desk, "汪厚行", 81, village_group="岭下组")
    held(desk, one, days=3)
    id_ = booked(desk, other, days=3)
    with desk.writing(OPERATOR, "合并") as session:
        merge(session, one, other, Choices(), ON, sure=True)
    with desk.reading() as session:
        assert [there.resident_id for there in calls.people_of(session, id_)] == [one]


def test_the_history_tells_of_calls_that_were_held_or_not_answered(desk: Database) -> None:
    one = person(desk, "汪厚行", 81)
    held(desk, one, days=3, minutes=31, mood="watch", said="问孙子好")
    booked(desk, one, days=2)
    with desk.reading() as session:
        assert count(session, one, ON.isoformat()) == 1
        (event,) = events(session, one, ON.isoformat())
    assert (event.day, event.kind) == (ago(3), "video")
    assert event.sentence == "亲情连线 连上了 · 31 分钟 · 心情要留意 · 问孙子好"


def test_the_list_of_the_day_has_the_booked_the_forgotten_those_to_agree_and_those_nobody_booked(desk: Database) -> None:
    names = {name: person(desk, name, 75) for name in ("今天", "昨天", "后天", "说好", "该约", "很久")}
    first = booked(desk, names["今天"], clock="15:00", agreed=True, helpers=("章磊",))
    forgotten = booked(desk, names["昨天"], clock="23:00")
    with desk.writing(OPERATOR, "挪") as session:
        moved = calls.call_called(session, forgotten)
        moved.call_on = ago(1)
        session.add(moved)
    booked(desk, names["后天"], days=2)
    booked(desk, names["说好"], days=2, agreed=True)
    booked(desk, names["今天"], days=3)
    wished(desk, names["该约"], every=7, from_date=ON - timedelta(days=3))
    held(desk, names["很久"], days=40)
    with desk.reading() as session:
        found = CALLS.section(session, Asked(ON))
        assert CALLS.section(session, Asked(ON, most=0)).count == found.count == 4
    assert [(line.name, line.lead, line.done_words) for line in found.lines] == [
        ("今天", "15:00", "连上了"),
        ("昨天", "11月22日", "连上了"),
        ("后天", "11月25日", ""),
        ("该约", "该约了", ""),
    ]
    assert found.lines[0].argument == first
    assert "1 人 30 天没连线" in found.counted
    assert found.lines[3].reasons[-1] == ("过期 3 天", "red")
    assert CALLS.done is not None
    assert CALLS.said is not None
    assert CALLS.days is not None
    with desk.writing(OPERATOR, CALLS.said(found.lines[0])) as session:
        CALLS.done(session, found.lines[0], ON, OPERATOR)
    assert call(desk, first).state == "completed"
    undo_last(desk, OPERATOR)
    assert call(desk, first).state == "confirmed"
    with desk.reading() as session:
        assert CALLS.days(session, ON, ON + timedelta(days=6)) == {ON: 1, date(2026, 11, 25): 2, date(2026, 11, 26): 1}


def test_the_round_of_the_homes_is_in_the_order_of_the_way_and_covers_a_child(desk: Database) -> None:
    far = person(desk, "远的", 75, village_group="岭下组", route_order=9, current_address="岭下组 9 号")
    near = person(desk, "近的", 75, village_group="汪家组", route_order=1)
    child = person(desk, "余石", 9, village_group="汪家组", route_order=2, alias="小石")
    booked(desk, far, clock="09:00", place="home", days=1, helpers=("章磊",), device="平板")
    booked(desk, near, clock="10:00", place="home", days=1)
    booked(desk, child, clock="14:00", place="home", days=1)
    booked(desk, near, clock="16:00", days=1)
    with desk.reading() as session:
        tomorrow = ON + timedelta(days=1)
        found = home_round(session, tomorrow, tomorrow, ON, may_see_children=False)
        assert [(one.who, one.at) for one in found] == [("远的", "09:00"), ("近的", "10:00"), ("小石（化名）", "14:00")]
        assert [one.address for one in found] == ["岭下组 9 号", "汪家组", ""]
        assert found[2].whom == "妈妈，泉州"
        assert len(week_calls(session, tomorrow, tomorrow, ON, may_see_children=True)) == 4
        assert log_of(session, tomorrow, tomorrow, ON, may_see_children=True) == []
