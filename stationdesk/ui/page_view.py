"""Pages as they will be printed: white on rail, without a frame, painted by the painter itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from stationdesk.i18n import _
from stationdesk.printing.page import Page
from stationdesk.printing.painter import Press
from stationdesk.ui.parts.labels import ground
from stationdesk.ui.parts.look import Look

GAP = 20
STEP = 1.25
MOST = 8
"""Steps of enlarging."""


class Sheets(QWidget):
    """The pages that are looked at now, side by side."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.images: list[QImage] = []
        ground(self, "rail")
        look.changed.connect(self.update)

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show these, in their size."""
        self.images = list(images)
        width = sum(self._size(image).width() for image in self.images) + GAP * (len(self.images) + 1)
        height = max((self._size(image).height() for image in self.images), default=0) + 2 * GAP
        self.setMinimumSize(QSize(width, height))
        self.update()

    @staticmethod
    def _size(image: QImage) -> QSize:
        return image.deviceIndependentSize().toSize()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the sheets in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("rail"))
        taken = sum(self._size(image).width() for image in self.images) + GAP * max(len(self.images) - 1, 0)
        x = max((self.width() - taken) // 2, GAP)
        for image in self.images:
            size = self._size(image)
            painter.drawImage(QPoint(x, max((self.height() - size.height()) // 2, GAP)), image)
            x += size.width() + GAP


class PageView(QScrollArea):
    """Looks at one page, or at a front and its back; PgDn and PgUp are the window's."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.pages: Sequence[Page] = ()
        self.press: Press | None = None
        self.pairs = False
        self.first, self.larger = 0, 0
        self.sheets = Sheets(look)
        self.setWidget(self.sheets)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().installEventFilter(self)

    def show_pages(self, pages: Sequence[Page], press: Press, *, pairs: bool) -> None:
        """Look at `pages` from the first on; `pairs` shows a front and its back side by side."""
        self.pages, self.press, self.pairs = pages, press, pairs
        self.first = min(self.first, max(len(pages) - 1, 0))
        self.first -= self.first % self.at_once()
        self.paint_pages()

    def at_once(self) -> int:
        """Return how many pages are looked at together."""
        upright = bool(self.pages) and self.pages[0].height > self.pages[0].width
        return 2 if self.pairs and upright and not self.larger else 1

    def turn(self, step: int) -> None:
        """Go on or back by what is looked at together."""
        to = self.first + step * self.at_once()
        if 0 <= to < len(self.pages):
            self.first = to
            self.paint_pages()
            self.verticalScrollBar().setValue(0)

    def enlarge(self, step: int) -> None:
        """Show everything larger or smaller; the smallest shows whole pages."""
        self.larger = max(0, min(self.larger + step, MOST))
        self.first -= self.first % self.at_once()
        self.paint_pages()

    def looked_at(self) -> Sequence[Page]:
        """Return the pages looked at now."""
        return self.pages[self.first : self.first + self.at_once()]

    def words(self) -> str:
        """Say which page of how many is looked at."""
        pages = [str(number + 1) for number in range(self.first, min(self.first + self.at_once(), len(self.pages)))]
        return _("Page {number} of {count}").format(number="–".join(pages), count=len(self.pages))

    def scale(self) -> float:
        """Return pixels to the millimetre."""
        shown = self.looked_at()
        across = sum(page.width for page in shown)
        down = max(page.height for page in shown)
        room = self.viewport().size()
        whole = min((room.width() - GAP * (len(shown) + 1)) / across, (room.height() - 2 * GAP) / down)
        return max(whole, 0.4) * STEP**self.larger

    def paint_pages(self) -> None:
        """Paint what is looked at."""
        if self.press is None or not self.looked_at():
            self.sheets.show_images(())
            return
        scale, ratio = self.scale(), self.devicePixelRatioF()
        self.sheets.show_images([self.press.image(page, scale, ratio) for page in self.looked_at()])
        self.setAccessibleName(self.words())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Fit the pages into the window when it changes its size."""
        if watched is self.viewport() and event.type() == QEvent.Type.Resize and not self.larger:
            self.paint_pages()
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Let go of the pages and their type."""
        self.pages, self.press = (), None
        self.sheets.show_images(())
