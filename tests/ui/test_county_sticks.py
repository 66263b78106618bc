"""上报 with sticks that are locked, pulled, broken, two at once, or a folder: calm sentences, nothing half."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.sync.peers import county_of
from stationdesk.ui import county_page
from stationdesk.ui.county_page import CountyPage
from stationdesk.ui.parts.look import Look
from tests.road_kit import Road
from tests.sync.test_carriers import Computer
from tests.ui.county_kit import Show, computer, open_page, page, plug, press, road, rows, settled, steps

__all__ = ["computer", "page", "road"]


def test_escape_cancels_and_leaves_nothing(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    road.add(*(f"{number}某" for number in range(4000)))
    page.refresh()
    stick = plug(road, computer, page, qtbot)
    qtbot.waitUntil(page.card.button.isEnabled)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.card.cancel.isVisible()
    assert not page.card.button.isEnabled()
    assert page.card.lines[0].step.state == "now"
    assert page.card.lines[2].step.state == "to_come"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.job is None)
    assert page.card.outcome.text() == "已取消。没有写出文件，记录一条没丢；读过的回信照样算。"
    assert list(stick.iterdir()) == []
    settled(page, qtbot)
    assert rows(page)[0][2] == "还没报"
    qtbot.waitUntil(page.card.button.isEnabled)
    press(page, qtbot)
    assert len(list(stick.iterdir())) == 1


@pytest.mark.parametrize(
    ("options", "head"),
    [("ro", "U 盘写不进去")],
)
def test_a_locked_stick_disables_the_button(
    page: CountyPage, road: Road, computer: Computer, qtbot: QtBot, options: str, head: str
) -> None:
    road.add("甲")
    page.refresh()
    plug(road, computer, page, qtbot, options)
    qtbot.waitUntil(lambda: page.carrier_line.head.text() == head)
    assert not page.card.button.isEnabled()
    assert "写保护" in page.card.button.accessibleDescription()


def test_a_stick_pulled_while_it_is_written(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    road.add(*(f"{number}某" for number in range(3000)))
    page.refresh()
    stick = plug(road, computer, page, qtbot)
    qtbot.waitUntil(page.card.button.isEnabled)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shutil.rmtree(stick)
    qtbot.waitUntil(lambda: page.job is None, timeout=20_000)
    assert page.outcome is not None
    assert page.outcome.trouble
    assert steps(page)[1] == "没写成"
    assert "请重新插上" in page.card.outcome.text() or "插" in page.card.outcome.text()
    with road.desk.reading() as session:
        assert county_of(session).exported == 0
    assert rows(page)[0][2] == "还没报"


def test_a_broken_answer_is_told_and_stands_at_the_right(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    road.add("甲")
    road.export()
    road.county_takes()
    path = road.county_answers()
    path.write_bytes(path.read_bytes()[:700])
    page.refresh()
    plug(road, computer, page, qtbot)
    qtbot.waitUntil(page.card.button.isEnabled)
    press(page, qtbot)
    settled(page, qtbot)
    assert steps(page)[0] == "没有新的回信；1 份没读成"
    assert page.card.outcome.property("tone") == "amber"
    assert path.name in page.card.outcome.text()
    assert [(one.kind, one.tag) for one in page.side.returns.rows.found] == [("file", "没读成")]


def test_a_folder_instead_of_a_stick_is_remembered(
    page: CountyPage, road: Road, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Look, computer: Computer, shown: Show
) -> None:
    road.add("甲")
    page.refresh()
    share = tmp_path / "共享"
    share.mkdir()
    monkeypatch.setattr(county_page, "choose_folder", lambda *_asked: share)
    page.carrier_line.to_folder.setFocus()
    QTest.keyClick(page.carrier_line.to_folder, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.carrier_line.head.text() == "放到文件夹")
    assert str(share) in page.carrier_line.text.text()
    press(page, qtbot)
    assert len(list(share.iterdir())) == 1
    again = open_page(road, look, computer, shown)
    qtbot.waitUntil(lambda: again.watch.carrier is not None)
    assert again.watch.folder == str(share)
    shutil.rmtree(share)
    qtbot.waitUntil(lambda: again.carrier_line.head.text() == "文件夹打不开")
    assert not again.card.button.isEnabled()
    assert again.card.outcome.isVisible()
    QTest.keyClick(again.carrier_line.to_stick, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: again.carrier_line.head.text() == "请插 U 盘")
    again.watch.stop()
    settled(again, qtbot)


def test_two_sticks_can_be_told_apart(page: CountyPage, road: Road, computer: Computer, qtbot: QtBot) -> None:
    plug(road, computer, page, qtbot)
    assert not page.carrier_line.other.isVisible()
    computer.plug("/media/xu/第二个", "8:33", "/dev/sdc1")
    qtbot.waitUntil(page.carrier_line.other.isVisible)
    before = page.watch.carrier
    QTest.keyClick(page.carrier_line.other, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.watch.carrier != before)
    assert page.watch.carrier is not None
    assert before is not None
    assert {before.label, page.watch.carrier.label} == {"文明实践", "第二个"}
