"""The page of visits: what typed words find, a visit to a household alone, and photos that wait for a right clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.desk_settings import change_settings
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.services.photo_grounds import PhotoRefused
from stationdesk.services.visit_correcting import own_visit, requests_of
from stationdesk.services.visiting import note_visit
from stationdesk.store.database import author_of
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.visit_noting import Reading
from stationdesk.ui.visits_filters import LONG_AGO
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


def test_a_childs_kept_visit_goes_by_alias_and_the_list_stands_on_it(window: DeskWindow, page: VisitsPage, desk: OpenDesk) -> None:
    on = desk.today()
    with desk.writing("走访") as session:
        boy = add_resident(
            session,
            PersonDraft({"name": "徐小芽", "alias": "小树", "birth_date": f"{on.year - 9}-02-03"}, frozenset({"left_behind_child"})),
            on,
        ).id
        other = add_resident(session, PersonDraft({"name": "占国林", "birth_date": "1950-02-03"}, frozenset({"living_alone"})), on).id
        old = note_visit(session, VisitDraft(resident_id=boy, visited_on=(on - timedelta(days=200)).isoformat(), mode="home"), on).id
        note_visit(session, VisitDraft(resident_id=other, visited_on=on.isoformat(), mode="home"), on)
    desk.operator = desk.operator.model_copy(update={"may_see_children": True})
    window.open("visits")
    window.open("visits", Reading(old))
    form = page.forms.form
    assert form is not None
    assert (form.whom.text(), form.lock.isVisible(), form.visit_id) == ("小树（化名）", True, old)
    current = page.pane.current()
    assert current is not None
    assert (current.id, page.pane.filters.days()[0]) == (old, LONG_AGO), "older than the span: the filters make way"
    page.forms.close()
    desk.operator = desk.operator.model_copy(update={"may_see_children": False})
    told: list[str] = []

    def look(dialog: Dialog) -> None:
        told.append(dialog.windowTitle())
        leave(dialog)

    then((Dialog, look))
    window.open("visits", Reading(old))
    assert (told, page.forms.writing) == (["孩子的档案这里不能打开。"], False)


def test_without_any_visit_the_page_says_so_and_notes_the_first(page: VisitsPage, desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.writing("删") as session:
        for one in session.exec(select(Visit)):
            one.removed_at = session.info["at"]
    page.pane.filters.widen()
    assert page.pane.nothing.fact.text() == "还没有记过走访。"
    asked: list[str] = []
    monkeypatch.setattr(page.forms, "ask", lambda: asked.append("note"))
    page.pane.nothing.link.click()
    assert asked == ["note"]
    page.pane.filters.span.set_chosen({"today"})
    page.pane.filters.changed.emit()
    assert page.pane.nothing.fact.text() == "这几天没有走访记录。"
    page.pane.nothing.link.click()
    assert (asked, page.pane.filters.days()[0]) == (["note"], LONG_AGO)
