"""The county's own table of days: rest, work that makes up for it, festivals; at every station it counts before the calendar."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from sqlmodel import Session

from stationdesk.county.word import ALL
from stationdesk.i18n import _
from stationdesk.ledgers.day_list import SHEETS, NoDays, read_day_list
from stationdesk.registers.code import table
from stationdesk.registers.day_off import DayOff, DayOffDraft
from stationdesk.services.holidays import set_day

LARGEST = 1_000_000
"""Bytes of a file that are read."""


def read_days(path: Path, on: date) -> list[DayOffDraft]:
    """Return the days of a file: a sheet with day, kind and name, or a JSON list of the same. Raises FileRefused, NoDays."""
    return read_day_list(path, on) if path.suffix.lower() in SHEETS else _read_json(path)


def _read_json(path: Path) -> list[DayOffDraft]:
    """Return the days of a list of objects with day, kind (rest, workday, festival, or the word) and name. Raises NoDays."""
    wrong = _("{file} is no table of days. It is a JSON list like [{example}]. Nothing was taken in.")
    example = '{"day": "2026-10-01", "kind": "rest", "name": "…"}'
    try:
        found = json.loads(path.read_bytes()[:LARGEST].decode("utf-8-sig"))
        days = [DayOffDraft.model_validate(one | {"kind": table("day_kind").code_for(str(one["kind"]))}) for one in found]
    except (OSError, ValueError, TypeError, KeyError, ValidationError) as error:
        raise NoDays(wrong.format(file=path.name, example=example)) from error
    if not days:
        raise NoDays(wrong.format(file=path.name, example=example))
    return days


def say_days(session: Session, days: list[DayOffDraft]) -> list[DayOff]:
    """Say of days what they are, for every station; what the county said of one before is taken back. Raises DayUnclear."""
    made = []
    for one in days:
        said = set_day(session, one)
        said.audience = ALL
        session.flush()
        made.append(said)
    return made
