"""How every wish of the stations stands, as the county reckons it: the stations' events and the county's own, by the one function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Table, select
from sqlmodel import col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, in_journal_order, transaction
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.wish_state import Answered, Ended, Happened, Standing, standing_of
from stationdesk.store.database import author_of

Key = tuple[str, str]
"""A station's code and the id of one of its wishes."""
CHUNK = 500


@dataclass
class Told:
    """Everything that was said about one wish."""

    events: list[Happened] = field(default_factory=list)
    claims: dict[str, str] = field(default_factory=dict)
    """Claim → who claims, whoever wrote it."""
    answers: list[Answered] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    """Claim → what the station said with its last answer, in words."""
    ends: list[Ended] = field(default_factory=list)
    days: dict[str, str] = field(default_factory=dict)
    """Claim → by when the station has agreed since that it is brought, YYYY-MM-DD."""
    over: dict[str, str] = field(default_factory=dict)
    """Claim that ended without a delivery → why, in words."""

    @property
    def standing(self) -> Standing:
        """How the wish stands."""
        return standing_of(self.events, self.claims, self.answers, self.ends)

    def end(self, claim: str, kind: str, text: str | None, *, by_station: bool) -> None:
        """Keep an end of a claim; what was said of a delivery is the station's alone."""
        self.ends.append(Ended(claim, kind, by_station))
        if text and kind != "delivered":
            self.over[claim] = text


def told_of(desk: CountyDesk, wishes: Collection[str] | None = None) -> dict[Key, Told]:
    """Return what was said about some wishes (by id), or about all of them."""
    found: dict[Key, Told] = defaultdict(Told)
    claims = own(desk, WishClaim, wishes)
    beside = {claim.id for claim in claims if claim.is_extra}
    with transaction(desk.ledger) as connection:
        for row in _rows(connection, "wish_event", wishes, ordered=True):
            one = found[row.station, row.wish_id]
            one.events.append(Happened(row.kind, row.happened_on or "", row.claim_id or ""))
            if row.kind == "extended" and row.claim_id and row.until:
                one.days[row.claim_id] = row.until
        for row in _rows(connection, "wish_claim", wishes):
            if row.is_extra:
                beside.add(row.id)
            else:
                found[row.station, row.wish_id].claims[row.id] = row.claimer or ""
        for row in _rows(connection, "claim_answer", wishes, ordered=True):
            one = found[row.station, row.wish_id]
            one.answers.append(Answered(row.claim_id, row.answer == "yes"))
            one.reasons[row.claim_id] = row.text or ""
        for row in _rows(connection, "claim_end", wishes):
            if row.claim_id not in beside:
                found[row.station, row.wish_id].end(row.claim_id, row.kind, row.text, by_station=True)
    for claim in claims:
        if not claim.is_extra:
            found[station_of(claim), claim.wish_id].claims[claim.id] = claim.claimer
    for end in own(desk, ClaimEnd, wishes):
        if end.claim_id not in beside:
            found[station_of(end), end.wish_id].end(end.claim_id, end.kind, end.text, by_station=False)
    return dict(found)


def own(desk: CountyDesk, register: Any, wishes: Collection[str] | None = None) -> list[Any]:
    """Return the county's own records of a register that stand, about some wishes or all, in the order they were written."""
    with desk.database.reading() as session:
        mine = select_record(register).where(register.author == author_of(session), col(register.removed_at).is_(None))
        if wishes is None:
            return list(session.exec(mine.order_by(col(register.key))))
        found: list[Any] = []
        for some in _chunks(wishes):
            found += session.exec(mine.where(col(register.wish_id).in_(some)).order_by(col(register.key)))
        return found


def station_of(record: Any) -> str:
    """Return the station that a record of the county is for."""
    return str(record.audience or "").removeprefix("station:")


def standings_of(desk: CountyDesk, wishes: Collection[str] | None = None) -> dict[Key, Standing]:
    """Return how some wishes stand, or all of which anything was said."""
    return {key: told.standing for key, told in told_of(desk, wishes).items()}


def _rows(connection: Connection, kind: str, wishes: Collection[str] | None, *, ordered: bool = False) -> Iterator[Row[Any]]:
    table: Table = STATION_TABLES[kind]
    asked = in_journal_order(kind) if ordered else select(table).order_by(table.c.station, table.c.id)
    asked = asked.where(table.c.removed_at.is_(None))
    if wishes is None:
        yield from connection.execute(asked)
        return
    for some in _chunks(wishes):
        yield from connection.execute(asked.where(table.c.wish_id.in_(some)))


def _chunks(wishes: Collection[str]) -> Iterator[list[str]]:
    ids = sorted(wishes)
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
