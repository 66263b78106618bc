"""上报 by the keyboard alone: a stick goes in, one key, and the page says what is true; every mishap has a calm sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.operators import keep_first
from stationdesk.settings import Settings
from stationdesk.sync.peers import county_of
from stationdesk.ui import county_page, enrol_dialog
from stationdesk.ui.county_page import CountyPage
from stationdesk.ui.county_periods import ActionsDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.tokens import TextSize, Theme
from tests.road_kit import OPERATOR, Road, made_road
from tests.sync.test_carriers import Computer

Show = Callable[..., QWidget]
QUICK = 30
"""Milliseconds between two looks at what is plugged in, in tests."""


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path / "road") as found:
        found.set_clock(11, 22, 9, 20)
        yield found


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    (tmp_path / "pc").mkdir()
    return Computer(tmp_path / "pc")


def open_page(road: Road, look: Look, computer: Computer, shown: Show, *, children: bool = True) -> CountyPage:
    operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=children, may_change_settings=True), "slot")
    desk = OpenDesk(road.desk, operator, look, Settings(computer.root, computer.root))
    page = CountyPage(desk, computer.root)
    page.watch._timer.setInterval(QUICK)
    page.refresh()
    shown(page, 1230, 644)
    page.setFocus()
    return page


@pytest.fixture
def page(road: Road, look: Look, computer: Computer, shown: Show, qtbot: QtBot) -> Iterator[CountyPage]:
    found = open_page(road, look, computer, shown)
    qtbot.waitUntil(lambda: found.watch.looked)
    yield found
    found.watch.stop()
    found.desk.jobs.stop()
    qtbot.waitUntil(lambda: not found.desk.jobs.busy())


def plug(road: Road, computer: Computer, page: CountyPage, qtbot: QtBot, options: str = "rw") -> Path:
    """Put the stick in where the computer finds it; the county finds it there too."""
    stick = computer.plug("/media/xu/文明实践", options=options)
    for path in road.stick.iterdir():
        shutil.move(path, stick)
    road.stick = stick
    qtbot.waitUntil(lambda: page.watch.carrier is not None)
    return stick


def unplug(computer: Computer, page: CountyPage, qtbot: QtBot) -> None:
    computer.lines.pop()
    computer.write()
    qtbot.waitUntil(lambda: page.watch.carrier is None)


def press(page: CountyPage, qtbot: QtBot) -> None:
    """Ctrl+Enter, and wait for the end."""
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.job is None and not page.desk.jobs.busy(), timeout=20_000)


def steps(page: CountyPage) -> list[str]:
    return [line.step.words for line in page.card.lines]


def rows(page: CountyPage) -> list[tuple[str, str, str, str]]:
    model = page.table.model()
    found = []
    for number in range(model.rowCount()):
        row = model.row(number)
        found.append(tuple(column.text(row) for column in model.columns))
    return found  # type: ignore[return-value]


def settled(page: CountyPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.desk.jobs.busy())


def answer_dialog(act: Callable[[QWidget], None]) -> None:
    """Do something in the dialog that opens next."""

    def look_for_it() -> None:
        window = QApplication.activeModalWidget()
        if window is None or not window.isActiveWindow():
            QTimer.singleShot(10, look_for_it)
            return
        try:
            act(window)
        except BaseException:
            window.close()
            raise

    QTimer.singleShot(10, look_for_it)


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


def test_before_enrolment_the_page_offers_it(
    tmp_path: Path, look: Look, computer: Computer, shown: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made_road(tmp_path / "fresh", enrolled=False) as road:
        road.set_clock(11, 22)
        road.add("甲")
        page = open_page(road, look, computer, shown)
        qtbot.waitUntil(lambda: page.watch.looked)
        assert page.carrier_line.head.text() == "还没和县里登记"
        assert page.card.button.text() == "和县里登记"
        assert rows(page) == [("11月22日 以后", "1", "还没报", "先存在这台电脑上，还没和县里登记")]
        stick = computer.plug("/media/xu/县里")
        other = tmp_path / "别的站.sdenrol"
        other.write_bytes(road.enrolment.read_bytes())
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
        answer_dialog(agree)
        QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: page.enrolled and page.card.button.text() == "开始上报")
        road.stick = stick
        qtbot.waitUntil(page.card.button.isEnabled)
        press(page, qtbot)
        assert [taken.outcome for taken in road.county_takes()] == ["taken"]
        page.watch.stop()
        settled(page, qtbot)


def test_another_stations_file_changes_nothing(road: Road, page: CountyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "x.sdenrol"
    wrong.write_bytes(b"not one")
    monkeypatch.setattr(county_page, "choose_files", lambda *_asked: [wrong])
    from stationdesk.sync.enrolment import NotAnEnrolment

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
