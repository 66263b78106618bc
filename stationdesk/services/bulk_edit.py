"""Changing one thing of many people as one action: looked at first, written in bulk, taken back whole."""

# ruff: noqa: S608 - every piece of a question here is our own text; what comes from records is bound

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, insert, update
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_child
from stationdesk.registers.record import Record, new_id
from stationdesk.registers.resident import ADULT, GONE, Resident, ResidentDraft, may_be_under
from stationdesk.services.contacts import chunks
from stationdesk.services.grading import id_of, review_due, scheme_on, shipped_word
from stationdesk.services.import_known import table_of
from stationdesk.services.progress import Report, silent
from stationdesk.store.database import author_of

MOST = 20_000
"""People changed in one action."""
AT_ONCE = 500
SAMPLE = 8
"""People of whom the preview shows old and new."""


class What(StrEnum):
    """What can be changed of many at once."""

    GROUP = "village_group"
    VILLAGE = "village"
    GRID = "grid_code"
    REGISTRATION = "household_reg_type"
    GRADE = "grade"
    GIVE = "category_give"
    END = "category_end"
    REMARK = "remark"


TITLES = {
    What.GROUP: N_("Village group"),
    What.GRADE: N_("Care grade"),
    What.GIVE: N_("Give a category"),
    What.END: N_("End a category"),
    What.VILLAGE: N_("Village"),
    What.GRID: N_("Grid"),
    What.REGISTRATION: N_("Kind of household registration"),
    What.REMARK: N_("Add to the remark"),
}
"""In the order offered."""
CODES = {What.REGISTRATION: "household_reg_type", What.GIVE: "resident_category", What.END: "resident_category"}


class TooMany(DeskError):
    """More people are marked than one action changes."""


class ImpossibleChange(DeskError):
    """What is to be written cannot be kept, or holds from a day that has not come."""


@dataclass(frozen=True)
class Change:
    """What is to be written of everybody: a text or a code, from which day and why."""

    what: What
    value: str
    day: date
    reason: str = ""
    word: str = ""
    """What the value is called where the register cannot tell: a grade's word by the scheme in use."""


@dataclass
class Preview:
    """What a change would do."""

    change: list[str] = field(default_factory=list)
    """Ids of those who change."""
    same: int = 0
    """How many are so already."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Why somebody is left out, in words, and how many."""
    sample: list[tuple[str, str, str]] = field(default_factory=list)
    """Name or alias, what stands there, what will."""


@dataclass(frozen=True, slots=True)
class _Now:
    id: str
    name: str
    value: str
    records: tuple[tuple[str, str | None], ...] = ()
    """Tags or grades in force: id and first day."""


def value_words(change: Change) -> str:
    """Return what is to be written, in words."""
    if change.what is What.GRADE:
        return change.word or shipped_word(change.value)
    return table(CODES[change.what]).label(change.value) if change.what in CODES else change.value


def says_bulk(change: Change, people: int) -> str:
    """Return the sentence of the action; it names nobody."""
    return _("Change {count} people: {what} {value}").format(count=people, what=_(TITLES[change.what]), value=value_words(change))


def check(change: Change, on: date) -> None:
    """Raise ImpossibleChange for a change that nobody could be given."""
    if not change.value.strip():
        raise ImpossibleChange(_("Please say what shall be written."))
    if change.day > on:
        raise ImpossibleChange(_("{day} has not come yet. Please choose today or a day before.").format(day=change.day.isoformat()))
    longest = {What.GROUP: 40, What.VILLAGE: 80, What.GRID: 32, What.REMARK: 500}.get(change.what, 40)
    if len(change.value) > longest:
        raise ImpossibleChange(_("This is too long: {count} characters at most.").format(count=longest))
    row = table(CODES[change.what]).row(change.value) if change.what in CODES else None
    if row is not None and (row.group or table(CODES[change.what]).is_restricted(row.code)):
        raise ImpossibleChange(_("This category is given to one person at a time only."))


def preview(session: Session, ids: Sequence[str], change: Change, on: date, *, may_see_children: bool, report: Report = silent) -> Preview:
    """Return what a change of `ids` would do, and to whom it will not be done. Raises TooMany, ImpossibleChange."""
    return _looked_at(session, ids, change, on, report, may_see_children=may_see_children)[0]


def apply(
    session: Session, ids: Sequence[str], change: Change, on: date, operator: str, *, may_see_children: bool, report: Report = silent
) -> int:
    """Write a change of `ids` inside the caller's `writing()`; who is left out by the preview is left out here.

    Returns how many were changed. What `report` raises is passed on, and nothing was written then. Raises TooMany, ImpossibleChange.
    """
    _seen, people = _looked_at(session, ids, change, on, report, may_see_children=may_see_children)
    for start in range(0, len(people), AT_ONCE):
        report(_("Changing"), start, len(people))
        _write(session, people[start : start + AT_ONCE], change, operator)
    return len(people)


def _looked_at(
    session: Session, ids: Sequence[str], change: Change, on: date, report: Report, *, may_see_children: bool
) -> tuple[Preview, list[_Now]]:
    if len(ids) > MOST:
        said = _("{count} people are too many for one step; {most} at most. Please narrow the list.")
        raise TooMany(said.format(count=len(ids), most=MOST))
    check(change, on)
    found, moved = Preview(), []
    for start in range(0, len(ids), AT_ONCE):
        report(_("Looking at the people"), start, len(ids))
        people = _people(session, list(ids[start : start + AT_ONCE]), on, found.left_out, may_see_children=may_see_children)
        for one in _now(session, people, change):
            if _is_so(one, change):
                found.same += 1
            else:
                moved.append(one)
    found.change = [one.id for one in moved]
    found.sample = [(one.name, _shown(one.value, change), _after(one.value, change)) for one in moved[:SAMPLE]]
    return found, moved


def _people(session: Session, ids: list[str], on: date, out: dict[str, int], *, may_see_children: bool) -> dict[str, tuple[str, Any]]:
    """Return name or alias and row of those who may be changed, in the order of `ids`; count the others by the reason."""
    sql = (
        "SELECT id, name, alias, birth_date, birth_precision, birth_calendar, schooling IS NOT NULL OR school IS NOT NULL, "
        "residency_status, closed_on, author, village_group, village, grid_code, household_reg_type, remark "
        f"FROM resident WHERE id IN ({','.join('?' * len(ids))}) AND removed_at IS NULL"
    )
    rows = {row.id: row for row in session.connection().exec_driver_sql(sql, tuple(ids))}
    found: dict[str, tuple[str, Any]] = {}
    for one in ids:
        row = rows.get(one)
        minor = may_be_under(ADULT, row.birth_date, row.birth_precision, row.birth_calendar, on.isoformat()) if row else None
        child = bool(row is not None and (row[6] if minor is None else minor))
        if row is None or row.author != author_of(session):
            why = _("not in this station's register any more")
        elif row.residency_status in GONE or row.closed_on is not None:
            why = _("died or moved away")
        elif child and not may_see_children:
            why = _("children, for whom you have no right")
        else:
            found[one] = (masked_child(row.name, row.alias) if child else row.name, row)
            continue
        out[why] = out.get(why, 0) + 1
    return found


def _now(session: Session, people: dict[str, tuple[str, Any]], change: Change) -> list[_Now]:
    if change.what in {What.GRADE, What.GIVE, What.END}:
        return _held(session, people, change)
    return [_Now(one, name, str(getattr(row, change.what.value) or "")) for one, (name, row) in people.items()]


def _held(session: Session, people: dict[str, tuple[str, Any]], change: Change) -> list[_Now]:
    """Return the tags of the category meant, or the grades, that are in force on the day of the change."""
    grade = change.what is What.GRADE
    day, given = change.day.isoformat(), () if grade else (change.value,)
    kind, column, narrow = (
        ("care_grade", "grade", "") if grade else ("category_tag", "category", "AND category = ? AND restricted_category IS NULL")
    )
    held: dict[str, list[tuple[str, str | None, str]]] = {}
    for some in chunks(list(people)):
        sql = (
            f"SELECT resident_id, id, from_date, {column} FROM {kind} WHERE resident_id IN ({','.join('?' * len(some))}) AND author = ? "
            f"AND removed_at IS NULL AND (to_date IS NULL OR to_date >= ?) {narrow} ORDER BY ifnull(from_date, ''), key"
        )
        for who, record, start, value in session.connection().exec_driver_sql(sql, (*some, author_of(session), day, *given)):
            held.setdefault(who, []).append((record, start, value))
    found = []
    for one, (name, _row) in people.items():
        have = held.get(one, [])
        found.append(_Now(one, name, have[-1][2] if have else "", tuple((record, start) for record, start, _value in have)))
    return found


def _is_so(one: _Now, change: Change) -> bool:
    if change.what is What.END:
        return not one.records
    if change.what is What.REMARK:
        return change.value in one.value.split("\n")
    return one.value == change.value


def _shown(value: str, change: Change) -> str:
    if not value:
        return "—"
    if change.what is What.GRADE:
        return change.word if value == change.value and change.word else shipped_word(value)
    return table(CODES[change.what]).label(value) if change.what in CODES else value.replace("\n", " ")


def _after(value: str, change: Change) -> str:
    if change.what is What.END:
        return "—"
    return "\n".join(filter(None, (value, change.value))).replace("\n", " ") if change.what is What.REMARK else value_words(change)


def _write(session: Session, people: list[_Now], change: Change, operator: str) -> None:
    day, before = change.day.isoformat(), (change.day - timedelta(days=1)).isoformat()
    if change.what in {What.GRADE, What.END}:
        kind = CareGrade if change.what is What.GRADE else CategoryTag
        held = [record for one in people for record in one.records]
        _update(session, kind, "to_date", [(record, before) for record, start in held if start is None or start < day])
        _update(session, kind, "removed_at", [(record, session.info["at"]) for record, start in held if start is not None and start >= day])
    if change.what is What.GRADE:
        scheme = scheme_on(session, change.day)
        given = {"grade": change.value, "from_date": day, "reason": change.reason or None, "assessor": operator[:72] or None}
        given |= {"scheme_code": scheme.code, "scheme_id": id_of(scheme), "review_due": review_due(scheme, change.day)}
        last = [{"resident_id": one.id, "previous_id": one.records[-1][0] if one.records else None} for one in people]
        _insert(session, CareGrade, [CareGradeDraft.model_validate(given | one) for one in last])
    elif change.what is What.GIVE:
        given = {"category": change.value, "from_date": day, "remark": change.reason or None}
        _insert(session, CategoryTag, [CategoryTagDraft.model_validate(given | {"resident_id": one.id}) for one in people])
    elif change.what is not What.END:
        clean = getattr(ResidentDraft.model_validate({"name": "x", change.what.value: change.value}), change.what.value)
        remark = change.what is What.REMARK
        texts = ["\n".join(filter(None, (one.value, clean)))[:2000] if remark else clean for one in people]
        _update(session, Resident, change.what.value, list(zip((one.id for one in people), texts, strict=True)))


def _update(session: Session, kind: type[Record], column: str, rows: list[tuple[str, Any]]) -> None:
    if rows:
        t = table_of(kind)
        own = and_(t.c.id == bindparam("record"), t.c.author == author_of(session))
        given = [{"record": record, "value_now": value} for record, value in rows]
        session.connection().execute(update(t).where(own).values({column: bindparam("value_now", type_=t.c[column].type)}), given)


def _insert(session: Session, kind: type[Record], drafts: Sequence[Any]) -> None:
    rows = [{"id": new_id(), "author": author_of(session)} | draft.model_dump() for draft in drafts]
    if rows:
        session.connection().execute(insert(table_of(kind)), rows)
