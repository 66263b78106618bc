"""The steps that a person's grade, the weather, a festival and what happened to him ask for, and which of them is next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from stationdesk.services.due_parts import Care, Change, Contacts, Known, Why

RECENT = 30
"""Days after something grave during which the visit for it is asked for; later the rhythm has taken its place."""


class Step(NamedTuple):
    """One thing that is asked for: from the day it `opens`, at the latest on day `day`."""

    care: Care
    every: int
    day: date
    opens: date
    why: Why = Why.RHYTHM


def steps(known: Known, on: date) -> list[Step]:
    """Return everything that is asked for, done or not yet due; the grade must be there, the person present."""
    start = began(known, known.since, on)
    found = [one for one in (_contact(known, on, start), _home(known, on, start)) if one is not None]
    if known.change is not None and (changed := _change(known, on)):
        found.append(changed)
    if known.times.festival is not None and (before := _festival(known, on)):
        found.append(before)
    return found


def is_plain(known: Known) -> bool:
    """Tell whether nothing but the two rhythms asks for anything, as of most people: both count from a day that is known."""
    contacts, times, grade = known.contacts, known.times, known.grade
    if contacts.reached is None or contacts.home is None or grade is None or known.change is not None or known.waits_for_workday:
        return False
    return (times.weather is None or not grade.extra_in_bad_weather) and (times.festival is None or not grade.extra_at_festivals)


def plain_step(known: Known, on: date) -> Step | None:
    """Return what is next of the two rhythms, as `steps` and `rank` would find it; a day's list asks it of thousands."""
    grade, (reached, _mode, home, _tried, _outcome) = known.grade, known.contacts
    if grade is None or reached is None or home is None:
        return None
    start, contact_every, home_every = began(known, known.since, on), grade.contact_every_days, grade.home_visit_every_days
    contact_on = _later(reached + timedelta(days=contact_every), start) if contact_every else None
    home_on = _later(home + timedelta(days=home_every), start) if home_every else None
    if contact_on is None and home_on is None:
        return None
    if home_on is None or home_every is None:
        at_door = False
    elif contact_on is None:
        at_door = True
    elif contact_on <= on:  # a daily contact before a visit, a visit before any other
        at_door = home_on <= on and contact_every != 1
    else:
        at_door = home_on <= on or home_on <= contact_on
    if at_door and home_on is not None:
        return Step(Care.HOME, home_every or 0, home_on, home_on)
    return None if contact_on is None else Step(Care.CONTACT, contact_every or 0, contact_on, contact_on)


def _later(day: date, start: date | None) -> date:
    return day if start is None or start <= day else start


def day_due(known: Known, care: Care, every: int, on: date) -> date:
    """Return the day on which `care` every `every` days is due; not after `on` if it is due already."""
    last = known.contacts.home if care is Care.HOME else known.contacts.reached
    return _day_due(known, last, every, on, began(known, known.since, on))


def _day_due(known: Known, last: date | None, every: int, on: date, start: date | None) -> date:
    """Return the day that is `every` days after the last time, at the earliest the day from which it counts."""
    if last is None:
        found = start or on
    else:
        found = last + timedelta(days=every)
        if start is not None and start > found:
            found = start
    return known.times.calendar.next_workday(found) if known.waits_for_workday and every > 1 else found


def began(known: Known, since: date | None, on: date) -> date | None:
    """Return the day from which something counts that holds `since` a day: at the earliest from the day the person came back."""
    if known.status_since is not None and (since is None or known.status_since > since):
        since = known.status_since
    return on if since is not None and since > on else since


def _contact(known: Known, on: date, start: date | None) -> Step | None:
    grade = known.grade
    if grade is None:
        return None
    every, weather = grade.contact_every_days, known.times.weather
    usual = _day_due(known, known.contacts.reached, every, on, start) if every else None
    if grade.extra_in_bad_weather and weather is not None and every != 1:
        reached = known.contacts.reached
        wet = max(weather.since, start or weather.since, reached + timedelta(days=1) if reached else weather.since)
        if usual is None or wet < usual:
            return Step(Care.CONTACT, 1, wet, wet, Why.WEATHER)
    return Step(Care.CONTACT, every or 0, usual, usual) if usual else None


def _home(known: Known, on: date, start: date | None) -> Step | None:
    if known.contacts.home is None and known.first_workdays and known.first_since is not None:
        first = began(known, known.first_since, on) or on
        day = known.times.calendar.workdays_after(first, known.first_workdays)
        return Step(Care.HOME, 0, day, day, Why.FIRST)
    every = known.grade.home_visit_every_days if known.grade else None
    if not every:
        return None
    day = _day_due(known, known.contacts.home, every, on, start)
    return Step(Care.HOME, every, day, day)


def _change(known: Known, on: date) -> Step | None:
    change, hours = known.change, known.grade.after_major_change_hours if known.grade else None
    if change is None or not hours or not change.day <= on <= change.day + timedelta(days=RECENT):
        return None
    home = known.contacts.home
    if home is not None and home >= (change.settles_from or change.day):
        return None
    return Step(Care.HOME, 0, deadline(change, hours)[0], change.day, Why.CHANGE)


def deadline(change: Change, hours: int) -> tuple[date, str]:
    """Return the day and the time (HH:MM, or nothing) by which somebody looks in, `hours` after something grave."""
    if not change.clock:
        return change.day + timedelta(days=-(-hours // 24)), ""
    moment = datetime.fromisoformat(f"{change.day.isoformat()}T{change.clock}") + timedelta(hours=hours)
    return moment.date(), f"{moment:%H:%M}"


def _festival(known: Known, on: date) -> Step | None:
    festival, grade = known.times.festival, known.grade
    if grade is None or festival is None or not grade.extra_at_festivals or grade.contact_every_days == 1:
        return None
    eve, start = festival.day - timedelta(days=1), began(known, known.since, on)
    opens = max(festival.opens, start or festival.opens)
    reached = known.contacts.reached
    if opens > eve or (reached is not None and reached >= festival.opens):
        return None
    return Step(Care.CONTACT, 0, eve, opens, Why.FESTIVAL)


def tried_today(contacts: Contacts, care: Care, on: date) -> bool:
    """Tell whether something was done today that does not settle `care`."""
    return contacts.tried == on or (care is Care.HOME and contacts.reached == on != contacts.home)


def rank(step: Step, on: date) -> tuple[bool, bool, bool, bool, date, bool]:
    """Order the steps: what is open before what is to come; something grave first, then a daily contact, a visit, the earlier day."""
    care, every, day, opens, why = step
    now = opens <= on
    home = care is Care.HOME
    return (not now, not (now and why is Why.CHANGE), not (now and every == 1 and not home), not (now and home), day, not home)
