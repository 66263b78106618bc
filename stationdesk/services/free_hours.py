"""When the other end has time, read from the words a family says it in: 周五晚 7 点后, 周六上午, 周日都行, 晚上，白天上班."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from stationdesk.i18n import _
from stationdesk.registers.call_wish import FreeHours

_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7}
_ONE_DAY = r"(?:[一二三四五六日天]|[1-7](?![\d点:时]))"
_WEEK = re.compile(rf"(?:星期|礼拜|每周|周)({_ONE_DAY}(?:[、到至\-—~]?(?:星期|礼拜|周)?{_ONE_DAY})*)")
_RANGE = re.compile(r"([一二三四五六日天1-7])[到至\-—~](?:星期|礼拜|周)?([一二三四五六日天1-7])")
_PARTS = (
    ("早上", "07:00", "09:00"),
    ("早晨", "07:00", "09:00"),
    ("清早", "06:00", "08:00"),
    ("上午", "08:00", "12:00"),
    ("中午", "12:00", "14:00"),
    ("下午", "14:00", "18:00"),
    ("傍晚", "17:00", "19:00"),
    ("晚上", "18:00", "21:30"),
    ("晚饭后", "18:30", "21:30"),
    ("晚", "18:00", "21:30"),
    ("早", "07:00", "09:00"),
)
_FIGURES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}
_HOUR = r"(\d{1,2}|十[一二]?|[一二两三四五六七八九])\s*(?:[点时](半|\d{1,2}分?)?|[:：](\d{2}))"
_SPAN = re.compile(_HOUR + r"\s*(?:到|至|-|—|~)\s*" + _HOUR)
_AFTER = re.compile(_HOUR + r"\s*(?:以后|之后|过后|后)")
_BEFORE = re.compile(_HOUR + r"\s*(?:以前|之前|前)")
_AT = re.compile(_HOUR)
_NOT = re.compile(r"上班|没空|不行|不方便|要忙|上课|值班|训练")
_BREAK = re.compile(r"[，,；;。]|或者?|还有")
EVENING = 12
"""An hour below it said with 下午 or 晚 is an afternoon's."""
STEP, LONG = 30, 30
"""Minutes between two times that are proposed, and how long a call is taken to last."""
OPENS, CLOSES = "08:30", "20:30"
"""Between these times a call is proposed where nothing else is known."""


def read_free_hours(words: str) -> tuple[FreeHours, ...]:
    """Return the hours that are meant, as far as they can be read; words that say when there is no time are passed over."""
    text = unicodedata.normalize("NFKC", words)
    found: list[FreeHours] = []
    days: tuple[int, ...] = ()
    for part in filter(None, _BREAK.split(text)):
        if _NOT.search(part):
            continue
        said = _days(part)
        if said is not None:
            days = said
        rest = _WEEK.sub("", part)
        spans = list(_times(rest))
        if spans:
            found += [FreeHours(days=days, begin=begin, end=end) for begin, end in spans]
        elif said is not None:
            found.append(FreeHours(days=days))
    return tuple(dict.fromkeys(found))


def _days(part: str) -> tuple[int, ...] | None:
    """Return the days of the week a part names, none of them for every day; None if it names no day."""
    if "周末" in part or "双休" in part:
        return (6, 7)
    if "工作日" in part or "平时" in part:
        return (1, 2, 3, 4, 5)
    if "每天" in part or "天天" in part or "随时" in part or "都有空" in part:
        return ()
    days: list[int] = []
    for run in _WEEK.findall(part):
        days += [_DAYS[one] for one in run if one in _DAYS]
        for begin, end in _RANGE.findall(run):
            first, last = _DAYS[begin], _DAYS[end]
            days += [(first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1)]
    return tuple(sorted(dict.fromkeys(days))) or None


def _times(part: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a day a part names."""
    name = next((one for one in _PARTS if one[0] in part), None)
    late = name is not None and name[1] >= "12:00" and name[0] != "中午"
    if span := _SPAN.search(part):
        begin, end = _clock(span[1], span[2] or span[3], late=late), _clock(span[4], span[5] or span[6], late=late)
        if begin and end and begin < end:
            yield begin, end
            return
    if clock := _said(_AFTER.search(part), late=late):
        yield clock, name[2] if late and name and clock < name[2] else ""
    elif clock := _said(_BEFORE.search(part), late=late):
        yield name[1] if name and name[1] < clock else "", clock
    elif clock := _said(_AT.search(part), late=late):
        yield clock, minutes_later(clock, 60) if clock < "23:00" else ""
    elif name is not None:
        yield name[1], name[2]


def _said(found: re.Match[str] | None, *, late: bool) -> str:
    return _clock(found[1], found[2] or found[3], late=late) if found else ""


def _clock(hour: str, minute: str | None, *, late: bool) -> str:
    figure = int(hour) if hour.isdigit() else _FIGURES.get(hour, 99)
    if late and figure < EVENING:
        figure += 12
    past = 30 if minute == "半" else int((minute or "0").removesuffix("分"))
    return f"{figure:02}:{past:02}" if figure < 24 and past < 60 else ""


def free_words(hours: Sequence[FreeHours]) -> str:
    """Say hours back as the desk understood them: 周五 19:00 到 21:30."""
    return _("; ").join(_one(hour) for hour in hours)


def _one(hour: FreeHours) -> str:
    names = weekday_names()
    days = _(", (list)").join(names[one - 1] for one in hour.days) if hour.days else _("every day")
    if hour.begin and hour.end:
        return _("{days} {begin} to {end}").format(days=days, begin=hour.begin, end=hour.end)
    if hour.begin:
        return _("{days} from {begin}").format(days=days, begin=hour.begin)
    return _("{days} until {end}").format(days=days, end=hour.end) if hour.end else days


def weekday_names() -> tuple[str, ...]:
    """Return the days of the week from Monday, short."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def is_free(hours: Sequence[FreeHours], day: date, clock: str) -> bool | None:
    """Tell whether the other end has time then; None if nothing is known of it."""
    return any(one.holds(day.isoweekday(), clock) for one in hours) if hours else None


def minutes_later(clock: str, minutes: int) -> str:
    """Return the time so many minutes after HH:MM, at most 23:59."""
    total = min(int(clock[:2]) * 60 + int(clock[3:]) + minutes, 23 * 60 + 59)
    return f"{max(0, total) // 60:02}:{max(0, total) % 60:02}"


def propose(
    hours: Sequence[FreeHours], first: date, taken: Collection[tuple[date, str]] = (), *, usual: str = "", not_before: str = ""
) -> tuple[date, str]:
    """Return the first day and time from `first` on at which the other end has time and nothing else is booked.

    `usual`: the time these two usually call; `not_before`: on the first day nothing before it. Without any hours the usual time, else
    the station's afternoon.
    """
    busy = set(taken)
    for ahead in range(60):
        day = first + timedelta(days=ahead)
        for clock in _clocks(hours, day, usual):
            if (ahead or clock > not_before) and not any(there == day and _near(at, clock) for there, at in busy):
                return day, clock
    return first + timedelta(days=1), usual or "15:00"


def _clocks(hours: Sequence[FreeHours], day: date, usual: str) -> Iterator[str]:
    """Yield the times to try on a day: the usual one, then from the beginning of each stretch on, within the station's hours."""
    if usual and is_free(hours, day, usual) is not False:
        yield usual
    spans = [(one.begin or OPENS, one.end or CLOSES) for one in hours if not one.days or day.isoweekday() in one.days]
    for begin, end in spans if hours else [(usual or "15:00", CLOSES)]:
        clock = max(begin, OPENS) if max(begin, OPENS) < end else begin
        while minutes_later(clock, LONG) <= max(end, minutes_later(clock, 1)) and clock < "23:00":
            yield clock
            clock = minutes_later(clock, STEP)
            if clock >= end:
                break


def _near(one: str, other: str) -> bool:
    minutes = [int(clock[:2]) * 60 + int(clock[3:]) for clock in (one, other)]
    return abs(minutes[0] - minutes[1]) < LONG
