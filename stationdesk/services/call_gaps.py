"""Who has not spoken with the family for thirty days: the longest first, with whom and when a call could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.call_wish import CallWish, OtherEnd
from stationdesk.registers.family_call import COMPLETED, FamilyCall
from stationdesk.services.call_ends import ends_of, free_of, wishes_of
from stationdesk.services.call_wishes import booked_ahead, callable_now
from stationdesk.services.call_words import with_whom
from stationdesk.services.contacts import chunks
from stationdesk.services.day_words import day_words
from stationdesk.services.shown_person import Person, details_of
from stationdesk.store.database import author_of

AFTER = 30
"""Days without a call from which somebody stands on the list."""
LONG = 35
"""From here on the days are red."""

_LAST = """
SELECT p.resident_id, max(c.call_on) FROM family_call c INDEXED BY family_call_day
JOIN call_person p INDEXED BY ix_call_person_call_id ON p.call_id = c.id AND p.author = c.author
WHERE c.author = ? AND c.removed_at IS NULL AND p.removed_at IS NULL AND p.dropped_on IS NULL
  AND c.state = 'completed' AND c.call_on <= ? GROUP BY p.resident_id
"""


@dataclass(frozen=True, slots=True)
class Silent:
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


def last_days(session: Session, until: date) -> dict[str, str]:
    """Return the day of the last call of everybody who had one by day `until`."""
    rows: Any = session.connection().exec_driver_sql(_LAST, (author_of(session), until.isoformat()))
    return dict(rows.all())


def silent(session: Session, on: date, *, after: int = AFTER, waiting: bool = True) -> list[Silent]:
    """Return who has had no call for `after` days on day `on`, the longest first.

    Concerned is who ever had a call, or has a wish for calls in force; who died, moved away or is with the family is not. `waiting`:
    who has a call booked ahead is left out.
    """
    limit = (on - timedelta(days=after)).isoformat()
    last = last_days(session, on)
    since = {one: day for one, day in last.items() if day <= limit}
    for wish in _wishes(session, on):
        if wish.resident_id and wish.resident_id not in last and (wish.from_date or limit) <= limit:
            since.setdefault(wish.resident_id, wish.from_date or limit)
    ids = callable_now(session, list(since)) - (booked_ahead(session, on) if waiting else set())
    found = [_silent(one, since[one], one in last, on) for one in ids]
    return sorted(found, key=lambda one: (-one.days, one.resident_id))


def _silent(resident_id: str, since: str, called: bool, on: date) -> Silent:
    day = date.fromisoformat(since)
    return Silent(resident_id, (on - day).days, day if called else None)


def _wishes(session: Session, on: date) -> list[CallWish]:
    mine = select(CallWish).where(CallWish.author == author_of(session), col(CallWish.removed_at).is_(None))
    return [one for one in session.exec(mine) if one.in_force(on.isoformat())]


def silent_rows(session: Session, some: Sequence[Silent], on: date, *, may_see_children: bool = False) -> dict[str, SilentRow]:
    """Return the lines of some of the list, by the resident's id."""
    ids = [one.resident_id for one in some]
    details, wishes = details_of(session, ids), wishes_of(session, ids, on)
    before = last_others(session, ids)
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
