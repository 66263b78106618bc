"""Which measures are due on a day equals a slow plain look at every day of a year."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.services.plan_due import AHEAD, coming, due_on, window

FIRST = date(2026, 1, 1)
DAYS = 365


def oracle(one: PlanMeasure, made_on: date, done: set[date], on: date, *, bad: bool) -> bool:
    """Tell in the plainest way whether a measure is due on a day: by walking back through the calendar, day by day."""
    begin = date.fromisoformat(one.from_date) if one.from_date else made_on
    end = date.fromisoformat(one.until) if one.until else date(2100, 1, 1)
    if on < begin:
        return False
    if one.kind == "once":
        ever = any(FIRST - timedelta(days=400) + timedelta(days=n) in done for n in range(400 + (on - FIRST).days + 1))
        return not ever and (not one.until or (end - on).days <= AHEAD)
    if on > end:
        return False
    if one.kind == "weather":
        return bad and on not in done
    if one.weekday:
        day = on
        while day >= begin:
            if day in done:
                return False
            if day.isoweekday() == one.weekday:
                return True
            day -= timedelta(days=1)
        return False
    return one.every_days > 0 and not any(on - timedelta(days=n) in done for n in range(one.every_days))


days = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))
rhythms = st.one_of(
    st.integers(1, 40).map(lambda n: {"kind": "contact", "every_days": n}),
    st.integers(1, 7).map(lambda n: {"kind": "call", "weekday": n}),
    st.just({"kind": "once"}),
    st.just({"kind": "weather"}),
)


@st.composite
def measures(draw: st.DrawFn) -> PlanMeasure:
    given = draw(rhythms)
    begin = draw(st.one_of(st.just(""), days.map(str)))
    until = draw(st.one_of(st.just(""), days.map(str)))
    if begin and until and until < begin:
        begin, until = until, begin
    return PlanMeasure(key="k", what="事", from_date=begin, until=until, **given)


@settings(max_examples=60)
@given(measures(), days, st.sets(days, max_size=60), st.sets(days, max_size=40))
def test_every_day_of_a_year_equals_the_oracle(one: PlanMeasure, made_on: date, done: set[date], bad: set[date]) -> None:
    for n in range(DAYS):
        on = FIRST + timedelta(days=n)
        found = due_on(one, made_on, done, on, bad_weather=on in bad)
        assert (found is not None) == oracle(one, made_on, done, on, bad=on in bad), on
        if found is not None and one.kind != "once":
            assert found <= on
            assert not any(found <= day <= on for day in done)


@settings(max_examples=60)
@given(measures(), days, st.sets(days, max_size=60), days)
def test_what_lies_further_back_than_the_window_says_nothing(one: PlanMeasure, made_on: date, done: set[date], on: date) -> None:
    back = window(one)
    near = done if back is None else {day for day in done if (on - day).days <= back}
    assert (due_on(one, made_on, near, on) is None) == (due_on(one, made_on, done, on) is None)


@settings(max_examples=60)
@given(measures(), days, st.sets(days, max_size=30), days)
def test_the_coming_days_are_those_on_which_it_falls_due_if_done_each_time(
    one: PlanMeasure, made_on: date, done: set[date], first: date
) -> None:
    known = {day for day in done if day < first}
    walked, past = [], set(known)
    for n in range(14):
        day = first + timedelta(days=n)
        if due_on(one, made_on, past, day) is not None:
            if due_on(one, made_on, past, day - timedelta(days=1)) is None or n:
                walked.append(day)
            past.add(day)
    assert set(coming(one, made_on, known, first, first + timedelta(days=13))) <= {*walked, first} | (
        {date.fromisoformat(one.until)} if one.until else set()
    )


def test_the_plan_of_the_picture_on_its_days() -> None:
    from tests.services.plan_kit import MEASURES

    made = date(2026, 11, 23)

    def due(on: date, done: dict[str, set[date]] | None = None, *, bad: bool = False) -> list[tuple[str, int]]:
        days = ((one.what, due_on(one, made, (done or {}).get(one.key, ()), on, bad_weather=bad)) for one in MEASURES)
        return sorted(((what, (on - day).days) for what, day in days if day is not None), key=lambda one: -one[1])

    assert due(made) == [("换厨房灯泡，装夜灯", -1)], "one day before its last day"
    assert due(date(2026, 11, 24)) == [("打电话问一声", 0), ("和儿子、女儿视频", 0), ("换厨房灯泡，装夜灯", 0)]
    done = {"换厨房灯泡，装夜灯": {date(2026, 11, 24)}, "打电话问一声": {date(2026, 11, 24)}, "和儿子、女儿视频": {date(2026, 11, 25)}}
    assert due(date(2026, 11, 26), done) == [("打电话问一声", 1), ("上门看一次，量血压", 1)]
    assert due(date(2026, 11, 25), done | {"打电话问一声": {date(2026, 11, 25)}}, bad=True) == [
        ("上门看一次，量血压", 0),
        ("大雪天送菜送饭", 0),
    ]
