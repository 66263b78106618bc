"""The page 今日 on a screen, with five people to look after, for the tests of what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.today_page import TodayPage
from tests.services.people import ago, person, relative, visited

Show = Callable[..., QWidget]


def village(desk: OpenDesk) -> dict[str, str]:
    """Write down five people: three to ring, one to visit, one promised."""
    database = desk.database
    ids = {
        "汪厚行": person(database, "汪厚行", 81, "red", ((2, "phone", "met"), (4, "home", "met")), village_group="汪家组"),
        "徐桂英": person(database, "徐桂英", 84, "red", ((2, "phone", "met"), (4, "home", "met")), village_group="山背组"),
        "余水莲": person(database, "余水莲", 79, "red", ((1, "phone", "met"), (4, "home", "met")), village_group="河口组", phone=None),
        "程来发": person(database, "程来发", 76, "yellow", ((2, "phone", "met"), (32, "home", "met")), village_group="岭下组"),
        "吴冬生": person(database, "吴冬生", 83, village_group="岭下组", birth_precision="day"),
    }
    relative(database, ids["汪厚行"], "son", "深圳", "13900001111")
    visited(database, ids["吴冬生"], 5, "home", next_plan="再量一次血压", follow_up_due=ago(0))
    return ids


def open_page(desk: OpenDesk, shown: Show, qtbot: QtBot, width: int = 1230) -> TodayPage:
    found = TodayPage(desk)
    desk.saved.connect(lambda registers: found.refresh() if registers & found.reads else None)
    found.refresh()
    shown(found, width, 644)
    found.list.setFocus()
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    return found


def names(page: TodayPage) -> list[str]:
    return [line.name for line in page.day.lines()] if page.day else []


def current(page: TodayPage) -> str:
    line = page.list.current_line()
    return line.name if line else ""


def press(page: TodayPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or page.list, key)


def said(page: TodayPage) -> str:
    return page.key_strip.words.text()
