"""A resident: one person, however many ledgers he stands in."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text

from stationdesk.registers.child import CHILD_HELD_BACK, ChildFields
from stationdesk.registers.disability import DisabilityFields
from stationdesk.registers.elder import ElderFields
from stationdesk.registers.identity import IdentityFields
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there
from stationdesk.registers.wellbeing import WellbeingFields

ADULT = 18
CHILD_UNDER = 14
"""Below this age every datum is sensitive and needs a guardian's consent (PIPL art. 28 and 31)."""
GONE = frozenset({"moved_out", "deceased", "merged"})
"""Residency states in which no care is due."""

GAPS_LOOK_AT = (
    *("village_group", "route_order", "name", "id", "author", "residency_status", "closed_on", "birth_date", "birth_precision"),
    *("birth_calendar", "sex", "id_no", "id_state", "phones", "children_count", "children_whereabouts", "village", "household_id"),
    *("pension_check_due", "pension_check_done", "disability_valid_to"),
)
"""What the search for missing facts reads of everybody, in the order of its list: an index holds it, so that no record is opened."""


def years_old(birth_date: str | None, precision: str | None, on: str) -> int | None:
    """Return the age in whole years on day `on`, or None if the birth year is unknown.

    A birth known to the month counts from the month's end, one known to the year from the year's end, so that nobody is
    taken for older than he surely is; a year worked out from an age counts from its beginning. A lunar date is taken as it
    stands, two months early at most.
    """
    if not birth_date:
        return None
    year, month, day = int(birth_date[:4]), birth_date[5:7], birth_date[8:10]
    born = (1, 1) if precision == "age" else (int(month or 12), int(day or 31))
    return max(int(on[:4]) - year - ((int(on[5:7]), int(on[8:10])) < born), 0)


def may_be_under(limit: int, birth_date: str | None, precision: str | None, calendar: str | None, on: str) -> bool | None:
    """Tell whether a person is, or may still be, under `limit` years old on day `on`; None if the birth year is unknown."""
    return may_be_under_at(limit, years_old(birth_date, precision, on), precision, calendar)


def may_be_under_at(limit: int, years: int | None, precision: str | None, calendar: str | None) -> bool | None:
    """Tell the same of somebody who is `years` old as `years_old` counts it."""
    return None if years is None else years - (precision == "age" or calendar == "lunar") < limit


class ResidentDraft(DisabilityFields, ChildFields, ElderFields, WellbeingFields, IdentityFields):
    """What a form fills and what a ledger row becomes."""

    def age(self, on: str) -> int | None:
        """Return the age in whole years on day `on` as `years_old` counts it, or None if the birth year is unknown."""
        return years_old(self.birth_date, self.birth_precision, on)

    def is_minor(self, on: str) -> bool | None:
        """Tell whether the person is, or may still be, under 18 on day `on`; None if the birth year is unknown."""
        return may_be_under(ADULT, self.birth_date, self.birth_precision, self.birth_calendar, on)

    def is_young_child(self, on: str) -> bool | None:
        """Tell whether the person is, or may still be, under 14 on day `on`; None if the birth year is unknown."""
        return may_be_under(CHILD_UNDER, self.birth_date, self.birth_precision, self.birth_calendar, on)

    def cared_for(self) -> bool:
        """Tell whether care can be due: the person has not died, moved away or been merged into another record."""
        return self.residency_status not in GONE and self.closed_on is None

    def shown_address(self) -> str | None:
        """Return where the person lives, as far as it is known."""
        return self.current_address or self.registered_address or self.village_group


class Resident(Record, ResidentDraft, table=True):
    """A resident as he is kept."""

    __tablename__ = "resident"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("resident_care", "id", "author", "residency_status", "residency_since", "closed_on", "removed_at"),
        still_there("resident_gaps", *GAPS_LOOK_AT, "removed_at"),
        Index(
            "resident_certificate",
            "author",
            "disability_valid_to",
            *("id", "residency_status", "closed_on", "removed_at"),
            sqlite_where=text("disability_valid_to IS NOT NULL AND removed_at IS NULL"),
        ),
        Index(
            "resident_pension",
            *("author", "pension_check_due", "id", "residency_status", "closed_on", "pension_check_done", "removed_at"),
            sqlite_where=text("pension_check_due IS NOT NULL AND removed_at IS NULL"),
        ),
        Index(
            "resident_ill",
            *("id", "author", "residency_status", "closed_on", "chronic", "removed_at"),
            sqlite_where=text("chronic <> '[]' AND removed_at IS NULL"),
        ),
        Index("resident_birthday", "birthday", sqlite_where=text("birthday IS NOT NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = CHILD_HELD_BACK
