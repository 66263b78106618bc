"""The invented towns around the demo village: what their villages and communities are, and which of them have what."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from sqlmodel import Session

from stationdesk.registers.org_unit import OrgUnitDraft
from stationdesk.services.units import completed, fresh_unit
from stationdesk.settings import resource


@cache
def town() -> tuple[dict[str, Any], ...]:
    """Return the units, those above before those below."""
    found: list[dict[str, Any]] = json.loads(resource("samples/town.json").read_text(encoding="utf-8"))
    return tuple(found)


def found_town(session: Session) -> int:
    """Write the demo's towns, villages and communities down beside the station's own; returns how many."""
    made = {one["name"]: fresh_unit(session, completed(OrgUnitDraft.model_validate(one | {"succeeded_by": None}))) for one in town()}
    for one in town():
        if into := one.get("succeeded_by"):
            made[one["name"]].succeeded_by = made[into].id
    session.add_all(made.values())
    session.flush()
    return len(made)
