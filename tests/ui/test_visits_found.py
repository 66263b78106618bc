"""The page of visits: what typed words find, a visit to a household alone, and photos that wait for a right clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.desk_settings import change_settings
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.services.photo_grounds import PhotoRefused
from stationdesk.services.visit_correcting import own_visit, requests_of
from stationdesk.store.database import author_of
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.visits_page import VisitsPage
from stationdesk.ui.visits_source import NAME
from tests.ui.dialog_keys import leave, then
from tests.ui.visits_kit import Hand


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    window = DeskWindow(desk, composition)
    shown(window)
    return window


@pytest.fixture
def page(window: DeskWindow) -> VisitsPage:
    window.open("visits")
    found: Any = window.page("visits")
    return found  # type: ignore[no-any-return]


def test_with_the_clock_set_back_no_photo_is_deleted_and_a_sentence_says_why(page: VisitsPage, desk: OpenDesk) -> None:
    with desk.writing("设置") as session:
        change_settings(session, hide_for_visitors=False)
    right = desk.database.clock
    desk.database.clock = lambda: right() - timedelta(days=40)
    with pytest.raises(PhotoRefused, match=r"先不删照片。电脑的时间.*请把日期和时间调对"):
        page.delete_over()
    desk.database.clock = right
    asked: list[str] = []

    def look(dialog: Dialog) -> None:
        asked.append(dialog.windowTitle())
        leave(dialog)

    then((Dialog, look))
    page.delete_over()
    assert len(asked) == 1


def visit_home(desk: OpenDesk) -> str:
    """Write a visit to a household alone, as a ledger brings it; returns its id."""
    with desk.writing("走访单") as session:
        home = Household.model_validate(HouseholdDraft(head_name="钱满仓", address="上徐村 9 号"), update={"author": author_of(session)})
        session.add(home)
        session.flush()
        person = PersonDraft({"name": "钱满仓", "village": "上徐村", "household_id": home.id}, frozenset({"living_alone"}), "green")
        add_resident(session, person, desk.today())
        draft = VisitDraft(household_id=home.id, visited_on=desk.today().isoformat(), mode="home", content="水管冻裂，家里没人受伤")
        visit = Visit.model_validate(draft, update={"author": author_of(session)})
        session.add(visit)
        session.flush()
        return visit.id


def kept(desk: OpenDesk, visit_id: str) -> Visit:
    with desk.reading() as session:
        return own_visit(session, visit_id)


def names(page: VisitsPage) -> list[str]:
    model = page.pane.table.model()
    return [str(model.data(model.index(row, NAME))) for row in range(model.rowCount())]


def test_a_visit_to_a_household_alone_opens_and_is_corrected_by_keys(qtbot: QtBot, window: DeskWindow, desk: OpenDesk) -> None:
    visit_id = visit_home(desk)
    window.open("visits")
    page: Any = window.page("visits")
    hand = Hand(window)
    hand.text("钱满仓")
    qtbot.waitUntil(lambda: names(page) == ["钱满仓家"])
    page.pane.table.setFocus()
    hand(Qt.Key.Key_Return)
    form = page.forms.form
    assert form.isVisible()
    assert form.whom.text() == "钱满仓家"
    assert not form.body.pressure.isVisible()
    assert "水管冻裂" in form.body.content.toPlainText()
    hand(Qt.Key.Key_T, modifier=Qt.KeyboardModifier.AltModifier)
    form.body.content.setPlainText("水管已修好")
    hand(Qt.Key.Key_N, modifier=Qt.KeyboardModifier.AltModifier)
    hand.text("送两床棉被")
    hand(Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not form.isVisible()
    found = kept(desk, visit_id)
    assert (found.content, found.resident_id) == ("水管已修好", None)
    assert [one.text for one in found.issues] == ["送两床棉被"]
    with desk.reading() as session:
        raised = requests_of(session, visit_id)
    assert [(one.household_id, one.resident_id) for one in raised] in ([(found.household_id, None)], [])
    hand(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert kept(desk, visit_id).content == "水管冻裂，家里没人受伤"
    assert page.pane.table.hasFocus()


def test_typed_words_find_what_was_said_and_who_went(qtbot: QtBot, window: DeskWindow, desk: OpenDesk) -> None:
    visit_home(desk)
    window.open("visits")
    page: Any = window.page("visits")
    for typed in ("水管", "冻裂 上门", "上徐村 9 号", "钱满仓 没人"):
        page.pane.typed.setText(typed)
        page.refresh()
        assert "钱满仓家" in names(page), typed
    with desk.writing("屏幕朝着来人") as session:
        change_settings(session, hide_for_visitors=True)
    page.pane.typed.setText("水管")
    page.refresh()
    assert "钱满仓家" not in names(page)
