"""What a move of a resident brings with it for those around him: the household, the children he looks after, relatives, the spouse."""

from __future__ import annotations

from datetime import date
from typing import Any

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.resident import ADULT, Resident
from stationdesk.services.day_words import day_words
from stationdesk.services.due import PRESENT
from stationdesk.services.residency_around import Around, Ward
from stationdesk.services.residency_parts import (
    Effect,
    Move,
    Step,
    day_of,
    names,
    running,
    spouse_of,
    tag_end,
)

LEFT_BEHIND = "left_behind_child"
HALF_YEAR = 6
"""Months after which a parent who came back counts as back; a visit over the holidays does not (domain 1.2, survey of 2024)."""


def of_ending(around: Around, move: Move, successor: str) -> list[Effect]:
    """Tell what a death or a move away for good brings."""
    return [
        *_wards_lose(around, move),
        *_kin(around, move),
        *_head(around, successor),
        *_sizes(around, gone=True),
        *_spouse(around, move),
        *_left_alone(around),
    ]


def of_pause(around: Around, move: Move) -> list[Effect]:
    """Tell what being away, in hospital, in a home or missing brings."""
    wards = _wards_lose(around, move) if move.to_status == "missing" else _wards_wait(around, move)
    kin = _kin(around, move) if move.to_status == "missing" else []
    return [*wards, *kin, *_sizes(around, gone=False), *_perhaps_left_behind(around, move)]


def of_return(around: Around, move: Move) -> list[Effect]:
    """Tell what coming home brings."""
    return [*_back_home(around), *_left_behind(around, move), *_left_behind_elders(around, move)]


# -- whom he looks after


def _looks_after(ward: Ward, around: Around) -> str:
    """Say what the person is to somebody he looks after: 小禾（化名）的受委托监护人是爷爷."""
    kind = ward.guardian.kind if ward.guardian is not None else None
    by = _("by {kind}|ward").format(kind=table("guardian_kind").label(kind)) if kind else ""
    role = by or ward.relation or _("the one who looks after|ward")
    return _("{name} loses {role}").format(name=around.name_of(ward.resident), role=role)


def _review(around: Around, ward: str, move: Move) -> tuple[Step, ...]:
    """Let the grade of somebody be looked at again with the day of the move."""
    held = [one for one in around.wards_grades if one.resident_id == ward and running(one, move)]
    return tuple(
        Step("care_grade", one.id, {"review_due": move.day}) for one in held if one.review_due is None or one.review_due > move.day
    )


def _wards_lose(around: Around, move: Move) -> list[Effect]:
    found = []
    for ward in around.wards:
        others = names(ward.others)
        says = _looks_after(ward, around)
        rest = _("{others} must take over fully").format(others=others) if others else _("nobody else is written down: find somebody today")
        steps: tuple[Step, ...] = _review(around, ward.resident.id, move)
        if ward.guardian is not None:
            reason = table("residency_status").label(move.to_status)
            steps += (Step("guardian", ward.guardian.id, {"to_date": move.day, "end_reason": reason}),)
        found.append(Effect(f"ward:{ward.resident.id}", _("{what}; {rest}").format(what=says, rest=rest), "urgent", steps=steps))
    return found


def _wards_wait(around: Around, move: Move) -> list[Effect]:
    found = []
    for ward in around.wards:
        if not (ward.guardian or ward.same_house):
            continue
        name, others = around.name_of(ward.resident), names(ward.others)
        says = (
            _("{name} is looked after by him: meanwhile {others} must do it").format(name=name, others=others)
            if others
            else _("{name} is looked after by him alone: find somebody for the meantime").format(name=name)
        )
        found.append(Effect(f"ward:{ward.resident.id}", says, "urgent", steps=_review(around, ward.resident.id, move)))
    return found


# -- relatives, household, spouse


def _kin(around: Around, move: Move) -> list[Effect]:
    """Mark him as dead or missing in the lists of those whose relative he is, so that he is not called any more."""
    state = {"deceased": "deceased", "missing": "missing"}.get(move.to_status)
    if state is None:
        return []
    found, owners = [], around.owners or {}
    known = [kin for kin in around.kin_elsewhere if kin.life_state != state]
    for code, kin, choice in (("kin", known, False), ("kin_alike", list(around.kin_alike), True)):
        if not kin:
            continue
        whose = names([around.name_of(owners[one.resident_id]) for one in kin if one.resident_id in owners])
        calls = sum(1 for one in kin if one.is_emergency_contact or one.contact_order)
        says = (
            _("A relative of the same name stands with {whose}; that is he: mark him, too")
            if choice
            else _("He is marked among the relatives of {whose} and is not called any more")
        ).format(whose=whose or _("others|kin"))
        steps = tuple(_marked(one, state) for one in kin)
        found.append(Effect(code, says, "stop" if calls and not choice else "change", len(kin), choice=choice, steps=steps))
    return found


def _marked(kin: Any, state: str) -> Step:
    return Step("kin", kin.id, {"life_state": state} | ({"is_emergency_contact": False} if kin.is_emergency_contact else {}))


def successors(around: Around) -> list[Resident]:
    """Return who may become head: the grown-up members, the likeliest first; whoever lives at home before those away."""
    day = around.on.isoformat()
    grown = [one for one in around.members if (one.age(day) or 0) >= ADULT or (one.age(day) is None and not one.is_minor(day))]
    return sorted(grown, key=lambda one: one.residency_status not in (*PRESENT, None))


def _head(around: Around, successor: str) -> list[Effect]:
    home = around.household
    if home is None or home.head_id != around.resident.id or not around.members:
        return []
    able = successors(around)
    if not able:
        return [Effect("head", _("He is the head of the household and no grown-up is left: settle it on the family's page"), "urgent")]
    chosen = next((one for one in able if one.id == successor), able[0])
    says = _("Head of the household from now on: {name}").format(name=chosen.name)
    options = tuple((one.id, one.name) for one in (chosen, *(other for other in able if other.id != chosen.id)))
    steps = [Step("household", home.id, {"head_id": chosen.id, "head_name": chosen.name})]
    steps.append(Step("resident", chosen.id, {"relation_to_head": "head", "head_name": chosen.name}))
    told = (around.heads or {}).get(chosen.id, ())
    steps += [Step("resident", who, {"head_name": chosen.name} | ({"relation_to_head": said} if said else {})) for who, said in told]
    if unsure := [who for who, said in told if not said]:
        says = _("{says}; what {count} of them are to him is to be looked at on the family's page").format(says=says, count=len(unsure))
    return [Effect("head", says, "change", choice=True, steps=tuple(steps), options=options)]


def _sizes(around: Around, *, gone: bool) -> list[Effect]:
    """Count one person less in the household, or one less at home."""
    home = around.household
    if home is None:
        return []
    fields: dict[str, Any] = {}
    words = []
    at_home = around.resident.residency_status in (*PRESENT, None)
    if gone and home.household_size:
        fields["household_size"] = home.household_size - 1
        words.append(_("people in the household {before} → {after}").format(before=home.household_size, after=home.household_size - 1))
    if at_home and home.resident_size:
        fields["resident_size"] = home.resident_size - 1
        words.append(_("at home {before} → {after}").format(before=home.resident_size, after=home.resident_size - 1))
    if not fields:
        return []
    return [Effect("size", _(", ").join(words), "change", choice=True, steps=(Step("household", home.id, fields),))]


def _back_home(around: Around) -> list[Effect]:
    home = around.household
    if home is None or around.resident.residency_status in (*PRESENT, None) or home.resident_size is None:
        return []
    says = _("at home {before} → {after}").format(before=home.resident_size, after=home.resident_size + 1)
    return [Effect("size", says, "change", choice=True, steps=(Step("household", home.id, {"resident_size": home.resident_size + 1}),))]


def _spouse(around: Around, move: Move) -> list[Effect]:
    """Write the spouse as widowed; the grade is looked at again (domain 3.5)."""
    spouse = (around.owners or {}).get(spouse_of(around)) or next((one for one in around.members if one.id == spouse_of(around)), None)
    if move.to_status != "deceased" or spouse is None or spouse.marital_status == "widowed":
        return []
    says = _("{name} is widowed from now on; go and see, and look at the grade again").format(name=around.name_of(spouse))
    return [Effect("spouse", says, "change", choice=True, steps=(Step("resident", spouse.id, {"marital_status": "widowed"}),))]


def _left_alone(around: Around) -> list[Effect]:
    at_home = [one for one in around.members if one.residency_status in (*PRESENT, None)]
    if len(at_home) != 1:
        return []
    return [Effect("alone", _("{name} lives alone from now on: look at the categories").format(name=around.name_of(at_home[0])), "urgent")]


# -- left behind


def _perhaps_left_behind(around: Around, move: Move) -> list[Effect]:
    """Tell of a child that may become one left behind, for a parent goes away."""
    found = []
    for ward in around.wards:
        own = [tag for tag in around.wards_tags if tag.resident_id == ward.resident.id and tag.category == LEFT_BEHIND]
        has = any(running(tag, move) for tag in own)
        if move.to_status == "away" and ward.is_parent and not has:
            says = _("{name}: left behind if both parents are away for six months; look again then").format(
                name=around.name_of(ward.resident)
            )
            found.append(Effect(f"left_behind:{ward.resident.id}", says, "note"))
    return found


def half_a_year_after(day: date) -> date:
    """Return the day six months later, the last of its month where that is shorter."""
    year, month = divmod(day.month - 1 + HALF_YEAR, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def _left_behind(around: Around, move: Move) -> list[Effect]:
    """End the category of a child whose parent is back once six months have passed, and not before."""
    parents = {ward.resident.id: ward.resident for ward in around.wards if ward.is_parent}
    held = [tag for tag in around.wards_tags if tag.category == LEFT_BEHIND]
    tags = [(parents[tag.resident_id], tag) for tag in held if tag.resident_id in parents]
    return _after_half_a_year(around, move, tags, "parents_returned")


def _left_behind_elders(around: Around, move: Move) -> list[Effect]:
    return _after_half_a_year(around, move, list(around.parents_tags), "children_returned")


def _after_half_a_year(around: Around, move: Move, tags: list[tuple[Resident, Any]], reason: str) -> list[Effect]:
    found = []
    for who, tag in tags:
        if not running(tag, move):
            continue
        word, name = table("resident_category").label(tag.category), around.name_of(who)
        settled = half_a_year_after(move.happened_on)
        if settled <= around.on:
            says = _("{name}: the category {word} ends, for he has been back since {day}").format(
                name=name, word=word, day=day_of(move, around)
            )
            steps = (tag_end(tag, Move("returned", settled), reason),)
            found.append(Effect(f"tag:{tag.id}", says, choice=True, steps=steps))
        else:
            says = _("{name} stays {word} until he has been back for six months ({day}); a holiday at home does not count").format(
                name=name, word=word, day=day_words(settled, around.on)
            )
            found.append(Effect(f"tag:{tag.id}", says, "note"))
    return found
