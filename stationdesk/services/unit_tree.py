"""The units of a county as one sees them: each once, whoever wrote it down, by town, and what became of those that merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.code import table
from stationdesk.registers.division import ABOVE, LEAVES, TOWNS, guessed_kind, kinds_disagree, short_name, whole_code
from stationdesk.registers.field import plain_key
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.station import Station
from stationdesk.store.database import author_of

LAST = 10**9
"""The place of a unit that was given none."""


@dataclass(frozen=True)
class Unit:
    """A unit, once: what the county says of it and what the station there says of its own village are one."""

    id: str
    name: str
    kind: str | None
    """A code of the table unit_kind: as written down, else as name or code have it."""
    doubtful: bool
    """Name, code and kind speak of different kinds of unit."""
    town: str
    code: str | None
    own_id: str | None
    """The record this desk wrote about it and may change."""
    order: int
    opened_on: str | None = None
    closed_on: str | None = None
    succeeded_by: str | None = None
    stations: frozenset[str] = frozenset()
    """Codes under which a station of this unit writes its records."""
    has_station: bool | None = None
    station_opened_on: str | None = None
    has_call_room: bool | None = None
    call_room_opened_on: str | None = None
    households: int | None = None
    residents: int | None = None
    remark: str = ""

    @property
    def leaf(self) -> bool:
        """Whether it is a village, a community or their like: what coverage is counted in."""
        return self.kind not in TOWNS and self.kind not in ABOVE

    @property
    def kind_word(self) -> str:
        """The kind in words, empty where none is known."""
        return table("unit_kind").label(self.kind)

    def stands_on(self, on: str) -> bool:
        """Tell whether the unit exists on day `on`, and so belongs to a denominator."""
        return (self.opened_on is None or self.opened_on <= on) and (self.closed_on is None or on < self.closed_on)


@dataclass(frozen=True)
class Tree:
    """Every unit there is, in the order of lists: by town, towns before their villages, then as the county orders them."""

    units: tuple[Unit, ...]
    same: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of records that speak of a unit which another record stands for."""
    former: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Codes a unit had before its present one, and its id."""

    @cached_property
    def by_id(self) -> Mapping[str, Unit]:
        """Return the units by the id of any record that speaks of them."""
        whole = {one.id: one for one in self.units}
        return MappingProxyType(whole | {other: whole[id_] for other, id_ in self.same.items()})

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """Return the units by the twelve digits of their code; of several, the one that has not ended."""
        having = sorted((one for one in self.units if one.code), key=lambda one: one.closed_on is None)
        return MappingProxyType({whole_code(one.code) or str(one.code): one for one in having})

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str], tuple[Unit, ...]]:
        """Return villages by town and name, and towns by no town and their name."""
        found: dict[tuple[str, str], tuple[Unit, ...]] = {}
        for one in self.units:
            key = name_key(one.town if one.leaf else None, one.name)
            found[key] = (*found.get(key, ()), one)
        return MappingProxyType(found)

    def standing(self, on: str) -> tuple[Unit, ...]:
        """Return the villages and communities that exist on day `on`."""
        return tuple(one for one in self.units if one.leaf and one.stands_on(on))

    def counts_for(self, unit: Unit, on: str) -> Unit | None:
        """Return the unit that stands for `unit` on day `on`: itself, or what it was merged into by then; None if it is gone."""
        seen: set[str] = set()
        while not (unit.stands_on(on) and unit.leaf):
            after = self.by_id.get(unit.succeeded_by or "")
            if after is None or unit.id in seen or unit.closed_on is None or on < unit.closed_on:
                return None
            seen.add(unit.id)
            unit = after
        return unit

    def at_code(self, code: str) -> Unit | None:
        """Return the unit of a division code, followed from a retired code to where it went; None if nobody has or had it."""
        wanted = whole_code(code) or code
        found = self.by_code.get(wanted) or self.by_id.get(self.former.get(wanted, ""))
        seen: set[str] = set()
        while found is not None and found.closed_on and found.succeeded_by and found.id not in seen:
            seen.add(found.id)
            found = self.by_id.get(found.succeeded_by) or found
        return found


def name_key(town: str | None, name: str) -> tuple[str, str]:
    """Return what a unit is known by where it has no code: its town and its name without what its station is called."""
    return plain_key(town or ""), short_name(name)


def tree(session: Session) -> Tree:
    """Return every unit this desk knows: the county's, completed by those it wrote itself."""
    home = author_of(session)
    units = session.exec(select(OrgUnit).where(col(OrgUnit.removed_at).is_(None)).order_by(col(OrgUnit.key))).all()
    stations = session.exec(select(Station).where(col(Station.removed_at).is_(None))).all()
    received, mine = [one for one in units if one.author != home], [one for one in units if one.author == home]
    if not received:
        return grown(mine, (), own={one.id for one in mine}, stations=stations)
    return grown(received, mine, own={one.id for one in mine}, stations=stations)


def grown(first: Iterable[Any], others: Iterable[Any], *, own: set[str], stations: Iterable[Any]) -> Tree:
    """Return the tree of the records `first`, completed by `others`: one that speaks of a unit already there joins it.

    `own` are the ids of records this desk wrote; `stations` tell who writes which unit's record, and since when they work.
    """
    first, others = list(first), list(others)
    voices = {one.org_unit_id: one for one in stations if one.org_unit_id}
    names = {one.id: one.name for one in (*first, *others)}
    found: dict[str, Unit] = {}
    keys: dict[tuple[str, str], str] = {}
    same: dict[str, str] = {}
    former: dict[str, str] = {}
    for count, one in enumerate((*first, *others)):
        read = _read(one, names, own, voices.get(one.id))
        joining = count >= len(first)
        there = next((keys[key] for key in _keys(read) if key in keys), one.id if one.id in found else None) if joining else None
        if there is not None:
            found[there], same[one.id] = _joined(found[there], read), there
        else:
            found[one.id] = read
            for key in _keys(read):
                if key not in keys or found[keys[key]].closed_on:
                    keys[key] = one.id
        for code in one.former_codes or ():
            former.setdefault(whole_code(code) or code, there or one.id)
    towns = {one.town: one.order for one in found.values() if one.kind in TOWNS}
    units = sorted(found.values(), key=lambda one: (towns.get(one.town, LAST), one.town, one.leaf, one.order, one.code or "~", one.name))
    return Tree(tuple(units), MappingProxyType(same), MappingProxyType(former))


def _read(one: Any, names: Mapping[str, str], own: set[str], station: Any) -> Unit:
    kind = one.unit_kind or guessed_kind(one.name, one.region_code)
    town = one.town or names.get(one.town_id or "") or (names.get(one.parent_id or "") if kind in LEAVES else None) or ""
    return Unit(
        id=one.id,
        name=one.name,
        kind=kind,
        doubtful=kinds_disagree(one.name, one.region_code, one.unit_kind),
        town=one.name if kind in TOWNS else town,
        code=one.region_code,
        own_id=one.id if one.id in own else None,
        order=one.sort_order if one.sort_order is not None else LAST,
        opened_on=one.opened_on,
        closed_on=one.closed_on,
        succeeded_by=one.succeeded_by,
        stations=frozenset(code for code in (one.station_code, station.code if station else None) if code),
        has_station=True if station else one.has_station,
        station_opened_on=station.opened_on if station else None,
        has_call_room=one.has_call_room,
        call_room_opened_on=one.call_room_opened_on,
        households=one.household_count,
        residents=one.resident_count,
        remark=one.remark or "",
    )


def _keys(one: Unit) -> list[tuple[str, str]]:
    """Return what a unit is known by, the surest first: its station, its code, its name within its town."""
    codes = [("code", code) for code in sorted(one.stations)]
    codes += [("code", whole_code(one.code) or one.code)] if one.code else []
    return [*codes, name_key(one.town if one.leaf else None, one.name)]


def _joined(unit: Unit, own: Unit) -> Unit:
    """Return a unit of the county's completed by what the station there says of its own village; whether it exists the county says."""
    return replace(
        unit,
        kind=unit.kind or own.kind,
        code=unit.code or own.code,
        own_id=own.own_id or unit.own_id,
        order=min(unit.order, own.order),
        stations=unit.stations | own.stations,
        has_station=unit.has_station if own.has_station is None else own.has_station,
        station_opened_on=own.station_opened_on or unit.station_opened_on,
        has_call_room=unit.has_call_room if own.has_call_room is None else own.has_call_room,
        call_room_opened_on=own.call_room_opened_on or unit.call_room_opened_on,
        households=unit.households if own.households is None else own.households,
        residents=unit.residents if own.residents is None else own.residents,
    )
