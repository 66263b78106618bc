"""The attention bar over a page, the key strip under a list, the words of an empty list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, set_property, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import Key

BETWEEN = 16
"""Pixels between two keys of a strip."""
INSIDE = 20
LONGEST = 14
"""Em that the word of a key takes at most: it may be somebody's name."""
WIDEST = (1 << 24) - 1
"""Qt's word for no limit."""


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
        self.beside: tuple[QWidget, ...] = ()
        """The mark and the buttons that stand there."""
        self.said: tuple[Label, ...] = ()
        """The bold first words, where there are any, and the sentence."""
        self.hide()

    def show_sentence(self, tone: str, bold: str, text: str, buttons: Sequence[QWidget] = (), mark: QWidget | None = None) -> None:
        """Show a sentence; its first words are bold. `mark` stands before it (the grade's mark).

        Of the same buttons and mark as before only the words are changed, so that it may follow a cursor.
        """
        set_property(self, "tone", tone)
        beside = ((mark,) if mark is not None else ()) + tuple(buttons)
        words = [bold, text] if bold else [text]
        if not beside or beside != self.beside or len(words) != len(self.said):
            self._lay_out(words, buttons, mark)
            self.beside = beside
        for label, word in zip(self.said, words, strict=True):
            label.setText(word)
        self.setAccessibleName(f"{bold} {text}".strip())
        self.show()

    def _lay_out(self, words: Sequence[str], buttons: Sequence[QWidget], mark: QWidget | None) -> None:
        for one in self.beside:
            if one in buttons or one is mark:
                self.line.removeWidget(one)
        clear(self.line)
        self.said = (*(Label("", "body_bold") for _bold in words[:-1]), ElidedLabel())
        if mark is not None:
            self.line.addWidget(mark)
        for label in self.said:
            self.line.addWidget(label, int(label is self.said[-1]))
        for button in buttons:
            self.line.addWidget(button)


class KeyStrip(QFrame):
    """The keys that work here, and at the right what was done last with its undoing."""

    undo = Signal()

    def __init__(self, look: Look, *, undo_key: str = "Ctrl Z", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("part", "strip")
        line = QHBoxLayout(self)
        line.setContentsMargins(look.sizes.page_margin, 0, look.sizes.page_margin, 0)
        line.setSpacing(BETWEEN)
        self.pairs: list[QWidget] = []
        self._said: tuple[int, tuple[tuple[str, str], ...]] | None = None
        """The size of the writing and the keys shown, so that the same again costs nothing."""
        self.keys = QHBoxLayout()
        self.keys.setSpacing(BETWEEN)
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
        said = (self.look.sizes.small, tuple(keys))
        if said == self._said:
            return
        self._said = said
        clear(self.keys)
        self.pairs = []
        for key, word in said[1]:
            pair = QWidget()
            pair.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            for one in key.split("|"):
                line.addWidget(Key(one))
            line.addWidget(Label(self._short(word), "small", "ink2"))
            self.keys.addWidget(pair)
            self.pairs.append(pair)
        self._fold()

    def _short(self, word: str) -> str:
        """Return a word, cut with … where it is no word but an endless name."""
        metrics = QFontMetrics(self.look.font("small"))
        return metrics.elidedText(shown(word), Qt.TextElideMode.ElideRight, LONGEST * self.look.sizes.small)

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Show what was done last; `undo` offers to take it back."""
        self.words.setText(sentence)
        self.undo_button.setVisible(undo)
        self._fold()

    def _fold(self) -> None:
        """Leave out the last keys where there is no room: never the sentence, and no key by half (all are under F2)."""
        wanted = self.words.fontMetrics().horizontalAdvance(self.words.text()) + BETWEEN
        if not self.undo_button.isHidden():
            wanted += self.undo_button.sizeHint().width() + BETWEEN
        room = self.width() - 2 * self.look.sizes.page_margin - wanted
        for pair in self.pairs:
            room -= pair.sizeHint().width() + BETWEEN
            pair.setVisible(room >= 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Ask for no width: the strip never keeps a page from becoming narrower, its keys give way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show as many keys as there is room for."""
        super().resizeEvent(event)
        self._fold()


class EmptyState(QWidget):
    """What stands in the place of an empty list: a fact, what next, a link."""

    linked = Signal()

    def __init__(self, look: Look, fact: str, following: str, link: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(INSIDE, 18, INSIDE, 18)
        box.setSpacing(6)
        self.fact = Label(fact, "strong", wrap=True)
        box.addWidget(self.fact)
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.following = Label(following, "body", "ink2", wrap=True)
        self.link = LinkButton(link, look)
        self.link.clicked.connect(self.linked)
        self.line.addWidget(self.following)
        self.line.addWidget(self.link)
        self.line.addStretch(1)
        box.addLayout(self.line)
        self.say(fact, following, link)

    def say(self, fact: str, following: str, link: str = "") -> None:
        """Change the words."""
        self.fact.setText(fact)
        self.following.setText(following)
        self.link.setText(link)
        self.link.setVisible(bool(link))
        self._divide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the link right after the sentence where both fit, below it where they do not."""
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        room = self.width() - 2 * INSIDE
        words = QFontMetrics(self.look.font("body")).horizontalAdvance(self.following.text()) + 2
        aside = self.link.isHidden() or words + self.link.sizeHint().width() + self.line.spacing() <= room
        beside = aside and not self.link.isHidden()
        self.line.setDirection(QBoxLayout.Direction.LeftToRight if aside else QBoxLayout.Direction.TopToBottom)
        self.following.setMinimumWidth(words if beside else 0)
        self.following.setMaximumWidth(words if beside else WIDEST)
        self.line.setStretch(0, 0 if beside else 1)
        self.line.setStretch(2, 1 if beside else 0)
