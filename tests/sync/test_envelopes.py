"""Where only the changes are refused the envelope counts; what is odd but honest is taken; exactly these tables move, and none other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stationdesk.county import stations
from stationdesk.county.copies import set_retired
from stationdesk.county.rotating import rotate_county
from stationdesk.county.signers import NeedsNewEnrolment
from stationdesk.errors import DeskError
from stationdesk.sync.key_chain import BrokenKeyChain
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.peers import county_of, set_peer
from stationdesk.sync.refusal import BadSignature, UnknownSigner
from tests.sync.defects import AFTER_REVOKING, LINES, SENTENCES, strangers
from tests.sync.hostile_road import CODE, Road, made_road, moved
from tests.sync.sample import STATIONS

OTHER = max(STATIONS)
COPIES, STATE, LINES_TABLE = "ledger.station_copy", "ledger.station_state", "ledger.station_journal"
TAKEN = {COPIES, STATE, LINES_TABLE, "ledger.resident"}
READ = {"desk.peer", "desk.package"}


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    found = made_road(tmp_path)
    yield found
    heal(found)
    found.world.close()


def heal(road: Road) -> None:
    """Check that after whatever was tried a few honest rounds bring both sides together, unless a key is revoked."""
    world, desk = road.world, road.world.desks[CODE].database
    if "revoked" in road.seen:
        return
    for _round in range(4):
        world.deliver(world.export(CODE))
        sent = world.answer(CODE)
        assert sent is not None
        world.deliver(sent)
        if world.ledger_state(CODE).cursor == world.peer(world.desks[CODE]).confirmed == desk.position().seq:
            return
    raise AssertionError("a dead end")


def later(good: Any, **changes: Any) -> bytes:
    """Return the good package under a later number, saying something else."""
    return bytes(good.saying(**{"number": good.said["number"] + 1} | changes))


Try = Callable[[Road], str]


def twice(road: Road) -> str:
    assert road.take(road.up.raw).outcome == "taken"
    assert moved(road) == TAKEN
    return road.take(road.up.raw).outcome


def older(road: Road) -> str:
    return road.take(later(road.up, number=1)).outcome


def gap(road: Road) -> str:
    said = road.up.said
    lines = [road.up.line(place, seq=said["first"] + 5 + place) for place in range(LINES)]
    content = road.up.with_changes(*lines, first=said["first"] + 5, digest_before="1" * 64)
    taken = road.take(content)
    assert f"{said['first']}" in taken.sentence
    assert "重新导出" in taken.sentence
    return taken.outcome


def same_numbers_other_changes(road: Road) -> str:
    assert road.take(road.up.raw).outcome == "taken"
    moved(road)
    other = road.up.with_changes(*road.up.changes[:-1], road.up.with_fields(-1, name="汪它"), number=road.up.said["number"] + 1)
    return road.take(other).outcome


def another_past(road: Road) -> str:
    return road.take(road.up.with_changes(*road.up.changes, digest_before=hashlib.sha256(b"x").hexdigest())).outcome


@pytest.mark.parametrize(
    ("row", "attempt", "outcome"),
    [
        (28, twice, "old"),
        (28, older, "old"),
        (29, gap, "gap"),
        (30, same_numbers_other_changes, "fork"),
        (30, another_past, "fork"),
    ],
)
def test_the_county_hears_the_envelope_and_takes_nothing(row: int, attempt: Try, outcome: str, road: Road) -> None:
    assert attempt(road) == outcome, row
    assert moved(road) <= {COPIES}


def test_31_a_retired_copy_is_heard_and_nothing_more(road: Road) -> None:
    with road.world.county.ledger.begin() as connection:
        set_retired(connection, CODE, road.up.said["copy"])
    moved(road)
    assert road.take(road.up.raw).outcome == "retired"
    assert moved(road) == {COPIES}
    with road.world.county.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE station_copy SET retired = 0")


def test_33_no_clock_decides_anything(road: Road) -> None:
    times = ["2099-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "2026-11-29 13:14", "昨天", ""]
    numbers = [one.said["number"] for one in (road.up, road.down)]
    came = [road.take(road.up.saying(made_at=one, number=numbers[0] + place)) for place, one in enumerate(times)]
    assert [one.outcome for one in came] == ["taken", *["known"] * 4]
    assert ["日期不对" in one.sentence for one in came[:2]] == [True, True]
    assert ["没有写明日期" in one.sentence for one in came] == [False, False, True, True, True]
    assert moved(road) == TAKEN
    read = [road.receive(road.down.saying(made_at=one, number=numbers[1] + place)).outcome for place, one in enumerate(times)]
    assert read == ["read"] * 5
    assert len(road.world.residents(CODE)) == LINES + 1


def test_32_a_new_copy_that_goes_on_with_the_journal_is_taken(road: Road) -> None:
    assert road.take(road.up.with_changes(*road.up.changes, copy="zzzz2345", number=1)).outcome == "taken"
    assert moved(road) == TAKEN


def test_a_station_that_claims_to_have_read_what_was_never_written_hears_everything_again(road: Road) -> None:
    received = road.up.said["received"] | {"seq": 999_999, "digest": "2" * 64}
    assert road.take(road.up.saying(received=received)).outcome == "taken"
    sent = road.world.answer(CODE)
    assert sent is not None
    assert sent.path.name.startswith(f"SD_360202_to_{CODE}_000001-")
    assert road.world.deliver(sent) == "read"


@pytest.mark.parametrize("replaced", [False, True])
def test_21_nothing_is_read_that_grew_out_of_a_revoked_key(replaced: bool, road: Road, tmp_path: Path) -> None:
    """Neither before the new enrolment nor while it waits for the new computer; and nothing is kept of the keys that are announced."""
    county = road.world.county
    stations.revoke(county, "县", CODE)
    if replaced:
        stations.enrol_station(county, "县", code=CODE, name="村", town=STATIONS[CODE], to=tmp_path, replace=True)
    moved(road)
    for case in AFTER_REVOKING:
        with pytest.raises(case.verdict, match=SENTENCES[case.verdict]):
            road.take(case.make(road.up))
        assert moved(road) == set(), case.name
    with pytest.raises(UnknownSigner if replaced else NeedsNewEnrolment):
        road.take(road.up.saying(by=road.up.other, keys=strangers(road.up)))
    assert moved(road) == set()
    road.seen["revoked"] = ""


def test_21_another_stations_good_key_signs_for_itself_alone(road: Road) -> None:
    with road.world.desks[OTHER].database.reading() as session:
        theirs = own_keys(session)
    road.world.deliver(road.world.export(OTHER))
    moved(road)
    with pytest.raises(BadSignature):
        road.take(road.up.saying(by=theirs.sign))
    with pytest.raises(DeskError, match="重新登记"):
        road.take(road.up.saying(by=theirs.sign, keys=[vars_of(one) for one in theirs.chain]))
    assert moved(road) == set()


def vars_of(announcement: Any) -> dict[str, Any]:
    """Return an announcement as a manifest has it."""
    return {name: getattr(announcement, name) for name in ("version", "sign_key", "age_recipient", "note", "signature")}


def test_37_an_older_answer_changes_nothing(road: Road) -> None:
    assert road.receive(later(road.down, number=1)).outcome == "old"
    assert moved(road) <= {"desk.package"}
    road.receive(road.down.raw)
    moved(road)
    assert road.receive(road.down.raw).outcome == "old"
    assert moved(road) == set()


def test_37_a_receipt_for_what_was_never_sent_is_not_believed(road: Road) -> None:
    received = road.down.said["received"] | {"seq": 999_999, "digest": "2" * 64}
    receipt = road.receive(road.down.saying(received=received))
    assert (receipt.outcome, receipt.confirmed) == ("read", 0)
    with road.world.desks[CODE].database.reading() as session:
        assert county_of(session).confirmed == 0


def test_37_an_answer_that_joins_nothing_counts_as_a_receipt_only(road: Road) -> None:
    first = road.down.said["first"] + 5
    lines = [road.down.line(place, seq=first + place) for place in range(LINES)]
    receipt = road.receive(road.down.with_changes(*lines, first=first, digest_before="1" * 64))
    assert (receipt.outcome, receipt.changes) == ("gap", 0)
    assert moved(road) == READ


def test_39_an_answer_under_older_keys_takes_none_of_the_newer_away(road: Road, tmp_path: Path) -> None:
    """A county that was put back may know the older keys only: rotated out is not revoked. What is sealed to it goes to both."""
    rotate_county(road.world.county, "县", tmp_path / "keys")
    sent = road.world.answer(CODE)
    assert sent is not None
    road.world.deliver(sent)
    desk = road.world.desks[CODE].database
    with desk.reading() as session:
        keys = county_of(session).keys
    assert road.receive(later(road.down, number=99, heard=road.down.said["heard"])).outcome == "read"
    with desk.reading() as session:
        assert [one.version for one in county_of(session).keys] == [1, 2]
        assert county_of(session).keys == keys
    bad = [vars_of(keys[1]), vars_of(keys[0])]
    moved(road)
    with pytest.raises(BrokenKeyChain):
        road.receive(later(road.down, number=100, keys=bad))
    assert moved(road) == set()
    road.world.desks[CODE].newest = 0


def test_39_nothing_is_read_that_grew_out_of_a_revoked_key_of_the_county(road: Road) -> None:
    desk = road.world.desks[CODE].database
    with desk.writing("徐丽华", "") as session:
        set_peer(session, county_of(session).code, revoked=frozenset({road.down.sign.public}))
    moved(road)
    for case in AFTER_REVOKING:
        with pytest.raises(case.verdict, match=SENTENCES[case.verdict]):
            road.receive(case.make(road.down))
        assert moved(road) == set(), case.name
    road.seen["revoked"] = ""
