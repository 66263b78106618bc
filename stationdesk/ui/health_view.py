"""The tab of health: what is to be thought of, the latest figures large, how they went, medicines, the record's head, every reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.health_pane import HealthPane, Latest, ReadingRow, Trend
from stationdesk.services.sheet_line import SheetLine
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout


class TrendChart(QWidget):
    """How a figure went: a flat line with every number written at it; two figures differ by stroke and mark."""

    def __init__(self, look: Look, trend: Trend) -> None:
        super().__init__()
        self.look, self.trend = look, trend
        self.setAccessibleName(trend.title)
        self.setAccessibleDescription(trend.spoken())
        self.setToolTip(shown(trend.spoken()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the picture."""
        return QSize(300, round(self.look.sizes.body * 7.4))

    def shown_points(self) -> int:
        """Return how many of the last points stand beside each other without their numbers touching."""
        wide = max(QFontMetrics(self.look.font("small")).horizontalAdvance(f"{label}  ") for label in self._words())
        return max(2, min(len(self.trend.points), int(self.width() // max(wide, 1))))

    def _words(self) -> Sequence[str]:
        return (*self.trend.labels, *(point.day for point in self.trend.points))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the lines, the marks, the numbers and the days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = self.shown_points()
        points, labels = self.trend.points[-count:], self.trend.labels[-count:]
        painter.setFont(self.look.font("small"))
        line = painter.fontMetrics().height()
        step = self.width() / count
        values = [value for point in points for value in point.values]
        low, span = min(values), max(max(values) - min(values), 1)
        top, high = line + 10.0, self.height() - 2 * line - 22.0

        def place(at: int, value: int) -> QPointF:
            return QPointF(step * (at + 0.5), top + high * (1 - (value - low) / span))

        for series in range(len(points[0].values)):
            pen = QPen(self.look.color("teal" if not series else "ink2"), 2)
            pen.setStyle(Qt.PenStyle.SolidLine if not series else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            way = [place(at, point.values[series]) for at, point in enumerate(points)]
            painter.drawPolyline(QPolygonF(way))
            painter.setPen(QPen(self.look.color("teal" if not series else "ink2"), 2))
            painter.setBrush(self.look.color("surface"))
            for spot in way:
                if series:
                    painter.drawRect(QRectF(spot.x() - 3, spot.y() - 3, 6, 6))
                else:
                    painter.drawEllipse(spot, 3.5, 3.5)
        for at, (point, label) in enumerate(zip(points, labels, strict=True)):
            box = QRectF(step * at, 0, step, line)
            painter.setPen(self.look.color(point.tone or "ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
            painter.setPen(self.look.color("ink2"))
            painter.drawText(QRectF(step * at, self.height() - line - 2, step, line), Qt.AlignmentFlag.AlignCenter, point.day)
        painter.end()


class HealthView(QScrollArea):
    """Everything of a person's health, from what is urgent down to the oldest reading."""

    measure_wanted = Signal()
    book_wanted = Signal()
    consent_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Health|tab"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("ground", "clear")
        self.lines = QVBoxLayout(inner)
        self.lines.setContentsMargins(0, 8, 12, 8)
        self.lines.setSpacing(8)
        self.setWidget(inner)
        self.more_rows: Callable[[], HealthPane] | None = None
        self.charts: list[TrendChart] = []

    def show_pane(self, pane: HealthPane, facts: Sequence[SheetLine], more: Callable[[], HealthPane] | None) -> None:
        """Show somebody's health; `more` reads the pane with every reading."""
        self.more_rows = more
        self._clear()
        self._buttons()
        self._latest(pane.latest)
        self._reminders(pane)
        if not pane.consent:
            self._consent(pane)
        if not pane.count:
            self.lines.addWidget(Label(_("Nothing was measured yet."), "body_bold"))
            text = _("{key} writes a blood pressure down: two figures and save.").format(key=key_map.shown("residents.measure"))
            self.lines.addWidget(Label(text, tone="ink2", wrap=True))
        self.charts = [TrendChart(self.look, trend) for trend in pane.trends]
        for chart in self.charts:
            self.lines.addWidget(Label(_("{title}: how it went").format(title=chart.trend.title), "small", "ink2"))
            self.lines.addWidget(chart)
        self._pairs(_("Medicines|heading"), pane.medicines)
        self._pairs(_("Health record|heading"), (*pane.head, *facts))
        self._rows(pane)
        self.lines.addStretch(1)

    def _clear(self) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _buttons(self) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for words, name, signal in (
            (_("Write a reading down"), "residents.measure", self.measure_wanted),
            (_("Medicines and record"), "residents.health_book", self.book_wanted),
        ):
            button = Button(words, self.look, "plain", key_map.shown(name), small=True)
            button.clicked.connect(signal)
            line.addWidget(button)
        line.addStretch(1)
        self.lines.addWidget(holder)

    def _consent(self, pane: HealthPane) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        said = _("Consent to keep health facts: {state}.").format(state=pane.consent.said)
        line.addWidget(Label(said, tone="amber", wrap=True), 1)
        link = LinkButton(_("Consents|link"), self.look, key_map.shown("residents.consents"))
        link.clicked.connect(self.consent_wanted)
        line.addWidget(link)
        self.lines.addWidget(holder)

    def _reminders(self, pane: HealthPane) -> None:
        for one in pane.reminders:
            said = _("To be thought of: {text}").format(text=one.says) if one.source else one.says
            self.lines.addWidget(Label(shown(said), tone=one.tone, wrap=True))
            if one.source:
                self.lines.addWidget(
                    Label(_("No diagnosis. The line is from: {source}").format(source=one.source), "small", "ink2", wrap=True)
                )

    def _latest(self, latest: Sequence[Latest]) -> None:
        if not latest:
            return
        holder = QWidget()
        flow = FlowLayout(holder, 28)
        for one in latest:
            flow.addWidget(self._figure(one))
        self.lines.addWidget(holder)

    def _figure(self, one: Latest) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(Label(one.label, "small", "ink2"))
        value = QHBoxLayout()
        value.setSpacing(5)
        value.addWidget(Label(one.value, "title", one.tone or "ink"))
        value.addWidget(Label(one.unit, "small", "ink2"), 0, Qt.AlignmentFlag.AlignBottom)
        value.addStretch(1)
        lines.addLayout(value)
        brief = one.note if len(one.note) <= BRIEF else _("please look at it again")
        under = Label("，".join(filter(None, (one.day, brief))), "small", one.tone or "ink2")
        lines.addWidget(under)
        box.setAccessibleName(f"{one.label} {one.value} {one.unit}，{one.day}，{one.note}")
        box.setToolTip(shown(one.note))
        return box

    def _heading(self, words: str) -> None:
        self.lines.addSpacing(4)
        self.lines.addWidget(Label(words, "strong"))

    def _pairs(self, heading: str, lines: Sequence[SheetLine]) -> None:
        if not lines:
            return
        self._heading(heading)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(lines):
            grid.addWidget(Label(shown(line.label), tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(shown(line.text), tone=line.tone or "ink", wrap=True), at, 1)
        self.lines.addWidget(holder)

    def _rows(self, pane: HealthPane) -> None:
        if not pane.rows:
            return
        self._heading(_("Every reading, the newest first"))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, row in enumerate(pane.rows):
            self._row(grid, at, row)
        self.lines.addWidget(holder)
        older = pane.count - len(pane.rows)
        if older > 0:
            link = LinkButton(_("See the {count} earlier ones").format(count=older), self.look)
            link.clicked.connect(self._show_all)
            self.lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    @staticmethod
    def _row(grid: QGridLayout, at: int, row: ReadingRow) -> None:
        grid.addWidget(Label(row.day, tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(shown(row.words), tone=row.tone or "ink", wrap=True), at, 1)
        where = Label(shown("，".join(filter(None, (row.where, row.by)))), "small", "ink3")
        grid.addWidget(where, at, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)

    def _show_all(self) -> None:
        if self.more_rows is not None:
            ask, self.more_rows = self.more_rows, None
            pane = ask()
            self.show_pane(pane, (), None)


BRIEF = 12
"""Letters of a note that stand under a figure; a longer one stands in the tooltip and is read aloud."""
