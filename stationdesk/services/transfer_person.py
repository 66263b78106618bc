"""What of a person goes with him to another station: who he is, his kin; household, grades, open requests and wishes in words.

Nothing held back goes.
Consents do not go: they were given to this station. What a child confided, why a parent is away and a restricted category stay here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.field import Draft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import word_of
from stationdesk.services.request_reading import open_requests
from stationdesk.services.request_words import state_words
from stationdesk.services.wish_state import standings
from stationdesk.store.database import author_of

OF_RESIDENT = (
    *("name", "former_name", "nickname", "alias", "sex", "ethnicity", "birth_date", "birth_precision", "birth_calendar"),
    *("birthday", "birthday_calendar", "id_type", "id_no", "id_state", "relation_to_head", "household_reg_type", "marital_status"),
    *("education", "political_status", "standing", "occupation", "labor_capacity", "registered_address", "phones"),
    *("emergency_contacts", "schooling", "school", "grade_class"),
)
"""Fields of the person; what is about the old village (group, route, grid) stays there."""
OF_KIN = (
    *("name", "relation", "relation_written", "sex", "birth_date", "life_state", "phones", "place", "works_at", "lives_with"),
    *("is_emergency_contact", "contact_order"),
)
OF_GUARDIAN = ("name", "kind", "relation", "relation_written", "phones", "address", "works_at")
IN_WORDS = ("grades", "requests", "wishes")
MOST_ALONG = 10
"""Open requests, and wishes, that go along in words."""
SHORT = 160
"""Letters of a request or a wish that go along."""
MOST = 40
"""Relatives, grades and categories that are read of one person."""


def person_of(session: Session, resident: Resident, on: date) -> dict[str, Any]:
    """Return what goes with a resident, as JSON holds it."""
    held = Resident.held_back
    household = session.exec(select(Household).where(Household.id == resident.household_id)).first() if resident.household_id else None
    kin = [_plain(one, OF_KIN) for one in _of(session, Kin, resident.id) if one.name or one.phones]
    guardians = [_plain(one, OF_GUARDIAN) for one in _of(session, Guardian, resident.id) if one.in_force(on.isoformat())]
    tags = [one for one in _of(session, CategoryTag, resident.id) if one.in_force(on.isoformat()) and not one.restricted_category]
    found = {
        "resident": _plain(resident, [name for name in OF_RESIDENT if name not in held]),
        "kin": kin,
        "guardians": guardians,
        "categories": list(dict.fromkeys(one.category for one in tags)),
        "grades": [_grade(session, one, on) for one in _of(session, CareGrade, resident.id)],
        "household": _household(household),
        "requests": requests_along(session, resident.id, on),
        "wishes": wishes_along(session, resident.id),
    }
    return {name: value for name, value in found.items() if value}


def _of(session: Session, register: Any, who: str) -> list[Any]:
    mine = select(register).where(register.resident_id == who, register.author == author_of(session), col(register.removed_at).is_(None))
    return list(session.exec(mine.order_by(col(register.key)).limit(MOST)))


def _plain(record: Any, names: Sequence[str]) -> dict[str, Any]:
    values = record.model_dump(mode="json", include=set(names), exclude_none=True)
    return {name: values[name] for name in names if values.get(name) not in (None, [], "")}


def _grade(session: Session, one: CareGrade, on: date) -> str:
    """Return a grade in words: 红色，2026年3月1日起."""
    since = day_words(date.fromisoformat(one.from_date), on) if one.from_date else ""
    until = day_words(date.fromisoformat(one.to_date), on) if one.to_date else ""
    word = word_of(session, one.grade, on)
    said = _("{grade}, from {since}") if since else "{grade}"
    return said.format(grade=word, since=since) + (_(" to {until}").format(until=until) if until else "")


def requests_along(session: Session, who: str, on: date) -> list[str]:
    """Return in words what is still to be done for somebody: here it ends with the move, and another station looks after him."""
    found = []
    for one in open_requests(session, [who])[:MOST_ALONG]:
        raised = day_words(date.fromisoformat(one.request.raised_on), on) if one.request.raised_on else ""
        found.append(_with(one.request.text, raised, state_words(one.standing)))
    return found


def wishes_along(session: Session, who: str) -> list[str]:
    """Return in words what somebody wishes for and has not been given, and who has claimed it; why he wishes for it stays here."""
    wishes = {one.id: one for one in _of(session, Wish, who)}
    found = []
    for wish, standing in standings(session, list(wishes)).items():
        if standing.is_open or standing.state == "expired":
            claim = session.exec(select(WishClaim.claimer).where(WishClaim.id == standing.claim)).first() if standing.claim else ""
            label = table("wish_state").label(standing.state)
            found.append(_with(wishes[wish].content, label, claim or ""))
    return found[:MOST_ALONG]


def _with(what: str, *more: str) -> str:
    """Return a text and in brackets what else is to be known of it, on one line."""
    text, told = " ".join(what.split()), _(", |pause").join(part for part in more if part)
    return _("{text} ({more})|transfer").format(text=text[:SHORT], more=told) if told else text[:SHORT]


def _household(one: Household | None) -> str:
    """Return in words what is to be known of the household."""
    if one is None:
        return ""
    size = _("{count} people in the household").format(count=one.household_size) if one.household_size else ""
    head = _("head: {name}").format(name=one.head_name) if one.head_name else ""
    kind = table("household_reg_type").label(one.household_reg_type) if one.household_reg_type else ""
    return _(", |pause").join(part for part in (head, size, kind) if part)


def sound(draft: type[Draft], given: object, names: Sequence[str], more: Mapping[str, Any]) -> Draft | None:
    """Return a draft of what came, without the fields that cannot be kept here; None if nothing sound is left."""
    if not isinstance(given, Mapping):
        return None
    values = {name: given[name] for name in names if name in given}
    for _try in range(len(values) + 1):
        try:
            return draft.model_validate(values | dict(more))
        except ValidationError as error:
            wrong = {str(one["loc"][0]) for one in error.errors(include_url=False, include_input=False) if one["loc"]}
            if not wrong & values.keys():
                return None
            values = {name: value for name, value in values.items() if name not in wrong}
    return None


def resident_in(person: Mapping[str, Any], **more: Any) -> ResidentDraft | None:
    """Return the resident that came, or None where not even a name did."""
    found = sound(ResidentDraft, person.get("resident"), OF_RESIDENT, more)
    return found if isinstance(found, ResidentDraft) else None


def kin_in(person: Mapping[str, Any], resident_id: str) -> list[KinDraft]:
    """Return the relatives that came."""
    found = [sound(KinDraft, one, OF_KIN, {"resident_id": resident_id}) for one in _list(person.get("kin"))]
    return [one for one in found if isinstance(one, KinDraft)]


def guardians_in(person: Mapping[str, Any], resident_id: str) -> list[GuardianDraft]:
    """Return the guardians that came."""
    found = [sound(GuardianDraft, one, OF_GUARDIAN, {"resident_id": resident_id}) for one in _list(person.get("guardians"))]
    return [one for one in found if isinstance(one, GuardianDraft)]


def categories_in(person: Mapping[str, Any]) -> list[str]:
    """Return the categories that came and are known here."""
    codes = table("resident_category")
    return [one for one in _list(person.get("categories")) if isinstance(one, str) and codes.row(one) is not None]


def words_in(person: Mapping[str, Any], note: str | None) -> str:
    """Return what came in words: grades, household, open requests and wishes, the sender's word."""
    grades, requests, wishes = ([one[:200] for one in _list(person.get(name)) if isinstance(one, str)] for name in IN_WORDS)
    household = person.get("household")
    parts = [
        _("Grades before: {grades}").format(grades=_("; ").join(grades)) if grades else "",
        _("Household before: {household}").format(household=household[:200]) if isinstance(household, str) and household else "",
        _("Requests not done yet: {what}").format(what=_("; ").join(requests)) if requests else "",
        _("Wishes not given yet: {what}").format(what=_("; ").join(wishes)) if wishes else "",
        _("Word of the other station: {note}").format(note=note) if note else "",
    ]
    return "\n".join(part for part in parts if part)


def _list(given: object) -> list[Any]:
    return list(given)[:MOST] if isinstance(given, list | tuple) else []
