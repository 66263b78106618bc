"""Visit sheets that were walked two days ago or longer and not typed back, as lines of the day's list."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.sheet_reading import SheetRow, old_sheets
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source


def section(session: Session, asked: Asked) -> Section:
    """Return the sheets not typed back, the oldest first; a sheet is about no one person."""
    rows = old_sheets(session, asked.on)
    lines = tuple(_line(row, asked.on) for row in rows[: asked.most]) if asked.most else ()
    return Section("sheets", _("Visit sheets not typed back"), "", len(rows), lines, _("{count} sheets|heading"))


def _line(row: SheetRow, on: date) -> Line:
    printed = _("printed {day}, {days} days ago").format(day=day_words(row.printed_on, on), days=(on - row.printed_on).days)
    far = _("{settled} of {people} entered|sheet").format(settled=row.settled, people=row.people)
    why: tuple[Part, ...] = ((far, "ink"), DOT, (printed, "amber"), *((DOT, (row.title, "ink2")) if row.title else ()))
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=row.number,
        age=None,
        child=False,
        reasons=why,
        place="",
        phone="",
        kin="",
        home=False,
        kind="sheets",
        record_id=row.id,
        lead=_("Visit sheet"),
        icon="document",
        page="paper",
        argument=row.id,
    )


SHEETS: Source = Source("sheets", section, reads=frozenset({"visit_sheet", "visit"}))
