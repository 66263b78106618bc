"""What a care plan may begin with, proposed from what the record says; each line can be taken or struck."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.family_call import COMPLETED, FamilyCall
from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import Resident
from stationdesk.services.day_words import day_words
from stationdesk.services.facing_visitors import tells_of_illness
from stationdesk.services.health_lines import figures, prompts
from stationdesk.services.health_writing import illnesses_of, readings_of
from stationdesk.services.known_helpers import helpers_on
from stationdesk.services.medicines import medicines_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.resident_list import category_word
from stationdesk.settings import resource
from stationdesk.store.database import author_of

QUIET = 30
"""Days without a word with the family after which it is a difficulty (domain 3.3)."""


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("words/plan_words.json").read_text(encoding="utf-8"))
    return found


def problems_for(session: Session, resident_id: str, on: date) -> list[str]:
    """Return what may be hard for a resident: categories, readings, needs, no call for long. Raises NoSuchResident."""
    resident = own_resident(session, resident_id)
    return list(dict.fromkeys(_problems(session, resident, on)))


def _problems(session: Session, resident: Resident, on: date) -> Iterator[str]:
    day, said = on.isoformat(), _words()["problems"]
    tags = session.exec(
        select(CategoryTag).where(
            CategoryTag.resident_id == resident.id, CategoryTag.author == author_of(session), col(CategoryTag.removed_at).is_(None)
        )
    )
    for tag in tags:
        if (tag.from_date or "") <= day and (tag.to_date is None or day <= tag.to_date) and tag.category in said:
            yield said[tag.category]
    readings, illnesses = readings_of(session, resident.id, 40), illnesses_of(resident)
    for one in readings[:1]:
        if prompts(one.measured(), illnesses):
            taken = day_words(date.fromisoformat(one.taken_on), on)
            yield _("{reading} ({day})").format(reading=figures(one.measured(), illnesses), day=taken)
    if resident.mobility in said:
        yield said[resident.mobility]
    if medicines := [one for one in medicines_of(session, resident.id, on) if one.taken(day)]:
        yield _("Takes {count} medicines every day and may forget them").format(count=len(medicines))
    for need in resident.needs:
        yield "，".join(filter(None, (table("need_kind").label(need.kind), need.note)))
    if resident.difficulties:
        yield resident.difficulties
    reason = session.exec(
        select(CareGrade.reason).where(
            CareGrade.resident_id == resident.id,
            CareGrade.author == author_of(session),
            col(CareGrade.removed_at).is_(None),
            col(CareGrade.to_date).is_(None),
        )
    ).first()
    if reason:
        yield reason
    if _has_family_away(resident) and not _spoke_lately(session, resident, on):
        yield _("No call with the family for {count} days").format(count=QUIET)


def _has_family_away(resident: Resident) -> bool:
    return resident.children_whereabouts not in (None, "none", "same_house", "unknown")


def _spoke_lately(session: Session, resident: Resident, on: date) -> bool:
    """Tell whether a family call took place within the last month."""
    since = (on - timedelta(days=QUIET)).isoformat()
    calls = select(FamilyCall.id).where(
        FamilyCall.id == CallPerson.call_id,
        CallPerson.resident_id == resident.id,
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
        col(CallPerson.removed_at).is_(None),
        col(CallPerson.dropped_on).is_(None),
        FamilyCall.state == COMPLETED,
        FamilyCall.call_on >= since,
    )
    return session.exec(calls.limit(1)).first() is not None


def review_when() -> str:
    """Return in which cases a plan is looked at before its day."""
    return str(_words()["review_when"])


def body_words() -> list[str]:
    """Return words by which a line of a plan tells of the body."""
    found: list[str] = _words()["body"]
    return found


def grades_that_need_one() -> frozenset[str]:
    """Return the grades whose people shall have a plan."""
    return frozenset(_words()["needed_by"])


def who_helps(session: Session, resident_id: str, on: date) -> list[tuple[str, str]]:
    """Return who may do a measure: those who stand by the resident first, then the other helpers; id and words (网格长 汪志强)."""
    day = on.isoformat()
    mine = select(Pairing).where(
        Pairing.resident_id == resident_id, Pairing.author == author_of(session), col(Pairing.removed_at).is_(None)
    )
    first = [one.helper_id for one in session.exec(mine) if one.helper_id and one.in_force(day)]
    helpers = {one.id: one for one in helpers_on(session, on)}
    order = [*dict.fromkeys(one for one in first if one in helpers), *(one for one in helpers if one not in first)]
    whose = {one: _(" (county)") for one in order if helpers[one].author != author_of(session)}
    return [(one, helper_words(helpers[one]) + whose.get(one, "")) for one in order]


def helper_words(helper: Helper) -> str:
    """Return a helper with what he is before the name."""
    roles = table("visitor_role")
    title = helper.card_title or (roles.label(helper.roles[0]) if helper.roles else "") or helper.post or ""
    return f"{title} {helper.name}".strip()


def measures_for() -> list[dict[str, Any]]:
    """Return the measures that are often written, to choose from: what, kind, how often."""
    found: list[dict[str, Any]] = _words()["measures"]
    return found


def shown_situation(resident: Resident, tags: list[str], *, for_visitors: bool) -> str:
    """Return the line under the name: categories and illnesses, without what tells of an illness where visitors read it."""
    known = table("resident_category")
    words = [category_word(one) for one in tags if not known.is_restricted(one) and not (for_visitors and tells_of_illness(one))]
    if not for_visitors:
        words += [table("illness").label(one.kind) for one in resident.chronic]
    if resident.smartphone_ability in ("unable", "none"):
        words.append(_("no use of a smartphone"))
    return "，".join(dict.fromkeys(words))
