"""A contact card that was printed, and every line on it, so that it is known whose card is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, day, listed, pointer, reference, words
from stationdesk.registers.record import Record, Road, Value, canonical, one_of_a_kind


class CardLine(Value):
    """One line of a card: 网格长 · 汪厚行 · 13812345678."""

    label: str
    text: str = ""
    phone: str = ""
    record_kind: str = ""
    record_id: str = ""
    """The helper, place or kin the line was taken from."""


def content_digest(lines: Iterable[CardLine]) -> str:
    """Return the SHA-256, in hex, of what can be read on a card; where a line came from does not count."""
    return hashlib.sha256(canonical([[line.label, line.text, line.phone] for line in lines]).encode()).hexdigest()


class CardIssueDraft(Draft):
    """A printed card before it is kept."""

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    design: CodeText = Field(max_length=40, title=N_("Design"), schema_extra={"json_schema_extra": {"codes": "card_design"}})
    card_no: str | None = words(40, title=N_("Card number"))
    version: int | None = count(title=N_("Card version"))
    issued_on: Day = Field(title=N_("Printed on"), max_length=10)
    issued_by: str | None = words(72, title=N_("Printed by"))
    reason: CodeText | None = coded("card_reason", title=N_("Reason of printing"))
    lines: tuple[CardLine, ...] = listed(CardLine, title=N_("Lines on the card"))
    left_out: tuple[CardLine, ...] = listed(CardLine, title=N_("Lines that did not fit"))
    digest: str | None = words(64, title=N_("Digest of the content"))
    copies: int | None = count(title=N_("Copies"))
    reprint_of: str | None = pointer(title=N_("Reprint of"))
    handed_on: Day | None = day(title=N_("Handed over on"))
    handed_to: str | None = words(72, title=N_("Handed over to"))
    handed_by: str | None = words(72, title=N_("Handed over by"))
    void: bool = Field(default=False, title=N_("Void"))
    void_on: Day | None = day(title=N_("Void since"))
    void_reason: str | None = words(200, title=N_("Why void"))
    remark: str | None = words(500, title=N_("Remark"))

    def is_stale(self, lines: Iterable[CardLine]) -> bool:
        """Tell whether a card printed now with `lines` would read differently from this one."""
        return self.digest != content_digest(lines)


class CardIssue(Record, CardIssueDraft, table=True):
    """A printed card as it is kept."""

    __tablename__ = "card_issue"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
