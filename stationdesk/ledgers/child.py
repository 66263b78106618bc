"""The process that opens a stranger's file: bytes in on standard input, plain sheets out as JSON, killed if it misbehaves."""

from __future__ import annotations

import codecs
import io
import json
import posixpath
import re
import struct
import sys
import zipfile
import zlib

import python_calamine

from stationdesk.ledgers import container, row_colours, text_tables
from stationdesk.ledgers.refusals import Refusal
from stationdesk.ledgers.sheet import pack

CELLS = 6_000_000
MEMORY_BYTES = 512 << 20
CPU_SECONDS = 20
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_COMMENT = re.compile(r'<(?:\w+:)?comment\b[^>]*?\bref="([A-Z]+)(\d+)"[^>]*>(.*?)</(?:\w+:)?comment>', re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#10;": "\n", "&amp;": "&"}


def main() -> None:
    """Read the file on standard input and write what it holds, or why it is refused, to standard output."""
    for encoding in ("gb18030", "utf-16", "cp437", "utf-8-sig"):
        codecs.lookup(encoding)
    zlib.decompressobj()
    confine()
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"sheets": read(data)}
    except Refusal as refusal:
        answer = {"refused": refusal.code, "figure": refusal.figure}
    except MemoryError:
        answer = {"refused": "too_much_memory"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def confine() -> None:
    """Limit this process where the system can: memory, time, and no file to be opened or written from here on."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def read(data: bytes) -> list[dict[str, object]]:
    """Return every sheet of a file given as its bytes; raises Refusal."""
    kind = container.kind_of(data)
    if kind == "text":
        name, rows, merges = text_tables.read_text(data)
        return [{"name": name, "rows": rows, "merges": merges}]
    if kind == "ole":
        container.check_ole(data)
        return _read_workbook(data, None)
    archive = container.check_zip(data)
    return _read_workbook(data, _Package(archive))


class _Package:
    """What the parts of an .xlsx say that the library does not hand on."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.marks = container.check_parts(archive)
        names = {name.casefold(): name for name in archive.namelist()}
        book = self._text(names.get("xl/workbook.xml", ""))
        targets = self._relations(names.get("xl/_rels/workbook.xml.rels", ""), "xl")
        self.epoch_1904 = bool(re.search(r'date1904="(?:1|true)"', book))
        self.coloured = row_colours.coloured_formats(self._text(names.get("xl/styles.xml", "")))
        self.parts: list[str] = []
        for sheet in _SHEET.finditer(book):
            found = dict(_ATTRIBUTE.findall(sheet[1]))
            self.parts.append(targets.get(next((value for key, value in found.items() if key.endswith(":id")), ""), ""))

    def _text(self, name: str) -> str:
        return container.read_part(self.archive, name).decode("utf-8", "replace") if name else ""

    def _relations(self, name: str, folder: str) -> dict[str, str]:
        found = {}
        for relation in _RELATION.finditer(self._text(name)):
            given = dict(_ATTRIBUTE.findall(relation[1]))
            target = given.get("Target", "")
            found[given.get("Id", "")] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            )
        return found

    def colours(self, part: str) -> dict[str, list[int]]:
        """Return the rows of a sheet part that are coloured, by the colour's name."""
        present = {posixpath.normpath(name): name for name in self.archive.namelist()}
        if not self.coloured or part not in present:
            return {}
        return row_colours.coloured_rows(container.read_part(self.archive, present[part]), self.coloured)

    def comments(self, part: str) -> list[tuple[int, int, str]]:
        """Return row, column and text of the comments of a sheet part."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels"
        present = set(self.archive.namelist())
        if rels not in present:
            return []
        found = []
        for target in self._relations(rels, folder).values():
            if "comment" in posixpath.basename(target).casefold() and target.endswith(".xml") and target in present:
                for comment in _COMMENT.finditer(self._text(target)):
                    text = "".join(_TEXT.findall(comment[3]))
                    for escape, plain in _ESCAPES.items():
                        text = text.replace(escape, plain)
                    found.append((int(comment[2]) - 1, container.column_number(comment[1].encode()), text.strip()))
        return found


def _read_workbook(data: bytes, package: _Package | None) -> list[dict[str, object]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Refusal("password") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("password" if "assword" in str(error) else "damaged") from error
    epoch = package.epoch_1904 if package else _old_epoch(data)
    sheets = []
    for at, about in enumerate(book.sheets_metadata):
        if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        part = package.parts[at] if package and at < len(package.parts) else ""
        sheets.append(
            _read_sheet(book, at, part, package)
            | {"epoch_1904": epoch, "hidden": about.visible is not python_calamine.SheetVisibleEnum.Visible}
        )
    return sheets


def _read_sheet(book: python_calamine.CalamineWorkbook, at: int, part: str, package: _Package | None) -> dict[str, object]:
    try:
        sheet = book.get_sheet_by_index(at)
        _check_size(sheet)
        packed = _placed([[pack(cell) for cell in row] for row in sheet.iter_rows()], sheet.start, sheet.end)
        merges = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error
    while packed and not any(cell is not None for cell in packed[-1]):
        packed.pop()
    found: dict[str, object] = {"name": sheet.name, "rows": packed, "merges": merges}
    marks = package.marks.get(part) if package else None
    if package and marks:
        _keep_formulas(packed, marks.formulas)
        found |= {"hidden_rows": marks.hidden_rows, "formulas": [f[:3] for f in marks.formulas], "comments": package.comments(part)}
        found["colours"] = package.colours(part)
    return found


def _placed(rows: list[list[object]], start: tuple[int, int] | None, end: tuple[int, int] | None) -> list[list[object]]:
    """Return rows where they stand in the sheet, however much of the empty area before them the library has left out."""
    if start is None or end is None or not rows:
        return []
    above, before = end[0] + 1 - len(rows), end[1] + 1 - len(rows[0])
    if before:
        rows = [[None] * before + row for row in rows]
    return [[] for _row in range(above)] + rows


def _check_size(sheet: python_calamine.CalamineSheet) -> None:
    if sheet.end is None:
        return
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    if rows * columns > CELLS and columns > container.COLUMNS:
        raise Refusal("too_many_columns", container.COLUMNS)
    if rows > container.ROWS - 1:
        raise Refusal("too_many_rows", container.ROWS)
    if rows * columns > CELLS * 4:
        raise Refusal("too_many_cells")


def _keep_formulas(rows: list[list[object]], formulas: list[tuple[int, int, str, bool]]) -> None:
    """Put a formula's own text where the sheet holds no result of it, so that nothing is lost; nothing is worked out."""
    for row, column, text, has_result in formulas:
        if has_result or column >= container.COLUMNS:
            continue
        while row >= len(rows):
            rows.append([])
        cells = rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        if cells[column] in (None, 0.0, ""):
            cells[column] = text


def _old_epoch(data: bytes) -> bool:
    """Return whether an old workbook counts days from 1904 (its DATEMODE record, [MS-XLS] 2.4.77)."""
    return struct.pack("<HHH", 0x22, 2, 1) in data


if __name__ == "__main__":
    main()
