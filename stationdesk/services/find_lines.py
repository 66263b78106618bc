"""People found by what was typed, as the lines under the search box may show them to one operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.mask import masked_name
from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import ResidentDraft
from stationdesk.services.finding import Found, find


@dataclass(frozen=True)
class FoundLine:
    """One person found: everything in words; of a child, an operator without that right sees hardly more than that he is there."""

    id: str
    name: str
    age: str
    group: str
    phone: str
    why: str
    locked: bool = False


def found_lines(session: Session, asked: str, operator: Operator, on: date, limit: int = 50) -> list[FoundLine]:
    """Return whom `asked` may mean, the closest first; `on` is today in the village."""
    return [line_of(one, operator, on) for one in find(session, asked, limit)]


def line_of(one: Found, operator: Operator, on: date) -> FoundLine:
    """Return a person as `operator` may see him."""
    draft = ResidentDraft(name=one.name, birth_date=one.birth_date, birth_precision=one.birth_precision, birth_calendar=one.birth_calendar)
    if draft.is_minor(on.isoformat()) and not operator.may_see_children:
        return FoundLine(one.id, masked_name(one.name), "", "", "", one.why.label, locked=True)
    years = draft.age(on.isoformat())
    age = _("{years} years").format(years=years) if years is not None else ""
    return FoundLine(one.id, one.name, age, one.village_group or "", one.phone, one.why.label)
