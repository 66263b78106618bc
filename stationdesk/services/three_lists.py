"""The three lists (domain 1.15): who is cared for, what is asked for, who answers; each as it stood on its cut-off day.

All three are views: nothing is kept for them, and a day that has passed can be asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.pairing_board import board
from stationdesk.services.pairing_world import read_world
from stationdesk.services.people_then import people_on
from stationdesk.services.request_reading import raised_of, step_of
from stationdesk.services.request_state import Step, came_to
from stationdesk.services.shown_person import Person, kin_of
from stationdesk.store.database import author_of

Kind = Literal["baseline", "needs", "responsibility"]
TITLES: Mapping[str, str] = {
    "baseline": N_("List of people cared for"),
    "needs": N_("List of needs"),
    "responsibility": N_("List of responsibilities"),
}
NOTHING = "—"
_HEADS = "SELECT id, head_id FROM household WHERE author = ? AND removed_at IS NULL AND head_id IS NOT NULL"


class Column(NamedTuple):
    """A column: its heading, its width in millimetres on paper, and what it holds (see `list_sheet`)."""

    title: str
    width: float
    holds: str = ""


@dataclass(frozen=True, slots=True)
class CareRow:
    """One line, its cells in words; `record_id` is the request of a line of needs, where it is one."""

    id: str
    resident_id: str
    cells: tuple[str, ...]
    grade: str = ""
    group: str = ""
    categories: frozenset[str] = frozenset()
    """Codes that the line can be filtered by."""
    child: bool = False
    record_id: str = ""
    tones: Mapping[int, str] = field(default_factory=dict)
    """The cells that want a look, by column: red for what is late, amber for a hole."""


@dataclass(frozen=True, slots=True)
class CareList:
    """A list as it stood at the end of a day."""

    kind: str
    cut_off: date
    columns: tuple[Column, ...]
    rows: tuple[CareRow, ...]

    def people(self) -> int:
        """Return how many different people stand in it."""
        return len({row.resident_id for row in self.rows})

    def only(self, *, groups: Iterable[str] = (), categories: Iterable[str] = ()) -> CareList:
        """Return the list of some village groups and some categories alone; none given is all of them."""
        wanted_groups, wanted = frozenset(groups), frozenset(categories)
        rows = tuple(
            row for row in self.rows if (not wanted_groups or row.group in wanted_groups) and (not wanted or row.categories & wanted)
        )
        return CareList(self.kind, self.cut_off, self.columns, rows)


def baseline_list(session: Session, cut_off: date, *, may_see_children: bool = False) -> CareList:
    """Return everybody who held a category or a grade on a day (底数清单)."""
    there = people_on(session, cut_off)
    chosen = [one for one in there.people.values() if there.categories.get(one.id) or one.id in there.grades]
    kin = kin_of(session, [one.id for one in chosen])
    codes, rows = table("resident_category"), []
    for person in sorted(chosen, key=Person.route):
        locked = person.is_child(cut_off) and not may_see_children
        grade, word = there.grades.get(person.id, ("", ""))
        held = there.categories.get(person.id, ())
        relative, number = kin.get(person.id, ("", ""))
        cells = (
            word or NOTHING,
            person.shown(cut_off),
            _age(person, cut_off, locked=locked),
            _(", (list)").join(codes.label(code) for code in held) if not locked else NOTHING,
            _group(person, cut_off),
            "" if locked else person.phone(),
            "" if locked else f"{relative} {number}".strip(),
        )
        rows.append(_row(person, person.id, cells, grade, cut_off, frozenset(held)))
    columns = (
        Column(_("Grade|column"), 16.0),
        Column(_("Name|column"), 30.0, "name"),
        Column(_("Age|column"), 12.0),
        Column(_("Categories|column"), 44.0, "health"),
        Column(_("Group|column"), 22.0),
        Column(_("Phone|column"), 28.0, "phone"),
        Column(_("Relative to call|column"), 64.0, "phone"),
    )
    return CareList("baseline", cut_off, columns, tuple(rows))


class _Open(NamedTuple):
    """A need that was open on a day, whichever register tells of it."""

    id: str
    record: str
    kind: str
    text: str
    source: str
    since: str
    due: str


def need_list(session: Session, cut_off: date, *, may_see_children: bool = False) -> CareList:
    """Return what was asked for and not yet met at the end of a day (需求清单): open requests, and needs written in the register."""
    there, found = people_on(session, cut_off), []
    for resident, need in [*_requests(session, cut_off), *_written(session, cut_off)]:
        person = there.people.get(resident)
        if person is not None:
            found.append((person, need))
    found.sort(key=lambda one: (one[0].route(), one[1].since, one[1].id))
    kinds, sources, day = table("need_kind"), table("request_source"), cut_off.isoformat()
    rows = []
    for person, need in found:
        locked = person.is_child(cut_off) and not may_see_children
        grade, word = there.grades.get(person.id, ("", ""))
        cells = (
            word or NOTHING,
            person.shown(cut_off),
            _group(person, cut_off),
            kinds.label(need.kind),
            NOTHING if locked else need.text,
            sources.label(need.source) if need.source else _("in the register|source"),
            need.since,
            need.due,
        )
        late = {7: "red"} if need.due and need.due < day else {}
        rows.append(_row(person, need.id, cells, grade, cut_off, frozenset({need.kind}), need.record, late))
    columns = (
        Column(_("Grade|column"), 16.0),
        Column(_("Name|column"), 28.0, "name"),
        Column(_("Group|column"), 20.0),
        Column(_("Kind|column"), 26.0),
        Column(_("What is to be done|column"), 66.0, "health"),
        Column(_("From|column"), 20.0),
        Column(_("Since|column"), 24.0),
        Column(_("Due|column"), 24.0),
    )
    return CareList("needs", cut_off, columns, tuple(rows))


def _requests(session: Session, cut_off: date) -> Iterable[tuple[str, _Open]]:
    """Yield the requests that were open at the end of a day; one of a whole household stands with its head."""
    day, own = cut_off.isoformat(), author_of(session)
    heads: dict[str, str] = dict(session.connection().exec_driver_sql(_HEADS, (own,)).all())
    told: dict[str, list[Step]] = {}
    events = select(RequestEvent).where(RequestEvent.author == own, col(RequestEvent.removed_at).is_(None))
    for event in session.exec(events.order_by(col(RequestEvent.key))):
        if (event.happened_on or "") <= day:
            told.setdefault(event.request_id, []).append(step_of(event))
    asked = select(ServiceRequest).where(ServiceRequest.author == own, col(ServiceRequest.removed_at).is_(None))
    for one in session.exec(asked.order_by(col(ServiceRequest.key))):
        who = one.resident_id or heads.get(one.household_id or "")
        if who and (one.raised_on or "") <= day and came_to(raised_of(one), told.get(one.id, ())) == "open":
            need = _Open(one.id, one.id, one.kind or "", one.text, one.source or "", one.raised_on or "", one.due_on or "")
            yield who, need


def _written(session: Session, cut_off: date) -> Iterable[tuple[str, _Open]]:
    """Yield the needs that stand in a person's own record."""
    day = cut_off.isoformat()
    mine = select(Resident.id, Resident.needs).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    for resident, needs in session.exec(mine):
        for at, need in enumerate(needs or ()):
            if need.since <= day:
                yield resident, _Open(f"{resident}/{at}", "", need.kind, need.note, "", need.since, "")


def _row(
    person: Person,
    key: str,
    cells: tuple[str, ...],
    grade: str,
    on: date,
    codes: frozenset[str],
    record: str = "",
    tones: Mapping[int, str] | None = None,
) -> CareRow:
    child = person.is_child(on)
    return CareRow(key, person.id, cells, grade, "" if child else person.village_group or "", codes, child, record, tones or {})


def _age(person: Person, on: date, *, locked: bool) -> str:
    years = person.age(on)
    return "" if locked or years is None else str(years)


def _group(person: Person, on: date) -> str:
    return NOTHING if person.is_child(on) or not person.village_group else person.village_group


def responsibility_list(session: Session, cut_off: date, *, may_see_children: bool = False) -> CareList:
    """Return who stood by whom and who answered at each level on a day (包保清单); a hole is said as one."""
    found = board(read_world(session, cut_off), may_see_children=may_see_children)
    rows = []
    for one in found.rows:
        cells = (one.grade_word, one.name, one.group, one.helper.text, *(cell.text for cell in one.levels), one.rhythm)
        said = (one.helper, *one.levels)
        tones = {3 + at: "amber" for at, cell in enumerate(said) if cell.tone in ("hole", "wait")}
        group = "" if one.child or one.group == NOTHING else one.group
        rows.append(CareRow(one.id, one.id, cells, one.grade, group, frozenset(one.projects), one.child, "", tones))
    columns = (
        Column(_("Grade|column"), 16.0),
        Column(_("Name|column"), 28.0, "name"),
        Column(_("Group|column"), 20.0),
        Column(_("Helper|column"), 44.0),
        *(Column(_("Responsible, {level}|column").format(level=level), 32.0) for level in found.levels),
        Column(_("Agreed|column"), 22.0),
    )
    return CareList("responsibility", cut_off, columns, tuple(rows))


Reader = Callable[..., CareList]
LISTS: Mapping[str, Reader] = {"baseline": baseline_list, "needs": need_list, "responsibility": responsibility_list}
