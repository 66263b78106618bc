"""Family calls as lines of the day's list: booked for the day, left without a result, to be agreed, and wished for without a booking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.family_call import COMING, RUNNING, FamilyCall
from stationdesk.services.call_gaps import silent_count
from stationdesk.services.call_outcome import complete_simply
from stationdesk.services.call_week import LATEST, SHOWN, Booked, rows_of
from stationdesk.services.call_wishes import Wanted, next_calls, rhythm_words, with_wishes
from stationdesk.services.call_words import with_whom
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.line_ground import grounds_of
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
    due = [one for one in next_calls(session, on) if one.next_on <= on + timedelta(days=BOOK_AHEAD)]
    count = len(open_ones) + len(due)
    lines: tuple[Line, ...] = ()
    if asked.most:
        booked = sorted(open_ones, key=lambda one: (one.day != on, one.day, one.at))
        room = max(0, asked.most - len(booked))
        lines = (*_booked(session, booked[: asked.most], asked), *_wanted(session, with_wishes(session, due[:room]), asked))
    missing = silent_count(session, on) if asked.most else 0
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
    ordered = mine.order_by(col(FamilyCall.call_on), col(FamilyCall.call_at), col(FamilyCall.key)).options(SHOWN)
    return rows_of(session, session.exec(ordered).all(), on)


def _booked(session: Session, found: Sequence[Booked], asked: Asked) -> list[Line]:
    grounds, lines = grounds_of(session, [one.people[0] for one in found], asked, graded=False), []
    for one in found:
        if (ground := grounds.get(one.people[0])) is not None:
            line = ground.line(
                "calls",
                _why(one, asked.on),
                name=one.who,
                record_id=one.id,
                lead=one.at if one.day == asked.on else day_words(one.day, asked.on),
                icon="video",
                done_words=_("They spoke|button") if one.day <= asked.on else "",
                page="calls",
                argument=one.id,
                falls_on=one.day.isoformat(),
            )
            lines.append(line)
    return lines


def _why(one: Booked, on: date) -> tuple[Part, ...]:
    late = (on - one.day).days
    said: Part = (one.said, {"amber": "amber", "red": "red"}.get(one.tone, "ink2"))
    if late > 0:
        said = (_("{days} days ago, not noted yet how it went").format(days=late), "red")
    return ((one.whom, "ink"), DOT, (one.where, "ink2"), DOT, said)


def _wanted(session: Session, found: Sequence[Wanted], asked: Asked) -> list[Line]:
    grounds, lines = grounds_of(session, [one.people[0] for one in found], asked, graded=False), []
    for one in found:
        ground = grounds.get(one.people[0])
        if ground is None:
            continue
        late = (asked.on - one.next_on).days if one.next_on > date.min else 0
        when: Part = (_("{days} days late").format(days=late), "red") if late > 0 else (_("today"), "amber")
        rhythm = _("wished for {rhythm}, nothing booked").format(rhythm=rhythm_words(one.wish.every_days))
        whom = with_whom(one.wish.others)
        line = ground.line(
            "calls",
            (*(((whom, "ink"), DOT) if whom else ()), (rhythm, "ink2"), DOT, when),
            record_id=one.wish.id,
            lead=_("to book|call"),
            icon="video",
            page="calls",
            argument=f"book:{ground.person.id}",
            falls_on=one.next_on.isoformat(),
        )
        lines.append(line)
    return lines


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
    days += [one.next_on for one in next_calls(session, first - timedelta(days=1)) if first <= one.next_on <= last]
    return Counter(days)


CALLS = Source("calls", section, _done, _said, _days, frozenset({"family_call", "call_person", "call_wish", "resident", "status_change"}))
