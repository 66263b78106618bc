"""The paper round trip through the real window: a sheet of twelve printed, read as a reader reads it, typed back by keys, undone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.visit_sheet import VisitSheet
from stationdesk.services.request_reading import open_requests
from stationdesk.services.sheet_numbers import codes, number_of
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.sheet_paper import SheetDialog
from tests.ui.paper_keys import Hand, entered

PEOPLE = 12
A_KEY, A_LOOK, A_SYLLABLE = 0.5, 1.35, 2.5
"""Seconds a key takes a clerk who looks at the keyboard (the keystroke-level model: 0.28 for an average typist, 0.5 for random letters),
seconds to look from the paper to the screen and think (the same model's M), and keys of pinyin for a Chinese character."""


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    """Give the window on the village of sixty."""
    made = DeskWindow(desk, composition)
    shown(made)
    return made


def print_twelve(window: DeskWindow, path: Path, qtbot: QtBot) -> None:
    """Mark twelve people of the list, ask for their sheet and save it as a PDF, by keys."""
    window.open("residents")
    page: Any = window.page("residents")
    table = page.pane.table
    qtbot.waitUntil(lambda: table.model().rowCount() >= PEOPLE)
    hand = Hand(window)
    table.setFocus()
    table.go_to_row(0)
    for _person in range(PEOPLE):
        QTest.keyClick(table, Qt.Key.Key_Space)
        hand.keys("Down")
    done: list[str] = []

    def preview() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PrintPreview) and not dialog.busy() and dialog.printed:
            done.append("printed")
            dialog.reject()
        elif isinstance(dialog, PrintPreview) and not dialog.busy() and dialog.pages:
            dialog.save_pdf()
        if not done:
            QTimer.singleShot(40, preview)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SheetDialog) and dialog.isActiveWindow():
            QTimer.singleShot(40, preview)
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        else:
            QTimer.singleShot(40, answer)

    prepare(path)
    QTimer.singleShot(40, answer)
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)


def read_paper(path: Path) -> tuple[str, str]:
    """Return what a code reader reads from the first page, and the words of all pages."""
    subprocess.run(["pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-png", path, path.with_suffix("")], check=True)
    (picture,) = path.parent.glob("*.png")
    code = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, check=True).stdout.strip()
    return code, subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def test_twelve_go_out_and_come_back(window: DeskWindow, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    desk, path = window.desk, tmp_path / "走访单.pdf"
    print_twelve(window, path, qtbot)
    with desk.reading() as session:
        sheet = session.exec(select(VisitSheet)).one()
    code, words = read_paper(path)
    assert code == sheet.number
    printed = [stop.code for stop in sheet.stops]
    assert printed == codes(number_of(sheet.number), PEOPLE)
    assert [one for one in words.split() if one in printed] == printed

    window.open("visits")
    hand = Hand(window)
    hand.keys("F6")
    assert window.here == "paper"
    for character in code:
        QTest.keyClicks(hand.there(), character)
    hand.keys("Enter")
    page: Any = window.page("paper")
    assert [line.code for line in page.pane.view.rows.lines] == printed
    told = [(type_line(hand, at), hand.written) for at in range(PEOPLE)]
    keys, characters = sum(keys for keys, _written in told), hand.written
    seconds = (keys * A_KEY + characters * A_SYLLABLE * A_KEY) / PEOPLE + A_LOOK
    with capsys.disabled():
        sys.stdout.write(f"\nkeys of each: {[keys for keys, _written in told]}, {characters} characters; {seconds:.1f} s a person\n")
    assert told[0][0] == 1
    assert max(keys for keys, _written in told) <= 10
    assert seconds < 10

    visits = entered(desk)
    assert len(visits) == PEOPLE - 1
    assert [one.visit_no for one in visits] == [f"{sheet.number}-{one}" for at, one in enumerate(printed) if at != 5]
    with desk.reading() as session:
        assert len(open_requests(session)) == 1
        kept = session.exec(select(VisitSheet)).one()
    assert (kept.passed, kept.finished_on) == ((printed[5],), desk.today().isoformat())
    for _line in range(PEOPLE):
        hand.control(Qt.Key.Key_Z)
    as_printed(desk)


def as_printed(desk: OpenDesk) -> None:
    """Nothing is left of what was typed."""
    assert entered(desk) == []
    with desk.reading() as session:
        again = session.exec(select(VisitSheet)).one()
        assert open_requests(session) == []
    assert (again.passed, again.finished_on, again.removed_at) == ((), None, None)


def type_line(hand: Hand, at: int) -> int:
    """Type one line back as it may be ticked; returns the keys it took."""
    before = hand.pressed
    if at == 2:
        hand.keys("x")
        hand.figures("138")
        hand.keys("Tab")
        hand.figures("82")
    elif at == 3:
        hand.keys("Tab")
        hand.figures("146")
        hand.keys("Tab")
        hand.figures("88")
        hand.keys("Tab", "Tab")
        hand.text("水管漏水要修")
    elif at == 4:
        hand.keys("5", "s")
    elif at == 7:
        hand.keys("2")
    elif at == 8:
        hand.keys("d")
        hand.text("米十斤")
    hand.keys("n" if at == 5 else "Enter")
    return hand.pressed - before
