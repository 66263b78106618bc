"""A work under way in one line: what is done, a bar, and Stop."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel
from stationdesk.ui.parts.look import Look


class WorkLine(QWidget):
    """Says how far a work is; `cancel` stops it and leaves nothing half done."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self.words = ElidedLabel("", "body", "ink2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(320)
        self.cancel = Button(_("Stop"), look, "plain", "Esc", small=True)
        line.addWidget(self.words, 1)
        line.addWidget(self.bar)
        line.addWidget(self.cancel)

    def tell(self, sentence: str, done: int, total: int) -> None:
        """Show what is being done and how far it is."""
        words = _("{sentence}, {done} of {total}").format(sentence=sentence, done=done, total=total) if total > 1 else sentence
        self.words.setText(words)
        self.bar.setRange(0, total if total > 1 else 0)
        self.bar.setValue(done)
        self.bar.setAccessibleName(words)
