"""Writing a request down: at the counter, on the telephone, from the county's task; the caller's number finds the person."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.field import clean_text
from stationdesk.registers.phone import read_phones
from stationdesk.registers.service_request import ServiceRequest, ServiceRequestDraft
from stationdesk.services.request_reading import RequestImpossible
from stationdesk.services.request_ties import refuse_twice
from stationdesk.services.requests import raise_request
from stationdesk.services.shown_person import details_of
from stationdesk.store.database import author_of

FEWEST = 7
"""Digits from which on a number is looked for."""
MOST = 6
_OWN = "SELECT id, phones FROM resident WHERE author = ? AND removed_at IS NULL AND merged_into IS NULL AND phones LIKE ? LIMIT 20"
_KIN = "SELECT resident_id, phones, relation FROM kin WHERE author = ? AND removed_at IS NULL AND phones LIKE ? LIMIT 20"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody a number belongs to, or whose relative's it is."""

    resident_id: str
    name: str
    """Of a child the alias."""
    place: str
    how: str
    """Own number, or whose: 女儿."""
    child: bool = False

    @property
    def sentence(self) -> str:
        """The line of the list."""
        return "，".join(part for part in (self.name, self.place, self.how) if part)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for, as it was taken down."""

    text: str
    source: str = "counter"
    urgency: str = ""
    """Empty: to be judged."""
    kind: str = ""
    resident_id: str = ""
    household_id: str = ""
    asked_by: str = ""
    asker_phone: str = ""
    address: str = ""
    sender_body: str = ""
    sender: str = ""
    source_id: str = ""
    remark: str = ""
    happened: str = ""
    """When it was said, YYYY-MM-DDTHH:MM, where it is entered late."""
    due_on: str = ""
    """The day by which it is to be done, where that was said; else the term of its urgency."""


def callers(session: Session, number: str, on: date) -> list[Caller]:
    """Return whose a number is: those who have it themselves first, then those whose relative has it."""
    digits = re.sub(r"\D", "", number)
    if len(digits) < FEWEST:
        return []
    author, like = author_of(session), f"%{digits[-7:]}%"
    rows = [(str(one), phones, "") for one, phones in session.connection().exec_driver_sql(_OWN, (author, like))]
    rows += [
        (str(one), phones, relation or "other") for one, phones, relation in session.connection().exec_driver_sql(_KIN, (author, like))
    ]
    fits: dict[str, str] = {}
    for resident, phones, relation in rows:
        if any(_same(digits, one["number"]) for one in json.loads(phones or "[]")):
            fits.setdefault(resident, relation)
    people = details_of(session, fits)
    found = []
    for resident, relation in fits.items():
        if (person := people.get(resident)) is not None:
            child = person.is_child(on)
            how = (
                _("{relation} calls").format(relation=table("relation").label(relation) or _("a relative")) if relation else _("own number")
            )
            found.append(Caller(resident, person.shown(on), "" if child else person.village_group or "", how, child))
    return found[:MOST]


def _same(digits: str, number: str) -> bool:
    kept = re.sub(r"\D", "", number)
    return bool(kept) and (kept == digits or (min(len(kept), len(digits)) >= FEWEST and (kept.endswith(digits) or digits.endswith(kept))))


def note_request(session: Session, wanted: Wanted, now: datetime, by: str) -> ServiceRequest:
    """Write a request down as it was said, at this minute; with an urgency it can be sent out, without one it is to be judged.

    Raises RequestImpossible or NoSuchResident; of a task of the county that was made a request already, or is gone, too.
    """
    text = clean_text(wanted.text)
    if not text:
        raise RequestImpossible(_("Please write in a few words what is to be done."))
    if not (wanted.resident_id or wanted.household_id or clean_text(wanted.asked_by)):
        raise RequestImpossible(_("Please choose the person, or write the name of who asks: otherwise nobody knows for whom it is."))
    refuse_twice(session, wanted.source, wanted.source_id)
    moment = wanted.happened or f"{now:%Y-%m-%dT%H:%M}"
    if moment > f"{now:%Y-%m-%dT%H:%M}":
        raise RequestImpossible(
            _("{day} has not come yet. A need is written down on its day or later.").format(day=moment.replace("T", " "))
        )
    draft = ServiceRequestDraft(
        resident_id=wanted.resident_id or None,
        household_id=wanted.household_id or None,
        kind=wanted.kind or None,
        text=text[:1000],
        source=wanted.source,
        source_id=wanted.source_id or None,
        raised_on=moment[:10],
        raised_at=moment[11:],
        raised_by=by,
        urgency=wanted.urgency or None,
        due_on=(wanted.urgency and wanted.due_on) or None,
        asked_by=clean_text(wanted.asked_by)[:72] or None,
        asker_phone=_number(wanted.asker_phone),
        address=clean_text(wanted.address)[:160] or None,
        sender_body=wanted.sender_body or None,
        sender=clean_text(wanted.sender)[:80] or None,
        remark=clean_text(wanted.remark)[:1000] or None,
    )
    made = raise_request(session, draft, now.date(), judged=False)
    session.flush()
    return made


def _number(written: str) -> str | None:
    read = read_phones(written).phones
    return (read[0].number if read else clean_text(written))[:40] or None


def says_request(name: str) -> str:
    """Return the sentence of writing a request down, which an undo repeats."""
    return _("Request written down: {name}").format(name=name)
