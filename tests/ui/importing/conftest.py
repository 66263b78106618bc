"""The import page on a real store with a few people in it, and its keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.ui.import_page import ImportPage
from stationdesk.ui.open_desk import OpenDesk
from tests.ledgers.sheets import known
from tests.ui.importing.kit import rest


@pytest.fixture
def people(empty_desk: OpenDesk) -> dict[str, str]:
    """Keep the people the village has already."""
    return known(empty_desk.database)


@pytest.fixture
def page(empty_desk: OpenDesk, people: dict[str, str], shown: Callable[..., QWidget]) -> Iterator[ImportPage]:
    """Give the page, shown where the window would show it."""
    page = ImportPage(empty_desk)
    shown(page, 1230, 644)
    page.activateWindow()
    page.setFocus()
    yield page
    empty_desk.jobs.stop()


@pytest.fixture
def key(page: ImportPage, qtbot: QtBot) -> Callable[..., None]:
    """Give a way to press a key where the keyboard is, and to wait until what it began has ended."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or page, key, modifier)
        rest(page, qtbot)

    return press
