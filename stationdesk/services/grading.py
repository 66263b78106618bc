"""Which grade scheme is in use on a day, what its grades are called, and how many people are in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, func, or_, select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.grade_scheme import Grade, GradeScheme, GradeSchemeDraft, ready_made
from stationdesk.services.month_steps import months_later
from stationdesk.services.scheme_rules import in_use, rules_at, scheme_book
from stationdesk.store.database import author_of

EVERY = (1, 2, 3, 7, 14, 30, 90, 180)
"""Days between two contacts that the settings offer; a county's scheme may have others."""


def own_schemes(session: Session) -> list[GradeScheme]:
    """Return the station's own schemes, those that begin later last."""
    mine = select(GradeScheme).where(GradeScheme.author == author_of(session), col(GradeScheme.removed_at).is_(None))
    return sorted(session.exec(mine), key=lambda one: (one.valid_from or "", one.key or 0))


def scheme_on(session: Session, on: date) -> GradeSchemeDraft:
    """Return the scheme in use on a day: of the station's own and the county's the one that began last, else the one that ships."""
    return in_use(scheme_book(session), on.isoformat())


def id_of(scheme: GradeSchemeDraft) -> str | None:
    """Return the id of a scheme that is kept, None of one that ships."""
    return scheme.id if isinstance(scheme, GradeScheme) else None


def schemes(session: Session, on: str) -> Mapping[tuple[str, str], Grade]:
    """Return each grade of the scheme in use on day `on`, by the codes of scheme and grade, and under the empty scheme.

    Under the empty one stand too what it took over of earlier schemes, and last the grades of the scheme that ships.
    """
    return {codes: rule.grade for codes, rule in rules_at(scheme_book(session), on).items()}


def grade_of(rules: Mapping[tuple[str, str], Grade], scheme: str, code: str) -> Grade | None:
    """Return the grade `code` of a scheme; of another scheme than the one in use the grade it counts as there."""
    return rules.get((scheme, code)) or rules.get(("", code))


def word_of(session: Session, code: str | None, on: date) -> str:
    """Return what a grade is called on a day; a mark that no scheme of that day has, by the schemes that ship."""
    grade = scheme_on(session, on).counted_as(code or "")
    return grade.label if grade else shipped_word(code)


def shipped_word(code: str | None) -> str:
    """Return a grade's word by the schemes that ship; an unknown code is its own word."""
    found = (one.grade(code or "") for one in ready_made())
    return next((grade.label for grade in found if grade is not None), code or "")


def review_due(scheme: GradeSchemeDraft, begun: date) -> str | None:
    """Return when a grade that began on a day is to be looked at again; None where the scheme asks for no review."""
    return months_later(begun, scheme.review_months).isoformat() if scheme.review_months else None


def people_by_grade(session: Session, on: date) -> dict[str, int]:
    """Return how many residents are in each grade of the scheme in use on a day; a grade it has no place for keeps its own code."""
    day, used = on.isoformat(), scheme_on(session, on)
    held = select(CareGrade.grade, func.count()).where(
        CareGrade.author == author_of(session),
        col(CareGrade.removed_at).is_(None),
        or_(col(CareGrade.from_date).is_(None), col(CareGrade.from_date) <= day),
        or_(col(CareGrade.to_date).is_(None), col(CareGrade.to_date) >= day),
    )
    found: Counter[str] = Counter()
    for code, count in session.exec(held.group_by(col(CareGrade.grade))):
        counted = used.counted_as(code)
        found[counted.code if counted else code] += count
    return dict(found)
