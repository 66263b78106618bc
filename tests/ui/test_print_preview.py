"""The preview: pages and sheets in words, printing by keyboard, backs by hand, PDF, a printer that is gone, the log."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.registers.card_issue import CardIssue
from stationdesk.services.cards import CardContent, cards_for
from stationdesk.services.desk_settings import Calibration, change_settings
from stationdesk.services.print_log import Printed, printed_list
from stationdesk.ui import print_preview
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, cards_job, list_job, recovery_job
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.printer_queue import Ordered
from tests.ui.paper_kit import OFFICE, PaperQueue

Open = Callable[..., PrintPreview]


@pytest.fixture
def queue(tmp_path: Path) -> PaperQueue:
    folder = tmp_path / "paper"
    folder.mkdir()
    return PaperQueue(folder)


@pytest.fixture
def opened(desk: OpenDesk, queue: PaperQueue, qtbot: QtBot) -> Iterator[Open]:
    """Open a preview and wait until its pages are set."""
    windows: list[PrintPreview] = []

    def show(job: PrintJob, on: PaperQueue = queue) -> PrintPreview:
        window = PrintPreview(desk, job, None, on)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        settle(window, qtbot)
        return window

    yield show
    for window in windows:
        window.done(0)


def settle(window: PrintPreview, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.busy(), timeout=20_000)


def cards(desk: OpenDesk, count: int) -> list[CardContent]:
    with desk.reading() as session:
        return cards_for(session, on=desk.today().isoformat())[:count]


def log(desk: OpenDesk) -> list[Printed]:
    with desk.reading() as session:
        return list(printed_list(session))


def tool(*words: object) -> str:
    return subprocess.run(
        [str(word) for word in words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ).stdout


def answering(qtbot: QtBot, key: Qt.Key) -> None:
    """Press `key` in the dialog that comes up next."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            qtbot.keyClick(dialog, key)
        else:
            QTimer.singleShot(30, press)

    QTimer.singleShot(30, press)


def test_pages_and_sheets_are_told_in_words(desk: OpenDesk, opened: Open) -> None:
    window = opened(cards_job(desk, cards(desk, 13), "number"))
    assert window.choices.count.text() == "共 4 页，双面 2 张纸"
    window.choices.copies.setValue(3)
    assert window.choices.count.text() == "共 4 页，双面 2 张纸；3 份，一共 6 张"
    assert window.side.page_words.text() == "第 1–2 页，共 4 页"


def test_page_keys_turn_and_zoom(desk: OpenDesk, opened: Open, qtbot: QtBot) -> None:
    window = opened(cards_job(desk, cards(desk, 13), "number"))
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert window.side.page_words.text() == "第 3–4 页，共 4 页"
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert window.side.page_words.text() == "第 3–4 页，共 4 页"
    small = window.view.scale()
    qtbot.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert window.view.scale() > small * 1.2
    assert window.side.page_words.text() == "第 3 页，共 4 页"
    qtbot.keyClick(window, Qt.Key.Key_PageUp)
    assert window.side.page_words.text() == "第 2 页，共 4 页"


def test_what_is_shown_is_what_the_painter_paints(desk: OpenDesk, opened: Open) -> None:
    window = opened(cards_job(desk, cards(desk, 3), "number"))
    image = window.view.sheets.images[0]
    scale = image.width() / 210
    rule = int((13.5 + 10.3) * scale)
    black = [x for x in range(image.width()) if min(image.pixelColor(x, rule + down).lightness() for down in (-1, 0, 1)) < 160]
    assert abs(black[0] / scale - 20) < 1
    assert window.view.sheets.images[0] != window.view.sheets.images[1]


def test_fronts_then_a_sentence_then_the_backs(desk: OpenDesk, opened: Open, queue: PaperQueue, qtbot: QtBot) -> None:
    window = opened(cards_job(desk, cards(desk, 13), "number"))
    answering(qtbot, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.printed == 1, timeout=20_000)
    settle(window, qtbot)
    fronts, backs = queue.files()
    pages = [tool("pdftotext", "-f", page, "-l", page, backs, "-") for page in (1, 2)]
    assert tool("pdfinfo", fronts).count("Pages:           2") == 1
    assert "第 4 页" in pages[0]
    assert "第 2 页" in pages[1]
    assert all("正面" in tool("pdftotext", "-f", page, "-l", page, fronts, "-") for page in (1, 2))
    (one,) = log(desk)
    said = (one.about, one.pages, one.sheets, one.copies, one.people, one.reprint, one.target)
    assert said == ("联系卡 甲", 4, 2, 1, 13, False, "printer")
    assert one.operator == "徐丽华"
    with desk.reading() as session:
        assert len(session.exec(select(CardIssue).where(col(CardIssue.removed_at).is_(None))).all()) == 13
    assert queue.ordered[0].document == "contact-cards"


def test_leaving_the_backs_writes_no_card_down(desk: OpenDesk, opened: Open, qtbot: QtBot) -> None:
    window = opened(cards_job(desk, cards(desk, 13), "number"))
    answering(qtbot, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.printed == 1, timeout=20_000)
    assert [(one.pages, one.sheets) for one in log(desk)] == [(2, 2)]
    with desk.reading() as session:
        assert session.exec(select(CardIssue)).all() == []


def test_fronts_are_written_down_when_the_printer_goes_before_the_backs(
    desk: OpenDesk, opened: Open, queue: PaperQueue, qtbot: QtBot
) -> None:
    window = opened(cards_job(desk, cards(desk, 13), "number"))
    device = queue.device

    def once(name: str, ordered: Ordered) -> QPagedPaintDevice:
        queue.gone = bool(queue.ordered)
        return device(name, ordered)

    queue.device = once  # type: ignore[method-assign]
    answering(qtbot, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "打印机不接纸" in window.state.text(), timeout=20_000)
    assert [(one.pages, one.sheets) for one in log(desk)] == [(2, 2)]
    with desk.reading() as session:
        assert session.exec(select(CardIssue)).all() == []
    assert window.side.print_button.isEnabled()


def test_a_printer_that_turns_gets_one_job(desk: OpenDesk, opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    with desk.writing("set") as session:
        change_settings(session, calibration=Calibration(duplex_edge="long"))
    from dataclasses import replace

    turning = PaperQueue(tmp_path, (replace(OFFICE, turns=True),))
    window = opened(cards_job(desk, cards(desk, 3), "number"), turning)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.printed == 1, timeout=20_000)
    assert [one.turned_by_printer for one in turning.ordered] == [True]


def test_a_pdf_keeps_the_numbers_and_a_second_one_says_so(
    desk: OpenDesk, opened: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "卡片.pdf"
    monkeypatch.setattr(print_preview, "choose_new_file", lambda *_words: path.with_suffix(""))
    window = opened(cards_job(desk, cards(desk, 2), "number"))
    for times in (1, 2):
        qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda times=times: window.printed == times, timeout=20_000)  # type: ignore[misc]
        settle(window, qtbot)
        assert ("补打" in tool("pdftotext", path, "-")) == (times == 2)
    assert [(one.target, one.sheets, one.reprint) for one in log(desk)] == [("pdf", 0, True), ("pdf", 0, False)]
    tool("pdftoppm", "-r", 200, "-f", 1, "-l", 1, "-png", "-singlefile", path, tmp_path / "page")
    assert tool("zbarimg", "-q", tmp_path / "page.png").splitlines() == ["QR-Code:tel:09906110024"] * 2
    assert window.state.text() == "存好了：卡片.pdf"


def test_a_printer_that_is_gone_is_a_sentence_and_nothing_is_written(desk: OpenDesk, opened: Open, queue: PaperQueue, qtbot: QtBot) -> None:
    window = opened(cards_job(desk, cards(desk, 2), "number"))
    queue.gone = True
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "打印机不接纸" in window.state.text(), timeout=20_000)
    assert log(desk) == []
    assert window.side.print_button.isEnabled()
    queue.gone = False
    answering(qtbot, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.printed == 1, timeout=20_000)


def test_a_folder_that_takes_no_pdf_is_a_sentence(
    desk: OpenDesk, opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(print_preview, "choose_new_file", lambda *_words: tmp_path / "nowhere" / "a.pdf")
    window = opened(cards_job(desk, cards(desk, 2), "wall"))
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "写不进去" in window.state.text(), timeout=20_000)
    assert log(desk) == []
    with desk.reading() as session:
        assert session.exec(select(CardIssue)).all() == []


def test_without_a_printer_there_is_only_the_pdf(desk: OpenDesk, opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(cards_job(desk, cards(desk, 2), "number"), PaperQueue(tmp_path, ()))
    assert not window.side.print_button.isVisible()
    assert "没有找到打印机" in window.choices.hint.text()
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not window.busy()


def test_the_recovery_code_is_never_a_file(desk: OpenDesk, opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_preview, "choose_new_file", lambda *_words: pytest.fail("a file was asked for"))
    window = opened(recovery_job("AAAA-BBBB-CC", "上徐村"))
    assert not window.side.pdf_button.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.printed == 1, timeout=20_000)
    assert "AAAA" not in str(log(desk))


def test_the_measured_offset_moves_every_printed_page(
    desk: OpenDesk, opened: Open, queue: PaperQueue, qtbot: QtBot, tmp_path: Path
) -> None:
    with desk.writing("set") as session:
        change_settings(session, calibration=Calibration(0.8, -0.4, measured=True))
    paper = ListPaper("名单", (ListColumn("姓名", 40),), (ListRow(("汪厚行",)),))
    window = opened(list_job(paper))
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.printed == 1, timeout=20_000)
    found = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)".*?>名单<', tool("pdftotext", "-bbox", queue.files()[0], "-"))
    assert found is not None
    assert abs(float(found[1]) * 25.4 / 72 - 15.8) < 0.1


def test_two_wall_sheets_share_an_a4(desk: OpenDesk, opened: Open) -> None:
    window = opened(cards_job(desk, cards(desk, 3), "wall"))
    assert window.choices.count.text() == "共 2 页，2 张纸"
    assert (window.pages[0].width, window.pages[0].height) == (297, 210)
    window.choices.two_up.setChecked(False)
    assert window.choices.count.text() == "共 3 页，3 张纸"


def test_what_did_not_fit_is_named(desk: OpenDesk, opened: Open) -> None:
    from dataclasses import replace

    from stationdesk.registers.card_issue import CardLine

    one = cards(desk, 1)[0]
    many = tuple(CardLine(label=f"第{n}处", phone=f"0798-01200{n:02}") for n in range(9))
    window = opened(cards_job(desk, [replace(one, lines=many)], "number"))
    assert window.choices.remarks.sentences == (
        "印不下，没有印：第7处 0798-012 0007（1 张卡）",
        "印不下，没有印：第8处 0798-012 0008（1 张卡）",
    )


def test_escape_closes(desk: OpenDesk, opened: Open, qtbot: QtBot) -> None:
    window = opened(cards_job(desk, cards(desk, 2), "number"))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert window.press is None
    assert log(desk) == []


def test_a_station_without_a_phone_is_told_so(desk: OpenDesk, opened: Open) -> None:
    from dataclasses import replace

    window = opened(cards_job(desk, [replace(cards(desk, 1)[0], duty_phone="")], "number"))
    assert "24 小时值班电话" in window.state.text()
    assert not window.side.print_button.isEnabled()
