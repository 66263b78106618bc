"""What goes out: everything since the other side's last confirmation, sealed and signed, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select, text
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.photo_offers import carried
from stationdesk.services.progress import Report, silent
from stationdesk.store.clock import stamp
from stationdesk.store.database import Database, Position, position
from stationdesk.store.migrations import STEPS, program_version
from stationdesk.store.tables import change, package
from stationdesk.sync.digest import digest_zero, hmac_sha256
from stationdesk.sync.enrolment import proof_bytes
from stationdesk.sync.lines import LINE_LIMIT, Block
from stationdesk.sync.manifest import EnrolProof, Manifest, Received
from stationdesk.sync.offering import offer_photos
from stationdesk.sync.own_keys import OwnKeys, own_keys
from stationdesk.sync.package import Outgoing, write_package
from stationdesk.sync.package_name import next_number, start_of
from stationdesk.sync.peers import Peer, county_of, digest_at, set_peer
from stationdesk.sync.received_rows import left_out
from stationdesk.sync.refusal import BadLine

BLOCK, FIRST_LINES = 1024**2, 100
"""Bytes that a block of lines is to have, judged by the block before, and the lines of the first one.

Not less, because two threads hinder each other by many small blocks; not more, because lines may grow all at once: after lines of 300
bytes three thousand of 20 KB are 60 MB, once.
"""
JOINED = text("""
    SELECT CAST(group_concat(line, char(10)) AS BLOB) AS joined, group_concat(kind, '  ') AS kinds, max(length(line)) AS longest
      FROM change NOT INDEXED WHERE seq BETWEEN :first AND :end
""")
"""A block of lines comes as one value, counted by the journal's own columns: looked at one by one in Python they took as long again.

Without an index SQLite has one way to go, along the table in the order of `seq`; asked to sort it copied every line once more.
"""


class Retired(DeskError):
    """The county has retired this copy of the desk."""


@dataclass(frozen=True)
class Exported:
    """A package written: where it is and what it carries."""

    path: Path
    number: int
    first: int
    last: int
    digest: bytes = b""
    """The digest of this desk's journal at `last`."""
    copy: str = ""

    @property
    def changes(self) -> int:
        """How many changes it carries; 0 for a receipt alone."""
        return self.last - self.first + 1


def export(database: Database, operator: str, to: Path, report: Report = silent) -> Exported:
    """Write the next package for the county into the folder `to`; `report` is told how far it is and may raise, to cancel.

    The package's number is used up before the file is written, so that no number ever stands for two files. Raises NotEnrolled,
    Retired, NoSpace or NotWritable; then no package is there, and the next one carries the same changes.
    """
    made = make(database, operator, to, report)
    with database.writing(operator, _("Write a package for the county")) as session:
        note_written(session, made)
    return made


def make(database: Database, operator: str, to: Path, report: Report = silent, above: int = 0) -> Exported:
    """Write the next package into `to`, without noting that it is on its way: who carries it further does so once it has arrived.

    Its number is above `above`, the highest that lies where it will go. Raises as `export`.
    """
    offer_photos(database)
    database.write_mark(flush=True)
    with database.writing(operator, _("Write a package for the county")) as session:
        county = county_of(session)
        if county.retired:
            raise Retired(
                _("The county has retired this computer's copy of the desk: another one reports now. Ask the county before you go on here.")
            )
        number = next_number(to, start_of(database.about.author), max(above, county.number))
        set_peer(session, county.code, number=number)
    with database.reading() as session:
        end = position(session.connection(), database.about)
        keys = own_keys(session)
        draft = manifest(database, session, county, keys, number, end)
        watch = partial(report, _("Writing to the stick"))
        flow = told(blocks_after(session, county.confirmed, end.seq), county.confirmed + 1, end.seq - county.confirmed, report)
        pictures = carried(session, county.confirmed)
        out = Outgoing((), sealed_to(county), keys.sign, blobs=pictures, proven=True, blocks=flow, watch=watch)
        written = write_package(to, draft, out, database.folder.path)
    return Exported(written.path, number, draft.first, end.seq, end.digest, draft.copy)


def note_written(session: Session, made: Exported) -> None:
    """Note that a package is on its way: what it carries waits for the receipt from now on."""
    county = county_of(session)
    set_peer(session, county.code, exported=made.last)
    row = {"peer": county.code, "direction": "out", "copy": made.copy, "number": made.number, "first": made.first, "last": made.last}
    values = {**row, "name": made.path.name, "at": session.info["at"], "outcome": "written", "digest": made.digest}
    session.connection().execute(package.insert().values(values))


def sealed_to(county: Peer) -> list[str]:
    """Return the county's age recipients: the two it announced last, for one that was put back may know the older one only."""
    announced = [one.age_recipient for one in county.keys[-2:]]
    return list(dict.fromkeys(announced or [county.age_recipient]))


def told(blocks: Iterator[Block], first: int, total: int, report: Report) -> Iterator[Block]:
    """Yield the blocks, and tell how many lines were sealed."""
    for block in blocks:
        report(_("Sealing what is to be reported"), block.first - first, total)
        yield block


def manifest(database: Database, session: Session, county: Peer, keys: OwnKeys, number: int, end: Position) -> Manifest:
    """Return the manifest of the next package, before its hashes."""
    about = database.about
    return Manifest(
        author=about.author,
        recipient=county.code,
        copy=about.line_copy,
        number=number,
        first=county.confirmed + 1,
        last=end.seq,
        digest_last=end.digest,
        digest_before=own_digest_at(session, about.author, county.code, county.confirmed),
        received=Received(county.following, county.cursor, digest_at(session, county, about.author, county.cursor), county.followed_number),
        schema=len(STEPS),
        program=program_version(),
        made_at=stamp(database.clock()),
        keys=keys.chain,
        held=left_out(session, county.code),
        heard={county.following: county.followed_number} if county.following else {},
        enrol=proof(about.author, about.line_copy, keys, county),
    )


def proof(station: str, line_copy: str, keys: OwnKeys, county: Peer) -> EnrolProof:
    """Return the proof, in every manifest, that these keys belong to whoever holds the enrolment's secret."""
    said = proof_bytes(station, line_copy, keys.sign.public, keys.recipient, county.age_recipient)
    return EnrolProof(keys.sign.public, keys.recipient, hmac_sha256(bytes.fromhex(county.secret), said))


def own_digest_at(session: Session, author: str, recipient: str, seq: int) -> bytes:
    """Return the digest of this desk's own journal at line `seq`."""
    if seq == 0:
        return digest_zero(author, recipient)
    return bytes(session.connection().execute(select(change.c.digest).where(change.c.seq == seq)).scalar_one())


def blocks_after(session: Session, seq: int, last: int) -> Iterator[Block]:
    """Yield this desk's own lines from `seq` + 1 to `last`, about a megabyte at a time. Raises BadLine where the journal is damaged."""
    connection = session.connection()
    first, count = seq + 1, FIRST_LINES
    while first <= last:
        block = read_block(connection, first, min(first + count - 1, last))
        yield block
        count = max(1, min(2 * count, count * BLOCK // len(block.joined)))
        first = block.last + 1


def read_block(connection: Connection, first: int, end: int) -> Block:
    """Return the lines from `first` to `end`. Raises BadLine."""
    found = connection.execute(JOINED, {"first": first, "end": end}).one()
    joined, rows = found.joined or b"", counted(found.kinds or "")
    placed = joined.startswith(b'{"seq":%d,' % first) and joined.startswith(b'{"seq":%d,' % end, joined.rfind(b"\n") + 1)
    ends = len(joined) - len(joined.replace(b"\n", b""))  # as `count` says, which takes four times as long
    if not placed or not ends == sum(rows.values()) - 1 == end - first or found.longest > LINE_LIMIT:
        raise BadLine(first, "no number or no kind")
    return Block(joined, first, end, rows)


def counted(kinds: str) -> dict[str, int]:
    """Return how often each kind stands in `kinds`, which has two blanks between them: so each has one of its own on either side."""
    rows, rest = {}, f" {kinds} "
    while (word := rest[: rest.find(" ", 1) + 1]).strip():
        others = rest.replace(word, "")
        rows[word.strip()] = (len(rest) - len(others)) // len(word)
        rest = others
    return rows
