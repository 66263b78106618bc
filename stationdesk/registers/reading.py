"""How Chinese characters are read: syllables with their tones, surnames as surnames are read, several readings where there are several."""

from __future__ import annotations

import json
from functools import cache, lru_cache

from stationdesk.settings import resource

ALIKE = 6
"""Ways of reading a name that are kept, the likeliest first."""
READINGS = 3
"""Readings of one character that are tried."""
SHORT = 6
"""Names of more characters (those of other peoples, written by sound) are read in two ways at most."""

Units = tuple[str, ...]


@cache
def _table() -> str:
    return resource("pinyin/character_reading.txt").read_text(encoding="utf-8")


@cache
def _surnames() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(resource("pinyin/surname_reading.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """Return the readings of one character, the commonest first, as `gui4`; a run of Latin letters is its own; () if unknown.

    ü is written v, as it is typed.
    """
    if character.isascii():
        return (character,) if character.isalpha() else ()
    text = _table()
    place = text.find(character)
    if place < 0:
        return ()
    line = text.rfind("\n", 0, place) + 1
    return tuple(text[line : text.index(" ", line)].split(","))


def plain(reading: str) -> str:
    """Return a reading without its tone."""
    return reading[:-1] if reading[-1:].isdigit() else reading


def surname_length(units: Units) -> int:
    """Return how many of the name's characters are its surname: 2 for 欧阳 and its like, else 1."""
    return 2 if len(units) > 2 and "".join(units[:2]) in _surnames()["double"] else 1


def toned(units: Units, *, is_name: bool = True) -> tuple[str, ...]:
    """Return the likeliest reading of each character, with tones; an unknown one stands for itself."""
    surname = _surname_readings(units) if is_name else ()
    return surname + tuple((readings(unit) or (unit,))[0] for unit in units[len(surname) :])


def syllables(units: Units, *, is_name: bool = True) -> tuple[tuple[str, ...], ...]:
    """Return up to ALIKE ways of reading the characters, without tones, the likeliest first.

    A character nobody can read is left out. 吕 is also read lu, as it is typed by those who do not know of v.
    """
    surname = _surname_readings(units) if is_name else ()
    ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    most = ALIKE if len(units) <= SHORT else 2
    for place, unit in enumerate(units):
        options = _options(unit, surname[place] if place < len(surname) else None)
        if options:
            ways = sorted(((cost + more, (*way, option)) for cost, way in ways for more, option in enumerate(options)), key=_cost)[:most]
    return tuple(dict.fromkeys(way for _cost_, way in ways))


def _cost(way: tuple[int, tuple[str, ...]]) -> int:
    return way[0]


def _surname_readings(units: Units) -> tuple[str, ...]:
    known = _surnames()
    double = known["double"].get("".join(units[:2]))
    if double:
        return tuple(double.split(" "))
    single = known["single"].get(units[0]) if units else None
    return (single,) if single else ()


@lru_cache(maxsize=8192)
def _options(unit: str, surname: str | None) -> tuple[str, ...]:
    first = [plain(surname)] if surname else []
    found = list(dict.fromkeys(first + [plain(reading) for reading in readings(unit)]))[:READINGS]
    return tuple(found + [option.replace("v", "u") for option in found if "v" in option and not unit.isascii()])
