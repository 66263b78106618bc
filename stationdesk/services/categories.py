"""Categories of a resident or his household: given, ended, corrected, and what held on any day; several stays are kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.code import table
from stationdesk.registers.resident import Resident
from stationdesk.services.day_words import day_words
from stationdesk.services.visiting import NoSuchResident
from stationdesk.store.database import author_of

FOREVER, BEFORE_ALL = "9999-12-31", "0000-01-01"


class CategoryImpossible(DeskError):
    """The category cannot be as it is written; the sentence says why and what to do."""


class NoSuchTag(DeskError):
    """The entry is not there any more."""


@dataclass(frozen=True)
class Stay:
    """One stay in a category, as a page shows it."""

    id: str
    code: str
    """The category; of a restricted one the open category above it, unless the operator may see it."""
    word: str
    since: str | None
    until: str | None
    now: bool
    of_household: bool
    restricted: bool
    """Shown only to those who may; never on paper, in a sheet or a package."""


def true_code(tag: CategoryTagDraft, *, may_see: bool = True) -> str:
    """Return the category of a tag; of a restricted one only the open category above it, without the right."""
    return (tag.restricted_category if may_see else None) or tag.category


def word_of(tag: CategoryTagDraft, *, may_see: bool = False) -> str:
    """Return a category's word."""
    return table("resident_category").label(true_code(tag, may_see=may_see))


def tags_of(session: Session, resident_id: str, household_id: str | None = None) -> Sequence[CategoryTag]:
    """Return every stay of a resident, and of his household, in the order they were written."""
    whose: Any = CategoryTag.resident_id == resident_id
    if household_id:
        whose = or_(whose, and_(col(CategoryTag.resident_id).is_(None), CategoryTag.household_id == household_id))
    found = session.exec(select(CategoryTag).where(whose, col(CategoryTag.removed_at).is_(None)).order_by(col(CategoryTag.key)))
    me = author_of(session)  # asked of the few found: as a condition it draws the search to the index of all of this author's
    return [tag for tag in found if tag.author == me]


def stays(session: Session, resident_id: str, on: date, *, household_id: str | None = None, may_see: bool = False) -> list[Stay]:
    """Return the stays of a resident: those in force first, then the past ones, the latest first.

    Without `may_see` a restricted category is told by the open one above it.
    """
    found = [
        Stay(
            tag.id,
            true_code(tag, may_see=may_see),
            word_of(tag, may_see=may_see),
            tag.from_date,
            tag.to_date,
            tag.in_force(on.isoformat()),
            of_household=tag.resident_id is None,
            restricted=bool(tag.restricted_category) and may_see,
        )
        for tag in tags_of(session, resident_id, household_id)
    ]
    past = sorted((one for one in found if not one.now), key=lambda one: one.until or one.since or "", reverse=True)
    return [*(one for one in found if one.now), *past]


def since_words(found: Iterable[Stay], on: date) -> dict[str, str]:
    """Return of each category in force since when it holds, by its open word, for the line one points at."""
    words = {}
    for one in found:
        if one.now and not one.restricted:
            since = day_words(date.fromisoformat(one.since), on) if one.since else ""
            words[one.word] = _("{category}, since {day}").format(category=one.word, day=since) if since else one.word
    return words


def give_category(session: Session, draft: CategoryTagDraft, on: date) -> CategoryTag:
    """Write a stay in a category down; `on` is today.

    Raises CategoryImpossible if it ends before it begins, lies ahead, overlaps another stay in the same category, or is a mere heading.
    """
    _check(session, draft, on, besides="")
    tag = CategoryTag.model_validate(draft, update={"author": author_of(session)})
    session.add(tag)
    session.flush()
    return tag


def end_category(session: Session, tag_id: str, last: date, on: date, *, reason: str | None = None, note: str = "") -> CategoryTag:
    """End a stay with its last day, for a reason (a code of exit_reason). Raises CategoryImpossible, NoSuchTag."""
    fields = {"to_date": last.isoformat(), "exit_reason": reason, "exit_note": note or None}
    return correct_category(session, tag_id, fields, on)


def correct_category(session: Session, tag_id: str, fields: Mapping[str, Any], on: date) -> CategoryTag:
    """Change what is written of a stay. Raises CategoryImpossible, NoSuchTag, ValidationError for a field that cannot be kept."""
    tag = own_tag(session, tag_id)
    draft = corrected(tag, fields)
    _check(session, draft, on, besides=tag.id)
    for name in CategoryTagDraft.model_fields:
        if getattr(draft, name) != getattr(tag, name):
            setattr(tag, name, getattr(draft, name))
    session.add(tag)
    session.flush()
    return tag


def remove_category(session: Session, tag_id: str) -> CategoryTag:
    """Take a stay off that never was. Raises NoSuchTag."""
    tag = own_tag(session, tag_id)
    tag.removed_at = session.info["at"]
    session.add(tag)
    session.flush()
    return tag


def take_off(session: Session, tag: CategoryTag, on: date) -> None:
    """Let a category count no more from `on`: it ends the day before; one given on the same day was a slip and goes."""
    if tag.from_date is not None and tag.from_date >= on.isoformat():
        remove_category(session, tag.id)
    else:
        end_category(session, tag.id, on - timedelta(days=1), on)


def own_tag(session: Session, tag_id: str) -> CategoryTag:
    """Return this desk's tag; raises NoSuchTag."""
    mine = select(CategoryTag).where(
        CategoryTag.id == tag_id, CategoryTag.author == author_of(session), col(CategoryTag.removed_at).is_(None)
    )
    tag = session.exec(mine).first()
    if tag is None:
        raise NoSuchTag(_("This entry is not there any more. Please open the categories again."))
    return tag


def _check(session: Session, draft: CategoryTagDraft, on: date, *, besides: str) -> None:
    refused = impossible(session, draft, on, besides=besides)
    if refused is not None:
        raise refused


def corrected(tag: CategoryTag, fields: Mapping[str, Any]) -> CategoryTagDraft:
    """Return a stay with some fields as they are to be; another reason of leaving takes a restricted one away. Raises ValidationError."""
    now = {name: getattr(tag, name) for name in CategoryTagDraft.model_fields}
    another = "exit_reason" in fields and fields["exit_reason"] not in (tag.exit_reason, tag.restricted_exit_reason)
    return CategoryTagDraft.model_validate(now | ({"restricted_exit_reason": None} if another else {}) | dict(fields))


def impossible(session: Session, draft: CategoryTagDraft, on: date, *, besides: str = "") -> CategoryImpossible | None:
    """Return why a stay cannot be, or None; `besides` is the stay being changed. Raises NoSuchResident."""
    code, today = true_code(draft), on.isoformat()
    row = table("resident_category").row(code)
    if row is None or row.group:
        return CategoryImpossible(
            _("«{word}» is a heading. Please choose one below it.").format(word=table("resident_category").label(code))
        )
    begin, end = draft.from_date or BEFORE_ALL, draft.to_date or FOREVER
    if begin > today:
        return CategoryImpossible(_("The first day has not come yet. Please write since when it holds."))
    if end < begin:
        return CategoryImpossible(_("The last day lies before the first. Please look at both."))
    if draft.evidence_on is not None and draft.evidence_on > today:
        return CategoryImpossible(_("The evidence cannot be of a day to come. Please look at its date."))
    if _before_birth(session, draft):
        return CategoryImpossible(_("The first day lies before the birth. Please look at the year again."))
    for other in _same(session, draft, code):
        if other.id != besides and begin <= (other.to_date or FOREVER) and (other.from_date or BEFORE_ALL) <= end:
            sentence = _("It is written down already: {word}, {days}. Please change that entry, or let this one begin after it.")
            return CategoryImpossible(sentence.format(word=word_of(draft, may_see=True), days=days_words(other, on)))
    return None


def _before_birth(session: Session, draft: CategoryTagDraft) -> bool:
    if draft.resident_id is None:
        return False
    owner = session.exec(select(Resident).where(Resident.id == draft.resident_id, col(Resident.removed_at).is_(None))).first()
    if owner is None:
        raise NoSuchResident(_("This person is not in the register any more."))
    born = (owner.birth_date or "")[: 4 if owner.birth_calendar == "lunar" or owner.birth_precision == "age" else 10]
    return bool(born) and draft.from_date is not None and draft.from_date[: len(born)] < born


def _same(session: Session, draft: CategoryTagDraft, code: str) -> list[CategoryTag]:
    """Return the stays of the same owner in the same category."""
    owner: Any = (
        CategoryTag.resident_id == draft.resident_id
        if draft.resident_id
        else and_(col(CategoryTag.resident_id).is_(None), CategoryTag.household_id == draft.household_id)
    )
    mine = select(CategoryTag).where(owner, CategoryTag.author == author_of(session), col(CategoryTag.removed_at).is_(None))
    return [other for other in session.exec(mine) if true_code(other) == code]


def days_words(tag: CategoryTagDraft | Stay, on: date) -> str:
    """Return since when and until when in words: 2025年3月1日起, 2024年3月1日 到 9月30日, 日期不详."""
    since, until = (tag.since, tag.until) if isinstance(tag, Stay) else (tag.from_date, tag.to_date)
    first = date.fromisoformat(since) if since else None
    begin = day_words(first, on) if first else ""
    end = day_words(date.fromisoformat(until), first or on) if until else ""
    if begin and end:
        return _("{first} to {last}|days").format(first=begin, last=end)
    if begin:
        return _("since {day}|category").format(day=begin)
    return _("until {day}|category").format(day=end) if end else _("no days known")
