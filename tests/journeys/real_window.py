"""A screen of the test's own: X server, window manager, session bus, and what is typed, seen and spoken there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

import pytest

SIZE = "1366x768x24"
PATIENCE = 20.0
SYSTEM_PYTHON = "/usr/bin/python3"  # the one Debian's python3-pyatspi belongs to
READER = Path(__file__).with_name("screen_reader.py")
_CONTROLS = {
    "push button", "toggle button", "check box", "radio button", "text", "password text", "combo box", "spin button", "slider",
    "table", "tree", "tree table", "list", "list item", "menu item", "page tab", "page tab list", "link", "tool bar", "progress bar",
}  # fmt: skip
_BLANK = {"filler", "panel", "layered pane", "unknown"}
_LINES = {"table cell", "list item", "page tab"}

Found = TypeVar("Found")


def need(programs: Sequence[str], packages: str, unproven: str) -> None:
    """Skip loudly, or fail where CI is set, unless all `programs` are here (names on the PATH, or paths)."""
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    missing = [
        program
        for program in programs
        if shutil.which(program, path=path) is None and not (program.startswith("/") and Path(program).exists())
    ]
    if missing:
        reason = f"no {', '.join(missing)} here (Debian: apt-get install {packages}); {unproven} NOT proven"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def wait_for(what: str, ask: Callable[[], Found | None], patience: float = PATIENCE) -> Found:
    """Ask every 50 ms until something true is answered; AssertionError after `patience` seconds."""
    until = time.monotonic() + patience
    while True:
        found = ask()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"waited {patience:.0f} s in vain: {what}")
        time.sleep(0.05)


@dataclass(frozen=True)
class Spoken:
    """One thing on the screen as a screen reader is told it."""

    role: str
    name: str
    states: frozenset[str]
    text: str
    path: tuple[str, ...]

    @property
    def control(self) -> bool:
        """Tell whether an operator does something with it, or comes by it with Tab."""
        return self.role in _CONTROLS or ("focusable" in self.states and self.role in _BLANK)

    @property
    def shown(self) -> bool:
        """Tell whether it is on the screen now."""
        return "showing" in self.states


@dataclass
class Screen:
    """A running X session; everything started in it ends with it."""

    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @classmethod
    def start(cls, **says: str) -> Self:
        """Start X, a session bus and a window manager; `says` are further variables of the session."""
        folder = Path(tempfile.mkdtemp(prefix="sd-x-"))
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LANG": "C.UTF-8", "NO_AT_BRIDGE": "0", "TMPDIR": str(folder)}
        screen = cls(folder, kept | home | says)
        reading, writing = os.pipe()
        screen.run("Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset", pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as display:
            screen.environment["DISPLAY"] = f":{display.readline().strip()}"
        bus = screen.run("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        screen.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        screen.run("openbox")
        wait_for("the window manager", lambda: "window id" in screen.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))
        return screen

    def run(
        self, *command: str, pass_fds: Sequence[int] = (), stdout: int | None = None, says: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a program in this session; what it says goes to a file beside the session's other things."""
        with (self.folder / f"{Path(command[0]).name}-{len(self.processes)}.log").open("w") as log:
            process = subprocess.Popen(
                command,
                env=self.environment | dict(says or {}),
                stdin=subprocess.DEVNULL,
                stdout=log if stdout is None else stdout,
                stderr=log,
                text=True,
                pass_fds=pass_fds,
                cwd=self.folder,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def ask(self, *command: str, given: str | None = None) -> str:
        """Run a program to its end and return what it prints; "" if it fails."""
        done = subprocess.run(
            command, env=self.environment, input=given, capture_output=True, text=True, check=False, cwd=self.folder, timeout=60
        )
        return done.stdout if done.returncode == 0 else ""

    def stop(self) -> None:
        """End what was started here, the youngest first."""
        for process in reversed(self.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- the operator's hand ---------------------------------------------------------------------------------------------

    def window(self, title: str) -> str:
        """Wait for a window whose title holds `title`, give it the keyboard and return its number."""
        number = wait_for(f"a window «{title}»", lambda: self.ask("xdotool", "search", "--onlyvisible", "--name", title).split()[-1:])[0]
        self.ask("xdotool", "windowactivate", "--sync", number)
        return number

    def keys(self, *names: str) -> None:
        """Press keys by X's names: ctrl+k, Return, F4."""
        for name in names:
            self.ask("xdotool", "key", "--clearmodifiers", name)
            time.sleep(0.03)

    def letters(self, text: str) -> None:
        """Press the keys of `text`, one after the other."""
        self.ask("xdotool", "type", "--clearmodifiers", "--delay", "40", text)

    def picture(self, path: Path) -> Path:
        """Keep what the whole screen shows, as PNG."""
        self.ask("import", "-window", "root", str(path))
        return path

    # -- what a screen reader is told ---------------------------------------------------------------------------------------

    def spoken(self) -> list[Spoken]:
        """Return everything the program tells a screen reader."""
        told: list[dict[str, Any]] = json.loads(self.ask(SYSTEM_PYTHON, str(READER)) or "[]")
        return [Spoken(one["role"], one["name"], frozenset(one["states"]), one["text"], tuple(one["path"])) for one in told]

    def focused(self) -> Spoken | None:
        """Return what has the keyboard: in a list, its line. A list without the keyboard calls its line focused too."""
        found = [one for one in self.spoken() if "focused" in one.states]
        holders = [one for one in found if one.role not in _LINES]
        holder = next((one for one in holders if one.role not in _BLANK), holders[-1] if holders else None)
        if holder is not None and holder.role in {"table", "list", "page tab list"}:
            return next((one for one in found if one.role in _LINES and holder.name in one.path[-1]), holder)
        return holder

    def focused_role(self) -> str:
        """Return what kind of thing has the keyboard."""
        focused = self.focused()
        return focused.role if focused else ""

    def said(self, name: str, role: str = "") -> Spoken:
        """Wait for something with this name on the screen."""
        return wait_for(f"«{name}» on the screen", lambda: self._named(name, role))

    def _named(self, name: str, role: str) -> Spoken | None:
        return next((one for one in self.spoken() if name in one.name and role in one.role and one.shown), None)


@contextmanager
def a_screen(**says: str) -> Iterator[Screen]:
    """Lend a screen; `says` are further variables of the session."""
    x11 = ["Xvfb", "openbox", "xdotool", "dbus-daemon", "xprop", "import"]
    speech = [SYSTEM_PYTHON, "/usr/lib/python3/dist-packages/pyatspi", "/usr/libexec/at-spi-bus-launcher"]
    need(x11 + speech, "xvfb openbox xdotool dbus x11-utils imagemagick python3-pyatspi at-spi2-core", "the real window is")
    screen = Screen.start(**says)
    try:
        yield screen
    finally:
        screen.stop()
