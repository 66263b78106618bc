"""Small pictures side by side: arrows and Tab move, Enter opens one large, Delete takes it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout

SIDE_EM = 5.0


class Thumb(QAbstractButton):
    """One small picture; without one (it was deleted for good, or is elsewhere) an empty frame with a word."""

    taken_off = Signal()

    def __init__(self, look: Look, small: bytes, words: str, gone: str) -> None:
        super().__init__()
        self.look, self.gone = look, gone
        self.image = QImage.fromData(small) if small else QImage()
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a square of a few letters."""
        side = round(SIDE_EM * self.look.sizes.body)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the picture in its frame; the one with the keyboard has a thick one."""
        painter = QPainter(self)
        look, box = self.look, self.rect().adjusted(2, 2, -2, -2)
        painter.fillRect(box, look.color("disabled_bg"))
        if self.image.isNull():
            painter.setFont(look.font("small"))
            painter.setPen(look.color("ink3"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.gone)
        else:
            scaled = self.image.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            at = QRect(scaled.rect())
            at.moveCenter(box.center())
            painter.drawImage(at.topLeft(), scaled)
        painter.setPen(QPen(look.color("teal" if self.hasFocus() else "edge"), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open with Enter, take out with Delete, move with the arrows."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.taken_off.emit()
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)


class PhotoStrip(QWidget):
    """Thumbs by the ids of their photos."""

    opened = Signal(str)
    taken_off = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.thumbs: dict[str, Thumb] = {}
        self.flow = FlowLayout(self, 8)

    def show_photos(self, photos: Sequence[tuple[str, bytes, str]], gone: Mapping[str, str] = MappingProxyType({})) -> None:
        """Show these: id, small picture, what is to be known of it; `gone` is what stands where a picture is not here."""
        self.flow.clear()
        self.thumbs = {}
        for at, (photo, small, words) in enumerate(photos, 1):
            thumb = Thumb(self.look, small, _("Photo {number}: {words}").format(number=at, words=words), gone.get(photo, ""))
            thumb.clicked.connect(lambda _on=False, photo=photo: self.opened.emit(photo))
            thumb.taken_off.connect(lambda photo=photo: self.taken_off.emit(photo))
            self.thumbs[photo] = thumb
            self.flow.addWidget(thumb)
            thumb.show()
        self.setVisible(bool(photos))
        self.updateGeometry()
