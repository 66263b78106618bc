"""Long work leaves the screen's thread, says how far it is, and stops where it is told to."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from stationdesk.errors import DeskError
from stationdesk.ui.parts.background import Jobs, Report


def test_the_result_comes_back_on_the_screens_thread(qtbot: QtBot) -> None:
    jobs, found = Jobs(), []
    here = threading.get_ident()
    jobs.start(lambda _report: threading.get_ident(), lambda there: found.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(found))
    assert found[0][0] != here
    assert found[0][1] == here
    assert not jobs.busy()


def test_progress_is_told_and_cancelling_ends_it(qtbot: QtBot) -> None:
    jobs, told, ended = Jobs(), [], []
    going = threading.Event()

    def work(report: Report) -> None:
        for step in range(100_000):
            report("读", step, 100_000)
            going.set()
            time.sleep(0.002)

    job = jobs.start(work, lambda _none: ended.append("done"), cancelled=lambda: ended.append("cancelled"))
    job.progressed.connect(lambda sentence, done, total: told.append((sentence, done, total)))
    assert going.wait(5)
    qtbot.waitUntil(lambda: bool(told))
    job.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["cancelled"]
    assert told[0][0] == "读"


def test_a_sentence_goes_where_it_is_wanted(qtbot: QtBot) -> None:
    jobs, said = Jobs(), []

    def work(_report: Report) -> None:
        raise DeskError("盘满了")

    jobs.start(work, lambda _none: None, lambda error: said.append(error.message))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["盘满了"]


def test_a_bug_is_not_swallowed(qtbot: QtBot) -> None:
    jobs = Jobs()
    with qtbot.captureExceptions() as caught:
        jobs.start(lambda _report: 1 / 0, lambda _none: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_stopping_waits_for_everything() -> None:
    jobs = Jobs()

    def work(report: Report) -> None:
        while True:
            report()
            time.sleep(0.001)

    jobs.start(work, lambda _none: None)
    jobs.stop()
    assert not jobs.busy()


@pytest.fixture(autouse=True)
def _drained(qtbot: QtBot) -> None:
    """Let queued ends arrive before the next test."""
    qtbot.wait(1)


def test_a_page_that_is_gone_is_not_called(qtbot: QtBot) -> None:
    class Gone(QLabel):
        def show_found(self, found: str) -> None:
            self.setText(found)

    jobs, label, ended = Jobs(), Gone(), []
    job = jobs.start(lambda _report: "到了", label.show_found)
    job.finished.connect(lambda: ended.append(True))
    delete(label)
    qtbot.waitUntil(lambda: bool(ended))
    assert not jobs.busy()


def test_a_bug_in_a_work_is_told_to_who_waits_for_it(qtbot: QtBot) -> None:
    jobs, told = Jobs(), list[DeskError]()

    def work(_report: Report) -> None:
        raise ValueError("汪厚行")

    job = jobs.start(work, lambda _none: None, told.append)
    job.wait()
    with pytest.raises(ValueError, match="汪厚行"):
        job.end()
    assert [type(one) for one in told] == [DeskError]
    assert "汪厚行" not in told[0].message
    assert not jobs.busy()


def test_nothing_is_begun_after_the_jobs_were_stopped(qtbot: QtBot) -> None:
    jobs, heard = Jobs(), list[int]()

    def go_on(_one: int) -> None:
        jobs.start(lambda _report: 2, heard.append)

    jobs.start(lambda _report: 1, go_on)
    jobs.stop()
    qtbot.wait(50)
    assert heard == []
    assert not jobs.busy()
