"""The helpers by keys alone: written down, two made one, how each does, who stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from sqlmodel import select

from stationdesk.registers.check_call import CheckCall, CheckCallDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.services.standing_in import absences_written, who_of
from stationdesk.ui import helper_duty_paper
from stationdesk.ui.helper_duty_paper import paper
from stationdesk.ui.helpers_page import HelpersPage
from stationdesk.ui.moves_paper import span_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.stand_in_dialog import StandInDialog
from tests.services.pairing_kit import helper, pair
from tests.services.people import ON, ago, put, visited
from tests.store.kit import COUNTY
from tests.ui.keys import key, soon, write
from tests.ui.pairings_kit import press, village_of


@pytest.fixture
def village(empty_desk: OpenDesk) -> dict[str, str]:
    """Give four people and their helpers; their ids by name."""
    return village_of(empty_desk)


def appraise(dialog: Any) -> None:
    """Remind somebody, first without a word."""
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "说了什么" in dialog.trouble.text()
    write(dialog.words, "多打电话")
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def answer(_dialog: Any) -> None:
    """Say that the visit was made."""
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_the_helpers_and_one_written_down_twice(village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    double = helper(empty_desk.database, "吴敏", org="镇团委")
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    assert page.bar.isVisible()
    page.table.setFocus()
    page.table.go_to(village["吴敏"])
    soon(lambda _dialog: press(Qt.Key.Key_Return))
    key(page.table, Qt.Key.Key_D)
    with empty_desk.reading() as session:
        kept = {one.id: one for one in session.exec(select(Helper))}
    assert kept[double].merged_into == village["吴敏"]
    assert kept[village["吴敏"]].org == "镇团委"
    assert not page.bar.isVisible()

    def fill(dialog: Any) -> None:
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert "名字" in dialog.trouble.text()
        write(dialog.name, "程雪琴")
        write(dialog.phone, "13800001111")
        press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    soon(fill)
    key(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    row = next(row for row in page.every if row.name == "程雪琴")
    assert row.phone == "138****1111"
    assert row.since == ON.isoformat()
    page.table.go_to(row.id)
    wanted = []
    empty_desk.open_page.connect(lambda name, argument: wanted.append((name, argument)))
    key(page.table, Qt.Key.Key_L)
    assert wanted == [("pairings", f"leave:{row.id}")]


def test_how_a_helper_does_is_seen_said_and_asked_about(
    village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]
) -> None:
    desk = empty_desk.database
    one = pair(desk, village["黄晓燕"], village["余水莲"], start_date=ago(40), contact_every_days=10)
    for days in (36, 25, 12):
        visited(desk, village["余水莲"], days, "phone", visitors=({"name": "黄晓燕", "helper_id": village["黄晓燕"]},))
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    row = next(row for row in page.every if row.id == village["黄晓燕"])
    assert (row.rate, row.last) == ("66%↓", "11月11日")
    page.table.setFocus()
    page.table.go_to(village["黄晓燕"])
    seen = []

    def work(dialog: Any) -> None:
        key(dialog.when, Qt.Key.Key_3)
        seen.append(dialog.told.text())
        soon(appraise, dialog)
        key(dialog.when, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        seen.append(dialog.said.text())
        key(dialog.when, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        seen.append(dialog.asked.text())
        soon(answer, dialog)
        key(dialog.calls, Qt.Key.Key_Return)
        seen.append(dialog.asked.text())
        key(dialog.calls, Qt.Key.Key_Escape)

    soon(work)
    key(page.table, Qt.Key.Key_A)
    assert seen[0].startswith("应做 4 次，做到 3 次，75%")
    assert "提醒督促" in seen[1]
    assert "多打电话" in seen[1]
    assert seen[2:] == ["抽查回访 3 次", "抽查回访 3 次，问到 1 次，属实 1 次，属实率 100%"]
    assert one


def test_who_is_away_has_a_stand_in_until_he_is_back(village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    page.table.setFocus()
    page.table.go_to(village["吴敏"])

    def away(dialog: Any) -> None:
        write(dialog.list.field, "黄晓燕")
        press(Qt.Key.Key_Return)

    soon(away)
    key(page.table, Qt.Key.Key_T)
    assert next(row for row in page.every if row.id == village["吴敏"]).status == "外出，黄晓燕代"
    with empty_desk.reading() as session:
        who = who_of(session, [village["江保国"]], ON)[village["江保国"]]
    assert who.who.name == "黄晓燕"
    page.table.go_to(village["吴敏"])
    soon(lambda _dialog: press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))
    key(page.table, Qt.Key.Key_T)
    assert not next(row for row in page.every if row.id == village["吴敏"]).status


def test_absences_that_are_over_and_to_come_are_seen_and_one_more_is_written(village: dict[str, str], empty_desk: OpenDesk) -> None:
    wu, other = village["吴敏"], village["黄晓燕"]
    desk, keep = (
        empty_desk,
        lambda first, last: put(
            desk.database,
            StandIn,
            StandInDraft(helper_id=wu, stand_in_helper_id=other, from_date=ago(first), to_date=ago(last), reason="进城"),
        ),
    )
    for first, last in ((60, 50), (9, 3), (-5, -8)):
        keep(first, last)
    dialog = StandInDialog(desk, None, wu)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "以前：\n11月14日到11月20日外出，黄晓燕代，进城" in said
    assert dialog.lines.text().startswith("11月28日到12月1日外出")
    assert dialog.take_back.text().startswith("不去了")
    dialog.show()
    key(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    key(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    write(dialog.list.field, "黄晓燕")
    write(dialog.last, "11-27")
    key(dialog.last, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with desk.reading() as session:
        spans = [(one.from_date, one.to_date) for one in absences_written(session, wu)]
    assert spans[-2:] == [(ago(0), ago(-4)), (ago(-5), ago(-8))]
    StandInDialog(desk, None, wu).back()
    later = StandInDialog(desk, None, wu)
    assert not later.begun
    later.back()
    with desk.reading() as session:
        assert [one.from_date for one in absences_written(session, wu)] == [ago(60), ago(9)], "what had not begun is taken back"


def test_the_rate_of_truth_stands_in_the_list_on_paper_and_in_the_workbook(
    village: dict[str, str], empty_desk: OpenDesk, tmp_path: Path
) -> None:
    wu, whom, desk = village["吴敏"], village["汪厚行"], empty_desk
    answers = ("true", "true", "false", "not_reached", None)
    for back, answer in enumerate(answers, 1):
        asked = ago(0) if answer else None
        draft: dict[str, Any] = {"helper_id": wu, "resident_id": whom, "drawn_on": ago(1), "seed": back}
        put(desk.database, CheckCall, CheckCallDraft(**draft, answer=answer, asked_on=asked))
    put(desk.database, CheckCall, CheckCallDraft(**draft, answer="false", asked_on=ago(400)))
    page = HelpersPage(desk)
    page.refresh()
    row = next(row for row in page.every if row.id == wu)
    assert (row.confirmed, row.doubted) == ("66%", True), "of the year's answers; nobody reached is no answer"
    assert [one.confirmed for one in page.every if one.id != wu] == [""] * (len(page.every) - 1)
    found = paper(desk, *span_of("month", ON))
    mine = next(row for row in found.rows if row.cells[0] == "吴敏")
    assert mine.cells[7:10] == ("3", "2", "66%")
    assert "回访问到 3 次，属实 2 次，66%" in found.about
    assert paper(desk, *span_of("before", ON)).rows[0].cells[7:10] == ("", "", "")
    path = tmp_path / "履职.xlsx"
    prepare(path)
    dialog = helper_duty_paper.DutyListDialog(desk, None)
    dialog.show()
    key(dialog.when, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    desk.jobs.settle(5)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    table = [[cell.value for cell in line] for line in sheet.iter_rows()]
    written = dict(zip(table[0], next(line for line in table if line[0] == "吴敏"), strict=True))
    assert (written["带几人"], written["问到"], written["属实率"]) == (3, 3, 0.66)
    assert not [cell for line in table for cell in line if isinstance(cell, str) and re.search(r"1\d{10}", cell)], "no number to dial"


def test_without_helpers_the_list_says_so(empty_desk: OpenDesk) -> None:
    dialog = helper_duty_paper.DutyListDialog(empty_desk, None)
    dialog.show()
    soon(lambda told: told.give("ok"))
    key(dialog.when, Qt.Key.Key_Return)


@pytest.mark.parametrize("ours", [True, False])
def test_the_countys_helper_is_marked_not_changed_and_made_one_with_ours(
    ours: bool, village: dict[str, str], empty_desk: OpenDesk, shown: Callable[..., QWidget]
) -> None:
    theirs = put(empty_desk.database, Helper, HelperDraft(name="黄晓燕", helper_type="volunteer"), COUNTY).id
    page = HelpersPage(empty_desk)
    empty_desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    page.take(theirs)
    assert page.row is not None
    assert page.row.of_county
    told: list[str] = []

    def refused(dialog: Any) -> None:
        told.append(" ".join(one.text() for one in dialog.findChildren(QLabel)))
        press(Qt.Key.Key_Escape)

    soon(refused)
    key(page.table, Qt.Key.Key_F3)
    assert "只有县里能改" in told[0]

    def one_and_the_same(_dialog: Any) -> None:
        if ours:
            press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        else:
            press(Qt.Key.Key_Return)

    soon(one_and_the_same)
    key(page.table, Qt.Key.Key_D)
    with empty_desk.reading() as session:
        own = session.exec(select(Helper).where(Helper.id == village["黄晓燕"])).one()
    assert (own.instead_of, own.merged_into) == ((theirs, None) if ours else (None, theirs))
    assert [row.id for row in page.every if row.name == "黄晓燕"] == [own.id if ours else theirs]
