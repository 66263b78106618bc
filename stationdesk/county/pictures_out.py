"""The pictures the county holds: which there are, what they were asked for, and written into a folder for whoever asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, station_picture, transaction
from stationdesk.county.word import ALL, Station, audience_words, stations
from stationdesk.i18n import ngettext
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.photo_ask import PhotoAsk
from stationdesk.services.progress import Report, silent
from stationdesk.store.database import Database
from stationdesk.store.files import spoken_errors

OFFERS, PHOTOS = STATION_TABLES["photo_offer"], STATION_TABLES["photo"]
PARTIAL = ".part"


@dataclass(frozen=True)
class Asked:
    """Something the county asks for that stands."""

    id: str
    purpose: str
    whom: str
    """For whom it is, in words."""
    from_date: str
    to_date: str
    children: bool
    audience: str = "all"


@dataclass(frozen=True)
class HeldPicture:
    """A picture the county holds."""

    station: str
    name: str
    """The station's name."""
    taken_on: str
    purpose: str
    caption: str
    sha256: str
    bytes: int
    ask: str = ""
    """What was asked for, by its number."""

    @property
    def file(self) -> str:
        """The name of its file: no person's name is in it."""
        return f"{self.station}_{self.taken_on}_{self.sha256[:12]}.jpg"


def asked_for(desk: CountyDesk) -> list[Asked]:
    """Return what the county asks for, in the order it was said."""
    with desk.database.reading() as session:
        mine = select_record(PhotoAsk).where(col(PhotoAsk.author) == desk.code, col(PhotoAsk.removed_at).is_(None))
        return [
            Asked(
                one.id,
                one.purpose,
                audience_words(session, one.audience),
                one.from_date or "",
                one.to_date or "",
                one.children,
                one.audience or ALL,
            )
            for one in session.exec(mine.order_by(col(PhotoAsk.key)))
        ]


def held_pictures(desk: CountyDesk, on: date, station: str = "") -> list[HeldPicture]:
    """Return the pictures that stand and whose time is not over, by station and day; of one station, or of all.

    Raises LedgerUnreachable.
    """
    with desk.database.reading() as session:
        there = {one.code: one for one in stations(session)}
        purposes = {one.id: one.purpose for one in session.exec(select_record(PhotoAsk).where(col(PhotoAsk.author) == desk.code))}
    same = (PHOTOS.c.station == OFFERS.c.station) & (PHOTOS.c.id == OFFERS.c.photo_id)
    kept = (station_picture.c.station == OFFERS.c.station) & (station_picture.c.sha256 == OFFERS.c.sha256)
    asked = select(
        OFFERS.c.station, OFFERS.c.ask_id, OFFERS.c.sha256, OFFERS.c.bytes, PHOTOS.c.taken_on, PHOTOS.c.caption, PHOTOS.c.expires_on
    ).join_from(OFFERS, PHOTOS, same)
    asked = asked.join(station_picture, kept).where(OFFERS.c.removed_at.is_(None), PHOTOS.c.removed_at.is_(None))
    if station:
        asked = asked.where(OFFERS.c.station == station)
    with transaction(desk.ledger) as connection:
        rows = connection.execute(asked.order_by(OFFERS.c.station, PHOTOS.c.taken_on, OFFERS.c.id)).all()
    found = {
        (row.station, row.sha256): HeldPicture(
            row.station,
            there.get(row.station, Station(row.station, row.station, "")).name,
            row.taken_on or "",
            purposes.get(row.ask_id or "", ""),
            row.caption or "",
            row.sha256,
            row.bytes,
            row.ask_id or "",
        )
        for row in rows
        if (row.expires_on or "9999") >= on.isoformat()
    }
    return list(found.values())


def write_pictures(desk: CountyDesk, found: Iterable[HeldPicture], to: Path) -> Iterator[Path]:
    """Write pictures into a folder that only this user may read, one after the other; yields each file once it is whole.

    What lies there already is not written again. Raises NoSpace, NotWritable or LedgerUnreachable.
    """
    with spoken_errors(to):
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in found:
        yield write_one(to, one, partial(content_of, desk, one))


def give_out(desk: CountyDesk, operator: str, on: date, found: Sequence[HeldPicture], to: Path, report: Report = silent) -> list[Path]:
    """Write pictures into a folder and note how many were; what was written before it was stopped or failed is whole, and is noted, too.

    Raises NoSpace, NotWritable or LedgerUnreachable.
    """
    files: list[Path] = []
    try:
        for path in write_pictures(desk, found, to):
            files.append(path)
            report(path.name, len(files), len(found))
    finally:
        if files:
            told = ngettext("{count} photo was written into a folder.", "{count} photos were written into a folder.", len(files))
            with desk.database.writing(operator, told.format(count=len(files)), final=True) as session:
                draft = NoteDraft(text=told.format(count=len(files)), noted_on=on.isoformat(), noted_by=operator)
                session.add(Note.model_validate(draft, update={"author": desk.code}))
    return files


def of_stations(database: Database, found: Iterable[HeldPicture], audience: str) -> list[HeldPicture]:
    """Return the pictures of the stations that belong to an audience."""
    with database.reading() as session:
        codes = {one.code for one in stations(session) if audience in one.labels}
    return [one for one in found if audience == ALL or one.station in codes]


def write_one(to: Path, one: HeldPicture, content: Callable[[], bytes]) -> Path:
    """Write one picture, whole or not at all."""
    path = to / one.file
    with spoken_errors(to):
        if path.is_file() and path.stat().st_size == one.bytes:
            return path
        unfinished = path.with_name(path.name + PARTIAL)
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content())
        unfinished.replace(path)
    return path


def content_of(desk: CountyDesk, one: HeldPicture) -> bytes:
    """Return a picture's bytes."""
    here = (station_picture.c.station == one.station) & (station_picture.c.sha256 == one.sha256)
    with transaction(desk.ledger) as connection:
        return bytes(connection.execute(select(station_picture.c.content).where(here)).scalar_one())
