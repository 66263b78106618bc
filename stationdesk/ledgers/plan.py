"""From files to a plan: reads every sheet, tells whose each row is, names doubts and questions; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from stationdesk.ledgers.attaching import match_all
from stationdesk.ledgers.choices import Choices, columns_plan
from stationdesk.ledgers.headers import label_of
from stationdesk.ledgers.matters import Home, find_matters
from stationdesk.ledgers.questions import ask, ask_who
from stationdesk.ledgers.reading import LedgerFile, read_files
from stationdesk.ledgers.row_read import RowRead
from stationdesk.ledgers.sheet_read import SheetRead, read_sheet
from stationdesk.ledgers.sightings import sighting_of_row
from stationdesk.services.import_plan import (
    PASSED_OVER,
    Answer,
    FilePlan,
    Plan,
    RowPlan,
    SheetPlan,
    SkippedRow,
    Spot,
    TablePlan,
    subject_of,
)
from stationdesk.services.likeness import KnownPerson, Sighting
from stationdesk.services.matching import Matches
from stationdesk.services.progress import Report, silent

ADULT = 18
NOWHERE = Home()
NO_CHOICES: Choices = {}
NO_ANSWERS: Mapping[Spot, Answer] = {}


def plan_files(paths: Sequence[Path], known: Iterable[KnownPerson], on: date, choices: Choices = NO_CHOICES, home: Home = NOWHERE) -> Plan:
    """Read ledgers and say what each row would become; `on` is the local day ages are counted from, `home` this desk's village.

    Raises FileRefused for a file that cannot or must not be read.
    """
    return plan_read(read_files(paths), known, on, choices, home=home)


def plan_again(
    files: Sequence[LedgerFile],
    known: Iterable[KnownPerson],
    on: date,
    choices: Choices,
    answers: Mapping[Spot, Answer],
    report: Report = silent,
    home: Home = NOWHERE,
) -> Plan:
    """Plan files that were read before, as often as the operator changes a column or answers; the files stay as they are.

    What `report` raises stops the planning and is passed on.
    """
    return plan_read([file.fresh() for file in files], known, on, choices, answers, report, home)


def plan_read(
    files: Sequence[LedgerFile],
    known: Iterable[KnownPerson],
    on: date,
    choices: Choices = NO_CHOICES,
    answers: Mapping[Spot, Answer] = NO_ANSWERS,
    report: Report = silent,
    home: Home = NOWHERE,
) -> Plan:
    """Say what each row of files would become, with columns as chosen and questions as answered; the sheets are filled in place."""
    reads = [(file, [read_sheet(sheet, file, on, choices, report) for sheet in file.sheets]) for file in files]
    for _file, sheets in reads:
        for sheet in sheets:
            sheet.matters = find_matters(sheet, home, choices)
    sightings: list[Sighting] = []
    places: list[tuple[int, int, int]] = []
    events: list[bool] = []
    number = 0
    for file_at, (_file, found) in enumerate(reads):
        for sheet_at, read in enumerate(found):
            table = -1
            for row_at, row in enumerate(read.rows):
                if row.table != table:
                    number, table = number + 1, row.table
                sightings.append(sighting_of_row(row, number))
                events.append(read.ledger != "residents")
                places.append((file_at, sheet_at, row_at))
    told = _told(reads, places, answers)
    matches = match_all(sightings, events, known, told.who, report)
    del sightings
    _settle_guesses(reads, matches, on)
    return _plan(reads, places, matches, told)


@dataclass(slots=True)
class _Told:
    """The answers by number of row: who it is (a resident's id, another row, None for nobody known), and who is left out."""

    who: dict[int, str | int | None] = field(default_factory=dict)
    out: set[int] = field(default_factory=set)


def _told(
    reads: Sequence[tuple[LedgerFile, list[SheetRead]]], places: Sequence[tuple[int, int, int]], answers: Mapping[Spot, Answer]
) -> _Told:
    told = _Told()
    if not answers:
        return told
    rows: dict[Spot, int] = {}
    for number, (file_at, sheet_at, row_at) in enumerate(places):
        file, sheets = reads[file_at]
        rows[file.name, sheets[sheet_at].sheet.name, sheets[sheet_at].rows[row_at].row] = number
    for spot, answer in answers.items():
        at = rows.get(spot)
        if at is None:
            continue
        told.who[at] = answer.known if answer.kind == "known" else rows.get(answer.spot) if answer.kind == "row" and answer.spot else None
        if answer.kind == "out":
            told.out.add(at)
    return told


# -- matching


def _plan(reads: Sequence[tuple[LedgerFile, list[SheetRead]]], places: list[tuple[int, int, int]], matches: Matches, told: _Told) -> Plan:
    residents = matches.residents
    asked: dict[int, list[str]] = {}
    for question in matches.questions:
        asked.setdefault(question.row, []).append(question.code)
        if question.code == "same_id_other_name" and question.other_row is not None:
            asked.setdefault(question.other_row, []).append(question.code)
    files: list[FilePlan] = []
    seen: set[int] = set()
    real = _real_people(reads, matches, told)
    at = 0
    for file, sheets in reads:
        plans = []
        for sheet in sheets:
            rows = []
            for row, raw in zip(sheet.rows, sheet.raw, strict=True):
                planned = _row_plan(row, raw, at, matches, () if at in told.out else asked.get(at, ()), seen, at in told.out)
                lost = planned.action in ("new", "join") and matches.person[at] not in real and at not in told.who
                if row.elsewhere in ("ask", "out"):
                    planned = replace(planned, action="wait" if row.elsewhere == "ask" else "out", asked=False)
                rows.append(replace(planned, action="note") if lost and planned.action not in PASSED_OVER else planned)
                at += 1
            plans.append(_sheet_plan(sheet, tuple(rows)))
        files.append(FilePlan(file.name, file.sha256, file.size, tuple(plans)))
    return Plan(tuple(files), (*ask(matches.questions, files, places, residents), *ask_who(files)))


def _settle_guesses(reads: Sequence[tuple[LedgerFile, list[SheetRead]]], matches: Matches, on: date) -> None:
    """Let 留守 of somebody whose age his own row leaves open mean a child where another row, or the register, knows him for one."""
    rows = [row for _file, sheets in reads for sheet in sheets for row in sheet.rows]
    if not any(row.guessed for row in rows):
        return
    born = {person: matches.residents[known].birth for person, known in matches.known.items() if known in matches.residents}
    for at, row in enumerate(rows):
        born[matches.person[at]] = born.get(matches.person[at]) or subject_of(row.record).get("birth_date")
    for at, row in enumerate(rows):
        year = born[matches.person[at]]
        if not row.guessed:
            continue
        codes = subject_of(row.record).get("categories") or []
        if year and on.year - int(str(year)[:4]) < ADULT:
            codes[:] = ["left_behind_child" if code == "left_behind_elder" else code for code in codes]
        elif not year:
            row.problems.append("categories:age_unknown")


_SAYS_WHO = frozenset(
    ["sex", "birth_date", "id_no", "phones", "village_group", "categories", "disability_no", "guardian", "kin", "address", "school"]
)
"""Words of a record that make somebody of a name; a name alone may be nobody of the village."""


def _real_people(reads: Sequence[tuple[LedgerFile, list[SheetRead]]], matches: Matches, told: _Told) -> set[int]:
    """Return the people a list names, the register knows, the operator has spoken of, or of whom more than a name is said."""
    found = set(matches.known) | {matches.person[at] for at in told.who}
    at = 0
    for _file, sheets in reads:
        for sheet in sheets:
            for row in sheet.rows:
                if sheet.ledger == "residents" or _SAYS_WHO & subject_of(row.record).keys():
                    found.add(matches.person[at])
                at += 1
    return found


_ASKED = {
    "same_id_other_name": "id_no:same_as_another",
    "same_name": "name:maybe_known",
    "two_candidates": "name:two_candidates",
    "sounds_alike": "name:sounds_like_another",
    "named_alike": "name:sounds_like_another",
}


def _row_plan(
    row: RowRead, raw: tuple[str, ...], at: int, matches: Matches, asked: Sequence[str], seen: set[int], left_out: bool
) -> RowPlan:
    person = matches.person[at]
    known = matches.known.get(person)
    problems = [*row.problems, *(_ASKED[code] for code in asked)]
    changes = _changes(row, matches.residents[known]) if known else ()
    action = (
        "out"
        if left_out
        else "taken"
        if at in matches.taken
        else ("update" if changes else "same")
        if known
        else "join"
        if person in seen
        else "ask"
        if asked
        else "new"
    )
    if not left_out:
        seen.add(person)
    return RowPlan(
        row.row,
        known or f"p{person + 1:05}",
        row.record,
        tuple(dict.fromkeys(problems)),
        row.notes,
        action,
        known,
        changes,
        raw,
        row.fingerprint,
        row.block,
        row.spots,
        bool(asked),
    )


def _changes(row: RowRead, known: KnownPerson) -> tuple[tuple[str, str, str], ...]:
    """Return the fields matching knows of in which the row says something else than the register."""
    found = []
    record = subject_of(row.record)
    for name, now in (
        ("name", known.name),
        ("sex", known.sex),
        ("birth_date", known.birth),
        ("id_no", known.id_no),
        ("village_group", known.village_group),
    ):
        said = record.get(name)
        if name == "birth_date" and record.get("birth_precision") == "age" and record is not row.record:
            continue
        if said and said != now and not (name == "birth_date" and now and now.startswith(str(said))):
            found.append((name, now or "", str(said)))
    said = record.get("phones") or ()
    if known.phones and said and not set(said) & set(known.phones):
        found.append(("phones", "、".join(known.phones), "、".join(said)))
    return tuple(found)


def _sheet_plan(read: SheetRead, rows: tuple[RowPlan, ...]) -> SheetPlan:
    header = tuple(at + 1 for block in read.blocks[:1] for at in block.header.rows)
    columns = [
        (c.label, f"{c.person}.{c.field}" if c.person not in ("", "self") and c.field else c.field)
        for block in read.blocks[:1]
        for c in block.columns
    ]
    layout = read.blocks[0].layout if read.blocks else ""
    tables = tuple(
        TablePlan(
            tuple(at + 1 for at in block.header.rows), columns_plan(block.guessed, block.columns, said, block.header.paths), block.layout
        )
        for block, said in zip(read.blocks, read.said, strict=True)
    )
    later = [
        SkippedRow(at + 1, "header", " ".join(filter(None, map(label_of, read.sheet.rows[at]))))
        for block in read.blocks[1:]
        for at in block.header.rows
    ]
    skipped = sorted([*read.skipped, *later], key=lambda row: row.row)
    return SheetPlan(
        read.sheet.name, read.ledger, header, tuple(columns), rows, tuple(skipped), tuple(read.remarks), layout, tables, read.matters
    )
