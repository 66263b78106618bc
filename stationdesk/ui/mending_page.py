"""要补的资料: what is missing or doubtful, kind by kind; the current person's question is open, Enter saves and goes to the next."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.gaps import OF_CHILDREN, Gap, all_gaps, total
from stationdesk.services.mending_writing import answer, mend, says_answered, says_mended
from stationdesk.services.resident_roll import roll_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.mending_pane import MendingPane
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground


class MendingPage(Page):
    """One list of everything missing, worked through by keyboard."""

    name: ClassVar[str] = "mending"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"resident", "kin", "guardian", "category_tag", "care_grade", "gap_answer", "note", "household", "consent", "import_row", "setting"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.known = self.working = self.again = False
        self.wanted = ""
        """The kind somebody came here for, until it is known."""
        self.pane = MendingPane(desk)
        self.strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self.pane.counted.connect(self._tell)
        self.pane.editor.saved.connect(self.save)
        self.pane.editor.answered.connect(self.answer)
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(self._did)
        key_map.attach(self, "mending.next_kind", lambda: self.pane.step_kind(1))
        key_map.attach(self, "mending.kind_before", lambda: self.pane.step_kind(-1))
        key_map.attach(self, "mending.list", self.show_in_list)
        key_map.attach(self, "mending.back", self.go_back)
        self.begin_at(self.pane.list)

    def _lay_out(self) -> None:
        self.title, self.told = Label(_("What is missing"), "title"), ElidedLabel("", "body", "ink2")
        head = QHBoxLayout()
        head.setContentsMargins(self.look.sizes.page_margin, 12, self.look.sizes.page_margin, 8)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        nothing = QWidget()
        box = QVBoxLayout(nothing)
        box.setContentsMargins(4, 8, 0, 0)
        box.addWidget(ground(self.empty, "paper"))
        box.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.pane)
        self.stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.strip)
        keys = [("mending.save", _("save, next|key")), ("mending.later", _("later|key")), ("mending.none", _("there is none|key"))]
        keys += [("mending.open", _("open|key")), ("mending.next_kind", _("next kind|key")), ("mending.list", _("as a list|key"))]
        self.strip.set_keys([(key_map.shown(name), word) for name, word in keys])

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Put the keyboard where the answer goes."""
        super().focusInEvent(event)
        if self.pane.editor.ask is not None:
            self.pane.editor.take_focus()

    # -- what is shown

    def refresh(self) -> None:
        """Look again what is missing, beside the window; one look after the other, the last one counts."""
        if self.working:
            self.again = True
            return
        self.working, on, sees = True, self.desk.today(), self.desk.sees_children

        desk = self.desk

        def work(report: Report) -> list[Gap]:
            with desk.reading_everybody(report) as session:
                found = all_gaps(session, on)
                if sees:
                    return found
                roll = roll_of(desk.database)
                roll.follow(session, on)
                grown = {gap.code: tuple(one for one in gap.ids if (line := roll.line(one)) and not line.child) for gap in found}
                return [Gap(gap.code, gap.title, grown[gap.code]) for gap in found if gap.code not in OF_CHILDREN and grown[gap.code]]

        if not self.known:
            self.told.setText(_("Looking what is missing"))
        self.desk.jobs.start(work, self._found)

    def _found(self, found: list[Gap]) -> None:
        self.working = False
        if self.again:
            self.again = False
            self.refresh()
            return
        self.known, wanted, self.wanted = True, self.wanted, ""
        self.pane.show_found(found, wanted)

    def _tell(self) -> None:
        found = self.pane.found
        people = len({one for gap in found for one in gap.ids})
        self.told.setText(_("{count} things, {people} people").format(count=total(found), people=people) if found else "")
        self.empty.say(_("Nothing is missing."), _("Every number, date, phone and grade that is asked for is there."))
        self.stack.setCurrentIndex(1 if self.known and not found else 0)

    # -- what is done

    def save(self) -> None:
        """Keep what was filled in, and go to the next."""
        question, on, operator = self.pane.editor.ask, self.desk.today(), self.desk.operator.name
        if question is None:
            return
        with self.desk.reading() as session:
            says = says_mended(session, question, on)
        with self.desk.writing(says) as session:
            mend(session, question, self.pane.editor.typed(), self.pane.editor.chosen(), on, operator)
        self.pane.done()
        self.desk.said(says)

    def answer(self, said: str) -> None:
        """Put the person off, say that there is none or that it is right, or open him."""
        question, on, operator = self.pane.editor.ask, self.desk.today(), self.desk.operator.name
        if question is None:
            return
        if said == "open":
            self.desk.open_page.emit("residents", question.resident_id)
            return
        with self.desk.reading() as session:
            says = says_answered(session, question, said, on)
        with self.desk.writing(says) as session:
            answer(session, question, said, on, operator)
        self.pane.done()
        self.desk.said(says)

    def _did(self, sentence: str) -> None:
        self.strip.say(sentence, undo=self.desk.can_undo)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def show_in_list(self) -> None:
        """Show the people of this kind in the list of residents, to print, export or change them together."""
        gap = self.pane.gap()
        if gap is not None:
            self.desk.open_page.emit("residents", gap)

    def go_back(self) -> None:
        """Go back to the residents."""
        self.desk.open_page.emit("residents", None)

    def take(self, argument: Any) -> None:
        """Open a kind: a Gap of the day's page, shown at once with what is known of it, or a kind's code."""
        self.wanted = argument.code if isinstance(argument, Gap) else str(argument)
        if isinstance(argument, Gap) and not self.known:
            self.pane.show_found([argument], argument.code)
        elif self.pane.kinds.go_to(self.wanted):
            self.wanted = ""
        self.pane.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pane.editor.take_focus()

    def place(self) -> Any:
        """Return the kind one is at."""
        return self.pane.kind() or None
