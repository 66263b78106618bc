"""Decides for every column of a block whose it is and what it holds: by its labels first, by its cells where they fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stationdesk.ledgers.headers import Header
from stationdesk.ledgers.labels import UNKNOWN, Meaning, read_path, tidy_label
from stationdesk.ledgers.profiles import SAMPLE, Profile, profile
from stationdesk.ledgers.sheet import Cell
from stationdesk.ledgers.values import plain
from stationdesk.registers.phone import read_phones

OTHERS = ("guardian", "father", "mother", "parents", "kin", "contact", "helper", "head", "teacher", "officer")
_MOVABLE = (
    "phone",
    "id_no",
    "sex",
    "birth",
    "age",
    "address",
    "org",
    "post",
    "works_at",
    "relation",
    "health",
    "political",
    "education",
    "ethnicity",
)
_STRONG = {"id_no": "id_no", "disability_no": "disability_no", "phone": "phone"}
"""Profile kind → field that only such cells can be."""
_BY_CONTENT = _STRONG | {"sex": "sex", "grade": "care_grade", "category": "category", "group": "village_group"}
_SURE, _MOSTLY = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block: where it stands, its labels joined by `/`, its meaning and what its cells look like."""

    index: int
    label: str
    meaning: Meaning
    profile: Profile

    @property
    def person(self) -> str:
        """Whose column it is."""
        return self.meaning.person

    @property
    def field(self) -> str:
        """Which field it holds; "" where it is kept as a note."""
        return self.meaning.field


def map_columns(header: Header, body: Sequence[Sequence[Cell]]) -> list[Column]:
    """Return the columns of a block that have a label or a value; `body` is a sample of the rows below the header."""
    sample = body[: SAMPLE * 2]
    columns = []
    for index, path in enumerate(header.paths):
        looks = profile(row[index] for row in sample if index < len(row))
        if not path and not looks.filled:
            continue
        label = "/".join(dict.fromkeys(tidy_label(part) for part in path if part.strip()))
        columns.append(Column(index, label, read_path(path), looks))
    _by_content(columns)
    _name_column(columns)
    _ambiguous_words(columns)
    _owners(columns, sample)
    return columns


def _with(column: Column, **changes: Any) -> Column:
    return Column(column.index, column.label, column.meaning._replace(**changes), column.profile)


def _by_content(columns: list[Column]) -> None:
    """Give a field to a column without a known label, and another to one whose cells plainly contradict its label."""
    for at, column in enumerate(columns):
        kind, share = column.profile.strongest()
        if column.profile.filled == 0:
            continue
        own = column.field
        if kind in _STRONG and share >= _SURE and own != _STRONG[kind] and own not in ("name_more", "remark", "org"):
            if not (own == "disability_no" and kind == "id_no"):
                columns[at] = _with(column, field=_STRONG[kind], sure=False)
        elif own in _STRONG.values() and column.profile.share(own) == 0 and share >= _SURE and column.profile.filled >= 5:
            taken = {c.field for c in columns if c.person in ("", "self")}
            if kind in _BY_CONTENT and _BY_CONTENT[kind] not in taken:
                columns[at] = _with(column, field=_BY_CONTENT[kind], sure=False)
        elif not own and not column.label and share >= _MOSTLY and kind in _BY_CONTENT:
            taken = {c.field for c in columns if c.person in ("", "self")}
            if _BY_CONTENT[kind] not in taken:
                columns[at] = _with(column, field=_BY_CONTENT[kind], sure=False)


def _name_column(columns: list[Column]) -> None:
    """Make sure that exactly one column holds the names of the people listed."""
    own = [at for at, c in enumerate(columns) if c.field in ("name", "name_more") and c.person in ("", "self")]
    if len(own) > 1:
        first = max(own, key=lambda at: (columns[at].profile.share("name") > 0.3 or columns[at].profile.filled == 0, -at))
        for at in own:
            if at != first:
                columns[at] = _with(columns[at], field="")
        own = [first]
    if not own:
        heads = [at for at, c in enumerate(columns) if c.person == "head" and c.field == "name"]
        members = [at for at, c in enumerate(columns) if c.person == "kin" and c.field == "name" and not c.meaning.word]
        if heads and members and any(c.field == "relation_to_head" for c in columns):
            heads = members
        nameless = [at for at, c in enumerate(columns) if not c.field and c.profile.share("name") >= _MOSTLY]
        own = heads[:1] or nameless[:1]
    if own:
        columns[own[0]] = _with(columns[own[0]], person="self", field=columns[own[0]].field or "name")
        if columns[own[0]].field != "name_more":
            columns[own[0]] = _with(columns[own[0]], field="name")


def _ambiguous_words(columns: list[Column]) -> None:
    """Settle words that mean one person here and another there: 联系人 is an officer where few names recur, else a relative."""
    for at, column in enumerate(columns):
        if column.meaning.word == "联系人" and column.field == "name":
            related = any(c.field == "relation" for c in columns[at + 1 : at + 3])
            if related or (column.profile.distinct > 0.5 and column.profile.filled > 3):
                for beside, other in enumerate(columns):
                    if other.meaning.word == "联系人":
                        columns[beside] = _with(other, person="contact", word="")
    _disability_words(columns)


def _disability_words(columns: list[Column]) -> None:
    """Take a bare 类别 of 视力, 肢体… for the kind of disability, and a bare 等级 beside it for its grade."""
    for at, column in enumerate(columns):
        if column.field in ("category", "") and column.profile.share("disability") >= _MOSTLY:
            columns[at] = _with(column, person="self", field="disability")
    if any(c.field in ("disability_no", "disability_kind", "disability") for c in columns):
        for at, column in enumerate(columns):
            levels = column.profile.share("level") + column.profile.share("small") + column.profile.share("one_or_two")
            if column.field == "care_grade" and levels >= _MOSTLY and column.profile.share("grade") < 0.2:
                columns[at] = _with(column, person="self", field="disability_grade")


def _owners(columns: list[Column], sample: Sequence[Sequence[Cell]]) -> None:
    """Give every column without a person one: the person of the columns just before it, or the person listed."""
    loose: dict[str, list[int]] = defaultdict(list)
    for at, column in enumerate(columns):
        if not column.person and column.field:
            loose[column.field].append(at)
    taken = {c.field for c in columns if c.person == "self"}
    for field, places in loose.items():
        for at in places:
            near = _before(columns, at)
            owner = "self"
            if near and field in _MOVABLE and _belongs(columns, at, field, near, len(places) > 1 or field in taken, sample):
                owner = near.person
            word = near.meaning.word if near and owner != "self" and not columns[at].meaning.word else columns[at].meaning.word
            columns[at] = _with(columns[at], person=owner, word=word)
    for at, column in enumerate(columns):
        if column.field == "relation" and column.person == "self":
            columns[at] = _with(column, field="relation_to_head")


def _before(columns: list[Column], at: int) -> Column | None:
    """Return the nearest column before `at`, within its run, that is somebody else's."""
    for back in range(at - 1, max(at - 7, -1), -1):
        column = columns[back]
        if column.person in OTHERS:
            return column
        if column.person == "self" or (not column.person and column.field not in _MOVABLE):
            return None
    return None


def _belongs(columns: list[Column], at: int, field: str, near: Column, repeated: bool, sample: Sequence[Sequence[Cell]]) -> bool:
    """Return whether a bare column after another person's columns is that person's too."""
    if near.person == "head" and field in ("phone", "address", "sex", "birth", "age"):
        return repeated and field not in ("address", "sex", "birth", "age")
    if field in ("relation", "works_at", "org", "post"):
        return True
    if repeated:
        return not (field == "address" and near.person == "helper")
    if near.person == "helper" and field == "phone":
        return _follows(sample, near.index, columns[at].index)
    return False


def _follows(sample: Sequence[Sequence[Cell]], names: int, values: int) -> bool:
    """Return whether the numbers are those of the people named: they recur, and each always beside one name."""
    beside: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, int] = defaultdict(int)
    for row in sample:
        name, value = row[names], row[values]
        if isinstance(name, str) and isinstance(value, str | float):
            for phone in read_phones(value).phones[:1]:
                beside[phone.number].add(plain(name))
                rows[phone.number] += 1
    recurring = [number for number, count in rows.items() if count > 1]
    often = sum(rows[number] for number in recurring) * 2 >= sum(rows.values())
    return bool(recurring) and often and sum(len(beside[number]) == 1 for number in recurring) >= 0.8 * len(recurring)


def unknown_columns(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that are kept as notes because no field of the register is known for them."""
    return [column for column in columns if column.meaning is UNKNOWN or not column.field]
