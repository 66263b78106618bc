"""The projects of pairings and the levels of responsibility that hold: the station's own, those that ship until it keeps any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.project import Project, ProjectDraft, ready_projects
from stationdesk.registers.record import Record
from stationdesk.registers.responsibility_level import HIGHEST, ResponsibilityLevel, ResponsibilityLevelDraft, ready_levels
from stationdesk.store.database import author_of

R = TypeVar("R", bound=Record)


class ProjectImpossible(DeskError):
    """A project that cannot be kept: without a name, called like another, ending before it begins."""


class LevelsImpossible(DeskError):
    """Levels that cannot be kept: none, too many, two of one name."""


def projects(session: Session, on: date | None = None) -> list[ProjectDraft]:
    """Return the projects that run on a day, all of them without one; the station's own once it keeps any."""
    kept: list[ProjectDraft] = list(_own(session, Project)) or list(ready_projects())
    return [one for one in kept if on is None or one.runs(on.isoformat())]


def project_named(found: Iterable[ProjectDraft], name: str | None) -> ProjectDraft | None:
    """Return the project of a name, or None."""
    return next((one for one in found if one.name == name), None) if name else None


def write_project(session: Session, fields: Mapping[str, Any], before: str = "") -> ProjectDraft:
    """Keep a project, new or instead of the one called `before`; a new name is written into its pairings too.

    The first change keeps all that ship. Raises ProjectImpossible, pydantic's ValidationError.
    """
    draft = ProjectDraft.model_validate(dict(fields))
    if draft.from_date and draft.to_date and draft.to_date < draft.from_date:
        raise ProjectImpossible(_("The project ends before it begins. Please look at both days again."))
    there = {one.name: one for one in _adopted(session)}
    if draft.name != before and draft.name in there:
        raise ProjectImpossible(_("There is a project called {name} already. Please give it another name.").format(name=draft.name))
    kept = there.get(before)
    if kept is None:
        kept = Project.model_validate(draft, update={"author": author_of(session)})
    for name in ProjectDraft.model_fields:
        if getattr(kept, name) != getattr(draft, name):
            setattr(kept, name, getattr(draft, name))
    session.add(kept)
    if before and before != draft.name:
        for pairing in session.exec(_mine(session, Pairing).where(Pairing.project == before)):
            pairing.project = draft.name
            session.add(pairing)
    session.flush()
    return kept


def remove_project(session: Session, name: str) -> None:
    """Take a project off that no pairing ever named. Raises ProjectImpossible; one that is over gets its last day instead."""
    if session.exec(_mine(session, Pairing).where(Pairing.project == name).limit(1)).first() is not None:
        raise ProjectImpossible(_("Pairings belong to this project, so it stays. Give it a last day if it is over."))
    there = _adopted(session)
    if len(there) == 1:
        raise ProjectImpossible(_("This is the last project. Write another one down first, or change this one."))
    for one in there:
        if one.name == name:
            one.removed_at = str(session.info["at"])
            session.add(one)
    session.flush()


def levels(session: Session) -> list[ResponsibilityLevelDraft]:
    """Return the levels of responsibility, the highest first."""
    kept: Sequence[ResponsibilityLevelDraft] = list(_own(session, ResponsibilityLevel)) or ready_levels()
    return sorted(kept, key=lambda one: one.number)


def write_levels(session: Session, wanted: Sequence[ResponsibilityLevelDraft]) -> None:
    """Keep these levels instead of those that held, numbered in their order; who answers for whom stays as it is.

    Raises LevelsImpossible.
    """
    if not wanted:
        raise LevelsImpossible(_("At least one level is needed. Please keep one."))
    if len(wanted) > HIGHEST:
        raise LevelsImpossible(_("More than {most} levels cannot be kept.").format(most=HIGHEST))
    labels = [one.label for one in wanted]
    if len(set(labels)) < len(labels):
        raise LevelsImpossible(_("Two levels have the same name. Please name them apart."))
    there = {one.number: one for one in _own(session, ResponsibilityLevel)}
    for number, one in enumerate(wanted, 1):
        draft = one.model_copy(update={"number": number})
        kept = there.pop(number, None) or ResponsibilityLevel.model_validate(
            ResponsibilityLevelDraft.model_validate({name: getattr(draft, name) for name in ResponsibilityLevelDraft.model_fields}),
            update={"author": author_of(session)},
        )
        for name in ResponsibilityLevelDraft.model_fields:
            if getattr(kept, name) != getattr(draft, name):
                setattr(kept, name, getattr(draft, name))
        session.add(kept)
    for over in there.values():
        over.removed_at = str(session.info["at"])
        session.add(over)
    session.flush()


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody should have: a helper or not, and names at which levels."""

    helper: bool
    levels: tuple[int, ...]
    project: str = ""
    """The project that asks for the helper."""


def need_of(running: Sequence[ProjectDraft], asked: Sequence[ResponsibilityLevelDraft], grade: str, categories: tuple[str, ...]) -> Need:
    """Return what somebody of this grade and these categories should have."""
    wanted = next((one for one in running if one.everybody and one.is_for(grade, categories)), None)
    needed = tuple(one.number for one in asked if one.needed_by(grade, categories))
    return Need(wanted is not None, needed, wanted.name if wanted else "")


def _adopted(session: Session) -> list[Project]:
    """Return the station's own projects; the first time those that ship become its own."""
    there = _own(session, Project)
    if not there:
        for ready in ready_projects():
            one = Project.model_validate(ready, update={"author": author_of(session)})
            session.add(one)
            there.append(one)
    return there


def _own(session: Session, kind: type[R]) -> list[R]:
    return list(session.exec(_mine(session, kind)))


def _mine(session: Session, kind: type[R]) -> Any:
    return select(kind).where(kind.author == author_of(session), col(kind.removed_at).is_(None)).order_by(col(kind.key))
