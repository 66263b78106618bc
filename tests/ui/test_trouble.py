"""Errors reach the operator once, calmly, and without anybody's name in them."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stationdesk.errors import DeskError
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look
from stationdesk.ui.trouble import BugReport, TroubleReporter, place_of, report_of

CANARY = "汪厚行 360202194503120015 13800000046"


def broken(person: str) -> None:
    """Fail with a person in the message and in the locals."""
    raise ValueError(f"cannot save {person}")


def failed(error: type[BaseException] = ValueError) -> BaseException:
    """Return an error that was raised."""
    try:
        broken(CANARY)
    except error as raised:
        try:
            raise KeyError(CANARY) from raised
        except KeyError as second:
            return second
    raise AssertionError


def test_a_report_names_places_and_nobody() -> None:
    report = report_of(failed())
    assert not any(part in report for part in CANARY.split())
    assert "builtins.KeyError" in report
    assert "builtins.ValueError" in report
    assert "broken" in report
    assert not any(f"/{folder}" in report for folder in ("home", "root", "tmp"))


@pytest.mark.parametrize(
    ("file", "place"),
    [
        (f"{Path(Path.home().anchor)}home/汪厚行/app/stationdesk/ui/page.py", "stationdesk/ui/page.py"),
        ("C:\\Users\\汪\\stationdesk\\ui\\page.py", "stationdesk/ui/page.py"),
        ("/usr/lib/python3/site-packages/sqlmodel/main.py", "site-packages/sqlmodel/main.py"),
        ("/usr/lib/python3.11/json/decoder.py", "decoder.py"),
    ],
)
def test_places_hold_no_folder_of_the_machine(file: str, place: str) -> None:
    assert place_of(file) == place


def shown_by(reporter: TroubleReporter, errors: list[BaseException], qtbot: QtBot) -> list[Any]:
    """Return what the reporter showed for some errors raised at once."""
    seen: list[Any] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            seen.append((type(dialog), dialog.windowTitle(), dialog.text.text()))
            dialog.give("ok")

    for error in errors:
        reporter.take(type(error), error)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    qtbot.wait(60)
    timer.stop()
    return seen


def test_a_sentence_is_shown_as_it_is(look: Look, qtbot: QtBot) -> None:
    assert shown_by(TroubleReporter(look), [DeskError("盘满了，腾点地方再存。")], qtbot) == [
        (Dialog, "这件事没办成", "盘满了，腾点地方再存。")
    ]


def test_a_bug_is_one_calm_report(look: Look, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    seen = shown_by(TroubleReporter(look), [failed()], qtbot)
    assert [one[0] for one in seen] == [BugReport]
    assert "存好的都在" in seen[0][2]
    assert CANARY.split(maxsplit=1)[0] not in capsys.readouterr().err


def test_a_bug_that_comes_again_at_once_is_not_reported_again(look: Look, qtbot: QtBot) -> None:
    reporter = TroubleReporter(look)
    assert len(shown_by(reporter, [failed()], qtbot)) == 1
    assert shown_by(reporter, [failed()], qtbot) == [], "or one could not work for its windows"
    assert len(shown_by(reporter, [DeskError("盘满了，腾点地方再存。")], qtbot)) == 1
    assert len(shown_by(reporter, [DeskError("盘满了，腾点地方再存。")], qtbot)) == 1, "a refusal is said as often as it is met"


def test_what_fails_outside_qt_is_printed_without_a_name(
    look: Look, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    TroubleReporter(look).install()
    thread = threading.Thread(target=broken, args=(CANARY,))
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    assert "builtins.ValueError" in said
    assert not any(part in said for part in CANARY.split())
