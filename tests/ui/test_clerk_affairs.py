"""What the clerk does besides taking and answering: the county's word, a watched folder, keys, lists, doors; and that all of it fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stationdesk.county.desk import CountyDesk
from stationdesk.county.helpers_otherwise import helpers_otherwise
from stationdesk.county.people_lists import sent_teams
from stationdesk.county.pictures_out import asked_for
from stationdesk.county.replies import replies
from stationdesk.county.report import people_twice
from stationdesk.county.standings import State, standings
from stationdesk.county.taking import take_folder
from stationdesk.services.operators import operator_of
from stationdesk.settings import Settings
from stationdesk.store.clock import local_day
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from stationdesk.ui import opening
from stationdesk.ui.clerk_window import ClerkWindow
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.unlock_window import UnlockWindow
from tests.ui.clerk_kit import BROKEN, LOWER, PASSPHRASE, SILENT, UPPER, Clerk
from tests.ui.front_kit import press, show, unlock, write_text
from tests.ui.keys import soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def test_a_task_is_given_seen_and_taken_back(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")

    def give(dialog: Any) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        assert "请填" in dialog.trouble.text()
        write(dialog.title, "清明前走访独居老人")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(give)
    clerk.press(Qt.Key.Key_N, CTRL)
    assert {one.name for one in page.found.replies} == {"上徐村", "山下村", "河背村", "石门村"}
    page.table.setFocus()
    soon(lambda dialog: QTest.keyClick(dialog, ENTER))
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    clerk.settle()
    assert page.found.replies == []


def test_a_report_an_announcement_and_a_day_stand_in_one_line_each_and_are_taken_back(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")

    def ask_report(dialog: Any) -> None:
        write(dialog.name, "走访月报")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)
        assert "请填" in dialog.trouble.text()
        for name in ("contacts.tries", "due.rate"):
            dialog.boxes[name].setFocus()
            QTest.keyClick(dialog.boxes[name], Qt.Key.Key_Space)
        dialog.to.set_value("town:丽阳镇")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    def announce(dialog: Any) -> None:
        write(dialog.title, "停电")
        dialog.full.setPlainText("周三停电")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    def day(dialog: Any) -> None:
        dialog.on.setText((clerk.desk.today() + timedelta(days=3)).isoformat())
        dialog.kind.set_value("rest")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    for which, act in ((Qt.Key.Key_T, ask_report), (Qt.Key.Key_G, announce), (Qt.Key.Key_D, day)):
        soon(act)
        clerk.press(which, CTRL)
    assert {(one.kind, one.whom) for one in page.found.said} == {("day", "各站"), ("announcement", "各站"), ("template", "丽阳镇")}
    (report,) = [one for one in page.found.said if one.kind == "template"]
    assert report.title == "走访月报（月报，2 个数）"
    for left in (2, 1, 0):
        page.table.setFocus()
        soon(lambda dialog: QTest.keyClick(dialog, ENTER))
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
        clerk.settle()
        assert len(page.found.said) == left
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert len(page.found.said) == 1


def test_what_was_given_is_undone_though_a_stick_was_taken_since(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")

    def give(dialog: Any) -> None:
        write(dialog.title, "清明前走访独居老人")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(give)
    clerk.press(Qt.Key.Key_N, CTRL)
    assert len(page.found.replies) == 4
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_4, ALT)
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert "清明前走访独居老人" in page.strip.words.text()
    assert page.found.replies == []
    assert len(clerk.desk.board.came) == 3


def test_the_search_box_and_the_filters_narrow_the_list(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    key_box = clerk.window.search
    clerk.press(Qt.Key.Key_K, CTRL)
    write(key_box, "丽阳")
    assert list(clerk.lines()) == ["河背村", "石门村"]
    QTest.keyClick(key_box, ESC)
    assert len(clerk.lines()) == 4
    clerk.page.shows.setFocus()
    QTest.keyClick(clerk.page.shows, Qt.Key.Key_5)
    assert list(clerk.lines()) == ["上徐村"]


def test_lists_are_saved_as_workbooks(clerk: Clerk) -> None:
    from openpyxl import load_workbook

    clerk.take(clerk.county.stick)
    prepare(clerk.room / "stations.xlsx")
    clerk.press(Qt.Key.Key_E, CTRL)
    rows = [[cell.value for cell in row] for row in load_workbook(clerk.room / "stations.xlsx").active.iter_rows(min_row=2)]
    assert sorted(row[0] for row in rows) == [UPPER, LOWER, BROKEN, SILENT]
    clerk.press(Qt.Key.Key_3, ALT)
    prepare(clerk.room / "doubts.xlsx")
    clerk.press(Qt.Key.Key_E, CTRL)
    kinds = {row[0].value for row in load_workbook(clerk.room / "doubts.xlsx").active.iter_rows(min_row=2)}
    assert kinds == {"先放着", "很久没消息"}


def test_each_folder_opens_in_its_own_window_only(clerk: Clerk, tmp_path: Path) -> None:
    clerk.close()
    database, _slot = opening.open_with_passphrase(clerk.settings, "", PASSPHRASE)
    database.close()
    with pytest.raises(opening.CountyFolder, match="--county"):
        opening.open_with_passphrase(replace(clerk.settings, county=False), "", PASSPHRASE)
    station = replace(clerk.settings, data=clerk.county.base / UPPER, state=clerk.county.base / f"{UPPER}-state")
    with pytest.raises(opening.StationFolder, match="--county"):
        opening.open_with_passphrase(station, "", "a station's passphrase")


def test_the_program_leads_to_the_clerks_window_and_back_to_its_door(
    clerk: Clerk, qtbot: QtBot, qapp: QApplication, look: Look, composition: Composition
) -> None:
    clerk.close()
    keeper = Doorkeeper(qapp, clerk.settings, look, composition)
    assert keeper.begin()
    window = unlock(qtbot, keeper, PASSPHRASE)
    assert isinstance(window, ClerkWindow)
    assert window.station_name.text() == "昌江区"
    QTest.keyClick(window, Qt.Key.Key_2, ALT)
    assert window.here == "came"
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: isinstance(keeper.front, UnlockWindow))
    assert unlock(qtbot, keeper, PASSPHRASE).here == "came"
    backups = [path.name for path in (clerk.settings.data / "backups").glob("*.sdbackup")]
    assert len(backups) == 1
    keeper.close()
    keeper.deleteLater()


@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.LARGE, TextSize.EXTRA_LARGE])
def test_every_page_fits_the_smallest_screen(clerk: Clerk, size: TextSize) -> None:
    clerk.take(clerk.county.stick)
    clerk.desk.look.set(text_size=size)
    for name in clerk.window.there:
        assert clerk.window.open(name)
        clerk.settle()
        least = clerk.window.minimumSizeHint()
        assert least.width() <= 1366, name
        assert least.height() <= 728, name


def test_the_first_run_of_a_county_leads_to_its_window(qtbot: QtBot, tmp_path: Path, look: Look) -> None:
    from stationdesk.ui.clerk_first_run import first_run_of

    settings = replace(Settings(tmp_path / "new", tmp_path / "new-state"), county=True)
    run, made = first_run_of(settings, look), list[Any]()
    run.opened.connect(lambda database, slot, _start: made.append((database, slot)))
    show(qtbot, run)
    write_text(run, "云溪县")
    press(run, ENTER)
    write_text(run, "99 99")
    press(run, ENTER)
    assert run.at == 0
    assert "代码" in run.trouble.text()
    run.step.fields()[1].setText("999901")  # type: ignore[attr-defined]
    press(run, ENTER)
    assert run.at == 1
    write_text(run, "黎春梅")
    press(run, ENTER, ENTER)
    assert run.at == 2
    for _time in range(2):
        write_text(run, "shan shui tian yuan")
        press(run, ENTER)
    qtbot.waitUntil(lambda: bool(made), timeout=30_000)
    (database, slot), recovery = made[0], run.course.secrets.code
    with database, CountyDesk(database) as county:
        assert (county.name, county.code) == ("云溪县", "999901")
        assert operator_of(database, slot.id).name == "黎春梅"
        assert standings(county, local_day(database.clock())) == []
    again, _slot = opening.open_with_code(settings, recovery, "", "another passphrase")
    again.close()


def test_the_demo_has_every_trouble_and_a_stick_to_take(tmp_path: Path) -> None:
    from stationdesk.county.demo_county import make_county as make_demo

    assert make_demo(tmp_path, tmp_path / "state", PASSPHRASE) == 12
    database, _slot = unlock_desk(DataFolder(tmp_path / "county", tmp_path / "state"), PASSPHRASE)
    with database, CountyDesk(database) as county:
        on = local_day(database.clock())
        there = standings(county, on)
        found = [one.state for one in there]
        assert all(one.entered_at <= one.heard_at for one in there if one.state is State.QUIET)
        assert set(found) == set(State) - {State.MISSING, State.RENEWED}
        assert found.count(State.QUIET) == 2
        assert len(people_twice(county)) == 1
        assert {one.kind for one in replies(county, on)} == {"task", "announcement"}
        assert [one.purpose for one in asked_for(county)] == ["冬季走访"]
        with database.reading() as session:
            assert [one.depth for one in sent_teams(session, on)] == [0, 1, 0]
        assert [one.linked for one in helpers_otherwise(county)] == [True, False]
        taken = take_folder(county, "clerk", tmp_path / "stick")
        assert [one.outcome for one in taken] == ["taken"] * 4
    assert not (tmp_path / ".villages").exists()
