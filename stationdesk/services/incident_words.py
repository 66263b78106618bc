"""How an emergency reads as one line of a person's history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.incident import Incident
from stationdesk.services.event_words import Line, Part, dotted, plain
from stationdesk.services.incidents import Held, helds


def endings(session: Session, records: Iterable[Any]) -> dict[str, str]:
    """Return by id how each of the emergencies among some records went."""
    ids = [one.id for one in records if isinstance(one, Incident)]
    return {one.id: _ending(one) for one in helds(session, ids)} if ids else {}


def _ending(one: Held) -> str:
    label, standing = table("incident_event").label, one.standing
    if not standing.is_real:
        return label("false_alarm")
    said = [label(kind) for kind in dict.fromkeys(standing.stamped) if kind not in ("kin_told", "kin_none")]
    said += [label("kin_told")] if standing.kin_told else []
    said += [label("kin_none")] if standing.kin_none and not standing.kin_told else []
    said += [_("not over yet")] if standing.is_open else [label("followed_up")] if standing.state == "followed_up" else []
    return "，".join(said)


def of_incident(incident: Incident, ending: str) -> Line:
    """Say what happened, at what time, and how it went."""
    head = (Part(_("Emergency|event") + " "), Part(incident.called_at, "bold"))
    return "incident", dotted(head, plain(incident.what), plain(ending)), incident.taken_by or ""
