"""The heads of the grid of contacts: weekday over day, today in teal under a bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from stationdesk.i18n import _
from stationdesk.services.contact_grid import Grid
from stationdesk.ui.grid_model import WHO, GridModel
from stationdesk.ui.grid_paint import CENTRE, GRADE_EM
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT

TODAY_BAR = 3


class GridHeader(QHeaderView):
    """Weekday over day; today in teal under a bar."""

    def __init__(self, look: Look, view: QTableView, rows: GridModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.look, self.rows = look, rows
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:  # noqa: N802 (Qt's name)
        """Paint one heading."""
        look, grid = self.look, self.rows.grid
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.color("line"))
        lower = QRect(rect.left(), rect.center().y(), rect.width(), rect.height() // 2)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink2"))
        day = self.rows.day_at(index)
        if grid is None:
            return
        if index == WHO:
            x = rect.left() + look.sizes.page_margin
            painter.drawText(QRect(x, lower.top(), 200, lower.height()), LEFT, _("Grade|column"))
            x += round(GRADE_EM * look.sizes.body)
            painter.drawText(QRect(x, lower.top(), 200, lower.height()), LEFT, _("Name|column"))
        elif day < 0:
            painter.drawText(lower, CENTRE, _("missed|cell"))
        else:
            self._day(painter, rect, lower, grid, day)

    def _day(self, painter: QPainter, rect: QRect, lower: QRect, grid: Grid, day: int) -> None:
        look, on = self.look, grid.day(day)
        today = day == grid.today
        if today:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), look.color("sel"))
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), TODAY_BAR), look.color("teal"))
        names = [_("Mon|grid"), _("Tue|grid"), _("Wed|grid"), _("Thu|grid"), _("Fri|grid"), _("Sat|grid"), _("Sun|grid")]
        upper = QRect(rect.left(), rect.top() + 2, rect.width(), rect.height() // 2)
        painter.setPen(look.color("teal" if today else "ink2"))
        painter.drawText(upper, CENTRE, _("today|grid") if today else names[on.weekday()])
        painter.setFont(look.font("body", bold=today))
        painter.setPen(look.color("teal" if today else "ink"))
        painter.drawText(lower, CENTRE, str(on.day))
