"""What was written about wishes, read set by set: what their next steps are computed from, of a few of them or of all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from stationdesk.services.wish_state import Answered, Ended, Happened, by_day, standing_of
from stationdesk.services.wish_steps import NEVER, Facts, Held, Move
from stationdesk.store.clock import local_day
from stationdesk.store.database import author_of

_WISHES = """
SELECT id, collected_on, source, ledger, ifnull(may_be_public, 1) = 0 OR ifnull((
  SELECT c.given = 0 OR c.withdrawn_on IS NOT NULL OR (ifnull(c.child_agrees, 1) = 0 AND c.given_by IN ('guardian', 'delegated_guardian'))
  FROM consent c WHERE c.resident_id = wish.resident_id AND c.author = wish.author AND c.kind = 'public_wish' AND c.removed_at IS NULL
  ORDER BY c.given_on DESC, c.key DESC LIMIT 1), 0)
FROM wish
WHERE author = ? AND removed_at IS NULL AND id IN (SELECT value FROM json_each(?))
"""
_EVENTS = """
SELECT wish_id, kind, ifnull(happened_on, ''), ifnull(until, ''), ifnull(claim_id, '') FROM wish_event
WHERE wish_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL ORDER BY key
"""
_CLAIMS = """
SELECT wish_id, id, claimer, ifnull(claimed_on, ''), ifnull(promised_on, ''), author, ifnull(is_extra, 0), ifnull(claimer_kind, '')
FROM wish_claim
WHERE wish_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL ORDER BY key
"""
_ANSWERS = """
SELECT wish_id, claim_id, answer = 'yes', ifnull(answered_on, '') FROM claim_answer
WHERE wish_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL ORDER BY key
"""
_ENDS = """
SELECT wish_id, claim_id, kind, ifnull(ended_on, ''), author, id FROM claim_end
WHERE wish_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL ORDER BY key
"""
CHUNK = 2000


@dataclass(slots=True)
class _Told:
    """Everything written about one wish, as it is read."""

    events: list[Move] = field(default_factory=list)
    claims: dict[str, Held] = field(default_factory=dict)
    extra: set[str] = field(default_factory=set)
    answers: list[Answered] = field(default_factory=list)
    answered_on: dict[str, str] = field(default_factory=dict)
    ends: list[Ended] = field(default_factory=list)
    freed_on: dict[str, str] = field(default_factory=dict)
    """Claim → the day on which it ended without a delivery."""
    delivered_on: str = ""
    stations: set[str] = field(default_factory=set)
    """Claims of the station itself, which nobody has to thank."""
    given: str = ""
    """The claim by which somebody else brought it last."""


def facts_of(session: Session, wishes: Sequence[str]) -> dict[str, Facts]:
    """Return what the next steps of some own wishes (by id) depend on; one that was taken back is left out."""
    session.flush()
    found: dict[str, Facts] = {}
    for start in range(0, len(wishes), CHUNK):
        found |= dict(_facts(session, json.dumps(list(wishes[start : start + CHUNK]))))
    return found


def _facts(session: Session, ids: str) -> Iterator[tuple[str, Facts]]:
    mine, told = author_of(session), _told(session, ids)
    for wish, collected, source, ledger, private in _rows(session, _WISHES, mine, ids):
        known = max(collected or "", written_on(wish)) if ledger or not collected else collected
        yield wish, replace(_one(told[wish], known, source or ""), private=bool(private))


def _told(session: Session, ids: str) -> dict[str, _Told]:
    mine, told = author_of(session), defaultdict[str, _Told](_Told)
    for wish, kind, day, until, claim in _rows(session, _EVENTS, ids):
        told[wish].events.append(Move(kind, day, until, claim))
    for wish, claim, claimer, claimed, promised, author, extra, kind in _rows(session, _CLAIMS, ids):
        if extra:
            told[wish].extra.add(claim)
        else:
            told[wish].claims[claim] = Held(claim, claimer, claimed, promised, "", author == mine)
            if kind == "station":
                told[wish].stations.add(claim)
    for wish, claim, yes, day in _rows(session, _ANSWERS, ids):
        one = told[wish]
        one.answers.append(Answered(claim, bool(yes)))
        one.answered_on[claim] = day
    for wish, claim, kind, day, author, end in _rows(session, _ENDS, ids):
        one = told[wish]
        if claim not in one.extra:
            one.ends.append(Ended(claim, kind, author == mine))
            if kind == "delivered" and author == mine:
                one.delivered_on = max(one.delivered_on, day)
                one.given = "" if claim in one.stations else claim
            else:
                one.freed_on.setdefault(claim, day or written_on(end))
    return told


def _one(told: _Told, noted_on: str, source: str) -> Facts:
    happened = [Happened(move.kind, move.day, move.claim) for move in told.events]
    standing = standing_of(happened, told.claims, told.answers, told.ends)
    held = told.claims.get(standing.claim or "")
    if held is not None:
        held = held._replace(answered_on=told.answered_on.get(held.id, ""))
    untold = _untold(told) if standing.state in NEVER else None
    moves, freed = tuple(by_day(told.events)), _freed_on(told)
    return Facts(standing, noted_on, moves, held, untold, told.delivered_on, freed, source, given=told.given)


def _freed_on(told: _Told) -> str:
    """Return the day on which a claim the station had agreed to ended last; none ends before what was written about it."""
    agreed = {answer.claim for answer in told.answers if answer.yes}
    days = [day for claim, day in told.freed_on.items() if claim in agreed]
    days += [told.answered_on[claim] for claim in told.freed_on if claim in agreed]
    days += [move.day for move in told.events if move.claim in told.freed_on and move.claim in agreed]
    return max(days, default="")


def _untold(told: _Told) -> Held | None:
    """Return the claim that was live when the wish was closed, and has no end yet."""
    ended = {end.claim for end in told.ends}
    last = next((one.claim for one in reversed(told.answers) if one.yes and one.claim in told.claims), None)
    return told.claims[last] if last is not None and last not in ended else None


def _rows(session: Session, asked: str, *values: str) -> Iterable[Any]:
    return session.connection().exec_driver_sql(asked, values)


def written_on(record: str) -> str:
    """Return the day a record was made, which its id tells (RFC 9562 §5.7); what no day was given for counts from there."""
    try:
        milliseconds = UUID(record).int >> 80
        return local_day(datetime.fromtimestamp(milliseconds / 1000, UTC)).isoformat()
    except (ValueError, OverflowError, OSError):
        return "2026-01-01"
