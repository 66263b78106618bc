"""What is due once or every year, as lines of the day's list: D writes that it is done, Enter opens the person."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.duties import DutyDue, duties_due, near_duties
from stationdesk.services.duty_words import what_of
from stationdesk.services.duty_writing import DutyImpossible
from stationdesk.services.guardian_talks import settle
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source


def section(session: Session, asked: Asked) -> Section:
    """Return what is reminded of on the day asked for, what is due first first."""
    due = near_duties(session, asked.on)
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("duties", _("Due once or every year"), "", len(due), lines, _("{count} things|heading"))


def _lines(session: Session, due: list[DutyDue], asked: Asked) -> list[Line]:
    grounds, words = grounds_of(session, [one.resident_id for one in due], asked), _("Done|button")
    lines = []
    for one in due:
        if (ground := grounds.get(one.resident_id)) is not None:
            why = _why(one, asked.on, told=not (asked.covered or ground.locked))
            page, argument = ("duties", f"talk:{one.resident_id}") if one.kind == "guardian_talk" else ("", "")
            lines.append(ground.line("duties", why, record_id=one.key, done_words=words, falls_on=one.due_on, page=page, argument=argument))
    return lines


def _why(one: DutyDue, on: date, *, told: bool) -> tuple[Part, ...]:
    late, day = one.late(on), date.fromisoformat(one.due_on)
    when: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
    if late < 0:
        when = (_("{days} days left").format(days=-late), "ink2")
    what = what_of(one) if told else one.word
    return ((what, "ink"), DOT, (_("by {day}|duty").format(day=day_words(day, on)), "ink2"), DOT, when)


def duty_called(session: Session, key: str, on: date) -> DutyDue:
    """Return the open duty that a line is about. Raises DutyImpossible if it was done meanwhile."""
    found = next((one for one in duties_due(session, on) if one.key == key), None)
    if found is None:
        raise DutyImpossible(_("This was done or taken off meanwhile. Please look at the list again."))
    return found


def _done(session: Session, line: Line, on: date, by: str) -> None:
    settle(session, duty_called(session, line.record_id, on), on, by)


def _said(line: Line) -> str:
    return _("Done: {what}, {name}").format(what=line.reasons[0][0], name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    days = (date.fromisoformat(one.due_on) for one in duties_due(session, first, (last - first).days))
    return Counter(day for day in days if first <= day <= last)


DUTIES = Source("duties", section, _done, _said, _days, frozenset({"duty", "resident", "guardian", "category_tag", "visit"}))
