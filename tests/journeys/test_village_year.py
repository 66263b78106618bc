"""The figures the programmes publish, recomputed from a plain diary of a village's year: contacts, calls, pairings, needs, wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from stationdesk.services.call_figures import figures as call_figures
from stationdesk.services.care_figures import ContactFigures, NeedFigures, care_rates, contact_figures, due_figures, need_figures
from stationdesk.services.figure_book import count_figures
from stationdesk.services.pairing_figures import pairing_figures, pairing_moves
from stationdesk.services.request_figures import HotlineFigures, RequestFigures, hotline_figures, request_figures
from stationdesk.services.request_reading import solved_between
from stationdesk.services.wish_figures import WishFigures, wish_figures
from tests.journeys.village_requests import ROSTER
from tests.journeys.village_year import FIRST, LAST, Diary, Year
from tests.services.people import put
from tests.store.kit import quick_desk

SPANS = ((FIRST, LAST), (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 9, 15), date(2026, 9, 15)), (date(2026, 11, 1), LAST))


@pytest.fixture(scope="module", params=(7, 20261123))
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with quick_desk(tmp_path_factory.mktemp("year")) as desk:
        lived = Year(desk, request.param)
        lived.live()
        yield lived


def within(span: tuple[date, date]) -> Callable[[str], bool]:
    return lambda day: span[0].isoformat() <= day <= span[1].isoformat()


@pytest.mark.parametrize("span", SPANS)
def test_contacts(year: Year, span: tuple[date, date]) -> None:
    there = within(span)
    lines = [line for line in year.diary.visits if there(line[0])]
    met = [line for line in lines if line[5] == "met"]
    given = [line for line in lines if line[7] is not None]
    with year.desk.reading() as session:
        found = contact_figures(session, *span)
    assert found == ContactFigures(
        tries=len(lines),
        reached=len(met),
        at_door=sum(line[4] == "home" for line in met),
        by_phone=sum(line[4] == "phone" for line in met),
        otherwise=sum(line[4] not in ("home", "phone") for line in met),
        occasions=len({line[2] for line in met}),
        people=len({line[1] for line in met}),
        households=len({line[3] or line[1] for line in met}),
        helpers=len({helper for line in lines for helper in line[6]}),
        comfort_times=len(given),
        comfort_people=len({line[1] for line in given}),
        comfort_cash=sum(line[7] or 0 for line in given),
    )
    assert found.at_door + found.by_phone + found.otherwise == found.reached
    assert found.people <= found.reached
    assert found.households <= found.people


@pytest.mark.parametrize("span", SPANS)
def test_calls(year: Year, span: tuple[date, date]) -> None:
    there = within(span)
    calls = [call for call in year.diary.calls if there(call[0])]
    held = [call for call in calls if call[4] == "completed"]
    speaking = [who for call in held for who in call[1]]
    with year.desk.reading() as session:
        found = call_figures(session, *span)
    assert (found.sessions, found.person_times, found.people) == (len(held), len(speaking), len(set(speaking)))
    assert found.households == len({year.home[who] or who for who in speaking})
    assert (found.minutes, found.without_minutes) == (sum(call[3] or 0 for call in held), sum(call[3] is None for call in held))
    places = Counter(call[2] for call in held)
    assert (found.at_station, found.at_home, found.elsewhere) == (places["station"], places["home"], places["school"])
    assert found.no_answer == len(calls) - len(held)


@pytest.mark.parametrize("span", SPANS)
def test_needs(year: Year, span: tuple[date, date]) -> None:
    first, last = span[0].isoformat(), span[1].isoformat()
    expected = Counter[str]()
    lives = [*year.diary.needs.values(), *year.requests.needs()]
    for told in lives:
        before = [kind for day, kind in told if day < first]
        after = [kind for day, kind in told if day <= last]
        if not after:
            continue
        was, now = (state(before) if before else "new"), state(after)
        expected[f"was {was}"] += 1
        if was in ("new", "open") or was != now:
            expected[f"now {now}"] += 1
        expected["reopened"] += was in ("solved", "dropped") and was != now
    with year.desk.reading() as session:
        found, solved = need_figures(session, *span), solved_between(session, first, last)
    assert found == NeedFigures(
        expected["was open"],
        expected["was new"],
        expected["now solved"],
        expected["now dropped"],
        expected["now open"],
        expected["reopened"],
    )
    assert found.foots()
    assert len(solved) == sum(told[-1][1] == "solved" and first <= told[-1][0] <= last for told in lives)


@pytest.mark.parametrize("span", SPANS)
def test_wishes(year: Year, span: tuple[date, date]) -> None:
    expected = year.wishes.expected(*span)
    with year.desk.reading() as session:
        found = wish_figures(session, *span)
        report = {one.key: one.value for one in count_figures(session, [("wishes.done", ""), ("wishes.spent", "")], *span, LAST)}
    assert found == WishFigures(**expected)
    assert found.before + found.new + found.reopened == found.done + found.closed + found.after
    assert report == {"wishes.done": str(expected["done"]), "wishes.spent": f"{expected['spent'] / 100:.2f}"}
    if span == (FIRST, LAST):
        assert min(found.done, found.closed, found.after, found.gifts, found.spent) > 0, "the year has something of everything"
        assert found.content < found.asked


@pytest.mark.parametrize("span", SPANS)
def test_problems_solved(year: Year, span: tuple[date, date]) -> None:
    expected = year.requests.expected(*span)
    with year.desk.reading() as session:
        found = request_figures(session, *span)
        report = {one.key: one.value for one in count_figures(session, [("requests.solved", ""), ("requests.rate", "")], *span, LAST)}
    simple = [told for told in year.diary.needs.values() if told[0][0] <= span[1].isoformat()]
    before = [[kind for day, kind in told if day < span[0].isoformat()] for told in simple]
    after = [[kind for day, kind in told if day <= span[1].isoformat()] for told in simple]
    solved = sum(state(now) == "solved" and (not was or state(was) != "solved") for was, now in zip(before, after, strict=True))
    expected["came"] += sum(not was for was in before)
    expected["reopened"] += sum("reopened" in now[len(was) :] for was, now in zip(before, after, strict=True))
    expected["solved"] += solved
    assert found == RequestFigures(**expected)
    rate = f"{100 * expected['content'] / expected['asked']:.1f}" if expected["asked"] else "—"
    assert report == {"requests.solved": str(expected["solved"]), "requests.rate": rate}
    if span == (FIRST, LAST):
        assert min(vars(found).values()) > 0, "the year has something of everything"
        assert found.by_helpers < found.solved
        assert found.receipted < found.handed_over


@pytest.mark.parametrize("span", SPANS)
def test_hotline(year: Year, span: tuple[date, date]) -> None:
    expected, roster = year.requests.hotline(*span), span[1] >= ROSTER[0]
    keys = [("hotline.rate", ""), ("hotline.mean", ""), ("hotline.hours_uncovered", "")]
    with year.desk.reading() as session:
        found = hotline_figures(session, *span, LAST)
        report = {one.key: one.value for one in count_figures(session, keys, *span, LAST)}
        later = hotline_figures(session, LAST + timedelta(days=1), LAST + timedelta(days=9), LAST)
    hours = year.requests.hours_uncovered(*span) if roster else None
    assert found == HotlineFigures(**expected, hours_uncovered=hours)
    rate = f"{100 * expected['closed'] / expected['calls']:.1f}" if expected["calls"] else "—"
    mean = f"{expected['minutes'] / expected['arrived']:.1f}".removesuffix(".0") if expected["arrived"] else "—"
    assert report == {"hotline.rate": rate, "hotline.mean": mean, "hotline.hours_uncovered": "—" if hours is None else str(hours)}
    assert later == HotlineFigures(), "days to come have no calls, and no roster to keep yet"
    if span == (FIRST, LAST):
        assert 0 < found.urgent < found.calls
        assert 0 < found.arrived < found.closed < found.calls


def state(kinds: list[str]) -> str:
    return kinds[-1] if kinds[-1] in ("solved", "dropped") else "open"


@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 6, 30), LAST])
def test_pairings(year: Year, on: date) -> None:
    day = on.isoformat()
    running = [pair for pair in year.diary.pairs if pair[2] <= day and (not pair[3] or day < pair[3])]
    helpers, people = Counter(pair[0] for pair in running), Counter(pair[1] for pair in running)
    with year.desk.reading() as session:
        found = pairing_figures(session, on)
        moves = pairing_moves(session, FIRST, on)
    assert (found.helpers, found.people, found.pairs) == (len(helpers), len(people), len(running))
    assert found.one_to_one == (bool(running) and max(helpers.values()) == max(people.values()) == 1)
    begun = [pair for pair in year.diary.pairs if FIRST.isoformat() <= pair[2] <= day]
    ended = [pair for pair in year.diary.pairs if pair[3] and pair[3] <= day]
    handed = moves.passed_on
    assert moves.began - moves.ended == len(begun) - len(ended), "what began less what ended is what runs"
    assert (moves.began, moves.ended) in ((len(begun), len(ended)), (len(begun) - handed, len(ended) - handed))


def test_daily_contact_days(year: Year) -> None:
    """One whose grade asks for a contact every day is due on every day, and done on the days somebody reached him."""
    span = (date(2026, 10, 1), date(2026, 10, 31))
    reached = {(line[1], line[0]) for line in year.diary.visits if line[5] == "met"}
    doors = {(line[1], line[0]) for line in year.diary.visits if line[5] == "met" and line[4] == "home"}
    with year.desk.reading() as session:
        found = due_figures(session, *span, LAST)
        rates = care_rates(session, *span)
    red = year.people[::4]
    days = [(span[0] + timedelta(days=step)).isoformat() for step in range(31)]
    due, done = found.by_grade["red"]
    assert due == 31 * len(red)
    assert sum((who, day) in doors for who in red for day in days) <= done <= sum((who, day) in reached for who in red for day in days)
    assert found.due >= found.done
    assert found.rate is not None
    assert rates == {}, "nobody has a category in this village"


def test_the_care_rate_counts_each_of_a_category_once(year: Year) -> None:
    from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft

    span = (date(2026, 6, 1), date(2026, 6, 10))
    there = within(span)
    tagged = year.people[:12]
    for who in tagged:
        put(year.desk, CategoryTag, CategoryTagDraft(resident_id=who, category="living_alone", from_date="2026-01-01"))
    cared = {line[1] for line in year.diary.visits if there(line[0]) and line[5] == "met"}
    cared |= {who for call in year.diary.calls if there(call[0]) and call[4] == "completed" for who in call[1]}
    with year.desk.reading() as session:
        found = care_rates(session, *span)
        sql = "SELECT r.id, r.resident_id FROM service_request r"
        whose: dict[str, str] = dict(session.connection().exec_driver_sql(sql).all())
    cared |= year.requests.met(span[0].isoformat(), span[1].isoformat())
    cared |= {whose[need] for need, told in year.diary.needs.items() if any(kind == "solved" and there(day) for day, kind in told)}
    assert found == {"living_alone": (len(cared & set(tagged)), 12)}


def test_the_diary_is_full(year: Year) -> None:
    diary: Diary = year.diary
    assert len(diary.visits) > 300
    assert len(diary.calls) > 60
    assert len(diary.needs) > 20
    assert sum(bool(pair[3]) for pair in diary.pairs) > 3
