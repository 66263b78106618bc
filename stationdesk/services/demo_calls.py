"""Family calls of the demo village: a week of bookings, calls of the weeks before, and some who wait too long."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.call_wish import CallWish, CallWishDraft, OtherEnd
from stationdesk.registers.family_call import COMPLETED, NO_ANSWER, FamilyCallDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.call_booking import Speaker, helpers_named, keep
from stationdesk.services.call_ends import ends_of
from stationdesk.services.doubles import is_child
from stationdesk.services.free_hours import minutes_later, read_free_hours
from stationdesk.settings import resource
from stationdesk.store.database import author_of


@cache
def told() -> Mapping[str, Any]:
    """Return the calls as they stand in the sample."""
    found: dict[str, Any] = json.loads(resource("samples/calls.json").read_text(encoding="utf-8"))
    return found


class Cast:
    """Hands out invented residents who have somebody to call with, each once as long as there are any."""

    def __init__(self, session: Session, on: date) -> None:
        own = select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))
        people = [one for one in session.exec(own.order_by(col(Resident.key)).limit(150)) if one.cared_for()]
        self.session = session
        self.kinds = {"child": [one for one in people if is_child(one, on)], "elder": [one for one in people if not is_child(one, on)]}
        self.lists = {kind: self._round(some) for kind, some in self.kinds.items()}

    def _round(self, some: list[Resident]) -> Iterator[Resident]:
        while some:
            yield from some

    def next(self, kind: str) -> tuple[Resident, tuple[OtherEnd, ...]] | None:
        """Return the next one of a kind, with whom he speaks; None where there is nobody."""
        one = next(self.lists[kind], None)
        if one is None:
            return None
        return one, tuple(end.other for end in ends_of(self.session, one.id)[:1])


def arrange_calls(session: Session, on: date, by: str) -> int:
    """Write the calls down as if day `on` were today; returns how many."""
    cast, written = Cast(session, on), 0
    for one in told()["week"]:
        written += _booked(session, cast, one, on, by)
    for number, one in enumerate(told()["silent"]):
        written += _held(session, cast, one["who"], on - timedelta(days=one["days"]), number, by, free=one["free"])
    for number, days in enumerate(told()["past"]):
        written += _held(session, cast, "child" if number % 3 == 0 else "elder", on - timedelta(days=days), number, by)
    for number, days in enumerate(told()["unanswered"]):
        written += _held(session, cast, "elder", on - timedelta(days=days), number, by, answered=False)
    return written


def _booked(session: Session, cast: Cast, one: Mapping[str, Any], on: date, by: str) -> int:
    found = cast.next(one["who"])
    if found is None:
        return 0
    resident, others = found
    others = (OtherEnd(**one["other"]),) if "other" in one else others
    day, asked = (on + timedelta(days=one["day"])).isoformat(), (on - timedelta(days=4)).isoformat()
    done = {
        "state": COMPLETED,
        "start_time": one["at"],
        "minutes": one.get("minutes"),
        "end_time": minutes_later(one["at"], one.get("minutes", 0)),
        "mood": one.get("mood"),
        "said": one.get("said"),
        "services": tuple(one.get("services", ())),
        "recorded_on": day,
        "recorded_by": by,
    }
    draft = FamilyCallDraft(
        call_on=day,
        call_at=one["at"],
        booked_for=day,
        booked_on=asked,
        booked_by=by,
        source="kin",
        place=one["place"],
        room=told()["room"] if one["place"] == "station" else None,
        device=told()["device"] if one["place"] == "home" else None,
        address=resident.shown_address() if one["place"] == "home" else None,
        helpers=helpers_named(session, (told()["helpers"][one["helper"]],)),
        agreed_on=asked if one["agreed"] else None,
        agreed_by=by if one["agreed"] else None,
        agreed_words=one.get("words"),
        **(done if "minutes" in one else {"state": "confirmed" if one["agreed"] else "booked"}),
    )
    keep(session, draft, [resident], [Speaker(resident.id, others)])
    if "every" in one or "free" in one:
        _wish(session, resident, others, on, by, one.get("free", ""), one.get("every"))
    return 1


def _wish(session: Session, resident: Resident, others: tuple[OtherEnd, ...], on: date, by: str, free: str, every: int | None) -> None:
    draft = CallWishDraft(
        resident_id=resident.id,
        household_id=resident.household_id,
        others=others,
        every_days=every,
        free_words=free or None,
        free_hours=read_free_hours(free),
        from_date=(on - timedelta(days=60)).isoformat(),
        noted_by=by,
    )
    session.add(CallWish.model_validate(draft, update={"author": author_of(session)}))


def _held(session: Session, cast: Cast, kind: str, day: date, number: int, by: str, *, free: str = "", answered: bool = True) -> int:
    found = cast.next(kind)
    if found is None:
        return 0
    resident, others = found
    begin = f"{9 + number % 8:02}:00"
    draft = FamilyCallDraft(
        call_on=day.isoformat(),
        call_at=begin,
        source="regular",
        state=COMPLETED if answered else NO_ANSWER,
        place="home" if number % 3 == 1 else "station",
        helpers=helpers_named(session, (told()["helpers"][number % 3],)),
        start_time=begin if answered else None,
        end_time=minutes_later(begin, 12 + number) if answered else None,
        minutes=12 + number if answered else None,
        mood="glad" if answered else None,
        said=told()["said"][number % len(told()["said"])] if answered else None,
        recorded_on=day.isoformat(),
        recorded_by=by,
    )
    keep(session, draft, [resident], [Speaker(resident.id, others)])
    if free:
        _wish(session, resident, others, day, by, free, None)
    return 1
