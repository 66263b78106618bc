"""Opening with the printed recovery code: the code, a new passphrase, and the desk is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.settings import Settings
from stationdesk.ui import opening
from stationdesk.ui.key_map import shown
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField, half_width
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.passphrase_pair import PassphrasePair

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot

LENGTH = 34
"""Letters and figures of a code, its two check characters included."""


def in_groups(typed: str) -> str:
    """Return a code as it is printed: capitals, four and four, parted by dashes."""
    letters = "".join(sign for sign in half_width(typed).upper() if sign.isascii() and sign.isalnum())[:LENGTH]
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


class RecoveryDialog(Dialog):
    """Asks for the code and a new passphrase; `found` is the open store afterwards."""

    def __init__(self, parent: QWidget | None, look: Look, settings: Settings, operator: str) -> None:
        said = _("The code stands on the paper in the red envelope. Small letters and missing dashes do not matter.")
        super().__init__(parent, look, _("Open with the recovery code"), said, width=round(560 * look.sizes.body / 15))
        self.settings, self.operator, self.jobs = settings, operator, Jobs(self)
        self.found: tuple[Database, Slot] | None = None
        width = round(look.sizes.body * 5.2)
        grid = FieldGrid(look, label_width=width)
        self.code = LineField(look)
        self.code.textEdited.connect(self._group)
        self.code.editingFinished.connect(self._check)
        grid.add(_("Recovery code"), self.code)
        self.body.addWidget(grid)
        if operator:
            told = _("{name} gets a new passphrase; the old one is then void.").format(name=operator)
            self.body.addWidget(Label(told, tone="ink2", wrap=True))
        self.pair = PassphrasePair(look, _("New one"), _("Once more"), label_width=width)
        self.pair.changed.connect(self._ready)
        self.body.addWidget(self.pair)
        self.trouble = Label("", tone="red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.go = self.add_button(_("Change it and open"), "primary", shown("unlock.open"), closes=False)
        self.go.clicked.connect(self.open)
        self.cancel = self.add_button(_("Leave it closed"), key=shown("first_run.back"))
        self._ready()

    def _group(self, typed: str) -> None:
        """Part the code into groups while it is typed, the caret staying where it was."""
        before = len(in_groups(typed[: self.code.cursorPosition()]))
        grouped = in_groups(typed)
        if grouped != typed:
            self.code.setText(grouped)
            self.code.setCursorPosition(before)
        self._check()

    def _check(self) -> None:
        """Say how many are missing, or whether the check characters agree."""
        letters = self.code.text().replace("-", "")
        if not letters:
            self.code.say("plain", "")
        elif len(letters) < LENGTH:
            self.code.say("plain", _("{count} more").format(count=LENGTH - len(letters)))
        else:
            slip = self._slip()
            self.code.say("doubt" if slip else "good", slip or _("The code is well written."))
        self._ready()

    def _slip(self) -> str:
        """Return what is wrong with the code as it is written, nothing if the check characters agree."""
        from stationdesk.store.keys import WrongRecoveryCode, recovery_secret

        try:
            recovery_secret(self.code.text())
        except WrongRecoveryCode as error:
            return error.message
        return ""

    def _ready(self) -> None:
        self.go.setEnabled(not self.jobs.busy() and len(self.code.text().replace("-", "")) == LENGTH and bool(self.pair.value()))

    def open(self) -> None:
        """Open the store with the code, in a thread."""
        code, passphrase = self.code.text(), self.pair.value()
        if self.jobs.busy() or not passphrase:
            return
        self._busy(busy=True)
        settings, operator = self.settings, self.operator
        self.jobs.start(lambda _report: opening.open_with_code(settings, code, operator, passphrase), self._opened, self._refused)

    def _busy(self, *, busy: bool) -> None:
        for part in (self.code, self.pair, self.cancel, self.go):
            part.setEnabled(not busy)
        self.go.setText(_("Opening…") if busy else _("Change it and open"))

    def _opened(self, found: tuple[Database, Slot]) -> None:
        self.found = found
        self.code.clear()
        self.pair.wipe()
        self.give("opened")

    def _refused(self, error: DeskError) -> None:
        self._busy(busy=False)
        self.trouble.setText(error.message)
        self.trouble.show()
        self.code.setFocus()

    def reject(self) -> None:
        """Leave, but never while the store is being opened."""
        if not self.jobs.busy():
            super().reject()
