"""A county with two enrolled stations, its ledger in an encrypted file and in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
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
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.incoming import Receipt
from stationdesk.sync.peers import county_of
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
    desk = set_up(DataFolder(tmp_path / code, tmp_path / f"{code}-state"), "a station's passphrase", side="station", author=code).database
    enrol(desk, "徐丽华", read_enrolment(path))
    return desk


@pytest.fixture(params=["file", "postgres"])
def village(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Village]:
    """Set up a county with its ledger in a file, and in PostgreSQL."""
    url = request.getfixturevalue("fresh_postgres") if request.param == "postgres" else ""
    county = CountyDesk(
        set_up_county(
            DataFolder(tmp_path / "county", tmp_path / "county-state"), "a county's passphrase", code="360202", name="昌江区", url=url
        ).database
    )
    desk, other = new_station(tmp_path, county, STATION), new_station(tmp_path, county, OTHER)
    (tmp_path / "road").mkdir()
    found = Village(county, desk, other, tmp_path / "road")
    yield found
    found.desk.close()
    other.close()
    found.county.close()
    found.county.database.close()
