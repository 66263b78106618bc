"""Turns one row of a residents' ledger into a record, naming every doubt and keeping whatever has no field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stationdesk.ledgers import values
from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.names import read_name
from stationdesk.ledgers.people import OtherPerson, other_people
from stationdesk.ledgers.rows import Group
from stationdesk.ledgers.sheet import Cell
from stationdesk.registers.birth_date import BirthDate, read_birth_date, solar_of
from stationdesk.registers.id_number import EMPTY, IdNumber, IdState, read_disability_number, read_id_number
from stationdesk.registers.phone import read_phones

Record = dict[str, Any]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class RowRead:
    """What one row says: record, problems (`field:code`), notes (label → text), and the numbers matching looks at."""

    row: int
    record: Record
    problems: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    id_number: IdNumber = EMPTY
    paper_number: IdNumber = EMPTY
    """The ID number inside the disability certificate's number."""
    continues: bool = False
    """Whether the row goes on about the person of the row before."""
    birth: BirthDate | None = None
    codes: list[str] = field(default_factory=list)
    raw_id: str = ""
    fingerprint: str = ""
    table: int = 0
    """First header row of its table: a list names a person once, two lists may both name him."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a sheet says of all its rows: the day it is read, who its people are, which categories its title names."""

    on: date
    epoch_1904: bool = False
    categories: tuple[str, ...] = ()
    children: bool = False
    village_group: str | None = None


Reader = Callable[[RowRead, Cell, Column], None]


def text_of(cell: Cell) -> str:
    """Return a cell as text: a whole number without a point, a day in ISO form."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return f"{cell:.10g}" if abs(cell) < 1e15 else f"{cell:.15g}"
    return str(cell) if cell is not None else ""


def column_letters(index: int) -> str:
    """Return the letters a spreadsheet gives the column (0 is A)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = LETTERS[rest] + letters
    return letters


class RecordBuilder:
    """Reads the rows of one block with the columns once found."""

    def __init__(self, columns: Sequence[Column], context: Context) -> None:
        self.context = context
        self.others: list[OtherPerson] = other_people(columns)
        taken = {id(c) for c in columns if c.person in ("guardian", "father", "mother", "parents", "kin", "contact", "helper", "head") and c.field and c.field != "flag"}
        self.readers: list[tuple[int, Reader, Column]] = []
        self.has_category = any(c.field == "category" for c in columns)
        for column in columns:
            if id(column) in taken or column.field == "serial":
                continue
            reader: Reader = getattr(self, f"_read_{column.field}", self._read_note) if column.person in ("self", "") else self._read_note
            self.readers.append((column.index, reader, column))
        self.own = [column.index for column in columns if column.person == "self" and column.field in ("id_no", "birth", "age", "sex", "disability_no")]
        self.name_at = next((c.index for c in columns if c.person == "self" and c.field in ("name", "name_more")), None)

    def build(self, number: int, row: Sequence[Cell], group: Group | None) -> RowRead:
        """Return what the row (number as in the spreadsheet, from 1) says."""
        read = RowRead(number, {})
        for at, reader, column in self.readers:
            cell = row[at]
            if cell is not None:
                reader(read, cell, column)
        if self.name_at is not None and "name" not in read.record:
            read.record["name"] = ""
            read.problems.append("name:missing")
        for other in self.others:
            found = other.read(row, self.context.on, read.problems)
            if found:
                self._add(read.record, other, found)
        self._finish(read, group)
        return read

    def _add(self, record: Record, other: OtherPerson, found: list[Record]) -> None:
        place = other.place
        if place in ("guardian", "head") and place not in record:
            record[place] = found[0]
            found = found[1:]
        if found:
            record.setdefault("kin" if place in ("guardian", "head") else place, []).extend(found)

    # -- cells of the person listed

    def _read_name(self, read: RowRead, cell: Cell, column: Column) -> None:
        if cell.__class__ is str and 1 < len(cell) < 4 and cell.isalpha() and cell > "\u33ff" and cell.isidentifier():  # type: ignore[union-attr, arg-type, operator]
            read.record["name"] = cell
            return
        found = read_name(cell)
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

    def _read_name_more(self, read: RowRead, cell: Cell, column: Column) -> None:
        phones = read_phones(cell) if isinstance(cell, str) else None
        if phones and phones.phones and phones.phones[0].owner:
            read.record["name"] = phones.phones[0].owner
            read.record["phones"] = [phone.number for phone in phones.phones]
        else:
            self._read_name(read, cell, column)

    def _read_alias(self, read: RowRead, cell: Cell, column: Column) -> None:
        if not values.is_nothing(text_of(cell)):
            read.record["alias"] = values.plain(text_of(cell))

    def _read_sex(self, read: RowRead, cell: Cell, column: Column) -> None:
        sex = values.sex_of(cell if isinstance(cell, str) else text_of(cell))
        if sex:
            read.record["sex"] = sex
        elif sex is None:
            self._doubt(read, "sex", "unreadable", cell, column)

    def _read_sex_tick(self, read: RowRead, cell: Cell, column: Column) -> None:
        ticked = values.is_tick(text_of(cell))
        if ticked or (ticked is None and values.plain(text_of(cell)) == column.meaning.word):
            if "sex" in read.record:
                read.problems.append("sex:two_ticks")
            read.record["sex"] = "male" if column.meaning.word == "男" else "female"

    def _read_birth(self, read: RowRead, cell: Cell, column: Column) -> None:
        if isinstance(cell, bool):
            self._doubt(read, "birth_date", "unreadable", cell, column)
            return
        born = read_birth_date(cell, self.context.on, epoch_1904=self.context.epoch_1904)
        if "农历" in column.label or "阴历" in column.label:
            born = born._replace(calendar="lunar") if born.precision in ("day", "month") else born
        if read.birth is not None and read.birth.iso:
            read.notes[column.label] = text_of(cell)
            return
        read.birth = born
        if born.doubt and born.doubt != "placeholder":
            self._doubt(read, "birth_date", born.doubt, cell, column)
        elif born.doubt and not values.is_nothing(text_of(cell)):
            read.problems.append("birth_date:placeholder")

    def _read_age(self, read: RowRead, cell: Cell, column: Column) -> None:
        if isinstance(cell, bool):
            return
        born = read_birth_date(cell, self.context.on, epoch_1904=self.context.epoch_1904)
        if born.precision == "age" and born.age is not None:
            read.record["age"] = born.age
            if read.birth is None or not read.birth.iso:
                read.birth = born
            if born.doubt:
                read.problems.append(f"age:{born.doubt}")
        elif born.precision in ("day", "month", "year") and (read.birth is None or not read.birth.iso):
            read.birth = born
        elif not values.is_nothing(text_of(cell)):
            self._doubt(read, "age", "unreadable", cell, column)

    def _read_id_no(self, read: RowRead, cell: Cell, column: Column) -> None:
        if isinstance(cell, date):
            read.birth = read.birth or read_birth_date(cell, self.context.on)
            read.problems.append("id_no:bad_length")
            return
        number = read_id_number(cell)
        if read.id_number.valid:
            read.notes[column.label] = text_of(cell)
            return
        if not number.valid and isinstance(cell, str) and len(cell) > 18:
            paper = read_disability_number(cell)
            if paper.kind:
                self._read_disability_no(read, cell, column)
                return
        read.id_number = number
        read.raw_id = text_of(cell)
        if number.doubt:
            read.problems.append(f"id_no:{number.doubt}")
            if number.state is IdState.BAD_LENGTH and 4 <= len(number.text) <= 8 and read.birth is None:
                born = read_birth_date(number.text, self.context.on)
                read.birth = born if born.iso and not born.doubt else read.birth
        if number.more:
            self._doubt(read, "id_no", "more_than_one", cell, column)

    def _read_disability_no(self, read: RowRead, cell: Cell, column: Column) -> None:
        if isinstance(cell, date | bool):
            self._doubt(read, "disability_no", "bad_length", cell, column)
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
        self._disability(read, paper.kind, paper.grade, "number")
        read.codes.append("disabled")

    def _disability(self, read: RowRead, kind: int | None, grade: int | None, source: str) -> None:
        for name, found in (("disability_kind", kind), ("disability_grade", grade)):
            if found is None:
                continue
            before = read.record.setdefault(name, found)
            if before != found:
                read.problems.append(f"{name}:differs_from_number")
                if source == "words":
                    read.record[name] = found

    def _read_disability(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        ticked = values.is_tick(text)
        if values.is_nothing(text) or ticked is False:
            return
        kind, grade = values.disability_of(text)
        if ticked is None and kind is None and grade is None:
            self._doubt(read, "disability_kind", "unreadable", cell, column)
            return
        if ticked is None:
            self._disability(read, kind, grade, "words")
        read.codes.append("disabled")

    def _read_disability_kind(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        if values.is_nothing(text):
            return
        kind = values.disability_kind_of(text)
        grade = values.disability_of(text)[1] if not text.replace(".", "").isdigit() else None
        if kind is None:
            self._doubt(read, "disability_kind", "unreadable", cell, column)
            return
        self._disability(read, kind, grade, "words")
        read.codes.append("disabled")

    def _read_disability_grade(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        if values.is_nothing(text):
            return
        kind, grade = values.disability_of(text)
        if grade is None:
            self._doubt(read, "disability_grade", "unreadable", cell, column)
            return
        self._disability(read, kind, grade, "words")

    def _read_phone(self, read: RowRead, cell: Cell, column: Column) -> None:
        if isinstance(cell, date | bool):
            self._doubt(read, "phones", "unreadable", cell, column)
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
            self._doubt(read, "phones", "unreadable" if not found.phones else "more_words", cell, column)

    def _read_village_group(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        group = values.group_of(text)
        if group:
            read.record["village_group"] = group
            if len(values.plain(text)) > 6 and values.plain(text) != group:
                read.record.setdefault("address", values.plain(text))
        elif group is None:
            self._doubt(read, "village_group", "unreadable", cell, column)

    def _read_address(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = values.tidy(text_of(cell))
        if values.is_nothing(text):
            return
        name = "registered_address" if "户籍" in column.label or "户口" in column.label else "address"
        read.record[name] = read.record[name] + text if name in read.record else text

    def _read_category(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        if values.is_nothing(text):
            return
        codes = values.category_codes(text)
        read.codes.extend(codes)
        rest = values.leftover(text)
        if not codes:
            self._doubt(read, "categories", "unknown_word", cell, column)
        elif rest:
            read.notes[column.label] = text

    def _read_flag(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        ticked = values.is_tick(text)
        if values.is_nothing(text) or ticked is False:
            return
        codes = values.category_codes(column.meaning.word)
        if codes == ("disabled",) and ticked is None:
            self._read_disability(read, cell, column)
            return
        if ticked is None and values.plain(text).startswith(("否", "非", "不", "无")):
            read.notes[column.label] = text
            return
        said = values.category_codes(text)
        read.codes.extend(said or codes)
        if ticked is None and values.leftover(text):
            read.notes[column.label] = text

    def _read_care_grade(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = text_of(cell)
        grade = values.grade_of(text)
        if grade:
            read.record["care_grade"] = grade
        elif grade is None:
            self._doubt(read, "care_grade", "unknown_word", cell, column)

    def _read_care_grade_tick(self, read: RowRead, cell: Cell, column: Column) -> None:
        if values.is_tick(text_of(cell)):
            self._read_care_grade(read, column.meaning.word, column)

    def _read_health(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = values.tidy(text_of(cell))
        if not text:
            return
        if values.is_nothing(text) and "health" in read.record:
            return
        read.record["health"] = f"{read.record['health']}；{text}" if "health" in read.record else text
        self._ability(read, text)

    def _ability(self, read: RowRead, text: str) -> None:
        for word, code in (("半失能", "partly_dependent"), ("失能", "disabled_function")):
            if word in text:
                read.codes.append(code)
                return

    def _read_health_tick(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_ticked(read, "health", cell, column)

    def _read_self_care_tick(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_ticked(read, "self_care", cell, column)

    def _read_living_tick(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_ticked(read, "living", cell, column)

    def _read_ticked(self, read: RowRead, name: str, cell: Cell, column: Column) -> None:
        ticked = values.is_tick(text_of(cell))
        if ticked is False:
            return
        word = column.meaning.word if ticked else f"{column.meaning.word}:{text_of(cell)}"
        read.record[name] = f"{read.record[name]}、{word}" if name in read.record else word

    def _read_self_care(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = values.tidy(text_of(cell))
        if not values.is_nothing(text):
            read.record["self_care"] = text
            self._ability(read, text)

    def _read_living(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = values.tidy(text_of(cell))
        if values.is_nothing(text):
            return
        read.record["living"] = text
        if not self.has_category and ("独居" in text or "独自" in text):
            read.codes.append("living_alone")

    def _read_school(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = values.tidy(text_of(cell))
        if not values.is_nothing(text):
            read.record["school"] = read.record.get("school", "") + text

    def _read_text(self, read: RowRead, name: str, cell: Cell) -> None:
        text = values.tidy(text_of(cell))
        if not values.is_nothing(text):
            read.record[name] = f"{read.record[name]}；{text}" if name in read.record else text

    def _read_wish(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "wish", cell)

    def _read_need(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "need", cell)

    def _read_remark(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "remark", cell)

    def _read_works_at(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "works_at", cell)

    def _read_relation_to_head(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "relation_to_head", cell)

    def _read_ethnicity(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "ethnicity", cell)

    def _read_education(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "education", cell)

    def _read_marital(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "marital", cell)

    def _read_political(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "political", cell)

    def _read_household_no(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "household_no", cell)

    def _read_village(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "village", cell)

    def _read_town(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "town", cell)

    def _read_status(self, read: RowRead, cell: Cell, column: Column) -> None:
        self._read_text(read, "status", cell)

    def _read_note(self, read: RowRead, cell: Cell, column: Column) -> None:
        text = values.tidy(text_of(cell))
        if not text or text in ("/", "-", "—"):
            return
        label = column.label or column_letters(column.index)
        while label in read.notes:
            label += "*"
        read.notes[label] = text

    def _doubt(self, read: RowRead, name: str, code: str, cell: Cell, column: Column) -> None:
        """Name a doubt and keep the cell's own words."""
        read.problems.append(f"{name}:{code}")
        read.notes.setdefault(column.label or column_letters(column.index), text_of(cell)[:8000])

    # -- what follows from several cells

    def _finish(self, read: RowRead, group: Group | None) -> None:
        record, number = read.record, read.id_number
        if number.state in (IdState.EMPTY, IdState.PLACEHOLDER) and read.paper_number.state is not IdState.EMPTY:
            number = read.id_number = read.paper_number
            if number.doubt:
                read.problems.append(f"id_no:{number.doubt}")
        if number.state is IdState.LOST_DIGITS:
            record["id_no"] = None
            read.notes.setdefault("身份证号(原文)", read.raw_id)
        elif number.state not in (IdState.EMPTY, IdState.PLACEHOLDER):
            record["id_no"] = number.text
        if number.valid:
            self._compare(read, number)
        self._birth(read, number)
        self._place(read, group)
        self._categories(read, group)

    def _compare(self, read: RowRead, number: IdNumber) -> None:
        if "sex" not in read.record:
            read.record["sex"] = number.sex
        elif read.record["sex"] != number.sex:
            read.problems.append("sex:differs_from_id")
        paper = read.paper_number
        if paper.state is not IdState.EMPTY and paper.text and paper.text != number.text:
            read.problems.append("disability_no:differs_from_id")

    def _birth(self, read: RowRead, number: IdNumber) -> None:
        """Settle the birth date: as written; to the day from a sound ID number that agrees; doubt where they differ."""
        born, record = read.birth, read.record
        if born is not None and born.iso and born.doubt == "two_digit_year" and number.birth:
            if number.birth[2:].startswith(born.iso[2:]):
                born = born._replace(iso=number.birth[:2] + born.iso[2:], doubt=None)
        if number.birth and (number.valid or born is None or not born.iso):
            if born is None or not born.iso or (born.calendar == "solar" and number.birth.startswith(born.iso)):
                born = BirthDate(number.birth, "day")
            elif born.precision == "age" and number.valid:
                if abs(int(number.birth[:4]) - int(born.iso[:4])) > 3:
                    read.problems.append("age:differs_from_id")
                born = BirthDate(number.birth, "day")
            elif number.valid and not (born.calendar == "lunar" and number.birth in (born.iso, solar_of(born))):
                read.problems.append("birth_date:differs_from_id")
                if born.doubt == "month_1_or_10" and number.birth[:4] == born.iso[:4] and number.birth[5:7] == "10":
                    born = BirthDate(number.birth, "day")
        read.birth = born
        if born is not None and born.iso:
            record["birth_date"], record["birth_precision"], record["birth_calendar"] = born.iso, born.precision, born.calendar

    def _place(self, read: RowRead, group: Group | None) -> None:
        record = read.record
        if "village_group" not in record:
            for name in ("address", "registered_address"):
                found = values.group_in_address(record[name]) if name in record else None
                if found:
                    record["village_group"] = found
                    return
            said = (group.village_group if group else None) or self.context.village_group
            if said:
                record["village_group"] = said

    def _categories(self, read: RowRead, group: Group | None) -> None:
        codes = read.codes
        if group and group.categories:
            codes = [*codes, *group.categories]
        if not codes or (set(codes) <= {"disabled", "partly_dependent", "disabled_function"} and not self.has_category):
            codes = [*self.context.categories, *codes]
        found: list[str] = []
        for code in codes:
            settled = self._whose(read, code) if code == "left_behind" else code
            if settled and settled not in found:
                found.append(settled)
        if found or self.has_category:
            read.record["categories"] = found

    def _whose(self, read: RowRead, code: str) -> str:
        """Return left_behind_child or left_behind_elder by the person's age, or by the sheet if that is unknown."""
        iso = read.birth.iso if read.birth is not None else None
        if iso:
            return "left_behind_child" if self.context.on.year - int(iso[:4]) < 18 else "left_behind_elder"
        return "left_behind_child" if self.context.children else "left_behind_elder"
