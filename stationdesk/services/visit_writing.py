"""Writing down a visit as the form beside the person holds it, and what it does to what is next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.registers.helper import Helper
from stationdesk.registers.operator import Operator
from stationdesk.registers.visit import CheckItem, HandedOut, Issue, Visit, VisitDraft, Visitor
from stationdesk.services.contacts import known_of, settle
from stationdesk.services.due import standing
from stationdesk.services.health_lines import figures
from stationdesk.services.health_writing import add_reading
from stationdesk.services.visiting import note_visit
from stationdesk.store.database import author_of

FOLLOW_UP = 3
"""Days within which a need is followed up, unless another day is given."""


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
    follow_up: bool = False
    money: int = 0
    """分."""
    goods: str = ""
    """大米 10 斤、食用油 1 桶."""


def says_visit(name: str) -> str:
    """Return the sentence of a visit, which an undo repeats."""
    return _("Note a visit to {name}").format(name=name)


def write_visit(session: Session, form: VisitForm, on: date, by: str) -> Visit:
    """Write the visit down; `by` is the operator. One that reached the person settles what earlier visits promised.

    Raises NoSuchResident or VisitImpossible.
    """
    helpers = {helper.name: helper for helper in session.exec(select(Helper).where(col(Helper.name).in_(form.visitors)))}
    day = form.visited_on.isoformat()
    need, reached = form.need.strip(), form.outcome == "met"
    open_before = open_follow_ups(session, form.resident_id, day) if reached else []
    draft = VisitDraft(
        resident_id=form.resident_id,
        visited_on=day,
        start_time=form.at or None,
        mode=form.mode,
        kind="follow_up" if open_before else "routine",
        outcome=form.outcome,
        visitors=tuple(_visitor(name, helpers.get(name)) for name in form.visitors),
        recorder=by,
        content=form.content,
        check_items=checked(form) if reached else (),
        issues=(Issue(text=need),) if need else (),
        next_plan=need if form.follow_up else None,
        follow_up_due=(form.visited_on + timedelta(days=FOLLOW_UP)).isoformat() if form.follow_up else None,
        handed_out=handed_out(form),
        follow_up_of=open_before[0] if open_before else None,
    )
    visit = note_visit(session, draft, on)
    for one in open_before:
        settle(session, one, form.visited_on)
    _measured(session, form, visit, on, by)
    return visit


def open_follow_ups(session: Session, resident_id: str, day: str) -> list[str]:
    """Return the own visits, the earliest promise first, whose follow-up a visit on `day` settles: made before it, or due by it."""
    sql = (
        "SELECT id FROM visit WHERE resident_id = ? AND author = ? AND removed_at IS NULL AND follow_up_due IS NOT NULL "
        "AND followed_up_on IS NULL AND (visited_on < ? OR follow_up_due <= ?) ORDER BY follow_up_due, key"
    )
    return list(session.connection().exec_driver_sql(sql, (resident_id, author_of(session), day, day)).scalars())


def _visitor(name: str, helper: Helper | None) -> Visitor:
    if helper is None:
        return Visitor(name=name)
    return Visitor(name=name, helper_id=helper.id, role=helper.roles[0] if helper.roles else "", org=helper.org or "")


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


def _measured(session: Session, form: VisitForm, visit: Visit, on: date, by: str) -> None:
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
    for part in filter(None, (part.strip() for part in re.split("[、，,;；]", form.goods))):
        thing = _THING.fullmatch(part)
        if thing is None or not thing["item"].strip():
            found.append(HandedOut(item=part))
        else:
            found.append(HandedOut(item=thing["item"].strip(), quantity=float(thing["quantity"]), unit=thing["unit"].strip()))
    return tuple(found)


def next_after(session: Session, form: VisitForm, on: date) -> date | None:
    """Return the day on which something is next due once this visit is saved; None if nothing is."""
    known = known_of(session, [form.resident_id], on).get(form.resident_id)
    if known is None:
        return None
    contacts, day = known.contacts, form.visited_on
    if form.outcome == "met":
        home = max(filter(None, (contacts.home, day))) if form.mode == "home" else contacts.home
        contacts = contacts._replace(reached=max(filter(None, (contacts.reached, day))), home=home)
    return standing(known._replace(contacts=contacts), on).due_on


def possible_visitors(session: Session, on: date) -> list[tuple[str, str]]:
    """Return whom a completer offers: helpers who are there, then operators; name and what he is."""
    day, roles = on.isoformat(), table("visitor_role")
    found: dict[str, str] = {}
    for helper in session.exec(select(Helper).where(col(Helper.removed_at).is_(None)).order_by(Helper.name)):
        if helper.helps(day):
            found.setdefault(helper.name, helper.card_title or (roles.label(helper.roles[0]) if helper.roles else helper.post or ""))
    for operator in session.exec(select(Operator).where(col(Operator.removed_at).is_(None))):
        found.setdefault(operator.name, operator.post or "")
    return list(found.items())


def read_money(typed: str) -> int | None:
    """Return an amount in 分 (200, 200.5, 200元), 0 for nothing, None if it cannot be read."""
    text = typed.strip().removesuffix(_("yuan")).strip()
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text):
        return None
    yuan, _point, rest = text.partition(".")
    return int(yuan) * 100 + int((rest + "00")[:2])
