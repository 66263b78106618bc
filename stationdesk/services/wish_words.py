"""The words by which a wish tells who a child is, how ill somebody is, or how to reach him: looked for in any spelling, as data says.

`resources/words/wish_words.json` holds what no code table does: kinds of schools, classes, a family's troubles, handles of chats.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from stationdesk.i18n import _
from stationdesk.registers.code import of_codes
from stationdesk.registers.code import table as codes
from stationdesk.registers.mask import COMPOUND_SURNAMES
from stationdesk.registers.reading import syllables
from stationdesk.registers.search_words import units
from stationdesk.settings import resource

BREAK = "|"
"""Stands between the parts of a wish, so that no word is found across two of them."""
NUMBERS = re.compile(r"(?:\d[ .-]{0,3}){6,}[\dXx]")
"""Seven figures or more: a phone, an ID number."""
DROPPED = str.maketrans("", "", "·.-_*~•")
"""Marks by which letters of a name are set apart."""
TOO_GENERAL = frozenset({"child", "elder", "other", "special", "illness"})
"""Categories whose word alone tells nothing of anybody: 儿童."""
TAIL = 3
"""Letters from which on the end of a school's name is looked for: 中心小学."""
CERTAIN = 6
"""Latin letters of a spelt name from which on it is looked for inside longer words, too."""


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """Return the words of one kind from the data."""
    found: dict[str, list[str]] = json.loads(resource("words/wish_words.json").read_text(encoding="utf-8"))
    return tuple(found[kind])


def plain(text: str) -> str:
    """Return a text as words are looked for in it."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def joined(parts: Iterable[str]) -> str:
    """Return the parts of a wish as one text to look in."""
    return BREAK.join(plain(part) for part in parts)


def first_of(words: Iterable[str], text: str) -> str:
    """Return the longest of some words that stands in a text; empty without one."""
    return max((word for word in words if len(word) > 1 and word in text), key=len, default="")


# -- names


def given_name(name: str) -> str:
    """Return a name without its surname."""
    name = plain(name)
    return name[2:] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[1:]


def run_together(text: str) -> str:
    """Return a text without the marks by which a name is set apart (汪·晨-曦)."""
    return text.translate(DROPPED)


def names_in(name: str | None) -> list[str]:
    """Return a name, and the given name alone where it has two letters or more."""
    name = plain(name or "")
    given = given_name(name)
    return [name, given] if len(given) > 1 else [name]


@lru_cache(maxsize=2048)
def _spelt(name: str) -> frozenset[str]:
    """Return how a name of two letters or more is spelt in Latin letters."""
    ways = syllables(units(name)) if len(name) > 1 and not name.isascii() else ()
    return frozenset("".join(way) for way in ways if len(way) > 1)


def spelt_in(name: str | None, text: str) -> str:
    """Return the name, or the given name of two letters or more, as it is spelt in a text: chenxi; empty if it is not."""
    text = run_together(text)
    for word in names_in(name):
        for spelt in _spelt(word):
            edge = "" if len(spelt) >= CERTAIN else "[a-z]"
            found = spelt in text if not edge else re.search(f"(?<!{edge}){spelt}(?!{edge})", text)
            if found:
                return spelt
    return ""


def is_own_name(alias: str, name: str) -> bool:
    """Tell whether an alias is the real name: it holds the whole or the given one, is spelt so, or sounds so.

    Of a given name of one letter 小 and this letter may stand (domain 5.6), the letter alone, once or twice, may not.
    """
    alias, whole, given = run_together(plain(alias)), plain(name), given_name(name)
    if not alias or not given:
        return bool(alias) and alias == whole
    if whole in alias or spelt_in(name, alias):
        return True
    if len(given) == 1:
        return alias in (given, given * 2) or (alias.isascii() and alias in {one[0] for one in syllables(units(given), is_name=False)})
    return given in alias or _sound(given) in _sound(alias)


def _sound(word: str) -> str:
    """Return how a word is read first, with a space around every syllable."""
    ways = syllables(units(word), is_name=False)
    return f" {' '.join(ways[0])} " if ways else f" {word} "


def own_name_words(alias: str) -> str:
    """Return the sentence that refuses an alias."""
    return _(
        "«{alias}» is the child's own name, or sounds like it: everybody would know who it is. "
        "Please choose quite another one, of a tree or an animal for example."
    ).format(alias=alias)


# -- school, class, group


def school_in(school: str | None, text: str, *, stem: bool) -> str:
    """Return what of a school's name stands in a text: all of it or its end; with `stem` its beginning, too (上徐小学: 上徐)."""
    word = plain(school or "")
    stems = [word[:-2]] if stem and len(word) > 3 else []
    return first_of([word, *(word[start:] for start in range(1, len(word) - TAIL + 1)), *stems], text)


def kind_of_school_in(text: str) -> str:
    """Return a kind of school or a class in a text."""
    for harmless in words_of("not_schools"):
        text = text.replace(harmless, BREAK)
    return first_of(words_of("schools"), text) or matched(words_of("classes"), text)


def group_in(groups: Sequence[str | None], text: str) -> str:
    """Return the name of a village group or hamlet in a text, whole or without its last letter (汪家组: 汪家)."""
    names = [plain(group) for group in groups if group]
    return first_of([*names, *(name[:-1] for name in names)], text)


# -- what is nobody's business


@of_codes
@cache
def labels() -> frozenset[str]:
    """Return the words for categories, illnesses and disabilities."""
    rows = [row for name in ("resident_category", "illness") for row in codes(name).rows if row.code not in TOO_GENERAL]
    found = {plain(word) for row in rows for word in (row.label, *row.synonyms)}
    kinds = {plain(word) for row in codes("disability_kind").rows for word in (row.label, *row.synonyms)}
    found |= {word for word in kinds if any(sign in word for sign in words_of("disabled"))}  # 智力 alone may be said of a toy
    return frozenset({word for word in found if len(word) > 1} | set(words_of("labels"))) - frozenset(words_of("not_labels"))


def labels_in(text: str, *, child: bool) -> list[str]:
    """Return every word for a category or an illness in a text, the longest first; one inside another is not named again.

    Where a child is spoken of, an illness no list names is known by how its name ends (白化病, 矮小症), too.
    """
    found = []
    for word in (*words_of("not_labels"), *sorted(labels(), key=lambda one: (-len(one), one))):
        if word in text:
            found += [word] if word in labels() else []
            text = text.replace(word, BREAK)
    for kind in _patterns(words_of("child_labels")) if child else ():
        found += dict.fromkeys(one[0] for one in kind.finditer(text))
    return found


def family_in(text: str) -> str:
    """Return a word for what has befallen a family in a text."""
    return first_of(words_of("family"), text) or matched(words_of("child_family"), text)


def number_in(part: str) -> str:
    """Return a phone or an ID number in a part of a wish."""
    found = NUMBERS.search(unicodedata.normalize("NFKC", part))
    return found[0] if found else ""


def contact_in(text: str) -> str:
    """Return by what somebody could be reached in a text: the handle of a chat, figures written as words."""
    return matched(words_of("contacts"), text)


@cache
def _patterns(kinds: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(kind) for kind in kinds)


def matched(kinds: tuple[str, ...], text: str) -> str:
    """Return the first of what some patterns find in a text."""
    return next((found[0] for one in _patterns(kinds) if (found := one.search(text))), "")
