"""设置 · 县里: the six words, the watched folder, the key file, new keys; each with what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.county.key_file import write_key_file
from stationdesk.county.rotating import Rotated, left_words, rotate_county
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.operators import must_change_settings
from stationdesk.store.clock import local_day
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.words import county_words
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_rename import RenameDialog
from stationdesk.ui.enrol_dialog import tiles
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog, choose_folder, choose_new_file, tell
from stationdesk.ui.parts.labels import Label, rule
from stationdesk.ui.settings_part import Part


def rotated(room: CountyRoom, to: Path, anew: bool, _report: Report) -> Rotated:
    """Give the county new keys."""
    return rotate_county(room.desk(), room.operator, to, anew=anew)


def key_written(room: CountyRoom, to: Path, _report: Report) -> Path:
    """Write the key file."""
    return write_key_file(room.desk(), room.operator, to, local_day(room.database.clock()))


class Affair(QWidget):
    """One thing the county can do: its title, what it does, its button."""

    def __init__(self, title: str, text: str, button: Button) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 6, 0, 6)
        line.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "body_bold"))
        self.text = Label(text, "body", "ink2", wrap=True)
        words.addWidget(self.text)
        line.addLayout(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        button.setAccessibleDescription(text)
        self.button = button


class CountyPart(Part):
    """What belongs to the county alone."""

    desk: ClerkDesk

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("The county"))
        self.affairs: dict[str, Affair] = {}
        self._add("rename", _("The county's name"), "", _("Change it…"), self.rename)
        said = _("A station that enrols rings and compares them.")
        self._add("words", _("The county's six words"), said, _("Show the words"), self.show_words)
        self._add("watch", _("Watch a folder"), "", "", self.watch)
        said = _(
            "Opens what the stations sent with other programs, too, when this one is gone. Lock it away: whoever has it reads everything."
        )
        self._add("key_file", _("Key file"), said, _("Write the key file…"), self.write_key)
        said = _("Once in a few years, or when the key file may have been seen. The stations learn of it with their answers.")
        self._add("rotate", _("New keys for the county"), said, _("Take new keys…"), self.rotate)
        self.body.addStretch(1)
        self.desk.watchman.changed.connect(self.show_watch)
        self.show_name()
        self.show_watch()

    def _add(self, name: str, title: str, text: str, verb: str, slot: Callable[[], None]) -> None:
        button = Button(verb, self.look, "plain", key_map.shown(f"clerk_county.{name}"))
        button.clicked.connect(lambda _on=False: slot())
        key_map.attach(self, f"clerk_county.{name}", slot)
        self.affairs[name] = Affair(title, text, button)
        self.body.addWidget(self.affairs[name])
        self.body.addWidget(rule())

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this subject."""
        return [
            (key_map.shown("clerk_county.words"), _("six words|key")),
            (key_map.shown("clerk_county.watch"), _("watch a folder|key")),
        ]

    def refresh(self) -> None:
        """Show whether a folder is watched, and what may be done."""
        self.show_name()
        self.show_watch()
        allowed = self.may_change()
        for name in ("rename", "watch", "key_file", "rotate"):
            self.affairs[name].button.setEnabled(allowed)

    def show_name(self) -> None:
        """Say what the county is called, and where the stations see it."""
        with self.desk.reading() as session:
            name = self.desk.named(session)
        self.beside.say(f"{name} · {self.desk.database.about.author}")
        said = _("«{name}». Every new enrolment file has it, and a station sees it when it enrols.")
        self.affairs["rename"].text.setText(said.format(name=name))

    def show_watch(self) -> None:
        """Say whether a folder is watched, and what came of it."""
        man, affair = self.desk.watchman, self.affairs["watch"]
        affair.button.setText(_("Watch no more") if man.folder else _("Choose the folder…"))
        if man.folder is None:
            said = _("What arrives in it is taken by itself while this window is open and not locked. Nothing in it is moved or changed.")
            affair.text.say(said, "ink2")
            return
        said = _("Watching {folder}: {count} files taken, {bad} not taken.").format(
            folder=man.folder, count=man.count, bad=len(man.not_taken)
        )
        affair.text.say(f"{said} {man.trouble}".strip(), "amber" if man.trouble or man.not_taken else "green")

    # -- what it does

    def _begin(self, work: Any, done: Callable[[Any], None]) -> None:
        if not self.desk.begin(work, done, self._failed):
            tell(self, self.look, _("Something else is under way"), _("Please wait until it is done, then press again."), _("I see"))

    def _failed(self, error: DeskError) -> None:
        tell(self, self.look, _("This was not done"), error.message, _("I see"))

    def rename(self) -> None:
        """Ask, and call the county otherwise."""
        must_change_settings(self.desk.operator)
        if RenameDialog(self, self.desk).ask():
            self.refresh()

    def show_words(self) -> None:
        """Show the six words."""
        with self.desk.reading() as session:
            keys = own_keys(session)
        words = county_words(keys.chain[0].sign_key, keys.recipient)
        self._tell_words(_("The county's six words"), _("Read them aloud one by one."), words)

    def _tell_words(self, title: str, text: str, words: tuple[str, ...]) -> None:
        dialog = Dialog(self, self.look, title, text, width=540)
        dialog.body.addLayout(tiles(words))
        dialog.add_button(_("I see"), "primary", "Enter", "ok")
        dialog.ask()

    def watch(self) -> None:
        """Begin to watch a folder, or end it."""
        must_change_settings(self.desk.operator)
        if self.desk.watchman.folder is not None:
            self.desk.watchman.choose(None)
            return
        folder = choose_folder(self, _("Folder into which the stations' files arrive"))
        if folder is not None:
            self.desk.watchman.choose(folder)

    def _agreed(self, title: str, text: str, verb: str, *more: QWidget) -> bool:
        must_change_settings(self.desk.operator)
        dialog = Dialog(self, self.look, title, text, width=540)
        for part in more:
            dialog.body.addWidget(part)
        dialog.add_button(verb, "primary", "Enter", "go")
        dialog.add_button(_("Not now"), "quiet", "Esc")
        return dialog.ask() == "go"

    def write_key(self) -> None:
        """Ask, and write the key file."""
        text = _(
            "Whoever has this file can read everything the stations sent. Write it onto a stick that is locked away, not onto this disk."
        )
        if not self._agreed(_("Write the county's key file?"), text, _("Choose where…")):
            return
        name = f"{self.desk.database.about.author}-key.txt"
        path = choose_new_file(self, _("Save the key file"), name, _("Text (*.txt)"))
        if path is not None:
            self._begin(partial(key_written, self.desk.room, path), self._key_written)

    def _key_written(self, path: Path) -> None:
        self.desk.said(_("Saved: {file}").format(file=path.name), undo=False)

    def rotate(self) -> None:
        """Ask, and give the county new keys."""
        text = _(
            "A backup and a key file are written into a folder you choose: lock both away. The old keys still open what is under way. The "
            "six words change with the keys: whoever enrols from then on compares the new ones."
        )
        stolen = QCheckBox(_("The present keys are in wrong hands"))
        what = Label(
            _("Then every station needs a new enrolment file; until it has read it, it reads no answer."), "small", "ink3", wrap=True
        )
        if not self._agreed(_("Take new keys for the county?"), text, _("Choose the folder…"), stolen, what):
            return
        anew = stolen.isChecked()
        to = choose_folder(self, _("Folder for the backup and the key file"))
        if to is not None:
            self._begin(partial(rotated, self.desk.room, to, anew), partial(self._rotated, anew))

    def _rotated(self, anew: bool, done: Rotated) -> None:
        title = _("The county's keys are new (version {version}).").format(version=done.version)
        text = "\n".join(left_words(done, lambda path: path.name))
        if anew:
            text += "\n" + _("Now write every station a new enrolment file and compare these words by phone.")
        self._tell_words(title, text, done.words)
