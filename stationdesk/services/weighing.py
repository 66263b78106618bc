"""Weighs two sightings of a person against each other: what they have in common, how many points it comes to, and what follows."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from stationdesk.registers.moon import lunar_day, solar_days
from stationdesk.services.likeness import (
    Sighting,
    Verdict,
    group_number,
    ids_agree,
    name_key,
    one_slip_apart,
    sound_alike,
    sound_nearly_alike,
)
from stationdesk.services.weights import (
    ASK_AT,
    BY_SOUND,
    GROUNDS,
    HARD,
    LIKELY_AT,
    MEETING,
    POINTS,
    SAME_AT,
    SECOND,
    in_words,
)

DAY, MONTH, YEAR = 10, 7, 4
"""Letters of a date known so far."""


class Likeness(NamedTuple):
    """How alike two are: the verdict, the points, and the codes of `weights` that made them."""

    verdict: Verdict
    score: int
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """What they have in common, in a clerk's words."""
        return in_words(self.reasons)


UNLIKE = Likeness(Verdict.DIFFERENT, 0, ())


def judge(a: Sighting, b: Sighting) -> Verdict:
    """Return what two sightings are to each other."""
    return weigh(a, b).verdict


def weigh(a: Sighting, b: Sighting) -> Likeness:
    """Return how alike two sightings are, by the table of `weights`."""
    numbers = _numbers(a, b)
    if numbers == "other_id":
        return UNLIKE
    name = _names(a, b)
    if not name and numbers != "same_id":
        return UNLIKE
    if not name and a.name and b.name:
        name = "unlike_name"
    reasons = [name, numbers, _births(a, b, slip=numbers in ("id_slip", "id_lost")), *_around(a, b)]
    there = tuple(code for code in reasons if code)
    score = sum(map(POINTS.__getitem__, there))
    return Likeness(_verdict(a, b, set(there), score), score, there)


def _verdict(a: Sighting, b: Sighting, there: set[str], score: int) -> Verdict:
    named = bool(there & {"same_name", "variant_name", "other_name"})
    by_sound = bool(there & BY_SOUND)
    if "same_id" in there:
        return Verdict.SAME if (named or by_sound) and "other_sex" not in there else Verdict.ASK
    if score < ASK_AT:
        return Verdict.DIFFERENT
    if by_sound:
        close = there & GROUNDS or {"same_month", "same_group"} <= there
        return Verdict.ASK if close and "other_birth" not in there else Verdict.DIFFERENT
    if there & {"other_sex", "birth_slip", "other_birth"}:
        return Verdict.ASK
    hard = there & HARD
    if hard and score >= SAME_AT and (hard - {"same_day"} or there & SECOND):
        return Verdict.SAME
    if a.sheet == b.sheet and not there & (MEETING | {"same_day", "lunar"}):
        return Verdict.ASK
    return Verdict.LIKELY if score >= LIKELY_AT else Verdict.ASK


def _names(a: Sighting, b: Sighting) -> str:
    """Return how the names meet, or nothing."""
    if not a.name or not b.name:
        return ""
    if a.name == b.name:
        return "same_name"
    one, other = name_key(a.name), name_key(b.name)
    if one == other:
        return "variant_name"
    if a.name in b.other_names or b.name in a.other_names:
        return "other_name"
    if (a.other_names or b.other_names) and (one in map(name_key, b.other_names) or other in map(name_key, a.other_names)):
        return "other_name"
    if sound_alike(one, other):
        return "same_sound"
    return "near_sound" if sound_nearly_alike(one, other) else ""


def _numbers(a: Sighting, b: Sighting) -> str:
    agree = ids_agree(a, b)
    if agree is False:
        return "other_id"
    if agree:
        if a.ids and b.ids:
            return "same_id" if set(a.ids) & set(b.ids) else "id_lost"
        lost = any(number.endswith("000") for number in (a.doubtful, b.doubtful) if number)
        return "same_id" if a.doubtful and a.doubtful == b.doubtful and not lost else "id_lost" if lost else "id_slip"
    return "ids_differ" if (a.ids or a.doubtful) and (b.ids or b.doubtful) and not (a.ids and b.ids) else ""


def _births(a: Sighting, b: Sighting, *, slip: bool) -> str:
    """Return how the birth dates meet; beside numbers that are one but for a slip, dates that differ say nothing."""
    if not a.birth or not b.birth:
        return ""
    short, long = (a, b) if len(a.birth) <= len(b.birth) else (b, a)
    found = _dates(short, long)
    return "" if slip and found == "other_birth" else found


def _dates(short: Sighting, long: Sighting) -> str:
    one, other = short.birth or "", long.birth or ""
    if short.precision == "age" or long.precision == "age":
        return "near_age" if abs(int(one[:YEAR]) - int(other[:YEAR])) <= 1 else "other_birth"
    moons = (short.calendar or "solar") != (long.calendar or "solar")
    if other.startswith(one) and not (moons and len(one) == DAY):
        return {YEAR: "same_year", MONTH: "same_month"}.get(len(one), "same_day")
    if len(one) == DAY:
        if other == one or _one_is_lunar(short, long):
            return "lunar"
        return "birth_slip" if short.sheet != long.sheet and _slip(one, other) else "other_birth"
    if len(other) == DAY and short.calendar != "solar" and long.calendar != "lunar" and lunar_day(other).startswith(one):
        return {YEAR: "same_year", MONTH: "same_month"}[len(one)]
    return "other_birth"


def _one_is_lunar(a: Sighting, b: Sighting) -> bool:
    """Tell whether one day is the other by the lunar calendar, whatever calendar it was written down as."""
    lunar_a, lunar_b = a.calendar == "lunar", b.calendar == "lunar"
    if lunar_a and lunar_b:
        return False
    one, other = a.birth or "", b.birth or ""
    if abs(int(one[:YEAR]) - int(other[:YEAR])) > 1:
        return False
    return (not lunar_b and other in solar_days(one)) or (not lunar_a and one in solar_days(other))


def _slip(one: str, other: str) -> bool:
    """Tell whether two days differ by one figure, by two neighbours exchanged, or by month and day exchanged."""
    a, b = one.replace("-", ""), other.replace("-", "")
    return one_slip_apart(a, b, least=8) or (one[:YEAR] == other[:YEAR] and one[5:7] == other[8:] and one[8:] == other[5:7])


def _around(a: Sighting, b: Sighting) -> list[str]:
    """Return what speaks for or against beside name, number and birth."""
    found = []
    if a.sex and b.sex:
        found.append("same_sex" if a.sex == b.sex else "other_sex")
    groups = group_number(a.group), group_number(b.group)
    if groups[0] and groups[1]:
        found.append("same_group" if groups[0] == groups[1] else "other_group")
    if _meet(a.phones, b.phones):
        found.append("same_phone")
    if _meet(a.kin, b.kin):
        found.append("same_kin")
    if a.household and a.household == b.household:
        found.append("same_household")
    if a.address and a.address == b.address:
        found.append("same_address")
    return found


def _meet(one: Collection[str], other: Collection[str]) -> bool:
    return bool(one and other) and not set(one).isdisjoint(other)
