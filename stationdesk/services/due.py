"""What is due for a person on a day, and why: one pure answer from grade, residency and contacts."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import Grade
from stationdesk.registers.resident import GONE
from stationdesk.services.day_words import day_words

PRESENT = frozenset({"living", "returned", "incoming"})
"""Residency states in which the rhythm of the grade runs; an unknown state counts as present."""
NOT_THERE = frozenset({"nobody", "no_answer"})
"""Results of an attempt that met silence."""

Part = tuple[str, str]
"""A piece of a sentence and its tone: ink, ink2, red, amber."""
DOT: Part = ("·", "ink")
"""The separating point, which a painter sets in a room of its own."""


class Care(StrEnum):
    """What a rhythm asks for."""

    CONTACT = "contact"
    """Any way of reaching the person: phone, door, video…"""
    HOME = "home"
    """Going to the person's door, which is a contact too."""


class State(StrEnum):
    """How a person stands to the rhythm on a day."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    PAUSED = "paused"
    """In hospital, in a home, away, missing."""
    NONE = "none"
    """No grade in force, a grade that asks for nothing, or a person who died or left."""


class Contacts(NamedTuple):
    """The contacts with one person up to a day; `reached` is the last that reached him, `home` the last at his door."""

    reached: date | None = None
    mode: str = ""
    """How he was reached, a code of contact_mode."""
    home: date | None = None
    tried: date | None = None
    """The last attempt that did not reach him."""
    outcome: str = ""
    """What came of that attempt, a code of visit_outcome."""


NO_CONTACTS = Contacts()


class Known(NamedTuple):
    """All the question needs of a person."""

    grade: Grade | None
    """The grade in force, as its scheme defines it."""
    since: date | None = None
    """Since when the grade is in force."""
    status: str | None = None
    """Residency, a code of residency_status."""
    status_since: date | None = None
    closed: bool = False
    contacts: Contacts = NO_CONTACTS


class Due(NamedTuple):
    """What is next for a person: `days` past (0 today, negative to come), and the reason in words."""

    state: State
    reasons: tuple[Part, ...] = ()
    care: Care | None = None
    every: int = 0
    """Days of the rhythm."""
    due_on: date | None = None
    days: int = 0
    tried_today: bool = False
    """Something was done for this person today that does not settle this: nobody answered, or a call where a visit is due."""

    @property
    def daily(self) -> bool:
        """Tell whether the person is contacted every day."""
        return self.care is Care.CONTACT and self.every == 1

    def sentence(self) -> str:
        """Return the reason as plain text, for a screen reader and paper."""
        return spoken(self.reasons)


NOTHING, PAUSED = Due(State.NONE), Due(State.PAUSED)


def spoken(parts: tuple[Part, ...]) -> str:
    """Return the parts of a reason as one sentence."""
    return "".join(_(" · ") if (text, tone) == DOT else text for text, tone in parts)


def due(known: Known, on: date) -> Due:
    """Answer what is due for a person on day `on`, and why.

    Each rhythm counts from the last contact of its kind, at the earliest from the day the grade came into force or the person came
    back; whoever was never contacted is due from that day. A daily contact comes before a visit; otherwise a visit that is due
    comes first, since it settles both.
    """
    found = standing(known, on)
    if found.state is State.PAUSED:
        return found._replace(reasons=_paused(known.status or "", known.status_since, on))
    if found.care is None or found.due_on is None or known.grade is None:
        return found
    if found.daily:
        every = known.grade.home_visit_every_days
        home = day_due(known, Care.HOME, every, on) if every else None
        return found._replace(reasons=_daily(known, found.days, home, on))
    return found._replace(reasons=_spaced(known, found, on))


def standing(known: Known, on: date) -> Due:
    """Answer what is due for a person on day `on`, without the words: what a long list is sorted by."""
    rhythms = known.grade is not None and (known.grade.contact_every_days or known.grade.home_visit_every_days)
    if known.closed or known.status in GONE or not known.grade or not rhythms:
        return NOTHING
    if known.status is not None and known.status not in PRESENT:
        return PAUSED
    steps = [
        (care, every, day_due(known, care, every, on))
        for care, every in ((Care.CONTACT, known.grade.contact_every_days), (Care.HOME, known.grade.home_visit_every_days))
        if every
    ]
    care, every, day = min(steps, key=lambda step: _rank(step, on)) if len(steps) > 1 else steps[0]
    days = (on - day).days
    state = State.LATE if days > 0 else State.TODAY if days == 0 else State.TOMORROW if days == -1 else State.LATER
    return Due(state, (), care, every, day, days, tried_today(known.contacts, care, on))


def day_due(known: Known, care: Care, every: int, on: date) -> date:
    """Return the day on which `care` every `every` days is due; not after `on` if it is due already."""
    last = known.contacts.home if care is Care.HOME else known.contacts.reached
    began = known.since
    if known.status_since is not None and (began is None or known.status_since > began):
        began = known.status_since
    if began is not None and began > on:
        began = on
    if last is None:
        return began or on
    due_on = last + timedelta(days=every)
    return max(due_on, began) if began else due_on


def tried_today(contacts: Contacts, care: Care, on: date) -> bool:
    """Tell whether something was done today that does not settle `care`."""
    return contacts.tried == on or (care is Care.HOME and contacts.reached == on != contacts.home)


def _rank(step: tuple[Care, int, date], on: date) -> tuple[bool, bool, bool, date, bool]:
    """Order the steps: what is due before what is to come, a daily contact first, then a visit, then the earlier day."""
    care, every, day = step
    late = day <= on
    home = care is Care.HOME
    return (not late, not (late and every == 1 and not home), not (late and home), day, not home)


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


def _paused(status: str, since: date | None, on: date) -> tuple[Part, ...]:
    label = table("residency_status").label(status)
    from_day = _(", since {day}").format(day=day_words(since, on)) if since else ""
    return ((label + from_day, "ink2"), DOT, (_("contact is paused"), "ink2"))


def _daily(known: Known, days: int, home: date | None, on: date) -> tuple[Part, ...]:
    """Say why a daily contact is open (or when it is next)."""
    contacts = known.contacts
    parts: list[Part] = [(rhythm(Care.CONTACT, 1), "ink"), DOT]
    if days < 0:
        return (*parts, (_("contacted today"), "ink2"))
    yesterday = on - timedelta(days=1)
    if contacts.tried == on:
        parts += [(_attempt(contacts.outcome, _("today")), "amber"), (_(", try again later today"), "ink")]
    elif contacts.tried == yesterday and contacts.reached != yesterday:
        parts += [(_attempt(contacts.outcome, _("yesterday")), "red"), (_(", try again today"), "ink")]
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
    if days >= 0 and contacts.tried == on:
        parts += [DOT, (_attempt(contacts.outcome, _("today")), "amber")]
    elif days >= 0 and tried_today(contacts, care, on):
        how = table("contact_mode").label(contacts.mode)
        parts += [DOT, (_("reached by {how} today, the visit is still to be made").format(how=how), "ink2")]
    return tuple(parts)


def _attempt(outcome: str, when: str) -> str:
    """Return what came of an attempt: 昨天没人应."""
    if outcome in NOT_THERE:
        return _("{when} nobody answered").format(when=when)
    return _("{when} {outcome}").format(when=when, outcome=table("visit_outcome").label(outcome) or _("not reached"))
