"""Noting a visit by keys alone: figures choose, nothing but a check is needed, the next person follows, drafts survive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.visit import Visit
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.residents_page import ResidentsPage
from stationdesk.ui.residents_source import AGE, CATEGORIES
from stationdesk.ui.visit_form import VisitForm
from tests.ui.keys import write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk: OpenDesk, shown: Callable[..., QWidget]) -> ResidentsPage:
    page = ResidentsPage(desk)
    page.refresh()
    shown(page)
    desk.saved.connect(lambda registers: page.refresh() if page.reads & registers else None)
    page.pane.table.setFocus()
    return page


def noting(qtbot: QtBot, page: ResidentsPage) -> VisitForm:
    focus: QWidget | None = page.focusWidget()
    qtbot.keyClick(page if focus is None else focus, Qt.Key.Key_F4)
    assert page.forms.visit is not None
    return page.forms.visit


def shown_buttons(form: VisitForm) -> list[QWidget]:
    return [button for button in form.buttons.values() if not button.isHidden()]


def visits(desk: OpenDesk, who: str) -> list[Visit]:
    with desk.reading() as session:
        return list(session.exec(select(Visit).where(Visit.resident_id == who).order_by(Visit.key.desc())))  # type: ignore[union-attr]


def test_a_normal_visit_is_two_keys(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    who = page.person.resident_id
    form = noting(qtbot, page)
    assert form.body.mode.hasFocus()
    assert page.pane.table.isColumnHidden(CATEGORIES)
    assert page.pane.table.isColumnHidden(AGE)
    qtbot.keyClick(form.body.mode, Qt.Key.Key_S, CTRL)
    found = visits(desk, who)[0]
    assert (found.mode, found.outcome, found.visited_on, found.start_time) == ("home", "met", "2026-11-23", "09:20")
    assert [one.name for one in found.visitors] == [desk.operator.name]
    assert {(one.item, one.result) for one in found.check_items} == {(item, "normal") for item in ("health", "spirit", "safety", "living")}
    assert form.isHidden()
    assert page.pane.table.hasFocus()
    assert not page.pane.table.isColumnHidden(CATEGORIES)


def test_figures_choose_and_enter_goes_on(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    who = page.person.resident_id
    form = noting(qtbot, page)
    qtbot.keyClicks(form.body.mode, "2")
    assert dict(form.body.outcome.choices)["no_answer"] == "没人应"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.body.visitors.field.hasFocus()
    write(form.focusWidget(), "汪志强")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert form.body.outcome.hasFocus()
    qtbot.keyClicks(form.body.outcome, "3")
    assert not form.body.checks["health"].isEnabled()
    qtbot.keyClick(form.body.outcome, Qt.Key.Key_S, CTRL)
    found = visits(desk, who)[0]
    assert (found.mode, found.outcome, found.check_items) == ("phone", "no_answer", ())
    assert [one.name for one in found.visitors] == [desk.operator.name, "汪志强"]


def test_advice_stands_beside_the_pressure_and_it_is_kept_with_the_body(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    who = page.person.resident_id
    form = noting(qtbot, page)
    form.body.pressure.over.setFocus()
    write(form.focusWidget(), "152")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    write(form.focusWidget(), "88")
    assert form.body.pressure.advice.text() == "血压到了 140/90：换一天再量一次，两次都高就请村医看一看。"
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_S, CTRL)
    assert visits(desk, who)[0].check_items[0].note == "血压 152/88，偏高"


def test_ctrl_enter_saves_and_goes_to_the_next_of_the_list(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    first, second = page.person.resident_id, page.pane.table.neighbour(1)
    form = noting(qtbot, page)
    form.body.content.setFocus()
    write(form.body.content, "都好")
    qtbot.keyClick(form.body.content, Qt.Key.Key_Return, CTRL)
    assert visits(desk, first)[0].content == "都好"
    assert (form.resident_id, page.person.resident_id) == (second, second)
    assert not form.isHidden()
    assert form.body.content.toPlainText() == ""


def test_what_was_begun_is_there_again(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    form = noting(qtbot, page)
    form.body.content.setFocus()
    write(form.body.content, "头还有点晕")
    qtbot.waitUntil(lambda: form.kept.text() == "草稿 09:20 已留底", timeout=4000)
    again = VisitForm(desk)
    qtbot.addWidget(again)
    again.open_for(form.resident_id)
    assert again.body.content.toPlainText() == "头还有点晕"
    form.keeper.saved()


def test_a_day_that_cannot_be_is_said_and_not_saved(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    who = page.person.resident_id
    before = len(visits(desk, who))
    form = noting(qtbot, page)
    for text, said in (("大概上周", "日期没看懂，请写成 11月22日。"), ("2026-12-01", "日期还没到，请改")):
        form.body.day.setFocus()
        form.body.day.selectAll()
        write(form.body.day, text)
        assert form.body.day_row.words.text() == said
        qtbot.keyClick(form.body.day, Qt.Key.Key_S, CTRL)
        assert not form.isHidden()
    assert len(visits(desk, who)) == before
    form.keeper.saved()


def test_the_next_day_is_worked_out_and_shown(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage) -> None:
    form = noting(qtbot, page)
    assert form.next.text().startswith("保存后，下次排到")
    before = form.next.text()
    qtbot.keyClicks(form.body.mode, "2")
    form.body.outcome.setFocus()
    qtbot.keyClicks(form.body.outcome, "3")
    assert form.next.text() != before
    form.keeper.saved()


def test_esc_leaves_at_once_where_nothing_was_typed(qtbot: QtBot, page: ResidentsPage) -> None:
    form = noting(qtbot, page)
    qtbot.keyClick(form.body.mode, Qt.Key.Key_Escape)
    assert form.isHidden()
    assert page.pane.table.hasFocus()


def test_the_form_goes_along_with_the_list_while_nothing_is_typed(qtbot: QtBot, page: ResidentsPage) -> None:
    form = noting(qtbot, page)
    second = page.pane.table.neighbour(1)
    page.pane.table.setFocus()
    qtbot.keyClick(page.pane.table, Qt.Key.Key_Down)
    assert form.resident_id == second


@pytest.mark.parametrize("size", list(TextSize))
def test_nothing_of_the_form_is_cut(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage, size: TextSize) -> None:
    desk.look.set(text_size=size)
    page.resize(1194, 600)
    form = noting(qtbot, page)
    qtbot.wait(20)
    for widget in (form.body.mode, form.body.outcome, *form.body.checks.values(), *shown_buttons(form)):
        right = widget.mapTo(form, widget.rect().topRight()).x()
        assert right <= form.width(), widget.accessibleName()
        assert widget.width() >= widget.sizeHint().width()


@pytest.mark.parametrize("size", [TextSize.LARGE, TextSize.EXTRA_LARGE])
def test_the_form_grows_with_the_writing_while_it_is_open(qtbot: QtBot, desk: OpenDesk, page: ResidentsPage, size: TextSize) -> None:
    page.resize(1366 - 152, 600)
    form = noting(qtbot, page)
    desk.look.set(text_size=size)
    qtbot.wait(20)
    assert page.pane.isVisible() is (size is TextSize.LARGE)
    foot = form.buttons["save"].parentWidget()
    assert foot is not None
    for button in shown_buttons(form):
        assert button.width() == button.sizeHint().width()
        assert button.geometry().left() >= 0
        assert button.geometry().right() < foot.width()
    for segments in (form.body.mode, form.body.outcome):
        assert segments._boxes()[-1].right() < segments.width()
    desk.look.set(text_size=TextSize.STANDARD)
    qtbot.wait(20)
    assert page.pane.isVisible()
