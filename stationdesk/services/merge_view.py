"""Two residents side by side as the merge page shows them: what each says, what the one record will say, what moves along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from stationdesk.i18n import N_, _
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.catalogue import kind_of
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.grade_scheme import Grade
from stationdesk.registers.import_batch import ImportBatch
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.pointing import TO_RESIDENT, pointers
from stationdesk.registers.resident import Resident
from stationdesk.services.contacts import known_of
from stationdesk.services.day_words import day_words, local
from stationdesk.services.doubles import is_child
from stationdesk.services.due import Care, rhythm
from stationdesk.services.entered_twice import Twice, entered_twice
from stationdesk.services.merge_fields import BOTH, LEFT, RIGHT, differs, is_list, leads, merged_values, proposed
from stationdesk.services.merge_words import value_words
from stationdesk.services.merging import against, called, in_force
from stationdesk.services.person_facts import responsible
from stationdesk.services.person_writing import own_resident
from stationdesk.services.resident_list import category_word
from stationdesk.store.database import author_of

ALWAYS = ("name", "birth_date", "id_no", "phones", "current_address")
"""The fields that are shown whether they differ or not; below them categories, grade and who is responsible."""
COUNTED = (
    ("visit", N_("visits {left} + {right} =|merge"), N_("{total} visits|merge")),
    ("wish", N_("wishes {left} + {right} =|merge"), N_("{total} wishes|merge")),
    ("card_issue", N_("cards {left} + {right} =|merge"), N_("{total} cards|merge")),
)
"""Kinds that are counted by themselves: the words of both numbers, and of their sum."""
REST = N_("other entries {left} + {right} =|merge"), N_("{total} entries|merge")
UNSHOWN = frozenset({"alias", "birthday", "source", "enrolled_on", "came_from", "grid_leader_id", "child_officer_id", "route_order"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison; `choice` is empty where there is nothing to choose, `one` of two sides, or `both` too."""

    name: str
    label: str
    left: str
    right: str
    choice: str
    side: str
    note: str = ""
    """What is to be known of the right side beside its words."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records of a kind each side has, in words, and how many they are together."""

    words: str
    total: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Everything the page shows of two residents; of a child without the right only the alias."""

    left_id: str
    right_id: str
    left: str
    right: str
    left_from: str = ""
    right_from: str = ""
    locked: bool = False
    rows: tuple[Row, ...] = ()
    counts: tuple[Count, ...] = ()
    cards: int = 0
    """Cards of the right side that are in somebody's hands and are to be taken back."""
    twice: tuple[Twice, ...] = ()
    against: tuple[str, ...] = ()


def sides(session: Session, left_id: str, right_id: str, on: date, *, may_see_children: bool = False) -> Sides:
    """Return two residents side by side; raises NoSuchResident."""
    left, right = own_resident(session, left_id), own_resident(session, right_id)
    names = called(left, on), called(right, on)
    if not may_see_children and any(is_child(one, on) for one in (left, right)):
        return Sides(left.id, right.id, *names, locked=True)
    return Sides(
        left.id,
        right.id,
        left.name,
        right.name,
        came(session, left, on),
        came(session, right, on),
        rows=(*_fields(session, left, right), *_beside(session, left, right, on), *_others(session, left, right)),
        counts=_counts(session, left.id, right.id),
        cards=_cards(session, right.id),
        twice=tuple(one for one in entered_twice(session, left.id, right.id) if one.words),
        against=tuple(against(session, left, right)),
    )


def came(session: Session, resident: Resident, on: date) -> str:
    """Return where a record came from: a row of a ledger, or the day it was typed in."""
    asked = (
        select(ImportRow.row, ImportBatch.applied_at)
        .join(ImportBatch, col(ImportBatch.id) == col(ImportRow.batch_id))
        .where(ImportRow.resident_id == resident.id, ImportRow.outcome == "added")
        .order_by(col(ImportRow.key))
    )
    found = session.exec(asked).first()
    if found is not None and found[1]:
        when = day_words(local(found[1]).date(), on)
        return _("taken in from a ledger {day}, row {row}").format(day=when, row=found[0] or "?")
    if not resident.enrolled_on:
        return _("in the register for long")
    day = date.fromisoformat(resident.enrolled_on)
    return _("entered in {year}").format(year=day.year) if day.year != on.year else _("entered {day}").format(day=day_words(day, on))


def _fields(session: Session, left: Resident, right: Resident) -> list[Row]:
    return [_row(session, left, right, name) for name in ALWAYS]


def _others(session: Session, left: Resident, right: Resident) -> list[Row]:
    """Return the other fields in which both sides say something else."""
    names = [name for name in leads() if name not in ALWAYS and name not in UNSHOWN and differs(left, right, name)]
    return [_row(session, left, right, name) for name in names]


def _row(session: Session, left: Resident, right: Resident, name: str) -> Row:
    own = {"birth_date": _("Birth|merge"), "phones": _("Phones|merge"), "id_no": _("ID number|merge")}
    own["current_address"] = _("Address|merge")
    title = Resident.model_fields[name].title or name
    label = own.get(name) or _(title)
    choice = ("both" if is_list(name) else "one") if differs(left, right, name) else ""
    return Row(name, label, value_words(session, left, name), value_words(session, right, name), choice, proposed(left, right, name))


def _beside(session: Session, left: Resident, right: Resident, on: date) -> list[Row]:
    """Return categories, grade, and who is responsible."""
    held = [in_force(session, CategoryTag, one.id, on) for one in (left, right)]
    codes = [[tag.category for tag in tags] for tags in held]
    words = [_(", ").join(dict.fromkeys(map(category_word, one))) for one in codes]
    have = [set(one) for one in codes]
    side = LEFT if have[1] <= have[0] else RIGHT if have[0] <= have[1] else BOTH
    differ = bool(have[0] and have[1] and have[0] != have[1])
    note = _since(next((tag for tag in held[1] if tag.category not in have[0] and tag.from_date), None))
    categories = Row("categories", _("Category|merge"), words[0], words[1], "both" if differ else "", side, note)
    known = known_of(session, [left.id, right.id], on)
    grades = [known[one.id].grade for one in (left, right)]
    said = [grade_words(grade) for grade in grades]
    chosen = LEFT if grades[0] else RIGHT
    differ = bool(grades[0] and grades[1] and grades[0].code != grades[1].code)
    grade = Row("grade", _("Care grade"), said[0], said[1], "one" if differ else "", chosen)
    who = [_(", ").join(dict.fromkeys(f"{role} {name}".strip() for role, name in responsible(session, one, on))) for one in (left, right)]
    return [categories, grade, Row("responsible", _("Who is responsible|merge"), who[0], who[1], "", BOTH)]


def _since(tag: CategoryTag | None) -> str:
    """Return since when a category holds, as far as a month."""
    if tag is None or not tag.from_date:
        return ""
    year, month = int(tag.from_date[:4]), int(tag.from_date[5:7])
    return _("{what} since {year}/{month}|merge").format(what=category_word(tag.category), year=year, month=month)


def grade_words(grade: Grade | None) -> str:
    """Return a grade and what it asks for first:"""
    if grade is None:
        return ""
    asked = [(care, every) for care, every in ((Care.CONTACT, grade.contact_every_days), (Care.HOME, grade.home_visit_every_days)) if every]
    return f"{grade.label} {rhythm(*asked[0])}" if asked else grade.label


def result(session: Session, found: Sides, row: Row, chosen: Mapping[str, str]) -> tuple[str, str]:
    """Return what the one record will say in a line, and what is kept beside it."""
    side = chosen.get(row.name, row.side)
    if row.name in ("categories", "grade", "responsible"):
        parts = {LEFT: [row.left or row.right], RIGHT: [row.right or row.left], BOTH: [row.left, row.right]}[side]
        words = dict.fromkeys(word for part in parts for word in part.split(_(", ")) if word)
        return _(", ").join(words), row.note if side != LEFT and row.left else ""
    left, right = own_resident(session, found.left_id), own_resident(session, found.right_id)
    values = merged_values(left, right, dict(chosen))
    text = value_words(session, left.model_copy(update=values), row.name)
    return _result_words(left, right, values, row, side, text)


def _result_words(left: Resident, right: Resident, values: Mapping[str, Any], row: Row, side: str, text: str) -> tuple[str, str]:
    other = right if side == LEFT else left
    if row.name == "name" and row.choice and other.name in (values.get("former_name"), values.get("nickname")):
        return text, _("the other is kept as «also called»")
    if row.name == "birth_date" and row.choice and values.get("birthday"):
        lunar = values.get("birthday_calendar") == "lunar"
        return text, _("the lunar one is kept too") if lunar else _("the other one is kept too")
    if row.name == "phones" and row.choice and side == BOTH:
        first = text.split(_(", "), maxsplit=1)[0]
        return _("all of them|phones"), _("first {number}").format(number=first)
    return text, ""


def _counts(session: Session, left: str, right: str) -> tuple[Count, ...]:
    """Return how many records of each kind come together; what has no word of its own is counted as one."""
    numbers: dict[str, tuple[int, int]] = {}
    for register, name in pointers():
        if name == TO_RESIDENT:
            numbers[kind_of(register)] = (_number(session, register, left), _number(session, register, right))
    told = [_count(words, total, *numbers.pop(kind)) for kind, words, total in COUNTED if kind in numbers]
    rest = [sum(pair[side] for pair in numbers.values()) for side in (0, 1)]
    return tuple(one for one in (*told, _count(*REST, *rest)) if one is not None)


def _count(words: str, total: str, left: int, right: int) -> Count | None:
    return Count(_(words).format(left=left, right=right), _(total).format(total=left + right)) if left or right else None


def _number(session: Session, register: Any, who: str) -> int:
    mine = select(func.count()).where(register.resident_id == who, register.author == author_of(session), register.removed_at.is_(None))
    return int(session.exec(mine).one())


def _cards(session: Session, right: str) -> int:
    held = select(func.count()).where(
        CardIssue.resident_id == right, CardIssue.author == author_of(session), col(CardIssue.removed_at).is_(None)
    )
    return int(session.exec(held.where(col(CardIssue.void).is_(False))).one())
