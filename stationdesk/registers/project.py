"""A project of pairings (爱心妈妈, 百名团干结对守护…): whom it is for, who helps, how many, how often; data, because counties differ."""

from __future__ import annotations

import json
from functools import cache
from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, coded_list, count, day, listed, words
from stationdesk.registers.record import Record, Road, one_of_a_kind
from stationdesk.settings import resource


class ProjectDraft(Draft):
    """A project before it is kept; pairings name it by its name, as ledgers do."""

    name: str = Field(max_length=80, title=N_("Project"), index=True, min_length=1)
    lead_unit: str | None = words(120, title=N_("Leading unit"))
    kind: CodeText | None = coded("pairing_kind", title=N_("Kind of pairing"), default="pairing")
    mode: CodeText | None = coded("pairing_mode", title=N_("One to one or many"), default="one_to_many")
    most_per_helper: int | None = count(title=N_("People for one helper at most"))
    most_per_person: int | None = count(title=N_("Helpers for one person at most"))
    may_exceed: bool | None = Field(default=None, title=N_("More with a reason"))
    """Whether the numbers may be passed over where a reason is given."""
    categories: tuple[CodeText, ...] = coded_list("resident_category", title=N_("For these categories"))
    grades: tuple[str, ...] = listed(title=N_("For these grades"))
    """Codes of the grade scheme; with categories too, either is enough."""
    everybody: bool | None = Field(default=None, title=N_("Everybody it is for shall have a helper"))
    with_households: bool | None = Field(default=None, title=N_("Pairs with households"))
    helper_types: tuple[CodeText, ...] = coded_list("helper_type", title=N_("Helpers wanted"))
    contact_every_days: int | None = count(title=N_("Contact every … days"))
    home_visit_every_days: int | None = count(title=N_("Home visit every … days"))
    from_date: Day | None = day(title=N_("From"))
    to_date: Day | None = day(title=N_("To"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    def runs(self, on: str) -> bool:
        """Tell whether the project runs on day `on`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)

    def is_for(self, grade: str, categories: tuple[str, ...]) -> bool:
        """Tell whether it is for somebody of this grade and these categories; one that names neither is for nobody in particular."""
        return grade in self.grades or any(one in self.categories for one in categories)

    def most_of_helper(self) -> int | None:
        """Return how many people one helper may have, None for any number."""
        return 1 if self.mode in ("one_to_one", "many_to_one") and self.most_per_helper is None else self.most_per_helper

    def most_of_person(self) -> int | None:
        """Return how many helpers one person may have, None for any number."""
        return 1 if self.mode in ("one_to_one", "one_to_many") and self.most_per_person is None else self.most_per_person


class Project(Record, ProjectDraft, table=True):
    """A project as it is kept."""

    __tablename__ = "project"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING


@cache
def ready_projects() -> tuple[ProjectDraft, ...]:
    """Return the projects that ship; they hold until the station keeps its own."""
    rows = json.loads(resource("codes/project.json").read_text(encoding="utf-8"))["projects"]
    return tuple(ProjectDraft.model_validate(row) for row in rows)
