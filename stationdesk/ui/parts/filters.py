"""A filter that says its own state (组 全部, 下次 30 天内) and is teal while it narrows the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QMenu, QSizePolicy, QToolButton, QWidget, QWidgetAction

from stationdesk.i18n import _
from stationdesk.ui.parts.look import Look

INSIDE = 10


class FilterButton(QToolButton):
    """A button with a menu of ticks, or of one choice where `several` is False."""

    changed = Signal()

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        look: Look,
        *,
        several: bool = True,
        nothing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Offer `choices`; `nothing` is the word for none chosen, where that does not mean all."""
        super().__init__(parent)
        self.nothing = nothing
        self.title, self.look, self.several = title, look, several
        self._choices: tuple[tuple[str, str], ...] = ()
        self._chosen: set[str] = set()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMenu(QMenu(self))
        self.menu().installEventFilter(self)
        self._offer(choices)
        look.changed.connect(self.updateGeometry)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer pairs of code and word; what was chosen and is no longer offered is dropped."""
        if tuple(choices) != self._choices:
            self._offer(choices)

    def _offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self._choices = tuple(choices)
        self._chosen &= {code for code, _word in choices}
        menu = self.menu()
        menu.clear()
        for code, word in choices:
            if self.several:
                box = QCheckBox(word.replace("&", "&&"), menu)
                box.setChecked(code in self._chosen)
                box.setStyleSheet("padding: 5px 18px 5px 10px;")
                box.toggled.connect(lambda on, code=code: self._tick(code, on=on))
                action = QWidgetAction(menu)
                action.setDefaultWidget(box)
                menu.addAction(action)
            else:
                menu.addAction(word.replace("&", "&&")).triggered.connect(lambda _on=False, code=code: self._take({code}))
        menu.addSeparator()
        menu.addAction(self.nothing or _("All")).triggered.connect(lambda: self._take(set()))
        self._say()

    def chosen(self) -> frozenset[str]:
        """Return the codes chosen; empty for all."""
        return frozenset(self._chosen)

    def set_chosen(self, codes: Iterable[str]) -> None:
        """Choose codes; says nothing to listeners."""
        self._chosen = set(codes) & {code for code, _word in self._choices}
        self._offer(self._choices)

    def _tick(self, code: str, *, on: bool) -> None:
        (self._chosen.add if on else self._chosen.discard)(code)
        self._say()
        self.changed.emit()

    def _take(self, codes: set[str]) -> None:
        self._chosen = codes
        if self.several:
            self._offer(self._choices)
        self._say()
        self.changed.emit()

    def words(self) -> str:
        """Return what the button says: its title and what is chosen."""
        words = [word for code, word in self._choices if code in self._chosen]
        if not words:
            return f"{self.title} {self.nothing}" if self.nothing else _("{title} all").format(title=self.title)
        if len(words) == 1:
            return words[0] if not self.several else f"{self.title} {words[0]}"
        return _("{title} {count} kinds").format(title=self.title, count=len(words))

    def _say(self) -> None:
        self.setText(self.words())
        self.setAccessibleName(self.words())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the words and the arrow."""
        width = QFontMetrics(self.look.font("body")).horizontalAdvance(self.words())
        return QSize(width + 2 * INSIDE + 20, self.look.sizes.small_button)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the same room."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the words and the arrow; a filter that narrows is tinted."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, narrows = self.look, bool(self._chosen)
        edge = "teal" if narrows or self.hasFocus() else "line"
        painter.setPen(QPen(look.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(look.color("sel" if narrows else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(look.font("body"))
        painter.setPen(look.color("teal" if narrows else "ink"))
        painter.drawText(self.rect().adjusted(INSIDE, 0, -20, 0), int(Qt.AlignmentFlag.AlignVCenter), self.words())
        painter.drawPixmap(self.width() - INSIDE - 14, (self.height() - 14) // 2, look.pixmap("chevron_down", "ink3", 14))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open the menu with Enter or the arrow down, as with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Put the keyboard on the first tick when the menu opens."""
        if event.type() == QEvent.Type.Show and self.several:
            first = next((action for action in self.menu().actions() if isinstance(action, QWidgetAction)), None)
            if first is not None:
                self.menu().setActiveAction(first)
                first.defaultWidget().setFocus()
        return super().eventFilter(watched, event)
