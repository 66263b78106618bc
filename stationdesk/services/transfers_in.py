"""Residents who are said to have moved here from another station: taken in as new records, or not ours and why.

How far it is stands in no field: it is the own answer that counts, and whether the other station has taken the person back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from stationdesk.i18n import N_, _
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_child
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.transfer_answer import TransferAnswer, TransferAnswerDraft
from stationdesk.registers.transfer_relay import PERSON, TransferRelay
from stationdesk.services.doubles import Likely, Typed, is_child, likely
from stationdesk.services.person_writing import set_categories
from stationdesk.services.transfer_person import categories_in, guardians_in, kin_in, resident_in, words_in
from stationdesk.services.transfers import TransferImpossible, relays
from stationdesk.store.database import author_of

ACCEPTED, DECLINED = "accepted", "declined"
MOST_TOLD = 8000
"""Letters that a note holds."""


class ArrivalState(StrEnum):
    """How far it is with somebody who is said to have moved here."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    BOTH = "both"
    """Taken in here, but taken back there."""

    @property
    def is_open(self) -> bool:
        """Tell whether something is to be done."""
        return self in (ArrivalState.OPEN, ArrivalState.BOTH)

    @property
    def label(self) -> str:
        """The state in words."""
        return _(_ARRIVALS[self])


_ARRIVALS = {
    ArrivalState.OPEN: N_("To be taken in|transfer"),
    ArrivalState.ACCEPTED: N_("Taken in|transfer"),
    ArrivalState.DECLINED: N_("Not ours|transfer"),
    ArrivalState.WITHDRAWN: N_("Taken back there|transfer"),
    ArrivalState.BOTH: N_("Taken back there|transfer"),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who is said to have moved here."""

    relay: TransferRelay
    answer: TransferAnswer | None
    state: ArrivalState
    who: str
    child: bool
    resident_id: str
    doubles: tuple[Likely, ...] = ()


def arrivals(session: Session, on: date, *, children: bool = False) -> list[Arrival]:
    """Return who is said to have moved here, with the own answers; `children` shows children under their own names."""
    answers = _answers(session)
    found = []
    for relay in relays(session, PERSON):
        answer = answers.get(relay.transfer_id)
        state = _arrival_state(session, relay, answer)
        draft = resident_in(relay.person)
        child = draft is not None and is_child(Resident.model_validate(draft, update={"author": ""}), on)
        name = relay.called or ""
        if draft is not None:
            name = masked_child(draft.name, draft.alias) if child and not children else draft.name
        same = tuple(_doubles(session, relay, on, children=children)) if state is ArrivalState.OPEN else ()
        found.append(Arrival(relay, answer, state, name, child, (answer.resident_id if answer else None) or "", same))
    return found


def _arrival_state(session: Session, relay: TransferRelay, answer: TransferAnswer | None) -> ArrivalState:
    if answer is None:
        return ArrivalState.OPEN if relay.withdrawn_on is None else ArrivalState.WITHDRAWN
    if answer.answer != ACCEPTED:
        return ArrivalState.DECLINED
    if relay.withdrawn_on is None:
        return ArrivalState.ACCEPTED
    mine = (Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    one = session.exec(select(Resident).where(Resident.id == answer.resident_id, *mine)).first()
    return ArrivalState.BOTH if one is not None and one.cared_for() else ArrivalState.WITHDRAWN


def _answers(session: Session) -> dict[str, TransferAnswer]:
    mine = select(TransferAnswer).where(TransferAnswer.author == author_of(session), col(TransferAnswer.removed_at).is_(None))
    return {one.transfer_id: one for one in session.exec(mine.order_by(col(TransferAnswer.key)))}


def _doubles(session: Session, relay: TransferRelay, on: date, *, children: bool) -> list[Likely]:
    """Return who of the own register may be the one who came."""
    draft = resident_in(relay.person)
    if draft is None:
        return []
    typed = Typed(
        name=draft.name,
        id_no=draft.id_no or "",
        birth=draft.birth_date,
        precision=draft.birth_precision,
        sex=draft.sex,
        phones=tuple(one.number for one in draft.phones),
        calendar=draft.birth_calendar,
    )
    return likely(session, typed, on, may_see_children=children)


def arrival(session: Session, relay_id: str) -> TransferRelay:
    """Return the relay of somebody who waits to be taken in. Raises TransferImpossible."""
    relay = next((one for one in relays(session, PERSON) if one.id == relay_id), None)
    if relay is None or relay.withdrawn_on is not None:
        raise TransferImpossible(_("The other station has taken this back. Nothing has to be done any more."))
    if relay.transfer_id in _answers(session):
        raise TransferImpossible(_("This was answered already."))
    return relay


def accept(session: Session, relay_id: str, on: date, *, by: str, children: bool) -> Resident:
    """Take somebody in: a new record with kin, guardians, categories, and a note of what came in words.

    Raises TransferImpossible: taken back, answered, a child without the right to children, or nothing sound in it.
    """
    relay, mine = arrival(session, relay_id), author_of(session)
    source = _("moved here from {village}").format(village=relay.from_name or relay.from_station)
    facts = {"came_from": relay.record_id, "enrolled_on": on.isoformat(), "source": source[:160], "residency_since": relay.moved_on}
    draft = resident_in(relay.person, **facts)
    if draft is None:
        raise TransferImpossible(_("What came cannot be read here. Please ring the other station and enter the person by hand."))
    if is_child(Resident.model_validate(draft, update={"author": mine}), on) and not children:
        raise TransferImpossible(_("A child's record: opened only with the right to it."))
    resident = Resident.model_validate(draft, update={"author": mine})
    session.add(resident)
    session.flush()
    for kin in kin_in(relay.person, resident.id):
        session.add(Kin.model_validate(kin, update={"author": mine}))
    for guardian in guardians_in(relay.person, resident.id):
        session.add(Guardian.model_validate(guardian, update={"author": mine}))
    if categories := categories_in(relay.person):
        set_categories(session, resident.id, frozenset(categories), on)
    told = words_in(relay.person, relay.note)
    if told:
        note = NoteDraft(resident_id=resident.id, heading=source[:120], text=told[:MOST_TOLD], noted_on=on.isoformat(), noted_by=by[:72])
        session.add(Note.model_validate(note, update={"author": mine}))
    _answer(session, relay, ACCEPTED, on, by, resident_id=resident.id)
    return resident


def decline(session: Session, relay_id: str, on: date, *, by: str, reason: str) -> TransferAnswer:
    """Say that somebody is not of this village, and why. Raises TransferImpossible."""
    relay = arrival(session, relay_id)
    if not reason.strip():
        raise TransferImpossible(_("Please write why: the other station reads it."))
    return _answer(session, relay, DECLINED, on, by, reason=reason.strip())


def _answer(
    session: Session, relay: TransferRelay, answer: str, on: date, by: str, *, reason: str | None = None, resident_id: str | None = None
) -> TransferAnswer:
    draft = TransferAnswerDraft(
        transfer_id=relay.transfer_id,
        answer=answer,
        called=relay.called,
        reason=reason,
        resident_id=resident_id,
        answered_on=on.isoformat(),
        answered_by=by[:72],
    )
    made = TransferAnswer.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def says_accept(one: Arrival) -> str:
    """Return the sentence of taking somebody in; a child goes by the name for others."""
    return _("{name} taken in from {village}").format(name=one.relay.called or "", village=one.relay.from_name or one.relay.from_station)


def says_decline(one: Arrival) -> str:
    """Return the sentence of a refusal."""
    said = _("{name}, said to come from {village}: not ours")
    return said.format(name=one.relay.called or "", village=one.relay.from_name or one.relay.from_station)
