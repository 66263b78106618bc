"""Who was found and why, as far as a list may show it; a record that was merged into another is shown as the one that is left."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from stationdesk.i18n import N_, _
from stationdesk.registers.mask import masked_phone


class Closeness(IntEnum):
    """Why a person was found, the closest first."""

    NAME = 1
    BEGINNING = 2
    PART = 3
    PINYIN = 4
    INITIALS = 5
    HOMOPHONE = 6
    OTHER_NAME = 7
    GROUP = 8
    PHONE = 9
    ID_NO = 10
    EVERY_WORD = 11

    @property
    def label(self) -> str:
        """The reason in the operator's words."""
        return _(_LABELS[self])


_LABELS = {
    Closeness.NAME: N_("Same name"),
    Closeness.BEGINNING: N_("Name begins so"),
    Closeness.PART: N_("Part of the name"),
    Closeness.PINYIN: N_("Pinyin"),
    Closeness.INITIALS: N_("Initials"),
    Closeness.HOMOPHONE: N_("Sounds alike"),
    Closeness.OTHER_NAME: N_("Another name"),
    Closeness.GROUP: N_("Village group"),
    Closeness.PHONE: N_("Phone number"),
    Closeness.ID_NO: N_("ID number"),
    Closeness.EVERY_WORD: N_("Every word fits"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A resident who was found, as far as a list may show him."""

    key: int
    id: str
    author: str
    name: str
    alias: str | None
    nickname: str | None
    sex: str | None
    birth_date: str | None
    birth_precision: str | None
    birth_calendar: str | None
    at_school: bool
    village_group: str | None
    residency_status: str | None
    phone: str
    """The number asked for, or the first, masked: 138****5678; empty if there is none."""
    why: Closeness


_SHOWN = (
    "SELECT key, id, author, name, alias, nickname, sex, birth_date, birth_precision, birth_calendar, "
    "schooling IS NOT NULL OR school IS NOT NULL, village_group, residency_status, phones, merged_into "
    "FROM resident"
)


def rows_of(connection: Any, chosen: list[tuple[int, Closeness]], digits: str) -> list[Found]:
    """Return the people of `chosen` (row number and why), each once, with the phone number that has `digits` in it."""
    marks = ",".join("?" * len(chosen))
    rows = connection.exec_driver_sql(f"{_SHOWN} WHERE key IN ({marks}) AND removed_at IS NULL", tuple(key for key, _why in chosen))
    by_key = {row[0]: row for row in rows}
    shown = {key: _left_of(connection, row) if row[-1] else row for key, row in by_key.items()}
    found = {}
    for key, why in chosen:
        row = shown.get(key)
        if row is not None and row[0] not in found:
            found[row[0]] = Found(*(*row[:-2], _shown_phone(row[-2], digits), why))
    return list(found.values())


def _left_of(connection: Any, row: Any) -> Any:
    """Return the row of the record that `row` was merged into, or None where it is gone too."""
    left = f"{_SHOWN} WHERE id = ? AND author = ? AND removed_at IS NULL AND merged_into IS NULL"
    return connection.exec_driver_sql(left, (row[-1], row[2])).first()


def _shown_phone(phones: str | None, digits: str) -> str:
    numbers = [phone["number"] for phone in json.loads(phones)] if phones else []
    fitting = [number for number in numbers if digits and digits in re.sub("[^0-9]", "", number)]
    return masked_phone((fitting or numbers or [""])[0])
