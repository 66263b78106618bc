"""Emergencies: begun by one key, each thing that happens stamped and kept at once, over with somebody to look in the next day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.incident import Incident, IncidentDraft
from stationdesk.registers.incident_event import IncidentEvent, IncidentEventDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.incident_state import AFTERWARDS, TURNS, Standing, can_happen, standing_of
from stationdesk.services.residency_around import named
from stationdesk.services.visiting import NoSuchResident
from stationdesk.store.clock import local_day, local_time, stamp
from stationdesk.store.database import author_of

WRITTEN = frozenset({"somebody", "caller", "caller_phone", "what", "place", "way"})
"""What of an emergency is written down as it becomes known."""


class IncidentImpossible(DeskError):
    """There cannot be such an emergency, or nothing such can happen in it now."""


@dataclass(frozen=True)
class Held:
    """An emergency with all that was stamped."""

    incident: Incident
    events: tuple[IncidentEvent, ...]
    standing: Standing

    @property
    def id(self) -> str:
        """The emergency's id."""
        return self.incident.id

    def last_moment(self) -> str:
        """Return the last moment that is kept of it (UTC)."""
        return max((self.incident.started_at, *(one.happened_at for one in self.events)))

    def seconds(self, at: datetime) -> int | None:
        """Return the seconds since the call; None where the clock stands before it: it was set back meanwhile."""
        end = datetime.fromisoformat(self.standing.over_at) if self.standing.over_at else at
        passed = (end - datetime.fromisoformat(self.incident.started_at)).total_seconds()
        return int(passed) if passed >= 0 else None


def begin(session: Session, at: datetime, by: str, *, resident_id: str = "", caller: str = "", what: str = "") -> Incident:
    """Begin an emergency at the moment `at` (with its zone), for a resident or for somebody who will be named later.

    Raises NoSuchResident, or IncidentImpossible for somebody who died or for whom one is open already.
    """
    if resident_id:
        _may_be(session, resident_id, local_day(at))
    here = local_time(at)
    draft = IncidentDraft(
        resident_id=resident_id or None,
        started_at=stamp(at),
        happened_on=here.date().isoformat(),
        called_at=f"{here:%H:%M}",
        caller=caller or None,
        what=what or None,
        taken_by=by,
    )
    made = Incident.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def _may_be(session: Session, resident_id: str, on: date, besides: str = "") -> Resident:
    found = _resident(session, resident_id)
    if found.residency_status == "deceased":
        sentence = _("{name} is written down as dead. If that is wrong, correct it first; else press F8 without anybody chosen.")
        raise IncidentImpossible(sentence.format(name=named(found, on)))
    running = [one for one in open_incidents(session) if one.incident.resident_id == resident_id and one.id != besides]
    if running:
        raise IncidentImpossible(
            _("An emergency of this person is open already, since {clock}.").format(clock=running[0].incident.called_at)
        )
    return found


def _resident(session: Session, resident_id: str) -> Resident:
    mine = select(Resident).where(Resident.id == resident_id, Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise NoSuchResident(_("This person is not in the register any more. Please look at the list again."))
    return found


def say_who(session: Session, incident_id: str, resident_id: str, on: date) -> Incident:
    """Write down who it is, with it for whom is what was written down to be done. Raises NoSuchResident or IncidentImpossible."""
    found = held(session, incident_id)
    _may_be(session, resident_id, on, besides=incident_id)
    found.incident.resident_id, found.incident.somebody = resident_id, None
    nameless = select(ServiceRequest).where(
        ServiceRequest.source_id == incident_id,
        ServiceRequest.author == author_of(session),
        col(ServiceRequest.removed_at).is_(None),
        col(ServiceRequest.resident_id).is_(None),
    )
    for request in session.exec(nameless):
        request.resident_id = resident_id
    return found.incident


def write_down(session: Session, incident_id: str, **fields: str) -> Incident:
    """Write down what became known: `somebody`, `caller`, `caller_phone`, `what`, `place`, `way`. Raises IncidentImpossible."""
    found = held(session, incident_id)
    known = {name: getattr(found.incident, name) for name in IncidentDraft.model_fields}
    checked = IncidentDraft.model_validate(known | {name: text.strip() or None for name, text in fields.items()})
    for name in fields.keys() & WRITTEN:
        if getattr(found.incident, name) != getattr(checked, name):
            setattr(found.incident, name, getattr(checked, name))
    return found.incident


def called_earlier(session: Session, incident_id: str, moment: datetime, now: datetime) -> None:
    """Write down when the call really was, of an emergency entered later than it came. Raises IncidentImpossible after the first stamp."""
    found = held(session, incident_id)
    if moment == _minute(found.incident.started_at):
        return
    first = min((_minute(one.happened_at) for one in found.events), default=now)
    if moment > min(first, now):
        sentence = _("{clock} cannot be: something was stamped before it, or it has not come yet. Of yesterday write «yesterday 23:50».")
        raise IncidentImpossible(sentence.format(clock=f"{local_time(moment):%H:%M}"))
    here = local_time(moment)
    found.incident.started_at, found.incident.happened_on, found.incident.called_at = (
        stamp(moment),
        here.date().isoformat(),
        f"{here:%H:%M}",
    )


def _minute(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(second=0, microsecond=0)


def happened(
    session: Session, incident_id: str, kind: str, at: datetime, by: str, *, then: datetime | None = None, **fields: Any
) -> IncidentEvent:
    """Stamp what happened, a code of incident_event, at the moment `at`; never earlier than what was stamped before.

    `then`: the minute in which it really was, of what is entered late. `fields`: whom, line, is_kin, text, and of `over` the follow-up.
    Raises IncidentImpossible.
    """
    found = held(session, incident_id)
    _can_happen(found, kind)
    moment = max(datetime.fromisoformat(found.last_moment()), at) if then is None else _late(found, kind, then, at)
    here = local_time(moment)
    draft = IncidentEventDraft(
        incident_id=incident_id,
        kind=kind,
        happened_at=stamp(moment),
        happened_on=here.date().isoformat(),
        at=f"{here:%H:%M}",
        done_by=by,
        **{name: value or None for name, value in fields.items()},
    )
    if draft.follow_up_on is not None and draft.follow_up_on < draft.happened_on:
        raise IncidentImpossible(_("The day on which somebody looks in lies before today. Please choose a day to come."))
    event = IncidentEvent.model_validate(draft, update={"author": author_of(session)})
    session.add(event)
    session.flush()
    return event


def _late(found: Held, kind: str, then: datetime, now: datetime) -> datetime:
    """Return when something entered late was: since the call, and what ends it or takes it up again after all that was stamped."""
    first = found.last_moment() if kind in TURNS else found.incident.started_at
    if not _minute(first) <= then <= now:
        here = f"{local_time(then):%H:%M}"
        sentence = _("{clock} cannot be: it lies before {first}, or has not come yet. Of yesterday write «yesterday 23:50».")
        raise IncidentImpossible(sentence.format(clock=here, first=f"{local_time(datetime.fromisoformat(first)):%H:%M}"))
    return max(datetime.fromisoformat(first), then)


def _can_happen(found: Held, kind: str) -> None:
    standing = found.standing
    if can_happen(standing, kind):
        return
    if not standing.is_open and kind not in AFTERWARDS:
        raise IncidentImpossible(_("This emergency is over already. To go on with it, press G."))
    if standing.is_open and kind in ("resumed", "followed_up"):
        raise IncidentImpossible(_("This emergency is still open."))
    if kind == "followed_up":
        raise IncidentImpossible(_("Somebody has looked in already, or nobody needs to."))
    if kind == "kin_none" and kind not in standing.stamped:
        raise IncidentImpossible(_("The family knows already: somebody told them."))
    at = next((one.at for one in reversed(found.events) if one.kind == kind), "")
    raise IncidentImpossible(_("This was stamped already, at {clock}. If that was wrong, take it back with Ctrl Z.").format(clock=at))


def held(session: Session, incident_id: str) -> Held:
    """Return an own emergency. Raises IncidentImpossible if there is none."""
    found = helds(session, [incident_id])
    if not found:
        raise IncidentImpossible(_("This emergency is not here any more. It was taken back, or another computer keeps it."))
    return found[0]


def helds(session: Session, ids: Sequence[str]) -> list[Held]:
    """Return own emergencies by their ids, the earliest first."""
    mine = select(Incident).where(
        col(Incident.id).in_(list(ids)), Incident.author == author_of(session), col(Incident.removed_at).is_(None)
    )
    return _with_events(session, session.exec(mine.order_by(col(Incident.started_at), col(Incident.key))).all())


def _with_events(session: Session, incidents: Iterable[Incident]) -> list[Held]:
    some = list(incidents)
    told: dict[str, list[IncidentEvent]] = {}
    for start in range(0, len(some), 400):
        ids = [one.id for one in some[start : start + 400]]
        asked = select(IncidentEvent).where(col(IncidentEvent.incident_id).in_(ids), col(IncidentEvent.removed_at).is_(None))
        for event in session.exec(asked.order_by(col(IncidentEvent.happened_at), col(IncidentEvent.key))):
            told.setdefault(event.incident_id, []).append(event)
    return [Held(one, tuple(told.get(one.id, ())), standing_of(told.get(one.id, ()))) for one in some]


_OPEN = """
SELECT i.id FROM incident i INDEXED BY incident_day
WHERE i.happened_on > '' AND i.author = ? AND i.removed_at IS NULL AND (
  NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
    WHERE e.incident_id = i.id AND e.kind IN ('over', 'false_alarm') AND e.removed_at IS NULL)
  OR EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
    WHERE e.incident_id = i.id AND e.kind = 'resumed' AND e.removed_at IS NULL))
"""
_UNFINISHED = """
SELECT i.id FROM incident i INDEXED BY incident_day
WHERE i.happened_on > '' AND i.author = ? AND i.removed_at IS NULL
  AND (NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
      WHERE e.incident_id = i.id AND e.kind = 'false_alarm' AND e.removed_at IS NULL)
    OR EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
      WHERE e.incident_id = i.id AND e.kind = 'resumed' AND e.removed_at IS NULL))
  AND ((i.resident_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
        WHERE e.incident_id = i.id AND e.kind IN ('kin_told', 'kin_none') AND e.removed_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
        WHERE e.incident_id = i.id AND e.kind = 'reached' AND e.removed_at IS NULL AND e.is_kin))
    OR (EXISTS (SELECT 1 FROM incident_event o INDEXED BY incident_event_of
        WHERE o.incident_id = i.id AND o.kind = 'over' AND o.removed_at IS NULL AND o.follow_up_on IS NOT NULL
          AND (i.resident_id IS NULL OR NOT EXISTS (SELECT 1 FROM visit v INDEXED BY visit_contact
            WHERE v.resident_id = i.resident_id AND v.removed_at IS NULL AND v.visited_on >= o.follow_up_on
              AND ifnull(v.outcome, 'met') = 'met' AND v.author = i.author)))
      AND (NOT EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
          WHERE e.incident_id = i.id AND e.kind = 'followed_up' AND e.removed_at IS NULL)
        OR EXISTS (SELECT 1 FROM incident_event e INDEXED BY incident_event_of
          WHERE e.incident_id = i.id AND e.kind = 'resumed' AND e.removed_at IS NULL))))
"""
"""Every emergency that may have left something to do, however long ago: what has its ends is not read; the rest is reckoned."""
_LATELY = "SELECT id FROM incident INDEXED BY incident_day WHERE happened_on BETWEEN ? AND ? AND author = ? AND removed_at IS NULL"


def open_incidents(session: Session) -> list[Held]:
    """Return the own emergencies in which somebody waits for help, the earliest first."""
    session.flush()
    ids = [row[0] for row in session.connection().exec_driver_sql(_OPEN, (author_of(session),))]
    return [one for one in helds(session, ids) if one.standing.is_open] if ids else []


def unfinished_incidents(session: Session) -> list[Held]:
    """Return the own emergencies that may have left something to do, the earliest first: kin to be told, somebody to be looked in on."""
    session.flush()
    ids = [row[0] for row in session.connection().exec_driver_sql(_UNFINISHED, (author_of(session),))]
    return helds(session, ids) if ids else []


def incidents_between(session: Session, first: date, last: date) -> list[Held]:
    """Return the own emergencies of some days, the earliest first."""
    session.flush()
    given = (first.isoformat(), last.isoformat(), author_of(session))
    ids = [row[0] for row in session.connection().exec_driver_sql(_LATELY, given)]
    return helds(session, ids) if ids else []


def called(session: Session, incident: Incident, on: date) -> str:
    """Return whom an emergency is about as a sentence says it: of a child the alias."""
    if not incident.resident_id:
        return incident.somebody or _("somebody unknown")
    found = session.exec(
        select(Resident).where(Resident.id == incident.resident_id, Resident.author == incident.author, col(Resident.removed_at).is_(None))
    ).first()
    return named(found, on) if found is not None else _("somebody unknown")
