"""The photos of a visit or a call in its form: chosen, pasted or dropped; made anew, asked for, kept with the draft until it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.photo_grounds import Spoken
from stationdesk.services.photos import Kept, attach, forget_pictures, keep_pictures, of_call, of_visit, take_out, unsaved
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.dialogs import choose_files, tell
from stationdesk.ui.parts.fields import Row
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.photo_agree import agreed
from stationdesk.ui.photo_dialog import PhotoDialog
from stationdesk.ui.photo_reading import NotAPhoto, Taken, made_anew, take_files
from stationdesk.ui.photo_strip import PhotoStrip

MOST = 12
"""Photos of one visit or call."""


class PhotoField(QWidget):
    """A strip, and two ways in; `people` says who is on the photos, `place` whose shortcuts they have: the visit's, or `call_form`."""

    changed = Signal()
    laid_in = Signal()
    """Pictures were laid into the store: the draft must name them at once."""
    row: Row | None = None

    def __init__(self, desk: OpenDesk, people: Callable[[], Sequence[str]], place: str = "visit") -> None:
        super().__init__()
        self.desk, self.people = desk, people
        self.place, self.of = place, ""
        """Of which visit or call the photos are; empty while it is not saved."""
        self.kept: list[Kept] = []
        self.new: list[str] = []
        self.spoken: Spoken | None = None
        self.asked_of: tuple[str, ...] = ()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        self.strip = PhotoStrip(desk.look)
        self.strip.opened.connect(self.open)
        self.strip.taken_off.connect(self.take_off)
        rows.addWidget(self.strip)
        line = QHBoxLayout()
        line.setSpacing(12)
        self.add_link = LinkButton(_("Add photos"), desk.look, key_map.shown(f"{place}.photo"), "plus")
        self.paste_link = LinkButton(_("Paste"), desk.look, key_map.shown(f"{place}.paste"))
        self.words = Label("", "small", "ink3")
        for link, slot in ((self.add_link, self.choose), (self.paste_link, self.paste)):
            link.clicked.connect(slot)
            line.addWidget(link)
        line.addWidget(self.words, 1)
        rows.addLayout(line)
        self.setFocusProxy(self.add_link)
        self.setAcceptDrops(True)
        self._show()

    # -- what is there

    def typed(self) -> dict[str, Any]:
        """Return what the draft keeps: the pictures laid in, and who agreed."""
        spoken = [self.spoken.by, self.spoken.name, self.spoken.how] if self.spoken else []
        return {"ids": list(self.new), "spoken": spoken}

    def fill(self, typed: Mapping[str, Any], of: str = "") -> None:
        """Show the photos of a kept visit, or call, and those of a draft."""
        self.of = of
        spoken = [str(one) for one in typed.get("spoken", ())]
        self.asked_of = tuple(self.people()) if spoken else ()
        self.spoken = Spoken(*spoken) if len(spoken) == 3 else None
        with self.desk.reading() as session:
            self.new = [one for one, _small in unsaved(session, [str(one) for one in typed.get("ids", ())])]
        self.read()

    def read(self) -> None:
        """Read the photos again."""
        with self.desk.reading() as session:
            read = of_visit if self.place == "visit" else of_call
            self.kept = read(session, self.of, self.desk.today()) if self.of else []
        self._show()

    def _show(self) -> None:
        with self.desk.reading() as session:
            fresh = unsaved(session, self.new) if self.new else []
        shown = [(one.id, one.small, one.words) for one in self.kept]
        fresh_ones = [(one, small, _("not saved yet")) for one, small in fresh]
        self.strip.show_photos([*shown, *fresh_ones], {one.id: one.gone for one in self.kept})
        self.words.setText(_("{count} photos").format(count=len(self.kept) + len(self.new)) if self.kept or self.new else "")

    # -- ways in

    def choose(self) -> None:
        """Choose files."""
        paths = choose_files(self, _("Which photos?"), _("Photos (*.jpg *.jpeg *.png *.webp *.bmp);;All files (*)"))
        if paths:
            self.offer(paths)

    def paste(self) -> None:
        """Take the picture, or the files, that were copied."""
        found = QGuiApplication.clipboard().mimeData()
        if found.hasUrls():
            self.offer([Path(url.toLocalFile()) for url in found.urls() if url.isLocalFile()])
        elif found.hasImage() and self._agreed():
            try:
                self.take([Taken(_("pasted picture"), made_anew(QGuiApplication.clipboard().image()))])
            except NotAPhoto as error:
                self.take([Taken(_("pasted picture"), why=error.message)])
        elif not found.hasImage():
            tell(self, self.desk.look, _("There is no picture to paste"), _("Copy a photo first, then paste it here."), _("I see"))

    def offer(self, paths: Sequence[Path]) -> None:
        """Read files beside the window, once it is clear that they may be kept."""
        if paths and self._agreed():
            chosen = list(paths)
            self.desk.jobs.start(lambda _report: take_files(chosen), self.take)

    def _agreed(self) -> bool:
        people = tuple(self.people())
        may, spoken = agreed(self, self.desk, people, self.spoken if people == self.asked_of else None)
        if may:
            self.asked_of = people
        if may and spoken != self.spoken:
            self.spoken = spoken
            self.changed.emit()
        return may

    def there(self) -> bool:
        """Tell whether there is any photo, kept or new."""
        return bool(self.kept or self.new)

    def sure(self) -> bool:
        """Tell whether the new photos may be kept with whoever is on the visit now."""
        return not self.new or self._agreed()

    def attach(self, session: Session, of: str, taken_on: date) -> None:
        """Write the records of the new photos, in the action that saves the visit or the call."""
        by, on = self.desk.operator.name, self.desk.today()
        if self.new:
            pictures, whose = dict.fromkeys(self.new, ""), {"visit_id" if self.place == "visit" else "call_id": of}
            attach(session, pictures, self.people(), on, taken_on=taken_on, by=by, spoken=self.spoken, **whose)

    def settle(self) -> None:
        """Take the new photos for saved ones."""
        self.new = []

    def forget(self) -> None:
        """Delete the pictures of a form that was thrown away; those of a saved one stay."""
        if self.new:
            with self.desk.writing(_("Throw a draft away")) as session:
                forget_pictures(session, self.new)
            self.new = []

    def take(self, found: list[Taken]) -> None:
        """Lay the good ones into the store, and say of the others why not."""
        room = MOST - len(self.kept) - len(self.new)
        good = [one.shot for one in found if one.shot is not None]
        if good[:room]:
            with self.desk.writing(_("Keep a draft")) as session:
                self.new += keep_pictures(session, good[:room])
            self.changed.emit()
            self.laid_in.emit()
        self._show()
        bad = [f"{one.name}: {one.why}" for one in found if one.why]
        if len(good) > room:
            enough = {"visit": _("{count} photos of one visit are enough; the others were not taken.")}
            bad.append(enough.get(self.place, _("{count} photos of one call are enough; the others were not taken.")).format(count=MOST))
        if bad:
            tell(self, self.desk.look, _("Not everything is a photo"), "\n".join(bad), _("I see"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the files that were dropped."""
        event.acceptProposedAction()
        self.offer([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- what can be done with one

    def open(self, photo_id: str) -> None:
        """Show a photo large."""
        PhotoDialog(self.window(), self.desk, [*(one.id for one in self.kept), *self.new], photo_id).ask()
        self.read()

    def take_off(self, photo_id: str) -> None:
        """Take a photo out: one that is kept by an action that can be undone, one not saved yet at once."""
        if photo_id in self.new:
            self.new.remove(photo_id)
            with self.desk.writing(_("Keep a draft")) as session:
                forget_pictures(session, [photo_id])
            self.changed.emit()
            self.laid_in.emit()
        else:
            says = _("Take a photo out")
            with self.desk.writing(says) as session:
                take_out(session, photo_id)
            self.desk.said(says)
        self.read()
        self.add_link.setFocus(Qt.FocusReason.OtherFocusReason)
