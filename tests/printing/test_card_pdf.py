# long: one PDF looked at by several tools

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path

import pytest

from stationdesk.printing.card_sheet import lay_out
from stationdesk.printing.contact_card import Card, CardLine, Design, Imprint, LeftOut
from stationdesk.printing.page import Line, Page, Qr, Text
from stationdesk.printing.typeface import Typefaces, installed_typefaces
from stationdesk.settings import resource

Make = Callable[..., Card]
Print = Callable[..., Path]
Tool = Callable[..., str]

NAMES = ("汪厚行", "鱼山生", "𠅤厚田", "𬱖䶮", "买买提·艾力", "阿卜杜热合曼·买买提依明", "欧阳建国", "单于水", "长立心", "曾力")
UNDRAWABLE = "\U00031350"
MM = 25.4 / 72
DESIGNS: tuple[Design, ...] = ("number", "person", "wall")


def ten(card: Make) -> list[Card]:
    return [
        card(n, name, lines=(CardLine("村医", "13800000058", name),), duty_phone=f"079801234{n:02}")
        for n, name in enumerate(NAMES, start=1)
    ]


def words(path: Path, page: int, tool: Tool) -> list[tuple[float, float, float, float, str]]:
    """Return the words of a page as poppler finds them, with their boxes in millimetres."""
    found = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
        tool("pdftotext", "-bbox", "-f", page, "-l", page, path, "-"),
    )
    return [(*(float(edge) * MM for edge in edges), unescape(said)) for *edges, said in found]  # type: ignore[misc]


def pixels(path: Path, page: int, dpi: int, tmp_path: Path, tool: Tool) -> tuple[int, int, bytes]:
    """Rasterise a page; return width, height and one byte a pixel."""
    tool("pdftoppm", "-r", dpi, "-f", page, "-l", page, "-gray", "-singlefile", path, tmp_path / "page")
    raw = (tmp_path / "page.pgm").read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", raw)
    assert head is not None
    return int(head[1]), int(head[2]), raw[head.end() :]


@pytest.mark.parametrize("design", DESIGNS)
def test_every_word_comes_out_of_the_pdf_as_the_characters_that_went_in(
    design: Design, card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool
) -> None:
    pages = lay_out(ten(card), design, imprint, typefaces).pages
    path = printed(pages)
    for number, page in enumerate(pages, start=1):
        given = Counter(word for mark in page.marks if isinstance(mark, Text) for word in mark.text.split(" "))
        assert Counter(said for *_box, said in words(path, number, tool)) == given
    whole = tool("pdftotext", "-raw", path, "-")
    for name in NAMES:
        assert name in whole
    assert not re.search("[\u2e80-\u2fdf\ue000-\uf8ff]", whole)


@pytest.mark.parametrize("design", DESIGNS)
def test_words_stand_where_the_layout_put_them(
    design: Design, card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool
) -> None:
    pages = lay_out(ten(card), design, imprint, typefaces).pages
    path = printed(pages)
    for number, page in enumerate(pages, start=1):
        found = words(path, number, tool)
        for mark in page.marks:
            if not isinstance(mark, Text):
                continue
            width = typefaces.width(mark.text, mark.size, mark.weight) * (1 + mark.tracking)
            left = mark.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[mark.align] * width
            first, last = mark.text.split(" ")[0], mark.text.split(" ")[-1]
            assert any(said == first and abs(x - left) < 0.2 and y < mark.y < bottom for x, y, _right, bottom, said in found), mark
            slack = 0.2 + mark.tracking * mark.size * MM
            assert any(said == last and abs(x - left - width) < slack for _x, _y, x, _bottom, said in found), mark


@pytest.mark.parametrize("design", DESIGNS)
def test_every_code_is_read_at_200_dpi_and_dials_its_number(
    design: Design, card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool, tmp_path: Path
) -> None:
    cards = ten(card)
    path = printed(lay_out(cards, design, imprint, typefaces).pages)
    tool("pdftoppm", "-r", 200, "-png", path, tmp_path / "at200")
    sheets = sorted(tmp_path.glob("at200*.png")) if design == "wall" else sorted(tmp_path.glob("at200*.png"))[:1]
    read = tool("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", *sheets).split()
    assert sorted(read) == sorted(f"tel:{one.duty_phone}" for one in cards)


def test_fonts_are_embedded_with_unicode_and_the_file_is_neutral(
    card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool
) -> None:
    path = printed(lay_out(ten(card), "number", imprint, typefaces).pages)
    fonts = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
    assert {font[0][:8] for font in fonts} == {"DeskBold", "DeskRegu"}
    assert all(font[-5:-2] == ["yes", "no", "yes"] for font in fonts)
    told = tool("pdfinfo", path)
    assert re.search(r"Title:\s+联系卡", told)
    assert re.search(r"Author:\s*\n", told)
    raw = path.read_bytes()
    assert "徐丽华".encode() not in raw
    assert "徐丽华".encode("utf-16-be") not in raw
    assert len(raw) < 150_000


# long: the same marks measured at one go
def test_crop_marks_and_rules_are_on_their_place_to_a_fifth_of_a_millimetre(
    card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool, tmp_path: Path
) -> None:
    pages = lay_out(ten(card), "person", imprint, typefaces).pages
    path = printed(pages)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", tool("pdfinfo", path))
    assert size is not None
    assert float(size[1]) * MM == pytest.approx(210, abs=0.2)
    assert float(size[2]) * MM == pytest.approx(297, abs=0.2)
    for number in (1, 2):
        width, height, grey = pixels(path, number, 600, tmp_path, tool)
        assert abs(width - 4961) <= 5
        assert abs(height - 7016) <= 5

        def black(x: float, y: float, wide: int = width, image: bytes = grey) -> bool:
            return image[round(y / 25.4 * 600) * wide + round(x / 25.4 * 600)] < 128

        def across(x: float, y: float, ink: Callable[[float, float], bool] = black) -> float:
            """Return where, within 1.5 mm of `x`, the middle of the ink is."""
            hits = [x + step / 50 for step in range(-75, 76) if ink(x + step / 50, y)]
            return sum(hits) / len(hits)

        def down(x: float, y: float, ink: Callable[[float, float], bool] = black) -> float:
            hits = [y + step / 50 for step in range(-75, 76) if ink(x, y + step / 50)]
            return sum(hits) / len(hits)

        for x in (15, 105, 195):
            assert across(x, 9.5) == pytest.approx(x, abs=0.2)
            assert across(x, 287.5) == pytest.approx(x, abs=0.2)
        for y in (13.5, 67.5, 121.5, 175.5, 229.5, 283.5):
            assert down(11, y) == pytest.approx(y, abs=0.2)
            assert down(199, y) == pytest.approx(y, abs=0.2)
            if 14 < y < 283:
                assert across(105, y - 1.2) == pytest.approx(105, abs=0.2)
                assert down(103.8, y) == pytest.approx(y, abs=0.2)
        for column in (0, 1):
            for line in range(5):
                left, top = 15 + 90 * column, 13.5 + 54 * line
                assert across(left + 3.2, top + 38) == pytest.approx(left + 3.2, abs=0.2)
                assert across(left + 86.8, top + 38) == pytest.approx(left + 86.8, abs=0.2)
                assert down(left + 60, top + 50.8) == pytest.approx(top + 50.8, abs=0.2)
        assert not black(12.95 + 0.5, 13.5)
        assert not black(15, 14.5)


def test_the_codes_edges_are_on_their_place_and_its_quiet_zone_is_white(
    card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool, tmp_path: Path
) -> None:
    pages = lay_out(ten(card), "number", imprint, typefaces).pages
    width, _height, grey = pixels(printed(pages), 1, 600, tmp_path, tool)
    dot = 600 / 25.4
    for mark in pages[0].marks:
        if not isinstance(mark, Qr):
            continue
        left, top, right = round(mark.x * dot), round(mark.y * dot), round((mark.x + mark.size) * dot)
        finder = [x for x in range(left - 40, left + 40) if grey[(top + 6) * width + x] < 128]
        assert abs(finder[0] - left) <= 4
        quiet = round(4 * mark.size / 25 * dot) - 4
        for y in range(top - quiet, top + (right - left) + quiet):
            assert min(grey[y * width + left - quiet : y * width + left - 3]) > 128
        for y in (*range(top - quiet, top - 3), *range(top + right - left + 4, top + right - left + quiet)):
            assert min(grey[y * width + left - quiet : y * width + right]) > 128


def test_characters_no_typeface_has_are_named_marked_and_still_copied(
    card: Make, typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool
) -> None:
    printout = lay_out([card(name=f"汪{UNDRAWABLE}")], "person", imprint, typefaces)
    assert LeftOut("汪家组01", UNDRAWABLE, "no_glyph") in printout.left_out
    path = printed(printout.pages)
    assert f"汪{UNDRAWABLE}" in tool("pdftotext", path, "-")


def test_a_face_without_bold_is_made_bold_and_keeps_its_characters(
    card: Make, imprint: Imprint, printed: Print, tool: Tool, tmp_path: Path
) -> None:
    zenhei = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
    if not zenhei.exists():
        pytest.skip("WenQuanYi Zen Hei is not installed")
    faces = Typefaces([zenhei])
    plain, bold = ([Page(90, 54, (Text(5, 20, "汪厚行", 30, weight),))] for weight in ("regular", "bold"))
    ink = []
    for pages in (plain, bold):
        path = printed(pages, faces)
        assert tool("pdftotext", path, "-").strip() == "汪厚行"
        _width, _height, grey = pixels(path, 1, 300, tmp_path, tool)
        ink.append(sum(255 - value for value in grey))
    assert 1.15 * ink[0] < ink[1] < 2 * ink[0]


def test_lines_have_their_width(printed: Print, tool: Tool, tmp_path: Path) -> None:
    path = printed([Page(90, 54, (Line(5, 10, 85, 10, 0.6),))])
    width, height, grey = pixels(path, 1, 600, tmp_path, tool)
    dark = [y for y in range(height) if grey[y * width + width // 2] < 128]
    assert len(dark) / 600 * 25.4 == pytest.approx(0.6, abs=0.1)
    level = [x for x in range(width) if grey[round(10 / 25.4 * 600) * width + x] < 128]
    assert level[0] / 600 * 25.4 == pytest.approx(5, abs=0.1)
    assert level[-1] / 600 * 25.4 == pytest.approx(85, abs=0.1)


def test_a_full_disk_is_told_and_leaves_nothing_half(tmp_path: Path, typefaces: Typefaces, qapp: object) -> None:
    from stationdesk.printing.painter import write_pdf
    from stationdesk.printing.pdf_file import NoRoomForPdf

    target = tmp_path / "cards.pdf"
    target.write_bytes(b"the one before")
    (tmp_path / "cards.pdf.partial").symlink_to("/dev/full")
    with pytest.raises(NoRoomForPdf, match=r"cards\.pdf"):
        write_pdf([Page(90, 54, (Text(5, 20, "汪厚行", 30),))], target, typefaces, "联系卡")
    assert [path.name for path in tmp_path.iterdir()] == ["cards.pdf"]
    assert target.read_bytes() == b"the one before"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, typefaces: Typefaces, qapp: object) -> None:
    from stationdesk.printing.painter import write_pdf
    from stationdesk.printing.pdf_file import PdfNotWritten

    (tmp_path / "folder.pdf").mkdir()
    for target in (tmp_path / "gone" / "cards.pdf", tmp_path / "folder.pdf"):
        with pytest.raises(PdfNotWritten, match=target.name):
            write_pdf([Page(90, 54, ())], target, typefaces, "联系卡")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.pdf"]


THOUSAND = """
import sys, time
from datetime import datetime
from pathlib import Path
from stationdesk.i18n import install
install("zh_CN", Path(sys.argv[2]))
from stationdesk.printing.card_sheet import lay_out
from stationdesk.printing.contact_card import Card, CardLine, Imprint
from stationdesk.printing.typeface import installed_typefaces
loaded_early = "PySide6" in sys.modules
lines = tuple(CardLine("村医", f"138000000{n:02}", "胡文斌") for n in range(7))
cards = [
    Card(f"汪家组{n:04}", "上徐村新时代文明实践站", f"0798{n % 20:07}", "2026年11月 第 3 版",
         CardLine("网格长", "13800000046", "汪志" + chr(0x4E00 + n)), "汪家组", "上徐村委会院内", lines)
    for n in range(1000)
]
faces = installed_typefaces()
out = lay_out(cards, "number", Imprint("徐丽华", datetime(2026, 11, 23, 9, 40)), faces)
from stationdesk.printing.painter import write_pdf
write_pdf(out.pages, Path(sys.argv[1]), faces, "cards")
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
print(peak, int(loaded_early), len(out.pages))
"""


def test_a_thousand_different_cards_take_little_memory_even_without_a_window(tmp_path: Path) -> None:
    path = tmp_path / "thousand.pdf"
    told = subprocess.run(
        [sys.executable, "-c", THOUSAND, str(path), str(resource("translations"))], check=True, capture_output=True, encoding="utf-8"
    )
    assert told.stderr == ""
    megabytes, loaded_early, pages = (float(word) for word in told.stdout.split())
    assert loaded_early == 0
    assert pages == 200
    assert megabytes < 300
    assert path.stat().st_size < 4_000_000


def test_qt_returns_none_without_losing_a_reference(qapp: object) -> None:
    """PySide6 6.12 on Python 3.11 drops one reference to None a call and ends in an abort after some thousand."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for _number in range(1000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 100


def test_the_installed_typefaces_draw_the_rare_characters_of_names() -> None:
    faces = installed_typefaces()
    assert faces.lacks("𠅤𬱖䶮·汪厚行鱼山生") == ""
    assert faces.lacks(f"汪{UNDRAWABLE}汪{UNDRAWABLE}") == UNDRAWABLE


def test_pages_go_onto_any_paged_device(
    tmp_path: Path, card: Make, typefaces: Typefaces, imprint: Imprint, tool: Tool, qapp: object
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from stationdesk.printing.duplex import Imposed
    from stationdesk.printing.painter import Press

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printer.pdf"))
    printer.setResolution(600)
    printer.setFullPage(True)
    sheets: Sequence[Page] = lay_out([card()], "number", imprint, typefaces).pages
    with Press(sheets, typefaces) as press:
        press.print_run([Imposed(page) for page in sheets], printer)
    assert "Pages:           2" in tool("pdfinfo", tmp_path / "printer.pdf")
    assert "汪志强" in tool("pdftotext", tmp_path / "printer.pdf", "-")
