"""What the county said that nobody has to answer: its grade schemes and the words of its lists, told in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.grade_scheme import GradeScheme, GradeSchemeDraft
from stationdesk.services.county_codes import changes, holding
from stationdesk.services.day_words import day_words
from stationdesk.services.grade_schemes import effects, every, without_place
from stationdesk.services.grading import people_by_grade, word_of
from stationdesk.services.scheme_rules import in_use, narrowness, scheme_book, unsound
from stationdesk.store.database import author_of

CODES, SCHEME = "codes", "scheme"


@dataclass(frozen=True, slots=True)
class Told:
    """Something the county said, as a heading and its sentences."""

    kind: str
    id: str
    title: str
    word: str
    """What kind of thing it is, in words."""
    state: str
    lines: tuple[tuple[str, str], ...]
    """Sentences, each with how it is shown: strong, body, small, or amber for what cannot hold."""


def told(session: Session, on: date) -> list[Told]:
    """Return everything the county said that holds here or will."""
    return [*told_schemes(session, on), *told_codes(session, on)]


def told_schemes(session: Session, on: date) -> list[Told]:
    """Return the county's schemes that hold or will, with what changes for whom and from when; what cannot hold, with why not."""
    day = on.isoformat()
    theirs = select(GradeScheme).where(GradeScheme.author != author_of(session), col(GradeScheme.removed_at).is_(None))
    standing = [one for one in session.exec(theirs) if one.valid_to is None or one.valid_to >= day]
    return [told_scheme(session, one, standing, on) for one in sorted(standing, key=lambda one: (one.valid_from or "", one.key or 0))]


def coming_scheme(session: Session, on: date) -> GradeScheme | None:
    """Return the next scheme of the county that will hold here and does not yet."""
    book, mine, day = scheme_book(session), author_of(session), on.isoformat()
    theirs = [one for one in book if isinstance(one, GradeScheme) and one.author != mine and (one.valid_from or "") > day]
    return next((one for one in theirs if in_use(book, one.valid_from or "") is one), None)


def told_scheme(session: Session, one: GradeScheme, standing: list[GradeScheme], on: date) -> Told:
    """Return a scheme of the county in words."""
    first, title = one.valid_from or "", _("Grade scheme: {name}").format(name=one.name)
    from_day = day_words(date.fromisoformat(first), on) if first else ""
    lines: list[tuple[str, str]] = []
    if why := unsound(one):
        lines = [(_("It is not used here: {why} Please tell the county.").format(why=why), "amber")]
        return Told(SCHEME, one.id, title, _("Grades|from county"), _("not used|scheme"), tuple(lines))
    book, begins = scheme_book(session), max(first, on.isoformat())
    used = in_use(book, begins)
    holds = used is one
    if not holds:
        said = _("Here «{name}» counts, which began later or is this station's own.").format(name=used.name)
        state = _("not in use|scheme")
    elif first > on.isoformat():
        said, state = _("It holds from {day}; until the day before everything stays as it is.").format(day=from_day), from_day
    else:
        said, state = _("It holds since {day}.").format(day=from_day) if from_day else _("It holds."), _("in use|words")
    lines.append((said, "strong"))
    lines += [(text, "body") for text in _rhythms(one)]
    if holds and first > on.isoformat():
        lines += _what_changes(session, one, on)
    lines += [(text, "amber") for text in _clashes(one, standing, book, on)]
    return Told(SCHEME, one.id, title, _("Grades|from county"), state, tuple(lines))


def _rhythms(one: GradeScheme) -> list[str]:
    said = _("{grade}: contacted {contact}, visited {home}|scheme")
    return [
        said.format(grade=grade.label, contact=every(grade.contact_every_days), home=every(grade.home_visit_every_days))
        for grade in one.grades
    ]


def _what_changes(session: Session, one: GradeScheme, on: date) -> list[tuple[str, str]]:
    """Return what the scheme will do to the people here, and whom it has no place for."""
    lines = [(text, "body") for text in effects(session, one, on)]
    if not lines:
        lines = [(_("For the people of this station nothing changes in how often."), "body")]
    counts = people_by_grade(session, on)
    for code in without_place(session, one, on):
        said = _("{count} people of grade {grade} have no place in it: they keep their grade. Please assess them anew, or tell the county.")
        lines.append((said.format(count=counts[code], grade=word_of(session, code, on)), "amber"))
    return [(_("What changes here:"), "strong"), *lines]


def _clashes(one: GradeScheme, standing: list[GradeScheme], book: list[GradeSchemeDraft], on: date) -> list[str]:
    """Return what the county should know: two schemes from one day, or a day after which it has said none."""
    found = []
    same = [two for two in standing if two.id != one.id and two.valid_from == one.valid_from and not unsound(two)]
    for two in same:
        if narrowness(two.audience) == narrowness(one.audience):
            said = _("The county said two schemes from one day: «{one}» and «{other}». Here «{used}» counts. Please tell the county.")
            used = in_use(book, one.valid_from or on.isoformat())
            found.append(said.format(one=one.name, other=two.name, used=used.name))
    if one.valid_to and not any((two.valid_from or "") > one.valid_to for two in standing) and in_use(book, one.valid_to) is one:
        after = date.fromisoformat(one.valid_to) + timedelta(days=1)
        said = _("From {day} the county has said no scheme; here «{used}» counts then. Please tell the county.")
        found.append(said.format(day=day_words(after, on), used=in_use(book, after.isoformat()).name))
    return found


def told_codes(session: Session, on: date) -> list[Told]:
    """Return the words of the county by list, with what becomes of the old ones; nothing where it has none."""
    found, (_held, passed) = changes(session, on), holding(session, on)
    if not found and not passed:
        return []
    lines = [(_("Lists, forms and imports use these words. What was written before stays as it was."), "body")]
    for title, ones in groupby(found, key=lambda one: one.table):
        lines.append((title, "strong"))
        lines += [(one.sentence, "body") for one in ones]
    for one in passed:
        said = _("not used here: «{word}» of {table}, because {why}. Please tell the county.")
        lines.append((said.format(word=one.word, table=one.table, why=one.why), "amber"))
    title = _("{count} words of the county").format(count=len(found))
    state = _("in use|words") if not passed else _("{count} not used|words").format(count=len(passed))
    return [Told(CODES, CODES, title, _("Words|from county"), state, tuple(lines))]
