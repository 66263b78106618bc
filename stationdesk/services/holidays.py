"""Days of rest, working days that make up for them, and festivals: the calendar, and what county and station say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.day_off import DayOff, DayOffDraft
from stationdesk.registers.lunar_calendar import FIRST, LAST, solar_of_lunar
from stationdesk.services.day_words import day_words
from stationdesk.store.database import author_of

BEFORE = 7
"""Days before a festival within which people are to be contacted once more."""
SATURDAY = 5
REST, WORKDAY, FESTIVAL = "rest", "workday", "festival"


class DayUnclear(DeskError):
    """What was written about a day cannot be."""


class Festival(NamedTuple):
    """A festival and its day."""

    day: date
    name: str

    @property
    def opens(self) -> date:
        """The first day on which the contact before it may be made."""
        return self.day - timedelta(days=BEFORE)


class SaidDay(NamedTuple):
    """A day as the settings list it: what it is, and who said so."""

    day: date
    kind: str
    """rest, workday or festival."""
    name: str
    by: str
    """calendar, county or station."""
    record_id: str = ""


@lru_cache(maxsize=32)
def _public(year: int) -> tuple[Mapping[date, str], frozenset[date]]:
    """Return the public days of rest of a year with their names, and the weekend days that are worked to make up for some."""
    from holidays import country_holidays

    found: Any = country_holidays("CN", years=year, language="zh_CN")
    names = {day: name for day, name in found.items() if day.year == year}
    return MappingProxyType(names), frozenset(day for day in found.weekend_workdays if day.year == year)


@lru_cache(maxsize=32)
def _lunar_festivals(year: int) -> tuple[Festival, ...]:
    """Return the festivals that families keep by the moon, of a solar year: all fall from late January to November of their lunar year."""
    names = {(1, 1): _("Spring Festival"), (5, 5): _("Dragon Boat Festival"), (8, 15): _("Mid-Autumn"), (9, 9): _("Double Ninth")}
    if not FIRST <= year <= LAST:
        return ()
    days = ((solar_of_lunar(year, month, day), name) for (month, day), name in names.items())
    return tuple(sorted(Festival(day, name) for day, name in days if day is not None))


@dataclass(frozen=True)
class Calendar:
    """The calendar with what was said otherwise: which days are worked, and which are festivals."""

    rests: Mapping[date, bool] = field(default_factory=dict)
    """Days of which somebody said whether they are rest (True) or worked."""
    festivals: tuple[Festival, ...] = ()
    """Festivals somebody added."""

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked."""
        said = self.rests.get(day)
        if said is not None:
            return not said
        rests, made_up = _public(day.year)
        return day in made_up or (day.weekday() < SATURDAY and day not in rests)

    def next_workday(self, day: date) -> date:
        """Return `day`, or the first working day after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def workdays_after(self, day: date, number: int) -> date:
        """Return the day on which `number` working days have passed since `day`, which does not count itself."""
        for _nth in range(number):
            day = self.next_workday(day + timedelta(days=1))
        return day

    def festival_at(self, on: date) -> Festival | None:
        """Return the next festival whose days before it have begun; on its own day it is still there."""
        near = [one for one in (*_lunar_festivals(on.year), *self.festivals) if one.opens <= on <= one.day]
        return min(near, default=None)


PLAIN = Calendar()
"""The calendar of which nobody said anything otherwise."""


def days_said(session: Session, first: date, last: date) -> list[DayOff]:
    """Return what county and station say of the days from `first` to `last`; of one day the station's word comes last and counts."""
    asked = select(DayOff).where(
        col(DayOff.removed_at).is_(None), col(DayOff.day) >= first.isoformat(), col(DayOff.day) <= last.isoformat()
    )
    mine = author_of(session)
    return sorted(session.exec(asked), key=lambda one: (one.day, one.author == mine, one.key or 0))


def calendar_of(session: Session) -> Calendar:
    """Return the calendar with everything that county and station say otherwise."""
    said = days_said(session, date.min, date.max)
    rests = {date.fromisoformat(one.day): one.kind == REST for one in said if one.kind != FESTIVAL}
    named = {date.fromisoformat(one.day): one.name or table("day_kind").label(FESTIVAL) for one in said if one.kind == FESTIVAL}
    return Calendar(MappingProxyType(rests), tuple(Festival(day, name) for day, name in sorted(named.items())))


def days_of_year(session: Session, year: int) -> list[SaidDay]:
    """Return every special day of a year as the settings list it: rest on a weekday, work on a weekend, festivals; who says so."""
    rests, made_up = _public(year)
    found = {(day, False): SaidDay(day, REST, name, "calendar") for day, name in rests.items()}
    found |= {(day, False): SaidDay(day, WORKDAY, table("day_kind").label(WORKDAY), "calendar") for day in made_up}
    found |= {(one.day, True): SaidDay(one.day, FESTIVAL, one.name, "calendar") for one in _lunar_festivals(year)}
    mine = author_of(session)
    for one in days_said(session, date(year, 1, 1), date(year, 12, 31)):
        day = date.fromisoformat(one.day)
        by = "station" if one.author == mine else "county"
        found[day, one.kind == FESTIVAL] = SaidDay(day, one.kind, one.name or table("day_kind").label(one.kind), by, one.id)
    return sorted(found.values())


def set_day(session: Session, draft: DayOffDraft) -> DayOff:
    """Say that a day is rest, work or a festival; what this desk said of it before is taken back. Raises DayUnclear."""
    if draft.kind not in (REST, WORKDAY, FESTIVAL):
        raise DayUnclear(_("A day is rest, work or a festival. Please choose one of the three."))
    if draft.kind == FESTIVAL and not draft.name:
        raise DayUnclear(_("A festival needs its name, for it stands in the list of the day."))
    day = date.fromisoformat(draft.day)
    for one in days_said(session, day, day):
        if one.author == author_of(session) and (one.kind == FESTIVAL) == (draft.kind == FESTIVAL):
            one.removed_at = session.info["at"]
    made = DayOff.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def forget_day(session: Session, day_id: str) -> DayOff:
    """Take back what this desk said of a day, so that the calendar or the county counts again. Raises DayUnclear."""
    mine = select(DayOff).where(DayOff.id == day_id, DayOff.author == author_of(session), col(DayOff.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise DayUnclear(_("This day is not one that was written down here. What the calendar or the county says cannot be taken back."))
    found.removed_at = session.info["at"]
    return found


def says_day(draft: DayOffDraft, on: date) -> str:
    """Return the sentence of a day that was set: 9月20日 上班."""
    kind = draft.name or table("day_kind").label(draft.kind)
    return _("{day}: {kind}").format(day=day_words(date.fromisoformat(draft.day), on), kind=kind)
