"""Changing one's own passphrase: the present one, the new one twice."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.operator import Operator
from stationdesk.store.database import Database
from stationdesk.ui.key_map import shown
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.passphrase_pair import PassphrasePair
from stationdesk.ui.secret_field import SecretField


class PassphraseDialog(Dialog):
    """Gives the operator at the keyboard another passphrase; the answer is `changed` when it was."""

    def __init__(self, parent: QWidget | None, desk: OpenDesk) -> None:
        said = _("Backups made before still open with the old passphrase. The recovery code stays the same.")
        super().__init__(
            parent,
            desk.look,
            _("Change the passphrase of {name}").format(name=desk.operator.name),
            said,
            width=round(520 * desk.look.sizes.body / 15),
        )
        self.desk = desk
        self.working = False
        width = round(desk.look.sizes.body * 5.2)
        grid = FieldGrid(desk.look, label_width=width)
        self.present = SecretField(desk.look, eye=False)
        grid.add(_("Present one"), self.present)
        self.body.addWidget(grid)
        self.pair = PassphrasePair(desk.look, _("New one"), _("Once more"), label_width=width)
        self.body.addWidget(self.pair)
        self.trouble = Label("", tone="red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.go = self.add_button(_("Change it"), "primary", shown("unlock.open"), closes=False)
        self.go.clicked.connect(self.change)
        self.cancel = self.add_button(_("Leave it as it is"), key=shown("first_run.back"))
        self.pair.changed.connect(self._ready)
        self.present.textChanged.connect(self._ready)
        self._ready()

    def _ready(self) -> None:
        self.go.setEnabled(not self.working and bool(self.present.text()) and bool(self.pair.value()))

    def change(self) -> None:
        """Try the present passphrase and change it, in a thread: both take the key derivation's time."""
        present, wanted = self.present.text(), self.pair.value()
        if self.working or not (present and wanted):
            return
        self._work(working=True)
        database, operator = self.desk.database, self.desk.operator
        work = partial(_change, database, operator, present, wanted)
        self.desk.jobs.start(work, lambda _nothing: self._done(), self._refused)

    def _work(self, *, working: bool) -> None:
        self.working = working
        for part in (self.present, self.pair, self.cancel, self.go):
            part.setEnabled(not working)

    def _done(self) -> None:
        self.present.wipe()
        self.pair.wipe()
        self.working = False
        self.desk.said(_("The passphrase of {name} is changed.").format(name=self.desk.operator.name), undo=False)
        self.give("changed")

    def _refused(self, error: DeskError) -> None:
        self._work(working=False)
        self.trouble.setText(error.message)
        self.trouble.show()
        self.present.wipe()
        self.present.setFocus()

    def reject(self) -> None:
        """Leave, but never in the middle of changing."""
        if not self.working:
            super().reject()


def _change(database: Database, operator: Operator, present: str, wanted: str, _report: Report) -> None:
    """Try the present passphrase and change it, beside the screen's thread."""
    from stationdesk.services.operators import change_passphrase
    from stationdesk.store.keys import unlock

    unlock(database.folder.path, present, operator.slot or "")
    change_passphrase(database, operator, wanted)
