"""Figures of contacts, visits and needs for a time (domain 4.1, 4.2 B): each says what it counts, and nothing is kept for them.

人次 are people times occasions, 人 and 户 each once; 应访 = 实访 + 未访, and 上门 + 电话 + 其他 = 联系 (domain 4.3). A day counts as done
when everything that was due on it was done on it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.code import table
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.due_days import days_of
from stationdesk.services.hands import kept_as, read_hands
from stationdesk.services.people_then import people_on
from stationdesk.services.request_reading import raised_of, step_of
from stationdesk.services.request_state import Step, came_to
from stationdesk.store.database import author_of

_VISITS = """
SELECT resident_id, ifnull(household_id, ''), ifnull(occasion_id, id), ifnull(mode, ''), ifnull(kind, ''), ifnull(outcome, ''), visitors,
  handed_out FROM visit WHERE author = ? AND removed_at IS NULL AND visited_on BETWEEN ? AND ?
"""
_GRADED = "SELECT DISTINCT resident_id FROM care_grade WHERE author = ? AND removed_at IS NULL AND ifnull(from_date, '') <= ?"
_CARED = """
SELECT resident_id FROM visit WHERE author = :own AND removed_at IS NULL AND outcome = 'met' AND visited_on BETWEEN :first AND :last
UNION SELECT p.resident_id FROM call_person p JOIN family_call c ON c.id = p.call_id AND c.author = p.author
  WHERE p.author = :own AND p.removed_at IS NULL AND p.dropped_on IS NULL AND c.removed_at IS NULL AND c.state = 'completed'
  AND c.call_on BETWEEN :first AND :last
UNION SELECT r.resident_id FROM service_request r JOIN request_event e ON e.request_id = r.id AND e.author = r.author
  WHERE r.author = :own AND r.removed_at IS NULL AND e.removed_at IS NULL AND e.kind IN ('solved', 'done')
  AND e.happened_on BETWEEN :first AND :last
"""
NOBODY = frozenset({"nobody", "no_answer", "wrong_number", "away", "hospital", "institution", "refused", "deceased"})
"""Results by which nobody was spoken to."""


@dataclass(frozen=True)
class ContactFigures:
    """Contacts and visits of a time."""

    tries: int
    """Everything that was noted, person-times: reached or not."""
    reached: int
    """Person-times in which the person was reached; of them:"""
    at_door: int
    by_phone: int
    otherwise: int
    occasions: int
    """Visits and calls, each once however many people it reached (次)."""
    people: int
    households: int
    """Households of those who were reached, each once; somebody without one is one alone."""
    helpers: int
    """Who went or rang, each once (参与摸排)."""
    comfort_times: int
    """Person-times in which something was handed over (慰问人次)."""
    comfort_people: int
    comfort_cash: int
    """Money and worth handed over, 分."""


@dataclass(frozen=True)
class DueFigures:
    """What was to be done in a time and what of it was done (一对一、日沟通): person-days."""

    due: int
    done: int
    missed: int
    """Days on which it could have been done for the last time, and was not."""
    by_grade: Mapping[str, tuple[int, int]]
    """Due and done by the grade held on the day asked for."""

    @property
    def rate(self) -> float | None:
        """Done by due; None where nothing was due."""
        return self.done / self.due if self.due else None


@dataclass(frozen=True)
class NeedFigures:
    """Needs of a time: open_before + raised + reopened = solved + dropped + open_after."""

    open_before: int
    raised: int
    solved: int
    dropped: int
    open_after: int
    reopened: int
    """Needs that were settled before the time and stand otherwise after it: taken up again, whatever came of it."""

    def foots(self) -> bool:
        """Tell whether stock and flow agree."""
        return self.open_before + self.raised + self.reopened == self.solved + self.dropped + self.open_after


def contact_figures(session: Session, first: date, last: date) -> ContactFigures:
    """Count the contacts and visits from `first` to `last`, both included."""
    rows: list[Any] = list(session.connection().exec_driver_sql(_VISITS, (author_of(session), first.isoformat(), last.isoformat())))
    met, hands = [row for row in rows if row[5] == "met"], read_hands(session)
    modes = Counter(row[3] for row in met)
    given = [(row[0] or row[1], _worth(row[7])) for row in rows if row[7] not in (None, "[]")]
    return ContactFigures(
        tries=len(rows),
        reached=len(met),
        at_door=modes["home"],
        by_phone=modes["phone"],
        otherwise=len(met) - modes["home"] - modes["phone"],
        occasions=len({row[2] for row in met}),
        people=len({row[0] for row in met if row[0]}),
        households=len({row[1] or row[0] for row in met}),
        helpers=len({kept_as(hands, who) for row in rows for who in _visitors(row[6])}),
        comfort_times=len(given),
        comfort_people=len({who for who, _worth_of in given}),
        comfort_cash=sum(worth for _who, worth in given),
    )


def _visitors(kept: str | None) -> Iterable[str]:
    """Yield who went, by the helper's id where there is one."""
    for one in json.loads(kept or "[]"):
        yield one.get("helper_id") or one["name"]


def _worth(kept: str) -> int:
    return sum(thing.get("amount") or 0 for thing in json.loads(kept))


def due_figures(session: Session, first: date, last: date, on: date) -> DueFigures:
    """Count the person-days on which something was due from `first` to `last`; `on` is today, whose open things are not missed yet."""
    own, day = author_of(session), last.isoformat()
    ids = [str(row[0]) for row in session.connection().exec_driver_sql(_GRADED, (own, day))]
    grades = people_on(session, last).grades
    due = done = missed = 0
    by_grade: dict[str, list[int]] = {}
    for resident, days in days_of(session, ids, first, last, on).items():
        asked = [state for state in days.values() if state.due]
        settled = sum(state.settled for state in asked)
        due, done, missed = due + len(asked), done + settled, missed + sum(state.missed for state in days.values())
        if asked:
            counts = by_grade.setdefault(grades.get(resident, ("", ""))[0], [0, 0])
            counts[0], counts[1] = counts[0] + len(asked), counts[1] + settled
    return DueFigures(due, done, missed, {grade: (counts[0], counts[1]) for grade, counts in by_grade.items()})


def need_figures(session: Session, first: date, last: date) -> NeedFigures:
    """Count the needs that were open before `first`, came up, were solved (解决生活难题), dropped, and are open after `last`."""
    own, begin, end = author_of(session), first.isoformat(), last.isoformat()
    told: dict[str, list[Step]] = {}
    events = select(RequestEvent).where(RequestEvent.author == own, col(RequestEvent.removed_at).is_(None))
    for event in session.exec(events.order_by(col(RequestEvent.key))):
        told.setdefault(event.request_id, []).append(step_of(event))
    counts: Counter[str] = Counter()
    asked = select(ServiceRequest).where(ServiceRequest.author == own, col(ServiceRequest.removed_at).is_(None))
    for request in session.exec(asked):
        if (request.raised_on or "") > end:
            continue
        begun, steps = raised_of(request), told.get(request.id, ())
        before = "none" if (request.raised_on or "") >= begin else came_to(begun, [one for one in steps if one.day < begin])
        after = came_to(begun, [one for one in steps if one.day <= end])
        counts[f"before {before}"] += 1
        counts[f"after {after}"] += before in ("none", "open") or after != before
        counts["reopened"] += before in ("solved", "dropped") and after != before
    return NeedFigures(
        counts["before open"],
        counts["before none"],
        counts["after solved"],
        counts["after dropped"],
        counts["after open"],
        counts["reopened"],
    )


def care_rates(session: Session, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Return by category how many of those who hold it on `last` were cared for at least once in the time, and how many hold it.

    Being reached by a contact, speaking in a family call and having a need met are care (关爱救助率).
    """
    given = {"own": author_of(session), "first": first.isoformat(), "last": last.isoformat()}
    cared = {str(row[0]) for row in session.connection().exec_driver_sql(_CARED, given)}
    there = people_on(session, last)
    found: dict[str, list[int]] = {row.code: [0, 0] for row in table("resident_category").rows}
    for person, codes in there.categories.items():
        for code in codes:
            counts = found.setdefault(code, [0, 0])
            counts[0], counts[1] = counts[0] + (person in cared), counts[1] + 1
    return {code: (done, held) for code, (done, held) in found.items() if held}
