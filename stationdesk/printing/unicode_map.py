"""Corrects, in a PDF that Qt wrote, which characters its glyphs stand for.

Qt's own ToUnicode maps stop at U+FFFF and call the space a tab. The corrected maps are appended as an incremental update
(ISO 32000-1:2008, 7.5.6), so nothing that Qt wrote moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_MAP = re.compile(rb"/ToUnicode (\d+) 0 R")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:\[([^\]]*)\]|<([0-9A-Fa-f]+)>)")
_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_BLOCK = 100


def correct_unicode_maps(pdf: bytes, stand_ins: Mapping[str, str]) -> bytes:
    """Return `pdf` with stand-in characters in its ToUnicode maps replaced by what they stand for, and tabs by spaces.

    Raises ValueError if `pdf` has not the simple form in which Qt writes it.
    """
    trailer = _TRAILER.search(pdf)
    if trailer is None:
        raise ValueError("no trailer at the end of the PDF")
    update = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    places: list[bytes] = []
    for number in sorted({int(match[1]) for match in _MAP.finditer(pdf)}):
        stream = re.compile(rb"\n%d 0 obj\s*<<[^>]*>>\s*stream\r?\n(.*?)endstream" % number, re.DOTALL).search(pdf)
        if stream is None:
            raise ValueError(f"ToUnicode map {number} is missing from the PDF")
        body = _written(_meanings(stream[1], dict(stand_ins) | {"\t": " "}))
        places.append(b"%d 1\n%010d 00000 n \n" % (number, len(update)))
        update += b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    if places:
        table = len(update)
        update += b"xref\n" + b"".join(places)
        update += b"trailer\n<<%s/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], trailer[2], table)
    return bytes(update)


def _meanings(body: bytes, replacements: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield glyph number and text of every bfrange in `body`."""
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", body, re.DOTALL):
        for first, last, listed, base in _RANGE.findall(block):
            glyphs = range(int(first, 16), int(last, 16) + 1)
            codes = (
                [int(code, 16) for code in re.findall(rb"<([0-9A-Fa-f]+)>", listed)]
                if listed
                else [int(base, 16) + n for n in range(len(glyphs))]
            )
            for glyph, code in zip(glyphs, codes, strict=True):
                if code:
                    yield glyph, replacements.get(chr(code), chr(code))


def _written(meanings: Iterator[tuple[int, str]]) -> bytes:
    lines = [b"<%04X> <%s>\n" % (glyph, text.encode("utf-16-be").hex().upper().encode()) for glyph, text in meanings]
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    return _HEAD + b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks) + _FOOT
