"""Cells that say how and where a person lives: group, address, categories, grade, health, school, and plain words."""

# ruff: noqa: ARG001 - every reader takes the same four arguments

from __future__ import annotations

from functools import partial

from stationdesk.ledgers import values
from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.identity_cells import read_disability
from stationdesk.ledgers.row_read import CellReader, Context, RowRead, column_letters, doubt, text_of
from stationdesk.ledgers.sheet import Cell

PLAIN_WORDS = (
    "wish",
    "need",
    "remark",
    "works_at",
    "relation_to_head",
    "ethnicity",
    "education",
    "marital",
    "political",
    "household_no",
    "village",
    "town",
    "status",
)
"""Fields whose cells are kept as they are written."""


def _read_village_group(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    group = values.group_of(text)
    if group:
        read.record["village_group"] = group
        if len(values.plain(text)) > 6 and values.plain(text) != group:
            read.record.setdefault("address", values.plain(text))
    elif group is None:
        doubt(read, "village_group", "unreadable", cell, column)


def _read_address(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if values.is_nothing(text):
        return
    name = "registered_address" if "户籍" in column.label or "户口" in column.label else "address"
    read.record[name] = read.record[name] + text if name in read.record else text


def _read_category(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    if values.is_nothing(text):
        return
    codes = values.category_codes(text)
    read.codes.extend(codes)
    rest = values.leftover(text)
    if not codes:
        doubt(read, "categories", "unknown_word", cell, column)
    elif rest:
        read.notes[column.label] = text


def _read_flag(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    ticked = values.is_tick(text)
    if values.is_nothing(text) or ticked is False:
        return
    codes = values.category_codes(column.meaning.word)
    if codes == ("disabled",) and ticked is None:
        read_disability(context, read, cell, column)
        return
    if ticked is None and values.plain(text).startswith(("否", "非", "不", "无")):
        read.notes[column.label] = text
        return
    said = values.category_codes(text)
    read.codes.extend(said or codes)
    if ticked is None and values.leftover(text):
        read.notes[column.label] = text


def _read_care_grade(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    grade = values.grade_of(text)
    if grade:
        read.record["care_grade"] = grade
    elif grade is None:
        doubt(read, "care_grade", "unknown_word", cell, column)


def _read_care_grade_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if values.is_tick(text_of(cell)):
        _read_care_grade(context, read, column.meaning.word, column)


def _read_health(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not text:
        return
    if values.is_nothing(text) and "health" in read.record:
        return
    read.record["health"] = f"{read.record['health']}；{text}" if "health" in read.record else text
    _ability(read, text)


def _ability(read: RowRead, text: str) -> None:
    for word, code in (("半失能", "partly_dependent"), ("失能", "disabled_function")):
        if word in text:
            read.codes.append(code)
            return


def _read_health_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    _ticked(read, "health", cell, column)


def _read_self_care_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    _ticked(read, "self_care", cell, column)


def _read_living_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    _ticked(read, "living", cell, column)


def _ticked(read: RowRead, name: str, cell: Cell, column: Column) -> None:
    ticked = values.is_tick(text_of(cell))
    if ticked is False:
        return
    word = column.meaning.word if ticked else values.tidy(text_of(cell))
    read.record[name] = f"{read.record[name]}、{word}" if name in read.record else word


def _read_self_care(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not values.is_nothing(text):
        read.record["self_care"] = text
        _ability(read, text)


def _read_living(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if values.is_nothing(text):
        return
    read.record["living"] = text
    if not context.has_category and ("独居" in text or "独自" in text):
        read.codes.append("living_alone")


def _read_school(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not values.is_nothing(text):
        read.record["school"] = read.record.get("school", "") + text


def _text(name: str, context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not values.is_nothing(text):
        read.record[name] = f"{read.record[name]}；{text}" if name in read.record else text


def read_note(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    """Keep a cell under its heading."""
    text = values.tidy(text_of(cell))
    if not text or (text in ("/", "-", "—") and not ("父" in column.label or "母" in column.label)):
        return
    label = column.label or column_letters(column.index)
    while label in read.notes:
        label += "*"
    read.notes[label] = text


READERS: dict[str, CellReader] = {
    "village_group": _read_village_group,
    "address": _read_address,
    "category": _read_category,
    "flag": _read_flag,
    "care_grade": _read_care_grade,
    "care_grade_tick": _read_care_grade_tick,
    "health": _read_health,
    "health_tick": _read_health_tick,
    "self_care_tick": _read_self_care_tick,
    "living_tick": _read_living_tick,
    "self_care": _read_self_care,
    "living": _read_living,
    "school": _read_school,
    **{name: partial(_text, name) for name in PLAIN_WORDS},
}
"""Field of a column → what reads its cells."""
