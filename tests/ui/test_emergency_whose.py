"""F8 on somebody while another's emergency runs: it is asked which is meant, and no sheet of the wrong person stands there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.ui import emergency_key
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from tests.ui.emergency_kit import Hands, K, at_work, held, put, running
from tests.ui.keys import soon


@pytest.fixture
def two(empty_desk: OpenDesk) -> tuple[str, str]:
    first = put(empty_desk.database, "余水莲", "1947-05-05", current_address="河口组7号")
    return first, put(empty_desk.database, "汪厚行", "1944-05-05", current_address="汪家组3号")


@pytest.fixture
def hands(two: tuple[str, str], empty_desk: OpenDesk, composition: Composition, qtbot: QtBot) -> Iterator[Hands]:
    """Give hands at a window in which the first one's emergency was left open two days ago, and the second one is looked at."""
    with at_work(empty_desk, composition, qtbot) as found:
        now = found.at
        found.at -= timedelta(days=2)
        emergency_key.begun(empty_desk, two[0])
        found.at = now
        found.window.open("residents", two[1])
        QTest.qWait(60)
        yield found


def asked(hands: Hands, key: Any, seen: list[str]) -> None:
    def answer(dialog: Any) -> None:
        seen.append(dialog.text.text())
        hands.at += timedelta(minutes=4)
        QTest.keyClick(dialog, key)

    soon(answer)
    hands.press(K.Key_F8)
    QTest.qWait(150)


def test_whoever_is_looked_at_gets_his_own_from_the_moment_of_the_key(hands: Hands, two: tuple[str, str]) -> None:
    seen: list[str] = []
    asked(hands, K.Key_Return, seen)
    assert seen == ["余水莲（11月21日 23:12）的求助还没收尾。"]
    assert hands.window.here == "emergency"
    assert (held(hands).incident.resident_id, held(hands).incident.called_at) == (two[1], "23:12")
    assert {one.incident.resident_id for one in running(hands.window.desk)} == set(two)


def test_or_one_goes_back_to_the_one_that_runs(hands: Hands, two: tuple[str, str]) -> None:
    asked(hands, K.Key_Escape, [])
    assert held(hands).incident.resident_id == two[0]
    assert len(running(hands.window.desk)) == 1


def test_nothing_is_asked_of_whoever_has_one_or_where_nobody_is_chosen(hands: Hands, two: tuple[str, str]) -> None:
    for page, place in (("residents", two[0]), ("helpers", None)):
        hands.window.open(page, place)
        QTest.qWait(60)
        hands.press(K.Key_F8)
        assert held(hands).incident.resident_id == two[0]
    assert len(running(hands.window.desk)) == 1
