"""What stands in the form of a call when it is opened: what is known of the call, and when the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.family_call import COMPLETED, FamilyCall
from stationdesk.services.call_booking import Speaker
from stationdesk.services.call_ends import free_of, wishes_of
from stationdesk.services.call_wishes import rhythm_words
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import propose
from stationdesk.services.shown_person import details_of
from stationdesk.ui.open_desk import OpenDesk


def says_of(result: str) -> str:
    """Return the sentence of what is written, with a place for the name."""
    return {
        "spoke": _("Note a call: {name}"),
        "no_answer": _("Nobody answered the call: {name}"),
        "moved": _("Call put on another day: {name}"),
    }[result]


def names_of(session: Session, ids: Sequence[str], on: date) -> list[str]:
    """Return how people are called in lists, those who are there."""
    found = details_of(session, ids)
    return [found[one].shown(on) for one in ids if one in found]


def fresh(desk: OpenDesk, call: FamilyCall | None, people: Sequence[Speaker]) -> dict[str, Any]:
    """Return what the form begins with."""
    on, now = desk.today(), desk.now()
    if call is None:
        return {"day": day_words(on, on), "clock": f"{now:%H:%M}", "helpers": [desk.operator.name], "mood": "glad"}
    covered = is_covered(desk, people)
    return {
        "day": day_words(min(date.fromisoformat(call.call_on), on), on),
        "clock": call.start_time or call.call_at or "",
        "minutes": str(call.minutes or ""),
        "place": call.place,
        "mode": call.mode,
        "helpers": [one.name for one in call.helpers],
        "mood": call.mood or ("" if call.state == COMPLETED else "glad"),
        "said": "" if covered else call.said or "",
        "services": list(call.services),
        "need": "" if covered else call.need or "",
        "as_wish": bool(call.wish_id) or not call.request_id,
        "photos": bool(call.photo_taken),
    }


def is_covered(desk: OpenDesk, people: Sequence[Speaker]) -> bool:
    """Tell whether what a child said must not be shown to this operator, or now."""
    with desk.reading() as session:
        found = details_of(session, [one.resident_id for one in people])
    return not desk.sees_children and any(one.is_child(desk.today()) for one in found.values())


def next_call(desk: OpenDesk, call: FamilyCall | None, people: Sequence[Speaker], *, again: bool) -> tuple[str, str, str]:
    """Return day and time of the next call as typed, and why: the next free hour for another try, else by the rhythm agreed on."""
    on = desk.today()
    with desk.reading() as session:
        found = wishes_of(session, [one.resident_id for one in people], on)
    wish = next(iter(found.values()), None)
    hours, words = free_of(found.values())
    usual = (call.call_at if call else "") or (wish.at if wish else "") or ""
    every = wish.every_days if wish else None
    if again:
        day, clock = propose(hours, on + timedelta(days=1), usual=usual)
        return day_words(day, on), clock, words
    if every and (call is None or call.state != COMPLETED):
        day, clock = propose(hours, on + timedelta(days=every), usual=usual)
        return day_words(day, on), clock, _("{rhythm}, as always").format(rhythm=rhythm_words(every))
    return "", "", ""
