"""Lasting wishes for calls: written down, changed, ended, and the day on which each makes the next call due (domain 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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
    rows = session.connection().exec_driver_sql(_COMING, (author_of(session), since.isoformat()))
    return {str(one) for (one,) in rows}


def callable_now(session: Session, ids: list[str]) -> set[str]:
    """Return those of `ids` for whom a call is still arranged: in the register, not gone, not with the family already."""
    found = set[str]()
    for some in chunks(ids):
        sql = _STATUS.format(marks=",".join("?" * len(some)))
        for one, status, closed in session.connection().exec_driver_sql(sql, (*some, author_of(session))):
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
SELECT l.who, l.day, EXISTS (SELECT 1 FROM resident r INDEXED BY resident_care WHERE r.id = l.who AND r.author = :author
    AND r.removed_at IS NULL AND r.closed_on IS NULL AND coalesce(r.residency_status, '') NOT IN ({gone}))
FROM (
  SELECT p.resident_id AS who, max(c.call_on) AS day FROM family_call c INDEXED BY family_call_day
  CROSS JOIN call_person p INDEXED BY call_person_call ON p.call_id = c.id AND p.author = c.author
  WHERE c.author = :author AND c.removed_at IS NULL AND p.removed_at IS NULL AND p.dropped_on IS NULL
    AND c.state = 'completed' AND c.call_on <= :until GROUP BY p.resident_id) l
"""
Last = Mapping[str, tuple[str, bool]]
"""The day of everybody's last call, and whether a call is still arranged for him."""


def last_calls(session: Session, until: date) -> Last:
    """Return the last call by day `until` of everybody who ever had one: read once in a session that only reads."""
    kept: dict[date, Last] = {} if "pen" in session.info else session.info.setdefault("last calls", {})
    if until not in kept:
        gone = ", ".join(f"'{one}'" for one in sorted(GONE | PAUSED))
        asked = {"author": author_of(session), "until": until.isoformat()}
        rows = session.connection().exec_driver_sql(_LAST.format(gone=gone), asked)
        kept[until] = {who: (day, bool(there)) for who, day, there in rows}
    return kept[until]


def wanted(session: Session, on: date) -> list[Wanted]:
    """Return the wishes that say how often, with the day of their next call as it stands on `on`, the earliest first.

    Wishes of people who call together are one; somebody who has an open call from `on` on is not waited for.
    """
    mine = select(CallWish).where(CallWish.author == author_of(session), col(CallWish.removed_at).is_(None), col(CallWish.every_days) > 0)
    kept = [one for one in session.exec(mine.order_by(col(CallWish.key))) if one.in_force(on.isoformat())]
    homes = _members(session, [one.household_id or "" for one in kept if not one.resident_id])
    ids = [str(one.resident_id) for one in kept if one.resident_id] + [member for some in homes.values() for member in some]
    there, booked, last = callable_now(session, ids), booked_ahead(session, on), last_calls(session, on)
    latest = {one: date.fromisoformat(last[one][0]) for one in ids if one in last}
    together: dict[str, tuple[CallWish, list[str]]] = {}
    for one in kept:
        people = [one.resident_id] if one.resident_id else homes.get(one.household_id or "", [])
        together.setdefault(one.occasion_id or one.id, (one, []))[1].extend(person for person in people if person in there)
    found = [_wanted(wish, people, latest) for wish, people in together.values() if people and booked.isdisjoint(people)]
    return sorted(found, key=lambda one: (one.next_on, one.wish.id))


def _wanted(wish: CallWish, people: list[str], latest: Mapping[str, date]) -> Wanted:
    last = max((latest[one] for one in people if one in latest), default=None)
    begin = date.fromisoformat(wish.from_date) if wish.from_date else date.min
    next_on = max(begin, last + timedelta(days=wish.every_days or 0)) if last else begin
    return Wanted(wish, tuple(people), next_on, last)


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
