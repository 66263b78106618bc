"""A visit sheet as it is typed back: its lines in the order of the paper, what is entered already, what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.visit import Visit
from stationdesk.registers.visit_sheet import SheetStop, VisitSheet, line_number
from stationdesk.services.contacts import chunks, known_of
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.due import due
from stationdesk.services.event_words import handed
from stationdesk.services.followed import followed
from stationdesk.store.database import author_of

CHECKS = ("health", "spirit", "safety", "living")
"""What the sheet asks to look at, in its order; codes of check_item."""
OLD = 2
"""Days after which a sheet that was not typed back is reminded of."""
WHOLE = 10
"""Characters of a day that is known whole."""
_ENTERED = "SELECT visit_no FROM visit INDEXED BY visit_number WHERE visit_no >= ? AND visit_no < ? AND removed_at IS NULL AND author = ?"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is ticked and written on one line; as it begins, the answers of a normal visit."""

    mode: str = "home"
    outcome: str = "met"
    checks: tuple[str, ...] = ("normal",) * len(CHECKS)
    """Codes of check_result, in the order of CHECKS."""
    pressure: tuple[int, int] | None = None
    goods: str = ""
    need: str = ""
    request: bool = False
    """The need becomes a request."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet on the screen."""

    place: int
    code: str
    resident_id: str
    name: str
    """A child's alias."""
    age: str
    grade: str
    grade_label: str
    address: str
    why: str
    state: str
    """open, done or passed."""
    entry: Entry | None = None
    visit_id: str = ""
    note: str = ""
    """What stands in the way, or is good to know."""
    extra: bool = False


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet with all its lines."""

    id: str
    number: str
    title: str
    printed_on: date
    visited_on: date | None
    visitors: tuple[str, ...]
    finished_on: date | None
    lines: tuple[Line, ...]

    def count(self, state: str) -> int:
        """Return how many lines are in a state."""
        return sum(line.state == state for line in self.lines)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in the list of those not typed back."""

    id: str
    number: str
    title: str
    printed_on: date
    printed_by: str
    people: int
    settled: int
    finished: bool = False

    def is_old(self, on: date) -> bool:
        """Tell whether day `on` reminds of it: printed two days ago or longer, and not typed back."""
        return not self.finished and self.printed_on <= on - timedelta(days=OLD)

    def words(self, on: date) -> str:
        """Return when it was printed and how far it is."""
        printed = _("printed {day}").format(day=day_words(self.printed_on, on))
        return _("{printed}, {settled} of {people} entered").format(printed=printed, settled=self.settled, people=self.people)


def entered_codes(session: Session, number: str) -> set[str]:
    """Return the codes of a sheet's lines that have a visit."""
    session.flush()
    found = session.connection().exec_driver_sql(_ENTERED, (f"{number}-", f"{number}.", author_of(session))).scalars()
    return {str(one).rpartition("-")[2] for one in found}


def open_sheets(session: Session) -> list[SheetRow]:
    """Return the sheets that are not typed back, the oldest first."""
    mine = select(VisitSheet).where(
        col(VisitSheet.finished_on).is_(None), col(VisitSheet.removed_at).is_(None), VisitSheet.author == author_of(session)
    )
    return [_row(session, sheet) for sheet in session.exec(mine.order_by(col(VisitSheet.printed_on), col(VisitSheet.key)))]


def last_sheets(session: Session, count: int) -> list[SheetRow]:
    """Return the sheets that were typed back last, the newest first: to correct one, or to print it again."""
    mine = select(VisitSheet).where(
        col(VisitSheet.finished_on).is_not(None), col(VisitSheet.removed_at).is_(None), VisitSheet.author == author_of(session)
    )
    newest = mine.order_by(col(VisitSheet.finished_on).desc(), col(VisitSheet.key).desc()).limit(count)
    return [_row(session, sheet) for sheet in session.exec(newest)]


def old_sheets(session: Session, on: date) -> list[SheetRow]:
    """Return the sheets of which day `on` reminds: printed two days ago or longer, and not typed back."""
    return [row for row in open_sheets(session) if row.is_old(on)]


def _row(session: Session, sheet: VisitSheet) -> SheetRow:
    settled = {stop.code for stop in sheet.stops} & (entered_codes(session, sheet.number) | set(sheet.passed))
    printed_on = date.fromisoformat(sheet.printed_on)
    done = sheet.finished_on is not None
    return SheetRow(sheet.id, sheet.number, sheet.title or "", printed_on, sheet.printed_by or "", len(sheet.stops), len(settled), done)


def read_sheet(session: Session, sheet: VisitSheet, on: date, *, may_see_children: bool, before: OpenSheet | None = None) -> OpenSheet:
    """Return a sheet as the page shows it, with what is entered of each line.

    With `before`, the grade and what is due are those read before: a visit of one does not change them for the others.
    """
    now = followed(session, [stop.resident_id for stop in sheet.stops])
    ids = list(now.values())
    people = _people(session, ids)
    told, visits = _dues(session, ids, on, before), _visits(session, sheet)
    readings = _pressures(session, [visit.id for visit in visits.values()])
    twice, day = Counter(now[stop.resident_id] for stop in sheet.stops), sheet.visited_on or ""
    others = _other_visits(session, ids, day, sheet.number) if day else {}
    lines = []
    for place, stop in enumerate(sheet.stops, 1):
        person, visit = people.get(now[stop.resident_id]), visits.get(line_number(sheet.number, stop.code))
        state = "done" if visit else "passed" if stop.code in sheet.passed else "open"
        line = _line(place, stop, person, on, may_see_children=may_see_children)
        grade, label, why = told.get(line.resident_id, ("", "", ""))
        line = replace(line, grade=grade, grade_label=label, why=why)
        merged = now[stop.resident_id] != stop.resident_id or twice[now[stop.resident_id]] > 1
        note = _note(person, merged=merged, other=others.get(line.resident_id, "") if state == "open" else "", on=on)
        entry = entry_of(visit, readings.get(visit.id)) if visit else None
        lines.append(replace(line, state=state, entry=entry, visit_id=visit.id if visit else "", note=note))
    return OpenSheet(
        sheet.id,
        sheet.number,
        sheet.title or "",
        date.fromisoformat(sheet.printed_on),
        date.fromisoformat(sheet.visited_on) if sheet.visited_on else None,
        sheet.visitors,
        date.fromisoformat(sheet.finished_on) if sheet.finished_on else None,
        tuple(lines),
    )


def _dues(session: Session, ids: Sequence[str], on: date, before: OpenSheet | None) -> dict[str, tuple[str, str, str]]:
    """Return the grade, its word and what is due of each."""
    if before is not None and {line.resident_id for line in before.lines} >= set(ids):
        return {line.resident_id: (line.grade, line.grade_label, line.why) for line in before.lines}
    found = {}
    for one, known in known_of(session, ids, on).items():
        rule = known.grade
        found[one] = (rule.code if rule else "", rule.label if rule else "", due(known, on).sentence())
    return found


def _people(session: Session, ids: Iterable[str]) -> dict[str, Resident]:
    found: dict[str, Resident] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        asked = select(Resident).where(col(Resident.id).in_(some), Resident.author == author_of(session))
        found |= {one.id: one for one in session.exec(asked)}
    return found


def _visits(session: Session, sheet: VisitSheet) -> dict[str, Visit]:
    mine = select(Visit).where(
        col(Visit.visit_no) >= f"{sheet.number}-",
        col(Visit.visit_no) < f"{sheet.number}.",
        Visit.author == author_of(session),
        col(Visit.removed_at).is_(None),
    )
    return {visit.visit_no or "": visit for visit in session.exec(mine.order_by(col(Visit.key).desc()))}


def _pressures(session: Session, visits: Sequence[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for some in chunks(visits):
        mine = select(HealthReading).where(col(HealthReading.visit_id).in_(some), col(HealthReading.removed_at).is_(None))
        for one in session.exec(mine.order_by(col(HealthReading.key))):
            if one.visit_id and one.systolic is not None and one.diastolic is not None:
                found[one.visit_id] = (one.systolic, one.diastolic)
    return found


def _other_visits(session: Session, ids: Sequence[str], day: str, number: str) -> dict[str, str]:
    """Return for whom there is a visit on that day that was not entered from this sheet."""
    found: dict[str, str] = {}
    for some in chunks(list(dict.fromkeys(ids))):
        asked = select(Visit.resident_id, Visit.mode, Visit.visit_no).where(
            col(Visit.resident_id).in_(some), Visit.visited_on == day, col(Visit.removed_at).is_(None)
        )
        for resident, mode, visit_no in session.exec(asked):
            if resident and not (visit_no or "").startswith(f"{number}-"):
                found[resident] = table("contact_mode").label(mode)
    return found


def _line(place: int, stop: SheetStop, person: Resident | None, on: date, *, may_see_children: bool) -> Line:
    if person is None:
        return Line(place, stop.code, stop.resident_id, "?", "", "", "", "", "", "open", extra=stop.extra)
    child, years = is_child(person, on), person.age(on.isoformat())
    name = _("{alias} (alias)").format(alias=masked_child(person.name, person.alias)) if child else person.name
    hidden = child and not may_see_children
    return Line(
        place,
        stop.code,
        person.id,
        name,
        _("{years} years").format(years=years) if years is not None else "",
        "",
        "",
        "" if hidden else person.current_address or person.hamlet or person.village_group or "",
        "",
        "open",
        extra=stop.extra,
    )


def _note(person: Resident | None, *, merged: bool, other: str, on: date) -> str:
    if person is None:
        return _("not in the register any more")
    if person.residency_status in GONE:
        since = person.residency_since or ""
        when = day_words(date.fromisoformat(since), on) if len(since) == WHOLE else ""
        return " ".join(filter(None, (table("residency_status").label(person.residency_status), when)))
    if merged:
        return _("two records that became one")
    return _("noted besides on that day: {how}").format(how=other) if other else ""


def entry_of(visit: Visit, pressure: tuple[int, int] | None) -> Entry:
    """Return a kept visit as a line of a sheet shows it."""
    seen = {one.item: one.result for one in visit.check_items}
    return Entry(
        mode=visit.mode or "home",
        outcome=visit.outcome or "met",
        checks=tuple(seen.get(item, "normal") for item in CHECKS),
        pressure=pressure,
        goods="、".join(handed(one) for one in visit.handed_out),
        need=need_words(visit),
        request=any(issue.request_id for issue in visit.issues),
    )


def need_words(visit: Visit) -> str:
    """Return the needs of a visit on one line."""
    return "；".join(issue.text for issue in visit.issues)
