"""Buttons: a clerk's verb and, smaller, the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QSizePolicy, QSplitter, QWidget

from stationdesk.ui.parts.look import Look

INSIDE = 14
GAP = 8
RADIUS = 4


class FocusRing(QWidget):
    """Two pixels of teal, two pixels outside the widget it is around; it takes no room of its own."""

    OUT = 4

    def __init__(self, around: QWidget, look: Look) -> None:
        super().__init__(self.ground_of(around))
        self.around, self.look = around, look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.installEventFilter(self)
        parent = around.parentWidget()
        if parent is not None:
            parent.installEventFilter(self)

    @staticmethod
    def ground_of(around: QWidget) -> QWidget | None:
        """Return what the ring is painted on: a level above the widget's own parent, which may end where the widget ends."""
        parent = around.parentWidget()
        if parent is None or parent.isWindow() or isinstance(parent.parentWidget(), QAbstractScrollArea | QSplitter):
            return parent  # a splitter would take the ring for one of its parts
        return parent.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Follow the widget wherever it goes."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show}:
            self.follow()
        elif event.type() in {QEvent.Type.Hide, QEvent.Type.FocusOut} and watched is self.around:
            self.hide()
        return super().eventFilter(watched, event)

    def follow(self) -> None:
        """Stand where the widget stands, if it has the focus."""
        ground = self.ground_of(self.around)
        if ground is None:
            return
        if self.parentWidget() is not ground:
            self.setParent(ground)
        place = QRect(self.around.mapTo(ground, QPoint(0, 0)), self.around.size())
        self.setGeometry(place.adjusted(-self.OUT, -self.OUT, self.OUT, self.OUT))
        self.setVisible(self.around.hasFocus() and self.around.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.look.color("teal"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS + 3, RADIUS + 3)


class Button(QPushButton):
    """A button of one of three kinds: primary (the one thing to press next), plain, quiet (words only).

    `key` is shown, not bound: `key_map.attach` binds it.
    """

    def __init__(
        self,
        text: str,
        look: Look,
        kind: str = "plain",
        key: str = "",
        icon: str = "",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.look, self.kind, self.key, self.icon_name, self.small = look, kind, key, icon, small
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text or icon)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self._ring: FocusRing | None = None
        look.changed.connect(self.updateGeometry)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Change the words, for the ear too."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        """Change between primary, plain and quiet."""
        if kind == self.kind:
            return
        self.kind = kind
        self.updateGeometry()
        self.update()

    def _icon_size(self) -> int:
        return self.look.sizes.icon - (2 if self.small else 0)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room for icon, words and key."""
        sizes = self.look.sizes
        inside = INSIDE if not self.small else 11
        width = 2 * inside + QFontMetrics(self.look.font("body", self.kind == "primary")).horizontalAdvance(self.text())
        if self.icon_name:
            width += self._icon_size() + (GAP if self.text() else 0)
        if self.key:
            width += GAP + QFontMetrics(self.look.font("small")).horizontalAdvance(self.key)
        return QSize(width, sizes.small_button if self.small else sizes.button)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the same room: a button is never cut."""
        return self.sizeHint()

    def _tones(self) -> tuple[str, str, str, str]:
        """Return the tokens of fill, border, words and key as the button is now; an empty fill is none."""
        pressed, over = self.isDown() or self.isChecked(), self.underMouse()
        if not self.isEnabled():
            return ("" if self.kind == "quiet" else "disabled_bg", "" if self.kind == "quiet" else "line", "disabled", "disabled")
        if self.kind == "primary":
            return ("teal_press" if pressed else "teal_hover" if over else "teal", "", "on_teal", "on_teal")
        fill = "sel" if pressed else "hover" if over else ("" if self.kind == "quiet" else "surface")
        return (fill, "" if self.kind == "quiet" else "edge", "teal" if self.kind == "quiet" else "ink", "ink3")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint body, icon, words and key."""
        fill, border, words, key = self._tones()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self.look.color(border), 1) if border else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self.look.color(fill) if fill else QColor(Qt.GlobalColor.transparent))
        painter.drawRoundedRect(body, RADIUS, RADIUS)
        self.paint_words(painter, words, key)

    def paint_words(self, painter: QPainter, words: str, key: str) -> None:
        """Paint what stands on the button, in the tones of words and key; larger buttons set it out otherwise."""
        font, small = self.look.font("body", self.kind == "primary"), self.look.font("small")
        text_width = QFontMetrics(font).horizontalAdvance(self.text())
        key_width = QFontMetrics(small).horizontalAdvance(self.key) + GAP if self.key else 0
        icon = self._icon_size() if self.icon_name else 0
        x = (self.width() - text_width - key_width - icon - (GAP if icon and self.text() else 0)) // 2
        if icon:
            painter.drawPixmap(x, (self.height() - icon) // 2, self.look.pixmap(self.icon_name, words, icon))
            x += icon + (GAP if self.text() else 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(font)
        painter.setPen(self.look.color(words))
        painter.drawText(QRect(x, 0, text_width + 4, self.height()), flags, self.text())
        if self.key:
            painter.setFont(small)
            painter.setPen(self.look.color(key))
            painter.drawText(QRect(x + text_width + GAP, 0, key_width, self.height()), flags, self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Let Enter press it, as Space does; Qt lets it do so in dialogs only."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Show the ring."""
        super().focusInEvent(event)
        if self._ring is None:
            self._ring = FocusRing(self, self.look)
        self._ring.follow()


class LinkButton(Button):
    """Teal words that do something, without border and without room beside them."""

    def __init__(self, text: str, look: Look, key: str = "", icon: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(text, look, "quiet", key, icon, small=True, parent=parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the words alone."""
        whole = super().sizeHint()
        return QSize(whole.width() - 14, max(24, whole.height() - 6))
