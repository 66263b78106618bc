"""Which pictures are reported to the county: those it asks for, that the people on them agreed to, children only where it says so.

Everything follows from what is kept: the program looks before each report and after each answer what the offers lack, and writes
that. So a consent taken back, a photo taken out, a picture that did not arrive and one that is lost here all come right by themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_ask import PhotoAsk
from stationdesk.registers.photo_offer import PhotoOffer, PhotoOfferDraft
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.resident import Resident
from stationdesk.services.consents import allowed
from stationdesk.services.doubles import is_child
from stationdesk.services.jpeg import is_picture
from stationdesk.services.road import county_row, sent_back
from stationdesk.store.database import author_of
from stationdesk.store.tables import change

MOST, MOST_BYTES = 100, 48 * 1024**2
"""Pictures of one package, and their bytes: what a slow stick writes in a minute, and a manifest has room for."""
CHUNK = 500


@dataclass
class Plan:
    """What the offers lack."""

    withdrawn: list[PhotoOffer] = field(default_factory=list)
    fresh: list[PhotoOfferDraft] = field(default_factory=list)
    wanted: list[PhotoOffer] = field(default_factory=list)
    """Offers whose picture was lost here, or is here again: their `wanted` is turned."""

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.withdrawn or self.fresh or self.wanted)


def asks(session: Session) -> list[PhotoAsk]:
    """Return what the county asks for."""
    return list(session.exec(select(PhotoAsk).where(PhotoAsk.author != author_of(session), col(PhotoAsk.removed_at).is_(None))))


def standing_offers(session: Session) -> list[tuple[PhotoOffer, Photo | None]]:
    """Return the offers that stand, each with its photo, in the order they were made."""
    mine = (PhotoOffer.author == author_of(session), col(PhotoOffer.removed_at).is_(None))
    both = select(PhotoOffer, Photo).outerjoin(Photo, (col(Photo.id) == PhotoOffer.photo_id) & (col(Photo.author) == PhotoOffer.author))
    return [(offer, photo) for offer, photo in session.exec(both.where(*mine).order_by(col(PhotoOffer.key)))]


def plan(session: Session, on: date) -> Plan:
    """Return what is to be written so that the offers follow the photos, the consents and what the county said."""
    offers, wanted_by, side = standing_offers(session), asks(session), county_row(session)
    if side is None or not (offers or wanted_by):
        return Plan()
    look = Looking(session, on)
    here, made = pictures_here(session), first_lines(session, [offer.id for offer, _photo in offers])
    back, found, waiting = sent_back(side), Plan(), []
    for offer, photo in offers:
        received = made.get(offer.id, 0) <= side.confirmed
        lost = offer.photo_id not in here
        if photo is None or not look.may_go(photo, offer.ask_id) or ("photo_offer", offer.id) in back or (lost and not received):
            found.withdrawn.append(offer)
            continue
        if lost != offer.wanted:
            found.wanted.append(offer)
        if not received:
            waiting.append(offer)
    room = Room(MOST - len(waiting), MOST_BYTES - sum(one.bytes for one in waiting))
    standing = {offer.photo_id for offer, _photo in offers} - {offer.photo_id for offer in found.withdrawn}
    for photo in candidates(session, standing, wanted_by):
        ask = next((one for one in wanted_by if one.covers(photo.taken_on) and look.may_go(photo, one.id)), None)
        if ask is None or photo.id not in here:
            continue
        if not room.takes(photo.bytes or 0):
            break
        picture = sound_picture(session, photo.id, photo.sha256)
        if picture is None:
            continue
        found.fresh.append(PhotoOfferDraft(photo_id=photo.id, sha256=photo.sha256, bytes=len(picture), ask_id=ask.id))
    return found


@dataclass
class Room:
    """How many pictures, and how many bytes of them, the next package still takes."""

    count: int
    bytes: int

    def takes(self, size: int) -> bool:
        """Take one more, if there is room."""
        self.count, self.bytes = self.count - 1, self.bytes - size
        return self.count >= 0 and self.bytes >= 0


class Looking:
    """Whether photos may go to the county on a day; each person is asked about once."""

    def __init__(self, session: Session, on: date) -> None:
        self.session, self.on = session, on
        everything = select(PhotoAsk).where(PhotoAsk.author != author_of(session))
        self.children = {one.id: one.children for one in session.exec(everything)}
        self.people: dict[str, tuple[bool, bool]] = {}

    def may_go(self, photo: Photo, ask_id: str | None) -> bool:
        """Tell whether a photo stands, may be reported, and everybody on it agrees today; children only where the ask says so."""
        if photo.removed_at or photo.deleted_on or "report" not in photo.consent_use:
            return False
        if photo.expires_on and photo.expires_on < self.on.isoformat():
            return False
        people = [self.person(one) for one in photo.resident_ids]
        with_children = self.children.get(ask_id or "", False)
        return all(agrees and (with_children or not child) for agrees, child in people)

    def person(self, resident_id: str) -> tuple[bool, bool]:
        """Tell whether somebody agrees to photos, and is a child; who is not in the register any more agrees to nothing."""
        if resident_id not in self.people:
            mine = (Resident.id == resident_id, Resident.author == author_of(self.session), col(Resident.removed_at).is_(None))
            found = self.session.exec(select(Resident).where(*mine)).first()
            agrees = found is not None and bool(allowed(self.session, resident_id, "photo", self.on))
            self.people[resident_id] = (agrees, found is not None and is_child(found, self.on))
        return self.people[resident_id]


def candidates(session: Session, offered: Iterable[str], wanted_by: list[PhotoAsk]) -> Iterator[Photo]:
    """Yield the own photos of days the county asks for that are not among those `offered`, the oldest first."""
    if not wanted_by:
        return
    known = set(offered)
    mine = (Photo.author == author_of(session), col(Photo.removed_at).is_(None), col(Photo.deleted_on).is_(None))
    first = min(one.from_date or "" for one in wanted_by)
    asked = select(Photo).where(*mine, Photo.taken_on >= first).order_by(col(Photo.taken_on), col(Photo.key))
    yield from (photo for photo in session.exec(asked) if photo.id not in known)


def pictures_here(session: Session) -> set[str]:
    """Return the photos whose picture is at this desk."""
    return set(session.exec(select(PhotoPicture.photo_id)))


def first_lines(session: Session, ids: list[str]) -> dict[str, int]:
    """Return with which line of the journal each offer was made."""
    found: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        some = select(change.c.record, func.min(change.c.seq)).where(change.c.record.in_(ids[start : start + CHUNK]))
        found |= dict(session.connection().execute(some.group_by(change.c.record)).all())
    return found


def sound_picture(session: Session, photo_id: str, sha256: str) -> bytes | None:
    """Return a photo's picture if it is what its record says."""
    content = session.exec(select(PhotoPicture.whole).where(PhotoPicture.photo_id == photo_id)).first()
    return content if content and hashlib.sha256(content).hexdigest() == sha256 and is_picture(content) else None


def write_plan(session: Session, found: Plan) -> None:
    """Write what the offers lack."""
    for offer in found.withdrawn:
        offer.removed_at = session.info["at"]
    for offer in found.wanted:
        offer.wanted = not offer.wanted
    session.add_all([*found.withdrawn, *found.wanted])
    session.add_all(PhotoOffer.model_validate(draft, update={"author": author_of(session)}) for draft in found.fresh)
    session.flush()


def carried(session: Session, after: int) -> Iterator[tuple[str, bytes]]:
    """Yield checksum and content of the pictures whose offers stand after line `after`: what a package carries."""
    offers = [offer for offer, _photo in standing_offers(session)]
    made, room = first_lines(session, [offer.id for offer in offers]), Room(MOST, MOST_BYTES)
    for offer in offers:
        if made.get(offer.id, 0) <= after:
            continue
        if not room.takes(offer.bytes):
            return
        picture = sound_picture(session, offer.photo_id, offer.sha256)
        if picture is not None:
            yield offer.sha256, picture


def lost_pictures(session: Session) -> dict[str, list[str]]:
    """Return by their checksum the photos that are offered and whose picture is not here."""
    here, found = pictures_here(session), dict[str, list[str]]()
    for offer, photo in standing_offers(session):
        if photo is not None and not photo.deleted_on and offer.photo_id not in here:
            found.setdefault(offer.sha256, []).append(offer.photo_id)
    return found


def bring_back(session: Session, photo_ids: list[str], content: bytes) -> int:
    """Lay a picture that the county gave back beside its photos; returns how many there are. What is no picture is left out."""
    if not is_picture(content):
        return 0
    mine = author_of(session)
    session.add_all(PhotoPicture(photo_id=one, whole=content, small=b"", author=mine) for one in dict.fromkeys(photo_ids))
    session.flush()
    return len(set(photo_ids))
