"""A page of the window: reads when it is shown and after a save it cares about."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.labels import ground


class Page(QWidget):
    """What every page has in common; a page keeps its own widgets and asks services for its rows."""

    name: ClassVar[str]
    """The page's name: in `open_page`, of its manual page, of its picture."""
    reads: ClassVar[frozenset[str]] = frozenset()
    """The registers it shows: an action that wrote one of them refreshes it."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self._first: QWidget | None = None
        ground(self, "paper")

    def begin_at(self, widget: QWidget) -> None:
        """Say what gets the keyboard when the page is opened; with a focus proxy, Tab would pass over all that stands before it."""
        self._first = widget

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Hand the keyboard on to where the page begins."""
        super().focusInEvent(event)
        if self._first is not None:
            self._first.setFocus(event.reason())

    def refresh(self) -> None:
        """Read everything again and show it."""

    def take(self, argument: Any) -> None:
        """Open what somebody came here for: a resident's id, a list of files."""

    def leave(self) -> bool:
        """Tell whether the page may be left now; False keeps the operator here (something would be lost)."""
        return True

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys that work here, each with its word, for a strip under several pages."""
        return []

    def topic(self) -> str:
        """Return the manual's page about what one is doing here."""
        return self.name

    def place(self) -> Any:
        """Return what `take` would need to come back to what is open here; an id, never a name."""
        return None

    def keep(self) -> None:
        """Keep what was typed, so that it is there again after locking or a crash."""
