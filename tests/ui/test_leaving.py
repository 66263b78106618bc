"""Locking and closing in the middle of something: it always comes about, nothing is half done, nothing typed is lost unasked."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services import drafts
from stationdesk.settings import Settings
from stationdesk.store import database as database_module
from stationdesk.store.database import Database
from stationdesk.store.desk import unlock_desk
from stationdesk.store.files import NoSpace
from stationdesk.ui.closing import Closing, closing
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.opening import data_folder
from stationdesk.ui.parts.background import Jobs, Report
from stationdesk.ui.parts.dialogs import Dialog, tell, unasked
from stationdesk.ui.parts.look import Look
from stationdesk.ui.unlock_window import UnlockWindow
from tests.store.kit import resident
from tests.ui.front_kit import XU, XU_PASSPHRASE, two_operators, unlock, write_text


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give a desk with two operators and three people."""
    settings = two_operators(tmp_path)
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    with database, database.writing(XU, "登记") as session:
        for name in ("汪厚行", "章火香", "卢细妹"):
            session.add(resident(name, author=database.about.author))
    return settings


@pytest.fixture
def bugs(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Give what reached the last hook."""
    met: list[BaseException] = []

    def take(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        met.append(error)

    monkeypatch.setattr(sys, "excepthook", take)
    return met


def locked(keeper: Doorkeeper) -> bool:
    """Tell whether the unlock window is all there is."""
    return keeper.window is None and keeper.desk is None and isinstance(keeper.front, UnlockWindow) and keeper.front.isVisible()


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no action be saved any more."""

    def refuse(*_anything: Any, **_more: Any) -> Any:
        raise NoSpace("盘满了，没有存上。")

    monkeypatch.setattr(database_module.Database, "writing", refuse)


def test_a_closed_store_is_not_opened_again_by_somebody_late(settings: Settings) -> None:
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    database.close()
    with pytest.raises(RuntimeError, match="closed"), database.reading():
        pass
    with pytest.raises(RuntimeError, match="closed"), database.writing(XU, "迟到的"):
        pass


def test_a_full_disk_keeps_nobody_from_locking(
    keeper: Doorkeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, bugs: list[BaseException]
) -> None:
    window = unlock(qtbot, keeper)
    window.open("residents", "new")
    QTest.qWait(100)
    write_text(window, "刚写了一半")
    database: Database = window.desk.database
    window.desk.log("opened", about="试试")
    del window
    full_disk(monkeypatch)
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            said.append(dialog.text.text())
            dialog.give("ok")

    QTimer.singleShot(400, answer)
    keeper.lock()
    assert locked(keeper)
    assert database.key == b""
    assert said == ["盘满了，没有存上。"]
    assert bugs == []


def when(ready: Callable[[], object], act: Callable[[], object]) -> None:
    """Do something as soon as what it waits for is there, however slow the machine."""

    def look() -> None:
        if ready():
            act()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_locking_over_a_question_takes_the_question_away(keeper: Doorkeeper, qtbot: QtBot, bugs: list[BaseException]) -> None:
    window = unlock(qtbot, keeper)
    window.open("residents", "new")
    QTest.qWait(100)
    write_text(window, "汪新人")
    menu, over = QMenu(window), list[type]()
    menu.addAction("汪新人")
    QTimer.singleShot(20, window, lambda: window.open("today"))  # the form asks whether it may be left
    question = QApplication.activeModalWidget
    when(question, lambda: tell(question(), window.look, "又一个", "汪新人", "好"))
    when(lambda: len(window.findChildren(Dialog)) > 1 and question(), lambda: menu.popup(window.pos()))
    when(QApplication.activePopupWidget, lambda: over.extend([type(question()), type(QApplication.activePopupWidget())]))
    when(lambda: over, keeper.lock)
    qtbot.waitUntil(lambda: locked(keeper))
    QTest.qWait(50)
    assert over == [Dialog, QMenu], "they were there"
    assert QApplication.activeModalWidget() is None
    assert bugs == []

    database, _slot = unlock_after(keeper, qtbot)
    with database.reading() as session:
        assert [one.form for one in drafts.kept(session, XU)] == ["resident"]


def unlock_after(keeper: Doorkeeper, qtbot: QtBot) -> tuple[Database, str]:
    """Unlock again and return the store."""
    window = unlock(qtbot, keeper)
    return window.desk.database, window.here


def test_locking_in_the_middle_of_a_work_stops_it_whole(keeper: Doorkeeper, qtbot: QtBot, bugs: list[BaseException]) -> None:
    window = unlock(qtbot, keeper)
    desk = window.desk
    under_way, heard = threading.Event(), list[str]()

    def work(report: Report) -> None:
        with desk.writing("一大批") as session:
            session.add(resident("半截子", author=desk.database.about.author))
            session.flush()
            while True:
                under_way.set()
                report("正在存…")
                time.sleep(0.005)

    def failing(_report: Report) -> None:
        raise ValueError("汪厚行")

    desk.jobs.start(work, lambda _none: heard.append("done"), None, lambda: heard.append("cancelled"))
    desk.jobs.start(failing, lambda _none: heard.append("done"))
    desk.jobs.start(lambda _report: 1, lambda _one: tell(window, window.look, "好了", "汪厚行", "好"))
    assert under_way.wait(5)
    time.sleep(0.05)
    keeper.lock()
    assert locked(keeper)
    assert heard == ["cancelled"]
    assert [type(one) for one in bugs] == [ValueError], "reported, and yet everything was closed"

    database, _here = unlock_after(keeper, qtbot)
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM resident WHERE name = '半截子'").scalar_one() == 0


def test_who_leaves_is_asked_nothing(qtbot: QtBot, look: Look) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with unasked():
        assert Dialog(window, look, "一句话").ask() == ""


# -- closing


def answering(value: str, seen: list[str]) -> QTimer:
    """Answer the next dialogs with `value`, and note what they said."""
    timer = QTimer()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            seen.append(f"{dialog.windowTitle()} {dialog.text.text()}")
            dialog.give(value)

    timer.timeout.connect(answer)
    timer.start(20)
    return timer


def endless(stop: threading.Event) -> Callable[[Report], None]:
    """Return a work that goes on until it is told to stop."""

    def work(report: Report) -> None:
        while not stop.wait(0.005):
            report("正在打印第 3 面，共 40 面…", 3, 40)

    return work


def test_closing_in_the_middle_of_a_work_asks_first(keeper: Doorkeeper, qtbot: QtBot) -> None:
    window, end, heard, seen = unlock(qtbot, keeper), threading.Event(), list[str](), list[str]()
    window.desk.jobs.start(endless(end), lambda _none: heard.append("done"), None, lambda: heard.append("cancelled"))
    timer = answering("", seen)
    assert not window.close()
    assert window.isVisible()
    assert "第 3 面" in seen[0]
    timer.stop()
    timer = answering(Closing.LATER, seen)
    assert not window.close()
    timer.stop()
    assert window.isVisible()
    end.set()
    qtbot.waitUntil(lambda: keeper.window is None, timeout=5000)
    assert heard == ["done"]


def test_closing_may_stop_a_work(keeper: Doorkeeper, qtbot: QtBot) -> None:
    window, heard, seen = unlock(qtbot, keeper), list[str](), list[str]()
    window.desk.jobs.start(endless(threading.Event()), lambda _none: heard.append("done"), None, lambda: heard.append("cancelled"))
    timer = answering(Closing.NOW, seen)
    assert window.close()
    timer.stop()
    assert keeper.desk is None
    assert heard == ["cancelled"]
    assert len(seen) == 1


def test_what_is_nearly_done_is_not_asked_about(qtbot: QtBot, look: Look) -> None:
    window, jobs, heard = QWidget(), Jobs(), list[int]()
    qtbot.addWidget(window)
    jobs.start(lambda _report: time.sleep(0.1), lambda _none: heard.append(1))
    assert closing(window, look, jobs) is Closing.NOW
    assert heard == [1]


def test_a_full_disk_keeps_nobody_from_closing(keeper: Doorkeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, seen = unlock(qtbot, keeper), list[str]()
    window.open("residents", "new")
    QTest.qWait(100)
    write_text(window, "刚写了一半")
    full_disk(monkeypatch)
    timer = answering("", seen)
    assert not window.close()
    assert window.isVisible(), "nobody said that it may be lost"
    assert "盘满了" in seen[0]
    timer.stop()
    timer = answering("drop", seen)
    assert window.close()
    timer.stop()
    assert keeper.desk is None


def test_a_page_that_fails_while_it_is_left_keeps_the_window(keeper: Doorkeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = unlock(qtbot, keeper)

    def broken() -> bool:
        raise ValueError("汪厚行")

    monkeypatch.setattr(window.pages["today"], "leave", broken)
    with suppress(ValueError):
        window.close()
    assert window.isVisible(), "a window that is gone while its process stays could not be got back"
    monkeypatch.undo()
    assert window.close()
    assert keeper.desk is None
