"""Who has not spoken with the family for thirty days: the longest first, with whom and when a call could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from stationdesk.i18n import _
from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.call_wish import CallWish, OtherEnd
from stationdesk.registers.family_call import COMPLETED, FamilyCall
from stationdesk.services.call_ends import ends_of, free_of, wishes_of
from stationdesk.services.call_wishes import booked_ahead, callable_now, called_before, last_calls, last_of
from stationdesk.services.call_words import with_whom
from stationdesk.services.contacts import chunks
from stationdesk.services.day_words import day_words
from stationdesk.services.shown_person import Person, details_of
from stationdesk.store.database import author_of

AFTER = 30
"""Days without a call from which somebody stands on the list."""
LONG = 35
"""From here on the days are red."""


class Silent(NamedTuple):
    """Somebody on the list: how long, and since when; no last day where there never was a call, only the wish for one."""

    resident_id: str
    days: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class SilentRow:
    """The same as a line shows it; of a child no names."""

    id: str
    name: str
    age: int | None
    whom: str
    days: int
    since: str
    free: str
    child: bool

    @property
    def tone(self) -> str:
        """How urgent the days are."""
        return "late" if self.days >= LONG else "soon"

    @property
    def words(self) -> str:
        """The days in words: 46 天没连线, or that there never was a call."""
        return (
            _("{days} days without a call").format(days=self.days)
            if self.since
            else _("never called yet, {days} days").format(days=self.days)
        )

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        age = _("{years} years").format(years=self.age) if self.age is not None else ""
        return "，".join(filter(None, (self.name, age, self.whom, self.words, self.since, self.free)))


def silent(session: Session, on: date, *, after: int = AFTER, waiting: bool = True) -> list[Silent]:
    """Return who has had no call for `after` days on day `on`, the longest first.

    Concerned is who ever had a call, or has a wish for calls in force; who died, moved away or is with the family is not. `waiting`:
    who has a call booked ahead is left out.
    """
    limit = (on - timedelta(days=after)).isoformat()
    calls = last_calls(session, on)
    last = {one: day for one, (day, there) in calls.items() if there and day <= limit}
    waited = {one: day for one, day in _wishing(session, on, limit).items() if day <= limit and one not in calls}
    since = last | {one: waited[one] for one in callable_now(session, list(waited))}
    ids = set(since) - (booked_ahead(session, on) if waiting else set())
    days = {day: date.fromisoformat(day) for day in set(since.values())}
    order = sorted(ids, key=lambda one: (since[one], one))
    return [Silent(one, (on - days[since[one]]).days, days[since[one]] if one in last else None) for one in order]


def silent_count(session: Session, on: date) -> int:
    """Return how many `silent` names on day `on`, without naming them."""
    booked = booked_ahead(session, on)
    limit = on - timedelta(days=AFTER)
    called = called_before(session, limit, on, booked)
    if called is None:
        return len(silent(session, on))
    waiting = [one for one, day in _wishing(session, on, limit.isoformat()).items() if day <= limit.isoformat() and one not in booked]
    ever = last_of(session, waiting, on)
    return called + len(callable_now(session, [one for one in waiting if one not in ever]))


def _wishing(session: Session, on: date, limit: str) -> dict[str, str]:
    """Return who has a wish for calls in force, and since when; `limit` where that is not known."""
    day = on.isoformat()
    mine = select(CallWish.resident_id, CallWish.from_date).where(
        CallWish.author == author_of(session),
        col(CallWish.removed_at).is_(None),
        col(CallWish.resident_id).is_not(None),
        or_(col(CallWish.from_date).is_(None), col(CallWish.from_date) <= day),
        or_(col(CallWish.to_date).is_(None), col(CallWish.to_date) >= day),
    )
    return {str(one): begin or limit for one, begin in session.exec(mine)}


def silent_rows(session: Session, some: Sequence[Silent], on: date, *, may_see_children: bool = False) -> dict[str, SilentRow]:
    """Return the lines of some of the list, by the resident's id."""
    ids = [one.resident_id for one in some]
    details, wishes = details_of(session, ids), wishes_of(session, ids, on)
    before = last_others(session, [one for one in ids if one not in wishes or not wishes[one].others])
    rows = {}
    for one in some:
        person, wish = details.get(one.resident_id), wishes.get(one.resident_id)
        if person is not None:
            others = (wish.others if wish else ()) or before.get(one.resident_id, ()) or _first_end(session, one.resident_id)
            rows[person.id] = _row(one, person, wish, others, on, may_see_children=may_see_children)
    return rows


def _first_end(session: Session, resident_id: str) -> tuple[OtherEnd, ...]:
    return tuple(end.other for end in ends_of(session, resident_id)[:1])


def _row(
    one: Silent, person: Person, wish: CallWish | None, others: tuple[OtherEnd, ...], on: date, *, may_see_children: bool
) -> SilentRow:
    child = person.is_child(on)
    return SilentRow(
        person.id,
        person.shown(on),
        None if child and not may_see_children else person.age(on),
        with_whom(others, names=not child),
        one.days,
        _("last on {day}").format(day=day_words(one.last_on, on)) if one.last_on else "",
        free_of([wish])[1] or _("no free hours written down"),
        child,
    )


def last_others(session: Session, ids: Sequence[str]) -> dict[str, tuple[OtherEnd, ...]]:
    """Return with whom each of `ids` spoke last."""
    found: dict[str, tuple[str, tuple[OtherEnd, ...]]] = {}
    for some in chunks(list(ids)):
        asked = select(CallPerson.resident_id, FamilyCall.call_on, CallPerson.others).where(
            FamilyCall.id == CallPerson.call_id,
            FamilyCall.author == CallPerson.author,
            col(CallPerson.resident_id).in_(list(some)),
            CallPerson.author == author_of(session),
            FamilyCall.state == COMPLETED,
            col(CallPerson.removed_at).is_(None),
            col(FamilyCall.removed_at).is_(None),
        )
        for resident, day, others in session.exec(asked):
            if others and day >= found.get(resident, ("", ()))[0]:
                found[resident] = (day, tuple(others))
    return {resident: others for resident, (_day, others) in found.items()}
