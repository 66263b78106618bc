"""A team that helps (志愿服务队, 爱心妈妈队, 配送队…): its branches are teams below it, its people stand in `team_member` (domain 1.12)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, listed, pointer, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class TeamDraft(Draft):
    """A team before it is kept."""

    name: str = Field(min_length=1, max_length=80, title=N_("Name of the team"))
    kind: CodeText | None = coded("team_kind", title=N_("Kind of team"))
    level: CodeText | None = coded("org_level", title=N_("Level of the team"))
    parent_id: str | None = pointer(title=N_("Team above"))
    leader_id: str | None = pointer(title=N_("Leader"))
    leader_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the leader"))
    """Of a leader who is in no register."""
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    org: str | None = words(120, title=N_("Organisation"))
    helper_id: str | None = pointer(title=N_("The same team among the helpers"))
    """A team that stands by people as one helper has a helper's record too, which its pairings and visits name."""
    groups_served: tuple[str, ...] = listed(title=N_("Village groups served"))
    free_times: str | None = words(120, title=N_("When free"))
    founded_on: Day | None = day(title=N_("Founded on"))
    ended_on: Day | None = day(title=N_("Dissolved on"))
    end_reason: str | None = words(200, title=N_("Why it was dissolved"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> TeamDraft:
        if self.founded_on and self.ended_on and self.ended_on < self.founded_on:
            raise ValueError("a team ends after it began")
        return self

    def there(self, on: str) -> bool:
        """Tell whether the team works on day `on`; the day of its end is the first without it."""
        return (self.founded_on is None or self.founded_on <= on) and (self.ended_on is None or on < self.ended_on)


class Team(Record, TeamDraft, table=True):
    """A team as it is kept; the county writes its own, a station its village's."""

    __tablename__ = "team"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
