"""Several files, refused files, hostile words, thousands of rows; locked half way, at the largest size, for the ear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.operator import Operator
from stationdesk.services.import_plan import Answer, RowPlan
from stationdesk.settings import resource
from stationdesk.ui.import_page import ImportPage
from stationdesk.ui.parts import dialogs
from stationdesk.ui.parts.tokens import TextSize, Theme
from tests.ledgers.sheets import write
from tests.ui.importing.kit import ASKED, names, read, rest, summed

DUTY: list[list[object]] = [["日期", "班次", "值班人员", "电话"], ["2026-11-01", "白班", "张三", "13812345678"]]
CTRL = Qt.KeyboardModifier.ControlModifier


def test_several_files_one_refused_one_empty_one_no_list(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    bad = tmp_path / "坏的.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    duty = write(tmp_path, [["值班表"], *DUTY], "值班表.xlsx")
    samples = sorted(resource("samples").glob("*.[xc]*"))
    read(page, qtbot, write(tmp_path), bad, duty, write(tmp_path, [], "空.xlsx"), *samples)
    assert len(page.sheet.tables) == 1 + len(samples)
    told = " ".join(f"{bold} {text}" for bold, text in page.sheet.queue.remarks)
    assert "坏的.xlsx" in told
    assert "值班表" in told
    page.sheet.go_to_table(2)
    assert page.sheet.head.pick.text() == "第 3 张，共 4 张"
    page.work.apply()
    rest(page, qtbot)
    assert page.steps.currentWidget() is page.end


@pytest.mark.parametrize("name", ["坏的.xlsx", "没有这个文件.xlsx", "空的.xlsx", "值班"])
def test_what_cannot_be_read_is_said_calmly(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot, name: str) -> None:
    path = tmp_path / name
    if name.startswith("坏"):
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken")
    elif name.startswith("空"):
        write(tmp_path, [], name)
    elif name == "值班":
        path = write(tmp_path, [["值班表"], *DUTY], "值班表.xlsx")
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


def test_escape_asks_only_where_something_would_be_lost(
    page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs.Dialog, "ask", lambda dialog: asked.extend([dialog.windowTitle()]))
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
        write(
            tmp_path,
            [["姓名", "性别", "出生日期", "组别"], ["方大山", "男", "1950-05-05", "3组"], ["李四", "男", "1950-01-01", "3组"]],
            "后.xlsx",
        ),
    )
    assert "新增 2 人" in summed(page)
    add(page.desk.database, resident("方大山", sex="male", birth_date="1950-05-05", birth_precision="day", village_group="3组"))
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
