"""How far a request is: a pure function of how it was raised and of its events, each at its own minute (domain 3.2, 3.7).

Station and county reckon it alike once their packages have passed; no column holds it. A step entered late takes effect at its own time,
and what is past its term is told by the clock alone: nothing has to be written for a request to come back to the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

FORMAT = "%Y-%m-%dT%H:%M"
END_OF_DAY = "23:59"
FIRST_MOMENT = "0001-01-01T00:00"

AT_DESK = frozenset({"raised", "judged", "declined", "refused", "done"})
"""States in which the next step is the station's own."""
HELD = frozenset({"dispatched", "accepted", "serving"})
"""Somebody was sent, or is at it."""
AWAY = frozenset({"transferred", "receipted"})
"""Another body has it."""
OPEN = AT_DESK | HELD | AWAY
CLOSED = frozenset({"solved", "dropped", "rejected"})
_WORK = frozenset({"judged", "declined"}) | HELD | AWAY


def _all(states: Iterable[str], into: str) -> dict[str, str]:
    return dict.fromkeys(states, into)


def _stay(states: Iterable[str]) -> dict[str, str]:
    return {state: state for state in states}


MOVES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "judged": _stay(_WORK) | {"raised": "judged"},
        "refused": _all(("raised", "judged", "declined"), "refused"),
        "told": {"refused": "rejected"},
        "dispatched": _all(_WORK, "dispatched"),
        "accepted": {"dispatched": "accepted"},
        "arrived": _all(("dispatched", "accepted"), "serving"),
        "declined": _all(HELD | AWAY, "declined"),
        "extended": _stay(_WORK),
        "done": _all(_WORK, "done"),
        "rated": _all(OPEN, "solved"),
        "transferred": _all(_WORK | {"raised"}, "transferred"),
        "receipted": _all(AWAY, "receipted"),
        "solved": _all(OPEN, "solved"),
        "dropped": _all(OPEN, "dropped") | {"done": "solved"},
        "reopened": _all(CLOSED | {"done"}, "judged"),
    }
)
"""Event → where it moves a request from each state; in any other state it changes nothing. What was done stays done when somebody dies."""

HOURS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "solve": MappingProxyType({"red": 2, "yellow": 24, "blue": 72}),
        "judge": MappingProxyType({"red": 1, "yellow": 4, "blue": 4}),
        "accept": MappingProxyType({"red": 1, "yellow": 8, "blue": 24}),
        "receipt": MappingProxyType({"red": 2, "yellow": 24, "blue": 48}),
        "reply": MappingProxyType({"red": 24, "yellow": 72, "blue": 168}),
        "rate": MappingProxyType({"red": 24, "yellow": 48, "blue": 72}),
        "tell": MappingProxyType({"red": 4, "yellow": 24, "blue": 24}),
    }
)
"""Hours by what is to be done next and by urgency, where nothing was agreed and the station has set none of its own."""
NEXT: Mapping[str, str] = MappingProxyType(
    {
        "raised": "judge",
        "judged": "dispatch",
        "declined": "dispatch",
        "dispatched": "accept",
        "accepted": "solve",
        "serving": "solve",
        "transferred": "receipt",
        "receipted": "reply",
        "done": "rate",
        "refused": "tell",
    }
)
"""The next step of every open state."""


class Receiver(NamedTuple):
    """Whom a request was sent to: one of three by id, a body by its kind and name, or whoever wrote it himself."""

    kind: str
    """team, helper, unit, body or own."""
    key: str
    name: str

    @property
    def same(self) -> tuple[str, str]:
        """What tells one receiver from another, whatever he was called at the time."""
        return (self.kind, self.key)


class Raised(NamedTuple):
    """How a request began."""

    moment: str
    urgency: str = ""
    """Empty until somebody has judged it."""
    due: str = ""
    """By when it is to be done; of one that nobody has judged, by when that is to happen."""


class Step(NamedTuple):
    """An event as the state needs it."""

    kind: str
    day: str = ""
    clock: str = ""
    nth: int = 0
    id: str = ""
    receiver: Receiver | None = None
    urgency: str = ""
    due: str = ""
    next_by: str = ""
    receipt: str = ""
    satisfaction: str = ""
    text: str = ""

    @property
    def moment(self) -> str:
        """When it happened; without a time, at the end of its day."""
        return f"{self.day or FIRST_MOMENT[:10]}T{self.clock or END_OF_DAY}"

    @property
    def place(self) -> tuple[str, bool, int, str]:
        """Where it stands among the others, alike on both sides of the road."""
        return (self.moment, not self.clock, self.nth, self.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands after its events; all moments are local, YYYY-MM-DDTHH:MM."""

    state: str
    since: str
    """When it came into this state."""
    urgency: str = ""
    due: str = ""
    """By when the whole is to be done."""
    next_by: str = ""
    """By when the next step is to happen; of a closed one empty."""
    holder: Receiver | None = None
    """Who has it, or had it last."""
    declined_by: tuple[tuple[Receiver, str, str], ...] = ()
    """Who gave it back since it was last opened: whom, when, and why."""
    receipt: str = ""
    satisfaction: str = ""
    arrived: str = ""
    """When somebody was there first."""
    ignored: tuple[str, ...] = ()
    """Events that changed nothing, by id."""

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.state in OPEN

    @property
    def step(self) -> str:
        """What is to be done next; empty when it is closed."""
        return NEXT.get(self.state, "")

    @property
    def came_to(self) -> str:
        """Return open, solved or dropped: what figures count."""
        return "open" if self.is_open else "solved" if self.state == "solved" else "dropped"

    def late(self, now: str) -> bool:
        """Tell whether the next step should have happened by the moment `now`."""
        return bool(self.next_by) and self.next_by < now

    def lane(self, now: str) -> str:
        """Return where it is looked for: judge, dispatch, doing, rate, tell or closed; what is past its term is the desk's again."""
        if not self.is_open:
            return "closed"
        if self.state in HELD | AWAY:
            return "dispatch" if self.late(now) else "doing"
        return {"raised": "judge", "judged": "dispatch", "declined": "dispatch", "done": "rate"}.get(self.state, "tell")


def plus(moment: str, hours: float) -> str:
    """Return the moment so many hours later."""
    at = datetime.strptime(moment, FORMAT)  # noqa: DTZ007 (a time in the village)
    try:
        return f"{at + timedelta(hours=hours):{FORMAT}}"
    except OverflowError:
        return moment


def term(hours: Mapping[str, Mapping[str, int]], step: str, urgency: str) -> int:
    """Return the hours of a step for an urgency; one that is not known has the longest."""
    given = hours.get(step) or HOURS[step]
    return given.get(urgency) or max(given.values())


def next_by(state: str, urgency: str, moment: str, due: str, hours: Mapping[str, Mapping[str, int]] = HOURS) -> str:
    """Return by when the next step of a state is to happen that began at `moment`; taking on is due before the work is."""
    step = NEXT.get(state, "")
    if not step:
        return ""
    if step in ("dispatch", "solve"):
        return due or plus(moment, term(hours, "solve", urgency))
    by = plus(moment, term(hours, step, urgency))
    return min(by, due) if step == "accept" and due > moment else by


def begun(raised: Raised) -> Standing:
    """Return how a request stands before anything happened to it; one with an urgency was judged by whoever wrote it down."""
    state = "judged" if raised.urgency else "raised"
    due = raised.due or plus(raised.moment, term(HOURS, "solve" if raised.urgency else "judge", raised.urgency))
    return Standing(state, raised.moment, raised.urgency, due if raised.urgency else "", due)


def standing_of(raised: Raised, steps: Iterable[Step]) -> Standing:
    """Return how a request stands; the order in which the events are given does not matter."""
    now = begun(raised)
    for one in sorted(steps, key=lambda step: step.place):
        into = MOVES.get(one.kind, {}).get(now.state)
        now = replace(now, ignored=(*now.ignored, one.id)) if into is None else _after(now, one, into)
    return now


def _after(was: Standing, step: Step, into: str) -> Standing:
    """Return the standing after an event that takes effect."""
    moment, again = step.moment, step.kind == "reopened" or (step.kind == "rated" and step.satisfaction == "dissatisfied")
    if again:
        into = "judged"
    urgency = step.urgency or was.urgency
    due = step.due or was.due
    if not step.due and (again or step.kind == "judged" or not was.due):
        due = plus(moment, term(HOURS, "solve", urgency))
    by = step.next_by or next_by(into, urgency, moment, due)
    now = replace(was, state=into, since=was.since if was.state == into else moment, urgency=urgency, due=due, next_by=by)
    if into in CLOSED:
        now = replace(now, next_by="")
    if again:
        return replace(now, holder=None, declined_by=(), receipt="", satisfaction=step.satisfaction, arrived="")
    if step.kind in ("dispatched", "transferred"):
        return replace(now, holder=step.receiver, receipt=step.receipt, arrived="")
    if step.kind == "declined" and was.holder is not None:
        return replace(now, declined_by=(*was.declined_by, (was.holder, moment, step.text)))
    if step.kind == "arrived":
        return replace(now, arrived=was.arrived or moment)
    return replace(now, receipt=step.receipt or was.receipt, satisfaction=step.satisfaction or was.satisfaction)


def came_to(raised: Raised, steps: Sequence[Step]) -> str:
    """Return open, solved or dropped after some events."""
    return standing_of(raised, steps).came_to if steps else "open"


def effective(raised: Raised, steps: Iterable[Step]) -> frozenset[str]:
    """Return the ids of the events that take effect."""
    told = tuple(steps)
    return frozenset(one.id for one in told) - set(standing_of(raised, told).ignored)
