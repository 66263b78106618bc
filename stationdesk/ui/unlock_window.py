"""The unlock window: who is there, one passphrase, and 120 in the foot; it is up before anything heavy is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.front_door import read_front_door
from stationdesk.settings import Settings
from stationdesk.store.attempts import kept_attempts
from stationdesk.ui import opening
from stationdesk.ui.door_frame import DoorFoot, DoorHead
from stationdesk.ui.door_list import DoorList
from stationdesk.ui.door_words import DoorWords, time_words
from stationdesk.ui.help_key import manual_at
from stationdesk.ui.key_map import attach, pressed
from stationdesk.ui.key_map import shown as key_of
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize, Theme
from stationdesk.ui.secret_field import SecretField

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot

WIDTH, HEIGHT, FOUR = 600, 596, 184
"""The window at 标准 with up to four operators, whose list is so high."""
SPOKEN_EVERY = 10
"""Seconds between two announcements of the waiting to a screen reader."""


class UnlockWindow(QWidget):
    """Asks who is there; `opened(database, slot)` hands the open store on, `left` says that the window was closed instead."""

    opened = Signal(object, object)
    left = Signal()

    def __init__(self, settings: Settings, look: Look) -> None:
        super().__init__()
        self.settings, self.look, self.jobs = settings, look, Jobs(self)
        self.door = read_front_door(settings.data)
        look.set(theme=Theme(self.door.theme), text_size=TextSize(self.door.text_size))
        self.busy, self.done, self.wrong = False, False, False
        self.setWindowTitle(_("Village Station Desk"))
        ground(self, "surface")
        self._make_parts()
        self._lay_out()
        attach(self, "unlock.help", lambda: manual_at(self, look, "safety"))
        self.clock = QTimer(self)
        self.clock.setInterval(1000)
        self.clock.timeout.connect(self.tell)
        self.attempts = kept_attempts(settings.data)
        self.wrong = self.attempts.left() > 0
        self._measure()
        look.changed.connect(self._measure)
        self.tell()

    # -- what stands where

    def _make_parts(self) -> None:
        look = self.look
        self.people = DoorList(self.door.operators, look)
        self.people.choose(self.door.last_slot)
        self.people.chosen.connect(self._another)
        self.field = SecretField(look)
        self.field.setAccessibleName(_("Passphrase"))
        self.field.caps_changed.connect(self._say_caps)
        self.field.textEdited.connect(self._typing)
        self.field.installEventFilter(self)
        self.words = DoorWords(look)
        self.button = Button(_("Open"), look, "primary", key_of("unlock.open"))
        self.button.clicked.connect(self.unlock)
        self.wait, self.seconds = Label(_("Still to wait")), Label("", "strong")
        self.forgot = LinkButton(_("Forgot the passphrase"), look)
        self.forgot.clicked.connect(self.recover)

    def _lay_out(self) -> None:
        self.whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(DoorHead(self.door.station, self.look))
        middle = QVBoxLayout()
        middle.setContentsMargins(28, 18, 28, 20)
        middle.setSpacing(0)
        if self.door.operators:
            middle.addWidget(Label(_("Who is there?"), "title"))
            middle.addSpacing(4)
            middle.addWidget(self.people)
            middle.addSpacing(16)
        else:
            self.people.hide()
            middle.addWidget(Label(_("Please type your passphrase"), "title"))
            middle.addSpacing(24)
        middle.addLayout(self._passphrase_line())
        middle.addStretch(1)
        whole.addLayout(middle, 1)
        whole.addWidget(DoorFoot(self.door, self.look))
        if self.door.operators:
            QWidget.setTabOrder(self.people, self.field)
        QWidget.setTabOrder(self.field, self.button)
        QWidget.setTabOrder(self.button, self.forgot)

    def _passphrase_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(0)
        self.name = Label(_("Passphrase"), tone="ink2")
        self.name.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.name.setBuddy(self.field)
        line.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addSpacing(12)
        column.addWidget(self.words)
        column.addLayout(self._buttons())
        line.addLayout(column, 1)
        return line

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.button)
        row.addSpacing(6)
        row.addWidget(self.wait)
        row.addWidget(self.seconds)
        row.addStretch(1)
        row.addWidget(self.forgot)
        return row

    def _measure(self) -> None:
        """Take the sizes of the text size; at 标准 the window is 600 × 596."""
        sizes = self.look.sizes
        high = sizes.button + 10
        shape = f"min-height: {high - 4}px; max-height: {high - 4}px; font-size: {sizes.strong}px;"
        closed = f"background: {self.look.colours.surface}; border: 2px solid {self.look.colours.red}; padding: 0 9px;"
        self.field.setStyleSheet(f'QLineEdit {{ {shape} }} QLineEdit[state="error"] {{ {shape} {closed} }}')
        self.name.setFixedSize(round(sizes.body * 3.6), high)
        width = round(WIDTH * sizes.body / 15)
        wanted = HEIGHT + (max(0, self.people.height() - FOUR) if self.look.text_size is TextSize.STANDARD else 0)
        self.setFixedSize(width, max(self.whole.minimumSize().height(), wanted))

    # -- what it says

    def tell(self) -> None:
        """Say how it stands: ready, opening, wrong, or how long there is still to wait."""
        left = 0 if self.busy else int(self.attempts.left() + 0.999)
        waiting, failures = left > 0, self.attempts.failures
        closed = waiting or self.busy
        if closed != self.field.isReadOnly():
            self.field.close_for_now(closed)
            self.button.setEnabled(not closed)
            self.people.setEnabled(not self.busy)
            self.field.setFocus()
        self.field.setProperty("state", "error" if waiting else "")
        self.field.setPlaceholderText(_("Nothing can be typed just now") if waiting else "")
        self.field.style().polish(self.field)
        if waiting:
            pause = time_words(round(self.attempts.pause))
            self.words.warn(_("Not right, {count} wrong ones in a row: please wait {pause}.").format(count=failures, pause=pause))
        elif self.wrong:
            free = self.attempts.free_tries()
            self.words.warn(_("Not right; you can try {count} more times.").format(count=free) if free else _("You can try again now."))
        self.button.setText(_("Opening…") if self.busy else _("Open"))
        self.button.key = "" if closed else key_of("unlock.open")
        self.button.setFixedSize(round(self.look.sizes.body * (5.9 if waiting else 8.6)), self.look.sizes.button + 10)
        self.forgot.setText(_("Open with the recovery code") if waiting else _("Forgot the passphrase"))
        self.forgot.setEnabled(not self.busy)
        self._say_waiting(left)
        self._say_caps()
        self.clock.start() if waiting else self.clock.stop()

    def _say_waiting(self, left: int) -> None:
        self.wait.setVisible(left > 0)
        self.seconds.setVisible(left > 0)
        self.seconds.setText(time_words(left))
        if left and (left % SPOKEN_EVERY == 0 or not self.seconds.accessibleName()):
            self.seconds.setAccessibleName(_("Still to wait: {time}").format(time=time_words(left)))

    def _say_caps(self) -> None:
        on = self.field.caps.on
        self.words.alarm(on=on is True and not self.busy)
        if not self.wrong:
            plain = _("Capitals and small letters differ.")
            plain += _("Caps Lock is off.") if on is False else ""
            demo = _("The demo village's passphrase is {passphrase}").format(passphrase=opening.DEMO_PASSPHRASE)
            self.words.advise(demo if self.door.demo else plain)
        self.field.setAccessibleDescription(self.words.spoken())

    # -- what is done

    def _another(self) -> None:
        """Somebody else is there: nothing typed before is left."""
        self.field.wipe()

    def _typing(self) -> None:
        if self.wrong and not self.attempts.left():
            self.wrong = False
            self.tell()

    def unlock(self) -> None:
        """Derive the key and open the store, in a thread."""
        passphrase, who = self.field.text(), self.people.operator()
        if self.busy or not passphrase or self.attempts.left():
            return
        self.field.reveal(shown_now=False)
        self.busy, self.wrong = True, False
        self.tell()
        slot, settings = who.slot if who else "", self.settings
        self.jobs.start(lambda _report: opening.open_with_passphrase(settings, slot, passphrase), self._open, self._refused)

    def _open(self, found: tuple[Database, Slot]) -> None:
        self.done, self.busy = True, False
        self.field.wipe()
        self.clock.stop()
        self.opened.emit(*found)

    def _refused(self, error: DeskError) -> None:
        self.busy = False
        self.attempts = kept_attempts(self.settings.data)
        self.field.wipe()
        self.wrong = opening.is_wrong_passphrase(error)
        self.tell()
        if not self.wrong:
            from stationdesk.ui.door_trouble import tell_trouble

            found = tell_trouble(self, error)
            if found is not None:
                self._open(found)

    def recover(self) -> None:
        """Ask for the recovery code and a new passphrase."""
        from stationdesk.ui.recovery_dialog import RecoveryDialog

        who = self.people.operator()
        dialog = RecoveryDialog(self, self.look, self.settings, who.name if who else "")
        if dialog.ask() and dialog.found is not None:
            self._open(dialog.found)

    # -- keys and the way out

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """From inside the field, ↑ and ↓ change the operator and Enter opens."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self.door.operators:
                self.people.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if pressed(event, "unlock.open"):
                self.unlock()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Press what has the keyboard with Enter; from the list it goes on to the passphrase."""
        focus = self.focusWidget()
        if pressed(event, "unlock.open"):
            focus.click() if isinstance(focus, Button) else self.field.setFocus()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Put the caret where one types."""
        super().showEvent(event)
        self.field.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Wait for a store that is just opening, then say that nobody came in."""
        self.jobs.stop()
        self.clock.stop()
        if not self.done:
            self.left.emit()
        super().closeEvent(event)
