"""What is about to fail in one household, or cannot be right: one sentence each, the most pressing first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stationdesk.i18n import _
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import ADULT, GONE, Resident, years_old
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_facts import AWAY, ILL, LETTER_DAYS
from stationdesk.services.kin_words import PARENTS, brings_up


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that needs a hand; `action` names what settles it: letter, guardian, head, callers, member, kin or empty."""

    code: str
    bold: str
    text: str
    action: str = ""
    of_children: bool = False
    """Says something of a child: shown with the right only."""
    calm: bool = False
    """Worth knowing, nothing is failing."""


def troubles(data: FamilyData) -> list[Trouble]:
    """Return what needs a hand, the most pressing first."""
    checks: tuple[Callable[[FamilyData], Iterator[Trouble]], ...] = (_head, _carers, _letters, _callers, _guardians, _kin)
    return [one for check in checks for one in check(data)]


def called(one: Resident, on: date) -> str:
    """Return how sentences call somebody: a child by alias."""
    return masked_child(one.name, one.alias) if is_child(one, on) else one.name


def _head(data: FamilyData) -> Iterator[Trouble]:
    head, named = data.head, data.resident(data.home.head_id)
    if not data.there:
        yield Trouble("empty", _("Nobody lives here any more."), _("All members have died or moved away."))
    elif head is None:
        yield Trouble("no_head", _("This household has no head."), _("Please choose one of the grown-ups."), "head")
    elif head.residency_status in GONE:
        gone = _("The head {name} has died.") if head.residency_status == "deceased" else _("The head {name} has moved away.")
        yield Trouble("head_gone", gone.format(name=called(head, data.on)), _("Please choose another head."), "head")
    elif is_child(head, data.on):
        text = _("Please choose a grown-up.") if data.adults else _("No grown-up lives here.")
        yield Trouble("child_head", _("A child is the head of the household."), text, "head" if data.adults else "", of_children=True)
    if data.home.head_id and named is None:
        said = _("The head lives in another household.")
        yield Trouble("head_elsewhere", said, _("Nobody belongs to two. Please choose a head."), "head")
    heads = [one for one in data.there if one.relation_to_head == "head" and (head is None or one.id != head.id)]
    for one in heads:
        said = _("{name} is written down as a second head.").format(name=called(one, data.on))
        yield Trouble("two_heads", said, _("Please choose the head anew; what the others are to him is worked out."), "head")


def _carers(data: FamilyData) -> Iterator[Trouble]:
    facts, on = data.facts, data.on
    left = len(facts.left)
    failing = [one for one in facts.carers if one.failing]
    for carer in failing if len(failing) == len(facts.carers) else ():
        person = data.resident(carer.resident_id)
        name = called(person, on) if person else ""
        why = {"hospital": _("in hospital"), "institution": _("in a home|institution"), "deceased": _("dead|state")}
        state = why.get(carer.status or "", _("not here|state"))
        bold = _("Who looks after the children is {state}: {name}.").format(state=state, name=name)
        yield Trouble("carer", bold, _("Please settle today who takes over."), "guardian", of_children=True)
    if left and not facts.carers:
        bold = _("Mum and dad are both away, nobody is known to look after {count} children.").format(count=left)
        yield Trouble("no_carer", bold, _("Please ask today who is with them."), "guardian", of_children=True)


def _letters(data: FamilyData) -> Iterator[Trouble]:
    on, day = data.on, data.on.isoformat()
    children = {one.id: one for one in data.children}
    letters = [one for id_ in children for one in data.guardians.get(id_, ()) if one.kind == "delegated"]
    for one in _once(one for one in letters if one.from_date and one.to_date and one.to_date < one.from_date):
        said = _("The letter for {name} ends before it begins.").format(name=one.name)
        yield Trouble("letter_wrong", said, _("Please look at both days again."), "guardian", of_children=True)
    soon = (on + timedelta(days=LETTER_DAYS)).isoformat()
    lasting = {one.resident_id for one in letters if one.in_force(day) and (one.to_date is None or one.to_date > soon)}
    ending = [one for one in letters if one.to_date and one.to_date <= soon and one.resident_id not in lasting and _began(one, day)]
    ending = [one for one in ending if not any(_follows(other, one) for other in letters)]
    who = brings_up([carer.relation for carer in data.facts.carers])
    bold = _("Mum and dad both away, {count} children {who}.").format(count=len(data.facts.left), who=who) if data.facts.left else ""
    for one in _once(ending):
        ended = one.to_date is not None and one.to_date < day
        end = day_words(date.fromisoformat(str(one.to_date)), on)
        text = _("The letter ran out on {day}") if ended else _("The letter runs until {day}")
        yield Trouble("letter_due", bold or _("A letter of guardianship runs out."), text.format(day=end), "letter", of_children=True)
    without = [one for one in data.facts.left if one not in {letter.resident_id for letter in letters}]
    if without and data.facts.carers:
        yield Trouble("no_letter", bold, _("There is no letter from the parents"), "letter", of_children=True)


def _began(one: Guardian, day: str) -> bool:
    return one.from_date is None or one.from_date <= day


def _follows(later: Guardian, one: Guardian) -> bool:
    return later.resident_id == one.resident_id and later is not one and (later.to_date is None or later.to_date > (one.to_date or ""))


def _once(ones: Iterator[Guardian] | list[Guardian]) -> list[Guardian]:
    """Return one letter for several children of the same words."""
    return list({(one.name, one.from_date, one.to_date): one for one in ones}.values())


def _callers(data: FamilyData) -> Iterator[Trouble]:
    phones = any(one.phones for one in data.adults if one.residency_status not in ILL)
    kin = any(one.phones and one.life_state != "deceased" for ones in data.kin.values() for one in ones)
    contacts = any(one.emergency_contacts for one in data.there)
    if data.there and not (phones or kin or contacts):
        yield Trouble("no_caller", _("There is nobody to ring if something happens."), _("Please ask for a number."), "callers")


def _guardians(data: FamilyData) -> Iterator[Trouble]:
    day = data.on.isoformat()
    for child in data.children:
        for one in data.guardians.get(child.id, ()):
            person = data.resident(one.guardian_resident_id)
            held = one.in_force(day)
            years = years_old(one.birth_date, "day" if one.birth_date and len(one.birth_date) == 10 else "year", day)
            if held and person is not None and person.residency_status == "deceased" and one.kind not in ("delegated", "caregiver"):
                said = _("The guardian {name} has died.").format(name=person.name)
                yield Trouble("guardian_dead", said, _("Please write down who is guardian now."), "guardian", of_children=True)
            if held and ((person is not None and is_child(person, data.on)) or (years is not None and years < ADULT)):
                said = _("The guardian of {child} is under 18 himself.").format(child=called(child, data.on))
                yield Trouble("guardian_young", said, _("Please choose a grown-up."), "guardian", of_children=True)


def _kin(data: FamilyData) -> Iterator[Trouble]:
    on = data.on
    up = {(whose, str(kin.kin_resident_id)) for whose, kins in data.kin.items() for kin in kins if _is_parent(kin.relation)}
    for child, parent in sorted(up):
        one, other = data.resident(child), data.resident(parent)
        if one is None or other is None:
            continue
        names = {"child": called(one, on), "parent": called(other, on)}
        if (parent, child) in up and child < parent:
            said = _("{child} and {parent} are each written down as the other's parent.").format(**names)
            yield Trouble("circle", said, _("Please look at both lists of relatives."), "kin")
        elif child == parent:
            said = _("{child} is written down as their own parent.").format(**names)
            yield Trouble("circle", said, _("Please look at the list of relatives."), "kin")
        elif one.birth_date and other.birth_date and one.birth_date[:4] <= other.birth_date[:4]:
            said = _("{child} is no younger than {parent}, who is written down as the parent.").format(**names)
            yield Trouble("parent_young", said, _("Please look at the birth dates."), "kin")
    away = [one for one in data.adults if one.residency_status in AWAY]
    if away and not data.children and len(away) == len(data.adults):
        yield Trouble("all_away", _("The whole family is away."), "", calm=True)


def _is_parent(relation: str | None) -> bool:
    return relation in PARENTS
