"""The bar of a call that runs: since when and how many minutes, counted from the stored moment, so that they survive a crash."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from stationdesk.i18n import _
from stationdesk.registers.family_call import COMING, RUNNING, FamilyCall
from stationdesk.services.calls import minutes_since
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label

EVERY = 5_000
"""Milliseconds between two looks at the clock."""


class CallClock(QFrame):
    """Begins and ends a call; `pressed` is what the one button asks for: `start` or `stop`."""

    pressed = Signal(str)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.call: FamilyCall | None = None
        self.setProperty("part", "bar")
        self.setProperty("tone", "calm")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 10, 6)
        line.setSpacing(10)
        self.words = ElidedLabel("")
        self.big = Label("", "title")
        self.button = Button("", self.look, "plain", key_map.shown("call_form.stop"), small=True)
        self.button.clicked.connect(self.press)
        line.addWidget(self.words, 1)
        line.addWidget(self.big)
        line.addWidget(self.button)
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.tell)
        desk.closing.connect(self.timer.stop)

    def show_call(self, call: FamilyCall | None) -> None:
        """Show how far a call is; nothing for one that is noted afterwards."""
        self.call = call
        self.setVisible(call is not None and (call.state in COMING | {RUNNING}))
        running = call is not None and call.state == RUNNING and not call.end_time
        self.timer.start() if running else self.timer.stop()
        self.tell()

    def minutes(self) -> int | None:
        """Return the minutes of the call so far; None where the clock was set or nobody ended it."""
        call = self.call
        if call is None or call.state != RUNNING:
            return None
        return call.minutes if call.end_time else minutes_since(call.started_at, self.desk.now())

    def doing(self) -> str:
        """Return what the button asks for now: `start`, `stop` or nothing."""
        call = self.call
        if call is None:
            return ""
        if call.state in COMING:
            return "start" if call.call_on <= self.desk.today().isoformat() else ""
        return "stop" if call.state == RUNNING and not call.end_time else ""

    def tell(self) -> None:
        """Say how far it is."""
        call, doing = self.call, self.doing()
        if call is None:
            return
        minutes = self.minutes()
        self.big.setText(_("{minutes} minutes|running").format(minutes=minutes) if minutes is not None else "")
        self.big.setVisible(minutes is not None)
        if call.state in COMING:
            words = _("booked for {clock}").format(clock=call.call_at or "")
        elif call.end_time:
            words = _("{begin} to {end}").format(begin=call.start_time or "", end=call.end_time)
        elif minutes is None:
            words = _("Began at {clock}; the clock was set since, please write the minutes").format(clock=call.start_time or "")
        else:
            words = _("began at {clock}, so far").format(clock=call.start_time or "")
        self.words.setText(words)
        self.button.setText(_("They begin to speak") if doing == "start" else _("They have finished"))
        self.button.setVisible(bool(doing))
        self.setAccessibleName(f"{words} {self.big.text()}".strip())

    def press(self) -> None:
        """Do what the button says."""
        if self.doing():
            self.pressed.emit(self.doing())
