"""A hand that presses keys and counts them, and what it has written, for the tests of visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import col, select

from stationdesk.registers.visit import Visit
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.visit_form import VisitForm
from tests.ui.keys import write


@dataclass
class Hand:
    """Presses keys where the keyboard is, and counts them; text that is written is not counted."""

    window: QWidget
    keys: int = 0

    def __call__(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()
            QTest.qWait(60)
        for one in keys:
            self.keys += 1 if modifier == Qt.KeyboardModifier.NoModifier else 2
            QTest.keyClick(self.focus(), one, modifier)
            QTest.qWait(20)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def text(self, words: str) -> None:
        write(self.focus(), words)


def form_of(window: DeskWindow) -> VisitForm:
    page: Any = window.page("visits")
    assert page.forms.form is not None
    return page.forms.form  # type: ignore[no-any-return]


def newest(desk: OpenDesk) -> Visit:
    with desk.reading() as session:
        return session.exec(select(Visit).where(col(Visit.removed_at).is_(None)).order_by(col(Visit.key).desc())).first()  # type: ignore[return-value]


def count(desk: OpenDesk) -> int:
    with desk.reading() as session:
        return len(session.exec(select(Visit.id).where(col(Visit.removed_at).is_(None))).all())
