"""The real program on a real screen: typed into by two input methods, read by a screen reader, printed through a print server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.commands.demo import PASSPHRASE
from stationdesk.i18n import _
from tests.house.check import ROOT
from tests.journeys.print_server import QUEUE, PrintServer, codes_in
from tests.journeys.real_window import Screen, Spoken, a_screen, need, wait_for

pytestmark = pytest.mark.window
METHODS = ("ibus", "fcitx5")
PINYIN = "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n[Groups/0/Items/0]\nName=pinyin\nLayout=\n\n[GroupOrder]\n0=Default\n"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo village."""
    folder = tmp_path_factory.mktemp("village")
    words = [sys.executable, "-m", "stationdesk", "demo", "--out", str(folder)]
    subprocess.run(words, check=True, env=os.environ | variables(folder), cwd=ROOT, stdout=subprocess.DEVNULL)
    return folder


def variables(folder: Path) -> dict[str, str]:
    """Return what a run on the village is told."""
    return {"STATIONDESK_STATE": str(folder / "state"), "STATIONDESK_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}


def start_ibus(screen: Screen) -> None:
    """Start ibus with pinyin."""
    screen.run("ibus-daemon", "--panel=disable", "--replace")
    wait_for("libpinyin", lambda: "libpinyin" in screen.ask("ibus", "list-engine"))


def start_fcitx5(screen: Screen) -> None:
    """Start fcitx 5 with pinyin."""
    folder = screen.folder / ".config" / "fcitx5"
    folder.mkdir(parents=True)
    (folder / "profile").write_text(PINYIN)
    screen.run("fcitx5")
    wait_for("fcitx5", lambda: screen.ask("fcitx5-remote").strip())


@pytest.fixture(scope="module", params=METHODS)
def screen(request: pytest.FixtureRequest) -> Iterator[Screen]:
    """Start a session with one of the input methods; the session of fcitx says so to Qt, which has no plugin for it."""
    method: str = request.param
    programs = {
        "ibus": (["ibus-daemon", "/usr/share/ibus/component/libpinyin.xml"], "ibus ibus-libpinyin"),
        "fcitx5": (["fcitx5", "/usr/share/fcitx5/inputmethod/pinyin.conf"], "fcitx5 fcitx5-pinyin"),
    }
    need(*programs[method], f"Chinese typed with {method} is")
    name = method.rstrip("5")
    for made in a_screen(QT_IM_MODULE=name, XMODIFIERS=f"@im={name}", GTK_IM_MODULE=name):
        (start_ibus if method == "ibus" else start_fcitx5)(made)
        yield made


@pytest.fixture(scope="module")
def desk(screen: Screen, village: Path) -> Screen:
    """Start the program, unlock it and wait for the day's page."""
    screen.run(
        sys.executable, "-m", "stationdesk", "--data", str(village / "desk"),
        **variables(village), QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
    )  # fmt: skip
    screen.window(_("Village Station Desk"))
    wait_for("the field for the passphrase", lambda: focused_role(screen) == "password text")
    screen.letters(PASSPHRASE)
    screen.keys("Return")
    screen.said(_("Find somebody"))
    screen.window(_("Village Station Desk"))
    screen.ask("ibus", "engine", "libpinyin")
    return screen


def focused_role(screen: Screen) -> str:
    """Return what kind of thing has the keyboard."""
    focused = screen.focused()
    return focused.role if focused else ""


def box(screen: Screen) -> Spoken:
    """Return the search box."""
    return screen.said(_("Find somebody"), "text")


def found(screen: Screen) -> list[str]:
    """Return who stands in the list under the search box."""
    return [one.name for one in screen.spoken() if one.shown and one.role == "list item" and any(_("People found") in step for step in one.path)]


def test_composing_is_quiet_and_its_characters_are_searched_for(desk: Screen) -> None:
    desk.keys("ctrl+k")
    desk.letters("wanghouxing")
    time.sleep(0.5)
    assert box(desk).text == ""
    assert found(desk) == []
    before = {one.name for one in desk.spoken() if one.shown}
    desk.keys("ctrl+n", "F4", "F1", "alt+2", "ctrl+l")
    time.sleep(0.3)
    assert {one.name for one in desk.spoken() if one.shown} == before
    desk.letters(" ")
    text = wait_for("characters", lambda: box(desk).text)
    assert len(text) == 3
    assert all("\u4e00" <= character <= "\u9fff" for character in text)
    desk.keys("Escape")


def test_a_printed_sheet_of_cards_can_be_dialled(tmp_path: Path) -> None:
    server = PrintServer.start()
    try:
        words = [sys.executable, str(Path(__file__).with_name("print_cards.py")), QUEUE, "10"]
        subprocess.run(words, check=True, env=os.environ | server.variables | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path)
        (pdf,) = server.printed()
        assert sorted(codes_in(pdf, 1)) == [f"tel:079801234{nth:02}" for nth in range(1, 11)]
    finally:
        server.stop()
