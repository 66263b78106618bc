"""The month as a grid of days and turns: arrows go from cell to cell, a day without anybody says so in red."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import weekday_names
from stationdesk.services.shift_month import DayRow, Month, kind_label, turn_sentence
from stationdesk.services.shifts import Turn
from stationdesk.services.shifts_today import span_list
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, elided, tone_color
from stationdesk.ui.parts.record_model import Column, Index, RecordModel
from stationdesk.ui.parts.record_table import INSIDE, RecordDelegate, RecordTable

DATE, HOLES = "date", "holes"
"""The columns of the days, and of the hours nobody is on duty."""
LETTERS = ("stand_in", "take_out", "next_gap", "second", "read")
BEFORE = 2
"""Days before the one meant that stay in sight."""
DAY_EM, HOLES_EM = 8.6, 11.0


class Days:
    """The days of a month as a list asks for them."""

    def __init__(self, rows: Sequence[DayRow]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the days in their order."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the days of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


class CellDelegate(RecordDelegate):
    """Paints a cell; the one that has the keyboard is framed, today's line is marked at its left."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        view: ShiftsGrid = option.widget  # type: ignore[attr-defined]
        model: RecordModel = view.model()
        row, column, look = model.row(index.row()), model.columns[index.column()], self.look
        box: QRect = option.rect  # type: ignore[attr-defined]
        if row is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        here = view.currentIndex().row() == index.row()
        hole = view.keys[index.column()] == HOLES and bool(row.gaps) and not row.past
        painter.fillRect(box, look.color("sel" if chosen or (here and index.column() == 0) else "red_bg" if hole else "paper"))
        thick = row.day.weekday() == 6
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), look.color("edge" if thick else "line"))
        if index.column() == 0 and row.today:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), look.color("teal"))
        inner = box.adjusted(view.margin if index.column() == 0 else INSIDE, 0, -INSIDE, 0)
        tone = column.tone(row) if column.tone else ""
        painter.setFont(look.font("body", bold=tone in {"bold", "today", "late"} or (column.bold and not row.past)))
        painter.setPen(tone_color(look, {"today": "teal", "late": "red"}.get(tone, tone)))
        elided(painter, inner, column.text(row), LEFT)
        if chosen:
            painter.setPen(look.color("teal"))
            for ring in range(2 if view.hasFocus() else 1):
                painter.drawRect(box.adjusted(ring, ring, -1 - ring, -1 - ring))


class ShiftsGrid(RecordTable):
    """A month of the roster. `asked` is a letter that does something, `activated_row` is Enter."""

    asked = Signal(str)
    moved = Signal()
    """Another cell is the current one."""

    def __init__(self, look: Look) -> None:
        self.month: Month | None = None
        self.keys: tuple[str, ...] = (DATE,)
        super().__init__(look, (Column("", lambda _row: ""),))
        self.setItemDelegate(CellDelegate(look, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setAccessibleName(_("Roster of the month"))

    def show_month(self, month: Month, on: date) -> None:
        """Show a month, on the day and the turn one was at; of a new month on today, or on its first day."""
        before, day, kind = self.month, self.day(), self.kind()
        self.month = month
        keys = (DATE, *month.kinds, HOLES)
        if keys != self.keys or not self.model().ids():
            self.keys = keys
            self.setModel(RecordModel(columns(month), self))
        else:
            self.model().columns = tuple(columns(month))
        self.model().show(Days(month.rows))
        self.resize_columns()
        if before is None or before.first != month.first or day is None:
            day = on if month.first <= on <= month.last else month.first
            kind = kind if before is not None else ""
        self.go(day, kind)

    def day(self) -> date | None:
        """Return the day one is at."""
        row = self.current_row()
        return row.day if row is not None else None

    def kind(self) -> str:
        """Return the column one is at: a kind of turn, or the holes."""
        at = self.currentIndex().column()
        return self.keys[at] if 0 < at < len(self.keys) else ""

    def turns(self) -> tuple[Turn, ...]:
        """Return the turns of the cell one is at."""
        row, kind = self.current_row(), self.kind()
        return row.of_kind(kind) if row is not None and kind not in ("", HOLES) else ()

    def go(self, day: date, kind: str = "") -> None:
        """Go to a cell; a little of what comes before the day stays in sight."""
        row = self.model().row_of(day.isoformat())
        if row < 0:
            return
        column = self.keys.index(kind) if kind in self.keys else 1
        self.setCurrentIndex(self.model().index(row, column))
        self._bring(row)

    def _bring(self, row: int) -> None:
        """Bring a day into sight with the two before it, unless it and what follows is in sight already."""
        top, high = self.rowViewportPosition(row), self.rowHeight(row)
        if top < 0 or top + 3 * high > self.viewport().height():
            self.scrollTo(self.model().index(max(0, row - BEFORE), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the day one is at in sight with what comes after it."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self._bring(self.currentIndex().row())

    def go_to_row(self, number: int) -> bool:
        """Go to a day by its place, in the column one is at."""
        if not 0 <= number < self.model().rowCount():
            return False
        self.setCurrentIndex(self.model().index(number, max(1, self.currentIndex().column())))
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Never stand on the name of a day; tell which cell is meant."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 (Qt's name)
        """Move from cell to cell; the names of the days are passed over."""
        found = super().moveCursor(action, modifiers)
        return self.model().index(found.row(), max(1, found.column())) if found.isValid() else found

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go to the cell; on the name of a day, to its first turn."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setCurrentIndex(self.model().index(index.row(), max(1, index.column())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Pass letters and the keys of the page on."""
        for name in LETTERS:
            if key_map.pressed(event, f"shifts.{name}"):
                if not event.isAutoRepeat():
                    self.asked.emit(f"shifts.{name}")
                return
        if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Letters mean what the strip says."""


def columns(month: Month) -> list[Column]:
    """Return the columns of a month: the day, its turns by kind, the hours nobody is on duty."""
    names = weekday_names()

    def day_text(row: DayRow) -> str:
        said = f"{_('{day}|day of the month').format(day=row.day.day)}　{names[row.day.weekday()]}"
        return f"{said}　{_('today')}" if row.today else said

    def day_tone(row: DayRow) -> str:
        return "today" if row.today else "ink3" if row.past else "amber" if row.day.weekday() > 4 else ""

    found = [Column(_("Day"), day_text, DAY_EM, tone=day_tone, spoken=lambda row: f"{day_text(row)}，{holes_text(row)}")]
    found += [_column(kind, month) for kind in month.kinds]

    def spoken(row: DayRow) -> str:
        return f"{day_text(row)}，{holes_text(row) or _('somebody is always on duty')}"

    found.append(Column(_("Nobody on duty"), holes_text, HOLES_EM, tone=lambda row: "ink3" if row.past else "late", spoken=spoken))
    return found


def holes_text(row: DayRow) -> str:
    """Return the hours of a day on which nobody is on duty."""
    return _("nobody {hours}").format(hours=span_list(list(row.gaps))) if row.gaps else ""


def _cell(kind: str, month: Month) -> Callable[[DayRow], str]:
    def text(row: DayRow) -> str:
        return "、".join(turn_text(one, wrong=bool(month.trouble(one))) for one in row.of_kind(kind))

    return text


def _column(kind: str, month: Month) -> Column:
    return Column(kind_label(kind), _cell(kind, month), None, tone=_tone(kind, month), bold=True, spoken=_spoken(kind))


def _spoken(kind: str) -> Callable[[DayRow], str]:
    """Return a cell as it is read aloud: 白班，11月29日 08:00—18:00，占国林，替徐丽华."""

    def spoken(row: DayRow) -> str:
        turns = [turn_sentence(one, row.day) for one in row.of_kind(kind)]
        return "，".join((kind_label(kind), *(turns or (day_words(row.day, row.day), _("nobody|on duty")))))

    return spoken


def _tone(kind: str, month: Month) -> Callable[[DayRow], str]:
    def tone(row: DayRow) -> str:
        if any(month.trouble(one) for one in row.of_kind(kind)) and not row.past:
            return "late"
        return "ink2" if row.past else ""

    return tone


def turn_text(turn: Turn, *, wrong: bool = False) -> str:
    """Return who has a turn, as narrow as a cell: (替) where he stands in, ! where it cannot be."""
    mark = _("(stands in)|cell") if turn.instead_of else ""
    return f"{'!' if wrong else ''}{turn.who}{mark}"
