"""Turns one row of a residents' ledger into a record, naming every doubt and keeping whatever has no field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stationdesk.ledgers import identity_cells, values, word_cells
from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.people import PLACES, OtherPerson, other_people
from stationdesk.ledgers.row_read import CellReader, Context, Record, RowRead
from stationdesk.ledgers.rows import Group
from stationdesk.ledgers.sheet import Cell
from stationdesk.registers.birth_date import BirthDate, solar_of
from stationdesk.registers.id_number import IdNumber, IdState
from stationdesk.services.import_plan import LEFT_OUT

READERS: dict[str, CellReader] = identity_cells.READERS | word_cells.READERS


class RecordBuilder:
    """Reads the rows of one block with the columns once found."""

    def __init__(self, columns: Sequence[Column], context: Context) -> None:
        self.has_category = any(c.field == "category" for c in columns)
        self.context = replace(context, has_category=self.has_category)
        self.others: list[OtherPerson] = other_people(columns)
        self.readers: list[tuple[int, CellReader, Column]] = []
        for column in columns:
            taken = column.person in PLACES and column.field not in ("", "flag")
            if not taken and column.field not in ("serial", LEFT_OUT):
                own = column.person in ("self", "")
                self.readers.append(
                    (column.index, READERS.get(column.field, word_cells.read_note) if own else word_cells.read_note, column)
                )
        self.by_household = any(c.field == "relation_to_head" for c in columns)
        self.head: Record = {}
        self.name_at = next((c.index for c in columns if c.person == "self" and c.field in ("name", "name_more")), None)

    def build(self, number: int, row: Sequence[Cell], group: Group | None) -> RowRead:
        """Return what the row (number as in the spreadsheet, from 1) says."""
        read = RowRead(number, {})
        context = self.context
        problems = read.problems
        raised = 0
        for at, reader, column in self.readers:
            cell = row[at]
            if cell is not None:
                reader(context, read, cell, column)
                if len(problems) != raised:
                    read.spots |= dict.fromkeys(problems[raised:], at)
                    raised = len(problems)
        if self.name_at is not None and "name" not in read.record:
            read.record["name"] = ""
            read.problems.append("name:missing")
        for other in self.others:
            raised = len(problems)
            found = other.read(row, self.context.on, problems)
            read.spots |= {doubt: other.column_of(doubt) for doubt in problems[raised:]}
            if found:
                self._add(read.record, other, found)
        self._finish(read, group)
        if self.by_household:
            self._head(read)
        return read

    def _head(self, read: RowRead) -> None:
        """Give a member of a household its head: the one named above, where the row itself names none."""
        record = read.record
        if "head" in record:
            self.head = record["head"]
        elif record.get("relation_to_head") in ("户主", "本人"):
            self.head = {"name": record.get("name", "")}
            record["head"] = self.head
        elif record.get("relation_to_head") and self.head.get("name"):
            record["head"] = self.head

    def _add(self, record: Record, other: OtherPerson, found: list[Record]) -> None:
        place = other.place
        if place in ("guardian", "head") and place not in record:
            record[place] = found[0]
            found = found[1:]
        if found:
            record.setdefault("kin" if place in ("guardian", "head") else place, []).extend(found)

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
        sure = number.valid or number.state is IdState.LOST_DIGITS
        if born is not None and born.iso and number.birth and born.doubt == "two_digit_year" and number.birth[2:].startswith(born.iso[2:]):
            born = born._replace(iso=number.birth[:2] + born.iso[2:], doubt=None)
        if number.birth and (born is None or not born.iso):
            born = BirthDate(number.birth, "day")
        elif number.birth and sure and born is not None and born.iso:
            born = self._compare_birth(read, born, number.birth)
        read.birth = born
        if born is not None and born.iso:
            record["birth_date"], record["birth_precision"], record["birth_calendar"] = born.iso, born.precision, born.calendar

    def _compare_birth(self, read: RowRead, born: BirthDate, inside: str) -> BirthDate:
        """Return the birth date to keep where it is written and stands in the ID number too; names where they differ."""
        iso = born.iso or ""
        if born.calendar == "solar" and inside.startswith(iso):
            return BirthDate(inside, "day")
        if born.precision == "age":
            if abs(int(inside[:4]) - int(iso[:4])) > 3:
                read.problems.append("age:differs_from_id")
            return BirthDate(inside, "day")
        if born.calendar == "lunar" and inside in (iso, solar_of(born)):
            return born
        read.problems.append("birth_date:differs_from_id")
        october = born.doubt == "month_1_or_10" and inside.startswith(f"{iso[:4]}-10")
        return BirthDate(inside, "day") if october else born

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
            settled = self._whose(read) if code == "left_behind" else code
            if settled and settled not in found:
                found.append(settled)
        if found or self.has_category:
            read.record["categories"] = found

    def _whose(self, read: RowRead) -> str:
        """Return left_behind_child or left_behind_elder by the person's age, or by the sheet if that is unknown."""
        iso = read.birth.iso if read.birth is not None else None
        if iso:
            return "left_behind_child" if self.context.on.year - int(iso[:4]) < 18 else "left_behind_elder"
        read.guessed = not self.context.children
        return "left_behind_child" if self.context.children else "left_behind_elder"
