"""What the national forms ask of a child left behind or in need (民政部 2016, domain 1.2 and 1.3)."""

from __future__ import annotations

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, pointer, words
from stationdesk.registers.person_name import OtherName

CHILD_HELD_BACK = frozenset({"father_status", "mother_status", "parents_evidence", "parents_evidence_on", "counselling_note"})
"""Why a parent is away and what a child confided stay at the station unless the county's profile asks."""


class ChildFields(Draft):
    """School, parents, guardianship, the child officer."""

    child_number: str | None = words(40, title=N_("National child number"))
    schooling: CodeText | None = coded("schooling", title=N_("Schooling"))
    school: str | None = words(120, title=N_("School"))
    grade_class: str | None = words(60, title=N_("Grade and class"))
    is_boarding: bool | None = Field(default=None, title=N_("Boards at school"))
    teacher_name: OtherName = Field(default=None, max_length=72, title=N_("Class teacher"))
    teacher_phone: str | None = words(40, title=N_("Phone of the class teacher"))
    parents_away: CodeText | None = coded("parents_away", title=N_("Parents away"))
    incapable_parent: CodeText | None = coded("incapable_parent", title=N_("Parent not able to care"))
    father_status: CodeText | None = coded("parent_status", title=N_("Father's situation"))
    mother_status: CodeText | None = coded("parent_status", title=N_("Mother's situation"))
    parents_evidence: str | None = words(200, title=N_("Evidence of the parents' situation"))
    parents_evidence_on: Day | None = day(title=N_("Date of the evidence"))
    parents_return: CodeText | None = coded("visit_home_freq", title=N_("How often the parents come home"))
    has_delegated_guardian: bool | None = Field(default=None, title=N_("Guardian delegated"))
    guardianship_letter_signed: bool | None = Field(default=None, title=N_("Guardianship letter signed"))
    guardianship_letter_on: Day | None = day(title=N_("Guardianship letter signed on"))
    guardianship_kind: CodeText | None = coded("guardianship_kind", title=N_("Kind of guardianship"))
    guardianship_grade: CodeText | None = coded("guardianship_grade", title=N_("Guardianship assessed"))
    guardianship_assessed_on: Day | None = day(title=N_("Guardianship assessed on"))
    child_officer_id: str | None = pointer(title=N_("Child officer"))
    child_officer_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the child officer"))
    study_note: str | None = words(500, title=N_("Remark on study"))
    counselling_note: str | None = words(4000, title=N_("Counselling note"))
