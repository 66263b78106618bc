"""The page of visit sheets as an operator works it: keys where the keyboard is, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import col, select

from stationdesk.registers.visit import Visit
from stationdesk.services.visit_sheets import Part, keep_sheet, plan_sheets
from stationdesk.ui.open_desk import OpenDesk
from tests.ui.keys import write

KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Esc": Qt.Key.Key_Escape,
    "F6": Qt.Key.Key_F6,
}


class Hand:
    """Presses keys in whatever has the keyboard; `pressed` counts them, `written` the characters of texts."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.pressed = self.written = 0
        self.of_each: Counter[str] = Counter()

    def there(self) -> QWidget:
        """Return what has the keyboard; after a dialog the window takes a moment to have it again."""
        for _moment in range(100):
            if (found := QApplication.focusWidget()) is not None and found.window() is self.window:
                return found
            self.window.activateWindow()
            QTest.qWait(10)
        return self.window

    def keys(self, *names: str) -> None:
        """Press keys by name or by what is on them."""
        for name in names:
            where = self.there()
            if name in KEYS:
                QTest.keyClick(where, KEYS[name])
            else:
                QTest.keyClicks(where, name.lower())
            self.pressed += 1

    def figures(self, text: str) -> None:
        """Press figures one after the other."""
        self.keys(*text)

    def text(self, words: str) -> None:
        """Type words as an input method commits them."""
        write(self.there(), words)
        self.written += len(words)

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        QTest.keyClick(self.there(), key, Qt.KeyboardModifier.ControlModifier)
        self.pressed += 1


def keep(desk: OpenDesk, ids: Sequence[str], days: int = 0, about: str = "岭下组") -> tuple[str, str]:
    """Keep a sheet as if it had been printed so many days ago; returns its id and its number."""
    on = desk.today() - timedelta(days=days)
    with desk.writing("打印走访单") as session:
        (planned,) = plan_sheets(session, [Part(about, tuple(ids))], on, may_see_children=True)
        kept = keep_sheet(session, planned, desk.operator.name)
        return kept.id, kept.number


def entered(desk: OpenDesk) -> list[Visit]:
    """Return what was entered from sheets, in the order it was."""
    with desk.reading() as session:
        mine = select(Visit).where(col(Visit.visit_no).is_not(None), col(Visit.removed_at).is_(None))
        return list(session.exec(mine.order_by(col(Visit.key))))
