"""The days to come: what falls on each of them, as far as it is known now, if what comes before is done on its day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.contacts import open_ones
from stationdesk.services.due import Care, standing
from stationdesk.services.today import Day, lines_of
from stationdesk.services.today_lines import Asked, Section, whom
from stationdesk.services.today_source import Source
from stationdesk.services.today_sources import SOURCES

WEEK = 7
"""Days that are looked at, today the first of them."""


class Ahead(NamedTuple):
    """What falls on a day: contacts and visits by rhythm, and everything else."""

    day: date
    contacts: int
    visits: int
    others: int

    @property
    def all(self) -> int:
        """How much falls on the day."""
        return self.contacts + self.visits + self.others


def coming(session: Session, day: date, asked: Asked) -> Day:
    """Return what falls on `day`, which lies after `asked.on`; nothing of it can be done yet."""
    people = _falling(session, day)
    sections = []
    for daily, title in ((True, _("To be contacted, as every day")), (False, _("Contacts and visits due"))):
        chosen = [(False, 0, who) for who, (_care, every_day) in people.items() if every_day is daily]
        lines = lines_of(session, chosen, day, most=asked.most, may_see_children=asked.may_see_children)
        if daily:  # whether somebody is reached today is not known yet: the rhythm alone is sure
            lines = tuple(replace(line, reasons=line.reasons[:1]) for line in lines)
        if chosen:
            sections.append(Section("daily" if daily else "visits", title, whom(lines), len(chosen), lines))
    for source in SOURCES:
        section = _of_the_day(session, source, day, asked)
        if section.count:
            sections.append(section)
    return Day(day, tuple(sections), sum(section.count for section in sections), 0)


def week(session: Session, on: date, days: int = WEEK) -> list[Ahead]:
    """Count what falls on each of the days after `on`, the first being tomorrow."""
    first, last = on + timedelta(days=1), on + timedelta(days=days - 1)
    others = Counter[date]()
    for source in SOURCES:
        if source.days is not None:
            others.update(source.days(session, first, last))
    found = []
    for step in range(1, days):
        day = on + timedelta(days=step)
        cares = Counter(care for care, _daily in _falling(session, day).values())
        found.append(Ahead(day, cares[Care.CONTACT], cares[Care.HOME], others[day]))
    return found


def _falling(session: Session, day: date) -> dict[str, tuple[Care, bool]]:
    """Return whose contact or visit falls on a day, with what it is and whether it is so every day."""
    found = {}
    for resident, known in open_ones(session, day):
        due = standing(known, day)
        if due.care is not None and (due.daily or due.due_on == day):
            found[resident] = (due.care, due.daily)
    return found


def _of_the_day(session: Session, source: Source, day: date, asked: Asked) -> Section:
    """Return the lines of a source that fall on a day: by their own day where they say it, else those it did not have the day before."""
    now = source.section(session, replace(asked, on=day))
    before = source.section(session, replace(asked, on=day - timedelta(days=1)))
    had = {line.key() for line in before.lines}
    lines = tuple(line for line in now.lines if (line.falls_on == day.isoformat() if line.falls_on else line.key() not in had))
    return Section(now.kind, now.title, whom(lines) if now.who else "", len(lines), lines, now.counted)
