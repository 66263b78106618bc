"""The county clerk's window: real packages of real villages, taken and answered by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stationdesk.county import intake
from stationdesk.county.copies import copies_of
from stationdesk.county.ledger import STATION_TABLES
from stationdesk.county.standings import State
from stationdesk.county.stations import enrol_station
from stationdesk.county.word import stations
from stationdesk.store.files import NoSpace
from stationdesk.sync.package_name import packages
from stationdesk.ui.clerk_work import brought_at
from stationdesk.ui.parts.dialogs import prepare
from tests.sync.failing_stick import dying
from tests.ui.clerk_kit import BROKEN, CLERK, LOWER, SILENT, TOWNS, UPPER, Clerk
from tests.ui.keys import soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


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


def test_a_station_whose_computer_has_a_wrong_date_is_named_where_its_file_is_listed(clerk: Clerk) -> None:
    clerk.database.clock = lambda: datetime(2026, 11, 2, tzinfo=UTC)
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_2, ALT)
    came: Any = clerk.window.page("came")
    assert {one.station for one in came.files() if "日期不对，写着" in one.says} == {UPPER, LOWER}
    assert {one.outcome for one in came.files() if "日期不对，写着" in one.says} == {"taken"}


def test_what_was_taken_before_changes_nothing_and_is_counted_on_the_stick(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_2, ALT)
    came: Any = clerk.window.page("came")
    assert "不再列" in came.empty.following.text()
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.take(clerk.county.stick)
    assert "其中 2 份收过了" in clerk.page.stick.text.text()
    before = states(clerk)
    clerk.press(ENTER, CTRL)
    assert states(clerk) == before
    assert "2 份没有新的" in clerk.page.bar.said[-1].text()
    assert sorted(one.outcome for one in came.files()) == ["refused", "taken", "taken"], "nothing of it is listed twice"


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
    take = intake.take_and_note

    def once(*words: Any) -> Any:
        done = take(*words)
        clerk.desk.jobs.running[0].cancel()
        return done

    monkeypatch.setattr("stationdesk.county.taking.take_and_note", once)
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


def test_a_station_moves_to_another_town(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
    clerk.stand_on(UPPER)

    def move(dialog: Any) -> None:
        write(dialog.focusWidget(), "竟成镇")
        QTest.keyClick(dialog, ENTER)

    soon(move)
    clerk.press(Qt.Key.Key_M, CTRL)
    with clerk.desk.reading() as session:
        assert {one.code: one.town for one in stations(session)}[UPPER] == "竟成镇"


def test_a_stolen_computer_is_trusted_no_more_and_its_station_waits_for_a_new_one(clerk: Clerk) -> None:
    clerk.take(clerk.county.stick)
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
    assert states(clerk)[LOWER] is State.REVOKED
    clerk.stand_on(LOWER)
    pane = clerk.page.pane
    assert clerk.lines()["山下村"] == "不再相信：要写新的登记文件 · 最近一份没收下 · 1 条先放着"
    assert pane.text.text().endswith("另外：最近一份没收下，1 条先放着。")
    assert (pane.deciding, pane.links["revoke"].isVisibleTo(pane)) == ("replace", False)
    clerk.press(Qt.Key.Key_R, CTRL)
    assert [path.name for path in (clerk.room / "stick").glob(f"SD_*_to_{LOWER}_*")] == []
    assert clerk.page.bar.said[0].text() == "1 份回信没写成：山下村"
    assert "要先报一次" in clerk.page.bar.said[-1].text()
    enrol_station(clerk.desk.room.desk(), CLERK, code=LOWER, name="山下村", town=TOWNS[LOWER], to=clerk.room, replace=True)
    clerk.desk.look_again()
    clerk.settle()
    assert clerk.lines()["山下村"] == "不再相信：等新电脑来报 · 最近一份没收下 · 1 条先放着"


def test_a_stick_that_dies_and_one_with_folders_are_told_truly(clerk: Clerk) -> None:
    stick, room = clerk.county.stick, clerk.desk.room
    flat = brought_at(room, clerk.room, str(stick), "")
    assert flat is not None
    (stick / "丽阳镇").mkdir()
    for path in packages(stick):
        path.rename(stick / "丽阳镇" / path.name.upper())
    deep = brought_at(room, clerk.room, str(stick), "")
    assert deep is not None
    assert (deep.files, deep.stations, deep.trouble) == (flat.files, flat.stations, "")
    assert deep.files == 3
    with dying(stick):
        there = brought_at(room, clerk.room, str(stick), "")
        assert there is not None
        assert (there.files, there.writable) == (0, False)
        assert "插" in there.trouble
