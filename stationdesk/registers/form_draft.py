"""What an operator has typed into a form and not saved yet, so that neither a lock nor a crash loses it."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Draft, Stamp, TextMap, mapped, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class FormDraftDraft(Draft):
    """A half-filled form before it is kept."""

    operator: str = Field(title=N_("Operator"), max_length=72, index=True)
    form: str = Field(title=N_("Form"), max_length=40)
    about: str | None = words(80, title=N_("About"))
    """Id of the record the form is about; none for a new one."""
    typed: TextMap = mapped(title=N_("What was typed"))
    at: Stamp = Field(title=N_("When"), max_length=32)


class FormDraft(Record, FormDraftDraft, table=True):
    """A half-filled form as it is kept; it stays on this desk."""

    __tablename__ = "form_draft"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.LOCAL
