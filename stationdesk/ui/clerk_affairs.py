"""县里的电脑: the six words, new keys, a watched folder, the departments' sheet of wishes, the backup; each with what it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.county.claims import export_claims
from stationdesk.county.claims_in import Imported, import_claims
from stationdesk.county.rotating import Rotated, rotate_county
from stationdesk.county.wish_offer import Offer
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.operators import must_change_settings
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.words import county_words
from stationdesk.ui.backing_up import Copied, back_up_now
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_watchman import Watchman
from stationdesk.ui.enrol_dialog import tiles
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog, choose_files, choose_folder, choose_new_file, tell
from stationdesk.ui.parts.labels import Label, ground, rule

SHOWN = 12
"""Rows of a sheet that were not taken and are told in the dialog; the sheet has them all."""


def rotated(room: CountyRoom, to: Path, _report: Report) -> Rotated:
    """Give the county new keys."""
    return rotate_county(room.desk(), room.operator, to)


def offered(room: CountyRoom, to: Path, on: date, _report: Report) -> Offer:
    """Write the sheet of wishes for departments."""
    return export_claims(room.desk(), to, on)


def imported(room: CountyRoom, path: Path, on: date, _report: Report) -> Imported:
    """Take the departments' sheet in."""
    return import_claims(room.desk(), room.operator, path, on)


class Affair(QWidget):
    """One thing the county can do: its title, what it does, its button."""

    def __init__(self, title: str, text: str, button: Button) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 10, 0, 10)
        line.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "strong"))
        self.text = Label(text, "body", "ink2", wrap=True)
        words.addWidget(self.text)
        line.addLayout(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        button.setAccessibleDescription(text)
        self.button = button


class AffairsPage(Page):
    """What belongs to the county's own computer."""

    name: ClassVar[str] = "affairs"
    desk: ClerkDesk

    def __init__(self, desk: ClerkDesk) -> None:
        super().__init__(desk)
        self.watchman = Watchman(desk, self)
        self.watchman.changed.connect(self.show_watch)
        inner = ground(QWidget(), "paper")
        self.box = QVBoxLayout(inner)
        self.box.setContentsMargins(self.look.sizes.page_margin, 12, self.look.sizes.page_margin, 16)
        self.box.setSpacing(0)
        self.box.addWidget(Label(_("The county's desk"), "title"))
        self.affairs: dict[str, Affair] = {}
        self._add_all()
        self.box.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled)
        self.begin_at(self.affairs["words"].button)
        self.show_watch()

    def _add_all(self) -> None:
        self._add(
            "words", _("The county's six words"), _("A station that enrols rings and compares them."), _("Show the words"), self.show_words
        )
        said = _("What arrives in it is taken by itself while this window is open and not locked. Nothing in it is moved or changed.")
        self._add("watch", _("Watch a folder"), said, _("Choose the folder…"), self.watch)
        said = _("The published wishes nobody has taken, without names, as a locked sheet for departments.")
        self._add("offer", _("Wishes for departments"), said, _("Write the sheet…"), self.offer)
        said = _("The sheet that departments filled in. Every sound row is taken, each other one is named with its row.")
        self._add("claims", _("The departments' answers"), said, _("Take the sheet in…"), self.claims)
        said = _("Store and ledger together, encrypted; once a day it is made by itself.")
        if self.desk.room.database.folder.ledger.exists() is False:
            said = _(
                "The store, encrypted; once a day it is made by itself. The ledger on the server is backed up by whoever looks after it."
            )
        self._add("backup", _("Backup"), said, _("Back up now"), self.back_up)
        said = _("Once in a few years, or when the key file may have been seen. The stations learn of it with their answers.")
        self._add("rotate", _("New keys for the county"), said, _("Take new keys…"), self.rotate)

    def _add(self, name: str, title: str, text: str, verb: str, slot: Callable[[], None]) -> None:
        button = Button(verb, self.look, "plain")
        button.clicked.connect(lambda _on=False: slot())
        self.affairs[name] = Affair(title, text, button)
        self.box.addWidget(self.affairs[name])
        self.box.addWidget(rule())

    def topic(self) -> str:
        """Return the manual's page."""
        return "clerk"

    def show_watch(self) -> None:
        """Say whether a folder is watched, and what came of it."""
        folder, affair = self.watchman.folder, self.affairs["watch"]
        affair.button.setText(_("Watch no more") if folder else _("Choose the folder…"))
        if folder is None:
            affair.text.say(
                _("What arrives in it is taken by itself while this window is open and not locked. Nothing in it is moved or changed."),
                "ink2",
            )
            return
        said = _("Watching {folder}: {count} files taken, {bad} not taken.").format(
            folder=folder, count=self.watchman.count, bad=self.watchman.bad
        )
        doubtful = bool(self.watchman.trouble or self.watchman.bad)
        affair.text.say(f"{said} {self.watchman.trouble}".strip(), "amber" if doubtful else "green")

    # -- what it does

    def _begin(self, work: Any, done: Callable[[Any], None]) -> None:
        if not self.desk.begin(work, done, self._failed):
            tell(self, self.look, _("Something else is under way"), _("Please wait until it is done, then press again."), _("I see"))

    def _failed(self, error: DeskError) -> None:
        tell(self, self.look, _("This was not done"), error.message, _("I see"))

    def show_words(self) -> None:
        """Show the six words."""
        with self.desk.reading() as session:
            keys = own_keys(session)
        self._tell_words(
            _("The county's six words"), _("Read them aloud one by one."), county_words(keys.chain[0].sign_key, keys.recipient)
        )

    def _tell_words(self, title: str, text: str, words: tuple[str, ...]) -> None:
        dialog = Dialog(self, self.look, title, text, width=540)
        dialog.body.addLayout(tiles(words))
        dialog.add_button(_("I see"), "primary", "Enter", "ok")
        dialog.ask()

    def watch(self) -> None:
        """Begin to watch a folder, or end it."""
        if self.watchman.folder is not None:
            self.watchman.stop()
            return
        folder = choose_folder(self, _("Folder into which the stations' files arrive"))
        if folder is not None:
            self.watchman.start(folder)

    def offer(self) -> None:
        """Write the sheet of wishes."""
        must_change_settings(self.desk.operator)
        path = choose_new_file(self, _("Save the sheet"), _("wishes for departments") + ".xlsx", "Excel (*.xlsx)")
        if path is not None:
            self._begin(partial(offered, self.desk.room, path.with_suffix(".xlsx"), self.desk.today()), partial(self._offered, path.name))

    def _offered(self, name: str, found: Offer) -> None:
        lines = [_("{file}: {count} wishes that may be taken.").format(file=name, count=len(found.wishes))]
        if found.left_out:
            said = _("{count} published wishes are not on it; only their stations can mend that:")
            lines.append(said.format(count=len(found.left_out)))
            lines += [f"{one.station.name}  {one.number or one.code}  {one.reason}" for one in found.left_out[:SHOWN]]
        tell(self, self.look, _("The sheet is written"), "\n".join(lines), _("I see"))

    def claims(self) -> None:
        """Take the departments' sheet in."""
        must_change_settings(self.desk.operator)
        for path in choose_files(self, _("The sheet that came back"), "Excel (*.xlsx)")[:1]:
            self._begin(partial(imported, self.desk.room, path, self.desk.today()), self._imported)

    def _imported(self, done: Imported) -> None:
        said = _(
            "{taken} claims taken, {known} known already, {empty} rows without a claim. Each goes to its station with the next answer."
        )
        lines = [said.format(taken=len(done.taken), known=done.known, empty=done.empty)]
        lines += [_("Row {row} ({sheet}): {why}").format(row=one.row, sheet=one.sheet, why=one.sentence) for one in done.troubles[:SHOWN]]
        if len(done.troubles) > SHOWN:
            lines.append(_("… and {count} more rows").format(count=len(done.troubles) - SHOWN))
        title = (
            _("{count} rows were not taken; everything else was.").format(count=len(done.troubles))
            if done.troubles
            else _("The sheet is taken in")
        )
        tell(self, self.look, title, "\n".join(lines), _("I see"))

    def back_up(self) -> None:
        """Back up now."""
        with self.desk.reading() as session:
            settings = desk_settings(session)
        database = self.desk.database
        self._begin(lambda _report: back_up_now(database, settings), self._backed_up)

    def _backed_up(self, done: Copied) -> None:
        name = done.backup.path.name if done.backup is not None else ""
        self.desk.said("".join([_("Backed up: {file}").format(file=name), *done.troubles]), undo=False)

    def rotate(self) -> None:
        """Ask, and give the county new keys."""
        must_change_settings(self.desk.operator)
        text = _(
            "A backup and a key file are written into a folder you choose: lock both away. The old keys still open what is under way. The "
            "six words change with the keys: whoever enrols from then on compares the new ones."
        )
        dialog = Dialog(self, self.look, _("Take new keys for the county?"), text, width=540)
        dialog.add_button(_("Choose the folder…"), "primary", "Enter", "rotate")
        dialog.add_button(_("Not now"), "quiet", "Esc")
        if dialog.ask() != "rotate":
            return
        to = choose_folder(self, _("Folder for the backup and the key file"))
        if to is not None:
            self._begin(partial(rotated, self.desk.room, to), self._rotated)

    def _rotated(self, done: Rotated) -> None:
        said = _("Backup: {file}").format(file=done.backup.name)
        key = _("Key file: {file}. Lock both away: without them nothing that the stations sent can be read once this computer is gone.")
        title = _("The county's keys are new (version {version}).").format(version=done.version)
        self._tell_words(title, f"{said}\n{key.format(file=done.key_file.name)}", done.words)
