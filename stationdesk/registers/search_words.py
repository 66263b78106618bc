"""What a person can be found by, as index words: characters, pinyin, initials, sounds, other names, group, digits.

Words of one kind begin with a figure of their own, so that they never meet those of another kind. Writing and asking both
start from `folded`, so whatever is dropped on one side is dropped on the other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from stationdesk.registers.reading import Units, surname_length, syllables

PINYIN, PINYIN_PART, INITIALS, INITIALS_PART, OTHER_NAME = "0", "1", "2", "3", "4"
PHONE_TAIL, ID_TAIL, PHONE, ID_NO, WHOLE = "5", "6", "7", "8", "9"
"""First figures of the words in column `t`."""
BREAK = "0"
"""Stands between two ways of reading in column `s`."""
LONGEST = 32
"""Letters of a word that count, on both sides."""

_RUNS = re.compile(r"[a-z]+|[0-9]|[^\x00-\x7f]")
_GROUP_RUNS = re.compile(r"[a-z]+|[0-9]+|[^\x00-\x7f]")
_SEPARATORS = re.compile(r"[\s,;/|,。、;()()]+")
_NUMERAL = re.compile("[零〇一二三四五六七八九十两]+")
_FIGURES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


class Words(NamedTuple):
    """The five columns of the index for one person."""

    n: str
    """Characters of the name, a phrase."""
    s: str
    """Syllables of the name and of the other names, each way of reading a phrase."""
    a: str
    """Characters of the other names."""
    g: str
    """Group and hamlet, numerals as figures."""
    t: str
    """Words: pinyin, initials, phones, ID number, whole name."""


def folded(text: str) -> str:
    """Return `text` without what does not distinguish names: width and case folded, dots, marks, controls and emoji dropped."""
    text = unicodedata.normalize("NFKC", text).lower()
    return text if text.isalnum() else "".join(character for character in text if _counts(character))


def _counts(character: str) -> bool:
    # Characters newer than this Python's Unicode tables (extensions H and later) and those of private fonts are names all the same.
    return character.isalnum() or 0x20000 <= ord(character) <= 0x3FFFF or 0xE000 <= ord(character) <= 0xF8FF


def units(text: str) -> Units:
    """Return the characters of `text`, folded; a run of Latin letters is one."""
    return tuple(_RUNS.findall(folded(text)))


def group_units(text: str) -> Units:
    """Return the characters of a group's or hamlet's name, with its numerals as figures: 第三村民小组 is 3, 组."""
    text = folded(text).replace("村民小组", "组").replace("小组", "组").replace("第", "")
    text = _NUMERAL.sub(lambda found: str(_number(found[0])), text)
    return tuple(str(int(run)) if run.isdigit() and run.isascii() else run for run in _GROUP_RUNS.findall(text))


def _number(numeral: str) -> int:
    if "十" in numeral:
        tens, _ten, ones = numeral.partition("十")
        return 10 * (_FIGURES.get(tens[-1:], 1) if tens else 1) + _FIGURES.get(ones[:1], 0)
    return int("".join(str(_FIGURES[figure]) for figure in numeral))


def joined(ways: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return each way of reading as it is typed without spaces."""
    return list(dict.fromkeys("".join(way) for way in ways if way))


def initials(way: tuple[str, ...]) -> str:
    """Return the first letters of a way of reading."""
    return "".join(syllable[0] for syllable in way)


@lru_cache(maxsize=4096)
def _name_words(name: str) -> tuple[str, str, str]:
    parts = units(name)
    if not parts:
        return "", "", ""
    ways = syllables(parts)
    surname = surname_length(parts)
    words: dict[str, None] = {WHOLE + "".join(parts)[:LONGEST]: None}
    for way in ways:
        short = initials(way)
        words[PINYIN + "".join(way)[:LONGEST]] = None
        words[INITIALS + short[:LONGEST]] = None
        words[INITIALS + ("".join(way[:surname]) + short[surname:])[:LONGEST]] = None
        for start in range(1, len(way)):
            words[PINYIN_PART + "".join(way[start:])[:LONGEST]] = None
            words[INITIALS_PART + short[start:][:LONGEST]] = None
    return " ".join(parts), f" {BREAK} ".join(" ".join(way) for way in ways), " ".join(words)


@lru_cache(maxsize=4096)
def _other_words(others: str) -> tuple[str, str, str]:
    names = [parts for name in _SEPARATORS.split(others) if (parts := units(name))]
    words: dict[str, None] = {}
    heard: list[str] = []
    for parts in names:
        for way in syllables(parts, is_name=False)[:2]:
            for start in range(len(way)):
                words[OTHER_NAME + "".join(way[start:])[:LONGEST]] = None
            words[OTHER_NAME + initials(way)[:LONGEST]] = None
            heard.append(" ".join(way))
    return f" {BREAK} ".join(" ".join(parts) for parts in names), f" {BREAK} ".join(heard), " ".join(words)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit() and character.isascii())


def _number_words(id_no: str | None, phones: str | None) -> list[str]:
    words = []
    for phone in json.loads(phones) if phones else ():
        number = _digits(phone["number"])
        if number:
            words += [PHONE_TAIL + number[::-1], PHONE + number]
    if id_no and (number := "".join(c for c in id_no.lower() if c.isascii() and c.isalnum())):
        words += [ID_TAIL + number[::-1], ID_NO + number]
    return words


def words_of(name: str, others: str | None, group: str | None, id_no: str | None, phones: str | None) -> Words:
    """Return everything one person can be found by.

    `others` are the former name, nickname and published name, separated by spaces; `group` the village group and hamlet;
    `phones` the JSON list of PhoneNumber.
    """
    characters, sounds, words = _name_words(name)
    other_characters, other_sounds, other_words = _other_words(others) if others else ("", "", "")
    texts = [words, other_words, *_number_words(id_no, phones)]
    return Words(
        characters,
        f"{sounds} {BREAK} {other_sounds}" if other_sounds else sounds,
        other_characters,
        _group_text(group) if group else "",
        " ".join(text for text in texts if text),
    )


@lru_cache(maxsize=1024)
def _group_text(group: str) -> str:
    return " ".join(group_units(group))
