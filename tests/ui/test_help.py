"""The manual has a page for every place one can ask from, and says nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from stationdesk.settings import resource
from stationdesk.ui.desk_window import PAGES
from stationdesk.ui.help_window import TOPICS, HelpWindow, manual_page
from stationdesk.ui.key_map import SHORTCUTS
from stationdesk.ui.key_map import shown as keys_shown
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
