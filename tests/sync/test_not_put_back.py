"""What is not put back stands in 要核对 with its last words, not with its first; what was taken back here is not listed at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select as select_row
from sqlmodel import Session, col, select

from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.status_change import StatusChange
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.services.grade_schemes import change_rhythm
from stationdesk.services.rechecks import open_rechecks
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_claims import take_claim
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from stationdesk.store.tables import change
from tests.services.recheck_kit import doubted
from tests.sync.sample import sample
from tests.sync.test_new_computer import replaced
from tests.sync.test_old_backup import Month
from tests.sync.test_two_lives import CODE, OPERATOR, listed, one_journal, round_trip, world
from tests.sync.world import World

__all__ = ["replaced", "world"]


FALLEN = {"lines": [{"kind": "visit", "id": "1" * 36, "fields": {"visited_on": "2026-11-20", "mode": "home"}}]}
"""A visit that was not put back."""


@pytest.fixture
def month() -> Iterator[Month]:
    world = World(sample())
    yield Month(world)
    world.close()


def part(month: Month, there: Callable[[Session], Any], here: Callable[[], Any]) -> list[str]:
    """Let one thing be reported and another be written on the older folder; returns what is to be checked, as it is read aloud."""
    round_trip(month.world)
    month.world.back_station_up(CODE)
    with month.desk.writing(OPERATOR, "那边") as session:
        there(session)
    round_trip(month.world)
    month.world.put_station_back(CODE, unseen=False)
    here()
    assert round_trip(month.world).repaired is not None
    round_trip(month.world)
    one_journal(month.world, month.desk)
    with month.desk.reading() as session:
        return [one.sentence for one in open_rechecks(session, month.on, children=True)]


def another_wish(month: Month) -> str:
    """Write a wish that nobody has."""
    with month.desk.writing(OPERATOR, "心愿") as session:
        month.wish = month.add(session, Wish.model_validate(WishDraft(resident_id=month.resident, content="棉被"), update={"author": CODE}))
        for kind in ("submitted", "approved", "published"):
            month.event(session, kind)
    return month.wish


def claims(month: Month, who: str, number: str) -> Callable[[Session], str]:
    """Return what lets somebody claim the wish."""
    draft = WishClaimDraft(wish_id=month.wish, claimer=who, phones=(PhoneNumber(number=number),))
    return lambda session: take_claim(session, draft, month.on, OPERATOR).id


def test_the_last_phone_of_a_claim_that_was_not_put_back_is_told(month: Month) -> None:
    another_wish(month)

    def here() -> None:
        with month.desk.writing(OPERATOR, "认领") as session:
            claim = claims(month, "程老板", "13822222222")(session)
        with month.desk.writing(OPERATOR, "改电话") as session:
            one = session.exec(select(WishClaim).where(WishClaim.id == claim)).one()
            one.phones, one.contact_name = (PhoneNumber(number="13999999999"),), "程小妹"
            session.add(one)

    said = part(month, claims(month, "税务局", "13811111111"), here)
    assert any("程老板" in one and "程小妹" in one and "13999999999" in one for one in said)
    assert not any("13822222222" in one for one in said)


@pytest.mark.parametrize("how", ["undone", "removed"])
def test_a_claim_that_was_taken_back_here_is_not_listed(month: Month, how: str) -> None:
    another_wish(month)

    def here() -> None:
        with month.desk.writing(OPERATOR, "认领") as session:
            claim = claims(month, "程老板", "13822222222")(session)
        if how == "undone":
            undo_last(month.desk, OPERATOR)
            return
        with month.desk.writing(OPERATOR, "删去") as session:
            for kind, field in ((WishClaim, WishClaim.id), (ClaimAnswer, ClaimAnswer.claim_id)):
                for one in session.exec(select(kind).where(col(field) == claim)):
                    one.removed_at = "2026-11-29T10:00:00.000Z"
                    session.add(one)

    assert part(month, claims(month, "税务局", "13811111111"), here) == []


def died(month: Month, **said: Any) -> Callable[[Session], Any]:
    """Return what writes down that the person is not there any more."""
    draft = StatusDraft(happened_on=month.on - timedelta(days=1), **said)
    return lambda session: change_status(session, month.resident, draft, month.on, operator=OPERATOR)


def test_a_death_that_was_not_put_back_says_what_it_wrote_of_the_person(month: Month) -> None:
    def here() -> None:
        with month.desk.writing(OPERATOR, "去世") as session:
            died(month, to_status="deceased")(session)

    said = part(month, died(month, to_status="hospital", place="市医院"), here)
    (about,) = [one for one in said if "死亡" in one]
    assert about.count("死亡") == 2, "the move, and what it wrote into the person's record"
    assert "没有写别的" not in about
    with month.desk.reading() as session:
        assert [one.to_status for one in session.exec(select(StatusChange))] == ["hospital"]


def test_why_somebody_died_and_who_said_so_is_told_though_it_never_travels(month: Month) -> None:
    why, who = "半夜心梗，儿子在场", "儿子 汪建国"

    def here() -> None:
        with month.desk.writing(OPERATOR, "去世") as session:
            died(month, to_status="deceased", reason=why, told_by=who)(session)

    said = part(month, died(month, to_status="hospital", place="市医院"), here)
    assert any(why in one and who in one for one in said)
    with month.desk.reading() as session:
        lines = [bytes(one).decode() for one in session.connection().execute(select_row(change.c.line)).scalars()]
    assert not any(why in line or who in line for line in lines), "it stays at home"
    month.world.back_station_up(CODE)
    month.visit(1, "那边写的")
    round_trip(month.world)
    month.world.put_station_back(CODE, unseen=False)
    month.visit(2, "这边写的")
    assert round_trip(month.world).repaired is not None
    with month.desk.reading() as session:
        assert any(why in one.sentence for one in open_rechecks(session, month.on, children=True)), "it stays through the next repair"


@pytest.mark.parametrize("children", [True, False])
def test_what_was_said_in_confidence_is_told_only_to_whoever_may_see_it(month: Month, children: bool) -> None:
    with month.desk.writing(OPERATOR, "走访") as session:
        doubted(
            session,
            "visit",
            "1" * 36,
            cause="refused",
            reason="已经另有安排",
            kept_here={"1" * 36: {"counselling_note": "睡不着"}},
            mine=FALLEN,
        )
    with month.desk.reading() as session:
        (one,) = open_rechecks(session, month.on, children=children)
    assert ("睡不着" in one.mine) == children


def test_what_is_changed_on_a_new_computer_before_it_is_rebuilt_is_listed(world: World, replaced: Database) -> None:
    """Its village and its scheme are the ones it had; what somebody typed there meanwhile is told, what setting up wrote is not."""
    with replaced.writing(OPERATOR, "改村名和天数") as session:
        unit = session.exec(select(OrgUnit).where(OrgUnit.author == CODE)).one()
        unit.remark = "村部搬到老学校"
        session.add(unit)
        change_rhythm(session, "red", local_day(replaced.clock()), contact=3, home=9)
    round_trip(world, replaced)
    told = {(one.record_kind, one.field) for one in listed(replaced)}
    assert told == {("station", "duty_phone"), ("org_unit", "remark"), ("grade_scheme", "grades")}
