"""Writing down a visit as the form beside the person holds it, and what it does to what is next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.field import clean_text
from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.registers.helper import Helper
from stationdesk.registers.record import new_id
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.visit import CheckItem, HandedOut, Issue, Visit, VisitDraft, Visitor
from stationdesk.services.contacts import settle
from stationdesk.services.health_lines import figures
from stationdesk.services.health_writing import add_reading
from stationdesk.services.requests import raise_request
from stationdesk.services.visiting import note_visit
from stationdesk.store.database import author_of

FOLLOW_UP = 3
"""Days within which a need is followed up, unless another day is given."""
PLAN = 1000
"""Characters of what comes next that are kept."""


@dataclass(frozen=True)
class Need:
    """Something found that is to be done; with `request` it becomes a request of its own."""

    text: str
    kind: str = ""
    urgency: str = "blue"
    request: bool = False
    request_id: str = ""
    """The request that came of it, where the visit was kept before."""


@dataclass(frozen=True)
class VisitForm:
    """What the form holds; texts as typed, codes as chosen."""

    resident_id: str
    visited_on: date
    at: str = ""
    mode: str = "home"
    outcome: str = "met"
    visitors: tuple[str, ...] = ()
    checks: tuple[tuple[str, str], ...] = ()
    """Codes of item and result."""
    pressure: tuple[int, int] | None = None
    content: str = ""
    need: str = ""
    """A need by its text alone, as a sheet or a script tells it."""
    follow_up: bool = False
    money: int = 0
    """分."""
    goods: str = ""
    """大米 10 斤、食用油 1 桶."""
    needs: tuple[Need, ...] = ()
    others: tuple[str, ...] = ()
    """Further residents met on the same occasion: a visit each."""
    roles: tuple[tuple[str, str], ...] = ()
    """As what a visitor came, where it is not what he is: name and code of visitor_role."""
    kind: str = ""
    """A code of visit_kind; empty: a follow-up where one was promised, else routine."""
    end: str = ""
    place: str = ""
    met_person: str = ""
    suggestion: str = ""
    action: str = ""
    next_plan: str = ""
    follow_up_on: date | None = None
    services: tuple[str, ...] = ()
    signed: bool = False
    campaign: str = ""
    survey_round: str = ""
    counselling: str | None = ""
    """What was confided; None leaves what is kept as it is, for an operator who may not see it."""
    household_id: str = ""
    """Of a kept visit to a household alone; there is no resident then."""

    def wanted(self) -> tuple[Need, ...]:
        """Return every need that has words."""
        plain = (Need(self.need),) if self.need.strip() else ()
        return (*plain, *(one for one in self.needs if clean_text(one.text)))

    def due(self) -> date | None:
        """Return the day on which somebody shall look again."""
        return self.follow_up_on or (self.visited_on + timedelta(days=FOLLOW_UP) if self.follow_up else None)


def says_visit(name: str) -> str:
    """Return the sentence of a visit, which an undo repeats."""
    return _("Note a visit to {name}").format(name=name)


def says_visits(name: str, others: int) -> str:
    """Return the sentence of an occasion on which several were met."""
    return _("Note a visit to {name} and {others} more").format(name=name, others=others)


def write_visit(session: Session, form: VisitForm, on: date, by: str) -> Visit:
    """Write the visit down; `by` is the operator. Returns the visit to the first person.

    Raises NoSuchResident or VisitImpossible.
    """
    return write_visits(session, form, on, by)[0]


def write_visits(session: Session, form: VisitForm, on: date, by: str) -> list[Visit]:
    """Write one occasion down: a visit for each person, the first one's with what was checked, needed and handed over.

    A visit that reached somebody settles what earlier ones promised him. Needs that shall become requests do, in the same action.
    Raises NoSuchResident or VisitImpossible; nothing is kept then.
    """
    people = list(dict.fromkeys((form.resident_id, *form.others)))
    occasion = new_id() if len(people) > 1 else None
    helpers = helpers_called(session, form.visitors)
    shared = _shared(form, helpers, by, occasion)
    made = []
    for who in people:
        own = own_values(form) if who == form.resident_id else {}
        visit = _write_one(session, form, who, shared | own, on)
        made.append(visit)
    first = made[0]
    session.flush()
    first.issues = raise_needs(session, form.wanted(), first, on, by)
    measured(session, form, first, on, by)
    return made


def _write_one(session: Session, form: VisitForm, who: str, values: dict[str, Any], on: date) -> Visit:
    day, reached = form.visited_on.isoformat(), form.outcome == "met"
    open_before = open_follow_ups(session, who, day) if reached else []
    kind = form.kind or ("follow_up" if open_before else "routine")
    draft = VisitDraft(resident_id=who, kind=kind, follow_up_of=open_before[0] if open_before else None, **values)
    visit = note_visit(session, draft, on)
    for one in open_before:
        settle(session, one, form.visited_on)
    return visit


def _shared(form: VisitForm, helpers: Mapping[str, Helper], by: str, occasion: str | None) -> dict[str, Any]:
    """Return what is the same for everybody met on the occasion."""
    roles = dict(form.roles)
    return {
        "occasion_id": occasion,
        "visited_on": form.visited_on.isoformat(),
        "start_time": form.at or None,
        "end_time": form.end or None,
        "place": form.place,
        "mode": form.mode,
        "outcome": form.outcome,
        "visitors": tuple(visitor_of(name, helpers.get(name), roles.get(name, "")) for name in form.visitors),
        "recorder": by,
        "content": form.content,
        "campaign": form.campaign,
        "survey_round": form.survey_round,
    }


def own_values(form: VisitForm) -> dict[str, Any]:
    """Return what is kept with the first person only: what was seen, given and left to do, and what was confided."""
    due, plan = form.due(), clean_text(form.next_plan)
    if not plan and due is not None:
        plan = "；".join(clean_text(one.text) for one in form.wanted())[:PLAN]
    return {
        "check_items": checked(form) if form.outcome == "met" else (),
        "met_person": form.met_person,
        "suggestion": form.suggestion,
        "action": form.action,
        "next_plan": plan,
        "follow_up_due": due.isoformat() if due else None,
        "handed_out": handed_out(form),
        "services": form.services,
        "signature_on_paper": True if form.signed else None,
        "counselling_note": form.counselling or None,
    }


def raise_needs(session: Session, needs: Sequence[Need], visit: Visit, on: date, by: str) -> tuple[Issue, ...]:
    """Return the needs as the visit keeps them; those that shall become requests are raised now and named."""
    kept = []
    for need in needs:
        request = need.request_id
        if need.request and not request:
            draft = ServiceRequestDraft(
                resident_id=visit.resident_id,
                household_id=visit.household_id,
                kind=need.kind or None,
                text=need.text,
                source="visit",
                source_id=visit.id,
                raised_on=visit.visited_on,
                raised_by=by,
                urgency=need.urgency or None,
            )
            request = raise_request(session, draft, on).id
        kept.append(Issue(text=clean_text(need.text), kind=need.kind, request_id=request))
    return tuple(kept)


def helpers_called(session: Session, names: Sequence[str]) -> dict[str, Helper]:
    """Return the helpers of these names who are still kept."""
    wanted, own = select(Helper).where(col(Helper.name).in_(names), col(Helper.removed_at).is_(None)), author_of(session)
    found = sorted(session.exec(wanted), key=lambda helper: (helper.author == own, not helper.merged_into)) if names else []
    return {helper.name: helper for helper in found}


def visitor_of(name: str, helper: Helper | None, role: str = "") -> Visitor:
    """Return a visitor; a helper's role and organisation are his own unless another role is said."""
    name = clean_text(name)
    if helper is None:
        return Visitor(name=name, role=role)
    return Visitor(name=name, helper_id=helper.id, role=role or (helper.roles[0] if helper.roles else ""), org=helper.org or "")


def open_follow_ups(session: Session, resident_id: str, day: str) -> list[str]:
    """Return the own visits, the earliest promise first, whose follow-up a visit on `day` settles: made before it, or due by it."""
    sql = (
        "SELECT id FROM visit WHERE resident_id = ? AND author = ? AND removed_at IS NULL AND follow_up_due IS NOT NULL "
        "AND followed_up_on IS NULL AND (visited_on < ? OR follow_up_due <= ?) ORDER BY follow_up_due, key"
    )
    return list(session.connection().exec_driver_sql(sql, (resident_id, author_of(session), day, day)).scalars())


def checked(form: VisitForm) -> tuple[CheckItem, ...]:
    """Return the things looked at; a blood pressure stands as a remark with the body's state."""
    note = pressure_words(form.pressure) if form.pressure else ""
    items = [CheckItem(item=item, result=result, note=note if item == "health" else "") for item, result in form.checks]
    if note and not any(item == "health" for item, _result in form.checks):
        items.append(CheckItem(item="health", result="normal", note=note))
    return tuple(items)


def pressure_words(pressure: tuple[int, int]) -> str:
    """Return a reading in words: 血压 152/88，偏高."""
    return figures({"systolic": pressure[0], "diastolic": pressure[1]})


def measured(session: Session, form: VisitForm, visit: Visit, on: date, by: str) -> None:
    """Keep the blood pressure of a visit as a reading of its own, in the same action."""
    if form.pressure is None or visit.resident_id is None:
        return
    draft = HealthReadingDraft(
        resident_id=visit.resident_id,
        taken_on=visit.visited_on,
        at=visit.start_time,
        place="station" if form.mode == "station" else "home",
        systolic=form.pressure[0],
        diastolic=form.pressure[1],
        measured_by="、".join(form.visitors) or by,
        visit_id=visit.id,
    )
    add_reading(session, draft, on, by)


_THING = re.compile(r"(?P<item>.*?)\s*(?P<quantity>\d+(?:\.\d+)?)\s*(?P<unit>\D{1,4})")


def handed_out(form: VisitForm) -> tuple[HandedOut, ...]:
    """Return what was taken along: money, and goods written like 大米 10 斤、食用油 1 桶."""
    found = [HandedOut(item=_("gift of money"), amount=form.money)] if form.money else []
    for part in filter(None, (clean_text(part) for part in re.split("[、，,;；\n]", form.goods))):
        thing = _THING.fullmatch(part)
        if thing is None or not thing["item"].strip():
            found.append(HandedOut(item=part))
        else:
            found.append(HandedOut(item=thing["item"].strip(), quantity=float(thing["quantity"]), unit=thing["unit"].strip()))
    return tuple(found)


def read_money(typed: str) -> int | None:
    """Return an amount in 分 (200, 200.5, 200元), 0 for nothing, None if it cannot be read."""
    text = typed.strip().removesuffix(_("yuan")).strip()
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text):
        return None
    yuan, _point, rest = text.partition(".")
    return int(yuan) * 100 + int((rest + "00")[:2])
