"""What comes in from the county: judged by its order and its chain, applied in one transaction (exchange.md, principles 7 to 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import delete, select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.store.database import About, Database, position, take_new_copy
from stationdesk.store.migrations import STEPS
from stationdesk.store.tables import change, package, received_line, refused_file
from stationdesk.sync.digest import digest_zero
from stationdesk.sync.key_chain import verify_chain
from stationdesk.sync.line_check import Checked, check_line
from stationdesk.sync.lines import Line
from stationdesk.sync.manifest import Held, Manifest
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.package_reading import OpenedLines, open_envelope
from stationdesk.sync.peers import Peer, county_of, digest_at, set_peer
from stationdesk.sync.received_rows import apply_rows, rebuild_rows
from stationdesk.sync.refusal import NewerFormat, UnknownSigner


@dataclass
class Receipt:
    """What a package from the county said, and what came of it."""

    outcome: str = "read"
    """`read`, `old` (changes nothing), `gap` or `refused` (the envelope counted, the changes did not)."""
    number: int = 0
    confirmed: int = 0
    """The last own line that the county has."""
    changes: int = 0
    held: tuple[Held, ...] = ()
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Incoming:
    """A package of the county, opened and checked, before it is judged."""

    manifest: Manifest
    lines: tuple[tuple[Line, Checked], ...]
    held: tuple[Held, ...]


def receive(database: Database, operator: str, path: Path) -> Receipt:
    """Read a package from the county.

    Raises a PackageRefused, NotEnrolled or NotWritable with nothing changed. What the package says of an older state of things
    changes nothing either; a package that counts is applied whole, receipt and changes in one transaction.
    """
    incoming = read(database, path)
    with database.writing(operator, _("Read a package from the county"), receiving=True) as session:
        return judge(session, incoming, path.name)


def read(database: Database, path: Path) -> Incoming:
    """Open a package of the county and check every line of it, changing nothing."""
    with database.reading() as session:
        county, keys = county_of(session), own_keys(session)

    def who_signs(manifest: Manifest) -> str:
        if manifest.author != county.code:
            raise UnknownSigner(manifest.author)
        return verify_chain(manifest.author, manifest.keys, county.sign_key)[-1].sign_key

    with open_envelope(path, who_signs, database.about.author) as envelope:
        manifest = envelope.manifest
        if manifest.schema > len(STEPS):
            raise NewerFormat
        with envelope.open_payload(keys.identities, database.folder.path, sliced=True) as payload:
            return Incoming(manifest, checked_lines(payload), payload.held)


def checked_lines(payload: OpenedLines) -> tuple[tuple[Line, Checked], ...]:
    """Return every line of a county's package with its verdict; a county's slice is small enough to keep."""
    return tuple((line, check_line(line.value, number, from_county=True)) for number, line in enumerate(payload.lines(), 2))


def judge(session: Session, incoming: Incoming, name: str) -> Receipt:
    """Decide whether the package counts, and apply what it says."""
    manifest, county = incoming.manifest, county_of(session)
    about: About = session.info["about"]
    line_copy, receipt = about.line_copy, Receipt(number=manifest.number, confirmed=county.confirmed, held=county.held)
    if not county.retired and manifest.heard.get(line_copy, 0) > county.number:
        line_copy = renew_copy(session, receipt)
        county = county_of(session)
    if not counts(manifest, county, line_copy):
        receipt.outcome = "old"
        receipt.sentences.append(_("This package is older than one that was read already. It changed nothing."))
        return logged(session, county, manifest, name, receipt)
    county = follow(session, county, manifest, line_copy)
    if take_down(session, county, incoming, about):
        receipt.changes = len(incoming.lines)
    else:
        receipt.outcome = "gap"
        receipt.sentences.append(
            _(
                "The county's changes in this package do not follow the ones read before. "
                "Please export once more: the county then sends them again."
            )
        )
    take_confirmation(session, county, incoming, about, receipt)
    return logged(session, county, manifest, name, receipt)


def counts(manifest: Manifest, county: Peer, line_copy: str) -> bool:
    """Tell whether a package is newer than the last that counted, without any clock (principle 9)."""
    heard = manifest.heard.get(line_copy, 0)
    if manifest.copy == county.following:
        return (heard, manifest.number) > (county.followed_heard, county.followed_number)
    return heard >= county.since and (manifest.copy not in county.left or heard > county.since)


def follow(session: Session, county: Peer, manifest: Manifest, line_copy: str) -> Peer:
    """Note that this package of this copy of the county was the last that counted."""
    heard = manifest.heard.get(line_copy, 0)
    if manifest.copy != county.following:
        left = county.left | ({county.following} if county.following else set())
        set_peer(session, county.code, left=left, following=manifest.copy, since=county.number + 1)
    set_peer(session, county.code, followed_number=manifest.number, followed_heard=heard)
    if line_copy in manifest.retired:
        set_peer(session, county.code, retired=True)
    return county_of(session)


def take_down(session: Session, county: Peer, incoming: Incoming, about: About) -> bool:
    """Apply the county's changes; after a restore of the county, in place of the ones it has forgotten.

    Returns False where they do not join what is here: then nothing of them is applied.
    """
    manifest = incoming.manifest
    known = digest_at(session, county, about.author, manifest.first - 1)
    joins = known == manifest.digest_before
    if not joins:
        set_peer(session, county.code, cursor=0)
        county = county_of(session)
    if manifest.first > 1 and (not joins or manifest.first - 1 > county.cursor):
        return False
    forked = has_forked(session, county, incoming)
    if forked or manifest.last > county.cursor:
        take_lines(session, county, incoming, keep=manifest.first - 1 if forked else county.cursor)
    return True


def has_forked(session: Session, county: Peer, incoming: Incoming) -> bool:
    """Tell whether the county's slice has become another since what was read: it was put back, and has written again."""
    manifest = incoming.manifest
    here = (received_line.c.peer == county.code) & received_line.c.seq.between(manifest.first, county.cursor)
    old = {
        seq: bytes(digest) for seq, digest in session.connection().execute(select(received_line.c.seq, received_line.c.digest).where(here))
    }
    new = {line.seq: line.digest for line, _checked in incoming.lines}
    other = any(new.get(seq) != digest for seq, digest in old.items() if seq <= manifest.last)
    return county.cursor > manifest.last or other or any(seq <= county.cursor and seq not in old for seq in new)


def take_lines(session: Session, county: Peer, incoming: Incoming, keep: int) -> None:
    """Take the package's lines after line `keep` in place of what stands there, and bring the county's records up to them."""
    fresh = [(line, checked) for line, checked in incoming.lines if line.seq > keep]
    later = (received_line.c.peer == county.code) & (received_line.c.seq > keep)
    dropped = session.connection().execute(delete(received_line).where(later)).rowcount
    if fresh:
        rows = [{"peer": county.code, "seq": line.seq, "line": line.line, "digest": line.digest} for line, _checked in fresh]
        session.connection().execute(received_line.insert(), rows)
    set_peer(session, county.code, cursor=incoming.manifest.last)
    if dropped:
        rebuild_rows(session, county.code)
    else:
        apply_rows(session, county.code, (checked for _line, checked in fresh))


def take_confirmation(session: Session, county: Peer, incoming: Incoming, about: About, receipt: Receipt) -> None:
    """Believe how far the county has our journal, if that is a line of ours; else this is the older copy of two."""
    received = incoming.manifest.received
    end = position(session.connection(), about).seq
    if received.seq <= end and own_digest(session, about, received.seq) == received.digest:
        set_peer(session, county.code, confirmed=received.seq, confirmed_at=session.info["at"], forked=False)
        receipt.confirmed = received.seq
        receipt.sentences.append(_("The county has everything up to change {seq}.").format(seq=received.seq))
    else:
        set_peer(session, county.code, confirmed=0, forked=True)
        receipt.confirmed = 0
        receipt.sentences.append(
            _(
                "The county has changes of this station that this computer does not have: an older copy was put back, or two computers "
                "report. Nothing is lost; everything here waits for the repair."
            )
        )
        if not county.retired and received.copy == about.line_copy:
            renew_copy(session, receipt)
    set_peer(session, county.code, held=incoming.held)
    receipt.held = incoming.held
    if incoming.held:
        receipt.sentences.append(_("The county has sent back {count} records, each with its reason.").format(count=len(incoming.held)))


def own_digest(session: Session, about: About, seq: int) -> bytes:
    """Return the digest of this desk's own line `seq`."""
    if seq == 0:
        return digest_zero(about.author, about.recipient)
    return bytes(session.connection().execute(select(change.c.digest).where(change.c.seq == seq)).scalar_one())


def renew_copy(session: Session, receipt: Receipt) -> str:
    """Take a new copy id: the county heard packages under the present one that were not written here."""
    line_copy = take_new_copy(session.connection())
    session.info["about changed"] = True
    receipt.sentences.append(
        _("Another computer has reported under this desk's number, so this one goes on as {copy}.").format(copy=line_copy)
    )
    return line_copy


def logged(session: Session, county: Peer, manifest: Manifest, name: str, receipt: Receipt) -> Receipt:
    """Keep a line about the package for the page that lists them."""
    key = {"peer": county.code, "direction": "in", "copy": manifest.copy, "number": manifest.number}
    connection, counted = session.connection(), receipt.outcome != "old"
    if counted:
        connection.execute(refused_file.delete())
    there = connection.execute(select(package.c.at).where(*[package.c[name] == value for name, value in key.items()])).first()
    if there is None:
        values = {**key, "first": manifest.first, "last": manifest.last, "name": name, "at": session.info["at"], "outcome": receipt.outcome}
        connection.execute(package.insert().values(**values, confirmed=receipt.confirmed if counted else None))
    return receipt
