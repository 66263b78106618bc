"""The back of a card as it will be printed, painted by the painter itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stationdesk.i18n import _
from stationdesk.printing import number_card, person_card
from stationdesk.printing.contact_card import HEIGHT, WIDTH, Card
from stationdesk.printing.page import Page
from stationdesk.printing.painter import Press
from stationdesk.ui.paper_job import type_at_hand
from stationdesk.ui.parts.look import Look

EDGE = 14
USUAL = 375
"""Width in pixels on the page it stands on."""
SHARE = 0.6
"""Height of a card in parts of its width."""


class CardFace(QWidget):
    """White on rail, black only."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.page: Page | None = None
        self.press: Press | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The back of the card as it will be printed"))
        look.changed.connect(self.update)

    def show_card(self, card: Card | None, design: str) -> None:
        """Show the back of `card` in `design` (number or person); nothing without a card."""
        self.forget()
        if card is not None:
            face = person_card if design == "person" else number_card
            side = face.back(card, type_at_hand())
            self.page = Page(WIDTH, HEIGHT, tuple(side.marks))
            self.press = Press([self.page], type_at_hand()).load()
            words = " ".join(f"{line.label} {line.name} {line.phone}" for line in card.lines)
            self.setAccessibleDescription(words)
        self.update()

    def forget(self) -> None:
        """Let go of the card's type."""
        self.page = None
        if self.press is not None:
            self.press.close()
            self.press = None

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of a card as wide as the page's right side."""
        return QSize(USUAL, round((USUAL - 2 * EDGE) * SHARE) + 2 * EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the card."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("rail"))
        if self.page is None or self.press is None:
            return
        scale = min((self.width() - 2 * EDGE) / WIDTH, (self.height() - 2 * EDGE) / HEIGHT)
        image = self.press.image(self.page, scale, self.devicePixelRatioF())
        size = image.deviceIndependentSize().toSize()
        painter.drawImage(QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2), image)
