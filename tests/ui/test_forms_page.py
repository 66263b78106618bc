"""填表导出 by keys alone: a form changed and undone, written covered and in full, the county's own filled and remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services import access_log
from stationdesk.services.form_facts import fact
from stationdesk.services.form_profiles import forms
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.form_column_dialog import ColumnDialog
from stationdesk.ui.forms_page import FormsPage, Listed
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.template_dialog import TemplateDialog
from tests.ledgers.county_forms import list_form, page_form
from tests.ui.keys import key, soon, write


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    made = DeskWindow(desk, composition)
    shown(made)
    made.open("forms")
    return made


@pytest.fixture
def page(window: DeskWindow) -> FormsPage:
    made = window.page("forms")
    assert isinstance(made, FormsPage)
    return made


def settled(page: FormsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.work.job is None, timeout=30_000)


def codes(desk: OpenDesk) -> list[tuple[str, bool]]:
    with desk.reading() as session:
        return [(one.draft.title, one.own) for one in forms(session)]


def paths(page: FormsPage) -> list[str]:
    return [column.path for column in page.open.draft.columns] if page.open else []


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_the_forms_are_gone_through_by_arrows_and_show_their_first_rows(page: FormsPage) -> None:
    assert page.shown.list.hasFocus()
    titles = []
    for _step in range(4):
        assert page.open is not None
        titles.append(page.open.draft.title)
        assert page.shown.preview.model().columnCount() == len(page.open.draft.columns)
        key(page.shown.list, Qt.Key.Key_Down)
    assert titles == ["花名册", "家庭户与居民底册", "农村留守儿童基本情况登记表", "困境儿童信息台账"]
    page.take("roster")
    first = page.shown.preview.model().row(0)
    assert "****" in "".join(map(str, first.cells))


def test_a_form_that_ships_is_changed_by_keys_into_an_own_one_and_back(
    page: FormsPage, window: DeskWindow, desk: OpenDesk, qtbot: QtBot
) -> None:
    before = codes(desk)
    page.shown.columns.setFocus()
    page.shown.columns.go_to_row(2)
    shipped = paths(page)
    key(page.shown.columns, Qt.Key.Key_Up, ALT)
    assert paths(page) == [shipped[0], shipped[2], shipped[1], *shipped[3:]]
    assert codes(desk) == [("花名册（自己的）", True), *before]
    key(page.shown.columns, Qt.Key.Key_Delete)
    assert len(paths(page)) == len(shipped) - 1

    def add(dialog: Any) -> None:
        assert isinstance(dialog, ColumnDialog)
        dialog.fact.setCurrentText(fact("kin.father.works_at").title)
        write(dialog.heading, "打工的地方")
        key(dialog, Qt.Key.Key_S, CTRL)

    soon(add)
    key(page.shown.columns, Qt.Key.Key_N, CTRL)
    assert "kin.father.works_at" in paths(page)
    assert page.open is not None
    assert "打工的地方" in [column.heading for column in page.open.draft.columns]
    assert [one for one in codes(desk) if one[1]] == [("花名册（自己的）", True)]
    for _each in range(3):
        key(page.shown.columns, Qt.Key.Key_Z, CTRL)
    assert codes(desk) == before


def test_a_column_is_found_by_any_part_of_its_words_and_a_wrong_word_is_said(page: FormsPage) -> None:
    found: list[str] = []

    def change(dialog: Any) -> None:
        dialog.fact.setCurrentText("没有这样的列")
        key(dialog, Qt.Key.Key_S, CTRL)
        found.append(dialog.fact.row.words.text())
        dialog.fact.setCurrentText(fact("resident.id_no").title)
        dialog.style_field.set_value("spaced")
        key(dialog, Qt.Key.Key_S, CTRL)

    page.shown.columns.setFocus()
    page.shown.columns.go_to_row(1)
    soon(change)
    key(page.shown.columns, Qt.Key.Key_Return)
    assert found == ["请从列表里选：打几个字，再按向下键和回车。"]
    assert page.open is not None
    assert (page.open.draft.columns[1].path, page.open.draft.columns[1].style) == ("resident.id_no", "spaced")


def test_it_is_written_covered_and_in_full_only_for_a_reason(page: FormsPage, desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    prepare(tmp_path / "一.xlsx")
    key(page, Qt.Key.Key_Return, CTRL)
    settled(page, qtbot)
    assert "一.xlsx" in page.shown.result.text()
    assert page.shown.folder.isVisible()
    page.shown.full.setFocus()
    key(page.shown.full, Qt.Key.Key_Right)
    assert page.shown.full.value() == "full"
    soon(lambda dialog: key(dialog, Qt.Key.Key_Escape))
    key(page, Qt.Key.Key_Return, CTRL)
    settled(page, qtbot)

    def because(dialog: Any) -> None:
        write(dialog.focusWidget(), "县民政局要")
        key(dialog, Qt.Key.Key_Return)

    prepare(tmp_path / "二.xlsx")
    soon(because)
    key(page, Qt.Key.Key_Return, CTRL)
    settled(page, qtbot)
    rows = [list(load_workbook(tmp_path / name).worksheets[0].iter_rows(values_only=True)) for name in ("一.xlsx", "二.xlsx")]
    numbers = [[str(row[5]) for row in some[4:-4]] for some in rows]
    assert all("*" in one for one in numbers[0] if one != "None")
    assert not any("*" in one for one in numbers[1])
    with desk.reading() as session:
        said = [one.about for one in access_log.everything(session) if one.what == "exported"]
    assert said == ["花名册，号码写全：县民政局要，文件 二.xlsx", "花名册，号码遮住，文件 一.xlsx"]


def test_the_countys_form_is_filled_by_keys_and_remembered(page: FormsPage, desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    page.take("elders")
    empty = list_form(tmp_path / "县表.xlsx")

    def correct(dialog: Any) -> None:
        assert isinstance(dialog, TemplateDialog)
        assert dialog.open_places.isVisible()
        for _each in range(8):
            key(dialog.table, Qt.Key.Key_Down)
        soon(allowance, dialog)
        key(dialog.table, Qt.Key.Key_Return)
        key(dialog, Qt.Key.Key_Return, CTRL)

    def allowance(dialog: Any) -> None:
        dialog.fact.setCurrentText(fact("resident.old_age_allowance").title)
        key(dialog, Qt.Key.Key_S, CTRL)

    prepare(empty)
    soon(correct)
    key(page, Qt.Key.Key_O, CTRL)
    prepare(tmp_path / "填好.xlsx")
    qtbot.waitUntil(lambda: page.work.job is None and (tmp_path / "填好.xlsx").exists(), timeout=30_000)
    settled(page, qtbot)
    sheet = load_workbook(tmp_path / "填好.xlsx").worksheets[0]
    assert sheet["A2"].value.startswith("填报单位（盖章）：桃源村")
    assert sheet["B5"].value
    county = next(one for one in page.forms if one.countys)
    assert county.draft.columns[8].path == "resident.old_age_allowance"
    page.take(county.code)

    def as_before(dialog: Any) -> None:
        assert isinstance(dialog, TemplateDialog)
        assert "照上次" in dialog.text.text()
        assert dialog.places[8].path == "resident.old_age_allowance"
        key(dialog, Qt.Key.Key_Return, CTRL)

    prepare(tmp_path / "再填.xlsx")
    soon(as_before)
    key(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.work.job is None and (tmp_path / "再填.xlsx").exists(), timeout=30_000)


def test_a_page_for_everybody_is_filled_for_those_of_a_list(page: FormsPage, desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    ids = tuple(line.resident for line in _lines(page)[:2])
    page.take(Listed(ids, "标记 2 人"))
    assert page.shown.listed.isVisible()
    prepare(page_form(tmp_path / "一人一页.xlsx"))
    soon(lambda dialog: key(dialog, Qt.Key.Key_Return, CTRL))
    key(page, Qt.Key.Key_O, CTRL)
    prepare(tmp_path / "填好.xlsx")
    qtbot.waitUntil(lambda: page.work.job is None and (tmp_path / "填好.xlsx").exists(), timeout=30_000)
    assert len(load_workbook(tmp_path / "填好.xlsx").sheetnames) == 2
    page.shown.everybody.click()
    assert page.listed is None


def _lines(page: FormsPage) -> Any:
    from stationdesk.services.form_out import whom

    assert page.open is not None
    with page.desk.reading() as session:
        return whom(session, page.open, page.wanted(), page.desk.operator).lines


def test_what_cannot_be_filled_is_said(page: FormsPage, tmp_path: Path, qtbot: QtBot) -> None:
    said: list[str] = []

    def hear(dialog: Any) -> None:
        said.append(dialog.text.text())
        key(dialog, Qt.Key.Key_Return)

    (tmp_path / "空.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    prepare(tmp_path / "空.xls")
    soon(hear)
    key(page, Qt.Key.Key_O, CTRL)
    qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "另存为 .xlsx" in said[0]


def test_the_list_goes_to_the_forms_with_whom_it_shows(window: DeskWindow, page: FormsPage) -> None:
    window.open("residents")
    residents: Any = window.page("residents")
    residents.pane.table.setFocus()
    key(residents.pane.table, Qt.Key.Key_Down)
    key(residents.pane.table, Qt.Key.Key_Space)
    key(residents.pane.table, Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.here == "forms"
    assert page.listed is not None
    assert len(page.listed.ids) == 1
    assert "1" in page.listed.about


def test_without_the_right_no_child_is_seen_anywhere_on_the_page(page: FormsPage, desk: OpenDesk) -> None:
    desk.operator.may_see_children = False
    page.take("left_behind_children")
    assert page.shown.preview.model().rowCount() == 0
    assert "个孩子没列入" in page.shown.count.text()


def test_who_stands_in_it_is_narrowed_by_age(page: FormsPage) -> None:
    before = len(_lines(page))
    field = page.shown.who.ages["from_age"]
    field.setFocus()
    write(field, "80")
    key(field, Qt.Key.Key_Return)
    assert page.open is not None
    assert page.open.draft.from_age == 80
    assert 0 < len(_lines(page)) < before


def test_exporting_the_list_offers_the_forms(window: DeskWindow, page: FormsPage) -> None:
    window.open("residents")
    residents: Any = window.page("residents")
    residents.pane.table.setFocus()
    soon(lambda dialog: key(dialog, Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier))
    key(residents.pane.table, Qt.Key.Key_E, CTRL)
    assert window.here == "forms"
    assert page.listed is not None
    assert len(page.listed.ids) == residents.pane.table.model().rowCount()
