"""Draw the program's icon in the sizes that desktops ask for, from its one drawing: used by the bundle."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels, square."""


def draw_icons(drawing: Path, folder: Path) -> Path:
    """Write the drawing as PNG files of every size and as one .ico into `folder`; returns the .ico."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    picture, drawn = QSvgRenderer(str(drawing)), []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        picture.render(painter, QRectF(0, 0, size, size))
        painter.end()
        path = folder / f"stationdesk-{size}.png"
        image.save(str(path))
        drawn.append(path.read_bytes())
    del application
    return _write_ico(drawn, folder / "stationdesk.ico")


def _write_ico(pictures: list[bytes], path: Path) -> Path:
    """Put PNG pictures of SIZES into one .ico file, as Windows reads it since Vista."""
    start = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    path.write_bytes(struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures))
    return path


if __name__ == "__main__":
    print(draw_icons(Path(sys.argv[1]), Path(sys.argv[2])))
