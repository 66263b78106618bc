"""上报 by the keyboard alone: a stick goes in, one key, and the page says what is true."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.county.rotating import rotate_county
from stationdesk.county.stations import enrol_station
from stationdesk.sync.enrolling import FormerCountyKey
from stationdesk.sync.enrolment import NotAnEnrolment
from stationdesk.ui import county_page, enrol_dialog
from stationdesk.ui.county_page import CountyPage
from stationdesk.ui.county_periods import ActionsDialog
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.tokens import TextSize, Theme
from tests.road_kit import OPERATOR, Road, made_road
from tests.store.kit import STATION
from tests.sync.test_carriers import Computer
from tests.ui.county_kit import Show, answer_dialog, computer, open_page, page, plug, press, road, rows, settled, steps, unplug

__all__ = ["computer", "page", "road"]


def test_without_a_stick_the_button_waits_and_says_why(page: CountyPage, road: Road, qtbot: QtBot) -> None:
    road.add("甲")
    page.refresh()
    assert page.carrier_line.head.text() == "请插 U 盘"
    assert not page.card.button.isEnabled()
    assert page.card.button.accessibleDescription() == "先插 U 盘，才能开始上报"
    press(page, qtbot)
    assert page.outcome is None


def test_the_whole_way_there_and_back(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    road.add("甲", "乙")
    page.refresh()
    stick = plug(road, computer, page, qtbot)
    qtbot.waitUntil(page.card.button.isEnabled)
    assert page.carrier_line.head.text() == "U 盘已插好"
    assert "「文明实践」" in page.carrier_line.text.text()
    assert steps(page)[0] == "先看看 U 盘上有没有县里的回信"
    assert "2 条" in steps(page)[1]
    assert steps(page)[2] == "拔下 U 盘，交给  鲇鱼山镇"
    assert page.this_time.heading.text() == "这次要报的 2 条"
    assert rows(page) == [("11月22日 以后", "2", "还没报", "按上面的按钮就报")]
    said: list[str] = []
    page.desk.did.connect(said.append)
    press(page, qtbot)
    assert said == ["09:20 已写出上报 2 条"]
    assert steps(page) == ["没有新的回信", "2 条已写好、加密，并读回核对过。", "现在可以拔下 U 盘，交给  鲇鱼山镇"]
    assert "等读到县里的回执，才算县里收到" in page.card.outcome.text()
    assert rows(page)[0][2] == "等回执"
    assert len(list(stick.iterdir())) == 1
    road.county_takes()
    road.county_answers()
    qtbot.waitUntil(lambda: page.watch.carrier is not None and page.watch.carrier.answers == 1)
    press(page, qtbot)
    settled(page, qtbot)
    assert rows(page)[0][2:] == ("已收到", "11月22日 收到回执")
    assert page.until.text() == "县里已收到 11月22日 前的记录"
    assert page.side.returns.rows.found[0].title == "回执"
    unplug(computer, page, qtbot)
    qtbot.waitUntil(lambda: page.carrier_line.head.text() == "请插 U 盘")
    assert not page.card.button.isEnabled()


def test_one_answer_waiting_is_told_before_the_button_is_pressed(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    road.add("甲")
    road.export()
    road.county_takes()
    road.county_answers()
    plug(road, computer, page, qtbot)
    qtbot.waitUntil(lambda: "1 份回信" in steps(page)[0])
    assert steps(page)[0] == "先读县里放在 U 盘上的  1 份回信"


def test_the_list_tells_every_action_in_words(page: CountyPage, road: Road) -> None:
    (first,) = road.add("甲")
    road.visit(first, "2026-11-22")
    page.refresh()
    seen: list[list[str]] = []

    def read(dialog: QWidget) -> None:
        assert isinstance(dialog, ActionsDialog)
        table: RecordTable = dialog.table
        seen.extend([str(table.model().index(row, column).data()) for column in range(5)] for row in range(table.model().rowCount()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answer_dialog(read)
    QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert seen == [["今天 09:20", OPERATOR, "登记走访", "1", "还没报"], ["今天 09:20", OPERATOR, "登记 甲", "1", "还没报"]]


def test_enter_on_a_row_tells_what_it_is_made_of(page: CountyPage, road: Road, qtbot: QtBot) -> None:
    road.add("甲")
    road.round()
    road.add("乙")
    page.refresh()
    titles: list[str] = []

    def read(dialog: QWidget) -> None:
        titles.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    page.table.setFocus()
    page.table.go_to_row(1)
    answer_dialog(read)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert titles == ["11月22日：1 条"]
    settled(page, qtbot)


def test_what_came_back_is_followed_with_enter(page: CountyPage, road: Road, qtbot: QtBot) -> None:
    bad, _other = road.add("吴细妹", "乙")
    road.edit(bad, name="吴" * 80)
    road.round()
    page.refresh()
    settled(page, qtbot)
    page.side.returns.setFocus()
    opened: list[tuple[str, object]] = []
    page.desk.open_page.connect(lambda name, argument: opened.append((name, argument)))
    for row, one in enumerate(page.side.returns.rows.found):
        page.side.returns.setCurrentIndex(page.side.returns.rows.index(row))
        QTest.keyClick(page.side.returns, Qt.Key.Key_Return)
        assert page.side.returns.rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole) == " ".join(one.sentence.split())
    assert opened == [("residents", bad)]


def test_before_enrolment_the_page_offers_it(tmp_path: Path, look: Look, computer: Computer, shown: Show, qtbot: QtBot) -> None:
    with made_road(tmp_path / "fresh", enrolled=False) as road:
        road.set_clock(11, 22)
        road.add("甲")
        page = open_page(road, look, computer, shown)
        qtbot.waitUntil(lambda: page.watch.looked)
        assert page.carrier_line.head.text() == "还没和县里登记"
        assert page.card.button.text() == "和县里登记"
        assert rows(page) == [("11月22日 以后", "1", "还没报", "先存在这台电脑上，还没和县里登记")]
        stick = computer.plug("/media/xu/县里")
        shutil.copy(road.enrolment, stick)
        qtbot.waitUntil(lambda: page.carrier_line.head.text() == "县里的登记文件在这里")
        heard: list[str] = []

        def refuse(dialog: QWidget) -> None:
            assert isinstance(dialog, enrol_dialog.EnrolDialog)
            assert not dialog.go.isEnabled()
            heard.append(dialog.words.accessibleName())
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

        def agree(dialog: QWidget) -> None:
            assert isinstance(dialog, enrol_dialog.EnrolDialog)
            QTest.keyClick(dialog.words.tick, Qt.Key.Key_Space)
            QTest.keyClick(dialog, Qt.Key.Key_Return)

        answer_dialog(refuse)
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not page.enrolled
        assert len(heard[0].removeprefix("县里的六个词：").split("，")) == 6
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        answer_dialog(agree)
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: page.enrolled and page.card.button.text() == "开始上报")
        road.stick = stick
        qtbot.waitUntil(page.card.button.isEnabled)
        press(page, qtbot)
        assert [taken.outcome for taken in road.county_takes()] == ["taken"]
        page.watch.stop()
        settled(page, qtbot)


def test_a_file_with_new_keys_of_the_county_says_what_it_gives_up(
    road: Road, page: CountyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = shutil.copy(road.enrolment, tmp_path / "former.sdenrol")
    said: list[str] = []

    def agree(dialog: QWidget) -> None:
        assert isinstance(dialog, enrol_dialog.EnrolDialog)
        said.append(dialog.text.text())
        QTest.keyClick(dialog.words.tick, Qt.Key.Key_Space)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    for anew in (False, True):
        if anew:
            rotate_county(road.county, "县", tmp_path / "safe", anew=True)
        paper = enrol_station(road.county, "县", code=STATION, name="上徐村", town="鲇鱼山镇", to=tmp_path, replace=True)
        monkeypatch.setattr(county_page, "choose_files", lambda *_asked, paper=paper: [paper])
        answer_dialog(agree)
        page.enrol(None)
    assert ["旧钥匙签的一份也不再读" in one for one in said] == [False, True]
    monkeypatch.setattr(county_page, "choose_files", lambda *_asked: [former])
    with pytest.raises(FormerCountyKey):
        page.enrol(None)


def test_another_stations_file_changes_nothing(road: Road, page: CountyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "x.sdenrol"
    wrong.write_bytes(b"not one")
    monkeypatch.setattr(county_page, "choose_files", lambda *_asked: [wrong])
    with pytest.raises(NotAnEnrolment):
        page.enrol(None)
    monkeypatch.setattr(county_page, "choose_files", lambda *_asked: [])
    page.enrol(None)
    assert page.enrolled


def test_a_save_elsewhere_is_counted_at_once(page: CountyPage, road: Road) -> None:
    page.desk.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    road.add("甲")
    assert page.this_time.heading.text() == "这次要报的 1 条"
    assert page.nothing.isHidden()


def test_every_control_has_a_name_and_takes_part_in_tab(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    road.add("甲")
    road.round()
    road.add("乙")
    page.refresh()
    plug(road, computer, page, qtbot)
    settled(page, qtbot)
    qtbot.waitUntil(page.card.button.isEnabled)
    page.card.button.setFocus()
    seen: list[QWidget] = []
    for _step in range(12):
        focus = page.window().focusWidget()
        if focus in seen:
            break
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {page.card.button, page.carrier_line.to_folder, page.this_time.link, page.table, page.side.returns} <= set(seen)
    for widget in seen:
        if widget is not page:
            assert widget.accessibleName(), widget
    for line in page.card.lines:
        assert line.accessibleName()


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.EXTRA_LARGE])
def test_nothing_is_clipped_in_any_look(
    page: CountyPage, road: Road, computer: Computer, qtbot: QtBot, look: Look, theme: Theme, size: TextSize
) -> None:
    road.add("名字里有<b>标记</b>&和\u202e反写的人" * 3)
    road.round()
    road.add("乙")
    page.refresh()
    plug(road, computer, page, qtbot)
    look.set(theme=theme, text_size=size)
    page.resize(1366 - look.sizes.rail_width, 728 - look.sizes.top_bar - look.sizes.status_line)
    settled(page, qtbot)
    picture = page.grab().toImage()
    assert not picture.isNull()
    assert page.minimumSizeHint().width() <= page.width()
    assert page.card.geometry().right() <= page.side.x()
    for line in page.card.lines:
        assert line.width() > 300
