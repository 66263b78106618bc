"""Pairings on the day's list: whom nobody helps since a helper left, and what was proposed and still waits for a yes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.resident import GONE
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.due_known import here_on
from stationdesk.services.line_ground import grounds_of
from stationdesk.services.pairing_fitness import Fitness
from stationdesk.services.pairing_words import LEFT
from stationdesk.services.pairing_world import read_world
from stationdesk.services.pairing_writing import agree, own_pairing, write_pairing
from stationdesk.services.projects import project_named
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.store.database import author_of

PATIENCE, RECENT = 7, 60
"""Days for which a proposal may wait, and for which a helper's leaving is brought up."""


class NobodyFits(DeskError):
    """There is no helper with room to be asked."""


class Open(NamedTuple):
    """Something to be brought up: the pairing that waits, or the one that ended and left somebody without help."""

    pairing: str
    resident: str
    since: str
    waits: bool
    helper: str


_WHO = (
    "coalesce(p.resident_id, (SELECT m.id FROM resident m WHERE m.household_id = p.household_id AND m.author = p.author "
    "AND m.removed_at IS NULL AND m.closed_on IS NULL AND ifnull(m.residency_status, '') NOT IN ({gone}) ORDER BY m.key LIMIT 1))"
)
"""Whom a pairing is shown with: of a household's the first who is still there."""
_WAITING = (
    "SELECT p.id, {who} AS who, p.proposed_on, 1, coalesce(h.name, p.helper_name, '') FROM pairing p INDEXED BY pairing_state "
    "LEFT JOIN helper h ON h.id = p.helper_id "
    "WHERE p.state = 'proposed' AND p.removed_at IS NULL AND p.author = ? AND who IS NOT NULL "
    "AND p.proposed_on <= ? AND p.end_date IS NULL ORDER BY p.proposed_on, p.key"
)
_HELPS = (
    "q.author = p.author AND q.removed_at IS NULL AND (q.end_date IS NULL OR q.end_date > ?) "
    "AND ifnull(q.state, '') NOT IN ('ended', 'changed') AND q.level IS NULL "
    "AND ifnull(q.kind, '') NOT IN ('responsibility', 'family_doctor')"
)
"""Another pairing that helps, waits for a yes or begins later."""
_ALONE = (
    "SELECT p.id, {who} AS who, p.end_date, 0, coalesce(h.name, p.helper_name, '') FROM pairing p INDEXED BY pairing_state "
    "LEFT JOIN helper h ON h.id = p.helper_id "
    "WHERE p.state = 'ended' AND p.removed_at IS NULL AND p.author = ? AND p.end_date BETWEEN ? AND ? AND p.end_reason IN ({reasons}) "
    "AND p.level IS NULL AND ifnull(p.kind, '') NOT IN ('responsibility', 'family_doctor') AND who IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM pairing q WHERE q.resident_id = who AND {helps}) "
    "AND NOT EXISTS (SELECT 1 FROM pairing q JOIN resident r ON r.household_id = q.household_id AND r.author = q.author "
    "WHERE r.id = who AND q.resident_id IS NULL AND {helps}) ORDER BY p.end_date DESC, p.key"
)


def open_pairings(session: Session, on: date) -> list[Open]:
    """Return what is to be brought up on a day: who was left without help first, then what waits; a person once."""
    ask, own = session.connection().exec_driver_sql, author_of(session)
    reasons, gone = (",".join(f"'{code}'" for code in sorted(some)) for some in (LEFT, GONE))
    who, day = _WHO.format(gone=gone), on.isoformat()
    alone = ask(_ALONE.format(reasons=reasons, who=who, helps=_HELPS), (own, (on - timedelta(days=RECENT)).isoformat(), day, day, day))
    waiting = ask(_WAITING.format(who=who), (own, (on - timedelta(days=PATIENCE + 1)).isoformat()))
    found: dict[str, Open] = {}
    for row in (*alone, *waiting):
        one = Open(row[0], row[1], row[2], bool(row[3]), row[4])
        found.setdefault(one.resident, one)
    return list(found.values())


def section(session: Session, asked: Asked) -> Section:
    """Return whom nobody helps any more and what waits for a yes; who is not there any more is left out."""
    due = open_pairings(session, asked.on)
    there = here_on(session, [one.resident for one in due], asked.on)
    due = [one for one in due if one.resident in there]
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("pairing", _("Pairings to see to"), "", len(due), lines)


def _lines(session: Session, due: list[Open], asked: Asked) -> list[Line]:
    grounds = grounds_of(session, [one.resident for one in due], asked)
    lines = []
    for one in due:
        if (ground := grounds.get(one.resident)) is not None:
            words = _("Both said yes|button") if one.waits else _("Ask who suits best|button")
            given = ground.line(
                "pairing", _why(one, asked.on), record_id=one.pairing, done_words=words, page="pairings", argument=one.resident
            )
            lines.append(given)
    return lines


def _why(one: Open, on: date) -> tuple[Part, ...]:
    day = (day_words(date.fromisoformat(one.since), on), "ink2")
    if one.waits:
        waited = (on - date.fromisoformat(one.since)).days
        return (
            (_("{helper} was asked").format(helper=one.helper), "ink"),
            DOT,
            day,
            DOT,
            (_("waiting for {days} days").format(days=waited), "amber"),
        )
    return ((_("nobody helps since {helper} left").format(helper=one.helper), "amber"), DOT, day)


def _done(session: Session, line: Line, on: date, by: str) -> None:
    """Write that both said yes; for somebody left alone, propose the helper who suits best."""
    one = own_pairing(session, line.record_id)
    if one.state == "proposed":
        today = on.isoformat()
        agree(session, one.id, on, helper_on=one.helper_agreed_on or today, resident_on=one.resident_agreed_on or today, by=by)
        return
    world = read_world(session, on)
    best = next((found for found in Fitness(session, world).candidates(line.resident_id) if not found.full and not found.same_house), None)
    if best is None:
        raise NobodyFits(_("Nobody with room can be asked. Open the pairings and look for somebody, or write a new helper down."))
    project = project_named(world.projects, world.need(line.resident_id).project or one.project)
    whom = {"resident_id": line.resident_id} if one.resident_id else {"household_id": one.household_id}
    fields = {"helper_id": best.helper_id, "kind": one.kind, "previous_id": one.id, "project": project.name if project else None}
    write_pairing(session, whom | fields, on)


def _said(line: Line) -> str:
    return _("Pairing of {name} seen to").format(name=line.name)


PAIRINGS = Source("pairing", section, _done, _said, None, frozenset({"pairing", "helper", "project"}))
