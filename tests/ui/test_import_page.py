"""Taking ledgers in by keyboard alone, on a real store: seen, answered, taken in, taken back; hostile files said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import Resident
from stationdesk.services.import_plan import Answer, RowPlan
from stationdesk.services.import_questions import RowQuestion
from stationdesk.services.undoing import undo_last
from stationdesk.settings import resource
from stationdesk.ui.import_model import CELL_ROLE, Fold, Shown
from stationdesk.ui.import_page import ImportPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts import dialogs
from stationdesk.ui.parts.tokens import TextSize, Theme
from tests.ledgers.sheets import NAME, known, write

CTRL = Qt.KeyboardModifier.ControlModifier
ASKED = (NAME, "独居空巢", 8)


@pytest.fixture
def people(empty_desk: OpenDesk) -> dict[str, str]:
    """Keep the people the village has already."""
    return known(empty_desk.database)


@pytest.fixture
def page(empty_desk: OpenDesk, people: dict[str, str], shown: Callable[..., QWidget]) -> Iterator[ImportPage]:
    """Give the page, shown where the window would show it."""
    page = ImportPage(empty_desk)
    shown(page, 1230, 644)
    page.activateWindow()
    page.setFocus()
    yield page
    empty_desk.jobs.stop()


@pytest.fixture
def key(page: ImportPage, qtbot: QtBot) -> Callable[..., None]:
    """Give a way to press a key where the keyboard is, and to wait until what it began has ended."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget() or page, key, modifier)
        rest(page, qtbot)

    return press


def rest(page: ImportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.desk.jobs.busy() and not page.work.busy, timeout=60_000)


def read(page: ImportPage, qtbot: QtBot, *paths: Path) -> None:
    page.take([str(path) for path in paths])
    rest(page, qtbot)


def names(desk: OpenDesk) -> list[str]:
    with desk.reading() as session:
        return sorted(session.exec(select(Resident.name).where(col(Resident.removed_at).is_(None))))


def summed(page: ImportPage) -> str:
    return page.sheet.foot.sum.accessibleName()


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


def test_several_files_one_refused_one_empty_one_no_list(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    bad = tmp_path / "坏的.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    visits = Path(__file__).parents[1] / "data" / "ledgers" / "上徐村走访记录.xlsx"
    samples = sorted(resource("samples").glob("*.[xc]*"))
    read(page, qtbot, write(tmp_path), bad, visits, write(tmp_path, [], "空.xlsx"), *samples)
    assert len(page.sheet.tables) == 1 + len(samples)
    told = " ".join(f"{bold} {text}" for bold, text in page.sheet.queue.remarks)
    assert "坏的.xlsx" in told
    assert "走访记录" in told
    page.sheet.go_to_table(2)
    assert page.sheet.head.pick.text() == "第 3 张，共 4 张"
    page.work.apply()
    rest(page, qtbot)
    assert page.steps.currentWidget() is page.end


@pytest.mark.parametrize("name", ["坏的.xlsx", "没有这个文件.xlsx", "空的.xlsx", "走访"])
def test_what_cannot_be_read_is_said_calmly(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot, name: str) -> None:
    path = tmp_path / name
    if name.startswith("坏"):
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken")
    elif name.startswith("空"):
        write(tmp_path, [], name)
    elif name == "走访":
        path = Path(__file__).parents[1] / "data" / "ledgers" / "上徐村走访记录.xlsx"
    read(page, qtbot, path)
    assert page.steps.currentWidget() is page.start
    assert page.start.bar.isVisible()
    assert page.start.bar.accessibleName().startswith("没有导入。")
    key(Qt.Key.Key_Escape)
    assert names(page.desk) == sorted(["汪厚行", "王秀英", "王秀英", "程来发", "余水莲"])


def test_children_are_not_for_everybody(page: ImportPage, operator: Operator, tmp_path: Path, qtbot: QtBot) -> None:
    operator.may_see_children = False
    read(
        page,
        qtbot,
        write(tmp_path, [["姓名", "性别", "出生日期"], ["王小红", "女", "2018-05-05"], ["李四", "男", "1950-01-01"]], "童.xlsx"),
    )
    assert page.steps.currentWidget() is page.start
    assert "没有" in page.start.bar.accessibleName()


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


def test_escape_asks_only_where_something_would_be_lost(
    page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs.Dialog, "ask", lambda dialog: asked.append(dialog.windowTitle()) or "")
    read(page, qtbot, write(tmp_path))
    key(Qt.Key.Key_Escape)
    assert (asked, page.steps.currentWidget()) == ([], page.start)
    read(page, qtbot, write(tmp_path))
    page.work.answer(ASKED, Answer("out"))
    rest(page, qtbot)
    key(Qt.Key.Key_Escape)
    assert (asked, page.steps.currentWidget()) == (["这张台账不导了？"], page.sheet)
    monkeypatch.setattr(dialogs.Dialog, "ask", lambda _dialog: "yes")
    key(Qt.Key.Key_Escape)
    assert page.steps.currentWidget() is page.start


def test_a_lock_loses_nothing_that_was_said(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = write(tmp_path)
    read(page, qtbot, path)
    page.work.answer(ASKED, Answer("new"))
    rest(page, qtbot)
    said = summed(page)
    page.keep()
    again = ImportPage(page.desk)
    qtbot.addWidget(again)
    again._go_on()
    rest(again, qtbot)
    assert summed(again) == said
    assert again.work.answers == {ASKED: Answer("new")}
    write(tmp_path, [["姓名", "性别", "出生日期"], ["李四", "男", "1950-01-01"], ["王五", "男", "1951-01-01"]])
    other = ImportPage(page.desk)
    qtbot.addWidget(other)
    other._go_on()
    rest(other, qtbot)
    assert (other.work.answers, summed(other)) == ({}, "共 2 人：新增 2 人。")
    other.work.apply()
    rest(other, qtbot)
    assert ImportPage(page.desk).half is None


def test_who_was_added_meanwhile_is_not_forgotten(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    from tests.store.kit import add, resident

    read(
        page,
        qtbot,
        write(tmp_path, [["姓名", "性别", "出生日期"], ["方大山", "男", "1950-05-05"], ["李四", "男", "1950-01-01"]], "后.xlsx"),
    )
    assert "新增 2 人" in summed(page)
    add(page.desk.database, resident("方大山", sex="male", birth_date="1950-05-05", birth_precision="day"))
    page.refresh()
    rest(page, qtbot)
    assert "新增 1 人，补充已有的 1 人" in summed(page)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_at_the_largest_size_the_questions_stand_behind_their_button(page: ImportPage, tmp_path: Path, qtbot: QtBot, theme: Theme) -> None:
    page.look.set(theme=theme, text_size=TextSize.EXTRA_LARGE)
    read(page, qtbot, write(tmp_path))
    assert not page.sheet.queue.isVisible()
    assert page.sheet.head.ask.text() == "请您定一下 2"
    assert QApplication.focusWidget() is page.sheet.table
    page.sheet.to_questions()
    assert page.sheet.queue.has_focus()
    page.sheet.to_questions()
    assert not page.sheet.queue.isVisible()
    assert page.grab().size() == page.size()


def test_hostile_words_are_shown_as_they_are_and_thousands_of_rows_are_no_matter(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    head: list[object] = [
        "姓名",
        "性别",
        "出生日期",
        "组别",
        "电话",
        "<b>粗&体</b>",
        "\u202e倒写",
        "很长的表头" * 8,
        *(f"列{n}" for n in range(52)),
    ]
    names_ = ["<b>张三</b>", "李&王", "𠮷田·阿依古丽", "赵\u202e六"]
    rows: list[list[object]] = [head]
    for number in range(3000):
        rows.append(
            [names_[number % 4], "女", f"19{30 + number % 60}-0{1 + number % 9}-1{number % 10}", "3组", None, "<i>x</i>", *("值" * 54)]
        )
        if number % 5 == 0:
            rows.append([None] * 60)
    read(page, qtbot, write(tmp_path, rows, "很长的文件名" * 9 + "<b>&.xlsx"))
    model = page.sheet.table.rows
    assert sum(isinstance(entry, RowPlan) for entry in model.entries) == 3000
    assert model.index(0, 2).data() == "<b>张三</b>"
    assert "\u202e" not in str(model.headerData(8, Qt.Orientation.Horizontal))
    assert model.headerData(7, Qt.Orientation.Horizontal) == "<b>粗&体</b>"
    assert page.grab().size() == page.size()
    assert len(page.sheet.table.findChildren(QWidget)) < 250


def test_dropped_files_are_read(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path)))])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *keys)
    page.start.drop.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.start.drop.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, *keys))
    rest(page, qtbot)
    assert page.steps.currentWidget() is page.sheet


def test_every_control_says_what_it_is(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    read(page, qtbot, write(tmp_path))
    silent = [
        widget
        for widget in page.sheet.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not [type(widget).__name__ for widget in silent if type(widget).__name__ != "QScrollBar"]
    with page.desk.reading() as session:
        assert session.exec(select(AccessEntry)).first() is None
