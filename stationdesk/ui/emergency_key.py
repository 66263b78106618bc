"""F8 from anywhere: an emergency begins in this very moment, or the one that runs is shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.incident import Incident
from stationdesk.services.incidents import begin, called, open_incidents
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk

if TYPE_CHECKING:
    from stationdesk.ui.desk_window import DeskWindow
    from stationdesk.ui.parts.composition import Composition

PAGE = "emergency"
OF_PERSON = frozenset({"today", "grid"})
"""Pages whose place is a resident."""


def bind(window: DeskWindow, composition: Composition) -> None:
    """Let the key work in a window, and above every dialog and menu that is open over it."""
    from stationdesk.ui.emergency_over import EmergencyWatch

    watch = EmergencyWatch(composition.application, window)
    key = key_map.attach(window, "everywhere.emergency", watch.press)
    key.setContext(Qt.ShortcutContext.ApplicationShortcut)  # a menu takes the keys from the window, and from a dialog too


def press(window: DeskWindow) -> None:
    """Show the emergency that runs; where none does, or it is on the screen already, begin one, for whoever is chosen."""
    desk = window.desk
    who = window.search.person() or at_whom(window)
    with desk.reading() as session:
        running = [one.incident for one in open_incidents(session)]
    his = next((one for one in running if who and one.resident_id == who), None)
    if window.here != PAGE and (his or running):
        window.open(PAGE, (his or running[-1]).id)
        return
    window.search.clear()
    window.open(PAGE, begun(desk, who).id)


def at_whom(window: DeskWindow) -> str:
    """Return the resident one is at, on the pages that are about one."""
    from stationdesk.ui.residents_page import ResidentsPage

    page = window.pages.get(window.here)
    if isinstance(page, ResidentsPage):
        return page.person.resident_id if page.person.person is not None else ""
    return str(page.place() or "") if page is not None and window.here in OF_PERSON else ""


def begun(desk: OpenDesk, resident_id: str) -> Incident:
    """Begin one now, kept at once, under its own sentence; a second press of the key begins one for somebody not named yet."""

    def sentence(session: Session) -> str:
        probe = Incident(resident_id=resident_id or None, author=desk.database.about.author, started_at="", happened_on="", called_at="")
        return _("Emergency begun: {name}").format(name=called(session, probe, desk.today()))

    with desk.reading() as session:
        says = sentence(session)
    with desk.writing(says) as session:
        made = begin(session, desk.database.clock(), desk.operator.name, resident_id=resident_id)
    desk.said(says)
    return made


def shown_at_start(window: DeskWindow) -> str:
    """Return the emergency to be shown when the desk is opened, or nothing."""
    with window.desk.reading() as session:
        running = open_incidents(session)
    return running[-1].id if running else ""
