"""What Python's search for circles frees is freed on the screen's thread, however much a thread of long work makes."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from stationdesk.ui.parts.collecting import Collector, search


class Ring(QObject):
    """Something of Qt's that only a search can find, and that notes which thread destroyed it."""

    def __init__(self, ends: list[str]) -> None:
        super().__init__()
        self.me, self.ends = self, ends

    def __del__(self) -> None:
        """Note the thread."""
        self.ends.append(threading.current_thread().name)


def make_many() -> None:
    """Make enough circles for Python to search many times, were it let."""
    for _one in range(200_000):
        ring: list[object] = []
        ring.append(ring)


def in_a_thread() -> None:
    """Do as long work does."""
    thread = threading.Thread(target=make_many, name="long work")
    thread.start()
    thread.join()


def test_a_thread_never_destroys_what_is_of_the_screen(qtbot: QtBot) -> None:
    keeper = QObject()
    Collector(keeper)
    ends: list[str] = []
    Ring(ends)
    in_a_thread()
    assert ends == []
    qtbot.waitUntil(lambda: bool(ends), timeout=20_000)
    assert ends == ["MainThread"]


def test_without_it_python_would(qtbot: QtBot) -> None:
    ends: list[str] = []
    Ring(ends)
    gc.enable()
    in_a_thread()
    assert ends == ["long work"]


def test_little_is_not_worth_a_search(qtbot: QtBot) -> None:
    gc.collect()
    assert search() == 0
    make_many()
    assert search() >= 200_000 - 1000
