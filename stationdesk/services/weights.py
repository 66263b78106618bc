"""How much each thing weighs when two records are compared: one table, with the words a clerk reads for it.

Points are set so that a name alone is a question (40), a name with month or year in one village group is likely one person (64), and
nothing but a number or the whole birthday with a second ground makes two records one without asking. Two full ID numbers that
differ outweigh everything: they are never weighed at all. Nobody counts letters that differ: of a name of two or three
characters each one is a third of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from stationdesk.i18n import N_, _

WEIGHTS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        # the name
        "same_name": (40, N_("the same name")),
        "variant_name": (40, N_("the same name in other characters")),
        "other_name": (38, N_("known by that name too")),
        "same_sound": (26, N_("names that sound alike")),
        "near_sound": (22, N_("names that sound nearly alike")),
        "unlike_name": (0, N_("but the names differ")),
        # the ID number
        "same_id": (100, N_("the same ID number")),
        "id_slip": (70, N_("ID numbers but for one digit the same")),
        "id_lost": (60, N_("ID numbers the same but for lost last digits")),
        "ids_differ": (-30, ""),
        # the birth
        "same_day": (40, N_("born the same day")),
        "lunar": (36, N_("birthdays differ only as lunar and solar")),
        "same_month": (24, N_("born in the same month")),
        "same_year": (14, N_("born in the same year")),
        "near_age": (12, N_("of about the same age")),
        "birth_slip": (8, N_("birthdays but for one figure the same")),
        "other_birth": (-60, ""),
        # who and where
        "same_sex": (4, ""),
        "other_sex": (-40, ""),
        "same_phone": (50, N_("the same phone")),
        "same_kin": (50, N_("relatives of the same name")),
        "same_household": (12, N_("the same household")),
        "same_address": (8, N_("the same address")),
        "same_group": (10, N_("the same village group")),
        "other_group": (-30, ""),
    }
)
"""What is found of two records → its points, and its words (none for what need not be said)."""
POINTS: Mapping[str, int] = MappingProxyType({code: points for code, (points, _words) in WEIGHTS.items()})

ASK_AT, LIKELY_AT, SAME_AT = 40, 64, 80
BY_SOUND = frozenset({"same_sound", "near_sound"})
"""Names that are not the same: these need one of the grounds below, and never make two records one by themselves."""
GROUNDS = frozenset({"same_id", "id_slip", "id_lost", "same_day", "lunar", "same_phone", "same_kin"})
"""What says more than that two people of one village may well have it in common."""
HARD = frozenset({"same_id", "id_slip", "id_lost", "same_day"})
"""One of these at least must hold before two records are one without asking."""
SECOND = frozenset({"same_group", "same_phone", "same_kin", "same_household", "same_address"})
"""And with a birthday alone one of these too: in a town there are people of one name born on one day."""
MEETING = frozenset({"same_phone", "same_kin"})
"""What ties a name without a whole birthday to one person."""
TOLD = (
    *("same_id", "unlike_name", "id_slip", "id_lost", "same_name", "variant_name", "other_name", "same_sound", "near_sound"),
    *("same_household", "same_day", "lunar", "birth_slip", "same_month", "same_year", "near_age"),
    *("same_phone", "same_kin", "same_address", "same_group"),
)
"""The order in which grounds are told."""
MOST_TOLD = 3


def in_words(reasons: Iterable[str]) -> str:
    """Return the grounds in a clerk's words, the weightiest three at most, joined as a list is spoken."""
    there = set(reasons)
    return _(", ").join(_(WEIGHTS[code][1]) for code in [code for code in TOLD if code in there][:MOST_TOLD])


def how_sure(score: int) -> str:
    """Return in words how sure it is that two records are one person."""
    if score >= POINTS["same_id"]:
        return _("surely one person")
    if score < ASK_AT:
        return _("nothing says that they are one person")
    return _("very likely one person") if score >= LIKELY_AT else _("perhaps one person")
