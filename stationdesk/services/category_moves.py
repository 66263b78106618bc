"""Who held a category on a day, who came into it and who left it between two days, with reasons (domain 4.2 A: 本期增减).

A stay that follows another of the same owner without a day between is one stay; two that overlap count once. Whoever died or moved
away holds nothing from the next day on, whatever is written in his categories. Restricted categories are counted by the open one above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.registers.resident import GONE, Resident
from stationdesk.store.database import author_of

_TAGS = (
    "SELECT category, resident_id, household_id, from_date, to_date, exit_reason FROM category_tag WHERE author = ? AND removed_at IS NULL"
)
NEVER, ALWAYS = date.max - timedelta(days=1), date.min + timedelta(days=1)


class Span(NamedTuple):
    """A stay from its first to its last day, and why it ended."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True)
class Moved:
    """One category between two days: how many held it on the day before the first, entered, left, and hold it on the last."""

    category: str
    before: int
    entered: int
    left: int
    after: int
    new: int
    """Of those who entered, how many for the first time; the others came back into it."""
    reasons: Mapping[str, int]
    """Why those who left did, by code of exit_reason; empty where nothing is written."""

    def holds(self) -> bool:
        """Tell whether stock and flow agree: 期末 = 期初 + 新增 − 减少."""
        return self.after == self.before + self.entered - self.left


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return stays put together where they overlap or follow each other without a day between, in their order."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.last < span.first:
            continue
        if found and span.first <= found[-1].last + timedelta(days=1):
            longer = span if span.last > found[-1].last else found[-1]
            found[-1] = Span(found[-1].first, longer.last, longer.reason)
        else:
            found.append(span)
    return found


def moved(category: str, owners: Iterable[list[Span]], first: date, last: date) -> Moved:
    """Reckon one category from the joined stays of each owner."""
    yesterday, before, after, entered, left, new = first - timedelta(days=1), 0, 0, 0, 0, 0
    reasons: dict[str, int] = defaultdict(int)
    for spans in owners:
        before += any(span.first <= yesterday <= span.last for span in spans)
        after += any(span.first <= last <= span.last for span in spans)
        for at, span in enumerate(spans):
            if first <= span.first <= last:
                entered += 1
                new += at == 0
            if yesterday <= span.last < last:
                left += 1
                reasons[span.reason] += 1
    return Moved(category, before, entered, left, after, new, dict(reasons))


def category_moves(session: Session, first: date, last: date, *, households: bool = False) -> dict[str, Moved]:
    """Return every category somebody ever held, by code, between two days; `households`: those of households instead of people.

    Raises ValueError if the last day lies before the first.
    """
    if last < first:
        raise ValueError(last)
    stays = _stays(session, households=households)
    return {code: moved(code, [joined(spans) for spans in owners.values()], first, last) for code, owners in sorted(stays.items())}


def held_on(session: Session, category: str, on: date) -> set[str]:
    """Return the ids of the residents who hold a category of their own on a day."""
    return {
        owner
        for owner, spans in _stays(session, households=False).get(category, {}).items()
        if any(span.first <= on <= span.last for span in spans)
    }


def _stays(session: Session, *, households: bool) -> dict[str, dict[str, list[Span]]]:
    author = author_of(session)
    gone = {} if households else _gone(session, author)
    there = (
        None if households else set(session.exec(select(Resident.id).where(Resident.author == author, col(Resident.removed_at).is_(None))))
    )
    found: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for category, resident, household, since, until, reason in session.connection().exec_driver_sql(_TAGS, (author,)):
        owner = household if households and resident is None else resident
        if owner is None or households is (resident is not None) or (there is not None and owner not in there):
            continue
        span = Span(_day(since, ALWAYS), _day(until, NEVER), reason or "")
        found[category][owner].append(_capped(span, gone.get(owner)))
    return found


def _capped(span: Span, gone: tuple[date, str] | None) -> Span:
    return Span(span.first, gone[0], gone[1]) if gone is not None and gone[0] < span.last else span


def _gone(session: Session, author: str) -> dict[str, tuple[date, str]]:
    """Return the day of those who died, moved away or were merged, with the reason; unknown days count as always."""
    asked = select(Resident.id, Resident.residency_since, Resident.residency_status).where(
        Resident.author == author, col(Resident.residency_status).in_(GONE)
    )
    words = {"deceased": "deceased", "moved_out": "moved_out", "merged": "duplicate"}
    return {who: (_day(since, ALWAYS), words[status or ""]) for who, since, status in session.exec(asked)}


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
