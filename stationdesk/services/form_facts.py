"""The facts a form can ask for: each with its path, its words, its kind, how it is covered, and where it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.category_tag import CategoryTagDraft
from stationdesk.registers.code import table
from stationdesk.registers.field import Draft, codes_of
from stationdesk.registers.guardian import GuardianDraft
from stationdesk.registers.helper import HelperDraft
from stationdesk.registers.household import HouseholdDraft
from stationdesk.registers.kin import KinDraft
from stationdesk.registers.pairing import PairingDraft
from stationdesk.registers.record import Record
from stationdesk.registers.resident import ResidentDraft
from stationdesk.registers.visit import VisitDraft
from stationdesk.registers.wish import WishDraft
from stationdesk.services.form_fact import KIN, Fact, Facts
from stationdesk.services.form_relatives import own_facts, relative, tag_of


class UnknownFact(DeskError):
    """A form asks for a fact that there is not, or that may never stand in one."""


_NEVER = frozenset(
    {
        *("father_status", "mother_status", "parents_evidence", "parents_evidence_on", "counselling_note", "merged_into", "instead_of"),
        "came_from",
        *("grid_leader_id", "child_officer_id", "household_id", "resident_id", "kin_id", "kin_resident_id", "guardian_resident_id"),
        *("org_unit_id", "handed_over_to", "helper_id", "previous_id", "occasion_id", "pairing_id", "follow_up_of", "photo_ids", "head_id"),
        *("disability_parts", "check_items", "issues", "handed_out", "services", "measures", "birth_written", "emergency_contacts"),
        *("chronic", "visitors", "pairs_with"),
    }
)
"""Fields that no column shows as they are: restricted ones (domain 1.3), pointers, and lists that have readers of their own."""
_MONEY = frozenset(
    {
        *("living_allowance", "nursing_allowance", "pension_monthly", "old_age_allowance", "children_support", "monthly_amount", "budget"),
    }
)
_IDS = frozenset({"id_no", "disability_no", "child_number", "certificate_no"})
_NAMES = frozenset({"head_name", "teacher_name", "child_officer_name", "giver_name", "agreed_by", "met_person", "carer_name"})
_PLACES = frozenset({"registered_address", "current_address", "address", "place", "residency_place"})
_OF_THE_CHILD = frozenset({"former_name", "nickname", "school", "grade_class", "hamlet", "wechat", "works_at", "migrant_place", "employer"})
_DATES = ("_on", "_date", "_to", "_from", "_since", "_due", "_done", "last_home", "expected_return", "_month")
AID_FIELDS = (
    *("from_date", "to_date", "certificate_no", "aid_class", "persons_covered", "monthly_amount", "last_paid_month", "cause"),
    *("risk_kind", "measures", "responsible_name", "responsible_phone", "carer_name", "carer_phone"),
)


def kind_of_field(draft: type[Draft | Record], name: str) -> str:
    """Return what kind of fact a field of a register is."""
    codes = codes_of(draft, name)
    annotation = str(draft.model_fields[name].annotation)
    if codes:
        return "codes" if "tuple" in annotation else "code"
    if name in _IDS:
        return "id"
    if name == "phones" or name.endswith("phone"):
        return "phone"
    if "bool" in annotation:
        return "flag"
    if name in _MONEY:
        return "money"
    if re.search(r"\bint\b", annotation):
        return "number"
    return "date" if name.endswith(_DATES) else "text"


def cover_of(name: str, kind: str) -> str:
    """Return how a field is covered where it is not to be read in full; empty: not at all."""
    if kind in ("id", "phone"):
        return kind
    if name in ("birth_date", "birthday"):
        return "birth"
    if name == "name":
        return "name"
    if name in _NAMES:
        return "other_name"
    if name in _PLACES:
        return "address"
    if name == "village_group":
        return "group"
    if name in _OF_THE_CHILD:
        return "own"
    return "words" if kind == "text" and name not in ("village", "household_no", "grid_code", "ethnicity") else ""


def _plain(part: str, prefix: str, word: tuple[str, ...], draft: type[Draft], name: str) -> Fact:
    kind = kind_of_field(draft, name)
    cover = cover_of(name, kind)
    if cover == "name" and part != "person":
        cover = "other_name" if part in ("kin", "guardian") else ""
    return Fact(
        f"{prefix}.{name}",
        (*word, draft.model_fields[name].title or name),
        kind,
        _reader(part, name),
        f"{part}:{name}",
        codes_of(draft, name) or "",
        "" if part in ("helper", "officer") and cover == "words" else cover,
    )


def _reader(part: str, name: str) -> Callable[[Facts], Any]:
    if part == "person":
        return lambda facts: facts.person.get(name)
    return lambda facts: getattr(facts, part).get(name)


def _of_kin(role: str, word: str, name: str) -> Fact:
    kind = kind_of_field(KinDraft, name)
    cover = cover_of(name, kind)
    return Fact(
        f"kin.{role}.{name}",
        (word, KinDraft.model_fields[name].title or name),
        kind,
        lambda facts: relative(facts, role, name),
        "kin",
        codes_of(KinDraft, name) or "",
        "other_name" if cover == "name" else cover,
    )


def _of_tag(code: str, name: str) -> Fact:
    if name == "held":
        return Fact(f"tag.{code}.held", (table("resident_category").label(code),), "flag", lambda f: bool(tag_of(f, code)), "tags")
    kind = kind_of_field(CategoryTagDraft, name)
    return Fact(
        f"tag.{code}.{name}",
        (table("resident_category").label(code), CategoryTagDraft.model_fields[name].title or name),
        kind,
        lambda facts: tag_of(facts, code).get(name),
        "tags",
        codes_of(CategoryTagDraft, name) or "",
        cover_of(name, kind) if kind in ("id", "phone") else "",
    )


@cache
def facts() -> Mapping[str, Fact]:
    """Return every fact there is, by its path, in the order they are offered."""
    found = {one.path: one for one in own_facts()}

    def add(part: str, prefix: str, word: tuple[str, ...], draft: type[Draft]) -> None:
        for name in draft.model_fields:
            if name not in _NEVER and (draft, name) != (ResidentDraft, "needs"):
                found.setdefault(f"{prefix}.{name}", _plain(part, prefix, word, draft, name))

    add("person", "resident", (), ResidentDraft)
    for role, (word, _relations) in KIN.items():
        for name in KinDraft.model_fields:
            if name not in _NEVER:
                found[f"kin.{role}.{name}"] = _of_kin(role, word, name)
    add("guardian", "guardian", (N_("Guardian"),), GuardianDraft)
    add("home", "household", (N_("Household"),), HouseholdDraft)
    add("helper", "helper", (N_("Helper"),), HelperDraft)
    add("officer", "officer", (N_("Responsible officer"),), HelperDraft)
    add("pairing", "pairing", (N_("Pairing"),), PairingDraft)
    add("visit", "visit", (N_("Visit"),), VisitDraft)
    add("wish", "wish", (N_("Wish"),), WishDraft)
    tags = table("resident_category")
    for row in tags.rows:
        if not row.group and not tags.is_restricted(row.code):
            for name in ("held", *(AID_FIELDS if tags.is_within(row.code, "aid_household") else ("from_date", "to_date"))):
                found[f"tag.{row.code}.{name}"] = _of_tag(row.code, name)
    return found


def fact(path: str) -> Fact:
    """Return the fact of a path. Raises UnknownFact."""
    there = facts().get(path)
    if there is None:
        raise UnknownFact(_("The form asks for «{path}», which this program does not keep or never gives out.").format(path=path))
    return there
