"""The roster on one sheet: every day of the longest month and the numbers below it, all within the paper; holes to be filled by pen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stationdesk.printing.contact_card import CardLine, Imprint
from stationdesk.printing.page import Line, Page, Text
from stationdesk.printing.sheet_parts import FOOT_RULE, Sheet
from stationdesk.printing.shift_sheet import MOST_PEOPLE, ShiftLine, ShiftPaper, shift_pages
from stationdesk.printing.typeface import Typefaces

WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LONG = "阿布都热依木·买合木提江·艾合买提·吐尔逊"


def paper(days: int = 31, people: int = 0, kinds: int = 2, name: str = "占国林", leader: str = "") -> ShiftPaper:
    heads = ("白班", "夜班", "全天", "其他")[:kinds]
    lines = tuple(
        ShiftLine(
            f"12月{number + 1}日", WEEK[(number + 1) % 7], tuple(name if number % 5 else "" for _head in heads), leader, number % 5 == 0
        )
        for number in range(days)
    )
    places = tuple(CardLine(f"镇卫生院{number}", "07980120120", "胡文斌") for number in range(8))
    told = tuple(CardLine("", f"1380000{number:04}", f"{name}{number}") for number in range(people))
    return ShiftPaper("值班表 2026年12月", "上徐村新时代文明实践站", "07980123456", heads, ("08:00—18:00",) * kinds, lines, places, told)


def texts(page: Page) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Text)]


@pytest.mark.parametrize(
    "asked",
    [paper(), paper(28), paper(people=3), paper(people=30, kinds=4), paper(people=18, kinds=4, name=LONG, leader=LONG)],
    ids=("wall", "february", "three", "crowded", "long"),
)
def test_a_month_stands_on_one_sheet(asked: ShiftPaper, typefaces: Typefaces, imprint: Imprint) -> None:
    done = shift_pages(asked, imprint, typefaces)
    (page,) = done.pages
    said, sheet = texts(page), Sheet()
    assert {line.day for line in asked.lines} <= set(said)
    assert {"120", "119", "110", "0798 012 3456"} & set(said) >= {"120", "119", "110"}
    body = [mark for mark in page.marks if isinstance(mark, Text) and not mark.text.startswith(("徐丽华", "第", "值班表", "可以", "有值"))]
    assert all(mark.y <= sheet.height - FOOT_RULE - 0.5 for mark in body), "nothing runs into the foot"
    rules = [mark for mark in page.marks if isinstance(mark, Line)]
    assert all(mark.x1 >= 14.9 and mark.x2 <= sheet.right + 0.1 for mark in rules)
    shown = [number for one in asked.people[:MOST_PEOPLE] if (number := one.phone[-4:]) and any(number in text for text in said)]
    assert len(shown) == len(asked.people[:MOST_PEOPLE])
    assert sum(one.why == "no_room" for one in done.left_out) == max(0, len(asked.people) - MOST_PEOPLE) + 2


def test_a_day_without_anybody_has_a_line_to_write_on(typefaces: Typefaces, imprint: Imprint) -> None:
    asked = paper(30)
    blank = replace(asked, lines=tuple(replace(line, hole=False) for line in asked.lines))
    drawn, bare = (sum(isinstance(mark, Line) for mark in shift_pages(one, imprint, typefaces).pages[0].marks) for one in (asked, blank))
    assert drawn - bare == 2 * sum(line.hole for line in asked.lines)
