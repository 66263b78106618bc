"""Telephone numbers as cells hold them: several in one, with owners, doubtful ones named and none dropped."""

from __future__ import annotations

import re
import unicodedata
from math import isfinite
from typing import NamedTuple

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}")
SERVICE = re.compile(r"[48]00\d{7}")
SHORT = re.compile(r"1[12]\d|12\d{3}|9[56]\d{3,4}|[5-8]\d{2,5}")

_PLAIN = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}")
_TWO_MOBILES = re.compile(r"(1[3-9]\d{9})(1[3-9]\d{9})")
_GAP = r"[ .\-]?"
_NUMBER = re.compile(
    r"(?<!\d)(?:"
    rf"(?:(?:\+|00)?\(?86\)?[ -]?)?(?P<mobile>1[3-9](?:{_GAP}\d){{9}})(?!\d)"
    r"|\(?(?P<area>0(?:10|2\d|[3-9]\d{2}))\)?[ -]{0,3}(?P<line>\d{3,4}[ -]?\d{4})(?:(?:转|-|\*)(?P<extension>\d{1,5}))?(?!\d)"
    r"|(?P<service>[48]00[ -]?\d{3,4}[ -]?\d{3,4})(?!\d)"
    r"|(?P<other>\d(?:[\- ]?\d){2,19})(?!\d)"
    r")"
)
_BRACKETED = re.compile(r"\s*\(([^()]{1,20})\)")
_OWNER = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff·]{1,8})[:：]?\s*$")
_AFTER = re.compile(r"\s*([\u3400-\u9fff\U00020000-\U0003ffff·]{1,8})(?=$|[\s,，、;；/|])")
_NOTHING = frozenset(
    ["无", "没有", "暂无", "无电话", "没电话", "无手机", "不详", "未知", "/", "\\", "-", "--", "—", "——", "0", "缺", "NONE", "N/A", "#N/A"]
)
_LABELS = frozenset(["电话", "手机", "手机号", "联系电话", "座机", "固话", "号码", "家庭电话", "短号", "宅电"])
_UNUSABLE = frozenset(["空号", "停机", "打不通", "已停机", "作废"])
_SEPARATORS = re.compile(r"[\s,，、;；/|+()（）:：。.\-]+")


class ReadPhone(NamedTuple):
    """One number out of a cell: digits (a landline as `0798-8274852`), whose it is by the words beside it, and any doubt.

    `doubt` is bad_length, no_area_code, short, unusable or None.
    """

    number: str
    owner: str = ""
    doubt: str | None = None


class PhonesRead(NamedTuple):
    """All numbers of a cell in their order, and the words that belong to none of them."""

    phones: tuple[ReadPhone, ...]
    rest: str = ""


NO_PHONES = PhonesRead(())


def read_phones(raw: str | float | None) -> PhonesRead:
    """Read every telephone number a cell holds (domain: one, several, with names, spaces, +86, or stored as a number)."""
    if raw is None or raw == "":
        return NO_PHONES
    if isinstance(raw, int | float):
        if not isfinite(raw) or abs(raw) >= 1e18:
            return PhonesRead((), str(raw))
        raw = str(int(raw))
    if len(raw) == 11 and raw.isascii() and raw.isdigit() and raw[0] == "1" and raw[1] in "3456789":
        return PhonesRead((ReadPhone(raw),))
    text = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]", "", unicodedata.normalize("NFKC", raw)).strip().strip("'")
    if not text or text.upper() in _NOTHING:
        return NO_PHONES
    if _PLAIN.fullmatch(text):
        return PhonesRead((ReadPhone(text.replace("-", "").replace(" ", "")),))
    return _split(text)


def _split(text: str) -> PhonesRead:
    text = re.sub(r"[‐‑‒–—―－]", "-", _TWO_MOBILES.sub(r"\1/\2", text))
    found: list[ReadPhone] = []
    rest: list[str] = []
    at = 0
    for match in _NUMBER.finditer(text):
        if match.start() < at:
            continue
        before = text[at : match.start()]
        owner, left = _owner_before(before)
        if left:
            rest.append(left)
        at = match.end()
        after = _BRACKETED.match(text, at) or (None if owner else _AFTER.match(text, at))
        if after:
            owner = "、".join(filter(None, (owner, after[1].strip())))
            at = after.end()
        found.append(_number(match, owner))
    tail = _SEPARATORS.sub(" ", text[at:]).strip()
    if tail and tail.upper() not in _NOTHING:
        rest.append(tail)
    return PhonesRead(tuple(found), " ".join(rest))


def _owner_before(before: str) -> tuple[str, str]:
    match = _OWNER.search(before)
    if match is None:
        return "", _SEPARATORS.sub(" ", before).strip()
    owner = "" if match[1] in _LABELS else match[1]
    return owner, _SEPARATORS.sub(" ", before[: match.start()]).strip()


def _number(match: re.Match[str], owner: str) -> ReadPhone:
    unusable = "unusable" if owner in _UNUSABLE else None
    if match["mobile"]:
        return ReadPhone(re.sub(r"\D", "", match["mobile"]), owner, unusable)
    if match["area"]:
        line = re.sub(r"\D", "", match["line"])
        extension = f"转{match['extension']}" if match["extension"] else ""
        return ReadPhone(f"{match['area']}-{line}{extension}", owner, unusable if len(line) > 6 else "bad_length")
    if match["service"]:
        digits = re.sub(r"\D", "", match["service"])
        return ReadPhone(digits, owner, unusable if len(digits) == 10 else "bad_length")
    digits = re.sub(r"\D", "", match["other"])
    if len(digits) in (7, 8) and digits[0] in "2345678":
        return ReadPhone(digits, owner, unusable or "no_area_code")
    if SHORT.fullmatch(digits):
        return ReadPhone(digits, owner, unusable or "short")
    return ReadPhone(digits, owner, "bad_length")
