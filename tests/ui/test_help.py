"""The manual has a page for every place one can ask from, and says nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stationdesk.settings import resource
from stationdesk.ui import help_window
from stationdesk.ui.desk_pages import PAGES
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.help_window import TOPICS, HelpWindow, manual_page
from stationdesk.ui.key_map import SHORTCUTS
from stationdesk.ui.key_map import shown as keys_shown
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look

PAGES_OF_THE_MANUAL = sorted(resource("manual").glob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_help(name: str) -> None:
    assert manual_page(name).stem == name


def test_every_topic_is_written() -> None:
    assert {path.stem for path in PAGES_OF_THE_MANUAL} == set(TOPICS) - {"keys"}


@pytest.mark.parametrize("page", PAGES_OF_THE_MANUAL, ids=lambda path: path.stem)
def test_links_and_pictures_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES_OF_THE_MANUAL, ids=lambda path: path.stem)
def test_keys_in_the_manual_are_keys_of_the_program(page: Path) -> None:
    known = {keys_shown(one.name) for one in SHORTCUTS} | {"Enter", "Tab", "空格", "↑ ↓", "Alt ↑ ↓", "Ctrl 加号", "Ctrl 减号"}
    for said in re.findall(r"\*\*((?:Ctrl|Alt|F\d|Enter|Tab|Esc)[^*]*)\*\*", page.read_text(encoding="utf-8")):
        assert said in known, said


def test_help_opens_where_one_is(look: Look, qtbot: QtBot) -> None:
    window = HelpWindow(None, look, "county")
    qtbot.addWidget(window)
    assert window.topic() == "county"
    assert "等回执" in window.text.toPlainText()
    window.list.setCurrentRow(list(TOPICS).index("keys"))
    assert "Ctrl K" in window.text.toPlainText()


def test_f1_knows_what_one_is_doing(
    desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    topics: list[str] = []

    class Kept(HelpWindow):
        def exec(self) -> int:
            topics.append(self.topic())
            return 0

    monkeypatch.setattr(help_window, "HelpWindow", Kept)
    window = DeskWindow(desk, composition)
    shown(window)
    for page, argument in (("today", None), ("county", None), ("settings", "backup"), ("settings", "printer"), ("settings", "looks")):
        window.open(page, argument)
        window.help()
    window.help("keys")
    assert topics == ["today", "county", "safety", "cards", "settings", "keys"]
