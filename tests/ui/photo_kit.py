"""Pictures for tests: such as a phone writes them, with place and device inside, and such as nobody should open."""

from __future__ import annotations

import struct
import zlib

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

PLACE = b"29.2688N 117.1784E HUAWEI Mate"


def image(width: int = 320, height: int = 200) -> QImage:
    """Return a picture whose left half is red, with some noise so that it weighs something."""
    left, right = width // 2, bytes((30, 90, 200)) * (width - width // 2)
    rows = [b"".join(bytes((200, (x * 7 + y * 13) % 40, 20)) for x in range(left)) + right for y in range(40)]
    data = b"".join(rows[y % 40] for y in range(height))
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def encoded(kind: str = "JPEG", width: int = 320, height: int = 200) -> bytes:
    """Return a picture as a file of `kind` holds it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image(width, height).save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def with_exif(jpeg: bytes, orientation: int = 1) -> bytes:
    """Return a JPEG with an EXIF block: an orientation, the maker of the phone and where the photo was taken; and an XMP block."""
    maker, entry = PLACE + b"\x00", struct.Struct(">HHI4s")
    at = 8 + 2 + 3 * 12 + 4
    ifd = struct.pack(">H", 3)
    ifd += entry.pack(0x010F, 2, len(maker), struct.pack(">I", at))
    ifd += entry.pack(0x0112, 3, 1, struct.pack(">HH", orientation, 0))
    ifd += entry.pack(0x8825, 4, 1, struct.pack(">I", at + len(maker)))
    gps = struct.pack(">H", 1) + entry.pack(0x0001, 2, 2, b"N\x00\x00\x00") + struct.pack(">I", 0)
    tiff = b"MM\x00\x2a" + struct.pack(">I", 8) + ifd + struct.pack(">I", 0) + maker + gps
    exif = b"Exif\x00\x00" + tiff
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    blocks = b"".join(b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block for block in (exif, xmp))
    comment = b"\xff\xfe" + struct.pack(">H", len(PLACE) + 2) + PLACE
    return jpeg[:2] + blocks + comment + jpeg[2:]


def png_bomb(side: int = 60_000) -> bytes:
    """Return a tiny PNG that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 2000)) + chunk(b"IEND", b"")
