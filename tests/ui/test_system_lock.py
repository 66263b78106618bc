"""The system's own lock, over a real D-Bus of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

SIGNALS = {
    "screen saver": ("org.freedesktop.ScreenSaver", "ActiveChanged", "true", True),
    "GNOME": ("org.gnome.ScreenSaver", "ActiveChanged", "true", True),
    "screen saver off": ("org.freedesktop.ScreenSaver", "ActiveChanged", "false", False),
}


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.skipif(not shutil.which("dbus-run-session") or not shutil.which("gdbus"), reason="no D-Bus programs here")
def test_the_systems_lock_locks(name: str) -> None:
    interface, member, value, locks = SIGNALS[name]
    script = f"""
import os, subprocess
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from stationdesk.ui.locking import Locking
application = QApplication([])
locking = Locking(application, 5)
locking.lock_wanted.connect(lambda: (print("locked"), application.quit()))
emit = ["gdbus", "emit", "--session", "--object-path", "/here", "--signal", "{interface}.{member}", "{value}"]
QTimer.singleShot(200, lambda: subprocess.run(emit, check=True))
QTimer.singleShot({8000 if locks else 1500}, application.quit)
application.exec()
"""
    done = subprocess.run(["dbus-run-session", "--", sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ("locked" in done.stdout) is locks


def test_no_bus_is_no_error() -> None:
    script = """
from PySide6.QtWidgets import QApplication
from stationdesk.ui.locking import Locking
application = QApplication([])
Locking(application, 5).stop()
"""
    environment = {name: value for name, value in os.environ.items() if "DBUS" not in name} | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
