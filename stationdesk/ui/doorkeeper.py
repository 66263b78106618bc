"""Which window is up: the first run, the unlock window or the desk; and what passes between them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from stationdesk.i18n import _
from stationdesk.settings import Settings
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot
    from stationdesk.ui.backing_up import Copied
    from stationdesk.ui.desk_window import DeskWindow
    from stationdesk.ui.locking import Locking
    from stationdesk.ui.open_desk import OpenDesk

LOOK_EVERY = 10
"""Milliseconds between two looks whether anybody still waits for an answer, while the desk is being locked."""
MOST_LOOKS = 300


ROLL_AFTER = 1500
"""Milliseconds after unlocking until everybody is read for the residents' page: today's page and its column come first."""


def is_set_up(settings: Settings) -> bool:
    """Tell whether there is a desk in the data folder, however damaged: then nobody is asked the first run's questions."""
    from stationdesk.store.folder import KEY_FILES, DataFolder

    folder = DataFolder(settings.data, settings.state)
    return folder.store.exists() or all((settings.data / name).exists() for name in KEY_FILES)


def backed_up(desk: OpenDesk, window: DeskWindow, copied: Copied) -> None:
    """Show when the last backup was, and say once a day which further place has no copy (a stick that is not there)."""
    window.standing.tell()
    if copied.troubles:
        desk.said(copied.troubles[0], undo=False)


class Doorkeeper(QObject):
    """Shows one window at a time; nothing heavy is imported before the unlock window is up."""

    def __init__(self, application: QApplication, settings: Settings, look: Look, composition: Composition) -> None:
        super().__init__(application)
        self.application, self.settings, self.look, self.composition = application, settings, look, composition
        self.front: QWidget | None = None
        self.desk: OpenDesk | None = None
        self.window: DeskWindow | None = None
        self.locking: Locking | None = None
        self.instance = SingleInstance(settings.data, self)
        self.instance.called.connect(self.come_forward)
        self.return_to: tuple[str, str, Any] | None = None
        """Whose desk was locked (operator's id), on which page, with what open there (a resident's id)."""
        self.shutting = False
        """The desk is being locked."""
        self.level = 0
        """How many event loops ran inside each other when the desk was opened."""

    def begin(self) -> bool:
        """Show the first window; False if this desk is open already: that one was asked to come forward."""
        from stationdesk.ui.setting_up import UNFINISHED, finish_setting_up

        if not self.instance.first():
            return False
        if (self.settings.data / UNFINISHED).exists():
            finish_setting_up(self.settings)
        if is_set_up(self.settings):
            self.show_unlock()
        else:
            self.show_first_run()
        return True

    def come_forward(self) -> None:
        """Bring the window that is up to the front: somebody started the program again."""
        window = self.window or self.front
        if window is not None:
            window.showNormal() if window.isMinimized() else window.show()
            window.raise_()
            window.activateWindow()

    def show_unlock(self) -> None:
        """Show the unlock window."""
        from stationdesk.ui.unlock_window import UnlockWindow

        front = UnlockWindow(self.settings, self.look)
        front.opened.connect(self.enter)
        front.left.connect(self.application.quit)
        self._put_front(front)

    def show_first_run(self) -> None:
        """Show the five questions of the first run."""
        from stationdesk.ui.clerk_first_run import first_run_of

        front = first_run_of(self.settings, self.look)
        front.opened.connect(self.enter)
        front.left.connect(self.application.quit)
        self._put_front(front)

    def _put_front(self, front: QWidget) -> None:
        self._drop_front()
        self.front = front
        front.show()
        front.activateWindow()

    def _drop_front(self) -> None:
        if self.front is not None:
            self.front.hide()
            self.front.deleteLater()
            self.front = None

    def enter(self, database: Database, slot: Slot, start: str = "") -> None:
        """Open the desk with a store that was just unlocked; `start` is the page to begin with."""
        from stationdesk.services.front_door import read_front_door
        from stationdesk.ui.entering import entered, window_for
        from stationdesk.ui.modal_windows import loop_level

        self.settings = replace(self.settings, data=database.folder.path, state=database.folder.state)  # a demo has its own folders
        self.desk = entered(database, slot, self.look, self.settings)
        demo = read_front_door(self.settings.data).demo
        self.window = window_for(self.desk, self.composition, demo=demo, county=self.settings.county)
        self.window.lock_wanted.connect(self.lock)
        self.window.closed.connect(self.leave)
        self.desk.restore_wanted.connect(self.go_back_to)
        self.locking = self._watch_idle()
        self.level = loop_level()
        self._drop_front()
        self.window.show()
        self._after_entering(list(database.notices))
        back, self.return_to = self.return_to, None
        if back is not None and back[0] == self.desk.operator.id:
            self.window.open(back[1], back[2])
        elif start:
            QTimer.singleShot(0, self.window, lambda: self._begin_with(start))

    def _begin_with(self, start: str) -> None:
        from stationdesk.ui.beginning import begin_with

        if self.window is not None and self.desk is not None:
            begin_with(self.window, self.desk, start)

    def _after_entering(self, notices: list[str]) -> None:
        """Make the day's backup in the background and say what was found when the store was opened."""
        from stationdesk.services.desk_settings import desk_settings
        from stationdesk.ui.backing_up import back_up_today
        from stationdesk.ui.parts.dialogs import tell

        desk, window = self.desk, self.window
        if desk is None or window is None:
            return
        with desk.reading() as session:
            settings = desk_settings(session)
        desk.jobs.start(
            lambda _report: back_up_today(desk.database, settings),
            partial(backed_up, desk, window),
            lambda error: desk.said(_("The backup of today was not made: {why}").format(why=error.message), undo=False),
        )
        QTimer.singleShot(ROLL_AFTER, window, self._read_roll)
        if notices:
            QTimer.singleShot(0, window, lambda: tell(window, self.look, _("Something to know"), "\n".join(notices), _("I see")))

    def _read_roll(self) -> None:
        """Read everybody in the background, so that the residents' page comes up at once."""
        from stationdesk.ui.residents_source import read_roll

        if self.desk is not None and not self.settings.county:
            self.desk.jobs.start(partial(read_roll, self.desk), lambda _none: None)

    def go_back_to(self, backup: Path, secret: str) -> None:
        """Close the desk, bring the backup back under a new copy id, and ask who is there."""
        from stationdesk.errors import DeskError
        from stationdesk.services.day_words import moment_words
        from stationdesk.store.backup import moment_of
        from stationdesk.store.clock import local_day, now
        from stationdesk.ui.opening import bring_back
        from stationdesk.ui.parts.dialogs import tell

        made = moment_of(backup)
        said = moment_words(made, local_day(now())) if made else backup.name
        title, text = _("The desk is as it was"), ""
        try:
            self._close_window()
            back = bring_back(self.settings, backup, secret)
        except DeskError as error:
            text = error.message
        else:
            title = _("The desk is back at {moment}").format(moment=said)
            text = back
        finally:
            self.show_unlock()
        tell(self.front, self.look, title, text, _("I see"))

    def _watch_idle(self) -> Locking:
        from stationdesk.services.desk_settings import desk_settings
        from stationdesk.ui.locking import Locking

        assert self.desk is not None  # noqa: S101 (set just before)
        with self.desk.reading() as session:
            minutes = desk_settings(session).idle_minutes
        locking = Locking(self.application, minutes, self)
        locking.lock_wanted.connect(self.lock)
        self.desk.idle_changed.connect(locking.set_minutes)
        return locking

    def lock(self) -> None:
        """Blank the window at once, stop what is under way, close the store and drop its key; what was typed is kept in the store."""
        from stationdesk.ui import modal_windows
        from stationdesk.ui.parts.dialogs import unasked

        window, desk = self.window, self.desk
        if window is None or desk is None or self.shutting:
            return
        self.shutting = True
        modal_windows.blank_modal_windows(self.application, window)
        with unasked():
            desk.jobs.stop()
            asked = modal_windows.close_modal_windows(self.application)
        self._lock_when_nothing_is_asked(MOST_LOOKS if asked else 0)

    def _lock_when_nothing_is_asked(self, looks: int) -> None:
        """Wait until whoever asked something over the window has heard that nobody answers: he still holds its widgets."""
        from stationdesk.ui import modal_windows

        if looks and modal_windows.loop_level() > self.level:
            modal_windows.close_modal_windows(self.application)
            QTimer.singleShot(LOOK_EVERY, self, lambda: self._lock_when_nothing_is_asked(looks - 1))
            return
        from stationdesk.ui.parts.dialogs import tell, unasked

        window, said = self.window, ""
        try:
            if window is not None and self.desk is not None:
                with unasked():
                    said = window.keep()
                self.return_to = (self.desk.operator.id, window.here, window.pages[window.here].place() if window.here else None)
        finally:
            self._close_window()
            self.show_unlock()
        if said:
            tell(self.front, self.look, _("What was typed could not be kept"), said, _("I see"))

    def leave(self) -> None:
        """Close the store and end: the window was closed."""
        try:
            self._close_window()
        finally:
            QTimer.singleShot(0, self.application.quit)

    def close(self) -> None:
        """Close whatever is open: the process goes on without a window."""
        self._close_window()
        self._drop_front()
        self.instance.release()

    def _close_window(self) -> None:
        window, desk = self.window, self.desk
        self.window = self.desk = None
        if window is None and desk is None:
            return
        from stationdesk.ui.locking import forget_clipboard, forget_memos
        from stationdesk.ui.parts.dialogs import unasked

        self.shutting = False
        if window is not None:
            window.hide()
            window.standing.stop()
            window.deleteLater()
        if self.locking is not None:
            self.locking.stop()
            self.locking.deleteLater()
            self.locking = None
            forget_clipboard()
        if desk is not None:
            from stationdesk.ui.entering import hang_at_the_door

            try:
                hang_at_the_door(desk)
            finally:
                with unasked():
                    desk.close()
                desk.deleteLater()
                forget_memos()
