"""Starting the program: what must be settled before Qt, the first window, and the heavy rooms read while the operator types."""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from stationdesk.i18n import _
from stationdesk.settings import Settings, resource
from stationdesk.ui.input_method import choose_input_method
from stationdesk.ui.parts.collecting import Collector
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.trouble import TroubleReporter

M_ARENA_MAX = -8
"""What glibc's malloc.h calls the number of heaps."""
HEAVY = ("stationdesk.store.desk", "stationdesk.ui.desk_window", "stationdesk.ui.today_page", "stationdesk.ui.residents_page")
"""What unlocking will need: read in a thread once the first window is up."""


def make_application(settings: Settings) -> QApplication:
    """Return the application, in the language of the settings, able to take Chinese from whatever input method there is."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    os.environ.update(choose_input_method(os.environ, [plugins / "platforminputcontexts"]))
    if not sys.platform.startswith(("win", "darwin")) and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("stationdesk")
    application.setApplicationDisplayName(_("Village Station Desk"))
    application.setDesktopFileName("stationdesk")
    application.setQuitOnLastWindowClosed(False)
    if application.findChild(Collector) is None:
        Collector(application)
    translate_qt(application, settings.language)
    return application


def translate_qt(application: QApplication, language: str) -> None:
    """Let Qt's own words (buttons, menus of fields, file dialogs) be in the language of the program."""
    QLocale.setDefault(QLocale(language))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in ("qtbase", "qt"):
        translator = QTranslator(application)
        if translator.load(QLocale(language), name, "_", folder):
            application.installTranslator(translator)


def keep_memory_together() -> None:
    """Let all threads take memory from one heap (glibc): a heap for each costs an old computer megabytes and gives nothing back."""
    import ctypes

    if sys.platform == "linux" and hasattr(system := ctypes.CDLL(None), "mallopt"):
        system.mallopt(M_ARENA_MAX, 1)


def read_ahead() -> None:
    """Import what the desk will need, while the operator types a passphrase."""
    keep_memory_together()
    for name in HEAVY:
        import_module(name)


def run(settings: Settings) -> int:
    """Open the program's first window and stay until the last is closed; returns the exit code."""
    from PySide6.QtGui import QIcon

    from stationdesk.ui.doorkeeper import Doorkeeper

    application = make_application(settings)
    application.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
    look = Look(application)
    TroubleReporter(look).install()
    keeper = Doorkeeper(application, settings, look, Composition(application))
    if not keeper.begin():
        return 0
    threading.Thread(target=read_ahead, name="read ahead", daemon=True).start()
    return application.exec()
