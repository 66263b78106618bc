"""Somebody is given a wish after another one: he has a day to bring it that is still to come."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.services import wish_giving
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_story import wish_story
from stationdesk.services.wish_turning import turn
from stationdesk.store.database import Database
from tests.services.test_wish_turns import asks
from tests.services.wish_kit import BY, ON, UNIT, claimed, coming, in_days, state, thrown_away
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("preferred")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


@pytest.mark.parametrize(("his", "named", "due"), [(5, 0, 34), (25, 0, 25), (5, 40, 40), (25, 22, 22), (0, 0, 34), (0, 21, 21)])
def test_who_is_given_it_after_another_one_is_not_late_at_once(session: Session, his: int, named: int, due: int) -> None:
    """His own day holds where it is still to come; else he has the term, or the day agreed on now."""
    made, on = claimed(session, promised_on=in_days(14).isoformat()), in_days(20)
    rival = asks(session, made, promised=in_days(his).isoformat() if his else None)
    assert turn(session, in_days(18))
    wish_giving.prefer(session, made, rival, on, by=BY, promised_on=in_days(named).isoformat() if named else "")
    assert (state(session, made), coming(session, made).due) == ("claimed", in_days(due))
    assert coming(session, made).lapses_on == in_days(due + 4)
    assert not turn(session, in_days(due + 3))
    assert turn(session, in_days(due + 4))
    assert state(session, made) == "published"


def test_a_day_that_is_over_is_not_agreed_on(session: Session) -> None:
    made = claimed(session)
    rival = asks(session, made)
    with pytest.raises(DeskError):
        wish_giving.prefer(session, made, rival, in_days(3), by=BY, promised_on=in_days(2).isoformat())
    held = facts_of(session, [made])[made].held
    assert held is not None
    assert held.claimer == UNIT, "nothing was changed"


def test_an_earlier_day_agreed_on_is_told_as_a_day_and_not_as_more_time(session: Session) -> None:
    made = claimed(session, promised_on=in_days(14).isoformat())
    rival = asks(session, made, promised=in_days(60).isoformat())
    wish_giving.prefer(session, made, rival, ON, by=BY, promised_on=in_days(5).isoformat())
    told = [line.text for line in wish_story(session, made, ON).history]
    assert [text for text in told if text.startswith("约好11月28日前送到")]
