"""Citizen and disability numbers: read as people write them, judged by their own digits, never repaired."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_OFFSET = 48 * sum(WEIGHTS)

_FULL = re.compile(r"\d{17}[\dX]")
_OLD = re.compile(r"\d{15}")
_INSIDE = re.compile(r"(?<!\d)(?:\d{17}[\dX]|\d{15})(?![\dX])")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?1[5-9]")
_MASKED = re.compile(r"\d{6,14}[*#X_]{3,}[\dX*]{0,6}")
_CERTIFICATE = re.compile(r"(\d{17}[\dX])(\d)(\d)(B\d)?")
_CLUTTER = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad'‘’`´\"“”,，.。·_—–-]+")
_LAST = str.maketrans("×✕╳✖хХχΧ*＊", "XXXXXXXXXX")
_NOTHING = frozenset(
    [
        "无",
        "没有",
        "未办",
        "未办理",
        "未办证",
        "暂无",
        "暂缺",
        "不详",
        "不清楚",
        "不知道",
        "未知",
        "未上户",
        "黑户",
        "办理中",
        "在办",
        "缺",
        "/",
        "\\",
        "0",
        "NONE",
        "NULL",
        "N/A",
        "#N/A",
    ]
)


class IdState(StrEnum):
    """What an ID number's own digits say of it (GB 11643-1999)."""

    OK = "ok"
    OK_UPGRADED = "ok_upgraded_from_15"
    CHECKSUM = "checksum"
    LOST_DIGITS = "lost_digits"
    BAD_DATE = "bad_date"
    BAD_LENGTH = "bad_length"
    PLACEHOLDER = "placeholder"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """One ID number: `text` in its tidy form (18 characters when whole), and what can be read off it.

    `birth` (ISO date) and `county` (six digits) are given whenever the first fourteen digits are there, even of a doubtful
    number; `sex` only when digit 17 can be trusted. The county is where the number was first issued and is not judged.
    """

    text: str
    state: IdState
    birth: str | None = None
    sex: str | None = None
    county: str | None = None
    more: bool = False
    """Whether the cell held a second number or other words beside this one."""

    @property
    def valid(self) -> bool:
        """Whether length, date and check character agree."""
        return self.state in (IdState.OK, IdState.OK_UPGRADED)

    @property
    def doubt(self) -> str | None:
        """Return the code of what is wrong, or None if nothing is or nothing was written."""
        return None if self.valid or self.state is IdState.EMPTY else self.state.value


EMPTY = IdNumber("", IdState.EMPTY)


def check_character(seventeen: str) -> str:
    """Return the check character of the first seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return CHECKS[(sum(map(mul, WEIGHTS, seventeen.encode())) - _OFFSET) % 11]


def birth_inside(digits: str) -> str | None:
    """Return the ISO birth date in digits 7 to 14, or None if there is no such day between 1800 and 2199."""
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return None
    return born.isoformat() if 1800 <= born.year < 2200 else None


def read_id_number(raw: str | float | None) -> IdNumber:
    """Read an ID number from what a cell holds: text, or a number (whose sixteenth digit and on a spreadsheet has lost)."""
    if raw is None or raw == "":
        return EMPTY
    if isinstance(raw, int | float):
        return _read_number(raw)
    if len(raw) == 18 and raw.isascii() and _FULL.fullmatch(raw):
        return _judge(raw)
    text = tidy(raw)
    if not text:
        return IdNumber("", IdState.PLACEHOLDER) if raw.strip() else EMPTY
    if text[-1] == "X" and text.count("X") == 1 and text[:-1].isdigit():
        return _read_digits(text)
    if text.isdigit():
        return _read_digits(text)
    return _read_words(text, unicodedata.normalize("NFKC", raw).upper())


def tidy(raw: str) -> str:
    """Return a number as it was meant: half-width, upper case, without spaces and quotes, any cross at its end an X."""
    text = _CLUTTER.sub("", unicodedata.normalize("NFKC", raw)).upper()
    return text[:-1] + text[-1].translate(_LAST) if text[:-1].isdigit() and len(text) > 14 else text


def _read_number(raw: float) -> IdNumber:
    if not isfinite(raw):
        return IdNumber(str(raw), IdState.PLACEHOLDER)
    digits = f"{int(raw)}"
    if len(digits) < 16:
        return _read_digits(digits)
    kept = repr(float(raw)).split("e", maxsplit=1)[0].replace(".", "").replace("-", "")[:15]
    digits = kept.ljust(len(digits), "0")
    return IdNumber(digits, IdState.LOST_DIGITS, birth_inside(digits), None, digits[:6])


def _read_digits(digits: str) -> IdNumber:
    if len(digits) == 18:
        return _judge(digits)
    if len(set(digits)) == 1:
        return IdNumber(digits, IdState.PLACEHOLDER)
    if len(digits) == 15 and digits.isdigit():
        seventeen = digits[:6] + "19" + digits[6:]
        born = birth_inside(seventeen)
        if born is None:
            return IdNumber(digits, IdState.BAD_DATE, None, None, digits[:6])
        return IdNumber(seventeen + check_character(seventeen), IdState.OK_UPGRADED, born, _sex(seventeen), digits[:6])
    return IdNumber(digits, IdState.BAD_LENGTH, birth_inside(digits), None, digits[:6] if len(digits) > 6 else None)


def _judge(text: str) -> IdNumber:
    if len(set(text)) <= 2:
        return IdNumber(text, IdState.PLACEHOLDER)
    born = birth_inside(text)
    if born is None:
        return IdNumber(text, IdState.BAD_DATE, None, None, text[:6])
    if check_character(text[:17]) == text[17]:
        return IdNumber(text, IdState.OK, born, _sex(text), text[:6])
    state = IdState.LOST_DIGITS if text.endswith("000") else IdState.CHECKSUM
    return IdNumber(text, state, born, None, text[:6])


def _sex(digits: str) -> str:
    return "male" if int(digits[16]) % 2 else "female"


def _read_words(text: str, spaced: str) -> IdNumber:
    if text in _NOTHING:
        return IdNumber(text, IdState.PLACEHOLDER)
    if _SCIENTIFIC.fullmatch(spaced.replace(" ", "")):
        return IdNumber(spaced.strip(), IdState.LOST_DIGITS, None, None, None)
    if _MASKED.fullmatch(text):
        return IdNumber(text, IdState.LOST_DIGITS, birth_inside(text) if text[:14].isdigit() else None, None, text[:6])
    found = _INSIDE.findall(text) or _INSIDE.findall(spaced)
    if not found:
        digits = re.sub(r"[^\dX]", "", text)
        state = IdState.BAD_LENGTH if len(digits) > 6 else IdState.PLACEHOLDER
        return IdNumber(text, state)
    first = _read_digits(found[0])
    return IdNumber(first.text, first.state, first.birth, first.sex, first.county, more=True)


@dataclass(frozen=True, slots=True)
class DisabilityNumber:
    """The number of a disability certificate: eighteen characters of ID number, one of kind (1–7), one of grade (1–4).

    A re-issued certificate adds `B` and a digit. `doubt` is bad_length, bad_kind, bad_grade, lost_digits or None.
    """

    text: str
    id_number: IdNumber
    kind: int | None = None
    grade: int | None = None
    doubt: str | None = None


def read_disability_number(raw: str | float | None) -> DisabilityNumber:
    """Read a disability certificate's number (20 characters, 22 when re-issued)."""
    if raw is None or raw == "":
        return DisabilityNumber("", EMPTY)
    if isinstance(raw, int | float):
        number = _read_number(raw)
        return DisabilityNumber(number.text, IdNumber("", IdState.EMPTY, number.birth), doubt=IdState.LOST_DIGITS.value)
    text = _CLUTTER.sub("", unicodedata.normalize("NFKC", raw)).upper()
    if len(text) > 17:
        text = text[:17] + text[17].translate(_LAST) + text[18:]
    match = _CERTIFICATE.fullmatch(text)
    if match is None:
        nothing = text in _NOTHING or not text
        state = None if nothing else IdState.LOST_DIGITS.value if _SCIENTIFIC.fullmatch(text) else IdState.BAD_LENGTH.value
        return DisabilityNumber("" if nothing else text, read_id_number(text) if len(text) == 18 else EMPTY, doubt=state)
    kind, grade = int(match[2]), int(match[3])
    doubt = "bad_kind" if not 1 <= kind <= 7 else "bad_grade" if not 1 <= grade <= 4 else None
    return DisabilityNumber(text, _judge(match[1]), kind if 1 <= kind <= 7 else None, grade if 1 <= grade <= 4 else None, doubt)
