"""Requests as lines of the day's list: to be judged, sent out, taken on, done, asked about, told; what is past its term first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.request_event import RequestEvent
from stationdesk.services.day_words import day_words, local
from stationdesk.services.dispatching import accept, judge, rate, tell
from stationdesk.services.due import DOT, Part
from stationdesk.services.line_ground import Ground, Rest, grounds_of
from stationdesk.services.request_gone import left_behind
from stationdesk.services.request_reading import Asked as Held
from stationdesk.services.request_reading import RequestImpossible, asked_of, open_standings, request_called
from stationdesk.services.request_state import END_OF_DAY, Standing
from stationdesk.services.request_terms import terms
from stationdesk.services.request_words import by_words, step_words, term_words, time_words
from stationdesk.services.requests import settle
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source

URGENCIES = ("red", "yellow", "blue")
LONGEST = 40
"""Letters of a need that a line shows."""


def section(session: Session, asked: Asked) -> Section:
    """Return what the desk has to do for requests by the day asked for; an urgent one first, then the one whose term ends first.

    What somebody left open who died or moved away stays: only whoever closes it says that nothing is to be done.
    """
    on = asked.on.isoformat()
    due = [one for one in open_standings(session) if _is_due(one.standing, on)]
    due.sort(key=lambda one: (one.standing.urgency != "red", one.standing.next_by, one.key))
    shown = [one.id for one in due[: asked.most]]
    held = asked_of(session, shown)
    lines = tuple(_lines(session, [held[one] for one in shown], asked))
    return Section("requests", _("Needs to be met"), "", len(due), lines, _("{count} needs|heading"))


def _is_due(standing: Standing, on: str) -> bool:
    """Tell whether a request is something for the day: its step is due, it waits to be judged, or is in a hurry to be sent out."""
    hurry = standing.step == "dispatch" and standing.urgency in ("red", "yellow")
    return standing.next_by[:10] <= on or standing.step == "judge" or hurry


def _lines(session: Session, due: list[Held], asked: Asked) -> list[Line]:
    whose = [one.request.resident_id for one in due if one.request.resident_id]
    grounds, gone = grounds_of(session, whose, asked), left_behind(session, whose)
    hours = terms(session)["solve"]
    colours = tuple((code, term_words(code, hours[code])) for code in URGENCIES)
    lines = []
    for one in due:
        ground = grounds.get(one.request.resident_id or "")
        why = _why(one, asked, told=not (asked.covered or (ground is not None and ground.locked)))
        line = _nameless(one, why, covered=asked.covered) if ground is None else _line(ground, one, why, gone.get(ground.person.id, ""))
        lines.append(replace(line, ways=colours) if one.standing.step == "judge" else line)
    return lines


def _line(ground: Ground, one: Held, why: tuple[Part, ...], left: str) -> Line:
    id_ = one.request.id
    if left:
        ground = ground._replace(person=ground.person._replace(phones=None))
        why = ((left, "ink2"), DOT, *why)
    return ground.line(
        "requests", why, record_id=id_, lead=_lead(one), icon="clipboard", done_words=_button(one), page="requests", argument=id_
    )


def _nameless(one: Held, why: tuple[Part, ...], *, covered: bool) -> Line:
    """Return the line of somebody who is in no register, or whose record is gone."""
    name, id_ = one.request.asked_by or _("a household|who"), one.request.id
    place = "" if covered else one.request.address or ""
    more: Rest = {"lead": _lead(one), "icon": "clipboard", "done_words": _button(one), "page": "requests", "argument": id_}
    return Line(
        "",
        "",
        "",
        name,
        None,
        child=False,
        reasons=why,
        place=place,
        phone="",
        kin="",
        home=False,
        kind="requests",
        record_id=id_,
        **more,  # type: ignore[misc]
    )


def _lead(one: Held) -> str:
    return table("urgency").label(one.standing.urgency) or _("new|request")


def _why(one: Held, asked_for: Asked, *, told: bool) -> tuple[Part, ...]:
    on, now = asked_for.on, asked_for.now
    by, what = one.standing.next_by, " ".join(one.request.text.split())
    what = what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"
    late = (on - date.fromisoformat(by[:10])).days
    if now[:10] == on.isoformat() and by[11:] != END_OF_DAY and late >= 0:
        when: Part = time_words(one.standing, now)
    elif late > 0:
        when = (_("{days} days late").format(days=late), "red")
    elif late == 0:
        when = (_("today") if by[11:] == END_OF_DAY else by_words(by, on), "amber")
    else:
        when = (by_words(by, on), "ink2")
    said = date.fromisoformat(one.request.raised_on) if one.request.raised_on else on
    asked = (_("said on {day}").format(day=day_words(said, on)), "ink2")
    step: tuple[Part, ...] = ((step_words(one.standing), "ink"), DOT) if one.standing.step not in ("solve", "dispatch") else ()
    return ((what if told else _("a need"), "ink"), DOT, *step, asked, DOT, when)


Write = Callable[[Session, str, date, datetime, str], RequestEvent]


def _solve(session: Session, request_id: str, on: date, _now: datetime, by: str) -> RequestEvent:
    return settle(session, request_id, "solved", on, by=by)


_IN_PLACE: dict[str, Write] = {
    "accept": lambda session, one, _on, now, by: accept(session, one, now, by=by),
    "rate": lambda session, one, _on, now, by: rate(session, one, "satisfied", now, by=by),
    "tell": lambda session, one, _on, now, by: tell(session, one, now, by=by),
}
"""What one key does with a line in place; what is to be judged asks how urgent it is, everything else is solved."""


def _words(step: str) -> str:
    return {
        "judge": "",
        "accept": _("They took it|button"),
        "rate": _("Content|button"),
        "tell": _("Told|button"),
    }.get(step, _("Solved|button"))


def _button(one: Held) -> str:
    return _words(one.standing.step)


def _done(session: Session, line: Line, on: date, by: str) -> None:
    step = request_called(session, line.record_id).standing.step
    if not step or line.done_words != _words(step) or bool(line.way) != (step == "judge"):
        raise RequestImpossible(_("This request has gone further meanwhile. Please look at the list again."))
    now = datetime.combine(on, local(session.info["at"]).time())
    if line.way:
        judge(session, line.record_id, line.way, now, by=by)
        return
    _IN_PLACE.get(step, _solve)(session, line.record_id, on, now, by)


def _said(line: Line) -> str:
    if line.way:
        return _("Request taken in: {name}").format(name=line.name)
    return {
        _("They took it|button"): _("Request taken on: {name}"),
        _("Content|button"): _("Asked and content: {name}"),
        _("Told|button"): _("Told: {name}"),
    }.get(line.done_words, _("Need met: {name}")).format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    days = (date.fromisoformat(one.standing.next_by[:10]) for one in open_standings(session))
    return Counter(day for day in days if first <= day <= last)


REQUESTS = Source("requests", section, _done, _said, _days, frozenset({"service_request", "request_event"}))
