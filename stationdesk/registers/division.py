"""Division codes and names of units: what kind of unit each speaks of, and where the two disagree.

Twelve digits `SS CC XX TTT VVV` (domain.md 2.3): province, city, county, then town level (001-099 subdistrict, 100-199 town,
200-399 township) and village level (001-199 and 400-499 communities, 200-399 and 500-599 villages).
"""

from __future__ import annotations

import re
from functools import lru_cache

from stationdesk.registers.code import CodeTable, of_codes, table
from stationdesk.registers.field import plain_key

LEAVES = frozenset({"village", "community", "farm"})
"""Kinds of units that a station cares for: the denominators of coverage."""
TOWNS = frozenset({"town", "township", "subdistrict", "development_zone"})
ABOVE = frozenset({"province", "city", "county", "district", "county_city"})
_EITHER = frozenset({"farm", "development_zone"})
"""Kinds that stand at town and at village level; no code contradicts them."""
_TOWN_LEVEL = ((1, 99, "subdistrict"), (100, 199, "town"), (200, 399, "township"))
_VILLAGE_LEVEL = ((1, 199, "community"), (200, 399, "village"), (400, 499, "community"), (500, 599, "village"))
_WHOLE = re.compile(r"\d{12}")


def whole_code(code: str | None) -> str | None:
    """Return a code of 6, 9 or 12 digits with its twelve, None for one of any other length."""
    if code is None or not code.isdigit() or len(code) not in {6, 9, 12}:
        return None
    return code.ljust(12, "0")


def kind_by_code(code: str | None) -> str | None:
    """Return the kind of unit a division code speaks of, None where it leaves that open."""
    whole = whole_code(code)
    if whole is None or not _WHOLE.fullmatch(whole):
        return None
    town, village = int(whole[6:9]), int(whole[9:])
    if village:
        return _within(village, _VILLAGE_LEVEL)
    return _within(town, _TOWN_LEVEL) if town else None


def _within(number: int, spans: tuple[tuple[int, int, str], ...]) -> str | None:
    return next((kind for first, last, kind in spans if first <= number <= last), None)


@of_codes
@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """Return a unit's name without what its station is called: 桃源村新时代文明实践站 is 桃源村."""
    text = plain_key(name)
    for row in table("station_level").rows:
        if text.endswith(plain_key(row.label)) and text != plain_key(row.label):
            return text.removesuffix(plain_key(row.label))
    return text


@of_codes
@lru_cache(maxsize=4096)
def kind_by_name(name: str) -> str | None:
    """Return the kind of unit a name ends with (桃源村, 城关社区居委会, 白鹭镇), None where it ends with none."""
    text, kinds = short_name(name), table("unit_kind")
    endings = sorted(_endings(kinds), key=lambda one: len(one[0]), reverse=True)
    return next((kind for ending, kind in endings if text.endswith(ending)), None)


def _endings(kinds: CodeTable) -> list[tuple[str, str]]:
    return [(plain_key(word), row.code) for row in kinds.rows for word in (row.label, *row.synonyms)]


def guessed_kind(name: str, code: str | None) -> str | None:
    """Return the kind of unit its name says, else the one its code says, else None."""
    return kind_by_name(name) or kind_by_code(code)


def kinds_disagree(name: str, code: str | None, kind: str | None) -> bool:
    """Tell whether name, code and the kind that is written down speak of different kinds of unit."""
    said = {one for one in (kind, kind_by_name(name), kind_by_code(code)) if one is not None}
    return len(said) > 1 and not said & _EITHER
