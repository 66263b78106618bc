"""Turns one row of a ledger of wishes, visits or pairings into a record: whom it is about, and what happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.event_cells import code_in, day_inside, day_of, money_of, people_in, said, state_of
from stationdesk.ledgers.event_words import DAYS, EVENT, HOURS, MONEY
from stationdesk.ledgers.records import RecordBuilder
from stationdesk.ledgers.row_read import Context, Record, RowRead, column_letters
from stationdesk.ledgers.rows import Group
from stationdesk.ledgers.sheet import Cell
from stationdesk.ledgers.values import is_nothing, is_tick, plain
from stationdesk.registers.phone import read_phones
from stationdesk.services.wish_terms import DEAREST

_CODES = {"mode": "contact_mode", "kind": "visit_kind", "outcome": "visit_outcome", "satisfaction": "satisfaction"}
_WISH_CODES = {"wish_kind": "wish_kind", "source": "wish_source", "satisfaction": "satisfaction", "way": "wish_delivery"}
_PAIR_CODES = {"kind": "pairing_kind", "mode": "pairing_mode", "end_reason": "pairing_end_reason"}
_OWN_WORDS = ("remark", "need")
_ENDED = re.compile(r"终止|结束|解除|退出|中止|已满|调离")
Reader = Callable[[RowRead, Record, Column, Cell], None]
_HOUSE = re.compile(r"(?:一家|家庭|家里|家中|全家|家|户)$")


class EventBuilder:
    """Reads the rows of one table of a ledger of `kind`; `year` is the year its title names."""

    def __init__(self, kind: str, columns: Sequence[Column], context: Context, year: int | None) -> None:
        self.kind, self.context, self.year = kind, context, year
        self.people = RecordBuilder([c for c in columns if c.person != EVENT], context)
        self.columns = [c for c in columns if c.person == EVENT and c.field]
        self.fields = {c.field for c in self.columns}
        self.name_at = self.people.name_at
        codes = {"wishes": _WISH_CODES, "visits": _CODES, "pairings": _PAIR_CODES}
        self.codes = codes[kind]
        self.readers: dict[str, Reader] = {
            "state": self._state,
            "visitors": self._visitors,
            "minutes": self._minutes,
            "photo": self._photo,
            **dict.fromkeys(self.codes, self._code),
            **dict.fromkeys(("signed", "public_ok", "agreed"), self._tick),
        }

    def build(self, number: int, row: Sequence[Cell], group: Group | None) -> RowRead:
        """Return what the row (number as in the spreadsheet, from 1) says."""
        read = self.people.build(number, row, group)
        resident = read.record
        read.record = record = {"resident": resident}
        for name in _OWN_WORDS:
            if name in resident:
                record[name] = resident.pop(name)
        if self.kind == "pairings":
            self._pair(resident, record)
        for column in self.columns:
            cell = row[column.index]
            if cell is not None and said(cell):
                before = len(read.problems)
                self._cell(read, record, column, cell)
                read.spots |= dict.fromkeys(read.problems[before:], column.index)
        finish: Callable[[RowRead, Record], None] = {
            "wishes": self._finish_wish,
            "visits": self._finish_visit,
            "pairings": self._finish_pairing,
        }[self.kind]
        finish(read, record)
        return read

    def _pair(self, resident: Record, record: Record) -> None:
        helpers = resident.pop("helpers", [])
        if helpers:
            record["helper"] = helpers[0]
            if len(helpers) > 1:
                record["helpers"] = helpers

    def _cell(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        field, text = column.field, said(cell)
        reader = self.readers.get(field) or (self._day if field in DAYS else self._money if field in MONEY else None)
        if reader is not None:
            reader(read, record, column, cell)
        elif field.endswith("_phone"):
            self._phones(read, record, column, cell)
        elif not is_nothing(text):
            record[field] = f"{record[field]}；{text}" if field in record else text

    def _phones(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        numbers = [phone.number for phone in read_phones(cell if isinstance(cell, str | float | int) else said(cell)).phones]
        if numbers:
            record[column.field] = numbers
        elif not is_nothing(said(cell)):
            self._keep(read, column, said(cell))

    def _photo(self, read: RowRead, _record: Record, column: Column, cell: Cell) -> None:
        if not is_nothing(said(cell)):
            self._keep(read, column, said(cell))

    def _day(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        found = day_of(cell, self.context.on, self.year, epoch_1904=self.context.epoch_1904)
        if found.iso:
            record[column.field] = found.iso
        if found.until and column.field == "start_date":
            record.setdefault("end_date", found.until)
        elif found.until:
            self._keep(read, column, said(cell))
        if found.time and column.field == "visited_on":
            record["start_time"] = found.time
        if not found.doubt and found.iso and column.field not in ("promised_on", "wanted_by", "follow_up_due", "end_date"):
            found = found._replace(doubt="future" if found.iso > self.context.on.isoformat() else "")
        if found.doubt:
            read.problems.append(f"{column.field}:{found.doubt}")
            self._keep(read, column, said(cell))

    def _money(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        found = money_of(cell)
        yuan, doubt = found.yuan, found.doubt
        if yuan is not None:
            yuan *= 10000 if "万元" in column.label else 1
            if 0 <= yuan <= DEAREST / 100:
                record[column.field] = yuan
            else:
                doubt = "unreadable" if yuan < 0 else "too_dear"
        if doubt:
            read.problems.append(f"{column.field}:{doubt}")
            self._keep(read, column, said(cell))

    def _state(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        text = said(cell)
        if self.kind == "pairings":
            if _ENDED.search(text):
                record["state"] = "ended"
            self._keep(read, column, text)
            return
        record["_state"] = text
        record["_state_label"] = column.label

    def _visitors(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        text = said(cell)
        people = people_in(text)
        if not people and not is_nothing(text):
            self._keep(read, column, text)
        record["visitors"] = [person.name for person in people]
        notes = {person.name: person.note or person.relation for person in people if person.note or person.relation}
        if notes:
            record["visitor_notes"] = notes

    def _code(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        text = said(cell)
        if is_nothing(text):
            return
        code = code_in(self.codes[column.field], text)
        if code is None:
            read.problems.append(f"{column.field}:unknown_word")
            self._keep(read, column, text)
            return
        record[column.field] = code
        if re.search(r"[、,，/+]", text) or (column.field in ("way", "source") and len(text) > 6):
            self._keep(read, column, text)

    def _minutes(self, read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        text = said(cell)
        match = re.match(r"(\d+(?:\.\d+)?)\s*(小时|h|分钟|分)?", plain(text))
        if match is None:
            self._keep(read, column, text)
            return
        hours = match[2] in ("小时", "h") or (match[2] is None and bool(HOURS.search(column.label)) and "分" not in column.label)
        record["minutes"] = round(float(match[1]) * (60 if hours else 1))

    def _tick(self, _read: RowRead, record: Record, column: Column, cell: Cell) -> None:
        text = said(cell)
        ticked = is_tick(text)
        if column.field == "signed":
            record["signed"] = ticked is not False and not is_nothing(text)
        elif ticked is not None or text.startswith(("同意", "不同意")):
            record[column.field] = bool(ticked) if ticked is not None else text.startswith("同意")

    def _keep(self, read: RowRead, column: Column, text: str) -> None:
        label = (column.label or column_letters(column.index))[:110]
        if text and read.notes.get(label, text) == text:
            read.notes[label] = text[:8000]

    # -- what a row comes to

    def _finish_wish(self, read: RowRead, record: Record) -> None:
        if "need" in record and "content" not in record:
            record["content"] = record.pop("need")
        if not record.get("content"):
            read.problems.append("content:missing")
        claimed = bool(record.get("claimer") or record.get("claimed_on"))
        text, label = record.pop("_state", ""), record.pop("_state_label", "")
        about_claim = "认领" in label and "情况" not in label and "状态" not in label
        code = state_of(text, claimed=claimed, about_claim=about_claim) if text else ""
        if code is None:
            read.problems.append("state:unknown_word")
            read.notes.setdefault(label, text[:8000])
        if text and code in ("fulfilled", "delivered", "claimed"):
            day = day_inside(text, self.context.on, self.year)
            name = "claimed_on" if code == "claimed" else "fulfilled_on" if code == "fulfilled" else "delivered_on"
            if day:
                record.setdefault(name, day)
                read.notes.setdefault(label, text[:8000])
        if record.get("fulfilled_on") and code in ("", "claimed", "delivered"):
            code = "fulfilled"
        record["state"] = code or ("claimed" if claimed else None)
        if record["state"] in ("published", "pending") and claimed and code:
            read.problems.append("state:differs_from_claim")

    def _finish_visit(self, read: RowRead, record: Record) -> None:
        if "need" in record and "issue" not in record:
            record["issue"] = record.pop("need")
        if record.get("issue") and re.fullmatch(r"(?:暂)?(?:无|没有)(?:问题|困难|需求|诉求|异常|情况)?[。.]?", plain(str(record["issue"]))):
            del record["issue"]
        if not record.get("visited_on") and not any(problem.startswith("visited_on:") for problem in read.problems):
            read.problems.append("visited_on:missing")
        self._given(read, record)
        name = record["resident"].get("name", "")
        house = _HOUSE.search(name)
        if house and len(name) > 3:
            record["resident"]["name"] = name[: house.start()]
            record["household"] = True
            read.notes.setdefault("走访对象", name)

    def _given(self, read: RowRead, record: Record) -> None:
        """Turn money and goods taken along into one list."""
        given: list[dict[str, Any]] = []
        money, goods = record.pop("money", None), record.pop("goods", None)
        if money:
            found = money_of(money)
            if found.yuan:
                given.append({"item": "慰问金", "yuan": found.yuan})
            elif found.doubt:
                read.problems.append("handed_out:unreadable")
                read.notes.setdefault("慰问金", str(money))
        for part in filter(None, re.split(r"[、,，;；\n]", goods or "")):
            found = money_of(re.sub(r"^(?:慰问)?(?:现金|慰问金|金额|资金)[:：]?", "", part))
            given.append({"item": "慰问金", "yuan": found.yuan} if found.yuan and "元" in part else {"item": part.strip()[:120]})
        if given:
            record["handed_out"] = given

    def _finish_pairing(self, read: RowRead, record: Record) -> None:
        if "need" in record and "needs" not in record:
            record["needs"] = record.pop("need")
        if not record.get("helper"):
            read.problems.append("helper:missing")
        if record.get("end_date") and record["end_date"] < record.get("start_date", ""):
            read.problems.append("end_date:before_start")
