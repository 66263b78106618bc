"""An emergency entered late by keys alone, and somebody who has no family to be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.services.incidents_today import INCIDENTS
from stationdesk.services.today_lines import Asked
from stationdesk.ui.emergency_dialogs import FactsDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from tests.ui.emergency_kit import Hands, K, at_work, held, put
from tests.ui.keys import soon, write

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def who(empty_desk: OpenDesk) -> str:
    return put(empty_desk.database, "余水莲", "1947-05-05", current_address="河口组7号")


@pytest.fixture
def hands(who: str, empty_desk: OpenDesk, composition: Composition, qtbot: QtBot) -> Iterator[Hands]:
    with at_work(empty_desk, composition, qtbot) as found:
        found.window.open("residents", who)
        found.press(K.Key_F8)
        yield found


def late(hands: Hands, key: Qt.Key, text: str) -> None:
    soon(lambda dialog: hands.type_in(dialog, text))
    hands.press(key, SHIFT, after=0.2)


def test_the_call_and_each_step_at_its_own_minute(hands: Hands) -> None:
    soon(lambda dialog: hands.fill(dialog, (dialog.called, "21:05")))
    hands.press(K.Key_F3, after=1)
    hands.until(lambda: held(hands).incident.called_at == "21:05")
    line = hands.page().current
    late(hands, K.Key_X, "21:07")
    hands.until(lambda: len(held(hands).events) == 1)
    assert hands.page().current != line, "the next one nobody rang"
    late(hands, K.Key_D, "21:20")
    hands.until(lambda: len(held(hands).events) == 2)
    hands.press(K.Key_C)
    soon(lambda dialog: hands.fill(dialog, (dialog.ended, "23:14")))
    hands.press(K.Key_W, after=3)
    hands.until(lambda: not held(hands).standing.is_open)
    assert [(one.kind, one.at) for one in held(hands).events] == [
        *(("missed", "21:07"), ("doctor_came", "21:20"), ("ambulance_came", "23:13"), ("over", "23:14")),
    ]


@pytest.mark.parametrize("days", [-1, 400])
def test_what_is_added_under_another_clock_leaves_the_call_at_its_minute(hands: Hands, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    before, real = held(hands).incident, hands.window.desk.database.clock
    monkeypatch.setattr(hands.window.desk.database, "clock", lambda: real() + timedelta(days=days))
    shown: list[str] = []

    def add(dialog: FactsDialog) -> None:
        shown.append(dialog.called.text())
        hands.fill(dialog, (dialog.fields["what"], "在灶房摔倒"))

    soon(add)
    hands.press(K.Key_F3, after=1)
    hands.until(lambda: held(hands).incident.what == "在灶房摔倒")
    after = held(hands).incident
    assert (after.started_at, after.happened_on, after.called_at) == (before.started_at, before.happened_on, before.called_at)
    assert shown[0].startswith(str(before.happened_on)), "with its year, where the day alone would be another one"


def test_a_minute_that_cannot_be_is_said_in_the_question_and_nothing_is_written(hands: Hands) -> None:
    told: list[str] = []
    line = hands.page().current

    def wrong(dialog: object) -> None:
        hands.type_in(dialog, "21:20")
        told.append(dialog.trouble.text())  # type: ignore[attr-defined]
        QTest.keyClick(dialog, K.Key_Escape)  # type: ignore[call-overload]

    soon(wrong)
    hands.press(K.Key_Return, SHIFT, after=1)
    hands.until(lambda: bool(told))
    assert "21:20" in told[0]
    assert held(hands).events == ()
    assert hands.page().current == line


def test_no_family_to_be_told_needs_a_reason_and_ends_the_reminder(hands: Hands) -> None:
    assert "按 L" in hands.page().frame.kin.text()
    told: list[str] = []

    def answer(dialog: object) -> None:
        hands.type_in(dialog, "")
        told.append(dialog.trouble.text())  # type: ignore[attr-defined]
        write(dialog.field, "五保户")  # type: ignore[attr-defined]
        QTest.keyClick(dialog.field, K.Key_Return)  # type: ignore[attr-defined]

    soon(answer)
    hands.press(K.Key_L, after=1)
    hands.until(lambda: bool(held(hands).events))
    assert told == ["写一句为什么。"]
    assert held(hands).standing.kin_none
    assert not hands.page().frame.kin.isVisible()
    soon(lambda dialog: hands.fill(dialog, (dialog.how, "在家")))
    hands.press(K.Key_W, after=1)
    hands.until(lambda: not held(hands).standing.is_open)
    with hands.window.desk.reading() as session:
        assert INCIDENTS.section(session, Asked(hands.window.desk.today())).lines == ()
