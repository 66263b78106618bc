"""Windows that stand over the desk's: blanked, then closed from the topmost down when it is locked, whatever they would ask."""

from __future__ import annotations

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QDialog, QWidget

MOST = 20
"""Windows over each other that are closed; a desk has two or three at most."""


def loop_level() -> int:
    """Return how many event loops run inside each other: a dialog that is asked has its own."""
    return QThread.currentThread().loopLevel()


def blank_modal_windows(application: QApplication, window: QWidget) -> None:
    """Let nothing of anybody be seen in `window` and in what stands over it, at once, before anything is waited for."""
    window.hide()
    for one in application.topLevelWidgets():
        if one.isVisible() and (one.isModal() or one.parentWidget() is not None):
            for part in one.findChildren(QWidget):
                if part.parentWidget() is one:
                    part.hide()
            one.repaint()


def close_modal_windows(application: QApplication) -> bool:
    """Close menus, dialogs and previews; tells whether there was any."""
    found = False
    for _number in range(MOST):
        one = application.activePopupWidget() or application.activeModalWidget()
        if one is None:
            break
        found = True
        one.close()
        if one.isVisible() and isinstance(one, QDialog):
            one.done(int(QDialog.DialogCode.Rejected))
        if one.isVisible():
            one.hide()
    return found
