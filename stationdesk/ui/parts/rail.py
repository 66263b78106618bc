"""The rail of pages at the left: icon, word, and how much waits there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT

PART = ("", "", "")
"""Stands in the list of pages for the gap between two parts of the rail."""


class RailButton(QAbstractButton):
    """One page of the rail."""

    def __init__(self, look: Look, icon: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.icon_name = look, icon
        self.count = 0
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the rail's width and the height of a row of it."""
        return QSize(self.look.sizes.rail_width, self.look.sizes.rail_row)

    def set_count(self, count: int) -> None:
        """Show how much waits on the page; nothing for none."""
        if count != self.count:
            self.count = count
            self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint ground, bar, icon, word, count and focus."""
        painter, look, box = QPainter(self), self.look, self.rect()
        if self.isChecked():
            painter.fillRect(box, look.color("sel"))
            painter.fillRect(QRect(0, 0, 3, box.height()), look.color("teal"))
        elif self.underMouse():
            painter.fillRect(box, look.color("hover"))
        tone = "teal" if self.isChecked() else "ink2"
        icon = look.sizes.icon
        painter.drawPixmap(20, (box.height() - icon) // 2, look.pixmap(self.icon_name, tone, icon))
        painter.setFont(look.font("body", bold=self.isChecked()))
        painter.setPen(look.color("teal" if self.isChecked() else "ink"))
        painter.drawText(box.adjusted(20 + icon + 12, 0, -8, 0), LEFT, self.text())
        if self.count:
            painter.setFont(look.font("small"))
            painter.setPen(look.color("ink2"))
            painter.drawText(box.adjusted(0, 0, -14, 0), RIGHT, str(self.count) if self.count < 1000 else "999+")
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(look.color("teal"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(box.adjusted(1, 1, -1, -1))


class Rail(QWidget):
    """All pages; ↑↓ move between them, Enter or Space opens."""

    wanted = Signal(str)

    def __init__(self, look: Look, pages: Sequence[tuple[str, str, str]], title: str, parent: QWidget | None = None) -> None:
        """Show `pages` as name, icon and word; `PART` leaves a gap."""
        super().__init__(parent)
        self.look = look
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        self.title = Label(title, "strong", "teal")
        self.title.setContentsMargins(20, 10, 0, 0)
        box.addWidget(self.title)
        self.buttons: dict[str, RailButton] = {}
        for name, icon, word in pages:
            if not name:
                box.addSpacing(14)
                continue
            button = RailButton(look, icon, word, self)
            button.clicked.connect(lambda _on=False, name=name: self.wanted.emit(name))
            self.buttons[name] = button
            box.addWidget(button)
        box.addStretch(1)
        look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedWidth(self.look.sizes.rail_width)
        self.title.setFixedHeight(self.look.sizes.top_bar + 4)
        for button in self.buttons.values():
            button.setFixedHeight(self.look.sizes.rail_row)

    def choose(self, name: str) -> None:
        """Show a page as the one that is open."""
        for one, button in self.buttons.items():
            button.setChecked(one == name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move between pages, open with Enter."""
        names = list(self.buttons)
        at = next((n for n, name in enumerate(names) if self.buttons[name].hasFocus()), -1)
        if at >= 0 and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.buttons[names[(at + step) % len(names)]].setFocus(Qt.FocusReason.TabFocusReason)
        elif at >= 0 and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.buttons[names[at]].click()
        else:
            super().keyPressEvent(event)
