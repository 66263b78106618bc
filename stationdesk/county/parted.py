"""Which copies of a station have truly parted from the county's lines: not a new computer that waits, nor one that can sign no more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import station_copy, station_state, transaction
from stationdesk.store.tables import peer


@dataclass(frozen=True)
class Parted:
    """The copies of one station whose journal is not the one the county has."""

    other: frozenset[str] = frozenset()
    """Two computers report, or an older copy was put back: somebody has to ring."""
    waiting: frozenset[str] = frozenset()
    """A computer with keys of its own, by the newest enrolment file: it begins anew and waits for the answer."""


def parted(side: Any, head: str, known: Sequence[Any]) -> Parted:
    """Return what of a station's copies, the rows `known`, has parted; `side` is its row, `head` the copy that brought the last change.

    A new computer waits as long as no copy of it leads or goes on from the county's lines. A computer that was replaced before it
    brought anything is in neither: no file of it is read any more.
    """
    chains = {one.copy: {key["sign_key"] for key in json.loads(one.keys)} for one in known if not one.retired}
    away = {one.copy for one in known if one.forked_at is not None and one.copy in chains}
    renewed = {copy for copy, keys in chains.items() if side.sign_key in keys}
    waiting = renewed if head not in renewed and renewed <= away else set[str]()
    first = next((key["sign_key"] for key in json.loads(side.keys or "[]")), side.sign_key)
    signing = {copy for copy, keys in chains.items() if not keys or keys & {first, side.old_sign_key}}
    return Parted(frozenset((away & signing) - waiting), frozenset(waiting))


def all_parted(desk: CountyDesk) -> Mapping[str, Parted]:
    """Return station → what of it has parted."""
    with desk.database.reading() as session:
        sides = session.connection().execute(select(peer)).all()
    with transaction(desk.ledger) as connection:
        heads = {row.station: row.head for row in connection.execute(select(station_state.c.station, station_state.c.head))}
        away = stations_parted(connection)
        known = connection.execute(select(station_copy).where(station_copy.c.station.in_(away))).all()
    return {
        side.code: parted(side, heads.get(side.code, ""), [one for one in known if one.station == side.code])
        for side in sides
        if side.code in away
    }


def stations_parted(connection: Connection) -> set[str]:
    """Return the stations of which any copy is marked as parted."""
    return set(connection.execute(select(station_copy.c.station).where(station_copy.c.forked_at.is_not(None))).scalars())
