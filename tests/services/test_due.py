"""What is due for a person and why: the answer agrees with a slow count by days, and says it as the page does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import Grade, default_scheme
from stationdesk.registers.resident import GONE
from stationdesk.services.due import PRESENT, Care, Contacts, Known, State, due, spoken
from stationdesk.services.due_steps import is_plain, plain_step, rank, steps

ON = date(2026, 11, 23)
RED, YELLOW, GREEN = (default_scheme().grade(code) for code in ("red", "yellow", "green"))
days_ago = st.none() | st.integers(0, 120)
STATES = [*sorted(PRESENT), "hospital", "institution", "away", "missing", "empty_registration", *sorted(GONE), None]


def ago(days: int | None) -> date | None:
    return None if days is None else ON - timedelta(days=days)


@st.composite
def somebody(draw: st.DrawFn) -> Known:
    rhythm = st.none() | st.integers(1, 40)
    grade = Grade(code="g", label="级", contact_every_days=draw(rhythm), home_visit_every_days=draw(rhythm))
    reached, home = draw(days_ago), draw(days_ago)
    if home is not None and (reached is None or home < reached):
        reached = home  # who was met at home was reached
    contacts = Contacts(ago(reached), "phone", ago(home), ago(draw(days_ago)), draw(st.sampled_from(["no_answer", "refused", ""])))
    since = ago(draw(days_ago))
    return Known(draw(st.none() | st.just(grade)), since, draw(st.sampled_from(STATES)), ago(draw(days_ago)), draw(st.booleans()), contacts)


def slow_day_due(known: Known, last: date | None, every: int) -> date:
    """Walk from the day the rhythm began, day by day, to the one on which it is due."""
    starts = [day for day in (known.since, known.status_since) if day is not None]
    began = max(starts) if starts else (ON if last is None else date(1900, 1, 1))
    day = began
    while last is not None and (day - last).days < every:
        day += timedelta(days=1)
    return day


@given(somebody())
def test_it_agrees_with_a_slow_count(known: Known) -> None:
    found = due(known, ON)
    if known.closed or known.status in GONE or known.grade is None:
        assert found.state is State.NONE
        return
    every = {Care.CONTACT: known.grade.contact_every_days, Care.HOME: known.grade.home_visit_every_days}
    last = {Care.CONTACT: known.contacts.reached, Care.HOME: known.contacts.home}
    days = {care: slow_day_due(known, last[care], number) for care, number in every.items() if number}
    if not days:
        assert found.state is State.NONE
    elif known.status is not None and known.status not in PRESENT:
        assert found.state is State.PAUSED
        assert found.care is None
    else:
        assert found.care is not None
        assert found.due_on == days[found.care]
        assert found.days == (ON - days[found.care]).days
        open_now = {care for care, day in days.items() if day <= ON}
        assert (found.state in {State.LATE, State.TODAY}) == bool(open_now)
        assert (found.state is State.LATE) == (found.days > 0)
        if open_now == {Care.CONTACT, Care.HOME}:
            assert found.care is (Care.CONTACT if every[Care.CONTACT] == 1 else Care.HOME)
        elif open_now:
            assert found.care in open_now
        else:
            assert days[found.care] == min(days.values())
        assert found.reasons
        assert "{" not in found.sentence()


@settings(max_examples=300)
@given(somebody())
def test_the_short_way_to_the_next_step_finds_what_the_long_one_finds(known: Known) -> None:
    assume(is_plain(known))
    assert plain_step(known, ON) == min(steps(known, ON), key=lambda one: rank(one, ON), default=None)


@given(somebody(), st.sampled_from(["phone", "home", "video"]))
def test_a_contact_of_today_settles_what_it_should(known: Known, mode: str) -> None:
    before = due(known, ON)
    contacts = known.contacts._replace(reached=ON, mode=mode, home=ON if mode == "home" else known.contacts.home)
    after = due(known._replace(contacts=contacts), ON)
    if before.care is None:
        assert after.state is before.state
    elif mode == "home":
        assert after.state in {State.LATER, State.TOMORROW}
    else:
        assert after.care is Care.HOME or after.state in {State.LATER, State.TOMORROW}
        assert not (after.state in {State.LATE, State.TODAY} and not after.tried_today)


@pytest.mark.parametrize(
    ("grade", "contacts", "said"),
    [
        (RED, Contacts(ago(2), "phone", ago(3)), "每日联络，昨天未联系，上次 11月21日 电话"),
        (RED, Contacts(ago(2), "phone", ago(3), ago(1), "no_answer"), "每日联络，昨天没人应，今天再联系一次"),
        (RED, Contacts(ago(2), "phone", ago(3), ago(1), "wrong_number"), "每日联络，昨天号码不对，今天再联系一次"),
        (RED, Contacts(ago(1), "phone", ago(3), ago(1), "no_answer"), "每日联络，今天未联系"),
        (RED, Contacts(ago(1), "phone", ago(3), ago(0), "nobody"), "每日联络，今天没人应，晚点再联系一次"),
        (RED, Contacts(ago(2), "phone", ago(9)), "每日联络，昨天未联系，上次 11月21日 电话，上门过期 2 天"),
        (RED, Contacts(ago(1), "phone", ago(7)), "每日联络，今天未联系，今天也该上门"),
        (RED, Contacts(ago(0), "phone", ago(3)), "每日联络，今天已联系"),
        (RED, Contacts(ago(400), "phone", ago(400)), "每日联络，昨天未联系，上次 2025年10月19日 电话，上门过期 393 天"),
        (YELLOW, Contacts(ago(9), "phone", ago(20)), "每周联络，过期 2 天，上次 11月14日"),
        (YELLOW, Contacts(ago(7), "phone", ago(20)), "每周联络，今天到期，上次 11月16日"),
        (YELLOW, Contacts(ago(3), "phone", ago(29)), "每月上门，明天到期，顺路可先去"),
        (YELLOW, Contacts(ago(3), "phone", ago(20)), "每周联络，11月27日到期"),
        (YELLOW, Contacts(ago(0), "phone", ago(32)), "每月上门，过期 2 天，上次 10月22日，今天已电话联系，还没上门"),
        (YELLOW, Contacts(ago(3), "phone", ago(32), ago(0), "nobody"), "每月上门，过期 2 天，上次 10月22日，今天没人应"),
        (YELLOW, Contacts(ago(3), "phone", None), "每月上门，还没上过门"),
        (GREEN, Contacts(ago(30), "phone", ago(31)), "每月联络，今天到期，上次 10月24日"),
    ],
)
def test_the_reason_is_said_as_a_clerk_would(grade: Grade, contacts: Contacts, said: str) -> None:
    known = Known(grade, date(2025, 1, 1), "living", None, contacts=contacts)
    assert spoken(due(known, ON).reasons) == said


def test_red_belongs_to_what_is_late() -> None:
    late = due(Known(YELLOW, date(2025, 1, 1), "living", contacts=Contacts(ago(9), "phone", ago(20))), ON)
    assert [text for text, tone in late.reasons if tone == "red"] == ["过期 2 天"]
    fresh = due(Known(RED, ON, "living"), ON)
    assert [tone for text, tone in fresh.reasons if text == "还没联系过"] == ["amber"]


def test_who_never_was_reached_is_due_from_the_day_of_the_grade() -> None:
    assert due(Known(GREEN, ago(5)), ON).days == 5
    assert due(Known(GREEN, None), ON).state is State.TODAY
    assert due(Known(GREEN, ago(-3)), ON).days == 0


def test_who_comes_back_is_not_late_for_the_time_away() -> None:
    known = Known(RED, date(2025, 1, 1), "living", ago(1), contacts=Contacts(ago(20), "phone", ago(20)))
    assert due(known, ON).days == 1
    assert due(known._replace(status="hospital"), ON).sentence() == "住院（11月22日起），暂停联络"


@pytest.mark.parametrize("status", [row.code for row in table("residency_status").rows])
def test_every_residency_has_an_answer(status: str) -> None:
    found = due(Known(RED, ago(100), status), ON)
    wanted = State.NONE if status in GONE else State.LATE if status in PRESENT else State.PAUSED
    assert found.state is wanted
