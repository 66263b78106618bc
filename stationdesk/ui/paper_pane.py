"""One visit sheet on the screen: day and visitors once for all, the lines in the order of the paper, each saved as it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import ngettext
from stationdesk.services import drafts
from stationdesk.services.sheet_entry import LONG_AGO, Head, finish, pass_line, save_line, says_line, says_passed
from stationdesk.services.sheet_reading import OpenSheet
from stationdesk.services.visit_asking import possible_visitors
from stationdesk.ui import paper_asking
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_drafts import FORM, entry_from, typed_of
from stationdesk.ui.paper_foot import PaperFoot
from stationdesk.ui.paper_head import PaperHead
from stationdesk.ui.paper_keys import PaperKeys
from stationdesk.ui.paper_list import LinesHead, LinesView
from stationdesk.ui.scanner import Scanner


class PaperPane(QWidget):
    """The open sheet; `left` when it is done or another is wanted, `numbered` when a code reader reads another sheet's number."""

    left = Signal()
    another = Signal()
    numbered = Signal(str)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.sheet: OpenSheet | None = None
        self.saving = False
        """A line is being saved here: nothing else moved, and the next line is opened right after."""
        self.sure_of: set[str] = set()
        """Days long ago about which it was asked."""
        self.head, self.view, self.foot = PaperHead(self.look), LinesView(self.look), PaperFoot(self.look)
        self.form = self.view.form
        self.keeper = DraftKeeper(desk, FORM, lambda: typed_of(self), self)
        self.pressing = PaperKeys(self)
        self.scanner = Scanner(self._remember, self)
        self.scanner.read.connect(self.numbered)
        self.scanner.watch(self.view, *self.form.fields(), self.head.day, self.head.visitors.field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(LinesHead(self.look))
        box.addWidget(self.view, 1)
        box.addWidget(self.foot)
        self._listen()

    def _listen(self) -> None:
        self.keeper.kept.connect(self.foot.kept.setText)
        self.head.left.connect(self.go_to_lines)
        self.head.changed.connect(lambda: self.head.check(self.desk.today()))
        self.head.changed.connect(self.keeper.touch)
        self.head.other_button.clicked.connect(self.another)
        self.view.key.connect(self.pressing.press)
        self.view.leaving.connect(self.go_to_row)
        self.form.saved.connect(self.save_and_next)
        self.form.passed.connect(self.pass_over)
        self.form.changed.connect(self.keeper.touch)
        self.foot.finish_button.clicked.connect(self.finish)

    # -- what is shown

    def open_sheet(self, found: OpenSheet) -> None:
        """Open a sheet at its first line that is not entered, or at the one that was half typed."""
        on = self.desk.today()
        with self.desk.reading() as session:
            people = possible_visitors(session, on)
        self.head.show_sheet(found)
        self.head.visitors.offer_people(people)
        typed = self.keeper.begin(found.id)
        day = found.visited_on or (found.printed_on if found.printed_on + timedelta(days=LONG_AGO) < on else on)
        self.head.fill(day, found.visitors or (self.desk.operator.name,), on)
        self._show(found)
        self.view.open_row(next((n for n, line in enumerate(found.lines) if line.state == "open"), 0))
        if typed:
            self._go_on_with(typed)
        self.begin()

    def begin(self) -> None:
        """Stand where the typing begins: in the day, if the sheet was printed before today and nothing is entered of it yet."""
        fresh = self.sheet is not None and self.sheet.visited_on is None and self.sheet.printed_on != self.desk.today()
        (self.head.day if fresh else self.view).setFocus(Qt.FocusReason.OtherFocusReason)
        if fresh:
            self.head.day.selectAll()

    def _go_on_with(self, typed: Any) -> None:
        """Show the line that was half typed."""
        row = self.view.row_of(str(typed.get("code")))
        self.head.day.setText(str(typed.get("day", "")))
        self.head.visitors.set_values([str(one) for one in typed.get("visitors", ())])
        self.head.check(self.desk.today())
        if row >= 0:
            self.view.open_row(row)
            self.form.put_back(entry_from(typed))

    def _show(self, sheet: OpenSheet) -> None:
        self.sheet = sheet
        self.view.show_lines(sheet.lines)
        self.foot.show_sheet(sheet)

    def follow(self, found: OpenSheet) -> None:
        """Show the sheet as it is now; a line that was taken back is opened again, one that is half typed stays."""
        before, at = self.sheet, self.view.currentIndex().row()
        self._show(found)
        old = before.lines if before else ()
        if self.saving or self.form.is_changed():
            return
        back = [n for n, (one, other) in enumerate(zip(old, found.lines, strict=False)) if one.state != "open" == other.state]
        self.view.open_row(min(max(back[0] if back else at, 0), len(found.lines) - 1))

    def close_sheet(self) -> None:
        """Show nothing any more."""
        self.sheet = self.form.line = None
        self.form.hide()
        self.keeper.saved()

    # -- the head

    def go_to_lines(self) -> None:
        """Go on to the lines; a changed day or other visitors are offered to the lines that are entered already."""
        head = self.ready()
        if head is not None:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            paper_asking.change_entered(self, head)

    def ready(self) -> Head | None:
        """Return day and visitors; None, with the keyboard in the day, if it cannot be so."""
        on = self.desk.today()
        self.head.visitors.take_typed()
        head = self.head.head(on)
        self.head.check(on)
        if head is not None and (on - head.day).days > LONG_AGO and str(head.day) not in self.sure_of:
            if paper_asking.long_ago(self, head.day):
                self.sure_of.add(str(head.day))
            else:
                head = None
        if head is None:
            self.head.day.setFocus(Qt.FocusReason.OtherFocusReason)
            self.head.day.selectAll()
        return head

    # -- the lines

    def save(self) -> bool:
        """Save the open line; tells whether it is saved. Raises what the service refuses with."""
        line, sheet = self.view.line(), self.sheet
        if line is None or sheet is None:
            return True
        if self.form.half_pressure():
            self.form.ask_for_figure()
            return False
        entry, head = self.form.entry(), self.ready()
        if head is None:
            return False
        if line.state == "done" and entry == line.entry:
            return True
        says, on, by = says_line(line.name, entry), self.desk.today(), self.desk.operator.name
        with self._writing(says) as session:
            save_line(session, sheet.id, line.code, entry, head, on, by)
        return True

    @contextmanager
    def _writing(self, says: str) -> Iterator[Session]:
        """One action on a line, its draft dropped with it; afterwards what the form holds is no change any more."""
        self.saving = True
        try:
            with self.desk.writing(says) as session:
                yield session
                if self.sheet is not None and self.keeper.dirty:
                    drafts.forget(session, self.desk.operator.name, FORM, self.sheet.id)
        finally:
            self.saving = False
        self.keeper.saved()
        line = self.view.line()
        self.form.begun = line.entry if line and line.entry else self.form.entry()
        self.desk.said(says)

    def save_and_next(self) -> None:
        """Enter: save the line and open the next that is not entered."""
        if self.save():
            self.open_next()

    def open_next(self) -> None:
        """Open the next line that is not entered, from the top again if need be."""
        here, lines = self.view.currentIndex().row(), self.view.rows.lines
        order = [*range(here + 1, len(lines)), *range(here + 1)]
        self.view.open_row(next((n for n in order if lines[n].state == "open"), here))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def pass_over(self) -> None:
        """N: nobody went to this person, who stays due."""
        line, sheet = self.view.line(), self.sheet
        if line is None or sheet is None or (line.state == "done" and not paper_asking.take_out(self, line)):
            return
        if line.state != "passed":
            with self._writing(says_passed(line.name)) as session:
                pass_line(session, sheet.id, line.code, self.head.head(self.desk.today()), self.desk.today())
        self.open_next()

    def go_to_row(self, row: int) -> None:
        """Leave the open line, saved if something was typed in it, and open another."""
        if 0 <= row < len(self.view.rows.lines) and self.leave():
            self.view.open_row(row)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Save the line one is at if something was typed in it; tells whether it may be left."""
        return self.sheet is None or not self.form.is_changed() or self.save()

    def finish(self) -> None:
        """Ctrl+S: the sheet is done; whoever is not entered was not visited, if the operator says so."""
        if self.sheet is None or not self.leave():
            return
        left, number = self.sheet.count("open"), self.sheet.number
        if left:
            if not paper_asking.none_of_these(self, left):
                return
            says = ngettext("Sheet {number} done, {count} not visited", "Sheet {number} done, {count} not visited", left)
            says = says.format(number=number, count=left)
            with self.desk.writing(says) as session:
                finish(session, self.sheet.id, self.desk.today())
            self.desk.said(says)
        self.left.emit()

    def _remember(self) -> Callable[[], None]:
        """Return what puts the fields back as they are now: a code reader's first figures were no answers."""
        entry, texts = self.form.entry(), [(field, field.text()) for field in (self.head.day, self.head.visitors.field)]

        def restore() -> None:
            self.form.put_back(entry)
            for field, text in texts:
                field.setText(text)

        return restore
