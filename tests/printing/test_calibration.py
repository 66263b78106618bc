"""The test page is where its ruler says, and the measured offset puts every mark back, proven on rasters of 600 dpi."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from stationdesk.printing.calibration_page import EXPECTED_A, EXPECTED_B, calibration_pages, offset_of, turning_pages
from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.duplex import NO_OFFSET, Imposed, Offset
from stationdesk.printing.page import Line, Page, Qr, Text
from stationdesk.printing.typeface import Typefaces

Tool = Callable[..., str]
DPI = 600
MM = DPI / 25.4


def raster(path: Path, tmp_path: Path, tool: Tool) -> tuple[int, int, bytes]:
    """Return width, height and one byte a pixel of the first page."""
    tool("pdftoppm", "-r", DPI, "-f", 1, "-l", 1, "-gray", "-singlefile", path, tmp_path / "page")
    raw = (tmp_path / "page.pgm").read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", raw)
    assert head is not None
    return int(head[1]), int(head[2]), raw[head.end() :]


def edges(path: Path, tmp_path: Path, tool: Tool) -> tuple[float, float]:
    """Return where the thick upright line begins at the left and the thick level one at the top, in millimetres."""
    width, height, pixels = raster(path, tmp_path, tool)
    row, column = round(200.5 * MM) * width, round(100.5 * MM)
    left = next(x for x in range(width) if pixels[row + x] < 128)
    top = next(y for y in range(height) if pixels[y * width + column] < 128)
    return left / MM, top / MM


def on_paper(page: Page, path: Path, typefaces: Typefaces, offset: Offset, *, turned: bool = False) -> Path:
    """Print one page as a printer does."""
    from PySide6.QtPrintSupport import QPrinter

    from stationdesk.printing.painter import Press
    from stationdesk.ui.printer_queue import Ordered, prepare

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    prepare(printer, Ordered("test-page"))
    with Press([page], typefaces) as press:
        press.print_run([Imposed(page, turned)], printer, offset=offset)
    return path


def test_the_thick_lines_are_where_the_page_says(imprint: Imprint, typefaces: Typefaces, tmp_path: Path, tool: Tool) -> None:
    (page,) = calibration_pages(imprint, typefaces)
    left, top = edges(on_paper(page, tmp_path / "a.pdf", typefaces, NO_OFFSET), tmp_path, tool)
    assert left == pytest.approx(EXPECTED_A, abs=0.06)
    assert top == pytest.approx(EXPECTED_B, abs=0.06)


@pytest.mark.parametrize(("a", "b"), [(14.2, 13.9), (16.0, 12.25), (15.0, 13.5)])
def test_what_was_measured_moves_the_page_back(
    a: float, b: float, imprint: Imprint, typefaces: Typefaces, tmp_path: Path, tool: Tool
) -> None:
    (page,) = calibration_pages(imprint, typefaces)
    offset = offset_of(a, b)
    assert offset is not None
    left, top = edges(on_paper(page, tmp_path / "a.pdf", typefaces, offset), tmp_path, tool)
    assert left == pytest.approx(EXPECTED_A + (EXPECTED_A - a), abs=0.06)
    assert top == pytest.approx(EXPECTED_B + (EXPECTED_B - b), abs=0.06)


def test_a_turned_back_is_moved_as_the_printer_is_off_and_not_twice(typefaces: Typefaces, tmp_path: Path, tool: Tool) -> None:
    page = Page(210, 297, (Line(10, 20, 60, 20, 1), Line(10, 20, 10, 40, 1)))
    width, _height, pixels = raster(on_paper(page, tmp_path / "a.pdf", typefaces, Offset(2, 3), turned=True), tmp_path, tool)
    row = round((297 - 20 + 3) * MM) * width
    black = [x for x in range(width) if pixels[row + x] < 128]
    assert black[0] / MM == pytest.approx(210 - 60 + 2, abs=0.1)
    assert black[-1] / MM == pytest.approx(210 - 10 + 2 + 0.5, abs=0.6)


def test_a_code_on_a_moved_page_is_still_read(typefaces: Typefaces, tmp_path: Path, tool: Tool) -> None:
    page = Page(210, 297, (Qr(20, 30, 12, "tel:07980123456"), Text(20, 60, "汪厚行", 12)))
    path = on_paper(page, tmp_path / "a.pdf", typefaces, Offset(0.37, -0.41))
    tool("pdftoppm", "-r", 200, "-png", "-singlefile", path, tmp_path / "code")
    assert tool("zbarimg", "-q", tmp_path / "code.png").strip() == "QR-Code:tel:07980123456"


def test_draft_spares_ink_but_not_the_code(typefaces: Typefaces, tmp_path: Path, tool: Tool) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from stationdesk.printing.painter import Press

    page = Page(210, 297, (Line(10, 20, 60, 20, 2), Qr(20, 30, 12, "tel:120")))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    printer.setFullPage(True)
    with Press([page], typefaces) as press:
        press.print_run([Imposed(page)], printer, draft=True)
    width, _height, pixels = raster(tmp_path / "a.pdf", tmp_path, tool)
    assert 60 < pixels[round(20 * MM) * width + round(30 * MM)] < 130
    assert min(pixels[round(31 * MM) * width : round(31 * MM) * width + width]) == 0


@pytest.mark.parametrize(("a", "b"), [(40.0, 13.5), (15.0, -9.0)])
def test_no_printer_is_that_far_off(a: float, b: float) -> None:
    assert offset_of(a, b) is None


def test_both_sides_of_the_turning_test_name_the_same_sheet(imprint: Imprint, typefaces: Typefaces) -> None:
    pages = turning_pages(imprint, typefaces)
    said = [next(mark.text for mark in page.marks if isinstance(mark, Text) and mark.size > 30) for page in pages]
    assert said == ["第 1 张 正面", "第 1 张 背面", "第 2 张 正面", "第 2 张 背面"]
