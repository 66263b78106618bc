"""Talks with the guardians of children: a visit of that kind, and the next talk (F2-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.visit import VisitDraft, Visitor
from stationdesk.services.duties import REMIND, TALK_MONTHS, DutyDue
from stationdesk.services.duty_writing import DutyImpossible, DutyWanted, done, keep, open_of
from stationdesk.services.month_steps import months_later
from stationdesk.services.visiting import note_visit


@dataclass(frozen=True)
class Talk:
    """What was said to a guardian, to whom, and when the next talk is."""

    day: date
    said: str = ""
    whom: str = ""
    mode: str = "home"
    next_on: date | None = None


def talk(session: Session, resident_id: str, told: Talk, on: date, by: str) -> None:
    """Write down a talk with the guardian of a child: a visit, the talk that was due, and the next one.

    Raises NoSuchResident, VisitImpossible, DutyImpossible.
    """
    if told.next_on is not None and told.next_on <= told.day:
        raise DutyImpossible(_("The next talk lies after this one. Please look at the day again."))
    draft = VisitDraft(
        resident_id=resident_id,
        visited_on=told.day.isoformat(),
        mode=told.mode,
        kind="guardianship",
        outcome="kin_answered",
        met_person=told.whom or None,
        visitors=(Visitor(name=by),) if by else (),
        recorder=by[:72] or None,
        content=told.said or None,
    )
    note_visit(session, draft, on)
    kept = open_of(session, resident_id, "guardian_talk")
    if kept is not None:
        kept.done_on, kept.done_by, kept.result = told.day.isoformat(), by[:72] or None, None
        session.add(kept)
    every = kept.every_months if kept is not None else TALK_MONTHS
    following = told.next_on or (months_later(told.day, every) if kept is not None and every else None)
    if following is not None:
        wanted = DutyWanted("guardian_talk", following, every, kept.remind_days if kept else REMIND["guardian_talk"])
        keep(session, resident_id, wanted, kept.id if kept else None)
    session.flush()


def settle(session: Session, duty: DutyDue, on: date, by: str) -> None:
    """Write that what was due is done on day `on`, whatever it is: a talk becomes a visit. Raises DutyImpossible, NoSuchResident."""
    if duty.kind == "guardian_talk":
        talk(session, duty.resident_id, Talk(on, mode="other"), on, by)
    else:
        done(session, duty, on, by)
