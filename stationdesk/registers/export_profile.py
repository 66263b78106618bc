"""A form that goes out: who stands in it, which columns in which order and writing, what stands above and below."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import field_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Draft, coded_list, count, listed, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind

ROW_KINDS = ("resident", "household", "pairing", "visit", "wish")
"""What a row of a form can be."""
MOST_COLUMNS = 120


class FormColumn(Value):
    """A column: which fact (a path of `services/form_fields`), in which writing, under which heading of the receiver's."""

    path: str
    heading: str = ""
    group: str = ""
    """The heading above the heading, shared by the columns beside it: 父亲 over 姓名, 电话, 务工地."""
    style: str = ""
    """A style of the fact's kind (`registers/form_style`); empty: the first one."""
    text: str = ""
    """What stands in every row of a column whose path is `text`."""


class ExportProfileDraft(Draft):
    """A form before it is kept. Whether numbers are covered is no part of it: that is chosen anew, and logged, at every export."""

    title: str = Field(title=N_("Title"), max_length=120)
    row_kind: CodeText = Field(default="resident", max_length=40, title=N_("What a row is"))
    categories: tuple[CodeText, ...] = coded_list("resident_category", title=N_("Categories"))
    states: tuple[CodeText, ...] = coded_list("residency_status", title=N_("Residency"))
    """Empty: everybody who is cared for."""
    grades: tuple[CodeText, ...] = listed(title=N_("Grades"))
    village_groups: tuple[str, ...] = listed(title=N_("Village groups"))
    from_age: int | None = count(title=N_("From age"))
    to_age: int | None = count(title=N_("To age"))
    pairing_kinds: tuple[CodeText, ...] = coded_list("pairing_kind", title=N_("Kinds of pairing"))
    columns: tuple[FormColumn, ...] = listed(FormColumn, title=N_("Columns"))
    heads: tuple[str, ...] = listed(title=N_("Lines above the table"))
    """Texts with {station}, {day}, {operator}, {cut_off}, {count} in them."""
    feet: tuple[str, ...] = listed(title=N_("Lines below the table"))
    totals: bool = Field(default=False, title=N_("Line of totals"))
    per_group: bool = Field(default=False, title=N_("One sheet per village group"))
    layout: str | None = words(64, title=N_("Fingerprint of the county's form"))
    """Of a county's own form, filled cell by cell; the columns then stand in the form's own order."""
    template: str | None = words(200, title=N_("File of the county's form"))
    made_from: str | None = words(60, title=N_("Made from"))
    """The built-in form this one was copied from."""
    remark: str | None = words(500, title=N_("Remark"))

    @field_validator("row_kind")
    @classmethod
    def _is_a_row(cls, kind: str) -> str:
        if kind not in ROW_KINDS:
            raise ValueError(kind)
        return kind

    @field_validator("columns", mode="before")
    @classmethod
    def _not_too_many(cls, columns: Any) -> Any:
        if isinstance(columns, list | tuple) and len(columns) > MOST_COLUMNS:
            raise ValueError(f"more than {MOST_COLUMNS} columns")
        return columns


class ExportProfile(Record, ExportProfileDraft, table=True):
    """A form as it is kept.

    It travels: it names nobody, a replaced computer gets it back from the county, and only what is in the journal can be undone.
    """

    __tablename__ = "export_profile"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
