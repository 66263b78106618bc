"""Another grade scheme and the days of rest, from the settings: what is refused keeps everything, what is kept can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from stationdesk.registers.bad_weather import BadWeatherDraft
from stationdesk.services.grading import own_schemes, scheme_on
from stationdesk.services.holidays import days_of_year
from stationdesk.services.undoing import undo_last
from stationdesk.services.weather import begin_weather
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.scheme_dialog import SchemeDialog
from stationdesk.ui.settings_days import DaysPart


def test_another_scheme_is_chosen_changed_and_taken_back(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    dialog = SchemeDialog(desk)
    shown(dialog, 900, 690)
    dialog.which.set_value("monthly")
    assert set(dialog.heirs) == {"red", "green"}
    assert "改叫每月探访" in dialog.effect.text()
    dialog.review.setText("9")
    dialog.save()
    assert dialog.answer == "saved"
    on = desk.today()
    with desk.reading() as session:
        now, then = scheme_on(session, on), scheme_on(session, on + timedelta(days=1))
        assert (now.code, then.code, then.review_months) == ("red_yellow_green", "monthly", 9)
        counted = then.counted_as("red")
    assert counted is not None
    assert counted.label == "每月探访"
    assert undo_last(desk.database, desk.operator.name).says == "换一套分级：每月探访一次"


def test_a_hole_in_the_scores_is_said_in_the_dialog_and_nothing_is_kept(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    dialog = SchemeDialog(desk)
    shown(dialog, 900, 690)
    red = next(line for line in dialog.lines if line.code == "red")
    red.low.setText("19")
    dialog.save()
    assert "17 到 18 分" in dialog.trouble.text()
    red.low.setText("17")
    dialog.day.setText("2026-11-20")
    dialog.save()
    assert "明天" in dialog.trouble.text()
    for field, text in ((dialog.review, "九"), (dialog.first, "99"), (dialog.name, "")):
        before = field.text()
        dialog.day.setText("")
        field.setText(text)
        dialog.save()
        assert dialog.trouble.text()
        field.setText(before)
    assert dialog.answer == ""
    with desk.reading() as session:
        assert [one.name for one in own_schemes(session)] == ["红黄绿三级"]


def test_the_settings_say_what_weather_there_is(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    part = DaysPart(desk)
    shown(part, 1000, 620)
    part.refresh()
    assert part.state.text() == "现在没有恶劣天气。"
    assert part.whom.text().startswith("恶劣天气时，")
    on = desk.today()
    with desk.writing("寒潮") as session:
        begin_weather(session, BadWeatherDraft(from_date=on.isoformat(), text="寒潮"), on)
    part.refresh()
    assert part.state.text() == "寒潮 11月23日起：红色、黄色每天联系"
    assert "天天联系" in part.whom.text()


def test_a_negative_score_line_is_named_as_such(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    dialog = SchemeDialog(desk)
    shown(dialog, 900, 690)
    green = next(line for line in dialog.lines if line.code == "green")
    green.low.setText("-3")
    dialog.save()
    assert dialog.trouble.text() == f"{green.word.value()}：分数线要写 0 或 0 以上的整数，不能带负号。请重写。"


def test_a_day_is_said_otherwise_and_taken_back(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    part = DaysPart(desk)
    shown(part, 1000, 620)
    part.refresh()
    part.day.setText("明年")
    part.set_button.click()
    assert part.trouble.text()
    part.day.setText("12-18")
    part.kind.set_value("festival")
    part.set_button.click()
    assert "名" in part.trouble.text()
    part.called.setText("庙会")
    part.set_button.click()
    with desk.reading() as session:
        assert any((one.name, one.by) == ("庙会", "station") for one in days_of_year(session, 2026))
    part.table.go_to_row(0)
    assert part.forget_button.isHidden(), "what the country says is not taken back here"
    part.forget()
    assert part.trouble.text()
    part.table.go_to(next(one for one in part.table.model().ids() if "庙会" in str(one)))
    assert not part.forget_button.isHidden()
    part.forget()
    assert part.forget_button.isHidden()
    with desk.reading() as session:
        assert not any(one.name == "庙会" for one in days_of_year(session, 2026))
