"""Writing what is due: given to one person or to many, done, put off, not needed any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.duty import Duty, DutyDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.duties import MOST_REMIND, TALK_MONTHS, DutyDue
from stationdesk.services.month_steps import months_later
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.store.database import author_of

OFFERED = ("pension_check", "disability_certificate", "aid_review", "guardian_talk", "id_card", "medical_check", "other")
"""What can be written down by hand; the end of a guardian's letter stands in the letter."""
USUAL = {"pension_check": 12, "aid_review": 12, "guardian_talk": TALK_MONTHS, "medical_check": 12}
"""Months after which a kind usually comes again."""
FARTHEST = 366 * 30
YEAR = 12


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
    if wanted.kind == "disability_certificate" and not (one.disability_no or one.disability_kind or one.disability_valid_to):
        return _("no disability certificate")
    if wanted.kind not in ("other", "pension_check", "disability_certificate") and open_of(session, one.id, wanted.kind):
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
        keep(session, one.id, wanted)


def keep(session: Session, resident_id: str, wanted: DutyWanted, previous: str | None = None) -> Duty:
    """Keep a duty of its own."""
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


def open_of(session: Session, resident_id: str, kind: str) -> Duty | None:
    """Return a duty of a kind that is open for somebody, or None."""
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
    if duty.record_id:
        kept = own_duty(session, duty.record_id)
        kept.done_on, kept.done_by, kept.result = on.isoformat(), by[:72] or None, result or None
        session.add(kept)
        if kept.every_months:
            following = next_day(date.fromisoformat(kept.due_on), kept.every_months, on)
            wanted = DutyWanted(kept.kind, following, kept.every_months, kept.remind_days, kept.note or "")
            keep(session, kept.resident_id, wanted, kept.id)
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
