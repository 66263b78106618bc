"""A report the county wants regularly: which figures, counted over which time; the station's desk counts them from its records."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as ValueField
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class TemplateRow(Value):
    """One line of a report: which figure, and what the county calls it (nothing: as this program does)."""

    figure: Annotated[str, ValueField(min_length=1, max_length=60)]
    """A key of `services/figure_book`; one that this program does not know stays an empty line that says so."""
    label: Annotated[str, ValueField(max_length=80)] = ""


class ReportTemplateDraft(Draft):
    """A template before it is kept."""

    name: str = Field(min_length=1, max_length=80, title=N_("Name of the report"))
    period: CodeText = Field(max_length=40, title=N_("Time it covers"), schema_extra={"json_schema_extra": {"codes": "report_period"}})
    rows: tuple[TemplateRow, ...] = listed(TemplateRow, title=N_("Figures"))
    valid_from: Day | None = day(title=N_("Valid from"))
    valid_to: Day | None = day(title=N_("Valid to"))
    remark: str | None = words(500, title=N_("Remark"))


class ReportTemplate(Record, ReportTemplateDraft, table=True):
    """A template as it is kept; only the county writes one."""

    __tablename__ = "report_template"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
