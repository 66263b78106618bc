"""到期事项: what is due once or every year and the grades to be looked at again, by kind; D does it, Enter opens."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.duties import DutyDue
from stationdesk.services.duty_list import ALL, REVIEWS, Entry, Row, entries, kind_word, kinds, rows
from stationdesk.services.duty_words import says_done, says_not_needed
from stationdesk.services.duty_writing import not_needed
from stationdesk.services.guardian_talks import settle
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.assess_dialog import assess_person, leave_as_it_is
from stationdesk.ui.due_dialog import LaterDialog, note_duty
from stationdesk.ui.duties_paper import export_duties, print_duties
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.parts.word_list import WordList
from stationdesk.ui.talk_dialog import talk_about

KINDS = 13.0
"""Width of the list of kinds, in em."""
AGE, GROUP = 3, 6


class DutySource:
    """The entries of a kind; rows are read by the page."""

    def __init__(self, desk: OpenDesk, found: Sequence[Entry]) -> None:
        self.desk, self.by_key = desk, {one.key: one for one in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the keys in the order shown."""
        return list(self.by_key)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Row]:
        """Return the rows of some keys."""
        with self.desk.reading() as session:
            some = [self.by_key[str(one)] for one in ids]
            sees, covered = self.desk.sees_children, self.desk.faces_visitors
            return rows(session, some, self.desk.today(), may_see_children=sees, covered=covered)


class DutyTable(RecordTable):
    """The list; D, L and Delete are its own keys."""

    pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Do, put off or take off what is current."""
        for name in ("done", "later"):
            if key_map.pressed(event, f"duties.{name}"):
                self.pressed.emit(name)
                return
        super().keyPressEvent(event)


class DutiesPage(Page):
    """One list worked through by keyboard."""

    name: ClassVar[str] = "duties"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"duty", "resident", "guardian", "category_tag", "care_grade", "visit", "status_change", "kin", "setting", "grade_scheme"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.found: list[Entry] = []
        self.wanted = ""
        self.kinds = WordList(self.look, _("What is due"))
        columns = [
            Column(_("Due on"), lambda row: row.day, 8.0, tone=lambda row: row.tone, spoken=lambda row: row.sentence),
            Column(_("Left|column"), lambda row: row.left, 6.8, tone=lambda row: row.tone),
            Column(_("Name|column"), lambda row: row.name, 9.0, bold=True, icon=lambda row: "lock" if row.child else ""),
            Column(_("Age|column"), lambda row: row.age, 2.8, right=True),
            Column(_("What|column"), lambda row: row.what, 9.4),
            Column(_("About it"), lambda row: row.note, None, tone=lambda _row: "ink2"),
            Column(_("Group|column"), lambda row: row.group, 4.6, tone=lambda _row: "ink2"),
        ]
        self.table = DutyTable(self.look, columns)
        self.table.setAccessibleName(_("What is due"))
        self.strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self.kinds.currentRowChanged.connect(lambda _row: self.show_kind())
        self.table.activated_row.connect(self.open_row)
        self.table.pressed.connect(lambda what: self.do() if what == "done" else self.later())
        self.strip.undo.connect(self.undo)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        for name, slot in (
            ("off", self.take_off),
            ("add", self.add),
            ("print", self.print),
            ("export", self.export),
            ("back", self.go_back),
            ("next_kind", lambda: self.step_kind(1)),
            ("kind_before", lambda: self.step_kind(-1)),
        ):
            key_map.attach(self, f"duties.{name}", slot)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        self.title, self.told = Label(_("What is due"), "title"), ElidedLabel("", "body", "ink2")
        head = QHBoxLayout()
        head.setContentsMargins(self.look.sizes.page_margin, 12, self.look.sizes.page_margin, 8)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.table, 1)
        self.nothing = QWidget()
        box = QVBoxLayout(self.nothing)
        box.setContentsMargins(self.look.sizes.page_margin, 8, 0, 0)
        box.addWidget(ground(self.empty, "paper"))
        box.addStretch(1)
        right.addWidget(self.nothing, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.kinds)
        middle.addWidget(rule(upright=True))
        middle.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(middle, 1)
        whole.addWidget(self.strip)
        self.look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        """Leave age and group out where the writing is so large that what is to be known about it would be cut."""
        for column in (AGE, GROUP):
            self.table.setColumnHidden(column, self.look.text_size is TextSize.EXTRA_LARGE)
        self.table.resize_columns()
        self.kinds.setFixedWidth(round(KINDS * self.look.sizes.body))

    # -- what is shown

    def refresh(self) -> None:
        """Read again what is due; kind and line stay."""
        kept = self.wanted or self.kinds.chosen()
        with self.desk.reading() as session:
            self.found = entries(session, self.desk.today())
        offered = kinds(self.found)
        self.kinds.blockSignals(True)
        self.kinds.offer((code, f"{word}  {count}" if count else word) for code, word, count in offered)
        codes = [code for code, _word, _count in offered]
        self.kinds.setCurrentRow(codes.index(kept) if kept in codes else 0)
        self.kinds.blockSignals(False)
        self.show_kind()

    def show_kind(self) -> None:
        """Show what is due of the kind that is chosen."""
        kind, row = self.kinds.chosen(), max(self.table.currentIndex().row(), 0)
        shown = [one for one in self.found if kind in (ALL, one.kind)]
        self.table.show(DutySource(self.desk, shown))
        if self.table.current_id() is None:
            self.table.go_to_row(min(row, len(shown) - 1))
        on = self.desk.today().isoformat()
        late = sum(one.due_on < on for one in shown)
        said = _("{count} things").format(count=len(shown))
        self.told.setText((said + _(", {count} late").format(count=late) if late else said) if shown else "")
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.empty.say(_("Nothing is due."), _("Ctrl N notes something for somebody; dates in the register come here by themselves."))
        done = _("stays so|key") if kind == REVIEWS else _("done|key")
        keys = [("duties.done", done), ("duties.open", _("open|key")), ("duties.later", _("other day|key"))]
        keys += [("duties.off", _("not needed|key")), ("duties.next_kind", _("next kind|key")), ("duties.print", _("print|key"))]
        self.strip.set_keys([(key_map.shown(name), word) for name, word in keys] if shown else [])
        self.begin_at(self.table if shown else self.kinds)

    def step_kind(self, step: int) -> None:
        """Go to the next kind."""
        self.kinds.setCurrentRow(max(0, min(self.kinds.count() - 1, self.kinds.currentRow() + step)))

    def current(self) -> Entry | None:
        """Return what is current."""
        row = self.table.current_row()
        return row.entry if row is not None else None

    def all_rows(self) -> list[Row]:
        """Return every row of the kind that is shown, in its order."""
        ids = self.table.model().ids()
        source = DutySource(self.desk, [one for one in self.found if one.key in set(ids)])
        read = source.rows(ids)
        return [read[one] for one in ids if one in read]

    # -- what is done

    def do(self) -> None:
        """Write that what is current is done; of a grade, that it stays."""
        one, on = self.current(), self.desk.today()
        if one is None:
            return
        if one.duty is None:
            leave_as_it_is(self.desk, one.resident_id, one.review.cause if one.review else "regular")
            return
        duty: DutyDue = one.duty
        with self.desk.reading() as session:
            says = says_done(session, duty, on)
        with self.desk.writing(says) as session:
            settle(session, duty, on, self.desk.operator.name)
        self.desk.said(says)

    def open_row(self, row: Row) -> None:
        """Open the person; of a grade the assessment, of a talk its form."""
        if row.entry.kind == REVIEWS:
            assess_person(self.desk, self.window(), row.entry.resident_id)
        elif row.entry.kind == "guardian_talk":
            talk_about(self.desk, self.window(), row.entry.resident_id)
        else:
            self.desk.open_page.emit("residents", row.entry.resident_id)

    def later(self) -> None:
        """Ask for another day; a review has its day from the assessment."""
        one = self.current()
        if one is not None and one.duty is not None:
            LaterDialog(self.desk, one.duty, self.window()).ask()
        elif one is not None:
            text = _("Enter opens the assessment, where the next review can be given a day; D leaves the grade as it is.")
            tell(self.window(), self.look, _("A review has its day from the assessment."), text, _("I see|button"))

    def take_off(self) -> None:
        """Ask whether what is current need not be done any more, and take it off."""
        one, on = self.current(), self.desk.today()
        if one is None or one.duty is None:
            return
        with self.desk.reading() as session:
            says = says_not_needed(session, one.duty, on)
        dialog = Dialog(self.window(), self.look, _("Is this not needed any more?"), says)
        dialog.add_button(_("Take it off"), "primary", "Enter", "yes")
        dialog.add_button(_("Leave it"), "quiet", "Esc")
        if dialog.ask() == "yes":
            with self.desk.writing(says) as session:
                not_needed(session, one.duty, on)
            self.desk.said(says)

    def add(self) -> None:
        """Note something more for the person of the current line; without one say where that is done."""
        one = self.current()
        if one is not None:
            note_duty(self.desk, self.window(), one.resident_id)
        else:
            text = _("Open somebody among the residents and press {key}; for many at once, the list's menu F6 has it.")
            key = key_map.shown("residents.duty")
            tell(self.window(), self.look, _("For whom is something due?"), text.format(key=key), _("I see|button"))

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def print(self) -> None:
        """Show the list as it will be printed."""
        if found := self.all_rows():
            print_duties(self.desk, found, kind_word(self.kinds.chosen()), self)

    def export(self) -> None:
        """Write the list as a workbook."""
        if found := self.all_rows():
            export_duties(self.desk, found, kind_word(self.kinds.chosen()), self)

    def go_back(self) -> None:
        """Go back to the residents."""
        self.desk.open_page.emit("residents", None)

    def take(self, argument: Any) -> None:
        """Open a kind; `assess:ID` and `talk:ID` open the form of a person above the list."""
        what, _colon, who = str(argument).partition(":")
        kind = {"assess": REVIEWS, "talk": "guardian_talk"}.get(what, what)
        codes = [code for code, _word, _count in kinds(self.found)]
        self.kinds.setCurrentRow(codes.index(kind) if kind in codes else 0)
        if who:
            self._go_to(kind, who)
            opens = assess_person if what == "assess" else talk_about
            QTimer.singleShot(0, self, lambda: opens(self.desk, self.window(), who))

    def _go_to(self, kind: str, who: str) -> None:
        key = next((one.key for one in self.found if one.kind == kind and one.resident_id == who), None)
        if key is not None:
            self.table.go_to(key)

    def place(self) -> Any:
        """Return the kind one is at."""
        return self.kinds.chosen() or None
