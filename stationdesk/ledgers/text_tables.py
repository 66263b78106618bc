"""Tables kept as text: CSV and tab-text in any encoding a village meets, and HTML that calls itself .xls."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import Literal

from stationdesk.ledgers.container import COLUMNS, ROWS
from stationdesk.ledgers.refusals import Refusal
from stationdesk.ledgers.sheet import Span

_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|table|body|head|meta|div|xml:)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SPREADSHEET_XML = re.compile(r"<\?xml|urn:schemas-microsoft-com:office:spreadsheet", re.IGNORECASE)


def decode(data: bytes) -> str:
    """Return the text of `data`: UTF-8 or UTF-16 with or without a mark, else GB 18030; raises Refusal if it is neither."""
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:].decode("utf-8", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = data.decode("gb18030", "replace")
    if text.count("\ufffd") > len(text) // 200 + 1:
        raise Refusal("not_a_sheet")
    return text


def is_markup(text: str) -> bool:
    """Return whether the text is HTML rather than a plain table."""
    return bool(_MARKUP.search(text[:4096]))


def read_text(data: bytes) -> tuple[str, list[list[object]], list[Span]]:
    """Return the kind of table (csv, txt, html), its rows and its merges; raises Refusal for text that is no table."""
    text = decode(data)
    if is_markup(text):
        rows, merges = read_html(text)
        return "html", rows, merges
    if _SPREADSHEET_XML.search(text[:512]):
        raise Refusal("binary")
    if sum(ch < " " and ch not in "\t\r\n\f" for ch in text[:20000]) > 20:
        raise Refusal("not_a_sheet")
    delimiter = _delimiter(text)
    return ("txt" if delimiter == "\t" else "csv"), _read_rows(text, delimiter), []


def _delimiter(text: str) -> str:
    """Return the mark that cuts the first lines into the most alike rows."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    best, most = ",", 0.0
    for mark in ("\t", ",", ";", "|", "，"):
        counts = [line.count(mark) for line in lines]
        cut = [count for count in counts if count]
        if not cut:
            continue
        common = max(set(cut), key=cut.count)
        score = cut.count(common) / len(lines) * min(common, 8)
        if score > most:
            best, most = mark, score
    return best


def _read_rows(text: str, delimiter: str) -> list[list[object]]:
    csv.field_size_limit(1 << 24)
    rows: list[list[object]] = []
    quoting: Literal[0, 3] = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    for row in csv.reader(io.StringIO(text.replace("\0", "\ufffd"), newline=""), delimiter=delimiter, quoting=quoting):
        while row and not row[-1].strip():
            row.pop()
        if len(row) > COLUMNS:
            raise Refusal("too_many_columns", COLUMNS)
        rows.append([cell or None for cell in row])
        if len(rows) > ROWS:
            raise Refusal("too_many_rows", ROWS)
    return rows


class _Tables(HTMLParser):
    """Collects the cells of every table of a page, one below the other, with their spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[object]] = []
        self.merges: list[Span] = []
        self._taken: dict[tuple[int, int], bool] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._column = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row or a cell."""
        if tag == "tr":
            self._close()
            self.rows.append([])
            self._column = 0
            if len(self.rows) > ROWS:
                raise Refusal("too_many_rows", ROWS)
        elif tag in ("td", "th"):
            self._close()
            if not self.rows:
                self.rows.append([])
            given = dict(attrs)
            self._span = (_whole(given.get("rowspan")), _whole(given.get("colspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        """Take a cell's words."""
        if self._text is not None:
            self._text.append(re.sub(r"\s+", " ", data))

    def _close(self) -> None:
        if self._text is None:
            return
        row = len(self.rows) - 1
        while self._taken.pop((row, self._column), False):
            self._column += 1
        down, right = self._span
        if self._column + right > COLUMNS:
            raise Refusal("too_many_columns", COLUMNS)
        cells = self.rows[row]
        cells.extend([None] * (self._column - len(cells)))
        cells.append("".join(self._text).strip() or None)
        cells.extend([None] * (right - 1))
        if down > 1 or right > 1:
            self.merges.append((row, self._column, row + down - 1, self._column + right - 1))
            for below in range(row + 1, row + down):
                for beside in range(self._column, self._column + right):
                    self._taken[below, beside] = True
        self._column += right
        self._text = None


def _whole(text: str | None) -> int:
    return min(max(int(text), 1), 500) if text and text.isdigit() and len(text) < 6 else 1


def read_html(text: str) -> tuple[list[list[object]], list[Span]]:
    """Return the rows and merges of a page's tables; raises Refusal if it has none."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    if not parser.rows:
        raise Refusal("not_a_sheet")
    return parser.rows, [merge for merge in parser.merges if merge[2] < len(parser.rows) or merge[0] < merge[2]]
