"""Whoever gave is thanked: reminded of by the day's list, settled by one key or by a print, never for ever; a gift beside the wish too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import wish_giving, wish_outcome
from stationdesk.services.today_lines import Asked
from stationdesk.services.wish_ahead import ahead_of, keep_ahead
from stationdesk.services.wish_board import read_board, read_details
from stationdesk.services.wish_cards import deadline_words
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_state import OPEN
from stationdesk.services.wish_steps import REMINDED, next_step
from stationdesk.services.wish_story import meant, wish_story
from stationdesk.services.wish_term_effects import at_steps
from stationdesk.services.wish_terms import change_terms, wish_terms
from stationdesk.services.wish_thanks import note_thanked, to_thank
from stationdesk.services.wishes_today import WISHES, due_wishes
from stationdesk.store.database import Database
from stationdesk.store.migrations import STEPS
from tests.services.wish_kit import BY, ON, UNIT, child, claimed, coming, in_days, published, state, thrown_away, unit
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("thanks")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def over(session: Session, who: str = "", **taker: Any) -> str:
    """Give a wish that came true, and whose person was asked once more."""
    made = published(session, "高压锅", who)
    wish_giving.claim(session, [made], unit(**taker), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.fulfil(session, made, ON, by=BY, satisfaction="satisfied")
    return made


def told(session: Session, wish: str, on: date) -> list[str]:
    return [one.step for one in due_wishes(session, on) if one.wish.id == wish]


def test_the_giver_is_thanked_with_one_key_from_the_days_list(session: Session) -> None:
    made = over(session)
    step = coming(session, made)
    assert (step.step, step.due) == ("thank", in_days(7))
    assert (state(session, made), told(session, made, in_days(6)), told(session, made, in_days(7))) == ("reviewed", [], ["thank"])
    assert state(session, made) not in OPEN
    (line,) = [one for one in WISHES.section(session, Asked(in_days(7))).lines if one.argument == made]
    assert (line.lead, line.done_words, line.reasons[2][0]) == ("致谢", "已致谢", UNIT)
    assert meant(session, [made], in_days(7)).next_action == "thank"
    assert WISHES.done is not None
    WISHES.done(session, line, in_days(7), BY)
    assert not told(session, made, in_days(8))
    assert next_step(facts_of(session, [made])[made], wish_terms(session)) is None


def test_a_reminder_goes_by_itself_and_nothing_is_written(session: Session) -> None:
    made = over(session)
    last, gone = in_days(7 + REMINDED), in_days(8 + REMINDED)
    written = len(session.exec(select(WishEvent.id)).all())
    assert (told(session, made, last), told(session, made, gone)) == (["thank"], [])
    assert wish_story(session, made, last).next_words[0]
    assert wish_story(session, made, gone).next_words == ("", "")
    assert meant(session, [made], gone).next_action == ""
    assert (at_steps(session, last)["thank"].late, "thank" in at_steps(session, gone)) == (1, False)
    assert not [row for row in read_board(session, gone).late() if row.id == made]
    assert len(session.exec(select(WishEvent.id)).all()) == written
    wish_outcome.thank(session, [made], gone, by=BY)
    assert state(session, made) == "reviewed", "late thanks are thanks"


def test_a_card_of_what_nobody_was_asked_about_says_so_only_while_it_is_reminded_of(session: Session) -> None:
    made = published(session)
    wish_giving.claim(session, [made], unit(), ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.fulfil(session, made, ON, by=BY)
    wish_outcome.review(session, made, wish_outcome.NOT_ASKED, ON, by=BY, text="搬走了")
    for day, said in ((in_days(1), True), (in_days(8 + REMINDED), False)):
        row = read_board(session, day).rows[made]
        words = "".join(part for part, _tone in deadline_words(row, read_details(session, [made])[made], day))
        assert ("致谢" in words) is said


def test_the_term_is_the_stations_to_set(session: Session) -> None:
    made = over(session)
    change_terms(session, thank=2)
    assert ahead_of(session, [made])[made].due == in_days(2).isoformat()
    assert told(session, made, in_days(2)) == ["thank"]


def _nothing(session: Session, wish: str) -> None:
    """Do nothing to a wish."""


def _thanked_first(session: Session, wish: str) -> None:
    wish_outcome.thank(session, [wish], ON, by=BY)


def _again(session: Session, wish: str) -> None:
    wish_outcome.thank(session, [wish], ON, by=BY)
    wish_outcome.review(session, wish, "dissatisfied", ON, by=BY, text="坏了", again_by=in_days(3).isoformat())
    wish_giving.deliver(session, [wish], ON, by=BY)
    wish_outcome.fulfil(session, wish, ON, by=BY, satisfaction="satisfied")


def _without_a_day(session: Session, wish: str) -> None:
    session.exec(select(WishEvent).where(WishEvent.wish_id == wish, WishEvent.kind == "reviewed")).one().happened_on = None
    session.flush()


@pytest.mark.parametrize(
    ("act", "kind", "step"),
    [
        (_nothing, "team", True),
        (_nothing, "station", False),  # nobody thanks himself
        (_thanked_first, "team", False),
        (_again, "team", True),  # it was brought a second time
        (_without_a_day, "team", False),  # as a ledger of years ago tells it
    ],
)
def test_who_is_reminded_of(session: Session, act: Callable[[Session, str], None], kind: str, step: bool) -> None:
    made = over(session, claimer_kind=kind)
    act(session, made)
    found = next_step(facts_of(session, [made])[made], wish_terms(session))
    assert (found is not None) is step
    assert state(session, made) == "reviewed"


def test_a_newer_program_reckons_anew_what_is_next(session: Session) -> None:
    made = over(session)
    keep_ahead(session)
    ask = session.connection().exec_driver_sql
    ask("UPDATE wish_now SET step = '', due = '', lapses_on = ''")
    assert ahead_of(session, [made])[made].step == ""
    dict(STEPS)["wishes_ahead_anew"](session.connection().connection.driver_connection)
    assert ahead_of(session, [made])[made].step == "thank"


# -- on paper


def test_only_those_who_wait_for_thanks_are_printed_where_nothing_is_marked(session: Session) -> None:
    first, second = over(session), over(session)
    open_one = claimed(session)
    ids = [first, second, open_one]
    note_thanked(session, [first, open_one], ON, by=BY)
    assert [one.wish_id for one in to_thank(session, ids, ON, waiting=True)[0]] == [second]
    assert [one.wish_id for one in to_thank(session, ids, ON)[0]] == [first, second]
    assert session.exec(select(WishEvent.wish_id).where(WishEvent.kind == "thanked")).all() == [first], "what is not brought is left"
    assert not told(session, first, in_days(7))
    assert told(session, second, in_days(7))


def test_whoever_gave_something_beside_the_wish_is_thanked_for_it(session: Session) -> None:
    made = claimed(session)
    wish_giving.add_gift(session, made, "两本图书", ON, by=BY, giver="余老师")
    wish_giving.add_gift(session, made, "一袋米", ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    main, beside = to_thank(session, [made], ON, waiting=True)[0]
    assert (main.giver, main.wish, main.beside) == (UNIT, "高压锅，另有一袋米", False)
    assert (beside.giver, beside.wish, beside.beside, beside.day) == ("余老师", "两本图书", True, ON.isoformat())
    note_thanked(session, [made], ON, by=BY)
    assert not to_thank(session, [made], ON, waiting=True)[0]
    wish_giving.add_gift(session, made, "毛巾", ON, by=BY, giver="余老师")
    (later,) = to_thank(session, [made], ON, waiting=True)[0]
    assert (later.giver, later.wish) == ("余老师", "毛巾"), "only what came after the thanks"


def test_a_gift_whose_words_tell_who_the_child_is_is_only_called_a_gift(session: Session) -> None:
    made = published(session, "一套图书", child(session))
    wish_giving.claim(session, [made], unit(), ON, by=BY)
    wish_giving.add_gift(session, made, "给汪小满的书包", ON, by=BY, giver="余老师")
    wish_giving.exchange(session, made, "汪小满要的画册", ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    main, beside = to_thank(session, [made], ON)[0]
    assert (main.wish, beside.wish) == ("一套图书", "一份礼物")
    assert "汪小满" not in f"{main}{beside}"
