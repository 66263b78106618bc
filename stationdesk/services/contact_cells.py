"""One cell of the grid of contacts: what was written down for a person on a day, a sentence beside it, and clearing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.visit import Visit
from stationdesk.services.contact_grid import Grid, GridRow
from stationdesk.services.contact_marks import REACHED, RESTING, Mark, mark_of, words
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.shown_person import Person, kin_of
from stationdesk.store.database import author_of

FULL = (
    "family_situation",
    "check_items",
    "issues",
    "suggestion",
    "action",
    "next_plan",
    "follow_up_due",
    "handed_out",
    "services",
    "satisfaction",
    "photo_ids",
    "counselling_note",
    "occasion_id",
    "visit_no",
)
"""Fields that only the form of a visit, a sheet or a ledger fills."""


class ContactGone(DeskError):
    """The contact was taken away meanwhile."""


@dataclass(frozen=True, slots=True)
class CellContact:
    """One contact of a cell."""

    visit_id: str
    mark: Mark
    words: str
    """How it was or what came of it: 电话, 电话未接."""
    by: str
    """Who did it."""
    recorder: str
    at: str
    note: str
    late: bool
    full: bool
    """It holds more than the grid writes: it came from the form of a visit, a paper sheet or a ledger."""

    def covered(self) -> CellContact:
        """Return the contact without what was said: the screen faces visitors."""
        return replace(self, note="")

    def sentence(self) -> str:
        """Return the contact in one line: 电话 09:12 徐丽华：说腿疼."""
        head = " ".join(part for part in (self.words, self.at, self.by) if part)
        if self.late:
            head = _("{what}, filled in later").format(what=head)
        return _("{head}: {note}|contact").format(head=head, note=self.note) if self.note else head


def contacts_in(session: Session, resident_id: str, day: date) -> tuple[CellContact, ...]:
    """Return what was written down for a resident on a day, in the order it was written."""
    there = select(Visit).where(Visit.resident_id == resident_id, Visit.visited_on == day.isoformat(), col(Visit.removed_at).is_(None))
    return tuple(_told(one) for one in session.exec(there.order_by(col(Visit.key))))


def _told(one: Visit) -> CellContact:
    mark = mark_of(one.mode, one.outcome)
    mode, outcome = table("contact_mode").label(one.mode), table("visit_outcome").label(one.outcome)
    words = mode if one.outcome == "met" else outcome or mode
    late = one.recorded_on is not None and one.recorded_on > one.visited_on
    full = any(getattr(one, name, None) for name in FULL) or one.kind not in {None, "daily", "routine"} or one.outcome is None
    by = _("and|names").join(visitor.name for visitor in one.visitors) or one.recorder or ""
    return CellContact(one.id, mark, words, by, one.recorder or "", one.start_time or "", one.content or "", late, full)


def write_note(session: Session, visit_id: str, text: str) -> None:
    """Write a sentence beside a contact. Raises ContactGone."""
    _own(session, visit_id).content = text.strip() or None


def clear(session: Session, contacts: Sequence[CellContact]) -> None:
    """Take the contacts of a cell out of the register, for they were not. Raises ContactGone."""
    for one in contacts:
        _own(session, one.visit_id).removed_at = session.info["at"]


def _own(session: Session, visit_id: str) -> Visit:
    mine = select(Visit).where(Visit.id == visit_id, Visit.author == author_of(session), col(Visit.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise ContactGone(_("This contact was taken out meanwhile. Nothing was changed."))
    return found


def says_cleared(name: str, day: date, on: date) -> str:
    """Return the sentence of clearing a cell."""
    return _("Cleared the contact of {day}: {name}").format(day=day_words(day, on), name=name)


def says_note(name: str, day: date, on: date) -> str:
    """Return the sentence of writing something beside a contact."""
    return _("Wrote a sentence about the contact of {day}: {name}").format(day=day_words(day, on), name=name)


def says_late(sentence: str, day: date, on: date) -> str:
    """Return the sentence of a contact, with its day where it is filled in later."""
    return _("{what} ({day}, filled in later)").format(what=sentence, day=day_words(day, on)) if day != on else sentence


def matter(grid: Grid, row: GridRow, at: int, contacts: Sequence[CellContact]) -> tuple[Part, ...]:
    """Say what is the matter with a person on the day at place `at`: what was done, or what is missing and since when."""
    if contacts:
        return tuple(part for one in contacts for part in (DOT, (one.sentence(), "ink" if one.mark in REACHED else "amber")))[1:]
    mark = row.mark(at)
    if at > grid.today:
        return ((_("due on this day") if mark is Mark.DUE else _("this day has not come yet"), "ink2"),)
    if mark in RESTING:
        return ((words(row.cells[at]), "ink2"), DOT, (_("contact is paused"), "ink2"))
    if at < grid.today:
        if mark is Mark.MISSED:
            return ((_("missed; it may be filled in later"), "late"),)
        return ((_("nothing was due"), "ink2"),)
    if not row.waits:
        return ((_("nothing is due today"), "ink2"),)
    before = row.mark(at - 1) if at else Mark.NONE
    if row.every > 1:
        return ((_("late|grid"), "late") if row.late else (_("due today"), "amber"),)
    if before is Mark.MISSED:
        return ((_("missed yesterday"), "late"),)
    if before is Mark.TRIED:
        return ((_("nobody answered yesterday"), "late"),)
    return ((_("not contacted today"), "ink"),)


class CellFacts(NamedTuple):
    """What the bar under the grid says of the cell one is at."""

    contacts: tuple[CellContact, ...] = ()
    phone: str = ""
    """Masked."""
    kin: str = ""
    person: Person | None = None

    def covered(self) -> CellFacts:
        """Return the facts without what was said, and without numbers."""
        return CellFacts(tuple(one.covered() for one in self.contacts), person=self.person)


def facts_of(session: Session, grid: Grid, row: GridRow, day: date, *, may_see_children: bool, wrote: bool = True) -> CellFacts:
    """Read what the bar says; of a child no number and no relative without the right to see it; `wrote`: the cell holds a contact."""
    contacts = contacts_in(session, row.resident_id, day) if wrote else ()
    person = grid.people.get(row.resident_id)
    if person is None or (row.child and not may_see_children):
        return CellFacts(contacts, person=person).covered()
    relative, number = kin_of(session, [row.resident_id]).get(row.resident_id, ("", ""))
    phone = person.phone()
    return CellFacts(contacts, phone, relative if phone else f"{relative} {number}".strip(), person)
