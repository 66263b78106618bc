"""The county between two stations: it passes on who moved, and brings the answer back; nothing has to be clicked for it.

What stands in the county's own records follows from the stations': it is reckoned anew each time answers are written, and only what
differs is written. A person's data is with the receiver only while his answer is awaited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, in_journal_order, transaction
from stationdesk.county.report import Place, places_of
from stationdesk.i18n import _
from stationdesk.registers.division import short_name
from stationdesk.registers.field import plain_key
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.registers.transfer_relay import OUTCOME, PERSON, TransferRelay, TransferRelayDraft
from stationdesk.services.doubles import is_child
from stationdesk.services.transfer_person import resident_in
from stationdesk.store.clock import local_day
from stationdesk.store.database import author_of

Key = tuple[str, str, str]
"""The sender's code, the transfer's id, and whether it is the person or the outcome."""


@dataclass(frozen=True)
class Wanted:
    """A record the county ought to have: for which station, and what it says."""

    audience: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """Somebody on his way, as the county's list shows it."""

    id: str
    called: str
    sender: Place
    receiver: Place | None
    moved_on: str
    state: str
    """sent, accepted, declined, no_station or withdrawn."""
    reason: str


def relay(desk: CountyDesk, operator: str) -> int:
    """Bring the county's records about transfers up to what the stations said; returns how many were written."""
    on = local_day(desk.database.clock())
    wanted = wanted_of(desk, on)
    with desk.database.reading() as session:
        changes = differing(session, wanted)
    if not changes:
        return 0
    with desk.database.writing(operator, _("Residents on their way between stations"), final=True) as session:
        there = own_relays(session)
        for key in changes:
            write(session, there.get(key), wanted.get(key))
    return len(changes)


def wanted_of(desk: CountyDesk, on: date) -> dict[Key, Wanted]:
    """Return what the county ought to say of every transfer."""
    places = places_of(desk)
    with transaction(desk.ledger) as connection:
        table = STATION_TABLES["transfer"]
        sent = connection.execute(select(table).order_by(table.c.station, table.c.id)).all()
        answers = _answers(connection)
    with desk.database.reading() as session:
        before = own_relays(session)
    found: dict[Key, Wanted] = {}
    for row in sent:
        found |= _of_transfer(row, places, answers, before, on)
    return found


def _of_transfer(
    row: Row[Any], places: Mapping[str, Place], answers: Mapping[tuple[str, str], Row[Any]], before: Mapping[Key, TransferRelay], on: date
) -> dict[Key, Wanted]:
    """Return what the county ought to say of one transfer: to the receiver who comes, to the sender what became of it."""
    sender, to = places.get(row.station, Place(row.station, row.station, "")), destination(row, places)
    about: dict[str, Any] = {"transfer_id": row.id, "from_station": sender.code, "from_name": sender.name, "moved_on": row.moved_on}
    about |= {"called": called(row.person or {}, on), "record_id": row.resident_id}
    person, outcome = (row.station, row.id, PERSON), (row.station, row.id, OUTCOME)
    known = before.get(person)
    if row.removed_at is not None:
        if known is None:
            return {}
        gone = known.withdrawn_on or on.isoformat()
        return {person: Wanted(known.audience or "", _values(known) | {"person": {}, "note": None, "withdrawn_on": gone})}
    if to is None or to.code == sender.code:
        return {outcome: Wanted(f"station:{sender.code}", about | {"kind": OUTCOME, "outcome": "no_station", "to_name": row.to_name})}
    about |= {"to_station": to.code, "to_name": to.name}
    answer = answers.get((to.code, row.id))
    with_him = {"person": {}, "note": None} if answer is not None else {"person": dict(row.person or {}), "note": row.note}
    found = {person: Wanted(f"station:{to.code}", about | {"kind": PERSON, "withdrawn_on": None} | with_him)}
    if answer is not None:
        said = {"outcome": answer.answer, "reason": answer.reason, "answered_on": answer.answered_on, "answered_by": answer.answered_by}
        found[outcome] = Wanted(f"station:{sender.code}", about | {"kind": OUTCOME} | said)
    return found


def destination(row: Row[Any], places: Mapping[str, Place]) -> Place | None:
    """Return the station somebody moved to: by its code, else by the one village of this name."""
    if row.to_station in places:
        return places[row.to_station]
    names = {_village(name) for name in (row.to_station, row.to_name) if name}
    found = [one for one in places.values() if _village(one.name) in names]
    return found[0] if len(found) == 1 else None


def _village(name: str) -> str:
    """Return a village's name without what says only that it is one."""
    return plain_key(short_name(name))


def called(person: Mapping[str, Any], on: date) -> str:
    """Return what somebody is called where others read it: a child by the name for others."""
    draft = resident_in(person)
    if draft is None:
        return _("a resident")
    child = is_child(Resident.model_validate(draft, update={"author": ""}), on)
    return masked_child(draft.name, draft.alias) if child else draft.name


def own_relays(session: Session) -> dict[Key, TransferRelay]:
    """Return the county's records about transfers that stand."""
    mine = select_record(TransferRelay).where(TransferRelay.author == author_of(session), col(TransferRelay.removed_at).is_(None))
    return {(one.from_station, one.transfer_id, one.kind): one for one in session.exec(mine.order_by(col(TransferRelay.key)))}


def differing(session: Session, wanted: Mapping[Key, Wanted]) -> list[Key]:
    """Return which records are missing, say something else, or ought not to stand."""
    there = own_relays(session)
    found = [key for key, one in wanted.items() if key not in there or not _says(there[key], one)]
    return found + [key for key in there if key not in wanted]


def _says(record: TransferRelay, one: Wanted) -> bool:
    held = _values(record)
    return record.audience == one.audience and all(held.get(name) == value for name, value in one.values.items())


def _values(record: TransferRelay) -> dict[str, Any]:
    return {name: getattr(record, name) for name in TransferRelayDraft.model_fields} | {"person": dict(record.person)}


def write(session: Session, record: TransferRelay | None, one: Wanted | None) -> None:
    """Write a record as it ought to be; another receiver than before gets a record of his own."""
    if record is not None and (one is None or record.audience != one.audience):
        record.removed_at = session.info["at"]
        session.add(record)
        record = None
    if one is None:
        return
    if record is None:
        draft = TransferRelayDraft.model_validate(dict(one.values))
        session.add(TransferRelay.model_validate(draft, update={"author": author_of(session), "audience": one.audience}))
        return
    for name, value in one.values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
    session.add(record)


def _answers(connection: Connection) -> dict[tuple[str, str], Row[Any]]:
    """Return the stations' standing answers by station and transfer, of several the last."""
    rows = connection.execute(in_journal_order("transfer_answer"))
    return {(row.station, row.transfer_id): row for row in rows if row.removed_at is None}


def moved(desk: CountyDesk) -> list[Moved]:
    """Return everybody on his way between stations, the newest first, as far as the county has passed it on."""
    places = places_of(desk)
    with desk.database.reading() as session:
        there = own_relays(session)
    by_transfer: dict[tuple[str, str], dict[str, TransferRelay]] = {}
    for (station, transfer, kind), record in there.items():
        by_transfer.setdefault((station, transfer), {})[kind] = record
    found = []
    for (station, transfer), records in by_transfer.items():
        outcome, person = records.get(OUTCOME), records.get(PERSON)
        one = person or outcome
        if one is None:
            continue
        state = (outcome.outcome or "sent") if outcome is not None else "withdrawn" if one.withdrawn_on else "sent"
        receiver = places.get(one.to_station or "")
        sender = places.get(station, Place(station, station, ""))
        reason = (outcome.reason or "") if outcome is not None else ""
        found.append(Moved(transfer, one.called or "", sender, receiver, one.moved_on or "", state, reason))
    return sorted(found, key=lambda one: (one.moved_on, one.id), reverse=True)
