"""Assessing somebody: the scores, the grade they propose, from which day it holds, and when it is looked at again (domain 3.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft, Review, Score
from stationdesk.registers.grade_scheme import Grade, GradeSchemeDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import id_of, review_due, scheme_on, word_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.services.scheme_rules import Book, in_use, scheme_book
from stationdesk.store.database import author_of


class AssessmentImpossible(DeskError):
    """An assessment that cannot be kept as it stands; the sentence says why and what to do."""


@dataclass(frozen=True)
class Assessment:
    """What the dialog holds; `from_date` is the day it holds from, however late it is written down."""

    resident_id: str
    grade: str
    from_date: date
    cause: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    """What each item of the scheme scored, by its code; empty: nothing was scored."""
    reason: str = ""
    assessor: str = ""
    approver: str = ""
    review_due: date | None = None
    """When it is looked at again; None: as the scheme says."""


@dataclass(frozen=True)
class Past:
    """One assessment of the past, as the history tells it."""

    day: str
    word: str
    grade: str
    cause: str
    by: str
    reason: str
    total: int | None
    until: str
    """The last day the grade held; empty while it does."""
    same: bool = False
    """A review that left the grade as it was."""
    scored: str = ""
    """What each item scored, in the words of the scheme it was scored by: 健康自理 7、社会支持 3."""


def total_of(scheme: GradeSchemeDraft, scores: Mapping[str, int]) -> int | None:
    """Return the sum of the scores once every item has one, None before."""
    codes = [item.code for item in scheme.score_items]
    return sum(scores[code] for code in codes) if codes and all(code in scores for code in codes) else None


def proposal(scheme: GradeSchemeDraft, scores: Mapping[str, int]) -> Grade | None:
    """Return the grade the scores propose, None while they are not complete or where the scheme draws no lines."""
    total = total_of(scheme, scores)
    return scheme.proposed(total) if total is not None else None


def grades_of(session: Session, resident_id: str) -> list[CareGrade]:
    """Return every grade somebody ever had, the earliest first."""
    mine = select(CareGrade).where(
        CareGrade.resident_id == resident_id, CareGrade.author == author_of(session), col(CareGrade.removed_at).is_(None)
    )
    return sorted(session.exec(mine), key=lambda one: (one.from_date or "", one.key or 0))


def grade_on(session: Session, resident_id: str, day: date) -> CareGrade | None:
    """Return the grade somebody had on a day, the one given last; None without one."""
    held = [one for one in grades_of(session, resident_id) if one.in_force(day.isoformat())]
    return held[-1] if held else None


def refusal(session: Session, one: Resident, draft: Assessment, on: date) -> AssessmentImpossible | None:
    """Return why an assessment cannot be kept, or None."""
    scheme, name = scheme_on(session, draft.from_date), named(one, on)
    if one.residency_status in GONE or one.closed_on is not None:
        return AssessmentImpossible(_("{name} died or moved away and has no grade any more.").format(name=name))
    if draft.from_date > on:
        return AssessmentImpossible(_("This day has not come yet. A grade holds from today or from a day before."))
    born = (one.birth_date or "") if one.birth_precision != "age" else ""
    if born and draft.from_date.isoformat()[: len(born)] < born:
        return AssessmentImpossible(_("This day lies before the birth of {name}. Please look at the year again.").format(name=name))
    if scheme.grade(draft.grade) is None:
        said = _("Please choose one of the grades that were in use on {day}: {words}.")
        words = _(", ").join(grade.label for grade in scheme.grades)
        return AssessmentImpossible(said.format(day=day_words(draft.from_date, on), words=words))
    if draft.review_due is not None and draft.review_due <= draft.from_date:
        return AssessmentImpossible(_("The next review cannot lie before the assessment."))
    return _refused_scores(scheme, draft)


def _refused_scores(scheme: GradeSchemeDraft, draft: Assessment) -> AssessmentImpossible | None:
    if not draft.scores:
        return None
    for item in scheme.score_items:
        if item.code not in draft.scores:
            return AssessmentImpossible(_("{item} is not scored yet. Please score it, or none of them.").format(item=item.label))
        if not 0 <= draft.scores[item.code] <= item.highest:
            return AssessmentImpossible(_("{item}: between 0 and {highest} points, please.").format(item=item.label, highest=item.highest))
    proposed = proposal(scheme, draft.scores)
    if proposed is not None and proposed.code != draft.grade and not draft.reason.strip():
        said = _("The scores propose {grade}. Another grade is possible; please write down why.")
        return AssessmentImpossible(said.format(grade=proposed.label))
    return None


def assess(session: Session, draft: Assessment, on: date) -> CareGrade:
    """Keep an assessment: the grade before ends the day before, one that was given later stays as it is.

    A grade that stays the same goes on, with a review in its history. Raises NoSuchResident, AssessmentImpossible.
    """
    one = own_resident(session, draft.resident_id)
    if refused := refusal(session, one, draft, on):
        raise refused
    scheme, day = scheme_on(session, draft.from_date), draft.from_date.isoformat()
    due = draft.review_due.isoformat() if draft.review_due else review_due(scheme, draft.from_date)
    known = grades_of(session, draft.resident_id)
    held = [grade for grade in known if grade.in_force(day)]
    if held and held[-1].grade == draft.grade and held[-1].from_date != day:
        return _stays(session, held[-1], _reviewed(draft, scheme), due)
    looks = tuple(look for grade in held[-1:] for look in grade.reviews or () if look.day > day)
    again = looks[0].day if looks and held[-1].grade != draft.grade else None
    later = min((grade.from_date for grade in known if grade.from_date and grade.from_date > day), default=None)
    ends = [end for end in (_before(later), _before(again), *(grade.to_date for grade in held)) if end]
    if again:
        _goes_on(session, held[-1], looks)
    for grade in held:
        if grade.from_date == day:
            grade.removed_at = session.info["at"]
        else:
            grade.to_date, grade.reviews = _before(day), tuple(look for look in grade.reviews or () if look.day <= day)
        session.add(grade)
    made = _give(session, draft, scheme, min(ends, default=None), held[-1].id if held else None)
    made.reviews, made.review_due = (looks, held[-1].review_due) if looks and not again else ((), due)
    return made


def _goes_on(session: Session, held: CareGrade, looks: Sequence[Review]) -> None:
    """Let a grade that is interrupted by one entered late be given again on the day a later review left it as it was."""
    first = looks[0]
    fields = {name: getattr(held, name) for name in CareGradeDraft.model_fields} | {
        "from_date": first.day,
        "scores": first.scores,
        "total_score": first.total,
        "assessor": first.by or None,
        "approver": first.approver or None,
        "cause": first.cause or None,
        "reason": first.reason or None,
        "previous_id": held.id,
    }
    again = CareGradeDraft.model_validate(fields)
    session.add(CareGrade.model_validate(again, update={"author": held.author, "reviews": tuple(looks[1:])}))


def _give(session: Session, draft: Assessment, scheme: GradeSchemeDraft, until: str | None, before: str | None) -> CareGrade:
    made = CareGradeDraft(
        resident_id=draft.resident_id,
        scheme_code=scheme.code,
        scheme_id=id_of(scheme),
        grade=draft.grade,
        from_date=draft.from_date.isoformat(),
        to_date=until,
        scores=_scores(scheme, draft),
        total_score=total_of(scheme, draft.scores),
        assessor=draft.assessor or None,
        approver=draft.approver or None,
        cause=draft.cause or None,
        reason=draft.reason or None,
        previous_id=before,
    )
    kept = CareGrade.model_validate(made, update={"author": author_of(session)})
    session.add(kept)
    session.flush()
    return kept


def _stays(session: Session, held: CareGrade, review: Review, due: str | None) -> CareGrade:
    held.reviews = tuple(sorted((*(held.reviews or ()), review), key=lambda one: one.day))
    if held.reviews[-1] is review:
        held.review_due = due
    session.add(held)
    session.flush()
    return held


def _scores(scheme: GradeSchemeDraft, draft: Assessment) -> tuple[Score, ...]:
    return tuple(Score(item=item.code, score=draft.scores[item.code]) for item in scheme.score_items if item.code in draft.scores)


def _reviewed(draft: Assessment, scheme: GradeSchemeDraft) -> Review:
    return Review(
        day=draft.from_date.isoformat(),
        cause=draft.cause,
        by=draft.assessor,
        approver=draft.approver,
        scores=_scores(scheme, draft),
        total=total_of(scheme, draft.scores),
        reason=draft.reason,
    )


def _before(day: str | None) -> str | None:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day else None


def stays_as_it_is(session: Session, resident_id: str, on: date, operator: str, *, cause: str = "regular") -> CareGrade:
    """Note that a grade was looked at on day `on` and stays: the next review is due as the scheme says.

    Raises NoSuchResident, AssessmentImpossible without a grade in force.
    """
    own_resident(session, resident_id)
    held = grade_on(session, resident_id, on)
    if held is None:
        raise AssessmentImpossible(_("There is no grade to leave as it is. Please assess first."))
    review = Review(day=on.isoformat(), cause=cause, by=operator)
    return _stays(session, held, review, review_due(scheme_on(session, on), on))


def says_assessed(session: Session, draft: Assessment, on: date) -> str:
    """Return the sentence of an assessment, which an undo repeats; a child goes by alias."""
    one = own_resident(session, draft.resident_id)
    return _("Assess {name}: {grade}").format(name=named(one, on), grade=word_of(session, draft.grade, draft.from_date))


def says_stays(session: Session, resident_id: str, on: date) -> str:
    """Return the sentence of leaving a grade as it is."""
    return _("Review of {name}: the grade stays").format(name=named(own_resident(session, resident_id), on))


def history(session: Session, resident_id: str, on: date) -> list[Past]:
    """Return every assessment of somebody in words, the latest first."""
    found: list[Past] = []
    book = scheme_book(session)
    for one in grades_of(session, resident_id):
        word = word_of(session, one.grade, date.fromisoformat(one.from_date) if one.from_date else on)
        found.append(replace(_given(one, word), scored=_scored(book, one.from_date or "", one.scores or ())))
        for look in one.reviews or ():
            past = Past(look.day, word, one.grade, look.cause, look.by, look.reason, look.total, one.to_date or "", same=True)
            found.append(replace(past, scored=_scored(book, look.day, look.scores)))
    return sorted(found, key=lambda past: past.day, reverse=True)


def _given(one: CareGrade, word: str) -> Past:
    return Past(
        one.from_date or "", word, one.grade, one.cause or "", one.assessor or "", one.reason or "", one.total_score, one.to_date or ""
    )


def _scored(book: Book, day: str, scores: Sequence[Score]) -> str:
    """Return scores with the names that their items had on that day; an item no scheme of that day has by any other that had it."""
    named = {item.code: item.label for scheme in book for item in scheme.score_items}
    named |= {item.code: item.label for item in in_use(book, day).score_items}
    return _(", ").join(f"{named[one.item]} {one.score}" for one in scores if one.item in named)


def last_scores(known: Sequence[CareGrade], scheme: GradeSchemeDraft) -> dict[str, int]:
    """Return what was scored last by the items of a scheme: what an assessment begins with."""
    for one in reversed(known):
        looks = [review.scores for review in reversed(one.reviews or ()) if review.scores]
        for scores in (*looks, one.scores):
            fitting = {score.item: score.score for score in scores if any(item.code == score.item for item in scheme.score_items)}
            if len(fitting) == len(scheme.score_items) > 0:
                return fitting
    return {}
