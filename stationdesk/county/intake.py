"""Taking a station's package: judged by order and chain, applied to the ledger in one transaction (exchange.md, principles 7 to 9)."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import RowMapping

from stationdesk.county.copies import close_former_lives, close_lost_keys, retire_others, retire_revoked, retiring_of
from stationdesk.county.desk import CountyDesk
from stationdesk.county.extending import add_lines, check_all, no_collecting
from stationdesk.county.ledger import COUNTYS_TROUBLE, journal, lock_station, station_copy, station_state, transaction
from stationdesk.county.pictures import Pictures
from stationdesk.county.quarantine import put_mended_back
from stationdesk.county.signers import accept_keys, retire_former_key, signers
from stationdesk.county.station_clock import clock_words
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.clock import stamp
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.store.migrations import STEPS
from stationdesk.store.tables import came_package, peer
from stationdesk.sync.digest import digest_zero
from stationdesk.sync.manifest import Manifest, announcement_json
from stationdesk.sync.package_reading import OpenedLines, open_envelope
from stationdesk.sync.refusal import NewerFormat


@dataclass
class Taken:
    """What came of one package."""

    file: str
    station: str = ""
    outcome: str = "refused"
    """`taken`, `known` (nothing new), `old`, `gap`, `fork`, `retired` or `refused`."""
    changes: int = 0
    sentence: str = ""
    missing: tuple[int, int] | None = None
    """The first and last change that are missing before it, of a `gap`."""


def take_and_note(desk: CountyDesk, operator: str, path: Path) -> Taken:
    """Take one package and keep what came of it, a refusal as its sentence.

    Raises LedgerUnreachable, DamagedFile, NoSpace or NotWritable, which are not the package's fault: nothing is kept of it then.
    """
    try:
        taken = take(desk, operator, path)
    except COUNTYS_TROUBLE:
        raise
    except DeskError as error:
        taken = Taken(path.name, station=named_in(path), sentence=error.message)
    note(desk, operator, taken)
    return taken


def note(desk: CountyDesk, operator: str, taken: Taken) -> None:
    """Keep what came of a package, for the clerk; one that was taken before, or refused for the same reason, is on the list already.

    What was taken stays taken where the disk has no room for the list.
    """
    if taken.outcome == "old":
        return
    first, last = taken.missing or (0, 0)
    values = {"file": taken.file, "station": taken.station, "outcome": taken.outcome, "changes": taken.changes, "says": taken.sentence}
    with suppress(NoSpace, NotWritable), desk.database.writing(operator, _("Keep what came of a package")) as session:
        if taken.outcome == "refused" and is_listed(session.connection(), taken):
            return
        number = session.connection().execute(select(func.coalesce(func.max(came_package.c.number), 0))).scalar_one() + 1
        row = values | {"number": number, "at": session.info["at"], "first": first, "last": last}
        session.connection().execute(came_package.insert().values(**row))


def is_listed(connection: Connection, taken: Taken) -> bool:
    """Tell whether this was the last that came of the file: a stick is taken twice, and a folder looked at anew."""
    asked = select(came_package.c.outcome, came_package.c.says).where(
        came_package.c.file == taken.file, came_package.c.station == taken.station
    )
    last = connection.execute(asked.order_by(came_package.c.number.desc()).limit(1)).first()
    return last is not None and tuple(last) == (taken.outcome, taken.sentence)


def named_in(path: Path) -> str:
    """Return the station that the file's name claims to be from: a hint for the clerk, nothing is decided by it."""
    found = re.fullmatch(r"SD_([0-9A-Za-z-]+)_\d.*", path.name)
    return found[1] if found else ""


def take(desk: CountyDesk, operator: str, path: Path) -> Taken:
    """Take one package into the ledger.

    Raises a PackageRefused, NeedsNewEnrolment or NotWritable with nothing changed. Where only the changes are refused (a gap, a
    fork, a retired copy) the envelope counts all the same, or two sides would refuse each other for ever.
    """
    who = signers(desk)
    with open_envelope(path, who.who_signs, desk.code) as envelope:
        manifest = envelope.manifest
        if manifest.schema > len(STEPS):
            raise NewerFormat
        with envelope.open_payload(who.keys.identities, desk.database.folder.path) as payload, no_collecting():
            pictures = Pictures(envelope, who.keys.identities)
            check_all(payload, pictures)
            accept_keys(desk, operator, manifest, who, envelope.signer)
            renew_copy_if_heard(desk, manifest)
            asked = retiring_of(desk, manifest.author)
            with transaction(desk.ledger) as connection:
                lock_station(connection, manifest.author)
                taken = judge(connection, desk, manifest, payload, pictures, path.name)
                if revoked := who.stations[manifest.author].revoked:
                    retire_revoked(connection, manifest.author, manifest.copy, revoked)
                if taken.outcome == "taken":
                    retire_others(connection, manifest.author, manifest.copy, asked)
                    put_mended_back(connection, manifest.author, manifest.last - taken.changes)
                    if not who.former:
                        close_lost_keys(connection, manifest.author, manifest.keys[0].sign_key)
            if taken.outcome == "taken":
                retire_former_key(desk, operator, manifest, who)
    if taken.outcome != "old":
        taken.sentence = " ".join(filter(None, (taken.sentence, clock_words(manifest.made_at, desk.database.clock()))))
    return taken


def renew_copy_if_heard(desk: CountyDesk, manifest: Manifest) -> None:
    """Take a new copy id if a station has read packages under the present one that were not written here."""
    if manifest.received.copy != desk.database.about.line_copy:
        return
    with desk.database.reading() as session:
        number = session.connection().execute(select(peer.c.number).where(peer.c.code == manifest.author)).scalar_one()
    if manifest.received.number > number:
        desk.database.take_new_copy()
        desk.database.write_mark(flush=True)


def judge(connection: Connection, desk: CountyDesk, manifest: Manifest, payload: OpenedLines, pictures: Pictures, name: str) -> Taken:
    """Decide what of a package counts, and apply it."""
    station, at = manifest.author, stamp(desk.database.clock())
    copy = copy_of(connection, station, manifest.copy)
    if manifest.number <= (copy["number"] if copy else 0):
        return Taken(name, station, "old", 0, _("This package was taken before, or is older than one that was. It changed nothing."))
    hear(connection, manifest, known=copy is not None, at=at)
    if copy and copy["retired"]:
        return Taken(name, station, "retired", 0, _("This copy of the station's desk is retired: its changes were not taken."))
    state = state_of(connection, station, desk.code)
    if manifest.first - 1 > state.cursor:
        said = _("Changes {first} to {last} of this station are missing. Please export again: the next package carries them.")
        gap = state.cursor + 1, manifest.first - 1
        return Taken(name, station, "gap", 0, said.format(first=gap[0], last=gap[1]), gap)
    common = common_line(connection, manifest, payload, state)
    if common is not None:
        set_copy(connection, station, manifest.copy, forked_at=common)
        said = _(
            "This station's journal has two versions after change {seq}: an older copy was put back, or two computers report. "
            "Nothing was taken."
        )
        return Taken(name, station, "fork", 0, said.format(seq=common))
    behind = state.cursor > manifest.last and manifest.copy != state.head and bool(state.head)
    set_copy(connection, station, manifest.copy, forked_at=manifest.last if behind else None)
    if not behind and (copy is None or copy["forked_at"] is not None):
        close_former_lives(connection, station)
    fresh = manifest.last - state.cursor
    if fresh > 0:
        add_lines(connection, station, payload, state.cursor, pictures)
        put_state(connection, station, Cursor(manifest.last, manifest.digest_last, manifest.copy), at)
        return Taken(
            name, station, "taken", fresh, _("Taken: {count} changes, up to number {last}.").format(count=fresh, last=manifest.last)
        )
    if not state.head:
        put_state(connection, station, Cursor(state.cursor, state.digest, manifest.copy), at)
    return Taken(name, station, "known", 0, _("Read: nothing new in it."))


@dataclass(frozen=True)
class Cursor:
    """How far the county has a station's journal."""

    cursor: int
    digest: bytes
    head: str


def state_of(connection: Connection, station: str, county: str) -> Cursor:
    """Return a station's cursor."""
    found = connection.execute(select(station_state).where(station_state.c.station == station)).first()
    if found is None:
        return Cursor(0, digest_zero(station, county), "")
    return Cursor(found.cursor, bytes(found.digest), found.head)


def put_state(connection: Connection, station: str, state: Cursor, at: str) -> None:
    """Keep a station's cursor."""
    values = {"cursor": state.cursor, "digest": state.digest, "head": state.head, "taken_at": at}
    if not connection.execute(station_state.update().where(station_state.c.station == station).values(values)).rowcount:
        connection.execute(station_state.insert().values(station=station, **values))


def copy_of(connection: Connection, station: str, line_copy: str) -> RowMapping | None:
    """Return what is known of one copy of a station."""
    found = connection.execute(select(station_copy).where(station_copy.c.station == station, station_copy.c.copy == line_copy)).first()
    return found._mapping if found else None


def set_copy(connection: Connection, station: str, line_copy: str, **values: object) -> None:
    """Write some fields of one copy of a station."""
    connection.execute(station_copy.update().where(station_copy.c.station == station, station_copy.c.copy == line_copy).values(**values))


def hear(connection: Connection, manifest: Manifest, *, known: bool, at: str) -> None:
    """Keep the envelope of a package that counts: number, how far the station has our lines, its keys."""
    if not known:
        connection.execute(station_copy.insert().values(station=manifest.author, copy=manifest.copy, number=manifest.number))
    received = manifest.received
    set_copy(
        connection,
        manifest.author,
        manifest.copy,
        number=manifest.number,
        received_copy=received.copy,
        received_seq=received.seq,
        received_digest=received.digest,
        received_number=received.number,
        keys=json.dumps([announcement_json(key) for key in manifest.keys], ensure_ascii=False),
        signed_by=manifest.signed_by,
        heard_at=at,
    )


def digest_at(connection: Connection, station: str, county: str, seq: int) -> bytes:
    """Return the digest of a station's journal in the ledger at line `seq`."""
    if seq == 0:
        return digest_zero(station, county)
    found = connection.execute(select(journal.c.digest).where(journal.c.station == station, journal.c.seq == seq)).scalar_one()
    return bytes(found)


def common_line(connection: Connection, manifest: Manifest, payload: OpenedLines, state: Cursor) -> int | None:
    """Return None if the package's chain agrees with the ledger's wherever both have lines; else the last line they share.

    Every seq of the overlap is compared; 0 where no common line is in sight.
    """
    station, county = manifest.author, manifest.recipient
    if digest_at(connection, station, county, manifest.first - 1) != manifest.digest_before:
        return 0
    end = min(manifest.last, state.cursor)
    if end < manifest.first or digest_at(connection, station, county, end) == digest_in(payload, end):
        return None
    ours = connection.execute(
        select(journal.c.digest).where(journal.c.station == station, journal.c.seq.between(manifest.first, end)).order_by(journal.c.seq)
    )
    common = manifest.first - 1
    for (digest,), line in zip(ours, payload.lines(), strict=False):
        if bytes(digest) != line.digest:
            break
        common = line.seq
    return common


def digest_in(payload: OpenedLines, seq: int) -> bytes:
    """Return the digest of the payload's line `seq`: equal there means equal at every line before, for a chain."""
    if seq == payload.last:
        return payload.digest_last
    return next(line.digest for line in payload.lines() if line.seq == seq)
