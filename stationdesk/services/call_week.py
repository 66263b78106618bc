"""The week of family calls: the bookings of seven days, and who has not spoken with the family for thirty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.call_wish import OtherEnd
from stationdesk.registers.family_call import CANCELLED, COMING, MOVED, FamilyCall
from stationdesk.services.call_words import joined, place_words, state_words, with_whom
from stationdesk.services.contacts import chunks
from stationdesk.services.shown_person import Person, details_of
from stationdesk.store.database import author_of

LATEST = 60
"""Days for which a booking of which nobody noted how it went is asked about."""
HIDDEN = (MOVED, CANCELLED)
"""States that stand on no board: the next booking stands in their place, or nothing."""
SHOWN = load_only(
    *(FamilyCall.id, FamilyCall.call_on, FamilyCall.call_at, FamilyCall.state, FamilyCall.place, FamilyCall.helpers),  # type: ignore[arg-type]
    *(FamilyCall.minutes, FamilyCall.start_time, FamilyCall.agreed_words),  # type: ignore[arg-type]
)
"""The fields of a call that a board shows; the others are not read."""


@dataclass(frozen=True, slots=True)
class Booked:
    """One call as the board shows it; a child goes by alias."""

    id: str
    day: date
    at: str
    state: str
    who: str
    whom: str
    """At the other end, without names: 妈妈，泉州."""
    where: str
    said: str
    tone: str
    people: tuple[str, ...]
    """Ids of the residents."""
    child: bool
    agreed: bool
    passed: bool
    """Its day is over, or its time today."""

    @property
    def coming(self) -> bool:
        """Whether it is booked and has not begun."""
        return self.state in COMING

    @property
    def unsettled(self) -> bool:
        """Whether the other end has still to be asked."""
        return self.state == "booked" and not self.passed

    @property
    def sentence(self) -> str:
        """The whole of it, for the ear."""
        return "，".join(filter(None, (self.at, self.who, self.whom, self.where, self.said)))


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of calls from Monday on."""

    first: date
    days: tuple[tuple[Booked, ...], ...]

    @property
    def calls(self) -> list[Booked]:
        """Every call of the week, in order."""
        return [one for day in self.days for one in day]

    @property
    def unsettled(self) -> int:
        """How many wait for the other end's word."""
        return sum(one.unsettled for one in self.calls)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(session: Session, first: date, on: date, *, now: str = "") -> Week:
    """Return the calls of the seven days from `first` on, in order; `on` and `now` (HH:MM) tell what lies behind."""
    last = first + timedelta(days=6)
    mine = select(FamilyCall).where(
        col(FamilyCall.call_on).between(first.isoformat(), last.isoformat()),
        col(FamilyCall.state).not_in(HIDDEN),
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    ordered = mine.order_by(col(FamilyCall.call_on), col(FamilyCall.call_at), col(FamilyCall.key)).options(SHOWN)
    found = rows_of(session, session.exec(ordered).all(), on, now)
    days = [first + timedelta(days=ahead) for ahead in range(7)]
    return Week(first, tuple(tuple(one for one in found if one.day == day) for day in days))


def rows_of(session: Session, calls: Sequence[FamilyCall], on: date, now: str = "") -> list[Booked]:
    """Return calls as the board shows them, in their order; one in which nobody is left is not shown."""
    speaking = _speaking(session, [one.id for one in calls])
    details = details_of(session, {one.resident_id for some in speaking.values() for one in some})
    rows = (_row(call, speaking.get(call.id, []), details, on, now) for call in calls)
    return [one for one in rows if one is not None]


def speaking_in(session: Session, call_ids: Sequence[str]) -> dict[str, list[CallPerson]]:
    """Return who speaks in each call, in the order written down."""
    found: dict[str, list[CallPerson]] = {}
    for some in chunks(list(call_ids)):
        mine = select(CallPerson).where(
            col(CallPerson.call_id).in_(list(some)), col(CallPerson.removed_at).is_(None), col(CallPerson.dropped_on).is_(None)
        )
        for one in session.exec(mine.order_by(col(CallPerson.key))):
            found.setdefault(one.call_id, []).append(one)
    return found


class _Speaker(NamedTuple):
    """Somebody in a call, as far as a board shows it."""

    call_id: str
    resident_id: str
    others: Sequence[OtherEnd]


def _speaking(session: Session, call_ids: Sequence[str]) -> dict[str, list[_Speaker]]:
    """Return who speaks in each call, in the order written down, without reading whole records."""
    found: dict[str, list[_Speaker]] = {}
    asked = select(CallPerson.call_id, CallPerson.resident_id, CallPerson.others)
    for some in chunks(list(call_ids)):
        mine = asked.where(
            col(CallPerson.call_id).in_(list(some)), col(CallPerson.removed_at).is_(None), col(CallPerson.dropped_on).is_(None)
        )
        for row in session.exec(mine.order_by(col(CallPerson.key))).all():
            found.setdefault(row[0], []).append(_Speaker(*row))
    return found


def _row(call: FamilyCall, speaking: Sequence[_Speaker], details: dict[str, Person], on: date, now: str) -> Booked | None:
    there = [one for one in speaking if one.resident_id in details]
    if not there:
        return None
    people = [details[one.resident_id] for one in there]
    day = date.fromisoformat(call.call_on)
    passed = day < on or (day == on and bool(now) and (call.call_at or "") < _before(now))
    said, tone = state_words(call, passed=passed)
    return Booked(
        call.id,
        day,
        call.start_time if call.state in ("completed", "in_progress") and call.start_time else call.call_at or "",
        call.state,
        joined([one.shown(on) for one in people]),
        with_whom(others_of(there)),
        place_words(call),
        said,
        tone,
        tuple(one.id for one in people),
        any(one.is_child(on) for one in people),
        call.state != "booked",
        passed,
    )


def _before(now: str) -> str:
    """Return the time an hour ago: a call that is a little late is not over."""
    return f"{max(0, int(now[:2]) - 1):02}{now[2:]}" if now >= "01:00" else "00:00"


def others_of(speaking: Iterable[CallPerson | _Speaker]) -> list[OtherEnd]:
    """Return everybody at the other end of a call, each once."""
    return list(dict.fromkeys(other.model_copy(update={"kin_id": ""}) for one in speaking for other in one.others))


def open_by(session: Session, on: date) -> int:
    """Return how many calls of day `on` or before are still to be held, or to be noted."""
    sql = (
        "SELECT count(*) FROM family_call INDEXED BY family_call_day WHERE removed_at IS NULL AND call_on <= ? AND author = ? "
        "AND call_on >= ? AND state IN ('booked', 'confirmed', 'in_progress')"
    )
    since = (on - timedelta(days=LATEST)).isoformat()
    return int(session.connection().exec_driver_sql(sql, (on.isoformat(), author_of(session), since)).scalar_one())
