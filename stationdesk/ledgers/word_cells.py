"""Cells that say how and where a person lives: group, address, categories, grade, health, school, and plain words."""

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


def read_village_group(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    group = values.group_of(text)
    if group:
        read.record["village_group"] = group
        if len(values.plain(text)) > 6 and values.plain(text) != group:
            read.record.setdefault("address", values.plain(text))
    elif group is None:
        doubt(read, "village_group", "unreadable", cell, column)


def read_address(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if values.is_nothing(text):
        return
    name = "registered_address" if "户籍" in column.label or "户口" in column.label else "address"
    read.record[name] = read.record[name] + text if name in read.record else text


def read_category(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
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


def read_flag(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
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


def read_care_grade(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    grade = values.grade_of(text)
    if grade:
        read.record["care_grade"] = grade
    elif grade is None:
        doubt(read, "care_grade", "unknown_word", cell, column)


def read_care_grade_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if values.is_tick(text_of(cell)):
        read_care_grade(context, read, column.meaning.word, column)


def read_health(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
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


def read_health_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    _ticked(read, "health", cell, column)


def read_self_care_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    _ticked(read, "self_care", cell, column)


def read_living_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    _ticked(read, "living", cell, column)


def _ticked(read: RowRead, name: str, cell: Cell, column: Column) -> None:
    ticked = values.is_tick(text_of(cell))
    if ticked is False:
        return
    word = column.meaning.word if ticked else f"{column.meaning.word}:{text_of(cell)}"
    read.record[name] = f"{read.record[name]}、{word}" if name in read.record else word


def read_self_care(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not values.is_nothing(text):
        read.record["self_care"] = text
        _ability(read, text)


def read_living(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if values.is_nothing(text):
        return
    read.record["living"] = text
    if not context.has_category and ("独居" in text or "独自" in text):
        read.codes.append("living_alone")


def read_school(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not values.is_nothing(text):
        read.record["school"] = read.record.get("school", "") + text


def _text(name: str, context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not values.is_nothing(text):
        read.record[name] = f"{read.record[name]}；{text}" if name in read.record else text


def read_note(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = values.tidy(text_of(cell))
    if not text or text in ("/", "-", "—"):
        return
    label = column.label or column_letters(column.index)
    while label in read.notes:
        label += "*"
    read.notes[label] = text


READERS: dict[str, CellReader] = {
    "village_group": read_village_group,
    "address": read_address,
    "category": read_category,
    "flag": read_flag,
    "care_grade": read_care_grade,
    "care_grade_tick": read_care_grade_tick,
    "health": read_health,
    "health_tick": read_health_tick,
    "self_care_tick": read_self_care_tick,
    "living_tick": read_living_tick,
    "self_care": read_self_care,
    "living": read_living,
    "school": read_school,
    **{name: partial(_text, name) for name in PLAIN_WORDS},
}
"""Field of a column → what reads its cells."""
