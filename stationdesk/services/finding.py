"""Finding a person as one types: by name, pinyin, initials, sound, other names, group, last digits of phone or ID number."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from stationdesk.registers import search_words as words
from stationdesk.registers.reading import Units, syllables, toned
from stationdesk.services.found_people import Closeness, Found, rows_of

__all__ = ["LIMIT", "MOST", "Closeness", "Found", "find"]

LIMIT = 50
MOST = 1000
"""People ever given for one question."""
CONSIDERED = 200
"""People of one closeness that are put in order; of more, those first registered."""
READ = 64
"""Characters of a question that are read."""
WORDS = 6
FEWEST_DIGITS = 3
"""Digits below which a number is a group only: a tenth of all phones ends with any one digit."""

SAMPLE = 1000
"""Names that are enough to know which characters are usual here; counted once for each open store that has as many."""

_used: WeakKeyDictionary[Engine | Connection, Counter[str]] = WeakKeyDictionary()
_GROUP = re.compile("第?(?:[0-9]{1,3}|[零〇一二三四五六七八九十两]{1,3})(?:村民小组|小组|组|社|队)")
_SOUND = {"zh": "z", "ch": "c", "sh": "s"}


@dataclass(frozen=True, slots=True)
class _Step:
    why: Closeness
    match: str
    """An FTS5 expression made of cleaned words only."""
    within_next: bool = False
    """Whether the following step finds these people too."""


def find(session: Session, asked: str, limit: int = LIMIT) -> list[Found]:
    """Return the residents `asked` may mean, the closest first, at most `limit`.

    Words separated by spaces must all fit (`wang 4组`), unless they are one name or number written with spaces
    (`zhang gui hua`, `138 1234 5678`); `limit` is MOST at most. Whatever is typed is an answer or an empty list, never an error.
    """
    if session.autoflush:
        session.flush()
    limit = min(limit, MOST)
    connection = session.connection()
    used = _characters_used(session)
    kept: dict[int, Closeness] = {}
    names: dict[int, str] = {}
    question = _Question(asked)
    for step in question.steps() if limit > 0 else ():
        if step.why is Closeness.EVERY_WORD and kept:
            break
        rows = connection.exec_driver_sql(
            "SELECT rowid, name FROM resident_search WHERE resident_search MATCH ? LIMIT ?",
            (step.match, max(CONSIDERED, limit) + len(kept)),
        ).all()
        fresh = [(key, name) for key, name in rows if key not in kept]
        for key in question.in_order(step.why, fresh, used):
            kept[key] = step.why
        names.update(fresh)
        if len(kept) >= limit:
            break
    return rows_of(connection, question.ordinary_first(kept, names)[:limit], question.digits) if kept else []


def _characters_used(session: Session) -> Counter[str]:
    bind = session.get_bind()
    used = _used.get(bind)
    if used is None:
        names = session.connection().exec_driver_sql("SELECT c1 FROM resident_search_content LIMIT ?", (SAMPLE,)).scalars().all()
        used = Counter("".join(names))
        if len(names) == SAMPLE:
            _used[bind] = used
    return used


class _Question:
    """What was typed, cleaned and taken apart."""

    def __init__(self, asked: str) -> None:
        text = asked[: 4 * READ]
        parts = [part for part in (words.folded(part)[:READ] for part in text.split()) if part]
        self.parts = parts[:WORDS]
        self.whole = "".join(self.parts)[:READ]
        self.units: Units = words.units(self.whole)
        self.digits = self.whole if self.whole.isdigit() and self.whole.isascii() and len(self.whole) >= FEWEST_DIGITS else ""

    def steps(self) -> Iterator[_Step]:
        """Yield what to look for, the closest first."""
        if not self.whole:
            return
        if len(self.parts) == 1 or _one_kind(self.whole):
            yield from _of_word(self.whole)
        apart = self.parts if len(self.parts) > 1 else _taken_apart(self.whole)
        if len(apart) > 1:
            each = [[step for step in _of_word(part) if not step.within_next] for part in apart]
            near = [[step for step in steps if step.why is not Closeness.HOMOPHONE] for steps in each]
            for choice in (near, each):
                if all(choice):
                    yield _Step(Closeness.EVERY_WORD, " AND ".join(_any_of(step.match for step in steps) for steps in choice))

    def in_order(self, why: Closeness, people: list[tuple[int, str]], used: Counter[str]) -> list[int]:
        """Return the keys of equally close `people`: likest first where sounds were asked for, then the usual names, then by name.

        `used` counts the characters of names here: of two names that fit alike, the one made of usual characters is likelier meant.
        """
        if len(people) < 2:
            return [key for key, _name in people]
        if why in (Closeness.PHONE, Closeness.ID_NO, Closeness.GROUP, Closeness.OTHER_NAME):
            return [key for key, name in sorted(people, key=lambda one: (toned(words.units(one[1])), one[1], one[0]))]
        all_used = math.log(used.total() + 1)
        usual = {name: sum(all_used - math.log(used[unit] + 1) for unit in name) for _key, name in people}
        unlike = {name: self._unlike(name) for name in usual} if why is Closeness.HOMOPHONE else dict.fromkeys(usual, 0)
        return [key for key, name in sorted(people, key=lambda one: (unlike[one[1]], usual[one[1]], one[1], one[0]))]

    def ordinary_first(self, kept: dict[int, Closeness], names: dict[int, str]) -> list[tuple[int, Closeness]]:
        """Return people and why they were found; of those found by letters, whom only a rare reading fits after all others."""
        turn = {why: place for place, why in enumerate(dict.fromkeys(kept.values()))}
        by_letters, asked = self.whole.isascii() and self.whole.isalpha(), self.whole.replace("lyu", "lv")
        typed = (asked, re.sub("[zcs]h", lambda found: _SOUND[found[0]], asked))

        def place(one: tuple[int, Closeness]) -> tuple[int, bool]:
            key, why = one
            rare = by_letters and why in (Closeness.PINYIN, Closeness.INITIALS) and not words.read_so(names[key], typed)
            return turn[why], rare

        return sorted(kept.items(), key=place)

    def _unlike(self, name: str) -> int:
        theirs = words.units(name)
        shared = sum((Counter(theirs) & Counter(self.units)).values())
        tones = sum((Counter(toned(theirs)) & Counter(toned(self.units))).values())
        return abs(len(theirs) - len(self.units)) - 2 * shared - tones


def _one_kind(word: str) -> bool:
    """Tell whether `word` is letters only, digits only (an ID number may end with x) or characters only."""
    return re.fullmatch(r"[a-z]+|[0-9]+x?|[^\x00-\x7f]+", word) is not None


def _taken_apart(word: str) -> list[str]:
    if _one_kind(word):
        return []
    group = _GROUP.search(word)
    if group and group[0] != word:
        return [part for part in (word[: group.start()], group[0], word[group.end() :]) if part]
    return re.findall(r"[a-z]+|[0-9]+|[^\x00-\x7f]+", word)


def _any_of(matches: Iterable[str]) -> str:
    return "(" + " OR ".join(matches) + ")"


def _of_word(word: str) -> Iterator[_Step]:
    if not word.isascii():
        return _of_characters(word)
    if word.isalpha():
        return _of_letters(word[: words.LONGEST])
    return _of_digits(word) if _one_kind(word) else iter(())


def _phrase(parts: Iterable[str], tag: str = "", first: str = "") -> str:
    return f'{first}"{" ".join(tag + part for part in parts)}"'


def _of_characters(word: str) -> Iterator[_Step]:
    parts = words.units(word)
    yield _Step(Closeness.NAME, _phrase(["".join(parts)[: words.LONGEST]], words.WHOLE), within_next=True)
    yield _Step(Closeness.BEGINNING, _phrase(parts, first="^"), within_next=True)
    yield _Step(Closeness.PART, _phrase(parts))
    group = _Step(Closeness.GROUP, _phrase(words.group_units(word), words.GROUP))
    is_group = _GROUP.fullmatch(word) is not None
    if is_group:
        yield group
    heard = [way for way in dict.fromkeys(syllables(parts) + syllables(parts, is_name=False)) if way]
    if heard:
        yield _Step(Closeness.HOMOPHONE, _any_of(map(_phrase, heard)))
    yield _Step(Closeness.OTHER_NAME, _phrase(parts, words.OTHER_NAME))
    if heard:
        yield _Step(Closeness.OTHER_NAME, _any_of(_phrase(["".join(way)[: words.LONGEST]], words.OTHER_NAME) + "*" for way in heard))
    if not is_group and words.group_units(word):
        yield group


def _of_letters(word: str) -> Iterator[_Step]:
    word = word.replace("lyu", "lv")
    whole, initials = _phrase([word], words.PINYIN), _phrase([word], words.INITIALS)
    yield _Step(Closeness.PINYIN, whole, within_next=True)
    yield _Step(Closeness.PINYIN, _phrase([word], words.HEAD) if len(word) <= words.HEADS else whole + "*")
    yield _Step(Closeness.PINYIN, _phrase([word], words.PINYIN_PART) + "*")
    yield _Step(Closeness.INITIALS, initials, within_next=True)
    yield _Step(Closeness.INITIALS, initials + "*")
    yield _Step(Closeness.INITIALS, _phrase([word], words.INITIALS_PART) + "*")
    short = re.sub("[zcs]h", lambda found: _SOUND[found[0]], word)
    if short != word:
        yield _Step(Closeness.INITIALS, _phrase([short], words.INITIALS) + "*")
    yield _Step(Closeness.OTHER_NAME, _phrase([word], words.OTHER_NAME) + "*")


def _of_digits(word: str) -> Iterator[_Step]:
    if word.isdigit():
        yield _Step(Closeness.GROUP, _phrase([word.lstrip("0") or "0"], words.GROUP))
    if len(word) >= FEWEST_DIGITS:
        yield _Step(Closeness.PHONE, _phrase([word[::-1]], words.PHONE_TAIL) + "*")
        yield _Step(Closeness.PHONE, _phrase([word], words.PHONE) + "*")
        yield _Step(Closeness.ID_NO, _phrase([word[::-1]], words.ID_TAIL) + "*")
