"""The month of contacts on paper: the same characters, breaks between people, heads again, and nothing for a wall that is not for walls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.grid_sheet import BOTTOM, RIGHT, GridPaper, SheetRow, SheetSection, grid_pages, sheet_cells
from stationdesk.printing.page import Page, Rect, Text
from stationdesk.printing.typeface import Typefaces

CELLS = ("电",) * 20 + ("漏", "无", "○") + ("",) * 7


def row(number: int, *, child: bool = False) -> SheetRow:
    return SheetRow("红色", f"某某{number:02}", "81", "汪家组", CELLS, "1", "95%", child)


def paper(count: int, **more: object) -> GridPaper:
    daily = SheetSection("每天联系", "红色", tuple(row(number) for number in range(count)))
    weekly = SheetSection("每周联系", "黄色", (row(98), row(99, child=True)))
    made = GridPaper(date(2026, 11, 1), 30, (daily, weekly), (("电", "电话"), ("漏", "该联系没联系")), "联络率 95%", "上徐村")
    return replace(made, **more)  # type: ignore[arg-type]


def texts(page: Page) -> list[str]:
    return [mark.text for mark in page.marks if isinstance(mark, Text)]


def test_everybody_stands_once_and_heads_come_again(typefaces: Typefaces, imprint: Imprint) -> None:
    done = grid_pages(paper(60), imprint, typefaces)
    names = [text for page in done.pages for text in texts(page) if text.startswith("某某")]
    assert names == [f"某某{number:02}" for number in (*range(60), 98, 99)]
    assert len(done.pages) > 1
    for number, page in enumerate(done.pages, 1):
        assert (page.width, page.height) == (297.0, 210.0)
        assert {"姓名", "1", "30", "漏", "电话"} <= set(texts(page))
        assert f"第 {number} 页，共 {len(done.pages)} 页" in texts(page)
        cells = [mark for mark in page.marks if isinstance(mark, Rect) and mark.y > 30]
        assert all(mark.x + mark.width <= RIGHT + 0.01 and mark.y + mark.height <= BOTTOM + 7 for mark in cells)
    assert texts(done.pages[1]).count("续") == 1
    assert "联络率 95%" in texts(done.pages[-1])
    assert "联络率 95%" not in texts(done.pages[0])
    assert done.left_out == ()


def test_a_wall_sees_no_child_no_group_and_covered_names(typefaces: Typefaces, imprint: Imprint) -> None:
    done = grid_pages(paper(3, purpose="wall"), imprint, typefaces)
    assert "年龄" not in texts(done.pages[0])
    said = texts(done.pages[0])
    assert not any(text.startswith("某某") for text in said)
    assert "汪家组" not in said
    assert [one.what for one in done.left_out] == ["孩子 1 人"]


def test_an_empty_sheet_has_cells_and_nothing_in_them(typefaces: Typefaces, imprint: Imprint) -> None:
    blank = paper(3)
    sections = tuple(replace(one, rows=tuple(replace(line, cells=(), missed="", rate="") for line in one.rows)) for one in blank.sections)
    done = grid_pages(replace(blank, sections=sections, empty=True, summary=""), imprint, typefaces)
    said = texts(done.pages[0])
    assert "○" not in said
    assert said.count("电") == 1  # in the legend
    assert "记录人" in said
    squares = [mark for mark in done.pages[0].marks if isinstance(mark, Rect) and mark.line == 0.12]
    assert len(squares) == 5 * 30 + 2


def test_it_goes_onto_a_pdf(
    typefaces: Typefaces, imprint: Imprint, printed: Callable[[Sequence[Page]], Path], tool: Callable[..., str]
) -> None:
    path = printed(grid_pages(paper(30), imprint, typefaces).pages)
    told = tool("pdftotext", path, "-")
    assert "2026年11月 日联络" in told
    assert "某某29" in told


def test_a_sheet_has_the_same_cells() -> None:
    (cells,) = sheet_cells([row(1)], 30)
    assert cells == ("红色", "某某01", "81", "汪家组", *CELLS, "1", "95%")
