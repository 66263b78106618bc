"""要核对: what two branches of one journal said differently, or may have said twice; nothing is decided silently."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, Stamp, TextMap, coded, day, mapped, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class RecheckDraft(Draft):
    """One thing to be looked at again. `mine` and `theirs` are {"value": …} of a field, or {"fields": {…}} of a whole record.

    `mine` is what this computer had written, `theirs` what the county had received before and what stands now.
    """

    record_kind: str = Field(max_length=64, title=N_("Kind of record"))
    record_id: str = Field(max_length=36, title=N_("Record"), index=True)
    field: str | None = words(80, title=N_("Field"))
    cause: CodeText = Field(max_length=40, title=N_("Why to be checked"), schema_extra={"json_schema_extra": {"codes": "recheck_cause"}})
    other_id: str | None = Field(default=None, max_length=36, title=N_("Other record"))
    reason: str | None = words(500, title=N_("Reason"))
    mine: TextMap = mapped(title=N_("Written here"))
    theirs: TextMap = mapped(title=N_("At the county"))
    mine_by: str | None = words(72, title=N_("Written here by"))
    mine_at: Stamp | None = Field(default=None, max_length=32, title=N_("Written here at"))
    theirs_by: str | None = words(72, title=N_("Reported by|recheck"))
    theirs_at: Stamp | None = Field(default=None, max_length=32, title=N_("Reported at"))
    settled_on: Day | None = day(title=N_("Settled on"))
    settled_by: str | None = words(72, title=N_("Settled by"))
    settled_how: CodeText | None = coded("recheck_answer", title=N_("Settled how"))
    kept_here: TextMap = mapped(title=N_("Written here and stays here"))
    """Id of a record that was not put back → the fields of it that never travel: they stand nowhere else."""


class Recheck(Record, RecheckDraft, table=True):
    """One thing to be looked at again, as it is kept: it travels, so that a replaced computer goes on with the same list.

    What stays at home of a record that was not put back stays at home here too.
    """

    __tablename__ = "recheck"
    __table_args__ = (*one_of_a_kind(), still_there("recheck_open", "settled_on", "author", "removed_at"))
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"kept_here"})
