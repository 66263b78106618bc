"""The emergency sheet: the numbers large, an ordinary emergency on one page, nothing lost of a long one."""

from __future__ import annotations

import pytest

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.emergency_sheet import FITS, EmergencyPaper, emergency_pages
from stationdesk.printing.page import Page, Text
from stationdesk.printing.sheet_parts import FOOT_RULE, Sheet
from stationdesk.printing.typeface import Typefaces

LARGE = 16.0
"""Points from which a number is large."""


def paper(numbers: int = 12, lines: int = 7, say: str = "桃源村3组21号，91岁，男，在灶房摔倒，叫得应，站不起来。") -> EmergencyPaper:
    return EmergencyPaper(
        name="胡国宝",
        facts="91岁 · 桃源村3组21号",
        health="空巢、心脏病",
        allergies="青霉素",
        station="桃源村",
        began="14:01 接到",
        say=say,
        way="车从村口牌坊进，过桥左手第三家，有人在桥头接",
        numbers=tuple((f"儿子 胡发国{at}", "浙江义乌", f"138 0009 {at:04}", "14:03 通了") for at in range(numbers)),
        lines=tuple((f"14:{at:02}", f"打急救中心，通了，说 25 分钟到{at}") for at in range(lines)),
        look_in="11月24日 09:00 上门看一次：邱明辉",
    )


def texts(page: Page) -> list[Text]:
    return [mark for mark in page.marks if isinstance(mark, Text)]


@pytest.mark.parametrize(("numbers", "lines"), [(3, 1), (12, 7), (15, 9), (12, 14)])
def test_an_ordinary_emergency_stands_on_one_page_with_large_numbers(
    numbers: int, lines: int, typefaces: Typefaces, imprint: Imprint
) -> None:
    done = emergency_pages(paper(numbers, lines), imprint, typefaces)
    (page,) = done.pages
    rung = [mark for mark in texts(page) if mark.text.startswith("138 0009")]
    assert len(rung) == numbers
    assert all(mark.size >= LARGE and mark.weight == "bold" for mark in rung), "read at night, under a lamp"
    told = " ".join(mark.text for mark in texts(page))
    assert {f"说 25 分钟到{at}" in told for at in range(lines)} == {True}
    assert all(word in told for word in ("经办人", "家属", "邱明辉"))
    bottom = Sheet().height - FOOT_RULE
    body = [mark for mark in texts(page) if mark.y < bottom]
    assert all(mark.y <= bottom - 1 for mark in body)
    assert not done.left_out


def test_the_fewer_there_is_to_say_the_larger_it_stands(typefaces: Typefaces, imprint: Imprint) -> None:
    sizes = []
    for numbers, lines in ((3, 1), (15, 9)):
        (page,) = emergency_pages(paper(numbers, lines), imprint, typefaces).pages
        sizes.append(max(mark.size for mark in texts(page) if mark.text.startswith("138 0009")))
    assert sizes[0] == FITS[0].number > sizes[1]


def test_what_fits_on_no_page_goes_on_on_the_next(typefaces: Typefaces, imprint: Imprint) -> None:
    done = emergency_pages(paper(20, 40), imprint, typefaces)
    assert len(done.pages) > 1
    told = " ".join(mark.text for page in done.pages for mark in texts(page))
    assert all(f"说 25 分钟到{at}" in told for at in range(40))
    assert all(f"138 0009 {at:04}" in told for at in range(20))
