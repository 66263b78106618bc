"""How far an emergency is: a pure function of what was stamped, in the order in which it was (domain 3.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stationdesk.registers.incident_event import IncidentEvent

OPEN, OVER, FALSE_ALARM, FOLLOWED_UP = "open", "over", "false_alarm", "followed_up"
ONCE = frozenset({"doctor_came", "ambulance_came", "taken_away", "kin_told", "kin_none"})
"""What happens once; stamped again by a second press, it would only be a wrong time."""
TURNS = frozenset({"over", "false_alarm", "resumed", "followed_up"})
"""What turns the state, so that its place among the others matters."""
AFTERWARDS = frozenset({"kin_told", "kin_none", "reached", "missed", "note", "resumed", "followed_up"})
"""What may still be written when it is over."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an emergency stands."""

    state: str = OPEN
    """open, over, false_alarm or followed_up."""
    kin_told: bool = False
    kin_none: bool = False
    """There is no family, or it cannot be reached: nobody is asked to tell them any more, and nobody has."""
    kin_tried: int = 0
    """How often family was rung in vain."""
    stamped: tuple[str, ...] = ()
    """What of `ONCE` has happened."""
    follow_up_on: str = ""
    follow_up_at: str = ""
    follow_up_by: str = ""
    over_at: str = ""
    """The moment it was over (UTC)."""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still waits for help."""
        return self.state == OPEN

    @property
    def is_real(self) -> bool:
        """Tell whether there was an emergency at all."""
        return self.state != FALSE_ALARM


def standing_of(events: Iterable[IncidentEvent]) -> Standing:
    """Return how an emergency stands after its events, which are in the order of the journal."""
    state, told, tried, stamped, over, over_at = OPEN, False, 0, list[str](), None, ""
    for one in events:
        if one.kind in ("over", "false_alarm"):
            state, over, over_at = (OVER, one, one.happened_at) if one.kind == "over" else (FALSE_ALARM, None, one.happened_at)
        elif one.kind == "resumed":
            state, over, over_at = OPEN, None, ""
        elif one.kind == "followed_up" and state == OVER:
            state = FOLLOWED_UP
        elif one.kind in ONCE:
            stamped.append(one.kind)
        told = told or one.kind == "kin_told" or (one.kind == "reached" and bool(one.is_kin))
        tried += one.kind == "missed" and bool(one.is_kin)
    follow = (over.follow_up_on or "", over.follow_up_at or "", over.follow_up_by or "") if over is not None else ("", "", "")
    return Standing(state, told, "kin_none" in stamped, tried, tuple(stamped), *follow, over_at)


def can_happen(standing: Standing, kind: str) -> bool:
    """Tell whether an event can follow."""
    if kind in ("resumed", "followed_up"):
        return standing.state == OVER or (kind == "resumed" and not standing.is_open)
    if kind in ONCE and kind in standing.stamped:
        return False
    if kind == "kin_none" and standing.kin_told:
        return False
    return standing.is_open or kind in AFTERWARDS
