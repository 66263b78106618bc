"""The book handed on: who takes it over says that he read it, and until then the day's list asks for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stationdesk.services.books_today import BOOKS
from stationdesk.services.due import spoken
from stationdesk.services.shift_handovers import hand_over, handovers, read_book, read_words
from stationdesk.services.shift_tonight import read_tonight
from stationdesk.services.today_lines import Asked
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR
from tests.services.test_shifts import do, refused

AT = datetime(2026, 11, 23, 8, 0, tzinfo=VILLAGE_TIME)


def lines(desk: Database, day: date) -> list[tuple[str, ...]]:
    with desk.reading() as session:
        found = BOOKS.section(session, Asked(day))
        assert found.count == len(found.lines)
        assert BOOKS.section(session, Asked(day, most=0)).count == found.count
    return [(line.name, line.done_words, line.record_id) for line in found.lines]


def test_a_book_waits_until_who_took_it_over_has_read_it(desk: Database) -> None:
    assert lines(desk, ON) == []
    first = do(desk, lambda s: hand_over(s, AT, "占国林", "徐丽华", "余家灶房的灯今天修")).id
    assert lines(desk, ON) == [("徐丽华", "看过了", first)]
    assert lines(desk, ON - timedelta(days=1)) == []
    assert lines(desk, ON + timedelta(days=45)) == [("徐丽华", "看过了", first)], "it waits until it was read"
    with desk.reading() as session:
        assert "余家" in spoken(BOOKS.section(session, Asked(ON)).lines[0].reasons)
        assert "余家" not in spoken(BOOKS.section(session, Asked(ON, covered=True)).lines[0].reasons)
        beside = read_tonight(session, AT)
    assert beside is not None
    assert beside.handed.endswith("徐丽华 还没说看过")
    second = do(desk, lambda s: hand_over(s, AT + timedelta(hours=10), "徐丽华", "胡文斌", "")).id
    assert lines(desk, ON) == [("胡文斌", "看过了", second)], "the next handing-over closes the one before"


def test_who_takes_the_book_over_says_that_it_was_read(desk: Database) -> None:
    do(desk, lambda s: hand_over(s, AT, "占国林", "徐丽华", "余家灶房的灯今天修"))
    second = do(desk, lambda s: hand_over(s, AT + timedelta(hours=10), "徐丽华", "胡文斌", "")).id
    assert "电脑的时间" in refused(desk, lambda s: read_book(s, second, AT)), "not before it was handed on"
    do(desk, lambda s: read_book(s, second, AT + timedelta(hours=10, minutes=5)))
    assert lines(desk, ON) == []
    assert "胡文斌" in refused(desk, lambda s: read_book(s, second, AT + timedelta(hours=11)))
    assert refused(desk, lambda s: read_book(s, "nowhere", AT))
    with desk.reading() as session:
        newest, oldest = handovers(session, ON, ON)
        assert (newest.read_by, newest.read_on, newest.read_at) == ("胡文斌", ON.isoformat(), "18:05")
        assert read_words(newest, ON) == "胡文斌 今天 18:05 看过"
        assert read_words(oldest, ON) == "徐丽华 还没说看过"
    undo_last(desk, OPERATOR)
    assert lines(desk, ON) == [("胡文斌", "看过了", second)]


def test_the_line_of_the_day_does_it_by_one_key(desk: Database) -> None:
    do(desk, lambda s: hand_over(s, AT, "占国林", "徐丽华", ""))
    assert BOOKS.done is not None
    with desk.reading() as session:
        line = BOOKS.section(session, Asked(ON)).lines[0]
    desk.clock = lambda: AT + timedelta(hours=1)
    do(desk, lambda s: BOOKS.done(s, line, ON, OPERATOR))  # type: ignore[misc]
    assert lines(desk, ON) == []
