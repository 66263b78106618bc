"""One sheet between its file and matching: its tables, what each row says, what was passed over."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from stationdesk.i18n import _
from stationdesk.ledgers.blocks import Block, read_blocks
from stationdesk.ledgers.choices import KIND_AT, Choices, code_of, layout_of
from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.event_columns import event_columns
from stationdesk.ledgers.event_rows import EventBuilder
from stationdesk.ledgers.headers import Header
from stationdesk.ledgers.kinds import kind_of_ledger
from stationdesk.ledgers.reading import LedgerFile
from stationdesk.ledgers.records import RecordBuilder
from stationdesk.ledgers.row_read import Context, Record, RowRead, text_of
from stationdesk.ledgers.rows import Group, read_group
from stationdesk.ledgers.sheet import Sheet
from stationdesk.ledgers.values import category_codes
from stationdesk.services.import_plan import Matter, SkippedRow
from stationdesk.services.progress import Report

TELL_EVERY = 1000
"""Rows between two words on how far the reading is."""
_CHILDREN = re.compile(r"儿童|学生|孩子|未成年|幼儿|少年|小学|中学|爱心妈妈|代理家长|团哥哥|团姐姐|孤儿")


class SheetRead:
    """A sheet between reading and matching."""

    def __init__(self, sheet: Sheet, ledger: str | None, stem: str, title: str = "", file: str = "") -> None:
        self.sheet, self.ledger, self.stem, self.title, self.file = sheet, ledger, stem, title, file
        self.blocks: list[Block] = []
        self.rows: list[RowRead] = []
        self.raw: list[tuple[str, ...]] = []
        self.skipped: list[SkippedRow] = []
        self.remarks: list[str] = []
        self.prints: Counter[str] = Counter()
        self.matters: tuple[Matter, ...] = ()
        self.said: list[Mapping[int, str]] = []
        """For each table, what the operator said of its columns."""


def read_sheet(sheet: Sheet, file: LedgerFile, on: date, choices: Choices, report: Report) -> SheetRead:
    """Return what a sheet says, `on` being the day ages are counted from; the sheet's rows are filled in place."""
    report(_("Looking at what the rows say"), 0, len(sheet.rows))
    shape = _Shape(sheet, file, choices)
    blocks = read_blocks(sheet, choices, shape)
    first = blocks[0].header.rows[0] if blocks and blocks[0].header.rows else 0 if blocks else len(sheet.rows)
    title = _title(sheet, first)
    kind = shape.kind or shape.of(blocks[0].header, blocks[0].columns) if blocks else None
    read = SheetRead(sheet, kind, file.stem, title, file.name)
    read.blocks, read.said = blocks, [choices.get(block.layout, {}) for block in blocks]
    _skip_above(read, 0, first)
    if kind is None:
        if sheet.rows:
            read.remarks.append(_("No list of people was found in this sheet."))
        for block in blocks:
            _skip(read, block)
        return read
    said = f"{title} {sheet.name} {file.stem}"
    for number, block in enumerate(blocks):
        _read_block(read, number, _context(read, block, said, title, file, on), report)
    _remark(read)
    return read


def _title(sheet: Sheet, first: int) -> str:
    return " ".join(text_of(cell) for row in sheet.rows[: min(first, 10)] for cell in row if isinstance(cell, str))


class _Shape:
    """Tells what kind of ledger a sheet is by its first table that shows it, and gives all its tables' columns that meaning."""

    def __init__(self, sheet: Sheet, file: LedgerFile, choices: Choices) -> None:
        self.sheet, self.file, self.choices = sheet, file, choices
        self.kind: str | None = None

    def __call__(self, header: Header, columns: list[Column]) -> list[Column]:
        told = self.choices.get(layout_of(columns), {}).get(KIND_AT)
        kind = self.kind = self.kind or told or self.of(header, columns)
        return columns if kind in (None, "residents") else event_columns(kind, columns)

    def of(self, header: Header, columns: list[Column]) -> str | None:
        """Return the kind of ledger a table is by its title and columns."""
        first = header.rows[0] if header.rows else 0
        said = f"{_title(self.sheet, first)} {self.sheet.name} {self.file.stem}"
        return kind_of_ledger(said, [c.meaning for c in columns], [c.label for c in columns])


def _skip_above(read: SheetRead, start: int, end: int) -> None:
    for at in range(start, end):
        text = " ".join(text_of(cell) for cell in read.sheet.rows[at] if cell is not None)
        read.skipped.append(SkippedRow(at + 1, "title" if text.strip() else "empty", text[:500]))


def _skip(read: SheetRead, block: Block) -> None:
    for at, reason in block.sorted.skipped:
        text = " ".join(text_of(cell) for cell in read.sheet.rows[at] if cell is not None)
        read.skipped.append(SkippedRow(at + 1, reason, text[:500]))


def _context(read: SheetRead, block: Block, said: str, title: str, file: LedgerFile, on: date) -> Context:
    """Return what the title, the sheet's and the file's name say of everybody in the block."""
    codes: tuple[str, ...] = ()
    for text in (title, read.sheet.name, file.stem):
        codes = _title_codes(text)
        if codes:
            break
    labels = " ".join(column.label for column in block.columns) if read.ledger != "residents" else ""
    children = bool(_CHILDREN.search(f"{said} {labels}")) or any(
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


def _read_block(read: SheetRead, number: int, context: Context, report: Report) -> None:
    block = read.blocks[number]
    rows = read.sheet.rows
    builder: RecordBuilder | EventBuilder
    if read.ledger in (None, "residents"):
        builder = RecordBuilder(block.columns, context)
    else:
        first = block.header.rows[0] if block.header.rows else 0
        builder = EventBuilder(read.ledger, block.columns, context, _year(read, first))
    comments, formulas = read.sheet.comments, read.sheet.formulas
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in comments.items():
        by_row.setdefault(row, []).append((column, text))
    groups = sorted(block.sorted.groups.items())
    group: Group | None = None
    name_at = builder.name_at
    labels = [(c.index, _as_said(c, read.said[number].get(at))) for at, c in enumerate(block.guessed) if c.field != "serial"]
    for count, at in enumerate(block.sorted.people):
        if count % TELL_EVERY == TELL_EVERY - 1:
            report(_("Looking at what the rows say"), at, len(rows))
        while groups and groups[0][0] < at:
            group = groups.pop(0)[1]
        one = builder.build(at + 1, rows[at], group)
        one.table, one.block = block.header.last, number
        one.continues = at in block.continues and bool(read.rows) and read.rows[-1].row == at
        if one.continues and "resident" in one.record:
            one.record["resident"] = _filled(one.record["resident"], read.rows[-1].record.get("resident", {}))
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


def _filled(record: Record, above: Record) -> Record:
    """Return what a row says of the person it goes on about, with what the row above says of him."""
    return {name: value for name, value in above.items() if value} | {name: value for name, value in record.items() if value}


_YEAR = re.compile(r"(20\d{2})\s*(?:年|年度)")


def _year(read: SheetRead, first: int) -> int | None:
    """Return the year a ledger's title or its sheet's name gives to days written without one."""
    for text in (_title(read.sheet, first), read.sheet.name, read.stem):
        years = {int(year) for year in _YEAR.findall(text)} or {int(year) for year in re.findall(r"(?<!\d)20\d{2}(?!\d)", text)}
        if len(years) == 1:
            return years.pop()
    return None


def _as_said(column: Column, said: str | None) -> str:
    """Return what a column is called in its rows' fingerprints: a row whose column was changed since may be taken in again."""
    return column.label if said is None or said == code_of(column) else f"{column.label}={said}"


def _fingerprint(labels: Sequence[tuple[int, str]], raw: Sequence[str], before: Counter[str]) -> str:
    """Return what a row is known by when it is read again: its words under their headings, and how many such stood above."""
    words = "\x1f".join(f"{label}\x1e{raw[at]}" for at, label in labels if raw[at])
    before[words] += 1
    return hashlib.sha256(f"{words}\x1f{before[words]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _remark(read: SheetRead) -> None:
    hidden = sum(row.row - 1 in read.sheet.hidden_rows for row in read.rows)
    if hidden:
        read.remarks.append(_("{count} hidden rows of this sheet were read too.").format(count=hidden))
    if read.sheet.hidden and read.rows:
        read.remarks.append(_("This sheet is hidden in the workbook; it was read too."))
