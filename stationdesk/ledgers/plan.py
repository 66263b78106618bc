"""From files to a plan: reads every sheet, tells whose each row is, names doubts and questions; writes nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from stationdesk.i18n import _
from stationdesk.ledgers.blocks import Block, read_blocks
from stationdesk.ledgers.headers import label_of
from stationdesk.ledgers.kinds import kind_of_ledger
from stationdesk.ledgers.questions import ask
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.records import RecordBuilder
from stationdesk.ledgers.row_read import Context, RowRead, text_of
from stationdesk.ledgers.rows import Group, read_group
from stationdesk.ledgers.sheet import Sheet
from stationdesk.ledgers.sightings import sighting_of_row
from stationdesk.ledgers.values import category_codes
from stationdesk.services.import_plan import FilePlan, Plan, RowPlan, SheetPlan, SkippedRow
from stationdesk.services.likeness import KnownPerson, Sighting
from stationdesk.services.matching import Matches, match

_CHILDREN = re.compile(r"儿童|学生|孩子|未成年|幼儿|少年|小学|中学")


class _SheetRead:
    """A sheet between reading and matching."""

    def __init__(self, sheet: Sheet, ledger: str | None) -> None:
        self.sheet, self.ledger = sheet, ledger
        self.blocks: list[Block] = []
        self.rows: list[RowRead] = []
        self.raw: list[tuple[str, ...]] = []
        self.skipped: list[SkippedRow] = []
        self.remarks: list[str] = []
        self.prints: Counter[str] = Counter()


def plan_files(paths: Sequence[Path], known: Iterable[KnownPerson], on: date) -> Plan:
    """Read ledgers and say what each row would become; `on` is the local day ages are counted from.

    Raises FileRefused for a file that cannot or must not be read.
    """
    reads: list[tuple[Path, list[_SheetRead]]] = [(path, [_read_sheet(sheet, path, on) for sheet in read_sheets(path)]) for path in paths]
    sightings: list[Sighting] = []
    places: list[tuple[int, int, int]] = []
    number = 0
    for file_at, (_path, sheets) in enumerate(reads):
        for sheet_at, sheet in enumerate(sheets):
            table = -1
            for row_at, row in enumerate(sheet.rows):
                if row.table != table:
                    number, table = number + 1, row.table
                sightings.append(sighting_of_row(row, number))
                places.append((file_at, sheet_at, row_at))
    matches = match(sightings, known)
    del sightings
    return _plan(reads, places, matches)


# -- one sheet


def _read_sheet(sheet: Sheet, path: Path, on: date) -> _SheetRead:
    blocks = read_blocks(sheet)
    first = blocks[0].header.rows[0] if blocks and blocks[0].header.rows else 0 if blocks else len(sheet.rows)
    title = " ".join(text_of(cell) for row in sheet.rows[: min(first, 10)] for cell in row if isinstance(cell, str))
    said = f"{title} {sheet.name} {path.stem}"
    kind = None
    for block in blocks:
        kind = kind or kind_of_ledger(said, [c.meaning for c in block.columns], [c.label for c in block.columns])
    read = _SheetRead(sheet, kind)
    read.blocks = blocks
    _skip_above(read, 0, first)
    if kind is None:
        if sheet.rows:
            read.remarks.append(_("No list of people was found in this sheet."))
        for block in blocks:
            _skip(read, block)
        return read
    if kind != "residents":
        read.remarks.append(_("This sheet is not a list of residents. It was recognised but nothing of it is taken in yet."))
        for block in blocks:
            _skip(read, block)
        return read
    for block in blocks:
        _read_block(read, block, _context(read, block, said, title, path, on))
    _remark(read)
    return read


def _skip_above(read: _SheetRead, start: int, end: int) -> None:
    for at in range(start, end):
        text = " ".join(text_of(cell) for cell in read.sheet.rows[at] if cell is not None)
        read.skipped.append(SkippedRow(at + 1, "title" if text.strip() else "empty", text[:500]))


def _skip(read: _SheetRead, block: Block) -> None:
    for at, reason in block.sorted.skipped:
        text = " ".join(text_of(cell) for cell in read.sheet.rows[at] if cell is not None)
        read.skipped.append(SkippedRow(at + 1, reason, text[:500]))


def _context(read: _SheetRead, block: Block, said: str, title: str, path: Path, on: date) -> Context:
    """Return what the title, the sheet's and the file's name say of everybody in the block."""
    codes: tuple[str, ...] = ()
    for text in (title, read.sheet.name, path.stem):
        codes = _title_codes(text)
        if codes:
            break
    children = bool(_CHILDREN.search(said)) or any(
        c.person in ("father", "mother", "parents") or c.field == "school" for c in block.columns
    )
    group = read_group(read.sheet.name).village_group
    return Context(on, read.sheet.epoch_1904, codes, children and "老人" not in said, group)


def _title_codes(text: str) -> tuple[str, ...]:
    """Return the category a title gives to all its rows; several (独居空巢老人) leave open which."""
    words = re.sub(r"填报[^ ]*|单位[:：][^ ]*|村|镇|农村|统计表|台账|花名册|信息|登记|排查|摸底|基本情况|名册|名单|表$|残疾人证", " ", text)
    found = [
        code for code in category_codes(words) if code not in ("disabled_function", "partly_dependent", "oldest_old") or "老人" in text
    ]
    if len(found) > 1 and "disabled" in found and "残疾人" not in text:
        found.remove("disabled")
    return tuple(found) if len(found) == 1 else ()


def _read_block(read: _SheetRead, block: Block, context: Context) -> None:
    builder = RecordBuilder(block.columns, context)
    rows = read.sheet.rows
    comments, formulas = read.sheet.comments, read.sheet.formulas
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in comments.items():
        by_row.setdefault(row, []).append((column, text))
    groups = sorted(block.sorted.groups.items())
    group: Group | None = None
    name_at = builder.name_at
    labels = [(c.index, c.label) for c in block.columns if c.field != "serial"]
    for at in block.sorted.people:
        while groups and groups[0][0] < at:
            group = groups.pop(0)[1]
        one = builder.build(at + 1, rows[at], group)
        one.table = block.header.last
        one.continues = at in block.continues and bool(read.rows) and read.rows[-1].row == at
        one.problems.extend(f"{name}:same_as_above" for name in block.copied.get(at, ()))
        if formulas and name_at is not None and (at, name_at) in formulas and "name:formula" not in one.problems:
            one.problems.append("name:formula")
            one.notes.setdefault("公式", formulas[at, name_at])
        for _column, text in by_row.get(at, ()):
            one.notes["批注"] = f"{one.notes['批注']}；{text}" if "批注" in one.notes else text
        read.rows.append(one)
        raw = tuple(text_of(cell) for cell in rows[at])
        one.fingerprint = _fingerprint(labels, raw, read.prints)
        read.raw.append(raw)
    _skip(read, block)


def _fingerprint(labels: Sequence[tuple[int, str]], raw: Sequence[str], before: Counter[str]) -> str:
    """Return what a row is known by when it is read again: its words under their headings, and how many such stood above."""
    words = "\x1f".join(f"{label}\x1e{raw[at]}" for at, label in labels if raw[at])
    before[words] += 1
    return hashlib.sha256(f"{words}\x1f{before[words]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _remark(read: _SheetRead) -> None:
    hidden = sum(row.row - 1 in read.sheet.hidden_rows for row in read.rows)
    if hidden:
        read.remarks.append(_("{count} hidden rows of this sheet were read too.").format(count=hidden))
    if read.sheet.hidden and read.rows:
        read.remarks.append(_("This sheet is hidden in the workbook; it was read too."))


# -- matching


def _plan(reads: list[tuple[Path, list[_SheetRead]]], places: list[tuple[int, int, int]], matches: Matches) -> Plan:
    residents = matches.residents
    asked: dict[int, list[str]] = {}
    for question in matches.questions:
        asked.setdefault(question.row, []).append(question.code)
        if question.code == "same_id_other_name" and question.other_row is not None:
            asked.setdefault(question.other_row, []).append(question.code)
    files: list[FilePlan] = []
    seen: set[int] = set()
    at = 0
    for path, sheets in reads:
        plans = []
        for sheet in sheets:
            rows = []
            for row, raw in zip(sheet.rows, sheet.raw, strict=True):
                rows.append(_row_plan(row, raw, at, matches, residents, asked.get(at, ()), seen))
                at += 1
            plans.append(_sheet_plan(sheet, tuple(rows)))
        data = path.read_bytes()
        files.append(FilePlan(path.name, hashlib.sha256(data).hexdigest(), len(data), tuple(plans)))
    return Plan(tuple(files), ask(matches.questions, files, places, residents))


_ASKED = {
    "same_id_other_name": "id_no:same_as_another",
    "same_name": "name:maybe_known",
    "two_candidates": "name:two_candidates",
    "sounds_alike": "name:sounds_like_another",
}


def _row_plan(
    row: RowRead, raw: tuple[str, ...], at: int, matches: Matches, residents: dict[str, KnownPerson], asked: Sequence[str], seen: set[int]
) -> RowPlan:
    person = matches.person[at]
    known = matches.known.get(person)
    problems = [*row.problems, *(_ASKED[code] for code in asked)]
    changes = _changes(row, residents[known]) if known else ()
    action = (
        "taken"
        if at in matches.taken
        else ("update" if changes else "same")
        if known
        else "join"
        if person in seen
        else "ask"
        if asked
        else "new"
    )
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
    )


def _changes(row: RowRead, known: KnownPerson) -> tuple[tuple[str, str, str], ...]:
    """Return the fields matching knows of in which the row says something else than the register."""
    found = []
    for name, now in (
        ("name", known.name),
        ("sex", known.sex),
        ("birth_date", known.birth),
        ("id_no", known.id_no),
        ("village_group", known.village_group),
    ):
        said = row.record.get(name)
        if said and said != now and not (name == "birth_date" and now and now.startswith(str(said))):
            found.append((name, now or "", str(said)))
    return tuple(found)


def _sheet_plan(read: _SheetRead, rows: tuple[RowPlan, ...]) -> SheetPlan:
    header = tuple(at + 1 for block in read.blocks[:1] for at in block.header.rows)
    columns = [
        (c.label, f"{c.person}.{c.field}" if c.person not in ("", "self") and c.field else c.field)
        for block in read.blocks[:1]
        for c in block.columns
    ]
    layout = hashlib.sha256("|".join(label for label, _f in columns).encode()).hexdigest()[:16] if columns else ""
    later = [
        SkippedRow(at + 1, "header", " ".join(filter(None, map(label_of, read.sheet.rows[at]))))
        for block in read.blocks[1:]
        for at in block.header.rows
    ]
    skipped = sorted([*read.skipped, *later], key=lambda row: row.row)
    return SheetPlan(read.sheet.name, read.ledger, header, tuple(columns), rows, tuple(skipped), tuple(read.remarks), layout)
