"""What a form tells of wishes beside their own words: how far each is, who claimed it, when it came true."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from sqlmodel import Session

from stationdesk.services.wish_giving import BROUGHT
from stationdesk.services.wish_state import UNGIVEN, Standing, standings, this_round

_CLAIMS = """
SELECT c.wish_id, c.id, c.claimer, c.claimed_on,
  (SELECT max(e.id) FROM claim_end e WHERE e.wish_id = c.wish_id AND e.claim_id = c.id AND e.kind = 'delivered' AND e.removed_at IS NULL),
  (SELECT a.answer FROM claim_answer a WHERE a.wish_id = c.wish_id AND a.claim_id = c.id AND a.removed_at IS NULL
   ORDER BY a.key DESC LIMIT 1)
FROM wish_claim c
WHERE c.wish_id IN ({marks}) AND c.removed_at IS NULL AND ifnull(c.is_extra, 0) = 0 ORDER BY c.claimed_on, c.key
"""
_EVENTS = """
SELECT wish_id, kind, ifnull(happened_on, ''), cost FROM wish_event
WHERE wish_id IN ({marks}) AND kind IN ('delivered', 'fulfilled', 'disputed', 'dissatisfied') AND removed_at IS NULL ORDER BY key
"""


class _Claim(NamedTuple):
    id: str
    claimer: str
    claimed_on: str | None
    end: str | None
    """Of its delivery."""
    answer: str | None


class _Event(NamedTuple):
    kind: str
    day: str
    cost: int | None


def add_standing(session: Session, wishes: dict[str, dict[str, Any]]) -> None:
    """Add to each wish its state, the claim that counts, and when it was delivered and fulfilled, for what cost.

    Of a wish that was brought wrong only what came after counts.
    """
    ids = list(wishes)
    marks, ask = ",".join("?" * len(ids)), session.connection().exec_driver_sql
    found = standings(session, ids)
    claims, events = defaultdict[str, list[_Claim]](list), defaultdict[str, list[_Event]](list)
    for wish_id, *told in ask(_CLAIMS.format(marks=marks), tuple(ids)):
        claims[wish_id].append(_Claim(*told))
    for wish_id, *told in ask(_EVENTS.format(marks=marks), tuple(ids)):
        events[wish_id].append(_Event(*told))
    for id_, wish in wishes.items():
        wish["state"] = found[id_].state
        if (claim := _counting(found[id_], claims[id_])) is not None:
            wish.update(claim=claim.id, claimer=claim.claimer, claimed_on=claim.claimed_on)
        for event in this_round(events[id_]):
            wish[f"{event.kind}_on"] = event.day or None
            if event.cost is not None:
                wish["cost"] = event.cost


def _counting(standing: Standing, claims: list[_Claim]) -> _Claim | None:
    """Return the claim of who has a wish or brought it last; of one that is closed the last the station agreed to, of a free one none."""
    if standing.claim is not None:
        return next((one for one in claims if one.id == standing.claim), None)
    brought = [one for one in claims if one.end]
    if standing.state in BROUGHT and brought:
        return max(brought, key=lambda one: one.end or "")
    return next((one for one in reversed(claims) if one.answer != "no"), None) if standing.state not in UNGIVEN else None
