"""The colours can be read by everybody: contrast is computed, not believed (WCAG 2.1, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from stationdesk.ui.parts.tokens import DARK, LIGHT, SIZES, Colours, TextSize

TEXT = [
    *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("paper", "surface", "rail", "sel", "hover")),
    *((ink, ground) for ink in ("ink", "ink2") for ground in ("amber_bg", "red_bg")),
    ("amber", "amber_bg"),
    ("amber", "sel"),
    ("amber", "surface"),
    ("red", "red_bg"),
    ("red", "sel"),
    ("red", "paper"),
    ("green", "paper"),
    ("green", "sel"),
    ("teal", "paper"),
    ("teal", "surface"),
    ("teal", "sel"),
    ("teal", "rail"),
    ("on_teal", "teal"),
    ("on_teal", "teal_hover"),
    ("on_teal", "teal_press"),
]
MARKS = [
    *(("edge", ground) for ground in ("paper", "surface")),
    *((dot, ground) for dot in ("red_dot", "orange_dot", "yellow_dot", "green_dot", "blue_dot") for ground in ("paper", "surface", "sel")),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_every_text_can_be_read(colours: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_every_mark_can_be_seen(colours: Colours, mark: str, ground: str) -> None:
    assert contrast(getattr(colours, mark), getattr(colours, ground)) >= 3


def test_nothing_is_written_smaller_than_thirteen_pixels() -> None:
    for sizes in SIZES.values():
        assert min(sizes.small, sizes.body, sizes.strong, sizes.title, sizes.name) >= 13


def test_every_size_grows_with_the_writing() -> None:
    standard, large, extra = (SIZES[size] for size in TextSize)
    for name in ("name", "title", "strong", "body", "small", "row", "button", "rail_width", "icon"):
        assert getattr(standard, name) < getattr(large, name) < getattr(extra, name)
