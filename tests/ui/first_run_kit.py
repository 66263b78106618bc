"""The first run by keyboard, and a county that hands out its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.sync.enrolment import Enrolment, read_enrolment
from stationdesk.ui.first_run import FirstRun
from stationdesk.ui.parts.look import Look
from tests.ui.front_kit import ENTER, press, show, write_text

PASSPHRASE = "shan shui tian yuan"


class Run:
    """The first run, a stick that can be plugged in, and the desk that comes of it."""

    def __init__(self, qtbot: QtBot, settings: Settings, look: Look) -> None:
        self.qtbot, self.settings, self.made = qtbot, settings, list[tuple[Database, Any, str]]()
        self.window = FirstRun(settings, look)
        self.window.opened.connect(lambda database, slot, start: self.made.append((database, slot, start)))
        show(qtbot, self.window)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is looked for any more."""
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20_000)

    def press(self, *keys: Qt.Key) -> None:
        """Press keys where the keyboard is."""
        press(self.window, *keys)

    def write(self, text: str) -> None:
        """Type where the keyboard is."""
        write_text(self.window, text)

    def to_passphrase(self) -> None:
        """Answer the first two questions as short as can be."""
        self.write("上徐村")
        self.press(ENTER)
        self.write("徐丽华")
        self.press(ENTER, ENTER, ENTER, ENTER)
        assert self.window.at == 2

    def finish(self) -> Database:
        """Answer the rest with Enter, and return the desk."""
        self.write(PASSPHRASE)
        self.press(ENTER)
        self.write(PASSPHRASE)
        self.press(ENTER, ENTER)
        assert self.window.at == 4
        self.press(ENTER)
        self.qtbot.waitUntil(lambda: bool(self.made), timeout=20_000)
        return self.made[0][0]


def enrolment_on(stick: Path, county: CountyDesk) -> Enrolment:
    """Let the county write a station's file onto a stick."""
    folder = stick / "给村里的"
    folder.mkdir(parents=True)
    path = stations.enrol_station(county, "clerk", code="999901203208", name="上徐村新时代文明实践站", town="白鹭镇", to=folder)
    (stick / "人员.xlsx").write_bytes(b"")
    (stick / "broken.sdenrol").write_bytes(b"{}")
    return read_enrolment(path)
