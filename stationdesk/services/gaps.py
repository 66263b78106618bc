"""What is missing or doubtful in the register (要补的资料): each gap by name, with the people it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import N_, _
from stationdesk.services.gap_reading import found_gaps


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to mend, and at whom."""

    code: str
    title: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many people it is about."""
        return len(self.ids)


TITLES = {
    "no_phone": N_("No phone number"),
    "lost_digits": N_("Last digits of the ID number lost"),
    "checksum": N_("Check digit of the ID number wrong"),
    "bad_id_no": N_("ID number incomplete or impossible"),
    "no_id_no": N_("No ID number"),
    "no_birth_date": N_("No birth date"),
    "no_children_phone": N_("Elders without a child's phone number"),
    "no_guardian_phone": N_("Children without a guardian's phone number"),
    "no_grade": N_("Elders and children without a care grade"),
    "review_due": N_("Care grade to be reviewed"),
}
"""The gaps in the order shown."""
MORE = {
    "same_id_no": N_("Two people with the same ID number"),
    "dead_phone": N_("No phone number that works"),
    "ledger_doubt": N_("A ledger says otherwise"),
    "birth_differs": N_("Birth date does not agree with the ID number"),
    "birth_year_only": N_("Only the year of birth is known"),
    "sex_differs": N_("Sex does not agree with the ID number"),
    "category_age": N_("Category does not fit the age"),
    "no_category": N_("No category"),
    "no_consent": N_("No consent of the guardian"),
    "letter_expired": N_("Guardianship letter has run out"),
    "pension_check": N_("Pension check overdue"),
    "certificate_expired": N_("Disability certificate has run out"),
    "tag_review": N_("Category to be reviewed"),
    "import_doubt": N_("Doubts of a ledger not looked at yet"),
    "no_group": N_("No village group"),
    "no_village": N_("No village"),
    "nameless_kin": N_("A relative without a name"),
    "no_household": N_("No household"),
    "no_head": N_("Household without a head"),
}
"""What only the page of missing facts lists: less urgent, or so many that a day's page would drown."""
KINDS = (
    *("same_id_no", "no_guardian_phone", "no_children_phone", "no_phone", "dead_phone", "ledger_doubt"),
    *("lost_digits", "checksum", "bad_id_no", "birth_differs", "sex_differs", "category_age", "no_consent", "letter_expired"),
    *("no_id_no", "no_birth_date", "birth_year_only", "no_grade", "review_due", "certificate_expired", "pension_check"),
    *("tag_review", "no_category", "import_doubt", "no_group", "no_village", "nameless_kin", "no_household", "no_head"),
)
"""Every kind, the most harmful first."""
OF_CHILDREN = frozenset({"no_guardian_phone", "letter_expired", "no_consent"})
"""Gaps that are about children only."""


def title_of(code: str) -> str:
    """Return what a kind of gap is called."""
    return _((TITLES | MORE)[code])


def gaps(session: Session, on: date) -> list[Gap]:
    """Return the gaps of the day's page that somebody has, in the order of `TITLES`; people by group and route."""
    return _told(session, on, tuple(TITLES))


def all_gaps(session: Session, on: date) -> list[Gap]:
    """Return every gap that somebody has, the most harmful kind first; people by group and route."""
    return _told(session, on, KINDS)


def _told(session: Session, on: date, codes: tuple[str, ...]) -> list[Gap]:
    found = found_gaps(session, on, codes)
    return [Gap(code, title_of(code), tuple(found[code])) for code in codes if found[code]]


def total(found: list[Gap]) -> int:
    """Return how many things are to be mended."""
    return sum(gap.count for gap in found)
