"""Paints pages onto a printer, a preview or a PDF: the only part of printing that knows Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, Self, runtime_checkable
from unicodedata import combining

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.duplex import NO_OFFSET, Imposed, Offset
from stationdesk.printing.job_font import JobFont, make_job_font
from stationdesk.printing.page import MM_PER_POINT, Align, Line, Mark, Page, Qr, Text, Weight
from stationdesk.printing.pdf_file import write_whole
from stationdesk.printing.qr_code import qr_bars
from stationdesk.printing.typeface import SUBSTITUTE, Typefaces
from stationdesk.printing.unicode_map import correct_unicode_maps

RESOLUTION = 600
MM_PER_INCH = 25.4
TYPE_PIXELS = 250
DRAFT_INK = QColor(96, 96, 96)
_BEFORE: Mapping[Align, float] = MappingProxyType({"left": 0.0, "centre": 0.5, "right": 1.0})
"""Which part of a text stands before its anchor."""


class PrinterGone(DeskError):
    """The printer took no page, or no more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The printer takes no pages: it is switched off, its cable is out, or it was removed from this computer. "
                "Nothing is lost. Look at the printer and print again, or save as PDF."
            )
        )


def write_pdf(pages: Sequence[Page], path: Path, typefaces: Typefaces, title: str) -> None:
    """Write `pages` as a PDF at `path`, whole or not at all; `title` goes into the metadata, so it must not name anybody.

    Raises NoRoomForPdf and PdfNotWritten.
    """
    write_whole(pdf_bytes(pages, typefaces, title), path)


def pdf_bytes(pages: Sequence[Page], typefaces: Typefaces, title: str) -> bytes:
    """Return `pages` as a PDF whose text gives back the characters that were set."""
    _application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setTitle(title)
    writer.setCreator("stationdesk")
    with Press(pages, typefaces) as press:
        press.print_run([Imposed(page) for page in pages], writer)
        stand_ins = press.stand_ins()
    del writer
    return correct_unicode_maps(bytes(buffer.data().data()), stand_ins)


class Press:
    """The type of a print job, lent to Qt until it is closed: paints the job's pages on a preview, a printer or a PDF.

    It may be made and `print_run` may run on any thread, but it is loaded and closed on the screen's.
    """

    def __init__(self, pages: Sequence[Page], typefaces: Typefaces) -> None:
        self.typefaces = typefaces
        self._fonts = _fonts_of(pages, typefaces)
        self._loaded: list[int] = []

    def load(self) -> Self:
        """Lend the type to Qt."""
        _application()
        self._loaded = [QFontDatabase.addApplicationFontFromData(QByteArray(font.data)) for font in self._fonts.values()]
        return self

    def __enter__(self) -> Self:
        return self.load()

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the type back; nothing can be painted afterwards."""
        while self._loaded:
            QFontDatabase.removeApplicationFont(self._loaded.pop())

    def stand_ins(self) -> dict[str, str]:
        """Return what the private code points of the job's fonts mean."""
        return {code: character for font in self._fonts.values() for code, character in font.stand_ins.items()}

    def draw(self, painter: QPainter, page: Page, scale: float, *, smooth: bool = True) -> None:
        """Paint `page` at the painter's origin, `scale` pixels to the millimetre: what a preview shows."""
        brush = _Brush(painter, self._fonts, self.typefaces, (scale, scale), smooth=smooth)
        for mark in page.marks:
            brush.draw(mark)

    def image(self, page: Page, scale: float, ratio: float = 1.0) -> QImage:
        """Return `page` black on white, `scale` pixels to the millimetre; `ratio` is the screen's."""
        pixels = scale * ratio
        image = QImage(max(round(page.width * pixels), 1), max(round(page.height * pixels), 1), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self.draw(painter, page, pixels)
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def print_run(
        self,
        sides: Sequence[Imposed],
        device: QPagedPaintDevice,
        *,
        offset: Offset = NO_OFFSET,
        draft: bool = False,
        told: Callable[[int, int], None] = lambda _done, _count: None,
    ) -> None:
        """Paint `sides` onto `device`, a QPrinter for instance, each on a sheet of its own size, without margins.

        `offset` is added once, for the paper's way through the printer; a PDF has none. `draft` spares ink: grey type, black
        codes. `told` hears how many of how many sides are painted and may raise to stop. Raises PrinterGone if the device
        takes no more.
        """
        painter = QPainter()
        try:
            for number, side in enumerate(sides):
                device.setPageLayout(_layout(side.page))
                if not (painter.begin(device) if number == 0 else device.newPage()):
                    raise PrinterGone
                self._imprint(painter, side, offset, draft=draft)
                told(number + 1, len(sides))
        except BaseException:
            if isinstance(device, Stoppable):
                device.abort()
            raise
        finally:
            if painter.isActive():
                painter.end()

    def _imprint(self, painter: QPainter, side: Imposed, offset: Offset, *, draft: bool) -> None:
        across, down = (dpi / MM_PER_INCH for dpi in (painter.device().logicalDpiX(), painter.device().logicalDpiY()))
        painter.save()
        painter.translate(round(offset.right * across), round(offset.down * down))
        if side.turned:
            painter.translate(round(side.page.width * across), round(side.page.height * down))
            painter.rotate(180)
        brush = _Brush(painter, self._fonts, self.typefaces, (across, down), ink=DRAFT_INK if draft else Qt.GlobalColor.black)
        for mark in side.page.marks:
            brush.draw(mark)
        painter.restore()


@runtime_checkable
class Stoppable(Protocol):
    """A device that can forget the job it was given, as a QPrinter can."""

    def abort(self) -> bool:
        """Forget the job."""


def _layout(page: Page) -> QPageLayout:
    """Return the sheet of `page`: a size every printer knows by name where there is one, laid on its side for a wide page."""
    wide = page.width > page.height
    size = QSizeF(min(page.width, page.height), max(page.width, page.height))
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(size, QPageSize.Unit.Millimeter), orientation, QMarginsF(0, 0, 0, 0))


class _Brush:
    """Draws marks with one painter, `scale` pixels to the millimetre across and down."""

    def __init__(
        self,
        painter: QPainter,
        fonts: Mapping[Weight, JobFont],
        typefaces: Typefaces,
        scale: tuple[float, float],
        *,
        ink: QColor | Qt.GlobalColor = Qt.GlobalColor.black,
        smooth: bool = False,
    ) -> None:
        self._painter = painter
        self._fonts = fonts
        self._typefaces = typefaces
        self._x, self._y = scale
        self._ink, self._smooth = ink, smooth
        self._made: dict[tuple[Weight, float], QFont] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=smooth)

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
        return QPen(self._ink, width * self._x, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)

    def _text(self, mark: Text) -> None:
        """Draw a text in `TYPE_PIXELS` and scale it: Qt rounds other sizes to whole pixels, half a millimetre on a long line."""
        width = 0.0 if mark.align == "left" else self._typefaces.width(mark.text, mark.size, mark.weight)
        size = mark.size * MM_PER_POINT / TYPE_PIXELS
        self._painter.save()
        self._painter.translate(self._point(mark.x - width * _BEFORE[mark.align], mark.y))
        self._painter.scale(size * self._x, size * self._y)
        self._painter.setFont(self._font(mark.weight, mark.tracking))
        self._painter.setPen(self._ink)
        self._painter.drawText(QPointF(0, 0), self._apart(mark.text, mark.weight))
        self._painter.restore()

    def _apart(self, text: str, weight: Weight) -> str:
        """Return a text whose marks no typeface has stand for themselves: Qt would pile their substitutes up on the letter before."""
        return "".join(SUBSTITUTE if combining(one) and self._typefaces.face(one, weight) is None else one for one in text)

    def _qr(self, mark: Qr) -> None:
        modules, bars = qr_bars(mark.content)
        across = [round((mark.x + mark.size * n / modules) * self._x) for n in range(modules + 1)]
        down = [round((mark.y + mark.size * n / modules) * self._y) for n in range(modules + 1)]
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(Qt.GlobalColor.black)
        self._painter.drawRects(
            [
                QRect(across[start], down[row], across[start + length] - across[start], down[row + 1] - down[row])
                for row, start, length in zip(bars[::3], bars[1::3], bars[2::3], strict=True)
            ]
        )
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=self._smooth)

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


def _fonts_of(pages: Sequence[Page], typefaces: Typefaces) -> dict[Weight, JobFont]:
    """Make the fonts of `pages`, by weight."""
    used: dict[Weight, set[str]] = {}
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, Text):
                used.setdefault(mark.weight, set()).update(mark.text)
    return {weight: make_job_font(characters, weight, typefaces) for weight, characters in used.items()}


@lru_cache(maxsize=1)
def _application() -> QGuiApplication | None:
    """Start Qt if nobody has, without a screen where there is none; fonts need it."""
    if QGuiApplication.instance() is not None:
        return None
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["stationdesk"])
