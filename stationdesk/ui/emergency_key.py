"""F8 from anywhere: an emergency begins in this very moment, or the one that runs is shown again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from stationdesk.i18n import _
from stationdesk.registers.incident import Incident
from stationdesk.services.day_words import day_words
from stationdesk.services.incidents import begin, called, open_incidents
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog

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
    """Show the emergency that runs; where none does, or it is on the screen already, begin one, for whoever is chosen.

    Where one runs that is another's, it is asked which is meant: a wrong address must not be read out.
    """
    desk = window.desk
    who, at = window.search.person() or at_whom(window), desk.database.clock()
    with desk.reading() as session:
        running = [one.incident for one in open_incidents(session)]
    shown = next((one for one in running if who and one.resident_id == who), None) or next(reversed(running), None)
    if window.here != PAGE and shown is not None and (shown.resident_id == who or not who or not WhoseDialog(window, who, shown).ask()):
        window.open(PAGE, shown.id)
        return
    window.search.clear()
    window.open(PAGE, begun(desk, who, at).id)


class WhoseDialog(Dialog):
    """Whose sheet is meant: a new one of whoever is chosen, or the one that runs; the time counts from the key, not from the answer."""

    def __init__(self, window: DeskWindow, resident_id: str, runs: Incident) -> None:
        desk = window.desk
        on = desk.today()
        with desk.reading() as session:
            new, old = called(session, _probe(desk, resident_id), on), called(session, runs, on)
        since = " ".join(filter(None, (_day(runs.happened_on, on), runs.called_at)))
        text = _("The emergency of {name}, called at {clock}, is not over yet.").format(name=old, clock=since)
        super().__init__(window, desk.look, _("Whose emergency is it?"), text, width=560)
        self.add_button(_("Begin one for {name}").format(name=new), "primary", "Enter", "new")
        self.add_button(_("Back to {name}|emergency").format(name=old), "plain", "Esc")


def _day(day: str, on: date) -> str:
    return "" if day == on.isoformat() else day_words(date.fromisoformat(day), on)


def at_whom(window: DeskWindow) -> str:
    """Return the resident one is at, on the pages that are about one."""
    from stationdesk.ui.residents_page import ResidentsPage

    page = window.pages.get(window.here)
    if isinstance(page, ResidentsPage):
        return page.person.resident_id if page.person.person is not None else ""
    return str(page.place() or "") if page is not None and window.here in OF_PERSON else ""


def begun(desk: OpenDesk, resident_id: str, at: datetime | None = None) -> Incident:
    """Begin one, now or `at` a moment, kept at once, under its own sentence; a second press begins one for somebody not named."""
    with desk.reading() as session:
        says = _("Emergency begun: {name}").format(name=called(session, _probe(desk, resident_id), desk.today()))
    with desk.writing(says) as session:
        made = begin(session, at or desk.database.clock(), desk.operator.name, resident_id=resident_id)
    desk.said(says)
    return made


def _probe(desk: OpenDesk, resident_id: str) -> Incident:
    """Return one that is not kept, for what it would be called."""
    return Incident(resident_id=resident_id or None, author=desk.database.about.author, started_at="", happened_on="", called_at="")


def shown_at_start(window: DeskWindow) -> str:
    """Return the emergency to be shown when the desk is opened, or nothing."""
    with window.desk.reading() as session:
        running = open_incidents(session)
    return running[-1].id if running else ""
