"""The list of visits of a span of days: a page at a time, filtered by the database, with the sums at its foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.household import Household
from stationdesk.registers.mask import masked_child
from stationdesk.registers.photo import Photo
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services import event_words as words
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.visit_search import grown, typed_condition
from stationdesk.store.database import author_of

MOST = 5000
"""Rows a list shows; the sums count all of them."""
AT_ONCE = 400
WIDE = 4_000
"""Visits in the span from which the list is read beside the window."""
SILENT = frozenset({"nobody", "no_answer", "wrong_number", "refused"})


@dataclass(frozen=True)
class Wanted:
    """Which visits the list shall show: a span of days, both included, and what narrows it; empty: everything."""

    first: date
    last: date
    kinds: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    visitors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    troubled: bool = False
    """Only those with a need, or with something to take note of."""
    with_photos: bool = False
    typed: str = ""
    may_see_children: bool = False
    """Whether typed words look through what was told of children, and a group finds them."""
    covered: bool = False
    """The screen faces visitors: typed words look through nothing that was told."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit as a list may show it; of a locked child only that there was one."""

    key: int
    id: str
    resident_id: str
    name: str
    group: str
    child: bool
    locked: bool
    when: str
    how: str
    kind: str
    outcome: str
    tone: str
    """late (nobody was reached) or plain."""
    went: str
    came: str
    """What was found, said, given and left to do; empty where it may not be seen."""
    plainly: str
    """What came of it without a word about anybody's body or mind: kinds of needs, things handed over."""
    late: bool
    photos: int
    together: bool
    """Others were met on the same occasion."""

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        late = _("written down later") if self.late else ""
        return "，".join(filter(None, (self.when, self.name, self.how, self.outcome, self.kind, self.went, late, self.came)))


@dataclass(frozen=True)
class Sums:
    """What stands at the foot: occasions, person-times, households, and person-times by mode."""

    visits: int = 0
    person_times: int = 0
    households: int = 0
    modes: tuple[tuple[str, int], ...] = ()


def keys(session: Session, wanted: Wanted, most: int = MOST) -> list[int]:
    """Return the keys of the visits, the newest first, at most `most`."""
    where, given = condition(session, wanted)
    sql = f"SELECT v.key {where} ORDER BY v.visited_on DESC, v.start_time DESC, v.key DESC LIMIT {int(most)}"
    return list(session.connection().exec_driver_sql(sql, given).scalars())


def every_row(session: Session, wanted: Wanted, on: date, *, may_see_children: bool) -> Iterator[VisitRow]:
    """Yield every visit wanted, however many, the newest first; a page of them in memory at a time."""
    where, given = condition(session, wanted)
    after: tuple[str, str, int] | None = None
    while True:
        more, marks = "", given
        if after is not None:
            more = "AND v.visited_on <= ? AND (v.visited_on, ifnull(v.start_time, ''), v.key) < (?, ?, ?)"
            marks = (*given, after[0], *after)
        sql = f"SELECT v.key, v.visited_on, ifnull(v.start_time, '') {where} {more} ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT {AT_ONCE}"
        page = session.connection().exec_driver_sql(sql, marks).all()
        found = rows(session, [key for key, _day, _time in page], on, may_see_children=may_see_children)
        yield from (found[key] for key, _day, _time in page if key in found)
        if len(page) < AT_ONCE:
            return
        after = (page[-1][1], page[-1][2], page[-1][0])


def is_wide(session: Session, wanted: Wanted) -> bool:
    """Tell whether the span holds so many visits that going through them takes a moment."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM visit WHERE visited_on BETWEEN ? AND ? LIMIT ?)"
    given = (wanted.first.isoformat(), wanted.last.isoformat(), WIDE + 1)
    return int(session.connection().exec_driver_sql(sql, given).scalar_one()) > WIDE


def sums(session: Session, wanted: Wanted) -> Sums:
    """Return the sums over every visit wanted."""
    where, given = condition(session, wanted)
    ask = session.connection().exec_driver_sql
    counts = "count(DISTINCT coalesce(v.occasion_id, v.id)), count(*), count(DISTINCT coalesce(v.household_id, v.resident_id))"
    visits, times, homes = ask(f"SELECT {counts} {where}", given).one()
    modes = ask(f"SELECT ifnull(v.mode, 'other'), count(*) {where} GROUP BY 1 ORDER BY 2 DESC, 1", given).all()
    return Sums(visits, times, homes, tuple((str(mode), int(count)) for mode, count in modes))


def condition(session: Session, wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    """Return FROM and WHERE of the question, and its values."""
    parts = ["v.author = ? AND v.removed_at IS NULL AND v.visited_on BETWEEN ? AND ?"]
    given: list[Any] = [author_of(session), wanted.first.isoformat(), wanted.last.isoformat()]
    for column, codes in (("kind", wanted.kinds), ("mode", wanted.modes), ("outcome", wanted.outcomes)):
        if codes:
            parts.append(f"v.{column} IN ({_marks(codes)})")
            given += sorted(codes)
    if wanted.visitors:
        parts.append("(" + " OR ".join("instr(v.visitors, ?)" for _one in wanted.visitors) + ")")
        given += [f'"name":{_json(name)}' for name in sorted(wanted.visitors)]
    if wanted.groups:
        parts.append(f"v.resident_id IN (SELECT id FROM resident WHERE village_group IN ({_marks(wanted.groups)}))")  # noqa: S608 - marks only
        given += sorted(wanted.groups)
        if not wanted.may_see_children:  # where a child lives is not told by what a group finds
            part, since = grown(wanted.last)
            parts.append(part)
            given.append(since)
    if wanted.troubled:
        parts.append("""(v.issues <> '[]' OR instr(v.check_items, '"watch"') OR instr(v.check_items, '"abnormal"'))""")
    if wanted.with_photos:
        parts.append("v.id IN (SELECT visit_id FROM photo WHERE removed_at IS NULL AND visit_id IS NOT NULL)")
    if typed := wanted.typed.strip():
        part, more = typed_condition(session, typed, wanted.last, may_see_children=wanted.may_see_children, covered=wanted.covered)
        parts.append(part)
        given += more
    return "FROM visit v INDEXED BY ix_visit_visited_on WHERE " + " AND ".join(parts), tuple(given)


def _marks(codes: Sequence[str] | frozenset[str]) -> str:
    return ",".join("?" * len(codes))


def _json(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def rows(
    session: Session, wanted: Sequence[int], on: date, *, may_see_children: bool = False, covered: bool = False
) -> dict[int, VisitRow]:
    """Return the rows of some visits by key; those taken out meanwhile are missing.

    A child goes by alias and without a group; without `may_see_children` nothing is told of what came of a visit to him. `covered`:
    the screen faces visitors, and what was seen and said of anybody is left out.
    """
    kept = session.exec(select(Visit).where(col(Visit.key).in_(list(wanted)), col(Visit.removed_at).is_(None))).all()
    own = author_of(session)
    people = _by_id(session, Resident, {one.resident_id for one in kept if one.resident_id}, own)
    homes = _by_id(session, Household, {one.household_id for one in kept if not one.resident_id and one.household_id}, own)
    pictures = _photos(session, [one.id for one in kept])
    found = {}
    for visit in kept:
        person = people.get(visit.resident_id or "")
        home = homes.get(visit.household_id or "")
        row = _row(visit, person, home, on, may_see_children, covered=covered, photos=pictures.get(visit.id, 0))
        found[row.key] = row
    return found


def _by_id(session: Session, kind: Any, ids: set[str], own: str) -> dict[str, Any]:
    if not ids:
        return {}
    return {one.id: one for one in session.exec(select(kind).where(kind.id.in_(ids), kind.author == own))}


def _photos(session: Session, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    if ids:
        for visit in session.exec(select(Photo.visit_id).where(col(Photo.visit_id).in_(list(ids)), col(Photo.removed_at).is_(None))):
            found[visit or ""] = found.get(visit or "", 0) + 1
    return found


def _row(
    visit: Visit, person: Resident | None, home: Household | None, on: date, may_see_children: bool, *, covered: bool, photos: int
) -> VisitRow:
    child = person is not None and is_child(person, on)
    locked = child and not may_see_children
    day = date.fromisoformat(visit.visited_on)
    met = visit.outcome in (None, "met")
    return VisitRow(
        visit.key or 0,
        visit.id,
        visit.resident_id or "",
        _name(person, home, child=child),
        "" if child or person is None else person.village_group or "",
        child,
        locked,
        f"{day_words(day, on)} {visit.start_time or ''}".strip(),
        table("contact_mode").label(visit.mode or "other"),
        table("visit_kind").label(visit.kind) if visit.kind else "",
        _outcome(visit),
        "late" if visit.outcome in SILENT else "plain" if met else "soon",
        "、".join(one.name for one in visit.visitors) or (visit.recorder or ""),
        "" if locked else plainly(visit) if covered else came_of(visit),
        "" if locked else plainly(visit),
        bool(visit.recorded_on and visit.recorded_on > visit.visited_on),
        photos,
        visit.occasion_id is not None,
    )


def _name(person: Resident | None, home: Household | None, *, child: bool) -> str:
    if person is not None:
        return _("{alias} (alias)").format(alias=masked_child(person.name, person.alias)) if child else person.name
    if home is not None:
        return _("household of {name}").format(name=home.head_name or home.address or "")
    return _("not in the register any more")


def household_words(session: Session, household_id: str) -> str:
    """Return how a visit to a household alone is named."""
    return _name(None, _by_id(session, Household, {household_id}, author_of(session)).get(household_id), child=False)


def _outcome(visit: Visit) -> str:
    if visit.outcome in (None, "met"):
        return _("answered|call") if visit.mode in {"phone", "video", "wechat"} else _("met in person")
    return table("visit_outcome").label(visit.outcome or "met")


def came_of(visit: Visit) -> str:
    """Return what was found, said, left to do and given, in a line."""
    _icon, parts, _who = words.of_visit(visit)
    text = "".join(part.text for part in parts)
    _head, _dot, rest = text.partition(words.DOT.text)
    return rest


def plainly(visit: Visit) -> str:
    """Return what came of a visit in codes alone: which kinds of need, what was handed over; nothing told and nothing seen."""
    needs = [table("need_kind").label(one.kind) if one.kind else _("something to do") for one in visit.issues]
    said = [_("to do: {what}").format(what="、".join(dict.fromkeys(needs)))] if needs else []
    if visit.handed_out:
        said.append(_("given: {what}").format(what=_(", ").join(map(words.handed, visit.handed_out))))
    return "；".join(said)


def visitors_in(session: Session, wanted: Wanted) -> list[str]:
    """Return who went on the visits of a span, the busiest first, for the filter."""
    sql = (
        "SELECT json_extract(one.value, '$.name') AS name, count(*) FROM (SELECT visitors FROM visit INDEXED BY ix_visit_visited_on "
        "WHERE author = ? AND removed_at IS NULL AND visited_on BETWEEN ? AND ? ORDER BY visited_on DESC LIMIT ?) v, "
        "json_each(v.visitors) one GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 40"
    )
    given = (author_of(session), wanted.first.isoformat(), wanted.last.isoformat(), MOST)
    return [str(name) for name, _count in session.connection().exec_driver_sql(sql, given) if name]
