"""People found by what was typed, as the lines under the search box may show them to one operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import ADULT, may_be_under, years_old
from stationdesk.services.finding import Found, find
from stationdesk.services.from_county import entries, matching


@dataclass(frozen=True)
class FoundLine:
    """One person found: everything in words; a child goes by alias, `locked` tells hardly more than that he is there."""

    id: str
    name: str
    age: str
    group: str
    phone: str
    why: str
    child: bool = False
    locked: bool = False
    page: str = ""
    """The page that opens it, where it is no person."""


def found_lines(session: Session, asked: str, on: date, *, may_see_children: bool = False, limit: int = 50) -> list[FoundLine]:
    """Return whom `asked` may mean, the closest first; `on` is today in the village."""
    return [line_of(one, on, may_see_children=may_see_children) for one in find(session, asked, limit)]


def line_of(one: Found, on: date, *, may_see_children: bool = False) -> FoundLine:
    """Return a person as a list may show him: of a child the alias, and without the right to children's records no age."""
    minor = may_be_under(ADULT, one.birth_date, one.birth_precision, one.birth_calendar, on.isoformat())
    years = years_old(one.birth_date, one.birth_precision, on.isoformat())
    age = _("{years} years").format(years=years) if years is not None else ""
    if minor is True or (minor is None and one.at_school):
        alias = _("{alias} (alias)").format(alias=masked_child(one.name, one.alias))
        return FoundLine(one.id, alias, age if may_see_children else "", "", "", one.why.label, child=True, locked=not may_see_children)
    return FoundLine(one.id, one.name, age, one.village_group or "", one.phone, one.why.label)


def wanted_lines(session: Session, asked: str, on: date, *, may_see_children: bool = False) -> list[FoundLine]:
    """Return what the county wants that has the words typed in its title or text: tasks, questions, announcements, reports."""
    found = matching(entries(session, on, children=may_see_children), asked)
    return [FoundLine(one.key, one.title, "", "", "", one.word, child=one.child, page="from_county") for one in found]
