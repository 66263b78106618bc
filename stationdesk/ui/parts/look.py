"""The look of the whole program: one palette, one stylesheet, one family of type, light or dark, in three sizes."""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from stationdesk.settings import resource
from stationdesk.ui.parts.tokens import DARK, LIGHT, SIZES, Colours, Sizes, TextSize, Theme

FAMILIES = ["Noto Sans CJK SC", "Microsoft YaHei UI", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimSun-ExtB"]
"""Noto on Linux, YaHei on Windows; the rest for machines without them and for rare characters."""
BOLD_ROLES = frozenset({"name", "title", "strong"})


class Look(QObject):
    """Colours, type and icons as they are now; `changed` is emitted after theme or text size were set."""

    changed = Signal()

    def __init__(self, application: QApplication, theme: Theme = Theme.LIGHT, text_size: TextSize = TextSize.STANDARD) -> None:
        super().__init__()
        self.application = application
        self.theme, self.text_size = theme, text_size
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._colors: dict[tuple[bool, str], QColor] = {}
        self._fonts: dict[tuple[int, bool], QFont] = {}
        application.setStyle("Fusion")
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def dark(self) -> bool:
        """Tell whether it is light on dark now."""
        if self.theme is not Theme.SYSTEM:
            return self.theme is Theme.DARK
        return bool(QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark)

    @property
    def colours(self) -> Colours:
        """The colours of the theme."""
        return DARK if self.dark else LIGHT

    @property
    def sizes(self) -> Sizes:
        """The sizes of the text size."""
        return SIZES[self.text_size]

    def set(self, theme: Theme | None = None, text_size: TextSize | None = None) -> None:
        """Change theme or text size everywhere at once."""
        wanted = (theme or self.theme, text_size or self.text_size)
        if wanted == (self.theme, self.text_size):
            return
        self.theme, self.text_size = wanted
        self._apply()
        self.changed.emit()

    def color(self, token: str) -> QColor:
        """Return the colour of a token: `ink`, `teal`, `red_dot`…"""
        dark = self.dark
        if (dark, token) not in self._colors:
            self._colors[dark, token] = QColor(getattr(DARK if dark else LIGHT, token))
        return self._colors[dark, token]

    def font(self, role: str, bold: bool | None = None) -> QFont:
        """Return the type of a role (name, title, strong, body, small), bold where the role is unless told otherwise."""
        pixels, heavy = getattr(self.sizes, role), role in BOLD_ROLES if bold is None else bold
        if (pixels, heavy) not in self._fonts:
            font = QFont(FAMILIES)
            font.setPixelSize(pixels)
            font.setBold(heavy)
            self._fonts[pixels, heavy] = font
        return QFont(self._fonts[pixels, heavy])

    def pixmap(self, name: str, tone: str = "ink", size: int | None = None) -> QPixmap:
        """Return an icon drawn in a tone's colour, `size` pixels wide (the text size's own unless told otherwise)."""
        wide = size or self.sizes.icon
        key = (name, tone, wide)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._drawn(name, getattr(self.colours, tone), wide)
        return self._pixmaps[key]

    def icon(self, name: str, tone: str = "ink") -> QIcon:
        """Return an icon for a button, faint where the button cannot be used."""
        key = (name, tone)
        if key not in self._icons:
            icon = QIcon(self.pixmap(name, tone))
            icon.addPixmap(self.pixmap(name, "disabled"), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def _drawn(self, name: str, colour: str, wide: int) -> QPixmap:
        svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
        ratio = self.application.devicePixelRatio()
        pixmap = QPixmap(round(wide * ratio), round(wide * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _apply(self) -> None:
        self._pixmaps.clear()
        self._icons.clear()
        self.application.setPalette(palette_of(self.colours))
        self.application.setFont(self.font("body"))
        self.application.setStyleSheet(stylesheet(self.colours, self.sizes))

    def _follow_system(self) -> None:
        if self.theme is Theme.SYSTEM:
            self._apply()
            self.changed.emit()


def stylesheet(colours: Colours, sizes: Sizes) -> str:
    """Return the one stylesheet with its `@tokens` filled in; raises KeyError for a token that does not exist."""
    known = colours._asdict() | {f"px_{name}": f"{value}px" for name, value in sizes._asdict().items()}
    known |= {f"inner_{name}": f"{getattr(sizes, name) - 2}px" for name in ("button", "small_button")}
    known |= {"px_huge": f"{round(sizes.name * 1.4)}px", "px_number": f"{round(sizes.name * 0.9)}px"}
    known |= {"tick": resource(f"icons/tick_{'dark' if colours is DARK else 'light'}.svg").as_posix()}
    known |= {"arrow": resource(f"icons/arrow_{'dark' if colours is DARK else 'light'}.svg").as_posix()}
    text = resource("styles/desk.qss").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)", lambda found: known[found[1]], re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def palette_of(colours: Colours) -> QPalette:
    """Return Qt's palette, so that a widget without a rule of its own looks right too."""
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for where, token in {
        role.Window: "paper",
        role.WindowText: "ink",
        role.Base: "surface",
        role.AlternateBase: "paper",
        role.Text: "ink",
        role.Button: "surface",
        role.ButtonText: "ink",
        role.BrightText: "red",
        role.Link: "teal",
        role.LinkVisited: "teal",
        role.Highlight: "teal",
        role.HighlightedText: "on_teal",
        role.ToolTipBase: "surface",
        role.ToolTipText: "ink",
        role.PlaceholderText: "ink3",
        role.Light: "surface",
        role.Midlight: "hover",
        role.Mid: "line",
        role.Dark: "edge",
        role.Shadow: "edge",
        role.Accent: "teal",
    }.items():
        palette.setColor(where, QColor(getattr(colours, token)))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, where, QColor(colours.disabled))
    palette.setColor(group.Disabled, role.Base, QColor(colours.disabled_bg))
    palette.setColor(group.Disabled, role.Button, QColor(colours.disabled_bg))
    return palette
