"""The emergency sheet of one call for help: who and where, what the ambulance must know, what to read aloud, whom to ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.health_record import HealthRecord
from stationdesk.registers.incident import Incident
from stationdesk.registers.incident_event import IncidentEvent
from stationdesk.registers.resident import Resident
from stationdesk.services.card_places import station_here
from stationdesk.services.day_words import local
from stationdesk.services.doubles import is_child
from stationdesk.services.incident_numbers import Number, numbers_of
from stationdesk.services.incident_requests import left_of
from stationdesk.services.incidents import Held, called, held
from stationdesk.services.person_facts import situation
from stationdesk.services.standing_in import who_of

Piece = tuple[str, bool]
"""A piece of the sentence, and whether it stands bold."""
LOOK_IN_AT = "09:00"
GAP = "＿＿＿＿"
"""What nobody knows yet, in the sentence."""
MOST_TAGS = 5


@dataclass(frozen=True)
class Sheet:
    """All that the page and the paper show of one emergency."""

    held: Held
    name: str
    """Of a child the alias."""
    known: bool
    """Whether it is somebody of the register."""
    locked: bool
    age: int | None
    where: str
    health: tuple[str, ...]
    """Short words; empty where the screen faces visitors or a child is locked."""
    allergies: str
    say: tuple[Piece, ...]
    """What is read aloud to 120."""
    way: str
    numbers: tuple[Number, ...]
    lines: tuple[tuple[str, str, bool], ...]
    """What happened: clock, words, whether it is bad news."""
    look_in_by: str
    """Who would look in the next day."""


def sheet(session: Session, incident_id: str, now: datetime, *, may_see_children: bool = False, covered: bool = False) -> Sheet:
    """Return the sheet as it stands at `now` (local). Raises IncidentImpossible."""
    found, on = held(session, incident_id), now.date()
    incident = found.incident
    resident = _resident(session, incident)
    locked = resident is not None and is_child(resident, on) and not may_see_children
    open_one = resident if resident is not None and not locked else None
    health, allergies = _health(session, open_one, on) if open_one is not None and not covered else ((), "")
    way = incident.way or _way_before(session, incident) if not locked else incident.way or ""
    return Sheet(
        held=found,
        name=called(session, incident, on),
        known=resident is not None,
        locked=locked,
        age=open_one.age(on.isoformat()) if open_one is not None else None,
        where=_where(session, incident, open_one),
        health=health,
        allergies=allergies,
        say=_say(session, incident, open_one, on),
        way=way,
        numbers=numbers_of(session, incident, found.events, now, may_see_children=may_see_children),
        lines=_lines(found, left_of(session, incident.id, told=not (locked or covered))),
        look_in_by=_look_in_by(session, resident, on + timedelta(days=1)),
    )


def _resident(session: Session, incident: Incident) -> Resident | None:
    if not incident.resident_id:
        return None
    mine = select(Resident).where(
        Resident.id == incident.resident_id, Resident.author == incident.author, col(Resident.removed_at).is_(None)
    )
    return session.exec(mine).first()


def _where(session: Session, incident: Incident, resident: Resident | None) -> str:
    """Return where it is: as it was written, else where the person lives."""
    if incident.place:
        return incident.place
    if resident is None:
        return ""
    group, address = resident.village_group or "", resident.current_address or resident.registered_address or ""
    station = station_here(session)
    village = resident.village or (station.village if station is not None else None) or ""
    here = address if group and group in address else f"{group}{address}"
    return here if village and village in here else f"{village}{here}"


def _health(session: Session, resident: Resident, on: date) -> tuple[tuple[str, ...], str]:
    """Return what the ambulance must know: ability, illnesses, blood type; and apart from them what the person does not bear."""
    mine = select(HealthRecord).where(
        HealthRecord.resident_id == resident.id, HealthRecord.author == resident.author, col(HealthRecord.removed_at).is_(None)
    )
    record = session.exec(mine.order_by(col(HealthRecord.key).desc())).first()
    words = [word for word, tone in situation(session, resident, on) if not tone]
    kept = words[:MOST_TAGS]
    if record is not None and record.blood_type and record.blood_type != "unknown":
        kept.append(_("blood type {type}").format(type=table("blood_type").label(record.blood_type)))
    return tuple(kept), (record.allergies or "") if record is not None else ""


def _way_before(session: Session, incident: Incident) -> str:
    """Return how to get there as it was written in an earlier emergency of the same person."""
    if not incident.resident_id:
        return ""
    before = select(Incident.way).where(
        Incident.resident_id == incident.resident_id,
        Incident.author == incident.author,
        col(Incident.removed_at).is_(None),
        col(Incident.way).is_not(None),
        col(Incident.id) != incident.id,
    )
    return session.exec(before.order_by(col(Incident.started_at).desc()).limit(1)).first() or ""


def _say(session: Session, incident: Incident, resident: Resident | None, on: date) -> tuple[Piece, ...]:
    """Return the sentence for 120, with gaps for what nobody knows."""
    where = _where(session, incident, resident) or GAP
    who = [incident.somebody] if incident.somebody else []
    if resident is not None:
        age = resident.age(on.isoformat())
        who += [_("{years} years").format(years=age)] if age is not None else []
        who += [table("sex").label(resident.sex)] if resident.sex in ("male", "female") else []
    told = _("，|joined").join([*who, incident.what or _("what happened: {gap}").format(gap=GAP)])
    return ((where + _("，|joined"), False), (told, True), (_("。|end"), False))


def _lines(found: Held, left: list[tuple[str, str, str]]) -> tuple[tuple[str, str, bool], ...]:
    """Return what happened, and what was written down to be done, in the order in which it was."""
    incident = found.incident
    first = _("：|colon").join(
        filter(None, (_("{who} called").format(who=incident.caller) if incident.caller else _("Called|emergency"), incident.what))
    )
    told = [(one.happened_on, one.at, event_words(one), one.kind == "missed") for one in found.events]
    told = sorted([*told, *((*one, False) for one in left)], key=lambda one: one[:2])
    return ((incident.called_at, first, False), *(one[1:] for one in told))


def event_words(one: IncidentEvent) -> str:
    """Return what happened in words: 打120，通了，说25分钟到."""
    word = table("incident_event").label(one.kind)
    match one.kind:
        case "reached":
            word = _("rang {whom}, reached").format(whom=one.whom or "")
        case "missed":
            word = _("rang {whom}, nobody answered").format(whom=one.whom or "")
        case "note":
            return one.text or ""
        case "over" if one.follow_up_on:
            day = date.fromisoformat(one.follow_up_on)
            when = _("{month}/{day}|day").format(month=day.month, day=day.day)
            look = _("somebody looks in on {day} {clock}: {who}").format(
                day=when, clock=one.follow_up_at or "", who=one.follow_up_by or _("the station")
            )
            return f"{word}；{look}" if not one.text else f"{word}；{one.text}；{look}"
    return _("，|joined").join(filter(None, (word, one.text)))


def _look_in_by(session: Session, resident: Resident | None, on: date) -> str:
    if resident is None:
        return ""
    who = who_of(session, [resident.id], on).get(resident.id)
    return who.who.name if who is not None else ""


def minutes_words(seconds: int) -> str:
    """Return a time passed as it is shown large: 6 分 12 秒, 1 小时 05 分."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours >= 24:
        return _("{days} days {hours} hours|passed").format(days=hours // 24, hours=hours % 24)
    if hours:
        return _("{hours} h {minutes:02} min|passed").format(hours=hours, minutes=minutes)
    return _("{minutes} min {seconds:02} s|passed").format(minutes=minutes, seconds=seconds)


def started_words(incident: Incident, on: date) -> str:
    """Return since when it runs: 14:01 接到; of another day with its day."""
    moment = local(incident.started_at)
    if moment.date() == on:
        return _("called at {clock}").format(clock=incident.called_at)
    return _("called on {month}/{day} {clock}").format(month=moment.month, day=moment.day, clock=incident.called_at)
