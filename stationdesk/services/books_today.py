"""The book handed on last as a line of the day's list, until who took it over has read it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.shift_handover import ShiftHandover
from stationdesk.services.day_words import local
from stationdesk.services.due import DOT, Part
from stationdesk.services.shift_handovers import handed_words, read_book, unread_book
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source

LONGEST = 40
"""Letters of what the next one must know that a line shows."""


def section(session: Session, asked: Asked) -> Section:
    """Return the book that nobody has read yet, if there is one."""
    book = unread_book(session)
    there = book is not None and book.handed_on <= asked.on.isoformat()
    lines = (_line(book, asked),) if book is not None and there and asked.most else ()
    return Section("books", _("Duty taken over"), "", int(there), lines, _("{count} books|heading"))


def _line(book: ShiftHandover, asked: Asked) -> Line:
    note = "" if asked.covered else " ".join((book.note or "").split())
    note = note if len(note) <= LONGEST else note[: LONGEST - 1] + "…"
    why: tuple[Part, ...] = ((_("{words}, not read yet").format(words=handed_words(book, asked.on)), "amber"),)
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=book.to_name or "",
        age=None,
        child=False,
        reasons=(*why, DOT, (note, "ink2")) if note else why,
        place="",
        phone="",
        kin="",
        home=False,
        kind="books",
        record_id=book.id,
        lead=_("take over|lead"),
        icon="clipboard",
        done_words=_("Read it|button"),
        page="shifts",
        argument=asked.on.isoformat(),
    )


def _done(session: Session, line: Line, on: date, by: str) -> None:  # noqa: ARG001 - every source is asked alike
    read_book(session, line.record_id, datetime.combine(on, local(session.info["at"]).time()))


def _said(line: Line) -> str:
    return _("Book read: {name}").format(name=line.name)


BOOKS = Source("books", section, _done, _said, reads=frozenset({"shift_handover"}))
