"""Which weeks, months or quarters are reported, and when the present one is due: told by the day of each entry and by receipts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words, local, span_words
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.periods import sent_back_rows, time_of
from stationdesk.services.road import RoadState, county_row
from stationdesk.services.waiting import unwritten_count
from stationdesk.store.clock import VILLAGE_TIME, stamp
from stationdesk.store.tables import action

SHOWN = 4
"""Periods told on the page, the present one included."""
_SINCE = "SELECT min(at) FROM action WHERE last > :seq"


@dataclass(frozen=True)
class ReportPeriod:
    """A week, month or quarter; `state` is None where nothing was entered in it."""

    first: date
    last: date
    name: str
    state: RoadState | None

    @property
    def words(self) -> str:
        """The period and what can truly be said of it."""
        word = self.state.label if self.state is not None else _("nothing entered")
        return _("{period} {state}").format(period=self.name, state=word)


@dataclass(frozen=True)
class Reminder:
    """What is to be reported by when; `late` if a whole period before the present one is not reported."""

    lead: str
    text: str
    late: bool


def span_of(every: str, on: date) -> tuple[date, date]:
    """Return first and last day of the week, month or quarter in which a day lies."""
    if every == "week":
        first = on - timedelta(days=on.weekday())
        return first, first + timedelta(days=6)
    start = on.month if every == "month" else on.month - (on.month - 1) % 3
    end = start + (1 if every == "month" else 3)
    after = date(on.year + (end > 12), (end - 1) % 12 + 1, 1)
    return date(on.year, start, 1), after - timedelta(days=1)


def name_of(every: str, first: date, last: date, on: date) -> str:
    """Return how a period is called."""
    if every == "week":
        return span_words(first, last, on)
    year = _("{year}, ").format(year=first.year) if first.year != on.year else ""
    if every == "month":
        return year + _("month {month}").format(month=first.month)
    return year + _("quarter {number}").format(number=(first.month + 2) // 3)


def report_periods(session: Session, on: date, shown: int = SHOWN) -> list[ReportPeriod]:
    """Return the present period and those before it, the newest first; none where no periods are kept or no county is known."""
    every, side = desk_settings(session).report_every, county_row(session)
    if every == "none" or side is None:
        return []
    found, day = [], on
    for _number in range(shown):
        first, last = span_of(every, day)
        found.append(ReportPeriod(first, last, name_of(every, first, last, on), state_of(session, first, last)))
        day = first - timedelta(days=1)
    while len(found) > 1 and found[-1].state is None:
        found.pop()
    return found


def state_of(session: Session, first: date, last: date) -> RoadState | None:
    """Return where what was entered from one day to another is: the worst that is true of any of it."""
    side = county_row(session)
    if side is None:
        return None
    for seq, state in ((max(side.exported, side.confirmed), RoadState.UNREPORTED), (side.confirmed, RoadState.AWAITING)):
        if any_after(session, seq, first, last):
            return state
    held = [int(one["since_seq"]) for one in sent_back_rows(session, side) if int(one["since_seq"]) <= side.confirmed]
    back = [local(time_of(session, seq)).date() for seq in held]
    if any(first <= day <= last for day in back):
        return RoadState.SENT_BACK
    return RoadState.RECEIVED if any_after(session, 0, first, last) else None


def any_after(session: Session, seq: int, first: date, last: date) -> bool:
    """Tell whether an entry after line `seq` was made from one day to another; a clock that ran ahead counts where it stood."""
    within = select(action.c.last).where(action.c.last > seq, action.c.at >= begins(first), action.c.at < begins(last + timedelta(days=1)))
    return session.connection().execute(within.limit(1)).first() is not None


def begins(day: date) -> str:
    """Return the UTC stamp at which a day of the village begins."""
    return stamp(datetime.combine(day, time(), VILLAGE_TIME).astimezone(UTC))


def reminder(session: Session, on: date) -> Reminder | None:
    """Return what is to be reported now; None where nothing is, and while the county could take nothing of it."""
    settings, side = desk_settings(session), county_row(session)
    if settings.report_every == "none" or side is None or side.retired:
        return None
    if not unwritten_count(session):
        return None
    first, last = span_of(settings.report_every, on)
    name = name_of(settings.report_every, first, last, on)
    oldest = session.connection().exec_driver_sql(_SINCE, {"seq": max(side.exported, side.confirmed)}).scalar()
    if oldest is not None and local(oldest).date() < first:
        since = day_words(local(oldest).date(), on)
        text = _("what was entered since {day} is not reported yet; please report").format(day=since)
        return Reminder(_("Report|reminder"), text, late=True)
    days = (last - on).days
    if days > settings.report_ahead:
        return None
    left = _("{days} days are left").format(days=days) if days else _("today is the last day")
    text = _("{period} is to be reported by {day}; {left}").format(period=name, day=day_words(last, on), left=left)
    return Reminder(_("Report|reminder"), text, late=False)
