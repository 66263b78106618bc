"""The roster as lines of the day's list: hours of the days to come on which nobody is on duty, and turns nobody can take."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Part
from stationdesk.services.shift_cover import Span, by_day
from stationdesk.services.shifts import gaps_between, keeps_roster, turns_between
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source

AHEAD = 2
"""Days ahead that are looked at: long enough to find somebody, not so long that a roster not yet written is a reproach."""


def section(session: Session, asked: Asked) -> Section:
    """Return the days on which the roster has holes, if the station keeps one; of today those that are not over: nobody mends the past."""
    on, lines = asked.on, list[Line]()
    now = datetime.fromisoformat(asked.now) if asked.now[:10] == on.isoformat() else None
    if keeps_roster(session, on):
        last = on + timedelta(days=AHEAD)
        holes = by_day(gaps_between(session, on, last))
        if now is not None:
            holes = {day: left for day, spans in holes.items() if (left := [span for span in spans if span.ends > now])}
        troubles: dict[date, list[str]] = {}
        for turn in turns_between(session, on, last):
            if turn.trouble:
                troubles.setdefault(date.fromisoformat(turn.shift.day), []).append(turn.trouble)
        lines = [_line(day, spans, troubles.get(day, []), on) for day, spans in sorted(holes.items())]
    return Section("shifts", _("Nobody is on duty"), "", len(lines), tuple(lines[: asked.most]), _("{count} days|heading"))


def _line(day: date, spans: list[Span], troubles: list[str], on: date) -> Line:
    why: tuple[Part, ...] = ((_("nobody {hours}").format(hours=span_list(spans)), "red" if day == on else "amber"),)
    why += tuple(part for trouble in troubles for part in (("·", "ink"), (trouble, "ink2")))
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=_("today") if day == on else day_words(day, on),
        age=None,
        child=False,
        reasons=why,
        place="",
        phone="",
        kin="",
        home=False,
        kind="shifts",
        record_id=day.isoformat(),
        lead=_("on duty|lead"),
        icon="clock",
        page="shifts",
        argument=day.isoformat(),
        falls_on=day.isoformat(),
    )


def span_list(spans: list[Span]) -> str:
    """Return stretches of one day in words: 00:00—08:00、18:00—24:00."""
    return "、".join(f"{one.begins:%H:%M}—{'24:00' if one.ends.date() != one.begins.date() else f'{one.ends:%H:%M}'}" for one in spans)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    if not keeps_roster(session, first):
        return Counter()
    return Counter(dict.fromkeys(by_day(gaps_between(session, first, min(last, first + timedelta(days=AHEAD)))), 1))


SHIFTS = Source("shifts", section, days=_days, reads=frozenset({"duty_shift", "helper", "stand_in"}))
