"""What the clerk decides about one station: its enrolment file, its computers, its keys, its town; asked first, done beside the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.county.copies import CopyStatus, retire
from stationdesk.county.moving import move_station
from stationdesk.county.standings import StationStanding
from stationdesk.county.stations import enrol_station, revoke
from stationdesk.i18n import _
from stationdesk.services.operators import must_change_settings
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.words import county_words
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_words import copy_words
from stationdesk.ui.enrol_dialog import tiles
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_folder
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.word_list import StayList

LABELS = 90


class Enrolled(NamedTuple):
    """A written enrolment file, and the county's words to read aloud."""

    path: Path
    words: tuple[str, ...]


class EnrolStation(Dialog):
    """Asks for a station's code, name and town; `again` is one the county has, which gets a new file."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, again: StationStanding | None = None) -> None:
        text = _(
            "The file is written onto the stick or into a folder. Give it to the station by hand: whoever has it can report as it, once."
        )
        if again is not None:
            gone = _("For a computer or keys that are gone. The old key stays good until the new one has reported.")
            gone = _("The old computer is trusted no more; the new one is, once it has reported with this file.") if again.revoked else gone
            text = gone + "\n" + text
        title = _("A new enrolment file for {name}").format(name=again.name) if again else _("Enrol a station")
        super().__init__(parent, desk.look, title, text, width=540)
        self.again, self.desk = again, desk
        self.code, self.name, self.town = LineField(desk.look), LineField(desk.look), LineField(desk.look)
        grid = FieldGrid(desk.look, label_width=LABELS)
        grid.add(_("Village or community"), self.name)
        moves = _("{key} moves it to another one").format(key=key_map.shown("clerk.move")) if again and again.enrolled else ""
        grid.add(_("Town"), self.town, moves)
        grid.add(_("Station's code"), self.code, _("as in the national list"))
        if again is not None:
            for field, value in ((self.code, again.code), (self.name, again.name), (self.town, again.town)):
                field.setText(value)
                field.setReadOnly(field is self.code or (field is self.town and again.enrolled))
        self.body.addWidget(grid)
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        go = self.add_button(_("Write the file"), "primary", key_map.shown("clerk_word.save"), closes=False)
        go.clicked.connect(self.save)
        self.add_button(_("Not now"), "quiet", "Esc")
        key_map.attach(self, "clerk_word.save", self.save)
        self.name.setFocus()

    def save(self) -> None:
        """Close, unless something is missing."""
        if not (self.name.value() and self.town.value() and sound_station(self.code.value())):
            self.trouble.setText(_("Please type the name, the town and the code (figures and letters, without spaces)."))
            self.trouble.show()
            return
        there = next((one for one in self.desk.board.stations if one.code == self.code.value()), None)
        if self.again is None and there is not None:
            said = _("The county has this code already: {name}. If its computer or keys are gone, choose it in the list and press {key}.")
            self.trouble.setText(said.format(name=there.name, key=key_map.shown("clerk.replace")))
            self.trouble.show()
            return
        self.give("write")


def sound_station(code: str) -> bool:
    """Tell whether a station can be called so."""
    return 2 <= len(code) <= 32 and all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in code) and code[0] != "-"


def enrolled(room: CountyRoom, values: tuple[str, str, str], to: Path, again: bool, _report: Report) -> Enrolled:
    """Write a station's enrolment file."""
    county, (code, name, town) = room.desk(), values
    path = enrol_station(county, room.operator, code=code, name=name, town=town, to=to, replace=again)
    with room.database.reading() as session:
        keys = own_keys(session)
    return Enrolled(path, county_words(keys.chain[0].sign_key, keys.recipient))


def ask_enrolment(page: QWidget, desk: ClerkDesk, folder: str, again: StationStanding | None) -> Callable[[Report], Enrolled] | None:
    """Ask what is to be written and where to; returns the work, or None."""
    must_change_settings(desk.operator)
    dialog = EnrolStation(page, desk, again)
    if dialog.ask() != "write":
        return None
    to = choose_folder(page, _("Folder for the enrolment file"), folder)
    if to is None:
        return None
    values = dialog.code.value(), dialog.name.value(), dialog.town.value()
    return partial(enrolled, desk.room, values, to, again is not None)


def tell_words(page: QWidget, desk: ClerkDesk, done: Enrolled) -> None:
    """Show the file and the six words that the station will ask for by telephone."""
    text = _("{file} is written. The station will ring and compare these six words; read them aloud one by one.").format(file=done.path)
    dialog = Dialog(page, desk.look, _("The enrolment file is written"), text, width=520)
    dialog.body.addLayout(tiles(done.words))
    dialog.add_button(_("I see"), "primary", "Enter", "ok")
    dialog.ask()


def ask_retiring(page: QWidget, desk: ClerkDesk, one: StationStanding) -> Callable[[Report], CopyStatus] | None:
    """Ask which computer of a station is retired; returns the work, or None."""
    must_change_settings(desk.operator)
    there = [each for each in one.computers if not each.retired]
    text = _("A last stick of it still counts, until another computer of the station has reported. Nothing is lost: it can come back.")
    dialog = Dialog(page, desk.look, _("Which computer of {name} is used no more?").format(name=one.name), text, width=620)
    if not there:
        dialog.body.addWidget(Label(_("Every computer of this station is retired already."), wrap=True))
    choices = StayList(desk.look, _("Computers"), indent=12)
    choices.offer((each.copy, copy_words(each, desk.today())) for each in there)
    choices.setCurrentRow(next((at for at, each in enumerate(there) if each.parted_at is not None or not each.leads), 0))
    choices.setFixedHeight(max(1, len(there)) * desk.look.sizes.row + 6)
    choices.taken.connect(lambda: dialog.give("retire"))
    choices.setVisible(bool(there))
    dialog.body.addWidget(choices)
    if there:
        dialog.add_button(_("Retire this one"), "primary", "Enter", "retire")
    dialog.add_button(_("Ring first"), "plain", "Esc")
    choices.setFocus()
    chosen = choices.chosen() if dialog.ask() == "retire" else ""
    return partial(retired, desk.room, one.code, chosen) if chosen else None


def retired(room: CountyRoom, station: str, copy: str, _report: Report) -> CopyStatus:
    """Retire a computer of a station."""
    return retire(room.desk(), room.operator, station, copy)


def ask_moving(page: QWidget, desk: ClerkDesk, one: StationStanding) -> Callable[[Report], int] | None:
    """Ask to which town a station belongs from now on; returns the work, or None."""
    must_change_settings(desk.operator)
    text = _("From now on it gets what is told to its new town, and no more what is told to {town}.").format(town=one.town)
    dialog = Dialog(page, desk.look, _("{name} belongs to another town").format(name=one.name), text)
    field, grid = LineField(desk.look), FieldGrid(desk.look, label_width=LABELS)
    field.setMaxLength(72)
    grid.moves_on = False
    grid.add(_("Town"), field)
    dialog.body.addWidget(grid)
    dialog.add_button(_("Move it there"), "primary", "Enter", "move")
    dialog.add_button(_("Not now"), "quiet", "Esc")
    field.setFocus()
    town = field.value() if dialog.ask() == "move" else ""
    town = field.value() if town else ""
    return partial(moved, desk.room, one.code, town) if town and town != one.town else None


def moved(room: CountyRoom, station: str, town: str, _report: Report) -> int:
    """Let a station belong to another town."""
    return move_station(room.desk(), room.operator, station, town)


def ask_revoking(page: QWidget, desk: ClerkDesk, one: StationStanding) -> Callable[[Report], tuple[str, ...]] | None:
    """Ask whether nothing that the station's computers sign is read any more; its name must be typed, for there is no way back."""
    must_change_settings(desk.operator)
    text = _(
        "Only where the computer was stolen or is not trusted. Nothing that it has signed is read any more, sticks under way included, and "
        "this cannot be taken back. Ring the station first. It then gets a new enrolment file, and the six words are compared by phone."
    )
    text += "\n" + _("An enrolment file that was written for it before is void then, too.")
    dialog = Dialog(page, desk.look, _("Trust {name}'s computer no more?").format(name=one.name), text, width=520)
    field, grid = LineField(desk.look), FieldGrid(desk.look, label_width=LABELS)
    grid.add(_("Type its name"), field)
    dialog.body.addWidget(grid)
    go = dialog.add_button(_("Trust it no more"), "primary", "Enter", "revoke")
    go.setEnabled(False)
    field.textChanged.connect(lambda _text: go.setEnabled(field.value() == one.name))
    dialog.add_button(_("Not now"), "quiet", "Esc")
    field.setFocus()
    return partial(revoked, desk.room, one.code) if dialog.ask() == "revoke" else None


def revoked(room: CountyRoom, station: str, _report: Report) -> tuple[str, ...]:
    """Trust a station's keys no more."""
    return revoke(room.desk(), room.operator, station)


ASKED: dict[str, Callable[[QWidget, ClerkDesk, StationStanding], Callable[[Report], Any] | None]] = {
    "retire": ask_retiring,
    "move": ask_moving,
    "revoke": ask_revoking,
}
"""What is asked before something is done about a station, by the name of its key."""


def done_words(name: str, one: StationStanding, came: Any) -> str:
    """Say what was done about a station."""
    match name:
        case "retire":
            now, later = _("{name}: the computer is retired"), _("{name}: retired as soon as another computer has reported")
            return (now if came.retired else later).format(name=one.name)
        case "move":
            return _("{name} is moved; it learns so with its next answer").format(name=one.name)
        case "revoke":
            return _("{name}: nothing that its keys signed is read any more. Now write a new enrolment file").format(name=one.name)
    none = _("{name}: none could be put back, today's rules still refuse them")
    return (_("{name}: {count} records are put back") if came else none).format(name=one.name, count=came)


def taken_back(desk: OpenDesk, parent: QWidget, title: str, gone: Callable[[Session], None]) -> bool:
    """Ask whether what the county said is to be taken back, and let it go from every station; tells whether it was."""
    text = _("«{title}» goes from every station it was said to, with the next answers.").format(title=title)
    dialog = Dialog(parent, desk.look, _("Take it back?"), text)
    dialog.add_button(_("Take it back"), "primary", "Enter", "back")
    dialog.add_button(_("Leave it"), "quiet", "Esc")
    if dialog.ask() != "back":
        return False
    says = _("Taken back: {title}").format(title=title)
    with desk.writing(says) as session:
        gone(session)
    desk.said(says)
    return True
