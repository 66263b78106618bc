"""The county's grade schemes: put in force from a day for all stations, a town or one of them, and given up before they begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from stationdesk.county.word import audience_words, stations
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.scheme_sheet import mark_word, read_scheme
from stationdesk.registers.grade_scheme import GradeScheme, GradeSchemeDraft, default_scheme, ready_made
from stationdesk.services.day_words import day_words
from stationdesk.services.grade_schemes import give_up, put_in_use
from stationdesk.services.grading import own_schemes
from stationdesk.services.scheme_checks import SchemeImpossible
from stationdesk.services.scheme_rules import narrowness


class NoSuchScheme(DeskError):
    """No scheme is called so."""


@dataclass(frozen=True)
class InForce:
    """A scheme the county put in force, and what becomes of the others it said."""

    scheme: GradeScheme
    beside: tuple[str, ...]
    """What was said to other audiences of the same stations, in words."""


def scheme_called(written: str) -> GradeSchemeDraft:
    """Return a scheme by its file, or one that ships by name or code. Raises NoSuchScheme, NoScheme, FileRefused."""
    word = "".join(written.split())
    for one in ready_made():
        if word in (one.code, "".join(one.name.split())):
            return one
    path = Path(written)
    if path.suffix.lower() in {".xlsx", ".xls", ".ods"} or path.exists():
        return read_scheme(path)
    said = _("There is no scheme «{name}». Those that ship: {names}. Or give a file, as «county scheme --export FILE.xlsx» writes it.")
    raise NoSuchScheme(said.format(name=written, names="、".join(one.name for one in ready_made())))


def say_scheme(session: Session, draft: GradeSchemeDraft, audience: str, first: str, on: date) -> InForce:
    """Put a scheme in force for an audience from its first day. Raises SchemeImpossible."""
    kept = own_schemes(session)
    before = [one for one in kept if one.audience == audience and (one.valid_from or "") < first]
    _every_grade_has_a_place(draft, before[-1] if before else default_scheme())
    made = put_in_use(session, draft.model_copy(update={"valid_from": first, "valid_to": None}), on, audience)
    reached = _reached(session, audience)
    beside = [one for one in kept if one.audience != audience and _reached(session, one.audience or "all") & reached]
    return InForce(made, tuple(_beside(session, one, made, on) for one in beside if _matters(one, made)))


def _every_grade_has_a_place(draft: GradeSchemeDraft, before: GradeSchemeDraft) -> None:
    """Raise SchemeImpossible for a scheme in which people of an earlier grade would have none."""
    lost = [one for one in before.grades if draft.counted_as(one.code) is None]
    if lost:
        said = _(
            "In «{name}» the people of {grades} would have no grade. Please write the colour into the column "
            "«{column}» of the grade they shall have."
        )
        grades = "、".join(f"{one.label}（{mark_word(one.code)}）" for one in lost)
        raise SchemeImpossible(said.format(name=draft.name, grades=grades, column=_("Colours before that count as this")))


def _reached(session: Session, audience: str) -> frozenset[str]:
    return frozenset(one.code for one in stations(session) if audience in one.labels)


def _matters(one: GradeScheme, made: GradeScheme) -> bool:
    """Tell whether a scheme of another audience holds when the new one does."""
    return not one.valid_to or one.valid_to >= (made.valid_from or "")


def _beside(session: Session, one: GradeScheme, made: GradeScheme, on: date) -> str:
    """Say which of two schemes of the same stations counts, and from when."""
    whom, first = audience_words(session, max(one.audience, made.audience, key=narrowness)), one.valid_from or ""
    day = day_words(date.fromisoformat(max(first, made.valid_from or "")), on)
    if first > (made.valid_from or "") or (first == made.valid_from and narrowness(one.audience) > narrowness(made.audience)):
        return _("From {day} «{name}» counts for {whom}, as was said before.").format(day=day, name=one.name, whom=whom)
    return _("From {day} it counts in place of «{name}» for {whom} too.").format(day=day, name=one.name, whom=whom)


def take_back_scheme(session: Session, number: str, on: date) -> GradeScheme:
    """Give up a scheme that has not begun; `number` is the end of its id. Raises NoSuchScheme, SchemeImpossible."""
    found = [one for one in own_schemes(session) if len(number) >= 6 and one.id.endswith(number.lower())]
    if len(found) != 1:
        raise NoSuchScheme(_("The county has no scheme with the number {number}. «county scheme» lists them.").format(number=number))
    return give_up(session, found[0].id, on)
