"""The terms of requests at this station: hours for every step and urgency, which the clerk changes in Settings.

What is agreed with a request is written into its events, so a change here moves no request that runs, and the county needs none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.desk_settings import put_value, value_of
from stationdesk.services.request_state import HOURS

SETTING = "request_terms"
STEPS = tuple(HOURS)
URGENCIES = ("red", "yellow", "blue")
MOST = 24 * 90
"""Hours a term may have at most: ninety days."""

Terms = Mapping[str, Mapping[str, int]]


class UnfitTerm(DeskError):
    """A term of so many hours cannot be."""


def terms(session: Session) -> Terms:
    """Return the hours by step and urgency; what was never set, or cannot be read, is as it ships."""
    kept = value_of(session, SETTING)
    there = kept if isinstance(kept, dict) else {}
    return MappingProxyType({step: MappingProxyType({one: _hours(there, step, one) for one in URGENCIES}) for step in STEPS})


def _hours(kept: Mapping[str, Any], step: str, urgency: str) -> int:
    given = kept.get(step)
    found = given.get(urgency) if isinstance(given, dict) else None
    return found if type(found) is int and 1 <= found <= MOST else HOURS[step][urgency]


def change_term(session: Session, step: str, urgency: str, hours: int) -> None:
    """Set the hours of one step for one urgency. Raises UnfitTerm."""
    if step not in STEPS or urgency not in URGENCIES or not 1 <= hours <= MOST:
        raise UnfitTerm(_("A term has between 1 and {most} hours. Nothing was changed.").format(most=MOST))
    here = {name: dict(given) for name, given in terms(session).items()}
    here[step][urgency] = hours
    put_value(session, SETTING, here)


def ship_terms(session: Session) -> None:
    """Put every term back to what it ships with."""
    put_value(session, SETTING, {name: dict(given) for name, given in HOURS.items()})
