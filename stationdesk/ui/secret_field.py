"""A field for a passphrase: dots, no clipboard, no input method; what is typed is shown only while F9 or the eye is held."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from stationdesk.i18n import _
from stationdesk.ui.caps_lock import CapsLock
from stationdesk.ui.key_map import pressed, shown
from stationdesk.ui.parts.fields import Row, with_alt
from stationdesk.ui.parts.look import Look

CLIPBOARD = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste)
LIMIT = 256
"""Characters a passphrase may have."""


class SecretField(QLineEdit):
    """A passphrase being typed."""

    row: Row | None = None
    caps_changed = Signal()
    """Something was learnt about Caps Lock."""

    def __init__(self, look: Look, *, eye: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.caps = look, CapsLock()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LIMIT)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.eye = Eye(self, look) if eye else None
        self._make_room()
        look.changed.connect(self._make_room)

    def _make_room(self) -> None:
        if self.eye is not None:
            self.eye.resize(self.eye.sizeHint())
            self.setTextMargins(0, 0, self.eye.width() + 4, 0)
            self._place_eye()

    def _place_eye(self) -> None:
        if self.eye is not None:
            self.eye.move(self.width() - self.eye.width() - 10, (self.height() - self.eye.height()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the eye at the right."""
        super().resizeEvent(event)
        self._place_eye()

    def close_for_now(self, closed: bool) -> None:
        """Take nothing for a while; the keyboard stays where it is."""
        self.setReadOnly(closed)
        self.reveal(shown_now=False)
        if self.eye is not None:
            self.eye.setVisible(not closed)

    def reveal(self, shown_now: bool) -> None:
        """Show what is typed, or dots again."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown_now else QLineEdit.EchoMode.Password)

    def wipe(self) -> None:
        """Forget what was typed, for undoing too."""
        self.setText("")
        self.reveal(shown_now=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take letters; keep the clipboard out; show while F9 is held."""
        self.caps.see(event)
        self.caps_changed.emit()
        if pressed(event, "unlock.reveal"):
            if not event.isAutoRepeat() and not self.isReadOnly():
                self.reveal(shown_now=True)
        elif any(event.matches(key) for key in CLIPBOARD):
            event.accept()
        elif with_alt(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Hide again when F9 is let go."""
        if event.key() == Qt.Key.Key_F9 and not event.isAutoRepeat():
            self.reveal(shown_now=False)
        super().keyReleaseEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take no text from a middle click."""
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask about Caps Lock anew."""
        super().focusInEvent(event)
        self.caps.look()
        self.caps_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Hide what was shown."""
        self.reveal(shown_now=False)
        super().focusOutEvent(event)

    def say(self, tone: str, sentence: str = "") -> None:
        """Show advice in the row the field stands in."""
        if self.row is not None:
            self.row.say(tone, sentence)


class Eye(QAbstractButton):
    """看一眼 F9 at the right of the field, for as long as it is held down."""

    GAP = 6

    def __init__(self, field: SecretField, look: Look) -> None:
        super().__init__(field)
        self.look = look
        self.setText(_("Show it"))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.pressed.connect(lambda: field.reveal(shown_now=True))
        self.released.connect(lambda: field.reveal(shown_now=False))

    def _widths(self) -> tuple[int, int]:
        word = QFontMetrics(self.look.font("body")).horizontalAdvance(self.text())
        return word, QFontMetrics(self.look.font("small")).horizontalAdvance(shown("unlock.reveal"))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room for eye, word and key."""
        word, key = self._widths()
        icon = self.look.sizes.icon - 4
        return QSize(icon + word + key + 3 * self.GAP + 14, self.look.sizes.button - 10)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint eye, word and key."""
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        word, key = self._widths()
        icon, middle = look.sizes.icon - 4, int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawPixmap(0, (self.height() - icon) // 2, look.pixmap("eye", "teal", icon))
        painter.setFont(look.font("body"))
        painter.setPen(look.color("teal"))
        painter.drawText(icon + self.GAP, 0, word + 2, self.height(), middle, self.text())
        left, height = icon + word + 2 * self.GAP + 4, look.sizes.small + 8
        painter.setPen(look.color("line"))
        painter.drawRoundedRect(left, (self.height() - height) // 2, key + 12, height, 3, 3)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink2"))
        painter.drawText(left + 6, 0, key + 2, self.height(), middle, shown("unlock.reveal"))
