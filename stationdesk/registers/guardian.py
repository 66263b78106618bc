"""Who looks after a child or a disabled person, by law or by a letter."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import CodeText, Day, Draft, PartialDay, coded, day, listed, pointer, words
from stationdesk.registers.person_name import PersonName
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class GuardianDraft(Draft):
    """What is known of a guardian before he is kept."""

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    kin_id: str | None = pointer(title=N_("Same person as relative"))
    guardian_resident_id: str | None = pointer(title=N_("Same person as resident"))
    name: PersonName = Field(title=N_("Name"), max_length=72)
    kind: CodeText | None = coded("guardian_kind", title=N_("Guardian by"))
    relation: CodeText | None = coded("relation", title=N_("Relation"))
    """What the guardian is to the person looked after (GB/T 4761)."""
    relation_written: str | None = words(40, title=N_("Relation as written"))
    sex: CodeText | None = coded("sex", title=N_("Sex"))
    birth_date: PartialDay | None = day(title=N_("Birth date"))
    id_type: CodeText | None = coded("id_type", title=N_("Kind of paper"))
    id_no: str | None = words(40, title=N_("ID number"))
    id_state: CodeText | None = coded("id_state", title=N_("State of the ID number"))
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    address: str | None = words(200, title=N_("Address"))
    works_at: str | None = words(120, title=N_("Works in"))
    health_status: CodeText | None = coded("health_status", title=N_("Health"))
    special_note: str | None = words(500, title=N_("Other special circumstances"))
    letter_signed: bool | None = Field(default=None, title=N_("Guardianship letter signed"))
    letter_on: Day | None = day(title=N_("Guardianship letter signed on"))
    letter_place: str | None = words(120, title=N_("Where the letter is kept"))
    from_date: Day | None = day(title=N_("From"))
    to_date: Day | None = day(title=N_("To"))
    end_reason: str | None = words(200, title=N_("Reason of the end"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    def in_force(self, on: str) -> bool:
        """Tell whether the guardianship holds on day `on`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)


class Guardian(Record, GuardianDraft, table=True):
    """A guardian as he is kept."""

    __tablename__ = "guardian"
    __table_args__ = (*one_of_a_kind(), still_there("guardian_ended", "to_date", "resident_id"))
    road: ClassVar[Road] = Road.TRAVELLING
