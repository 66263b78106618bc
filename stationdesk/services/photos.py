"""Photos: kept under a consent or a word given now, shown with what they may be used for, taken out and brought back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.field import clean_text
from stationdesk.registers.photo import Photo, PhotoDraft
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.jpeg import size_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.photo_grounds import Grounds, PhotoRefused, Spoken, grounds, listed_name, refuse_unagreed
from stationdesk.services.photo_road import PictureRoad, roads
from stationdesk.services.photo_words import photo_words
from stationdesk.store.database import author_of

KEPT_DAYS = 365
"""Days after which a photo is to be deleted, unless its consent ends earlier (domain 5.7)."""
CAPTION = 200


@dataclass(frozen=True)
class Shot:
    """A picture made anew by this program: JPEG, whole and small, without anything the camera wrote beside it."""

    whole: bytes
    small: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Kept:
    """A photo as a strip shows it."""

    id: str
    small: bytes
    caption: str
    taken_on: str
    uses: tuple[str, ...]
    words: str
    child: bool
    resident_ids: tuple[str, ...] = field(default=())
    gone: str = ""
    gone_says: str = ""
    """What stands in place of a picture that is not here, short and in full."""


def keep_pictures(session: Session, shots: Iterable[Shot]) -> list[str]:
    """Lay pictures into the store, of which no photo speaks yet; returns the ids the photos will have."""
    ids = []
    for shot in shots:
        picture = PhotoPicture(photo_id=new_id(), whole=shot.whole, small=shot.small, author=author_of(session))
        session.add(picture)
        ids.append(picture.photo_id)
    session.flush()
    return ids


def attach(  # noqa: PLR0913 - what a photo's record says
    session: Session,
    pictures: Mapping[str, str],
    resident_ids: Sequence[str],
    on: date,
    *,
    taken_on: date,
    by: str,
    spoken: Spoken | None = None,
    visit_id: str | None = None,
    call_id: str | None = None,
) -> list[Photo]:
    """Write the records of pictures laid in before: ids with their captions; `on` is today.

    Without a consent a word given now keeps them for the archive; for a child it must be a guardian's. Raises PhotoRefused.
    """
    held = grounds(session, resident_ids, on)
    refuse_unagreed(session, held, spoken, on)
    told = _ground_fields(held, spoken, taken_on) | {"visit_id": visit_id, "call_id": call_id, "taken_by": by}
    made = []
    for photo_id, caption in pictures.items():
        picture = session.exec(select(PhotoPicture).where(PhotoPicture.photo_id == photo_id)).first()
        if picture is None:
            continue
        width, height = size_of(picture.whole)
        draft = PhotoDraft(
            resident_ids=tuple(dict.fromkeys(resident_ids)),
            taken_on=taken_on.isoformat(),
            caption=caption[:CAPTION],
            sha256=hashlib.sha256(picture.whole).hexdigest(),
            width=width,
            height=height,
            bytes=len(picture.whole),
            **told,
        )
        photo = Photo.model_validate(draft, update={"author": author_of(session), "id": photo_id})
        session.add(photo)
        made.append(photo)
    session.flush()
    return made


def _ground_fields(held: Grounds, spoken: Spoken | None, taken_on: date) -> dict[str, Any]:
    """Return what a photo's record says of its ground: a consent, or who agreed by word of mouth; and until when it is kept."""
    ends = min(filter(None, (held.until, (taken_on + timedelta(days=KEPT_DAYS)).isoformat())))
    if held.uses or spoken is None:
        return {"consent_use": held.uses, "consent_id": held.consent_id, "expires_on": ends}
    said = {"agreed_by": spoken.by, "agreed_name": spoken.name, "agreed_how": spoken.how}
    return {"consent_use": ("archive",), "expires_on": ends} | said


def of_visit(session: Session, visit_id: str, on: date) -> list[Kept]:
    """Return the photos of a visit, in the order they were kept."""
    return _kept(session, select(Photo).where(Photo.visit_id == visit_id), on)


def of_call(session: Session, call_id: str, on: date) -> list[Kept]:
    """Return the photos of a family call, in the order they were kept."""
    return _kept(session, select(Photo).where(Photo.call_id == call_id), on)


def of_person(session: Session, resident_id: str, on: date) -> list[Kept]:
    """Return the photos a resident is on, the newest last."""
    return _kept(session, select(Photo).where(func.instr(Photo.resident_ids, f'"{resident_id}"') > 0), on)


def unsaved(session: Session, ids: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return the small pictures of a half-filled form, by id."""
    shown = func.iif(PhotoPicture.small == b"", PhotoPicture.whole, PhotoPicture.small)  # one that came back has the whole only
    rows = session.exec(select(PhotoPicture.photo_id, shown).where(col(PhotoPicture.photo_id).in_(list(ids)))).all()
    found = dict(rows)
    return [(one, found[one]) for one in ids if one in found]


def _kept(session: Session, wanted: object, on: date) -> list[Kept]:
    mine = wanted.where(Photo.author == author_of(session), col(Photo.removed_at).is_(None))  # type: ignore[attr-defined]
    photos = list(session.exec(mine.order_by(col(Photo.taken_on), col(Photo.key))))
    small = dict(unsaved(session, [one.id for one in photos]))
    there = roads(session, photos)
    return [_line(session, one, small.get(one.id, b""), there[one.id], on) for one in photos]


def _line(session: Session, photo: Photo, small: bytes, road: PictureRoad, on: date) -> Kept:
    people = [own_resident(session, who) for who in photo.resident_ids if _there(session, who)]
    child = any(is_child(one, on) for one in people)
    words = photo_words(photo, "、".join(listed_name(one, on) for one in people), on) + " · " + road.words
    return Kept(
        photo.id, small, photo.caption or "", photo.taken_on, photo.consent_use, words, child, photo.resident_ids, road.gone, road.gone_says
    )


def _there(session: Session, who: str) -> bool:
    mine = (Resident.id == who, Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    return session.exec(select(Resident.id).where(*mine)).first() is not None


def picture_of(session: Session, photo_id: str) -> bytes:
    """Return a photo's whole picture; empty if it was deleted for good."""
    return session.exec(select(PhotoPicture.whole).where(PhotoPicture.photo_id == photo_id)).first() or b""


def own_photo(session: Session, photo_id: str) -> Photo:
    """Return an own photo. Raises PhotoRefused if it was taken out meanwhile."""
    mine = (Photo.id == photo_id, Photo.author == author_of(session), col(Photo.removed_at).is_(None))
    found = session.exec(select(Photo).where(*mine)).first()
    if found is None:
        raise PhotoRefused(_("This photo is not here any more: it was taken out meanwhile."))
    return found


def take_out(session: Session, photo_id: str) -> Photo:
    """Take a photo out; its picture stays until it is deleted for good, so that undoing brings both back. Raises PhotoRefused."""
    photo = own_photo(session, photo_id)
    photo.removed_at = session.info["at"]
    session.add(photo)
    return photo


def forget_pictures(session: Session, ids: Sequence[str]) -> None:
    """Delete pictures laid in for a form that was thrown away; one that a photo speaks of stays."""
    spoken = select(Photo.id).where(col(Photo.id).in_(list(ids)))
    gone = col(PhotoPicture.photo_id).in_(list(ids)), col(PhotoPicture.photo_id).not_in(spoken)
    session.connection().execute(delete(PhotoPicture).where(*gone))


def kept_photo(session: Session, photo_id: str, on: date) -> Kept | None:
    """Return one photo as a strip shows it; None while it is not saved."""
    found = _kept(session, select(Photo).where(Photo.id == photo_id), on)
    return found[0] if found else None


def write_caption(session: Session, photo_id: str, caption: str) -> Photo:
    """Write another caption under a photo. Raises PhotoRefused."""
    photo = own_photo(session, photo_id)
    photo.caption = clean_text(caption)[:CAPTION] or None
    session.add(photo)
    return photo
