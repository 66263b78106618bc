"""A county with two enrolled stations, its ledger in an encrypted file and in PostgreSQL."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from stationdesk.county import answers, intake, stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.intake import Taken
from stationdesk.county.ledger import STATION_TABLES, journal
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.database import Database
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.incoming import Receipt
from stationdesk.sync.peers import county_of
from tests.store.kit import data_folder, open_again, quick_desk
from tests.sync.replaying import plain

STATION = "360202101209"
OTHER = "360202101210"


@dataclass
class Village:
    """A county with two enrolled stations."""

    county: CountyDesk
    desk: Database
    other: Database
    road: Path

    def add(self, name: str, **fields: Any) -> str:
        """Write a resident down and return the id."""
        person = Resident.model_validate(ResidentDraft(name=name, **fields), update={"author": STATION})
        with self.desk.writing("徐丽华", f"登记 {name}") as session:
            session.add(person)
        return person.id

    def edit(self, record: str, **fields: Any) -> None:
        """Move fields in plain SQL, past every rule of the program."""
        moves = ", ".join(f"{name} = :{name}" for name in fields)
        with self.desk.writing("徐丽华", "修改") as session:
            session.connection().execute(text(f"UPDATE resident SET {moves} WHERE id = :id"), {**fields, "id": record})

    def export(self) -> Path:
        """Write the station's package."""
        return outbox.export(self.desk, "徐丽华", self.road).path

    def take(self, path: Path) -> Taken:
        """Let the county take a package."""
        return intake.take_and_note(self.county, "clerk", path)

    def answer(self) -> Path:
        """Write the county's answer."""
        return answers.answer(self.county, "clerk", STATION, self.road).path

    def round_trip(self) -> Receipt:
        """Export, take, answer, receive."""
        self.take(self.export())
        return inbox.receive(self.desk, "徐丽华", self.answer())

    def confirmed(self) -> int:
        """Return how far the station believes the county to be."""
        with self.desk.reading() as session:
            return county_of(session).confirmed

    def close(self) -> None:
        """Close every store."""
        self.desk.close()
        self.other.close()
        self.county.close()
        self.county.database.close()

    def rows(self) -> dict[Any, Any]:
        """Return the ledger's rows of the station."""
        found = {}
        with self.county.ledger.begin() as connection:
            for kind, table in STATION_TABLES.items():
                for row in connection.execute(select(table).where(table.c.station == STATION)):
                    values = dict(row._mapping)
                    found[kind, values["id"]] = {name: plain(value) for name, value in values.items() if name not in ("station", "id")}
        return found

    def lines(self) -> list[tuple[int, str, str, bytes]]:
        """Return the ledger's lines of the station as (seq, kind, id, bytes)."""
        with self.county.ledger.begin() as connection:
            found = connection.execute(
                select(journal.c.seq, journal.c.line).where(journal.c.station == STATION).order_by(journal.c.seq)
            ).all()
        return [(seq, json.loads(line)["kind"], json.loads(line)["id"], bytes(line)) for seq, line in found]


def new_station(tmp_path: Path, county: CountyDesk, code: str) -> Database:
    """Set a station up and enrol it."""
    path = stations.enrol_station(county, "clerk", code=code, name=f"村{code[-2:]}", town="鲇鱼山镇", to=tmp_path)
    desk = quick_desk(tmp_path / code, author=code, recipient="")
    enrol(desk, "徐丽华", read_enrolment(path))
    return desk


def set_up_village(place: Path, url: str) -> Village:
    """Set a county and its two stations up in `place`, the ledger in a file or at `url`."""
    folder = DataFolder(place / "county", place / "county-state")
    county = CountyDesk(set_up_county(folder, "a county's passphrase", code="360202", name="昌江区", url=url).database)
    desk, other = new_station(place, county, STATION), new_station(place, county, OTHER)
    (place / "road").mkdir()
    return Village(county, desk, other, place / "road")


@cache
def _first_village() -> tuple[Path, list[bytes]]:
    """Set a village up, once in a process; returns its place and the keys of its desks, the county's first."""
    place = Path(tempfile.mkdtemp(prefix="stationdesk-first-village-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    village = set_up_village(place, "")
    keys = [one.key for one in (village.county.database, village.desk, village.other)]
    village.close()
    return place, keys


def copied_village(place: Path) -> Village:
    """Return a copy of the process's first village in `place`, its ledger in a file."""
    first, keys = _first_village()
    shutil.copytree(first, place, dirs_exist_ok=True)
    county = CountyDesk(open_again(DataFolder(place / "county", place / "county-state"), keys[0]))
    desk, other = (open_again(data_folder(place / code), key) for code, key in zip((STATION, OTHER), keys[1:], strict=True))
    return Village(county, desk, other, place / "road")


@pytest.fixture(params=["file", "postgres"])
def village(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Village]:
    """Make a county with its ledger in a file, and in PostgreSQL."""
    in_file = request.param == "file"
    found = copied_village(tmp_path) if in_file else set_up_village(tmp_path, request.getfixturevalue("fresh_postgres"))
    yield found
    found.close()
