"""What becomes of a photo that is kept: given out where it may be published, deleted for good when its time is over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.mask import masked_child, masked_name
from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.services.clock_check import clock_trouble
from stationdesk.services.consents import allowed
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.services.photo_grounds import PhotoRefused, listed_name
from stationdesk.services.photos import own_photo
from stationdesk.store.clock import local_day
from stationdesk.store.database import author_of

GIVEN = 2
"""Letters of a name from which its end alone may name the person too."""


def refuse_publishing(session: Session, photo_id: str, on: date) -> Photo:
    """Return a photo that may be published today; raises PhotoRefused with the reason if it may not."""
    photo = own_photo(session, photo_id)
    for who in photo.resident_ids:
        for kind in ("photo", "publication"):
            said = allowed(session, who, kind, on)
            if not said:
                name = listed_name(own_resident(session, who), on)
                raise PhotoRefused(
                    _("{name} has no consent that a photo is published ({why}). It stays in the archive.").format(name=name, why=said.said)
                )
    if photo.expires_on and photo.expires_on < on.isoformat():
        raise PhotoRefused(_("The time for which this photo may be kept is over. It is not given out any more."))
    return photo


def public_caption(session: Session, photo: Photo, on: date) -> str:
    """Return a photo's caption as others may read it: a child by alias, anybody else by the surname."""
    words = photo.caption or ""
    for who in photo.resident_ids:
        person = own_resident(session, who)
        shown = masked_child(person.name, person.alias) if is_child(person, on) else masked_name(person.name)
        words = words.replace(person.name, shown)
        if len(person.name) > GIVEN:
            words = words.replace(person.name[1:], shown)
    return words


def expired(session: Session, on: date) -> list[str]:
    """Return the photos whose time is over, and those taken out whose picture is still there; ids."""
    over = select(Photo.id).where(
        Photo.author == author_of(session),
        col(Photo.deleted_on).is_(None),
        col(Photo.expires_on) < on.isoformat(),
        col(Photo.id).in_(select(PhotoPicture.photo_id)),
    )
    return list(session.exec(over))


def refuse_doubtful_clock(session: Session, now: datetime) -> None:
    """Raise PhotoRefused while the computer's clock cannot be right: whose time is over cannot be told then."""
    trouble = clock_trouble(session, now)
    if trouble is not None:
        raise PhotoRefused(_("No photo is deleted now. {why}").format(why=trouble.says))


def delete_expired(session: Session, now: datetime) -> int:
    """Delete for good the pictures of photos whose time is over at `now`; that they were there stays written. Returns how many.

    It cannot be undone, so the caller writes it as a final action. Raises PhotoRefused while the clock is doubtful.
    """
    refuse_doubtful_clock(session, now)
    on = local_day(now)
    ids = expired(session, on)
    for photo in session.exec(select(Photo).where(col(Photo.id).in_(ids), Photo.author == author_of(session))):
        photo.deleted_on = on.isoformat()
        photo.removed_at = photo.removed_at or session.info["at"]
        session.add(photo)
    session.connection().execute(delete(PhotoPicture).where(col(PhotoPicture.photo_id).in_(ids)))
    session.flush()
    return len(ids)
