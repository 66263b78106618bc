"""Noting a contact in one action: who was reached how, or that nobody answered."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.due_known import chunks, due_of, known_of
from stationdesk.services.open_ones import open_ones
from stationdesk.services.visiting import called, note_visit_to
from stationdesk.store.database import author_of

__all__ = ["How", "chunks", "due_of", "known_of", "open_ones", "record_contact", "says", "settle"]


class How(StrEnum):
    """The ways of having done it, as the buttons of a line name them."""

    PHONE = "phone"
    HOME = "home"
    VIDEO = "video"
    NOBODY = "nobody"
    """Tried, and nobody answered."""


def record_contact(  # noqa: PLR0913 - whom, how, when, by whom, and what it settles
    session: Session,
    resident_id: str,
    how: How,
    on: date,
    *,
    by: str,
    at: str = "",
    follows: str = "",
    at_door: bool = False,
    day: date | None = None,
    note: str = "",
) -> Visit:
    """Note a contact from a list: who was reached how, or that nobody answered; `on` is today, `at` the time HH:MM.

    `by` is the operator; `follows` the visit whose follow-up this is, which is then settled if the person was reached; `at_door`
    tells that nobody was at home, not that nobody took the call; `day` is the day it was, where it is filled in later; `note` what
    was said. Raises NoSuchResident and VisitImpossible.
    """
    resident = called(session, resident_id)
    reached = how is not How.NOBODY
    missed = ("home", "nobody") if at_door else ("phone", "no_answer")
    draft = VisitDraft(
        resident_id=resident.id,
        visited_on=(day or on).isoformat(),
        start_time=at or None,
        mode=how.value if reached else missed[0],
        kind="follow_up" if follows else "daily" if how is not How.HOME else "routine",
        outcome="met" if reached else missed[1],
        visitors=(Visitor(name=by),),
        recorder=by,
        content=note or None,
        follow_up_of=follows or None,
    )
    visit = note_visit_to(session, resident, draft, on)
    if follows and reached:
        settle(session, follows, on)
    return visit


def settle(session: Session, visit_id: str, on: date) -> None:
    """Write on an own visit that what it asked for was followed up."""
    mine = select(Visit).where(Visit.id == visit_id, Visit.author == author_of(session), col(Visit.removed_at).is_(None))
    before = session.exec(mine).first()
    if before is not None:
        before.followed_up_on = on.isoformat()


def says(how: How, name: str) -> str:
    """Return the sentence of a contact: 已电话联系 汪厚行."""
    return {
        How.PHONE: _("Phoned {name}"),
        How.HOME: _("Was at the door of {name}"),
        How.VIDEO: _("Video call with {name}"),
        How.NOBODY: _("Nobody answered: {name}"),
    }[how].format(name=name)
