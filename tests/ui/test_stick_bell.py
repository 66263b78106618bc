"""A stick that is plugged in is told of on every page, in one sentence that also says why it will not do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from stationdesk.registers.operator import Operator
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.sync.carriers import Volume
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.status_line import StatusLine
from stationdesk.ui.stick_bell import StickBell, came, words_of
from tests.sync.test_carriers import Computer

STICK = Volume(Path("/media/KINGSTON"), "KINGSTON", 3_100_000_000, writable=True)


@pytest.mark.parametrize(
    ("stick", "said"),
    [
        (STICK, "插入了 U 盘「KINGSTON」（剩 3.1 GB）；按 Alt 6 再按 Enter 就上报"),
        (replace(STICK, label=""), "插入了 U 盘（剩 3.1 GB）；按 Alt 6 再按 Enter 就上报"),
        (replace(STICK, writable=False), "插入了 U 盘「KINGSTON」（剩 3.1 GB），但写不进去：请拨开写保护"),
        (replace(STICK, free=0), "插入了 U 盘「KINGSTON」（剩 0.1 MB），但它满了：请删掉一些，或换一个"),
    ],
)
def test_the_sentence(stick: Volume, said: str) -> None:
    from stationdesk.ui import key_map

    assert words_of(stick) == said.replace("Alt 6", key_map.shown("everywhere.county"))


def test_only_what_came_rings() -> None:
    other = replace(STICK, path=Path("/media/B"), label="B")
    assert came([STICK], [STICK, other]) == [other]
    assert came([STICK, other], [STICK]) == []


def test_it_rings_once_and_not_for_what_was_there(database: Database, operator: Operator, look: Look, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "pc").mkdir()
    computer = Computer(tmp_path / "pc")
    computer.plug("/media/xu/旧的")
    desk = OpenDesk(database, operator, look, Settings(tmp_path, tmp_path))
    status = StatusLine(look)
    bell = StickBell(desk, status, desk, computer.root)
    bell.timer.setInterval(20)
    qtbot.waitUntil(lambda: bell.known is not None)
    assert status.noted == ""
    computer.plug("/media/xu/文明实践", "8:33", "/dev/sdc1")
    qtbot.waitUntil(lambda: "文明实践" in status.noted)
    status.note("")
    computer.lines.pop()
    computer.write()
    qtbot.waitUntil(lambda: bell.known is not None and len(bell.known) == 1)
    qtbot.wait(100)
    assert status.noted == ""
    bell.timer.stop()
    desk.jobs.stop()
    status.deleteLater()
