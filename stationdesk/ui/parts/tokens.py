"""Colours, type and sizes of the whole window, in one place; pixels at 96 dpi."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class TextSize(StrEnum):
    """How large everything is written."""

    STANDARD = "standard"
    LARGE = "large"
    EXTRA_LARGE = "extra_large"


class Theme(StrEnum):
    """Dark on light, light on dark, or as the computer is set."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Colours(NamedTuple):
    """One theme's colours by what they are used for; every text pair is at least 4.5 : 1, every mark 3 : 1 (WCAG 2 AA)."""

    paper: str
    """Window and lists."""
    surface: str
    """The thing being worked on: person, form, field."""
    rail: str
    line: str
    """Hairlines; never the only sign of a control."""
    edge: str
    """Border of anything that can be clicked or typed into."""
    ink: str
    ink2: str
    ink3: str
    teal: str
    teal_hover: str
    teal_press: str
    on_teal: str
    sel: str
    hover: str
    amber: str
    amber_bg: str
    red: str
    red_bg: str
    green: str
    red_dot: str
    orange_dot: str
    yellow_dot: str
    green_dot: str
    blue_dot: str
    disabled: str
    disabled_bg: str


LIGHT = Colours(
    paper="#F7F4ED",
    surface="#FFFDF8",
    rail="#EEEAE0",
    line="#DDD7CA",
    edge="#878170",
    ink="#22282A",
    ink2="#50575A",
    ink3="#60655F",
    teal="#0E5A5C",
    teal_hover="#0A474A",
    teal_press="#073739",
    on_teal="#FFFFFF",
    sel="#DCEAE6",
    hover="#F2EEE4",
    amber="#7F4D00",
    amber_bg="#FAEDD0",
    red="#A3241B",
    red_bg="#FAE3DC",
    green="#2B673A",
    red_dot="#C4281C",
    orange_dot="#B4540C",
    yellow_dot="#AD7400",
    green_dot="#37854A",
    blue_dot="#2C5FA0",
    disabled="#9A968A",
    disabled_bg="#F0ECE3",
)

DARK = Colours(
    paper="#1B1E1F",
    surface="#232728",
    rail="#161919",
    line="#383E3F",
    edge="#7D8583",
    ink="#ECE8DF",
    ink2="#BDBDB4",
    ink3="#A3A59D",
    teal="#6CC4BC",
    teal_hover="#86D3CC",
    teal_press="#57ADA6",
    on_teal="#0C1B1B",
    sel="#1F403F",
    hover="#2B3031",
    amber="#E9B965",
    amber_bg="#3D3119",
    red="#F49A8E",
    red_bg="#46251F",
    green="#8CCB98",
    red_dot="#E5695B",
    orange_dot="#E88E4A",
    yellow_dot="#E0A92E",
    green_dot="#5FAE72",
    blue_dot="#86B0E6",
    disabled="#6E7472",
    disabled_bg="#262A2B",
)


class Sizes(NamedTuple):
    """One text size's type and room, in pixels."""

    name: int
    """Type of the open person's name; nothing on a page is larger."""
    title: int
    strong: int
    body: int
    small: int
    row: int
    current_row: int
    """The current line of 今日, which has two lines."""
    heading: int
    button: int
    small_button: int
    rail_width: int
    rail_row: int
    top_bar: int
    status_line: int
    key_strip: int
    icon: int
    search_width: int
    field_gap: int = 11
    page_margin: int = 24


SIZES = {
    TextSize.STANDARD: Sizes(30, 22, 17, 15, 13, 36, 78, 30, 36, 30, 136, 40, 52, 32, 34, 20, 440),
    TextSize.LARGE: Sizes(34, 25, 20, 17, 15, 42, 90, 34, 42, 34, 152, 44, 58, 36, 38, 23, 440),
    TextSize.EXTRA_LARGE: Sizes(38, 28, 22, 20, 17, 48, 101, 39, 46, 39, 172, 47, 64, 42, 44, 26, 440),
}
