"""The county clerk's window: real packages of real villages, taken and answered by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.county import intake
from stationdesk.county.copies import copies_of
from stationdesk.county.ledger import STATION_TABLES
from stationdesk.county.standings import State
from stationdesk.county.word import stations
from stationdesk.store.files import NoSpace
from stationdesk.sync.package_name import packages
from stationdesk.ui import opening
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize
from tests.ui.clerk_kit import BROKEN, LOWER, PASSPHRASE, SILENT, UPPER, Clerk, County, make_county
from tests.ui.keys import soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return make_county(tmp_path_factory.mktemp("county"))


@pytest.fixture
def clerk(qtbot: QtBot, county: County, tmp_path: Path, look: Look, composition: Composition) -> Iterator[Clerk]:
    clerk = Clerk(qtbot, county, tmp_path, look, composition)
    yield clerk
    clerk.close()


def states(clerk: Clerk) -> dict[str, State]:
    return {one.code: one.state for one in clerk.desk.board.stations}


def test_a_stick_is_taken_file_by_file_and_what_is_bad_is_named(clerk: Clerk) -> None:
    assert set(states(clerk).values()) == {State.NEVER}
    clerk.take(clerk.county.stick)
    assert states(clerk) == {UPPER: State.GOOD, LOWER: State.ASIDE, BROKEN: State.REFUSED, SILENT: State.NEVER}
    assert list(clerk.lines()) == ["河背村", "山下村", "石门村", "上徐村"]
    assert clerk.lines()["上徐村"] == "收齐了 · 回信还没写出"
    assert "1 份没收下：河背村" in clerk.page.bar.said[0].text()
    assert "收下 2 份" in clerk.page.bar.said[-1].text()
    clerk.press(Qt.Key.Key_2, ALT)
    came: Any = clerk.window.page("came")
    assert sorted((one.station, one.outcome) for one in came.files()) == [(UPPER, "taken"), (LOWER, "taken"), (BROKEN, "refused")]
    came.take("bad")
    assert [one.station for one in came.files()] == [BROKEN]
    assert came.files()[0].says in came.whole.text()


def test_what_was_taken_before_changes_nothing_and_is_counted_on_the_stick(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    assert "其中 2 份收过了" in clerk.page.stick.text.text()
    before = states(clerk)
    clerk.press(ENTER, CTRL)
    assert states(clerk) == before
    assert "2 份没有新的" in clerk.page.bar.said[-1].text()


def test_a_gap_is_told_with_its_numbers_until_the_missing_ones_come(clerk: Clerk) -> None:
    clerk.take(clerk.county.gap)
    one = next(one for one in clerk.desk.board.stations if one.code == UPPER)
    assert one.state is State.MISSING
    assert one.missing is not None
    first, last = one.missing
    assert (first, last > 1) == (1, True)
    assert clerk.lines()["上徐村"].startswith(f"缺第 {first} 到 {last} 条")
    clerk.stand_on(UPPER)
    assert clerk.page.pane.head.text() == f"缺 {last} 条：第 1 到 {last} 条。"
    clerk.press(Qt.Key.Key_R, CTRL)
    clerk.read_and_report(clerk.room / "gap", clerk.room / "again")
    clerk.take(clerk.room / "again")
    assert states(clerk)[UPPER] is State.GOOD


def test_two_computers_are_told_and_one_is_retired_by_keyboard(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.take(clerk.county.twin)
    assert states(clerk)[UPPER] is State.TWO
    assert clerk.lines()["上徐村"].startswith("两台电脑都在报")
    clerk.stand_on(UPPER)
    assert clerk.page.pane.deciding == "retire"
    assert len(clerk.page.pane.computers.text().splitlines()) == 2
    soon(lambda dialog: QTest.keyClick(dialog, ENTER))
    clerk.press(Qt.Key.Key_D, CTRL)
    assert [one.retired for one in copies_of(clerk.desk.room.desk(), UPPER) if not one.leads] == [True]
    assert states(clerk)[UPPER] is State.GOOD


def test_answers_are_written_for_all_that_were_heard(clerk: Clerk) -> None:
    assert not clerk.page.blocks.answer.isEnabled()
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_R, CTRL)
    folder = clerk.room / "stick"
    assert sorted(path.name.split("_")[3] for path in packages(folder) if "_to_" in path.name) == [UPPER, LOWER]
    assert not list(folder.glob("*.partial"))
    assert clerk.page.bar.said[-1].text() == "写好 2 份，读回来核对过"
    assert not any(one.owes_answer for one in clerk.desk.board.stations)


def test_a_full_stick_says_what_was_not_written(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.take(clerk.county.stick)

    def full(*_words: object) -> None:
        raise NoSpace("U 盘满了。")

    monkeypatch.setattr("stationdesk.county.answers.write_package", full)
    clerk.press(Qt.Key.Key_R, CTRL)
    assert clerk.page.bar.said[0].text() == "2 份回信没写成：上徐村、山下村"
    assert clerk.page.bar.said[-1].text().startswith("U 盘满了。")
    assert sum(one.owes_answer for one in clerk.desk.board.stations) == 2


def test_work_stops_after_the_file_in_hand(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.use(clerk.county.stick)
    take = intake.take_or_refuse

    def once(*words: Any) -> Any:
        done = take(*words)
        clerk.desk.jobs.running[0].cancel()
        return done

    monkeypatch.setattr("stationdesk.ui.clerk_work.take_or_refuse", once)
    clerk.press(ENTER, CTRL)
    assert clerk.page.bar.said[0].text() == "停下了"
    assert "2 份没看：您停了" in clerk.page.bar.said[-1].text()
    assert len(clerk.desk.board.came) == 1


def test_what_was_set_aside_stands_with_its_reason_and_is_put_back_once_rules_allow(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_3, ALT)
    page: Any = clerk.window.page("aside")
    (one,) = [one for one in page.found if one.kind == "aside"]
    assert (one.code, "姓名" in one.why) == (LOWER, True)
    clerk.press(Qt.Key.Key_B, CTRL)
    assert "放不回去" in page.strip.words.text()
    monkeypatch.setattr("stationdesk.county.quarantine.disliked", lambda *_words: "")
    clerk.press(Qt.Key.Key_B, CTRL)
    assert "放回了 1 条" in page.strip.words.text()
    with clerk.desk.room.desk().ledger.begin() as connection:
        table = STATION_TABLES["resident"]
        assert connection.execute(table.select().where(table.c.station == LOWER)).first() is not None


def test_a_station_is_enrolled_and_the_six_words_are_shown(clerk: Clerk) -> None:
    told: list[str] = []

    def fill(dialog: Any) -> None:
        for field, value in ((dialog.name, "新塘村"), (dialog.town, "丽阳镇"), (dialog.code, "360202102099")):
            field.setFocus()
            write(field, value)
        soon(read, dialog)
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    def read(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    prepare(clerk.room)
    soon(fill)
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.qtbot.waitUntil(lambda: bool(told))
    assert (clerk.room / "360202102099.sdenrol").exists()
    assert "360202102099.sdenrol 写好了" in told[0]
    clerk.settle()
    assert clerk.lines()["新塘村"] == "登记了，一次没报"


def test_a_station_moves_and_a_stolen_computer_is_trusted_no_more(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.stand_on(UPPER)

    def move(dialog: Any) -> None:
        write(dialog.focusWidget(), "竟成镇")
        QTest.keyClick(dialog, ENTER)

    soon(move)
    clerk.press(Qt.Key.Key_M, CTRL)
    with clerk.desk.reading() as session:
        assert {one.code: one.town for one in stations(session)}[UPPER] == "竟成镇"
    clerk.stand_on(LOWER)

    def mistyped(dialog: Any) -> None:
        write(dialog.focusWidget(), "山上村")
        QTest.keyClick(dialog, ENTER)
        QTest.keyClick(dialog, ESC)

    soon(mistyped)
    clerk.press(Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    clerk.press(ENTER, CTRL)
    assert states(clerk)[LOWER] is State.ASIDE

    def revoke(dialog: Any) -> None:
        write(dialog.focusWidget(), "山下村")
        QTest.keyClick(dialog, ENTER)

    soon(revoke)
    clerk.press(Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    clerk.press(ENTER, CTRL)
    assert states(clerk)[LOWER] is State.REFUSED


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


def test_a_question_goes_to_whom_the_station_sent(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_4, ALT)
    page: Any = clerk.window.page("word")

    def ask(dialog: Any) -> None:
        dialog.station.set_value(UPPER)
        write(dialog.who, "汪厚行")
        write(dialog.question, "电话对吗")
        QTest.keyClick(dialog, Qt.Key.Key_S, CTRL)

    soon(ask)
    clerk.press(Qt.Key.Key_J, CTRL)
    clerk.settle()
    assert [(one.kind, one.station, one.about) for one in page.found.replies] == [("correction", UPPER, "汪厚行")]


def test_a_folder_is_watched_and_left_alone(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_5, ALT)
    page: Any = clerk.window.page("affairs")
    arrives = clerk.room / "arrives"
    arrives.mkdir()
    for path in packages(clerk.county.stick):
        (arrives / path.name).write_bytes(path.read_bytes())
    prepare(arrives)
    page.affairs["watch"].button.click()
    clerk.qtbot.waitUntil(lambda: page.watchman.watching is not None, timeout=20_000)
    clerk.settle()
    assert (page.watchman.count, page.watchman.bad) == (2, 1)
    assert "收下 2 份" in page.affairs["watch"].text.text()
    assert len(packages(arrives)) == 3
    page.affairs["watch"].button.click()
    assert page.watchman.folder is None


def test_new_keys_are_taken_with_backup_and_key_file(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_5, ALT)
    page: Any = clerk.window.page("affairs")
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    def agree(dialog: Any) -> None:
        soon(read, dialog)
        QTest.keyClick(dialog, ENTER)

    safe = clerk.room / "safe"
    prepare(safe)
    soon(agree)
    page.rotate()
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert (safe / "360202-keys-2.txt").exists()
    assert list(safe.glob("*.sdbackup"))
    assert "360202-keys-2.txt" in told[0]


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


def test_each_folder_opens_in_its_own_window_only(clerk: Clerk, tmp_path: Path, county: County) -> None:
    clerk.close()
    database, _slot = opening.open_with_passphrase(clerk.settings, "", PASSPHRASE)
    database.close()
    with pytest.raises(opening.CountyFolder, match="--county"):
        opening.open_with_passphrase(replace(clerk.settings, county=False), "", PASSPHRASE)
    station = replace(clerk.settings, data=county.base / UPPER, state=county.base / f"{UPPER}-state")
    with pytest.raises(opening.StationFolder, match="--county"):
        opening.open_with_passphrase(station, "", "a station's passphrase")


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
