"""Where a record is on its way to the county: not reported, on its way, with the county, or sent back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlmodel import Session

from stationdesk.i18n import N_, _
from stationdesk.registers.catalogue import KEPT_IN_STEP, register_of
from stationdesk.store.clock import local_day
from stationdesk.store.tables import action, change, peer

CHUNK = 500


class RoadState(StrEnum):
    """What can truly be said of a record (exchange.md, principle 6)."""

    UNREPORTED = "unreported"
    AWAITING = "awaiting"
    RECEIVED = "received"
    SENT_BACK = "sent_back"

    @property
    def label(self) -> str:
        """The state in the operator's words."""
        return _(_LABELS[self])


_LABELS = {
    RoadState.UNREPORTED: N_("Not reported yet"),
    RoadState.AWAITING: N_("Waiting for the receipt"),
    RoadState.RECEIVED: N_("The county has it"),
    RoadState.SENT_BACK: N_("Sent back by the county"),
}


@dataclass(frozen=True)
class OnTheRoad:
    """The state of one record, and the county's reason where it was sent back."""

    state: RoadState
    reason: str = ""


@dataclass(frozen=True)
class RoadSummary:
    """How the whole register stands with the county; the numbers are records."""

    enrolled: bool
    county: str = ""
    unreported: int = 0
    awaiting: int = 0
    received: int = 0
    sent_back: int = 0
    has_until: str = ""
    """The local day of the newest entry that the county has; empty if it has none."""
    receipt_at: str = ""
    """When the receipt that says so was read, UTC."""
    two_versions: bool = False
    retired: bool = False


def states(session: Session, kind: str, ids: Iterable[str]) -> dict[str, OnTheRoad]:
    """Return where the own records `ids` of register `kind` are; records that never travelled are left out."""
    side = county_row(session)
    back = sent_back(side)
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        newest = (
            select(change.c.record, func.max(change.c.seq))
            .where(change.c.kind == kind, change.c.record.in_(some))
            .group_by(change.c.record)
        )
        for record, seq in session.connection().execute(newest):
            found[record] = OnTheRoad(RoadState.SENT_BACK, back[kind, record]) if (kind, record) in back else OnTheRoad(state_at(side, seq))
    return found


def state_at(side: Row[tuple[object, ...]] | None, seq: int) -> RoadState:
    """Return the state of a record whose newest line is `seq` and that was not sent back."""
    if side is None:
        return RoadState.UNREPORTED
    if seq <= side.confirmed:
        return RoadState.RECEIVED
    return RoadState.AWAITING if seq <= side.exported else RoadState.UNREPORTED


def summary(session: Session) -> RoadSummary:
    """Count the own records by their state, for the status line."""
    connection, side, tally = session.connection(), county_row(session), dict.fromkeys(RoadState, 0)
    newest = select(change.c.kind, change.c.record, func.max(change.c.seq).label("seq")).group_by(change.c.record).subquery()
    confirmed, exported = (side.confirmed, side.exported) if side is not None else (0, 0)
    place = case(
        (newest.c.seq <= confirmed, RoadState.RECEIVED), (newest.c.seq <= exported, RoadState.AWAITING), else_=RoadState.UNREPORTED
    )
    for state, count in connection.execute(select(place, func.count()).group_by(place)):
        tally[RoadState(state)] = count
    if side is None:
        return RoadSummary(enrolled=False, unreported=tally[RoadState.UNREPORTED])
    for kind, record in to_mend(session, sent_back(side)):
        seq = connection.execute(select(func.max(change.c.seq)).where(change.c.record == record, change.c.kind == kind)).scalar()
        if seq is not None:
            tally[state_at(side, seq)] -= 1
            tally[RoadState.SENT_BACK] += 1
    return RoadSummary(
        enrolled=True,
        county=side.name,
        unreported=tally[RoadState.UNREPORTED],
        awaiting=tally[RoadState.AWAITING],
        received=tally[RoadState.RECEIVED],
        sent_back=tally[RoadState.SENT_BACK],
        has_until=received_until(session, side).isoformat() if side.confirmed else "",
        receipt_at=side.confirmed_at,
        two_versions=bool(side.forked),
        retired=bool(side.retired),
    )


def received_until(session: Session, side: Row[Any]) -> date:
    """Return the day up to which the county has everything; something of its journal it must have.

    Lines are not always in the order of their days: after an old backup was put back, or where the clock was wrong. So what was entered
    earliest of the rest counts too, and no day lies after the one on which the receipt was read.
    """
    newest = select(action.c.at).join(change, change.c.action == action.c.id).where(change.c.seq == side.confirmed)
    rest = select(func.min(action.c.at)).where(action.c.last > side.confirmed)
    stamps = [session.connection().execute(one).scalar() for one in (newest, rest)]
    return local_day(datetime.fromisoformat(min(filter(None, (*stamps, side.confirmed_at)))))


def county_row(session: Session) -> Row[tuple[object, ...]] | None:
    """Return what this station keeps of its county; None if it is not enrolled."""
    found: Row[tuple[object, ...]] | None = session.connection().execute(select(peer).limit(1)).first()
    return found


def sent_back(side: Row[tuple[object, ...]] | None) -> dict[tuple[str, str], str]:
    """Return the records the county has set aside, with its reasons."""
    return {(one["kind"], one["id"]): one["reason"] for one in json.loads(side.held)} if side is not None else {}


def to_mend(session: Session, held: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the records set aside (register, id) that somebody has to mend.

    What the program sends again by itself is not among them, nor what was removed since: it may stay at the county as it is.
    """
    asked = set()
    for kind, record in held:
        if kind not in KEPT_IN_STEP:
            register: Any = register_of(kind)
            removed = session.connection().execute(select(register.removed_at).where(register.id == record)).scalar()
            if not removed:
                asked.add((kind, record))
    return asked
