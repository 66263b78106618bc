"""The sentences of writing what is due, which an undo repeats; a child goes by alias."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.duties import DutyDue
from stationdesk.services.duty_writing import DutyWanted
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named


def what_of(duty: DutyDue) -> str:
    """Return what is due in words: the kind, or what was written of another matter; whose letter it is is not said."""
    return duty.note if duty.kind == "other" and duty.note else duty.word


def says_done(session: Session, duty: DutyDue, on: date) -> str:
    """Return the sentence of having done something; a child goes by alias."""
    return _("Done: {what}, {name}").format(what=duty.word, name=named(own_resident(session, duty.resident_id), on))


def says_not_needed(session: Session, duty: DutyDue, on: date) -> str:
    """Return the sentence of something that need not be done any more."""
    return _("Not due any more: {what}, {name}").format(what=duty.word, name=named(own_resident(session, duty.resident_id), on))


def says_put_off(session: Session, duty: DutyDue, until: date, on: date) -> str:
    """Return the sentence of putting something off."""
    said = _("Put off to {day}: {what}, {name}")
    return said.format(day=day_words(until, on), what=duty.word, name=named(own_resident(session, duty.resident_id), on))


def says_given(session: Session, ids: Sequence[str], wanted: DutyWanted, on: date) -> str:
    """Return the sentence of writing down a duty of one or of many."""
    what, day = table("duty_kind").label(wanted.kind), day_words(wanted.due_on, on)
    if len(ids) == 1:
        return _("Due {day}: {what}, {name}").format(day=day, what=what, name=named(own_resident(session, ids[0]), on))
    return _("Due {day}: {what}, {count} people").format(day=day, what=what, count=len(ids))


def says_talk(session: Session, resident_id: str, on: date) -> str:
    """Return the sentence of a talk with a guardian."""
    return _("Talk with the guardian of {name}").format(name=named(own_resident(session, resident_id), on))
