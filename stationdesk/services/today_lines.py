"""A line of the list of a day and the sections it stands in, whatever asks for it: a grade, a promise, a booking, a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from stationdesk.i18n import _
from stationdesk.services.due import Part, spoken

MOST, SHOWN = 300, 100
"""Lines of one section at most, and how many of them a page shows at once: of a longer one the most urgent, the others come after."""
OLD = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """For which day a section is asked, and what may stand in it."""

    on: date
    may_see_children: bool = False
    covered: bool = False
    """The screen faces visitors: nothing that was told in confidence."""
    most: int = MOST
    """Lines wanted; 0 for the count alone."""
    now: str = field(default="", compare=False)
    """The minute it is asked at, YYYY-MM-DDTHH:MM, for what is late by hours; without it days are told."""


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
    kind: str = ""
    """The source that gave the line: contacts, follow_ups, requests…"""
    record_id: str = ""
    """The record the line is about, where it is not the person himself."""
    lead: str = ""
    """What stands at the left in place of the grade: 15:00, 体检."""
    icon: str = ""
    """The icon before `lead`."""
    done_words: str = ""
    """What the button says by which the thing is done (key D); without it the line has the four ways of a contact."""
    ways: tuple[tuple[str, str], ...] = ()
    """Where it is done in one of some ways and nobody may choose but the operator: code and button of each; keys as on the thing's page."""
    way: str = ""
    """The code of the way that was chosen."""
    page: str = ""
    """The page that opens the line; empty for the person's."""
    argument: str = ""
    """What that page is given; the resident's id unless it is said."""
    falls_on: str = ""
    """The day the thing itself is on, where its line stands in the list before that day already: a booked call, a duty (ISO)."""

    def sentence(self) -> str:
        """Return the line as one sentence, as it is read aloud."""
        age = _("{years} years").format(years=self.age) if self.age is not None else ""
        first = self.lead or self.grade_label or (_("follow-up") if self.visit_id else "")
        return _(" · ").join(part for part in (first, self.name, age, spoken(self.reasons), self.place) if part)

    def key(self) -> tuple[str, str, str]:
        """Return what tells the line from every other of the day."""
        return (self.kind, self.resident_id, self.record_id or self.visit_id)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list under a heading; `count` people, of whom the first are in `lines`."""

    kind: str
    """daily, visits, follow_ups or that of another source."""
    title: str
    who: str
    """Whom the section is about, in words: 红色老人."""
    count: int
    lines: tuple[Line, ...]
    counted: str = ""
    """How the count is said, with {count} in it, where they are not people: {count} 件."""


def whom(lines: tuple[Line, ...]) -> str:
    """Say whom some lines are about, in words: 红色老人."""
    labels = list(dict.fromkeys(line.grade_label for line in lines))
    grade = labels[0] if len(labels) == 1 else ""
    old = all(line.age is not None and line.age >= OLD for line in lines)
    return (_("{grade} elders|who") if old else _("{grade} people|who")).format(grade=grade)
