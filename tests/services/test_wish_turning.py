"""What passes by itself when the day turns, once and under the desk's own name; and that the day's list tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.consent import Consent
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import consents, wish_giving, wishes
from stationdesk.services.today_lines import Asked
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_turning import ITSELF, county_ends, hang_again, lapsed_lately, turn, turn_wishes
from stationdesk.services.wishes_today import WISHES, due_count
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, UNIT, child, claimed, coming, in_days, noted, published, state, thrown_away
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("turning")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_a_claim_goes_back_after_the_promised_day_and_the_grace_and_only_once(session: Session) -> None:
    made = claimed(session, promised_on=in_days(2).isoformat())
    assert not turn(session, in_days(5))
    assert turn(session, in_days(6)).lapsed == (made,)
    assert state(session, made) == "published"
    assert not turn(session, in_days(6))
    assert not turn(session, in_days(-400))
    assert lapsed_lately(session, in_days(7)) == {made: in_days(6).isoformat()}
    assert lapsed_lately(session, in_days(9)) == {}


def _given_back(session: Session, wish: str, on: date) -> None:
    wish_giving.give_back(session, wish, "withdrawn", on, by=BY, text="没货")


@pytest.mark.parametrize(
    ("over", "ended"),
    [
        (lambda s, _wish: turn(s, in_days(46)), 46),
        (lambda s, wish: _given_back(s, wish, in_days(44)), 44),
        (lambda s, wish: _given_back(s, wish, in_days(-400)), 29),  # the clock was set back: no claim ends before it was agreed to
    ],
    ids=["lapsed", "given back", "clock set back"],
)
def test_what_comes_free_again_hangs_for_the_walls_whole_term_once_more(
    session: Session, over: Callable[[Session, str], Any], ended: int
) -> None:
    made = published(session)
    wish_giving.claim(session, [made], {"claimer": UNIT, "promised_on": in_days(42).isoformat()}, in_days(29), by=BY)
    over(session, made)
    assert state(session, made) == "published"
    assert (coming(session, made).step, coming(session, made).due) == ("claim", in_days(ended + 30))
    assert not turn(session, in_days(ended + 30))
    assert turn(session, in_days(ended + 31)).expired == (made,)


def test_a_last_day_that_is_set_after_a_claim_has_ended_holds(session: Session) -> None:
    made = claimed(session)
    _given_back(session, made, in_days(5))
    assert coming(session, made).due == in_days(35)
    wishes.extend(session, made, in_days(9).isoformat(), in_days(6), by=BY)
    assert coming(session, made).due == in_days(9)


def test_a_claim_the_station_never_agreed_to_gives_no_new_term(session: Session) -> None:
    made = published(session)
    session.info["pen"].receiving = True
    claim = WishClaim(wish_id=made, claimer="区医保局", author="360202", claimed_on=in_days(20).isoformat())
    session.add_all((claim, ClaimEnd(wish_id=made, claim_id=claim.id, kind="withdrawn", author="360202", ended_on=in_days(25).isoformat())))
    session.flush()
    session.info["pen"].receiving = False
    assert coming(session, made).due == in_days(30)


def test_the_countys_word_that_comes_late_leaves_days_to_find_another(session: Session) -> None:
    """A claim given back at the county weeks ago, of which a stick tells only now."""
    made, other = claimed(session, promised_on=in_days(60).isoformat()), claimed(session, "棉鞋", promised_on=in_days(60).isoformat())
    known = county_ends(session)
    session.info["pen"].receiving = True
    for wish, days in ((made, 5), (other, 54)):
        claim = facts_of(session, [wish])[wish].standing.claim or ""
        session.add(ClaimEnd(wish_id=wish, claim_id=claim, kind="withdrawn", author="360202", ended_on=in_days(days).isoformat()))
    session.flush()
    session.info["pen"].receiving = False
    assert coming(session, made).due == in_days(35)
    assert hang_again(session, known, in_days(55), BY) == [made]
    assert (coming(session, made).due, coming(session, other).due) == (in_days(85), in_days(84))
    assert not turn(session, in_days(55))
    assert hang_again(session, county_ends(session), in_days(84), BY) == []


def test_a_claim_ends_once_however_often_it_is_said(session: Session) -> None:
    made = claimed(session, promised_on=in_days(2).isoformat())
    claim = facts_of(session, [made])[made].standing.claim or ""
    turn(session, in_days(6))
    known = county_ends(session)
    session.info["pen"].receiving = True
    session.add(ClaimEnd(wish_id=made, claim_id=claim, kind="withdrawn", author="360202", ended_on=in_days(30).isoformat()))
    session.flush()
    session.info["pen"].receiving = False
    assert coming(session, made).due == in_days(36)
    assert hang_again(session, known, in_days(35), BY) == []


def test_an_approved_wish_that_comes_free_again_is_not_late_at_once(session: Session) -> None:
    made = noted(session, source="visit").id
    wishes.approve(session, made, ON, by=BY)
    wish_giving.assign(session, [made], {"claimer": "本站"}, ON, by=BY)
    _given_back(session, made, in_days(12))
    assert (state(session, made), coming(session, made).due) == ("approved", in_days(15))


def test_what_lies_at_the_station_does_not_go_back(session: Session) -> None:
    made = claimed(session, promised_on=in_days(2).isoformat())
    wish_giving.ready(session, [made], ON, by=BY)
    assert not turn(session, in_days(60))
    assert due_count(session, in_days(60)) == 1


def test_a_wish_nobody_took_comes_off_the_wall_and_can_go_up_again(session: Session) -> None:
    made = published(session)
    assert not turn(session, in_days(30))
    assert turn(session, in_days(31)).expired == (made,)
    wishes.extend(session, made, "", in_days(31), by=BY)
    assert not turn(session, in_days(60))
    assert turn(session, in_days(62)).expired == (made,)
    wish_giving.assign(session, [made], {"claimer": "本站", "claimer_kind": "station"}, in_days(62), by=BY)
    assert state(session, made) == "claimed"


@pytest.mark.parametrize("said", ["withdrawn", "refused"])
def test_a_child_who_does_not_want_it_any_more_is_taken_off_the_wall(session: Session, said: str) -> None:
    made = published(session, "水彩笔", child(session))
    consent = session.exec(select(Consent)).one()
    if said == "withdrawn":
        consents.withdraw(session, consent.id, ON, "不想上墙了")
    else:
        consent.given = False
        session.flush()
    assert turn(session, ON).taken_down == (made,)
    assert state(session, made) == "expired"


def test_the_desk_does_it_under_its_own_name_and_no_operator_takes_it_back_unawares(tmp_path_factory: pytest.TempPathFactory) -> None:
    now = noon(ON)
    desk = quick_desk(tmp_path_factory.mktemp("itself"))
    desk.clock = lambda: now
    with desk:
        with desk.writing(BY, "认领") as session:
            made = claimed(session, promised_on=in_days(2).isoformat())
        for days in (-30, 5):
            assert not turn_wishes(desk, noon(in_days(days)))
        assert not turn_wishes(desk, noon(in_days(500)))  # the clock has run ahead
        now = noon(in_days(7))
        assert turn_wishes(desk, now).lapsed == (made,)
        before = desk.position()
        assert not turn_wishes(desk, now)
        assert desk.position() == before
        with desk.reading() as session:
            assert state(session, made) == "published"
        with pytest.raises(DeskError):
            undo_last(desk, BY)  # the claim has been used since, and the desk's own action is not his to take back
        assert "认领" in undo_last(desk, _(ITSELF)).says


def test_the_days_list_tells_what_is_due_and_one_key_does_it(session: Session) -> None:
    first, second = claimed(session, promised_on=in_days(2).isoformat()), noted(session, "毛线").id
    asked = Asked(in_days(3))
    section = WISHES.section(session, asked)
    assert [(line.lead, line.done_words, line.argument) for line in section.lines] == [("把东西送到", "送到了", first)]
    assert UNIT in section.lines[0].sentence()
    assert "冯满仓" in section.lines[0].name
    assert WISHES.done is not None
    assert WISHES.said is not None
    assert "高压锅" in WISHES.said(section.lines[0])
    WISHES.done(session, section.lines[0], in_days(3), BY)
    assert state(session, first) == "delivered"
    later = WISHES.section(session, Asked(in_days(7), most=1))
    assert (later.count, len(later.lines)) == (2, 1)
    assert {line.argument for line in WISHES.section(session, Asked(in_days(7))).lines} == {first, second}
    assert WISHES.days is not None
    assert WISHES.days(session, ON, in_days(9)) == {in_days(6): 1, in_days(7): 1}


def test_the_days_list_says_what_went_back_and_names_no_child(session: Session) -> None:
    made = published(session, "水彩笔", child(session))
    wish_giving.claim(session, [made], {"claimer": UNIT, "promised_on": in_days(1).isoformat()}, ON, by=BY)
    turn(session, in_days(5))
    (line,) = WISHES.section(session, Asked(in_days(5), may_see_children=False)).lines
    assert line.lead == "回待认领"
    assert "汪小满" not in line.sentence()
    assert "水彩笔" not in line.sentence()
    assert "水彩笔" in WISHES.section(session, Asked(in_days(5), may_see_children=True)).lines[0].sentence()
    assert session.exec(select(Wish)).one().id == made


def test_a_day_is_a_day(session: Session) -> None:
    """A term that is set to the shortest still leaves the whole of its last day."""
    made = published(session)
    wish_giving.claim(session, [made], {"claimer": UNIT, "promised_on": ON.isoformat()}, ON, by=BY)
    assert not turn(session, ON + timedelta(days=3))
    assert turn(session, ON + timedelta(days=4)).lapsed == (made,)
