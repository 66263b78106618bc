"""When the desk does not open for another reason than the passphrase: what happened, and a backup where that is the way out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.settings import Settings
from stationdesk.ui import opening
from stationdesk.ui.key_map import shown
from stationdesk.ui.parts.background import Jobs
from stationdesk.ui.parts.dialogs import Dialog, choose_files
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.secret_field import SecretField

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.store.keys import Slot
    from stationdesk.ui.unlock_window import UnlockWindow


def tell_trouble(window: UnlockWindow, error: DeskError) -> tuple[Database, Slot] | None:
    """Say why the desk did not open; returns the store if a backup brought it back and opened it."""
    dialog = Dialog(window, window.look, opening.title_of(error), error.message, width=round(500 * window.look.sizes.body / 15))
    dialog.add_button(_("I see"), "primary", shown("unlock.open"), "seen")
    if opening.backup_helps(error):
        dialog.add_button(_("Bring a backup back…"), value="backup")
    if dialog.ask() != "backup":
        return None
    chosen = choose_files(window, _("Choose the newest backup"), _("Backups (*.sdbackup)"), str(window.settings.data / "backups"))
    if not chosen:
        return None
    restoring = RestoreDialog(window, window.settings, chosen[0])
    restoring.ask()
    return restoring.found


class RestoreDialog(Dialog):
    """Asks for the passphrase a backup opens with, and brings it back; what stands in the folder is moved aside, never lost."""

    def __init__(self, window: UnlockWindow, settings: Settings, backup: Path) -> None:
        said = _(
            "{file} takes the place of the damaged records; those are moved aside and kept. "
            "Please type a passphrase, or the recovery code, of the day the backup was made."
        )
        super().__init__(
            window, window.look, _("Bring the backup back"), said.format(file=backup.name), width=round(520 * window.look.sizes.body / 15)
        )
        self.settings, self.backup, self.jobs = settings, backup, Jobs(self)
        self.found: tuple[Database, Slot] | None = None
        line = QHBoxLayout()
        line.setSpacing(12)
        self.secret = SecretField(window.look)
        self.secret.setAccessibleName(_("Passphrase"))
        line.addWidget(Label(_("Passphrase"), tone="ink2"))
        line.addWidget(self.secret, 1)
        self.body.addLayout(line)
        self.trouble = Label("", tone="red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.go = self.add_button(_("Bring it back"), "primary", shown("unlock.open"), closes=False)
        self.go.clicked.connect(self.restore)
        self.cancel = self.add_button(_("Do not bring it back"), key=shown("first_run.back"))

    def restore(self) -> None:
        """Bring the backup back, in a thread."""
        secret = self.secret.text()
        if secret and not self.jobs.busy():
            self._busy(busy=True)
            settings, backup = self.settings, self.backup
            self.jobs.start(lambda _report: opening.open_backup(settings, backup, secret), self._restored, self._refused)

    def _busy(self, *, busy: bool) -> None:
        for part in (self.secret, self.go, self.cancel):
            part.setEnabled(not busy)

    def _restored(self, found: tuple[Database, Slot] | None) -> None:
        self.found = found
        self.secret.wipe()
        self.give("restored")

    def _refused(self, error: DeskError) -> None:
        self._busy(busy=False)
        self.trouble.setText(error.message)
        self.trouble.show()
        self.secret.setFocus()

    def reject(self) -> None:
        """Leave, but never in the middle of it."""
        if not self.jobs.busy():
            super().reject()
