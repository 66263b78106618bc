"""While letters wait to become characters, nothing else listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.ui.parts.composition import Composition, SettledText

CTRL = Qt.KeyboardModifier.ControlModifier
Field = QLineEdit | QPlainTextEdit


class Window(QWidget):
    """Two kinds of field, a shortcut, and a window that listens to keys nobody wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: tuple[QLineEdit, QPlainTextEdit] = (QLineEdit(), QPlainTextEdit())
        layout = QVBoxLayout(self)
        for field in self.fields:
            layout.addWidget(field)
        self.saved = 0
        self.fell_through: list[int] = []
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._save)

    def _save(self) -> None:
        self.saved += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what fell through to the window."""
        if event.key() != Qt.Key.Key_Control:
            self.fell_through.append(event.key())


@pytest.fixture
def composition(qapp: QApplication) -> Iterator[Composition]:
    """Watch the application as long as the test runs."""
    made = Composition(qapp)
    yield made
    shiboken6.delete(made)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """Show the window, with the keyboard."""
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    return window


@pytest.fixture(params=[0, 1], ids=["QLineEdit", "QPlainTextEdit"])
def field(request: pytest.FixtureRequest, window: Window) -> Field:
    """Give each kind of field in turn, focused."""
    chosen: Field = window.fields[request.param]
    chosen.setFocus()
    return chosen


def preedit(letters: str, commit: str = "") -> None:
    """Do what an input method does: letters under way, characters done."""
    event = QInputMethodEvent(letters, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(QGuiApplication.focusObject(), event)


def busy(composition: Composition) -> bool:
    """Ask anew: the type checker takes a property for something that stays."""
    return composition.composing


def text_of(field: Field) -> str:
    """Return what stands in the field."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_letters_begin_and_characters_end(field: Field, composition: Composition, qtbot: QtBot) -> None:
    assert not busy(composition)
    preedit("w")
    preedit("wang'hou")
    assert busy(composition)
    with qtbot.waitSignal(composition.ended, timeout=1000):
        preedit("", "汪厚行")
    assert not busy(composition)
    assert text_of(field) == "汪厚行"


def test_a_part_taken_while_the_rest_waits_is_still_composing(field: Field, composition: Composition) -> None:
    preedit("hou'xing", "汪")
    assert busy(composition)
    assert text_of(field) == "汪"
    preedit("")
    assert not busy(composition)


def test_losing_the_keyboard_ends_it(field: Field, window: Window, composition: Composition, qtbot: QtBot) -> None:
    preedit("wang")
    with qtbot.waitSignal(composition.ended, timeout=1000):
        next(other for other in window.fields if other is not field).setFocus()
    assert not busy(composition)


def test_a_field_taken_away_ends_it(window: Window, composition: Composition) -> None:
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    preedit("wang")
    assert busy(composition)
    shiboken6.delete(field)
    assert not busy(composition)
    window.fields[0].setFocus()
    preedit("hou")
    assert busy(composition)


def test_shortcuts_are_quiet_meanwhile_and_work_afterwards(field: Field, window: Window, composition: Composition) -> None:
    preedit("wang")
    QTest.keyClick(field, Qt.Key.Key_S, CTRL)
    QTest.keyClick(field, Qt.Key.Key_F4)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (window.saved, window.fell_through) == (0, [])
    assert busy(composition)
    preedit("", "汪")
    QTest.keyClick(field, Qt.Key.Key_S, CTRL)
    QTest.keyClick(field, Qt.Key.Key_F4)
    assert (window.saved, window.fell_through) == (1, [Qt.Key.Key_F4])


def test_a_method_that_died_leaves_the_keyboard_usable(field: Field, window: Window, composition: Composition) -> None:
    preedit("wang")
    QTest.keyClick(field, Qt.Key.Key_A)
    assert not busy(composition)
    QTest.keyClick(field, Qt.Key.Key_S, CTRL)
    assert window.saved == 1
    assert "a" in text_of(field)


def test_search_follows_what_is_settled(field: Field, composition: Composition, qtbot: QtBot) -> None:
    field.setFocus()
    QTest.keyClicks(field, "whx")
    heard: list[str] = []
    SettledText(field, composition).changed.connect(heard.append)
    field.selectAll()
    preedit("w")  # takes the selected text away: textChanged tells, search must not hear it
    preedit("wang")
    assert text_of(field) == ""
    assert heard == []
    preedit("", "汪")
    QCoreApplication.processEvents()
    assert heard == ["汪"]
    QTest.keyClicks(field, "h")
    assert len(heard) == 2


def test_a_composition_given_up_tells_what_is_left(window: Window, composition: Composition, qtbot: QtBot) -> None:
    field = window.fields[0]
    field.setFocus()
    field.setText("汪厚行")
    heard: list[str] = []
    SettledText(field, composition).changed.connect(heard.append)
    field.selectAll()
    preedit("w")
    preedit("")
    qtbot.waitUntil(lambda: heard == [""], timeout=1000)
