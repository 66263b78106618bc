"""Family calls as lines of the day's list: booked for the day, left without a result, to be agreed, and wished for without a booking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.family_call import COMING, RUNNING, FamilyCall
from stationdesk.services.call_gaps import silent
from stationdesk.services.call_outcome import complete_simply
from stationdesk.services.call_week import LATEST, Booked, rows_of
from stationdesk.services.call_wishes import Wanted, rhythm_words, wanted
from stationdesk.services.call_words import with_whom
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.shown_person import Person, details_of, kin_of
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.store.database import author_of

AGREE_WITHIN = 2
"""Days before a call by which the other end must know of it."""
BOOK_AHEAD = 0
"""Days before the next call is due on which it is asked for."""


def section(session: Session, asked: Asked) -> Section:
    """Return the calls of the day by their time, those without a result, those to be agreed, then those nobody booked."""
    on = asked.on
    open_ones = [one for one in _open(session, on) if one.day <= on or one.state == "booked"]
    due = [one for one in wanted(session, on) if one.next_on <= on + timedelta(days=BOOK_AHEAD)]
    count = len(open_ones) + len(due)
    lines: tuple[Line, ...] = ()
    if asked.most:
        booked = sorted(open_ones, key=lambda one: (one.day != on, one.day, one.at))
        lines = (*_booked(session, booked[: asked.most], asked), *_wanted(session, due[: max(0, asked.most - len(booked))], asked))
    missing = len(silent(session, on)) if asked.most else 0
    counted = _("{count} calls, {missing} people without one for 30 days|heading") if missing else _("{count} calls|heading")
    return Section("calls", _("Calls"), "", count, lines, counted.replace("{missing}", str(missing)))


def _open(session: Session, on: date) -> list[Booked]:
    """Return the calls to be held, noted, or agreed with the other end now."""
    since, until = on - timedelta(days=LATEST), on + timedelta(days=AGREE_WITHIN)
    mine = select(FamilyCall).where(
        col(FamilyCall.call_on).between(since.isoformat(), until.isoformat()),
        col(FamilyCall.state).in_(COMING | {RUNNING}),
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    ordered = mine.order_by(col(FamilyCall.call_on), col(FamilyCall.call_at), col(FamilyCall.key))
    return rows_of(session, session.exec(ordered).all(), on)


def _booked(session: Session, found: Sequence[Booked], asked: Asked) -> list[Line]:
    lines = []
    for base, one in zip(_lines(session, [one.people[0] for one in found], asked), found, strict=True):
        if base is None:
            continue
        today = one.day == asked.on
        lines.append(
            replace(
                base,
                name=one.who,
                reasons=_why(one, asked.on),
                kind="calls",
                record_id=one.id,
                lead=one.at if today else day_words(one.day, asked.on),
                icon="video",
                done_words=_("They spoke|button") if one.day <= asked.on else "",
                page="calls",
                argument=one.id,
                home=False,
                falls_on=one.day.isoformat(),
            )
        )
    return lines


def _why(one: Booked, on: date) -> tuple[Part, ...]:
    late = (on - one.day).days
    said: Part = (one.said, {"amber": "amber", "red": "red"}.get(one.tone, "ink2"))
    if late > 0:
        said = (_("{days} days ago, not noted yet how it went").format(days=late), "red")
    return ((one.whom, "ink"), DOT, (one.where, "ink2"), DOT, said)


def _wanted(session: Session, found: Sequence[Wanted], asked: Asked) -> list[Line]:
    lines = []
    for base, one in zip(_lines(session, [one.people[0] for one in found], asked), found, strict=True):
        if base is None:
            continue
        late = (asked.on - one.next_on).days if one.next_on > date.min else 0
        when: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
        rhythm = _("wished for {rhythm}, nothing booked").format(rhythm=rhythm_words(one.wish.every_days))
        whom = with_whom(one.wish.others)
        reasons: tuple[Part, ...] = (*(((whom, "ink"), DOT) if whom else ()), (rhythm, "ink2"), DOT, when)
        lines.append(
            replace(
                base,
                reasons=reasons,
                kind="calls",
                record_id=one.wish.id,
                lead=_("to book|call"),
                icon="video",
                page="calls",
                argument=f"book:{base.resident_id}",
                home=False,
                falls_on=one.next_on.isoformat(),
            )
        )
    return lines


def _lines(session: Session, ids: Sequence[str], asked: Asked) -> list[Line | None]:
    """Return the ground of a line for each resident, None for one who is gone; how he stands to his grade is not asked here."""
    details, kin = details_of(session, ids), kin_of(session, ids)
    return [_line(details[one], kin.get(one), asked) if one in details else None for one in ids]


def _line(person: Person, kin: tuple[str, str] | None, asked: Asked) -> Line:
    child = person.is_child(asked.on)
    locked = child and not asked.may_see_children
    phone, (relative, number) = ("", ("", "")) if locked else (person.phone(), kin or ("", ""))
    return Line(
        resident_id=person.id,
        grade="",
        grade_label="",
        name=person.shown(asked.on),
        age=None if locked else person.age(asked.on),
        child=child,
        reasons=(),
        place="" if child else person.village_group or "",
        phone=phone,
        kin=relative if phone else f"{relative} {number}".strip(),
        home=False,
    )


def _done(session: Session, line: Line, on: date, by: str) -> None:
    complete_simply(session, line.record_id, on, by)


def _said(line: Line) -> str:
    return _("Note a call: {name}").format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    """Count the calls booked for each day, and the days on which the next call of a wish is due."""
    mine = select(FamilyCall.call_on).where(
        col(FamilyCall.call_on).between(first.isoformat(), last.isoformat()),
        col(FamilyCall.state).in_(COMING),
        FamilyCall.author == author_of(session),
        col(FamilyCall.removed_at).is_(None),
    )
    days = [date.fromisoformat(day) for day in session.exec(mine)]
    days += [one.next_on for one in wanted(session, first - timedelta(days=1)) if first <= one.next_on <= last]
    return Counter(days)


CALLS = Source("calls", section, _done, _said, _days, frozenset({"family_call", "call_person", "call_wish", "resident", "status_change"}))
