"""日联络 on the screen: what is put down from painted squares, or painted anew in part, looks as if all of it were painted afresh."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from stationdesk.services.contact_marks import LATE, SEVERAL, Mark
from stationdesk.ui.grid_page import GridPage
from stationdesk.ui.grid_paint import Squares, paint_cell
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize, Theme
from tests.ui.grid_kit import Show, month, open_page, press

BOX = QRect(7, 5, 29, 27)


def image(ratio: float) -> QImage:
    made = QImage(round(60 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor("white"))
    return made


def afresh(look: Look, cell: int, ground: str, ratio: float) -> QImage:
    made = image(ratio)
    painter = QPainter(made)
    painter.fillRect(BOX, look.color(ground))
    paint_cell(painter, BOX, cell, look)
    painter.end()
    return made


def put(squares: Squares, cell: int, ground: str, ratio: float) -> QImage:
    made = image(ratio)
    painter = QPainter(made)
    squares.put(painter, BOX, cell, ground)
    painter.end()
    return made


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_square_looks_as_if_it_were_painted_afresh(look: Look, ratio: float) -> None:
    squares = Squares(look)
    cells = [mark | more for mark in Mark for more in (0, LATE, SEVERAL, LATE | SEVERAL)]
    for ground in ("paper", "hover", "sel"):
        for _time in range(2):  # the second time it is only put down
            wrong = [cell for cell in cells if put(squares, cell, ground, ratio) != afresh(look, cell, ground, ratio)]
            assert not wrong, (ground, ratio)


def test_squares_follow_the_look(look: Look) -> None:
    squares = Squares(look)
    before = put(squares, Mark.MISSED, "paper", 1.0)
    look.set(theme=Theme.DARK)
    assert put(squares, Mark.MISSED, "paper", 1.0) == afresh(look, Mark.MISSED, "paper", 1.0) != before
    look.set(text_size=TextSize.EXTRA_LARGE)
    assert put(squares, Mark.MISSED, "paper", 1.0) == afresh(look, Mark.MISSED, "paper", 1.0)


def seen(page: GridPage) -> QImage:
    """Return what the screen holds of the grid: what was painted part by part since it was opened."""
    QApplication.processEvents()
    window, view = page.window(), page.view.viewport()
    place = QRect(view.mapTo(window, view.rect().topLeft()), view.size())
    return page.screen().grabWindow(window.winId()).toImage().copy(place).convertToFormat(QImage.Format.Format_RGB32)


def afresh_page(page: GridPage) -> QImage:
    """Return the grid painted in one go."""
    return page.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_what_is_painted_part_by_part_is_the_whole_picture(empty_desk: OpenDesk, shown: Show) -> None:
    for nth in range(40):
        month(empty_desk, f"老人{nth:02}", (1, 2) if nth % 3 else (), grade="yellow" if nth % 7 == 0 else "red")
    page, key = open_page(empty_desk, shown), Qt.Key
    before = seen(page)
    assert before == afresh_page(page)
    keys = [key.Key_Down] * 3 + [key.Key_1, key.Key_X, key.Key_Up, key.Key_Left, key.Key_1, key.Key_Right, key.Key_Home]
    keys += [key.Key_Down, key.Key_Down, key.Key_2, key.Key_Up, key.Key_Up] + [key.Key_1] * 30 + [key.Key_Up] * 30 + [key.Key_End]
    for at, one in enumerate(keys):
        press(page, one)
        assert seen(page) == afresh_page(page), (at, one)
    assert page.view.verticalScrollBar().value() > 0
    page.undo()
    assert seen(page) == afresh_page(page) != before
