"""The box 屏幕朝着来办事的人 in the real pages: off by default, and what it covers at once when it is ticked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.services import access_log
from stationdesk.services.desk_settings import DEFAULTS, change_settings
from stationdesk.services.health_writing import add_reading
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.residents_source import CATEGORIES, NAME
from tests.ui.keys import write

ON = date(2026, 11, 23)


def add(desk: OpenDesk, name: str, categories: tuple[str, ...], **fields: Any) -> str:
    with desk.writing(f"加人 {name}") as session:
        draft = PersonDraft({"name": name, "village": "上徐村"} | fields, frozenset(categories), "red")
        return add_resident(session, draft, date(2026, 11, 1)).id


@pytest.fixture
def child(empty_desk: OpenDesk) -> str:
    """Give a child whose birthday is today."""
    return add(empty_desk, "方涵宇", ("left_behind_child",), alias="小禾", birth_date="2018-11-23", birth_precision="day")


@pytest.fixture
def elder(empty_desk: OpenDesk) -> str:
    """Give an elder with dementia who has the same birthday."""
    return add(empty_desk, "汪厚行", ("living_alone", "dementia"), birth_date="1945-11-23", birth_precision="day")


@pytest.fixture
def window(empty_desk: OpenDesk, child: str, elder: str, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    window = DeskWindow(empty_desk, composition, demo=False)
    shown(window)
    return window


def face(desk: OpenDesk, visitors: bool) -> None:
    with desk.writing("屏幕朝着来人") as session:
        change_settings(session, hide_for_visitors=visitors)


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(Label) if label.isVisibleTo(widget))


def cells(window: DeskWindow, column: int) -> set[str]:
    model = window.page("residents").pane.table.model()  # type: ignore[attr-defined]
    return {str(model.data(model.index(row, column))) for row in range(model.rowCount())}


def test_the_box_is_off_until_somebody_ticks_it() -> None:
    assert DEFAULTS.hide_for_visitors is False


def test_the_side_column_covers_birthdays(qtbot: QtBot, window: DeskWindow) -> None:
    window.open("today")
    side = window.page("today").side  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "小禾（化名）" in words(side))
    assert "汪厚行" in words(side)
    assert "方涵宇" not in words(side)
    face(window.desk, True)
    qtbot.waitUntil(lambda: "屏幕朝着" in words(side))
    assert "小禾" not in words(side)
    assert "汪厚行" not in words(side)
    face(window.desk, False)
    qtbot.waitUntil(lambda: "汪厚行" in words(side))


def test_the_list_covers_children_and_illnesses(window: DeskWindow) -> None:
    window.open("residents")
    assert cells(window, NAME) == {"汪厚行", "小禾（化名）"}
    assert {"失智", "独居", "留守儿童"} == {word for cell in cells(window, CATEGORIES) for word in cell.split("、")}
    face(window.desk, True)
    assert cells(window, NAME) == {"汪厚行", "小禾（化名）"}
    assert cells(window, CATEGORIES) == {"独居", ""}


def test_a_child_is_covered_until_somebody_with_the_right_opens_it(qtbot: QtBot, window: DeskWindow, child: str, elder: str) -> None:
    face(window.desk, True)
    window.open("residents", child)
    person = window.page("residents").person  # type: ignore[attr-defined]
    assert person.name.text() == "小禾（化名）"
    assert "F9" in person.lock.text()
    assert not person.tabs.isVisible()
    qtbot.keyClick(window.page("residents").pane.table, Qt.Key.Key_F9)  # type: ignore[attr-defined]
    assert (person.name.text(), person.lock.isVisible()) == ("方涵宇", False)
    window.desk.write_log()
    with window.desk.reading() as session:
        assert [one.what for one in access_log.of_person(session, child)] == ["opened"]
    window.page("residents").refresh()
    assert person.name.text() == "方涵宇"
    window.page("residents").take(elder)
    window.page("residents").take(child)
    assert person.name.text() == "小禾（化名）"


def test_the_history_covers_health_figures_at_once(window: DeskWindow, elder: str) -> None:
    with window.desk.writing("量血压") as session:
        add_reading(session, HealthReadingDraft(resident_id=elder, taken_on="2026-11-20", systolic=178, diastolic=96), ON, "徐丽华")
    window.open("residents", elder)
    history = window.page("residents").person.tabs.history  # type: ignore[attr-defined]
    assert "178/96" in " ".join(history.sentences())
    face(window.desk, True)
    said = " ".join(history.sentences())
    assert "178" not in said
    assert "屏幕朝着来人，先不显示" in said
    assert "失智" not in said
    face(window.desk, False)
    assert "178/96" in " ".join(history.sentences())


def test_without_the_right_the_key_opens_nothing(qtbot: QtBot, window: DeskWindow, child: str) -> None:
    window.desk.operator = window.desk.operator.model_copy(update={"may_see_children": False})
    window.open("residents", child)
    person = window.page("residents").person  # type: ignore[attr-defined]
    qtbot.keyClick(window.page("residents").pane.table, Qt.Key.Key_F9)  # type: ignore[attr-defined]
    assert person.name.text() == "小禾（化名）"


@pytest.mark.parametrize(("covered", "said"), [(False, "小禾（化名）、孩子、8岁、拼音"), (True, "小禾（化名）、孩子，未打开、拼音")])
def test_the_search_says_alias_and_lock(window: DeskWindow, covered: bool, said: str) -> None:
    face(window.desk, covered)
    window.search.focus()
    write(window.search.field, "fanghanyu")
    window.search.search("fanghanyu")
    model = window.search.list.model
    assert [model.data(model.index(0), role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)] == [
        "小禾（化名）",
        said,
    ]


def test_what_was_done_says_the_alias(qtbot: QtBot, window: DeskWindow, child: str) -> None:
    window.open("residents", child)
    page = window.page("residents")
    assert page.person.name.text() == "方涵宇"  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.desk.did) as did:
        qtbot.keyClick(page.pane.table, Qt.Key.Key_1)  # type: ignore[attr-defined]
    assert did.args == ["09:20 已电话联系 小禾（化名）"]
