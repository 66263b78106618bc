"""What a person can be found by, as index words: characters, pinyin, initials, sounds, other names, group, digits.

Words of one kind begin with a figure of their own, so that they never meet those of another kind. Writing and asking both
start from `folded`, so whatever is dropped on one side is dropped on the other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache

from stationdesk.registers.reading import Units, surname_length, syllables

PINYIN, PINYIN_PART, INITIALS, INITIALS_PART, OTHER_NAME = "0", "1", "2", "3", "4"
PHONE_TAIL, ID_TAIL, PHONE, WHOLE = "5", "6", "7", "9"
HEAD, GROUP = "i", "u"
"""First letters of the words of each kind. Characters and syllables of the name have none; no syllable begins with i or u."""
BREAK = "0"
"""Stands between phrases that do not belong together."""
HEADS = 4
"""The first letters of a name's pinyin are words of their own: most people would have to be gathered for `z*`."""
LONGEST = 32
"""Letters of a word that count, on both sides."""

_RUNS = re.compile(r"[a-z]+|[0-9]|[^\x00-\x7f]")
_GROUP_RUNS = re.compile(r"[a-z]+|[0-9]+[^\x00-\x7f]?|[^\x00-\x7f]")
_SEPARATORS = re.compile(r"[\s,;/|,。、;()()]+")
_NO_DIGIT = re.compile("[^0-9]+")
_NOT_OF_PAPERS = re.compile("[^0-9a-z]+")
_NUMERAL = re.compile("[零〇一二三四五六七八九十两]+")
_FIGURES = dict(zip("零〇一二两三四五六七八九", "001223456789", strict=True))


def folded(text: str) -> str:
    """Return `text` without what does not distinguish names: width, case and accents folded, dots, controls and emoji dropped."""
    text = unicodedata.normalize("NFKD", text).lower()
    return text if text.isalnum() else "".join(character for character in text if _counts(character))


def _counts(character: str) -> bool:
    # Characters newer than this Python's Unicode tables (extensions H and later) and those of private fonts are names all the same.
    return character.isalnum() or 0x20000 <= ord(character) <= 0x3FFFF or 0xE000 <= ord(character) <= 0xF8FF


def units(text: str) -> Units:
    """Return the characters of `text`, folded; a word in Latin letters is one."""
    return tuple(unit for part in text.split() for unit in _RUNS.findall(folded(part)))


def group_units(text: str) -> Units:
    """Return the words of a group's or hamlet's name: characters; a number with what it counts as one word, 第三村民小组 as 3组."""
    text = folded(text).replace("村民小组", "组").replace("小组", "组").replace("第", "")
    text = _NUMERAL.sub(lambda found: _number(found[0]), text)
    return tuple(run.lstrip("0") or "0" for run in _GROUP_RUNS.findall(text))


def _number(numeral: str) -> str:
    if "十" in numeral:
        tens, _ten, ones = numeral.partition("十")
        return (_FIGURES.get(tens[-1:]) or "1") + (_FIGURES.get(ones[:1]) or "0")
    return "".join(_FIGURES[figure] for figure in numeral)


def initials(way: tuple[str, ...]) -> str:
    """Return the first letters of a way of reading."""
    return "".join(syllable[0] for syllable in way)


@lru_cache(maxsize=4096)
def _heard(name: str) -> tuple[str, ...]:
    """Return how a name goes on from each syllable as it is ordinarily read: whole, by initials, the surname whole."""
    parts = units(name)
    ways = syllables(parts)[:1]
    surname = surname_length(parts)
    found: list[str] = []
    for way in dict.fromkeys((*ways, *(tuple(one.replace("v", "u") for one in way) for way in ways))):
        short = initials(way)
        found += ["".join(way[place:]) for place in range(len(way))] + [short[place:] for place in range(len(way))]
        found.append("".join(way[:surname]) + short[surname:])
    return tuple(found)


def read_so(name: str, typed: tuple[str, ...]) -> bool:
    """Tell whether a name as it is ordinarily read begins, from some syllable on, with one of the letters `typed`."""
    return any(heard.startswith(typed) for heard in _heard(name))


@lru_cache(maxsize=4096)
def _name_words(name: str) -> str:
    parts = units(name)
    if not parts:
        return ""
    ways = syllables(parts)
    surname = surname_length(parts)
    words = [WHOLE + "".join(parts)[:LONGEST]]
    for way in ways:
        whole, short = "".join(way), initials(way)
        words += [PINYIN + whole[:LONGEST], INITIALS + short[:LONGEST], INITIALS + ("".join(way[:surname]) + short[surname:])[:LONGEST]]
        words += [HEAD + whole[:length] for length in range(1, HEADS + 1)]
        start = 0
        for place, syllable in enumerate(way[:-1], 1):
            start += len(syllable)
            words += [PINYIN_PART + whole[start : start + LONGEST], INITIALS_PART + short[place : place + LONGEST]]
    phrases = f" {BREAK} ".join([" ".join(way) for way in ways])
    return f"{' '.join(parts)} {BREAK} {phrases} {' '.join(dict.fromkeys(words))}"


@lru_cache(maxsize=4096)
def _other_words(others: str) -> str:
    found: list[str] = []
    for parts in filter(None, map(units, _SEPARATORS.split(others))):
        found += [BREAK, *(OTHER_NAME + unit for unit in parts)]
        words: dict[str, None] = {}
        for way in syllables(parts, is_name=False)[:2]:
            words.update(dict.fromkeys([OTHER_NAME + "".join(way[start:])[:LONGEST] for start in range(len(way))]))
            words[OTHER_NAME + initials(way)[:LONGEST]] = None
        found += words
    return " ".join(found)


def _number_words(id_no: str | None, phones: str | None) -> list[str]:
    words = []
    if phones and phones != "[]":
        for phone in json.loads(phones):
            if number := _NO_DIGIT.sub("", phone["number"]):
                words += [PHONE_TAIL + number[::-1], PHONE + number]
    if id_no and (number := _NOT_OF_PAPERS.sub("", id_no.lower())):
        words.append(ID_TAIL + number[::-1])
    return words


@lru_cache(maxsize=1024)
def _group_words(group: str) -> str:
    found = group_units(group)
    numbers = [figures for unit in found if (figures := _NO_DIGIT.sub("", unit)) and figures != unit]
    return " ".join([GROUP + unit for unit in (*found, *numbers)])


def words_of(name: str, others: str | None, group: str | None, id_no: str | None, phones: str | None) -> str:
    """Return everything one person can be found by, as one text whose first words are the characters of the name.

    `others` are the former name, nickname and published name, separated by spaces; `group` the village group and hamlet;
    `phones` the JSON list of PhoneNumber. Characters, syllables, other names and groups stand in their order, so that
    phrases of them can be asked for.
    """
    found = [_name_words(name), *_number_words(id_no, phones)]
    if others and others.strip():
        found.append(_other_words(others))
    if group and group.strip():
        found.append(_group_words(group))
    return " ".join(found)
