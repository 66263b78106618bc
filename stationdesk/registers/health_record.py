"""The head of a resident's health record (健康档案): what a doctor asks first, and who that doctor is (domain 1.7)."""

from __future__ import annotations

from typing import ClassVar

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, pointer, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class HealthRecordDraft(Draft):
    """The head of a health record before it is kept; illnesses stand with the resident."""

    resident_id: str | None = reference(title=N_("Resident"))
    opened_on: Day | None = day(title=N_("Begun on"))
    blood_type: CodeText | None = coded("blood_type", title=N_("Blood type"))
    allergies: str | None = words(200, title=N_("Allergies"))
    doctor_name: str | None = words(72, title=N_("Family or village doctor"))
    doctor_phone: str | None = words(40, title=N_("Doctor's phone"))
    helper_id: str | None = pointer(title=N_("The doctor in the team"))
    hospital: str | None = words(80, title=N_("Usual hospital"))
    insurance: CodeText | None = coded("insurance", title=N_("Health insurance"))
    remark: str | None = words(500, title=N_("Remark"))


class HealthRecord(Record, HealthRecordDraft, table=True):
    """The head of a health record as it is kept."""

    __tablename__ = "health_record"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"remark"})
