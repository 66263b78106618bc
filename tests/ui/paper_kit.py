"""A printer that prints into PDF files and can be switched off: the one thing about printing that tests make up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtPrintSupport import QPrinter

from stationdesk.printing.painter import PrinterGone
from stationdesk.ui.printer_queue import Ordered, PrinterFound, prepare

OFFICE = PrinterFound("office", "HP 黑白激光")


class PaperQueue:
    """Every job becomes a PDF in `folder`; `gone` is a printer whose cable is out."""

    def __init__(self, folder: Path, printers: Sequence[PrinterFound] = (OFFICE,)) -> None:
        self.folder, self.there = folder, tuple(printers)
        self.ordered: list[Ordered] = []
        self.gone = False

    def printers(self) -> Sequence[PrinterFound]:
        return self.there

    def device(self, name: str, ordered: Ordered) -> QPagedPaintDevice:
        if self.gone:
            raise PrinterGone
        assert name in {one.name for one in self.there}
        self.ordered.append(ordered)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"job{len(self.ordered)}.pdf"))
        prepare(printer, ordered)
        return printer

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("job*.pdf"))
