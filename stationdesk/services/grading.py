"""The grade scheme of the station: what is in force, and changing how often a grade is contacted."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col, func, or_, select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.grade_scheme import GradeScheme, GradeSchemeDraft, default_scheme
from stationdesk.store.database import author_of

EVERY = (1, 2, 3, 7, 14, 30, 90, 180)
"""Days between two contacts that the settings offer; a county's scheme may have others."""


def own_schemes(session: Session) -> list[GradeScheme]:
    """Return the station's own schemes of the default code, those that begin later last."""
    mine = select(GradeScheme).where(
        GradeScheme.author == author_of(session), GradeScheme.code == default_scheme().code, col(GradeScheme.removed_at).is_(None)
    )
    return sorted(session.exec(mine), key=lambda one: (one.valid_from or "", one.key or 0))


def scheme_on(session: Session, on: date) -> GradeSchemeDraft:
    """Return the scheme that holds on a day: the station's own that began last, else the county's, else the one that ships."""
    day = on.isoformat()
    held = [one for one in own_schemes(session) if (one.valid_from or "") <= day and (not one.valid_to or day <= one.valid_to)]
    if held:
        return held[-1]
    theirs = select(GradeScheme).where(
        GradeScheme.author != author_of(session),
        GradeScheme.code == default_scheme().code,
        col(GradeScheme.removed_at).is_(None),
        or_(col(GradeScheme.valid_from).is_(None), col(GradeScheme.valid_from) <= day),
        or_(col(GradeScheme.valid_to).is_(None), col(GradeScheme.valid_to) >= day),
    )
    return session.exec(theirs.order_by(col(GradeScheme.key).desc())).first() or default_scheme()


def change_rhythm(session: Session, grade: str, on: date, *, contact: int | None, home: int | None) -> GradeScheme:
    """Let a grade be contacted every `contact` days and visited every `home` days (None: not at all) from the day after `on`.

    What was due before stays as it was: the change is a scheme of its own that begins tomorrow.
    """
    tomorrow = (on + timedelta(days=1)).isoformat()
    now = scheme_on(session, on + timedelta(days=1))
    moved = {"contact_every_days": contact, "home_visit_every_days": home}
    grades = tuple(one.model_copy(update=moved) if one.code == grade else one for one in now.grades)
    begun = next((one for one in own_schemes(session) if one.valid_from == tomorrow), None)
    if begun is not None:
        begun.grades = grades
        return begun
    fields = {name: getattr(now, name) for name in GradeSchemeDraft.model_fields} | {
        "grades": grades,
        "valid_from": tomorrow,
        "valid_to": None,
    }
    made = GradeScheme.model_validate(GradeSchemeDraft.model_validate(fields), update={"author": author_of(session)})
    session.add(made)
    return made


def people_by_grade(session: Session, on: date) -> dict[str, int]:
    """Return how many residents are in each grade on a day."""
    day = on.isoformat()
    held = select(CareGrade.grade, func.count()).where(
        col(CareGrade.removed_at).is_(None),
        or_(col(CareGrade.from_date).is_(None), col(CareGrade.from_date) <= day),
        or_(col(CareGrade.to_date).is_(None), col(CareGrade.to_date) >= day),
    )
    return dict(session.exec(held.group_by(col(CareGrade.grade))).all())
