"""The choices of the visit form: ways, results as each way has them, how things were found, the day as the field shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.event_words import result_word

BY_WIRE = frozenset({"phone", "video"})
SILENT = frozenset({"nobody", "no_answer"})
"""Nobody was there: which of the two it is follows from the way."""
AMBER = {"watch": "amber", "abnormal": "amber"}


def modes() -> list[tuple[str, str]]:
    """Return the usual ways of being in touch."""
    words = (_("at the door"), _("phone|mode"), _("video|mode"), _("at the station"), _("neighbour looked in"))
    return list(zip(("home", "phone", "video", "station", "neighbour"), words, strict=True))


def outcomes(mode: str) -> list[tuple[str, str]]:
    """Return the usual results of a way of being in touch."""
    silent = ("no_answer", _("nobody answered|outcome")) if mode in BY_WIRE else ("nobody", _("nobody at home"))
    met = _("met in person") if mode not in BY_WIRE else _("spoke in person")
    return [("met", met), ("kin_answered", _("kin answered")), silent, ("away", _("away|outcome")), ("hospital", _("in hospital|outcome"))]


def results() -> list[tuple[str, str]]:
    """Return how a thing looked at may be found."""
    return [(code, result_word(code)) for code in ("normal", "watch", "abnormal")]


def long_day(day: date) -> str:
    """Return a day as the field shows it."""
    return _("{year}/{month}/{day}").format(year=day.year, month=day.month, day=day.day)


def every_code(codes: str) -> list[tuple[str, str]]:
    """Return every code of a table that may be given, with its word."""
    return [(row.code, row.label) for row in table(codes).given]


def pair(typed: Sequence[Any]) -> tuple[str, str]:
    """Return two fields as a draft has them, empty where it has none."""
    first, second, *_more = (*map(str, typed), "", "")
    return first, second
