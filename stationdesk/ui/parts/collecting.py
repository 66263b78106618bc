"""Circles of objects that nobody refers to any more are searched for on the screen's thread, and nowhere else.

Python searches wherever it happens to make an object, so in a thread of long work too. Among what it finds there are the widgets of a
closed page, and they would be destroyed in that thread: Qt keeps a lock meanwhile and waits for the interpreter, while the screen's
thread has the interpreter and waits for that lock. Both wait for ever. So Python's own search is turned off and a timer does it here.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000
"""Milliseconds between two looks at how much has been made since the last search."""


class Collector(QObject):
    """Searches on the thread it was made on, as long as it lives; made once, a child of the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(search)
        self._timer.start(EVERY)


def search() -> int:
    """Search where Python's own rule says so: the oldest generation over its threshold; returns how many objects were freed."""
    for generation, (made, most) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if made > most:
            return gc.collect(generation)
    return 0
