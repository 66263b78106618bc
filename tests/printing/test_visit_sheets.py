"""What visit sheets add to the blank one: what to ask after, who goes, several sheets in one print."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Page, Qr, Text
from stationdesk.printing.typeface import Typefaces
from stationdesk.printing.visit_blank import VisitHeading, VisitPerson, sheets_pages, visit_pages
from tests.printing.test_sheets import PERSON, WORDS, nothing_overlaps

HEADING = VisitHeading("岭下组", "上徐村", "2026-KQM-0031", "占国林、程雪琴")


def words(page: Page) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Text)]


def one(asked: tuple[str, ...], typefaces: Typefaces, imprint: Imprint, person: VisitPerson = PERSON) -> tuple[Page, list[str]]:
    found = visit_pages([replace(person, ask=asked)], HEADING, imprint, typefaces)
    return found.pages[0], [left.what for left in found.left_out]


def test_what_to_ask_after_stands_beside_the_phone(typefaces: Typefaces, imprint: Imprint) -> None:
    page, left = one(("水管修好没有", "药送到没有"), typefaces, imprint)
    assert "水管修好没有；药送到没有" in words(page)
    assert left == []
    nothing_overlaps(page, typefaces)


def test_what_has_no_room_is_counted_and_never_lost_silently(typefaces: Typefaces, imprint: Imprint) -> None:
    page, _left = one(tuple(f"第 {n} 件要问的事情" for n in range(1, 6)), typefaces, imprint)
    assert any("等，另 " in text and text.startswith("第 1 件") for text in words(page))
    nothing_overlaps(page, typefaces)


@settings(max_examples=40)
@given(asked=st.lists(WORDS, max_size=6), phone=WORDS)
def test_nothing_that_is_asked_overlaps(typefaces: Typefaces, imprint: Imprint, asked: list[str], phone: str) -> None:
    page, _left = one(tuple(asked), typefaces, imprint, replace(PERSON, phone=phone))
    nothing_overlaps(page, typefaces)


def test_who_goes_is_filled_in_where_it_is_known(typefaces: Typefaces, imprint: Imprint) -> None:
    page, _left = one((), typefaces, imprint)
    assert "占国林、程雪琴" in words(page)
    nothing_overlaps(page, typefaces)


def test_a_sheet_for_each_visitor_has_a_number_and_pages_of_its_own(typefaces: Typefaces, imprint: Imprint) -> None:
    other = replace(HEADING, number="2026-KQM-0032", visitors="徐丽华")
    pages = sheets_pages([([PERSON] * 7, HEADING), ([PERSON] * 2, other)], imprint, typefaces).pages
    codes = [mark.content for page in pages for mark in page.marks if isinstance(mark, Qr)]
    assert codes == ["2026-KQM-0031", "2026-KQM-0031", "2026-KQM-0032"]
    assert [next(text for text in words(page) if text.startswith("第")) for page in pages] == [
        "第 1 页，共 2 页",
        "第 2 页，共 2 页",
        "第 1 页，共 1 页",
    ]


def test_a_reprint_keeps_the_figures_of_those_who_are_left(typefaces: Typefaces, imprint: Imprint) -> None:
    people = [replace(PERSON, figure=figure) for figure in (1, 3, 7)]
    (page,) = visit_pages(people, HEADING, replace(imprint, reprint=True), typefaces).pages
    assert {"1", "3", "7"} <= set(words(page))
    assert any("补打" in text for text in words(page))
