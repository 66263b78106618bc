"""The page 日联络 on a screen, with four people to contact, for the tests of what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlmodel import col, select

from stationdesk.registers.visit import Visit
from stationdesk.services.contact_marks import character
from stationdesk.ui.grid_page import GridPage
from stationdesk.ui.open_desk import OpenDesk
from tests.services.people import ago, person, relative

Show = Callable[..., QWidget]


def month(desk: OpenDesk, name: str, but: tuple[int, ...] = (), grade: str = "red", **fields: object) -> str:
    days = tuple((back, "phone", "met") for back in range(1, 24) if back not in but)
    return person(desk.database, name, 81, grade, days if grade == "red" else ((3, "home", "met"),), **fields)


def village(desk: OpenDesk) -> dict[str, str]:
    ids = {
        "汪厚行": month(desk, "汪厚行", (1,), village_group="汪家组"),
        "徐桂英": month(desk, "徐桂英", (1, 2, 3), village_group="汪家组"),
        "余水莲": month(desk, "余水莲", (), village_group="河口组"),
        "程来发": month(desk, "程来发", grade="yellow", village_group="岭下组"),
    }
    relative(desk.database, ids["徐桂英"], "son", "深圳", "13900001111")
    return ids


def open_page(desk: OpenDesk, shown: Show, width: int = 1230) -> GridPage:
    page = GridPage(desk)
    desk.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.refresh()
    shown(page, width, 644)
    page.view.setFocus()
    return page


def press(page: GridPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.view, key)


def here(page: GridPage) -> tuple[str, int]:
    row = page.view.current_row()
    assert row is not None
    return row.name, page.view.current_day() + 1


def cell(page: GridPage, name: str, day: int) -> str:
    assert page.grid is not None
    return character(next(row for row in page.grid.rows if row.name == name).cells[day - 1])


def visits(desk: OpenDesk, day: str = ago(0)) -> list[tuple[str, str, str]]:
    there = select(Visit).where(Visit.visited_on == day, col(Visit.removed_at).is_(None)).order_by(col(Visit.key))
    with desk.reading() as session:
        return [(one.mode or "", one.outcome or "", one.content or "") for one in session.exec(there)]


def said(page: GridPage) -> str:
    return page.strip.words.text()
