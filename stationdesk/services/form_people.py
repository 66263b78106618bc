"""Who stands in a form: by category, age at the cut-off, state, grade and village group, in the order of a round of the village."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.registers.code import table
from stationdesk.registers.export_profile import ExportProfileDraft
from stationdesk.registers.resident import ADULT, GONE, may_be_under, years_old
from stationdesk.store.database import author_of

_RESIDENTS = """
SELECT id, birth_date, birth_precision, birth_calendar, schooling IS NOT NULL OR school IS NOT NULL, village_group, residency_status,
  household_id, closed_on, key
FROM resident WHERE author = ? AND removed_at IS NULL
"""
_TAGS = """
SELECT resident_id, household_id, category FROM category_tag
WHERE removed_at IS NULL AND author = ? AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?)
"""
_GRADES = """
SELECT resident_id, grade FROM care_grade
WHERE removed_at IS NULL AND author = ? AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?)
"""
_BASES = {
    "pairing": "SELECT id, resident_id, kind, start_date, end_date, state FROM pairing "
    "WHERE removed_at IS NULL AND author = ? ORDER BY key",
    "wish": "SELECT id, resident_id FROM wish WHERE removed_at IS NULL AND author = ? ORDER BY collected_on, key",
    "visit": "SELECT id, resident_id FROM visit WHERE removed_at IS NULL AND author = ? ORDER BY visited_on, key",
}
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form before it is read: whom it is about, and the pairing, visit or household it is of."""

    resident: str
    base: str = ""
    group: str = ""
    child: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a form, and how many children were left out because the operator may not see them."""

    lines: tuple[Line, ...]
    children_left_out: int = 0

    @property
    def people(self) -> int:
        """How many different people stand in it."""
        return len({line.resident for line in self.lines if line.resident})


def group_order(group: str | None) -> tuple[int, str]:
    """Return what groups are sorted by: 2组 before 10组, no group last."""
    found = _DIGITS.search(group or "")
    return (int(found[0]) if found else 10_000 if group else 10_001, group or "")


def chosen(session: Session, profile: ExportProfileDraft, on: date, *, may_see_children: bool, only: Sequence[str] | None = None) -> Chosen:
    """Return the rows of `profile` on day `on`; `only`: of these residents, in their order."""
    people, left_out = _people(session, profile, on, only, may_see_children=may_see_children)
    if profile.row_kind == "household":
        return Chosen(_households(session, people), left_out)
    if profile.row_kind in _BASES:
        lines = _based(session, profile, people, on)
        return Chosen(lines, left_out)
    return Chosen(tuple(people.values()), left_out)


def _people(
    session: Session, profile: ExportProfileDraft, on: date, only: Sequence[str] | None, *, may_see_children: bool
) -> tuple[dict[str, Line], int]:
    """Return the residents who are meant, in the order of their groups."""
    day, author = on.isoformat(), author_of(session)
    ask = session.connection().exec_driver_sql
    tagged, graded = _holders(session, profile, day), None
    if profile.grades:
        graded = {one for one, grade in ask(_GRADES, (author, day, day)) if grade in profile.grades}
    wanted, found, left_out = None if only is None else set(only), [], 0
    for id_, birth, precision, calendar, at_school, group, status, home, closed, key in ask(_RESIDENTS, (author,)):
        if (wanted is not None and id_ not in wanted) or (graded is not None and id_ not in graded):
            continue
        if wanted is None and not _in_state(profile, status, closed):
            continue
        if tagged is not None and id_ not in tagged and home not in tagged:
            continue
        if not _in_band(profile, birth, precision, day) or (profile.village_groups and (group or "") not in profile.village_groups):
            continue
        minor = may_be_under(ADULT, birth, precision, calendar, day)
        child = minor is True or (minor is None and bool(at_school))
        if child and not may_see_children:
            left_out += 1
            continue
        found.append((group_order(group), key, Line(id_, "", group or "", child)))
    if only is None:
        return {line.resident: line for _group, _key, line in sorted(found, key=lambda one: one[:2])}, left_out
    place = {id_: at for at, id_ in enumerate(only)}
    return {line.resident: line for line in sorted((one[2] for one in found), key=lambda line: place[line.resident])}, left_out


def _in_state(profile: ExportProfileDraft, status: str | None, closed: str | None) -> bool:
    if profile.states:
        return (status or "living") in profile.states
    return status not in GONE and closed is None


def _in_band(profile: ExportProfileDraft, birth: str | None, precision: str | None, day: str) -> bool:
    if profile.from_age is None and profile.to_age is None:
        return True
    years = years_old(birth, precision, day)
    if years is None:
        return False
    return (profile.from_age is None or years >= profile.from_age) and (profile.to_age is None or years <= profile.to_age)


def _holders(session: Session, profile: ExportProfileDraft, day: str) -> set[str] | None:
    """Return the residents and households that hold one of the categories asked for, or one below it; None if none is asked for."""
    if not profile.categories:
        return None
    tags, found = table("resident_category"), set()
    meant: dict[str, bool] = {}
    for resident, home, category in session.connection().exec_driver_sql(_TAGS, (author_of(session), day, day)):
        if category not in meant:
            meant[category] = any(tags.is_within(category, one) for one in profile.categories)
        if meant[category]:
            found.add(resident or home)
    return found


def _households(session: Session, people: dict[str, Line]) -> tuple[Line, ...]:
    """Return the households in which one of the people lives, each with its head if he is in the register."""
    ask = session.connection().exec_driver_sql
    author = author_of(session)
    housed = ask("SELECT id, household_id FROM resident WHERE author = ? AND household_id IS NOT NULL", (author,))
    live: dict[str, str] = {resident: home for resident, home in housed}  # noqa: C416 - rows are no pairs for mypy
    homes = {live[one]: line for one, line in reversed(people.items()) if one in live}
    found = []
    for id_, head, group, key in ask(
        "SELECT id, head_id, village_group, key FROM household WHERE removed_at IS NULL AND author = ?", (author,)
    ):
        if id_ in homes:
            line = people.get(head or "") or homes[id_]
            found.append((group_order(group or line.group), key, Line(line.resident, id_, group or line.group, line.child)))
    return tuple(line for _group, _key, line in sorted(found, key=lambda one: one[:2]))


def _based(session: Session, profile: ExportProfileDraft, people: dict[str, Line], on: date) -> tuple[Line, ...]:
    """Return the pairings in force, or the visits, of the people."""
    day, found = on.isoformat(), []
    for id_, resident, *rest in session.connection().exec_driver_sql(_BASES[profile.row_kind], (author_of(session),)):
        line = people.get(resident or "")
        if line is None or (rest and not _in_force(profile, rest, day)):
            continue
        found.append(Line(line.resident, id_, line.group, line.child))
    return tuple(found)


def _in_force(profile: ExportProfileDraft, rest: Sequence[str | None], day: str) -> bool:
    kind, start, end, state = rest
    holds = state != "proposed" and (start is None or start <= day) and (end is None or day < end)
    return holds and (not profile.pairing_kinds or kind in profile.pairing_kinds)
