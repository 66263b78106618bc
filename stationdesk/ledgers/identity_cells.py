"""Cells that say who a person is: name, sex, birth, numbers, disability, phones."""

# ruff: noqa: ARG001 - every reader takes the same four arguments

from __future__ import annotations

from datetime import date

from stationdesk.ledgers import names, values
from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.row_read import CellReader, Context, RowRead, doubt, text_of
from stationdesk.ledgers.sheet import Cell
from stationdesk.registers.birth_date import read_birth_date
from stationdesk.registers.id_number import IdState, read_disability_number, read_id_number
from stationdesk.registers.phone import read_phones


def _read_name(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if isinstance(cell, str) and names.PLAIN.fullmatch(cell):
        read.record["name"] = cell
        return
    found = names.read_name(cell)
    read.record["name"] = found.name
    read.problems.extend(f"name:{code}" for code in found.problems)
    if found.problems and isinstance(cell, str) and cell.strip() != found.name:
        read.notes[f"{column.label}(原文)"] = cell[:8000]
    if found.alias:
        read.record["alias"] = found.alias
    if found.state:
        read.record["residency_status"] = found.state
    if found.head:
        read.record["relation_to_head"] = "户主"
    if found.notes:
        read.notes[column.label or "姓名"] = "、".join(found.notes)


def _read_name_more(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    phones = read_phones(cell) if isinstance(cell, str) else None
    if phones and phones.phones and phones.phones[0].owner:
        read.record["name"] = phones.phones[0].owner
        read.record["phones"] = [phone.number for phone in phones.phones]
    else:
        _read_name(context, read, cell, column)


def _read_alias(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if not values.is_nothing(text_of(cell)):
        read.record["alias"] = values.plain(text_of(cell))


def _read_sex(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    sex = values.sex_of(cell if isinstance(cell, str) else text_of(cell))
    if sex:
        read.record["sex"] = sex
    elif sex is None:
        doubt(read, "sex", "unreadable", cell, column)


def _read_sex_tick(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    ticked = values.is_tick(text_of(cell))
    if ticked or (ticked is None and values.plain(text_of(cell)) == column.meaning.word):
        if "sex" in read.record:
            read.problems.append("sex:two_ticks")
        read.record["sex"] = "male" if column.meaning.word == "男" else "female"


def _read_birth(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if isinstance(cell, bool):
        doubt(read, "birth_date", "unreadable", cell, column)
        return
    born = read_birth_date(cell, context.on, epoch_1904=context.epoch_1904)
    if "农历" in column.label or "阴历" in column.label:
        born = born._replace(calendar="lunar") if born.precision in ("day", "month") else born
    if read.birth is not None and read.birth.iso and (read.birth.precision != "age" or born.precision == "age"):
        read.notes[column.label] = text_of(cell)
        return
    if born.iso or read.birth is None:  # a date written says more than an age that stood before it; nothing written says less
        read.birth = born
    if born.doubt and born.doubt != "placeholder":
        doubt(read, "birth_date", born.doubt, cell, column)
    elif born.doubt and not values.is_nothing(text_of(cell)):
        read.problems.append("birth_date:placeholder")


def _read_age(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if isinstance(cell, bool):
        return
    born = read_birth_date(cell, context.on, epoch_1904=context.epoch_1904)
    if born.precision == "age" and born.age is not None:
        read.record["age"] = born.age
        if read.birth is None or not read.birth.iso:
            read.birth = born
        if born.doubt:
            read.problems.append(f"age:{born.doubt}")
    elif born.precision in ("day", "month", "year") and (read.birth is None or not read.birth.iso):
        read.birth = born
    elif not values.is_nothing(text_of(cell)):
        doubt(read, "age", "about" if values.is_about(text_of(cell)) else "unreadable", cell, column)


def _read_id_no(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if isinstance(cell, date):
        read.birth = read.birth or read_birth_date(cell, context.on)
        read.problems.append("id_no:bad_length")
        return
    number = read_id_number(cell)
    if read.id_number.valid:
        read.notes[column.label] = text_of(cell)
        return
    if not number.valid and isinstance(cell, str) and len(cell) > 18:
        paper = read_disability_number(cell)
        if paper.kind:
            _read_disability_no(context, read, cell, column)
            return
    read.id_number = number
    read.raw_id = text_of(cell)
    if number.doubt:
        read.problems.append(f"id_no:{number.doubt}")
        if number.state is IdState.BAD_LENGTH and 4 <= len(number.text) <= 8 and read.birth is None:
            born = read_birth_date(number.text, context.on)
            read.birth = born if born.iso and not born.doubt else read.birth
    if number.more:
        doubt(read, "id_no", "more_than_one", cell, column)


def _read_disability_no(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if isinstance(cell, date | bool):
        doubt(read, "disability_no", "bad_length", cell, column)
        return
    paper = read_disability_number(cell)
    if not paper.text:
        return
    if paper.doubt == "bad_length" and paper.id_number.valid:
        read.paper_number = paper.id_number
        read.notes[column.label] = text_of(cell)
        read.problems.append("disability_no:bad_length")
        return
    ticked = values.is_tick(text_of(cell)) if len(text_of(cell)) < 4 else None
    if ticked is not None:
        read.codes.append("disabled") if ticked else None
        return
    read.record["disability_no"] = paper.text
    read.paper_number = paper.id_number
    if paper.doubt:
        read.problems.append(f"disability_no:{paper.doubt}")
    _disability(read, paper.kind, paper.grade, "number")
    read.codes.append("disabled")


def _disability(read: RowRead, kind: int | None, grade: int | None, source: str) -> None:
    for name, found in (("disability_kind", kind), ("disability_grade", grade)):
        if found is None:
            continue
        before = read.record.setdefault(name, found)
        if before != found:
            read.problems.append(f"{name}:differs_from_number")
            if source == "words":
                read.record[name] = found


def read_disability(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    """Read kind and grade of a disability in one cell (`肢体二级`), or only that there is one."""
    text = text_of(cell)
    ticked = values.is_tick(text)
    if values.is_nothing(text) or ticked is False:
        return
    kind, grade = values.disability_of(text)
    if ticked is None and kind is None and grade is None:
        doubt(read, "disability_kind", "unreadable", cell, column)
        return
    if ticked is None:
        _disability(read, kind, grade, "words")
    read.codes.append("disabled")


def _read_disability_kind(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    if values.is_nothing(text):
        return
    kind = values.disability_kind_of(text)
    grade = values.disability_of(text)[1] if not text.replace(".", "").isdigit() else None
    if kind is None:
        doubt(read, "disability_kind", "unreadable", cell, column)
        return
    _disability(read, kind, grade, "words")
    read.codes.append("disabled")


def _read_disability_grade(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    text = text_of(cell)
    if values.is_nothing(text):
        return
    kind, grade = values.disability_of(text)
    if grade is None:
        doubt(read, "disability_grade", "unreadable", cell, column)
        return
    _disability(read, kind, grade, "words")


def _read_phone(context: Context, read: RowRead, cell: Cell, column: Column) -> None:
    if isinstance(cell, date | bool):
        doubt(read, "phones", "unreadable", cell, column)
        return
    found = read_phones(cell)
    phones = read.record.setdefault("phones", [])
    for phone in found.phones:
        if phone.number not in phones:
            phones.append(phone.number)
        if phone.owner and phone.owner != "本人":
            read.record.setdefault("phone_owners", {})[phone.number] = phone.owner
        if phone.doubt:
            read.problems.append(f"phones:{phone.doubt}")
    if found.rest:
        doubt(read, "phones", "unreadable" if not found.phones else "more_words", cell, column)


READERS: dict[str, CellReader] = {
    "name": _read_name,
    "name_more": _read_name_more,
    "alias": _read_alias,
    "sex": _read_sex,
    "sex_tick": _read_sex_tick,
    "birth": _read_birth,
    "age": _read_age,
    "id_no": _read_id_no,
    "disability_no": _read_disability_no,
    "disability": read_disability,
    "disability_kind": _read_disability_kind,
    "disability_grade": _read_disability_grade,
    "phone": _read_phone,
}
"""Field of a column → what reads its cells."""
