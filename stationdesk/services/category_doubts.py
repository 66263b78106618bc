"""What does not go together in what is known of a person: marked, never blocked (domain 1.4: four axes that are independent)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.resident import ResidentDraft

AXES = ("living", "children", "family", "ability")
"""How somebody lives, where the children are, what befell the family, what he can do himself: four questions, each by itself."""
OLD, OLDEST = 60, 80
STAYS_CHILD, STAYS_LEFT_BEHIND = 18, 16
NEAR = frozenset({"same_house", "same_village"})
WITH_OTHERS = frozenset({"couple", "with_children", "with_grandchildren", "with_parents", "with_relatives"})


class Doubt(NamedTuple):
    """A sentence, and the axis (or `age`, `child`) it belongs to."""

    axis: str
    says: str


def axis_tags(axis: str) -> tuple[str, ...]:
    """Return the categories of an axis, as the code table has them."""
    return tuple(row.code for row in table("resident_category").rows if row.axis == axis)


def doubts(person: ResidentDraft, codes: Collection[str], on: str, living_children: int = 0) -> list[Doubt]:
    """Return what contradicts itself; `codes` are the categories in force, `living_children` the relatives known as sons and daughters."""
    have, age = set(codes), person.age(on)
    return [
        *_living(person, have),
        *_children(person, have),
        *_family(person, have, living_children),
        *_ability(person, have),
        *_age(age, have),
    ]


def _word(code: str) -> str:
    return table("resident_category").label(code)


def _living(person: ResidentDraft, have: set[str]) -> list[Doubt]:
    found, how = [], person.living_arrangement
    both = {"living_alone", "empty_nest"}
    if both <= have:
        found.append(
            Doubt("living", _("{one} and {other}: only one of them can be").format(one=_word("living_alone"), other=_word("empty_nest")))
        )
    label = table("living_arrangement").label(how)
    if "living_alone" in have and how in WITH_OTHERS | {"institution"}:
        found.append(Doubt("living", _("{category}, but lives: {how}").format(category=_word("living_alone"), how=label)))
    if "empty_nest" in have and how in ("with_children", "institution"):
        found.append(Doubt("living", _("{category}, but lives: {how}").format(category=_word("empty_nest"), how=label)))
    return found


def _children(person: ResidentDraft, have: set[str]) -> list[Doubt]:
    found, where = [], person.children_whereabouts
    label = table("children_whereabouts").label(where)
    if "left_behind_elder" in have and where in NEAR | {"none"}:
        found.append(Doubt("children", _("{category}, but the children: {where}").format(category=_word("left_behind_elder"), where=label)))
    if person.living_arrangement == "with_children" and where not in (None, "same_house", "mixed", "unknown"):
        how = table("living_arrangement").label("with_children")
        found.append(Doubt("children", _("Lives: {how}, but the children: {where}").format(how=how, where=label)))
    return found


def _family(person: ResidentDraft, have: set[str], living_children: int) -> list[Doubt]:
    found = []
    count = max(living_children, person.children_count or 0)
    for code in sorted({"kinless", "bereaved_of_only_child"} & have):
        if count:
            found.append(Doubt("family", _("{category}, but {count} children are written down").format(category=_word(code), count=count)))
        elif person.children_whereabouts not in (None, "none", "unknown"):
            where = table("children_whereabouts").label(person.children_whereabouts)
            found.append(Doubt("family", _("{category}, but the children: {where}").format(category=_word(code), where=where)))
    return found


def _ability(person: ResidentDraft, have: set[str]) -> list[Doubt]:
    found = []
    if {"disabled_function", "partly_dependent"} <= have:
        one, other = _word("disabled_function"), _word("partly_dependent")
        found.append(Doubt("ability", _("{one} and {other}: only one of them can be").format(one=one, other=other)))
    able = person.self_care == "able" or person.dependency_level == "intact"
    unable = sorted({"disabled_function", "partly_dependent"} & have) if able else []
    found += [Doubt("ability", _("{category}, but can do everything himself").format(category=_word(code))) for code in unable]
    return found


def _age(age: int | None, have: set[str]) -> list[Doubt]:
    if age is None:
        return []
    found, known = [], table("resident_category")
    if "oldest_old" in have and age < OLDEST:
        found.append(Doubt("age", _("{category}, but {age} years old").format(category=_word("oldest_old"), age=age)))
    elders = [code for code in have if known.is_within(code, "elder") and code != "oldest_old"]
    if elders and age < OLD:
        found.append(Doubt("age", _("{category}, but {age} years old").format(category=_word(min(elders)), age=age)))
    over = sorted(code for code in have if known.is_within(code, "child") and age >= age_of_leaving(code))
    found += [Doubt("child", _("{category}, but {age} years old").format(category=_word(code), age=age)) for code in over]
    return found


def age_of_leaving(code: str) -> int:
    """Return the age with which a category of children ends: 16 for those left behind (domain 1.2), 18 for all others."""
    return STAYS_LEFT_BEHIND if code == "left_behind_child" else STAYS_CHILD
