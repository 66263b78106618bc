"""Invented families of the demo village in which something is going on: what this desk finds, asks and reminds of can be seen in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlmodel import Session

from stationdesk.registers.care_plan import CarePlanDraft
from stationdesk.registers.category_tag import CategoryTagDraft
from stationdesk.registers.consent import ConsentDraft
from stationdesk.registers.field import Draft
from stationdesk.registers.guardian import GuardianDraft
from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.registers.health_record import HealthRecordDraft
from stationdesk.registers.id_number import check_character
from stationdesk.registers.kin import KinDraft
from stationdesk.registers.medicine import MedicineDraft
from stationdesk.registers.note import NoteDraft
from stationdesk.registers.record import Record, new_id
from stationdesk.registers.wish import WishDraft
from stationdesk.registers.wish_event import WishEventDraft
from stationdesk.services.demo_village import sample
from stationdesk.services.family_writing import FamilyDraft, MemberDraft, add_family
from stationdesk.services.households import members_of
from stationdesk.services.person_writing import set_grade
from stationdesk.settings import resource
from stationdesk.store.database import author_of

DRAFTS: Mapping[str, type[Draft]] = {
    "kin": KinDraft,
    "health_record": HealthRecordDraft,
    "health_reading": HealthReadingDraft,
    "medicine": MedicineDraft,
    "care_plan": CarePlanDraft,
    "guardian": GuardianDraft,
    "consent": ConsentDraft,
    "category_tag": CategoryTagDraft,
    "note": NoteDraft,
    "wish": WishDraft,
    "wish_event": WishEventDraft,
}
FIRST_NUMBER = 960
"""Sequence in the ID numbers of these people; those of the crowd end below."""


@cache
def stories() -> tuple[dict[str, Any], ...]:
    """Return the families as they stand in the sample."""
    found: list[dict[str, Any]] = json.loads(resource("samples/stories.json").read_text(encoding="utf-8"))
    return tuple(found)


def people_told_of() -> int:
    """Return how many people the families have."""
    return sum(len(story["members"]) for story in stories())


def tell_stories(session: Session, on: date, *, since: date | None = None) -> int:
    """Write the families down as if day `on` were today, with grades since `since`; returns how many people they have."""
    numbers = iter(range(FIRST_NUMBER, 1000))
    return sum(_tell(session, story, on, since or on, numbers) for story in stories())


def _tell(session: Session, story: Mapping[str, Any], on: date, since: date, numbers: Iterator[int]) -> int:
    ids: dict[str, str] = {}
    members = [MemberDraft(one["relation"], _person(one["fields"], on, numbers), frozenset(one["categories"])) for one in story["members"]]
    home = add_family(session, FamilyDraft({"village": sample()["station"]["village"]} | story["home"], members), on)
    names = {one.name: one.id for one in members_of(session, home.id)}
    ids |= {one["key"]: names[one["fields"]["name"]] for one in story["members"]}
    if "grade" in story:
        set_grade(session, ids[story["members"][0]["key"]], story["grade"], since, reason="", assessor="")
    for one in story.get("records", ()):
        fields = {name: said(value, on, ids) for name, value in one["fields"].items()}
        made = _record(one["kind"], fields, author_of(session))
        session.add(made)
        session.flush()
        ids[one.get("key", made.id)] = made.id
    return len(members)


def _record(kind: str, fields: Mapping[str, Any], author: str) -> Record:
    from stationdesk.registers.catalogue import register_of

    draft = DRAFTS[kind].model_validate(dict(fields))
    return register_of(kind).model_validate(draft, update={"author": author, "id": new_id()})


def _person(fields: Mapping[str, Any], on: date, numbers: Iterator[int]) -> dict[str, Any]:
    """Return a person's fields with the days filled in, and a number that nobody has."""
    told = {name: said(value, on, {}) for name, value in fields.items()}
    if "birth_date" in told:
        told["birth_precision"] = {4: "year", 7: "month"}.get(len(told["birth_date"]), "day")
        told.setdefault("birth_calendar", "solar")
    if told.get("id_no") == "@id":
        order = next(numbers)
        digits = f"{sample()['region']}{told['birth_date'].replace('-', '')}{order // 2 * 2 + (told['sex'] == 'male'):03}"
        told["id_no"] = digits + check_character(digits)
    return told


def said(value: Any, on: date, ids: Mapping[str, str]) -> Any:
    """Return what a value of the sample means on day `on`.

    `@+12` and `@-12` are days from then, `@y9-05-12` a day nine years before, `@lunar+3` the day of the lunar year three days from
    then, `@of boy` the id of the record called so; anything else is itself.
    """
    if isinstance(value, list):
        return [said(one, on, ids) for one in value]
    if isinstance(value, dict):
        return {name: said(one, on, ids) for name, one in value.items()}
    if not isinstance(value, str) or not value.startswith("@") or value == "@id":
        return value
    if value.startswith("@of "):
        return ids[value[4:]]
    if value.startswith("@lunar"):
        return lunar_day(on + timedelta(days=int(value[6:])))
    if value.startswith("@y"):
        years, _point, rest = value[2:].partition("-")
        return f"{on.year - int(years)}" + (f"-{rest}" if rest else "")
    return (on + timedelta(days=int(value[1:]))).isoformat()


def lunar_day(day: date) -> str:
    """Return the month and day of a day in the lunar calendar, MM-DD."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"{abs(lunar.getMonth()):02}-{lunar.getDay():02}"
