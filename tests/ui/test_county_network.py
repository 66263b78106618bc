"""上报 over the network: set up by the keyboard, going by itself, cancelled, never two at once, silent after locking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.status_line import status_facts
from stationdesk.store.tables import peer
from stationdesk.sync.far_road import far_road, keep, must_have_far_road
from stationdesk.sync.peers import county_of
from stationdesk.ui.county_page import CountyPage
from stationdesk.ui.far_dialog import FarDialog
from stationdesk.ui.parts.status_line import StatusLine
from stationdesk.ui.road_clock import RoadClock
from tests.ending import ends
from tests.far_kit import Sftp, dav_server, sftp_server, tell
from tests.road_kit import OPERATOR, Road
from tests.ui.county_kit import answer_dialog, computer, page, press, road, rows, settled, steps

__all__ = ["computer", "page", "road"]


@pytest.fixture
def server(road: Road, tmp_path: Path) -> Iterator[Sftp]:
    with sftp_server(tmp_path / "server", road.stick) as found:
        yield found


def type_in(field: QWidget, text: str) -> None:
    """Type plain letters into a field, as fingers do."""
    field.setFocus()
    QTest.keyClicks(field, text)


def use_network(page: CountyPage, qtbot: QtBot) -> None:
    page.carrier_line.to_network.setFocus()
    QTest.keyClick(page.carrier_line.to_network, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.watch.carrier is not None and page.watch.carrier.is_far)


def test_set_up_tried_out_and_used_by_the_keyboard_alone(page: CountyPage, road: Road, tmp_path: Path, qtbot: QtBot) -> None:
    road.add("甲", "乙")
    page.refresh()
    with dav_server(tmp_path / "server", road.stick) as server:
        draft = server.draft()

        def fill(dialog: QWidget) -> None:
            assert isinstance(dialog, FarDialog)
            assert dialog.address.hasFocus()
            QTest.keyClicks(dialog.address, draft.address)
            type_in(dialog.login, draft.login)
            dialog.password.setText(draft.password)  # pasted: a county's passwords are long
            dialog.authority = draft.authority
            QTest.keyClick(dialog, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
            qtbot.waitUntil(lambda: dialog.test.isEnabled() and dialog.found.text() != "正在试……", timeout=20_000)
            assert dialog.trouble.text() == ""
            assert dialog.found.text().splitlines() == [
                "127.0.0.1 连上了，证书是真的，认这个用户。",
                "文件夹能打开：0 个文件。",
                "能写进文件、读回来核对、再删掉。",
            ]
            assert server.names == []
            QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

        answer_dialog(fill)
        use_network(page, qtbot)
        assert page.carrier_line.head.text() == "联网上报"
        assert steps(page)[2] == "县里的回执，下次上报时会取回来"
        qtbot.waitUntil(page.card.button.isEnabled)
        press(page, qtbot)
        assert page.outcome is not None
        assert page.outcome.says == "2 条已发到 127.0.0.1，加密，并读回核对过。"
        assert rows(page)[0][2] == "等回执"
        road.county_takes()
        road.county_answers()
        press(page, qtbot)
        settled(page, qtbot)
        assert rows(page)[0][2] == "已收到"
        assert page.side.returns.rows.found[0].title == "回执"


def test_what_cannot_be_kept_is_said_and_the_dialog_stays(page: CountyPage, qtbot: QtBot) -> None:
    said: list[str] = []

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, FarDialog)
        for text in ("http://county.example/", "sftp://county.example/x", "nonsense"):
            dialog.address.setText(text)
            QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
            said.append(dialog.trouble.text())
            assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answer_dialog(fill)
    QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert [one[:10] for one in said] == ["http:// 会让"[:10], "请写县里给本站的用户名。"[:10], "地址不完整。地址要以"[:10]]
    with page.desk.reading() as session:
        assert far_road(session) is None


def test_the_period_is_chosen_and_the_address_forgotten(page: CountyPage, road: Road, qtbot: QtBot, server: Sftp) -> None:
    tell(road, server.draft())

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, FarDialog)
        dialog.every.set_value("week")
        QTest.keyClick(dialog.forget, Qt.Key.Key_Space)
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    answer_dialog(fill)
    QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    with page.desk.reading() as session:
        assert far_road(session) is None
        assert desk_settings(session).report_every == "week"


@contextmanager
def clocked(page: CountyPage) -> Iterator[RoadClock]:
    """Let the desk look at its timetable when the test says so."""
    status = StatusLine(page.look)
    clock = RoadClock(page.desk, status, page)
    yield clock
    clock.stop()
    status.deleteLater()


def test_it_goes_by_itself_and_says_so_quietly(page: CountyPage, road: Road, server: Sftp, qtbot: QtBot) -> None:
    road.add("甲")
    tell(road, replace(server.draft(), every_hours=4))
    page.watch.far = True
    with clocked(page) as clock:
        said: list[object] = []
        page.desk.road.ended.connect(said.append)
        clock.look()
        assert not page.card.button.isEnabled(), "never two at once"
        assert not page.desk.road.start(road.stick)
        clock.look()
        qtbot.waitUntil(lambda: page.desk.road.job is None, timeout=20_000)
        assert len(said) == 1
        assert "1 条已发到 127.0.0.1" in clock.status.noted
        with road.desk.reading() as session:
            assert county_of(session).exported == 1
            kept = must_have_far_road(session)
        assert kept.next_at > kept.done_at
        clock.look()
        assert page.desk.road.job is None, "its time has not come"
        server.kill()
        later = road.desk.clock() + timedelta(hours=5)
        road.desk.clock = lambda: later
        clock.look()
        qtbot.waitUntil(lambda: page.desk.road.job is None, timeout=20_000)
        assert clock.status.noted.startswith("没报成：连不上 127.0.0.1")
        with road.desk.reading() as session:
            facts = status_facts(session, road.desk.folder.backups, road.desk.clock())
        assert facts[0].text == "联网上报 1 次没成，记录都在"
        clock.look()
        assert page.desk.road.job is None, "after a failure it waits"
        settled(page, qtbot)


def test_without_a_county_nothing_is_due(page: CountyPage, road: Road, server: Sftp, qtbot: QtBot) -> None:
    with road.desk.writing(OPERATOR, "x") as session:
        session.connection().execute(peer.delete())
    tell(road, replace(server.draft(), every_hours=4))
    with clocked(page) as clock:
        for _look in range(2):
            clock.look()
            assert page.desk.road.job is None
        assert not clock.status.noted
    settled(page, qtbot)


def test_escape_cancels_and_it_rests_until_the_next_time(page: CountyPage, road: Road, server: Sftp, qtbot: QtBot) -> None:
    road.add(*(f"{number}某" for number in range(3000)))
    tell(road, replace(server.draft(), every_hours=1))
    page.refresh()
    settled(page, qtbot)
    with clocked(page) as clock:
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        clock.look()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: page.desk.road.job is None, timeout=20_000)
        assert page.note.startswith("已取消")
        assert server.names == []
        clock.look()
        assert page.desk.road.job is None
        with road.desk.reading() as session:
            assert must_have_far_road(session).next_at
            assert county_of(session).exported == 0
        settled(page, qtbot)


def test_a_silent_server_does_not_keep_the_desk_from_being_locked(page: CountyPage, road: Road, qtbot: QtBot) -> None:
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        tell(road, replace(Sftp([], silent.getsockname()[1], road.stick, key_text="").draft(), password="x", every_hours=1))
        with clocked(page) as clock:
            clock.look()
            qtbot.wait(300)
            assert page.desk.road.job is not None
            with ends():
                page.desk.jobs.stop()
            with road.desk.reading() as session:
                assert must_have_far_road(session).next_at == "", "it goes on after unlocking"
            assert not page.desk.road.start(None), "a locked desk reports nothing"


def test_the_period_stands_on_the_page(page: CountyPage, road: Road, qtbot: QtBot) -> None:
    road.set_clock(10, 30)
    road.add("甲")
    road.round()
    road.set_clock(11, 22)
    road.add("乙")
    with road.desk.writing(OPERATOR, "x") as session:
        keep(session, says="")
    page.refresh()
    settled(page, qtbot)
    assert page.calendar.periods.text() == "11月 还没报 · 10月 县已收"
