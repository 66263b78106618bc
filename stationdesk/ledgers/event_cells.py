"""Cells that say what happened: days, money, who came, how, how far a wish is; each doubt named, each word kept."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from stationdesk.ledgers.names import PersonRead, read_people
from stationdesk.ledgers.sheet import Cell
from stationdesk.ledgers.values import is_nothing, is_tick, plain
from stationdesk.registers.birth_date import read_birth_date
from stationdesk.registers.code import of_codes, table

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_CLOCK = re.compile(r"\s*(?:上午|下午|早上|晚上|中午)?\s*(\d{1,2})[:：时点](\d{2})?分?(?::\d{2})?\s*$")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*[日号]?")
_RANGE = re.compile(r"\s*(?:至今|至|到|—+|~|～|--+|–)\s*")
_DATE_RANGE = re.compile(r"(\d{4}[年.\-/]\d{1,2}(?:[月.\-/]\d{1,2})?[日月]?)\s*-\s*(\d{4}.*|至?今)")
_DAY_INSIDE = re.compile(r"(?:19|20)\d{2}\s*[年.\-/]\s*\d{1,2}(?:\s*[月.\-/]\s*\d{1,2}\s*日?)?|\d{1,2}月\d{1,2}日")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HAN_MONEY = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两", "001234567891234567892")
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000, "萬": 10000}
_ABOUT = re.compile(r"约|左右|大概|上下|多|余|以内|以下")


class DayRead(NamedTuple):
    """A day of an event: ISO, or only the part of it that is known; the other end of a span; a time; the doubt there is."""

    iso: str | None
    doubt: str = ""
    until: str | None = None
    time: str = ""


NO_DAY = DayRead(None)


def said(cell: Cell) -> str:
    """Return a cell's words as they are written, without what cannot be seen."""
    if isinstance(cell, str):
        return re.sub(r"[ \t\u3000\xa0]*\n[ \t\u3000\xa0]*", "\n", _UNSEEN.sub("", cell).replace("\r\n", "\n")).strip("\u3000\xa0 \t\n'‘")
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}"
    return "" if cell is None else str(cell)


def day_of(cell: Cell, on: date, year: int | None, *, epoch_1904: bool = False) -> DayRead:
    """Return the day a cell names; `year` is the one the ledger itself is of, for days written without."""
    if isinstance(cell, bool):
        return NO_DAY
    if isinstance(cell, float | int) and 1 <= cell < 13 and cell != int(cell):
        return _month_and_day(f"{cell:.2f}".rstrip("0"), on, year, from_number=True)
    if not isinstance(cell, str):
        return _finished(cell, on, epoch_1904=epoch_1904)
    text = unicodedata.normalize("NFKC", said(cell)).strip("。,，;；")
    if is_nothing(text):
        return NO_DAY
    text, time = _without_clock(re.sub(r"[(（]?(?:星期|周)[一二三四五六日天][)）]?", "", text))
    span = _DATE_RANGE.fullmatch(text)
    ends = [span[1], span[2]] if span else [end for end in _RANGE.split(text) if end]
    if len(ends) == 2 and not re.fullmatch(r"\d{1,2}日?", ends[1]):
        first, last = _one(ends[0], on, year), _one(ends[1], on, year)
        return first._replace(until=last.iso, time=time) if first.iso else DayRead(None, "unreadable")
    text = ends[0] if ends else text
    return _one(text, on, year)._replace(time=time)


def _without_clock(text: str) -> tuple[str, str]:
    match = _CLOCK.search(text)
    if match is None or not text[: match.start()].strip() or int(match[1]) > 23:
        return text, ""
    hour = int(match[1]) + (12 if re.search(r"下午|晚上", match[0]) and int(match[1]) < 12 else 0)
    time = f"{hour:02}:{match[2] or '00'}"
    return text[: match.start()].strip(" T"), "" if time == "00:00" else time


def _one(text: str, on: date, year: int | None) -> DayRead:
    match = _MONTH_DAY.fullmatch(text)
    if match:
        return _month_and_day(text, on, year)
    if re.fullmatch(r"\d{1,2}月(?:份)?", text) and year:
        return DayRead(f"{year:04}-{int(text.partition('月')[0]):02}", "no_day")
    return _finished(text, on)


def _finished(cell: Cell, on: date, *, epoch_1904: bool = False) -> DayRead:
    if isinstance(cell, str) and re.fullmatch(r"\d{1,3}(?:\.0)?", cell):
        return DayRead(None, "unreadable")
    read = read_birth_date(cell, date(on.year + 3, 12, 31), epoch_1904=epoch_1904)
    if read.iso is None or read.precision == "age":
        return DayRead(None, "" if read.doubt == "placeholder" or cell is None else read.doubt or "unreadable")
    doubt = "" if read.doubt in (None, "two_digit_year") else str(read.doubt)
    if read.precision != "day":
        doubt = doubt or "no_day"
    return DayRead(read.iso, doubt)


def _month_and_day(text: str, on: date, year: int | None, *, from_number: bool = False) -> DayRead:
    match = _MONTH_DAY.fullmatch(text)
    month, day = (int(match[1]), int(match[2])) if match else (0, 0)
    doubt = "month_1_or_10" if from_number and day in (1, 2, 3) else ""
    for guess in (year,) if year else (on.year, on.year - 1):
        try:
            found = date(guess, month, day)
        except ValueError:
            return DayRead(None, "bad_date")
        if year or found <= on:
            return DayRead(found.isoformat(), doubt or ("" if year else "no_year"))
    return DayRead(None, "no_year")


def day_inside(text: str, on: date, year: int | None) -> str | None:
    """Return the day that stands among other words, or None."""
    match = _DAY_INSIDE.search(unicodedata.normalize("NFKC", text))
    found = day_of(match[0], on, year) if match else NO_DAY
    return found.iso if found.iso and len(found.iso) == 10 else None


class MoneyRead(NamedTuple):
    """An amount in yuan, and the doubt there is."""

    yuan: float | None
    doubt: str = ""


def money_of(cell: Cell) -> MoneyRead:
    """Return an amount in yuan: 300, 300元, 300.00, ¥1,200, 叁佰元, 0.5万, 约300."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return MoneyRead(None, "" if cell is None else "unreadable")
    if isinstance(cell, int | float):
        return MoneyRead(_whole(float(cell)), "" if 0 <= cell < 10_000_000 else "unreadable")
    text = re.sub(r"人民币|RMB|[¥￥,，\s]|(?<=\d)\+$", "", unicodedata.normalize("NFKC", said(cell)), flags=re.IGNORECASE)
    if is_nothing(text):
        return MoneyRead(None)
    about = bool(_ABOUT.search(text))
    bare = re.sub(r"(?:元|块|圆)(?:整|钱)?$", "", _ABOUT.sub("", text))
    bare = re.sub(r"(?:元|块|圆)(?:整|钱)?$", "", bare)
    if _NUMBER.fullmatch(bare):
        return MoneyRead(_whole(float(bare)), "about" if about else "")
    if (match := re.fullmatch(r"(\d+(?:\.\d+)?)万", bare)) is not None:
        return MoneyRead(_whole(float(match[1]) * 10000), "about" if about else "")
    spelt = _spelt(bare)
    return MoneyRead(spelt, "about" if about else "") if spelt is not None else MoneyRead(None, "unreadable")


def _whole(yuan: float) -> float:
    return int(yuan) if yuan.is_integer() else round(yuan, 2)


def _spelt(text: str) -> float | None:
    total = digit = 0
    if not text or not all(c in _UNITS or c.translate(_HAN_MONEY).isdigit() for c in text):
        return None
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character] if _UNITS[character] < 10000 else (total + digit) * 9999 + digit
            digit = 0
        else:
            digit = int(character.translate(_HAN_MONEY))
    return total + digit


@lru_cache(maxsize=4096)
def people_in(text: str) -> tuple[PersonRead, ...]:
    """Return who is named in a cell of visitors: 叶水英、朱秀英 · 王明（村主任） · 张三等3人."""
    bare = re.sub(r"等\s*\d*\s*(?:人|位|名|同志)?$|一行\d*人?$", "", plain_words(text))
    bare = re.sub(r"(?<=[\u3400-\u9fff])\s*[和与及&+＋]\s*(?=[\u3400-\u9fff]{2,4}(?:[、,，;；和与及&+＋\s]|$))", "、", bare)
    bare = re.sub(r"(?<=[\u3400-\u9fff])[.。](?=[\u3400-\u9fff])", "、", bare)
    return tuple(person for person in read_people(bare) if person.name)


def plain_words(text: str) -> str:
    """Return `text` with its brackets and separators half-width, otherwise as it is."""
    return unicodedata.normalize("NFKC", text).replace(",", "、").strip("、；; ")


@of_codes
@lru_cache(maxsize=4096)
def code_in(name: str, text: str) -> str | None:
    """Return the code of table `name` that a cell says, as a whole or among other words; None where it says none."""
    word = re.sub(r"[(（].*?[)）]", "", plain(text))
    codes = table(name)
    found = codes.code_for(word)
    if found:
        return found
    best = max(
        (
            (len(spelling), -word.find(spelling), code)
            for spelling, code in codes.spellings.items()
            if len(spelling) > 1 and spelling in word
        ),
        default=None,
    )
    return best[2] if best else None


_OPEN = re.compile(r"未|没|待|尚|无人|不")
_STATES = (
    ("cancelled", re.compile(r"取消|撤回|作废|终止|放弃|退回|不再需要|已故|去世")),
    ("fulfilled", re.compile(r"圆梦|实现|完成|办结|兑现|落实|解决|达成|圆满|已送到|已办|满足")),
    ("delivered", re.compile(r"送达|已送|已发放|已交付|已领取|到位")),
    ("claimed", re.compile(r"认领|对接|采购|备货|办理中|进行中|推进|落实中|筹备|在办|正在")),
    ("published", re.compile(r"发布|公示|公开|上墙|征集中")),
    ("pending", re.compile(r"审核|上报")),
)


@of_codes
@lru_cache(maxsize=1024)
def state_of(text: str, *, claimed: bool, about_claim: bool) -> str | None:
    """Return how far a wish is by what its cell says; "" for nothing, None where no word is known.

    `claimed` tells whether a claimer stands in the row, `about_claim` whether the heading asks for the claim (是否认领).
    """
    word = plain(text)
    if is_nothing(word) and word not in ("无", "没有"):
        return ""
    if is_tick(word) is True or word in ("是", "已"):
        return "claimed" if about_claim else "fulfilled"
    if is_tick(word) is False or word in ("否", "无", "没有", "未"):
        return "claimed" if claimed and not about_claim else "published"
    code = table("wish_state").code_for(word)
    if code:
        return "claimed" if code == "published" and claimed and "认领" not in word else code
    if re.search(r"办理中|进行中|落实中|推进中|正在|采购中|备货", word):
        return "claimed"
    if _OPEN.search(word):
        if "审核" in word:
            return "pending"
        return "claimed" if claimed and "认领" not in word else "published"
    return next((state for state, words in _STATES if words.search(word)), None)
