"""Reading a month of contacts: everybody once, and afterwards only whom the journal names."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.contact_grid import DAILY, Grid, GridRow, Section, Seen, Worked, work_out
from stationdesk.services.contact_marks import Mark, mark_of
from stationdesk.services.due import Care
from stationdesk.services.due_days import Stretch, days_in, stretch_of
from stationdesk.services.due_history import History, Met
from stationdesk.services.due_known import as_day, chunks
from stationdesk.services.histories import histories_of
from stationdesk.services.holidays import calendar_of
from stationdesk.services.scheme_rules import rule_of, rules_at, scheme_book
from stationdesk.services.shown_person import Person, details_of
from stationdesk.services.standing_in import BY_STATION, STATION, who_of
from stationdesk.store.database import author_of

MOST = 300
"""People of one grid; a larger village narrows it by group or by who answers for them."""
_GRADED = """
SELECT g.resident_id, g.scheme_code, g.grade, max(ifnull(g.from_date, '') || printf('%09d', g.key))
FROM care_grade g INDEXED BY care_grade_force
WHERE g.author = :author AND g.removed_at IS NULL
  AND (g.from_date IS NULL OR g.from_date <= :until) AND (g.to_date IS NULL OR g.to_date >= :first) {only}
GROUP BY g.resident_id
"""
_IN_GROUPS = "AND g.resident_id IN (SELECT id FROM resident WHERE village_group IN ({marks}) AND author = :author AND removed_at IS NULL)"
_SEEN = """
SELECT resident_id, visited_on, outcome, mode, recorded_on, visitors FROM visit INDEXED BY visit_month
WHERE resident_id IN ({marks}) AND removed_at IS NULL AND visited_on BETWEEN ? AND ? ORDER BY resident_id, visited_on, key
"""
_HELPERS = """
SELECT DISTINCT ifnull(p.helper_id, p.helper_name), ifnull(h.name, p.helper_name) FROM pairing p
LEFT JOIN helper h ON h.id = p.helper_id AND h.removed_at IS NULL
WHERE p.author = ? AND p.removed_at IS NULL AND ifnull(p.state, '') <> 'proposed'
  AND (p.start_date IS NULL OR p.start_date <= ?) AND (p.end_date IS NULL OR p.end_date > ?)
"""
_GROUPS = "SELECT DISTINCT village_group FROM resident WHERE author = ? AND removed_at IS NULL AND village_group IS NOT NULL"
_TOUCHED = """
SELECT c.seq, c.kind, v.resident_id,
  v.visited_on >= :first AND v.kind IS NOT 'emergency' AND NOT EXISTS (SELECT 1 FROM change b WHERE b.record = c.record AND b.seq < c.seq)
FROM change c LEFT JOIN visit v ON c.kind = 'visit' AND v.id = c.record
WHERE c.seq > :since ORDER BY c.seq LIMIT :most
"""
"""The last field: a contact of these days that is new, and nothing grave; one that was changed may have been of other days before."""
MOST_CHANGES = 400
"""Journal lines since the last look above which everybody is read anew."""
ASIDE = frozenset({"note", "request_event", "service_request", "wish", "wish_event", "consent", "card_issue", "photo"})
"""Registers whose lines change no cell."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the grid shows: empty sets leave everybody in."""

    groups: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()
    """Keys of those who are responsible (`standing_in.Somebody`)."""


EVERYBODY = Wanted()


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def read_grid(
    session: Session, month: date, on: date, wanted: Wanted = EVERYBODY, *, may_see_children: bool = False, most: int = MOST
) -> Grid:
    """Read the grid of the month of day `month` as it stands on day `on`, at most `most` people, the shortest rhythm first.

    Who narrows it by group without the right to see children sees no child in it: the group would be said of it.
    """
    first, last = month_of(month)
    found = _graded(session, first, min(on, last), wanted)
    ranked = sorted(found, key=lambda one: (found[one][1], found[one][0] is Care.HOME, one))
    if wanted.helpers:
        who = who_of(session, ranked, on)
        ranked = [one for one in ranked if who.get(one, BY_STATION).who.key in wanted.helpers]
    chosen = ranked[:most]
    details = details_of(session, chosen)
    stretch = stretch_of(session, first, last)
    rows, histories = rows_of(session, details, found, stretch, on, may_see_children=may_see_children)
    if wanted.groups and not may_see_children:
        rows = {one: row for one, row in rows.items() if not row.child}
    sections: dict[tuple[int, bool], list[GridRow]] = {}
    for one in sorted(rows, key=lambda one: (found[one][2], details[one].route())):
        sections.setdefault((found[one][1], found[one][0] is Care.HOME), []).append(rows[one])
    kept = tuple(Section(some[0].care, some[0].every, tuple(some)) for _key, some in sorted(sections.items()))
    return Grid(first, last, on, kept, len(ranked) - len(chosen), stretch, details, histories, journal_end(session))


Rhythm = tuple[Care, int, int, str, str]
"""What is asked how often, the grade's place in its scheme, its code and its word."""


def _graded(session: Session, first: date, until: date, wanted: Wanted) -> dict[str, Rhythm]:
    """Return everybody who had a grade with a rhythm in these days, with the last such grade."""
    rules = rules_at(scheme_book(session), until.isoformat())
    order = {codes: at for at, codes in enumerate(rules)}
    only, given = "", {"author": author_of(session), "until": until.isoformat(), "first": first.isoformat()}
    if wanted.groups:
        names = {f"g{at}": group for at, group in enumerate(sorted(wanted.groups))}
        only, given = _IN_GROUPS.format(marks=",".join(f":{name}" for name in names)), given | names
    found: dict[str, Rhythm] = {}
    known: dict[tuple[str, str], Rhythm | None] = {}
    for resident, scheme, code, _since in session.connection().exec_driver_sql(_GRADED.format(only=only), given):
        if (scheme, code) not in known:
            rule = rule_of(rules, scheme, code)
            grade = rule.grade if rule else None
            every = (grade.contact_every_days or grade.home_visit_every_days) if grade else None
            care = Care.CONTACT if grade and grade.contact_every_days else Care.HOME
            known[scheme, code] = (
                (care, every, order.get((scheme, code), order.get(("", code), len(order))), grade.code, grade.label)
                if grade and every
                else None
            )
        if (rhythm := known[scheme, code]) is not None:
            found[resident] = rhythm
    return found


def rows_of(
    session: Session,
    details: Mapping[str, Person],
    rhythms: Mapping[str, Rhythm],
    stretch: Stretch,
    on: date,
    *,
    may_see_children: bool,
) -> tuple[dict[str, GridRow], dict[str, History]]:
    """Return the rows of residents, and their histories; whoever had gone before the month, or was asked for nothing in it, has no row."""
    asked, rows = {one: _Asked(rhythms[one][0], rhythms[one][1]) for one in details}, dict[str, GridRow]()
    found, histories = _worked(session, asked, stretch, on)
    for one, (worked, by) in found.items():
        person, (care, every, _order, code, label) = details[one], rhythms[one]
        child = person.is_child(on)
        age = None if child and not may_see_children else person.age(on)
        group = "" if child else person.village_group or ""
        rows[one] = GridRow(one, code, label, person.shown(on), age, child, group, care, every, *worked, by)
    return rows, histories


class _Asked(NamedTuple):
    """What is asked for how often."""

    care: Care
    every: int


class _Contacts(NamedTuple):
    """The contacts of a month with one person: by their place in it, in their order, and who made them."""

    days: dict[int, Seen]
    met: list[Met]
    by: set[str]


def _worked(
    session: Session,
    asked: Mapping[str, GridRow | _Asked],
    stretch: Stretch,
    on: date,
    kept: Mapping[str, History] | None = None,
) -> tuple[dict[str, tuple[Worked, frozenset[str]]], dict[str, History]]:
    """Return what the days of residents come to, and who did it; of whom nothing was asked and nothing done, there is none.

    Their histories are the second thing returned; `kept` are those of before, of which only the contacts of the month are not so now.
    """
    seen = _seen(session, asked, stretch.first, stretch.last)
    met = {one: mine.met for one, mine in seen.items()}
    if kept is None:
        histories = histories_of(session, list(asked), stretch.first, stretch.last, stretch.world.book, met)
    else:
        histories = {one: kept[one]._replace(met=tuple(met.get(one, ()))) for one in asked if one in kept}
    found = dict[str, tuple[Worked, frozenset[str]]]()
    for one, states in days_in(stretch, histories, on).items():
        days, _met, by = seen.get(one, _Contacts({}, [], set()))
        stood = list(states.values())
        if days or not all(state.nothing for state in stood):
            daily = asked[one].every == DAILY and asked[one].care is Care.CONTACT
            found[one] = work_out(stood, days, (on - stretch.first).days, daily=daily), frozenset(by)
    return found, histories


def _seen(session: Session, ids: Iterable[str], first: date, last: date) -> dict[str, _Contacts]:
    """Return of each resident the contacts from `first` to `last`."""
    found: dict[str, _Contacts] = {}
    names: dict[str, tuple[str, ...]] = {}
    for some in chunks(list(ids)):
        sql = _SEEN.format(marks=",".join("?" * len(some)))
        given = (*some, first.isoformat(), last.isoformat())
        for resident, day, outcome, mode, recorded, visitors in session.connection().exec_driver_sql(sql, given).all():
            mark, late = mark_of(mode, outcome), recorded is not None and recorded > day
            at, home = int(day[8:10]) - 1, mark is Mark.HOME
            mine = found.get(resident)
            if mine is None:
                mine = found[resident] = _Contacts({}, [], set())
            before = mine.days.get(at)
            if before is None:
                mine.days[at] = Seen(mark, 1, late, home)
            else:
                mine.days[at] = Seen(min(mark, before.mark), before.times + 1, late and before.late, home or before.home)
            mine.met.append(Met(as_day(day) or first, mode or "", outcome or ""))
            if visitors not in names:
                names[visitors] = tuple(one["name"] for one in json.loads(visitors or "[]"))
            mine.by.update(names[visitors])
    return found


def follow(session: Session, grid: Grid, on: date, wanted: Wanted = EVERYBODY, *, may_see_children: bool = False) -> Grid:
    """Return the grid as it is now: only the people of the visits written since it was read are read anew."""
    touched = _touched(session, grid) if on == grid.on else None
    if touched is None or grid.stretch is None:
        return read_grid(session, grid.first, on, wanted, may_see_children=may_see_children)
    mine = [one for one in touched.residents if one in grid.places]
    if not mine:
        return grid
    before = {one: grid.rows[grid.places[one]] for one in mine}
    found, histories = _worked(session, before, grid.stretch, on, grid.histories if touched.plain else None)
    if found.keys() != before.keys():  # somebody of whom nothing was asked lost his only contact, and leaves
        return read_grid(session, grid.first, on, wanted, may_see_children=may_see_children)
    return grid.with_rows({one: before[one].anew(*what) for one, what in found.items()}, histories, touched.seen_to)


class _Touched(NamedTuple):
    """Who was met since a line of the journal, the journal's last line, and whether all of it is new contacts of the month."""

    residents: Sequence[str]
    seen_to: int
    plain: bool


def _touched(session: Session, grid: Grid) -> _Touched | None:
    """Return whose visits were written since a grid was read; None where something else was written, or very much."""
    given = {"first": grid.first.isoformat(), "since": grid.seen_to, "most": MOST_CHANGES + 1}
    lines = session.connection().exec_driver_sql(_TOUCHED, given).all()
    if len(lines) > MOST_CHANGES or any(kind != "visit" and kind not in ASIDE for _seq, kind, _resident, _plain in lines):
        return None
    residents = list(dict.fromkeys(resident for _seq, _kind, resident, _plain in lines if resident))
    plain = all(plain for _seq, _kind, resident, plain in lines if resident)
    return _Touched(residents, lines[-1][0] if lines else grid.seen_to, plain)


def journal_end(session: Session) -> int:
    """Return the last line of the journal."""
    return int(session.connection().exec_driver_sql("SELECT coalesce(max(seq), 0) FROM change").scalar_one())


def groups_of(session: Session) -> list[str]:
    """Return the village groups that occur."""
    return sorted(row[0] for row in session.connection().exec_driver_sql(_GROUPS, (author_of(session),)))


def helpers_of(session: Session, grid: Grid) -> list[tuple[str, str]]:
    """Return who is responsible for the people of a grid today: key and name, the station last."""
    found = {one.who.key: one.who.name for one in who_of(session, [row.resident_id for row in grid.rows], grid.on).values()}
    return sorted(((key, name or _("the station")) for key, name in found.items()), key=lambda one: (one[0] == STATION.key, one[1]))


def rest_days(session: Session, grid: Grid) -> frozenset[int]:
    """Return the places of the days that are not worked: weekends and holidays, as the calendar and the settings say."""
    calendar = calendar_of(session)
    return frozenset(at for at in range(grid.days) if not calendar.is_workday(grid.day(at)))
