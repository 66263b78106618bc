"""Writing readings of the body down, from a visit, a sheet or a free clinic; each settles what earlier ones asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.contacts import chunks
from stationdesk.services.health_lines import groups_in, prompts
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of


class ReadingImpossible(DeskError):
    """A reading of a day to come, before the birth, or after the person died or left."""


class NoSuchReading(DeskError):
    """The reading is not there any more."""


def add_reading(session: Session, draft: HealthReadingDraft, on: date, by: str) -> HealthReading:
    """Write a reading down; `on` is today, `by` the operator.

    What crosses a line with a term gets its day to be measured again; a later reading of the same kind settles it, whichever of the two
    is written down first. Raises NoSuchResident and ReadingImpossible.
    """
    resident = own_resident(session, draft.resident_id)
    refuse_impossible(resident, draft.taken_on, on)
    made = HealthReading.model_validate(draft, update={"author": author_of(session), "recorder": draft.recorder or by})
    made.measured_by = draft.measured_by or by
    made.follow_up_due = draft.follow_up_due or _term(draft, illnesses_of(resident))
    session.add(made)
    session.flush()
    _settle(session, resident)
    return made


def illnesses_of(resident: Resident) -> frozenset[str]:
    """Return the codes of a resident's lasting illnesses."""
    return frozenset(one.kind for one in resident.chronic)


def refuse_impossible(resident: Resident, taken_on: str, on: date) -> None:
    """Raise ReadingImpossible for a day on which nothing can have been measured."""
    if taken_on > on.isoformat():
        raise ReadingImpossible(_("{day} has not come yet. A reading is written down on its day or later.").format(day=taken_on))
    born = (resident.birth_date or "")[: 4 if resident.birth_calendar == "lunar" else 10]
    if taken_on[: len(born)] < born:
        raise ReadingImpossible(_("On {day} the person was not born yet. Please look at the day again.").format(day=taken_on))
    if resident.residency_status in GONE and not (resident.residency_since and taken_on <= resident.residency_since):
        raise ReadingImpossible(
            _("The person had died or left by {day}, so nothing can have been measured. Please look at the day again.").format(day=taken_on)
        )


def _term(reading: HealthReadingDraft, illnesses: Collection[str]) -> str | None:
    """Return the day by which to measure again: the nearest that a crossed line asks for."""
    days = [line.follow_days for line in prompts(reading.measured(), illnesses) if line.follow_days]
    return (date.fromisoformat(reading.taken_on) + timedelta(days=min(days))).isoformat() if days else None


def _wanted(reading: HealthReading, illnesses: Collection[str]) -> frozenset[str]:
    """Return what is to be measured again; empty where any reading will do."""
    return frozenset(line.about for line in prompts(reading.measured(), illnesses) if line.follow_days)


def _settle(session: Session, resident: Resident) -> None:
    """Write on each reading that waits for another one the first later day on which what it asks for was measured."""
    kept = sorted(readings_of(session, resident.id), key=lambda one: (one.taken_on, one.at or "", one.key or 0))
    illnesses = illnesses_of(resident)
    for at, one in enumerate(kept):
        if one.follow_up_due is None:
            continue
        wanted = _wanted(one, illnesses)
        later = (other for other in kept[at + 1 :] if other.taken_on > one.taken_on and wanted <= groups_in(other.measured()))
        found = next(later, None)
        if found is not None and (one.followed_up_on is None or found.taken_on < one.followed_up_on):
            one.followed_up_on = found.taken_on
            session.add(one)


def readings_of(session: Session, resident_id: str, limit: int | None = None) -> list[HealthReading]:
    """Return a resident's readings, the newest first."""
    mine = select(HealthReading).where(
        HealthReading.resident_id == resident_id, HealthReading.author == author_of(session), col(HealthReading.removed_at).is_(None)
    )
    order = (col(HealthReading.taken_on).desc(), col(HealthReading.at).desc(), col(HealthReading.key).desc())
    return list(session.exec(mine.order_by(*order).limit(limit)))


def latest_of(session: Session, ids: Iterable[str]) -> dict[str, HealthReading]:
    """Return the newest reading of each of `ids` that has one."""
    found: dict[str, HealthReading] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        mine = select(HealthReading).where(
            col(HealthReading.resident_id).in_(some), HealthReading.author == author_of(session), col(HealthReading.removed_at).is_(None)
        )
        for one in session.exec(mine.order_by(col(HealthReading.taken_on), col(HealthReading.at), col(HealthReading.key))):
            found[one.resident_id] = one
    return found


def reading_called(session: Session, reading_id: str) -> HealthReading:
    """Return an own reading. Raises NoSuchReading."""
    mine = select(HealthReading).where(
        HealthReading.id == reading_id, HealthReading.author == author_of(session), col(HealthReading.removed_at).is_(None)
    )
    found = session.exec(mine).first()
    if found is None:
        raise NoSuchReading(_("This reading is not there any more. Please look at the list again."))
    return found


def take_out_reading(session: Session, reading_id: str) -> HealthReading:
    """Take a reading out that was never so (the wrong person, a slip); what it settled waits again. Raises NoSuchReading."""
    gone = reading_called(session, reading_id)
    gone.removed_at = session.info["at"]
    session.add(gone)
    for one in readings_of(session, gone.resident_id):
        if one.followed_up_on == gone.taken_on:
            one.followed_up_on = None
            session.add(one)
    session.flush()
    _settle(session, own_resident(session, gone.resident_id))
    return gone


def follow_up_done(session: Session, reading_id: str, on: date) -> HealthReading:
    """Write on a reading that the person was looked after, though nothing was measured here (seen at the clinic). Raises NoSuchReading."""
    found = reading_called(session, reading_id)
    found.followed_up_on = on.isoformat()
    session.add(found)
    return found


def open_follow_ups(readings: Sequence[HealthReading]) -> list[HealthReading]:
    """Return the readings that wait for another one, the earliest term first."""
    waiting = [one for one in readings if one.follow_up_due and not one.followed_up_on]
    return sorted(waiting, key=lambda one: (one.follow_up_due or "", one.key or 0))
