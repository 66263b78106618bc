"""The county's own form, filled cell by cell into a new file: its looks, merges, formulas and rules stay as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.form_writing import LOGGED, Written
from stationdesk.ledgers.list_export import FileOpenElsewhere, not_written, sheet_name
from stationdesk.ledgers.template_reading import ANOTHER, LIST, Template, TemplateCell
from stationdesk.ledgers.template_rows import insert_rows
from stationdesk.ledgers.template_words import gaps
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.registers.form_style import date_writer
from stationdesk.registers.operator import Operator
from stationdesk.services.form_out import Wanted, lines_of, note_gone, out, whom
from stationdesk.services.form_people import Chosen
from stationdesk.services.form_profiles import Form
from stationdesk.services.form_rows import Cell, FormLine
from stationdesk.services.progress import Report, silent
from stationdesk.store.database import Database

MOST_PEOPLE, MOST_PAGES = 20_000, 300
"""People a form may be filled with, as a list and as a page each: the whole workbook is held in memory."""
_SAID = ("station", "phone", "day", "cut_off", "operator", "count")


class TemplateWouldBeLost(DeskError):
    """The filled form was to be written over the empty one."""


class TooManyForTemplate(DeskError):
    """More people than such a form can be filled with at once."""


@dataclass(frozen=True)
class Filled:
    """What is put into a form: the lines of facts, and what its single cells ask for."""

    lines: Sequence[FormLine]
    said: Mapping[str, str]


def profile_of(template: Template, like: ExportProfileDraft | None = None) -> ExportProfileDraft:
    """Return the form a template's columns make; who stands in it is taken from `like`."""
    if template.kind == LIST:
        columns = tuple(FormColumn(path=one.path or "text", heading=one.label[:80], style=one.style) for one in template.columns)
    else:
        columns = tuple(FormColumn(path=path_of(one) or "text", heading=one.label[:80]) for one in template.cells)
    fields = {"title": template.path.stem[:120], "columns": columns, "layout": template.layout, "template": template.path.name[:200]}
    if like is None:
        return ExportProfileDraft.model_validate(fields)
    return like.model_copy(update=fields)


def path_of(cell: TemplateCell) -> str:
    """Return the fact a single cell asks for, "" if it asks for none."""
    return cell.what.removeprefix(ANOTHER) if cell.what.startswith(ANOTHER) else ""


def fill_form(
    database: Database,
    operator: Operator,
    form: Form,
    template: Template,
    wanted: Wanted,
    to: Path,
    today: date,
    report: Report = silent,
) -> Written:
    """Fill the county's form and write it to `to`, never over the empty one; `form` says who stands in it.

    Raises TemplateWouldBeLost, TooManyForTemplate, FileOpenElsewhere and what `out` raises; nothing is left behind then.
    """
    wanted = wanted.checked()
    to = to if to.suffix.lower() == ".xlsx" else to.with_name(to.name + ".xlsx")
    if to.exists() and to.samefile(template.path):
        raise TemplateWouldBeLost(_("This would write over the empty form itself. Please choose another name or folder."))
    found, filled = _read(database, operator, form, template, wanted, today, report)
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        _write(template, filled, unfinished, report)
        with database.writing(operator.name, LOGGED) as writing:
            note_gone(writing, form, wanted, operator.name, found, to.name)
        unfinished.replace(to)
    except OSError as error:
        raise FileOpenElsewhere(not_written(to)) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return Written(to, len(filled.lines), found.people, found.children_left_out)


def _read(
    database: Database, operator: Operator, form: Form, template: Template, wanted: Wanted, today: date, report: Report
) -> tuple[Chosen, Filled]:
    """Return whom the form holds, and what goes into it."""
    with database.reading() as session:
        found = whom(session, form, wanted, operator)
        if len(found.lines) > (MOST_PEOPLE if template.kind == LIST else MOST_PAGES):
            raise TooManyForTemplate(
                _("{count} people are too many for this form at once. Please choose one village group or category after the other.").format(
                    count=len(found.lines)
                )
            )
        texts = lines_of(session, [f"{{{name}}}" for name in _SAID], wanted, operator.name, len(found.lines), today)
        lines = list(out(session, form, wanted, found, report))
    said = dict(zip(_SAID, texts, strict=True))
    for name in ("day", "cut_off"):
        said[name] = date_writer("words")(said[name])
    return found, Filled(lines, said)


def _write(template: Template, filled: Filled, to: Path, report: Report) -> None:
    from openpyxl import load_workbook

    book = load_workbook(template.path)
    sheet = book[template.sheet]
    if template.kind == LIST:
        _fill_list(book, sheet, template, filled, report)
    else:
        _fill_pages(book, sheet, template, filled, report)
    report(_("Saving the form"), 0, 0)
    book.save(to)


def _fill_list(book: Any, sheet: Any, template: Template, filled: Filled, report: Report) -> None:
    """Put everybody into his row; rows are added where there are too few, and what stands below moves down."""
    more = max(len(filled.lines) - template.rows, 0)
    end = template.first_row + template.rows
    if more and template.rows:
        insert_rows(book, sheet, end + 1, more)
    elif more:
        insert_rows(book, sheet, template.first_row + 1, more)
    for number, line in enumerate(filled.lines):
        if number % 200 == 0:
            report(_("Filling the form"), number, len(filled.lines))
        for column, value in zip(template.columns, line.cells, strict=True):
            if column.path:
                _put(sheet, template.first_row + number, column.at, value)
    _fill_cells(sheet, template.cells, filled.said, lambda row: row + more if row >= end else row)


def _fill_pages(book: Any, sheet: Any, template: Template, filled: Filled, report: Report) -> None:
    """Give everybody a copy of the page, the empty one goes."""
    names: set[str] = {one.title.casefold() for one in book.worksheets if one is not sheet}
    for number, line in enumerate(filled.lines):
        report(_("Filling the form"), number, len(filled.lines))
        page = book.copy_worksheet(sheet)
        _copy_rules(sheet, page)
        said = dict(filled.said)
        cells = []
        for cell, value in zip(template.cells, line.cells, strict=True):
            if path_of(cell):
                said[cell.what] = str(value) if cell.inside else ""
                if not cell.inside:
                    _put(page, cell.row, cell.column, value)
            if cell.inside or not path_of(cell):
                cells.append(cell)
        _fill_cells(page, cells, said, lambda row: row)
        page.title = _page_name(names, template, line, number)
    book.remove(sheet)


def _page_name(names: set[str], template: Template, line: FormLine, number: int) -> str:
    """Return the name of a person's page: 3 汪厚行, the number for those of one name."""
    name = next((str(value) for cell, value in zip(template.cells, line.cells, strict=True) if path_of(cell) == "resident.name"), "")
    found = sheet_name(f"{number + 1} {name}")
    while found.casefold() in names:
        found = sheet_name(f"{number + 1}_{name}"[:28] + f"_{len(names)}")
    names.add(found.casefold())
    return found


def _copy_rules(sheet: Any, page: Any) -> None:
    """Copy what a copied sheet leaves behind: lists to choose from, colours by rule, the printed area, head and foot."""
    from copy import deepcopy

    page.data_validations = deepcopy(sheet.data_validations)
    page.conditional_formatting = deepcopy(sheet.conditional_formatting)
    page.HeaderFooter = deepcopy(sheet.HeaderFooter)
    if sheet.print_area:
        areas = sheet.print_area if isinstance(sheet.print_area, list) else sheet.print_area.split(",")
        page.print_area = ",".join(one.rpartition("!")[2] for one in areas)


def _fill_cells(sheet: Any, cells: Sequence[TemplateCell], said: Mapping[str, str], moved: Any) -> None:
    """Fill the single cells: behind a label in the same cell, in the place of a word in braces, or in the cell beside."""
    for cell in cells:
        row = moved(cell.row)
        if cell.inside:
            there = sheet.cell(row + 1, cell.column + 1)
            _set(there, _within(str(there.value or ""), cell, said))
        else:
            value = _("{count} people").format(count=said["count"]) if cell.what == "count" else said.get(cell.what, "")
            _put(sheet, row, cell.column, value)


def _within(text: str, cell: TemplateCell, said: Mapping[str, str]) -> str:
    if cell.label[:1] in "{｛":
        return text.replace(cell.label, said.get(cell.what, ""), 1)
    for gap in gaps(text):
        if gap.what == cell.what:
            after = text[gap.end :]
            return text[: gap.start] + said.get(cell.what, "") + ("    " if after and text[gap.start : gap.end] else "") + after
    return text


def _put(sheet: Any, row: int, column: int, value: Cell) -> None:
    """Put a value into a cell (from 0), unless a formula stands there or nothing is to be put; text stays text."""
    cell = sheet.cell(row + 1, column + 1)
    if value == "" or cell.data_type == "f" or type(cell).__name__ == "MergedCell":
        return
    _set(cell, value)


def _set(cell: Any, value: Cell) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
