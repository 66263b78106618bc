"""The second step of an import: the sheet with what becomes of each row, the questions beside it, one sentence that adds up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.choices import KIND_AT
from stationdesk.services.import_plan import Spot
from stationdesk.services.import_questions import RowQuestion
from stationdesk.services.import_summary import below
from stationdesk.ui import key_map
from stationdesk.ui.import_frame import SheetFoot, SheetHead, SkippedBar
from stationdesk.ui.import_model import FIRST, Shown, TableAt
from stationdesk.ui.import_questions import QuestionQueue
from stationdesk.ui.import_table import ImportTable
from stationdesk.ui.import_work import ImportWork, Question
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look

ROOM = 76
"""Width, in em of the body type, below which the questions stand behind a button."""


class ImportSheet(QWidget):
    """Shows a plan and passes on what the operator says of it."""

    take_in = Signal()
    other_file = Signal()

    def __init__(self, work: ImportWork, look: Look) -> None:
        super().__init__()
        self.work, self.look = work, look
        self.tables: list[TableAt] = []
        self.at = 0
        self.table = ImportTable(look)
        self.queue = QuestionQueue(look)
        self.head, self.foot = SheetHead(look), SheetFoot(look)
        self.skipped = SkippedBar(look, self._fold_all)
        self.strip = KeyStrip(look)
        self.strip.set_keys(keys_of_sheet())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        for widget in (self.head, self.table, self.skipped, self.strip, self.foot):
            left.addWidget(widget, 1 if widget is self.table else 0)
        whole.addLayout(left, 1)
        whole.addWidget(self.queue)
        self._connect()

    def _connect(self) -> None:
        self.foot.save.clicked.connect(self.take_in)
        self.head.other.clicked.connect(self.other_file)
        self.head.ask.clicked.connect(self.to_questions)
        self.head.table_wanted.connect(self.go_to_table)
        self.head.kind_wanted.connect(self._kind_changed)
        self.head.which.changed.connect(lambda _code: self._show_table())
        self.table.current_changed.connect(self._row_changed)
        self.table.column_changed.connect(self._column_changed)
        self.table.typed.connect(self.queue.press)
        self.queue.answered.connect(self.work.answer)
        self.queue.placed.connect(self.work.change_column)
        self.queue.looked_at.connect(self._looked_at)
        self.queue.other_column.connect(self._open_chip)
        self.queue.emptied.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.look.changed.connect(self._dress)
        key_map.attach(self, "import.save", self.foot.save.click)
        key_map.attach(self, "import.questions", self.to_questions)
        key_map.attach(self, "import.kind", self.head.kind.showMenu)
        self._dress()

    def _dress(self) -> None:
        """Follow theme and text size."""
        self.head.icon.setPixmap(self.look.pixmap("document", "ink2"))
        self.skipped.arrow.setPixmap(self.look.pixmap("chevron_right", "ink2", 16))
        self.skipped.setFixedHeight(self.look.sizes.row)
        self._fit()

    # -- showing

    def show_plan(self, *, fresh: bool) -> None:
        """Show the plan as it is now; a `fresh` one from its beginning."""
        now = self.work.now
        if now is None:
            return
        if fresh:
            self.at, self.queue.at = 0, 0
            self.head.which.set_value(str(Shown.ALL))
        self.tables = [
            TableAt(file, sheet, number)
            for file in now.plan.files
            for sheet in file.sheets
            for number in range(len(sheet.tables))
            if sheet.rows and any(row.table == number for row in sheet.rows)
        ]
        self.at = min(self.at, max(len(self.tables) - 1, 0))
        self._show_table()
        self.queue.show_questions(now.questions, self.work.answers, self._remarks())
        self.foot.show_sum(now.sum)
        if fresh:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()
        if fresh:
            self._looked_at(self.queue.current())
            self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where the next thing to do is."""
        if self.queue.current() is not None and self.queue.isVisible():
            self.queue.take_focus()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_table(self) -> None:
        now = self.work.now
        if now is None or not self.tables:
            return
        at, which = self.tables[self.at], self.head.chosen()
        waiting = frozenset(row.person for _file, _sheet, row in now.plan.rows() if row.asked)
        self.head.show_table(self.tables, self.at)
        self.table.show_table(at, which, waiting)
        skipped = below(at.sheet)
        self.skipped.setVisible(bool(skipped) and which is Shown.ALL)
        self.skipped.show_rows(skipped)

    def _remarks(self) -> list[tuple[str, str]]:
        """Return what is only told: sheets that are no lists of residents, files that were refused."""
        now = self.work.now
        found = [(_("Not read"), str(error)) for error in self.work.read.refused]
        sheets = [(file, sheet) for file in now.plan.files for sheet in file.sheets] if now is not None else []
        found += [(shown(f"{file.file} · {s.sheet}"), " ".join(s.remarks)) for file, s in sheets if s.remarks]
        return found

    def go_to_table(self, number: int) -> None:
        """Show another table of the plan."""
        self.at = number
        self._show_table()

    def _fold_all(self) -> bool:
        """Fold or unfold what was passed over; tells whether it is unfolded now."""
        unfold = not self.table.rows.unfolded
        self.table.fold_all(unfold=unfold)
        return unfold

    # -- questions

    def _row_changed(self, spot: Spot) -> None:
        if not self.queue.show_spot(spot) and spot in self.work.answers and spot in self.work.asked:
            self.queue.think_over(self.work.asked[spot])

    def _column_changed(self, at: int, code: str) -> None:
        self.work.change_column([(self.tables[self.at].table.layout, at)], code)

    def _kind_changed(self, kind: str) -> None:
        """Take the sheet on show for another kind of ledger."""
        if kind != self.tables[self.at].sheet.ledger:
            layouts = {table.layout for table in self.tables[self.at].sheet.tables}
            self.work.change_column([(layout, KIND_AT) for layout in layouts], kind)

    def _looked_at(self, question: Question | None) -> None:
        if not isinstance(question, RowQuestion):
            return
        for number, one in enumerate(self.tables):
            if (one.file.file, one.sheet.sheet) == question.spot[:2] and any(row.row == question.spot[2] for row in one.people()):
                if number != self.at:
                    self.go_to_table(number)
                self.table.go_to(question.spot)

    def _open_chip(self, columns: tuple[tuple[str, int], ...]) -> None:
        layout, at = columns[0]
        number = next((n for n, one in enumerate(self.tables) if one.table.layout == layout), self.at)
        if number != self.at:
            self.go_to_table(number)
        if at in self.table.rows.columns:
            section = self.table.rows.columns.index(at)
            self.table.scrollTo(self.table.rows.index(max(self.table.currentIndex().row(), 0), section + FIRST))
            self.table.head.chips[section].showMenu()

    def to_questions(self) -> None:
        """Go to the questions, or back to the table; where they have no place of their own they come and go."""
        if self.queue.isVisible() and self.queue.has_focus():
            if self._narrow():
                self.queue.hide()
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.queue.show()
        self.queue.take_focus()

    def _narrow(self) -> bool:
        return self.width() < ROOM * self.look.sizes.body

    def _fit(self) -> None:
        """Keep the questions beside the table, or behind a button with their count where there is no room."""
        narrow, count = self._narrow(), len(self.queue.questions)
        self.head.ask.setVisible(narrow)
        self.head.ask.setText(_("{count} questions").format(count=count) if count else _("No questions"))
        if not narrow or not self.queue.has_focus():
            self.queue.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Make room."""
        super().resizeEvent(event)
        self._fit()


def keys_of_sheet() -> list[tuple[str, str]]:
    """Return the keys that work beside the table, each with its word."""
    words = {
        "questions": _("to the questions and back|strip"),
        "column": _("what this column is|strip"),
        "kind": _("what kind of ledger|strip"),
        "unfold": _("rows passed over|strip"),
        "choose": _("another file|strip"),
        "leave": _("leave without taking in|strip"),
    }
    return [(key_map.shown(f"import.{name}"), word) for name, word in words.items()]
