"""The two large blocks of the clerk's page, the stick they work with, and how far the work is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_work import brought_at
from stationdesk.ui.county_watch import CarrierWatch
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import elided

SIDE = 21
"""Pixels between a block's edge and its words."""


class ClerkWatch(CarrierWatch):
    """Looks at what is plugged in at the county: which stations' packages lie on it."""

    desk: ClerkDesk

    def seeing(self) -> Callable[[Report], Any]:
        """Return the work that looks, holding nothing of the screen."""
        return partial(_seen, self.desk.room, self.root, self.folder, self.wanted)


def _seen(room: Any, root: Any, folder: str, wanted: str, _report: Report) -> Any:
    return brought_at(room, root, folder, wanted)


class Block(Button):
    """One of the two things a clerk does: what it is in large words, what it will do below, the key at the right."""

    def __init__(self, text: str, look: Look, kind: str, key: str) -> None:
        super().__init__(text, look, kind, key)
        self.under = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, under: str, *, on: bool) -> None:
        """Say what pressing it will do, or why it cannot be pressed."""
        self.under = under
        self.setEnabled(on)
        self.setAccessibleDescription(under)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return room for two lines."""
        strong, body = QFontMetrics(self.look.font("strong")), QFontMetrics(self.look.font("body"))
        return QSize(300, strong.height() + body.height() + 26)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Ask for the words in large type at least."""
        words = QFontMetrics(self.look.font("strong")).horizontalAdvance(self.text())
        return QSize(words + 2 * SIDE, self.sizeHint().height())

    def paint_words(self, painter: QPainter, words: str, key: str) -> None:
        """Paint the two lines and the key."""
        strong, small, body = self.look.font("strong"), self.look.font("small"), self.look.font("body")
        high, left = QFontMetrics(strong).height(), self.width() - 2 * SIDE
        wide = QFontMetrics(small).horizontalAdvance(self.key)
        top = (self.height() - high - QFontMetrics(body).height() - 4) // 2
        painter.setPen(self.look.color(words))
        painter.setFont(strong)
        elided(painter, QRect(SIDE, top, left - wide - 10, high), self.text())
        painter.setFont(body)
        elided(painter, QRect(SIDE, top + high + 4, left, QFontMetrics(body).height()), self.under)
        painter.setFont(small)
        painter.setPen(self.look.color(key))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRect(SIDE, top, left, high), flags, self.key)


class StickLine(QWidget):
    """What is plugged in, or how far the work is; with the links that choose another place, or stop."""

    folder_wanted, stick_wanted, other_wanted, cancelled = Signal(), Signal(), Signal(), Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.icon, self.head, self.text = QLabel(), Label("", "body_bold"), ElidedLabel("", "body", "ink2")
        for part in (self.icon, self.head):
            line.addWidget(part)
        line.addWidget(self.text, 1)
        self.other = self._link(line, _("Another stick"), self.other_wanted)
        self.stick = self._link(line, _("From a stick"), self.stick_wanted)
        self.folder = self._link(line, _("From a folder|clerk"), self.folder_wanted, key_map.shown("clerk.folder"))
        self.stop = Button(_("Stop after this one"), look, "plain", key_map.shown("clerk.cancel"), small=True)
        self.stop.clicked.connect(self.cancelled)
        self.stop.hide()
        line.addWidget(self.stop)
        self._resize()
        look.changed.connect(self._resize)

    def _link(self, line: QHBoxLayout, words: str, signal: Any, key: str = "") -> LinkButton:
        link = LinkButton(words, self.look, key)
        link.clicked.connect(signal)
        line.addWidget(link)
        return link

    def _resize(self) -> None:
        self.setFixedHeight(self.look.sizes.small_button + 2)

    def show_place(self, icon: str, tone: str, head: str, text: str, *, in_folder: bool, several: bool) -> None:
        """Say what is there."""
        self.icon.setPixmap(self.look.pixmap(icon, tone, self.look.sizes.icon))
        self.head.say(head, "amber" if tone == "amber" else "ink")
        self.text.setText(text)
        self.setAccessibleName(f"{head} {text}")
        self.stop.hide()
        self.other.setVisible(several and not in_folder)
        self.stick.setVisible(in_folder)
        self.folder.show()

    def show_work(self, head: str, text: str) -> None:
        """Say how far the work is."""
        self.icon.setPixmap(self.look.pixmap("clock", "teal", self.look.sizes.icon))
        self.head.say(head, "ink")
        self.text.setText(text)
        self.setAccessibleName(f"{head} {text}")
        for link in (self.other, self.stick, self.folder):
            link.hide()
        self.stop.show()


class TwoBlocks(QWidget):
    """收 and 写回信, side by side."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.take = Block(_("Take this stick"), look, "primary", key_map.shown("clerk.take"))
        self.answer = Block(_("Write the answers|button"), look, "plain", key_map.shown("clerk.answer"))
        row.addWidget(self.take, 1)
        row.addWidget(self.answer, 1)


def stacked(*parts: tuple[int, QWidget]) -> QVBoxLayout:
    """Return widgets one below the other, each after a gap."""
    box = QVBoxLayout()
    box.setSpacing(0)
    for gap, widget in parts:
        box.addSpacing(gap)
        box.addWidget(widget)
    return box
