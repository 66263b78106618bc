"""Why something is due, in the words of the list: 每日联络 · 昨天未联系 · 上次 11月21日 电话."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.due_parts import DOT, NOT_THERE, Care, Change, Due, Known, Part, Why
from stationdesk.services.due_steps import deadline, tried_today


def reasons(known: Known, found: Due, home: date | None, on: date) -> tuple[Part, ...]:
    """Say why something is due or when it will be; `home` is the day of a visit that is due beside a daily contact."""
    if found.why is Why.CHANGE and known.change is not None and known.grade is not None:
        said = _changed(known.change, known.grade.after_major_change_hours or 0, on) + _tried(known, found, on)
    elif found.daily:
        said = _daily(known, found, home, on)
    elif found.why is Why.RHYTHM:
        said = _spaced(known, found, on) + _tried(known, found, on)
    else:
        said = _once(known, found, on) + _tried(known, found, on)
    if known.who is not None and known.who.instead_of is not None:
        said = (*said, DOT, (known.who.words(), "ink2"))
    return said


@cache
def rhythm(care: Care, every: int) -> str:
    """Return a rhythm in words: 每日联络, 每周上门, 每 10 天联络."""
    usual = {
        (Care.CONTACT, 1): _("contact every day"),
        (Care.CONTACT, 7): _("contact every week"),
        (Care.CONTACT, 14): _("contact every two weeks"),
        (Care.CONTACT, 30): _("contact every month"),
        (Care.CONTACT, 90): _("contact every quarter"),
        (Care.HOME, 1): _("visit every day"),
        (Care.HOME, 7): _("visit every week"),
        (Care.HOME, 14): _("visit every two weeks"),
        (Care.HOME, 30): _("visit every month"),
        (Care.HOME, 90): _("visit every quarter"),
    }
    other = _("contact every {days} days") if care is Care.CONTACT else _("visit every {days} days")
    return usual.get((care, every)) or other.format(days=every)


def paused(status: str, since: date | None, on: date) -> tuple[Part, ...]:
    """Say that somebody is not there, since when, and that contact rests."""
    label = table("residency_status").label(status)
    from_day = _(", since {day}").format(day=day_words(since, on)) if since else ""
    return ((label + from_day, "ink2"), DOT, (_("contact is paused"), "ink2"))


def near_day(day: date, on: date) -> str:
    """Return a day as one says it: 昨天, 今天, 明天, 11月30日."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return near.get((day - on).days) or day_words(day, on)


def until_words(day: date, on: date) -> str:
    """Return by when something is to be done: 今天内, 明天内, 11月30日前."""
    near = abs((day - on).days) <= 1
    return (_("still {day}|until") if near else _("by {day}")).format(day=near_day(day, on))


def _changed(change: Change, hours: int, on: date) -> tuple[Part, ...]:
    """Say what happened and by when somebody looks in: 昨天出院 · 24 小时内要看一次，今天 18:00 前."""
    day, clock = deadline(change, hours)
    what = {
        "left_hospital": _("{day} out of hospital"),
        "left_institution": _("{day} back from a home"),
        "found": _("{day} found again"),
        "death_at_home": _("{day} a death in the family"),
        "emergency": _("{day} an emergency"),
        "fell": _("{day} a fall"),
        "upward": _("{day} raised to a higher grade"),
    }.get(change.kind) or _("{day} assessed anew: {what}").format(day="{day}", what=table("grade_cause").label(change.kind))
    until = until_words(day, on)
    if day < on:
        until = _("{days} days late").format(days=(on - day).days)
    elif clock:
        until = _("{day} before {time}").format(day=near_day(day, on), time=clock)
    asked = _("look in within {hours} hours, ").format(hours=hours)
    return (what.format(day=near_day(change.day, on)), "ink"), DOT, (asked, "ink"), (until, "red" if day < on else "amber")


def _daily(known: Known, found: Due, home: date | None, on: date) -> tuple[Part, ...]:
    """Say why a daily contact is open (or when it is next)."""
    contacts, days = known.contacts, found.days
    weather = known.times.weather
    every_day = rhythm(Care.CONTACT, 1)
    if found.why is Why.WEATHER and weather is not None:
        every_day = _("{weather}, contact every day").format(weather=weather.text)
    parts: list[Part] = [(every_day, "ink"), DOT]
    if days < 0:
        return (*parts, (_("contacted today"), "ink2"))
    yesterday = on - timedelta(days=1)
    if contacts.tried == on:
        parts += [(attempt(contacts.outcome, _("today")), "amber"), (_(", try again later today"), "ink")]
    elif contacts.tried == yesterday and contacts.reached != yesterday:
        parts += [(attempt(contacts.outcome, _("yesterday")), "red"), (_(", try again today"), "ink")]
    elif contacts.reached is None:
        parts.append((_("never contacted yet"), "red" if days else "amber"))
    elif days == 0:
        parts.append((_("not contacted today"), "ink"))
    else:
        how = table("contact_mode").label(contacts.mode) if contacts.mode else ""
        last = _("last {day} {how}").format(day=day_words(contacts.reached, on), how=how).strip()
        parts += [(_("not contacted yesterday"), "red"), DOT, (last, "ink")]
    if home is not None and home <= on:
        late = (on - home).days
        words = _("visit {days} days late").format(days=late) if late else _("visit due today")
        parts += [DOT, (words, "red" if late else "amber")]
    return tuple(parts)


def _spaced(known: Known, found: Due, on: date) -> tuple[Part, ...]:
    """Say why a contact or visit of a longer rhythm is due, or when it will be."""
    contacts, care, days = known.contacts, found.care or Care.CONTACT, found.days
    last = contacts.home if care is Care.HOME else contacts.reached
    parts: list[Part] = [(rhythm(care, found.every), "ink"), DOT]
    if last is None:
        never = _("never visited yet") if care is Care.HOME else _("never contacted yet")
        parts.append((never, "red" if days > 0 else "amber"))
    elif days > 0:
        parts += [(_("{days} days late").format(days=days), "red"), (_(", last {day}").format(day=day_words(last, on)), "ink")]
    elif days == 0:
        parts += [(_("due today"), "ink"), (_(", last {day}").format(day=day_words(last, on)), "ink")]
    elif days == -1:
        parts.append((_("due tomorrow, may be done on the way") if care is Care.HOME else _("due tomorrow"), "ink"))
    else:
        parts.append((_("due {day}").format(day=day_words(found.due_on or on, on)), "ink2"))
    return tuple(parts)


def _once(known: Known, found: Due, on: date) -> tuple[Part, ...]:
    """Say why something is asked for that is no rhythm: the first visit, a contact before a festival."""
    day, festival = found.due_on or on, known.times.festival
    what = _("first visit")
    if found.why is Why.FESTIVAL and festival is not None:
        what = _("contact once before {festival}").format(festival=festival.name)
    if found.days > 0:
        return (what, "ink"), DOT, (_("{days} days late").format(days=found.days), "red")
    tone = "amber" if found.open or found.days == -1 else "ink2"
    return (what, "ink"), DOT, (until_words(day, on), tone)


def _tried(known: Known, found: Due, on: date) -> tuple[Part, ...]:
    """Say what was done today that does not settle what is due."""
    contacts = known.contacts
    if not found.open or found.care is None:
        return ()
    if contacts.tried == on:
        return DOT, (attempt(contacts.outcome, _("today")), "amber")
    if tried_today(contacts, found.care, on):
        how = table("contact_mode").label(contacts.mode)
        return DOT, (_("reached by {how} today, the visit is still to be made").format(how=how), "ink2")
    return ()


def attempt(outcome: str, when: str) -> str:
    """Return what came of an attempt: 昨天没人应."""
    if outcome in NOT_THERE:
        return _("{when} nobody answered").format(when=when)
    return _("{when} {outcome}").format(when=when, outcome=table("visit_outcome").label(outcome) or _("not reached"))
