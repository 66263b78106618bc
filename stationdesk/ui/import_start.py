"""Where an import begins: choose files or drop them here; below, what was taken in before and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.past_imports import PastImport
from stationdesk.store.clock import local_time
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import AttentionBar, clear
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule, shown
from stationdesk.ui.parts.look import Look

SURE_AFTER = 2
"""Seconds after which it is worth saying how long something still takes."""


class DropArea(QWidget):
    """A place to drop files on, with a button for those who choose them."""

    dropped = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.over = look, False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 26, 24, 26)
        box.setSpacing(10)
        box.addWidget(Label(_("Drop the ledgers here, or choose them."), "strong", wrap=True))
        words = _("Excel, WPS or CSV as they are; several at once will do. The files themselves stay as they are.")
        box.addWidget(Label(words, "body", "ink2", wrap=True))
        box.addSpacing(8)
        line = QHBoxLayout()
        self.choose = Button(_("Choose files"), look, "primary", key_map.shown("import.choose"), "folder")
        line.addWidget(self.choose)
        line.addStretch(1)
        box.addLayout(line)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint ground and edge; tinted while files are held over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.look.color("teal" if self.over else "edge"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(self.look.color("sel" if self.over else "surface"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _hold(self, *, over: bool) -> None:
        self.over = over
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take files only."""
        if files_in(event):
            self._hold(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Let them go."""
        self._hold(over=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Read what was dropped."""
        self._hold(over=False)
        event.acceptProposedAction()
        self.dropped.emit(files_in(event))


def files_in(event: QDropEvent) -> list[Path]:
    """Return the files held over or dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


class ImportStart(QWidget):
    """The first step; after a refusal it says what was wrong with the file."""

    files = Signal(object)
    undo = Signal(object)
    """A PastImport to be taken back."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        margin = look.sizes.page_margin
        box = QVBoxLayout(self)
        box.setContentsMargins(margin, 12, margin, 16)
        box.setSpacing(12)
        box.addWidget(Label(_("Take ledgers in"), "title"))
        self.bar = AttentionBar(look)
        box.addWidget(self.bar)
        self.drop = DropArea(look)
        self.drop.dropped.connect(self.files)
        box.addWidget(self.drop)
        box.addSpacing(8)
        self.past_title = Label(_("Taken in before"), "strong")
        box.addWidget(self.past_title)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = ground(QWidget(), "paper")
        self.list = QVBoxLayout(inside)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(0)
        area.setWidget(inside)
        box.addWidget(area, 1)
        self.area = area

    def say(self, sentence: str) -> None:
        """Say above the choice what was wrong; nothing takes it away."""
        if sentence:
            self.bar.show_sentence("soon", _("Nothing was taken in."), sentence)
        else:
            self.bar.hide()

    def show_past(self, imports: Sequence[PastImport]) -> None:
        """List what was taken in before, newest first."""
        clear(self.list)
        self.past_title.setVisible(bool(imports))
        for one in imports:
            self.list.addWidget(rule())
            self.list.addWidget(self._line(one))
        self.list.addStretch(1)

    def _line(self, one: PastImport) -> QWidget:
        line = QWidget()
        line.setMinimumHeight(self.look.sizes.row + 6)
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(16)
        when = _("{at:%m-%d %H:%M}").format(at=local_time(datetime.fromisoformat(one.at))) if one.at else ""
        box.addWidget(Label(when, "body", "ink2"))
        names = shown(_(", ").join(one.files))
        box.addWidget(ElidedLabel(names, "body"), 1)
        box.addWidget(Label(_("{new} new, {updated} completed").format(new=one.added, updated=one.updated), "body", "ink2"))
        box.addWidget(Label(shown(one.operator), "body", "ink2"))
        if one.undone:
            box.addWidget(Label(_("taken back"), "body", "ink3"))
        else:
            button = LinkButton(_("Take back whole"), self.look)
            button.setAccessibleName(_("Take back whole: {files}").format(files=names))
            button.clicked.connect(lambda: self.undo.emit(one))
            box.addWidget(button)
        return line


class ImportProgress(QWidget):
    """What is being done, how far it is, and a way to stop it that leaves nothing half done."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        margin = look.sizes.page_margin
        box = QVBoxLayout(self)
        box.setContentsMargins(margin, 12, margin, 16)
        box.setSpacing(14)
        self.step, self.since = "", monotonic()
        self.title = Label("", "title")
        box.addWidget(self.title)
        self.words = ElidedLabel("", "body", "ink2")
        box.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(640)
        box.addWidget(self.bar)
        line = QHBoxLayout()
        self.cancel = Button(_("Stop"), look, "plain", key_map.shown("import.leave"))
        line.addWidget(self.cancel)
        line.addStretch(1)
        box.addLayout(line)
        self.calm = Label("", "body", "ink2", wrap=True)
        box.addWidget(self.calm)
        box.addStretch(1)

    def begin(self, what: str) -> None:
        """Show that reading or taking in begins."""
        reading = what == "read"
        self.title.setText(_("Reading the ledgers") if reading else _("Taking people in"))
        self.calm.setText(
            _("Nothing is written yet.") if reading else _("If you stop now, nothing is taken in and everything is as it was before.")
        )
        self.tell("", 0, 0)

    def tell(self, sentence: str, done: int, total: int) -> None:
        """Show how far it is and how long it still takes."""
        if sentence != self.step:
            self.step, self.since = sentence, monotonic()
        words = sentence
        if total > 1:
            words = _("{sentence}, {done} of {total}").format(sentence=sentence, done=done, total=total)
            gone = monotonic() - self.since
            if done and gone > SURE_AFTER:
                words += _(", about {seconds} seconds more").format(seconds=round(gone * (total - done) / done) + 1)
        self.words.setText(words)
        self.bar.setRange(0, total if total > 1 else 0)
        self.bar.setValue(done)
        self.bar.setAccessibleName(self.words.text())
