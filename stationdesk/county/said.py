"""What stands of what the county said, one line a thing, with how many stations still owe an answer; and taking it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.replies import Reply
from stationdesk.county.word import audience_words, take_back
from stationdesk.i18n import _
from stationdesk.registers.announcement import Announcement
from stationdesk.registers.code import table as codes
from stationdesk.registers.correction_request import CorrectionRequest
from stationdesk.registers.day_off import DayOff
from stationdesk.registers.helper import Helper
from stationdesk.registers.photo_ask import PhotoAsk
from stationdesk.registers.report_template import ReportTemplate
from stationdesk.registers.task import Task
from stationdesk.registers.team import Team
from stationdesk.services.holidays import forget_day
from stationdesk.store.database import author_of

OPEN = frozenset({"open", "partly", "overdue", "unread"})
"""States of a reply in which the station's answer is waited for."""


@dataclass(frozen=True)
class Said:
    """One thing that stands."""

    kind: str
    """task, correction, announcement, template, photos, helper, team or day."""
    id: str
    title: str
    whom: str
    """For whom, in words."""
    until: str | None
    """The last day, where it has one."""
    asked: int = 0
    """Stations that are to answer; 0 where nobody is."""
    waiting: int = 0
    """Stations of these that have not answered."""


def said(desk: CountyDesk, on: date, replies: Sequence[Reply]) -> list[Said]:
    """Return what stands on day `on`, what was said last first; `replies` are those of the same day."""
    answers = defaultdict[str, list[Reply]](list)
    for one in replies:
        answers[one.id].append(one)
    with desk.database.reading() as session:
        whom: dict[str | None, str] = {}
        lines = [
            *((one, "task", one.title, one.due_on) for one in _standing(session, Task)),
            *((one, "correction", one.question, one.due_on) for one in _standing(session, CorrectionRequest)),
            *((one, "announcement", one.title, one.valid_until) for one in _standing(session, Announcement)),
            *((one, "template", _named(one), one.valid_to) for one in _standing(session, ReportTemplate)),
            *((one, "photos", one.purpose, one.to_date) for one in _standing(session, PhotoAsk)),
            *((one, "helper", " ".join(filter(None, (one.name, one.org))), None) for one in _standing(session, Helper)),
            *((one, "team", one.name, None) for one in _standing(session, Team)),
            *((one, "day", _day(one), one.day) for one in _standing(session, DayOff) if one.day >= on.isoformat()),
        ]
        found = []
        for one, kind, title, until in sorted(lines, key=lambda line: str(line[0].id), reverse=True):
            told = answers[one.id]
            waiting = sum(answer.state in OPEN for answer in told)
            whom.setdefault(one.audience, audience_words(session, one.audience))
            found.append(Said(kind, one.id, title, whom[one.audience], until, len(told), waiting))
    return found


def _standing(session: Session, register: Any) -> list[Any]:
    mine = select(register).where(register.author == author_of(session), col(register.removed_at).is_(None))
    return list(session.exec(mine))


def _named(one: ReportTemplate) -> str:
    return _("{name} ({period}, {count} figures)").format(
        name=one.name, period=codes("report_period").label(one.period), count=len(one.rows)
    )


def _day(one: DayOff) -> str:
    return " ".join(filter(None, (one.day, codes("day_kind").label(one.kind), one.name)))


def unsay(session: Session, kind: str, number: str) -> None:
    """Take back one thing, at every station it was said to. Raises NothingSaid, DayUnclear."""
    if kind == "day":
        forget_day(session, number)
    else:
        take_back(session, number)
