"""The list of a day: what is to be done, most urgent first, section by section, and what was done already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.contacts import known_of, open_ones
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Care, Due, Known, Part, State, due, spoken, standing
from stationdesk.services.shown_person import Person, details_of, kin_of
from stationdesk.store.database import author_of

MOST = 300
"""Lines shown of one section; of a longer one the most urgent."""
OLD = 60
Urgency = tuple[bool, int, str]
"""Whether somebody was tried today, the days until he is due, and who it is: the smaller, the more urgent."""

_DONE = "SELECT count(*) FROM visit WHERE visited_on = ? AND author = ? AND outcome = 'met' AND removed_at IS NULL"
_FOLLOW_UPS = """
SELECT v.id, v.resident_id, v.follow_up_due, v.visited_on, ifnull(v.next_plan, ''), count(*) OVER () FROM visit v
JOIN resident r ON r.id = v.resident_id AND r.author = v.author AND r.removed_at IS NULL AND r.closed_on IS NULL
WHERE v.follow_up_due <= ? AND v.followed_up_on IS NULL AND v.removed_at IS NULL AND v.author = ?
  AND (r.residency_status IS NULL OR r.residency_status NOT IN ('deceased', 'moved_out', 'merged'))
ORDER BY v.follow_up_due, v.key LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: who, why, where, and what to dial. Of a child it says no group."""

    resident_id: str
    grade: str
    """Code of the grade in force; empty without one."""
    grade_label: str
    name: str
    age: int | None
    child: bool
    reasons: tuple[Part, ...]
    place: str
    phone: str
    """The person's own, masked."""
    kin: str
    """The relative to call first and where he is: 儿子在深圳; with his number, masked, if the person has none."""
    home: bool
    """A visit is asked for, not only a contact."""
    visit_id: str = ""
    """The visit whose follow-up this is."""

    def sentence(self) -> str:
        """Return the line as one sentence, as it is read aloud."""
        age = _("{years} years").format(years=self.age) if self.age is not None else ""
        grade = self.grade_label or (_("follow-up") if self.visit_id else "")
        return _(" · ").join(part for part in (grade, self.name, age, spoken(self.reasons), self.place) if part)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list under a heading; `count` people, of whom the first are in `lines`."""

    kind: str
    """daily, visits or follow_ups."""
    title: str
    who: str
    """Whom the section is about, in words: 红色老人."""
    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day's list; `open` counts every section, `done` the people reached today."""

    on: date
    sections: tuple[Section, ...]
    open: int
    done: int

    def lines(self) -> list[Line]:
        """Return the lines of all sections in their order."""
        return [line for section in self.sections for line in section.lines]


def today(session: Session, on: date, *, may_see_children: bool = False, covered: bool = False, most: int = MOST) -> Day:
    """Return what is to be done on day `on`, at most `most` lines a section; `covered`: what was promised is not told."""
    counts, people = {"daily": 0, "visits": 0}, {"daily": list[Urgency](), "visits": list[Urgency]()}
    for resident, known in open_ones(session, on):
        found = standing(known, on)
        kind = "daily" if found.daily else "visits"
        if found.state in {State.LATE, State.TODAY} or (found.state is State.TOMORROW and found.care is Care.HOME):
            counts[kind] += 1
            if most:
                people[kind].append((found.tried_today, -found.days, resident))
    parts = []
    for kind, count in counts.items():
        if count:
            lines = lines_of(session, people[kind], on, most=most, may_see_children=may_see_children)
            who = _who(lines)
            title = _("{who} not contacted today").format(who=who) if kind == "daily" else _("Contacts and visits due")
            parts.append(Section(kind, title, who, count, lines))
    booked = follow_ups(session, on, most=most, may_see_children=may_see_children, covered=covered)
    sections = tuple(parts) + ((booked,) if booked.count else ())
    return Day(on, sections, sum(section.count for section in sections), done_on(session, on))


def done_on(session: Session, on: date) -> int:
    """Return how many contacts of a day reached somebody."""
    return int(session.connection().exec_driver_sql(_DONE, (on.isoformat(), author_of(session))).scalar_one())


def lines_of(session: Session, people: list[Urgency], on: date, *, most: int, may_see_children: bool) -> tuple[Line, ...]:
    """Put the most urgent of `people` in order: the latest first, whoever was tried today last; then by group and route."""
    people.sort()
    chosen = [resident for _tried, _days, resident in people[:most]]
    known, details = known_of(session, chosen, on), details_of(session, chosen)
    kept = [(details[one], known[one], due(known[one], on)) for one in chosen if one in known and one in details]
    kept.sort(key=lambda one: (one[2].tried_today, -one[2].days, one[0].route()))
    kin = kin_of(session, [person.id for person, _known, _due in kept])
    return tuple(line_of(one, known, why, kin.get(one.id), on, may_see_children=may_see_children) for one, known, why in kept)


def tomorrow(session: Session, on: date) -> tuple[int, int]:
    """Return how many contacts and how many visits wait on the day after `on`, as far as it is known now."""
    after, contacts, visits = on + timedelta(days=1), 0, 0
    for _resident, known in open_ones(session, after):
        found = standing(known, after)
        if found.state in {State.LATE, State.TODAY}:
            contacts, visits = contacts + (found.care is Care.CONTACT), visits + (found.care is Care.HOME)
    return contacts, visits


@dataclass(frozen=True, slots=True)
class People:
    """How many the register has, and how many of them have a care grade: what an empty list is explained by."""

    residents: int
    graded: int


def people_here(session: Session, on: date) -> People:
    """Count the own residents, and the grades in force on day `on`."""
    connection, day = session.connection(), on.isoformat()
    there = "SELECT count(*) FROM resident INDEXED BY resident_care WHERE author = ? AND removed_at IS NULL"
    graded = """SELECT count(*) FROM care_grade INDEXED BY care_grade_force WHERE author = ? AND removed_at IS NULL
      AND (from_date IS NULL OR from_date <= ?) AND (to_date IS NULL OR to_date >= ?)"""
    author = author_of(session)
    residents = int(connection.exec_driver_sql(there, (author,)).scalar_one())
    return People(residents, int(connection.exec_driver_sql(graded, (author, day, day)).scalar_one()))


def _who(lines: tuple[Line, ...]) -> str:
    labels = list(dict.fromkeys(line.grade_label for line in lines))
    grade = labels[0] if len(labels) == 1 else ""
    old = all(line.age is not None and line.age >= OLD for line in lines)
    return (_("{grade} elders|who") if old else _("{grade} people|who")).format(grade=grade)


def line_of(person: Person, known: Known, why: Due, kin: tuple[str, str] | None, on: date, *, may_see_children: bool) -> Line:
    """Put a line together; `kin` is the relative to call first and his number."""
    grade, child = known.grade, person.is_child(on)
    phone, (relative, number) = person.phone(), kin or ("", "")
    locked = child and not may_see_children
    if locked:
        phone = relative = number = ""
    return Line(
        resident_id=person.id,
        grade=grade.code if grade else "",
        grade_label=grade.label if grade else "",
        name=person.shown(on),
        age=None if locked else person.age(on),
        child=child,
        reasons=why.reasons,
        place="" if child else person.village_group or "",
        phone=phone,
        kin=relative if phone else f"{relative} {number}".strip(),
        home=why.care is Care.HOME,
    )


def follow_ups(session: Session, on: date, *, most: int, may_see_children: bool, covered: bool = False) -> Section:
    """Return what was promised on a visit for a day up to `on` and has not been done."""
    rows = session.connection().exec_driver_sql(_FOLLOW_UPS, (on.isoformat(), author_of(session), max(most, 1))).all()
    count = int(rows[0][-1]) if rows else 0
    ids = [row[1] for row in rows[:most]]
    details, known, kin = details_of(session, ids), known_of(session, ids, on), kin_of(session, ids)
    lines = []
    for visit, resident, day, visited, plan, _count in rows[:most]:
        if resident in details and resident in known:
            told = "" if covered or (details[resident].is_child(on) and not may_see_children) else plan
            why = Due(State.TODAY, _promised(date.fromisoformat(day), date.fromisoformat(visited), told, on))
            base = line_of(details[resident], known[resident], why, kin.get(resident), on, may_see_children=may_see_children)
            lines.append(replace(base, visit_id=visit))
    return Section("follow_ups", _("Promised on a visit"), _who(tuple(lines)), count, tuple(lines))


def _promised(day: date, visited: date, plan: str, on: date) -> tuple[Part, ...]:
    late = (on - day).days
    when: Part = (_("{days} days late").format(days=late), "red") if late else (_("today"), "amber")
    what = plan or _("look in again")
    return ((_("promised on {day}").format(day=day_words(visited, on)), "ink"), DOT, (what, "ink"), DOT, when)
