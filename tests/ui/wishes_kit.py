"""The page of wishes in a window of its own, and the keys a clerk presses on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.wishes_page import WishesPage
from tests.ui.keys import key, soon, write

CONTROL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def wishes_page(desk: OpenDesk, shown: Callable[..., QWidget], width: int = 1230) -> WishesPage:
    """Show the page as the window would."""
    page = WishesPage(desk)
    desk.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.refresh()
    shown(page, width, 644)
    page.pane.board.setFocus()
    return page


def focused(page: WishesPage) -> QWidget:
    """Return what has the keyboard in the page's window, also after a dialog over it."""
    found: QWidget | None = page.window().focusWidget()
    return page if found is None else found


class Hands:
    """Presses keys where the keyboard is, and counts them; what is written is counted apart."""

    def __init__(self, page: WishesPage) -> None:
        self.page, self.keys = page, 0

    def press(self, which: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one on the board or wherever the keyboard is."""
        self.keys += 1
        key(focused(self.page), which, modifier)

    def step(self, which: Qt.Key, act: Callable[[Any], None], modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key that opens a dialog, and do something in it."""
        soon(act)
        self.press(which, modifier)

    def inside(self, which: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key in a dialog."""
        self.keys += 1
        where = QApplication.focusWidget()
        assert where is not None
        QTest.keyClick(where, which, modifier)

    def save(self, _dialog: Any = None) -> None:
        """Save the dialog that is open."""
        self.inside(Qt.Key.Key_S, CONTROL)

    def fill(self, **texts: str) -> Callable[[Any], None]:
        """Return what fills fields of a step's dialog by going to them, and saves it."""

        def act(dialog: Any) -> None:
            for name, text in texts.items():
                field = dialog.fields[name]
                while QApplication.focusWidget() is not field:
                    self.inside(Qt.Key.Key_Tab)
                write(dialog.fields[name], text)
            self.save()

        return act


def shown_in(page: WishesPage, column: str) -> list[str]:
    """Return what is wished for in a column, as it stands there."""
    view = page.pane.board.views[column]
    return [view.cards.card(at).title for at in range(view.cards.rowCount())]


def where(page: WishesPage) -> QWidget:
    """Return the column the keyboard is on."""
    return page.pane.board.views[page.pane.board.at]
