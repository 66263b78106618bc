"""The ground of a line that is about a person: who he is, his grade, whom to ring; what is to be done is said by whoever gives the line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypedDict, Unpack

from sqlmodel import Session

from stationdesk.registers.grade_scheme import Grade
from stationdesk.services.due import Part
from stationdesk.services.due_known import grades_on
from stationdesk.services.shown_person import Person, details_of, kin_of
from stationdesk.services.today_lines import Asked, Line

NOBODY = ("", "")


class Rest(TypedDict, total=False):
    """What a source says of its line beside the person: fields of `Line` by their names."""

    visit_id: str
    record_id: str
    lead: str
    icon: str
    done_words: str
    ways: tuple[tuple[str, str], ...]
    page: str
    argument: str
    falls_on: str


class Ground(NamedTuple):
    """A person as a line shows him on a day, to the eyes that asked."""

    person: Person
    name: str
    """Of a child the alias."""
    child: bool
    locked: bool
    """A child, for eyes that may not see what is written of children."""
    age: int | None
    grade: Grade | None
    kin: tuple[str, str]
    """The relative to call first, and his number, masked."""

    def line(self, kind: str, reasons: tuple[Part, ...], *, name: str = "", home: bool = False, **rest: Unpack[Rest]) -> Line:
        """Return the line of a kind, with its reasons and whatever else its source says; `name` where it is about more than one."""
        person, grade, (relative, number) = self.person, self.grade, NOBODY if self.locked else self.kin
        phone = "" if self.locked else person.phone()
        return Line(
            resident_id=person.id,
            grade=grade.code if grade else "",
            grade_label=grade.label if grade else "",
            name=name or self.name,
            age=None if self.locked else self.age,
            child=self.child,
            reasons=reasons,
            place="" if self.child else person.village_group or "",
            phone=phone,
            kin=relative if phone else f"{relative} {number}".strip(),
            home=home,
            kind=kind,
            **rest,
        )


def ground(person: Person, grade: Grade | None, kin: tuple[str, str] | None, on: date, *, may_see_children: bool) -> Ground:
    """Put the ground of a line together."""
    age = person.age(on)
    child = person.child_of(age)
    return Ground(person, person.alias_shown() if child else person.name, child, child and not may_see_children, age, grade, kin or NOBODY)


def grounds_of(session: Session, ids: Sequence[str], asked: Asked, *, graded: bool = True) -> dict[str, Ground]:
    """Return the ground of a line of each of the own residents `ids`; without `graded` it is not asked how he stands to his grade."""
    some, on, sees = list(dict.fromkeys(ids)), asked.on, asked.may_see_children
    details, kin = details_of(session, some), kin_of(session, some)
    grades = grades_on(session, some, on) if graded else {}
    return {one: ground(person, grades.get(one), kin.get(one), on, may_see_children=sees) for one, person in details.items()}
