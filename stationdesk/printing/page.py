"""Pages of paper in millimetres: what stands where, without knowing who paints it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

MM_PER_POINT = 25.4 / 72

Weight = Literal["regular", "bold"]
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of black text; `x` is the left end, the middle or the right end as `align` says, `y` the baseline."""

    x: float
    y: float
    text: str
    size: float
    """Size of the type in points."""
    weight: Weight = "regular"
    align: Align = "left"
    tracking: float = 0.0
    """Room added after each character, in parts of its width."""


@dataclass(frozen=True, slots=True)
class Line:
    """A rule from one point to another, `width` millimetres thick, its ends cut off square at the points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A frame; `line` millimetres thick, half of it on either side of the edge."""

    x: float
    y: float
    width: float
    height: float
    line: float


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of `size` × `size` millimetres without its quiet zone, which the layout keeps free."""

    x: float
    y: float
    size: float
    content: str


Mark = Text | Line | Rect | Qr


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet; the origin is its upper left corner."""

    width: float
    height: float
    marks: tuple[Mark, ...]


class Measure(Protocol):
    """What a layout must know of the type it sets."""

    def width(self, text: str, size: float, weight: Weight) -> float:
        """Return how many millimetres `text` takes at `size` points."""

    def lacks(self, text: str) -> str:
        """Return the characters of `text` that no typeface here can draw, each once."""


def moved(marks: Iterable[Mark], dx: float, dy: float) -> Iterator[Mark]:
    """Yield `marks` again, `dx` millimetres to the right and `dy` down."""
    for mark in marks:
        if isinstance(mark, Line):
            yield Line(mark.x1 + dx, mark.y1 + dy, mark.x2 + dx, mark.y2 + dy, mark.width)
        else:
            yield replace(mark, x=mark.x + dx, y=mark.y + dy)


def printable(text: str) -> str:
    """Return `text` composed, on one line, without characters that have no look (controls, joiners, variation selectors)."""
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in flat if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} and not _selects_variation(c))


def _selects_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
