"""The typefaces of this machine: where they are, what they can draw and how wide it is, read without Qt."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.page import MM_PER_POINT, Weight

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

REGULAR = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "SourceHanSans-Regular.ttc",
    "msyh.ttc",
    "msyh.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "simhei.ttf",
)
BOLD = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansSC-Bold.otf",
    "SourceHanSansSC-Bold.otf",
    "SourceHanSansCN-Bold.otf",
    "SourceHanSans-Bold.ttc",
    "msyhbd.ttc",
    "msyhbd.ttf",
)
RARE = (
    "NotoSerifCJK-Regular.ttc",
    "simsunb.ttf",
    "SimsunExtG.ttf",
    "PlangothicP1-Regular.ttf",
    "PlangothicP2-Regular.ttf",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
    "BabelStoneHan.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
)
SUBSTITUTE = "〓"
"""What stands where a character cannot be drawn: the geta of Chinese and Japanese printers."""


class NoTypeface(DeskError):
    """This machine has no typeface with Chinese characters."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This computer has no Chinese typeface, so nothing can be printed. "
                "Install Noto Sans CJK (package fonts-noto-cjk) and try again."
            )
        )


class Face:
    """One typeface file, opened when it is first asked."""

    def __init__(self, path: Path, *, bold: bool) -> None:
        self.path = path
        self.bold = bold

    @cached_property
    def font(self) -> TTFont:
        """The font itself; of a collection the simplified Chinese face. Its file is closed with this face."""
        font = self._open()
        weakref.finalize(self, font.close)
        return font

    def _open(self) -> TTFont:
        from fontTools.ttLib import TTFont

        for number in range(self._count()):
            font = TTFont(self.path, fontNumber=number, lazy=True)
            family = str(font["name"].getDebugName(1) or "")
            if family.endswith(" SC") and "Mono" not in family:
                return font
            font.close()
        return TTFont(self.path, fontNumber=0, lazy=True)

    def _count(self) -> int:
        """Return how many faces a collection holds (OpenType, TTC header), 0 of a single font."""
        with self.path.open("rb") as file:
            head = file.read(12)
        return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 0

    @cached_property
    def glyph_names(self) -> Mapping[int, str]:
        """Which glyph draws which character."""
        return self.font.getBestCmap() or {}

    @cached_property
    def glyphs(self) -> Mapping[str, Any]:
        """The outlines by glyph name."""
        glyphs: Mapping[str, Any] = self.font.getGlyphSet()
        return glyphs

    @cached_property
    def units(self) -> int:
        """Font units in one em."""
        return int(self.font["head"].unitsPerEm)

    def advance(self, character: str) -> float:
        """Return the width of `character` in ems."""
        return float(self.font["hmtx"][self.glyph_names[ord(character)]][0]) / self.units


class Typefaces:
    """The faces of a print job by weight, in the order in which they are asked for a character."""

    def __init__(self, regular: Sequence[Path], bold: Sequence[Path] = (), rare: Sequence[Path] = ()) -> None:
        """Use the first of `regular` and of `bold`; all others, then `rare`, serve only characters the first has not.

        Raises NoTypeface if `regular` is empty.
        """
        if not regular:
            raise NoTypeface
        faces = {path: Face(path, bold=path in bold) for path in (*regular, *bold, *rare)}
        chain = [*regular, *(path for path in rare if path not in regular)]
        self._faces: dict[Weight, list[Face]] = {
            "regular": [faces[path] for path in chain],
            "bold": [faces[path] for path in (*bold, *chain)],
        }
        self._found: dict[tuple[str, Weight], tuple[Face | None, float]] = {}

    def face(self, character: str, weight: Weight) -> Face | None:
        """Return the face that draws `character`, None if there is none."""
        return self._find(character, weight)[0]

    def advance(self, character: str, weight: Weight) -> float:
        """Return the width of `character` in ems; that of the substitute if no face draws it."""
        return self._find(character, weight)[1]

    def width(self, text: str, size: float, weight: Weight) -> float:
        """Return how many millimetres `text` takes at `size` points."""
        return sum(self._find(character, weight)[1] for character in text) * size * MM_PER_POINT

    def lacks(self, text: str) -> str:
        """Return the characters of `text` that no face here can draw, each once, in order."""
        return "".join(dict.fromkeys(character for character in text if self.face(character, "regular") is None))

    def _find(self, character: str, weight: Weight) -> tuple[Face | None, float]:
        found = self._found.get((character, weight))
        if found is None:
            face = next((face for face in self._faces[weight] if ord(character) in face.glyph_names), None)
            found = self._found[character, weight] = (face, face.advance(character) if face else 1.0)
        return found


def installed_typefaces() -> Typefaces:
    """Find the Chinese typefaces of this machine.

    Raises NoTypeface if there is none.
    """
    by_name: dict[str, Path] = {}
    for path in _font_files():
        by_name.setdefault(path.name.lower(), path)

    def present(names: Sequence[str]) -> list[Path]:
        return [by_name[name.lower()] for name in names if name.lower() in by_name]

    return Typefaces(present(REGULAR), present(BOLD)[:1], present(RARE))


def _font_files() -> Iterator[Path]:
    for folder in _font_folders():
        for root, _folders, files in os.walk(folder):
            yield from (Path(root, name) for name in files)


def _font_folders() -> list[Path]:
    """Return where this system keeps its typefaces, the user's own last."""
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [*(Path(folder, "fonts") for folder in shared.split(":") if folder), home / ".local/share/fonts", home / ".fonts"]
