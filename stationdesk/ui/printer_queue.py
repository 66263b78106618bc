"""The printers of this computer, asked through Qt: which there are, and a device to paint on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.painter import RESOLUTION, PrinterGone


class PrinterStopped(DeskError):
    """The system holds the printer back."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The printer {name} is stopped: no paper, an open lid, or its queue is halted. Nothing was printed and nothing is lost. "
                "Mend it and print again, or save as PDF."
            ).format(name=name)
        )


@dataclass(frozen=True)
class PrinterFound:
    """A printer of this computer."""

    name: str
    """What the system calls it."""
    words: str
    """What people call it."""
    turns: bool = False
    """It prints both sides by itself."""
    usual: bool = False


@dataclass(frozen=True)
class Ordered:
    """How a run is to be printed."""

    document: str
    """Name of the job in the queue; ASCII, and it names nobody."""
    copies: int = 1
    turned_by_printer: bool = False
    draft: bool = False


class Queue(Protocol):
    """Where prints go."""

    def printers(self) -> Sequence[PrinterFound]:
        """Return the printers there are, the usual one first."""

    def device(self, name: str, ordered: Ordered) -> QPagedPaintDevice:
        """Return a device that prints on `name`. Raises PrinterGone, PrinterStopped."""


class SystemQueue:
    """The printers the system knows."""

    def printers(self) -> list[PrinterFound]:
        """Return the printers there are, the usual one first."""
        found = [
            PrinterFound(
                name=info.printerName(),
                words=info.description() or info.printerName(),
                turns=any(mode != QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes()),
                usual=info.isDefault(),
            )
            for info in QPrinterInfo.availablePrinters()
        ]
        return sorted(found, key=lambda one: (not one.usual, one.words))

    def device(self, name: str, ordered: Ordered) -> QPagedPaintDevice:
        """Return a device that prints on `name`, the whole sheet at 600 dpi. Raises PrinterGone, PrinterStopped."""
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise PrinterGone
        if info.state() in {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}:
            raise PrinterStopped(info.description() or name)
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        prepare(printer, ordered)
        return printer


def prepare(printer: QPrinter, ordered: Ordered) -> None:
    """Set a printer for our pages: 600 dpi, no margins, black only, a job name every queue can write."""
    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDocName(ordered.document)
    printer.setCreator("stationdesk")
    printer.setCopyCount(ordered.copies)
    printer.setCollateCopies(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if ordered.turned_by_printer else QPrinter.DuplexMode.DuplexNone)
