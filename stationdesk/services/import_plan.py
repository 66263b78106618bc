"""What reading ledgers came to, before anything is written: files, sheets, rows, doubts and questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Spot = tuple[str, str, int]
"""A row by its file's name, its sheet's name and its number."""
PASSED_OVER = frozenset({"taken", "wait", "out"})
"""Actions of rows that are not taken in: taken in before, waiting for an answer, left out because the operator said so."""
KEPT_AS_NOTE = "note"
"""Action of a row that tells of somebody nobody knows: it is kept in its own words, beside no person."""
LEFT_OUT = "-"
"""What a column is called whose cells are not taken in."""


def subject_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a record says of the resident it is about; in a ledger of wishes, visits or pairings that is a part of it."""
    found: Mapping[str, Any] = record.get("resident", record)
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What the operator said of a row that was asked about: whom it is about.

    `kind` is known (the resident `known`), row (the person of the row `spot`), new (nobody that is known), or out (leave the
    row out).
    """

    kind: str
    known: str | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column of a table: where it stands (from 0), its own heading, what it is taken for and what else it could be.

    `field` and `guess` are as in `SheetPlan.columns`, or `LEFT_OUT`; `guess` is what the desk thinks by itself. `asked` says
    that neither the desk nor the operator knows the column. `suggestions` are fields that would fit it.
    """

    at: int
    heading: str
    field: str
    guess: str
    word: str = ""
    asked: bool = False
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table of a sheet: its heading rows (from 1), its columns, and the fingerprint its answers are remembered under."""

    header_rows: tuple[int, ...]
    columns: tuple[ColumnPlan, ...]
    layout: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row: whose it is, what it says, what is doubtful, and what would become of it.

    `row` counts from 1 as in the spreadsheet. `person` is equal for all rows about one resident. `record` has the field names
    of the ledgers' own words (name, sex, birth_date, id_no, phones, kin, …); `notes` keeps what has no field, by its heading.
    `known` is the id of the resident he is already; `action` is new, update, same, join (another row's person), ask, or taken
    (the row was taken in before, word for word); wait (its person is asked about, and is left for later) and out (the operator
    left it out) are passed over like taken. A note tells of somebody who is in no list and not in the register.
    """

    row: int
    person: str
    record: Mapping[str, Any]
    problems: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    action: str = "new"
    known: str | None = None
    changes: tuple[tuple[str, str, str], ...] = ()
    """Field, what the register says, what the row says."""
    raw: tuple[str, ...] = ()
    """The row's cells as they were read."""
    fingerprint: str = ""
    """Of the row's words without its serial number: the same words read again are not taken in again."""
    table: int = 0
    """Which of the sheet's tables it stands in."""
    spots: Mapping[str, int] = field(default_factory=dict)
    """Doubt → the column (from 0) whose cell raised it, as far as one did."""
    asked: bool = False
    """Whether a question about the row is open."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something a sheet says beside its cells: a colour, a comment about a death, the name of another village.

    `key` is where its answer is kept, like a column's: layout and place. `what` is colour, comment or village; `said` the
    colour's name, the comment's words or the village; `rows` (from 1) whom it is about; `answer` what was said of it; `likely`
    what a legend, or the comment itself, makes likely.
    """

    key: tuple[str, int]
    what: str
    said: str
    rows: tuple[int, ...]
    answer: str = ""
    likely: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that lists nobody: `reason` is title, header, total, footer, empty or group."""

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: what kind of ledger it is (None: none the desk knows), where its headings are, its rows."""

    sheet: str
    ledger: str | None
    header_rows: tuple[int, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """Heading and what it was taken for (`kin.phone`), "" for a column kept as a note."""
    rows: tuple[RowPlan, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences for the operator about the sheet as a whole."""
    layout: str = ""
    """Fingerprint of the headings."""
    tables: tuple[TablePlan, ...] = ()
    """The sheet's tables, top down; `columns` and `layout` are those of the first."""
    matters: tuple[Matter, ...] = ()
    """What the sheet says beside its cells, to be settled by a person."""


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file: its name, SHA-256, size in bytes, its sheets."""

    file: str
    sha256: str
    size: int
    sheets: tuple[SheetPlan, ...]


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What the operator should look at: a sentence, the code of the matter, and the rows (file, sheet, row) it is about."""

    code: str
    sentence: str
    places: tuple[tuple[str, str, int], ...]
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the chosen files would bring, and what they leave open."""

    files: tuple[FilePlan, ...]
    questions: tuple[PlanQuestion, ...] = ()

    def rows(self) -> Iterator[tuple[FilePlan, SheetPlan, RowPlan]]:
        """Walk over all rows with their sheet and file."""
        for file in self.files:
            for sheet in file.sheets:
                for row in sheet.rows:
                    yield file, sheet, row

    def without_open_questions(self) -> Plan:
        """Return the plan with everybody left for later about whom a question is open."""
        people = {row.person for _file, _sheet, row in self.rows() if row.asked}
        if not people:
            return self

        def later(row: RowPlan) -> RowPlan:
            return replace(row, action="wait") if row.person in people and row.action not in PASSED_OVER else row

        files = [
            replace(file, sheets=tuple(replace(sheet, rows=tuple(map(later, sheet.rows))) for sheet in file.sheets)) for file in self.files
        ]
        return replace(self, files=tuple(files))

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each action, rows with problems, rows skipped, and questions."""
        counts = {
            "rows": 0,
            "new": 0,
            "update": 0,
            "same": 0,
            "join": 0,
            "ask": 0,
            "taken": 0,
            "wait": 0,
            "out": 0,
            "note": 0,
            "doubtful": 0,
            "skipped": 0,
            "questions": len(self.questions),
        }
        for _file, _sheet, row in self.rows():
            counts["rows"] += 1
            counts[row.action] += 1
            counts["doubtful"] += bool(row.problems)
        counts["skipped"] = sum(len(sheet.skipped) for file in self.files for sheet in file.sheets)
        return counts

    def as_json(self) -> dict[str, Any]:
        """Return the plan as one JSON document."""
        return {
            "files": [
                {"file": file.file, "sha256": file.sha256, "size": file.size, "sheets": [_sheet_json(sheet) for sheet in file.sheets]}
                for file in self.files
            ],
            "questions": [
                {
                    "code": q.code,
                    "sentence": q.sentence,
                    "known": q.known,
                    "places": [{"file": f, "sheet": s, "row": r} for f, s, r in q.places],
                }
                for q in self.questions
            ],
            "counts": self.counts(),
        }

    def as_text(self) -> str:
        """Return `as_json` as text."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=1)


def _sheet_json(sheet: SheetPlan) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "ledger": sheet.ledger,
        "header_rows": list(sheet.header_rows),
        "columns": [{"heading": heading, "field": name} for heading, name in sheet.columns],
        "rows": [_row_json(row) for row in sheet.rows],
        "skipped": [{"row": row.row, "reason": row.reason, "text": row.text} for row in sheet.skipped],
        "remarks": list(sheet.remarks),
        "matters": [{"what": m.what, "said": m.said, "rows": list(m.rows), "answer": m.answer} for m in sheet.matters],
    }


def _row_json(row: RowPlan) -> dict[str, Any]:
    return {
        "row": row.row,
        "person": row.person,
        "record": dict(row.record),
        "problems": list(row.problems),
        "notes": dict(row.notes),
        "action": row.action,
        "known": row.known,
        "changes": [{"field": name, "now": now, "row": said} for name, now, said in row.changes],
    }
