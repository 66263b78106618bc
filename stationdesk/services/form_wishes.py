"""What a form tells of wishes beside their own words: how far each is, who claimed it, when it came true."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from stationdesk.services.wish_state import standings

_CLAIMS = """
SELECT c.wish_id, c.id, c.claimer, c.claimed_on FROM wish_claim c
WHERE c.wish_id IN ({marks}) AND c.removed_at IS NULL ORDER BY c.claimed_on, c.key
"""
_EVENTS = """
SELECT wish_id, kind, happened_on, cost FROM wish_event
WHERE wish_id IN ({marks}) AND kind IN ('delivered', 'fulfilled') AND removed_at IS NULL ORDER BY key
"""


def add_standing(session: Session, wishes: dict[str, dict[str, Any]]) -> None:
    """Add to each wish its state, the claim in force or else the last one, and when it was delivered and fulfilled."""
    ids = list(wishes)
    marks, ask = ",".join("?" * len(ids)), session.connection().exec_driver_sql
    found = standings(session, ids)
    for id_, wish in wishes.items():
        wish["state"] = found[id_].state
    for wish_id, claim, claimer, day in ask(_CLAIMS.format(marks=marks), tuple(ids)):
        one = wishes[wish_id]
        if "claim" not in one or one["claim"] != found[wish_id].claim:
            one |= {"claim": claim, "claimer": claimer, "claimed_on": day}
    for wish_id, kind, day, cost in ask(_EVENTS.format(marks=marks), tuple(ids)):
        wishes[wish_id] |= {f"{kind}_on": day} | ({"cost": cost} if cost is not None else {})
