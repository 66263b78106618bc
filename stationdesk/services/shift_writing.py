"""Writing the roster: one turn, many at once by a weekly rota or by turns down a list, somebody standing in, taking out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.duty_shift import DutyShift, DutyShiftDraft
from stationdesk.registers.helper import Helper
from stationdesk.services.day_words import day_words
from stationdesk.services.known_helpers import helpers_there
from stationdesk.services.shifts import Turn, times_words, turned, turns_between
from stationdesk.store.database import author_of

LONGEST = 400
"""Days a roster is written for at once: a year, and a little more."""
SPANS = {"day": ("08:00", "18:00"), "night": ("18:00", "08:00"), "whole": ("08:00", "08:00")}
"""Times of the turns as a station begins with them."""


class ShiftImpossible(DeskError):
    """The roster cannot be as it is written."""


@dataclass(frozen=True)
class Person:
    """Somebody who takes turns: a helper by his record, or by his name alone."""

    name: str
    helper_id: str = ""
    phone: str = ""

    @property
    def key(self) -> str:
        """What he is told from others by."""
        return self.helper_id or f"name:{self.name}"


@dataclass(frozen=True)
class Rota:
    """Turns for many days: on the weekdays chosen, everybody of the list in his turn; a list of one is a weekly rota."""

    first: date
    last: date
    people: tuple[Person, ...]
    kind: str = "night"
    from_time: str = "18:00"
    to_time: str = "08:00"
    weekdays: frozenset[int] = frozenset(range(7))
    """Monday is 0."""
    days_each: int = 1
    """Turns one after the other before it is the next one's."""
    leader: str = ""
    begins_with: int = 0
    """Place in the list of who begins."""
    anew: bool = False
    """What is written of that kind for these days is taken out first; the days that are over stay."""

    def days(self) -> list[date]:
        """Return the days that get a turn."""
        every = (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))
        return [day for day in every if day.weekday() in self.weekdays]


@dataclass(frozen=True)
class Filled:
    """What came of filling: how many turns were written, on which days somebody has that time already, how many were taken out."""

    made: int
    taken: tuple[date, ...] = ()
    out: int = 0


def planned(rota: Rota, days: Sequence[date]) -> list[tuple[date, Person]]:
    """Return who has which of some days by a rota: each day has one, and nobody's turn is lost with a day that is left out."""
    places = (rota.begins_with + number // max(1, rota.days_each) for number in range(len(days)))
    return [(day, rota.people[place % len(rota.people)]) for day, place in zip(days, places, strict=True)]


def check(rota: Rota) -> None:
    """Raise ShiftImpossible for a rota that cannot be."""
    if not rota.people:
        raise ShiftImpossible(_("Nobody is on the list. Please choose who takes turns."))
    if rota.last < rota.first:
        raise ShiftImpossible(_("The last day lies before the first. Please look at both days again."))
    if (rota.last - rota.first).days > LONGEST:
        raise ShiftImpossible(_("A roster is written for a year at most. Please choose a nearer last day."))
    if not rota.days():
        raise ShiftImpossible(_("No day is left: the weekdays chosen do not fall between these days."))


def fill(session: Session, rota: Rota, on: date) -> Filled:
    """Write the turns of a rota; a day on which somebody has that time already stays as it is and is named.

    Raises ShiftImpossible, and then nothing is written.
    """
    check(rota)
    before = turns_between(session, rota.first - timedelta(days=1), rota.last + timedelta(days=1))
    out = [one for one in before if rota.anew and replaced(rota, one, on)]
    free, taken = open_days(rota, [one for one in before if one not in out])
    if not free:
        raise ShiftImpossible(_("On all these days somebody is on duty at that time already. Nothing was written."))
    for turn in out:
        turn.shift.removed_at = session.info["at"]
    for day, person in planned(rota, free):
        session.add(new_shift(session, _draft(rota, day, person), on))
    session.flush()
    return Filled(len(free), tuple(taken), len(out))


def replaced(rota: Rota, turn: Turn, on: date) -> bool:
    """Tell whether a turn is one that a rota written anew takes the place of: of its kind, on its days, not over yet."""
    day = date.fromisoformat(turn.shift.day)
    return turn.shift.kind == rota.kind and day >= on and rota.first <= day <= rota.last and day.weekday() in rota.weekdays


def open_days(rota: Rota, before: Sequence[Turn]) -> tuple[list[date], list[date]]:
    """Return the days of a rota on which nobody has that time yet, and those on which somebody has it."""
    free, taken = list[date](), list[date]()
    for day in rota.days():
        slot = DutyShiftDraft.model_construct(day=day.isoformat(), from_time=rota.from_time, to_time=rota.to_time)
        (taken if any(overlap(slot, one.shift) for one in before) else free).append(day)
    return free, taken


def _draft(rota: Rota, day: date, person: Person) -> DutyShiftDraft:
    return DutyShiftDraft(
        day=day.isoformat(),
        from_time=rota.from_time,
        to_time=rota.to_time,
        kind=rota.kind,
        helper_id=person.helper_id or None,
        name=person.name or None,
        phone=person.phone or None,
        leader=rota.leader or None,
    )


def next_of(turns: Sequence[Turn], people: Sequence[Person], kind: str) -> int:
    """Return whose turn it is after the last turn of that kind, as a place in the list: a rota goes on where the last ended."""
    keys = [one.key for one in people]
    for turn in reversed(turns):
        key = turn.shift.helper_id or f"name:{turn.shift.name}"
        if turn.shift.kind == kind and key in keys:
            return (keys.index(key) + 1) % len(keys)
    return 0


def overlap(one: DutyShiftDraft, other: DutyShiftDraft) -> bool:
    """Tell whether two turns share a minute."""
    return one.begins() < other.ends() and other.begins() < one.ends()


def put_shift(session: Session, draft: DutyShiftDraft, on: date, shift_id: str = "") -> DutyShift:
    """Write one turn, or another one in the place of `shift_id`. Two people may share a time, one person cannot be twice.

    Raises ShiftImpossible.
    """
    made = new_shift(session, draft, on)
    day = date.fromisoformat(draft.day)
    for turn in turns_between(session, day - timedelta(days=1), day + timedelta(days=1)):
        if turn.id != shift_id and key_of(turn.shift) == key_of(made) and overlap(draft, turn.shift):
            raise _twice(turn, on)
    if not shift_id:
        session.add(made)
        session.flush()
        return made
    kept = own_shift(session, shift_id)
    for name in DutyShiftDraft.model_fields:
        if getattr(kept, name) != getattr(made, name):
            setattr(kept, name, getattr(made, name))
    session.flush()
    return kept


def _twice(turn: Turn, on: date) -> ShiftImpossible:
    sentence = _("{name} is on duty at that time already: {day} {times}. Nobody can be twice; please choose somebody else or other times.")
    return ShiftImpossible(sentence.format(name=turn.who, day=day_words(date.fromisoformat(turn.shift.day), on), times=turn.words()))


def key_of(shift: DutyShiftDraft) -> str:
    """Return who has a turn now."""
    if shift.stand_in_helper_id or shift.stand_in_name:
        return shift.stand_in_helper_id or f"name:{shift.stand_in_name}"
    return shift.helper_id or f"name:{shift.name}"


def new_shift(session: Session, draft: DutyShiftDraft, on: date) -> DutyShift:
    """Return a turn to be kept. Raises ShiftImpossible for a helper who does not help on the day or is not there."""
    for helper_id in filter(None, (draft.helper_id, draft.stand_in_helper_id)):
        helper = _helper(session, helper_id)
        if not helper.helps(draft.day):
            sentence = _("{name} does not help any more on {day}. Please choose somebody else for that day.")
            raise ShiftImpossible(sentence.format(name=helper.name, day=day_words(date.fromisoformat(draft.day), on)))
    return DutyShift.model_validate(draft, update={"author": author_of(session)})


def _helper(session: Session, helper_id: str) -> Helper:
    found = helpers_there(session, [helper_id]).get(helper_id)
    if found is None:
        raise ShiftImpossible(_("This helper is not in the register any more. Please choose somebody else."))
    return found


def own_shift(session: Session, shift_id: str) -> DutyShift:
    """Return an own turn. Raises ShiftImpossible if it was taken out."""
    mine = select(DutyShift).where(DutyShift.id == shift_id, DutyShift.author == author_of(session), col(DutyShift.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise ShiftImpossible(_("This turn is not in the roster any more. Please look at the month again."))
    return found


def swap(session: Session, shift_id: str, person: Person | None, reason: str, on: date) -> DutyShift:
    """Let somebody stand in for a turn, with the reason; None gives the turn back to whose it is. Raises ShiftImpossible."""
    kept = own_shift(session, shift_id)
    if person is None:
        fields = dict.fromkeys(("stand_in_helper_id", "stand_in_name", "stand_in_phone", "swap_reason"))
        if not (kept.stand_in_helper_id or kept.stand_in_name):
            raise ShiftImpossible(_("Nobody stands in for this turn."))
    else:
        if not reason.strip():
            raise ShiftImpossible(_("Please write why somebody else takes the turn: a word is enough."))
        if person.key == (kept.helper_id or f"name:{kept.name}"):
            raise ShiftImpossible(_("It is this person's own turn. Please choose somebody else to stand in."))
        fields = {
            "stand_in_helper_id": person.helper_id or None,
            "stand_in_name": person.name or None,
            "stand_in_phone": person.phone or None,
            "swap_reason": reason.strip(),
        }
    draft = DutyShiftDraft.model_validate({name: getattr(kept, name) for name in DutyShiftDraft.model_fields} | fields)
    return put_shift(session, draft, on, shift_id)


def take_out(session: Session, shift_id: str) -> DutyShift:
    """Take a turn out of the roster. Raises ShiftImpossible."""
    kept = own_shift(session, shift_id)
    kept.removed_at = session.info["at"]
    return kept


def pass_turns(session: Session, double_id: str, keep_id: str) -> None:
    """Let one helper have the turns of another record of him; what both have is his once, and he does not stand in for himself."""
    mine = select(DutyShift).where(DutyShift.author == author_of(session), col(DutyShift.removed_at).is_(None))
    turns = list(session.exec(mine.where(col(DutyShift.helper_id).in_((double_id, keep_id)))))
    there = {(one.day, one.from_time, one.to_time) for one in turns if one.helper_id == keep_id}
    for one in turns:
        if one.helper_id == double_id and (one.day, one.from_time, one.to_time) in there:
            one.removed_at = session.info["at"]
        else:
            one.helper_id = keep_id
    for one in session.exec(mine.where(DutyShift.stand_in_helper_id == double_id)):
        one.stand_in_helper_id = keep_id
    session.flush()
    for one in session.exec(mine.where(DutyShift.helper_id == keep_id, DutyShift.stand_in_helper_id == keep_id)):
        one.stand_in_helper_id = one.stand_in_name = one.stand_in_phone = one.swap_reason = None


def says_shift(shift: DutyShiftDraft, name: str, on: date) -> str:
    """Return a turn as a sentence names it: 11月29日 夜班 占国林."""
    kind = table("shift_kind").label(shift.kind) if shift.kind and shift.kind != "other" else times_words(shift.from_time, shift.to_time)
    return f"{day_words(date.fromisoformat(shift.day), on)} {kind} {name}"


def who_has(session: Session, shift_id: str) -> Turn:
    """Return a turn with who has it now. Raises ShiftImpossible."""
    return turned(session, [own_shift(session, shift_id)])[0]


def went_on(rota: Rota, turns: Sequence[Turn]) -> Rota:
    """Return a rota that goes on where the turns before it ended."""
    return replace(rota, begins_with=next_of(turns, rota.people, rota.kind))
