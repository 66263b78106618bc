"""The figures of requests and of the hotline for a time (domain 4.1, 4.2 H): problems solved; calls, urgent, closed, minutes to arrival.

A call of the hotline is a request that came by telephone, or an emergency, a false alarm among them. What became of it counts as it stood
at the end of the last day, so that a report printed again later says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.services.incident_state import standing_of as incident_standing
from stationdesk.services.incidents import Held, incidents_between
from stationdesk.services.request_reading import raised_of, steps_until
from stationdesk.services.request_state import FORMAT, Standing, Step, standing_of
from stationdesk.services.shifts import KNOWN_FOR, turns_between, uncovered
from stationdesk.store.database import author_of

HOTLINE = "hotline"
"""The code of request_source of what came by telephone."""
THROUGH_HELPERS = frozenset({"team", "helper"})
HELP_CAME = frozenset({"doctor_came", "ambulance_came"})
"""Events of an emergency by which somebody who helps is there."""
_REQUESTS = """
SELECT id, source, raised_on, raised_at, urgency, due_on, due_at FROM service_request
WHERE author = ? AND removed_at IS NULL AND ifnull(raised_on, '') <= ?
"""


@dataclass(frozen=True)
class RequestFigures:
    """What became of requests in a time; each counts requests, once."""

    came: int = 0
    """Raised in it."""
    sent: int = 0
    """Sent out to a team, a helper, a unit or somebody of the station (派单)."""
    declined: int = 0
    """Given back by whoever had them."""
    handed_over: int = 0
    """Handed over to town, county or a department (转办)."""
    receipted: int = 0
    """Of which a receipt came."""
    reopened: int = 0
    """Taken up again, or rated as not content."""
    solved: int = 0
    """Solved when it ended, and not before it began (解决生活难题)."""
    by_helpers: int = 0
    """Of them: done by a team or a helper."""
    asked: int = 0
    """Answers to the question how content somebody is."""
    content: int = 0
    """Of them: content, or fairly so."""

    @property
    def rate(self) -> float | None:
        """Return the share of the content (满意率); None where nobody was asked."""
        return self.content / self.asked if self.asked else None


@dataclass(frozen=True)
class HotlineFigures:
    """What came by telephone in a time."""

    calls: int = 0
    """来电."""
    urgent: int = 0
    """Of them: red, or an emergency that was none by mistake."""
    closed: int = 0
    """Of them: nothing is to be done any more."""
    arrived: int = 0
    """Of them: somebody was there, and both times are known."""
    minutes: int = 0
    """Minutes from the call until somebody was there, of all of those together."""
    hours_uncovered: float | None = None
    """Hours without anybody on duty; None where no roster was kept then."""

    @property
    def rate(self) -> float | None:
        """Return the share of the closed (办结率); None without a call."""
        return self.closed / self.calls if self.calls else None

    @property
    def mean(self) -> float | None:
        """Return the minutes to arrival in the mean (平均到场分钟); None where nobody went."""
        return self.minutes / self.arrived if self.arrived else None


class _Told(NamedTuple):
    id: str
    source: str | None
    raised_on: str | None
    raised_at: str | None
    urgency: str | None
    due_on: str | None
    due_at: str | None


class _Life(NamedTuple):
    """One request as it was at the end of a day."""

    told: _Told
    steps: Sequence[Step]
    """The steps that took effect, in their order."""
    before: Standing | None
    """None where it came later."""
    after: Standing


def request_figures(session: Session, first: date, last: date) -> RequestFigures:
    """Count the requests of a time, both days included."""
    begin, totals = first.isoformat(), Counter[str]()
    for one in _lives(session, first, last):
        new = [step for step in one.steps if step.day >= begin]
        kinds = {step.kind for step in new}
        said = [step.satisfaction for step in new if step.kind == "rated" and step.satisfaction]
        solved = one.after.state == "solved" and (one.before is None or one.before.state != "solved")
        totals["came"] += (one.told.raised_on or "") >= begin
        totals["sent"] += "dispatched" in kinds
        totals["declined"] += "declined" in kinds
        totals["handed_over"] += "transferred" in kinds
        totals["receipted"] += "receipted" in kinds
        totals["reopened"] += "reopened" in kinds or "dissatisfied" in said
        totals["solved"] += solved
        totals["by_helpers"] += solved and one.after.holder is not None and one.after.holder.kind in THROUGH_HELPERS
        totals["asked"] += len(said)
        totals["content"] += sum(how != "dissatisfied" for how in said)
    return RequestFigures(**totals)


def hotline_figures(session: Session, first: date, last: date, on: date) -> HotlineFigures:
    """Count what came by telephone in a time, both days included; `on` is today, whose coming days no roster has to cover yet."""
    begin, totals = first.isoformat(), Counter[str]()
    for one in _lives(session, first, last):
        if one.told.source == HOTLINE and (one.told.raised_on or "") >= begin:
            totals["calls"] += 1
            totals["urgent"] += one.after.urgency == "red"
            totals["closed"] += not one.after.is_open
            _arrival(totals, _minutes_of(one))
    for held in incidents_between(session, first, last):
        events = [event for event in held.events if event.happened_on <= last.isoformat()]
        standing = incident_standing(events)
        totals["calls"] += 1
        totals["urgent"] += standing.is_real
        totals["closed"] += not standing.is_open
        _arrival(totals, _help_after(held, (event.happened_at for event in events if event.kind in HELP_CAME)))
    return HotlineFigures(**totals, hours_uncovered=_hours_uncovered(session, first, min(last, on)))


def _hours_uncovered(session: Session, first: date, last: date) -> float | None:
    turns = turns_between(session, first - timedelta(days=KNOWN_FOR), last) if first <= last else []
    return sum(span.minutes for span in uncovered(turns, first, last)) / 60 if turns else None


def _lives(session: Session, first: date, last: date) -> Iterator[_Life]:
    """Yield every own request raised by the last day, as it was at its end and at that of the day before the first."""
    session.flush()
    begin, end = first.isoformat(), last.isoformat()
    steps = steps_until(session, end)
    for row in session.connection().exec_driver_sql(_REQUESTS, (author_of(session), end)):
        told = _Told._make(row)
        begun, known = raised_of(told), sorted(steps.get(told.id, ()), key=lambda step: step.place)
        after = standing_of(begun, known)
        before = standing_of(begun, [step for step in known if step.day < begin]) if (told.raised_on or "") < begin else None
        yield _Life(told, [step for step in known if step.id not in after.ignored], before, after)


def _minutes_of(one: _Life) -> int | None:
    """Return the minutes until somebody was there first; None where nobody was, or a time is not known."""
    there = next((step for step in one.steps if step.kind == "arrived" and step.clock), None)
    if there is None or not one.told.raised_on or not one.told.raised_at:
        return None
    begun = datetime.strptime(f"{one.told.raised_on}T{one.told.raised_at}", FORMAT)  # noqa: DTZ007 (a time in the village)
    passed = (datetime.strptime(there.moment, FORMAT) - begun).total_seconds()  # noqa: DTZ007 (a time in the village)
    return round(passed / 60) if passed >= 0 else None


def _help_after(held: Held, moments: Iterable[str]) -> int | None:
    came = min(moments, default="")
    passed = (datetime.fromisoformat(came) - datetime.fromisoformat(held.incident.started_at)).total_seconds() if came else -1
    return round(passed / 60) if passed >= 0 else None


def _arrival(totals: Counter[str], minutes: int | None) -> None:
    if minutes is not None:
        totals["arrived"] += 1
        totals["minutes"] += minutes
