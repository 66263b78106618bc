"""What typed words find among visits: who was met and who went, the group, the household, how it went, what was asked for and said.

What was told stands only before an operator who may read it there: nothing of a child without the right, nothing at all but the kinds
of needs while the screen faces visitors; what was confided is never looked through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.finding import find

PEOPLE = 300
"""People that a typed word may mean."""
SHORTEST = 2
"""Characters from which a word may be one of a code."""
TOLD = ("content", "suggestion", "action", "next_plan", "met_person", "place", "campaign")
"""Texts of a visit that are looked through."""
TOLD_IN_LISTS = ("issues", "check_items", "handed_out")
"""Lists of a visit whose words are looked through; their codes and names of fields are not, so only words that are not plain ASCII."""
CODED = (("kind", "visit_kind"), ("mode", "contact_mode"), ("outcome", "visit_outcome"))
CALLS = frozenset({"phone", "video", "wechat"})
MAY_BE_CHILD = 19
"""Years below which somebody may be a child, whatever calendar and precision his birth has."""
_GROWN = """
v.resident_id NOT IN (SELECT id FROM resident WHERE birth_date >= ? OR (birth_date IS NULL AND coalesce(schooling, school) IS NOT NULL))
"""


@dataclass
class _Any:
    """Alternatives of a condition, and the values in them."""

    parts: list[str] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)

    def add(self, part: str, *given: Any) -> None:
        self.parts.append(part)
        self.given += given

    def among(self, column: str, codes: Sequence[str]) -> None:
        if codes:
            self.add(f"{column} IN ({','.join('?' * len(codes))})", *codes)

    def text(self) -> str:
        return "(" + " OR ".join(self.parts or ["0"]) + ")"


def grown(last: date) -> tuple[str, str]:
    """Return a condition that `visit v` was to nobody who may be a child on `last`, and its value."""
    return _GROWN, f"{last.year - MAY_BE_CHILD}"


def typed_condition(session: Session, typed: str, last: date, *, may_see_children: bool, covered: bool) -> tuple[str, list[Any]]:
    """Return a condition on `visit v`, and its values: somebody of the name typed was met, or every word fits somewhere.

    `last` is the last day looked at, from which it is counted who may be a child.
    """
    words = typed.split()
    named = {word: _groups(session, word) for word in words}
    since = "" if may_see_children else f"{last.year - MAY_BE_CHILD}"
    whole = _Any()
    _people(whole, session, typed, since if any(named.values()) else "")
    each = [_word(session, word, named[word], since, covered=covered) for word in words]
    whole.add(" AND ".join(one.text() for one in each) or "1", *(value for one in each for value in one.given))
    return whole.text(), whole.given


def _groups(session: Session, word: str) -> list[str]:
    """Return the groups a word names; 4组 is not 14组."""
    every = session.connection().exec_driver_sql("SELECT DISTINCT village_group FROM resident WHERE village_group IS NOT NULL").scalars()
    return [one for one in every if re.search(rf"(?<!\d){re.escape(word)}", one)]


def _people(fits: _Any, session: Session, typed: str, grown_since: str) -> None:
    """Let words stand for a person; one whom a group finds, too, is grown where nothing may be told of children."""
    found = _Any()
    found.among("v.resident_id", [one.id for one in find(session, typed, PEOPLE)])
    if grown_since:
        fits.add(f"({found.text()} AND {_GROWN})", *found.given, grown_since)
    else:
        fits.add(found.text(), *found.given)


def _word(session: Session, word: str, named: Sequence[str], since: str, *, covered: bool) -> _Any:
    """Return where one word may stand; `since` is the year from which somebody born may be a child of whom nothing is told."""
    fits = _Any()
    _people(fits, session, word, since if named else "")
    if not word.isascii():
        fits.add("instr(v.visitors, ?)", word)
    else:
        fits.add("EXISTS (SELECT 1 FROM json_each(v.visitors) one WHERE instr(lower(json_extract(one.value, '$.name')), ?))", word.lower())
    _codes(fits, word)
    told = _told(word, named, covered=covered)
    if since:
        fits.add(f"({told.text()} AND (v.resident_id IS NULL OR {_GROWN}))", *told.given, since)
    else:
        fits.add(told.text(), *told.given)
    return fits


def _codes(fits: _Any, word: str) -> None:
    """Let a word stand for how one went, for what, and what came of it."""
    if len(word) < SHORTEST:
        return
    for column, codes in CODED:
        fits.among(f"v.{column}", [row.code for row in table(codes).rows if any(word in one for one in (row.label, *row.synonyms))])
    calls = ",".join(f"'{one}'" for one in sorted(CALLS))
    if word in _("met in person"):
        fits.add(f"(ifnull(v.outcome, 'met') = 'met' AND ifnull(v.mode, '') NOT IN ({calls}))")
    if word in _("answered|call"):
        fits.add(f"(ifnull(v.outcome, 'met') = 'met' AND v.mode IN ({calls}))")
    if word in _("nobody answered|call"):
        fits.add("v.outcome = 'no_answer'")


def _told(word: str, named: Sequence[str], *, covered: bool) -> _Any:
    """Return where a word stands in what tells of somebody: his group, his household, the needs, what was said."""
    fits = _Any()
    if named:
        marks = ",".join("?" * len(named))
        fits.add(f"v.resident_id IN (SELECT id FROM resident WHERE village_group IN ({marks}))", *named)  # noqa: S608 - marks only
    homes = "SELECT id FROM household WHERE removed_at IS NULL AND (instr(head_name, ?) OR instr(address, ?) OR household_no = ?)"
    fits.add(f"v.household_id IN ({homes})", word, word, word)
    if len(word) >= SHORTEST:
        for row in table("need_kind").rows:
            if any(word in one for one in (row.label, *row.synonyms)):
                fits.add("instr(v.issues, ?)", f'"kind":"{row.code}"')
    if not covered:
        for column in TOLD:
            fits.add(f"instr(v.{column}, ?)", word)
        for column in TOLD_IN_LISTS if not word.isascii() else ():
            fits.add(f"instr(v.{column}, ?)", word)
    return fits
