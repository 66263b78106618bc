"""The county's answer to a station: its receipt, the records set aside, and what the county itself has to say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import Cursor, digest_at, state_of
from stationdesk.county.ledger import COUNTYS_TROUBLE, held, journal, station_copy, transaction
from stationdesk.county.pictures import given_back
from stationdesk.county.slices import Slice, slice_of
from stationdesk.county.transfers import relay
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.clock import stamp
from stationdesk.store.migrations import STEPS, program_version
from stationdesk.store.tables import package, peer
from stationdesk.sync.key_chain import grown_from_revoked, seal_to
from stationdesk.sync.manifest import SEALED_LIMIT, Announcement, Held, Manifest, Received, Yours
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


class WaitsForNewComputer(DeskError):
    """The keys of the station are revoked: nothing is sealed to them, and others are not known yet."""


def answer_all(desk: CountyDesk, operator: str, to: Path) -> tuple[list[Answer], list[tuple[str, DeskError]]]:
    """Write an answer for every station that has been heard; returns the answers, and the stations that got none with the reason.

    The answers that were written before the stick was full are good, and are told with those that it did not take.
    """
    written: list[Answer] = []
    without: list[tuple[str, DeskError]] = []
    for station, came in answer_each(desk, operator, to):
        if isinstance(came, Answer):
            written.append(came)
        else:
            without.append((station, came))
    return written, without


def answer_each(desk: CountyDesk, operator: str, to: Path) -> Iterator[tuple[str, Answer | DeskError]]:
    """Write the answers one after the other, and yield for each station its answer, or why there is none.

    A full or a vanished stick, or a server that is away, ends the writing: the stations left are told with the same reason, and no
    number is used up for them.
    """
    relay(desk, operator)
    stopped: DeskError | None = None
    for station in stations_heard(desk):
        if stopped is not None:
            yield station, stopped
            continue
        try:
            yield station, _write(desk, operator, station, to)
        except DeskError as error:
            stopped = error if isinstance(error, COUNTYS_TROUBLE) else None
            yield station, error


def stations_heard(desk: CountyDesk) -> list[str]:
    """Return the stations an answer can be written for: those that are known and were heard."""
    with transaction(desk.ledger) as connection:
        asked = select(station_copy.c.station).distinct().order_by(station_copy.c.station)
        heard = list(connection.execute(asked).scalars())
    with desk.database.reading() as session:
        known = set(session.connection().execute(select(peer.c.code)).scalars())
    return [station for station in heard if station in known]


def answer(desk: CountyDesk, operator: str, station: str, to: Path) -> Answer:
    """Write the next package for one station, with who is on his way to it. Raises WaitsForNewComputer, NoSpace or NotWritable."""
    relay(desk, operator)
    return _write(desk, operator, station, to)


def _write(desk: CountyDesk, operator: str, station: str, to: Path) -> Answer:
    """Write a package; its number is used up before the file is written, unless nobody is there to be answered."""
    database = desk.database
    with database.reading() as session:
        row = session.connection().execute(select(peer).where(peer.c.code == station)).one()
    with transaction(desk.ledger) as connection:
        recipients(row, copies_in(connection, station))
    database.write_mark(flush=True)
    with database.writing(operator, _("Answer station {code}").format(code=station)) as session:
        row = session.connection().execute(select(peer).where(peer.c.code == station)).one()
        number = next_number(to, start_of(desk.code, station), row.number)
        session.connection().execute(peer.update().where(peer.c.code == station).values(number=number))
    known = known_of(desk, station)
    sealed_to = recipients(row, known.copies)
    with database.reading() as session:
        keys = own_keys(session)
        lines = slice_of(session, desk, station, [one for one in known.copies if not one.retired])
    draft = manifest(desk, known, lines, keys, number)
    with transaction(desk.ledger) as connection:
        own = () if known.parted is None else own_lines(connection, station, known.parted, known.state.cursor)
        pictures = given_back(connection, station, known.parted)
        out = Outgoing(lines.lines, sealed_to, keys.sign, yours=own, blobs=pictures, sliced=True, proven=True)
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
    parted: int | None
    """The last line that all copies share whose journal has parted from the ledger's: the station's own lines after it go back to it."""
    parted_digest: bytes


def known_of(desk: CountyDesk, station: str) -> Known:
    """Return what the ledger knows of one station."""
    with transaction(desk.ledger) as connection:
        state = state_of(connection, station, desk.code)
        copies = copies_in(connection, station)
        aside = connection.execute(select(held).where(held.c.station == station).order_by(held.c.since_seq)).all()
        parted = min((one.forked_at for one in copies if one.forked_at is not None and not one.retired), default=None)
        digest = b"" if parted is None else digest_at(connection, station, desk.code, parted)
    return Known(station, state, copies, tuple(Held(one.kind, one.id, one.reason, one.since_seq) for one in aside), parted, digest)


def copies_in(connection: Connection, station: str) -> Sequence[Row[Any]]:
    """Return what the ledger knows of each copy of a station."""
    return connection.execute(select(station_copy).where(station_copy.c.station == station)).all()


def own_lines(connection: Connection, station: str, after: int, last: int) -> Iterator[bytes]:
    """Yield the bytes of a station's own lines in the ledger after line `after`, up to line `last`."""
    within = (journal.c.station == station) & journal.c.seq.between(after + 1, last)
    asked = select(journal.c.line).where(within).order_by(journal.c.seq).execution_options(yield_per=2000)
    for (line,) in connection.execute(asked):
        yield bytes(line)


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
        yours=None
        if known.parted is None
        else Yours(state.head, known.parted + 1, state.cursor, digest_before=known.parted_digest, digest_last=state.digest),
    )


def recipients(row: Row[Any], copies: Sequence[Row[Any]]) -> list[str]:
    """Return the age recipients of a station: of the keys its copies named last, unless another key has taken their place.

    A copy that was put back to before a change of keys names only the older ones, and can open nothing else. Nothing is sealed to keys
    that were revoked. Of more than a package names, those heard last; a copy that is retired is told so as long as there is room.
    Raises WaitsForNewComputer where none is left.
    """
    revoked, keys = frozenset(json.loads(row.revoked or "[]")), announcements(row.keys)
    ours = {row.sign_key, *(key.sign_key for key in keys)}
    found = [] if ours & revoked else [row.age_recipient]
    for one in sorted(copies, key=lambda copy: (not copy.retired, copy.heard_at, copy.copy), reverse=True):
        chain = announcements(one.keys)
        if ours & {key.sign_key for key in chain} and not grown_from_revoked(chain, revoked):
            found += seal_to(chain, one.signed_by)
    wanted = list(dict.fromkeys(recipient for recipient in found if recipient))
    if not wanted:
        said = _("{name}: its computer is trusted no more, so no answer is sealed to it. The new computer has to report first.")
        raise WaitsForNewComputer(said.format(name=row.name))
    return wanted[:SEALED_LIMIT]


def announcements(keys: str | None) -> list[Announcement]:
    """Return the announcements of keys that stand in a row."""
    return [Announcement(**key) for key in json.loads(keys or "[]")]
