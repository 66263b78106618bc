"""What narrows the list of residents: a gap of the day's page and the way back, and the one button of the largest text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.contact import PhoneNumber
from stationdesk.services.desk_settings import change_settings
from stationdesk.services.gaps import TITLES, Gap, gaps
from stationdesk.services.person_writing import PersonDraft, add_resident, change_resident
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.residents_pane import ResidentsPane
from stationdesk.ui.residents_source import NAME, gap_choices
from tests.services.people import person


def add(desk: OpenDesk, name: str, *numbers: str) -> str:
    with desk.writing(f"加人 {name}") as session:
        phones = tuple(PhoneNumber(number=one) for one in numbers)
        fields = {"name": name, "village": "上徐村", "birth_date": "1950-01-02", "birth_precision": "day", "phones": phones}
        return add_resident(session, PersonDraft(fields, frozenset({"living_alone"}), "red"), date(2026, 11, 1)).id


@pytest.fixture
def window(empty_desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    for name, numbers in (("汪厚行", ()), ("余水莲", ()), ("程来发", ("13800005678",))):
        add(empty_desk, name, *numbers)
    window = DeskWindow(empty_desk, composition, demo=False)
    shown(window)
    return window


def pane_of(window: DeskWindow) -> ResidentsPane:
    pane: ResidentsPane = window.page("residents").pane  # type: ignore[attr-defined]
    return pane


def names(pane: ResidentsPane) -> set[str]:
    model = pane.table.model()
    return {str(model.data(model.index(row, NAME))) for row in range(model.rowCount())}


def gap_of(desk: OpenDesk, code: str) -> Gap:
    with desk.reading() as session:
        return next(gap for gap in gaps(session, desk.today()) if gap.code == code)


def test_the_filter_offers_every_gap_by_its_own_code() -> None:
    assert [code for code, _word in gap_choices()][: len(TITLES)] == list(TITLES)


@pytest.mark.parametrize("seen_before", [False, True])
def test_a_gap_of_the_day_narrows_the_list_and_esc_widens_it(qtbot: QtBot, window: DeskWindow, seen_before: bool) -> None:
    if seen_before:
        window.open("residents")
        pane_of(window).filters["grades"].set_chosen({"red"})
        pane_of(window).filters["grades"].changed.emit()
        window.open("today")
    gap = gap_of(window.desk, "no_phone")
    window.open("residents", gap)
    pane = pane_of(window)
    assert names(pane) == {"汪厚行", "余水莲"}
    assert pane.filters["gaps"].words() == gap.title == "没有电话"
    assert pane.filters["gaps"].isVisible()
    assert [label.text() for label in pane.strip.pairs[0].findChildren(QLabel)] == ["Esc", "看全部"]
    assert window.page("residents").person.name.text() in names(pane)  # type: ignore[attr-defined]
    assert pane.table.hasFocus()
    qtbot.keyClick(pane.table, Qt.Key.Key_Escape)
    assert names(pane) == {"汪厚行", "余水莲", "程来发"}
    assert not pane.filters["gaps"].chosen()
    assert pane.filters["standing"].chosen() == {"here"}
    assert pane.filters["grades"].chosen() == ({"red"} if seen_before else frozenset())


def test_who_lies_in_hospital_is_shown_and_not_to_visitors(window: DeskWindow, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    person(empty_desk.database, "胡文斌", 79, residency_status="hospital")
    window.open("residents", "hospital")
    pane = pane_of(window)
    qtbot.waitUntil(lambda: names(pane) == {"胡文斌"})
    assert pane.filters["standing"].words() == "住院"
    assert pane.choice.wanted().tells_of_children, "where a child lies is not told without the right"
    with empty_desk.writing("设置") as session:
        change_settings(session, hide_for_visitors=True)
    qtbot.waitUntil(lambda: empty_desk.faces_visitors)
    assert pane.choice.wanted().standing == frozenset()
    qtbot.keyClick(pane.table, Qt.Key.Key_Escape)
    assert pane.filters["standing"].chosen() == {"here"}


def test_all_in_its_menu_widens_too(window: DeskWindow) -> None:
    window.open("residents", gap_of(window.desk, "no_phone"))
    pane = pane_of(window)
    pane.filters["gaps"].menu().actions()[-1].trigger()
    assert names(pane) == {"汪厚行", "余水莲", "程来发"}
    assert pane.filters["standing"].chosen() == {"here"}


def test_who_is_mended_leaves_the_list(qtbot: QtBot, window: DeskWindow) -> None:
    gap = gap_of(window.desk, "no_phone")
    window.open("residents", gap)
    pane = pane_of(window)
    with window.desk.writing("改电话") as session:
        phones = (PhoneNumber(number="13900001234"),)
        change_resident(session, gap.ids[0], PersonDraft({"phones": phones}, None, None), date(2026, 11, 23))
    qtbot.waitUntil(lambda: len(names(pane)) == 1)
    assert pane.filters["gaps"].words() == "没有电话"


def test_a_gap_chosen_in_the_filter_means_the_same_people(qtbot: QtBot, window: DeskWindow) -> None:
    window.open("residents")
    pane = pane_of(window)
    action = next(action for action in pane.filters["gaps"].menu().actions() if action.text() == "没有电话")
    action.trigger()
    qtbot.waitUntil(lambda: names(pane) == {"汪厚行", "余水莲"})


def test_at_the_largest_text_the_filters_fold_into_one_button(window: DeskWindow) -> None:
    window.open("residents")
    pane = pane_of(window)
    assert not pane.choice.folded.isVisible()
    pane.look.set(text_size=TextSize.EXTRA_LARGE)
    folded = pane.choice.folded
    assert folded.isVisible()
    assert folded.words() == "筛选 1 项"
    assert {name for name, button in pane.filters.items() if button.isVisible()} == {"groups"}
    assert max(button.geometry().right() for button in (folded, pane.filters["groups"])) < pane.choice.width()
    folded.menu().aboutToShow.emit()
    offered = [action.text() for action in folded.menu().actions()[:5]]
    assert offered == ["类别 全部", "分级 全部", "在村", "下次 全部", "缺项 全部"]
    pane.filters["due"].menu().actions()[0].trigger()
    assert folded.words() == "筛选 2 项"
    assert names(pane) == set()
    folded.menu().actions()[-1].trigger()
    assert folded.words() == "筛选"
    assert names(pane) == {"汪厚行", "余水莲", "程来发"}
