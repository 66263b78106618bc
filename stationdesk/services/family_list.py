"""Rows of the list of families: whose home it is, who brings the children up, where, how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.contacts import chunks
from stationdesk.services.family_roll import FamilyRoll, WantedHomes
from stationdesk.services.finding import MOST, find
from stationdesk.services.kin_words import brings_up
from stationdesk.services.shown_person import details_of
from stationdesk.store.database import author_of

_HOMES = "SELECT id, head_id, head_name, address FROM household WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL"
_HEADS = (
    "SELECT household_id, id, relation_to_head, current_address FROM resident "
    "WHERE household_id IN ({marks}) AND author = ? AND removed_at IS NULL AND merged_into IS NULL "
    "ORDER BY relation_to_head IN ('head', 'self') DESC, ifnull(residency_status, '') IN ('deceased', 'moved_out'), birth_date, key"
)


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One household as the list shows it to the operator who asked."""

    id: str
    title: str
    note: str
    """Who brings the children up, or what is wrong."""
    tone: str
    place: str
    """Group, house, how many people."""

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        return "，".join(part for part in (self.title, self.note, self.place) if part)


def family_rows(
    session: Session, roll: FamilyRoll, ids: Sequence[str], on: date, *, may_see_children: bool = False
) -> dict[str, FamilyRow]:
    """Return the rows of the households `ids`; one that is gone meanwhile is missing."""
    found: dict[str, FamilyRow] = {}
    ask = session.connection().exec_driver_sql
    for some in chunks(list(ids)):
        marks, given = ",".join("?" * len(some)), (*some, author_of(session))
        homes = {row[0]: row for row in ask(_HOMES.format(marks=marks), given)}
        first: dict[str, tuple[str, str | None]] = {}
        for home, resident, _relation, address in ask(_HEADS.format(marks=marks), given):
            first.setdefault(home, (resident, address))
        heads = {home: row[1] or first.get(home, ("", None))[0] for home, row in homes.items()}
        people = details_of(session, [one for one in heads.values() if one])
        for home, (_id, _head, head_name, address) in homes.items():
            person, line = people.get(heads[home] or ""), roll.line(home)
            name = person.shown(on) if person else head_name or ""
            title = home_title(name)
            house = address or first.get(home, ("", None))[1] or ""
            place = [(line.group if line else ""), house_words(house, line.group if line else "")]
            size = _("{count} people|home").format(count=line.size if line else 0)
            note, tone = _note(roll, home, may_see_children=may_see_children)
            found[home] = FamilyRow(home, title, note, tone, "，".join(filter(None, (" ".join(filter(None, place)), size))))
    return found


def house_words(address: str, group: str) -> str:
    """Return an address without the village and the group, which are said before it: 桃源村1组52号 → 52号."""
    return (address.partition(group)[2] if group and group in address else address).strip()


def home_title(name: str) -> str:
    """Return what a household is called: 方根水家."""
    return _("{name}'s home").format(name=name) if name else _("A home without a head")


def _note(roll: FamilyRoll, home: str, *, may_see_children: bool) -> tuple[str, str]:
    line = roll.line(home)
    if line is None:
        return "", ""
    if "no_head" in line.flags:
        return _("no head"), "soon"
    if not may_see_children:
        return "", ""
    if "child_head" in line.flags:
        return _("a child is the head"), "soon"
    if "carer_failing" in line.flags:
        return _("carer not there"), "soon"
    if "both_away" in line.flags and not line.carers:
        return _("nobody looks after them"), "soon"
    return brings_up(line.carers), ""


def homes_meant(session: Session, roll: FamilyRoll, typed: str, on: date, *, may_see_children: bool = False) -> frozenset[str]:
    """Return the households that `typed` may mean: by the head or any member as people are found, by group, by the number."""
    ids = [one.id for one in find(session, typed, MOST)]
    found = roll.by_number(typed.strip())
    people = details_of(session, ids)
    allowed = [one for one in ids if one in people and (may_see_children or not people[one].is_child(on))]
    for some in chunks(allowed):
        sql = f"SELECT household_id FROM resident WHERE id IN ({','.join('?' * len(some))}) AND household_id IS NOT NULL"  # noqa: S608
        found |= {str(home) for home in session.connection().exec_driver_sql(sql, tuple(some)).scalars()}
    return frozenset(found)


__all__ = ["FamilyRow", "WantedHomes", "family_rows", "home_title", "homes_meant"]
