"""What comes in from the county: judged by its order and its chain, applied in one transaction (exchange.md, principles 7 to 9)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.county_codes import keep_words
from stationdesk.services.photo_offers import bring_back, lost_pictures
from stationdesk.services.photo_road import missing_words
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_turning import county_ends, hang_again
from stationdesk.store.clock import local_day
from stationdesk.store.database import About, Database
from stationdesk.store.tables import package, received_line, refused_file
from stationdesk.sync.confirming import renew_copy, take_confirmation
from stationdesk.sync.forgotten import county_records, forgotten_words
from stationdesk.sync.incoming import Incoming, Receipt, opened
from stationdesk.sync.key_chain import longer
from stationdesk.sync.manifest import Manifest
from stationdesk.sync.offering import offer_photos
from stationdesk.sync.peers import Peer, county_of, digest_at, set_peer
from stationdesk.sync.received_rows import apply_rows, rebuild_rows


def receive(database: Database, operator: str, path: Path) -> Receipt:
    """Read a package from the county.

    Raises a PackageRefused, NotEnrolled or NotWritable with nothing changed. What the package says of an older state of things
    changes nothing either; a package that counts is applied whole, receipt and changes in one transaction.
    """
    with (
        opened(database, path) as incoming,
        database.writing(operator, _("Read a package from the county"), receiving=True, final=True) as session,
    ):
        receipt = judge(session, incoming, path.name)
    if receipt.outcome != "old":
        offer_photos(database)
    return receipt


def judge(session: Session, incoming: Incoming, name: str) -> Receipt:
    """Decide whether the package counts, and apply what it says."""
    manifest, county = incoming.manifest, county_of(session)
    about: About = session.info["about"]
    line_copy, receipt = session.info["pen"].line_copy, Receipt(number=manifest.number, confirmed=county.confirmed, held=county.held)
    if not county.retired and manifest.heard.get(line_copy, 0) > county.number:
        line_copy = renew_copy(session, receipt)
        county = county_of(session)
    if not counts(manifest, county, line_copy):
        receipt.outcome = "old"
        receipt.sentences.append(_("This package is older than one that was read already. It changed nothing."))
        return logged(session, county, manifest, name, receipt)
    known = county_records(session) if county.following not in ("", manifest.copy) else {}  # only a county that was put back forgets
    county, ends = follow(session, county, manifest, line_copy), county_ends(session)
    if take_down(session, county, incoming, about):
        receipt.changes = len(incoming.lines)
        if known and (lost := forgotten_words(known, county_records(session))):
            receipt.sentences.append(lost)
    else:
        receipt.outcome = "gap"
        receipt.sentences.append(
            _(
                "The county's changes in this package do not follow the ones read before. "
                "Please export once more: the county then sends them again."
            )
        )
    take_confirmation(session, incoming, receipt)
    take_pictures(session, incoming, receipt)
    answer_the_claims(session, receipt, ends)
    return logged(session, county, manifest, name, receipt)


def take_pictures(session: Session, incoming: Incoming, receipt: Receipt) -> None:
    """Lay the pictures that the county gives back beside the photos that lack them; any other is left unopened."""
    if county_of(session).retired or not (incoming.pictures or receipt.repaired):
        return
    lost = lost_pictures(session) if incoming.pictures else {}
    came = sum(bring_back(session, photos, incoming.pictures[one]()) for one, photos in lost.items() if one in incoming.pictures)
    if came or receipt.repaired:
        receipt.sentences += missing_words(session, came)


def answer_the_claims(session: Session, receipt: Receipt, ends: frozenset[str]) -> None:
    """Give the station's word on the claims that came, in this very transaction; `ends` are those that were known to be over.

    A copy that was retired writes nothing; an older copy waits for its repair, or it would answer what is answered already.
    """
    county, pen = county_of(session), session.info["pen"]
    if county.retired or county.forked:
        return
    on = local_day(datetime.fromisoformat(session.info["at"]))
    hang_again(session, ends, on, pen.operator)
    answered = answer_claims(session, on, pen.operator)
    if answered:
        yes = sum(one.answer == "yes" for one in answered)
        said = _("{count} claims of wishes were answered: {yes} yes, {no} no. The county hears it with the next report.")
        receipt.sentences.append(said.format(count=len(answered), yes=yes, no=len(answered) - yes))


def counts(manifest: Manifest, county: Peer, line_copy: str) -> bool:
    """Tell whether a package is newer than the last that counted, without any clock (principle 9).

    One corner is left, which no number can tell: a desk whose older folder was put back by hand and wrote packages under numbers that it
    had used already, or was retired, a county put back at the same time, and an answer of the lost time that arrives late. That answer
    counts until the desk and the county have spoken twice, with a retired desk until somebody goes on with it; then the desk goes on with
    the present county by itself. Nothing is lost meanwhile; the clerk's manual says what to do.
    """
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
    keys = longer(manifest.keys, county.keys)
    set_peer(session, county.code, followed_number=manifest.number, followed_heard=heard, keys=keys)
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
    keep_words(session, ((checked.id, checked.values) for _line, checked in fresh if checked.kind == "code"))


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
