"""The list of a day: what is to be done, most urgent first, section by section, and what was done already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.due import Care, Due, Known, State, Why, due, standing
from stationdesk.services.due_known import known_of, met_again
from stationdesk.services.line_ground import ground
from stationdesk.services.missed_contacts import missed_among, with_alarm
from stationdesk.services.open_ones import open_ones
from stationdesk.services.shown_person import details_of, kin_of
from stationdesk.services.standing_in import stand_ins_of
from stationdesk.services.today_kept import Kept
from stationdesk.services.today_lines import MOST, Asked, Line, Section, whom
from stationdesk.services.today_sources import SOURCES
from stationdesk.store.database import author_of

FIRST = "incidents"
"""The section that comes before everything else: somebody may be lying on the floor."""
GRAVE = 100_000
"""What puts something before everything that is only late."""
Urgency = tuple[bool, int, str]
"""Whether somebody was tried today, the days until he is due, and who it is: the smaller, the more urgent."""

_DONE = "SELECT count(*) FROM visit WHERE visited_on = ? AND author = ? AND outcome = 'met' AND removed_at IS NULL"


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


def today(
    session: Session,
    on: date,
    *,
    may_see_children: bool = False,
    covered: bool = False,
    most: int = MOST,
    kept: Kept | None = None,
    first: bool = False,
    now: str = "",
) -> Day:
    """Return what is to be done on day `on`, at most `most` lines a section; `covered`: what was promised is not told.

    With `kept` a section is read only where something it is made of was written since. `first` reads who is to be contacted, and gives
    the other sections as they were known before: what can be shown at once in a very large register, until the rest is read. `now` is the
    minute in the village, YYYY-MM-DDTHH:MM, for what is late by hours.
    """
    asked = Asked(on, may_see_children, covered, most, now)
    sections = sections_of_contacts(session, asked)
    others: Iterable[Section | None]
    if kept is None:
        others = [source.section(session, asked) for source in SOURCES]
    elif first:
        others = [kept.before(source, asked) for source in SOURCES]
    else:
        others = [kept.section(source, session, asked) for source in SOURCES]
    sections += tuple(one for one in others if one is not None and one.count)
    sections = tuple(sorted(sections, key=lambda one: one.kind != FIRST))
    return Day(on, sections, sum(section.count for section in sections), done_on(session, on))


def sections_of_contacts(session: Session, asked: Asked) -> tuple[Section, ...]:
    """Return who is to be contacted or visited by the day asked for, those who are contacted every day first."""
    on, most, sees = asked.on, asked.most, asked.may_see_children
    counts, people = {"daily": 0, "visits": 0}, {"daily": list[Urgency](), "visits": list[Urgency]()}
    seen = dict[str, Known]()
    for resident, known in open_ones(session, on):
        found = standing(known, on)
        if found.open or (found.state is State.TOMORROW and found.care is Care.HOME):
            kind = "daily" if found.daily else "visits"
            counts[kind] += 1
            if most:
                people[kind].append((found.tried_today, urgency(found), resident))
                seen[resident] = known
    parts = []
    for kind, count in counts.items():
        if count:
            lines = lines_of(session, people[kind], on, most=most, may_see_children=sees, seen=seen)
            who = whom(lines)
            title = _("{who} not contacted today").format(who=who) if kind == "daily" else _("Contacts and visits due")
            parts.append(Section(kind, title, who, count, lines))
    return tuple(parts)


def done_on(session: Session, on: date) -> int:
    """Return how many contacts of a day reached somebody."""
    return int(session.connection().exec_driver_sql(_DONE, (on.isoformat(), author_of(session))).scalar_one())


def urgency(found: Due) -> int:
    """Return how urgent something is, the smaller the more: what follows something grave, then what is late longest."""
    return -found.days - (GRAVE if found.why is Why.CHANGE and found.open else 0)


def lines_of(
    session: Session,
    people: list[Urgency],
    on: date,
    *,
    most: int,
    may_see_children: bool,
    seen: Mapping[str, Known] | None = None,
) -> tuple[Line, ...]:
    """Put the most urgent of `people` in order: the latest first, whoever was tried today last; then by group and route.

    `seen`: what `open_ones` told of them today, so that it is not read again; a line of today says who was not reached for days.
    """
    people.sort()
    chosen = [resident for _tried, _days, resident in people[:most]]
    known, details = known_of(session, chosen, on) if seen is None else met_again(session, chosen, seen, on), details_of(session, chosen)
    helpers = stand_ins_of(session, chosen, on)
    told_of = {one: known[one]._replace(who=helpers[one]) if one in helpers else known[one] for one in chosen if one in known}
    dues = {one: due(told, on) for one, told in told_of.items()}
    missed = missed_among(session, known, on, dues) if seen is not None and known else {}
    from_days, kept = desk_settings(session).missed_days if missed else 0, []
    for one in chosen:
        if one in known and one in details:
            told, why = told_of[one], dues[one]
            if one in missed and told.contacts.reached is not None:  # of others the line says that nobody reached them ever
                why = why._replace(reasons=with_alarm(why.reasons, missed[one], from_days))
            kept.append((details[one], told, why))
    kept.sort(key=lambda one: (one[2].tried_today, urgency(one[2]), one[0].route()))
    kin = kin_of(session, [person.id for person, _known, _due in kept])
    return tuple(
        ground(person, told.grade, kin.get(person.id), on, may_see_children=may_see_children).line(
            "contacts", why.reasons, home=why.care is Care.HOME
        )
        for person, told, why in kept
    )


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
