"""Grades that are to be looked at again, as lines of the day's list: Enter opens the assessment, D leaves the grade as it is."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.assessing import stays_as_it_is
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.reviews import ReviewDue, review_of, reviews_due
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source


def section(session: Session, asked: Asked) -> Section:
    """Return whose grade is to be looked at by the day asked for, what was due first first."""
    due = reviews_due(session, asked.on)
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("reviews", _("Grades to look at again"), "", len(due), lines)


def _lines(session: Session, due: list[ReviewDue], asked: Asked) -> list[Line]:
    grounds, words = grounds_of(session, [one.resident_id for one in due], asked), _("Stays so|button")
    return [
        found.line(
            "reviews", _why(one, asked), record_id=one.grade_id, done_words=words, page="duties", argument=f"assess:{one.resident_id}"
        )
        for one in due
        if (found := grounds.get(one.resident_id)) is not None
    ]


def _why(one: ReviewDue, asked: Asked) -> tuple[Part, ...]:
    late = one.late(asked.on)
    told = _("look at the grade again") if asked.covered else one.why()
    day = (day_words(date.fromisoformat(one.due_on), asked.on), "ink2")
    when: Part = (_("{days} days late").format(days=late), "red") if late > 0 and one.cause == "regular" else (_("today"), "amber")
    return ((told, "ink"), DOT, day, DOT, when) if late > 0 else ((told, "ink"), DOT, when)


def _done(session: Session, line: Line, on: date, by: str) -> None:
    asked = review_of(session, line.resident_id, on)
    stays_as_it_is(session, line.resident_id, on, by, cause=asked.cause if asked else "regular")


def _said(line: Line) -> str:
    return _("Review of {name}: the grade stays").format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    days = (date.fromisoformat(one.due_on) for one in reviews_due(session, first, (last - first).days) if one.cause == "regular")
    return Counter(day for day in days if first <= day <= last)


REVIEWS = Source("reviews", section, _done, _said, _days, frozenset({"care_grade", "status_change", "guardian", "kin"}))
