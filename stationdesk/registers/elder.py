"""What is known of an elder on four independent axes (domain 1.4): living, children, family history, ability."""

from __future__ import annotations

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, cents, coded, count, day, words


class ElderFields(Draft):
    """Living arrangement, where the children are, family history, ability; screening, income, pension check."""

    living_arrangement: CodeText | None = coded("living_arrangement", title=N_("Living arrangement"))
    children_whereabouts: CodeText | None = coded("children_whereabouts", title=N_("Where the children are"))
    family_history: CodeText | None = coded("family_history", title=N_("Family history"))
    self_care: CodeText | None = coded("self_care", title=N_("Self-care"))
    """The public-health scale: able, light, medium, unable."""
    self_care_score: int | None = Field(default=None, ge=0, le=24, title=N_("Self-care score"))
    self_care_on: Day | None = day(title=N_("Self-care assessed on"))
    dependency_level: CodeText | None = coded("dependency_level", title=N_("Ability level"))
    """GB/T 42195-2022: intact, mild, moderate, severe, complete."""
    dependency_score: int | None = Field(default=None, ge=0, le=90, title=N_("Ability score"))
    dependency_on: Day | None = day(title=N_("Ability assessed on"))
    dependency_assessor: str | None = words(72, title=N_("Ability assessed by"))
    children_count: int | None = count(title=N_("Number of children"))
    visit_home_freq: CodeText | None = coded("visit_home_freq", title=N_("How often the children come home"))
    cognition_screen: CodeText | None = coded("screen_result", title=N_("Cognition screening"))
    cognition_score: int | None = count(title=N_("Cognition score"))
    mood_screen: CodeText | None = coded("screen_result", title=N_("Mood screening"))
    mood_score: int | None = count(title=N_("Mood score"))
    has_pension: bool | None = Field(default=None, title=N_("Has a retirement pension"))
    pension_monthly: int | None = cents(title=N_("Pension a month"))
    old_age_allowance: int | None = cents(title=N_("Old-age allowance a month"))
    children_support: int | None = cents(title=N_("Support from children a month"))
    pension_check_due: Day | None = day(title=N_("Pension check due"), index=True)
    pension_check_done: Day | None = day(title=N_("Last pension check"))
