"""Taking a ledger in by keyboard alone, on a real store: seen, answered, taken in, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from stationdesk.services.import_plan import RowPlan
from stationdesk.services.import_questions import RowQuestion
from stationdesk.services.undoing import undo_last
from stationdesk.ui.import_model import CELL_ROLE, Fold, Shown
from stationdesk.ui.import_page import ImportPage
from stationdesk.ui.parts import dialogs
from stationdesk.ui.parts.buttons import LinkButton
from tests.ledgers.sheets import NAME, write
from tests.ui.importing.kit import ASKED, names, read, rest, summed

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_whole_import_by_keyboard_and_back(
    page: ImportPage, key: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: dict[str, str], qtbot: QtBot
) -> None:
    path = write(tmp_path)
    monkeypatch.setattr(dialogs, "choose_files", lambda *_given: [path])
    before = names(page.desk)
    key(Qt.Key.Key_O, CTRL)
    assert page.steps.currentWidget() is page.sheet
    assert summed(page) == "共 11 人：新增 7 人，补充已有的 3 人，1 人等您选，先不导。"
    assert page.sheet.foot.save.text() == "导入 10 人"
    key(Qt.Key.Key_2)
    key(Qt.Key.Key_Return)
    assert page.work.answers[ASKED].known == people["王秀英一组"]
    assert summed(page) == "共 11 人：新增 7 人，补充已有的 4 人。"
    key(Qt.Key.Key_1)
    assert page.sheet.queue.current() is None
    assert QApplication.focusWidget() is page.sheet.table
    key(Qt.Key.Key_S, CTRL)
    assert page.steps.currentWidget() is page.end
    assert len(names(page.desk)) == len(before) + 7
    page.end.back.setFocus()
    key(Qt.Key.Key_Space)
    assert names(page.desk) == before
    assert page.end.title.text() == "已整批撤销"
    key(Qt.Key.Key_Escape)
    assert page.steps.currentWidget() is page.start


def test_the_same_ledger_goes_by_itself_the_next_time(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = write(tmp_path)
    read(page, qtbot, path)
    page.sheet.queue.show_spot(ASKED)
    columns = next(q for q in page.sheet.queue.questions if not isinstance(q, RowQuestion)).columns
    page.work.change_column(columns, "alias")
    rest(page, qtbot)
    page.work.apply()
    rest(page, qtbot)
    read(page, qtbot, path)
    chips = {chip.column.heading: chip.text() for chip in page.sheet.table.head.chips if chip.column is not None}
    assert chips["腰牌"] == "小名"
    assert [type(q) for q in page.sheet.queue.questions] == [RowQuestion]
    assert summed(page) == "共 11 人：10 人以前导过，1 人等您选，先不导。"
    assert page.sheet.foot.save.text() == "没有可导的人"
    assert not page.sheet.foot.save.isEnabled()


def test_the_table_shows_what_becomes_of_each_row_and_folds_what_was_passed_over(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    model = page.sheet.table.rows
    lines = [" ".join(entry.words()).strip() if isinstance(entry, Fold) else model.action(entry)[0] for entry in model.entries]
    assert lines == [
        *("补充", "新增", "新增", "新增", "请选", "补充", "新增", "新增"),
        "跳过 1 行 第 12 行「一组 小计 8」",
        *("新增", "补充"),
        "跳过 2 行",
        "新增",
        "跳过 3 行",
    ]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "老人姓名"
    assert model.columnCount() == 2 + 6
    assert page.sheet.table.columnSpan(8, 0) == model.columnCount()
    cell = model.index(1, 4).data(CELL_ROLE)
    assert (cell.text, cell.doubt) == ("360202********5000", "后三位丢失")
    assert "身份证号、360202********5000" in model.index(1, 4).data(Qt.ItemDataRole.AccessibleTextRole).replace("，", "、")
    assert page.sheet.skipped.reasons.text() == "小计 1、空行 2、重复表头 1、合计 1、「填表人 审核人」1"


def test_folded_rows_open_with_the_space_bar(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    table = page.sheet.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(11, 2))
    key(Qt.Key.Key_Space)
    folds = [entry for entry in table.rows.entries if isinstance(entry, Fold) and entry.one]
    assert [fold.words()[1] for fold in folds] == [
        "第 15 行，空行",
        "第 16 行「序号 老人姓名 年龄 身份证号 联系方式 居住情况 腰牌」",
    ]
    key(Qt.Key.Key_Space)
    assert isinstance(table.rows.entries[12], RowPlan)
    page.sheet.skipped.unfold.click()
    assert sum(isinstance(entry, Fold) and entry.one for entry in table.rows.entries) == 6
    assert page.sheet.skipped.unfold.text() == "收起来"


def test_filters_show_the_doubtful_and_the_asked(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    head, model = page.sheet.head, page.sheet.table.rows
    assert [words for _code, words in head.which.choices] == ["全部 17", "可疑 6", "请选 1"]
    head.which.setFocus()
    key(Qt.Key.Key_Right)
    assert (head.chosen(), [entry.row for entry in model.entries if isinstance(entry, RowPlan)]) == (Shown.DOUBTFUL, [5, 7, 8, 9, 10, 11])
    key(Qt.Key.Key_Right)
    assert [entry.row for entry in model.entries if isinstance(entry, RowPlan)] == [8]
    assert not page.sheet.skipped.isVisible()


def test_figures_in_the_table_answer_the_question_about_its_row(
    page: ImportPage, key: Callable[..., None], tmp_path: Path, people: dict[str, str], qtbot: QtBot
) -> None:
    read(page, qtbot, write(tmp_path))
    key(Qt.Key.Key_Tab)
    assert not isinstance(page.sheet.queue.current(), RowQuestion)
    page.sheet.table.setFocus()
    page.sheet.table.go_to((NAME, "独居空巢", 4))
    key(Qt.Key.Key_Down)
    page.sheet.table.go_to(ASKED)
    assert isinstance(page.sheet.queue.current(), RowQuestion)
    key(Qt.Key.Key_4)
    key(Qt.Key.Key_Return)
    assert page.work.answers[ASKED].kind == "out"
    assert "1 人按您说的不导" in summed(page)
    page.sheet.table.go_to((NAME, "独居空巢", 4))
    page.sheet.table.go_to(ASKED)
    key(Qt.Key.Key_3)
    key(Qt.Key.Key_Return)
    assert summed(page) == "共 11 人：新增 8 人，补充已有的 3 人。"


def test_f6_goes_to_the_questions_and_back(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    assert page.sheet.queue.has_focus()
    key(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.sheet.table
    key(Qt.Key.Key_F6)
    assert page.sheet.queue.has_focus()


def _menu_of(page: ImportPage, heading: str) -> QMenu:
    chip = next(chip for chip in page.sheet.table.head.chips if chip.column is not None and chip.column.heading == heading)
    menu: QMenu = chip.menu()
    menu.aboutToShow.emit()
    return menu


def _action(menu: QMenu, words: str, below: str = "") -> QAction:
    where = next(one for one in menu.findChildren(QMenu) if one.title() == below) if below else menu
    return next(action for action in where.actions() if action.text() == words)


def test_a_chip_changes_its_column(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    _action(_menu_of(page, "居住情况"), "不导").trigger()
    rest(page, qtbot)
    assert all("living" not in row.record for _file, _sheet, row in page.work.now.plan.rows())  # type: ignore[union-attr]
    _action(_menu_of(page, "联系方式"), "亲属电话", "亲属").trigger()
    rest(page, qtbot)
    chips = {chip.column.heading: chip.text() for chip in page.sheet.table.head.chips if chip.column is not None}
    assert (chips["居住情况"], chips["联系方式"]) == ("不导", "亲属电话")
    assert _action(_menu_of(page, "联系方式"), "亲属电话", "亲属").isChecked()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform has no windows to raise
def test_the_chip_of_the_current_column_opens_with_the_keyboard(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    table = page.sheet.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, 3))
    opened: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        opened.extend(action.text() for action in menu.actions() if action.isChecked())
        qtbot.keyClick(menu, Qt.Key.Key_Up)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(100, choose)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    rest(page, qtbot)
    assert opened == ["年龄"]
    assert page.sheet.table.head.chips[1].text() == "不导"


def test_stopping_leaves_nothing(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    before = (names(page.desk), page.desk.database.position())
    page.work.apply()
    assert page.steps.currentWidget() is page.progress
    page.work.cancel()
    rest(page, qtbot)
    assert page.steps.currentWidget() is page.sheet
    assert (names(page.desk), page.desk.database.position()) == before
    page.take([write(tmp_path, name="另一个.xlsx")])
    key(Qt.Key.Key_Escape)
    assert page.steps.currentWidget() is page.start


def test_an_undo_from_elsewhere_is_seen_here(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    page.work.apply()
    rest(page, qtbot)
    undo_last(page.desk.database, page.desk.operator.name)
    page.refresh()
    assert page.end.title.text() == "已整批撤销"
    read(page, qtbot, write(tmp_path))
    assert summed(page).startswith("共 11 人：新增 7 人")


def test_an_older_import_is_taken_back_from_the_list(
    page: ImportPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(page.desk)
    read(page, qtbot, write(tmp_path))
    page.work.apply()
    rest(page, qtbot)
    page.refresh()
    monkeypatch.setattr(dialogs.Dialog, "ask", lambda _dialog: "yes")
    from stationdesk.services.past_imports import past_imports

    with page.desk.reading() as session:
        (one,) = past_imports(session)
    page.start.undo.emit(one)
    assert names(page.desk) == before


def test_the_keys_are_told_and_earlier_imports_are_one_key_away(
    page: ImportPage, key: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: dict[str, str]
) -> None:
    path = write(tmp_path)
    monkeypatch.setattr(dialogs, "choose_files", lambda *_given: [path])
    key(Qt.Key.Key_O, CTRL)
    told = " ".join(label.text() for pair in page.sheet.strip.pairs for label in pair.findChildren(QLabel))
    assert "F6 答问题、回表格 Alt ↓ 改这一列是什么" in told
    key(Qt.Key.Key_S, CTRL)
    assert page.steps.currentWidget() is page.end
    page.refresh()
    page.end.before.click()
    assert page.steps.currentWidget() is page.start
    assert page.start.past_title.isVisible()
    assert [link.accessibleName() for link in page.start.findChildren(LinkButton)] == [f"撤销整批：{path.name}"]
