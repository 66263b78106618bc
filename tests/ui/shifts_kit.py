"""The page of the roster as it stands in the window, and the key that saves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.shifts_page import ShiftsPage
from tests.ui.pairings_kit import press

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> ShiftsPage:
    """Give the page of a station without a roster."""
    made = ShiftsPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: made.refresh())
    made.refresh()
    shown(made)
    made.table.setFocus()
    return made


def save() -> None:
    """Press what saves in the dialog."""
    press(Qt.Key.Key_S, CONTROL)
