"""Work that a process does until it is killed, and the notes of what it had finished."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from stationdesk.county import answers, intake
from stationdesk.county.desk import CountyDesk
from stationdesk.registers.place import Place
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.store.backup import back_up
from stationdesk.store.database import Database
from stationdesk.sync import inbox, outbox
from tests.store.kit import COUNTY, STATION, add, data_folder, open_again, resident, table_of

BULK = 300
"""Records of one import."""
IN_BULK = "take in bulk"
"""The kind of work that is done with the ledger in PostgreSQL."""


class Notes:
    """What was finished before the kill, on the disk before the next thing begins."""

    def __init__(self, place: Path) -> None:
        self.handle = os.open(place / "notes", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, **said: Any) -> None:
        """Note a finished thing."""
        os.write(self.handle, json.dumps(said).encode() + b"\n")
        os.fsync(self.handle)

    def saved(self, desk: Database) -> None:
        """Note how far the journal has come."""
        place = desk.position()
        self.write(side=desk.about.side, seq=place.seq, digest=place.digest.hex())


def rows(count: int, name: str) -> list[dict[str, Any]]:
    """Return the columns of many residents."""
    return [{"id": new_id(), "author": STATION, "name": f"{name}{number}", "village_group": f"{number % 9}组"} for number in range(count)]


def save(place: Path, station: Database, notes: Notes) -> None:
    """Save small actions, back up now and then."""
    ids = add(station, resident("甲某"))
    for number in range(100_000):
        with station.writing("徐", "改") as session:
            session.connection().execute(
                table_of(Resident).update().where(table_of(Resident).c.id == ids[-1]).values(remark=f"第{number}次")
            )
            session.connection().execute(insert(table_of(Resident)), rows(1, "乙"))
        notes.saved(station)
        if number % 8 == 7:
            made = back_up(station, place / "backups")
            notes.write(backup=made.path.name, sha256=hashlib.sha256(made.path.read_bytes()).hexdigest())


def take_in(place: Path, station: Database, notes: Notes) -> None:
    """Bring many records in at once, as an import does."""
    for number in range(100_000):
        with station.writing("徐", "导入") as session:
            session.connection().execute(insert(table_of(Resident)), rows(BULK, f"丙{number}-"))
        notes.saved(station)


def export(place: Path, station: Database, notes: Notes) -> None:
    """Save and export."""
    for number in range(100_000):
        add(station, *(resident(f"丁{number}") for _each in range(number % 5)))
        made = outbox.export(station, "徐", place / "road")
        sha256 = hashlib.sha256(made.path.read_bytes()).hexdigest()
        notes.write(package=made.path.name, number=made.number, copy=station.about.line_copy, sha256=sha256)
        notes.saved(station)


def go_round(place: Path, station: Database, notes: Notes) -> None:
    """Save, export, take, answer, receive."""
    with open_again(data_folder(place / "county"), bytes.fromhex((place / "county.key").read_text())) as store, CountyDesk(store) as county:
        for number in range(100_000):
            with station.writing("徐", "导入") as session:
                session.connection().execute(insert(table_of(Resident)), rows(40, f"戊{number}-"))
            made = outbox.export(station, "徐", place / "road")
            taken = intake.take(county, "县", made.path)
            notes.write(outcome=taken.outcome, taken=made.last)
            answer = answers.answer(county, "县", STATION, place / "answers")
            receipt = inbox.receive(station, "徐", answer.path)
            notes.write(confirmed=receipt.confirmed)
            notes.saved(station)


def go_round_in_bulk(place: Path, station: Database, notes: Notes) -> None:
    """Save much that is new and move what came before, export, take: what goes by COPY, and through the staging table, in PostgreSQL."""
    before: list[str] = []
    with open_again(data_folder(place / "county"), bytes.fromhex((place / "county.key").read_text())) as store, CountyDesk(store) as county:
        for number in range(100_000):
            people = rows(120, f"己{number}-")
            with station.writing("徐", "导入") as session:
                session.connection().execute(insert(table_of(Resident)), people)
                moved = table_of(Resident).update().where(table_of(Resident).c.id.in_(before))
                session.connection().execute(moved.values(remark=f"第{number}次", village_group=None))
            before = [one["id"] for one in people]
            made = outbox.export(station, "徐", place / "road")
            notes.write(outcome=intake.take(county, "县", made.path).outcome, taken=made.last)
            inbox.receive(station, "徐", answers.answer(county, "县", STATION, place / "answers").path)
            notes.saved(station)


def listen(place: Path, station: Database, notes: Notes) -> None:
    """Let the county say much, and read it."""
    with open_again(data_folder(place / "county"), bytes.fromhex((place / "county.key").read_text())) as store, CountyDesk(store) as county:
        for number in range(100_000):
            with store.writing("县", "登记便民服务") as session:
                session.connection().execute(insert(table_of(Place)), entries(60, number))
                session.connection().execute(table_of(Place).update().values(remark=f"第{number}次"))
            intake.take(county, "县", outbox.export(station, "徐", place / "road").path)
            receipt = inbox.receive(station, "徐", answers.answer(county, "县", STATION, place / "answers").path)
            notes.write(heard=receipt.number, changes=receipt.changes)


def entries(count: int, number: int) -> list[dict[str, Any]]:
    """Return the columns of entries of the county's directory for everybody."""
    return [{"id": new_id(), "author": COUNTY, "audience": "all", "name": f"服务{number}-{each}"} for each in range(count)]


def part_and_mend(place: Path, station: Database, notes: Notes) -> None:
    """Live with two computers of one station: whatever one writes the other has not, so every answer is a repair."""
    with (
        open_again(data_folder(place / "county"), bytes.fromhex((place / "county.key").read_text())) as store,
        CountyDesk(store) as county,
        open_again(data_folder(place / "twin"), station.key) as twin,
    ):
        for _number in range(100_000):
            for desk in (station, twin):
                people = rows(15, new_id())
                with desk.writing("徐", "导入") as session:
                    session.connection().execute(insert(table_of(Resident)), people)
                notes.write(people=[one["id"] for one in people])
                intake.take(county, "县", outbox.export(desk, "徐", place / "road").path)
                receipt = inbox.receive(desk, "徐", answers.answer(county, "县", STATION, place / "answers").path)
                notes.write(repaired=receipt.repaired is not None)


WORK: dict[str, Callable[[Path, Database, Notes], None]] = {
    "save": save,
    "import": take_in,
    "export": export,
    "take": go_round,
    IN_BULK: go_round_in_bulk,
    "listen": listen,
    "repair": part_and_mend,
}


def work(kind: str, place: Path) -> None:
    """Open the station at `place` and work until killed."""
    with open_again(data_folder(place / "station"), bytes.fromhex((place / "station.key").read_text())) as station:
        if station.notices:
            raise AssertionError(station.notices)
        print("working", flush=True)  # noqa: T201 - the test reads it
        WORK[kind](place, station, Notes(place))
