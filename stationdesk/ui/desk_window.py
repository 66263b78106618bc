"""The desk's one window: rail, search box, pages, status line; it opens pages and knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.day_words import local, moment_words
from stationdesk.services.desk_settings import Appearance, change_appearance
from stationdesk.services.stations import station_name
from stationdesk.services.undoing import last_action, undo_last
from stationdesk.store.database import FINAL
from stationdesk.ui import emergency_key, key_map
from stationdesk.ui.closing import Closing, closing, may_lose
from stationdesk.ui.desk_pages import BARE, PAGES, RAIL, UNDER
from stationdesk.ui.help_key import manual_at
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.rail import Rail
from stationdesk.ui.parts.status_line import StatusLine
from stationdesk.ui.parts.tags import Key
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.search_box import SearchBox
from stationdesk.ui.standing import Standing


class DeskWindow(QMainWindow):  # long: what every window of the desk can do; the clerk's changes five of them
    """What the operator works in, from unlocking to locking. The county clerk's is another one with other pages."""

    there: ClassVar[Mapping[str, tuple[str, str, str, str]]] = PAGES
    rail_of: ClassVar[tuple[str, ...]] = RAIL
    under: ClassVar[Mapping[str, str]] = UNDER
    begins: ClassVar[str] = "today"

    lock_wanted = Signal()
    closed = Signal()

    def __init__(self, desk: OpenDesk, composition: Composition, *, demo: bool = False) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.pages: dict[str, Page] = {}
        self.stale: set[str] = set()
        self.here = ""
        self.setWindowTitle(_("Village Station Desk"))
        self.setMinimumSize(1024, 640)
        self.resize(1366, 728)
        self.search = self._search(composition)
        self.rail = Rail(self.look, [self._rail_line(name) for name in self.rail_of], _("Village Station Desk"))
        self.rail.wanted.connect(self.open)
        self.stack = QStackedWidget()
        self.status = StatusLine(self.look)
        self.status.wanted.connect(self.open)
        self._lay_out(demo=demo)
        self._resize()
        self.look.changed.connect(self._resize)
        self._bind_keys(composition)
        desk.open_page.connect(self.open)
        desk.saved.connect(self._saved)
        desk.did.connect(self._did)
        self.standing = self._standing()
        self.standing.new_day.connect(self._new_day)

    def _search(self, composition: Composition) -> Any:
        box = SearchBox(self.desk, composition, self)
        box.chosen.connect(lambda found: self.open("residents", found))
        return box

    def _standing(self) -> Any:
        return Standing(self.desk, self.status, self.rail, self)

    def whose(self, session: Session) -> str:
        """Return whose desk it is, for the top bar."""
        return station_name(session)

    def page_keys(self) -> dict[str, str]:
        """Return the pages that have a key everywhere, by the key's name."""
        return {f"everywhere.{name}": name for name in (*filter(None, self.rail_of), "import", "grid", "shifts")}

    def _rail_line(self, name: str) -> tuple[str, str, str]:
        return (name, self.there[name][0], _(self.there[name][1])) if name else ("", "", "")

    def _lay_out(self, *, demo: bool) -> None:
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        if demo:
            rows.addWidget(self._demo_banner())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top_bar())
        right.addWidget(self.stack, 1)
        middle.addLayout(right, 1)
        rows.addLayout(middle, 1)
        rows.addWidget(self.status)
        self.setCentralWidget(whole)

    def _demo_banner(self) -> QWidget:
        label = Label(_("Demo village: everybody in here is invented."), "small_bold", "amber")
        label.setObjectName("demo_banner")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _top_bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("top_bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(24, 0, 24, 1)
        line.setSpacing(14)
        line.addWidget(self.search)
        with self.desk.reading() as session:
            name = ElidedLabel(self.whose(session), "body", "ink2")
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.station_name = name
        line.addWidget(name, 1)
        self.operator_name = Label(self.desk.operator.name, "body_bold")
        line.addWidget(self.operator_name)
        lock = Button("", self.look, "quiet", icon="lock", small=True)
        lock.setToolTip(_("Lock the desk"))
        lock.setAccessibleName(_("Lock the desk"))
        lock.clicked.connect(self.lock_wanted)
        line.addWidget(lock)
        line.addSpacing(-10)
        line.addWidget(Key(key_map.shown("everywhere.lock")))
        self.top_bar = bar
        return bar

    def _resize(self) -> None:
        self.top_bar.setFixedHeight(self.look.sizes.top_bar)

    def _bind_keys(self, composition: Composition) -> None:
        bound: dict[str, Callable[[], Any]] = {
            "search": self.search.focus,
            "lock": self.lock_wanted.emit,
            "undo": self.undo,
            "help": self.help,
            "keys": lambda: self.help("keys"),
            "larger": lambda: self.change_size(1),
            "larger_too": lambda: self.change_size(1),
            "smaller": lambda: self.change_size(-1),
            "quit": self.close,
        }
        for name, slot in bound.items():
            key_map.attach(self, f"everywhere.{name}", slot)
        if emergency_key.PAGE in self.there:
            emergency_key.bind(self, composition)
        for key, page in self.page_keys().items():
            key_map.attach(self, key, partial(self.open, page))

    # -- pages

    def open(self, name: str, argument: Any = None) -> bool:
        """Open a page, and in it what `argument` names; tells whether the page before let go."""
        if self.here and self.here != name and name not in BARE and not self.pages[self.here].leave():
            self.rail.choose(self.under.get(self.here, self.here))
            return False
        page = self.page(name)
        self.here = name
        self.rail.choose(self.under.get(name, name))
        if name in self.stale:
            self.stale.discard(name)
            page.refresh()
        self.stack.setCurrentWidget(page)
        for part in (self.rail, self.top_bar, self.status):
            part.setVisible(name not in BARE)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        if argument is not None:
            page.take(argument)
        return True

    def page(self, name: str) -> Page:
        """Return a page, made when it is first asked for."""
        if name not in self.pages:
            _icon, _word, module, kind = self.there[name]
            page: Page = getattr(import_module(module), kind)(self.desk)
            page.setAccessibleName(_(_word))
            self.pages[name] = page
            self.stack.addWidget(page)
            self.stale.add(name)
        return self.pages[name]

    def _saved(self, registers: frozenset[str]) -> None:
        for name, page in self.pages.items():
            if page.reads & registers:
                if name == self.here:
                    page.refresh()
                else:
                    self.stale.add(name)
        if "station" in registers:
            with self.desk.reading() as session:
                self.station_name.setText(self.whose(session))

    def _new_day(self) -> None:
        self.desk.take_codes()
        self.stale.update(name for name in self.pages if name != self.here)
        if self.here:
            self.pages[self.here].refresh()

    # -- what works everywhere

    def undo(self) -> None:
        """Take back what the operator did last, and say so; what he did before he unlocked is asked about first."""
        desk = self.desk
        if says := desk.settings_back.take():
            desk.said(_("Undone: {says}").format(says=says), undo=False)
            return
        with desk.reading() as session:
            last = last_action(session, desk.operator.name)
        if last is not None and last.undoes != FINAL and last.last <= desk.began_at:
            when = moment_words(local(last.at), desk.today())
            dialog = Dialog(self, self.look, _("Undo what you did {when}?").format(when=when), str(last.says))
            dialog.add_button(_("Undo it"), "primary", "Enter", "undo")
            dialog.add_button(_("Do not undo"), "quiet", "Esc", "")
            if dialog.ask() != "undo":
                return
        desk.said(_("Undone: {says}").format(says=undo_last(desk.database, desk.operator.name).says), undo=False)

    def _did(self, sentence: str) -> None:
        """Say in the status line what was done where the page has no strip to say it in."""
        page = self.pages.get(self.here)
        if page is not None and not any(strip.isVisible() for strip in page.findChildren(KeyStrip)):
            self.status.note(sentence)

    def change_size(self, step: int) -> None:
        """Make everything larger or smaller, and keep it for this operator."""
        sizes = list(TextSize)
        wanted = sizes[max(0, min(len(sizes) - 1, sizes.index(self.look.text_size) + step))]
        if wanted is not self.look.text_size:
            self.look.set(text_size=wanted)
            with self.desk.writing(_("Text size")) as session:
                change_appearance(session, self.desk.operator.id, Appearance(str(wanted), str(self.look.theme)))

    def help(self, topic: str = "") -> None:
        """Open the manual at the page one is at."""
        manual_at(self, self.look, topic or self.pages[self.here].topic())

    def keep(self) -> str:
        """Keep what was typed on every page: the desk is about to be left; returns why something could not be kept."""
        said = ""
        for page in self.pages.values():
            try:
                page.keep()
            except DeskError as error:
                said = error.message
        return said

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Open today's page the first time."""
        super().showEvent(event)
        if not self.here:
            self.open(self.begins)
            if emergency_key.PAGE in self.there and (running := emergency_key.shown_at_start(self)):
                self.open(emergency_key.PAGE, running)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep what was typed, let long work end or stop it, and say that the desk is left; whatever goes wrong, one stays."""
        event.ignore()
        if not self._may_close():
            return
        self.standing.stop()
        self.closed.emit()
        super().closeEvent(event)
        event.accept()

    def _may_close(self) -> bool:
        if self.here and not self.pages[self.here].leave():
            return False
        found = closing(self, self.look, self.desk.jobs)
        if found is Closing.LATER:
            self.status.note(_("The desk is closed when this is done."))
            for job in self.desk.jobs.running:
                job.finished.connect(self._close_when_done)
        if found is not Closing.NOW:
            return False
        why = self.keep()
        return not why or may_lose(self, self.look, why)

    def _close_when_done(self) -> None:
        """Close once nothing is under way any more; whoever waited hears first what came of it."""
        if not self.desk.jobs.busy():
            QTimer.singleShot(0, self, self.close)
