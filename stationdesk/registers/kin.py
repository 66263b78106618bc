"""A relative of a resident: who, where, how to reach, when last home."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import CodeText, Draft, PartialDay, coded, count, day, listed, pointer, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class KinDraft(Draft):
    """What is known of a relative before he is kept."""

    resident_id: str = Field(title=N_("Resident"), max_length=36, index=True)
    kin_resident_id: str | None = pointer(title=N_("Same person as resident"))
    name: OtherName = Field(default=None, max_length=72, title=N_("Name"))
    """May be missing: a ledger often has only 儿子 and a phone."""
    relation: CodeText | None = coded("relation", title=N_("Relation"))
    """What the relative is to the resident (GB/T 4761)."""
    relation_written: str | None = words(40, title=N_("Relation as written"))
    sex: CodeText | None = coded("sex", title=N_("Sex"))
    birth_date: PartialDay | None = day(title=N_("Birth date"))
    id_no: str | None = words(40, title=N_("ID number"))
    id_state: CodeText | None = coded("id_state", title=N_("State of the ID number"))
    life_state: CodeText | None = coded("life_state", title=N_("Alive"))
    """A dead relative is written — on the forms, not left blank."""
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    wechat: str | None = words(80, title=N_("WeChat"))
    place: str | None = words(120, title=N_("Lives in"))
    works_at: str | None = words(120, title=N_("Works in"))
    employer: str | None = words(120, title=N_("Employer"))
    away_since: PartialDay | None = day(title=N_("Away since"))
    visit_home_freq: CodeText | None = coded("visit_home_freq", title=N_("How often at home"))
    last_home: PartialDay | None = day(title=N_("Last at home"))
    lives_with: bool | None = Field(default=None, title=N_("Lives with the resident"))
    is_emergency_contact: bool | None = Field(default=None, title=N_("Emergency contact"))
    contact_order: int | None = count(title=N_("Order of calling"))
    health_status: CodeText | None = coded("health_status", title=N_("Health"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))


class Kin(Record, KinDraft, table=True):
    """A relative as he is kept."""

    __tablename__ = "kin"
    __table_args__ = (
        *one_of_a_kind(),
        Index("kin_is_resident", "kin_resident_id", sqlite_where=text("kin_resident_id IS NOT NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
