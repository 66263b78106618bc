"""The icons are one set: same grid, same line, drawn in the colour of the text; and every one that the code names is there."""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from stationdesk.settings import resource
from stationdesk.ui.desk_pages import PAGES
from stationdesk.ui.parts.tokens import DARK, LIGHT
from tests.house.check import ROOT

SVG = "{http://www.w3.org/2000/svg}"
LINE = {
    "width": "24",
    "height": "24",
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.7",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
SHAPES = {"path": {"d"}, "circle": {"cx", "cy", "r"}, "rect": {"x", "y", "width", "height", "rx", "transform"}}
DRAWINGS = sorted(resource("icons").glob("*.svg"))
SET = [path for path in DRAWINGS if path.stem != "app" and not path.stem.endswith(("_light", "_dark"))]
"""Without the program's own icon and what the stylesheet paints, which has a colour of its own in each theme."""


def painted(path: Path, size: int, ink: str) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    renderer = QSvgRenderer(QByteArray(path.read_text(encoding="utf-8").replace("currentColor", ink).encode()))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def same(one: QColor, other: QColor) -> bool:
    """Tell whether two colours differ by no more than rounding."""
    return all(abs(mine - theirs) <= 2 for mine, theirs in zip(one.getRgb(), other.getRgb(), strict=True))  # type: ignore[call-overload]


@pytest.mark.parametrize("path", SET, ids=lambda path: path.stem)
def test_drawn_in_the_line_of_the_set(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own drawing
    assert (root.tag, root.attrib) == (SVG + "svg", LINE)
    assert len(root)
    for shape in root:
        assert set(shape.attrib) <= SHAPES[shape.tag.removeprefix(SVG)]
        assert not len(shape)


@pytest.mark.parametrize("path", SET, ids=lambda path: path.stem)
def test_shows_whole_in_light_and_dark(path: Path) -> None:
    for ink in (LIGHT.ink2, DARK.ink2):
        image = painted(path, 96, ink)
        inked = [(x, y) for x in range(96) for y in range(96) if image.pixelColor(x, y).alpha() > 127]
        assert 96 * 96 * 0.02 < len(inked) < 96 * 96 * 0.5
        assert all(same(image.pixelColor(*place), QColor(ink)) for place in inked if image.pixelColor(*place).alpha() == 255)
        assert all(2 <= x < 94 and 2 <= y < 94 for x, y in inked), "the line is cut at the edge of the grid"


def test_the_programs_own_icon_is_clear_when_small() -> None:
    image = painted(resource("icons/app.svg"), 16, LIGHT.ink)
    shades = [image.pixelColor(x, y).lightness() for x in range(3, 13) for y in range(3, 13)]
    assert sum(shade < 90 for shade in shades) > 15
    assert sum(shade > 220 for shade in shades) > 25


def named_in(tree: ast.Module) -> Iterator[str]:
    """Find the icons a module names: asked of the look, given to a button or under the word icon, or in a table of icons."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from words(node.args[:1]) if called in {"pixmap", "icon"} else ()
            yield from words(node.args[4:5]) if called == "Button" else ()
            yield from words([keyword.value for keyword in node.keywords if keyword.arg == "icon"])
        elif isinstance(node, ast.Assign) and any("ICON" in getattr(target, "id", "") for target in node.targets):
            yield from words(node.value.values) if isinstance(node.value, ast.Dict) else ()


def words(given: list[ast.expr]) -> Iterator[str]:
    yield from (node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value)


def test_every_icon_in_the_code_is_there() -> None:
    named = {icon for icon, *_rest in PAGES.values() if icon}
    for path in (ROOT / "stationdesk" / "ui").rglob("*.py"):
        named |= set(named_in(ast.parse(path.read_text(encoding="utf-8"))))
    assert {"phone", "search", "lock", "chevron_down"} <= named
    assert named <= {path.stem for path in SET}
