"""The grade scheme in use on a day, as rules: each grade with what its scheme says of first visits and rest days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.registers.grade_scheme import Grade, GradeScheme, GradeSchemeDraft, default_scheme
from stationdesk.services.scheme_checks import SchemeImpossible, check
from stationdesk.store.database import author_of

Codes = tuple[str, str]
"""The codes of a scheme and of one of its grades."""
UNKNOWN = -1


class Rule(NamedTuple):
    """A grade and what its scheme says beside it."""

    grade: Grade
    first_workdays: int | None = None
    waits_for_workday: bool = False
    height: int = UNKNOWN
    """Its place in the scheme: 0 is the highest grade; UNKNOWN where the scheme in use does not have it."""


Rules = Mapping[Codes, Rule]
Book = Sequence[GradeSchemeDraft]
"""Every scheme, in the order of `scheme_book`."""


def scheme_book(session: Session) -> list[GradeSchemeDraft]:
    """Return every scheme in the order they begin; of those that hold on a day the last one is in use.

    So the county's holds from its day on, and a station's own that begins later after it. Of two that begin on one day the station's
    own counts, then what was said to the narrowest audience, then what was written last. One of the county that would leave somebody
    without a grade, or with two, is passed over (`from_county_told` says so).
    """
    kept = session.exec(select(GradeScheme).where(col(GradeScheme.removed_at).is_(None))).all()
    mine = author_of(session)
    sound = [one for one in kept if one.author == mine or not unsound(one)]
    return [*sorted(sound, key=lambda one: (one.valid_from or "", one.author == mine, narrowness(one.audience), one.key or 0))]


def narrowness(audience: str | None) -> int:
    """Return how few stations an audience is: all, a town, a station."""
    return ("all", "town", "station").index((audience or "all").partition(":")[0]) if audience else 0


def unsound(scheme: GradeSchemeDraft) -> str:
    """Return why a scheme cannot be used as it stands, or nothing."""
    try:
        check(scheme)
    except SchemeImpossible as error:
        return error.message
    return ""


def in_use(book: Book, on: str) -> GradeSchemeDraft:
    """Return the scheme in use on a day; the one that ships where none is kept."""
    held = (one for one in reversed(book) if (one.valid_from or "") <= on and (not one.valid_to or on <= one.valid_to))
    return next(held, default_scheme())


def rules_at(book: Book, on: str) -> dict[Codes, Rule]:
    """Return each grade of the scheme in use on day `on`, by the codes of scheme and grade, and under the empty scheme.

    Under the empty one stand too what it took over of earlier schemes, and last the grades of the scheme that ships.
    """
    used = in_use(book, on)
    waits, first = used.on_rest_days == "next_workday", used.first_visit_workdays
    rules = [Rule(grade, first, waits, height) for height, grade in enumerate(used.grades)]
    found = {(used.code, rule.grade.code): rule for rule in rules} | {("", rule.grade.code): rule for rule in rules}
    for rule in rules:
        for code in rule.grade.takes_over:
            found.setdefault(("", code), rule)
    for grade in default_scheme().grades:
        found.setdefault(("", grade.code), Rule(grade, first, waits))
    return found


def rule_of(rules: Rules, scheme: str, code: str) -> Rule | None:
    """Return the rule of a grade; of another scheme than the one in use that of the grade it counts as there."""
    return rules.get((scheme, code)) or rules.get(("", code))


def rules_by_code(rules: Rules) -> dict[str, Rule]:
    """Return the rule of every grade there is one for, by its code alone: a grade counts the same in whatever scheme it was given."""
    return {code: rule for (scheme, code), rule in rules.items() if not scheme}
