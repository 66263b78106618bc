"""A resident: one person, however many ledgers he stands in."""

from __future__ import annotations

from typing import ClassVar

from stationdesk.registers.child import CHILD_HELD_BACK, ChildFields
from stationdesk.registers.disability import DisabilityFields
from stationdesk.registers.elder import ElderFields
from stationdesk.registers.identity import IdentityFields
from stationdesk.registers.record import Record, Road, one_of_a_kind
from stationdesk.registers.wellbeing import WellbeingFields

ADULT = 18
CHILD_UNDER = 14
"""Below this age every datum is sensitive and needs a guardian's consent (PIPL art. 28 and 31)."""
GONE = frozenset({"moved_out", "deceased", "merged"})
"""Residency states in which no care is due."""


class ResidentDraft(DisabilityFields, ChildFields, ElderFields, WellbeingFields, IdentityFields):
    """What a form fills and what a ledger row becomes."""

    def age(self, on: str) -> int | None:
        """Return the age in whole years on day `on`, or None if the birth year is unknown.

        A birth known to the month counts from the month's end, one known to the year from the year's end, so that nobody is
        taken for older than he surely is; a year worked out from an age counts from its beginning. A lunar date is taken as it
        stands, two months early at most.
        """
        if not self.birth_date:
            return None
        year, month, day = int(self.birth_date[:4]), self.birth_date[5:7], self.birth_date[8:10]
        born = (1, 1) if self.birth_precision == "age" else (int(month or 12), int(day or 31))
        return max(int(on[:4]) - year - ((int(on[5:7]), int(on[8:10])) < born), 0)

    def is_minor(self, on: str) -> bool | None:
        """Tell whether the person is, or may still be, under 18 on day `on`; None if the birth year is unknown."""
        return self._may_be_under(ADULT, on)

    def is_young_child(self, on: str) -> bool | None:
        """Tell whether the person is, or may still be, under 14 on day `on`; None if the birth year is unknown."""
        return self._may_be_under(CHILD_UNDER, on)

    def _may_be_under(self, limit: int, on: str) -> bool | None:
        years = self.age(on)
        if years is None:
            return None
        uncertain = self.birth_precision == "age" or self.birth_calendar == "lunar"
        return years - uncertain < limit

    def cared_for(self) -> bool:
        """Tell whether care can be due: the person has not died, moved away or been merged into another record."""
        return self.residency_status not in GONE and self.closed_on is None

    def shown_address(self) -> str | None:
        """Return where the person lives, as far as it is known."""
        return self.current_address or self.registered_address or self.village_group


class Resident(Record, ResidentDraft, table=True):
    """A resident as he is kept."""

    __tablename__ = "resident"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = CHILD_HELD_BACK
