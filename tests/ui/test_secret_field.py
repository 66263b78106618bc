"""A passphrase takes letters and figures as they are typed, and none that was pressed with Alt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stationdesk.ui.parts.look import Look
from stationdesk.ui.secret_field import SecretField


def test_a_figure_with_alt_is_no_part_of_a_passphrase(look: Look, qtbot: QtBot) -> None:
    field = SecretField(look)
    qtbot.addWidget(field)
    for figure in "14":
        qtbot.keyClick(field, figure, Qt.KeyboardModifier.AltModifier)
    assert field.text() == ""
    qtbot.keyClick(field, "4")
    qtbot.keyClick(field, "@", Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    assert field.text() in {"4", "4@"}
    qtbot.keyClick(field, "A", Qt.KeyboardModifier.ShiftModifier)
    assert field.text()[-1:].upper() == "A"
