"""A county and one enrolled station with a stick between them, all real, and a clock that is set by hand."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from stationdesk.county import answers, intake, stations
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.taking import take_folder
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.stations import open_station
from stationdesk.store.database import Database
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.incoming import Receipt
from tests.store.kit import COUNTY, STATION, data_folder, open_again, quick_desk

OPERATOR = "徐丽华"
OTHER = "360202101210"


@dataclass
class Road:
    """A county, its station, and the stick."""

    county: CountyDesk
    desk: Database
    stick: Path
    enrolment: Path

    def set_clock(self, month: int, day: int, hour: int = 9, minute: int = 0, *, year: int = 2026) -> date:
        """Make it this local time on both sides; returns the day."""
        moment = datetime(year, month, day, hour - 8, minute, tzinfo=UTC)
        self.desk.clock = self.county.database.clock = lambda: moment
        return date(year, month, day)

    def add(self, *names: str, **fields: Any) -> list[str]:
        """Write residents down in one action."""
        people = [Resident.model_validate(ResidentDraft(name=name, **fields), update={"author": STATION}) for name in names]
        with self.desk.writing(OPERATOR, f"登记 {'、'.join(names)}") as session:
            session.add_all(people)
        return [one.id for one in people]

    def visit(self, resident: str, day: str) -> None:
        """Note a visit."""
        with self.desk.writing(OPERATOR, "登记走访") as session:
            session.add(Visit.model_validate(VisitDraft(resident_id=resident, visited_on=day), update={"author": STATION}))

    def edit(self, resident: str, **fields: Any) -> None:
        """Move fields of a resident, past every rule of a form."""
        moves = ", ".join(f"{name} = :{name}" for name in fields)
        with self.desk.writing(OPERATOR, "修改") as session:
            session.connection().execute(text(f"UPDATE resident SET {moves} WHERE id = :id"), {**fields, "id": resident})

    def export(self) -> outbox.Exported:
        """Write the station's package on the stick."""
        return outbox.export(self.desk, OPERATOR, self.stick)

    def county_takes(self) -> list[intake.Taken]:
        """Let the county take everything on the stick."""
        return take_folder(self.county, "县", self.stick)

    def county_answers(self) -> Path:
        """Let the county write its answer on the stick."""
        return answers.answer(self.county, "县", STATION, self.stick).path

    def receive(self, path: Path) -> Receipt:
        """Read an answer."""
        return inbox.receive(self.desk, OPERATOR, path)

    def round(self) -> Receipt:
        """Export, take, answer, receive."""
        self.export()
        self.county_takes()
        return self.receive(self.county_answers())

    def county_writes_place(self, name: str, phone: str) -> str:
        """Add an entry to the county's directory that stands on cards."""
        draft = PlaceDraft(kind="police", name=name, phones=(PhoneNumber(number=phone),), on_card=True, card_priority=1)
        place = Place.model_validate(draft, update={"author": COUNTY, "audience": "all"})
        with self.county.database.writing("县", "登记便民服务") as session:
            session.add(place)
        return place.id

    def county_moves_phone(self, place: str, phone: str) -> None:
        """Give an entry of the county's directory another phone."""
        with self.county.database.writing("县", "改电话") as session:
            found = session.exec(select(Place).where(Place.id == place)).one()
            found.phones = (PhoneNumber(number=phone),)

    def open_station(self) -> None:
        """Write the station itself down."""
        with self.desk.writing(OPERATOR, "建站") as session:
            open_station(session, StationDraft(code=STATION, name="上徐村", village="上徐村", town="鲇鱼山镇", county="昌江区"))


@cache
def _first_road(enrolled: bool) -> tuple[Path, bytes, bytes]:
    """Set both sides up the way people do, once in a process: `made_road` copies it. Returns its place and the keys of both stores."""
    place = Path(tempfile.mkdtemp(prefix="stationdesk-first-road-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with _set_up(place, enrolled, "") as road:
        return place, road.county.database.key, road.desk.key


@contextmanager
def _set_up(place: Path, enrolled: bool, url: str) -> Iterator[Road]:
    folder = DataFolder(place / "county", place / "county-state")
    county = CountyDesk(set_up_county(folder, "a county's passphrase", code=COUNTY, name="昌江区", url=url).database)
    with closing(county.database), closing(county):
        path = stations.enrol_station(county, "县", code=STATION, name="上徐村", town="鲇鱼山镇", to=place)
        stick = place / "stick"
        stick.mkdir()
        with quick_desk(place / "desk", recipient="") as desk:
            if enrolled:
                enrol(desk, OPERATOR, read_enrolment(path))
            yield Road(county, desk, stick, path)


@contextmanager
def made_road(place: Path, *, enrolled: bool = True, url: str = "") -> Iterator[Road]:
    """Set both sides up in `place`; `enrolled` makes them known to each other, `url` is where the county's ledger is, if in no file.

    Without `url` they are copies of the process's first ones, keys, names and all: two of them never meet in a test.
    """
    if url:
        with _set_up(place, enrolled, url) as road:
            yield road
        return
    first, county_key, desk_key = _first_road(enrolled)
    shutil.copytree(first, place, dirs_exist_ok=True)
    county = CountyDesk(open_again(DataFolder(place / "county", place / "county-state"), county_key))
    with closing(county.database), closing(county), open_again(data_folder(place / "desk"), desk_key) as desk:
        yield Road(county, desk, place / "stick", place / f"{STATION}.sdenrol")
