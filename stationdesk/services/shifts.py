"""The roster of who is on duty (值班) as it is read: the turns of some days, who has each now, which count, and what is not covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, and_, col, func, or_, select

from stationdesk.i18n import _
from stationdesk.registers.duty_shift import DutyShift
from stationdesk.registers.helper import Helper
from stationdesk.services.card_places import first_phone
from stationdesk.services.day_words import day_words
from stationdesk.services.known_helpers import helpers_there
from stationdesk.services.shift_cover import Span, gaps
from stationdesk.services.standing_in import Absences, Somebody, absences_of
from stationdesk.store.database import author_of

KNOWN_FOR = 62
"""Days since the last turn after which a station is taken to keep no roster."""


@dataclass(frozen=True)
class Turn:
    """One turn as it is shown."""

    shift: DutyShift
    who: str
    """Who has it now: the helper himself or whoever stands in."""
    phone: str
    instead_of: str = ""
    trouble: str = ""
    """Why it does not count: the helper has left, or is away and nobody stands in."""

    @property
    def id(self) -> str:
        """The turn's id."""
        return self.shift.id

    @property
    def span(self) -> Span:
        """From when to when it goes."""
        return Span(self.shift.begins(), self.shift.ends())

    def words(self) -> str:
        """Return its times: 18:00—08:00, the whole day 全天."""
        return times_words(self.shift.from_time, self.shift.to_time)


def times_words(begins: str, ends: str) -> str:
    """Return times of a turn as they are shown."""
    if begins == ends:
        return _("whole day from {clock}").format(clock=begins)
    return (
        _("{begins} to next day {ends}").format(begins=begins, ends=ends)
        if ends < begins
        else _("{begins} to {ends}").format(begins=begins, ends=ends)
    )


def turns_between(session: Session, first: date, last: date) -> list[Turn]:
    """Return the own turns that begin on the days from `first` to `last`, in the order of their beginning."""
    mine = select(DutyShift).where(
        col(DutyShift.day).between(first.isoformat(), last.isoformat()),
        DutyShift.author == author_of(session),
        col(DutyShift.removed_at).is_(None),
    )
    found = session.exec(mine.order_by(col(DutyShift.day), col(DutyShift.from_time), col(DutyShift.key))).all()
    return turned(session, found)


def turned(session: Session, shifts: Iterable[DutyShift]) -> list[Turn]:
    """Return turns with who has them now."""
    some = list(shifts)
    ids = {one for shift in some for one in (shift.helper_id, shift.stand_in_helper_id) if one}
    helpers = helpers_there(session, ids)
    absences = absences_of(session) if ids else Absences()
    return [_turn(one, helpers, absences) for one in some]


def _turn(shift: DutyShift, helpers: Mapping[str, Helper], absences: Absences) -> Turn:
    own = helpers.get(shift.helper_id or "")
    name = own.name if own is not None else shift.name or ""
    if shift.stand_in_helper_id or shift.stand_in_name:
        other = helpers.get(shift.stand_in_helper_id or "")
        who = other.name if other is not None else shift.stand_in_name or ""
        phone = shift.stand_in_phone or (first_phone(other) if other is not None else "")
        return Turn(shift, who, phone, name, _trouble(other, shift, absences))
    return Turn(shift, name, shift.phone or (first_phone(own) if own is not None else ""), "", _trouble(own, shift, absences))


def _trouble(helper: Helper | None, shift: DutyShift, absences: Absences) -> str:
    """Say why a helper cannot have a turn: a stand-in for his visits is no stand-in for his nights."""
    if helper is None:
        return ""
    on = date.fromisoformat(shift.day)
    if not helper.helps(shift.day):
        left = helper.left_on is not None and helper.left_on <= shift.day
        return _("{name} has left").format(name=helper.name) if left else _("{name} has not begun yet").format(name=helper.name)
    somebody = Somebody(helper.id, helper.name)
    away = [one for one in absences.of.get(somebody.key, ()) if one.holds(on)]
    if not away:
        return ""
    if away[-1].last is None:
        return _("{name} is away").format(name=helper.name)
    return _("{name} is away until {day}").format(name=helper.name, day=day_words(away[-1].last, on))


def uncovered(turns: Iterable[Turn], first: date, last: date, now: datetime | None = None) -> list[Span]:
    """Return the hours from the day `first` to the day `last` that no turn covers; what lies before `now` is not told any more."""
    begins = datetime.combine(first, time())
    begins = max(begins, now.replace(second=0, microsecond=0)) if now is not None else begins
    ends = datetime.combine(last + timedelta(days=1), time())
    return gaps((one.span for one in turns if not one.trouble), begins, ends)


def gaps_between(session: Session, first: date, last: date, now: datetime | None = None) -> list[Span]:
    """Return the hours of some days on which nobody is on duty; the turns of the evening before count."""
    return uncovered(turns_between(session, first - timedelta(days=1), last), first, last, now)


def keeps_roster(session: Session, on: date) -> bool:
    """Tell whether the station keeps a roster: one that never wrote a turn, or long ago, is not told of its gaps."""
    session.flush()
    since = (on - timedelta(days=KNOWN_FOR)).isoformat()
    asked = select(DutyShift.id).where(DutyShift.day >= since, DutyShift.author == author_of(session), col(DutyShift.removed_at).is_(None))
    return session.exec(asked.limit(1)).first() is not None


def turns_ahead(session: Session, helper_id: str, day: date) -> int:
    """Return how many turns from a day on a helper has, his own that nobody else takes and those he takes for others."""
    mine = select(func.count()).select_from(DutyShift).where(DutyShift.author == author_of(session), col(DutyShift.removed_at).is_(None))
    own = and_(col(DutyShift.helper_id) == helper_id, col(DutyShift.stand_in_helper_id).is_(None), col(DutyShift.stand_in_name).is_(None))
    asked = mine.where(DutyShift.day >= day.isoformat(), or_(own, col(DutyShift.stand_in_helper_id) == helper_id))
    return int(session.exec(asked).one())


def on_duty(session: Session, now: datetime) -> list[Turn]:
    """Return who is on duty at a moment in the village; turns that do not count are left out."""
    bare = now.replace(tzinfo=None)
    turns = turns_between(session, bare.date() - timedelta(days=1), bare.date())
    return [one for one in turns if not one.trouble and one.span.begins <= bare < one.span.ends]
