"""Changing the grade scheme: what is refused and why, from when it holds, and what it will do to whom (domain 1.16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _, ngettext
from stationdesk.registers.grade_scheme import MARKS, Grade, GradeScheme, GradeSchemeDraft
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import own_schemes, people_by_grade, scheme_on
from stationdesk.store.database import author_of

LONGEST = 366
MONTHS, WORKDAYS, HOURS = 60, 60, 240
"""Days between two contacts at most."""
PERIODS = ((7, "week"), (30, "month"), (90, "quarter"), (360, "year"))


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
    names = ["".join(item.label.split()) for item in draft.score_items]
    for item, name in zip(draft.score_items, names, strict=True):
        if not name:
            raise SchemeImpossible(_("One of the items scored has no name."))
        if names.count(name) > 1:
            raise SchemeImpossible(_("Two items scored are called {word}.").format(word=item.label))
        if not 1 <= item.highest <= 100:
            raise SchemeImpossible(_("{item}: the highest score lies between 1 and 100.").format(item=item.label))


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


def put_in_use(session: Session, draft: GradeSchemeDraft, on: date) -> GradeScheme:
    """Let a scheme hold from its first day, tomorrow where it has none; the one before ends the day before.

    Past days stay as they are. One that would have begun on the same day is replaced. Raises SchemeImpossible.
    """
    check(draft)
    tomorrow = on + timedelta(days=1)
    first = draft.valid_from or tomorrow.isoformat()
    if first < tomorrow.isoformat():
        raise SchemeImpossible(_("A scheme holds from tomorrow at the earliest: what was due so far stays as it was."))
    before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    kept = own_schemes(session)
    ends = {one.id: one.valid_to for one in kept}
    for one in kept:
        if (one.valid_from or "") < first and (one.valid_to is None or one.valid_to >= first):
            ends[one.id] = before
    others = [one for one in kept if one.valid_from != first]
    _tidy(others, ends)
    check_periods([*((one.name, one.valid_from, ends[one.id]) for one in others), (draft.name, first, draft.valid_to)], on)
    for one in kept:
        if one.valid_to != ends[one.id]:
            one.valid_to = ends[one.id]
            session.add(one)
    return _keep(session, draft, first, next((one for one in kept if one.valid_from == first), None))


def change_rhythm(session: Session, grade: str, on: date, *, contact: int | None, home: int | None) -> GradeScheme:
    """Let a grade be contacted every `contact` days and visited every `home` days (None: not at all) from the day after `on`.

    What was due before stays as it was: the change is a scheme of its own that begins tomorrow. Raises SchemeImpossible.
    """
    now = scheme_on(session, on + timedelta(days=1))
    moved = {"contact_every_days": contact, "home_visit_every_days": home}
    grades = tuple(one.model_copy(update=moved) if one.code == grade else one for one in now.grades)
    fields = {name: getattr(now, name) for name in GradeSchemeDraft.model_fields}
    return put_in_use(session, GradeSchemeDraft.model_validate(fields | {"grades": grades, "valid_from": None}), on)


def give_up(session: Session, scheme_id: str, on: date) -> GradeScheme:
    """Give up a scheme that has not begun: the one before it holds on instead. Raises SchemeImpossible."""
    kept = own_schemes(session)
    gone = next((one for one in kept if one.id == scheme_id), None)
    if gone is None or (gone.valid_from or "") <= on.isoformat():
        raise SchemeImpossible(_("This scheme is in use already. Put another one in use instead."))
    before = (date.fromisoformat(gone.valid_from or "") - timedelta(days=1)).isoformat()
    for one in kept:
        if one.valid_to == before:
            one.valid_to = gone.valid_to
            session.add(one)
    gone.removed_at = session.info["at"]
    session.add(gone)
    session.flush()
    return gone


def _tidy(others: Sequence[GradeScheme], ends: dict[str, str | None]) -> None:
    """Let each of the station's own schemes end where the next begins, as they were read before they had an end."""
    for one, following in pairwise(others):
        begin, end = following.valid_from or "", ends[one.id]
        if begin and (one.valid_from or "") < begin and (end is None or end >= begin):
            ends[one.id] = (date.fromisoformat(begin) - timedelta(days=1)).isoformat()


def _keep(session: Session, draft: GradeSchemeDraft, first: str, there: GradeScheme | None) -> GradeScheme:
    words = {"".join(grade.label.split()) for grade in draft.grades}
    grades = tuple(_own_words(grade, words) for grade in draft.grades)
    fields = {name: getattr(draft, name) for name in GradeSchemeDraft.model_fields} | {"grades": grades, "valid_from": first}
    clean = GradeSchemeDraft.model_validate(fields)
    if there is None:
        there = GradeScheme.model_validate(clean, update={"author": author_of(session)})
    for name in GradeSchemeDraft.model_fields:
        if getattr(there, name) != getattr(clean, name):
            setattr(there, name, getattr(clean, name))
    session.add(there)
    session.flush()
    return there


def _own_words(grade: Grade, words: set[str]) -> Grade:
    """Return a grade that answers to no word which is another grade's own."""
    own = "".join(grade.label.split())
    return grade.model_copy(update={"synonyms": tuple(one for one in grade.synonyms if one == own or one not in words)})


def without_place(session: Session, draft: GradeSchemeDraft, on: date) -> list[str]:
    """Return the codes of grades that people have now and for which the scheme has no place, the most urgent first."""
    held = people_by_grade(session, on)
    return sorted((code for code in held if draft.counted_as(code) is None), key=lambda one: MARKS.index(one) if one in MARKS else 9)


def effects(session: Session, draft: GradeSchemeDraft, on: date) -> list[str]:
    """Return in sentences what a scheme would do to the people who have a grade now."""
    now, counts, said = scheme_on(session, on + timedelta(days=1)), people_by_grade(session, on), []
    for code, count in sorted(counts.items(), key=lambda one: MARKS.index(one[0]) if one[0] in MARKS else 9):
        before, after = now.counted_as(code), draft.counted_as(code)
        if before is None or after is None:
            continue
        who = ngettext("{count} person of grade {grade}", "{count} people of grade {grade}", count).format(count=count, grade=before.label)
        changes = [
            _change(_("contacted|effect"), before.contact_every_days, after.contact_every_days),
            _change(_("visited|effect"), before.home_visit_every_days, after.home_visit_every_days),
        ]
        if before.label != after.label:
            changes.insert(0, _("is called {grade}").format(grade=after.label))
        if told := [one for one in changes if one]:
            said.append(_("{who}: {changes}.").format(who=who, changes=_(", ").join(told)))
    return said


def _change(what: str, before: int | None, after: int | None) -> str:
    """Say how much more or less often something happens: 每周多联系 1 次."""
    if before == after:
        return ""
    for days, name in PERIODS:
        if all(one is None or (one <= days and days % one == 0) for one in (before, after)):
            more = (days // after if after else 0) - (days // before if before else 0)
            return _more(what, name, more)
    return _("{what}: {before} becomes {after}").format(what=what, before=every(before), after=every(after))


def _more(what: str, period: str, more: int) -> str:
    words = {
        ("week", True): _("{what} {count} times more a week"),
        ("week", False): _("{what} {count} times less a week"),
        ("month", True): _("{what} {count} times more a month"),
        ("month", False): _("{what} {count} times less a month"),
        ("quarter", True): _("{what} {count} times more a quarter"),
        ("quarter", False): _("{what} {count} times less a quarter"),
        ("year", True): _("{what} {count} times more a year"),
        ("year", False): _("{what} {count} times less a year"),
    }
    return words[period, more > 0].format(what=what, count=abs(more))


def every(days: int | None) -> str:
    """Return a rhythm in words: 每天 1 次, 每周 1 次, 每月 1 次."""
    said = {
        None: _("not planned"),
        1: _("once a day|rhythm"),
        7: _("once a week|rhythm"),
        14: _("every two weeks|rhythm"),
        30: _("once a month|rhythm"),
        90: _("once a quarter|rhythm"),
        180: _("twice a year|rhythm"),
    }
    return said[days] if days in said else ngettext("every {days} day", "every {days} days", days or 0).format(days=days)
