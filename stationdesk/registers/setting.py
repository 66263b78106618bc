"""A setting of this desk: a name and a JSON value."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from pydantic import field_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Draft
from stationdesk.registers.record import Record, Road, one_of_a_kind


class SettingDraft(Draft):
    """A setting before it is kept."""

    name: str = Field(title=N_("Setting"), max_length=80, index=True)
    value: str = Field(default="null", title=N_("Value"), max_length=1_000_000)
    """JSON text; `read` gives what it says."""

    @field_validator("value")
    @classmethod
    def _is_json(cls, value: str) -> str:
        json.loads(value)
        return value

    def read(self) -> Any:
        """Return what the setting says."""
        return json.loads(self.value)


class Setting(Record, SettingDraft, table=True):
    """A setting as it is kept; settings stay on this desk."""

    __tablename__ = "setting"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.LOCAL
