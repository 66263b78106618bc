"""What the form of a visit asks the register: what is next, who may have gone, who lives with the person, and whether all this can be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.field import clean_text
from stationdesk.registers.mask import masked_child
from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.contacts import known_of
from stationdesk.services.doubles import is_child
from stationdesk.services.due import standing
from stationdesk.services.known_helpers import helpers_on
from stationdesk.services.visit_writing import VisitForm
from stationdesk.services.visiting import VisitImpossible, refuse_future, refuse_impossible, resident_called
from stationdesk.store.database import author_of

LAST_USED = 150
"""Visits whose visitors are offered first."""
MUCH = 100_000_00
"""分; a gift above it is asked about once more."""
LIMITS = {
    "place": 120,
    "met_person": 120,
    "content": 4000,
    "suggestion": 1000,
    "action": 1000,
    "next_plan": 1000,
    "campaign": 80,
    "survey_round": 80,
    "counselling": 4000,
}
"""Characters that each text of the form may have."""
NEED = 500
VISITOR = 72


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
    """Return whom a completer offers: who went lately, then helpers who are there, then operators; name and what he is."""
    roles = table("visitor_role")
    found: dict[str, str] = {}
    for helper in helpers_on(session, on):
        what = helper.card_title or (roles.label(helper.roles[0]) if helper.roles else helper.post or "")
        whose = _("the county's") if helper.author != author_of(session) else ""
        found.setdefault(helper.name, "，".join(filter(None, (whose, what))))
    for operator in session.exec(select(Operator).where(col(Operator.removed_at).is_(None))):
        found.setdefault(operator.name, operator.post or "")
    lately = went_lately(session)
    return [(name, found.get(name, "")) for name in lately] + [(name, post) for name, post in found.items() if name not in set(lately)]


def went_lately(session: Session) -> list[str]:
    """Return who went on the last visits written down, the last one first."""
    sql = "SELECT visitors FROM visit WHERE author = ? AND removed_at IS NULL ORDER BY key DESC LIMIT ?"
    kept = session.connection().exec_driver_sql(sql, (author_of(session), LAST_USED)).scalars()
    return list(dict.fromkeys(one["name"] for text in kept if text for one in json.loads(text)))


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who may have been met on the same occasion, as a tick names him."""

    id: str
    name: str
    child: bool = False


def household_of(session: Session, resident_id: str, on: date) -> list[Companion]:
    """Return who else lives with a resident; a child goes by alias."""
    home = session.exec(select(Resident.household_id).where(Resident.id == resident_id, Resident.author == author_of(session))).first()
    if not home:
        return []
    own = (Resident.author == author_of(session), col(Resident.removed_at).is_(None), Resident.household_id == home)
    people = session.exec(select(Resident).where(*own, Resident.id != resident_id).order_by(col(Resident.key)))
    return [companion(one, on) for one in people if one.residency_status not in GONE and one.closed_on is None]


def companion(resident: Resident, on: date) -> Companion:
    """Return a resident as a tick or a chip names him."""
    child = is_child(resident, on)
    return Companion(resident.id, masked_child(resident.name, resident.alias) if child else resident.name, child)


def at_home(session: Session, household_id: str) -> list[str]:
    """Return who lives in a household, by id: whoever may be on a photo of a visit to it."""
    own = (Resident.author == author_of(session), col(Resident.removed_at).is_(None), Resident.household_id == household_id)
    people = session.exec(select(Resident).where(*own).order_by(col(Resident.key)))
    return [one.id for one in people if one.residency_status not in GONE and one.closed_on is None]


def companions(session: Session, ids: list[str], on: date) -> list[Companion]:
    """Return residents by id, in the order given; those gone from the register are left out."""
    mine = select(Resident).where(col(Resident.id).in_(ids), Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    found = {one.id: companion(one, on) for one in session.exec(mine)} if ids else {}
    return [found[one] for one in ids if one in found]


def judged(session: Session, form: VisitForm, on: date) -> dict[str, str]:
    """Return what cannot be kept so, by the field it is about: a sentence each; nothing where all is well."""
    wrong: dict[str, str] = {}
    if form.end and form.at and form.end < form.at:
        wrong["clock"] = _("The end lies before the start. Please look at both times.")
    try:
        refuse_future(form.visited_on.isoformat(), on)
        for who in filter(None, (form.resident_id, *form.others)):
            refuse_impossible(resident_called(session, who), form.visited_on.isoformat(), on)
    except VisitImpossible as error:
        wrong["day"] = error.message
    due = form.due()
    if due is not None and due < form.visited_on:
        wrong["next"] = _("The day to look again lies before the visit. Please choose a later one.")
    for name, most in LIMITS.items():
        if (length := len(clean_text(getattr(form, name) or ""))) > most:
            wrong[name] = too_long(length, most)
    for need in form.wanted():
        if (length := len(clean_text(need.text))) > NEED:
            wrong["need"] = too_long(length, NEED)
    if any(len(clean_text(name)) > VISITOR for name in form.visitors):
        wrong["visitors"] = too_long(max(map(len, form.visitors)), VISITOR)
    return wrong


def too_long(length: int, most: int) -> str:
    """Say how much there is and how much room."""
    return _("{length} characters are written and {most} have room: please shorten it, nothing is lost.").format(length=length, most=most)


def noted_already(session: Session, form: VisitForm, besides: str = "") -> list[str]:
    """Return those of whom the same visit stands there already: same day, time, mode and visitors; ids of residents, or of the household.

    `besides` is the visit being corrected.
    """
    people = list(dict.fromkeys((form.resident_id or form.household_id, *form.others)))
    to_home = (col(Visit.resident_id).is_(None), Visit.household_id == form.household_id)
    same = select(Visit).where(
        *(to_home if form.household_id else (col(Visit.resident_id).in_(people),)),
        Visit.author == author_of(session),
        col(Visit.removed_at).is_(None),
        Visit.visited_on == form.visited_on.isoformat(),
        Visit.mode == form.mode,
        Visit.id != besides,
    )
    went = {clean_text(name) for name in form.visitors}
    found = [
        one.resident_id or one.household_id
        for one in session.exec(same)
        if (one.start_time or "") == form.at and {visitor.name for visitor in one.visitors} == went
    ]
    return [who for who in people if who in found]


def remembered(session: Session, on: date) -> tuple[str, str]:
    """Return campaign and survey round of the last visit written down, if that was on day `on`."""
    last = select(Visit).where(Visit.author == author_of(session)).order_by(col(Visit.key).desc()).limit(1)
    found = session.exec(last).first()
    if found is None or found.removed_at or found.recorded_on != on.isoformat():
        return "", ""
    return found.campaign or "", found.survey_round or ""


def need_kind_of(text: str) -> str:
    """Return the kind of need that the words of `text` name, the longest word that fits; empty if none does."""
    best, kind = 1, ""
    for row in table("need_kind").rows:
        for word in (row.label, *row.synonyms):
            if len(word) > best and word in text:
                best, kind = len(word), row.code
    return kind
