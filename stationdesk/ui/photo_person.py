"""The photos of one person: small side by side, each opened large."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.photos import of_person, take_out
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.photo_dialog import PhotoDialog
from stationdesk.ui.photo_strip import PhotoStrip


class PersonPhotos(Dialog):
    """Shows them, the newest last; photos come from visits."""

    def __init__(self, parent: QWidget, desk: OpenDesk, resident_id: str, name: str) -> None:
        super().__init__(parent, desk.look, _("Photos of {name}").format(name=name), width=640)
        self.desk, self.resident_id = desk, resident_id
        self.strip = PhotoStrip(desk.look)
        self.strip.opened.connect(self.open_photo)
        self.strip.taken_off.connect(self.take_off)
        self.nothing = Label(_("There are none yet. A photo is added to a visit, in its form."), "body", "ink2", wrap=True)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.nothing)
        self.add_button(_("Close"), "primary", "Esc", "close")
        self.read()

    def read(self) -> None:
        """Read the photos again."""
        with self.desk.reading() as session:
            self.photos = of_person(session, self.resident_id, self.desk.today())
        self.strip.show_photos([(one.id, one.small, one.words) for one in self.photos], {one.id: one.gone for one in self.photos})
        self.nothing.setVisible(not self.photos)
        if self.strip.thumbs:
            next(iter(self.strip.thumbs.values())).setFocus()

    def open_photo(self, photo_id: str) -> None:
        """Show one large."""
        PhotoDialog(self, self.desk, [one.id for one in self.photos], photo_id).ask()
        self.read()

    def take_off(self, photo_id: str) -> None:
        """Take one out; Ctrl+Z brings it back."""
        says = _("Take a photo out")
        with self.desk.writing(says) as session:
            take_out(session, photo_id)
        self.desk.said(says)
        self.read()


def show_photos(desk: OpenDesk, parent: QWidget, resident_id: str, name: str) -> None:
    """Show the photos of a person."""
    PersonPhotos(parent, desk, resident_id, name).ask()
