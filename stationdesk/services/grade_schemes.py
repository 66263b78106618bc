"""Changing the grade scheme: from when it holds, and what it will do to whom (domain 1.16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from sqlmodel import Session

from stationdesk.i18n import _, ngettext
from stationdesk.registers.grade_scheme import MARKS, Grade, GradeScheme, GradeSchemeDraft
from stationdesk.services.grading import own_schemes, people_by_grade, scheme_on
from stationdesk.services.scheme_checks import SchemeImpossible, check, check_periods
from stationdesk.store.database import author_of

PERIODS = ((7, "week"), (30, "month"), (90, "quarter"), (360, "year"))


def put_in_use(session: Session, draft: GradeSchemeDraft, on: date, audience: str | None = None) -> GradeScheme:
    """Let a scheme hold from its first day, tomorrow where it has none; the one before ends the day before.

    Past days stay as they are. One that would have begun on the same day is replaced. The county says for which `audience`; what it
    said to another stays. Raises SchemeImpossible.
    """
    check(draft)
    tomorrow = on + timedelta(days=1)
    first = draft.valid_from or tomorrow.isoformat()
    if first < tomorrow.isoformat():
        raise SchemeImpossible(_("A scheme holds from tomorrow at the earliest: what was due so far stays as it was."))
    before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    kept = [one for one in own_schemes(session) if one.audience == audience]
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
    return _keep(session, draft, first, next((one for one in kept if one.valid_from == first), None), audience)


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
        if one.valid_to == before and one.audience == gone.audience:
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


def _keep(session: Session, draft: GradeSchemeDraft, first: str, there: GradeScheme | None, audience: str | None) -> GradeScheme:
    words = {"".join(grade.label.split()) for grade in draft.grades}
    grades = tuple(_own_words(grade, words) for grade in draft.grades)
    fields = {name: getattr(draft, name) for name in GradeSchemeDraft.model_fields} | {"grades": grades, "valid_from": first}
    clean = GradeSchemeDraft.model_validate(fields)
    if there is None:
        there = GradeScheme.model_validate(clean, update={"author": author_of(session), "audience": audience})
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
