"""Two records of one person become one, in one action; and it can be taken apart at any time, keeping what was written since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.catalogue import kind_of
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_child
from stationdesk.registers.merge import Merge, MergeDraft
from stationdesk.registers.pointing import pointers
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.entered_twice import Twice, entered_twice
from stationdesk.services.merge_fields import LEFT, RIGHT, merged_values
from stationdesk.services.merge_records import Scribe, as_kept
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of

AT_ONCE = frozenset({"kin", "guardian", "category_tag", "pairing"})
"""Registers of which a record that says nothing more than the other side's is kept once without asking."""


class CannotMerge(DeskError):
    """The two cannot become one: the same record, or one that was merged before."""


class ChildrensRecords(DeskError):
    """One of the two is a child, and the operator has no right to children's records."""


class LooksLikeTwo(DeskError):
    """Much speaks for two people; the operator must say once more that they are one."""


@dataclass(frozen=True)
class Choices:
    """What the operator chose: a side by leading field (also `categories` and `grade`), and which records are kept once."""

    sides: Mapping[str, str] = field(default_factory=dict)
    once: Collection[tuple[str, str]] = ()
    """Kind and id of records of the right side that were noted twice and are dropped."""
    reasons: Sequence[str] = ()


def called(resident: Resident, on: date) -> str:
    """Return what somebody is called in a sentence that others read: a child by alias."""
    return masked_child(resident.name, resident.alias) if is_child(resident, on) else resident.name


def says_merged(left: Resident, right: Resident, on: date) -> str:
    """Return the sentence of a merge, which an undo repeats."""
    one, other = called(left, on), called(right, on)
    if one == other:
        return _("Two records of {name} made one").format(name=one)
    return _("{other} merged into {name}").format(other=other, name=one)


def against(session: Session, left: Resident, right: Resident) -> list[str]:
    """Return, in sentences, what speaks for two people: two sound ID numbers, one named as the other's relative."""
    found = []
    numbers = [read_id_number(one.id_no or "") for one in (left, right)]
    if all(number.valid for number in numbers) and numbers[0].text != numbers[1].text:
        found.append(_("Each has an ID number of their own, and both numbers are right. Two numbers nearly always are two people."))
    for one, other in ((left, right), (right, left)):
        related = select(Kin).where(Kin.resident_id == one.id, Kin.kin_resident_id == other.id, col(Kin.removed_at).is_(None))
        if session.exec(related).first() is not None:
            found.append(_("One of them is entered as a relative of the other."))
            break
    if {left.sex, right.sex} == {"male", "female"}:
        found.append(_("One is a man and the other a woman."))
    return found


def check(session: Session, left_id: str, right_id: str, on: date, *, may_see_children: bool) -> tuple[Resident, Resident]:
    """Return the two if they may become one.

    Raises CannotMerge, ChildrensRecords, NoSuchResident.
    """
    left, right = own_resident(session, left_id), own_resident(session, right_id)
    if left.id == right.id:
        raise CannotMerge(_("This is one record already. Please choose somebody else."))
    if left.merged_into or right.merged_into:
        raise CannotMerge(_("One of these records was merged into another before. Please open the one that is left, and go on from there."))
    if not may_see_children and any(is_child(one, on) for one in (left, right)):
        raise ChildrensRecords(
            _("One of them is a child. Only somebody with the right to children's records may merge them; please ask your colleague.")
        )
    return left, right


def merge(
    session: Session, left_id: str, right_id: str, choices: Choices, on: date, *, may_see_children: bool = False, sure: bool = False
) -> Merge:
    """Let the record `right_id` go into `left_id`: everything about the right one is about the left one from now on.

    Raises CannotMerge, ChildrensRecords, NoSuchResident, and LooksLikeTwo unless the operator is `sure`.
    """
    left, right = check(session, left_id, right_id, on, may_see_children=may_see_children)
    doubts = against(session, left, right)
    if doubts and not sure:
        raise LooksLikeTwo(" ".join(doubts))
    twice = entered_twice(session, left.id, right.id)
    values = merged_values(left, right, choices.sides)
    scribe = Scribe(session)
    _once(session, scribe, choices, twice)
    _categories(session, scribe, left.id, right.id, choices, on)
    _grades(session, scribe, left.id, right.id, choices, on)
    _cards(session, scribe, right.id, on)
    _kin_of_himself(session, scribe, left.id, right.id)
    for register, name in pointers():
        scribe.repoint(kind_of(register), name, right.id, left.id)
    scribe.repoint_in_lists(right.id, left.id)
    for name, value in values.items():
        scribe.set("resident", [left.id], name, as_kept("resident", name, getattr(left, name)), as_kept("resident", name, value))
    _close(scribe, right, left.id, on)
    moved, at_home = scribe.moved()
    draft = MergeDraft(
        winner_resident_id=left.id,
        loser_resident_id=right.id,
        merged_on=on.isoformat(),
        merged_by=session.info["operator"][:72],
        reasons=tuple(choices.reasons),
        moved=moved,
        moved_at_home=at_home,
    )
    made = Merge.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    session.expire_all()
    return made


def _once(session: Session, scribe: Scribe, choices: Choices, twice: Sequence[Twice]) -> None:
    """Take out what was noted twice: what the operator says, and what says nothing that the other side does not."""
    wanted = set(choices.once)
    for one in twice:
        if (one.kind, one.right_id) in wanted or (one.empty and one.kind in AT_ONCE):
            scribe.set(one.kind, [one.right_id], "removed_at", None, session.info["at"])


def _categories(session: Session, scribe: Scribe, left: str, right: str, choices: Choices, on: date) -> None:
    """Where one side's categories were chosen, end those of the other side that it has not; a restricted one is never touched."""
    side = choices.sides.get("categories")
    if side not in (LEFT, RIGHT):
        return
    kept, other = (left, right) if side == LEFT else (right, left)
    wanted = {tag.category for tag in in_force(session, CategoryTag, kept, on)}
    for tag in in_force(session, CategoryTag, other, on):
        if tag.category not in wanted and not tag.restricted_category:
            _end(session, scribe, "category_tag", tag, on)


def _grades(session: Session, scribe: Scribe, left: str, right: str, choices: Choices, on: date) -> None:
    """Let one grade hold: the side's that was chosen, else the kept record's, else the other's."""
    grades = {LEFT: in_force(session, CareGrade, left, on), RIGHT: in_force(session, CareGrade, right, on)}
    side = choices.sides.get("grade") or (LEFT if grades[LEFT] else RIGHT)
    if not grades[side]:
        return
    for grade in grades[RIGHT if side == LEFT else LEFT]:
        _end(session, scribe, "care_grade", grade, on)


def in_force(session: Session, register: type[Any], who: str, on: date) -> list[Any]:
    """Return somebody's records of a register that hold on a day."""
    mine = select(register).where(register.resident_id == who, register.author == author_of(session), register.removed_at.is_(None))
    return [one for one in session.exec(mine.order_by(register.key)) if one.in_force(on.isoformat())]


def _end(session: Session, scribe: Scribe, kind: str, record: Any, on: date) -> None:
    if record.from_date == on.isoformat():
        scribe.set(kind, [record.id], "removed_at", None, session.info["at"])
    else:
        scribe.set(kind, [record.id], "to_date", record.to_date, (on - timedelta(days=1)).isoformat())


def _cards(session: Session, scribe: Scribe, right: str, on: date) -> None:
    """Say of the cards of the record that goes that they are to be taken back."""
    held = select(CardIssue).where(CardIssue.resident_id == right, col(CardIssue.removed_at).is_(None), CardIssue.void == False)  # noqa: E712
    for card in session.exec(held):
        for name, after in (("void", True), ("void_on", on.isoformat()), ("void_reason", _("merged with another record"))):
            scribe.set("card_issue", [card.id], name, getattr(card, name), after)


def _kin_of_himself(session: Session, scribe: Scribe, left: str, right: str) -> None:
    """Take out that one is a relative of the other: nobody is his own."""
    both = (left, right)
    own = select(Kin).where(col(Kin.resident_id).in_(both), col(Kin.kin_resident_id).in_(both), col(Kin.removed_at).is_(None))
    for kin in session.exec(own):
        scribe.set("kin", [kin.id], "removed_at", None, session.info["at"])


def _close(scribe: Scribe, right: Resident, left: str, on: date) -> None:
    """Close the record that goes; what it said of the person stays in it as it was."""
    closing = {
        "residency_status": "merged",
        "residency_since": on.isoformat(),
        "closed_on": on.isoformat(),
        "close_reason": "merged",
        "merged_into": left,
    }
    for name, after in closing.items():
        scribe.set("resident", [right.id], name, getattr(right, name), after)
