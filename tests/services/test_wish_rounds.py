"""Several take a wish, one after the other: papers, card and forms tell of who has it or brought it, and of nobody before him."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from stationdesk.registers.station import StationDraft
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving, wish_outcome, wishes
from stationdesk.services.form_wishes import add_standing
from stationdesk.services.stations import open_station
from stationdesk.services.wish_board import Detail, Row, read_board, read_details
from stationdesk.services.wish_cards import card_of, deadline_words
from stationdesk.services.wish_claims import answer_claims, last_claim
from stationdesk.services.wish_papers import taker_of, way_round
from stationdesk.services.wish_thanks import to_thank
from stationdesk.services.wishes import write_event
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, UNIT, claimed, in_days, published, state, thrown_away, unit
from tests.store.kit import STATION, quick_desk

OTHER, COUNTY = "区医保局", "县财政局"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("rounds")) as found:
        with found.writing(BY, "开站", final=True) as session:
            open_station(session, StationDraft(code=STATION, name="桃源村", village_groups=("汪家组", "河口组")))
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def county(session: Session, wish: str) -> None:
    """Let a claim of the county come in, and answer it."""
    made = WishClaim(wish_id=wish, claimer=COUNTY, claimed_on=ON.isoformat(), author="360202")
    session.info["pen"].receiving = True
    session.add(made)
    session.flush()
    session.info["pen"].receiving = False
    answer_claims(session, ON, BY)


def wrong(session: Session, wish: str) -> None:
    """Bring a wish; it is not right, and anybody may take it."""
    wish_giving.deliver(session, [wish], ON, by=BY)
    wish_outcome.dispute(session, wish, ON, by=BY, text="坏了")


def taker(session: Session, *wishes: str) -> str:
    found = taker_of(session, wishes)
    return found.claimer if found is not None else ""


def test_a_gift_is_of_who_has_the_wish_and_not_of_who_was_refused_it(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    assert wish_giving.add_gift(session, made, "一床被子", ON, by=BY).claimer == UNIT
    wish_giving.deliver(session, [made], ON, by=BY)
    assert wish_giving.add_gift(session, made, "一袋米", ON, by=BY).claimer == UNIT
    (sheet,) = to_thank(session, [made], ON)[0]
    assert (sheet.giver, sheet.wish) == (UNIT, "高压锅，另有一床被子，一袋米")


def test_a_gift_beside_the_second_giver_is_his(session: Session) -> None:
    made = claimed(session)
    wrong(session, made)
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    assert wish_giving.add_gift(session, made, "一床被子", ON, by=BY).claimer == OTHER


def test_the_claim_form_is_filled_in_with_who_has_the_wish(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    assert taker(session, made) == UNIT, "not who was refused it"
    wrong(session, made)
    assert taker(session, made) == "", "nobody has it"
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    assert taker(session, made) == OTHER, "not who brought it before"
    second = claimed(session, "台灯")
    assert taker(session, made, second) == "", "two takers"
    wish_giving.deliver(session, [second], ON, by=BY)
    assert taker(session, second) == UNIT


def test_the_claim_form_of_a_wish_that_was_given_back_is_blank(session: Session) -> None:
    made = claimed(session)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    assert taker(session, made) == ""
    assert taker(session, published(session, "台灯")) == ""


def test_of_a_wish_that_a_ledger_calls_brought_who_was_refused_it_is_not_the_giver(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    write_event(session, made, "delivered", ON.isoformat(), BY)
    assert taker(session, made) == UNIT


# -- what is printed


def goods(session: Session, wish: str) -> list[tuple[str, str]]:
    return [(one.goods, one.giver) for one in way_round(session, [wish], ON, may_see_children=True)]


def thanks(session: Session, wish: str, on: date = ON) -> list[tuple[str, str, str]]:
    return [(one.giver, one.wish, one.words) for one in to_thank(session, [wish], on)[0]]


def test_what_one_would_have_given_in_its_place_is_not_what_the_next_one_brings(session: Session) -> None:
    made = claimed(session, "电饭煲")
    wish_giving.exchange(session, made, "高压锅", ON, by=BY)
    assert goods(session, made) == [("高压锅", UNIT)]
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    assert goods(session, made) == [("电饭煲", OTHER)]
    wish_giving.deliver(session, [made], ON, by=BY)
    assert thanks(session, made) == [(OTHER, "电饭煲", "")]


@pytest.mark.parametrize("claim_told", [True, False])
def test_what_was_exchanged_at_the_door_is_of_who_brought_it(session: Session, claim_told: bool) -> None:
    made = claimed(session, "电饭煲")
    wish_giving.deliver(session, [made], ON, by=BY)
    event = wish_giving.exchange(session, made, "高压锅", ON, by=BY)
    assert event.claim_id
    if not claim_told:  # as it was written before
        event.claim_id = None
        session.add(event)
    assert thanks(session, made) == [(UNIT, "高压锅", "")]
    wish_outcome.dispute(session, made, ON, by=BY, text="坏了")
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    assert goods(session, made) == [("电饭煲", OTHER)]


def test_the_second_giver_reads_nothing_of_what_was_said_of_the_first_gift(session: Session) -> None:
    made = claimed(session)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.fulfil(session, made, ON, by=BY, text="每天煮粥，很喜欢")
    assert thanks(session, made) == [(UNIT, "高压锅", "每天煮粥，很喜欢")]
    wish_outcome.review(session, made, "dissatisfied", in_days(3), by=BY, text="坏了")
    wish_giving.claim(session, [made], unit(OTHER), in_days(4), by=BY)
    wish_giving.deliver(session, [made], in_days(5), by=BY)
    assert thanks(session, made, in_days(5)) == [(OTHER, "高压锅", "")]
    wish_outcome.fulfil(session, made, in_days(5), by=BY, text="这个好用")
    assert thanks(session, made, in_days(5)) == [(OTHER, "高压锅", "这个好用")]


@pytest.mark.parametrize("waiting", [True, False])
def test_the_station_does_not_thank_itself(session: Session, waiting: bool) -> None:
    made = published(session)
    wish_giving.assign(session, [made], {"claimer": "本站", "claimer_kind": "station"}, ON, by=BY)
    wish_giving.add_gift(session, made, "一袋米", ON, by=BY)
    wish_giving.add_gift(session, made, "两本图书", ON, by=BY, giver="余老师")
    wish_giving.deliver(session, [made], ON, by=BY)
    assert [(one.giver, one.wish) for one in to_thank(session, [made], ON, waiting=waiting)[0]] == [("余老师", "两本图书")]


# -- its card


def of(session: Session, wish: str) -> tuple[Row, Detail]:
    return read_board(session, ON).rows[wish], read_details(session, [wish])[wish]


def test_the_card_of_what_came_true_the_second_time_says_what_is_next(session: Session) -> None:
    made = claimed(session)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.review(session, made, "dissatisfied", ON, by=BY, text="坏了", again_by=in_days(3).isoformat())
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.fulfil(session, made, ON, by=BY)
    words = [text for text, _tone in deadline_words(*of(session, made), ON)]
    assert "不满意" not in words
    assert any("回访" in text for text in words), "it is asked once more"
    wish_outcome.review(session, made, "satisfied", ON, by=BY)
    assert deadline_words(*of(session, made), ON)[-1] == ("满意", "ink")


def test_the_card_of_a_wish_that_is_open_again_names_nobody(session: Session) -> None:
    made = claimed(session)
    wish_giving.deliver(session, [made], ON, by=BY)
    row, detail = of(session, made)
    assert UNIT in card_of(row, detail, ON).note
    wish_outcome.dispute(session, made, ON, by=BY, text="坏了")
    row, detail = of(session, made)
    assert (row.column, card_of(row, detail, ON).note) == ("free", "")


def test_the_card_names_who_brought_it_last(session: Session) -> None:
    made = claimed(session)
    wish_giving.claim(session, [second := published(session, "台灯")], unit(), ON, by=BY)
    county(session, made)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    (rival,) = wish_giving.rivals(session, made)
    wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    wrong(session, made)
    wish_giving.prefer(session, made, rival.claim.id, ON, by=BY)
    wish_giving.deliver(session, [made], ON, by=BY)
    assert COUNTY in card_of(*of(session, made), ON).note, "he asked first and brought it last"
    assert UNIT in card_of(*of(session, second), ON).note


# -- the form of all wishes


def told(session: Session, wish: str) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {wish: {}}
    add_standing(session, found)
    return {name: value for name, value in found[wish].items() if name != "claim"}


def test_a_form_gives_no_day_of_a_wish_that_is_open_again(session: Session) -> None:
    made = claimed(session)
    wish_giving.deliver(session, [made], ON, by=BY)
    wish_outcome.fulfil(session, made, ON, by=BY, cost=99_00)
    day = ON.isoformat()
    brought: dict[str, Any] = {"claimer": UNIT, "claimed_on": day, "delivered_on": day, "fulfilled_on": day, "cost": 99_00}
    assert told(session, made) == {"state": "fulfilled"} | brought
    wish_outcome.review(session, made, "dissatisfied", in_days(3), by=BY, text="坏了")
    assert told(session, made) == {"state": "published"}
    wish_giving.claim(session, [made], unit(OTHER), in_days(4), by=BY)
    again: dict[str, Any] = {"claimer": OTHER, "claimed_on": in_days(4).isoformat()}
    assert told(session, made) == {"state": "claimed"} | again
    wish_giving.deliver(session, [made], in_days(5), by=BY)
    brought = again | {"delivered_on": in_days(5).isoformat()}
    assert told(session, made) == {"state": "delivered"} | brought
    wish_outcome.fulfil(session, made, in_days(6), by=BY)
    assert told(session, made) == {"state": "fulfilled", "fulfilled_on": in_days(6).isoformat()} | brought


def test_a_form_names_neither_who_gave_something_beside_it_nor_who_was_refused(session: Session) -> None:
    made = claimed(session)
    county(session, made)
    wish_giving.add_gift(session, made, "一床被子", ON, by=BY, giver="余老师")
    assert told(session, made)["claimer"] == UNIT
    wish_giving.deliver(session, [made], ON, by=BY)
    assert told(session, made)["claimer"] == UNIT
    wish_outcome.dispute(session, made, ON, by=BY, text="坏了")
    assert "claimer" not in told(session, made), "nobody has it"


def test_a_form_says_who_had_a_wish_when_it_was_closed(session: Session) -> None:
    made = claimed(session)
    wish_giving.add_gift(session, made, "一床被子", ON, by=BY, giver="余老师")
    county(session, made)
    wishes.cancel(session, made, "other", ON, by=BY)
    assert (state(session, made), told(session, made)["claimer"]) == ("cancelled", UNIT)


def test_where_the_claim_that_brought_it_was_taken_back_nobody_else_is_thanked(session: Session) -> None:
    made = claimed(session)
    wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="没货")
    [brought] = wish_giving.claim(session, [made], unit(OTHER), ON, by=BY)
    wish_giving.add_gift(session, made, "两本书", ON, by=BY, giver="王婆婆")
    wish_giving.deliver(session, [made], ON, by=BY)
    assert (last_claim(session, made) or brought).claimer == OTHER
    brought.removed_at = "2026-11-23T02:00:00.000Z"
    session.add(brought)
    session.flush()
    assert last_claim(session, made) is None
    assert UNIT not in [one.giver for one in to_thank(session, [made], ON)[0]]
