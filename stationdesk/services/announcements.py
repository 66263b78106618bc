"""What the county lets its stations know: which announcements stand on a day, and which of them were read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.announcement import Announcement
from stationdesk.registers.announcement_read import AnnouncementRead, AnnouncementReadDraft
from stationdesk.store.database import author_of


class AnnouncementImpossible(DeskError):
    """There is no such announcement any more."""


class AnnouncementState(StrEnum):
    """How an announcement stands on a day."""

    COMING = "coming"
    UNREAD = "unread"
    READ = "read"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class HeldAnnouncement:
    """An announcement with who read it here, the first reader first."""

    announcement: Announcement
    reads: tuple[AnnouncementRead, ...]
    state: AnnouncementState

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be read."""
        return self.state is AnnouncementState.UNREAD


def announcement_state(valid_from: str | None, valid_until: str | None, on: str, *, read: bool) -> AnnouncementState:
    """Return how an announcement stands on day `on`."""
    if valid_from is not None and on < valid_from:
        return AnnouncementState.COMING
    if valid_until is not None and valid_until < on:
        return AnnouncementState.OVER
    return AnnouncementState.READ if read else AnnouncementState.UNREAD


def announcements(session: Session, on: date) -> list[HeldAnnouncement]:
    """Return the county's announcements that have begun, those still to be read first, then the newest first."""
    day = on.isoformat()
    begun = or_(col(Announcement.valid_from).is_(None), col(Announcement.valid_from) <= day)
    theirs = select(Announcement).where(Announcement.author != author_of(session), col(Announcement.removed_at).is_(None), begun)
    found = session.exec(theirs).all()
    read = reads_of(session, [one.id for one in found])
    held = [
        HeldAnnouncement(one, read.get(one.id, ()), announcement_state(one.valid_from, one.valid_until, day, read=bool(read.get(one.id))))
        for one in found
    ]
    held.sort(key=lambda one: (one.announcement.valid_from or "", one.announcement.id), reverse=True)
    return sorted(held, key=lambda one: (not one.is_open, not one.announcement.must_be_read))


def reads_of(session: Session, ids: Iterable[str]) -> Mapping[str, tuple[AnnouncementRead, ...]]:
    """Return who read some announcements here, the first one first."""
    mine = select(AnnouncementRead).where(
        col(AnnouncementRead.announcement_id).in_(list(ids)),
        AnnouncementRead.author == author_of(session),
        col(AnnouncementRead.removed_at).is_(None),
    )
    found: dict[str, tuple[AnnouncementRead, ...]] = {}
    for one in session.exec(mine.order_by(col(AnnouncementRead.key))):
        found[one.announcement_id] = (*found.get(one.announcement_id, ()), one)
    return found


def note_read(session: Session, announcement_id: str, *, by: str) -> AnnouncementRead:
    """Write that somebody read an announcement; saying so twice changes nothing. Raises AnnouncementImpossible."""
    theirs = select(Announcement).where(
        Announcement.id == announcement_id, Announcement.author != author_of(session), col(Announcement.removed_at).is_(None)
    )
    found = session.exec(theirs).first()
    if found is None:
        raise AnnouncementImpossible(_("The county has taken this announcement back. It need not be read any more."))
    there = next((one for one in reads_of(session, [announcement_id]).get(announcement_id, ()) if one.read_by == by), None)
    if there is not None:
        return there
    draft = AnnouncementReadDraft(announcement_id=announcement_id, about=found.title, read_by=by, read_at=session.info["at"])
    made = AnnouncementRead.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def says_read(title: str) -> str:
    """Return the sentence of having read one, which an undo repeats."""
    return _("Announcement read: {title}").format(title=title)
