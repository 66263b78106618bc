"""Paints pages onto a printer, a preview or a PDF: the only part of printing that knows Qt."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPagedPaintDevice,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.job_font import JobFont, make_job_font
from stationdesk.printing.page import MM_PER_POINT, Align, Line, Mark, Page, Qr, Text, Weight
from stationdesk.printing.qr_code import qr_bars
from stationdesk.printing.typeface import Typefaces
from stationdesk.printing.unicode_map import correct_unicode_maps

RESOLUTION = 600
MM_PER_INCH = 25.4
TYPE_PIXELS = 250
_BEFORE: Mapping[Align, float] = MappingProxyType({"left": 0.0, "centre": 0.5, "right": 1.0})
"""Which part of a text stands before its anchor."""


class PdfNotWritten(DeskError):
    """The PDF cannot be written where it should go."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The PDF {name} cannot be written there: the folder is missing or read-only, the stick is out, "
                "or the file is open elsewhere. Choose another place."
            ).format(name=path.name)
        )


class NoRoomForPdf(DeskError):
    """The disk is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("There is no room left for the PDF {name}. Free some space or choose another disk.").format(name=path.name))


def write_pdf(pages: Sequence[Page], path: Path, typefaces: Typefaces, title: str) -> None:
    """Write `pages` as a PDF at `path`, whole or not at all.

    `title` goes into the file's metadata, so it must not name anybody. Raises NoRoomForPdf and PdfNotWritten.
    """
    _write_whole(pdf_bytes(pages, typefaces, title), path)


def pdf_bytes(pages: Sequence[Page], typefaces: Typefaces, title: str) -> bytes:
    """Return `pages` as a PDF whose text gives back the characters that were set."""
    _application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setTitle(title)
    writer.setCreator("stationdesk")
    with _job_fonts(pages, typefaces) as fonts:
        _paint(pages, writer, fonts, typefaces)
    del writer
    stand_ins: dict[str, str] = {}
    for font in fonts.values():
        stand_ins |= font.stand_ins
    return correct_unicode_maps(bytes(buffer.data().data()), stand_ins)


def paint(pages: Sequence[Page], device: QPagedPaintDevice, typefaces: Typefaces) -> None:
    """Paint `pages` onto `device`, a QPrinter for instance, each on a sheet of its own size, without margins."""
    _application()
    with _job_fonts(pages, typefaces) as fonts:
        _paint(pages, device, fonts, typefaces)


def _paint(pages: Sequence[Page], device: QPagedPaintDevice, fonts: dict[Weight, JobFont], typefaces: Typefaces) -> None:
    painter = QPainter()
    for number, page in enumerate(pages):
        device.setPageSize(QPageSize(QSizeF(page.width, page.height), QPageSize.Unit.Millimeter))
        device.setPageMargins(QMarginsF(0, 0, 0, 0))
        if number == 0:
            painter.begin(device)
        else:
            device.newPage()
        brush = _Brush(painter, fonts, typefaces)
        for mark in page.marks:
            brush.draw(mark)
    painter.end()


class _Brush:
    """Draws marks with one painter, whose device has its own resolution."""

    def __init__(self, painter: QPainter, fonts: dict[Weight, JobFont], typefaces: Typefaces) -> None:
        self._painter = painter
        self._fonts = fonts
        self._typefaces = typefaces
        self._x = painter.device().logicalDpiX() / MM_PER_INCH
        self._y = painter.device().logicalDpiY() / MM_PER_INCH
        self._made: dict[tuple[Weight, float], QFont] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def draw(self, mark: Mark) -> None:
        if isinstance(mark, Text):
            self._text(mark)
        elif isinstance(mark, Qr):
            self._qr(mark)
        elif isinstance(mark, Line):
            self._painter.setPen(self._pen(mark.width))
            self._painter.drawLine(self._point(mark.x1, mark.y1), self._point(mark.x2, mark.y2))
        else:
            self._painter.setPen(self._pen(mark.line))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(QRectF(self._point(mark.x, mark.y), self._point(mark.x + mark.width, mark.y + mark.height)))

    def _point(self, x: float, y: float) -> QPointF:
        return QPointF(x * self._x, y * self._y)

    def _pen(self, width: float) -> QPen:
        return QPen(Qt.GlobalColor.black, width * self._x, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)

    def _text(self, mark: Text) -> None:
        """Draw a text in `TYPE_PIXELS` and scale it: Qt rounds other sizes to whole pixels, half a millimetre on a long line."""
        width = 0.0 if mark.align == "left" else self._typefaces.width(mark.text, mark.size, mark.weight)
        size = mark.size * MM_PER_POINT / TYPE_PIXELS
        self._painter.save()
        self._painter.translate(self._point(mark.x - width * _BEFORE[mark.align], mark.y))
        self._painter.scale(size * self._x, size * self._y)
        self._painter.setFont(self._font(mark.weight, mark.tracking))
        self._painter.setPen(Qt.GlobalColor.black)
        self._painter.drawText(QPointF(0, 0), mark.text)
        self._painter.restore()

    def _qr(self, mark: Qr) -> None:
        modules, bars = qr_bars(mark.content)
        across = [round((mark.x + mark.size * n / modules) * self._x) for n in range(modules + 1)]
        down = [round((mark.y + mark.size * n / modules) * self._y) for n in range(modules + 1)]
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(Qt.GlobalColor.black)
        self._painter.drawRects(
            [
                QRect(across[start], down[row], across[start + length] - across[start], down[row + 1] - down[row])
                for row, start, length in zip(bars[::3], bars[1::3], bars[2::3], strict=True)
            ]
        )

    def _font(self, weight: Weight, tracking: float) -> QFont:
        font = self._made.get((weight, tracking))
        if font is None:
            font = QFont(self._fonts[weight].family)
            font.setPixelSize(TYPE_PIXELS)
            font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + 100 * tracking)
            self._made[weight, tracking] = font
        return font


@contextmanager
def _job_fonts(pages: Sequence[Page], typefaces: Typefaces) -> Iterator[dict[Weight, JobFont]]:
    """Lend Qt the fonts of `pages`, by weight, as long as they are painted."""
    used: dict[Weight, set[str]] = {}
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, Text):
                used.setdefault(mark.weight, set()).update(mark.text)
    fonts = {weight: make_job_font(characters, weight, typefaces) for weight, characters in used.items()}
    loaded = [QFontDatabase.addApplicationFontFromData(QByteArray(font.data)) for font in fonts.values()]
    try:
        yield fonts
    finally:
        for number in loaded:
            QFontDatabase.removeApplicationFont(number)


@lru_cache(maxsize=1)
def _application() -> QGuiApplication | None:
    """Start Qt if nobody has, without a screen where there is none; fonts need it."""
    if QGuiApplication.instance() is not None:
        return None
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["stationdesk"])


def _write_whole(data: bytes, path: Path) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        trouble = NoRoomForPdf if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else PdfNotWritten
        raise trouble(path) from error
