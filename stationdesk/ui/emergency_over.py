"""F8 while a dialog or a menu is open: the emergency stands above it in a window of its own, and what was typed below is there after.

A dialog keeps every key from the window below it, the window's shortcuts too. So the key is heard where it comes in from outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.incidents import open_incidents
from stationdesk.ui import emergency_key, key_map
from stationdesk.ui.emergency_page import EmergencyPage

if TYPE_CHECKING:
    from stationdesk.ui.desk_window import DeskWindow

MOST = 9
"""Menus over each other that are closed."""


class PageAbove(EmergencyPage):
    """The sheet as it stands above a dialog: leaving it goes back there."""

    def go_away(self) -> None:
        """Leave the sheet; the time runs on, and the status line says so."""
        self.window().close()


class EmergencyAbove(QDialog):
    """The window above; one for a desk, shown again when it is needed again."""

    def __init__(self, below: DeskWindow) -> None:
        super().__init__(below)
        self.setWindowTitle(_("Emergency"))
        self.page = PageAbove(below.desk)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        below.desk.saved.connect(self._saved)
        key_map.attach(self, "everywhere.undo", self.page.undo)

    def show_above(self, modal: QWidget, below: QWidget, incident_id: str) -> None:
        """Show an emergency until it is left, and give the keyboard back to where it was in `modal`."""
        self.setGeometry(below.geometry())
        self.winId()
        if (mine := self.windowHandle()) is not None:
            mine.setTransientParent(modal.windowHandle())
        self.page.take(incident_id)
        self.page.setFocus()
        self.exec()
        if modal.isVisible():
            modal.activateWindow()

    def _saved(self, registers: frozenset[str]) -> None:
        if self.isVisible() and registers & self.page.reads:
            self.page.refresh()


class EmergencyWatch(QObject):
    """Hears the key in every window of the program that has the keyboard, before anything in it does."""

    def __init__(self, application: QGuiApplication, window: DeskWindow) -> None:
        super().__init__(window)
        self.below = window
        self.above: EmergencyAbove | None = None
        application.focusWindowChanged.connect(self.watch)
        self.watch(application.focusWindow())

    def watch(self, window: QWindow | None) -> None:
        """Hear what this window is given from outside."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take the key where no shortcut of the desk's window has taken it: a dialog is open."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and key_map.pressed(event, "everywhere.emergency"):
            if not event.isAutoRepeat() and self.below.isVisible():
                QTimer.singleShot(0, self, self.press)
            return True
        return super().eventFilter(watched, event)

    def press(self) -> None:
        """Show the emergency above what is open; one whose own question is open is in sight already."""
        for _menu in range(MOST):
            if (menu := QApplication.activePopupWidget()) is None:
                break
            menu.close()
        modal = QApplication.activeModalWidget()
        if modal is None:
            emergency_key.press(self.below)
        elif modal is self.above:
            self.above.page.take(emergency_key.begun(self.below.desk, "").id)
        elif isinstance(modal, emergency_key.WhoseDialog):
            return
        elif self.below.here != emergency_key.PAGE and not (self.above is not None and self.above.isVisible()):
            self.above = self.above or EmergencyAbove(self.below)
            self.above.show_above(modal, self.below, self._which())

    def _which(self) -> str:
        """Return the emergency that runs, or begin one; of whom it is asked: what is open below may be about somebody else."""
        desk = self.below.desk
        with desk.reading() as session:
            running = open_incidents(session)
        return running[-1].id if running else emergency_key.begun(desk, "").id
