"""The two-storey head of an imported table: the sheet's own heading, and beneath it a chip that says what we take it for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QSizePolicy, QToolButton, QWidget

from stationdesk.i18n import _
from stationdesk.services.column_words import chip_words, column_words, menu
from stationdesk.services.import_plan import ColumnPlan
from stationdesk.ui.import_model import FIRST, ImportModel
from stationdesk.ui.parts.labels import literal, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import elided

INSIDE = 8
ARROW = 14


class Chip(QToolButton):
    """Says what a column is taken for, and opens everything else it can be taken for."""

    changed = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.column: ColumnPlan | None = None
        self.kind: str | None = None
        """Kind of the ledger the column stands in."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)

    def show_column(self, column: ColumnPlan) -> None:
        """Show a column's meaning."""
        self.column = column
        self.setText(chip_words(column))
        said = _("Column “{heading}”: {words}").format(heading=shown(column.heading), words=self.text())
        self.setAccessibleName(said)
        self.setToolTip(literal(said))
        self.updateGeometry()
        self.update()

    def _fill(self) -> None:
        """Make the menu when it is wanted: sixty columns have sixty menus nobody opens."""
        column, bar = self.column, self.menu()
        bar.clear()
        if column is None:
            return
        offered = menu(self.kind)
        if column.guess not in {code for _title, codes in offered for code, _words in codes}:
            self._add(bar, column.guess, column_words(column.guess, column.word))
        for title, codes in offered:
            below = bar.addMenu(title.replace("&", "&&")) if title else bar
            for code, words in codes:
                self._add(below, code, words)
            if not title:
                bar.addSeparator()

    def _add(self, bar: QMenu, code: str, words: str) -> None:
        action = bar.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(self.column is not None and code == self.column.field)
        action.triggered.connect(lambda _on=False: self.changed.emit(code))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of word and arrow."""
        wide = QFontMetrics(self.look.font("body", bold=True)).horizontalAdvance(self.text())
        return QSize(wide + 2 * INSIDE + ARROW + 6, self.look.sizes.small_button - 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the word; amber where nobody knows the column, tinted where the operator changed it."""
        painter, look = QPainter(self), self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        asked = self.column is not None and self.column.asked
        changed = self.column is not None and self.column.field != self.column.guess
        edge = "teal" if self.hasFocus() or changed else "amber" if asked else "line"
        painter.setPen(QPen(look.color(edge), 2 if self.hasFocus() else 1))
        fill = "amber_bg" if asked else "sel" if changed else "hover" if self.underMouse() else "surface"
        painter.setBrush(look.color(fill))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(look.font("body", bold=True))
        tone = "amber" if asked else "teal"
        painter.setPen(look.color(tone))
        elided(painter, self.rect().adjusted(INSIDE, 0, -INSIDE - ARROW - 2, 0), self.text())
        painter.drawPixmap(self.width() - INSIDE - ARROW + 2, (self.height() - ARROW) // 2, look.pixmap("chevron_down", tone, ARROW))


class ImportHeader(QHeaderView):
    """Paints the sheet's headings and holds a chip over every column of its own."""

    def __init__(self, model: ImportModel, look: Look, change: Callable[[int, str], None], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.rows, self.look, self.change = model, look, change
        self.chips: list[Chip] = []
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(40)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(lambda *_sizes: self.place())
        model.modelReset.connect(self.read)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of two storeys."""
        return QSize(super().sizeHint().width(), self.look.sizes.small_button + self.look.sizes.small + 17)

    def read(self) -> None:
        """Show the columns as they are planned now."""
        count = len(self.rows.columns)
        while len(self.chips) < count:
            chip = Chip(self.look, self.viewport())
            at = len(self.chips)
            chip.changed.connect(lambda code, at=at: self.change(at, code))
            self.chips.append(chip)
        for at, chip in enumerate(self.chips):
            column = self.rows.column(FIRST + at) if at < count else None
            chip.setVisible(column is not None)
            if column is not None:
                chip.kind = self.rows.ledger
                chip.show_column(column)
        self.place()

    def place(self) -> None:
        """Put every chip over its column."""
        top = self.height() - self.look.sizes.small_button
        for at, chip in enumerate(self.chips[: len(self.rows.columns)]):
            section = FIRST + at
            left, wide = self.sectionViewportPosition(section), self.sectionSize(section)
            hint = chip.sizeHint()
            chip.setGeometry(left + INSIDE - 1, top, min(hint.width(), wide - INSIDE - 2), hint.height())

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        """Keep the chips in their places."""
        super().updateGeometries()
        self.place()

    def setOffset(self, offset: int) -> None:  # noqa: N802 (Qt's name)
        """Follow the table sideways."""
        super().setOffset(offset)
        self.place()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 (Qt's name)
        """Paint a heading on its ground."""
        look = self.look
        painter.fillRect(rect, look.color("rail"))
        line = QColor(look.color("line"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), line)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink2"))
        left = 14 if section == 0 else INSIDE + 1
        inner = QRect(rect.left() + left, rect.top() + 5, rect.width() - left - 4, look.sizes.small + 8)
        own = (_("Line"), _("Becomes"))
        elided(painter, inner, own[section] if section < FIRST else self.rows.headerData(section, Qt.Orientation.Horizontal))
