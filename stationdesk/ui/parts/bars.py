"""The attention bar over a page, the key strip under a list, the words of an empty list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, set_property, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import Key

LONGEST, WORDS = 14, 10
"""Em that a key's word takes at most, and that are kept for what was done last."""


def clear(layout: QLayout) -> None:
    """Remove everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class AttentionBar(QFrame):
    """One sentence about what needs a hand, and the buttons that settle it; tone late (red), soon (amber) or calm (teal)."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("part", "bar")
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(12, 4, 8, 4)
        self.line.setSpacing(10)
        self.hide()

    def show_sentence(self, tone: str, bold: str, text: str, buttons: Sequence[QWidget] = (), mark: QWidget | None = None) -> None:
        """Show a sentence; its first words are bold. `mark` stands before it (the grade's mark)."""
        clear(self.line)
        set_property(self, "tone", tone)
        if mark is not None:
            self.line.addWidget(mark)
        if bold:
            self.line.addWidget(Label(bold, "body_bold"))
        self.line.addWidget(ElidedLabel(text), 1)
        for button in buttons:
            self.line.addWidget(button)
        self.setAccessibleName(f"{bold} {text}".strip())
        self.show()


class KeyStrip(QFrame):
    """The keys that work here, and at the right what was done last with its undoing."""

    undo = Signal()

    def __init__(self, look: Look, *, undo_key: str = "Ctrl Z", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("part", "strip")
        line = QHBoxLayout(self)
        line.setContentsMargins(look.sizes.page_margin, 0, look.sizes.page_margin, 0)
        line.setSpacing(16)
        self.keys = QHBoxLayout()
        self.keys.setSpacing(16)
        line.addLayout(self.keys)
        self.words = ElidedLabel("", "small", "ink2")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.words, 1)
        self.undo_button = LinkButton(_("Undo"), look, undo_key)
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo_button.clicked.connect(self.undo)
        self.undo_button.hide()
        line.addWidget(self.undo_button)

    def set_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show pairs of key and word; several keys are parted by a space that is not one of a key's own (↑ ↓)."""
        clear(self.keys)
        for key, word in keys:
            pair = QWidget()
            pair.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            for one in key.split("|"):
                line.addWidget(Key(one))
            line.addWidget(Label(self._short(word), "small", "ink2"))
            self.keys.addWidget(pair)
        self._fit()

    def _short(self, word: str) -> str:
        """Return a word, cut with … if it is no word but somebody's endless name."""
        metrics = QFontMetrics(self.look.font("small"))
        return metrics.elidedText(shown(word), Qt.TextElideMode.ElideRight, LONGEST * self.look.sizes.small)

    def _fit(self) -> None:
        """Leave out the last keys where there is no room: half a key says nothing."""
        margins = self.layout().contentsMargins()
        room = self.width() - margins.left() - margins.right()
        if not self.undo_button.isHidden():
            room -= self.undo_button.sizeHint().width() + self.layout().spacing()
        if self.words.text():
            room -= min(self.words.sizeHint().width(), WORDS * self.look.sizes.small) + self.layout().spacing()
        for number in range(self.keys.count()):
            pair = self.keys.itemAt(number).widget()
            room -= pair.sizeHint().width()
            pair.setVisible(room >= 0)
            room -= self.keys.spacing()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show the keys there is room for."""
        super().resizeEvent(event)
        self._fit()

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Show what was done last; `undo` offers to take it back."""
        self.words.setText(sentence)
        self.undo_button.setVisible(undo)
        self._fit()


class EmptyState(QWidget):
    """What stands in the place of an empty list: a fact, what next, a link."""

    linked = Signal()

    def __init__(self, look: Look, fact: str, following: str, link: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(6)
        self.fact = Label(fact, "strong", wrap=True)
        box.addWidget(self.fact)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.following = Label(following, "body", "ink2", wrap=not link)
        line.addWidget(self.following)
        self.link = LinkButton(link, look)
        self.link.setVisible(bool(link))
        self.link.clicked.connect(self.linked)
        line.addWidget(self.link)
        if link:
            line.addStretch(1)
        box.addLayout(line)

    def say(self, fact: str, following: str, link: str = "") -> None:
        """Change the words."""
        self.fact.setText(fact)
        self.following.setText(following)
        self.link.setText(link)
        self.link.setVisible(bool(link))
