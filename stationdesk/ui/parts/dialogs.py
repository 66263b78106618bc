"""Dialogs: the title says what happened, the text what it means, the first button what to do."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.parts.look import Look


class Dialog(QDialog):
    """A question or a message; Esc gives the empty answer. `body` takes widgets between text and buttons."""

    def __init__(self, parent: QWidget | None, look: Look, title: str, text: str = "", *, width: int = 460) -> None:
        super().__init__(parent)
        self.look = look
        self.answer = ""
        self.setWindowTitle(shown(title))
        self.setAccessibleName(shown(title))
        self.setMinimumWidth(width)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        box.addWidget(Label(title, "strong", wrap=True))
        self.text = Label(text, "body", wrap=True)
        self.text.setVisible(bool(text))
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(self.text)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        box.addLayout(self.body)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        self.buttons.setContentsMargins(0, 6, 0, 0)
        self.buttons.addStretch(1)
        box.addLayout(self.buttons)

    def add_button(self, text: str, kind: str = "plain", key: str = "", value: str = "", *, closes: bool = True) -> Button:
        """Add a button in reading order; `value` is the answer it gives. The primary one is pressed by Enter."""
        button = Button(text, self.look, kind, key)
        button.setDefault(kind == "primary")
        if closes:
            button.clicked.connect(lambda: self.give(value))
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        return button

    def give(self, value: str) -> None:
        """Close with an answer."""
        self.answer = value
        self.done(int(QDialog.DialogCode.Accepted if value else QDialog.DialogCode.Rejected))

    def ask(self) -> str:
        """Show the dialog until it is answered; empty for Esc."""
        self.answer = ""
        self.exec()
        return self.answer

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the height the wrapped words need at this width, not the one they would like alone."""
        super().showEvent(event)
        if (layout := self.layout()) is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
            self.setMinimumHeight(0)
        self.resize(self.width(), max(self.heightForWidth(self.width()), 80))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Press a button that has the focus with Enter, too."""
        focus = self.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focus, Button):
            focus.click()
            return
        super().keyPressEvent(event)


def tell(parent: QWidget | None, look: Look, title: str, text: str, button: str) -> None:
    """Show a message with one button."""
    dialog = Dialog(parent, look, title, text)
    dialog.add_button(button, "primary", "Enter", "ok")
    dialog.ask()


_prepared: deque[Path] = deque()
"""What the next questions for a file or folder are answered with, in an unattended run."""


def prepare(*paths: Path) -> None:
    """Answer the next questions for a file or a folder with these paths, without asking anybody."""
    _prepared.extend(paths)


def choose_files(parent: QWidget, title: str, kinds: str, folder: str = "") -> list[Path]:
    """Let the operator choose files to read; empty if none. A run prepared with several paths gets them all."""
    if _prepared:
        chosen_before = list(_prepared)
        _prepared.clear()
        return chosen_before
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, folder, kinds)
    return [Path(one) for one in chosen]


def choose_folder(parent: QWidget, title: str, folder: str = "") -> Path | None:
    """Let the operator choose a folder; None if none."""
    if _prepared:
        return _prepared.popleft()
    chosen = QFileDialog.getExistingDirectory(parent, title, folder)
    return Path(chosen) if chosen else None


def choose_new_file(parent: QWidget, title: str, proposed: str, kinds: str) -> Path | None:
    """Let the operator say where a file shall be written; None if nowhere."""
    if _prepared:
        return _prepared.popleft()
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
    return Path(chosen) if chosen else None
