"""Killed at any moment of saving, importing, exporting, taking, reading, repairing: nothing finished is lost and nothing half is left."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

from stationdesk.county.answers import answer
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.intake import take
from stationdesk.county.ledger import STATION_TABLES, station_state
from stationdesk.county.ledger import journal as station_journal
from stationdesk.county.stations import enrol_station
from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.record import JsonList, JsonMap, Road
from stationdesk.store.backup import backups_in, read_backup, troubles
from stationdesk.store.database import Database
from stationdesk.store.journal import OWN_COLUMNS
from stationdesk.store.tables import peer
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.inbox import receive
from stationdesk.sync.outbox import export
from stationdesk.sync.own_keys import OwnKeys, own_keys
from stationdesk.sync.package_reading import open_envelope
from tests.simulation.checking import clean, same_everywhere
from tests.store.kill_work import BULK, IN_BULK
from tests.store.kit import COUNTY, STATION, Kept, checked_journal, data_folder, open_again, quick_desk, table_of

QUICK = {"save": 4, "import": 3, "export": 4, "take": 4, "listen": 3, "repair": 3}
"""Kills of each kind in `make test`, about twenty together; the proof has fifty of each, in PostgreSQL too."""
SLOW = {"listen": 3, "repair": 3, IN_BULK: 3}
"""How many times as long the first of these take."""
FRESH_AFTER, ROUNDS = 10, 6
"""Kills after which a kind of work begins with an empty desk again, so that a long proof stays quick."""


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a county and a station enrolled with it, both closed."""
    return begun(tmp_path_factory.mktemp("beginning"))


def begun(place: Path, url: str = "") -> Path:
    """Make a county and a station enrolled with it in `place`, the ledger where `url` says, if in no file."""
    folder = data_folder(place / "county")
    county = set_up_county(folder, "the county's passphrase", code=COUNTY, name="昌江区", url=url).database
    with county, CountyDesk(county) as desk:
        letter = enrol_station(desk, "县", code=STATION, name="上徐村", town="鲇鱼山镇", to=place)
        (place / "county.key").write_text(county.key.hex())
    with quick_desk(place / "station", recipient="") as station:
        enrol(station, "徐", read_enrolment(letter))
        (place / "station.key").write_text(station.key.hex())
    shutil.copytree(place / "station", place / "twin")
    for name in ("road", "answers"):
        (place / name).mkdir()
    return place


def killed(server: subprocess.Popen[str], kind: str, place: Path, after: float, *, early: bool) -> None:
    """Start a worker and kill it after so many seconds of work, or, `early`, of opening the desk and working."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{kind}\t{place}\n")
    server.stdin.flush()
    worker = int(server.stdout.readline())
    if not early:
        assert server.stdout.readline() == "working\n"
    time.sleep(after)
    os.kill(worker, signal.SIGKILL)
    ended = server.stdout.readline()
    if ended == "working\n":
        ended = server.stdout.readline()
    failed = place / "failed"
    assert int(ended) == -signal.SIGKILL, failed.read_text() if failed.exists() else ended


@pytest.mark.parametrize("kind", QUICK)
def test_killed_at_any_moment(kind: str, beginning: Path, server: subprocess.Popen[str], tmp_path: Path, proof: bool, seed: int) -> None:
    place = tmp_path / "place"

    def fresh() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(beginning, place)

    kill_often(server, kind, place, fresh, 50 if proof else QUICK[kind], seed)


def kill_often(
    server: subprocess.Popen[str],
    kind: str,
    place: Path,
    fresh: Callable[[], None],
    count: int,
    seed: int,
    *,
    settle: Callable[[], None] = lambda: None,
) -> None:
    """Kill a kind of work so often and look over what is left each time; `fresh` lays the beginning out, `settle` waits for a server."""
    dice = random.Random(f"{seed} {kind}")
    done: Counter[str] = Counter()
    for number in range(count):
        if number % FRESH_AFTER == 0:
            fresh()
        after = dice.uniform(0.01, 0.8) * (1 if done["notes"] else SLOW.get(kind, 1) * (1 + number) ** 2)  # a busy machine gets more time
        killed(server, kind, place, after, early=number % 5 == 4)
        settle()
        print(f"seed {seed}: {kind} killed after {after:.3f} s")  # noqa: T201 - shown where it fails
        done += looked_over_twins(place) if kind == "repair" else look_over(place, kind)
        if kind in {"take", "listen", IN_BULK} and number % FRESH_AFTER in {count - 1, FRESH_AFTER - 1}:
            heal(place, ["station"])
    assert done["notes"], "no worker came to finish anything: the kills prove nothing"
    assert kind != "repair" or count < FRESH_AFTER or done["repairs"], "no answer was a repair: the kills prove nothing"


def look_over(place: Path, kind: str) -> Counter[str]:
    """Check everything a killed worker may have left; returns what was counted."""
    notes = [json.loads(line) for line in (place / "notes").read_text().splitlines()] if (place / "notes").exists() else []
    with open_again(data_folder(place / "station"), bytes.fromhex((place / "station.key").read_text())) as station:
        assert station.notices == []
        assert troubles(station.folder.store, station.key) == []
        with station.reading() as session:
            lines = checked_journal(session, STATION, COUNTY)
            replayed(
                session.connection(), {str(one.__tablename__): table_of(one) for one in REGISTERS if one.road is Road.TRAVELLING}, lines
            )
            digests = {seq: digest.hex() for seq, digest in session.connection().exec_driver_sql("SELECT seq, digest FROM change")}
            number = session.connection().execute(select(peer.c.number)).scalar_one()
            keys = own_keys(session)
        for note in notes:
            assert not note.get("seq") or digests[note["seq"]] == note["digest"], "a finished action is lost"
    if kind == "import":
        assert set(Counter(line.said["action"] for line in lines).values()) <= {BULK}, "half an import"
    packages_whole(place, keys, notes, number)
    backups_whole(place, notes)
    if kind in {"take", IN_BULK}:
        county_whole(place, notes, lines)
    return Counter(notes=len(notes), lines=len(lines))


def looked_over_twins(place: Path) -> Counter[str]:
    """Check that both computers are whole, that the next rounds make one journal of the two, and that nobody written down is lost."""
    notes = [json.loads(line) for line in (place / "notes").read_text().splitlines()] if (place / "notes").exists() else []
    heal(place, ["station", "twin"])
    key = bytes.fromhex((place / "station.key").read_text())
    with open_again(data_folder(place / "station"), key) as station, station.reading() as session:
        there = set(session.connection().exec_driver_sql("SELECT id FROM resident").scalars())
    assert {one for note in notes for one in note.get("people", ())} <= there, "somebody written down is lost"
    return Counter(notes=len(notes), repairs=sum(bool(note.get("repaired")) for note in notes))


def heal(place: Path, names: list[str]) -> None:
    """Check that after a kill some honest rounds bring every computer and the county to one journal, and what the county said is there."""
    key = bytes.fromhex((place / "station.key").read_text())
    with (
        open_again(data_folder(place / "county"), bytes.fromhex((place / "county.key").read_text())) as store,
        CountyDesk(store) as county,
        ExitStack() as stack,
    ):
        assert store.notices == []
        assert troubles(store.folder.store, store.key) == []
        desks = [stack.enter_context(open_again(data_folder(place / name), key)) for name in names]
        for desk in desks:
            assert troubles(desk.folder.store, desk.key) == []
            with desk.reading() as session:
                checked_journal(session, STATION, COUNTY)
        for _round in range(ROUNDS):
            outcomes = [taken_and_answered(county, desk, place) for desk in desks]
            if all(clean(county, desk) for desk in desks) and set(outcomes) == {"known"}:
                break
        for desk in desks:
            assert clean(county, desk), "a dead end"
            same_everywhere(county, desk)


def taken_and_answered(county: CountyDesk, desk: Database, place: Path) -> str:
    """Go there and back; returns what the county made of the package."""
    outcome = take(county, "县", export(desk, "徐", place / "road").path).outcome
    receive(desk, "徐", answer(county, "县", STATION, place / "answers").path)
    return outcome


def replayed(connection: Connection, tables: dict[str, Table], lines: list[Kept], where: str = "author") -> None:
    """Check that the rows are what the lines say, field by field, and no row more."""
    said: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        said.setdefault((line.kind, line.id), {}).update(line.fields)
    found = 0
    for kind, table in tables.items():
        names = [column for column in table.columns if column.name not in OWN_COLUMNS | {"station"}]
        for row in connection.execute(select(table).where(table.c[where] == STATION)).mappings():
            fields, found = said[kind, row["id"]], found + 1
            for column in names:
                empty: object = () if isinstance(column.type, JsonList) else {} if isinstance(column.type, JsonMap) else None
                assert row[column.name] == (fields.get(column.name) or empty), (kind, column.name)
    assert found == len(said)


def packages_whole(place: Path, keys: OwnKeys, notes: list[dict[str, Any]], number: int) -> None:
    """Check that every package in the folder opens to its last line, and that no number ever stood for two files."""
    with (
        open_again(data_folder(place / "county"), bytes.fromhex((place / "county.key").read_text())) as county,
        county.reading() as session,
    ):
        identities = own_keys(session).identities
    seen_path = place / "seen.json"
    seen: dict[str, str] = json.loads(seen_path.read_text()) if seen_path.exists() else {}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (place / "road").glob("*.sdpkg")}
    for name, sha256 in there.items():
        if name in seen:
            assert seen[name] == sha256, "a package was written over"
            continue
        with open_envelope(place / "road" / name, lambda _manifest: keys.sign.public, COUNTY) as envelope:
            with envelope.open_payload(identities, place) as payload:
                assert len(list(payload.lines())) == envelope.manifest.last - envelope.manifest.first + 1
            mark = f"{envelope.manifest.copy} {envelope.manifest.number}"
            assert seen.setdefault(mark, sha256) == sha256, "a number stands for two files"
            assert envelope.manifest.number <= number
    for note in notes:
        if "package" in note:
            assert there[note["package"]] == note["sha256"], "a finished package is lost"
    seen_path.write_text(json.dumps(seen | there))


def backups_whole(place: Path, notes: list[dict[str, Any]]) -> None:
    """Check every backup that is listed, and that the finished ones are."""
    for path in backups_in(place / "backups"):
        read_backup(path)
    for note in notes:
        if "backup" in note:
            assert (place / "backups" / note["backup"]).exists()


def county_whole(place: Path, notes: list[dict[str, Any]], lines: list[Kept]) -> None:
    """Check that the ledger has all it said it took, that its journal is the station's, and its rows the replay of that."""
    key = bytes.fromhex((place / "county.key").read_text())
    with open_again(data_folder(place / "county"), key) as store, CountyDesk(store) as county:
        assert store.notices == []
        assert troubles(store.folder.store, store.key) == []
        with county.ledger.begin() as connection:
            state = connection.execute(select(station_state)).first()
            taken = connection.execute(select(station_journal).order_by(station_journal.c.seq)).all()
            cursor = state.cursor if state else 0
            assert [row.seq for row in taken] == list(range(1, cursor + 1)), "cursor and journal differ"
            assert [json.loads(row.line) for row in taken] == [line.said for line in lines[:cursor]]
            replayed(connection, STATION_TABLES, lines[:cursor], "station")
            assert state is None or taken[-1].digest == state.digest
    assert cursor >= max((note["taken"] for note in notes if "taken" in note), default=0), "what was taken is lost"
    assert all(note["outcome"] == "taken" for note in notes if "outcome" in note)
