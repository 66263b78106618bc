"""Tab comes to everything that can be used on the pages of the clerk's window and on each subject of its settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stationdesk.ui.clerk_settings import CLERK_PARTS
from stationdesk.ui.clerk_window import CLERK_PAGES
from tests.ui.clerk_kit import Clerk
from tests.ui.test_tab_order import MOST, told

PLACES = [(name, "") for name in CLERK_PAGES if name != "settings"] + [("settings", part) for part in CLERK_PARTS]


@pytest.fixture
def clerk(clerk: Clerk) -> Clerk:
    clerk.take(clerk.county.stick)
    return clerk


def missed(window: QWidget) -> list[str]:
    """Return what can be used and Tab does not come to."""
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
    return sorted(told(widget) for widget in wanted - reached)


def test_tab_comes_to_everything(clerk: Clerk) -> None:
    found = {}
    for name, part in PLACES:
        assert clerk.window.open(name, part or None)
        clerk.settle()
        found[name, part] = missed(clerk.window)
    assert not any(found.values()), found
