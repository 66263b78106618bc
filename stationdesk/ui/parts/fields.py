"""Fields to fill in: label left, field right, advice beside it; a check never blocks what is odd but true."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Sequence
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from stationdesk.ui.parts.labels import Label, literal, set_property
from stationdesk.ui.parts.look import Look

STATES = {"plain": "", "doubt": "doubt", "error": "error", "good": ""}
TONES = {"plain": "ink3", "doubt": "amber", "error": "red", "good": "green"}


def half_width(text: str) -> str:
    """Return `text` with full-width figures, Latin letters and signs of numbers as plain ones (１３８ → 138, ＋ → +, － → -)."""
    return "".join(plain_sign(character) for character in text)


def plain_sign(character: str) -> str:
    """Return a full-width figure, letter, plus, minus, stop, slash, at or space as the plain one; everything else as it is."""
    plain = unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" or character == "\u3000" else character
    return plain if plain.isalnum() or plain in "+-./@ " else character


def with_alt(event: QKeyEvent) -> bool:
    """Tell whether a key was pressed with Alt alone: a way to a page, never a letter of a text (AltGr writes letters)."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier and event.text().strip() != ""


class Speaking(Protocol):
    """A field that knows the row it stands in."""

    row: Row | None


class Row:
    """One line of a form: its label, its field, and the words beside it."""

    def __init__(self, label: Label, field: QWidget, words: Label, note: Label | None = None) -> None:
        self.label, self.field, self.words, self.note = label, field, words, note

    def say(self, tone: str, sentence: str = "") -> None:
        """Show advice beside the field: plain, doubt (amber, may be saved), error (red), good (green)."""
        set_property(self.field, "state", STATES[tone])
        self.words.say(sentence, TONES[tone])
        self.words.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)

    def set_visible(self, visible: bool) -> None:
        """Show or hide the whole line."""
        self.label.setVisible(visible)
        self.field.setVisible(visible)
        if self.note is not None:
            self.note.setVisible(visible)
        self.words.setVisible(visible and bool(self.words.text()))


class LineField(QLineEdit):
    """One line of text; full-width figures and letters become plain ones when it is left."""

    row: Row | None = None

    def __init__(self, look: Look, placeholder: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setPlaceholderText(placeholder)

    def value(self) -> str:
        """Return what was typed, without space at its ends."""
        return half_width(self.text()).strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take letters, but not a figure pressed with Alt."""
        if with_alt(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Make full-width figures plain."""
        plain = half_width(self.text())
        if plain != self.text() and not self.isReadOnly():
            self.setText(plain)
            self.textEdited.emit(plain)
        super().focusOutEvent(event)

    def say(self, tone: str, sentence: str = "") -> None:
        """Show advice in the row the field stands in, and the colour of it on the field."""
        if self.row is not None:
            self.row.say(tone, sentence)
        else:
            set_property(self, "state", STATES[tone])
            self.setToolTip(literal(sentence))


class ComboField(QComboBox):
    """One choice out of many, chosen by arrows or by typing its beginning; `("", "")` stands for none."""

    row: Row | None = None

    def __init__(
        self, choices: Sequence[tuple[str, str]], look: Look, *, word: Callable[[str], str] = str, parent: QWidget | None = None
    ) -> None:
        """Offer `choices`; `word` says what a code is called that is not offered any more and stands on a record still."""
        super().__init__(parent)
        self.look, self.word = look, word
        for code, label in choices:
            self.addItem(label, code)
        self.setMaxVisibleItems(14)

    def value(self) -> str:
        """Return the code chosen, empty for none."""
        return str(self.currentData() or "")

    def set_value(self, code: str | None) -> None:
        """Choose a code; one that is not offered is added with its word, so that it is not lost."""
        at = self.findData(code or "")
        if at < 0 and code:
            self.addItem(self.word(code), code)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def say(self, tone: str, sentence: str = "") -> None:
        """Show advice in the row the field stands in."""
        if self.row is not None:
            self.row.say(tone, sentence)

    def wheelEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the wheel to the page: a scrolled form must not change an answer."""
        event.ignore()


class CodeField(ComboField):
    """One code of a table: what may be given now, and the code of a record that is not given any more."""

    def __init__(self, codes: str, look: Look, *, none: str | None = None, without: Collection[str] = ()) -> None:
        """Offer the codes of table `codes`; `none` is the word for no answer, offered first where there is one."""
        from stationdesk.registers.code import table  # the unlock window has fields too, and waits for no register

        known = table(codes)
        given = [(row.code, row.label) for row in known.given if row.code not in without]
        super().__init__([("", none), *given] if none is not None else given, look, word=known.label)


class FieldGrid(QWidget):
    """A form: labels left, fields right; Enter goes to the next field."""

    def __init__(self, look: Look, *, label_width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.moves_on = True
        """Enter goes to the next field; False where every field has its answer already and Enter means go."""
        self.passed: set[QWidget] = set()
        """Fields that Enter passes over, for they have their answer unless somebody goes there."""
        self.labels: list[Label] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(look.sizes.field_gap)
        self.grid.setColumnMinimumWidth(0, label_width)
        self.grid.setColumnStretch(1, 1)

    def add(self, label: str, field: QWidget, note: str = "", *, stretch: bool = True) -> Row:
        """Add a line; `note` is a quiet word after the field (可不填). The label is the field's accessible name."""
        at = self.grid.rowCount()
        name = Label(label, tone="ink2")
        self.labels.append(name)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        words = Label("", "small", "ink3", wrap=True)
        words.hide()
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(field, 1 if stretch else 0)
        after = Label(note, "small", "ink3") if note else None
        if after is not None:
            line.addWidget(after)
        if not stretch:
            line.addWidget(words, 1)
            line.addStretch()
        tall = isinstance(field, QPlainTextEdit) or (field.hasHeightForWidth() and not isinstance(field, Label))
        if tall:
            name.setMinimumHeight(self.look.sizes.button)  # beside the first line of a field of several
        side = Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
        self.grid.addWidget(name, at, 0, side | Qt.AlignmentFlag.AlignLeft)
        self.grid.addLayout(line, at, 1)
        if stretch:
            self.grid.addWidget(words, at + 1, 1)
        row = Row(name, field, words, after)
        if hasattr(field, "row"):
            cast("Speaking", field).row = row
        field.installEventFilter(self)
        for child in (*field.findChildren(QLineEdit), *field.findChildren(QComboBox)):
            child.installEventFilter(self)
            if not child.accessibleName():
                child.setAccessibleName(label)
        return row

    def widest_label(self) -> int:
        """Return the room in pixels that the longest label takes."""
        metrics = QFontMetrics(self.look.font("body"))
        return max((metrics.horizontalAdvance(label.text()) + 2 for label in self.labels), default=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Let Enter go on to the next field, except where it starts a new line."""
        typing = event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget) and not isinstance(watched, QPlainTextEdit)
        if self.moves_on and typing:
            pressed = cast("QKeyEvent", event)
            if pressed.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and pressed.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            }:
                if isinstance(watched, QComboBox) and watched.view().isVisible():
                    return False
                self.focusNextChild()
                if QApplication.focusWidget() in self.passed:
                    self.focusNextChild()
                return True
        return super().eventFilter(watched, event)
