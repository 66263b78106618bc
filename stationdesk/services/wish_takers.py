"""Who has taken wishes before or could: earlier claimers and helpers, so that a name is chosen and not typed once more."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.store.database import author_of

_CLAIMERS = """
SELECT claimer, ifnull(claimer_kind, ''), ifnull(contact_name, ''), phones, ifnull(helper_id, ''), ifnull(org_unit_id, '')
FROM wish_claim WHERE removed_at IS NULL AND ifnull(is_extra, 0) = 0 ORDER BY key DESC LIMIT 400
"""
_HELPERS = "SELECT name, phones, id, ifnull(left_on, '') FROM helper WHERE author = ? AND removed_at IS NULL ORDER BY key DESC LIMIT 400"


class Taker(NamedTuple):
    """Somebody who may take a wish, with what is known of him."""

    name: str
    kind: str = ""
    contact: str = ""
    phone: str = ""
    helper: str = ""
    unit: str = ""


def known_takers(session: Session) -> list[Taker]:
    """Return who may be meant, who took a wish last first; each name once."""
    found: dict[str, Taker] = {}
    ask = session.connection().exec_driver_sql
    for name, kind, contact, phones, helper, unit in ask(_CLAIMERS):
        found.setdefault(name, Taker(name, kind, contact, _first(phones), helper, unit))
    for name, phones, helper, left in ask(_HELPERS, (author_of(session),)):
        if not left:
            found.setdefault(name, Taker(name, "person", "", _first(phones), helper))
    return list(found.values())


def _first(phones: str | None) -> str:
    return next((str(one["number"]) for one in json.loads(phones or "[]")), "")
