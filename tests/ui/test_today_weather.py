"""Bad weather from 今日, by keyboard alone: written down for any days, seen over the list, changed, ended, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from stationdesk.registers.bad_weather import BadWeatherDraft
from stationdesk.services.weather import begin_weather, weather_on, weathers_near
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.today_page import TodayPage
from stationdesk.ui.weather_dialog import WeatherDialog
from tests.ui.today_kit import Show, names, open_page, village


@pytest.fixture
def page(empty_desk: OpenDesk, composition: Composition, shown: Show, qtbot: QtBot) -> TodayPage:
    village(empty_desk)
    return open_page(empty_desk, shown, qtbot)


@pytest.fixture
def dialog(page: TodayPage, qtbot: QtBot) -> WeatherDialog:
    found = WeatherDialog(page.desk, page)
    qtbot.addWidget(found)
    found.show()
    qtbot.waitUntil(found.name.hasFocus)
    return found


def days(desk: OpenDesk) -> list[tuple[str, int, int | None]]:
    on = desk.today()
    with desk.reading() as session:
        found = weathers_near(session, on)
    return [(one.text, (one.since - on).days, (one.until - on).days if one.until else None) for one in found]


def typed(text: str) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    QTest.keyClick(focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    focus.insert(text)  # as an input method does
    QTest.keyClick(focus, Qt.Key.Key_Return)


def test_a_storm_that_began_yesterday_is_written_down_by_keys(page: TodayPage, dialog: WeatherDialog) -> None:
    assert "程来发" in names(page)
    typed("暴雪")
    typed("昨天")
    typed("3天")
    assert dialog.effect.text() == "暴雪 11月22日 — 24日：红色、黄色每天联系。已经过去的那几天没联系上的，会算漏联系。"
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.answer == "saved"
    assert days(page.desk) == [("暴雪", -1, 1)]
    assert not page.weather.isHidden()
    assert page.weather.accessibleName() == "暴雪 11月22日 — 24日：红色、黄色每天联系"
    page.undo()
    assert days(page.desk) == []
    assert page.weather.isHidden()


def test_a_figure_names_the_weather(page: TodayPage, dialog: WeatherDialog) -> None:
    dialog.kind.setFocus()
    QTest.keyClick(dialog.kind, Qt.Key.Key_2)
    assert dialog.name.value() == "大雪"
    dialog.keep_button.click()
    assert days(page.desk) == [("大雪", 0, None)]


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(page: TodayPage, dialog: WeatherDialog) -> None:
    dialog.keep()
    assert "什么天气" in dialog.trouble.text()
    dialog.name.setText("大风" * 30)
    for first, last, said in (
        ("哪天", "", "日子"),
        ("今天", "0天", "日子"),
        ("今天", "昨天", "还早"),
        ("今天", "2029-01-01", "一年"),
        ("2026-09-01", "明天", "31 天"),
    ):
        dialog.first.setText(first)
        dialog.last.setText(last)
        dialog.keep()
        assert said in dialog.trouble.text(), (first, last)
        assert (dialog.first.text(), dialog.last.text(), dialog.answer) == (first, last, "")
    assert days(page.desk) == []


def test_it_is_changed_ended_early_and_taken_back(page: TodayPage, qtbot: QtBot) -> None:
    on = page.desk.today()
    with page.desk.writing("大雪") as session:
        draft = BadWeatherDraft(from_date=(on - timedelta(days=2)).isoformat(), text="大雪")
        begin_weather(session, draft, on)
        later = BadWeatherDraft.model_validate({"from_date": "2026-12-20", "to_date": "2026-12-22", "text": "寒潮"})
        with pytest.raises(Exception, match="大雪"):
            begin_weather(session, later, on)

    def open_with(choose: Callable[[WeatherDialog], None]) -> None:
        dialog = WeatherDialog(page.desk, page)
        qtbot.addWidget(dialog)
        dialog.show()
        choose(dialog)

    def change(dialog: WeatherDialog) -> None:
        with page.desk.reading() as session:
            dialog.fill(weathers_near(session, on)[0])
        assert dialog.first.text() == "2026-11-21"
        dialog.last.setText("后天")
        dialog.keep()

    open_with(change)
    assert days(page.desk) == [("大雪", -2, 2)]
    with page.desk.reading() as session:
        current = weather_on(session, on)
    assert current is not None
    open_with(lambda dialog: dialog.end(current))
    assert days(page.desk) == [("大雪", -2, -1)]
    assert page.weather.isHidden()
    open_with(lambda dialog: dialog.take_back(current))
    assert days(page.desk) == []
    page.undo()
    page.undo()
    assert days(page.desk) == [("大雪", -2, 2)]


def test_without_the_right_it_is_only_to_be_looked_at(page: TodayPage, dialog: WeatherDialog) -> None:
    page.desk.operator.may_change_settings = False
    found = WeatherDialog(page.desk, page)
    assert not found.keep_button.isEnabled()
    assert "权限" in found.trouble.text()
    found.name.setText("大雪")
    found.keep()
    assert days(page.desk) == []


def test_one_key_opens_it(page: TodayPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bool] = []

    def ask(_dialog: WeatherDialog) -> str:
        opened.append(True)
        return ""

    monkeypatch.setattr(WeatherDialog, "ask", ask)
    assert key_map.shown("today.weather") == page.weather.button.toolTip() == "Ctrl T"
    QTest.keyClick(page.list, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert opened == [True]
