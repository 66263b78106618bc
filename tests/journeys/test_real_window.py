"""The real program on a real screen: typed into by two input methods, read by a screen reader, printed through a print server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stationdesk.i18n import _
from stationdesk.ui.opening import DEMO_PASSPHRASE
from tests.house.check import ROOT
from tests.journeys.print_server import QUEUE, PrintServer, codes_in
from tests.journeys.real_window import Screen, Spoken, a_screen, need, wait_for

pytestmark = pytest.mark.window
METHODS = ("ibus", "fcitx5")
PROGRAM = ("-m", "stationdesk", "--data")
SETTLE = 0.6
"""Seconds in which something that should not happen would have happened."""
PINYIN = (
    "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n[Groups/0/Items/0]\nName=pinyin\nLayout=\n\n[GroupOrder]\n0=Default\n"
)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo village."""
    folder = tmp_path_factory.mktemp("village")
    words = [sys.executable, "-m", "stationdesk", "demo", "--out", str(folder)]
    subprocess.run(words, check=True, env=os.environ | variables(folder), cwd=ROOT, stdout=subprocess.DEVNULL)
    return folder


def variables(folder: Path) -> dict[str, str]:
    """Return what a run on the village is told."""
    return {"STATIONDESK_STATE": str(folder / "state"), "STATIONDESK_PASSPHRASE": DEMO_PASSPHRASE, "PYTHONPATH": str(ROOT)}


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
    with a_screen(QT_IM_MODULE=name, XMODIFIERS=f"@im={name}", GTK_IM_MODULE=name) as made:
        (start_ibus if method == "ibus" else start_fcitx5)(made)
        yield made


def start(screen: Screen, data: Path) -> None:
    """Start the program on a data folder."""
    seen = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    screen.run(sys.executable, *PROGRAM, str(data), says=variables(data.parent) | seen)


def opened(screen: Screen, village: Path) -> Screen:
    """Start the program on a village of its own, unlock it and wait for the day's page."""
    start(screen, shutil.copytree(village, screen.folder / "village") / "desk")
    screen.window(_("Village Station Desk"))
    wait_for("the field for the passphrase", lambda: screen.focused_role() == "password text")
    screen.ask("ibus", "engine", "libpinyin")
    screen.letters(DEMO_PASSPHRASE)
    screen.keys("Return")
    screen.said(_("Find somebody"), "text")
    screen.window(_("Village Station Desk"))
    return screen


@pytest.fixture(scope="module")
def desk(screen: Screen, village: Path) -> Screen:
    """Open the desk where Chinese is typed."""
    return opened(screen, village)


@pytest.fixture
def box(desk: Screen) -> Iterator[Callable[[], str]]:
    """Go to the search box, in Chinese; give what asks for its text, and leave it afterwards."""

    def text() -> str:
        return desk.said(_("Find somebody"), "text").text

    desk.keys("ctrl+k")
    assert text() == ""
    yield text
    desk.keys("ctrl+a", "BackSpace", "Escape")


def shown(screen: Screen) -> list[str]:
    """Return every name on the screen."""
    return [one.name for one in screen.spoken() if one.shown]


def found(screen: Screen) -> list[str]:
    """Return who stands in the list under the search box."""
    return [one.name for one in screen.spoken() if one.shown and one.role == "list item" and _("People found") in one.path[-1]]


def test_composing_is_quiet_and_its_characters_are_searched_for(desk: Screen, box: Callable[[], str]) -> None:
    before = shown(desk)
    desk.letters("wanghouxing")
    time.sleep(SETTLE)
    assert box() == ""
    assert shown(desk) == before
    desk.keys("ctrl+n", "F4", "F1", "F2", "alt+2", "ctrl+l")
    time.sleep(SETTLE)
    assert shown(desk) == before
    desk.letters(" ")
    text = wait_for("characters", box)
    assert len(text) == 3
    assert all("\u4e00" <= character <= "\u9fff" for character in text)
    wait_for("an answer to the characters", lambda: found(desk) or any(text in name for name in shown(desk)))


def test_initials_typed_in_chinese_find_and_enter_belongs_to_the_method(desk: Screen, box: Callable[[], str]) -> None:
    desk.letters("wang")
    desk.keys("Return")
    wait_for("the letters as they are", lambda: box() == "wang")
    assert wait_for("somebody", lambda: found(desk))
    assert desk.said(_("Today"), "").shown


def test_a_composition_over_chosen_text_searches_for_neither(desk: Screen, box: Callable[[], str]) -> None:
    desk.letters("wang")
    desk.keys("Return")
    first = wait_for("somebody", lambda: found(desk))
    desk.keys("ctrl+a")
    desk.letters("li")
    time.sleep(SETTLE)
    assert box() == ""
    assert found(desk) == first
    desk.keys("Return")
    wait_for("other people", lambda: box() == "li" and found(desk) != first)


def test_figures_on_the_days_list_are_keys_even_in_chinese(desk: Screen) -> None:
    desk.keys("alt+1")
    people = wait_for("somebody due", lambda: due(desk))
    for _line in range(10):  # what is not done by ringing somebody up stands first
        desk.keys("x")
        time.sleep(SETTLE)
        if due(desk) != people:
            break
        desk.keys("Down")
    wait_for("the next one", lambda: due(desk) != people)
    desk.keys("ctrl+z")
    wait_for("the same again", lambda: due(desk) == people)


def due(screen: Screen) -> list[str]:
    """Return who is due, as the day's list tells it."""
    return [one.name for one in screen.spoken() if one.shown and one.role == "list item" and _("What is to be done today") in one.path[-1]]


TOUR: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    # what is opened, by which keys, and left again
    ("today", (), ()),
    ("search", ("ctrl+k", "w"), ("Escape",)),
    ("residents", ("alt+2",), ()),
    ("a person alone", ("F11",), ("Escape",)),
    ("the note of a visit", ("F4",), ("Escape",)),
    ("the print of cards", ("ctrl+shift+p",), ()),
    ("its preview", ("Return",), ("Escape", "Escape")),
    ("the form of a person", ("F3",), ("Escape",)),
    ("a new person", ("ctrl+n",), ("Escape",)),
    ("the print of the list", ("ctrl+p",), ("Escape",)),
    ("the import", ("ctrl+i",), ()),
    ("the visits", ("alt+3",), ()),
    ("the pairings", ("alt+4",), ()),
    ("the teams", ("ctrl+t",), ()),
    ("the services", ("ctrl+u",), ()),
    ("the calls", ("alt+5",), ()),
    ("the wishes", ("alt+8",), ()),
    ("a new wish", ("ctrl+n",), ("Escape",)),
    ("the requests", ("alt+9",), ()),
    ("a new request", ("ctrl+n",), ("Escape",)),
    ("the roster", ("alt+0",), ()),
    ("a turn of the roster", ("Return",), ("Escape",)),
    ("the roster by turns", ("ctrl+n",), ("Escape",)),
    ("the book handed on", ("ctrl+j",), ("Escape",)),
    ("the print of the roster", ("ctrl+p",), ("Escape",)),
    ("the month of contacts", ("ctrl+y",), ()),
    ("the report", ("alt+6",), ()),
    ("what is reported", ("ctrl+d",), ("Escape",)),
    ("the settings", ("alt+7",), ()),
    ("settings 2", ("Down",), ()),
    ("a service on the card", ("Tab", "ctrl+n"), ("Escape", "shift+Tab")),
    ("settings 3", ("Down",), ()),
    ("settings 4", ("Down",), ()),
    ("settings 5", ("Down",), ()),
    ("settings 6", ("Down",), ()),
    ("settings 7", ("Down",), ()),
    ("a new operator", ("Tab", "ctrl+n"), ("Escape", "shift+Tab")),
    *((f"settings {nth}", ("Down",), ()) for nth in range(8, 14)),
    ("help", ("F1",), ("Escape",)),
    ("all keys", ("F2",), ("Escape",)),
    ("the locked desk", ("ctrl+l",), ()),
    ("the lost passphrase", ("Tab", "Tab", "Return"), ("Escape",)),
)


def nameless(spoken: list[Spoken]) -> list[str]:
    """Return the controls on the screen that a screen reader cannot say in Chinese."""
    return sorted({f"{one.role} «{one.name}» in {one.path[-1]}" for one in spoken if one.shown and one.control and not chinese(one.name)})


def test_every_control_has_a_chinese_name(village: Path) -> None:
    found: dict[str, list[str]] = {}
    with a_screen(QT_IM_MODULE="none") as screen:
        opened(screen, village)
        before: list[str] = []
        for what, there, back in TOUR:
            screen.keys(*there)
            wait_for(f"a change: {what}", lambda: shown(screen) != before)  # noqa: B023 - asked at once
            time.sleep(SETTLE)
            spoken = screen.spoken()
            found[what] = nameless(spoken)
            if back:
                screen.keys(*back)
                time.sleep(SETTLE)
                spoken = screen.spoken()
            before = [one.name for one in spoken if one.shown]
    assert {what: names for what, names in found.items() if names} == {}


def test_the_first_run_has_chinese_names() -> None:
    with a_screen(QT_IM_MODULE="none") as screen:
        start(screen, screen.folder / "desk")
        screen.window(_("Village Station Desk"))
        wait_for("the first question", lambda: [one for one in screen.spoken() if one.control and one.shown])
        time.sleep(SETTLE)
        assert nameless(screen.spoken()) == []


def chinese(name: str) -> bool:
    """Tell whether a name has a Chinese character in it."""
    return any("\u3400" <= character <= "\u9fff" or ord(character) > 0x1FFFF for character in name)


@pytest.fixture
def server() -> Iterator[PrintServer]:
    """Start a print server whose paper is a PDF."""
    server = PrintServer.start()
    try:
        yield server
    finally:
        server.stop()


def test_a_printed_sheet_of_cards_can_be_dialled(server: PrintServer, tmp_path: Path) -> None:
    words = [sys.executable, str(Path(__file__).with_name("print_cards.py")), QUEUE, "10"]
    subprocess.run(words, check=True, env=os.environ | server.variables | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path)
    (pdf,) = server.printed(1)
    assert sorted(codes_in(pdf, 1)) == [f"tel:079801234{nth:02}" for nth in range(1, 11)]


def test_a_card_printed_from_the_window_comes_out_of_the_queue(village: Path, server: PrintServer, tmp_path: Path) -> None:
    with a_screen(QT_IM_MODULE="none", **server.variables) as screen:
        opened(screen, village)
        screen.keys("alt+2")
        screen.said(_("Residents"), "table")
        screen.keys("ctrl+shift+p")
        screen.said(_("Print contact cards"), "dialog")
        screen.keys("Return")
        screen.window(_("Contact cards A"))
        wait_for("the printer", lambda: any(one.name == _("Print") and "enabled" in one.states for one in screen.spoken()))
        screen.keys("ctrl+p")
        (front,) = server.printed(1)
        screen.picture(tmp_path / "printed.png")
        screen.keys("Return")
        (back,) = server.printed(2)
        assert codes_in(front, 1) == ["tel:09906110024"]
        assert codes_in(back, 1) == []
        assert (tmp_path / "printed.png").stat().st_size > 10_000
