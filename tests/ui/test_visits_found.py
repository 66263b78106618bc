"""The page of visits: what typed words find, a visit to a household alone, and photos that wait for a right clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from stationdesk.services.desk_settings import change_settings
from stationdesk.services.photo_grounds import PhotoRefused
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.visits_page import VisitsPage
from tests.ui.dialog_keys import leave, then


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    window = DeskWindow(desk, composition)
    shown(window)
    return window


@pytest.fixture
def page(window: DeskWindow) -> VisitsPage:
    window.open("visits")
    found: Any = window.page("visits")
    return found  # type: ignore[no-any-return]


def test_with_the_clock_set_back_no_photo_is_deleted_and_a_sentence_says_why(page: VisitsPage, desk: OpenDesk) -> None:
    with desk.writing("设置") as session:
        change_settings(session, hide_for_visitors=False)
    right = desk.database.clock
    desk.database.clock = lambda: right() - timedelta(days=40)
    with pytest.raises(PhotoRefused, match=r"先不删照片。电脑的时间.*请把日期和时间调对"):
        page.delete_over()
    desk.database.clock = right
    asked: list[str] = []

    def look(dialog: Dialog) -> None:
        asked.append(dialog.windowTitle())
        leave(dialog)

    then((Dialog, look))
    page.delete_over()
    assert len(asked) == 1
