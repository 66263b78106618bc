"""Correcting a visit that is kept, and taking one out that never was; what it had settled is open again."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.photo import Photo
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.visit import HandedOut, Visit, VisitDraft
from stationdesk.services.contacts import settle
from stationdesk.services.event_words import handed
from stationdesk.services.health_writing import take_out_reading
from stationdesk.services.visit_writing import (
    Need,
    VisitForm,
    helpers_called,
    measured,
    open_follow_ups,
    own_values,
    pressure_words,
    raise_needs,
    visitor_of,
)
from stationdesk.services.visiting import VisitImpossible, refuse_future, refuse_impossible, resident_called
from stationdesk.store.database import author_of


def own_visit(session: Session, visit_id: str) -> Visit:
    """Return an own visit. Raises VisitImpossible if it was taken out meanwhile."""
    mine = select(Visit).where(Visit.id == visit_id, Visit.author == author_of(session), col(Visit.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise VisitImpossible(_("This visit is not here any more: it was taken out meanwhile. Please look at the list again."))
    return found


def form_of(session: Session, visit: Visit) -> VisitForm:
    """Return a kept visit as the form holds it."""
    urgency = _urgencies(session, [one.request_id for one in visit.issues if one.request_id])
    money, goods = _handed(visit.handed_out)
    return VisitForm(
        visit.resident_id or "",
        date.fromisoformat(visit.visited_on),
        visit.start_time or "",
        visit.mode or "other",
        visit.outcome or "met",
        tuple(one.name for one in visit.visitors),
        tuple((one.item, one.result) for one in visit.check_items),
        pressure_of(session, visit.id),
        visit.content or "",
        money=money,
        goods=goods,
        needs=tuple(
            Need(one.text, one.kind, urgency.get(one.request_id, "blue"), bool(one.request_id), one.request_id) for one in visit.issues
        ),
        roles=tuple((one.name, one.role) for one in visit.visitors if one.role),
        kind=visit.kind or "",
        end=visit.end_time or "",
        place=visit.place or "",
        met_person=visit.met_person or "",
        suggestion=visit.suggestion or "",
        action=visit.action or "",
        next_plan=visit.next_plan or "",
        follow_up_on=date.fromisoformat(visit.follow_up_due) if visit.follow_up_due else None,
        services=visit.services,
        signed=bool(visit.signature_on_paper),
        campaign=visit.campaign or "",
        survey_round=visit.survey_round or "",
        counselling=visit.counselling_note or "",
        household_id="" if visit.resident_id else visit.household_id or "",
    )


def readings_with(session: Session, visit_id: str) -> list[HealthReading]:
    """Return what was measured on a visit."""
    mine = select(HealthReading).where(HealthReading.visit_id == visit_id, HealthReading.author == author_of(session))
    return list(session.exec(mine.where(col(HealthReading.removed_at).is_(None))))


def pressure_of(session: Session, visit_id: str) -> tuple[int, int] | None:
    """Return the blood pressure measured on a visit."""
    for one in readings_with(session, visit_id):
        if one.systolic and one.diastolic:
            return one.systolic, one.diastolic
    return None


def correct_visit(session: Session, visit_id: str, form: VisitForm, on: date, by: str) -> Visit:
    """Write a corrected visit over the kept one; `by` is the operator, `on` today. New needs are raised, old ones stay as they are.

    Raises VisitImpossible.
    """
    visit = own_visit(session, visit_id)
    resident = resident_called(session, visit.resident_id or "") if visit.resident_id else None
    if resident is not None:
        refuse_impossible(resident, form.visited_on.isoformat(), on)
    else:
        refuse_future(form.visited_on.isoformat(), on)
    _unsettle(session, visit)
    moved = (visit.visited_on, visit.start_time or "") != (form.visited_on.isoformat(), form.at)
    values = _values(session, visit, form)
    kept = VisitDraft.model_validate({name: getattr(visit, name) for name in VisitDraft.model_fields} | values)
    for name in values:
        if getattr(visit, name) != getattr(kept, name):
            setattr(visit, name, getattr(kept, name))
    visit.issues = raise_needs(session, form.wanted(), visit, on, by)
    session.add(visit)
    session.flush()
    _measure_again(session, visit, form, on, by, moved=moved)
    if resident is not None and visit.outcome == "met":
        for one in open_follow_ups(session, resident.id, visit.visited_on):
            if one != visit.id:
                settle(session, one, form.visited_on)
    return visit


def _measure_again(session: Session, visit: Visit, form: VisitForm, on: date, by: str, *, moved: bool) -> None:
    """Let the reading of the visit say what the form says, on the visit's day; nothing is written where nothing changed."""
    if form.pressure == pressure_of(session, visit.id) and not moved:
        return
    for one in readings_with(session, visit.id):
        if one.systolic and one.diastolic:
            take_out_reading(session, one.id)
    measured(session, form, visit, on, by)


def _values(session: Session, visit: Visit, form: VisitForm) -> dict[str, object]:
    """Return the fields the form says something about; what it has no field for stays as it was."""
    before = {one.name: one for one in visit.visitors}
    helpers, roles = helpers_called(session, form.visitors), dict(form.roles)
    went = []
    for name in form.visitors:
        old = before.get(name)
        went.append(
            old.model_copy(update={"role": roles.get(name, "")}) if old else visitor_of(name, helpers.get(name), roles.get(name, ""))
        )
    values = own_values(form) | {
        "visited_on": form.visited_on.isoformat(),
        "start_time": form.at or None,
        "end_time": form.end or None,
        "place": form.place,
        "mode": form.mode,
        "kind": form.kind or visit.kind,
        "outcome": form.outcome,
        "visitors": tuple(went),
        "content": form.content,
        "campaign": form.campaign,
        "survey_round": form.survey_round,
    }
    values["check_items"] = _checks(visit, form, pressure_of(session, visit.id))
    if form.counselling is None:
        del values["counselling_note"]
    money, goods = _handed(visit.handed_out)
    if (form.money, form.goods) == (money, goods):
        values["handed_out"] = visit.handed_out
    return values


def _checks(visit: Visit, form: VisitForm, pressure: tuple[int, int] | None) -> object:
    """Return what was looked at, with the remarks it had; things this form does not show stay."""
    if form.outcome != "met":
        return ()
    chosen, before = dict(form.checks), pressure_words(pressure) if pressure else ""
    shown = set(chosen)
    kept = [one.model_copy(update={"result": chosen.pop(one.item, one.result)}) for one in visit.check_items]
    kept += [one for one in own_values(form)["check_items"] if one.item in chosen]
    if form.pressure is not None or any(one.item == "health" and one.note and one.note == before for one in kept):
        note = pressure_words(form.pressure) if form.pressure else ""
        kept = [one.model_copy(update={"note": note}) if one.item == "health" else one for one in kept]
    return tuple(one for one in kept if one.result or one.item not in shown)


def remove_visit(session: Session, visit_id: str) -> Visit:
    """Take a visit out that never was; what it had settled is open again. Raises VisitImpossible."""
    visit = own_visit(session, visit_id)
    _unsettle(session, visit)
    for one in readings_with(session, visit.id):
        take_out_reading(session, one.id)
    for photo in session.exec(select(Photo).where(Photo.visit_id == visit.id, col(Photo.removed_at).is_(None))):
        photo.removed_at = session.info["at"]
        session.add(photo)
    visit.removed_at = session.info["at"]
    session.add(visit)
    return visit


def requests_of(session: Session, visit_id: str) -> list[ServiceRequest]:
    """Return the requests a visit raised."""
    raised = select(ServiceRequest).where(ServiceRequest.source_id == visit_id, ServiceRequest.author == author_of(session))
    return list(session.exec(raised.where(col(ServiceRequest.removed_at).is_(None))))


def says_correction(name: str) -> str:
    """Return the sentence of a correction."""
    return _("Correct a visit to {name}").format(name=name)


def says_removal(name: str) -> str:
    """Return the sentence of taking a visit out."""
    return _("Take out a visit to {name}").format(name=name)


def _unsettle(session: Session, visit: Visit) -> None:
    """Open again what was promised before and settled by this visit alone."""
    if visit.outcome != "met" or not visit.resident_id:
        return
    mine = (Visit.author == author_of(session), col(Visit.removed_at).is_(None), Visit.resident_id == visit.resident_id)
    same_day = select(Visit.id).where(*mine, Visit.visited_on == visit.visited_on, Visit.outcome == "met", Visit.id != visit.id)
    if session.exec(same_day).first() is not None:
        return
    for one in session.exec(select(Visit).where(*mine, Visit.followed_up_on == visit.visited_on, Visit.id != visit.id)):
        one.followed_up_on = None
        session.add(one)
    session.flush()


def _urgencies(session: Session, ids: list[str]) -> dict[str, str]:
    rows = session.exec(select(ServiceRequest.id, ServiceRequest.urgency).where(col(ServiceRequest.id).in_(ids))).all() if ids else ()
    return {id_: urgency or "blue" for id_, urgency in rows}


def _handed(things: tuple[HandedOut, ...]) -> tuple[int, str]:
    """Return what was handed over as the form shows it: money in 分, and goods in words."""
    money = sum(one.amount or 0 for one in things if one.quantity is None and one.amount)
    return money, "、".join(handed(one) for one in things if not (one.quantity is None and one.amount))
