"""Ledgers of visits and wishes, coloured rows and another village's ledger in the window, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.services.import_questions import ColumnQuestion
from stationdesk.ui.import_page import ImportPage
from stationdesk.ui.open_desk import OpenDesk
from tests.ui.importing.kit import names, read, rest, summed

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
VISITS: list[list[object]] = [
    ["走访时间", "走访对象", "性别", "走访人", "方式", "走访内容"],
    ["2026.3.1", "方大山", "男", "叶水英", "上门", "送米"],
    ["2026.3.2", "余水莲", None, "叶水英", "电话", "问候"],
    ["2026.3.3", "全体老党员", None, "叶水英", "上门", "座谈"],
]


def book(folder: Path, title: str, rows: Sequence[Sequence[object]], red: Sequence[int] = (), name: str = "走访.xlsx") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append([title])
    for row in rows:
        sheet.append(list(row))
    for at in red:
        for cell in sheet[at]:
            cell.fill = PatternFill("solid", fgColor="FFFF0000")
    made.save(folder / name)
    return folder / name


def visits(desk: OpenDesk) -> list[tuple[str, str]]:
    with desk.reading() as session:
        found = select(Resident.name, Visit.content).join(Resident, col(Resident.id) == Visit.resident_id)
        return sorted(
            (name, str(text)) for name, text in session.exec(found.where(Visit.source == "走访.xlsx", col(Visit.removed_at).is_(None)))
        )


def test_visits_are_taken_in_and_back_by_keyboard(
    page: ImportPage, key: Callable[..., None], people: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    before = names(page.desk)
    read(page, qtbot, book(tmp_path, "桃源村走访记录", VISITS))
    assert page.sheet.head.kind.text() == "走访"
    assert summed(page) == "共 2 人：新增 1 人，补充已有的 1 人；走访 2 条、没对上人的 1 行记作备注。"
    assert [page.sheet.table.rows.action(row)[0] for row in page.sheet.tables[0].people()] == ["新增", "走访", "备注"]
    key(Qt.Key.Key_S, CTRL)
    rest(page, qtbot)
    assert page.steps.currentWidget() is page.end
    assert visits(page.desk) == [("余水莲", "问候"), ("方大山", "送米")]
    page.end.back.setFocus()
    key(Qt.Key.Key_Space)
    assert (visits(page.desk), names(page.desk)) == ([], before)


def test_another_village_is_asked_first_and_nothing_of_it_goes_in_unasked(
    page: ImportPage, key: Callable[..., None], people: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    before = names(page.desk)
    read(page, qtbot, book(tmp_path, "下溪村走访记录", VISITS))
    question = page.sheet.queue.current()
    assert isinstance(question, ColumnQuestion)
    assert (question.what, "下溪" in question.sentence) == ("village", True)
    assert not page.sheet.foot.save.isEnabled()
    key(Qt.Key.Key_2)
    rest(page, qtbot)
    assert "走访 2 条" in summed(page)
    key(Qt.Key.Key_S, CTRL)
    rest(page, qtbot)
    assert len(names(page.desk)) == len(before) + 1
    read(page, qtbot, book(tmp_path, "下溪村走访记录", [*VISITS, ["2026.3.9", "方大山", "男", "叶水英", "上门", "量血压"]]))
    again = page.sheet.queue.current()
    assert isinstance(again, ColumnQuestion)
    assert again.what == "village", "the answer holds for one import"


def test_what_red_means_is_asked_once_and_remembered(page: ImportPage, key: Callable[..., None], tmp_path: Path, qtbot: QtBot) -> None:
    head: list[object] = ["姓名", "性别", "出生日期", "组别"]
    rows: list[list[object]] = [head]
    rows += [[f"钱{name}", "男", f"194{at}-05-05", "3组"] for at, name in enumerate("一二三四五")]
    read(page, qtbot, book(tmp_path, "桃源村老人名册", rows, [4, 5], "三月.xlsx"))
    question = page.sheet.queue.current()
    assert isinstance(question, ColumnQuestion)
    assert question.what == "colour"
    key(Qt.Key.Key_1)
    rest(page, qtbot)
    assert page.sheet.queue.current() is None
    key(Qt.Key.Key_S, CTRL)
    rest(page, qtbot)
    with page.desk.reading() as session:
        gone = session.exec(select(Resident.name).where(Resident.residency_status == "deceased", col(Resident.name).startswith("钱")))
        assert sorted(gone) == ["钱三", "钱二"]
    more: list[list[object]] = [["钱六", "男", "1946-05-05", "3组"], ["钱七", "男", "1947-05-05", "3组"]]
    read(page, qtbot, book(tmp_path, "桃源村老人名册", [*rows, *more], [4, 5], "四月.xlsx"))
    assert page.sheet.queue.current() is None, "the same headings, the same colour: not asked again"


def test_the_kind_of_a_sheet_is_changed_by_keyboard_and_remembered(
    page: ImportPage, key: Callable[..., None], people: dict[str, str], tmp_path: Path, qtbot: QtBot
) -> None:
    path = book(tmp_path, "桃源村走访记录", VISITS)
    read(page, qtbot, path)
    actions = {action.text(): action for action in page.sheet.head.kind.menu().actions()}
    assert (list(actions), actions["走访"].isChecked()) == (["居民", "结对", "心愿", "走访"], True)
    actions["居民"].trigger()
    rest(page, qtbot)
    assert page.sheet.head.kind.text() == "居民"
    assert page.sheet.tables[0].sheet.ledger == "residents"
    chips = [chip.text() for chip in page.sheet.table.head.chips if not chip.isHidden()]
    assert "走访内容" not in chips
    actions = {action.text(): action for action in page.sheet.head.kind.menu().actions()}
    actions["走访"].trigger()
    rest(page, qtbot)
    assert "走访 2 条" in summed(page)
