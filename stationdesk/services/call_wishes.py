"""Lasting wishes for calls: written down, changed, ended, and the day on which each makes the next call due (domain 3.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.call_wish import CallWish, CallWishDraft, OtherEnd
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.call_booking import CallImpossible, Speaker, refuse_gone, speakers
from stationdesk.services.contacts import chunks
from stationdesk.services.free_hours import read_free_hours
from stationdesk.store.database import author_of

PAUSED = frozenset({"away", "missing"})
"""Who is with the family already, or nobody knows where, is not asked to call."""


@dataclass(frozen=True)
class WishForm:
    """What the form of a wish holds."""

    people: tuple[Speaker, ...]
    every_days: int | None = None
    at: str = ""
    place: str = "station"
    mode: str = "wechat"
    device: str = ""
    free_words: str = ""
    from_date: date | None = None
    to_date: date | None = None


def says_wish(names: str) -> str:
    """Return the sentence of writing a wish down, which an undo repeats."""
    return _("Wish for calls of {names}").format(names=names)


def note_wish(session: Session, form: WishForm, on: date, by: str) -> list[CallWish]:
    """Write down what calls somebody would like; the wish he had before ends the day before.

    A form that says neither how often nor when the other end has time only ends it. Raises CallImpossible.
    """
    people = speakers(session, form.people)
    begin = form.from_date or on
    refuse_gone(people, begin.isoformat(), on)
    if form.to_date is not None and form.to_date < begin:
        raise CallImpossible(_("The end lies before the beginning. Please look at both days again."))
    occasion: str | None = None
    made = []
    for resident, speaker in zip(people, form.people, strict=True):
        _replace(session, resident.id, begin)
        if not form.every_days and not form.free_words:
            continue
        draft = _draft(form, resident, speaker.others, begin, by)
        wish = CallWish.model_validate(draft, update={"author": author_of(session)})
        occasion = occasion or (wish.id if len(people) > 1 else None)
        wish.occasion_id = occasion
        session.add(wish)
        made.append(wish)
    session.flush()
    return made


def _draft(form: WishForm, resident: Resident, others: tuple[OtherEnd, ...], begin: date, by: str) -> CallWishDraft:
    return CallWishDraft(
        resident_id=resident.id,
        household_id=resident.household_id,
        others=others,
        every_days=form.every_days,
        at=form.at or None,
        place=form.place,
        mode=form.mode,
        device=form.device or None,
        free_words=form.free_words or None,
        free_hours=read_free_hours(form.free_words),
        from_date=begin.isoformat(),
        to_date=form.to_date.isoformat() if form.to_date else None,
        noted_by=by,
    )


def _replace(session: Session, resident_id: str, begin: date) -> None:
    """End the wish somebody had, the day before the new one; one that would hold no day is taken out."""
    mine = select(CallWish).where(
        CallWish.resident_id == resident_id, CallWish.author == author_of(session), col(CallWish.removed_at).is_(None)
    )
    last = (begin - timedelta(days=1)).isoformat()
    for old in session.exec(mine):
        if old.to_date is None or old.to_date > last:
            if old.from_date is not None and old.from_date > last:
                old.removed_at = session.info["at"]
            else:
                old.to_date = last
            session.add(old)
    session.flush()


def end_wish(session: Session, wish_id: str, on: date, reason: str = "") -> CallWish:
    """End a wish with day `on` as its last. Raises CallImpossible."""
    mine = select(CallWish).where(CallWish.id == wish_id, CallWish.author == author_of(session), col(CallWish.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise CallImpossible(_("This wish for calls is not there any more: it was taken back meanwhile."))
    found.to_date, found.end_reason = max(on.isoformat(), found.from_date or ""), reason or None
    session.add(found)
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish whose next call is due: for whom, since when, and the wish itself."""

    wish: CallWish
    people: tuple[str, ...]
    """Ids of the residents who call together."""
    next_on: date
    last_on: date | None


_COMING = """
SELECT DISTINCT p.resident_id FROM family_call c INDEXED BY family_call_day
JOIN call_person p INDEXED BY call_person_call ON p.call_id = c.id AND p.author = c.author
WHERE c.author = ? AND c.removed_at IS NULL AND p.removed_at IS NULL AND p.dropped_on IS NULL
  AND c.call_on >= ? AND c.state IN ('booked', 'confirmed', 'in_progress')
"""
_LATEST = """
SELECT p.resident_id, max(c.call_on) FROM call_person p INDEXED BY call_person_resident
JOIN family_call c INDEXED BY family_call_known ON c.id = p.call_id AND c.author = p.author AND c.removed_at IS NULL
  AND c.state = 'completed'
WHERE p.resident_id IN ({marks}) AND p.author = ? AND p.removed_at IS NULL AND p.dropped_on IS NULL AND c.call_on <= ?
GROUP BY p.resident_id
"""
_STATUS = """
SELECT id, residency_status, closed_on FROM resident INDEXED BY resident_care
WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL
"""


def booked_ahead(session: Session, since: date) -> set[str]:
    """Return everybody who has an open call on day `since` or later."""
    rows = session.connection().exec_driver_sql(_COMING, (author_of(session), since.isoformat())).all()
    return {str(one) for (one,) in rows}


def callable_now(session: Session, ids: list[str]) -> set[str]:
    """Return those of `ids` for whom a call is still arranged: in the register, not gone, not with the family already."""
    found = set[str]()
    for some in chunks(ids):
        sql = _STATUS.format(marks=",".join("?" * len(some)))
        for one, status, closed in session.connection().exec_driver_sql(sql, (*some, author_of(session))).all():
            if closed is None and status not in GONE and status not in PAUSED:
                found.add(str(one))
    return found


def latest_of(session: Session, ids: list[str], until: date) -> dict[str, date]:
    """Return the day of the last call of each of `ids` who had one by day `until`."""
    found: dict[str, date] = {}
    for some in chunks(ids):
        sql = _LATEST.format(marks=",".join("?" * len(some)))
        rows: Any = session.connection().exec_driver_sql(sql, (*some, author_of(session), until.isoformat()))
        found |= {str(one): date.fromisoformat(day) for one, day in rows}
    return found


_LAST = """
SELECT l.resident_id, l.called_on, EXISTS (SELECT 1 FROM resident r INDEXED BY resident_care WHERE r.id = l.resident_id
  AND r.author = :author AND r.removed_at IS NULL AND r.closed_on IS NULL AND coalesce(r.residency_status, '') NOT IN ({gone}))
FROM last_call l WHERE l.called_on IS NOT NULL
"""
_LAST_OF = "SELECT resident_id, called_on FROM last_call WHERE resident_id IN ({marks}) AND called_on IS NOT NULL"
_SILENT = """
SELECT count(*) FROM last_call l CROSS JOIN resident r INDEXED BY resident_care ON r.id = l.resident_id
  AND r.author = :author AND r.removed_at IS NULL AND r.closed_on IS NULL AND coalesce(r.residency_status, '') NOT IN ({gone})
WHERE l.called_on <= :limit AND l.resident_id NOT IN (SELECT value FROM json_each(:booked))
"""
_LATER = "SELECT EXISTS (SELECT 1 FROM last_call WHERE called_on > ?)"
_NOT_ASKED = ", ".join(f"'{one}'" for one in sorted(GONE | PAUSED))
Last = Mapping[str, tuple[str, bool]]
"""The day of everybody's last call, and whether a call is still arranged for him."""


def last_calls(session: Session, until: date) -> Last:
    """Return the last call by day `until` of everybody who had one by then."""
    rows = session.connection().exec_driver_sql(_LAST.format(gone=_NOT_ASKED), {"author": author_of(session)}).all()
    day = until.isoformat()
    there = {who: bool(present) for who, called, present in rows if called > day}
    found = {who: (called, bool(present)) for who, called, present in rows if called <= day}
    return found | {who: (called.isoformat(), there[who]) for who, called in latest_of(session, list(there), until).items()}


def last_of(session: Session, ids: list[str], until: date) -> dict[str, date]:
    """Return the day of the last call of each of `ids` who had one by day `until`, from the row that is kept of each."""
    found: dict[str, str] = {}
    for some in chunks(ids):
        rows: Any = session.connection().exec_driver_sql(_LAST_OF.format(marks=",".join("?" * len(some))), tuple(some)).all()
        found |= {str(one): day for one, day in rows}
    limit = until.isoformat()
    before = {one: date.fromisoformat(day) for one, day in found.items() if day <= limit}
    return before | latest_of(session, [one for one, day in found.items() if day > limit], until)


def called_before(session: Session, limit: date, on: date, booked: set[str]) -> int | None:
    """Count who spoke with the family last on day `limit` or before, leaving out `booked`; None if calls later than `on` are known."""
    ask = session.connection().exec_driver_sql
    if ask(_LATER, (on.isoformat(),)).scalar_one():
        return None
    given = {"author": author_of(session), "limit": limit.isoformat(), "booked": json.dumps(sorted(booked))}
    return int(ask(_SILENT.format(gone=_NOT_ASKED), given).scalar_one())


class Next(NamedTuple):
    """A wish that says how often, with the day its next call is due: for whom, and when the last one was."""

    wish_id: str
    people: tuple[str, ...]
    """Ids of the residents who call together."""
    next_on: date
    last_on: date | None


_WISHES = """
SELECT id, resident_id, household_id, ifnull(occasion_id, id), every_days, from_date FROM call_wish
WHERE author = ? AND removed_at IS NULL AND every_days > 0 AND (from_date IS NULL OR from_date <= ?)
  AND (to_date IS NULL OR to_date >= ?) ORDER BY key
"""


def next_calls(session: Session, on: date) -> list[Next]:
    """Return the day of the next call of every wish that says how often, as it stands on `on`, the earliest first.

    Wishes of people who call together are one; somebody who has an open call from `on` on is not waited for.
    """
    day = on.isoformat()
    kept = session.connection().exec_driver_sql(_WISHES, (author_of(session), day, day)).all()
    homes = _members(session, [home or "" for _id, who, home, *_rest in kept if not who])
    ids = [str(row[1]) for row in kept if row[1]] + [member for some in homes.values() for member in some]
    there, booked, last = callable_now(session, ids), booked_ahead(session, on), last_of(session, ids, on)
    together: dict[str, tuple[str, int, str | None, list[str]]] = {}
    for wish, who, home, occasion, every, begin in kept:
        people = [who] if who else homes.get(home or "", [])
        together.setdefault(occasion, (wish, every, begin, []))[3].extend(person for person in people if person in there)
    found = [_next(*wish, last) for wish in together.values() if wish[3] and booked.isdisjoint(wish[3])]
    return sorted(found, key=lambda one: (one.next_on, one.wish_id))


def _next(wish: str, every: int, begin_on: str | None, people: list[str], latest: Mapping[str, date]) -> Next:
    last = max((latest[one] for one in people if one in latest), default=None)
    begin = date.fromisoformat(begin_on) if begin_on else date.min
    return Next(wish, tuple(people), max(begin, last + timedelta(days=every)) if last else begin, last)


def with_wishes(session: Session, some: Sequence[Next]) -> list[Wanted]:
    """Return next calls with the wishes they come from."""
    held: dict[str, CallWish] = {}
    for ids in chunks([one.wish_id for one in some]):
        mine = select(CallWish).where(col(CallWish.id).in_(ids), CallWish.author == author_of(session))
        held |= {one.id: one for one in session.exec(mine)}
    return [Wanted(held[one.wish_id], one.people, one.next_on, one.last_on) for one in some if one.wish_id in held]


def wanted(session: Session, on: date) -> list[Wanted]:
    """Return the next calls as they stand on `on`, the earliest first, with the wishes they come from."""
    return with_wishes(session, next_calls(session, on))


def _members(session: Session, homes: list[str]) -> dict[str, list[str]]:
    """Return who lives in each household."""
    found: dict[str, list[str]] = {}
    if homes:
        mine = select(Resident.id, Resident.household_id).where(
            col(Resident.household_id).in_(homes), Resident.author == author_of(session), col(Resident.removed_at).is_(None)
        )
        for one, home in session.exec(mine.order_by(col(Resident.key))):
            found.setdefault(str(home), []).append(one)
    return found


def rhythm_words(every_days: int | None) -> str:
    """Say how often: 每天, 每周一次, 每两周一次, 每月一次, else 每 n 天一次."""
    known = {1: _("every day"), 7: _("once a week"), 14: _("every two weeks"), 30: _("once a month")}
    return known.get(every_days or 0) or (_("every {days} days").format(days=every_days) if every_days else "")
