"""Claims of departments: answered by the wish's station in the breath that reads them; both sides reckon every wish alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from stationdesk.county import ledger_shape
from stationdesk.county.claims import NoSuchClaim, claims_of, end_claim
from stationdesk.county.desk import CountyDesk
from stationdesk.county.wishes import standings_of
from stationdesk.registers.wish_claim import WishClaimDraft
from stationdesk.services.wish_claims import ClaimImpossible, deliver, take_claim
from stationdesk.services.wish_claims import end_claim as end_here
from stationdesk.services.wish_giving import put_off
from tests.county.claims_kit import BY, ON, alike, answers, county_claims, here, person, wish
from tests.county.conftest import STATION, Village
from tests.road_kit import Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        found.set_clock(11, 20)
        yield found


def test_the_station_answers_in_the_breath_that_reads(village: Village) -> None:
    """With the ledger in a file and in PostgreSQL."""
    who = person(village.desk, "汪奶奶")
    free, taken = wish(village.desk, who, "棉鞋"), wish(village.desk, who, "电饭锅")
    with village.desk.writing(BY, "认领") as session:
        walk_in = take_claim(session, WishClaimDraft(wish_id=taken, claimer="程老板"), ON, BY).id
    village.round_trip()
    first, second = (county_claims(village.county, STATION, free, name) for name in ("税务局", "水利局"))
    third = county_claims(village.county, STATION, taken, "教育局")
    assert standings_of(village.county, [free])[STATION, free].waiting == tuple(sorted((first, second)))
    before = village.desk.position().seq
    receipt = village.round_trip()
    assert village.desk.position().seq == before + 3, "one answer a claim, in the transaction that read them"
    assert any("同意 1 个" in said for said in receipt.sentences)
    with village.desk.reading() as session:
        assert answers(session) == [("yes", None), ("yes", None), ("no", "claimed_already"), ("no", "claimed_already")]
    village.round_trip()
    assert village.desk.position().seq == before + 3, "nothing is answered twice"
    assert (alike(village.county, village.desk, free).claim, alike(village.county, village.desk, taken).claim) == (first, walk_in)
    assert {one.id: one.state for one in claims_of(village.county)} == {first: "yes", second: "no", third: "no"}
    end_claim(village.county, "县", first, "withdrawn", "局里退了", ON)
    with pytest.raises(NoSuchClaim):
        end_claim(village.county, "县", first, "withdrawn", "", ON)
    village.round_trip()
    assert alike(village.county, village.desk, free).state == "published"
    fourth = county_claims(village.county, STATION, free, "水利局")
    village.round_trip()
    village.round_trip()
    assert alike(village.county, village.desk, free).claim == fourth
    with village.desk.writing(BY, "送达") as session:
        deliver(session, fourth, ON, by=BY)
    village.round_trip()
    assert alike(village.county, village.desk, free).state == "delivered"


def test_a_claim_of_a_wish_that_is_closed_gone_or_unknown(road: Road) -> None:
    who = person(road.desk, "汪奶奶")
    cancelled, dead = wish(road.desk, who, "棉鞋", ("published", "cancelled")), person(road.desk, "李爷爷", residency_status="deceased")
    of_dead, lost = wish(road.desk, dead, "收音机"), "00000000-0000-4000-8000-000000000000"
    road.round()
    for one in (cancelled, of_dead, lost):
        county_claims(road.county, "360202101209", one, "税务局")
    road.round()
    with road.desk.reading() as session:
        assert answers(session) == [("no", "closed"), ("no", "closed")], "one of a wish that is not here waits"
    assert here(road.desk, lost).waiting


def test_the_county_reads_why_its_claim_is_over(road: Road) -> None:
    """What is said of a delivery is not for it."""
    who = person(road.desk, "汪奶奶")
    wishes = [wish(road.desk, who, content) for content in ("棉鞋", "电饭锅", "台灯")]
    road.round()
    back, brought, own = (county_claims(road.county, "360202101209", one, "税务局") for one in wishes)
    road.round()
    end_claim(road.county, "县", own, "withdrawn", "局里退了", ON)
    with road.desk.writing(BY, "退领") as session:
        end_here(session, back, "withdrawn", ON, by=BY, text="税务局说今年没有经费")
        deliver(session, brought, ON, by=BY, text="她住院，放邻居家")
    road.round()
    told = {one.id: (one.state, one.reason) for one in claims_of(road.county)}
    assert told == {back: ("withdrawn", "税务局说今年没有经费"), brought: ("delivered", ""), own: ("withdrawn", "局里退了")}


def test_the_county_reads_by_when_it_is_brought_as_agreed_last(road: Road) -> None:
    one = wish(road.desk, person(road.desk, "汪奶奶"), "棉鞋")
    road.round()
    county_claims(road.county, STATION, one, "县图书馆")
    road.round()
    first = claims_of(road.county)[0].promised_on
    for day in ("2026-12-20", "2026-12-28"):
        with road.desk.writing(BY, "宽几天") as session:
            put_off(session, one, day, ON, by=BY, text="等快递")
        road.round()
        assert claims_of(road.county)[0].promised_on == day != first


def test_what_cannot_be_is_refused_in_a_sentence(road: Road) -> None:
    who = person(road.desk, "汪奶奶")
    one = wish(road.desk, who, "棉鞋")
    road.round()
    claim = county_claims(road.county, "360202101209", one, "税务局")
    road.round()
    with road.desk.reading() as session:
        for refused in (
            lambda: take_claim(session, WishClaimDraft(wish_id=one, claimer="另一家"), ON, BY),
            lambda: take_claim(session, WishClaimDraft(wish_id="x", claimer="另一家"), ON, BY),
            lambda: end_here(session, claim, "withdrawn", ON, by=BY),
            lambda: end_here(session, claim, "delivered", ON, by=BY, text="x"),
            lambda: end_here(session, "x", "lapsed", ON, by=BY, text="x"),
        ):
            with pytest.raises(ClaimImpossible):
                refused()
    with road.desk.writing(BY, "退领") as session:
        end_here(session, claim, "lapsed", ON, by=BY, text="过了日子没送")
        with pytest.raises(ClaimImpossible):
            end_here(session, claim, "lapsed", ON, by=BY, text="再说一遍")
    road.round()
    assert alike(road.county, road.desk, one).state == "published"


def test_the_last_yes_is_the_journals_last_whatever_the_clock_said(road: Road) -> None:
    """A clock that jumps back gives the later answer the smaller id; only the journal's order is the same on both sides."""
    one = wish(road.desk, person(road.desk, "汪奶奶"), "棉鞋")
    with road.desk.writing(BY, "认领") as session:
        first = take_claim(session, WishClaimDraft(wish_id=one, claimer="甲"), ON, BY).id
    with road.desk.writing(BY, "退领") as session:
        end_here(session, first, "withdrawn", ON, by=BY, text="不送了")
        second = take_claim(session, WishClaimDraft(wish_id=one, claimer="乙"), ON, BY).id
    road.round()
    assert alike(road.county, road.desk, one).claim == second
    early, newest = {"new": "0" * 8 + second[8:], "claim": second}, "(SELECT max(seq) FROM event_order)"
    with road.county.ledger.begin() as connection:
        connection.execute(text("UPDATE claim_answer SET id = :new WHERE claim_id = :claim"), early)
        connection.execute(text(f"UPDATE event_order SET id = :new WHERE kind = 'claim_answer' AND seq = {newest}"), early)
    assert standings_of(road.county, [one])["360202101209", one].claim == second


def test_an_older_ledger_learns_the_order_from_its_journals(road: Road) -> None:
    one = wish(road.desk, person(road.desk, "汪奶奶"), "棉鞋")
    road.round()
    with road.county.ledger.begin() as connection:
        kept = connection.execute(text("SELECT * FROM event_order ORDER BY seq")).all()
        connection.execute(text("DROP TABLE event_order"))
        connection.execute(text("UPDATE ledger_shape SET version = 2"))
    assert len(kept) == 3
    road.county.close()
    road.county = CountyDesk(road.county.database)
    with road.county.ledger.begin() as connection:
        assert connection.execute(text("SELECT * FROM event_order ORDER BY seq")).all() == kept
        assert connection.execute(text("SELECT version FROM ledger_shape")).scalar() == ledger_shape.VERSION
    assert alike(road.county, road.desk, one).state == "published"
    assert road.county.database.clock() == datetime(2026, 11, 20, 1, tzinfo=UTC)
    with road.county.ledger.begin() as connection:  # and one that kept the order of fewer registers, of those it lacks
        connection.execute(text("DELETE FROM event_order WHERE kind = 'claim_answer'"))
        connection.execute(text("UPDATE ledger_shape SET version = 4"))
    road.county.close()
    road.county = CountyDesk(road.county.database)
    with road.county.ledger.begin() as connection:
        assert connection.execute(text("SELECT * FROM event_order ORDER BY seq")).all() == kept
