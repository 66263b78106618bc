"""The list of what is due, kind by kind, with the grades to be looked at again: whose, by when, what about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.duties import AHEAD, DutyDue, duties_due
from stationdesk.services.duty_words import what_of
from stationdesk.services.reviews import ReviewDue, reviews_due
from stationdesk.services.shown_person import Person, details_of

REVIEWS = "review"
"""The kind under which grades to be looked at again stand in the list."""
ALL = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the list: a duty, or a grade to be looked at."""

    key: str
    kind: str
    resident_id: str
    due_on: str
    duty: DutyDue | None = None
    review: ReviewDue | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the list shows it."""

    entry: Entry
    name: str
    age: str
    what: str
    note: str
    group: str
    day: str
    left: str
    tone: str
    child: bool

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        return _(" · ").join(part for part in (self.name, self.what, self.day, self.left, self.note, self.group) if part)


def entries(session: Session, on: date) -> list[Entry]:
    """Return everything that is due in the next year or late, what is due first first."""
    duties = (Entry(one.key, one.kind, one.resident_id, one.due_on, one) for one in duties_due(session, on))
    looks = (Entry(f"{REVIEWS}:{one.grade_id}", REVIEWS, one.resident_id, one.due_on, None, one) for one in reviews_due(session, on, AHEAD))
    return sorted((*duties, *looks), key=lambda one: (one.due_on, one.kind, one.key))


def kinds(found: Iterable[Entry]) -> list[tuple[str, str, int]]:
    """Return the kinds there are with their word and how many stand in each; all of them first."""
    counts = Counter(one.kind for one in found)
    words = [(REVIEWS, _("Grades to look at again")), *((row.code, row.label) for row in table("duty_kind").rows)]
    return [(ALL, _("all|duties"), counts.total()), *((code, word, counts[code]) for code, word in words if counts[code])]


def kind_word(code: str) -> str:
    """Return what a kind is called; nothing for all of them."""
    return _("Grades to look at again") if code == REVIEWS else table("duty_kind").label(code or None)


def rows(session: Session, some: Sequence[Entry], on: date, *, may_see_children: bool, covered: bool = False) -> dict[str, Row]:
    """Return entries as the list shows them, by their keys; what was written about a child only to those with the right."""
    people = details_of(session, dict.fromkeys(one.resident_id for one in some))
    return {
        one.key: _row(one, people[one.resident_id], on, may_see_children=may_see_children, covered=covered)
        for one in some
        if one.resident_id in people
    }


def _row(one: Entry, person: Person, on: date, *, may_see_children: bool, covered: bool) -> Row:
    child = person.is_child(on)
    told = not covered and (may_see_children or not child)
    what = one.duty.word if one.duty is not None else _("Review of the grade")
    note = ""
    if told and one.duty is not None:
        note = one.duty.note if one.kind != "other" else ""
        what = what_of(one.duty)
    elif told and one.review is not None:
        note = "" if one.review.cause == "regular" else one.review.why()
    age = person.age(on) if told else None
    left, tone = _left(one, on)
    group = "" if child else person.village_group or ""
    day = day_words(date.fromisoformat(one.due_on), on)
    return Row(one, person.shown(on), "" if age is None else str(age), what, note, group, day, left, tone, child)


def _left(one: Entry, on: date) -> tuple[str, str]:
    late = (on - date.fromisoformat(one.due_on)).days
    if late > 0:
        return _("{days} days late").format(days=late), "late"
    if late == 0:
        return _("today"), "soon"
    near = one.duty.is_near(on) if one.duty is not None else False
    return _("{days} days left").format(days=-late), "soon" if near else "ink2"
