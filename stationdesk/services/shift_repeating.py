"""A week of the roster written again for the weeks that follow, and two people who take each other's turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.duty_shift import DutyShiftDraft
from stationdesk.services.known_helpers import helpers_there
from stationdesk.services.shift_writing import LONGEST, Filled, Person, ShiftImpossible, key_of, new_shift, overlap, swap, who_has
from stationdesk.services.shifts import Turn, turns_between

WEEK = 7
STANDING_IN = frozenset({"stand_in_helper_id", "stand_in_name", "stand_in_phone", "swap_reason", "remark"})
"""What was so on one day only and is not repeated."""


@dataclass(frozen=True)
class Repeated:
    """A week to be written again: its first day, and the last day that gets turns."""

    monday: date
    last: date


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def repeat_week(session: Session, asked: Repeated, on: date) -> Filled:
    """Write the turns of a week again, weekday by weekday, until `last`; a time somebody has already stays as it is and is named.

    Who helps no more on a day gets no turn on it. Raises ShiftImpossible, and then nothing is written.
    """
    monday, last = asked.monday, asked.last
    pattern = turns_between(session, monday, monday + timedelta(days=WEEK - 1))
    first = monday + timedelta(days=WEEK)
    if not pattern:
        raise ShiftImpossible(_("There is no turn in this week that could be repeated. Please go to a week that is written."))
    if last < first:
        raise ShiftImpossible(_("The last day lies in the week itself. Please choose a later one."))
    if (last - first).days > LONGEST:
        raise ShiftImpossible(_("A roster is written for a year at most. Please choose a nearer last day."))
    before = [one.shift for one in turns_between(session, first - timedelta(days=1), last + timedelta(days=1))]
    made, taken = list[DutyShiftDraft](), dict[date, None]()
    helpers = helpers_there(session, [one.shift.helper_id for one in pattern])
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for draft in (_again(one, day) for one in pattern if date.fromisoformat(one.shift.day).weekday() == day.weekday()):
            helper = helpers.get(draft.helper_id or "")
            gone = draft.helper_id and (helper is None or not helper.helps(draft.day))
            twice = any(overlap(draft, one) and key_of(draft) == key_of(one) for one in made)
            if gone or twice or any(overlap(draft, one) for one in before):
                taken[day] = None
            else:
                made.append(draft)
    if not made:
        raise ShiftImpossible(_("On all these days somebody is on duty at that time already. Nothing was written."))
    for draft in made:
        session.add(new_shift(session, draft, on))
    session.flush()
    return Filled(len(made), tuple(taken))


def _again(turn: Turn, day: date) -> DutyShiftDraft:
    kept = {name: getattr(turn.shift, name) for name in DutyShiftDraft.model_fields if name not in STANDING_IN}
    return DutyShiftDraft.model_validate(kept | {"day": day.isoformat()})


def exchange(session: Session, shift_id: str, other_id: str, reason: str, on: date) -> None:
    """Let two people take each other's turns, with the reason. Raises ShiftImpossible, and then nothing is written."""
    one, other = who_has(session, shift_id), who_has(session, other_id)
    if key_of(one.shift) == key_of(other.shift):
        raise ShiftImpossible(_("Both turns are the same person's. Please choose somebody else's turn."))
    if one.instead_of or other.instead_of:
        raise ShiftImpossible(_("Somebody stands in for one of the two turns already. Please give it back first."))
    mine = Person(one.who, one.shift.helper_id or "", one.shift.phone or "")
    theirs = Person(other.who, other.shift.helper_id or "", other.shift.phone or "")
    swap(session, shift_id, theirs, reason, on)
    swap(session, other_id, mine, reason, on)
