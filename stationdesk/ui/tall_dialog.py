"""A dialog with more fields than a small screen has room for: they scroll, its buttons stay."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look

HIGHEST = 690
"""Pixels that a dialog is high at most: a screen of 768 less its bars."""
TOP = 14
"""Pixels below the top within which it is the top that is shown: the ring around the first field stays whole."""

RING = 5
"""Pixels round the fields in which the ring of the one that has the keyboard is drawn."""


class TallDialog(Dialog):
    """`inside` takes the widgets that scroll; `fit` gives the dialog its height again after some were shown or hidden."""

    def __init__(self, parent: QWidget | None, look: Look, title: str, text: str = "", *, width: int = 560) -> None:
        super().__init__(parent, look, title, text, width=width)
        self.scrolled = QScrollArea()
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inner = QWidget()
        self.inner.setProperty("ground", "clear")
        self.inside = QVBoxLayout(self.inner)
        self.inside.setContentsMargins(RING, RING, 12, RING)
        self.inside.setSpacing(10)
        self.scrolled.setWidget(self.inner)
        self.body.addWidget(self.scrolled, 1)
        self.scrolled.verticalScrollBar().valueChanged.connect(self._whole_ring)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the height of the fields."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Be as high as the fields need, within the screen."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        width = self.scrolled.viewport().width()
        layout = self.inner.layout()
        needed = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else self.inner.sizeHint().height()
        needed = max(needed, self.inner.minimumSizeHint().height()) + 4
        self.scrolled.setFixedHeight(0)
        whole = self.layout()
        if whole is None:
            return
        whole.activate()
        rest = whole.totalHeightForWidth(self.width()) if whole.hasHeightForWidth() else whole.totalSizeHint().height()
        self.scrolled.setFixedHeight(max(120, min(needed, HIGHEST - rest)))
        whole.activate()
        self.resize(self.width(), rest + self.scrolled.height())
        self._whole_ring(self.scrolled.verticalScrollBar().value())

    def _whole_ring(self, value: int) -> None:
        if 0 < value <= TOP:
            self.scrolled.verticalScrollBar().setValue(0)
