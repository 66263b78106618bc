"""What the Qt that was installed must be able to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stationdesk.ui.input_method import choose_input_method


def test_none_survives_qt(qtbot: QtBot) -> None:
    """PySide6 6.12 on Python 3.11 drops one reference to None at every call, and the program aborts after some thousands."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 100


def test_qt_speaks_chinese(qtbot: QtBot) -> None:
    translator = QTranslator()
    assert translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert translator.translate("QPlatformTheme", "Cancel") == "取消"


def test_ibus_comes_with_qt(qtbot: QtBot) -> None:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    assert list(folder.glob("*ibus*"))


FCITX = {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx", "GTK_IM_MODULE": "fcitx"}


@pytest.mark.parametrize(
    ("says", "plugins", "set_to"),
    [
        ({}, (), {}),
        ({"LANG": "zh_CN.UTF-8"}, ("ibus", "compose"), {}),
        (FCITX, ("ibus", "compose"), {"QT_IM_MODULE": "ibus"}),
        (FCITX | {"QT_IM_MODULE": "fcitx5"}, ("ibus", "compose"), {"QT_IM_MODULE": "ibus"}),
        (FCITX, ("ibus", "fcitx"), {}),
        (FCITX, ("ibus", "fcitx5"), {}),
        (FCITX | {"QT_IM_MODULE": "fcitx5"}, ("fcitx",), {}),
        ({"XMODIFIERS": "@im=fcitx"}, ("ibus", "compose"), {"QT_IM_MODULE": "ibus"}),
        ({"GTK_IM_MODULE": "fcitx5"}, ("ibus", "compose"), {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"}, ("ibus", "compose"), {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus", "GTK_IM_MODULE": "ibus"}, ("ibus", "compose"), {}),
        ({"XMODIFIERS": "@im=ibus"}, ("ibus", "compose"), {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"}, ("ibus", "compose"), {}),
        ({"QT_IM_MODULE": "none", "XMODIFIERS": "@im=fcitx"}, ("ibus", "compose"), {}),
        ({"QT_IM_MODULES": "wayland;fcitx", "QT_IM_MODULE": "fcitx"}, ("ibus",), {"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus"}),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus", "QT_IM_MODULE": "fcitx"}, ("ibus",), {}),
    ],
)
def test_the_input_method_qt_is_told(tmp_path: Path, says: dict[str, str], plugins: tuple[str, ...], set_to: dict[str, str]) -> None:
    for name in plugins:
        (tmp_path / f"lib{name}platforminputcontextplugin.so").touch()
    assert choose_input_method(says, [tmp_path]) == set_to
