"""Choosing somebody of the register in a small window: type, arrow, Enter."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from stationdesk.i18n import _
from stationdesk.services.find_lines import found_lines
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.search_box import FoundDelegate, FoundModel

MOST = 30
ROWS = 6
"""Rows of the list that are seen at once."""


class FindDialog(Dialog):
    """Asks for a person; `ask` returns his id, or nothing."""

    def __init__(self, desk: OpenDesk, title: str, text: str, button: str, *, besides: Collection[str] = (), parent: QWidget | None = None):
        super().__init__(parent, desk.look, title, text, width=580)
        self.desk, self.besides = desk, frozenset(besides)
        self.field = LineField(self.look, _("name, pinyin, nickname, last digits of a phone"))
        self.field.setAccessibleName(title)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.search)
        self.body.addWidget(self.field)
        self.view = QListView()
        self.view.setProperty("ground", "surface")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("People found"))
        self.view.setFixedHeight(ROWS * self.look.sizes.row + 4)
        self.found = FoundModel(self)
        self.view.setModel(self.found)
        self.view.setItemDelegate(FoundDelegate(self.look, self))
        self.view.doubleClicked.connect(self.take)
        self.body.addWidget(self.view)
        self.take_button = self.add_button(button, "primary", "Enter", closes=False)
        self.take_button.clicked.connect(self.take)
        self.add_button(_("Choose nobody"), "quiet", "Esc")
        self.search("")
        self.field.setFocus()

    def search(self, text: str) -> None:
        """Show whom `text` may mean."""
        lines = []
        if text.strip():
            with self.desk.reading() as session:
                lines = found_lines(session, text, self.desk.today(), may_see_children=self.desk.sees_children, limit=MOST)
        self.found.show([line for line in lines if line.id not in self.besides])
        if self.found.lines:
            self.view.setCurrentIndex(self.found.index(0))
        self.take_button.setEnabled(bool(self.found.lines))

    def take(self) -> None:
        """Close with the person that is current."""
        at = self.view.currentIndex().row()
        if 0 <= at < len(self.found.lines):
            self.give(self.found.lines[at].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Move in the list while the keyboard stays in the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.found.lines:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                at = max(0, min(len(self.found.lines) - 1, self.view.currentIndex().row() + step))
                self.view.setCurrentIndex(self.found.index(at))
                return True
            if key_map.pressed(event, "search.open"):
                self.take()
                return True
        return super().eventFilter(watched, event)
