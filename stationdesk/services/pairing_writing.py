"""Writing pairings: proposed, agreed to by both sides, resting, going on, ended with a reason (domain 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.helper import Helper
from stationdesk.registers.household import Household
from stationdesk.registers.pairing import OVER, Pairing, PairingDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.known_helpers import helpers_there, ids_of, known_helper, refuse_countys
from stationdesk.services.pairing_world import ANSWERING
from stationdesk.services.person_writing import own_resident
from stationdesk.services.projects import project_named, projects
from stationdesk.services.residency_around import named
from stationdesk.store.database import author_of


class PairingImpossible(DeskError):
    """There cannot be such a pairing, or it cannot be changed so."""


class SameHouse(DeskError):
    """The helper lives in the same household: possible, if the operator says so."""


class TooMany(DeskError):
    """More than the project allows; with a reason it may be, where the project says so."""


def write_pairing(session: Session, fields: Mapping[str, Any], on: date, *, sure: bool = False, because: str = "") -> Pairing:
    """Keep a new pairing: proposed until both sides have agreed, in force at once where somebody only answers for a person.

    `sure` lets a helper of the same household pass, `because` more than the project allows. Raises PairingImpossible, SameHouse,
    TooMany, NoSuchResident, pydantic's ValidationError.
    """
    draft = PairingDraft.model_validate(dict(fields))
    refuse_impossible(session, draft, on, sure=sure, because=because)
    if because.strip():
        remark = "；".join(filter(None, (draft.remark, _("more than the project allows, because: {why}").format(why=because.strip()))))
        draft = draft.model_copy(update={"remark": remark[:1000]})
    answers = draft.kind == ANSWERING or draft.level is not None
    agreed = bool(draft.helper_agreed_on and draft.resident_agreed_on)
    state = "active" if answers or agreed else "proposed"
    update: dict[str, Any] = {"author": author_of(session), "state": state} | name_to_keep(session, draft.helper_id)
    if state == "proposed":
        update |= {"proposed_on": draft.proposed_on or on.isoformat()}
    elif not draft.start_date:
        update |= {"start_date": on.isoformat()}
    made = Pairing.model_validate(draft, update=update)
    session.add(made)
    session.flush()
    return made


def name_to_keep(session: Session, helper_id: str | None) -> dict[str, str]:
    """Return the name that a pairing with the county's helper keeps: the county may take his record back, or forget it."""
    helper = helpers_there(session, [helper_id]).get(helper_id or "")
    return {"helper_name": helper.name} if helper is not None and helper.author != author_of(session) else {}


def refuse_impossible(session: Session, draft: PairingDraft, on: date, *, sure: bool = False, because: str = "") -> None:
    """Raise what speaks against a pairing."""
    day = max(draft.start_date or on.isoformat(), on.isoformat())
    if draft.start_date and draft.end_date and draft.end_date < draft.start_date:
        raise PairingImpossible(_("The pairing ends before it begins. Please look at both days again."))
    for agreed in (draft.helper_agreed_on, draft.resident_agreed_on):
        if agreed and agreed > on.isoformat():
            raise PairingImpossible(_("Nobody can have agreed on {day}: the day has not come yet.").format(day=agreed))
    resident = own_resident(session, draft.resident_id) if draft.resident_id else None
    if resident is not None:
        _refuse_gone(resident, on)
    helper = known_helper(session, draft.helper_id) if draft.helper_id else None
    if helper is not None:
        if helper.merged_into or not helper.helps(day):
            raise PairingImpossible(
                _("{name} is not there any more on {day}. Please choose somebody else.").format(name=helper.name, day=day)
            )
        if helper.resident_id and helper.resident_id == draft.resident_id:
            raise PairingImpossible(_("Nobody can be his own helper. Please choose somebody else."))
    _refuse_twice(session, draft, on)
    if helper is not None and not sure and _same_house(session, helper, draft, resident):
        raise SameHouse(_("{name} lives in the same household. Is that meant so?").format(name=helper.name))
    _refuse_too_many(session, draft, on, because)


def _refuse_gone(resident: Resident, on: date) -> None:
    if resident.residency_status == "deceased":
        raise PairingImpossible(_("{name} has died. Nothing was written.").format(name=named(resident, on)))
    if resident.residency_status in GONE or resident.closed_on:
        raise PairingImpossible(_("{name} does not live here any more. Nothing was written.").format(name=named(resident, on)))


def _refuse_twice(session: Session, draft: PairingDraft, on: date) -> None:
    """Refuse the same two in the same role once more."""
    for one in running(session, on, resident=draft.resident_id or "", household=draft.household_id or ""):
        same = one.helper_id == draft.helper_id if draft.helper_id else one.helper_name == draft.helper_name
        if same and answers(one) == (draft.kind == ANSWERING or draft.level is not None) and one.level == draft.level:
            raise PairingImpossible(_("These two are a pair already. Nothing was written twice."))


def _same_house(session: Session, helper: Helper, draft: PairingDraft, resident: Resident | None) -> bool:
    home = resident.household_id if resident is not None else draft.household_id
    if not home or not helper.resident_id:
        return False
    mine = select(Resident.household_id).where(Resident.id == helper.resident_id, Resident.author == author_of(session))
    return session.exec(mine).first() == home


def _refuse_too_many(session: Session, draft: PairingDraft, on: date, because: str) -> None:
    """Refuse what the project does not allow, or what was agreed with the helper; with a reason it may be, where the project says so."""
    if answers(draft):
        return
    project = project_named(projects(session, on), draft.project)
    helper = known_helper(session, draft.helper_id) if draft.helper_id else None
    may = project is None or bool(project.may_exceed)
    agreed = helper.most_pairings if helper is not None else None
    most = agreed if agreed is not None else project.most_of_helper() if project else None
    held = {one.resident_id or one.household_id for one in running(session, on, helper=draft.helper_id or "-") if not answers(one)}
    if helper is not None and most is not None and len(held) >= most:
        words = _("{name} has {count} already, {most} at most.").format(name=helper.name, count=len(held), most=most)
        _refuse_more(words, may=may, because=because)
    most = project.most_of_person() if project else None
    there = running(session, on, resident=draft.resident_id or "", household="" if draft.resident_id else draft.household_id or "")
    count = len({one.helper_id or one.helper_name for one in there if not answers(one) and one.project == draft.project})
    if most is not None and count >= most:
        words = _("This person has {count} of this project already, {most} at most.").format(count=count, most=most)
        _refuse_more(words, may=may, because=because)


def _refuse_more(words: str, *, may: bool, because: str) -> None:
    if not may:
        raise TooMany(words + _("The project allows no more. Please choose somebody else."))
    if not because.strip():
        raise TooMany(words + _("Write a reason if it shall be so all the same."))


def answers(one: PairingDraft) -> bool:
    """Tell whether a pairing is 包保."""
    return one.kind == ANSWERING or one.level is not None


def running(session: Session, on: date, *, resident: str = "", household: str = "", helper: str = "") -> list[Pairing]:
    """Return the own pairings of a person, a household or a helper that hold, are proposed or begin later."""
    mine = select(Pairing).where(Pairing.author == author_of(session), col(Pairing.removed_at).is_(None))
    if helper:
        mine = mine.where(col(Pairing.helper_id).in_(ids_of(session, helper)))
    if resident:
        mine = mine.where(Pairing.resident_id == resident)
    elif household:
        mine = mine.where(Pairing.household_id == household, col(Pairing.resident_id).is_(None))
    return [one for one in session.exec(mine.order_by(col(Pairing.key))) if is_running(one, on)]


def is_running(one: PairingDraft, on: date) -> bool:
    """Tell whether a pairing holds, is proposed or begins later."""
    day = on.isoformat()
    return one.state not in OVER if one.end_date is None else day < one.end_date and (one.start_date or "") < one.end_date


def agree(session: Session, pairing_id: str, on: date, *, helper_on: str | None, resident_on: str | None, by: str = "") -> Pairing:
    """Write down who agreed when, and by whom it was said; with both the pairing is in force from its day. Raises PairingImpossible."""
    one = own_pairing(session, pairing_id)
    if one.state not in ("proposed", "active"):
        raise PairingImpossible(_("This pairing rests or is over, so nobody needs to agree to it."))
    for day in (helper_on, resident_on):
        if day and day > on.isoformat():
            raise PairingImpossible(_("Nobody can have agreed on {day}: the day has not come yet.").format(day=day))
    one.helper_agreed_on, one.resident_agreed_on = helper_on, resident_on
    one.agreed_by = by.strip() or one.agreed_by
    if one.state == "proposed" and helper_on and resident_on:
        refuse_impossible_now(session, one, on)
        one.state = "active"
        one.start_date = max(one.start_date or on.isoformat(), helper_on, resident_on)
    session.add(one)
    return one


def refuse_impossible_now(session: Session, one: Pairing, on: date) -> None:
    """Refuse to begin a pairing whose sides are not there any more. Raises PairingImpossible."""
    if one.resident_id:
        _refuse_gone(own_resident(session, one.resident_id), on)
    if one.helper_id:
        helper = known_helper(session, one.helper_id)
        if not helper.helps(max(one.start_date or "", on.isoformat())):
            raise PairingImpossible(_("{name} has left. End this proposal and ask somebody else.").format(name=helper.name))


def suspend(session: Session, pairing_ids: Iterable[str], on: date, reason: str) -> int:
    """Let pairings rest from a day on, with the reason; returns how many. Raises PairingImpossible."""
    if not reason.strip():
        raise PairingImpossible(_("Please write down why it rests."))
    done = 0
    for one in [own_pairing(session, id_) for id_ in pairing_ids]:
        if one.state == "active":
            one.state, one.suspended_on, one.suspended_reason = "suspended", on.isoformat(), reason.strip()[:200]
            session.add(one)
            done += 1
    if not done:
        raise PairingImpossible(_("Nothing is in force here that could rest."))
    return done


def resume(session: Session, pairing_ids: Iterable[str], on: date) -> int:
    """Let pairings that rested go on from a day; the time of rest is remembered. Raises PairingImpossible."""
    done = 0
    for one in [own_pairing(session, id_) for id_ in pairing_ids]:
        if one.state != "suspended":
            continue
        if one.suspended_on and one.suspended_on < on.isoformat():
            last = date.fromordinal(on.toordinal() - 1).isoformat()
            one.rests = (*one.rests, f"{one.suspended_on}/{last}")
        one.state, one.suspended_on, one.suspended_reason = "active", None, None
        session.add(one)
        done += 1
    if not done:
        raise PairingImpossible(_("Nothing rests here."))
    return done


def end_pairings(session: Session, pairing_ids: Iterable[str], on: date, reason: str, note: str = "") -> int:
    """End pairings with a reason; day `on` is the first without them and may lie ahead. Raises PairingImpossible."""
    done, day = 0, on.isoformat()
    for one in [own_pairing(session, id_) for id_ in pairing_ids]:
        if one.end_date and one.end_date <= day and one.state in OVER:
            continue
        if one.state != "proposed" and one.start_date and day < one.start_date:
            raise PairingImpossible(_("It cannot end before it began, on {day}.").format(day=one.start_date))
        one.state, one.end_date, one.end_reason, one.end_note = "ended", day, reason, note.strip()[:200] or None
        session.add(one)
        done += 1
    if not done:
        raise PairingImpossible(_("This pairing is over already."))
    return done


def own_pairing(session: Session, pairing_id: str) -> Pairing:
    """Return this desk's pairing. Raises PairingImpossible."""
    mine = select(Pairing).where(Pairing.id == pairing_id, Pairing.author == author_of(session), col(Pairing.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise PairingImpossible(_("This pairing was taken off meanwhile. Please look at the list again."))
    return found


def own_helper(session: Session, helper_id: str) -> Helper:
    """Return a helper this desk may change. Raises HelperGone, CountysHelper."""
    found = known_helper(session, helper_id)
    refuse_countys(session, found)
    return found


def subject_words(session: Session, resident_id: str | None, household_id: str | None, on: date) -> str:
    """Return whom a pairing is for as a sentence says it: a child by alias, a household by its head."""
    if resident_id:
        return named(own_resident(session, resident_id), on)
    mine = select(Household).where(Household.id == (household_id or ""), Household.author == author_of(session))
    home = session.exec(mine).first()
    head = own_resident(session, home.head_id) if home is not None and home.head_id else None
    said = named(head, on) if head is not None else (home.head_name if home else "") or _("somebody|helped")
    return _("the family of {name}").format(name=said)
