"""What the five questions of the first run have in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stationdesk.settings import Settings
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.labels import ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.setting_up import Answers, Found, Secrets


@dataclass
class Course:
    """What the questions share: where the desk will be, what was answered, what lies on the sticks."""

    settings: Settings
    look: Look
    jobs: Jobs
    answers: Answers
    secrets: Secrets = field(default_factory=Secrets)
    found: Found = field(default_factory=Found)


class Step(QWidget):
    """One question. `collect` writes the answer into the course; `trouble` says why it cannot be left yet."""

    title = ""
    changed = Signal()

    def __init__(self, course: Course, said: str = "") -> None:
        super().__init__()
        self.course, self.look, self.said = course, course.look, said
        ground(self, "surface")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(9)

    def fields(self) -> list[QWidget]:
        """Return what Enter goes through, in order; after the last it goes on to the next question."""
        return []

    def begin(self) -> None:
        """Get ready to be shown, with the course as it is now."""

    def trouble(self) -> tuple[str, QWidget | None]:
        """Return why the question cannot be left, and where the keyboard should go; nothing where it can."""
        return "", None

    def collect(self) -> None:
        """Write the answer into the course."""


class Radio(QRadioButton):
    """A choice whose words are bold while it is chosen."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.toggled.connect(self._weigh)

    def _weigh(self, chosen: bool) -> None:
        self.setStyleSheet("QRadioButton { font-weight: 700; }" if chosen else "")


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a numbered choice of two lines."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802 (Qt's signature)
        """Return the height of two lines and the gap under them."""
        return QSize(0, round(self.look.sizes.body * 4.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint number, what it does, and what comes of it."""
        look, rect = self.look, QRect(option.rect).adjusted(0, 0, 0, -8)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        if chosen:
            painter.fillRect(rect, look.color("sel"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), look.color("teal"))
            if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
                painter.setPen(QPen(look.color("teal"), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        body, half = look.sizes.body, rect.height() // 2
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(look.color("ink3"))
        painter.setFont(look.font("body"))
        painter.drawText(QRect(rect.left() + round(body * 0.8), rect.top(), body * 2, rect.height()), middle, str(index.row() + 1))
        left, width = rect.left() + round(body * 2.5), rect.width() - round(body * 3)
        under = index.data(Qt.ItemDataRole.UserRole + 1)
        for role, tone, top, text in (("strong", "ink", 4, index.data()), ("body", "ink2", half - 3, under)):
            painter.setFont(look.font(role))
            painter.setPen(look.color(tone))
            cut = painter.fontMetrics().elidedText(str(text), Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, rect.top() + top, width, half), middle, cut)
        painter.restore()


class Choices(QListWidget):
    """Three or four things of which one is done first; figures and arrows choose."""

    def __init__(self, look: Look, choices: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__()
        self.look = look
        self.setProperty("ground", "surface")
        self.setItemDelegate(ChoiceDelegate(look, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code, words, _under in choices:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, code)
            self.addItem(item)
        for code, _words, under in choices:
            self.tell(code, under)
        self.setFixedHeight(len(choices) * round(look.sizes.body * 4.5))

    def tell(self, code: str, under: str) -> None:
        """Change the second line of a choice."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == code:
                item.setData(Qt.ItemDataRole.UserRole + 1, under)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} {under}")

    def value(self) -> str:
        """Return the code that is chosen."""
        return str(self.item(max(self.currentRow(), 0)).data(Qt.ItemDataRole.UserRole))

    def choose(self, code: str) -> None:
        """Choose a code, the first one if it is not offered."""
        codes = [self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count())]
        self.setCurrentRow(codes.index(code) if code in codes else 0)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Choose by figure; the first letters of a choice mean nothing here."""
        if search.isascii() and search.isdigit() and 1 <= int(search) <= self.count():
            self.setCurrentRow(int(search) - 1)
