"""A station's computer is stolen: what its keys can still do at the county once they are revoked, and how the station goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from stationdesk.county import answers, copies, intake, stations
from stationdesk.county.answers import WaitsForNewComputer
from stationdesk.county.extending import check_all
from stationdesk.county.signers import NeedsNewEnrolment
from stationdesk.store.database import Database
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.own_keys import own_keys, rotate
from stationdesk.sync.package_reading import open_envelope
from stationdesk.sync.refusal import RevokedSigner, SealedToAnother, WrongRecipient
from tests.sync.sample import STATIONS, sample
from tests.sync.world import World

CODE, OPERATOR = max(STATIONS), "徐丽华"


@pytest.fixture
def world() -> Iterator[World]:
    made = World(sample())
    yield made
    made.close()


def desk_of(world: World) -> Database:
    return world.desks[CODE].database


def round_trip(world: World) -> None:
    world.deliver(world.export(CODE))
    sent = world.answer(CODE)
    assert sent is not None
    world.deliver(sent)


def new_keys(database: Database) -> None:
    with database.writing(OPERATOR, "换钥匙", final=True) as session:
        rotate(session, "2026-11-29")


def new_file(world: World, place: Path) -> Path:
    return stations.enrol_station(world.county, "县", code=CODE, name="村", town=STATIONS[CODE], to=place, replace=True)


def taken(world: World, place: Path) -> str:
    return intake.take(world.county, "县", outbox.export(desk_of(world), OPERATOR, place).path).outcome


@pytest.mark.parametrize("replaced", [False, True])
def test_a_stolen_computer_that_takes_new_keys_reports_no_more(replaced: bool, world: World, tmp_path: Path) -> None:
    world.add(CODE, "汪一")
    round_trip(world)
    stations.revoke(world.county, "县", CODE)
    if replaced:
        new_file(world, tmp_path)
    before = world.ledger_state(CODE)
    for _each in range(3):
        new_keys(desk_of(world))
        world.add(CODE, "贼写的")
        with pytest.raises(RevokedSigner):
            taken(world, tmp_path)
    assert world.ledger_state(CODE) == before


def test_keys_taken_before_the_revocation_but_not_known_to_the_county_go_with_the_others(world: World, tmp_path: Path) -> None:
    """They grew out of a key that is trusted no more: nobody can tell whether the station or the thief announced them."""
    world.add(CODE, "汪一")
    round_trip(world)
    new_keys(desk_of(world))
    late = outbox.export(desk_of(world), OPERATOR, tmp_path).path
    stations.revoke(world.county, "县", CODE)
    with pytest.raises(RevokedSigner):
        intake.take(world.county, "县", late)
    enrol(desk_of(world), OPERATOR, read_enrolment(new_file(world, tmp_path)))
    world.add(CODE, "汪二")
    round_trip(world)
    new_keys(desk_of(world))
    world.add(CODE, "汪三")
    round_trip(world)
    round_trip(world)
    assert world.peer(world.desks[CODE]).confirmed == desk_of(world).position().seq == world.ledger_state(CODE).cursor


def test_a_file_written_before_the_revocation_opens_the_way_no_more(world: World, tmp_path: Path) -> None:
    """The stolen computer may hold it, used or not; one written afterwards does, though the station never reported before."""
    first = new_file(world, tmp_path)
    enrol(desk_of(world), OPERATOR, read_enrolment(first))
    stations.revoke(world.county, "县", CODE)
    with pytest.raises(NeedsNewEnrolment):
        taken(world, tmp_path)
    enrol(desk_of(world), OPERATOR, read_enrolment(new_file(world, tmp_path)))
    world.add(CODE, "汪新")
    assert taken(world, tmp_path) == "taken"


def test_nothing_is_sealed_to_a_revoked_computer(world: World, tmp_path: Path) -> None:
    world.add(CODE, "汪一")
    round_trip(world)
    with desk_of(world).reading() as session:
        stolen = own_keys(session).identities
    number = number_of(world)
    stations.revoke(world.county, "县", CODE)
    for _each in range(2):
        with pytest.raises(WaitsForNewComputer, match="要先报一次"):
            answers.answer(world.county, "县", CODE, tmp_path)
        written, without = answers.answer_all(world.county, "县", tmp_path)
        assert ([one.station for one in written], [one for one, _why in without]) == ([], [CODE])
        enrol_with = new_file(world, tmp_path)
    assert list(tmp_path.glob("*.sdpkg")) == []
    assert number_of(world) == number
    world.county_writes("只给这站", f"station:{CODE}")
    desk_of(world).take_new_copy()
    enrol(desk_of(world), OPERATOR, read_enrolment(enrol_with))
    world.add(CODE, "汪新")
    assert taken(world, tmp_path) == "taken"
    sent = answers.answer(world.county, "县", CODE, tmp_path)
    with world.county.database.reading() as session:
        county = own_keys(session).sign.public
    with open_envelope(sent.path, lambda _manifest: county, CODE) as envelope, pytest.raises(WrongRecipient):
        envelope.open_payload(stolen, tmp_path, sliced=True).__enter__()
    assert inbox.receive(desk_of(world), OPERATOR, sent.path).outcome == "read"


def test_a_revoked_computer_that_reads_the_new_ones_answer_says_whom_to_ring(world: World, tmp_path: Path) -> None:
    world.add(CODE, "汪一")
    round_trip(world)
    world.back_station_up(CODE)
    stations.revoke(world.county, "县", CODE)
    desk_of(world).take_new_copy()
    enrol(desk_of(world), OPERATOR, read_enrolment(new_file(world, tmp_path)))
    world.deliver(world.export(CODE))
    sent = world.answer(CODE)
    assert sent is not None
    world.put_station_back(CODE, unseen=True)
    with pytest.raises(SealedToAnother, match="给县里打电话"):
        inbox.receive(desk_of(world), OPERATOR, sent.path)


def test_an_answer_written_before_a_new_computer_reported_asks_for_a_report_first(world: World, tmp_path: Path) -> None:
    world.add(CODE, "汪一")
    round_trip(world)
    early = world.answer(CODE)
    assert early is not None
    desk_of(world).take_new_copy()
    with desk_of(world).writing(OPERATOR, "", final=True) as session:
        session.connection().execute(text("DELETE FROM own_key"))
    enrol(desk_of(world), OPERATOR, read_enrolment(new_file(world, tmp_path)))
    with pytest.raises(SealedToAnother, match="先报给县里，再取新的回信"):
        inbox.receive(desk_of(world), OPERATOR, early.path)
    round_trip(world)
    with pytest.raises(SealedToAnother, match="换了新电脑"):
        inbox.receive(desk_of(world), OPERATOR, early.path)


def number_of(world: World) -> int:
    """Return the number of the county's last package for the station."""
    with world.county.database.reading() as session:
        return int(session.connection().execute(text("SELECT number FROM peer WHERE code = :code"), {"code": CODE}).scalar_one())


def test_the_stolen_computer_is_retired_once_the_new_one_reports(world: World, tmp_path: Path) -> None:
    """It holds nothing up any more: neither the county's lines that it has not, nor a version of its own that it went on with."""
    world.add(CODE, "汪一")
    round_trip(world)
    world.back_station_up(CODE)
    world.add(CODE, "汪二")
    round_trip(world)
    world.put_station_back(CODE, unseen=True)
    world.add(CODE, "汪三")
    assert world.deliver(world.export(CODE)) == "fork"
    old = desk_of(world).about.line_copy
    stations.revoke(world.county, "县", CODE)
    desk_of(world).take_new_copy()
    enrol(desk_of(world), OPERATOR, read_enrolment(new_file(world, tmp_path)))
    round_trip(world)
    round_trip(world)
    there = {one.copy: (one.retired, one.parted_at) for one in copies.copies_of(world.county, CODE)}
    assert there == {old: (True, None), desk_of(world).about.line_copy: (False, None)}
    assert not world.forked(CODE)


def test_a_file_written_while_a_package_is_read_is_not_spent_by_it(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk revokes in the window while a folder is watched beside it."""
    late = outbox.export(desk_of(world), OPERATOR, tmp_path).path

    def meanwhile(*words: Any) -> None:
        check_all(*words)
        stations.revoke(world.county, "县", CODE)

    monkeypatch.setattr("stationdesk.county.intake.check_all", meanwhile)
    with pytest.raises(NeedsNewEnrolment):
        intake.take(world.county, "县", late)
    monkeypatch.undo()
    with world.county.database.reading() as session:
        assert session.connection().execute(text("SELECT sign_key FROM peer WHERE code = :code"), {"code": CODE}).scalar_one() == ""
    enrol(desk_of(world), OPERATOR, read_enrolment(new_file(world, tmp_path)))
    assert taken(world, tmp_path) == "known"


def test_keys_announced_in_a_package_that_is_read_during_the_revocation_are_not_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add(CODE, "汪一")
    round_trip(world)
    new_keys(desk_of(world))
    late = outbox.export(desk_of(world), OPERATOR, tmp_path).path

    def meanwhile(*words: Any) -> None:
        check_all(*words)
        stations.revoke(world.county, "县", CODE)

    monkeypatch.setattr("stationdesk.county.intake.check_all", meanwhile)
    before = world.ledger_state(CODE)
    with pytest.raises(RevokedSigner):
        intake.take(world.county, "县", late)
    assert world.ledger_state(CODE) == before
    with world.county.database.reading() as session:
        kept = session.connection().execute(text("SELECT keys FROM peer WHERE code = :code"), {"code": CODE}).scalar_one()
    assert '"version": 2' not in kept
