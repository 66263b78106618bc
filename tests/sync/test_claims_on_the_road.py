"""Claims over a lossy road, with restores of either side: at most one live claim, and both sides reckon alike once all has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from stationdesk.county.wishes import standings_of
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.services.wish_claims import ClaimImpossible, deliver, end_claim, take_claim
from stationdesk.store.database import Database
from tests.county.claims_kit import BY, county_claims, here, person, wish
from tests.sync.sample import COUNTY, sample
from tests.sync.test_two_lives import CODE, one_journal, round_trip
from tests.sync.world import World

ON = date(2026, 11, 20)
STEPS = (
    *("claim", "claim", "walk_in", "end_here", "end_there", "deliver", "report", "round", "round"),
    *("back_up", "put_back", "county_back_up", "county_put_back"),
)


class Road:
    """One wish, and what either side may do to it."""

    def __init__(self) -> None:
        self.world = World(sample())
        self.wish = wish(self.desk, person(self.desk, "汪奶奶"), "棉鞋")
        self.count = 0
        self.kept = False
        round_trip(self.world)

    @property
    def desk(self) -> Database:
        """The station's open desk."""
        return self.world.desks[CODE].database

    def claim(self) -> None:
        self.count += 1
        county_claims(self.world.county, CODE, self.wish, f"单位{self.count}")

    def walk_in(self) -> None:
        self.count += 1
        with self.desk.writing(BY, "认领") as session:
            take_claim(session, WishClaimDraft(wish_id=self.wish, claimer=f"村民{self.count}"), ON, BY)

    def end_here(self) -> None:
        live = here(self.desk, self.wish).claim or ""
        with self.desk.writing(BY, "退领") as session:
            end_claim(session, live, "withdrawn", ON, by=BY, text="不送了")

    def deliver(self) -> None:
        live = here(self.desk, self.wish).claim or ""
        with self.desk.writing(BY, "送达") as session:
            deliver(session, live, ON, by=BY)

    def end_there(self) -> None:
        with self.world.county.database.writing("县", "退领") as session:
            mine = select(WishClaim).where(col(WishClaim.author) == COUNTY).order_by(col(WishClaim.key).desc())
            newest = session.exec(mine).first()
            if newest is not None:
                draft = ClaimEndDraft(wish_id=self.wish, claim_id=newest.id, kind="withdrawn")
                session.add(ClaimEnd.model_validate(draft, update={"author": COUNTY, "audience": f"station:{CODE}"}))

    def report(self) -> None:
        self.world.deliver(self.world.export(CODE))

    def round(self) -> None:
        round_trip(self.world)

    def back_up(self) -> None:
        self.world.back_station_up(CODE)
        self.kept = True

    def put_back(self) -> None:
        if self.kept:
            self.world.put_station_back(CODE, unseen=False)

    def county_back_up(self) -> None:
        self.world.back_county_up()

    def county_put_back(self) -> None:
        if self.world.backups:
            self.world.restore_county(len(self.world.backups) - 1)

    def settle(self) -> None:
        """Let everything pass, and hold both sides against each other."""
        for _round in range(6):
            round_trip(self.world)
        one_journal(self.world, self.desk)
        mine = here(self.desk, self.wish)
        assert standings_of(self.world.county, [self.wish])[CODE, self.wish] == mine
        assert not mine.waiting, "a claim that was read has its answer"
        with self.desk.reading() as session:
            said = session.exec(select(ClaimAnswer.claim_id).where(col(ClaimAnswer.removed_at).is_(None))).all()
        assert len(said) == len(set(said)), "a claim has one answer, after every repair"


@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_both_sides_reckon_alike(steps: list[str]) -> None:
    run(steps)


@pytest.mark.proof
@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=20))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_both_sides_reckon_alike_proof(steps: list[str]) -> None:
    run(steps)


def run(steps: list[str]) -> None:
    """Play one history."""
    road = Road()
    try:
        for name in steps:
            step: Callable[[], None] = getattr(road, name)
            try:
                step()
            except ClaimImpossible:
                continue
        road.settle()
    finally:
        road.world.close()
