"""What a resident or a guardian agreed to, or refused (domain 5.9)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, pointer, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class ConsentDraft(Draft):
    """A consent before it is kept."""

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    kind: CodeText = Field(max_length=40, title=N_("Agreed to"), schema_extra={"json_schema_extra": {"codes": "consent_kind"}})
    given: bool = Field(default=True, title=N_("Agreed"))
    given_by: CodeText | None = coded("consent_giver", title=N_("Agreed by"))
    giver_name: OtherName = Field(default=None, max_length=72, title=N_("Name of who agreed"))
    giver_relation: CodeText | None = coded("relation", title=N_("Relation"))
    guardian_id: str | None = pointer(title=N_("Guardian"))
    child_agrees: bool | None = Field(default=None, title=N_("The child agrees too"))
    """Publication needs the child's word beside the guardian's (困境儿童个人信息保护工作办法)."""
    form: CodeText | None = coded("consent_form", title=N_("Form of consent"))
    witness: str | None = words(72, title=N_("Witness"))
    informed: bool | None = Field(default=None, title=N_("Purpose and effect explained"))
    notice_version: str | None = words(40, title=N_("Version of the notice"))
    scope: str | None = words(500, title=N_("What for"))
    given_on: Day = Field(title=N_("Date"), max_length=10)
    valid_to: Day | None = day(title=N_("Valid to"))
    withdrawn_on: Day | None = day(title=N_("Withdrawn on"))
    withdrawn_reason: str | None = words(200, title=N_("Reason of the withdrawal"))
    paper_location: str | None = words(120, title=N_("Where the paper is kept"))
    taken_by: str | None = words(72, title=N_("Taken by"))
    remark: str | None = words(1000, title=N_("Remark"))

    def in_force(self, on: str) -> bool:
        """Tell whether the consent was given and holds on day `on`."""
        ended = [end for end in (self.valid_to and self.valid_to + "~", self.withdrawn_on) if end]
        return self.given and self.given_on <= on and all(on < end for end in ended)


class Consent(Record, ConsentDraft, table=True):
    """A consent as it is kept."""

    __tablename__ = "consent"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
