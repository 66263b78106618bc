"""The requests of a person in lines: what is open first, in whose hands it is and by when; then how the others ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.day_words import day_words
from stationdesk.services.request_gone import left_behind
from stationdesk.services.request_reading import Asked, with_standings
from stationdesk.services.request_words import by_words, colour_words, state_words, when_words
from stationdesk.services.sheet_line import SheetLine
from stationdesk.store.database import author_of

CLOSED = 20
"""Closed requests that are shown, the last ones; the history has them all."""


def requests_of(session: Session, resident_id: str) -> list[Asked]:
    """Return the requests of a resident: the open ones by their terms, then the closed ones, the last one first."""
    own = select(ServiceRequest).where(
        ServiceRequest.resident_id == resident_id, ServiceRequest.author == author_of(session), col(ServiceRequest.removed_at).is_(None)
    )
    found = with_standings(session, session.exec(own.order_by(col(ServiceRequest.key).desc())))
    waiting = sorted((one for one in found if one.standing.is_open), key=lambda one: one.standing.next_by)
    closed = sorted((one for one in found if not one.standing.is_open), key=lambda one: one.standing.since, reverse=True)
    return waiting + closed[:CLOSED]


def request_lines(session: Session, resident_id: str, on: date) -> Iterator[SheetLine]:
    """Yield each request of a resident: open or how it ended as the label, then its words, who has it and by when."""
    left = left_behind(session, [resident_id]).get(resident_id, "")
    for one in requests_of(session, resident_id):
        request, standing = one.request, one.standing
        said = _("said on {day}").format(day=day_words(date.fromisoformat(request.raised_on), on)) if request.raised_on else ""
        what = " ".join(request.text.split())
        if standing.is_open:
            late = standing.next_by[:10] < on.isoformat()
            when = _("{when}, past its term").format(when=by_words(standing.next_by, on)) if late else by_words(standing.next_by, on)
            tone = "red" if late else "amber" if standing.next_by[:10] == on.isoformat() else "ink"
            label = _("Open, {colour}|request").format(colour=colour_words(standing.urgency))
            parts = [left, what, state_words(standing), when, said]
        else:
            label, tone = table("request_state").label(standing.state), ""
            rated = table("satisfaction").label(standing.satisfaction) if standing.satisfaction else ""
            parts = [what, when_words(standing.since, on), rated, said]
        yield SheetLine(label, " · ".join(part for part in [*parts, request.number or ""] if part), tone)
