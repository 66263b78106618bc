"""A visit sheet that was printed: whom it lists in which order, and which of its lines were not visited (走访单)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Day, Draft, day, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind, still_there


class SheetStop(Value):
    """One line of a sheet: the three characters printed beside the person, and who it is."""

    code: str
    resident_id: str
    """As it was when the sheet was printed; whoever was merged since is followed by `merged_into`."""
    extra: bool = False
    """Met on the way and added while the sheet was typed back; not on the paper."""


class VisitSheetDraft(Draft):
    """A visit sheet before it is kept.

    What was entered for a line is a visit whose `visit_no` is `NUMBER-CODE`; the sheet itself only says who was not visited.
    """

    number: str = Field(max_length=32, title=N_("Sheet number"))
    title: str | None = words(160, title=N_("Whom the sheet is for"))
    printed_on: Day = Field(max_length=10, title=N_("Printed on"))
    printed_by: str | None = words(72, title=N_("Printed by"))
    visitors: tuple[str, ...] = listed(title=N_("Who went"))
    visited_on: Day | None = day(title=N_("Day of the visit"))
    stops: tuple[SheetStop, ...] = listed(SheetStop, title=N_("Lines of the sheet"))
    passed: tuple[str, ...] = listed(title=N_("Not visited"))
    """Codes of the lines whose people were not visited; they stay due."""
    finished_on: Day | None = day(title=N_("Typed back on"))
    remark: str | None = words(500, title=N_("Remark"))


class VisitSheet(Record, VisitSheetDraft, table=True):
    """A visit sheet as it is kept.

    It travels though the county has no use for it: what an operator does here can be undone, and undoing lives on the journal.
    """

    __tablename__ = "visit_sheet"
    __table_args__ = (*one_of_a_kind(), still_there("visit_sheet_number", "number"), still_there("visit_sheet_open", "finished_on"))
    road: ClassVar[Road] = Road.TRAVELLING


def line_number(number: str, code: str) -> str:
    """Return what the visit of a line is numbered with."""
    return f"{number}-{code}"
