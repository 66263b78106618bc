"""Facts that are worked out: whose relative is meant, which tag holds, ages, helpers, who is called first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from stationdesk.i18n import N_
from stationdesk.registers.code import table
from stationdesk.services.form_fact import KIN, Fact, Facts, Row, Rows

DEAD = object()
"""What a relative who has died gives for every fact: the form then has a dash."""
_CHILDREN = ("2", "3")
"""First digits of the national numbers of sons and daughters (GB/T 4761)."""
_IN_LAW = frozenset({"son_in_law", "daughter_in_law"})


def relative(facts: Facts, role: str, name: str) -> Any:
    """Return what is known of the relative in `role`, None if there is none, DEAD if he has died."""
    one = _in_role(facts, role)
    if one is None:
        return None
    if one.get("life_state") == "deceased" and name not in ("relation", "relation_written"):
        return DEAD
    return one.get(name)


def _in_role(facts: Facts, role: str) -> Row | None:
    kind, _, number = role.rpartition("_")
    if kind == "contact":
        there = contacts(facts)
    elif kind == "child":
        there = [one for one in facts.kin if is_child(one.get("relation"))]
    else:
        return next((one for one in facts.kin if one.get("relation") in KIN[role][1]), None)
    at = int(number) - 1
    return there[at] if at < len(there) else None


def is_child(relation: str | None) -> bool:
    """Tell whether a relation is a son or a daughter, by blood or by marriage."""
    return bool(relation) and (table("relation").national(str(relation)) or "0")[0] in _CHILDREN


def contacts(facts: Facts) -> Rows:
    """Return who is called, in the order of calling: relatives marked so, then those written down beside; else all who can be called."""
    marked = [one for one in facts.kin if one.get("is_emergency_contact")]
    found: Rows = sorted(marked, key=lambda one: one.get("contact_order") or 99)
    written = facts.person.get("emergency_contacts")
    for one in json.loads(written) if written else ():
        found.append(
            {
                "name": one.get("name"),
                "relation_written": one.get("relation"),
                "phones": json.dumps(one.get("phones", []), ensure_ascii=False),
                "place": one.get("place"),
            }
        )
    alive = [one for one in facts.kin if one.get("life_state") != "deceased"]
    return found or [one for one in alive if one.get("phones") not in (None, "[]")] or alive


def tag_of(facts: Facts, code: str) -> Row:
    """Return the tag in force of a category, or of one below it; empty if there is none."""
    tags = table("resident_category")
    return next((one for one in facts.tags if tags.is_within(one["category"], code)), {})


def categories(facts: Facts) -> list[str]:
    """Return the categories in force that may be printed, each once."""
    tags = table("resident_category")
    return list(dict.fromkeys(one["category"] for one in facts.tags if not tags.is_restricted(one["category"])))


def _needs(facts: Facts) -> str:
    kept = facts.person.get("needs")
    found = [(table("need_kind").label(one["kind"]), one.get("note", "")) for one in json.loads(kept)] if kept else []
    return "、".join(f"{label}（{note}）" if note else label for label, note in found)


def _illnesses(facts: Facts) -> list[str]:
    kept = facts.person.get("chronic")
    return [one["kind"] for one in json.loads(kept)] if kept else []


def _visitors(facts: Facts) -> str:
    kept = facts.visit.get("visitors")
    return "、".join(one["name"] for one in json.loads(kept)) if kept else ""


def _issues(facts: Facts) -> str:
    kept = facts.visit.get("issues")
    return "；".join(one["text"] for one in json.loads(kept)) if kept else ""


def _money_given(facts: Facts) -> int | None:
    kept = facts.visit.get("handed_out")
    return sum(one.get("amount") or 0 for one in json.loads(kept)) or None if kept else None


def _disability(facts: Facts) -> str:
    kind, grade = facts.person.get("disability_kind"), facts.person.get("disability_grade")
    return table("disability_kind").label(kind) + table("disability_grade").label(grade)


def _school(facts: Facts) -> str:
    person = facts.person
    return (person.get("school") or "") + (person.get("grade_class") or "") or table("schooling").label(person.get("schooling"))


def _address(facts: Facts) -> str | None:
    person = facts.person
    return person.get("current_address") or person.get("registered_address") or facts.home.get("address")


def _health(facts: Facts) -> str:
    return facts.person.get("health_note") or table("health_status").label(facts.person.get("health_status"))


def _relation(one: Row) -> str:
    return str(one.get("relation_written") or table("relation").label(one.get("relation")))


def _noted(kind: str, facts: Facts) -> str:
    """Return what notes of a kind say, each once: 微心愿 and 需求 as a ledger had them."""
    said = [
        one["text"] if kind != "ledger" else f"{one['heading'] or ''}：{one['text']}"
        for one in facts.notes
        if one["kind"] == kind and one["text"]
    ]
    return "；".join(dict.fromkeys(said))


def _relation_in(role: str, facts: Facts) -> str:
    return _relation(_in_role(facts, role) or {})


def own_facts() -> Iterator[Fact]:
    """Yield the facts that are no field of a register, the commonest first."""
    yield from _first_facts()
    yield from _grade_and_house()
    yield from _wish_facts()
    for role, (word, _relations) in KIN.items():
        yield Fact(f"kin.{role}.said_relation", (word, N_("Relation")), "text", partial(_relation_in, role), "kin")
    for kind, words in (("need", N_("Need")), ("remark", N_("Remark")), ("ledger", N_("From ledgers"))):
        yield Fact(f"note.{kind}", (N_("Notes"), words), "text", partial(_noted, kind), "notes", cover="words")
    yield Fact("visit.visitor_names", (N_("Visitors"),), "text", _visitors, "visit:visitors")
    yield Fact("visit.issue_words", (N_("Problems and needs"),), "text", _issues, "visit:issues", cover="words")
    yield Fact("visit.money_given", (N_("Money or worth handed over"),), "money", _money_given, "visit:handed_out")


def _first_wish(facts: Facts) -> str | None:
    return facts.wishes[0]["content"] if facts.wishes else None


def _wish_facts() -> Iterator[Fact]:
    yield Fact("resident.first_wish", (N_("Wish"),), "text", _first_wish, "wishes", cover="words")
    for name, word, kind, codes in (
        ("state", N_("State"), "code", "wish_state"),
        ("claimer", N_("Claimed by"), "text", ""),
        ("claimed_on", N_("Claimed on"), "date", ""),
        ("delivered_on", N_("Delivered on"), "date", ""),
        ("fulfilled_on", N_("Fulfilled on"), "date", ""),
        ("cost", N_("Actual cost"), "money", ""),
    ):
        yield Fact(f"wish.{name}", (N_("Wish"), word), kind, partial(_of_wish, name), "wish:id", codes)


def _of_wish(name: str, facts: Facts) -> Any:
    return facts.wish.get(name)


def _first_facts() -> Iterator[Fact]:
    yield Fact("serial", (N_("Running number"),), "number", lambda _facts: None, "")
    yield Fact("text", (N_("Always the same text"),), "text", lambda _facts: None, "")
    yield Fact("changed", (N_("Changed since the last export"),), "text", lambda f: f.changed, "changed")
    yield Fact("resident.age", (N_("Age"),), "number", lambda f: f.person.get("age"), "age")
    yield Fact(
        "resident.lives", (N_("Address"),), "text", _address, "person:current_address,registered_address home:address", cover="address"
    )
    yield Fact("resident.disability", (N_("Kind and grade of disability"),), "text", _disability, "person:disability_kind,disability_grade")
    yield Fact("resident.school_class", (N_("School and class"),), "text", _school, "person:school,grade_class,schooling", cover="own")
    yield Fact("resident.health_words", (N_("Health in words"),), "text", _health, "person:health_note,health_status", cover="words")
    yield Fact("resident.chronic_kinds", (N_("Chronic illnesses"),), "codes", _illnesses, "person:chronic", "illness")
    yield Fact("resident.need_words", (N_("Needs"),), "text", _needs, "person:needs", cover="words")
    yield Fact("tags", (N_("Categories"),), "codes", categories, "tags", "resident_category")


def _grade_and_house() -> Iterator[Fact]:
    yield Fact("grade", (N_("Care grade"),), "text", lambda f: f.grade.get("label"), "grade")
    yield Fact("grade.code", (N_("Code of the care grade"),), "text", lambda f: f.grade.get("grade"), "grade")
    yield Fact("grade.from_date", (N_("Care grade"), N_("From")), "date", lambda f: f.grade.get("from_date"), "grade")
    yield Fact(
        "guardian.last",
        (N_("Guardian written down last"),),
        "text",
        lambda f: f.last_guardian.get("name"),
        "guardian:name",
        cover="other_name",
    )
    yield Fact(
        "head.name",
        (N_("Name of the head"),),
        "text",
        lambda f: f.home.get("head_name") or f.person.get("head_name"),
        "person:head_name home:head_name",
        cover="other_name",
    )
    yield Fact("household.members", (N_("People in the register"),), "number", lambda f: f.members or None, "members")
    yield Fact(
        "guardian.said_relation",
        (N_("Guardian"), N_("Relation")),
        "text",
        lambda f: _relation(f.guardian),
        "guardian:relation,relation_written",
    )
