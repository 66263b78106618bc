"""Needs that are to be met, as lines of the day's list: those whose term has come."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.due_known import here_on
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.requests import DueRequest, due_requests, open_requests, settle
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source

LONGEST = 40
"""Letters of a need that a line shows."""


def section(session: Session, asked: Asked) -> Section:
    """Return the needs whose term ends by the day asked for, the latest first; one that is urgent comes first on its day."""
    due = due_requests(session, asked.on)
    there = here_on(session, [one.resident_id for one in due], asked.on)
    due = [one for one in due if one.resident_id in there]
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("requests", _("Needs to be met"), "", len(due), lines, _("{count} needs|heading"))


def _lines(session: Session, due: list[DueRequest], asked: Asked) -> list[Line]:
    grounds, words = grounds_of(session, [one.resident_id for one in due], asked), _("Solved|button")
    lines = []
    for one in due:
        if (ground := grounds.get(one.resident_id)) is not None:
            why = _why(one, asked.on, told=not (asked.covered or ground.locked))
            lead = table("urgency").label(one.urgency)
            lines.append(ground.line("requests", why, record_id=one.id, lead=lead, icon="clipboard", done_words=words))
    return lines


def _why(one: DueRequest, on: date, *, told: bool) -> tuple[Part, ...]:
    late, what = one.late(on), " ".join(one.text.split())
    what = what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"
    when: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
    said = date.fromisoformat(one.raised_on) if one.raised_on else on
    asked = (_("said on {day}").format(day=day_words(said, on)), "ink2")
    return ((what if told else _("a need"), "ink"), DOT, asked, DOT, when)


def _done(session: Session, line: Line, on: date, by: str) -> None:
    settle(session, line.record_id, "solved", on, by=by)


def _said(line: Line) -> str:
    return _("Need met: {name}").format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    days = (date.fromisoformat(one.request.due_on) for one in open_requests(session) if one.request.due_on)
    return Counter(day for day in days if first <= day <= last)


REQUESTS = Source("requests", section, _done, _said, _days, frozenset({"service_request", "request_event"}))
