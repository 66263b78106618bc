"""A work that would hold a widget in its thread is found, however it holds it; plain data and the open desk are not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Jobs, Report
from stationdesk.ui.parts.work_reach import of_the_screen


class Holder:
    """Something of the window that is no widget, but holds one."""

    def __init__(self, label: QLabel) -> None:
        self.shown = [label]

    def read(self, _report: Report) -> int:
        return len(self.shown)


def ways(label: QLabel) -> dict[str, Callable[..., Any]]:
    """Return works that hold a label."""

    def inner(_report: Report) -> str:
        return label.text()

    def by_default(_report: Report, *, of: QLabel = label) -> str:
        return of.text()

    return {
        "closure": inner,
        "default": by_default,
        "partial": partial(repr, label),
        "lambda over a function": lambda report: (inner(report), report),
        "partial over a method": partial(Holder(label).read),
        "list": partial(len, [1, (2, label)]),
    }


@pytest.mark.parametrize("way", ["closure", "default", "partial", "lambda over a function", "partial over a method", "list"])
def test_whatever_holds_a_widget_is_found(qtbot: QtBot, way: str) -> None:
    label = QLabel("汪厚行")
    qtbot.addWidget(label)
    found = of_the_screen(ways(label)[way])
    assert found
    assert found[0].endswith(": QLabel")


def test_plain_data_and_the_open_desk_are_allowed(empty_desk: OpenDesk) -> None:
    names = ["甲", "乙"]

    def work(_report: Report) -> int:
        with empty_desk.reading():
            return len(names)

    assert of_the_screen(work, (OpenDesk,)) == []
    assert of_the_screen(partial(work, lambda *_said: None), (OpenDesk,)) == []
    assert of_the_screen(work) == ["work.empty_desk: OpenDesk"]


def test_a_work_that_holds_the_screen_is_not_begun_in_a_test(qtbot: QtBot) -> None:
    label = QLabel("甲")
    qtbot.addWidget(label)
    jobs = Jobs()
    with pytest.raises(AssertionError, match="QLabel"):
        jobs.start(lambda _report: label.text(), lambda _none: None)
    assert not jobs.busy()
