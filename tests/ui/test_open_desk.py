"""What every page is given: news of what was saved, on the screen's thread; a log that is written whoever closes the desk."""

from __future__ import annotations

import threading
from typing import Any

from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.services.stations import change_station
from stationdesk.ui.open_desk import OpenDesk


def test_saving_is_told_with_its_registers(desk: OpenDesk) -> None:
    told: list[Any] = []
    desk.saved.connect(told.append)
    with desk.writing("改地址") as session:
        change_station(session, {"address": "一组 1 号"})
    assert told == [frozenset({"station"})]


def test_saving_in_a_thread_is_told_on_the_screens(desk: OpenDesk, qtbot: QtBot) -> None:
    told: list[Any] = []
    desk.saved.connect(lambda registers: told.append((registers, threading.current_thread() is threading.main_thread())))

    def work(_report: object) -> None:
        with desk.writing("改地址") as session:
            change_station(session, {"address": "一组 2 号"})

    desk.jobs.start(work, lambda _none: None)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(frozenset({"station"}), True)]


def test_what_was_looked_at_is_written_in_one_go(desk: OpenDesk, qtbot: QtBot) -> None:
    for number in range(5):
        desk.log("opened", f"00000000-0000-7000-8000-00000000000{number}")
    with desk.reading() as session:
        assert session.exec(select(AccessEntry)).all() == []
    qtbot.wait(1100)
    with desk.reading() as session:
        entries = session.exec(select(AccessEntry)).all()
    assert [(one.what, one.operator) for one in entries] == [("opened", desk.operator.name)] * 5


def test_closing_writes_the_log_and_closes_the_store(desk: OpenDesk) -> None:
    desk.log("shown", "00000000-0000-7000-8000-000000000001", "phone")
    written: list[frozenset[str]] = []
    desk.database.on_saved(written.append)
    desk.close()
    assert written == [frozenset({"access_entry"})]
    assert desk.database.key == b""
    desk.close()


def test_the_log_is_no_action_to_undo(desk: OpenDesk) -> None:
    from stationdesk.services.undoing import last_action

    desk.log("opened", "00000000-0000-7000-8000-000000000001")
    desk.write_log()
    with desk.reading() as session:
        found = last_action(session, desk.operator.name)
    assert found is None or found.says != "access log"
