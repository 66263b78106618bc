"""Writing what is due: given to one person or to many, done, not needed any more; a talk with a guardian is a visit too."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.duty import Duty, DutyDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.visit import VisitDraft, Visitor
from stationdesk.services.day_reading import read_coming_day
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.duties import MOST_REMIND, REMIND, TALK_MONTHS, DutyDue
from stationdesk.services.month_steps import months_later
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.services.visiting import note_visit
from stationdesk.store.database import author_of

OFFERED = ("pension_check", "disability_certificate", "aid_review", "guardian_talk", "id_card", "medical_check", "other")
"""What can be written down by hand; the end of a guardian's letter stands in the letter."""
USUAL = {"pension_check": 12, "aid_review": 12, "guardian_talk": TALK_MONTHS, "medical_check": 12}
"""Months after which a kind usually comes again."""
FARTHEST = 366 * 30
YEAR = 12
_MONTH = re.compile(r"(?:(\d{4})[-年/.])?(\d{1,2})月?")


class DutyImpossible(DeskError):
    """A duty that cannot be written like this; the sentence says why and what to do."""


@dataclass(frozen=True)
class DutyWanted:
    """What the dialog holds of a duty."""

    kind: str
    due_on: date
    every_months: int | None = None
    remind_days: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Talk:
    """What was said to a guardian, to whom, and when the next talk is."""

    day: date
    said: str = ""
    whom: str = ""
    mode: str = "home"
    next_on: date | None = None


def read_due(typed: str, on: date) -> date | None:
    """Return the day meant by a day or a month to come (`3月`, `2027-03`: its last day); None if none is."""
    if found := _MONTH.fullmatch(typed.strip()):
        month = int(found[2])
        if (found[1] or typed.strip().endswith("月")) and 1 <= month <= YEAR:
            year = int(found[1]) if found[1] else on.year + (month < on.month)
            return date(year, month, calendar.monthrange(year, month)[1])
    return read_coming_day(typed, on)


def check(wanted: DutyWanted, on: date) -> None:
    """Raise DutyImpossible for what can be due for nobody."""
    if wanted.kind not in OFFERED:
        raise DutyImpossible(_("Please choose what is due."))
    if not -366 <= (wanted.due_on - on).days <= FARTHEST:
        raise DutyImpossible(_("{day} is too far away. Please look at the year again.").format(day=wanted.due_on.isoformat()))
    if wanted.every_months is not None and not 1 <= wanted.every_months <= 10 * YEAR:
        raise DutyImpossible(_("It comes again after 1 to 120 months, or never."))
    if wanted.remind_days is not None and not 0 <= wanted.remind_days <= MOST_REMIND:
        raise DutyImpossible(_("It is reminded of 0 to {most} days before.").format(most=MOST_REMIND))
    if wanted.kind == "other" and not wanted.note.strip():
        raise DutyImpossible(_("Please write what is due."))


def refusal(session: Session, one: Resident, wanted: DutyWanted, on: date) -> str:
    """Return why somebody cannot be given a duty, in a few words; empty if he can."""
    if one.residency_status in GONE or one.closed_on is not None:
        return _("died or moved away")
    if wanted.kind == "guardian_talk" and not is_child(one, on):
        return _("no child")
    if wanted.kind in ("disability_certificate",) and not (one.disability_no or one.disability_kind or one.disability_valid_to):
        return _("no disability certificate")
    if wanted.kind not in ("other", "pension_check", "disability_certificate") and _open_of(session, one.id, wanted.kind):
        return _("it stands there already")
    if wanted.kind == "pension_check" and one.pension_check_due == wanted.due_on.isoformat():
        return _("it stands there already")
    return ""


def give(session: Session, resident_id: str, wanted: DutyWanted, on: date) -> None:
    """Write down that something is due for somebody; what the register has a field for goes there.

    Raises NoSuchResident, DutyImpossible.
    """
    check(wanted, on)
    one = own_resident(session, resident_id)
    if why := refusal(session, one, wanted, on):
        said = _("{name}: {why}. Nothing was written.")
        raise DutyImpossible(said.format(name=named(one, on), why=why))
    _put(session, one, wanted)


def give_many(
    session: Session, ids: Sequence[str], wanted: DutyWanted, on: date, *, may_see_children: bool, drawing: bool = False
) -> Mapping[str, int]:
    """Write down a duty of many; returns how many got it under the empty word, and the others by the reason.

    `drawing`: only of those who are known to draw a pension. Raises DutyImpossible.
    """
    check(wanted, on)
    found: dict[str, int] = {"": 0}
    for resident_id in ids:
        mine = select(Resident).where(Resident.id == resident_id, Resident.author == author_of(session), col(Resident.removed_at).is_(None))
        one = session.exec(mine).first()
        if one is None:
            continue
        why = refusal(session, one, wanted, on)
        if not why and is_child(one, on) and not may_see_children:
            why = _("children, for whom you have no right")
        if not why and drawing and not (one.has_pension or one.pension_monthly or one.pension_check_due):
            why = _("no pension known")
        found[why] = found.get(why, 0) + 1
        if not why:
            _put(session, one, wanted)
    return found


def _put(session: Session, one: Resident, wanted: DutyWanted) -> None:
    day = wanted.due_on.isoformat()
    if wanted.kind == "pension_check":
        one.pension_check_due = day
        session.add(one)
    elif wanted.kind == "disability_certificate":
        one.disability_valid_to = day
        session.add(one)
    else:
        _keep(session, one.id, wanted)


def _keep(session: Session, resident_id: str, wanted: DutyWanted, previous: str | None = None) -> Duty:
    draft = DutyDraft(
        resident_id=resident_id,
        kind=wanted.kind,
        due_on=wanted.due_on.isoformat(),
        every_months=wanted.every_months,
        remind_days=wanted.remind_days,
        note=wanted.note or None,
        previous_id=previous,
    )
    kept = Duty.model_validate(draft, update={"author": author_of(session)})
    session.add(kept)
    return kept


def _open_of(session: Session, resident_id: str, kind: str) -> Duty | None:
    mine = select(Duty).where(
        Duty.resident_id == resident_id,
        Duty.kind == kind,
        Duty.author == author_of(session),
        col(Duty.done_on).is_(None),
        col(Duty.ended_on).is_(None),
        col(Duty.removed_at).is_(None),
    )
    return session.exec(mine).first()


def own_duty(session: Session, duty_id: str) -> Duty:
    """Return this desk's duty that is still open. Raises DutyImpossible."""
    mine = select(Duty).where(Duty.id == duty_id, Duty.author == author_of(session), col(Duty.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None or not found.is_open():
        raise DutyImpossible(_("This was done or taken off meanwhile. Please look at the list again."))
    return found


def done(session: Session, duty: DutyDue, on: date, by: str, result: str = "") -> None:
    """Write that something was done on day `on`; what comes every so many months is due again.

    Raises DutyImpossible, NoSuchResident.
    """
    one = own_resident(session, duty.resident_id)
    if duty.kind == "guardian_talk":
        talk(session, duty.resident_id, Talk(on, result, mode="other"), on, by)
        return
    if duty.record_id:
        kept = own_duty(session, duty.record_id)
        kept.done_on, kept.done_by, kept.result = on.isoformat(), by[:72] or None, result or None
        session.add(kept)
        if kept.every_months:
            wanted = DutyWanted(
                kept.kind,
                next_day(date.fromisoformat(kept.due_on), kept.every_months, on),
                kept.every_months,
                kept.remind_days,
                kept.note or "",
            )
            _keep(session, kept.resident_id, wanted, kept.id)
        session.flush()
        return
    _settle(session, duty, done_on=on.isoformat(), done_by=by[:72] or None, result=result or None)
    if duty.kind == "pension_check":
        one.pension_check_done, one.pension_check_due = on.isoformat(), months_later(on, YEAR).isoformat()
        session.add(one)


def next_day(due_on: date, every_months: int, on: date) -> date:
    """Return the next day of a duty that comes every so many months: counted from its own day, and after `on`."""
    step = 1
    while (found := months_later(due_on, step * every_months)) <= on:
        step += 1
    return found


def not_needed(session: Session, duty: DutyDue, on: date, reason: str = "not_needed") -> None:
    """Write that something need not be done any more, on day `on`. Raises DutyImpossible, NoSuchResident."""
    one = own_resident(session, duty.resident_id)
    if duty.record_id:
        kept = own_duty(session, duty.record_id)
        kept.ended_on, kept.end_reason = on.isoformat(), reason
        session.add(kept)
    elif duty.kind == "guardian_talk":
        said = _("The talk is due every quarter as long as {name} stands in a category of children in care. End the category instead.")
        raise DutyImpossible(said.format(name=named(one, on)))
    else:
        _settle(session, duty, ended_on=on.isoformat(), end_reason=reason)
        if duty.kind == "pension_check":
            one.pension_check_due = None
            session.add(one)
    session.flush()


def _settle(session: Session, duty: DutyDue, **fields: str | None) -> None:
    """Keep what became of something that was found in the register."""
    draft = DutyDraft(resident_id=duty.resident_id, kind=duty.kind, due_on=duty.due_on, every_months=duty.every_months)
    session.add(Duty.model_validate(draft, update={"author": author_of(session)} | fields))
    session.flush()


def put_off(session: Session, duty: DutyDue, until: date, on: date) -> None:
    """Let something be due on another day. Raises DutyImpossible for what the register itself says, and for a day that has passed."""
    if until < on:
        raise DutyImpossible(_("This day has passed. Please write a day to come."))
    if duty.record_id:
        kept = own_duty(session, duty.record_id)
        kept.due_on = until.isoformat()
        session.add(kept)
    elif duty.kind == "pension_check":
        one = own_resident(session, duty.resident_id)
        one.pension_check_due = until.isoformat()
        session.add(one)
    else:
        raise DutyImpossible(_("This day stands in the register itself. Please open the person and correct it there."))
    session.flush()


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
    kept = _open_of(session, resident_id, "guardian_talk")
    if kept is not None:
        kept.done_on, kept.done_by, kept.result = told.day.isoformat(), by[:72] or None, None
        session.add(kept)
    every = kept.every_months if kept is not None else TALK_MONTHS
    following = told.next_on or (months_later(told.day, every) if kept is not None and every else None)
    if following is not None:
        wanted = DutyWanted("guardian_talk", following, every, kept.remind_days if kept else REMIND["guardian_talk"])
        _keep(session, resident_id, wanted, kept.id if kept else None)
    session.flush()


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
