"""What a county should look into: stations gone quiet, people in two stations, records set aside, journals with two versions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, held, station_copy, transaction
from stationdesk.county.parted import all_parted
from stationdesk.registers.mask import masked_id_no
from stationdesk.registers.resident import GONE
from stationdesk.store.clock import local_day
from stationdesk.store.tables import peer

QUIET_DAYS = 35
"""Days without a package after which a station counts as quiet, unless the county says otherwise: a station reports every month."""


@dataclass(frozen=True)
class Place:
    """A station as lists name it."""

    code: str
    name: str
    town: str


@dataclass(frozen=True)
class Quiet:
    """A station that has not been heard for some time."""

    station: Place
    heard_on: str
    """The day its last package that counted was taken, or empty: never."""
    days: int | None
    """Days since then; None where it was never heard."""
    months_missed: int | None
    """Whole months since then in which nothing came."""


@dataclass(frozen=True)
class Twice:
    """One ID number that more than one station has in its register."""

    id_no: str
    """Covered as everywhere: the six digits of the county and the last four."""
    stations: tuple[Place, ...]
    records: tuple[str, ...]
    """The records' ids, in the order of `stations`: by them either station finds its own."""


@dataclass(frozen=True)
class Aside:
    """A record of a station that is not in the tables, and why."""

    station: Place
    kind: str
    id: str
    reason: str
    since_change: int


@dataclass(frozen=True)
class Fork:
    """A copy of a station's desk whose journal is not the one the county has."""

    station: Place
    copy: str
    common: int
    """The last change that both have."""
    heard_on: str
    retired: bool


@dataclass(frozen=True)
class Report:
    """Everything at once."""

    quiet: tuple[Quiet, ...]
    twice: tuple[Twice, ...]
    aside: tuple[Aside, ...]
    forks: tuple[Fork, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look into."""
        return not (self.quiet or self.twice or self.aside or self.forks)


def report(desk: CountyDesk, on: date, days: int = QUIET_DAYS) -> Report:
    """Return what is to be looked into on day `on`."""
    return Report(tuple(quiet_stations(desk, on, days)), tuple(people_twice(desk)), tuple(records_aside(desk)), tuple(forks(desk)))


def places_of(desk: CountyDesk) -> dict[str, Place]:
    """Return the county's stations by code, in the order of towns and names."""
    with desk.database.reading() as session:
        rows = session.connection().execute(select(peer.c.code, peer.c.name, peer.c.town).order_by(peer.c.town, peer.c.name))
        return {row.code: Place(row.code, row.name, row.town) for row in rows}


def day_of(at: str) -> date:
    """Return the day it was in the county at a kept time."""
    return local_day(datetime.fromisoformat(at))


def quiet_stations(desk: CountyDesk, on: date, days: int = QUIET_DAYS) -> list[Quiet]:
    """Return the stations of which nothing was heard for more than `days` days, those never heard first, then the longest."""
    asked = select(station_copy.c.station, func.max(station_copy.c.heard_at)).group_by(station_copy.c.station)
    with transaction(desk.ledger) as connection:
        heard = {station: at for station, at in connection.execute(asked) if at}
    found = []
    for code, place in places_of(desk).items():
        if code not in heard:
            found.append(Quiet(place, "", None, None))
            continue
        day = day_of(heard[code])
        if (on - day).days > days:
            months = 12 * (on.year - day.year) + on.month - day.month - 1
            found.append(Quiet(place, day.isoformat(), (on - day).days, max(0, months)))
    return sorted(found, key=lambda one: one.heard_on)


def people_twice(desk: CountyDesk) -> list[Twice]:
    """Return the ID numbers that more than one station has in its register; who moved away, died or was merged does not count."""
    table = STATION_TABLES["resident"]
    there = (
        table.c.removed_at.is_(None)
        & table.c.merged_into.is_(None)
        & func.coalesce(table.c.residency_status, "living").not_in(sorted(GONE))
        & (table.c.id_no != "")
    )
    several = select(table.c.id_no).where(there).group_by(table.c.id_no).having(func.count(table.c.station.distinct()) > 1)
    asked = select(table.c.id_no, table.c.station, table.c.id).where(there, table.c.id_no.in_(several))
    places, found = places_of(desk), defaultdict[str, list[tuple[str, str]]](list)
    with transaction(desk.ledger) as connection:
        for number, station, record in connection.execute(asked.order_by(table.c.id_no, table.c.station, table.c.id)):
            found[number].append((station, record))
    return [
        Twice(
            masked_id_no(number),
            tuple(places.get(station, Place(station, "", "")) for station, _record in where),
            tuple(record for _station, record in where),
        )
        for number, where in found.items()
    ]


def records_aside(desk: CountyDesk) -> list[Aside]:
    """Return the records that are not in the tables, by station, with their reasons."""
    places = places_of(desk)
    with transaction(desk.ledger) as connection:
        asked = select(held).where(~held.c.removed).order_by(held.c.station, held.c.since_seq, held.c.kind, held.c.id)
        rows = connection.execute(asked).all()
    return [Aside(places.get(row.station, Place(row.station, "", "")), row.kind, row.id, row.reason, row.since_seq) for row in rows]


def forks(desk: CountyDesk) -> list[Fork]:
    """Return the copies of stations' desks that went another way than what the county has; a new computer that waits is none."""
    places, away = places_of(desk), all_parted(desk)
    asked = select(station_copy).where(station_copy.c.forked_at.is_not(None)).order_by(station_copy.c.station, station_copy.c.copy)
    with transaction(desk.ledger) as connection:
        rows = connection.execute(asked).all()
    return [
        Fork(
            places.get(row.station, Place(row.station, "", "")),
            row.copy,
            row.forked_at,
            day_of(row.heard_at).isoformat() if row.heard_at else "",
            row.retired,
        )
        for row in rows
        if row.retired or row.station not in away or row.copy in away[row.station].other
    ]
