"""The printer in the settings: two measured figures, the offset in words, how the back is turned; and the log of what was printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services.desk_settings import Calibration, desk_settings
from stationdesk.services.print_log import PrintNote, note_print
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.print_log_page import PrintLogPage
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.printer_page import PrinterPage, offset_words
from tests.ui.paper_kit import OFFICE, PaperQueue


@pytest.fixture
def page(empty_desk: OpenDesk, tmp_path: Path, shown: Callable[..., QWidget]) -> PrinterPage:
    found = PrinterPage(empty_desk, PaperQueue(tmp_path, (OFFICE, replace(OFFICE, name="new", words="联想 双面", turns=True))))
    found.refresh()
    shown(found, 1040, 644)
    return found


def calibration(desk: OpenDesk) -> Calibration:
    with desk.reading() as session:
        return desk_settings(session).calibration


def fill(page: PrinterPage, qtbot: QtBot, a: str, b: str) -> None:
    for field, figure in ((page.a, a), (page.b, b)):
        field.setFocus()
        field.setText(figure)
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_two_figures_become_an_offset_in_words(empty_desk: OpenDesk, page: PrinterPage, qtbot: QtBot) -> None:
    assert page.words.text() == "还没量过，照原样打。"
    fill(page, qtbot, "14.2", "13。9")
    assert page.words.text() == "以后每张都往右 0.8，往上 0.4 毫米"
    assert calibration(empty_desk) == Calibration(0.8, -0.4, measured=True)


@pytest.mark.parametrize(("a", "b", "said"), [("14.2", "", "两个数"), ("140", "13", "没有打印机会差"), ("abc", "13", "填毫米数")])
def test_what_cannot_be_is_said_and_not_kept(a: str, b: str, said: str, empty_desk: OpenDesk, page: PrinterPage, qtbot: QtBot) -> None:
    fill(page, qtbot, a, b)
    assert said in page.words.text()
    assert calibration(empty_desk) == Calibration()


def test_exact_and_other_directions_in_words() -> None:
    assert offset_words(Calibration(measured=True))[0] == "打印机很准，不用挪。"
    assert offset_words(Calibration(-1.5, 0.3, measured=True))[0] == "以后每张都往左 1.5，往下 0.3 毫米"
    assert offset_words(Calibration(0.0, 0.3, measured=True))[0] == "以后每张都往下 0.3 毫米"


def test_how_the_back_is_turned_is_kept(empty_desk: OpenDesk, page: PrinterPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.turn, Qt.Key.Key_2)
    qtbot.keyClick(page.backs, Qt.Key.Key_2)
    kept = calibration(empty_desk)
    assert (kept.turn, kept.backs, kept.duplex_edge) == ("short", "first_first", "none")
    assert not page.way.isVisible()
    page.printer.setFocus()
    qtbot.keyClick(page.printer, Qt.Key.Key_End)
    page.printer.activated.emit(page.printer.currentIndex())
    assert page.way.isVisible()
    qtbot.keyClick(page.way, Qt.Key.Key_2)
    assert calibration(empty_desk).duplex_edge == "long"
    assert page.state.text() == "联想 双面，A4，打印机翻面"


def test_the_test_page_is_printed_without_any_offset(empty_desk: OpenDesk, page: PrinterPage, qtbot: QtBot, tmp_path: Path) -> None:
    fill(page, qtbot, "10", "10")
    seen: list[bool] = []

    def work() -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, PrintPreview) and not window.busy() and window.pages:
            if window.printed:
                seen.append(window.job.calibrated)
                qtbot.keyClick(window, Qt.Key.Key_Escape)
                return
            qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        QTimer.singleShot(50, work)

    QTimer.singleShot(50, work)
    page.test_button.click()
    assert seen == [False]
    assert (tmp_path / "job1.pdf").exists()


def test_the_log_shows_what_was_printed(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    page = PrintLogPage(empty_desk)
    page.refresh()
    shown(page)
    assert page.empty.isVisible()
    assert page.empty.geometry().bottom() < page.height() // 3  # at the top, under its title
    with empty_desk.writing("打印") as session:
        cards, twice = PrintNote("联系卡 甲", 12, 6, people=53), PrintNote("名单", 3, 3, copies=2, reprint=True)
        for note in (cards, twice, PrintNote("名单", 3, 0, target="pdf")):
            note_print(session, "徐丽华", note, at=empty_desk.now())
    page.refresh()
    model = page.table.model()
    rows = [[column.text(model.row(n)) for column in model.columns] for n in range(model.rowCount())]
    assert rows == [
        ["11月23日 09:20", "名单", "", "3", "PDF 文件", "徐丽华", ""],
        ["11月23日 09:20", "名单", "", "3", "6 张纸，2 份", "徐丽华", "补打"],
        ["11月23日 09:20", "联系卡 甲", "53", "12", "6 张纸", "徐丽华", ""],
    ]
    assert page.summary.text() == "这个月用纸 12 张"
