"""A need stays in sight until it is solved or dropped, can be taken up again, and is a line of the day's list when its term comes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest, ServiceRequestDraft
from stationdesk.services.day_words import local
from stationdesk.services.dispatching import see_to_it
from stationdesk.services.due import spoken
from stationdesk.services.request_lines import request_lines
from stationdesk.services.request_list import Eyes, closed_rows, month_figures, open_rows
from stationdesk.services.request_reading import RequestImpossible, asked_of, open_requests, open_standings, solved_between
from stationdesk.services.requests import raise_request, settle
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.residency_around import around
from stationdesk.services.residency_effects import effects
from stationdesk.services.residency_parts import Move
from stationdesk.services.sheet_numbers import letters_of
from stationdesk.services.timeline import events
from stationdesk.services.today import today
from stationdesk.services.today_lines import Asked
from stationdesk.services.today_sources import BY_KIND
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, relative
from tests.store.kit import quick_desk


def raised(desk: Database, resident: str, text: str = "水管漏水", **fields: object) -> str:
    with desk.writing(OPERATOR, "登记需求") as session:
        return raise_request(session, ServiceRequestDraft(resident_id=resident, text=text, **fields), ON).id  # type: ignore[arg-type]


def settled(desk: Database, request: str, how: str, on: date = ON, **more: str) -> None:
    with desk.writing(OPERATOR, "办理") as session:
        settle(session, request, how, on, by=OPERATOR, **more)


def open_ids(desk: Database) -> list[str]:
    with desk.reading() as session:
        found = open_requests(session)
        counted = {one.id: one.standing for one in open_standings(session)}
        assert counted == {one.request.id: one.standing for one in found}, "the day counts what the list shows"
        return [one.request.id for one in found]


def test_a_term_follows_from_the_urgency_and_the_earliest_stands_first(desk: Database) -> None:
    who = person(desk, "占有根", 78)
    slow, fast, soon = raised(desk, who), raised(desk, who, urgency="red"), raised(desk, who, urgency="yellow")
    assert open_ids(desk) == [fast, soon, slow]
    with desk.reading() as session:
        found = asked_of(session, [slow, fast, soon])
    assert [found[one].request.due_on for one in (fast, soon, slow)] == ["2026-11-23", "2026-11-24", "2026-11-26"]
    assert found[fast].late(ON + timedelta(days=2)) == 2


def test_numbers_have_the_letters_of_the_copy_and_count_on_from_older_ones(desk: Database) -> None:
    who = person(desk, "余根水", 70)

    def number(**fields: object) -> str:
        made = raised(desk, who, **fields)  # type: ignore[arg-type]
        with desk.reading() as session:
            return asked_of(session, [made])[made].request.number or ""

    with desk.reading() as session:
        letters = letters_of(session)
    assert (number(), number()) == (f"2026-{letters}-0001", f"2026-{letters}-0002")
    assert number(number="2026-0012") == "2026-0012", "what was written before stays"
    number(number="2026-QQQ-0400")
    assert (number(), number()) == (f"2026-{letters}-0013", f"2026-{letters}-0014")
    assert number(raised_on="2025-12-30") == f"2025-{letters}-0001"
    number(number=f"2026-{letters}-9999")
    assert (number(), number()) == (f"2026-{letters}-10000", f"2026-{letters}-10001")


def test_solved_counts_on_its_day_and_reopened_no_more(desk: Database) -> None:
    who = person(desk, "占有根", 78)
    request = raised(desk, who, raised_on=ago(5))
    settled(desk, request, "solved", happened_on=ago(2), note="换了龙头")
    with desk.reading() as session:
        assert [one.request.id for one in solved_between(session, ago(3), ago(1))] == [request]
        assert solved_between(session, ago(1), ago(0)) == []
    settled(desk, request, "reopened")
    with desk.reading() as session:
        assert solved_between(session, ago(30), ago(0)) == []
    assert open_ids(desk) == [request]
    undo_last(desk, OPERATOR)
    assert open_ids(desk) == []


def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_written(desk: Database) -> None:
    who = person(desk, "占有根", 78)
    request = raised(desk, who)
    for how, more, words in (
        ("reopened", dict[str, str](), "本来就"),
        ("solved", {"happened_on": ago(-1)}, "不对"),
        ("solved", {"happened_on": ago(1)}, "不对"),
        ("lost", {}, "不在了"),
    ):
        with pytest.raises(RequestImpossible, match=words):
            settled(desk, request, how, ON, **more)
    with pytest.raises(RequestImpossible, match="还没到"):
        raised(desk, who, raised_on=ago(-1))
    settled(desk, request, "dropped")
    with pytest.raises(RequestImpossible, match="了结"):
        settled(desk, request, "solved")


def test_the_day_shows_what_is_due_and_one_key_does_it(desk: Database) -> None:
    who, gone = person(desk, "占有根", 78), person(desk, "走了", 80, residency_status="deceased")
    raised(desk, who, "买降压药", urgency="red")
    raised(desk, who, "修屋顶", raised_on=ago(5))
    raised(desk, who, "不急的", urgency="blue")
    raised(desk, gone, "已经没用")
    with desk.reading() as session:
        section = next(one for one in today(session, ON).sections if one.kind == "requests")
        covered = next(one for one in today(session, ON, covered=True).sections if one.kind == "requests")
    assert [spoken(line.reasons).partition("，")[0] for line in section.lines] == ["买降压药", "修屋顶"]
    assert "买降压药" not in covered.lines[0].sentence()
    line, source = section.lines[0], BY_KIND["requests"]
    assert source.done is not None
    assert source.said is not None
    with desk.writing(OPERATOR, source.said(line)) as session:
        source.done(session, line, ON, OPERATOR)
    with desk.reading() as session:
        assert next(one for one in today(session, ON).sections if one.kind == "requests").count == 1


def test_what_one_key_settles_has_its_minute_and_counts_in_the_mean(desk: Database) -> None:
    who = person(desk, "占有根", 78)
    request = raised(desk, who, "买降压药", urgency="red", raised_at="00:00")
    with desk.reading() as session:
        line = next(one for one in today(session, ON).sections if one.kind == "requests").lines[0]
    source = BY_KIND["requests"]
    assert source.done is not None
    with desk.writing(OPERATOR, "办好") as session:
        source.done(session, line, ON, OPERATOR)
        now = datetime.combine(ON, local(session.info["at"]).time())
    with desk.reading() as session:
        held = asked_of(session, [request])[request]
        assert [event.happened_at for event in held.events] == [f"{now:%H:%M}"]
        assert month_figures(session, ON).hours == round((now - datetime.combine(ON, time(0))) / timedelta(hours=1))
    settled(desk, request, "reopened")
    with desk.writing(OPERATOR, "派") as session:
        see_to_it(session, request, now, by=OPERATOR)
    with desk.reading() as session:
        events = asked_of(session, [request])[request].events
    assert [(one.kind, bool(one.happened_at)) for one in events][1:] == [(kind, True) for kind in ("reopened", "dispatched", "accepted")]


def test_a_childs_need_is_not_told_without_the_right(desk: Database) -> None:
    child = person(desk, "小满", 9, alias="小满")
    raised(desk, child, "想要辅导数学", urgency="red")
    with desk.reading() as session:
        hidden = next(one for one in today(session, ON).sections if one.kind == "requests").lines[0]
        told = next(one for one in today(session, ON, may_see_children=True).sections if one.kind == "requests").lines[0]
    assert "辅导数学" not in hidden.sentence()
    assert "辅导数学" in told.sentence()


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("solved", "dropped", "reopened")), st.integers(0, 4)), max_size=12)


@settings(max_examples=15)
@given(STEPS)
def test_any_order_of_steps_leaves_each_need_as_its_last_event_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, int]]
) -> None:
    with quick_desk(tmp_path_factory.mktemp("desk")) as desk:
        who = person(desk, "占有根", 78)
        requests = [raised(desk, who, raised_on=ago(9)) for _number in range(3)]
        state, last = dict.fromkeys(requests, "open"), dict.fromkeys(requests, 9)
        for number, how, days in steps:
            request = requests[number]
            fits = (how == "reopened") == (state[request] != "open") and days <= last[request]
            if not fits:
                continue
            settled(desk, request, how, happened_on=ago(days))
            state[request], last[request] = ("open" if how == "reopened" else how), days
        with desk.reading() as session:
            assert {one: found.state for one, found in asked_of(session, requests).items()} == state
            assert set(open_ids(desk)) == {one for one, now in state.items() if now == "open"}
            solved = {one.request.id for one in solved_between(session, ago(9), ago(0))}
        assert solved == {one for one, now in state.items() if now == "solved"}
    assert ServiceRequest.road == RequestEvent.road


def test_a_death_drops_what_was_to_be_done_and_the_history_tells_both(desk: Database) -> None:
    who = person(desk, "占有根", 78)
    request = raised(desk, who, "修屋顶")
    move = Move("deceased", ON)
    with desk.reading() as session:
        found = [one for one in effects(around(session, who, ON), move) if one.code == f"request:{request}"]
    assert ["修屋顶" in one.says for one in found] == [True]
    settled(desk, request, "dropped")
    with desk.reading() as session:
        told = [event.sentence for event in events(session, who, ON.isoformat())]
    assert [line for line in told if "要办的事" in line] == ["要办的事：不办了", "要办的事 修屋顶 · 到站"]


@pytest.mark.parametrize(("to", "marked"), [("deceased", "（已故）家里的事"), ("moved_out", "（已迁出）家里的事")])
def test_what_is_left_open_by_somebody_who_is_gone_stays_in_sight(desk: Database, to: str, marked: str) -> None:
    who = person(desk, "占有根", 78)
    relative(desk, who, "son", "深圳", "13900001234")
    request, closed = raised(desk, who, "水管漏水", urgency="red"), raised(desk, who, "送药")
    settled(desk, closed, "solved")
    with desk.writing(OPERATOR, "迁动") as session:
        change_status(session, who, StatusDraft(to, ON), ON, operator=OPERATOR, choices={f"request:{request}": False})
    for day in (ON, ON + timedelta(days=40)):
        with desk.reading() as session:
            found = BY_KIND["requests"].section(session, Asked(day))
            (line,) = found.lines
            (row,) = open_rows(session, datetime.combine(day, time(9), VILLAGE_TIME), Eyes())
            (gone,) = closed_rows(session, datetime.combine(ON, time(9), VILLAGE_TIME), Eyes())
            first, last = request_lines(session, who, day)
        assert (found.count, line.name, line.reasons[0][0], line.record_id) == (1, "占有根", marked, request)
        assert (line.phone, "139****1234" in line.kin) == ("", True), "nobody rings who is gone, but the household"
        assert row.whom == f"占有根{marked}"
        assert gone.whom == "占有根", "what is done needs nobody any more"
        assert first.text.startswith(f"{marked} · 水管漏水")
        assert marked not in last.text
    settled(desk, request, "solved")
    with desk.reading() as session:
        assert BY_KIND["requests"].section(session, Asked(ON)).count == 0
