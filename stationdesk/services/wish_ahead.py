"""How wishes stand and what is next for each, read from the rows that are kept of it; what is not kept is reckoned from what was written.

A board of ten thousand wishes is one question so. Whoever changes a wish has nothing to see to: the database drops its row
(`store/wish_now.py`), and `keep_ahead` fills what is missing when the desk opens, the day turns or many were written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_steps import Facts, has_passed, next_step
from stationdesk.services.wish_terms import LONGEST, WishTerms, wish_terms
from stationdesk.store.database import author_of

_KEPT = """
SELECT w.id, n.state, n.step, n.due, n.lapses_on, n.claim, n.waiting FROM wish w LEFT JOIN wish_now n ON n.wish_id = w.id
WHERE w.author = ? AND w.removed_at IS NULL
"""
_DUE = """
SELECT n.wish_id, n.state, n.step, n.due, n.lapses_on, n.claim, n.waiting FROM wish_now n
WHERE n.due <> '' AND (n.due <= ? OR n.due > ?)
"""
_SOME = _KEPT + " AND w.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - ours
_MISSING = """
SELECT w.id FROM wish w WHERE w.author = ? AND w.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM wish_now n WHERE n.wish_id = w.id)
"""
_KEEP = "INSERT OR REPLACE INTO wish_now (wish_id, state, step, due, lapses_on, claim, waiting) VALUES (?, ?, ?, ?, ?, ?, ?)"
UNBELIEVABLE = timedelta(days=LONGEST + 62)
"""A step that is due so far ahead was written while the clock ran wild: it is to be seen to now, or it would hang."""
MANY = 50
"""Wishes of which nothing is kept, from which on it is worth an action of its own."""


class Ahead(NamedTuple):
    """How a wish stands, and what is next for it."""

    state: str
    step: str = ""
    """A key of `wish_steps.STEPS`; empty where nothing is to be done any more."""
    due: str = ""
    """The last day for it, YYYY-MM-DD."""
    lapses_on: str = ""
    """The day on which it passes by itself: the claim goes back, or the wish comes off the wall."""
    claim: str = ""
    """The live claim."""
    waiting: int = 0
    """Claims that wait for the station's word."""

    def passed(self, on: date) -> bool:
        """Tell whether the step is only a reminder, and its time is over on day `on`."""
        return has_passed(self.step, self.lapses_on, on)

    def late(self, on: date) -> int:
        """Return how many days the step is late on day `on`; negative for days to come, 0 without one."""
        return (on - date.fromisoformat(self.due)).days if self.due else 0


def ahead_of(session: Session, wishes: Sequence[str] | None = None) -> dict[str, Ahead]:
    """Return how own wishes stand, all of them or some by id; one that was taken back is left out."""
    session.flush()
    ask, found, missing = session.connection().exec_driver_sql, dict[str, Ahead](), []
    rows = ask(_KEPT, (author_of(session),)) if wishes is None else ask(_SOME, (author_of(session), json.dumps(list(wishes))))
    for wish, state, *rest in rows:
        if state is None:
            missing.append(wish)
        else:
            found[wish] = Ahead(state, *rest)
    return found | _reckoned(session, missing) if missing else found


def due_by(session: Session, day: date) -> dict[str, Ahead]:
    """Return how the own wishes stand whose next step is due by a day, or at no believable one; on the way it looks at no other."""
    session.flush()
    missing = [row[0] for row in session.connection().exec_driver_sql(_MISSING, (author_of(session),))]
    by, far = day.isoformat(), (day + UNBELIEVABLE).isoformat()
    found = {row[0]: Ahead(*row[1:]) for row in session.connection().exec_driver_sql(_DUE, (by, far))}
    reckoned = _reckoned(session, missing)
    return found | {wish: one for wish, one in reckoned.items() if one.due and not by < one.due <= far}


def keep_ahead(session: Session) -> int:
    """Keep how every wish stands of which it is not known; returns how many these were. It needs a writing session."""
    missing = [row[0] for row in session.connection().exec_driver_sql(_MISSING, (author_of(session),))]
    rows = [(wish, *ahead) for wish, ahead in _reckoned(session, missing).items()]
    if rows:
        session.connection().exec_driver_sql(_KEEP, rows)
    return len(rows)


def is_missing_many(session: Session) -> bool:
    """Tell whether so many wishes are not kept that reading the board takes longer than it should."""
    return len(session.connection().exec_driver_sql(_MISSING + f" LIMIT {MANY}", (author_of(session),)).all()) >= MANY


def _reckoned(session: Session, wishes: Sequence[str]) -> dict[str, Ahead]:
    return dict(_each(facts_of(session, wishes), wish_terms(session))) if wishes else {}


def _each(facts: Mapping[str, Facts], terms: WishTerms) -> Iterable[tuple[str, Ahead]]:
    for wish, one in facts.items():
        standing, ahead = one.standing, next_step(one, terms)
        if ahead is None:
            yield wish, Ahead(standing.state, claim=standing.claim or "", waiting=len(standing.waiting))
            continue
        lapses = ahead.lapses_on.isoformat() if ahead.lapses_on else ""
        claim = standing.claim or ahead.claim
        yield wish, Ahead(standing.state, ahead.step, ahead.due.isoformat(), lapses, claim, len(standing.waiting))
