"""What the desk does with a request from hand to hand: judge, send out, note what came back, rate, hand over (domain 3.2).

Each of these is one step in one action; what does not fit is a sentence. `now` is the time in the village; `happened` is the minute of a
step that is entered late, YYYY-MM-DDTHH:MM.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.field import clean_text, plain_key
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.request_reading import Asked, RequestImpossible, body_key, request_called
from stationdesk.services.request_senders import is_sender
from stationdesk.services.request_state import END_OF_DAY, FORMAT, MOVES, Receiver, Standing
from stationdesk.services.request_ties import county_day, refuse_second
from stationdesk.services.request_writing import take_step

RED = "red"
_AS = MappingProxyType({"team": "team_id", "helper": "helper_id", "unit": "unit_id"})
ORDER = (
    "judged",
    "dispatched",
    "accepted",
    "arrived",
    "done",
    "rated",
    "told",
    "receipted",
    "declined",
    "transferred",
    "extended",
    "solved",
    "refused",
    "dropped",
    "reopened",
)
"""The steps in the order in which a desk offers them."""


class NeedsAWord(RequestImpossible):
    """It can be done, but only with a sentence on why."""


@dataclass(frozen=True)
class Sending:
    """How a request is sent out: with what to tell them and by when."""

    note: str = ""
    due: str = ""
    """By when, YYYY-MM-DDTHH:MM; without it, the term of its urgency."""
    happened: str = ""


PLAIN = Sending()


def allowed(standing: Standing) -> tuple[str, ...]:
    """Return the steps that fit now, in the order a desk offers them; rating is asked for only once something was done."""
    fits = [kind for kind in ORDER if standing.state in MOVES[kind]]
    if standing.state != "done":
        fits = [kind for kind in fits if kind != "rated"]
    if standing.state in ("done", "refused"):
        fits = [kind for kind in fits if kind not in ("solved", "dropped")]
    if standing.state == "raised":
        fits = [kind for kind in fits if kind != "solved"]
    return tuple(fits)


def judge(session: Session, request_id: str, urgency: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Take a request in, with how urgent it is; its term counts from now; a task of the county that is not red ends on its day.

    Raises RequestImpossible.
    """
    if table("urgency").row(urgency) is None:
        raise RequestImpossible(_("Say first how urgent it is: red, yellow or blue."))
    held = request_called(session, request_id)
    day = county_day(session, held.request) if urgency != RED else ""  # what is red cannot wait for it
    due = f"{day}T{END_OF_DAY}" if day >= f"{now:%Y-%m-%d}" else ""
    return take_step(session, request_id, "judged", now, by=by, happened=happened, due=due, urgency=urgency, text=_words(note))


def refuse(
    session: Session, request_id: str, reason: str, now: datetime, *, by: str, told: bool = False, happened: str = ""
) -> RequestEvent:
    """Say that a request is not the station's, and why; until whoever asked was told, that is the next step. Raises RequestImpossible."""
    made = take_step(session, request_id, "refused", now, by=by, happened=happened, text=_reason(reason))
    return take_step(session, request_id, "told", now, by=by, happened=happened) if told else made


def tell(session: Session, request_id: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Note that whoever asked was told of the refusal. Raises RequestImpossible."""
    return take_step(session, request_id, "told", now, by=by, happened=happened, text=_words(note))


def send(session: Session, request_id: str, to: Receiver, now: datetime, how: Sending = PLAIN, *, by: str) -> RequestEvent:
    """Send a request to a team, a helper or a unit; what somebody gave back goes to him again only with a sentence why.

    Raises RequestImpossible, NeedsAWord among them.
    """
    held = request_called(session, request_id)
    if to.kind != "own":
        _refuse_back(held.request, to)
    _refuse_circle(held, to, now, how.note)
    pointed = {_AS[to.kind]: to.key} if to.kind in _AS else {}
    fields: dict[str, Any] = {"receiver": to.name[:80], "text": _words(how.note), **pointed}
    return take_step(session, request_id, "dispatched", now, by=by, happened=how.happened, due=how.due, **fields)


def see_to_it(session: Session, request_id: str, now: datetime, how: Sending = PLAIN, *, by: str) -> RequestEvent:
    """Let whoever sits at the desk see to it himself: sent and taken on at once. Raises RequestImpossible."""
    send(session, request_id, Receiver("own", plain_key(by), by), now, how, by=by)
    return take_step(session, request_id, "accepted", now, by=by, happened=how.happened)


def accept(session: Session, request_id: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Note that whoever it was sent to has taken it on. Raises RequestImpossible."""
    return take_step(session, request_id, "accepted", now, by=by, happened=happened, text=_words(note))


def arrive(session: Session, request_id: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Note that somebody is there (到场). Raises RequestImpossible."""
    return take_step(session, request_id, "arrived", now, by=by, happened=happened, text=_words(note))


def decline(session: Session, request_id: str, reason: str, now: datetime, *, by: str, happened: str = "") -> RequestEvent:
    """Note that whoever had it gave it back, and why: it is to be sent out again. Raises RequestImpossible."""
    return take_step(session, request_id, "declined", now, by=by, happened=happened, text=_reason(reason))


def finish(session: Session, request_id: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Note that it was done; whoever asked is asked next whether he is content. Raises RequestImpossible."""
    return take_step(session, request_id, "done", now, by=by, happened=happened, text=_words(note))


def rate(
    session: Session, request_id: str, satisfaction: str, now: datetime, *, by: str, note: str = "", happened: str = ""
) -> RequestEvent:
    """Note how content whoever asked is; not content opens it again. Empty where he could not be reached, then with a sentence.

    Raises RequestImpossible.
    """
    if satisfaction and table("satisfaction").row(satisfaction) is None:
        raise RequestImpossible(_("Please choose how content he is."))
    if not satisfaction and not clean_text(note):
        raise NeedsAWord(_("Nobody was asked: please write in a few words why, so that it can be closed."))
    if request_called(session, request_id).standing.state != "done":
        raise RequestImpossible(_("It is asked how content somebody is once it was done. Note first that it was done."))
    fields: dict[str, Any] = {"satisfaction": satisfaction or None, "text": _words(note)}
    return take_step(session, request_id, "rated", now, by=by, happened=happened, **fields)


def reopen(session: Session, request_id: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Take a request up again: it goes back to the desk with a new term.

    Raises RequestImpossible, also where its task was made another request.
    """
    refuse_second(session, request_called(session, request_id).request)
    return take_step(session, request_id, "reopened", now, by=by, happened=happened, text=_words(note))


def close(session: Session, request_id: str, how: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Close a request at once: `solved` (done and nothing more to ask) or `dropped` (not wanted any more). Raises RequestImpossible."""
    if how not in ("solved", "dropped") or how not in allowed(request_called(session, request_id).standing):
        raise RequestImpossible(_("This request is settled already."))
    return take_step(session, request_id, how, now, by=by, happened=happened, text=_words(note))


def extend(session: Session, request_id: str, due: str, now: datetime, *, by: str, note: str = "", happened: str = "") -> RequestEvent:
    """Agree on a later term, with a reason. Raises RequestImpossible."""
    return take_step(session, request_id, "extended", now, by=by, happened=happened, due=due, text=_reason(note))


def hand_over(
    session: Session, request_id: str, to: tuple[str, str], now: datetime, how: Sending = PLAIN, *, by: str, receipt: str = ""
) -> RequestEvent:
    """Hand a request over to another body, `to` its kind and name; it is never handed back to who sent it.

    Raises RequestImpossible, NeedsAWord where that body returned it before.
    """
    held = request_called(session, request_id)
    body, name = to[0], clean_text(to[1]) or table("request_body").label(to[0])
    there = Receiver("body", body_key(body, name), name)
    _refuse_back(held.request, there)
    _refuse_circle(held, there, now, how.note)
    fields: dict[str, Any] = {"body": body, "receiver": name[:80], "receipt_no": _words(receipt), "text": _words(how.note)}
    made = take_step(session, request_id, "transferred", now, by=by, happened=how.happened, due=how.due, **fields)
    return take_step(session, request_id, "receipted", now, by=by, happened=how.happened, receipt_no=_words(receipt)) if receipt else made


def note_receipt(
    session: Session, request_id: str, number: str, now: datetime, *, by: str, note: str = "", happened: str = ""
) -> RequestEvent:
    """Note the number of the receipt of the body a request was handed over to. Raises RequestImpossible."""
    if not clean_text(number):
        raise RequestImpossible(_("Please write the number of the receipt, or the name of who took it."))
    return take_step(session, request_id, "receipted", now, by=by, happened=happened, receipt_no=clean_text(number)[:40], text=_words(note))


def _refuse_back(request: ServiceRequest, to: Receiver) -> None:
    """Refuse to give a request back to who sent it."""
    if is_sender(request, to):
        raise RequestImpossible(
            _("{name} sent this request to the station. It is not handed back in a circle: refuse it with a reason, or see to it.").format(
                name=to.name
            )
        )


def _refuse_circle(held: Asked, to: Receiver, now: datetime, note: str) -> None:
    """Refuse to send a request where it is already, and without a sentence to where it came back from."""
    standing = held.standing
    at_work = standing.state in ("dispatched", "accepted", "serving", "transferred", "receipted")
    if at_work and standing.holder is not None and standing.holder.same == to.same and not standing.late(f"{now:{FORMAT}}"):
        raise RequestImpossible(_("{name} has it already. Nothing was sent a second time.").format(name=to.name))
    back = next((one for one in reversed(standing.declined_by) if one[0].same == to.same), None)
    if back is not None and not clean_text(note):
        raise NeedsAWord(
            _("{name} gave it back: {reason}. Write in a sentence why it goes there once more.").format(name=to.name, reason=back[2] or "—")
        )


def _words(text: str) -> str | None:
    return clean_text(text)[:1000] or None


def _reason(text: str) -> str:
    found = clean_text(text)[:1000]
    if not found:
        raise NeedsAWord(_("Please say in a few words why."))
    return found
