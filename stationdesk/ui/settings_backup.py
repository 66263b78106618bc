"""设置 · 备份: what was backed up where, one more now, further places, and the way back to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout

from stationdesk.i18n import _
from stationdesk.services.day_words import moment_words
from stationdesk.services.desk_settings import change_settings, desk_settings
from stationdesk.store.backup import backups_in, moment_of
from stationdesk.store.desk import key_in_backup
from stationdesk.sync.carriers import volumes
from stationdesk.ui import key_map
from stationdesk.ui.backing_up import STICK, Copied, back_up_now, folder_of, place_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.opening import asked_words, going_back_words
from stationdesk.ui.parts.bars import EmptyState, clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog, choose_folder, tell
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.settings_part import Part

MOST = 7
"""Backups seen at once."""


@dataclass(frozen=True)
class BackupLine:
    """One backup as the list shows it."""

    path: Path
    when: str
    size: str
    where: str


@dataclass(frozen=True)
class Lines:
    """The backups as a source of rows."""

    lines: tuple[BackupLine, ...]

    def ids(self) -> list[Path]:
        """Return the files."""
        return [one.path for one in self.lines]

    def rows(self, ids: Any) -> dict[Path, BackupLine]:
        """Return the lines of some files."""
        return {one.path: one for one in self.lines if one.path in set(ids)}


class BackupPart(Part):
    """Backups, their places, and going back to one."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Backup"), scrolls=False)
        self.now = Button(_("Back up now"), self.look, "primary", key_map.shown("settings.backup"), "backup")
        self.now.clicked.connect(self.back_up)
        key_map.attach(self, "settings.backup", self.back_up)
        self.aside.addWidget(self.now)
        columns = [
            Column(_("When"), lambda row: row.when, 14, bold=True),
            Column(_("Size"), lambda row: row.size, 7, right=True),
            Column(_("Where"), lambda row: row.where),
        ]
        self.table = RecordTable(self.look, columns, margin=12)
        self.table.setAccessibleName(_("Backups"))
        self.table.activated_row.connect(self._ask_restore)
        self.body.addWidget(self.table)
        self.empty = EmptyState(
            self.look, _("There is no backup yet."), _("Every day, when the desk is first opened, one is made by itself.")
        )
        self.body.addWidget(self.empty)
        self.restore = Button(_("Go back to this day"), self.look, "plain", "Enter", small=True)
        self.restore.clicked.connect(lambda: self._ask_restore(self.table.current_row()))
        self.body.addWidget(self.restore)
        self.body.addWidget(Label(_("Copies also go to"), "body_bold"))
        self.places = QVBoxLayout()
        self.body.addLayout(self.places)
        line = QHBoxLayout()
        self.add_folder = Button(_("A folder…"), self.look, "plain", key_map.shown("settings.add"), "folder", small=True)
        self.add_folder.clicked.connect(self._add_folder)
        key_map.attach(self, "settings.add", self._add_folder)
        line.addWidget(self.add_folder)
        line.addWidget(Label(_("Kept are the last 7 days, 4 weeks and 12 months with a backup."), "small", "ink3"), 1)
        self.body.addLayout(line)
        self.body.addWidget(Label(going_back_words(desk.database), "small", "ink3", wrap=True))
        self.body.addStretch(1)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this subject; one goes back where there is a backup."""
        keys = [(key_map.shown("settings.backup"), _("back up now"))]
        return [*keys, ("Enter", _("go back to this day"))] if self.table.model().rowCount() else keys

    def refresh(self) -> None:
        """List the backups there are, and the places."""
        with self.desk.reading() as session:
            settings = desk_settings(session)
        lines = self._lines((*settings.backup_places,))
        self.table.show(Lines(tuple(lines)))
        if lines and self.table.current_row() is None:
            self.table.go_to_row(0)
        self.table.fit(MOST)
        self.table.setVisible(bool(lines))
        self.restore.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.beside.say(_("Made {moment}, opened again and checked").format(moment=lines[0].when) if lines else "", "green")
        self._show_places(settings.backup_places)
        allowed = self.may_change()
        self.restore.setEnabled(allowed)
        self.add_folder.setEnabled(allowed)

    def _lines(self, places: tuple[str, ...]) -> list[BackupLine]:
        folders = [(self.desk.database.folder.backups, _("this computer"))]
        folders += [(found, place_name(one)) for one in places if (found := folder_of(one)) is not None]
        lines: list[tuple[datetime, BackupLine]] = []
        for folder, name in folders:
            for path in backups_in(folder) if folder.is_dir() else []:
                made = moment_of(path)
                if made is not None:
                    size = f"{path.stat().st_size / 1_000_000:.1f} MB"
                    lines.append((made, BackupLine(path, moment_words(made, self.desk.today()), size, name)))
        return [line for _made, line in sorted(lines, key=lambda one: one[0], reverse=True)]

    def _show_places(self, chosen: tuple[str, ...]) -> None:
        clear(self.places)
        sticks = [f"{STICK}{one.label}" for one in volumes() if one.label and one.writable]
        for place in dict.fromkeys([*chosen, *sticks]):
            box = QCheckBox((place_name(place) + ("" if folder_of(place) else _(" (not there now)"))).replace("&", "&&"))
            box.setChecked(place in chosen)
            box.setEnabled(self.desk.operator.may_change_settings)
            box.clicked.connect(partial(self._tick, place))
            self.places.addWidget(box)
        if not chosen and not sticks:
            self.places.addWidget(
                Label(_("Nowhere else. If this computer breaks, everything is gone: put a stick in."), "body", "amber", wrap=True)
            )

    def _tick(self, place: str, on: bool) -> None:
        says = _("Change where backups go")
        with self.desk.writing(says) as session:
            kept = [one for one in desk_settings(session).backup_places if one != place]
            change_settings(session, backup_places=tuple([*kept, place] if on else kept))
        self.desk.said(says, undo=False)

    def _add_folder(self) -> None:
        if not self.desk.operator.may_change_settings:
            return
        folder = choose_folder(self, _("Folder for copies of the backups"))
        if folder is not None:
            self._tick(str(folder), on=True)

    def back_up(self) -> None:
        """Make a backup now, in the background."""
        with self.desk.reading() as session:
            settings = desk_settings(session)
        self.now.setEnabled(False)
        self.now.setText(_("Backing up…"))
        database = self.desk.database
        self.desk.jobs.start(lambda _report: back_up_now(database, settings), self._done, self._failed)

    def _done(self, copied: Copied) -> None:
        self._ready()
        self.desk.said(_("Backed up"), undo=False)
        self.refresh()
        if copied.troubles:
            tell(self, self.look, _("The backup is made, but not everywhere"), "\n".join(copied.troubles), _("I see"))

    def _failed(self, error: Exception) -> None:
        self._ready()
        tell(self, self.look, _("The backup was not made"), str(error), _("I see"))

    def _ready(self) -> None:
        self.now.setEnabled(True)
        self.now.setText(_("Back up now"))

    def _ask_restore(self, line: BackupLine | None) -> None:
        if line is None or not self.desk.operator.may_change_settings:
            return
        dialog = Dialog(
            self,
            self.look,
            _("Go back to {moment}?").format(moment=line.when),
            asked_words(county=self.desk.database.about.side == "county"),
        )
        secret = QLineEdit()
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        secret.setAccessibleName(_("Passphrase of that day"))
        dialog.body.addWidget(secret)
        dialog.add_button(_("Go back"), "primary", "Enter", "back")
        dialog.add_button(_("Stay here"), "quiet", "Esc", "")
        secret.setFocus()
        if dialog.ask() == "back":
            key_in_backup(line.path, secret.text())
            self.desk.restore_wanted.emit(line.path, secret.text())
