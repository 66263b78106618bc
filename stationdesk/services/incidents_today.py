"""Emergencies as lines of the day's list: those still open, family that does not know yet, and who is to be looked in on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.resident import GONE
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.incident_state import FALSE_ALARM, OVER
from stationdesk.services.incidents import Held, called, happened, held, open_incidents, unfinished_incidents
from stationdesk.services.line_ground import Ground, grounds_of
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.store.database import author_of

KIN = "kin"
_SEEN = """
SELECT 1 FROM visit WHERE resident_id = ? AND author = ? AND removed_at IS NULL AND visited_on >= ?
  AND (outcome IS NULL OR outcome = 'met') LIMIT 1
"""
_STATUS = "SELECT residency_status FROM resident WHERE id = ? AND author = ? AND removed_at IS NULL"


def section(session: Session, asked: Asked) -> Section:
    """Return the open emergencies, then the families that do not know, then whom somebody promised to look in on."""
    waiting = list(_waiting(session, asked.on))
    lines = tuple(_lines(session, waiting[: asked.most], asked)) if asked.most else ()
    return Section("incidents", _("Emergencies"), "", len(waiting), lines, _("{count} things|heading"))


def _waiting(session: Session, on: date) -> Iterator[tuple[str, Held]]:
    """Yield what is to be done: open, kin or look_in, each with its emergency."""
    running = open_incidents(session)
    yield from (("open", one) for one in running)
    left = [one for one in unfinished_incidents(session) if one.incident.happened_on <= on.isoformat()]
    yield from ((KIN, one) for one in left if kin_must_know(session, one))
    yield from (("look_in", one) for one in left if must_look_in(session, one, on))


def kin_must_know(session: Session, one: Held) -> bool:
    """Tell whether the family of somebody of the register, where there is one, has still to be told; the sheet says so while it runs."""
    standing = one.standing
    if standing.is_open or standing.state == FALSE_ALARM or standing.kin_told or standing.kin_none or not one.incident.resident_id:
        return False
    return _status(session, one) is not None


def must_look_in(session: Session, one: Held, on: date) -> bool:
    """Tell whether the day to look in has come and nobody has: a visit or call that reached the person since that day does it, too."""
    standing, incident = one.standing, one.incident
    if standing.state != OVER or not standing.follow_up_on or standing.follow_up_on > on.isoformat():
        return False
    if not incident.resident_id:
        return True
    if _status(session, one) in {None, *GONE}:
        return False
    given = (incident.resident_id, author_of(session), standing.follow_up_on)
    return session.connection().exec_driver_sql(_SEEN, given).first() is None


def _status(session: Session, one: Held) -> str | None:
    """Return where the person is now; None once the record is gone."""
    row = session.connection().exec_driver_sql(_STATUS, (one.incident.resident_id, author_of(session))).first()
    return None if row is None else row[0] or "living"


def _lines(session: Session, waiting: list[tuple[str, Held]], asked: Asked) -> Iterator[Line]:
    ids = [one.incident.resident_id for _kind, one in waiting if one.incident.resident_id]
    grounds = grounds_of(session, ids, asked)
    for kind, one in waiting:
        ground = grounds.get(one.incident.resident_id or "")
        why = _why(kind, one, asked, told=not (asked.covered or (ground is not None and ground.locked)))
        yield _line(session, kind, one, why, ground, asked)


def _line(session: Session, kind: str, one: Held, why: tuple[Part, ...], ground: Ground | None, asked: Asked) -> Line:
    leads = {"open": _("emergency|lead"), KIN: _("tell the family|lead"), "look_in": _("look in|lead")}
    done = {"open": "", KIN: _("Family knows|button"), "look_in": _("Looked in|button")}
    record, falls = f"{one.id}:{kind}", one.standing.follow_up_on if kind == "look_in" else ""
    if ground is not None:
        return ground.line(
            "incidents",
            why,
            record_id=record,
            lead=leads[kind],
            icon="warning",
            done_words=done[kind],
            page="emergency",
            argument=one.id,
            falls_on=falls,
        )
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=called(session, one.incident, asked.on),
        age=None,
        child=False,
        reasons=why,
        place="" if asked.covered else one.incident.place or "",
        phone="",
        kin="",
        home=False,
        kind="incidents",
        record_id=record,
        lead=leads[kind],
        icon="warning",
        done_words=done[kind],
        page="emergency",
        argument=one.id,
        falls_on=falls,
    )


def _why(kind: str, one: Held, asked: Asked, *, told: bool) -> tuple[Part, ...]:
    incident, standing, on = one.incident, one.standing, asked.on
    what = (incident.what if told else None) or _("an emergency")
    day = date.fromisoformat(incident.happened_on)
    clock = incident.called_at if day == on else f"{day_words(day, on)} {incident.called_at}"
    if kind == "open":
        return ((what, "ink"), DOT, (_("called at {clock}, not over yet").format(clock=clock), "red"))
    if kind == KIN:
        tried = (
            _("rung {count} times, nobody answered").format(count=standing.kin_tried) if standing.kin_tried else _("nobody has told them")
        )
        return ((what, "ink"), DOT, (clock, "ink2"), DOT, (tried, "red"))
    late = (on - date.fromisoformat(standing.follow_up_on)).days
    when: Part = (_("{days} days late").format(days=late), "red") if late else (f"{_('today')} {standing.follow_up_at}".strip(), "amber")
    who = standing.follow_up_by or _("the station")
    return ((what, "ink"), DOT, (clock, "ink2"), DOT, (who, "ink2"), DOT, when)


def _done(session: Session, line: Line, on: date, by: str) -> None:  # noqa: ARG001 - every source is asked alike
    incident, _colon, kind = line.record_id.partition(":")
    held(session, incident)
    happened(session, incident, "kin_told" if kind == KIN else "followed_up", datetime.fromisoformat(session.info["at"]), by)


def _said(line: Line) -> str:
    kin = line.record_id.endswith(":" + KIN)
    return (_("Family told of the emergency: {name}") if kin else _("Looked in after the emergency: {name}")).format(name=line.name)


def _days(session: Session, first: date, last: date) -> Counter[date]:
    left = unfinished_incidents(session)
    days = [one.standing.follow_up_on for one in left if one.standing.state == OVER and one.standing.follow_up_on]
    return Counter(day for day in map(date.fromisoformat, days) if first <= day <= last)


INCIDENTS = Source("incidents", section, _done, _said, _days, frozenset({"incident", "incident_event", "visit"}))
