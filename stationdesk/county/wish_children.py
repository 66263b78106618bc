"""The children around the wishes of the stations, as the county has them: their names, schools and groups stand in nobody's wish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, or_, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.county.wishes import CHUNK, Key
from stationdesk.registers.resident import ADULT, may_be_under
from stationdesk.services.wish_children import Kids, born_since, kid_of

_OF_A_KID = (
    *("station", "id", "name", "nickname", "former_name", "alias", "school", "grade_class", "village_group", "hamlet", "household_id"),
    *("birth_date", "birth_precision", "birth_calendar"),
)


class KidsThere(NamedTuple):
    """What a wish is checked against beside its own person."""

    kids: Kids
    head: str | None = None
    """The head's name where it is a household's wish."""


@dataclass
class _Known:
    """What the county knows of who belongs to whom, by station and id."""

    kids: dict[Key, Row[Any]] = field(default_factory=dict)
    at_home: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Household → the children in it."""
    kin: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Resident → whoever is his kin or guardian, or he theirs."""
    home_of: dict[Key, str] = field(default_factory=dict)
    members: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    merged: dict[Key, str] = field(default_factory=dict)
    heads: dict[Key, str] = field(default_factory=dict)


def kids_of(desk: CountyDesk, keys: Sequence[Key], on: date) -> Mapping[Key, KidsThere]:
    """Return for some wishes (station and id) the children around them on day `on`."""
    wish, wanted = STATION_TABLES["wish"], set(keys)
    with transaction(desk.ledger) as connection:
        wishes = _read(
            connection, [wish.c.station, wish.c.id, wish.c.resident_id, wish.c.household_id], wish.c.id, {id_ for _at, id_ in keys}
        )
        wishes = [row for row in wishes if (row.station, row.id) in wanted]
        known = _known(connection, sorted({row.station for row in wishes}), wishes, on)
    names: dict[str, list[str]] = defaultdict(list)
    for (station, _id), row in known.kids.items():
        names[station].append(row.name)
    return {(row.station, row.id): _there(known, row, names[row.station]) for row in wishes}


def _there(known: _Known, wish: Row[Any], names: Sequence[str]) -> KidsThere:
    station, who, home = wish.station, wish.resident_id, wish.household_id
    homes = {home, known.merged.get((station, home), ""), known.home_of.get((station, who or ""), "")} - {None, ""}
    own = {who} if who else {one for each in homes for one in known.members[station, each]}
    near = {one for each in homes for one in known.at_home[station, each]} | {one for each in own for one in known.kin[station, each]}
    kids = [known.kids[station, one] for one in sorted(near - {who or ""}) if (station, one) in known.kids]
    return KidsThere(Kids(tuple(kid_of(one) for one in kids), tuple(names)), None if who else known.heads.get((station, home or "")))


def _known(connection: Connection, stations: Sequence[str], wishes: Sequence[Row[Any]], on: date) -> _Known:
    found, person = _Known(), STATION_TABLES["resident"].c
    born = or_(person.birth_date >= born_since(on), and_(person.birth_date.is_(None), or_(person.school != "", person.schooling != "")))
    for row in _read(connection, [person[name] for name in _OF_A_KID], person.station, stations, born):
        if may_be_under(ADULT, row.birth_date, row.birth_precision, row.birth_calendar, on.isoformat()) is not False:
            found.kids[row.station, row.id] = row
            found.at_home[row.station, row.household_id or ""].add(row.id)
    for kind, name in (("kin", "kin_resident_id"), ("guardian", "guardian_resident_id")):
        table = STATION_TABLES[kind].c
        for station, one, other in _read(
            connection, [table.station, table.resident_id, table[name]], table.station, stations, table[name] != ""
        ):
            found.kin[station, one].add(other)
            found.kin[station, other].add(one)
    people = {row.resident_id for row in wishes if row.resident_id}
    for station, one, home in _read(connection, [person.station, person.id, person.household_id], person.id, people):
        found.home_of[station, one] = home or ""
    _homes(connection, found, {row.household_id for row in wishes if row.household_id})
    return found


def _homes(connection: Connection, found: _Known, homes: set[str]) -> None:
    """Read of the households that wish what they were merged into, who is their head and who lives there."""
    home, person = STATION_TABLES["household"].c, STATION_TABLES["resident"].c
    rows = _read(connection, [home.station, home.id, home.merged_into, home.head_id, home.head_name], home.id, homes)
    heads = {row.head_id for row in rows if row.head_id}
    named = {(at, one): name for at, one, name in _read(connection, [person.station, person.id, person.name], person.id, heads)}
    for row in rows:
        found.heads[row.station, row.id] = named.get((row.station, row.head_id or "")) or row.head_name or ""
        if row.merged_into:
            found.merged[row.station, row.id] = row.merged_into
    lived = homes | set(found.merged.values())
    for station, one, at_home in _read(connection, [person.station, person.id, person.household_id], person.household_id, lived):
        found.members[station, at_home].add(one)


def _read(connection: Connection, columns: Sequence[Any], among: Any, ids: Iterable[str], *more: Any) -> list[Any]:
    """Return the rows whose `among` is one of `ids` and that were not taken back."""
    wanted, found = sorted(ids), list[Any]()
    for start in range(0, len(wanted), CHUNK):
        asked = select(*columns).where(among.in_(wanted[start : start + CHUNK]), among.table.c.removed_at.is_(None), *more)
        found += connection.execute(asked)
    return found
