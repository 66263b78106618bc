"""Reading a picture from a file, the clipboard or a drop, and making it anew: nothing of the camera, the place or the owner stays in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.photos import Shot

MOST_BYTES = 40_000_000
"""A larger file is no photo of a phone."""
MOST_PIXELS = 120_000_000
MEMORY_MB = 400
"""Megabytes a picture may take while it is read."""
LONGEST, SMALL, QUALITY = 1600, 200, 80
"""Pixels of the longest side, of the small picture's, and the quality of the JPEG."""
KINDS = {"jpeg": "jpeg", "jpg": "jpeg", "png": "png", "webp": "webp", "bmp": "bmp"}
SCAN, END, FRAME_ENDS = 0xDA, 0xD9, b"\xff\xd9"


class NotAPhoto(DeskError):
    """What was given is no picture that can be kept."""


@dataclass(frozen=True)
class Taken:
    """What came of one thing given: a picture, or the sentence why there is none."""

    name: str
    shot: Shot | None = None
    why: str = ""


def take_files(paths: list[Path]) -> list[Taken]:
    """Read files one after the other; a bad one does not keep the others out."""
    found = []
    for path in paths:
        try:
            found.append(Taken(path.name, read_file(path)))
        except NotAPhoto as error:
            found.append(Taken(path.name, why=error.message))
    return found


def read_file(path: Path) -> Shot:
    """Read one file. Raises NotAPhoto with a sentence that says what is wrong and what to do."""
    if path.is_symlink():
        raise NotAPhoto(_("This is a link to another place, not a photo. Please choose the photo itself."))
    try:
        if not path.is_file():
            raise NotAPhoto(_("This is no file. Please choose the photo itself."))
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise NotAPhoto(_("This file is too large for a photo. Please send it in a smaller size."))
        data = path.read_bytes()
    except OSError as error:
        raise NotAPhoto(_("The file cannot be read: it may be on a stick that was pulled out. Please look and try again.")) from error
    return read_bytes(data)


def read_bytes(data: bytes) -> Shot:
    """Make a picture anew from what a file holds. Raises NotAPhoto."""
    if not data:
        raise NotAPhoto(_("The file is empty: it was not copied to its end. Please copy it again."))
    _refuse_other_kinds(data)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    kind = KINDS.get(bytes(reader.format().data()).decode("ascii", "replace").lower()) if reader.canRead() else None
    if kind is None:
        raise NotAPhoto(_("This is no photo that can be read. JPG, PNG, WebP and BMP are taken."))
    if reader.supportsAnimation() and reader.imageCount() > 1:
        raise NotAPhoto(_("This is a moving picture. Please take a photo that stands still."))
    if is_cut_short(kind, data):
        raise NotAPhoto(_("The photo ends in the middle: it was not copied to its end. Please copy it again."))
    size = reader.size()
    if not size.isValid() or size.width() < 1 or size.height() < 1:
        raise NotAPhoto(_("The photo is damaged. Please copy it again."))
    if size.width() * size.height() > MOST_PIXELS:
        raise NotAPhoto(_("The picture says it is enormous. It is not opened, for it could stop the computer."))
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio))
    before = QImageReader.allocationLimit()
    QImageReader.setAllocationLimit(MEMORY_MB)
    try:
        image = reader.read()
    finally:
        QImageReader.setAllocationLimit(before)
    if image.isNull():
        raise NotAPhoto(_("The photo is damaged. Please copy it again."))
    return made_anew(image)


def made_anew(image: QImage) -> Shot:
    """Return a picture's dots as new JPEGs: nothing but the dots goes over. Raises NotAPhoto for an empty one."""
    if image.isNull():
        raise NotAPhoto(_("There is no picture in what was copied."))
    if max(image.width(), image.height()) > LONGEST:
        image = _scaled(image, LONGEST)
    plain = QImage(image.size(), QImage.Format.Format_RGB888)
    plain.fill(QColor(255, 255, 255))
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return Shot(jpeg_of(plain), jpeg_of(_scaled(plain, SMALL)), plain.width(), plain.height())


def _scaled(image: QImage, longest: int) -> QImage:
    if max(image.width(), image.height()) <= longest:
        return image
    size = QSize(longest, longest)
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def jpeg_of(image: QImage) -> bytes:
    """Return a picture as JPEG, written into memory only."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "JPEG", QUALITY):  # type: ignore[call-overload]
        raise NotAPhoto(_("The photo is damaged. Please copy it again."))
    return bytes(buffer.data().data())


def _refuse_other_kinds(data: bytes) -> None:
    """Name the kinds people have and the desk does not take, each with what to do."""
    head = data[:64].lstrip().lower()
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif"):
        raise NotAPhoto(_("This phone stores photos as HEIC. Send it without «original», or set the camera to JPG."))
    if data[:4] == b"GIF8":
        raise NotAPhoto(_("This is a moving picture. Please take a photo that stands still."))
    if data[:4] == b"%PDF":
        raise NotAPhoto(_("This is a document, not a photo. Please take a photo of it, or keep it on paper."))
    if head.startswith((b"<svg", b"<?xml", b"<!doctype", b"\x1f\x8b")) or b"<svg" in head:
        raise NotAPhoto(_("This is a drawing, not a photo. JPG, PNG, WebP and BMP are taken."))


def is_cut_short(kind: str, data: bytes) -> bool:
    """Tell whether a file ends before its picture does; Qt would show the half and fill the rest with grey."""
    if kind == "png":
        return b"IEND" not in data[-64:] and b"IEND" not in data
    if kind == "webp":
        return len(data) < int.from_bytes(data[4:8], "little") + 8
    if kind == "bmp":
        return len(data) < int.from_bytes(data[2:6], "little")
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == SCAN:
            return data.find(FRAME_ENDS, at) < 0
        if data[at + 1] == 0xFF:
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return True
