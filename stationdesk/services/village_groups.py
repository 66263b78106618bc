"""The groups (村民小组) of the own village with who lives in them; one renamed or merged takes everybody and everything along."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.household import Household
from stationdesk.registers.place import Place
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.station import Grid
from stationdesk.services.stations import change_station, own_station
from stationdesk.store.database import author_of

LONGEST = 40


class UnusableGroup(DeskError):
    """A group cannot be called so."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the list shows it."""

    name: str
    people: int
    """Residents who have not died nor moved away."""
    households: int
    grid: str
    """Name of the grid it belongs to."""
    listed: bool
    """Stands in the station's list; else somebody was only written down under this name."""


def groups(session: Session) -> tuple[Group, ...]:
    """Return the station's groups in their order, then those that only stand at people or households. Raises NoStation."""
    station = own_station(session)
    people, homes = _people(session), _homes(session)
    names = [*station.village_groups, *sorted((set(people) | set(homes)) - set(station.village_groups))]
    return tuple(
        Group(name, people[name], homes[name], _grid_name(station.grid_of(name)), name in station.village_groups) for name in names
    )


def _grid_name(grid: Grid | None) -> str:
    return (grid.name or grid.code) if grid else ""


def _people(session: Session) -> Counter[str]:
    there = (Resident.author == author_of(session), col(Resident.removed_at).is_(None), col(Resident.village_group).is_not(None))
    alive = (col(Resident.closed_on).is_(None), func.coalesce(Resident.residency_status, "").not_in(GONE))
    rows = session.exec(select(Resident.village_group, func.count()).where(*there, *alive).group_by(col(Resident.village_group)))
    return Counter({str(name): number for name, number in rows})


def _homes(session: Session) -> Counter[str]:
    there = (Household.author == author_of(session), col(Household.removed_at).is_(None), col(Household.village_group).is_not(None))
    still = (col(Household.merged_into).is_(None), col(Household.moved_out_on).is_(None))
    rows = session.exec(select(Household.village_group, func.count()).where(*there, *still).group_by(col(Household.village_group)))
    return Counter({str(name): number for name, number in rows})


def rename_group(session: Session, old: str, new: str) -> int:
    """Call a group otherwise everywhere: people, households, grids, who is served; returns how many people were moved.

    If the new name is another group's already, the two become one. Who has died or moved away goes along, that his record says
    the same. Raises UnusableGroup, NoStation.
    """
    new = " ".join(new.split())
    if not new or len(new) > LONGEST or new == old:
        raise UnusableGroup(_("A village group needs another name, of at most {count} characters.").format(count=LONGEST))
    station = own_station(session)
    kept = tuple(dict.fromkeys(new if name == old else name for name in station.village_groups))
    grids = tuple(_regrouped(grid, old, new, station.grid_of(new)) for grid in station.grids)
    change_station(session, {"village_groups": kept, "grids": grids})
    register: Any
    moved = 0
    for register in (Household, Resident):
        mine = select(register).where(register.author == author_of(session), register.village_group == old, register.removed_at.is_(None))
        found = session.exec(mine).all()
        for record in found:
            record.village_group = new
        moved = len(found)
    places = select(Place).where(Place.author == author_of(session), col(Place.removed_at).is_(None))
    for place in session.exec(places).all():
        if old in place.groups_served:
            place.groups_served = tuple(dict.fromkeys(new if name == old else name for name in place.groups_served))
    session.flush()
    return moved


def _regrouped(grid: Grid, old: str, new: str, of_new: Grid | None) -> Grid:
    """Return a grid after a group took another name; a merged group stays in the grid its new name has already."""
    if old not in grid.groups:
        return grid
    taken = of_new is not None and new in of_new.groups
    names = (new if name == old else name for name in grid.groups if name != old or not taken)
    return grid.model_copy(update={"groups": tuple(dict.fromkeys(names))})
