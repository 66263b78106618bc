"""What of the county's journal a station may read: by the label of each line, and by the town the station belonged to at that line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlmodel import Session

from stationdesk.county.desk import CountyDesk
from stationdesk.store.database import position
from stationdesk.store.tables import change, package, peer, station_town
from stationdesk.sync.digest import chain, digest_zero


@dataclass(frozen=True)
class Slice:
    """The county's lines that a station may read, after the last it has, and the digests of its own chain of them."""

    first: int
    last: int
    digest_before: bytes
    digest_last: bytes
    lines: tuple[bytes, ...]


def towns_of(session: Session, station: str) -> list[tuple[int, str]]:
    """Return the towns a station belonged to, each with the county's line from which on; the first stands for all time before."""
    rows = session.connection().execute(
        select(station_town.c.since_seq, station_town.c.town).where(station_town.c.station == station).order_by(station_town.c.since_seq)
    )
    found = [(since, town) for since, town in rows]
    if found:
        return found
    town = session.connection().execute(select(peer.c.town).where(peer.c.code == station)).scalar_one()
    return [(0, town)]


def may_read(session: Session, station: str) -> ColumnElement[bool]:
    """Return the condition on the county's lines that are in a station's slice (exchange.md, "Audience").

    A station that changed towns reads each line by the town it belonged to then, so no later event changes a slice already sent.
    """
    towns = towns_of(session, station)
    labels = change.c.audience.in_(["all", f"station:{station}"])
    spans: list[ColumnElement[bool]] = [labels]
    for place, (since, town) in enumerate(towns):
        span = [change.c.audience == f"town:{town}"]
        if place:
            span.append(change.c.seq >= since)
        if place + 1 < len(towns):
            span.append(change.c.seq < towns[place + 1][0])
        spans.append(and_(*span))
    return or_(*spans)


def slice_of(session: Session, desk: CountyDesk, station: str, live: Sequence[Row[Any]]) -> Slice:
    """Return what the station's slice has after the last line that all its live copies have.

    The digests are those of the station's own chain; they are kept per package written, so the chain is not walked from 1 again.
    """
    end = position(session.connection(), desk.database.about).seq
    start, before = 0, digest_zero(desk.code, station)
    known = [one for one in live if one.received_seq <= end]
    if live and len(known) == len(live):
        lowest = min(known, key=lambda one: one.received_seq)
        digests = {one.received_seq: slice_digest(session, desk, station, one.received_seq) for one in known}
        if all(digests[one.received_seq] == bytes(one.received_digest) for one in known):
            start, before = lowest.received_seq, digests[lowest.received_seq]
    lines = tuple(slice_lines(session, station, start, end))
    last = before
    for line in lines:
        last = chain(last, line)
    return Slice(start + 1, end, before, last, lines)


def slice_lines(session: Session, station: str, after: int, last: int) -> Iterator[bytes]:
    """Yield the bytes of a station's slice after line `after`, up to line `last`."""
    within = and_(change.c.seq > after, change.c.seq <= last, may_read(session, station))
    for (line,) in session.connection().execute(select(change.c.line).where(within).order_by(change.c.seq)):
        yield bytes(line)


def slice_digest(session: Session, desk: CountyDesk, station: str, seq: int) -> bytes:
    """Return the digest of the station's slice at `seq`: as kept with a package that ended there, else made anew."""
    if seq == 0:
        return digest_zero(desk.code, station)
    mine = (package.c.peer == station) & (package.c.direction == "out") & (package.c.copy == desk.database.about.line_copy)
    kept = session.connection().execute(select(package.c.digest).where(mine, package.c.last == seq).limit(1)).scalar()
    if kept is not None:
        return bytes(kept)
    digest = digest_zero(desk.code, station)
    for line in slice_lines(session, station, 0, seq):
        digest = chain(digest, line)
    return digest
