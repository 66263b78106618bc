"""What the self-test asks of the window: Qt with its plugins and its Chinese, and every page shown without a screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QPluginLoader
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.store.keys import Slot
from stationdesk.ui.clerk_settings import CLERK_PARTS
from stationdesk.ui.clerk_window import CLERK_PAGES
from stationdesk.ui.desk_pages import PAGES
from stationdesk.ui.entering import entered, window_for
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.settings_page import PARTS
from stationdesk.ui.starting import make_application

PLUGINS = {
    "linux": (
        "platforms/libqxcb.so",
        "platforms/libqoffscreen.so",
        "platforminputcontexts/libibusplatforminputcontextplugin.so",
        "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "printsupport/libcupsprintersupport.so",
        "iconengines/libqsvgicon.so",
        "imageformats/libqsvg.so",
    ),
    "win32": ("platforms/qwindows.dll", "platforms/qoffscreen.dll", "iconengines/qsvgicon.dll", "imageformats/qsvg.dll"),
}
"""What Qt loads while it runs, by system; nothing else would notice that it is missing."""
FEWEST_COLOURS = 12
"""A page that shows less is blank."""
LONGEST = 30.0
"""Seconds that are waited for what a page reads beside the screen."""
STEP = 3
"""Pixels from one looked at to the next."""


class PageBlank(DeskError):
    """A page shows nothing."""


class PageTrouble(DeskError):
    """Something went wrong while a page was shown."""


def start_qt(settings: Settings) -> QApplication:
    """Return the application as the program itself makes it."""
    return make_application(settings)


def lacking(language: str) -> list[str]:
    """Return what Qt lacks here: plugins that are not there or cannot be loaded, or its own words in `language`."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    missing = [name for name in PLUGINS.get(sys.platform, ()) if not QPluginLoader(str(folder / name)).load()]
    if language == "zh_CN" and QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel":
        missing.append("qtbase_zh_CN.qm")
    return missing


def grab_pages(database: Database, slot: Slot, settings: Settings) -> list[str]:
    """Open the window, go to every page and look at it; returns their titles. Closes the store.

    Raises PageBlank, PageTrouble.
    """
    application = start_qt(settings)
    desk = entered(database, slot, Look(application), settings)
    try:
        with troubles() as seen:
            window = window_for(desk, Composition(application), demo=False, county=settings.county)
            window.show()
            for title, name, argument in places(county=settings.county):
                window.open(name, argument)
                application.processEvents()
                if settings.county:  # what the clerk sees is read beside the screen
                    desk.jobs.settle(LONGEST)
                    application.processEvents()
                if seen:
                    raise PageTrouble(_("«{page}»: {trouble}").format(page=title, trouble=_(", ").join(seen)))
                if colours(window.stack.grab().toImage()) < FEWEST_COLOURS:
                    raise PageBlank(_("«{page}» stays blank.").format(page=title))
            window.standing.stop()
            window.hide()
            window.deleteLater()
            application.processEvents()
    finally:
        desk.close()
    return [title for title, _name, _argument in places(county=settings.county)]


def grab_clerks_pages(database: Database, slot: Slot, settings: Settings) -> list[str]:
    """Do the same with a county's desk in the clerk's window."""
    return grab_pages(database, slot, replace(settings, data=database.folder.path, state=database.folder.state, county=True))


def places(*, county: bool = False) -> list[tuple[str, str, str | None]]:
    """Return every place there is to go to: its title, the page, and the subject on it."""
    there, subjects = (CLERK_PAGES, CLERK_PARTS) if county else (PAGES, PARTS)
    pages = [(_(title), name, None) for name, (_icon, title, *_module) in there.items()]
    return [*pages, *((_(title), "settings", name) for name, (title, *_module) in subjects.items())]


@contextmanager
def troubles() -> Iterator[list[str]]:
    """Collect the kinds of errors that Qt would only print, since they happen in its own calls."""
    seen: list[str] = []

    def note(kind: type[BaseException], _error: BaseException, place: TracebackType | None) -> None:
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f" {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else ""
        seen.append(kind.__name__ + where)

    before, sys.excepthook = sys.excepthook, note
    try:
        yield seen
    finally:
        sys.excepthook = before


def colours(picture: QImage) -> int:
    """Count the different colours of a picture, looking at every third pixel both ways."""
    return len({picture.pixel(x, y) for y in range(0, picture.height(), STEP) for x in range(0, picture.width(), STEP)})
