"""Residents who move to another station of the county: closed here, handed over, and what the county says became of it.

How far a transfer is stands in no field: it is the county's word on it that counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.mask import masked_child
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.registers.status_change import StatusChange, Touched
from stationdesk.registers.transfer import Transfer, TransferDraft
from stationdesk.registers.transfer_relay import OUTCOME, TransferRelay
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.residency_around import named
from stationdesk.services.transfer_person import person_of
from stationdesk.store.database import author_of

WHOLE = 12
"""Digits of a village's whole division code, which is its station's code too."""


class TransferImpossible(DeskError):
    """The person cannot be handed over, or taken in, so."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A village that somebody may move to: by its station's code, or by its name where no code is known."""

    code: str
    name: str
    town: str

    @property
    def shown(self) -> str:
        """How a list shows it."""
        return f"{self.town} {self.name}".strip()


def destinations(session: Session) -> list[Destination]:
    """Return the villages of the county with a station that this desk knows of, its own left out."""
    mine = author_of(session)
    own = session.exec(select(Station.village).where(Station.author == mine, col(Station.removed_at).is_(None))).first()
    units = session.exec(select(OrgUnit).where(col(OrgUnit.removed_at).is_(None)).order_by(col(OrgUnit.town), col(OrgUnit.name))).all()
    found = {}
    for one in units:
        region = one.region_code if one.region_code and len(one.region_code) == WHOLE and one.has_station is not False else ""
        code = one.station_code or region
        if code and code != mine and one.name != own:
            found[code] = Destination(code, one.name, one.town or "")
    return list(found.values())


@dataclass(frozen=True)
class Sending:
    """What the dialog holds of somebody who moves to another station."""

    to: Destination
    moved_on: date
    note: str = ""

    @property
    def draft(self) -> StatusDraft:
        """The move as the residency knows it."""
        return StatusDraft("moved_out", self.moved_on, self.to.name, _("moved within the county"))


def send(
    session: Session,
    resident_id: str,
    sending: Sending,
    on: date,
    *,
    operator: str,
    choices: Mapping[str, bool] | None = None,
    successor: str = "",
) -> Transfer:
    """Close a resident here and hand him over; undoing the move, or finding it wrong, takes the transfer back with it.

    Raises NoSuchResident, MoveImpossible, TransferImpossible.
    """
    to = sending.to.code.strip()
    if not to or to == author_of(session):
        raise TransferImpossible(_("This is our own station. Please choose the village the person moved to."))
    resident = own_resident(session, resident_id)
    person = person_of(session, resident, on)
    change = change_status(session, resident_id, sending.draft, on, operator=operator, choices=choices, successor=successor, sure=True)
    draft = TransferDraft(
        resident_id=resident_id,
        to_station=to[:80],
        to_name=sending.to.name[:80],
        moved_on=sending.moved_on.isoformat(),
        person=person,
        note=sending.note.strip() or None,
        sent_by=operator[:72],
    )
    made = Transfer.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    _goes_with(session, change, made)
    return made


def _goes_with(session: Session, change: StatusChange, made: Transfer) -> None:
    """Let the transfer fall with the move where that is found wrong."""
    change.touched = (*change.touched, Touched(kind="transfer", record=made.id, made=True))
    session.add(change)
    session.flush()


def says_send(resident: Resident, sending: Sending, on: date) -> str:
    """Return the sentence of handing somebody over; a child goes by alias."""
    said = _("{name} moved to {village}, {day}: handed over to its station")
    return said.format(name=named(resident, on), village=sending.to.name, day=day_words(sending.moved_on, on))


class DepartureState(StrEnum):
    """How far it is with somebody who was handed over."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_STATION = "no_station"

    @property
    def is_open(self) -> bool:
        """Tell whether something is to be done here."""
        return self in (DepartureState.DECLINED, DepartureState.NO_STATION)

    @property
    def label(self) -> str:
        """The state in words."""
        return _(_DEPARTURES[self])


_DEPARTURES = {
    DepartureState.SENT: N_("On the way|transfer"),
    DepartureState.ACCEPTED: N_("Taken in there|transfer"),
    DepartureState.DECLINED: N_("They say: not ours|transfer"),
    DepartureState.NO_STATION: N_("No such station|transfer"),
}


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who was handed over, and what the county says of it."""

    transfer: Transfer
    outcome: TransferRelay | None
    state: DepartureState
    who: str
    child: bool


def departures(session: Session, on: date, *, children: bool = False) -> list[Departure]:
    """Return who was handed over to other stations."""
    outcomes = {one.transfer_id: one for one in relays(session, OUTCOME)}
    mine = select(Transfer, Resident).where(
        Transfer.author == author_of(session),
        col(Transfer.removed_at).is_(None),
        Resident.id == Transfer.resident_id,
        Resident.author == Transfer.author,
    )
    found = []
    for transfer, resident in session.exec(mine.order_by(col(Transfer.key))):
        outcome = outcomes.get(transfer.id)
        child = is_child(resident, on)
        who = masked_child(resident.name, resident.alias) if child and not children else resident.name
        state = state_of(outcome)
        found.append(Departure(transfer, outcome, state, who, child))
    return found


def state_of(outcome: TransferRelay | None) -> DepartureState:
    """Return how far it is by the county's word of what came of it, None where it has said nothing yet."""
    return DepartureState(outcome.outcome) if outcome is not None and outcome.outcome else DepartureState.SENT


def relays(session: Session, kind: str) -> list[TransferRelay]:
    """Return the county's words of one kind that stand, in the order they came."""
    theirs = select(TransferRelay).where(
        TransferRelay.author != author_of(session), TransferRelay.kind == kind, col(TransferRelay.removed_at).is_(None)
    )
    return list(session.exec(theirs.order_by(col(TransferRelay.key))))
