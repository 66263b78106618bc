"""When the other end has time: the words families use are read, everything else is left in words, and a proposal lies within them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.call_wish import FreeHours
from stationdesk.services.free_hours import free_words, is_free, propose, read_free_hours

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "days", "begin", "end"),
    [
        ("周五晚 7 点后", (5,), "19:00", "21:30"),
        ("周六上午", (6,), "08:00", "12:00"),
        ("周日都行", (7,), "", ""),
        ("晚上，白天上班", (), "18:00", "21:30"),
        ("中午休息时", (), "12:00", "14:00"),
        ("周一到周五19:30以后", (1, 2, 3, 4, 5), "19:30", ""),
        ("周末 9点到11点", (6, 7), "09:00", "11:00"),
        ("每天晚8点半", (), "20:30", "21:30"),
        ("星期三、四下午", (3, 4), "14:00", "18:00"),
        ("星期天下午两点到四点", (7,), "14:00", "16:00"),
        ("２０：００后", (), "20:00", ""),
    ],
)
def test_the_words_families_use(words: str, days: tuple[int, ...], begin: str, end: str) -> None:
    assert read_free_hours(words) == (FreeHours(days=days, begin=begin, end=end),)


@pytest.mark.parametrize("words", ["", "没空", "部队定时间", "看情况", "25点后", "周九"])
def test_what_says_no_hours_gives_none(words: str) -> None:
    assert read_free_hours(words) == ()
    assert is_free((), TUESDAY, "15:00") is None


def test_two_stretches_are_two() -> None:
    found = read_free_hours("周二晚上，周六上午或周日下午3点后")
    assert [(one.days, one.begin) for one in found] == [((2,), "18:00"), ((6,), "08:00"), ((7,), "15:00")]
    assert "18:00" in free_words(found)


@given(st.text(alphabet="周一二三五六日天末上午下晚早中点半:：0123456789到-后前以，、 每空行班", max_size=24))
def test_whatever_is_written_is_read_without_a_fall_and_makes_sense(words: str) -> None:
    for one in read_free_hours(words):
        assert all(1 <= day <= 7 for day in one.days)
        assert not (one.begin and one.end) or one.begin < one.end
        assert all(not clock or (int(clock[:2]) < 24 and int(clock[3:]) < 60) for clock in (one.begin, one.end))


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(("10:00", "15:00", "19:00"))), max_size=8),
    st.sampled_from(("周六上午", "周二下午", "每天晚上")),
)
def test_a_proposal_lies_in_the_free_hours_and_is_not_taken(taken: list[tuple[int, str]], words: str) -> None:
    hours = read_free_hours(words)
    busy = {(TUESDAY + timedelta(days=day), clock) for day, clock in taken}
    day, clock = propose(hours, TUESDAY, busy)
    assert is_free(hours, day, clock)
    assert (day, clock) not in busy
    assert day >= TUESDAY


def test_a_proposal_for_today_lies_ahead_and_keeps_the_usual_time() -> None:
    assert propose(read_free_hours("每天下午"), TUESDAY, not_before="15:10") == (TUESDAY, "15:30")
    assert propose((), TUESDAY, usual="19:30") == (TUESDAY, "19:30")
    assert propose(read_free_hours("周六上午"), TUESDAY, usual="10:00") == (date(2026, 11, 28), "10:00")
