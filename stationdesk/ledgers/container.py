"""What must be true of a file before a spreadsheet library sees it: kind, sizes, parts, no program, no entities."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from stationdesk.ledgers.refusals import Refusal

MEGABYTE = 1 << 20
FILE_BYTES = 20 * MEGABYTE
UNPACKED_BYTES = 200 * MEGABYTE
RATIO = 100
RATIO_FLOOR = 8 * MEGABYTE
"""Bytes: a part that unpacks to less than this may be packed as tightly as it likes; real sheets of one repeated value are."""
PARTS = 200
ROWS = 200_000
COLUMNS = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_VBA = (b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T", b"V\0B\0A\0\0")
_WORD = "WordDocument".encode("utf-16-le")
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d{1,9})"')
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{2,})(\d+)"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?(/?)>')
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]{1,2000})</(?:\w+:)?f>\s*(<(?:\w+:)?v\b[^>]*>[^<]+)?'
)
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


@dataclass(slots=True)
class SheetMarks:
    """What the library leaves out: formulas, hidden rows and comments of one sheet part."""

    hidden_rows: list[int] = field(default_factory=list)
    formulas: list[tuple[int, int, str, bool]] = field(default_factory=list)
    """Row, column, text, whether the sheet holds a result."""


def kind_of(data: bytes) -> str:
    """Return zip, ole or text by the file's own bytes; its name may say anything.

    Raises Refusal for an empty file and for what can be no table (a PDF, a picture, a program).
    """
    if not data.strip(b"\0 \r\n\t"):
        raise Refusal("empty")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if data[:8] == OLE:
        return "ole"
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and data[2:4] in (b"\x10\0", b"\x08\0", b"\x06\0", b"\x04\0"):
        return "ole"
    if data[:5] in (b"%PDF-", b"{\\rtf"):
        raise Refusal("document")
    if data[:4096].count(b"\0") > max(4, len(data[:4096]) // 100) and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refusal("not_a_sheet")
    return "text"


def check_ole(data: bytes) -> None:
    """Look at an old workbook; raises Refusal for a password, macros or a document of another program."""
    if _ENCRYPTED in data:
        raise Refusal("password")
    if _WORD in data:
        raise Refusal("document")
    if any(mark in data for mark in _VBA):
        raise Refusal("macros")


def check_zip(data: bytes) -> zipfile.ZipFile:
    """Open a workbook's container and judge its parts by the directory alone; raises Refusal."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as error:  # by the directory alone
        raise Refusal("damaged") from error
    if len(parts) > PARTS:
        raise Refusal("too_many_parts", PARTS)
    _check_names(parts)
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("password")
    unpacked = sum(part.file_size for part in parts)
    sizes = [(unpacked, sum(part.compress_size for part in parts)), *((part.file_size, part.compress_size) for part in parts)]
    if unpacked > UNPACKED_BYTES or any(size > RATIO_FLOOR and size > RATIO * max(packed, 1) for size, packed in sizes):
        raise Refusal("unpacks_too_big")
    _check_kind(archive, {part.filename for part in parts})
    return archive


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.filename.replace("\\", "/")
        folded = name.casefold()
        link = (part.external_attr >> 16) & 0o170000 == 0o120000
        if (
            folded in seen
            or link
            or name.startswith("/")
            or re.match(r"[A-Za-z]:", name)
            or ".." in name.split("/")
            or "\0" in part.orig_filename
        ):
            raise Refusal("bad_parts")
        seen.add(folded)


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    folded = {name.casefold() for name in names}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in folded):
        raise Refusal("macros")
    if "xl/workbook.bin" in folded:
        raise Refusal("binary")
    if "word/document.xml" in folded or "ppt/presentation.xml" in folded:
        raise Refusal("document")
    if "xl/workbook.xml" not in folded:
        raise Refusal("not_a_sheet")
    types = read_part(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types:
        raise Refusal("macros")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack one part, no further than its directory entry says; raises Refusal if it is broken or longer."""
    try:
        limit = archive.getinfo(name).file_size
        with archive.open(name) as stream:
            found = stream.read(limit + 1)
    except Exception as error:  # what a stranger's bytes make zipfile and zlib raise has no common base
        raise Refusal("damaged") from error
    if len(found) > limit:
        raise Refusal("unpacks_too_big")
    return found


def check_parts(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Unpack every XML part once: no entities, no bomb of rows or columns; returns the marks of each sheet part."""
    marks: dict[str, SheetMarks] = {}
    for name in archive.namelist():
        if not name.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        content = read_part(archive, name)
        head = content[:4096]
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content = content.decode("utf-16", "replace").encode()
        if b"<!" in content and _ENTITY.search(content):
            raise Refusal("entities")
        if _SHEET_PART.fullmatch(name):
            marks[posixpath.normpath(name)] = _sheet_marks(content)
    return marks


def column_number(letters: bytes) -> int:
    """Return the column A=0, B=1 … of its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheet_marks(content: bytes) -> SheetMarks:
    marks = SheetMarks()
    last = 0
    for count, row in enumerate(_ROW.finditer(content), 1):
        number = _ROW_NUMBER.search(row[1])
        last = max(last, int(number[1]) if number else count)
        if b"hidden=" in row[1] and re.search(rb'\bhidden="(?:1|true)"', row[1]):
            marks.hidden_rows.append((int(number[1]) if number else count) - 1)
    widest = max((column_number(cell[1]) for cell in _FAR_CELL.finditer(content)), default=0)
    if last >= ROWS or widest >= COLUMNS:
        _judge_extent(content)
    if b"<f" in content or b":f" in content:
        for cell in _FORMULA.finditer(content):
            text = cell[3].decode("utf-8", "replace")
            marks.formulas.append((int(cell[2]) - 1, column_number(cell[1]), "=" + text, cell[4] is not None))
    return marks


def _judge_extent(content: bytes) -> None:
    """Raise Refusal unless what reaches far out is only formatting (cells without a value)."""
    last = widest = 0
    for cell in _CELL.finditer(content):
        if cell[3] != b"/":
            last, widest = max(last, int(cell[2])), max(widest, column_number(cell[1]))
    if widest >= COLUMNS:
        raise Refusal("too_many_columns", COLUMNS)
    if last >= ROWS:
        raise Refusal("too_many_rows", ROWS)
