"""F1 in the windows before the desk: the manual is loaded when it is asked for, not when the program starts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.ui.parts.look import Look


def manual_at(parent: QWidget, look: Look, topic: str) -> None:
    """Open the manual at a page, over `parent`, until it is closed."""
    from stationdesk.ui.help_window import HelpWindow

    HelpWindow(parent, look, topic).exec()
