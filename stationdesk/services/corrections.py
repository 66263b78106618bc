"""What the county doubts in the station's records: which questions wait, whom they are about, and answering one.

A question changes nothing: the record stays the station's. It waits until an answer says that it was corrected or is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.catalogue import BY_KIND
from stationdesk.registers.correction_answer import CorrectionAnswer, CorrectionAnswerDraft
from stationdesk.registers.correction_request import CorrectionRequest
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.services.followed import followed
from stationdesk.store.database import author_of

CORRECTED, RIGHT = "corrected", "right"


class CorrectionImpossible(DeskError):
    """There is no such question any more, or it cannot be answered so."""


@dataclass(frozen=True, slots=True)
class HeldCorrection:
    """A question of the county with the station's answers, the last one last; whom it is about, as may be shown."""

    request: CorrectionRequest
    answers: tuple[CorrectionAnswer, ...]
    resident_id: str
    """The resident the record is, or is about, as he is kept now; empty for another record, or one that is not here."""
    who: str
    child: bool
    field: str
    """The field in the operator's words; empty for the whole record."""

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return not self.answers

    def about(self) -> str:
        """Return what it is about: whom, and which field."""
        return " ".join(part for part in (self.who, self.field) if part) or _("a record")


def corrections(session: Session, on: date, *, children: bool = False) -> list[HeldCorrection]:
    """Return the county's questions that stand, those without an answer first; `children` shows children under their own names."""
    theirs = select(CorrectionRequest).where(CorrectionRequest.author != author_of(session), col(CorrectionRequest.removed_at).is_(None))
    found = session.exec(theirs).all()
    told, people = answers_of(session, [one.id for one in found]), _people(session, found)
    held = []
    for one in found:
        person = people.get(one.id)
        child = person is not None and bool(person.is_minor(on.isoformat()))
        who = "" if person is None else masked_child(person.name, person.alias) if child and not children else person.name
        field = field_word(one.record_kind, one.field)
        held.append(HeldCorrection(one, told.get(one.id, ()), person.id if person else "", who, child, field))
    return sorted(held, key=lambda one: (not one.is_open, one.request.due_on or "9", one.request.id))


def _people(session: Session, requests: Iterable[CorrectionRequest]) -> dict[str, Resident]:
    """Return for each question the resident whose record it is about, merged ones followed."""
    about = {one.id: found for one in requests if (found := _subject(session, one.record_kind, one.record_id))}
    now = followed(session, about.values())
    mine = select(Resident).where(col(Resident.id).in_(list(set(now.values()))), Resident.author == author_of(session))
    people = {one.id: one for one in session.exec(mine)}
    return {request: people[now[person]] for request, person in about.items() if now[person] in people}


def _subject(session: Session, kind: str, record: str) -> str:
    if kind == "resident":
        return record
    register: Any = BY_KIND.get(kind)
    if register is None or "resident_id" not in register.model_fields:
        return ""
    asked = select(register.resident_id).where(register.id == record, register.author == author_of(session))
    return str(session.exec(asked).first() or "")


def field_word(kind: str, name: str | None) -> str:
    """Return how the operator calls a field of a register; a field this program does not know by its own name."""
    register = BY_KIND.get(kind)
    if not name or register is None or name not in register.model_fields:
        return name or ""
    return _(register.model_fields[name].title or name)


def answers_of(session: Session, ids: Iterable[str]) -> Mapping[str, tuple[CorrectionAnswer, ...]]:
    """Return the own answers to some questions, the last one last."""
    mine = select(CorrectionAnswer).where(
        col(CorrectionAnswer.request_id).in_(list(ids)),
        CorrectionAnswer.author == author_of(session),
        col(CorrectionAnswer.removed_at).is_(None),
    )
    found: dict[str, tuple[CorrectionAnswer, ...]] = {}
    for one in session.exec(mine.order_by(col(CorrectionAnswer.key))):
        found[one.request_id] = (*found.get(one.request_id, ()), one)
    return found


def answer_correction(session: Session, request_id: str, answer: str, on: date, *, by: str, reason: str = "") -> CorrectionAnswer:
    """Answer a question: `corrected`, or `right` with the reason. Raises CorrectionImpossible."""
    theirs = select(CorrectionRequest).where(
        CorrectionRequest.id == request_id, CorrectionRequest.author != author_of(session), col(CorrectionRequest.removed_at).is_(None)
    )
    found = session.exec(theirs).first()
    if found is None:
        raise CorrectionImpossible(_("The county has taken this question back. Nothing has to be answered any more."))
    if answer not in (CORRECTED, RIGHT):
        raise CorrectionImpossible(_("Either it was corrected, or it was right all along. Please choose one of the two."))
    if answer == RIGHT and not reason.strip():
        raise CorrectionImpossible(_("Please write why it is right: what you looked at, say. The county reads it."))
    draft = CorrectionAnswerDraft(
        request_id=request_id,
        about=field_word(found.record_kind, found.field)[:80] or None,
        answer=answer,
        reason=reason or None,
        answered_on=on.isoformat(),
        answered_by=by,
    )
    made = CorrectionAnswer.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def forgotten_answers(session: Session) -> list[CorrectionAnswer]:
    """Return the own answers to questions that the county does not know any more."""
    mine = select(CorrectionAnswer).where(
        CorrectionAnswer.author == author_of(session),
        col(CorrectionAnswer.removed_at).is_(None),
        col(CorrectionAnswer.request_id).not_in(select(CorrectionRequest.id).where(CorrectionRequest.author != author_of(session))),
    )
    return list(session.exec(mine.order_by(col(CorrectionAnswer.id))))


def says_answer(session: Session, request_id: str, answer: str, on: date) -> str:
    """Return the sentence of an answer, which an undo repeats; a child goes by the name for others."""
    about = next((one.about() for one in corrections(session, on) if one.request.id == request_id), _("a record"))
    said = {CORRECTED: _("Corrected, as the county asked: {what}"), RIGHT: _("Right as it is, the county asked: {what}")}
    return said[answer].format(what=about)
