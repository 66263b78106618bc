"""The roster by keys alone: a month filled by turns, a hole filled, a turn swapped and given back, the book, the papers, undone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from stationdesk.services.shift_handovers import handovers
from stationdesk.services.shift_month import next_gap, read_month
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.rota_dialog import RepeatDialog, RotaDialog
from stationdesk.ui.shift_book_dialog import BookDialog
from stationdesk.ui.shift_dialogs import SwapDialog, TurnDialog
from stationdesk.ui.shifts_grid import HOLES
from stationdesk.ui.shifts_page import ShiftsPage
from stationdesk.ui.shifts_paper import paper_of
from tests.services.pairing_kit import helper
from tests.services.people import put
from tests.store.kit import COUNTY
from tests.ui.keys import key, soon, write
from tests.ui.pairings_kit import press
from tests.ui.shifts_kit import CONTROL, page, save

__all__ = ["page"]


def cell(page: ShiftsPage, day: date, kind: str) -> str:
    assert page.month is not None
    row = page.month.row(day)
    assert row is not None
    return "、".join(one.who for one in row.of_kind(kind))


def words(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def test_a_month_from_the_first_name_to_the_wall(  # noqa: PLR0915 - one journey # long: one journey
    page: ShiftsPage, empty_desk: OpenDesk, tmp_path: Path
) -> None:
    on = empty_desk.today()
    for name, number in (("占国林", "13800001111"), ("徐丽华", "13800002222")):
        helper(empty_desk.database, name, phones=({"number": number},))
    page.refresh()
    assert page.nothing.isVisible()
    assert page.month is not None
    assert page.month.missing() == 0, "a month of which nothing is written is no reproach"

    def fill(dialog: Any) -> None:
        assert isinstance(dialog, RotaDialog)
        save()
        assert dialog.trouble.text()
        for name in ("占国林", "徐丽华", "胡师傅", "多余的"):
            write(dialog.list.field, name)
            press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Backspace)
        assert [one.name for one in dialog.order] == ["占国林", "徐丽华", "胡师傅"]
        assert "占国林" in dialog.preview.text()
        dialog.last.set_day((on - timedelta(days=3)).isoformat())
        save()
        assert "最后一天" in dialog.trouble.text() or "早" in dialog.trouble.text()
        dialog.last.set_day((on + timedelta(days=6)).isoformat())
        save()

    soon(fill)
    key(page.table, Qt.Key.Key_Right)
    key(page.table, Qt.Key.Key_N, CONTROL)
    days = [on + timedelta(days=number) for number in range(7)]
    assert [cell(page, day, "night") for day in days[:4]] == ["占国林", "徐丽华", "胡师傅", "占国林"]
    assert page.count.text().startswith("7 班")
    assert page.table.day() == on
    assert "今天" in page.table.model().data(page.table.model().index(on.day - 1, 0))

    page.table.go(on, "day")
    # a hole is gone to and filled: its times stand there already
    key(page.table, Qt.Key.Key_N)
    assert page.table.kind() == HOLES
    hole = page.table.day()
    assert hole is not None
    seen: list[tuple[str, str]] = []

    def fill_hole(dialog: Any) -> None:
        assert isinstance(dialog, TurnDialog)
        seen.append((dialog.times.begins.text(), dialog.times.ends.text()))
        write(dialog.list.field, "胡师")
        press(Qt.Key.Key_Return)

    soon(fill_hole)
    key(page.table, Qt.Key.Key_Return)
    assert seen == [("08:00", "18:00")]
    assert page.month.row(hole).gaps == ()  # type: ignore[union-attr]

    # a turn by itself, and nobody can be twice
    page.table.go(days[3], "day")

    def twice(dialog: Any) -> None:
        assert isinstance(dialog, TurnDialog)
        write(dialog.list.field, "占国林")
        dialog.times.ends.setText("一点")
        save()
        assert dialog.trouble.text() == ""
        assert "18:00" in dialog.times.row.words.text()
        dialog.times.ends.setText("2000")
        save()
        assert "占国林" in dialog.trouble.text()
        dialog.times.ends.setText("24:00")
        assert dialog.times.read() == ("08:00", "00:00"), "until midnight, as one writes it"
        dialog.times.ends.setText("18:00")
        save()

    soon(twice)
    key(page.table, Qt.Key.Key_Return)
    assert cell(page, days[3], "day") == "占国林"
    assert page.table.day() == days[4], "after a new turn the next day is the current one"

    # somebody else takes a turn, in exchange for one of his; it is given back
    page.table.go(days[0], "night")

    def swap(dialog: Any) -> None:
        assert isinstance(dialog, SwapDialog)
        write(dialog.list.field, "徐丽华")
        save()
        assert dialog.trouble.text(), "without a reason"
        write(dialog.why, "去镇上")
        dialog.back.setCurrentIndex(1)
        save()

    soon(swap)
    key(page.table, Qt.Key.Key_S)
    assert [cell(page, day, "night") for day in days[:2]] == ["徐丽华", "占国林"]
    assert "替占国林" in words(page.side)
    soon(lambda _dialog: press(Qt.Key.Key_B, CONTROL))
    key(page.table, Qt.Key.Key_S)
    assert cell(page, days[0], "night") == "占国林"

    # numbers are covered until they are asked for
    assert "138****1111" in words(page.side)
    key(page.table, Qt.Key.Key_F9)
    assert "13800001111" in words(page.side)
    key(page.table, Qt.Key.Key_F9)

    # out, and back
    key(page.table, Qt.Key.Key_Delete)
    assert cell(page, days[0], "night") == ""
    page.undo()
    assert cell(page, days[0], "night") == "占国林"

    # the week again, and all of it undone at once
    soon(lambda dialog: save() if isinstance(dialog, RepeatDialog) else None)
    before = len(page.month.turns)
    key(page.table, Qt.Key.Key_R, CONTROL)
    assert page.month.turns
    page.undo()
    assert len(page.month.turns) == before

    # the book
    def book(dialog: Any) -> None:
        assert isinstance(dialog, BookDialog)
        dialog.giver.setText("占国林")
        dialog.taker.setText("徐丽华")
        dialog.note.setPlainText("路灯坏了")
        save()

    soon(book)
    key(page.table, Qt.Key.Key_J, CONTROL)
    with empty_desk.reading() as session:
        assert [(one.from_name, one.to_name, one.note) for one in handovers(session, on, on)] == [("占国林", "徐丽华", "路灯坏了")]
    assert "路灯坏了" in words(page.side)

    # paper and workbook
    wall, own = paper_of(empty_desk, page.month, "wall"), paper_of(empty_desk, page.month, "desk")
    assert "13800001111" not in str(wall)
    assert "13800001111" in str(own)
    past = [line for line, row in zip(wall.lines, page.month.rows, strict=True) if row.past]
    assert past
    assert not any(line.hole for line in past), "no line to write on for a day that is over"
    assert all(cell == "没人" for line in past for cell in line.cells[:2])
    ahead = [line for line, row in zip(wall.lines, page.month.rows, strict=True) if not row.past]
    assert [line.hole for line in ahead].count(True) > 0
    assert "没人" not in {cell for line in ahead for cell in line.cells}
    path = tmp_path / "值班.xlsx"
    prepare(path)
    key(page.table, Qt.Key.Key_E, CONTROL)
    empty_desk.jobs.settle(5)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    told = {cell.value for line in sheet.iter_rows() for cell in line if cell.value}
    assert {"占国林", "没人值班的时间"} <= told
    assert "13800001111" not in str(told)

    # other months, and back to today
    key(page.table, Qt.Key.Key_PageDown)
    assert page.month.first > on
    key(page.table, Qt.Key.Key_D, CONTROL)
    assert page.table.day() == on
    spoken = page.table.model().data(page.table.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert "11月23日" in spoken

    # from a line of the day's list one comes to the hole itself
    page.take(days[2].isoformat())
    assert (page.table.day(), page.table.kind()) == (days[2], HOLES)


def test_the_next_month_is_two_keys(page: ShiftsPage, empty_desk: OpenDesk) -> None:
    on = empty_desk.today()

    def first(dialog: Any) -> None:
        for name in ("占国林", "徐丽华", "胡文斌"):
            write(dialog.list.field, name)
            press(Qt.Key.Key_Return)
        save()

    key(page.table, Qt.Key.Key_Right)
    soon(first)
    key(page.table, Qt.Key.Key_N, CONTROL)
    assert page.month is not None
    last = page.month.last
    names = ["占国林", "徐丽华", "胡文斌"]
    ended = names.index(cell(page, last, "night"))
    soon(lambda _dialog: save())
    key(page.table, Qt.Key.Key_N, CONTROL)
    assert page.month.first == last + timedelta(days=1)
    assert all(cell(page, row.day, "night") for row in page.month.rows), "the whole month, on from where the last one ended"
    assert cell(page, page.month.first, "night") == names[(ended + 1) % 3]
    page.undo()
    assert page.month.turns == ()
    with empty_desk.reading() as session:
        assert read_month(session, on, on).turns
        assert next_gap(read_month(session, on, on), on) is not None


def test_the_countys_helper_says_so(page: ShiftsPage, empty_desk: OpenDesk) -> None:
    from stationdesk.registers.helper import Helper, HelperDraft

    put(empty_desk.database, Helper, HelperDraft(name="郑敏"), COUNTY)
    offered: list[str] = []

    def look(dialog: Any) -> None:
        offered.extend(one.name for one in dialog.list.every)
        dialog.give("")

    soon(look)
    key(page.table, Qt.Key.Key_Return)
    assert offered == ["郑敏（县）"]
