"""A category a resident or a household belongs to, from when to when, on what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.code import table
from stationdesk.registers.field import CodeText, Day, Draft, Month, cents, coded, count, day, pointer, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there

_RESTRICTED = (("category", "restricted_category", "resident_category"), ("exit_reason", "restricted_exit_reason", "exit_reason"))
"""Which field says openly what another keeps at home, and the table both are read by."""


MOST_WORDS = 200
_FREE = ("evidence", "source", "cause", "remark")
"""Free words of a tag, the one that stays at home first."""


def _told_at_home(given: dict[str, Any]) -> dict[str, Any]:
    """Put what is said in free words of a restricted category under `evidence`, which does not travel: a ledger's name tells it too."""
    words = [given.get(name) for name in _FREE]
    told = "; ".join(dict.fromkeys(word.strip() for word in words if isinstance(word, str) and word.strip()))
    return given | dict.fromkeys(_FREE) | {"evidence": told[:MOST_WORDS] or None}


class CategoryTagDraft(Draft):
    """A category before it is kept.

    A restricted category (domain 1.3: a parent in prison, violence…) is kept in `restricted_category`, which stays at the
    station; `category` then says only the unrestricted category above it, which may travel and be printed.
    """

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    category: CodeText = Field(
        max_length=40, title=N_("Category"), index=True, schema_extra={"json_schema_extra": {"codes": "resident_category"}}
    )
    restricted_category: CodeText | None = coded("resident_category", title=N_("Restricted category"))
    written: str | None = words(120, title=N_("Category as written"))
    from_date: Day | None = day(title=N_("From"))
    to_date: Day | None = day(title=N_("To"))
    evidence_kind: CodeText | None = coded("evidence_kind", title=N_("Kind of evidence"))
    evidence: str | None = words(MOST_WORDS, title=N_("Evidence"))
    evidence_on: Day | None = day(title=N_("Date of the evidence"))
    assessor: str | None = words(72, title=N_("Assessed by"))
    review_due: Day | None = day(title=N_("Review due"))
    source: str | None = words(160, title=N_("Source"))
    exit_reason: CodeText | None = coded("exit_reason", title=N_("Reason of leaving"))
    restricted_exit_reason: CodeText | None = coded("exit_reason", title=N_("Restricted reason of leaving"))
    exit_note: str | None = words(200, title=N_("Remark on leaving"))
    certificate_no: str | None = words(60, title=N_("Certificate number"))
    aid_class: CodeText | None = coded("aid_class", title=N_("Class of aid"))
    """A, B or C of the subsistence allowance; in an institution or at home for destitute support."""
    persons_covered: int | None = count(title=N_("People covered"))
    monthly_amount: int | None = cents(title=N_("Amount a month"))
    last_paid_month: Month | None = Field(default=None, max_length=7, title=N_("Last month paid"))
    cause: str | None = words(200, title=N_("Cause of hardship"))
    risk_kind: str | None = words(120, title=N_("Kind of risk"))
    measures: str | None = words(500, title=N_("Measures"))
    responsible_name: str | None = words(72, title=N_("Responsible person"))
    responsible_phone: str | None = words(40, title=N_("Phone of the responsible person"))
    carer_name: str | None = words(72, title=N_("Carer"))
    carer_phone: str | None = words(40, title=N_("Phone of the carer"))
    notice_from: Day | None = day(title=N_("Public notice from"))
    notice_to: Day | None = day(title=N_("Public notice to"))
    pairs_with: str | None = pointer(title=N_("Belongs to another tag"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="before")
    @classmethod
    def _keep_restricted_apart(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        parted = dict(given)
        for open_field, held_field, codes in _RESTRICTED:
            code = parted.get(open_field)
            if isinstance(code, str) and table(codes).is_restricted(code := code.strip()):
                parted[held_field] = parted.get(held_field) or code
                parted[open_field] = table(codes).unrestricted(code)
        return _told_at_home(parted) if any(parted.get(held) for _open, held, _codes in _RESTRICTED) else parted

    @model_validator(mode="after")
    def _is_somebodys(self) -> CategoryTagDraft:
        if not (self.resident_id or self.household_id):
            raise ValueError("a category belongs to a resident or a household")
        return self

    def in_force(self, on: str) -> bool:
        """Tell whether the category holds on day `on`."""
        return (self.from_date is None or self.from_date <= on) and (self.to_date is None or on <= self.to_date)


class CategoryTag(Record, CategoryTagDraft, table=True):
    """A category as it is kept."""

    __tablename__ = "category_tag"
    __table_args__ = (*one_of_a_kind(), still_there("category_tag_held", "author", "category", "to_date", "resident_id", "from_date"))
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset(
        {"restricted_category", "restricted_exit_reason", "written", "evidence_kind", "evidence", "exit_note"}
    )
