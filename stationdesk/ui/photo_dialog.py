"""One photo large: what is to be known of it, its caption, given out where it may be, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.photo_uses import public_caption, refuse_publishing
from stationdesk.services.photos import Kept, kept_photo, picture_of, take_out, write_caption
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog, choose_new_file
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.photo_reading import jpeg_of

HIGH = 410
"""Pixels of height that the picture has at most, so that everything fits a screen of 768."""
BAND = 56
"""Pixels of the band below a photo that is given out, in which its caption stands."""


class Canvas(QWidget):
    """The picture, as large as there is room."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.image, self.gone = look, QImage(), ""
        self.setFixedHeight(HIGH)

    def show_image(self, jpeg: bytes, gone: str) -> None:
        """Show a picture; where there is none, why."""
        self.image, self.gone = QImage.fromData(jpeg) if jpeg else QImage(), gone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint it in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("rail"))
        if self.image.isNull():
            painter.setFont(self.look.font("body"))
            painter.setPen(self.look.color("ink2"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.gone)
            return
        room = self.size() * self.devicePixelRatio()
        scaled = self.image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(self.devicePixelRatio())
        size = scaled.deviceIndependentSize().toSize()
        painter.drawImage((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, scaled)


class PhotoDialog(Dialog):
    """Shows one of several photos; the arrows turn to the others."""

    def __init__(self, parent: QWidget | None, desk: OpenDesk, ids: Sequence[str], first: str) -> None:
        super().__init__(parent, desk.look, _("Photo"), " ", width=820)
        self.desk, self.ids = desk, list(ids)
        self.at = self.ids.index(first) if first in self.ids else 0
        self.kept: Kept | None = None
        self.canvas = Canvas(desk.look)
        self.caption = LineField(desk.look, _("Caption, such as: at the door with the new lamp"))
        self.caption.setAccessibleName(_("Caption"))
        self.caption.setMaxLength(200)
        self.body.addWidget(self.canvas)
        self.body.addWidget(self.caption)
        self.note = Label("", "small", "ink3", wrap=True)
        self.body.addWidget(self.note)
        close = self.add_button(_("Close"), "primary", "Enter", closes=False)
        close.clicked.connect(self.leave)
        self.out = self.add_button(_("Give this photo out"), "plain", closes=False)
        self.out.clicked.connect(self.export)
        self.off = self.add_button(_("Take this out|button"), "plain", "Delete", closes=False)
        self.off.clicked.connect(self.take_out)
        self._show()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.setFocus()

    def _show(self) -> None:
        photo = self.ids[self.at]
        with self.desk.reading() as session:
            self.kept = kept_photo(session, photo, self.desk.today())
            self.canvas.show_image(picture_of(session, photo), self.kept.gone_says if self.kept else "")
        kept = self.kept
        if kept is not None and kept.child:
            self.desk.log("opened", resident_id=kept.resident_ids[0], about=_("Photo"))
        self.text.setText(kept.words if kept else _("not saved yet"))
        self.caption.setText(kept.caption if kept else "")
        for widget in (self.caption, self.off):
            widget.setVisible(kept is not None)
        self.out.setVisible(kept is not None and not self.canvas.image.isNull())
        turns = _("{at} of {count}; the arrows left and right turn to the others.").format(at=self.at + 1, count=len(self.ids))
        self.note.setText(turns if len(self.ids) > 1 else "")
        self.note.setVisible(len(self.ids) > 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Turn with the arrows, take out with Delete, while nothing is typed."""
        if not self.caption.hasFocus() and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._keep_caption()
            self.at = (self.at + (1 if event.key() == Qt.Key.Key_Right else -1)) % len(self.ids)
            self._show()
        elif not self.caption.hasFocus() and event.key() == Qt.Key.Key_Delete and self.kept is not None:
            self.take_out()
        else:
            super().keyPressEvent(event)

    def _keep_caption(self) -> None:
        """Write the caption down if it was changed."""
        if self.kept is None or self.caption.text().strip() == self.kept.caption:
            return
        says = _("Caption of a photo")
        with self.desk.writing(says) as session:
            write_caption(session, self.kept.id, self.caption.text())
        self.desk.said(says)

    def leave(self) -> None:
        """Keep the caption and close."""
        self._keep_caption()
        self.give("close")

    def take_out(self) -> None:
        """Take the photo out; Ctrl+Z brings it back."""
        if self.kept is None:
            return
        says = _("Take a photo out")
        with self.desk.writing(says) as session:
            take_out(session, self.kept.id)
        self.desk.said(says)
        self.give("out")

    def export(self) -> None:
        """Write this photo where the operator says, if it may be published: with a caption that names nobody."""
        if self.kept is None:
            return
        self._keep_caption()
        on = self.desk.today()
        with self.desk.reading() as session:
            photo = refuse_publishing(session, self.kept.id, on)
            words, jpeg = public_caption(session, photo, on), picture_of(session, photo.id)
        path = choose_new_file(self, _("Where shall the photo be written?"), f"{_('Photo')} {photo.taken_on}.jpg", _("Photo (*.jpg)"))
        if path is None:
            return
        write_photo(path if path.suffix.lower() in {".jpg", ".jpeg"} else path.with_name(path.name + ".jpg"), jpeg, words, self.look)
        self.desk.log("exported", about=_("Photo"), people=len(self.kept.resident_ids))
        self.desk.said(_("Gave out one photo: {name}").format(name=path.name), undo=False)
        self.give("exported")


def write_photo(path: Path, jpeg: bytes, words: str, look: Look) -> None:
    """Write a photo with its caption in a band below it; what is there is replaced when the new file is whole. Raises FileOpenElsewhere."""
    from stationdesk.ledgers.list_export import FileOpenElsewhere, not_written

    image = QImage.fromData(jpeg)
    band = BAND if words else 0
    whole = QImage(QSize(image.width(), image.height() + band), QImage.Format.Format_RGB888)
    whole.fill(Qt.GlobalColor.white)
    painter = QPainter(whole)
    painter.drawImage(0, 0, image)
    if words:
        font = look.font("body")
        font.setPixelSize(26)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.black)
        room = QRect(12, image.height(), image.width() - 24, band)
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
    painter.end()
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(jpeg_of(whole))
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise FileOpenElsewhere(not_written(path)) from error
