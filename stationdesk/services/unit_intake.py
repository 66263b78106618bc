"""A list of units on its way in: what each row of it becomes, shown first, then all of it in one action or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.division import kinds_disagree, whole_code
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.services.unit_tree import Tree, Unit, name_key, tree
from stationdesk.services.units import STATIONS, add_town, completed, fresh_unit, is_leaf, move_fields, same_unit, with_changes
from stationdesk.store.database import author_of

FILLED = ("unit_kind", "region_code", "household_count", "resident_count", "has_station", "has_call_room", "call_room_opened_on")
"""Fields a list may complete or correct in a unit that is there."""
_SEEN = {"unit_kind": "kind", "region_code": "code", "household_count": "households", "resident_count": "residents"}
"""What such a field is called in the tree, where it is called otherwise."""


class Becomes(StrEnum):
    """What a row becomes."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    COUNTYS = "countys"
    """The county's unit, which cannot be changed here."""
    TWICE = "twice"
    """A row above speaks of the same unit."""


@dataclass(frozen=True)
class UnitRow:
    """One row of a list as it was read; `doubts` are sentences about cells that could not be taken as they are."""

    sheet: str
    row: int
    draft: OrgUnitDraft
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A row and what it becomes; `changes` are the fields of the unit `unit_id` that would move."""

    read: UnitRow
    becomes: Becomes
    unit_id: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitPlan:
    """What a list would bring."""

    rows: tuple[Planned, ...]
    skipped: int
    """Rows passed over: titles, sums, repeated headings."""

    def count(self, becomes: Becomes) -> int:
        """Return how many rows become this."""
        return Counter(one.becomes for one in self.rows)[becomes]

    @property
    def moves(self) -> int:
        """How many rows change anything."""
        return self.count(Becomes.NEW) + self.count(Becomes.CHANGED)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return every doubt with the row it is about."""
        return tuple(
            _("{sheet}, row {row}, {name}: {doubt}").format(sheet=one.read.sheet, row=one.read.row, name=one.read.draft.name, doubt=doubt)
            for one in self.rows
            for doubt in one.read.doubts
        )

    @property
    def summary(self) -> str:
        """The plan in one sentence."""
        said = {
            Becomes.NEW: _("{count} new"),
            Becomes.CHANGED: _("{count} completed or corrected"),
            Becomes.SAME: _("{count} known already"),
            Becomes.COUNTYS: _("{count} the county's, left as they are"),
            Becomes.TWICE: _("{count} twice in the list"),
        }
        parts = [words.format(count=self.count(one)) for one, words in said.items() if self.count(one)]
        return _("{rows} rows: {parts}.").format(rows=len(self.rows), parts=_(", |figures").join(parts))


def plan_units(session: Session, rows: Sequence[UnitRow], skipped: int, on: str) -> UnitPlan:
    """Return what the rows of a list would become."""
    there = tree(session)
    planned: list[Planned] = []
    codes: set[str] = set()
    names: dict[tuple[str, str], str | None] = {}
    for read in rows:
        draft = completed(read.draft)
        name, code = name_key(draft.town if is_leaf(draft) else None, draft.name), whole_code(draft.region_code)
        if code in codes or (name in names and (code is None or names[name] is None)):
            planned.append(Planned(read, Becomes.TWICE))
            continue
        names.setdefault(name, code)
        codes |= {code} if code else set()
        planned.append(_planned(there, read, draft, on))
    return UnitPlan(tuple(planned), skipped)


def _planned(there: Tree, read: UnitRow, draft: OrgUnitDraft, on: str) -> Planned:
    doubts = read.doubts
    if kinds_disagree(draft.name, draft.region_code, draft.unit_kind):
        doubts = (*doubts, _("name, code and kind do not agree on village or community"))
    read = UnitRow(read.sheet, read.row, draft, doubts)
    unit = same_unit(there, draft, on)
    if unit is None:
        return Planned(read, Becomes.NEW)
    changes = _changes(unit, draft)
    if not changes:
        return Planned(read, Becomes.SAME, unit.id)
    may = changes if unit.own_id == unit.id else {name: value for name, value in changes.items() if name in STATIONS and unit.own_id}
    return Planned(read, Becomes.CHANGED if may else Becomes.COUNTYS, unit.id, may)


def _changes(unit: Unit, draft: OrgUnitDraft) -> dict[str, Any]:
    """Return the fields a list says otherwise than the unit; an empty cell says nothing."""
    said = {name: getattr(draft, name) for name in FILLED}
    changes = {name: value for name, value in said.items() if value is not None and value != getattr(unit, _SEEN.get(name, name))}
    if draft.remark and draft.remark not in unit.remark:
        changes["remark"] = f"{unit.remark}\n{draft.remark}".strip()[:2000]
    return changes


def take_units(session: Session, plan: UnitPlan) -> int:
    """Carry a plan out in the action that is open; returns how many units were added or completed.

    The plan must be made in the same action, so that nobody wrote the same units meanwhile.
    """
    there = tree(session)
    mine = select(OrgUnit).where(OrgUnit.author == author_of(session), col(OrgUnit.removed_at).is_(None))
    kept = {one.id: one for one in session.exec(mine).all()}
    for one in plan.rows:
        if one.becomes is Becomes.NEW:
            session.add(fresh_unit(session, one.read.draft))
        elif one.becomes is Becomes.CHANGED:
            record = kept[str(there.by_id[one.unit_id].own_id)]
            move_fields(record, with_changes(record, one.changes))
    session.flush()
    for town in sorted({one.read.draft.town for one in plan.rows if one.becomes is Becomes.NEW and one.read.draft.town}):
        add_town(session, town)
    return plan.moves
