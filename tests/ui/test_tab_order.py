"""Tab comes to everything that can be used on a page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.ui.desk_pages import PAGES
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition

MOST = 300
"""Steps after which Tab has certainly gone round."""


def told(widget: QWidget) -> str:
    """Return what a failure calls a widget."""
    return f"{type(widget).__name__} «{widget.accessibleName()}»"


@pytest.mark.parametrize("name", PAGES)
def test_tab_comes_to_everything(name: str, desk: OpenDesk, composition: Composition, qtbot: QtBot) -> None:
    window = DeskWindow(desk, composition)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitActive(window)
    window.open(name)
    wanted = {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    }
    reached: set[QWidget] = set()
    for _step in range(MOST):
        focused = window.focusWidget()
        assert focused is not None
        reached.add(focused)
        window.focusNextChild()
    missed = sorted(told(widget) for widget in wanted - reached)
    qtbot.waitUntil(lambda: not desk.jobs.running)
    assert window.close()
    assert missed == []
