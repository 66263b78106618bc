"""A font made for one print job: exactly the characters printed, one glyph for each.

In the system's fonts one glyph often serves two code points (行 and the radical ⾏), and the PDF then gives back the wrong one;
here every glyph has one character, whichever face it came from, and the file stays small.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from stationdesk.printing.page import Weight
from stationdesk.printing.typeface import SUBSTITUTE, Typefaces

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

UNITS = 1000
EMBOLDEN = ((-18, -10), (18, -10), (-18, 10), (18, 10))
"""Where a face without bold is laid over itself to look bold; less than a stroke's width, so the copies make one shape."""
PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True)
class JobFont:
    """A font of one weight: its private family name, its file, and what its stand-in code points mean."""

    family: str
    data: bytes
    stand_ins: Mapping[str, str]
    """Characters of the private use area whose glyphs are those of characters outside the BMP."""


def make_job_font(characters: Iterable[str], weight: Weight, typefaces: Typefaces) -> JobFont:
    """Make a TrueType font with exactly `characters`.

    Qt writes ToUnicode for the BMP only, so the glyph of a character beyond it has a second, private code point by which it is
    recognised in the PDF (`unicode_map`).
    """
    from fontTools.fontBuilder import FontBuilder

    wanted = sorted(set(characters) | {" ", SUBSTITUTE})
    glyphs: dict[str, Glyph] = {".notdef": _outline(SUBSTITUTE, weight, typefaces)}
    codes: dict[int, str] = {}
    advances = {".notdef": UNITS}
    for number, character in enumerate(wanted):
        name = f"c{number}"
        drawn = character if typefaces.face(character, weight) else SUBSTITUTE
        glyphs[name] = _outline(drawn, weight, typefaces)
        advances[name] = round(typefaces.advance(drawn, weight) * UNITS)
        codes[ord(character)] = name
    free = (code for code in PRIVATE_USE if code not in codes)
    beyond = {next(free): character for character in wanted if ord(character) > 0xFFFF}
    family = "Desk " + weight.capitalize() + " " + hashlib.sha256("".join(wanted).encode()).hexdigest()[:8]

    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(codes | {code: codes[ord(character)] for code, character in beyond.items()})
    builder.setupGlyf(glyphs)
    lefts: Any = builder.font["glyf"]
    builder.setupHorizontalMetrics({name: (advance, getattr(lefts[name], "xMin", 0)) for name, advance in advances.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120, fsType=0)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return JobFont(family, file.getvalue(), MappingProxyType({chr(code): character for code, character in beyond.items()}))


def _outline(character: str, weight: Weight, typefaces: Typefaces) -> Glyph:
    """Return the outline of `character` as TrueType curves in `UNITS`; a frame if not even the substitute can be drawn."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    face = typefaces.face(character, weight)
    if face is None:
        for left, right, bottom, top in ((80, 920, -40, 800), (880, 120, 0, 760)):
            corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
        return pen.glyph()
    recorded = DecomposingRecordingPen(face.glyphs)
    face.glyphs[face.glyph_names[ord(character)]].draw(recorded)
    scale = UNITS / face.units
    thicker = EMBOLDEN if weight == "bold" and not face.bold else ((0, 0),)
    for dx, dy in thicker:
        curves = Cu2QuPen(pen, max_err=0.5, reverse_direction="glyf" not in face.font)
        recorded.replay(TransformPen(curves, (scale, 0, 0, scale, dx, dy)))
    return pen.glyph()
