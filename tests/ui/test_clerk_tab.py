"""Tab comes to everything that can be used on the pages of the clerk's window and on each subject of its settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.ui.clerk_settings import CLERK_PARTS
from stationdesk.ui.clerk_window import CLERK_PAGES
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from tests.ui.clerk_kit import Clerk, County, the_county
from tests.ui.test_tab_order import MOST, told

PLACES = [(name, "") for name in CLERK_PAGES if name != "settings"] + [("settings", part) for part in CLERK_PARTS]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return the_county(tmp_path_factory)


@pytest.fixture
def clerk(qtbot: QtBot, county: County, tmp_path: Path, look: Look, composition: Composition) -> Iterator[Clerk]:
    clerk = Clerk(qtbot, county, tmp_path, look, composition)
    clerk.take(clerk.county.stick)
    yield clerk
    clerk.close()


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
