"""Asking stations for photos, and which of those that came are written out."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.county.people_lists import Reach
from stationdesk.county.pictures_out import Asked, HeldPicture, of_stations
from stationdesk.county.word import stations
from stationdesk.i18n import _, ngettext
from stationdesk.registers.photo_ask import PhotoAskDraft
from stationdesk.ui.candidate_list import Choice
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_say import SayDialog
from stationdesk.ui.clerk_whom import ChosenField, audiences
from stationdesk.ui.county_words import size_words
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label

EVERY = "every"


class Photos(NamedTuple):
    """What is asked for, how many stations know, and what the county holds."""

    asked: list[Asked]
    reach: dict[str, Reach]
    held: list[HeldPicture]


class AskDialog(SayDialog):
    """What photos are wanted, and of which days."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        text = _("A station reports by itself those whose people agreed to it in writing; all others stay there.")
        super().__init__(parent, desk, _("Ask for photos"), text)
        self.purpose = self.line(_("What the photos are for"), 80, hint=_("the stations read it"))
        self.first = self.day(_("Taken from"), _("today, if left empty"))
        self.last = self.day(_("Taken until|photos"), _("may be left empty"))
        self.with_children = QCheckBox(_("With children too, where guardian and child agreed"))
        self.with_children.setAccessibleName(self.with_children.text())
        self.grid.add("", self.with_children)
        self.to = self.whom()
        self.end(self.purpose)

    def save(self) -> None:
        """Ask for them."""
        purpose = self.purpose.value()
        if self.needs((purpose, _("What the photos are for"))) or self.wrong_day(self.first, self.last):
            return
        first, last = self.first.day() or self.desk.today().isoformat(), self.last.day()
        if last and last < first:
            self.trouble.setText(_("The last day is before the first one, {day}. Please look at both.").format(day=first))
            self.last.setFocus()
            self.fit()
            return
        fields = {"purpose": purpose, "from_date": first, "to_date": last, "children": self.with_children.isChecked()}
        self.say(lambda: PhotoAskDraft.model_validate(fields), self.to.value(), _("Photos asked for: {purpose}").format(purpose=purpose))


class ExportDialog(Dialog):
    """Which of the photos are written out; they are not encrypted there."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, photos: Photos) -> None:
        text = _("Outside the desk the photos are open: whoever has the folder sees them. That you wrote them is noted.")
        super().__init__(parent, desk.look, _("Write the photos into a folder?"), text, width=560)
        self.desk, self.photos = desk, photos
        with desk.reading() as session:
            there = stations(session)
        purposes = {one.ask: one.purpose for one in photos.held if one.ask}
        every = Choice(EVERY, _("everything that was asked for"), "")
        self.of = ChosenField(self.look, _("Of which stations?"), audiences(there))
        self.ask_for = ChosenField(self.look, _("Of which ask?"), [every, *(Choice(key, words, "") for key, words in purposes.items())])
        grid = FieldGrid(self.look, label_width=90)
        grid.add(_("Stations"), self.of, stretch=False)
        grid.add(_("What they are for"), self.ask_for, stretch=False)
        self.body.addWidget(grid)
        self.count = Label("", "body_bold")
        self.body.addWidget(self.count)
        self.go = self.add_button(_("Choose the folder…"), "primary", "Enter", "go")
        self.add_button(_("Do not write them"), "quiet", "Esc")
        for field in (self.of, self.ask_for):
            field.told = self.show_count
        self.show_count()
        self.go.setFocus()

    def chosen(self) -> list[HeldPicture]:
        """Return the pictures that are meant."""
        wanted = self.ask_for.value()
        found = [one for one in self.photos.held if wanted in {EVERY, one.ask}]
        return of_stations(self.desk.database, found, self.of.value())

    def show_count(self) -> None:
        """Say how many are meant."""
        found = self.chosen()
        size = size_words(sum(one.bytes for one in found))
        said = ngettext("{count} photo, {size}", "{count} photos, {size}", len(found)).format(count=len(found), size=size)
        self.count.setText(said if found else _("no photo"))
        self.go.setEnabled(bool(found))
