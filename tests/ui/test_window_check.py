"""What looks at the window in the self-test sees what it is there to see."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from stationdesk.ui import window_check
from stationdesk.ui.window_check import FEWEST_COLOURS, PLUGINS, colours, lacking, troubles


@pytest.mark.skipif(sys.platform not in PLUGINS, reason="no list of plugins for this system")
def test_a_missing_plugin_is_named(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lacking("en") == []
    name = "platforms/libqnowhere.so"
    monkeypatch.setattr(window_check, "PLUGINS", {sys.platform: (*PLUGINS[sys.platform], name)})
    assert lacking("en") == [name]


def test_qts_own_words_are_missed(qapp: QApplication) -> None:
    class English(QTranslator):
        def translate(self, _context: str, text: str, _disambiguation: str | None = None, _n: int = -1) -> str:
            return text

        def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
            return False

    english = English()
    QCoreApplication.installTranslator(english)
    try:
        assert lacking("zh_CN") == ["qtbase_zh_CN.qm"]
    finally:
        QCoreApplication.removeTranslator(english)


def test_an_error_in_a_slot_is_noticed(qtbot: QtBot) -> None:
    def slot() -> None:
        raise ValueError("欧阳火根")

    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(slot)
    before = sys.excepthook
    with troubles() as seen:
        button.click()
    assert sys.excepthook is before
    assert len(seen) == 1
    assert seen[0].startswith("ValueError test_window_check.py:")


def test_a_blank_page_has_too_few_colours(qtbot: QtBot) -> None:
    blank = QImage(1366, 728, QImage.Format.Format_RGB32)
    blank.fill(QColor("#F7F4ED"))
    assert colours(blank) == 1
    label = QLabel("<h1>桃源村</h1>" * 8)
    qtbot.addWidget(label)
    label.resize(600, 400)
    assert colours(label.grab().toImage()) > FEWEST_COLOURS
