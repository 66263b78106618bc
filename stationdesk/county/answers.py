"""The county's answer to a station: its receipt, the records set aside, and what the county itself has to say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import Cursor, state_of
from stationdesk.county.ledger import held, station_copy
from stationdesk.i18n import _
from stationdesk.store.clock import stamp
from stationdesk.store.database import position
from stationdesk.store.migrations import STEPS, program_version
from stationdesk.store.tables import change, package, peer
from stationdesk.sync.digest import chain, digest_zero
from stationdesk.sync.key_chain import seal_to
from stationdesk.sync.manifest import Announcement, Held, Manifest, Received
from stationdesk.sync.own_keys import OwnKeys, own_keys
from stationdesk.sync.package import Outgoing, write_package
from stationdesk.sync.package_name import next_number, start_of


@dataclass(frozen=True)
class Answer:
    """A package written for one station."""

    station: str
    path: Path
    number: int
    received: int


@dataclass(frozen=True)
class Slice:
    """The county's lines that a station may read, after the last it has, and the digests of its own chain of them."""

    first: int
    last: int
    digest_before: bytes
    digest_last: bytes
    lines: tuple[bytes, ...]


def answer_all(desk: CountyDesk, operator: str, to: Path) -> list[Answer]:
    """Write an answer for every station that has been heard. Raises NoSpace or NotWritable."""
    with desk.ledger.begin() as connection:
        stations = [
            station for (station,) in connection.execute(select(station_copy.c.station).distinct().order_by(station_copy.c.station))
        ]
    with desk.database.reading() as session:
        known = set(session.connection().execute(select(peer.c.code)).scalars())
    return [answer(desk, operator, station, to) for station in stations if station in known]


def answer(desk: CountyDesk, operator: str, station: str, to: Path) -> Answer:
    """Write the next package for one station.

    Its number is used up before the file is written. Raises NoSpace or NotWritable.
    """
    database = desk.database
    database.write_mark(flush=True)
    with database.writing(operator, _("Answer station {code}").format(code=station)) as session:
        row = session.connection().execute(select(peer).where(peer.c.code == station)).one()
        number = next_number(to, start_of(desk.code, station), row.number)
        session.connection().execute(peer.update().where(peer.c.code == station).values(number=number))
    known = known_of(desk, station)
    with database.reading() as session:
        keys = own_keys(session)
        lines = slice_of(session, desk, station, row.town, [one for one in known.copies if not one.retired])
    draft = manifest(desk, known, lines, keys, number)
    out = Outgoing(lines.lines, recipients(row, known.copies), keys.sign, sliced=True, proven=True)
    written = write_package(to, draft, out, database.folder.path)
    with database.writing(operator, _("Answer station {code}").format(code=station)) as session:
        fields = {"peer": station, "direction": "out", "copy": draft.copy, "number": number, "first": lines.first, "last": lines.last}
        values = {**fields, "name": written.path.name, "at": session.info["at"], "outcome": "written", "digest": lines.digest_last}
        session.connection().execute(package.insert().values(**values))
    return Answer(station, written.path, number, known.state.cursor)


@dataclass(frozen=True)
class Known:
    """What the ledger knows of one station."""

    station: str
    state: Cursor
    copies: Sequence[Row[Any]]
    aside: tuple[Held, ...]


def known_of(desk: CountyDesk, station: str) -> Known:
    """Return what the ledger knows of one station."""
    with desk.ledger.begin() as connection:
        state = state_of(connection, station, desk.code)
        copies = connection.execute(select(station_copy).where(station_copy.c.station == station)).all()
        aside = connection.execute(select(held).where(held.c.station == station).order_by(held.c.since_seq)).all()
    return Known(station, state, copies, tuple(Held(one.kind, one.id, one.reason, one.since_seq) for one in aside))


def manifest(desk: CountyDesk, known: Known, lines: Slice, keys: OwnKeys, number: int) -> Manifest:
    """Return the manifest of the next package, before its hashes."""
    state = known.state
    return Manifest(
        author=desk.code,
        recipient=known.station,
        copy=desk.database.about.line_copy,
        number=number,
        first=lines.first,
        last=lines.last,
        digest_before=lines.digest_before,
        digest_last=lines.digest_last,
        received=Received(
            state.head, state.cursor, state.digest, max((one.number for one in known.copies if one.copy == state.head), default=0)
        ),
        schema=len(STEPS),
        program=program_version(),
        made_at=stamp(desk.database.clock()),
        keys=keys.chain,
        heard={one.copy: one.number for one in known.copies},
        held=known.aside,
        retired=tuple(sorted(one.copy for one in known.copies if one.retired)),
    )


def recipients(row: Row[Any], copies: Sequence[Row[Any]]) -> list[str]:
    """Return the age recipients of a station: of the keys its copies named last, unless another key has taken their place."""
    found = [row.age_recipient]
    for one in copies:
        chain_of_keys = [Announcement(**key) for key in json.loads(one.keys)]
        if row.sign_key in {key.sign_key for key in chain_of_keys}:
            found += seal_to(chain_of_keys, one.signed_by)
    return list(dict.fromkeys(recipient for recipient in found if recipient))


def slice_of(session: Session, desk: CountyDesk, station: str, town: str, live: Sequence[Row[Any]]) -> Slice:
    """Return what the station's slice has after the last line that all its live copies have.

    The digests are those of the station's own chain; they are kept per package written, so the chain is not walked from 1 again.
    """
    end = position(session.connection(), desk.database.about).seq
    labels = ("all", f"town:{town}", f"station:{station}")
    start, before = 0, digest_zero(desk.code, station)
    known = [one for one in live if one.received_seq <= end]
    if live and len(known) == len(live):
        lowest = min(known, key=lambda one: one.received_seq)
        digests = {one.received_seq: slice_digest(session, desk, station, labels, one.received_seq) for one in known}
        if all(digests[one.received_seq] == bytes(one.received_digest) for one in known):
            start, before = lowest.received_seq, digests[lowest.received_seq]
    lines = tuple(
        bytes(line)
        for (line,) in session.connection().execute(
            select(change.c.line).where(change.c.seq > start, change.c.seq <= end, change.c.audience.in_(labels)).order_by(change.c.seq)
        )
    )
    last = before
    for line in lines:
        last = chain(last, line)
    return Slice(start + 1, end, before, last, lines)


def slice_digest(session: Session, desk: CountyDesk, station: str, labels: tuple[str, ...], seq: int) -> bytes:
    """Return the digest of the station's slice at `seq`: as kept with a package that ended there, else made anew."""
    if seq == 0:
        return digest_zero(desk.code, station)
    connection = session.connection()
    kept = connection.execute(
        select(package.c.digest)
        .where(
            package.c.peer == station, package.c.direction == "out", package.c.last == seq, package.c.copy == desk.database.about.line_copy
        )
        .limit(1)
    ).scalar()
    if kept is not None:
        return bytes(kept)
    digest = digest_zero(desk.code, station)
    for (line,) in connection.execute(
        select(change.c.line).where(change.c.seq <= seq, change.c.audience.in_(labels)).order_by(change.c.seq)
    ):
        digest = chain(digest, line)
    return digest
