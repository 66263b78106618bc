"""Prints a sheet of contact cards on the printer that is named, as the desk does: a program of its own, because CUPS is asked once."""

from __future__ import annotations

import sys
from datetime import datetime

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from stationdesk import i18n
from stationdesk.printing.card_sheet import lay_out
from stationdesk.printing.contact_card import Card, CardLine, Imprint
from stationdesk.printing.duplex import Imposed
from stationdesk.printing.painter import RESOLUTION, Press
from stationdesk.printing.typeface import installed_typefaces
from stationdesk.settings import resource


def main(printer: str, cards: int) -> None:
    """Print `cards` cards."""
    i18n.install("zh_CN", resource("translations"))
    application = QApplication(["stationdesk"])
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise SystemExit(f"no printer {printer} among {QPrinterInfo.availablePrinterNames()}")
    sheet = lay_out(
        [
            Card(
                number=f"汪家组{nth:02}",
                station="上徐村新时代文明实践站",
                duty_phone=f"079801234{nth:02}",
                version="2026年11月 第 3 版",
                grid_leader=CardLine("网格长", "13800000046", "汪志强"),
                group="汪家组",
                address="上徐村委会院内",
                lines=(CardLine("村医", "13800000058", "胡文斌"),),
            )
            for nth in range(1, cards + 1)
        ],
        "number",
        Imprint("徐丽华", datetime(2026, 11, 23, 9, 40)),  # noqa: DTZ001 - the time on the wall, as printed
        installed_typefaces(),
    )
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    device.setResolution(RESOLUTION)
    device.setFullPage(True)
    device.setDocName("contact-cards")
    with Press(sheet.pages, installed_typefaces()) as press:
        press.print_run([Imposed(page) for page in sheet.pages], device)
    del device, application


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
