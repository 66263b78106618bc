"""What was measured of a resident at one time: blood pressure, sugar, temperature and the like (domain 1.7)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, coded, coded_list, count, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind

WHOLE = ("systolic", "diastolic", "heart_rate", "oxygen")
"""Measures kept as they are: mmHg, mmHg, beats a minute, per cent."""
TENTHS = ("glucose_fasting", "glucose_after_meal", "temperature", "weight", "height", "waist")
"""Measures kept in tenths, so that no figure is ever rounded: 0.1 mmol/L twice, 0.1 ℃, 0.1 kg, 0.1 cm twice."""
MEASURES = (
    "systolic",
    "diastolic",
    "heart_rate",
    "glucose_fasting",
    "glucose_after_meal",
    "temperature",
    "oxygen",
    "weight",
    "height",
    "waist",
)
"""Every measure in the order of the paper form; `resources/words/health_lines.json` says the rest of each."""


class HealthReadingDraft(Draft):
    """A reading before it is kept: at least one figure or one complaint. Nothing that was measured is refused as too odd."""

    resident_id: str = Field(title=N_("Resident"), max_length=36)
    taken_on: Day = Field(title=N_("Measured on"), max_length=10)
    at: Clock | None = Field(default=None, max_length=5, title=N_("Time"))
    place: CodeText | None = coded("reading_place", title=N_("Where measured"), default="home")
    systolic: int | None = count(title=N_("Upper blood pressure"))
    """mmHg."""
    diastolic: int | None = count(title=N_("Lower blood pressure"))
    """mmHg."""
    heart_rate: int | None = count(title=N_("Heart rate"))
    """Beats a minute."""
    glucose_fasting: int | None = count(title=N_("Blood sugar, fasting"))
    """0.1 mmol/L."""
    glucose_after_meal: int | None = count(title=N_("Blood sugar, after a meal"))
    """0.1 mmol/L, two hours after the meal."""
    temperature: int | None = count(title=N_("Temperature"))
    """0.1 ℃."""
    oxygen: int | None = count(title=N_("Oxygen in the blood"))
    """Per cent."""
    weight: int | None = count(title=N_("Weight"))
    """0.1 kg."""
    height: int | None = count(title=N_("Height"))
    """0.1 cm."""
    waist: int | None = count(title=N_("Waist"))
    """0.1 cm."""
    symptoms: tuple[CodeText, ...] = coded_list("symptom", title=N_("Complaints"))
    measured_by: str | None = words(120, title=N_("Measured by"))
    advice: str | None = words(500, title=N_("Advice given"))
    follow_up_due: Day | None = day(title=N_("Measure again by"))
    followed_up_on: Day | None = day(title=N_("Measured again on"))
    visit_id: str | None = pointer(title=N_("Measured on visit"))
    occasion_id: str | None = pointer(title=N_("Occasion"))
    """What readings of one free clinic share."""
    recorder: str | None = words(72, title=N_("Written down by"))
    remark: str | None = words(500, title=N_("Remark"))

    @model_validator(mode="after")
    def _says_something(self) -> HealthReadingDraft:
        if not self.measured() and not self.symptoms:
            raise ValueError("a reading has a figure or a complaint")
        return self

    def measured(self) -> dict[str, int]:
        """Return the figures that are there, as they are kept."""
        return {name: value for name in MEASURES if (value := getattr(self, name)) is not None}


class HealthReading(Record, HealthReadingDraft, table=True):
    """A reading as it is kept."""

    __tablename__ = "health_reading"
    __table_args__ = (
        *one_of_a_kind(),
        Index("health_reading_latest", "resident_id", "taken_on", sqlite_where=text("removed_at IS NULL")),
        Index(
            "health_reading_behind",
            *("resident_id", "taken_on", "systolic", "removed_at"),
            sqlite_where=text("systolic IS NOT NULL AND removed_at IS NULL"),
        ),
        Index("health_reading_pressure", "taken_on", "resident_id", sqlite_where=text("systolic IS NOT NULL AND removed_at IS NULL")),
        Index("health_reading_fall", "taken_on", "resident_id", sqlite_where=text("""instr(symptoms, '"fall"') AND removed_at IS NULL""")),
        Index(
            "health_reading_follow",
            "follow_up_due",
            sqlite_where=text("follow_up_due IS NOT NULL AND followed_up_on IS NULL AND removed_at IS NULL"),
        ),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"remark"})
