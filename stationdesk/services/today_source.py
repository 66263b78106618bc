"""What gives lines to the list of a day: one thing of the house each, named in `today_sources`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.services.today_lines import Asked, Line, Section


class Source(NamedTuple):
    """A part of the list: its lines, and how the thing of a line is done where one key can do it."""

    kind: str
    """What its lines and sections are called."""
    section: Callable[[Session, Asked], Section]
    """Returns the lines that are to be done by the day asked for, the most urgent first."""
    done: Callable[[Session, Line, date, str], None] | None = None
    """Writes that the thing of a line is done: the line, today, the operator; may raise a DeskError."""
    said: Callable[[Line], str] | None = None
    """Returns the sentence of that action, which an undo repeats."""
    days: Callable[[Session, date, date], Mapping[date, int]] | None = None
    """Counts what falls on each day from the first to the last; without it the week does not count the source."""
    reads: frozenset[str] = frozenset()
    """Registers whose change may change its lines."""
