"""The people named beside the person of a row: relatives, guardian, head of household, helpers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.names import PersonRead, read_people
from stationdesk.ledgers.sheet import Cell
from stationdesk.ledgers.values import is_nothing, plain, sex_of, tidy
from stationdesk.registers.birth_date import read_birth_date
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.phone import NO_PHONES, PhonesRead, read_phones

PLACES = {
    "guardian": "guardian",
    "father": "kin",
    "mother": "kin",
    "parents": "kin",
    "kin": "kin",
    "contact": "contacts",
    "helper": "helpers",
    "head": "head",
}
"""Person of a column → field of the record."""
_FIXED = {"father": "父亲", "mother": "母亲", "parents": "父母"}
_PLAIN_FIELDS = {
    "works_at": "works_at",
    "address": "address",
    "health": "health",
    "political": "political",
    "education": "education",
    "org": "org",
    "post": "post",
    "need": "remark",
    "remark": "remark",
}
_ANY_HELPER = frozenset({"帮扶人", "结对人", "责任人", "帮扶责任人", "包保人", "联系人"})
"""What a helper of any kind is called in a heading."""
Record = dict[str, Any]


class OtherPerson:
    """The columns about one person beside the person listed, and how they become part of a record."""

    def __init__(self, person: str, word: str, columns: dict[str, int], label: str) -> None:
        self.person, self.word, self.label = person, word, label
        self.place = PLACES[person]
        self.name_at = columns.get("name", columns.get("name_more", -1))
        self.relation_at = columns.get("relation", -1)
        self.phone_at = columns.get("phone", -1)
        self.rest = [(field, at) for field, at in columns.items() if field not in ("name", "name_more", "relation", "phone")]
        self.relation = _FIXED.get(person) or (word if person == "kin" else "")

    def column_of(self, doubt: str) -> int:
        """Return the column of the cell a doubt of these columns is about."""
        number = next((at for field, at in self.rest if field == "id_no"), -1)
        found = number if "id_no" in doubt else self.phone_at
        return found if found >= 0 else self.name_at

    def read(self, row: Sequence[Cell], on: date, problems: list[str]) -> list[Record]:
        """Return the people these columns of a row name, each with the fields that are filled."""
        people = self._names(row)
        phones = self._phones(row, problems)
        relation = row[self.relation_at] if self.relation_at >= 0 else None
        relation = tidy(relation) if isinstance(relation, str) and not is_nothing(relation) else ""
        rest = self._rest(row, on, problems) if self.rest else {}
        if not (people or phones.phones or rest or relation):
            return []
        if len(people) > 1:
            return self._several(people, relation, phones, rest)
        one = people[0] if people else PersonRead("")
        found = self._one(one, relation or one.relation or self.relation, rest)
        found["phones"] = [*(p.number for p in one.phones), *(p.number for p in phones.phones)]
        if not found["phones"]:
            del found["phones"]
        return [found]

    def _names(self, row: Sequence[Cell]) -> tuple[PersonRead, ...]:
        cell = row[self.name_at] if self.name_at >= 0 else None
        return read_people(cell) if isinstance(cell, str) else ()

    def _phones(self, row: Sequence[Cell], problems: list[str]) -> PhonesRead:
        cell = row[self.phone_at] if self.phone_at >= 0 else None
        if cell is None or isinstance(cell, date | bool):
            return NO_PHONES
        read = read_phones(cell)
        problems.extend(f"{self.place}:phone_{phone.doubt}" for phone in read.phones if phone.doubt)
        if read.rest:
            problems.append(f"{self.place}:phone_unreadable")
        return read

    def _one(self, person: PersonRead, relation: str, rest: Record) -> Record:
        found: Record = {"name": person.name} if person.name else {}
        if self.person == "helper":
            if self.word:
                found["title"] = self.word
            if person.note and "org" not in rest:
                found["org"] = person.note
        elif relation:
            found["relation"] = relation
        if person.note and self.person != "helper":
            found["works_at" if "工" in self.label and "works_at" not in rest else "note"] = person.note
        return found | rest

    def _several(self, people: tuple[PersonRead, ...], relation: str, phones: PhonesRead, rest: Record) -> list[Record]:
        """Return several people out of one cell; relations, phones and places go to each where there are as many of them."""
        relations = _cut(relation, len(people))
        orgs = _cut(str(rest.get("org", "")), len(people))
        places = _cut(str(rest.get("works_at", "")), len(people))
        found = []
        for at, person in enumerate(people):
            own = dict(rest) if at == 0 else {key: value for key, value in rest.items() if key in ("org", "works_at", "address")}
            if orgs:
                own["org"] = orgs[at]
            if places:
                own["works_at"] = places[at]
            bond = relations[at] if relations else person.relation or relation or self.relation
            if self.person == "parents" and len(people) == 2:
                bond = ("父亲", "母亲")[at]
            one = self._one(person, bond, own)
            mine = [p.number for p in person.phones]
            if len(phones.phones) == len(people):
                mine.append(phones.phones[at].number)
            elif at == 0:
                mine += [p.number for p in phones.phones]
            if mine:
                one["phones"] = mine
            found.append(one)
        return found

    def _rest(self, row: Sequence[Cell], on: date, problems: list[str]) -> Record:
        found: Record = {}
        for field, at in self.rest:
            cell = row[at]
            if cell is None or (isinstance(cell, str) and is_nothing(cell)):
                continue
            if field == "id_no":
                number = read_id_number(cell if isinstance(cell, str | int | float) else str(cell))
                if number.doubt:
                    problems.append(f"{self.place}:id_no_{number.doubt}")
                found["id_no"] = number.text
            elif field == "birth":
                born = read_birth_date(cell, on)
                if born.iso:
                    found["birth_date"] = born.iso
                else:
                    found["birth_written"] = str(cell)
            elif field == "age":
                born = read_birth_date(cell, on)
                found.setdefault("birth_date", born.iso) if born.iso else found.setdefault("birth_written", str(cell))
            elif field == "sex":
                found["sex"] = sex_of(str(cell)) or str(cell)
            else:
                key = _PLAIN_FIELDS.get(field, field)
                text = tidy(cell) if isinstance(cell, str) else f"{cell:g}" if isinstance(cell, int | float) else str(cell)
                found[key] = found[key] + text if key in found else text
        return found


def _cut(text: str, count: int) -> list[str]:
    """Return the parts of a text that lists as many things as there are people, else nothing."""
    parts = [
        part
        for part in plain(text).replace("，", "、").replace(",", "、").replace("/", "、").replace(";", "、").replace("；", "、").split("、")
        if part
    ]
    return parts if len(parts) == count else []


def other_people(columns: Sequence[Column]) -> list[OtherPerson]:
    """Return the people beside the person listed; a second name column of the same kind starts another person."""
    sets: list[tuple[str, str, dict[str, int], str]] = []
    for column in columns:
        if column.person not in PLACES or not column.field or column.field == "flag":
            continue
        match = next(
            (s for s in reversed(sets) if s[0] == column.person and (s[1] == column.meaning.word or not column.meaning.word or not s[1])),
            None,
        )
        match = match or _otherwise_called(sets, column)
        starts = column.field in ("name", "name_more") or match is None
        if (
            match is None
            or (starts and {"name", "name_more"} & match[2].keys())
            or (column.field in match[2] and column.field != "works_at")
        ):
            match = (column.person, column.meaning.word, {}, column.label)
            sets.append(match)
        match[2].setdefault(column.field, column.index)
    return [OtherPerson(*one) for one in sets]


def _otherwise_called(sets: Sequence[tuple[str, str, dict[str, int], str]], column: Column) -> tuple[str, str, dict[str, int], str] | None:
    """Return the one helper of the row, where a phone or unit calls him by a wider word than his name's column does.

    帮扶人电话 beside 帮扶责任人 is his; 村医电话 is not.
    """
    helpers = [one for one in sets if one[0] == "helper"]
    if column.person != "helper" or column.field in ("name", "name_more") or len(helpers) != 1:
        return None
    word = column.meaning.word
    alike = word in _ANY_HELPER or word[:2] == helpers[0][1][:2]
    return helpers[0] if alike and column.field not in helpers[0][2] else None
