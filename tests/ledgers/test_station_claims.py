"""A unit's sheet at the station: what it took once may be taken again, and nothing it says is swallowed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from stationdesk.ledgers.claim_sheet import ClaimRow, ReadClaims
from stationdesk.ledgers.station_claims import Taken, code_of, take_in
from stationdesk.services import wish_giving, wish_outcome
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_turning import turn
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, in_days, published, state, thrown_away

FIRST = in_days(10).isoformat()


def sheet(session: Session, wish: str, on: date, *promised: str, contact: str = "张三", phone: str = "13800000011") -> Taken:
    said = {"code": code_of(session, wish), "claimer": "县财政局", "contact": contact, "phone": phone}
    rows = [ClaimRow("表", 4 + at, {**said, "promised": day}, day) for at, day in enumerate(promised)]
    return take_in(session, ReadClaims(rows), "单位.xlsx", on, BY)


def told(done: Taken) -> tuple[int, int, list[str]]:
    return len(done.wishes), done.known, [one.sentence for one in done.troubles]


@pytest.mark.parametrize("end", ["lapsed", "given back"])
def test_a_unit_takes_a_wish_again_that_came_free(desk: Database, end: str) -> None:
    with thrown_away(desk) as session:
        wish, later = published(session, "电饭煲"), in_days(14)
        assert told(sheet(session, wish, ON, FIRST)) == (1, 0, [])
        assert told(sheet(session, wish, ON, FIRST)) == (0, 1, []), "the same once more changes nothing"
        if end == "lapsed":
            assert turn(session, later)
        else:
            wish_giving.give_back(session, wish, "withdrawn", later, by=BY, text="没货")
        assert state(session, wish) == "published"
        again = in_days(30).isoformat()
        assert told(sheet(session, wish, later, again)) == (1, 0, [])
        held = facts_of(session, [wish])[wish].held
        assert held is not None
        assert held.promised_on == again


@pytest.mark.parametrize("day", [FIRST, ""])
def test_the_row_of_a_claim_that_is_over_does_not_take_the_wish_by_itself(desk: Database, day: str) -> None:
    """The sheet of last time lies in the folder: it is named, so that nobody takes what he has just given back."""
    with thrown_away(desk) as session:
        wish = published(session, "电饭煲")
        assert told(sheet(session, wish, ON, day)) == (1, 0, [])
        wish_giving.give_back(session, wish, "withdrawn", ON, by=BY, text="没货")
        assert told(sheet(session, wish, ON, day)) == (0, 0, ["这个认领已经结束（退领）。要再次认领，请填新的承诺送达日期。"])
        assert state(session, wish) == "published"


@pytest.mark.parametrize("more", [{"contact": "李四"}, {"phone": "13800000012"}])
def test_another_contact_or_day_of_a_live_claim_is_named(desk: Database, more: dict[str, str]) -> None:
    said = "这个单位已经认领，但登记的联系人、电话或日期不同。没有改动；要更正，请先结束原来的认领。"
    with thrown_away(desk) as session:
        wish = published(session, "电饭煲")
        assert told(sheet(session, wish, ON, FIRST)) == (1, 0, [])
        assert told(sheet(session, wish, ON, FIRST, **more)) == (0, 0, [said])
        assert told(sheet(session, wish, ON, in_days(12).isoformat())) == (0, 0, [said])
        assert told(sheet(session, wish, ON, "")) == (0, 1, []), "no day says nothing against the one agreed on"


def test_two_rows_of_one_unit_that_differ(desk: Database) -> None:
    with thrown_away(desk) as session:
        wish = published(session, "电饭煲")
        assert told(sheet(session, wish, ON, FIRST, FIRST)) == (1, 0, [])
        wish = published(session, "棉鞋")
        said = "与第 4 行是同一个认领，但联系人、电话或日期不同；已按第 4 行收入。"
        assert told(sheet(session, wish, ON, FIRST, in_days(12).isoformat())) == (1, 0, [said])


def test_what_was_brought_is_known_until_it_was_not_right(desk: Database) -> None:
    with thrown_away(desk) as session:
        wish = published(session, "电饭煲")
        sheet(session, wish, ON, FIRST)
        wish_giving.deliver(session, [wish], ON, by=BY)
        assert told(sheet(session, wish, ON, FIRST)) == (0, 1, [])
        wish_outcome.dispute(session, wish, ON, by=BY, text="坏了")
        assert len(told(sheet(session, wish, ON, FIRST))[2]) == 1
        assert told(sheet(session, wish, ON, in_days(20).isoformat())) == (1, 0, [])
        assert state(session, wish) == "claimed"
