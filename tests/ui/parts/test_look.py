"""The look changes everywhere at once, and the stylesheet names no colour that is not a token."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stationdesk.settings import resource
from stationdesk.ui.parts import look as look_module
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look, stylesheet
from stationdesk.ui.parts.tokens import DARK, LIGHT, SIZES, TextSize, Theme


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_stylesheet_is_filled_in_whole(colours: object) -> None:
    text = stylesheet(LIGHT if colours is LIGHT else DARK, SIZES[TextSize.LARGE])
    assert "@" not in text
    assert "/*" not in text


def test_the_stylesheet_has_no_colour_of_its_own() -> None:
    text = resource("styles/desk.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![^{]*\{)", text) == []


def test_dark_and_light(look: Look, qapp: QApplication) -> None:
    look.set(theme=Theme.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.paper
    look.set(theme=Theme.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.paper


def test_writing_grows_in_a_label_that_is_there_already(look: Look, qtbot: QtBot) -> None:
    label = Label("汪厚行", "name")
    qtbot.addWidget(label)
    label.show()
    before = label.sizeHint().width()
    with qtbot.waitSignal(look.changed):
        look.set(text_size=TextSize.EXTRA_LARGE)
    assert label.sizeHint().width() > before * 1.2


def test_setting_what_is_set_changes_nothing(look: Look, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(look.changed):
        look.set(theme=look.theme, text_size=look.text_size)


def test_icons_take_the_colour_they_are_asked_for(look: Look) -> None:
    image = look.pixmap("phone", "red", 48).toImage()
    colours = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {look.colours.red}


def test_nobody_listens_to_the_look_beyond_his_own_life() -> None:
    """A lambda stays connected when its widget is gone: after locking, the next change of size would reach a dead window."""
    code = Path(look_module.__file__).parent.parent
    found = [path.name for path in code.rglob("*.py") if re.search(r"look\.changed\.connect\((lambda|partial)", path.read_text("utf-8"))]
    assert found == []
