"""Dialogs: the title says what happened, the text what it means, the first button what to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import SIZES, TextSize

MOST = 1200
"""Pixels that a dialog is wide at most: it stands over a window of 1366."""


class Dialog(QDialog):
    """A question or a message; Esc gives the empty answer. `body` takes widgets between text and buttons.

    `width` is in pixels at the standard text size; a larger one makes it wider.
    """

    def __init__(self, parent: QWidget | None, look: Look, title: str, text: str = "", *, width: int = 460) -> None:
        super().__init__(parent)
        self.look = look
        self.answer = ""
        self.setWindowTitle(shown(title))
        self.setAccessibleName(shown(title))
        self.setMinimumWidth(min(round(width * look.sizes.body / SIZES[TextSize.STANDARD].body), MOST))
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
        """Show the dialog until it is answered; empty for Esc, and while the desk is being left."""
        self.answer = ""
        if not _left:
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
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.isAutoRepeat():  # an Enter still held from before answers nothing
                return
            if isinstance(focus, Button):
                focus.click()
                return
        super().keyPressEvent(event)


def tell(parent: QWidget | None, look: Look, title: str, text: str, button: str) -> None:
    """Show a message with one button."""
    dialog = Dialog(parent, look, title, text)
    dialog.add_button(button, "primary", "Enter", "ok")
    dialog.ask()


_left: list[bool] = []
"""Not empty while the desk is being left."""


@contextmanager
def unasked() -> Iterator[None]:
    """Let every question be answered as with Esc, unseen: the desk is being locked or closed, and nobody may be kept waiting."""
    _left.append(True)
    try:
        yield
    finally:
        _left.pop()


_prepared: deque[Path] = deque()
"""What the next questions for a file or folder are answered with, in an unattended run."""


def prepare(*paths: Path) -> None:
    """Answer the next questions for a file or a folder with these paths, without asking anybody."""
    _prepared.extend(paths)


def file_dialog(parent: QWidget, title: str, folder: str) -> QFileDialog:
    """Return the system's dialog for files; where there is none, Qt's own with the sticks and the usual folders at its side."""
    dialog = QFileDialog(parent, title, folder)
    dialog.resize(960, 560)
    where = QStandardPaths.StandardLocation
    usual = [QStandardPaths.writableLocation(one) for one in (where.DesktopLocation, where.DocumentsLocation, where.DownloadLocation)]
    sticks = [one.rootPath() for one in QStorageInfo.mountedVolumes() if one.rootPath().startswith(("/media/", "/run/media/", "/mnt/"))]
    there = [one for one in dict.fromkeys([*sticks, *usual, str(Path.home())]) if one and Path(one).is_dir()]
    dialog.setSidebarUrls([QUrl.fromLocalFile(one) for one in there])
    return dialog


def choose_files(parent: QWidget, title: str, kinds: str, folder: str = "") -> list[Path]:
    """Let the operator choose files to read; empty if none. A run prepared with several paths gets them all."""
    if _left:
        return []
    if _prepared:
        chosen_before = list(_prepared)
        _prepared.clear()
        return chosen_before
    dialog = file_dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(kinds)
    return [Path(one) for one in dialog.selectedFiles()] if dialog.exec() else []


def choose_folder(parent: QWidget, title: str, folder: str = "") -> Path | None:
    """Let the operator choose a folder; None if none."""
    if _left:
        return None
    if _prepared:
        return _prepared.popleft()
    dialog = file_dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def choose_new_file(parent: QWidget, title: str, proposed: str, kinds: str) -> Path | None:
    """Let the operator say where a file shall be written; None if nowhere."""
    if _left:
        return None
    if _prepared:
        return _prepared.popleft()
    dialog = file_dialog(parent, title, str(Path(proposed).parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kinds)
    dialog.selectFile(Path(proposed).name)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None
