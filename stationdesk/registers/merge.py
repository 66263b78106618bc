"""Two records of one person made one: which records moved and which values changed, so that it can be taken apart at any time."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class Moved(Value):
    """One field of some records of a register that a merge set from `before` to `after` (as the database keeps them)."""

    kind: str
    field: str
    ids: tuple[str, ...]
    before: Any = None
    after: Any = None


class MergeDraft(Draft):
    """A merge before it is kept."""

    winner_resident_id: str = Field(title=N_("Kept resident"), max_length=36, index=True)
    loser_resident_id: str = Field(title=N_("Resident merged into the other"), max_length=36, index=True)
    merged_on: Day = Field(title=N_("Merged on"), max_length=10)
    merged_by: str | None = words(72, title=N_("Merged by"))
    reasons: tuple[str, ...] = listed(title=N_("Why one person"))
    """Codes of `services.weights`."""
    moved: tuple[Moved, ...] = listed(Moved, title=N_("What was moved"))
    moved_at_home: tuple[Moved, ...] = listed(Moved, title=N_("What was moved and stays here"))
    apart_on: Day | None = day(title=N_("Taken apart on"))
    apart_by: str | None = words(72, title=N_("Taken apart by"))


class Merge(Record, MergeDraft, table=True):
    """A merge as it is kept."""

    __tablename__ = "merge"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"moved_at_home"})
