"""What the questions about a person need of other records: relatives, tags, notes, rows of ledgers, others with the same number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_child
from stationdesk.registers.note import Note
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services import gap_reading
from stationdesk.services.contacts import chunks
from stationdesk.services.doubles import is_child
from stationdesk.services.gap_reading import aged_wrong
from stationdesk.services.households import members_of
from stationdesk.services.import_doubts import doubt_in_words
from stationdesk.services.mending_values import birth_text, covered_id, covered_numbers, field_words, value_words
from stationdesk.store.database import author_of

CHILD_CODES = frozenset(row.code for row in table("relation").rows if (row.national or "")[:1] in {"2", "3"})
"""Relations that are children of the resident, their husbands and wives."""
MOST = 9
"""Relatives offered side by side."""


def natural(text: str) -> list[tuple[int, str]]:
    """Return what groups are sorted by: figures by their value."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text) if part]


def relatives(
    session: Session, resident_id: str, new: Sequence[str], only: Iterable[str] | None, *, guardians: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return those a number may belong to: the relatives who are kept, then the relations a new one may have."""
    words = table("relation")
    kin = [one for one in _of(session, Kin, resident_id) if one.life_state != "deceased" and (only is None or one.relation in only)]
    found = [(f"kin:{one.id}", " ".join(filter(None, (words.label(one.relation), one.name)))) for one in kin]
    if guardians:
        known = {one.name for one in kin}
        kept = [one for one in _of(session, Guardian, resident_id) if one.name not in known and one.end_reason is None]
        found += [(f"guardian:{one.id}", " ".join(filter(None, (words.label(one.relation), one.name)))) for one in kept]
    found = [(code, said or _("relative")) for code, said in found]
    have = {one.relation for one in kin}
    return tuple((found + [(f"new:{code}", words.label(code)) for code in new if code not in have])[:MOST])


def same_number(session: Session, resident: Resident, on: date) -> list[str]:
    """Return the others with the same ID number: name or alias and group."""
    mine = select(Resident).where(Resident.id_no == resident.id_no, Resident.id != resident.id, Resident.author == author_of(session))
    others = session.exec(mine.where(col(Resident.removed_at).is_(None), col(Resident.closed_on).is_(None)))
    found = []
    for one in others:
        if one.residency_status not in GONE:
            child = is_child(one, on)
            found.append(
                masked_child(one.name, one.alias) if child else f"{one.name}{f'（{one.village_group}）' if one.village_group else ''}"
            )
    return found


def grade_in_force(session: Session, resident_id: str, on: date) -> CareGrade | None:
    """Return the grade that holds, the one given last."""
    held = [one for one in _of(session, CareGrade, resident_id) if one.in_force(on.isoformat())]
    return max(held, key=lambda one: (one.from_date or "", one.key or 0), default=None)


def open_note(session: Session, resident_id: str, on: date) -> Note | None:
    """Return the first doubt of a ledger nobody has answered."""
    done = _done(session, "ledger_doubt", resident_id, on)
    return next((one for one in _of(session, Note, resident_id) if one.kind == "doubt" and one.id not in done), None)


def open_row(session: Session, resident_id: str, on: date) -> ImportRow | None:
    """Return the first ledger row with a doubt nobody has looked at."""
    done = _done(session, "import_doubt", resident_id, on)
    mine = select(ImportRow).where(ImportRow.resident_id == resident_id, col(ImportRow.removed_at).is_(None)).order_by(col(ImportRow.key))
    return next((one for one in session.exec(mine) if one.id not in done and problems_of(one)), None)


def problems_of(row: ImportRow) -> list[str]:
    """Return the doubts of a row that the register does not show itself."""
    return gap_reading.told_of(row.problems)


def open_tag(session: Session, gap: str, resident: Resident, on: date) -> CategoryTag | None:
    """Return the first category that does not fit the age, or that is to be reviewed, and nobody has answered for."""
    done, day = _done(session, gap, resident.id, on), on.isoformat()
    tags: list[CategoryTag] = _of(session, CategoryTag, resident.id)
    for tag in tags:
        asked = aged_wrong(tag.category, resident, on) if gap == "category_age" else bool(tag.review_due and tag.review_due <= day)
        if asked and tag.in_force(day) and tag.id not in done:
            return tag
    return None


def open_letter(session: Session, resident_id: str, on: date) -> Guardian | None:
    """Return the first guardianship that has run out and was neither renewed nor ended."""
    done = _done(session, "letter_expired", resident_id, on)
    kept = _of(session, Guardian, resident_id)
    return next((one for one in kept if one.to_date and one.to_date < on.isoformat() and not one.end_reason and one.id not in done), None)


def open_kin(session: Session, resident_id: str, on: date) -> Kin | None:
    """Return the first relative without a name nobody has answered for."""
    done = _done(session, "nameless_kin", resident_id, on)
    return next(
        (one for one in _of(session, Kin, resident_id) if not one.name and one.life_state != "deceased" and one.id not in done), None
    )


def heads_to_be(session: Session, resident: Resident, on: date) -> tuple[tuple[str, str], ...]:
    """Return the members of a resident's household who are there and grown up, the oldest first."""
    members = members_of(session, resident.household_id) if resident.household_id else []
    there = [one for one in members if one.residency_status not in GONE and not is_child(one, on)]
    return tuple((one.id, one.name) for one in sorted(there, key=lambda one: one.birth_date or "9"))


def _done(session: Session, gap: str, resident_id: str, on: date) -> set[str]:
    sql = """SELECT about FROM gap_answer WHERE gap = ? AND resident_id = ? AND author = ? AND removed_at IS NULL AND about IS NOT NULL
      AND (answer <> 'later' OR until > ?)"""
    return set(session.connection().exec_driver_sql(sql, (gap, resident_id, author_of(session), on.isoformat())).scalars())


def _of(session: Session, kind: type[Any], resident_id: str) -> list[Any]:
    mine = select(kind).where(kind.resident_id == resident_id, kind.author == author_of(session), kind.removed_at.is_(None))
    return list(session.exec(mine.order_by(kind.key)))


# -- what stands there, for the list

_FIELDS = (
    "SELECT id, id_no, id_state, birth_date, birth_precision, birth_calendar, birth_written, sex, phones, head_name, {more} FROM resident"
)
_MORE = "disability_valid_to, pension_check_due"


def stands(session: Session, gap: str, ids: Sequence[str], on: date) -> dict[str, str]:
    """Return for each of `ids` what stands there now, in the list of one kind."""
    if gap in _OF_NOTES:
        return _OF_NOTES[gap](session, ids, on)
    found = {}
    for some in chunks(list(ids)):
        sql = f"{_FIELDS.format(more=_MORE)} WHERE id IN ({','.join('?' * len(some))}) AND author = ?"
        for row in session.connection().exec_driver_sql(sql, (*some, author_of(session))).mappings():
            found[str(row["id"])] = _said(gap, dict(row))
    return found


def _said(gap: str, row: Mapping[str, Any]) -> str:
    number, birth = covered_id(row["id_no"]), birth_text(row["birth_date"], row["birth_precision"], row["birth_calendar"])
    in_number = row["id_no"][6:14] if row["id_no"] and len(row["id_no"]) == 18 else ""
    words = {
        "birth_differs": _("{written}; ID number {number}").format(written=birth, number=in_number),
        "sex_differs": table("sex").label(row["sex"]),
        "certificate_expired": _("to {day}").format(day=row["disability_valid_to"]),
        "pension_check": _("to {day}").format(day=row["pension_check_due"]),
        "dead_phone": covered_numbers(row["phones"]),
        "no_birth_date": row["birth_written"] or "",
        "birth_year_only": birth,
        "no_household": row["head_name"] or "",
    }
    if gap in {"same_id_no", "checksum", "lost_digits", "bad_id_no"}:
        return number
    return words.get(gap, "")


def _notes(session: Session, ids: Sequence[str], on: date) -> dict[str, str]:
    found = {}
    for one in ids:
        note = open_note(session, one, on)
        if note is not None:
            heading = note.heading or ""
            found[one] = f"{field_words(heading)} {value_words(heading, note.text)}"
    return found


def _rows(session: Session, ids: Sequence[str], on: date) -> dict[str, str]:
    kept = {one: open_row(session, one, on) for one in ids}
    return {one: doubt_in_words(problems_of(row)[0]) for one, row in kept.items() if row is not None}


def _tags(gap: str) -> Callable[[Session, Sequence[str], date], dict[str, str]]:
    def read(session: Session, ids: Sequence[str], on: date) -> dict[str, str]:
        people = {one.id: one for some in chunks(list(ids)) for one in session.exec(select(Resident).where(col(Resident.id).in_(some)))}
        kept = {one: open_tag(session, gap, people[one], on) for one in ids if one in people}
        return {one: table("resident_category").label(tag.category) for one, tag in kept.items() if tag is not None}

    return read


def _kin(session: Session, ids: Sequence[str], on: date) -> dict[str, str]:
    kept = {one: open_kin(session, one, on) for one in ids}
    return {one: table("relation").label(kin.relation) for one, kin in kept.items() if kin is not None}


_OF_NOTES: Mapping[str, Callable[[Session, Sequence[str], date], dict[str, str]]] = {
    "ledger_doubt": _notes,
    "import_doubt": _rows,
    "category_age": _tags("category_age"),
    "tag_review": _tags("tag_review"),
    "nameless_kin": _kin,
}
