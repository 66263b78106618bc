"""What still has to be done after an emergency: a request of its own, which the sheet shows and which says where it came from."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.incidents import held
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_ties import EMERGENCY, made_of
from stationdesk.services.request_words import state_words

URGENCY = "yellow"
"""How urgent it is: what could not wait was done in the emergency itself."""


def note_left(session: Session, incident_id: str, text: str, now: datetime, by: str) -> ServiceRequest:
    """Write down as a request what still has to be done. Raises IncidentImpossible, RequestImpossible, NoSuchResident."""
    incident = held(session, incident_id).incident
    known = bool(incident.resident_id)
    wanted = Wanted(
        text,
        EMERGENCY,
        URGENCY,
        resident_id=incident.resident_id or "",
        asked_by="" if known else incident.somebody or incident.caller or _("somebody unknown"),
        asker_phone="" if known else incident.caller_phone or "",
        address="" if known else (incident.place or "")[:160],
        source_id=incident_id,
    )
    return note_request(session, wanted, now, by)


def left_of(session: Session, incident_id: str, *, told: bool) -> list[tuple[str, str, str]]:
    """Return the requests made of an emergency, each with day, clock and words; `told` shows what is wanted."""
    found = []
    for one in made_of(session, EMERGENCY, [incident_id]).get(incident_id, ()):
        what = " ".join(one.request.text.split()) if told else _("a need")
        said = _("Request: {what} ({how})|emergency").format(what=what, how=state_words(one.standing))
        found.append((one.request.raised_on or "", one.request.raised_at or "", said))
    return found
