"""照片: what photos the stations are asked for, and those the county holds; asked for, taken back, written into a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QKeyEvent

from stationdesk.county.people_lists import Reach, reached
from stationdesk.county.pictures_out import Asked, HeldPicture, asked_for, give_out, held_pictures
from stationdesk.county.said import unsay
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_acts import taken_back
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_lists import ReadPage
from stationdesk.ui.clerk_photo_dialogs import AskDialog, ExportDialog, Photos
from stationdesk.ui.county_words import size_words
from stationdesk.ui.parts.background import Cancelled, Report
from stationdesk.ui.parts.dialogs import choose_folder, tell
from stationdesk.ui.parts.record_model import Column

ASKS, HELD = "asks", "held"


def read_photos(room: CountyRoom, on: date, _report: Report) -> Photos:
    """Read what is asked for and what there is."""
    county = room.desk()
    asked = asked_for(county)
    return Photos(asked, reached(county, {one.id: one.audience for one in asked}), held_pictures(county, on))


@dataclass(frozen=True)
class Given:
    """What came of writing pictures out."""

    folder: Path
    count: int
    all: int
    trouble: str = ""


def given_out(room: CountyRoom, found: Sequence[HeldPicture], to: Path, on: date, report: Report) -> Given:
    """Write pictures into a folder; what was written before it was stopped or failed counts."""
    done = [0]

    def count(sentence: str, at: int, total: int) -> None:
        done[0] = at
        report(sentence, at, total)

    try:
        give_out(room.desk(), room.operator, on, found, to, count)
    except Cancelled:
        return Given(to, done[0], len(found), _("You stopped it."))
    except DeskError as error:
        return Given(to, done[0], len(found), error.message)
    return Given(to, done[0], len(found))


class PhotosPage(ReadPage):
    """What is asked for of photos, and what came."""

    name: ClassVar[str] = "photos"
    reads: ClassVar[frozenset[str]] = frozenset({"photo_ask"})

    def __init__(self, desk: ClerkDesk) -> None:
        self.found = Photos([], {}, [])
        self.headed = ASKS
        shows = [(ASKS, _("Asked for|photos")), (HELD, _("Come|photos"))]
        super().__init__(desk, _("Photos|clerk"), self.columns(ASKS), shows)
        self.buttons_of = {
            name: self.add_button(words, key_map.shown(f"clerk_photos.{name}"), slot)
            for name, words, slot in (
                ("ask", _("Ask for photos"), self.ask_for),
                ("export", _("Write into a folder…"), self.export),
            )
        }
        for name, slot in (("ask", self.ask_for), ("export", self.export)):
            key_map.attach(self, f"clerk_photos.{name}", slot)

    def columns(self, which: str) -> list[Column]:
        """Return the columns of one of the lists."""
        if which == HELD:
            return [
                Column(_("Station|column"), lambda row: row.name, 7.6, bold=True),
                Column(_("Taken on"), lambda row: self._day(row.taken_on), 6.4),
                Column(_("What the photos are for"), lambda row: row.purpose, 12.0),
                Column(_("Caption"), lambda row: row.caption, None, tone=lambda _row: "ink2"),
                Column(_("Size of the file"), lambda row: size_words(row.bytes), 5.6, right=True),
            ]
        return [
            Column(_("What the photos are for"), lambda row: row.purpose, None, bold=True),
            Column(_("For whom|column"), lambda row: row.whom, 7.6),
            Column(_("Photos taken|column"), self.days, 15.4),
            Column(_("Come|photos"), lambda row: str(self.came(row) or ""), 4.4, right=True),
            Column(_("State|column"), lambda row: self.reach(row).words, 9.0, tone=self._tone),
        ]

    def _day(self, day: str) -> str:
        return day_words(date.fromisoformat(day), self.desk.today()) if day else ""

    def days(self, row: Asked) -> str:
        """Say of which days photos are asked for."""
        first, last = self._day(row.from_date), self._day(row.to_date)
        return _("{first} to {last}|days").format(first=first, last=last) if last else _("from {first} on|days").format(first=first)

    def came(self, row: Asked) -> int:
        """Return how many photos came for an ask."""
        return sum(one.ask == row.id for one in self.found.held)

    def reach(self, row: Asked) -> Reach:
        """Return how many stations know of it."""
        return self.found.reach.get(row.id, Reach(0, 0))

    def _tone(self, row: Asked) -> str:
        return "green" if self.reach(row).everywhere else "amber"

    def asked(self) -> Callable[[Report], Photos]:
        """Return the work that reads."""
        return partial(read_photos, self.desk.room, self.desk.today())

    def found_is(self, found: Photos) -> None:
        """Keep what was read."""
        self.found = found

    def take(self, argument: Any) -> None:
        """Show one of the lists."""
        self.shows.set_value(str(argument))
        self.show_rows()

    def show_rows(self) -> None:
        """Show the list that is asked for."""
        asked, held = self.found.asked, self.found.held
        self.shows.offer([(ASKS, f"{_('Asked for|photos')} {len(asked)}"), (HELD, f"{_('Come|photos')} {len(held)}")])
        which = self.shows.value() or ASKS
        if which != self.headed:
            self.headed = which
            self.table.head(self.columns(which))
        size = size_words(sum(one.bytes for one in held))
        self.told.setText(_("the photos that came: {size}").format(size=size) if held else "")
        self.buttons_of["export"].setEnabled(bool(held))
        if which == HELD:
            nothing = _("No photo has come yet."), _("They come with the stations' files once they were asked for.")
        else:
            nothing = _("The county asks for no photos, and no station reports any."), _("Ctrl+N asks all stations, a town or one of them.")
        self.show_these(held if which == HELD else asked, self.empty_words(*nothing))

    def show_line(self) -> None:
        """Show the line in full, and which keys work."""
        super().show_line()
        keys = [("↑|↓", _("choose a line|key"))]
        if isinstance(self.current(), Asked):
            keys.append((key_map.shown("clerk_photos.take_back"), _("take back|key")))
        self.strip.set_keys(keys)

    def current(self) -> Asked | HeldPicture | None:
        """Return the line the list stands on."""
        found: Asked | HeldPicture | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        return found

    def in_full(self, row: Asked | HeldPicture) -> str:
        """Return the line with what it means."""
        if isinstance(row, HeldPicture):
            return " · ".join(filter(None, (row.name, row.purpose, row.caption)))
        who = _("with children too, where guardian and child agreed") if row.children else _("none with children")
        return " · ".join((row.purpose, row.whom, self.days(row), who, self.reach(row).words))

    # -- what it does

    def ask_for(self) -> None:
        """Ask for photos."""
        if AskDialog(self, self.desk).ask():
            self.take(ASKS)
            self.read()

    def take_back(self) -> None:
        """Ask for them no more."""
        must_change_settings(self.desk.operator)
        one = self.current()
        if isinstance(one, Asked) and taken_back(self.desk, self, one.purpose, lambda session: unsay(session, "photos", one.id)):
            self.read()

    def export(self) -> None:
        """Ask which, and write them into a folder."""
        must_change_settings(self.desk.operator)
        if not self.found.held:
            return
        dialog = ExportDialog(self, self.desk, self.found)
        if dialog.ask() != "go":
            return
        found = dialog.chosen()
        to = choose_folder(self, _("Folder for the photos"))
        if to is not None and found:
            self.begin(partial(given_out, self.desk.room, found, to, self.desk.today()), self._given)

    def _given(self, done: Given) -> None:
        said = _("{count} photos are in {folder}. Guard it, and remove it when it is not needed any more.")
        if not done.trouble:
            self.desk.said(said.format(count=done.count, folder=done.folder), undo=False)
            return
        title = _("{count} of {all} photos were written").format(count=done.count, all=done.all)
        tell(self, self.look, title, done.trouble, _("I see"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take back with Delete."""
        if key_map.pressed(event, "clerk_photos.take_back"):
            self.take_back()
        else:
            super().keyPressEvent(event)
