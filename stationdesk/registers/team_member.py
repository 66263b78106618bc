"""Somebody is in a team from one day to another, with what he is in it."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, reference, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind

LEADER, MEMBER = "leader", "member"


class TeamMemberDraft(Draft):
    """A membership before it is kept: a helper by his record, or a name while he has none."""

    team_id: str = Field(max_length=36, title=N_("Team"), index=True)
    helper_id: str | None = reference(title=N_("Helper"))
    helper_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the member"))
    role: CodeText | None = coded("team_role", title=N_("What he is in the team"), default=MEMBER)
    from_date: Day | None = day(title=N_("In the team since"))
    to_date: Day | None = day(title=N_("In the team until"))
    """The first day without him."""
    end_reason: str | None = words(200, title=N_("Reason of leaving"))
    remark: str | None = words(500, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_somebody(self) -> TeamMemberDraft:
        if not (self.helper_id or self.helper_name):
            raise ValueError("somebody is a member")
        if self.from_date and self.to_date and self.to_date < self.from_date:
            raise ValueError("a membership ends after it began")
        return self

    def in_force(self, on: str) -> bool:
        """Tell whether he is in the team on day `on`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on < self.to_date)


class TeamMember(Record, TeamMemberDraft, table=True):
    """A membership as it is kept."""

    __tablename__ = "team_member"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
