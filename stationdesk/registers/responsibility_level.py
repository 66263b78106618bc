"""A level of responsibility (包保): its number, what it is called, and who needs somebody there; as many as the county has."""

from __future__ import annotations

import json
from functools import cache
from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Draft, coded, coded_list, listed
from stationdesk.registers.record import Record, Road, one_of_a_kind
from stationdesk.settings import resource

HIGHEST = 9
"""Levels there may be."""


class ResponsibilityLevelDraft(Draft):
    """A level before it is kept; 1 is the highest."""

    number: int = Field(ge=1, le=HIGHEST, title=N_("Level"))
    label: str = Field(max_length=20, min_length=1, title=N_("Name of the level"))
    org_level: CodeText | None = coded("org_level", title=N_("Level of the organisation"))
    grades: tuple[str, ...] = listed(title=N_("For these grades"))
    """Codes of the grade scheme."""
    categories: tuple[CodeText, ...] = coded_list("resident_category", title=N_("For these categories"))

    def needed_by(self, grade: str, categories: tuple[str, ...]) -> bool:
        """Tell whether somebody of this grade and these categories needs a name at this level."""
        return grade in self.grades or any(one in self.categories for one in categories)


class ResponsibilityLevel(Record, ResponsibilityLevelDraft, table=True):
    """A level as it is kept."""

    __tablename__ = "responsibility_level"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING


@cache
def ready_levels() -> tuple[ResponsibilityLevelDraft, ...]:
    """Return the levels that ship (县、镇、村); they hold until the station keeps its own."""
    rows = json.loads(resource("codes/project.json").read_text(encoding="utf-8"))["levels"]
    return tuple(ResponsibilityLevelDraft.model_validate(row) for row in rows)
