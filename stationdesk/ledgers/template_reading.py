"""A county's empty form as it is understood: which columns, which single cells, where the people go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.columns import map_columns
from stationdesk.ledgers.headers import find_header, label_of
from stationdesk.ledgers.labels import UNKNOWN, read_label, read_path, tidy_label
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.sheet import Sheet, Span
from stationdesk.ledgers.template_words import COUNT, PLACEHOLDER, fact_for, gaps, is_total, label_alone

LIST, PERSON = "list", "person"
ANOTHER = "fact:"
"""Stands before the path of a fact in a single cell's `what`."""


class NoTemplate(DeskError):
    """The file is no workbook of the kind that can be filled."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a form: where it stands (from 0), its words, the fact that goes into it, in which writing."""

    at: int
    label: str
    path: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A single cell to fill: its place (from 0), its label, and what: station, day… or the fact of a person's page."""

    row: int
    column: int
    label: str
    what: str
    inside: bool = False
    """It is put into the cell's own text, behind its label."""


@dataclass(frozen=True)
class Template:
    """An empty form: a list with a row for everybody, or a page for everybody."""

    path: Path
    sheet: str
    kind: str
    layout: str
    columns: tuple[TemplateColumn, ...] = ()
    cells: tuple[TemplateCell, ...] = ()
    first_row: int = 0
    """The first row for people, from 0."""
    rows: int = 0
    """Rows there are for people."""
    extra: Mapping[str, str] = field(default_factory=dict)

    def told(self, paths: Mapping[int, tuple[str, str]]) -> Template:
        """Return it with facts and styles as the operator said, by the place of a column or of a single cell in its order."""
        if self.kind == LIST:
            said = tuple(replace(one, path=paths[at][0], style=paths[at][1]) if at in paths else one for at, one in enumerate(self.columns))
            return replace(self, columns=said)
        cells = tuple(replace(one, what=ANOTHER + paths[at][0]) if at in paths else one for at, one in enumerate(self.cells))
        return replace(self, cells=cells)


def read_template(path: Path) -> Template:
    """Read a county's empty form and propose what goes where.

    Raises FileRefused for what may not be opened (macros, a password, …), NoTemplate for an old .xls, a text table, or a sheet
    without any heading that is known.
    """
    if path.suffix.lower() != ".xlsx":
        raise NoTemplate(
            _("{name} is no .xlsx workbook. Open it in Excel or WPS, save it as .xlsx, and choose that one.").format(name=path.name)
        )
    sheets = read_sheets(path)
    with path.open("rb") as file:
        old = file.read(4) != b"PK\x03\x04"
    if old:
        raise NoTemplate(
            _("{name} is called .xlsx but is an older kind of table. Open it in Excel or WPS and save it as .xlsx.").format(name=path.name)
        )
    for sheet in sheets:
        found = None if sheet.hidden else _read(path, sheet)
        if found is not None:
            return found
    raise NoTemplate(
        _("No headings were found in {name} that the desk knows (name, sex, ID number…). Is it the empty form?").format(name=path.name)
    )


def _read(path: Path, sheet: Sheet) -> Template | None:
    slots = _slots(sheet)
    header = find_header(sheet)
    if header is None or _is_page(sheet, header.rows, slots):
        known = [one for one in slots if one.what.startswith(ANOTHER)]
        if len(known) < 2:
            return None
        layout = _fingerprint(PERSON, [one.label for one in slots])
        return Template(path, sheet.name, PERSON, layout, (), (*slots, *_placeholders(sheet)))
    columns = _columns(sheet, header.last, header.paths)
    first = header.last + 1
    rows = _room(sheet, first, columns)
    cells = (*_furniture(sheet, range(header.rows[0])), *_furniture(sheet, range(first + rows, len(sheet.rows))))
    layout = _fingerprint(LIST, [one.label for one in columns])
    return Template(path, sheet.name, LIST, layout, columns, (*cells, *_totals(sheet, first + rows, columns)), first, rows)


def _fingerprint(kind: str, labels: Sequence[str]) -> str:
    return hashlib.sha256("|".join((kind, *labels)).encode()).hexdigest()[:24]


def _columns(sheet: Sheet, last: int, paths: Sequence[Sequence[str]]) -> tuple[TemplateColumn, ...]:
    """Return every column with a heading, and the fact the import's own reading of headings takes it for."""
    from stationdesk.ledgers.headers import Header

    found = map_columns(Header((last,), tuple(map(tuple, paths))), sheet.rows[last + 1 : last + 30])
    columns = []
    for one in found:
        words = [tidy_label(part) for part in paths[one.index] if part.strip()] if one.index < len(paths) else []
        if words:
            meaning = one.meaning if one.field else read_path(tuple(paths[one.index]))
            columns.append(TemplateColumn(one.index, "/".join(dict.fromkeys(words)), fact_for(meaning)))
    return tuple(columns)


def _room(sheet: Sheet, first: int, columns: Sequence[TemplateColumn]) -> int:
    """Return how many rows below the header wait for people: blank ones, or ones that only have a running number or formulas."""
    count = 0
    for row in range(first, len(sheet.rows)):
        said = [
            cell
            for column, cell in enumerate(sheet.rows[row])
            if cell is not None and str(cell).strip() and (row, column) not in sheet.formulas
        ]
        if any(not re.fullmatch(r"\d{1,6}(?:\.0)?", str(cell).strip()) for cell in said) or len(said) > 1:
            break
        if said and not _is_number_column(columns, sheet.rows[row]):
            break
        count += 1
    return count


def _is_number_column(columns: Sequence[TemplateColumn], row: Sequence[object]) -> bool:
    at = next(column for column, cell in enumerate(row) if cell is not None and str(cell).strip())
    return any(one.at == at and one.path == "serial" for one in columns) or at == 0


def _owner(sheet: Sheet, row: int, column: int) -> Span:
    """Return the merged cells a cell belongs to, or the cell alone."""
    return next((m for m in sheet.merges if m[0] <= row <= m[2] and m[1] <= column <= m[3]), (row, column, row, column))


def _beside(sheet: Sheet, row: int, column: int, *, page: bool = False) -> tuple[int, int] | None:
    """Return the blank cell right of a label, or below it; None if both are written in.

    On a `page` the last label of a line has its blank beyond what is written anywhere.
    """
    top, left, bottom, right = _owner(sheet, row, column)
    if page and right + 1 >= len(sheet.rows[top]):
        return top, right + 1
    for at in ((top, right + 1), (bottom + 1, left)):
        if at[0] < len(sheet.rows) and at[1] < len(sheet.rows[at[0]]):
            where = _owner(sheet, *at)
            if not label_of(sheet.rows[where[0]][where[1]]) and sheet.rows[where[0]][where[1]] is None and where[:2] not in sheet.formulas:
                return where[0], where[1]
    return None


def _furniture(sheet: Sheet, rows: Sequence[int]) -> list[TemplateCell]:
    """Return the single cells around a list that ask for station, day, who filled it in."""
    found = []
    for row in rows:
        for column, cell in enumerate(sheet.rows[row]):
            text = cell if isinstance(cell, str) else ""
            if not text.strip() or (row, column) in sheet.formulas:
                continue
            inside = gaps(text)
            what = label_alone(text)
            beside = _beside(sheet, row, column) if what else None
            if beside is not None and beside[0] == row:
                found.append(TemplateCell(*beside, text.strip(), what))
            elif inside:
                found += [TemplateCell(row, column, text.strip()[:40], gap.what, inside=True) for gap in inside]
            found += [one for one in _held(text, row, column) if one.what]
    return found


def _totals(sheet: Sheet, start: int, columns: Sequence[TemplateColumn]) -> list[TemplateCell]:
    """Return the cell right of 合计 if it is blank: the number of people goes there."""
    for row in range(start, min(start + 3, len(sheet.rows))):
        for column, cell in enumerate(sheet.rows[row]):
            if isinstance(cell, str) and is_total(cell):
                beside = _beside(sheet, row, column)
                if beside is not None and beside[0] == row and beside[1] <= max((one.at for one in columns), default=0):
                    return [TemplateCell(*beside, cell.strip(), COUNT)]
    return []


def _slots(sheet: Sheet) -> tuple[TemplateCell, ...]:
    """Return the cells of a page for one person: each label that has a blank cell beside or below it."""
    found: dict[tuple[int, int], TemplateCell] = {}
    inside: list[TemplateCell] = []
    for row, cells in enumerate(sheet.rows[:200]):
        for column, cell in enumerate(cells):
            text = label_of(cell)
            if not text:
                continue
            what = label_alone(text)
            meaning = read_label(text)
            above = _group(sheet, row, column)
            path = fact_for(read_path((above, text)) if above else meaning) if meaning is not UNKNOWN or above else ""
            beside = _beside(sheet, row, column, page=True) if what or path or meaning is not UNKNOWN else None
            if beside is not None and beside not in found:
                label = f"{tidy_label(above)}/{tidy_label(text)}" if above else tidy_label(text)
                found[beside] = TemplateCell(*beside, label, what or ANOTHER + path)
            else:
                inside += [TemplateCell(row, column, text[:40], gap.what, inside=True) for gap in gaps(text)]
    return (*found.values(), *inside)


def _group(sheet: Sheet, row: int, column: int) -> str:
    """Return the label at the left that stands over several rows, this one among them: 父亲 beside 姓名 and 务工地."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and bottom > top and right < column:
            text = label_of(sheet.rows[top][left])
            if text and read_label(text).person:
                return text
    return ""


def _placeholders(sheet: Sheet) -> list[TemplateCell]:
    return [one for row, cells in enumerate(sheet.rows) for column, cell in enumerate(cells) for one in _held(cell, row, column)]


def _held(cell: object, row: int, column: int) -> list[TemplateCell]:
    """Return what a cell holds in braces: {姓名}."""
    found = []
    for match in PLACEHOLDER.finditer(cell) if isinstance(cell, str) else ():
        word = match[1].strip()
        path = fact_for(read_label(word))
        what = label_alone(word) or (ANOTHER + path if path else "")
        found.append(TemplateCell(row, column, match[0], what, inside=True))
    return found


def _is_page(sheet: Sheet, header: Sequence[int], slots: Sequence[TemplateCell]) -> bool:
    """Tell whether the form is a page for one person: labels with a blank beside them, in several rows, and no list below."""
    row = header[-1]
    labels = [column for column, cell in enumerate(sheet.rows[row]) if label_of(cell)]
    right = [one for one in labels if (beside := _beside(sheet, row, one)) and beside[0] == row]
    rows = {one.row for one in slots if one.what.startswith(ANOTHER) and not one.inside}
    return len(right) * 2 >= len(labels) and len(rows) >= 2
