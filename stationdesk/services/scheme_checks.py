"""What is refused of a grade scheme and why: a hole, an overlap, a total nobody has, days without a scheme (domain 1.16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import MARKS, Grade, GradeSchemeDraft, ScoreItem
from stationdesk.services.day_words import day_words

LONGEST = 366
MONTHS, WORKDAYS, HOURS = 60, 60, 240
"""Days between two contacts at most."""
ITEMS, ANSWERS, HIGHEST = 12, 6, 100
"""Items that a scheme scores, answers that an item has, and points that an item gives at most."""
LABEL, WORDS = 30, 200
"""Letters of a word and of a remark at most."""


class SchemeImpossible(DeskError):
    """A scheme that would leave somebody without a grade, or with two; the sentence names the place."""


def check(draft: GradeSchemeDraft) -> None:
    """Raise SchemeImpossible for a scheme that cannot be used as it stands."""
    if not draft.name.strip():
        raise SchemeImpossible(_("The scheme needs a name."))
    if not draft.grades:
        raise SchemeImpossible(_("The scheme has no grade. Please add one."))
    _check_words(draft.grades)
    for grade in draft.grades:
        if len(grade.note) > WORDS:
            raise SchemeImpossible(_("{grade}: the remark has {most} letters at most.").format(grade=grade.label, most=WORDS))
        for days in (grade.contact_every_days, grade.home_visit_every_days):
            if days is not None and not 1 <= days <= LONGEST:
                said = _("{grade}: every {days} days cannot be. Between 1 and {most}, please, or not at all.")
                raise SchemeImpossible(said.format(grade=grade.label, days=days, most=LONGEST))
        hours = grade.after_major_change_hours
        if hours is not None and not 1 <= hours <= HOURS:
            raise SchemeImpossible(
                _("After a grave change somebody looks in within 1 to {most} hours; or leave it empty.").format(most=HOURS)
            )
    months, days = draft.review_months, draft.first_visit_workdays
    if (months is not None and not 1 <= months <= MONTHS) or (days is not None and not 1 <= days <= WORKDAYS):
        said = _("A review comes after 1 to {months} months, the first visit within 1 to {days} working days; or leave it empty.")
        raise SchemeImpossible(said.format(months=MONTHS, days=WORKDAYS))
    _check_items(draft)
    _check_lines(draft)


def _check_words(grades: Sequence[Grade]) -> None:
    seen: dict[str, Grade] = {}
    for number, grade in enumerate(grades, 1):
        word = "".join(grade.label.split())
        if not word:
            raise SchemeImpossible(_("Grade {number} has no word. The word stands beside its colour everywhere.").format(number=number))
        if grade.code not in MARKS:
            raise SchemeImpossible(_("{grade} has no colour. Please choose one.").format(grade=grade.label))
        if word in seen:
            raise SchemeImpossible(_("Two grades are called {word}. Please give one of them another word.").format(word=grade.label))
        if other := next((one for one in seen.values() if one.code == grade.code), None):
            raise SchemeImpossible(_("{one} and {other} have the same colour.").format(one=other.label, other=grade.label))
        seen[word] = grade


def _check_items(draft: GradeSchemeDraft) -> None:
    for at, item in enumerate(draft.score_items):
        check_item(item, draft.score_items[:at])
    if len(draft.score_items) > ITEMS:
        raise SchemeImpossible(_("A scheme scores {most} items at most. Please take some out.").format(most=ITEMS))
    codes = [item.code for item in draft.score_items]
    if twice := next((item for item in draft.score_items if codes.count(item.code) > 1), None):
        raise SchemeImpossible(_("Two items scored are called {word}.").format(word=twice.label))


def check_item(item: ScoreItem, others: Sequence[ScoreItem]) -> None:
    """Raise SchemeImpossible for an item that cannot be scored, or that is called as one of `others`."""
    name = "".join(item.label.split())
    if not name:
        raise SchemeImpossible(_("One of the items scored has no name."))
    if any("".join(other.label.split()) == name for other in others):
        raise SchemeImpossible(_("Two items scored are called {word}.").format(word=item.label))
    _check_answers(item)
    if not 1 <= item.highest <= HIGHEST:
        raise SchemeImpossible(_("{item}: the highest score lies between 1 and 100.").format(item=item.label))


def _check_answers(item: ScoreItem) -> None:
    scores = [step.score for step in item.steps]
    for step in item.steps:
        if not "".join(step.words.split()):
            raise SchemeImpossible(_("{item}: the answer of {points} points has no words.").format(item=item.label, points=step.score))
        if not 0 <= step.score <= HIGHEST:
            said = _("{item}, «{words}»: points are a whole number between 0 and {most}.")
            raise SchemeImpossible(said.format(item=item.label, words=step.words, most=HIGHEST))
        if scores.count(step.score) > 1:
            words = _(", ").join(other.words for other in item.steps if other.score == step.score)
            said = _("{item}: {words} give {points} points both. Please give one of them others.")
            raise SchemeImpossible(said.format(item=item.label, words=words, points=step.score))
    if len(scores) == 1 or len(scores) > ANSWERS:
        raise SchemeImpossible(_("{item} needs 2 to {most} answers, or none and any number.").format(item=item.label, most=ANSWERS))
    if scores and max(scores) != item.highest:
        said = _("{item}: its answers give {points} points at most, but its highest score is {highest}.")
        raise SchemeImpossible(said.format(item=item.label, points=max(scores), highest=item.highest))


def _check_lines(draft: GradeSchemeDraft) -> None:
    """Every total belongs to one grade, or the scheme draws no lines at all."""
    drawn = [one for one in draft.grades if one.lowest_score is not None or one.highest_score is not None]
    if not drawn:
        return
    if not draft.score_items:
        raise SchemeImpossible(_("There are score lines but nothing is scored. Please add an item, or leave the lines empty."))
    for grade in draft.grades:
        if grade.lowest_score is None or grade.highest_score is None:
            said = _("{grade} has no score line. Please fill in from and to, or leave them empty for every grade.")
            raise SchemeImpossible(said.format(grade=grade.label))
        for score in (grade.lowest_score, grade.highest_score):
            if score < 0:
                said = _("{grade}: a score line is a whole number from 0 on, without a minus. Please write it again.")
                raise SchemeImpossible(said.format(grade=grade.label))
        if grade.lowest_score > grade.highest_score:
            said = _("{grade}: from {lowest} to {highest} points is the wrong way round.")
            raise SchemeImpossible(said.format(grade=grade.label, lowest=grade.lowest_score, highest=grade.highest_score))
    _check_every_total(draft)


def _check_every_total(draft: GradeSchemeDraft) -> None:
    most = draft.highest_total()
    for total in range(most + 1):
        having = [one.label for one in draft.grades if one.covers(total)]
        if len(having) > 1:
            said = _("{total} points belong to two grades: {one} and {other}. Please move one of the lines.")
            raise SchemeImpossible(said.format(total=total, one=having[0], other=having[1]))
        if not having:
            last = next((one - 1 for one in range(total, most + 1) if draft.proposed(one)), most)
            points = str(total) if last == total else _("{first} to {last}").format(first=total, last=last)
            raise SchemeImpossible(_("{points} points belong to no grade. Please move one of the lines.").format(points=points))
    for grade in draft.grades:
        if (grade.highest_score or 0) > most:
            said = _("{grade}: {highest} points cannot be reached; all items together give {most} at most.")
            raise SchemeImpossible(said.format(grade=grade.label, highest=grade.highest_score, most=most))


Period = tuple[str, str | None, str | None]
"""Name, first day, last day of a scheme; None: since ever, for ever."""


def check_periods(periods: Sequence[Period], on: date) -> None:
    """Raise SchemeImpossible if two schemes hold on one day, or none does from `on` onwards."""
    kept = sorted(periods, key=lambda one: one[1] or "")
    for (name, first, last), (following, begin, _end) in pairwise(kept):
        begun = date.fromisoformat(begin or "0001-01-01")
        if last is None or last >= (begin or ""):
            said = _("Two schemes would hold from {day}: {one} and {other}. Please end one the day before.")
            raise SchemeImpossible(said.format(day=day_words(begun, on), one=name, other=following))
        missing = date.fromisoformat(last) + timedelta(days=1)
        if missing < begun and begun > on:
            said = _("From {first} to {last} no scheme would hold: {one} has ended, {other} has not begun.")
            until = day_words(begun - timedelta(days=1), on)
            raise SchemeImpossible(said.format(first=day_words(missing, on), last=until, one=name, other=following))
        if first is not None and last < first:
            raise SchemeImpossible(_("{one} would end before it begins.").format(one=name))
    name, first, last = kept[-1]
    if first is not None and last is not None and last < first:
        raise SchemeImpossible(_("{one} would end before it begins.").format(one=name))
    if last is not None:
        after = day_words(date.fromisoformat(last) + timedelta(days=1), on)
        raise SchemeImpossible(_("From {day} no scheme would hold. Please leave the end of {one} empty.").format(day=after, one=name))
