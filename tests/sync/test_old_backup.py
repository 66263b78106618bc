"""A month-old backup is put back and work goes on: nothing is silently replaced, no state goes backwards, the desk gets its month back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, col, select

from stationdesk.county.wishes import standings_of
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.claim_answer import ClaimAnswer, ClaimAnswerDraft
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.assessing import Assessment, assess
from stationdesk.services.rechecks import open_rechecks, settle
from stationdesk.services.stations import open_station
from stationdesk.services.undoing import undo_last
from stationdesk.services.visiting import note_visit
from stationdesk.services.wish_claims import deliver, take_claim
from stationdesk.services.wish_state import Standing, standings
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from tests.county.claims_kit import county_claims
from tests.sync.sample import sample
from tests.sync.test_two_lives import CODE, OPERATOR, one_journal, round_trip
from tests.sync.world import World


class Month:
    """The station, its people, and what both branches write."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.on = local_day(self.desk.clock())
        with self.desk.writing(OPERATOR, "开始", final=True) as session:
            open_station(session, StationDraft(code=CODE, name="上徐村站", village="上徐村", town="鲇鱼山镇"))
            person = ResidentDraft(name="汪奶奶", birth_date="1948-03-05", phones=(PhoneNumber(number="13800000000"),))
            self.resident = self.add(session, Resident.model_validate(person, update={"author": CODE}))
            self.wish = self.add(
                session, Wish.model_validate(WishDraft(resident_id=self.resident, content="棉鞋"), update={"author": CODE})
            )
            for kind in ("submitted", "approved", "published"):
                self.event(session, kind)
            claim = WishClaimDraft(wish_id=self.wish, claimer="税务局")
            self.claim = self.add(session, WishClaim.model_validate(claim, update={"author": CODE}))
            yes = ClaimAnswerDraft(wish_id=self.wish, claim_id=self.claim, answer="yes")
            session.add(ClaimAnswer.model_validate(yes, update={"author": CODE}))
        self.grade("yellow", 40)

    @property
    def desk(self) -> Database:
        """The station's open desk."""
        return self.world.desks[CODE].database

    def add(self, session: Session, record: SQLModel) -> str:
        """Write a record, and return its id."""
        session.add(record)
        session.flush()
        return str(record.id)  # type: ignore[attr-defined]

    def event(self, session: Session, kind: str) -> None:
        """Write an event of the wish."""
        draft = WishEventDraft(wish_id=self.wish, kind=kind, happened_on=self.on.isoformat())
        session.add(WishEvent.model_validate(draft, update={"author": CODE}))

    def grade(self, code: str, ago: int) -> None:
        """Assess the person, `ago` days ago."""
        with self.desk.writing(OPERATOR, "评级") as session:
            day = self.on - timedelta(days=ago)
            assess(session, Assessment(resident_id=self.resident, grade=code, from_date=day, assessor=OPERATOR, reason="入户看过"), self.on)

    def visit(self, ago: int, content: str) -> None:
        """Note a visit at home, `ago` days ago."""
        with self.desk.writing(OPERATOR, "走访") as session:
            draft = VisitDraft(
                resident_id=self.resident, visited_on=(self.on - timedelta(days=ago)).isoformat(), mode="home", content=content
            )
            note_visit(session, draft, self.on)

    def phone(self, number: str) -> None:
        """Change the person's phone."""
        with self.desk.writing(OPERATOR, "改电话") as session:
            person = session.exec(select(Resident).where(Resident.id == self.resident)).one()
            person.phones = (PhoneNumber(number=number),)
            session.add(person)

    def end(self, kind: str) -> None:
        """End the claim of the wish."""
        with self.desk.writing(OPERATOR, "认领结束") as session:
            draft = ClaimEndDraft(wish_id=self.wish, claim_id=self.claim, kind=kind)
            session.add(ClaimEnd.model_validate(draft, update={"author": CODE}))
            if kind == "delivered":
                self.event(session, "delivered")

    def rechecks(self) -> list[Recheck]:
        """Return what is to be checked."""
        with self.desk.reading() as session:
            return list(session.exec(select(Recheck).where(col(Recheck.settled_on).is_(None)).order_by(col(Recheck.key))))


@pytest.fixture
def month() -> Iterator[Month]:
    world = World(sample())
    yield Month(world)
    world.close()


def test_a_month_old_backup_is_put_back_and_the_month_comes_back(month: Month) -> None:
    world = month.world
    round_trip(world)
    world.back_station_up(CODE)
    for ago in (25, 20, 15, 10, 5):
        month.visit(ago, "原来写的")
    month.phone("13911111111")
    month.grade("red", 12)
    month.end("delivered")
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    for ago in (25, 20, 15, 4, 3):
        month.visit(ago, "后来写的")
    month.phone("13722222222")
    month.grade("green", 2)
    month.end("withdrawn")
    receipt = round_trip(world)
    assert receipt.repaired is not None
    assert any("心理疏导" in said for said in receipt.sentences), "what never travels is named"
    assert not month.world.peer(world.desks[CODE]).forked
    round_trip(world)
    one_journal(world, month.desk)
    everything_stands(month)
    listed = month.rechecks()
    assert sorted((one.cause, one.record_kind, one.field) for one in listed) == [
        ("both_moved", "resident", "phones"),
        ("double", "visit", None),
        ("double", "visit", None),
        ("double", "visit", None),
        ("refused", "care_grade", None),
        ("refused", "claim_end", None),
    ]
    phones = next(one for one in listed if one.field == "phones")
    assert phones.mine["value"][0]["number"] == "13722222222"
    assert phones.theirs["value"][0]["number"] == "13911111111"


def everything_stands(month: Month) -> None:
    """Check that nothing of either branch was replaced and no state went backwards."""
    with month.desk.reading() as session:
        visits = session.exec(select(Visit).where(col(Visit.removed_at).is_(None))).all()
        told = Counter(one.content for one in visits)
        assert told == {"原来写的": 5, "后来写的": 5}, "the lost month is back, and what was written since stands too"
        person = session.exec(select(Resident).where(Resident.id == month.resident)).one()
        assert [one.number for one in person.phones] == ["13911111111"]
        force = [
            one.grade
            for one in session.exec(select(CareGrade).where(col(CareGrade.removed_at).is_(None)))
            if one.in_force(month.on.isoformat())
        ]
        assert force == ["red"], "the state does not go backwards, and there is one grade"
        assert standings(session, [month.wish])[month.wish].state == "delivered"


def test_what_is_listed_is_settled_by_one_key_and_undone(month: Month) -> None:
    world, on = month.world, month.on
    round_trip(world)
    world.back_station_up(CODE)
    month.phone("13911111111")
    month.visit(3, "原")
    round_trip(world)
    world.put_station_back(CODE, unseen=True)
    month.phone("13722222222")
    month.visit(3, "又")
    for _round in range(3):
        round_trip(world)
    with month.desk.reading() as session:
        found = open_rechecks(session, on, children=True)
    assert [(one.who, one.choices) for one in found] == [
        ("汪奶奶", ("theirs", "mine")),
        ("汪奶奶", ("both", "theirs", "mine")),
    ]
    assert (found[0].mine, found[0].theirs) == ("137****2222", "139****1111")
    assert found[1].mine, "which visit it is"
    assert found[1].theirs, "which visit it is"
    for one, how in zip(found, ("mine", "theirs"), strict=True):
        with month.desk.writing(OPERATOR, "核对") as session:
            settle(session, one.id, how, on, by=OPERATOR)
    assert month.rechecks() == []
    assert numbers(month.desk) == ["13722222222"]
    assert visits_left(month.desk) == ["原"]
    undo_last(month.desk, OPERATOR)
    undo_last(month.desk, OPERATOR)
    assert numbers(month.desk) == ["13911111111"]
    assert visits_left(month.desk) == ["原", "又"]
    assert len(month.rechecks()) == 2


def numbers(desk: Database) -> list[str]:
    """Return the person's phones."""
    with desk.reading() as session:
        return [one.number for one in session.exec(select(Resident)).one().phones]


def visits_left(desk: Database) -> list[str]:
    """Return what the visits that are there say."""
    with desk.reading() as session:
        return [one.content or "" for one in session.exec(select(Visit).where(col(Visit.removed_at).is_(None)).order_by(col(Visit.key)))]


def test_a_county_claim_answered_in_one_branch_and_a_walk_in_taken_in_the_other(month: Month) -> None:
    """The county's department has the wish and brings it; the old backup knows nothing of it and gives the wish to somebody else."""
    world = month.world
    month.end("withdrawn")
    round_trip(world)
    world.back_station_up(CODE)
    claim = county_claims(world.county, CODE, month.wish, "区水利局")
    round_trip(world)
    assert standing(month).claim == claim
    with month.desk.writing(OPERATOR, "送达") as session:
        deliver(session, claim, month.on, by=OPERATOR)
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    with month.desk.writing(OPERATOR, "认领") as session:
        other = take_claim(session, WishClaimDraft(wish_id=month.wish, claimer="程老板"), month.on, OPERATOR).id
    for _round in range(3):
        round_trip(world)
    one_journal(world, month.desk)
    assert (standing(month).state, standing(month).claim) == ("delivered", None), "what was brought is not offered once more"
    assert standings_of(world.county, [month.wish])[CODE, month.wish] == standing(month)
    listed = [(one.cause, one.record_kind) for one in month.rechecks()]
    assert ("refused", "wish_claim") in listed, "who was promised the wish meanwhile is told"
    with month.desk.reading() as session:
        assert session.exec(select(WishClaim).where(WishClaim.id == other)).first() is None
        said = session.exec(select(ClaimAnswer.claim_id).where(ClaimAnswer.claim_id == claim)).all()
    assert len(said) == 1, "the county's claim is answered once, in whichever branch"


def standing(month: Month) -> Standing:
    """Return how the wish stands at the station."""
    with month.desk.reading() as session:
        return standings(session, [month.wish])[month.wish]
