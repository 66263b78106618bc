"""The lines of a visit sheet: those before and after in words, the current one open to be filled in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.sheet_reading import Line
from stationdesk.services.sheet_words import labels
from stationdesk.ui import key_map
from stationdesk.ui.paper_form import LineForm
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, elided, paint_row

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole) + 1
COLUMNS = (2.7, 3.6, 7.0, 3.6, 4.8, 3.6, 3.6, 3.6, 3.6, 5.2, 8.0)
"""Widths in em of the body type; the last column takes the rest."""
GAP = 8


def column_boxes(row: QRect, look: Look) -> list[QRect]:
    """Return where the cells of a row stand."""
    boxes, x = [], row.left() + look.sizes.page_margin
    for width in COLUMNS:
        wide = round(width * look.sizes.body)
        boxes.append(QRect(x, row.top(), wide - GAP, row.height()))
        x += wide
    boxes.append(QRect(x, row.top(), max(0, row.right() - look.sizes.page_margin - x), row.height()))
    return boxes


def cells(line: Line) -> list[tuple[str, str]]:
    """Return what a line says after the name, with the tone of each."""
    words = labels()
    if line.entry is None:
        note = (line.note, "amber")
        if line.state == "passed":
            return [(_("nobody went, stays due"), "ink2"), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), note]
        return [(_("not entered"), "ink2"), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), note]
    one = line.entry
    seen = one.outcome in {"met", "kin_answered"}
    checks = [(words["check"].get(code, code) if seen else "", "" if code == "normal" else "amber") for code in one.checks]
    pressure = f"{one.pressure[0]}/{one.pressure[1]}" if one.pressure else ""
    tone = "" if seen else "amber"
    return [
        (words["mode"].get(one.mode, one.mode), ""),
        (words["outcome"].get(one.outcome, one.outcome), tone),
        *checks,
        (pressure, ""),
        (one.goods, ""),
        (one.need or line.note, "" if one.need else "amber"),
    ]


class LinesModel(QAbstractListModel):
    """The lines of the sheet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show these lines: in place where they are as many as before."""
        if len(lines) == len(self.lines):
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return a line, and its sentence for a screen reader."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if role in {int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.DisplayRole)}:
            told = (str(line.place), line.code, line.name, line.grade_label, *(text for text, _tone in cells(line)))
            return _(", ").join(filter(None, told))
        return None


class LineDelegate(QStyledItemDelegate):
    """Paints the lines that are not open."""

    def __init__(self, look: Look, view: LinesView) -> None:
        super().__init__(view)
        self.look, self.view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the height: of the form for the open line, of a row for the others."""
        open_here = index.row() == self.view.currentIndex().row()
        return QSize(0, self.view.form.sizeHint().height() if open_here else self.look.sizes.row + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line: Line = index.data(ROW)
        if index.row() == self.view.currentIndex().row() or line is None:
            return
        look, box = self.look, QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # type: ignore[attr-defined]
        paint_row(painter, box, look, chosen=False, over=over)
        told = cells(line)
        boxes = column_boxes(box, look)
        if line.entry is None:
            boxes[3] = boxes[3].united(boxes[7])
        for at, (text, tone) in enumerate([(str(line.place), "ink2"), (line.code, "ink2"), (line.name, "name"), *told]):
            if not text:
                continue
            painter.setFont(look.font("strong" if tone == "name" else "body", bold=tone in {"name", "amber"}))
            painter.setPen(look.color("ink" if tone in {"", "name"} else tone))
            elided(painter, boxes[at], text, LEFT)
        painter.restore()


class LinesHead(QWidget):
    """The headings over the lines."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._measure()
        look.changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedHeight(self.look.sizes.heading + 4)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint them, and the line under them."""
        painter, look = QPainter(self), self.look
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), look.color("line"))
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink2"))
        titles = ["", _("Code|column"), _("Name|column"), _("How|paper"), _("Met|paper"), _("Body|paper"), _("Spirit|paper")]
        titles += [_("Safety|paper"), _("Home|paper"), _("Pressure|paper"), _("Taken along|paper"), _("To be done")]
        for box, title in zip(column_boxes(self.rect(), look), titles, strict=True):
            elided(painter, box, title, LEFT)


class LinesView(QListView):
    """Shows the lines; the keys of the page work here, where no field takes them."""

    leaving = Signal(int)
    """The row somebody wants to go to."""
    key = Signal(object)
    """A key event that is the page's; it is accepted there if it means something."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.rows = LinesModel(self)
        self.form = LineForm(look, self.viewport())
        self.setModel(self.rows)
        self.setItemDelegate(LineDelegate(look, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(_("Lines of the sheet"))
        self.form.hide()
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.place_form())
        before: QWidget = self
        for field in self.form.fields():
            QWidget.setTabOrder(before, field)
            before = field
            field.installEventFilter(self)
        look.changed.connect(self._relook)

    def line(self) -> Line | None:
        """Return the open line."""
        row = self.currentIndex().row()
        return self.rows.lines[row] if 0 <= row < len(self.rows.lines) else None

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show the lines of a sheet."""
        self.rows.show(lines)
        self.scheduleDelayedItemsLayout()

    def open_row(self, row: int) -> None:
        """Open a line; the one before is as it was left."""
        if not 0 <= row < len(self.rows.lines):
            return
        self.form.show_line(self.rows.lines[row])
        self.selectionModel().setCurrentIndex(self.rows.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.form.show()
        self.show_whole()
        self.viewport().update()

    def show_whole(self) -> None:
        """Bring the open line into view, in the same place wherever there is room: under the line before it, and no line cut at the top."""
        here, bar = self.currentIndex(), self.verticalScrollBar()
        tops = [self.visualRect(self.rows.index(row)).top() + bar.value() for row in range(here.row() + 1)]
        end = self.visualRect(here).bottom() + bar.value()
        row = max(0, here.row() - 1)
        while row and tops[row] > bar.maximum():
            row -= 1
        bar.setValue(max(tops[row] if tops else 0, end - self.viewport().height()))
        self.place_form()

    def place_form(self) -> None:
        """Stand the form where the open line is."""
        box = self.visualRect(self.currentIndex())
        if box.isValid():
            self.form.arrange(self.viewport().width())
            self.form.setGeometry(QRect(0, box.top(), self.viewport().width(), box.height()))

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:  # noqa: N802 (Qt's name)
        """Leave scrolling to what opens a line."""

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        """Let the form follow."""
        super().updateGeometries()
        self.place_form()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the window."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.place_form()

    def _relook(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.show_whole()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Hand every key to the page."""
        self.key.emit(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Letters mean what the strip says, not a line to jump to."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go to the line that was clicked."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.row() != self.currentIndex().row():
            self.leaving.emit(index.row())
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """In a field: Enter saves, arrows leave the line, Esc leaves the field, a slash goes to the lower figure."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.form.pressure.over and event.text() == "/":
            self.form.pressure.under.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if any(key_map.pressed(event, name) for name in ("paper.next", "paper.up", "paper.down")):
            self.key.emit(event)
            return True
        return super().eventFilter(watched, event)

    def row_of(self, code: str) -> int:
        """Return the row of a code, -1 if it is not on the sheet."""
        return next((row for row, line in enumerate(self.rows.lines) if line.code == code), -1)
