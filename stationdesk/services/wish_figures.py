"""The figures of wishes for a time (domain 4.1, 4.2 C): each counts wishes, once, and what came true counts by the day it came true.

期初 + 新增 + 重新打开 = 圆梦 + 取消 + 期末. A wish that came true and whose person was not content afterwards is open again from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.services.wish_facts import written_on
from stationdesk.services.wish_state import Answered, Ended, Happened, by_day, standing_of
from stationdesk.services.wish_steps import NEVER
from stationdesk.store.database import author_of

_WISHES = "SELECT id, ifnull(collected_on, '') FROM wish WHERE author = ? AND removed_at IS NULL"
_EVENTS = """
SELECT e.wish_id, e.kind, ifnull(e.happened_on, ''), ifnull(e.claim_id, ''), e.cost, ifnull(e.satisfaction, '') FROM wish_event e
WHERE e.author = ? AND e.removed_at IS NULL ORDER BY e.key
"""
_CLAIMS = """
SELECT wish_id, id, ifnull(claimed_on, ''), ifnull(is_extra, 0) FROM wish_claim WHERE removed_at IS NULL ORDER BY key
"""
_ANSWERS = """
SELECT wish_id, claim_id, answer = 'yes', ifnull(answered_on, '') FROM claim_answer WHERE author = ? AND removed_at IS NULL ORDER BY key
"""
_ENDS = "SELECT wish_id, claim_id, kind, ifnull(ended_on, ''), author FROM claim_end WHERE removed_at IS NULL ORDER BY key"
DONE = frozenset({"fulfilled", "reviewed"})
UNCLAIMED = frozenset({"published", "waiting", "expired"})


@dataclass(frozen=True)
class WishFigures:
    """What became of wishes in a time; each counts wishes unless it says otherwise."""

    before: int = 0
    """Open when it began (期初在册)."""
    new: int = 0
    """Told in it (新征集)."""
    reopened: int = 0
    """Come true, or closed, before, and open again."""
    done: int = 0
    """Come true in it (实现)."""
    closed: int = 0
    """Withdrawn, not granted or cancelled in it."""
    after: int = 0
    """Open when it ended (期末)."""
    approved: int = 0
    published: int = 0
    claimed: int = 0
    """Taken by somebody in it, however often."""
    unclaimed_after: int = 0
    """Public when it ended, and nobody has them (期末未认领)."""
    spent: int = 0
    """What those that came true have cost, 分."""
    gifts: int = 0
    """Things given beside the wishes."""
    asked: int = 0
    """Answers to the question how content somebody is."""
    content: int = 0
    """Of them: content, or fairly so."""

    @property
    def rate(self) -> float | None:
        """Return the share of the content (满意率); None where nobody was asked."""
        return self.content / self.asked if self.asked else None


@dataclass(slots=True)
class _Life:
    """One wish with everything that has its day."""

    told_on: str
    events: list[_Event] = field(default_factory=list)
    claims: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, bool, str]] = field(default_factory=list)
    ends: list[tuple[str, str, str, bool]] = field(default_factory=list)
    gifts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Event:
    kind: str
    day: str
    claim: str
    cost: int | None
    satisfaction: str


def wish_figures(session: Session, first: date, last: date) -> WishFigures:
    """Count the wishes of a time, both days included; what nobody wrote a day for happened on the day the wish was told."""
    before, begin, end = _day_before(first), first.isoformat(), last.isoformat()
    totals: dict[str, int] = defaultdict(int)
    for one in _lives(session):
        was, now = _kind(one, before), _kind(one, end)
        totals["before"] += was == "open"
        totals["after"] += now == "open"
        totals["new"] += was == "" and now != ""
        totals["reopened"] += was in ("done", "closed") and now != was
        totals["done"] += now == "done" and was != "done"
        totals["closed"] += now == "closed" and was != "closed"
        totals["spent"] += _spent(one, end) if now == "done" and was != "done" else 0
        for name, count in _within(one, begin, end).items():
            totals[name] += count
        totals["unclaimed_after"] += now == "open" and _state(one, end) in UNCLAIMED
    return WishFigures(**totals)


def _lives(session: Session) -> Iterable[_Life]:
    session.flush()
    ask, mine = session.connection().exec_driver_sql, author_of(session)
    found = {wish: _Life(day or written_on(wish)) for wish, day in ask(_WISHES, (mine,))}
    for wish, *rest in ask(_EVENTS, (mine,)):
        if wish in found:
            found[wish].events.append(_Event(*rest))
    for wish, claim, day, extra in ask(_CLAIMS):
        if wish in found and extra:
            found[wish].gifts.append(day or found[wish].told_on)
        elif wish in found:
            found[wish].claims[claim] = day
    for wish, claim, yes, day in ask(_ANSWERS, (mine,)):
        if wish in found:
            found[wish].answers.append((claim, bool(yes), day))
    for wish, claim, kind, day, author in ask(_ENDS):
        if wish in found and claim in found[wish].claims:
            found[wish].ends.append((claim, kind, day, author == mine))
    return found.values()


def _known(one: _Life, day: str) -> Sequence[_Event]:
    """Return the events of a wish that had happened by a day, in the order in which they take effect."""
    return [event for event in by_day(one.events) if (event.day or one.told_on) <= day]


def _state(one: _Life, day: str) -> str:
    """Return the state of a wish at the end of a day, as it is known today."""
    happened = [Happened(event.kind, event.day, event.claim) for event in _known(one, day)]
    claims = [claim for claim, claimed in one.claims.items() if claimed <= day]
    answers = [Answered(claim, yes) for claim, yes, answered in one.answers if answered <= day]
    ends = [Ended(claim, kind, mine) for claim, kind, ended, mine in one.ends if ended <= day]
    return standing_of(happened, claims, answers, ends).state


def _kind(one: _Life, day: str) -> str:
    """Return whether a wish is open at the end of a day, done or closed; nothing before it was told."""
    if one.told_on > day and not _known(one, day):
        return ""
    state = _state(one, day)
    return "done" if state in DONE else "closed" if state in NEVER else "open"


def _spent(one: _Life, day: str) -> int:
    return next((event.cost or 0 for event in reversed(_known(one, day)) if event.kind == "fulfilled"), 0)


def _within(one: _Life, first: str, last: str) -> dict[str, int]:
    """Count what happened to a wish in a time."""
    events = [event for event in one.events if first <= (event.day or one.told_on) <= last]
    kinds = {event.kind for event in events}
    asked: list[Any] = [event.satisfaction for event in events if event.kind in ("reviewed", "dissatisfied") and event.satisfaction]
    taken = {claim for claim, yes, day in one.answers if yes and claim in one.claims and first <= (one.claims[claim] or day) <= last}
    return {
        "approved": "approved" in kinds,
        "published": "published" in kinds,
        "claimed": bool(taken),
        "gifts": sum(first <= day <= last for day in one.gifts),
        "asked": len(asked),
        "content": sum(said != "dissatisfied" for said in asked),
    }


def _day_before(day: date) -> str:
    return date.fromordinal(max(day.toordinal() - 1, 1)).isoformat()
