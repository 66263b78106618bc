"""县里来的: what the county wants of this station, by urgency; the answer is given beside the list, by keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from stationdesk.i18n import _
from stationdesk.services import drafts
from stationdesk.services.corrections import HeldCorrection
from stationdesk.services.county_claims import ClaimState, HeldClaim
from stationdesk.services.from_county import (
    ANNOUNCEMENT,
    ARRIVAL,
    CLAIM,
    CORRECTION,
    DEPARTURE,
    TASK,
    TEMPLATE,
    Entry,
    entries,
    forgotten,
)
from stationdesk.services.from_county_answers import answered
from stationdesk.services.from_county_told import CODES, SCHEME, Told
from stationdesk.services.task_requests import proposed
from stationdesk.services.tasks import HeldTask
from stationdesk.services.transfers import Departure
from stationdesk.services.transfers_in import Arrival
from stationdesk.services.undoing import undo_last
from stationdesk.services.what_came import last_came
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.from_county_form import AnswerForm
from stationdesk.ui.from_county_layout import FromCountyLayout
from stationdesk.ui.from_county_report import ReportCount
from stationdesk.ui.from_county_table import EntrySource
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.request_from import make_request

OPEN, ALL, FORM = "open", "all", "from_county"


class FromCountyPage(FromCountyLayout):
    """One list worked through from the top."""

    name: ClassVar[str] = "from_county"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "road",
            "task",
            "task_report",
            "correction_request",
            "correction_answer",
            "announcement",
            "announcement_read",
            "report_template",
            "resident",
            "code",
            *("grade_scheme", "care_grade", "service_request", "request_event"),
            *("wish", "wish_event", "wish_claim", "claim_answer", "claim_end", "transfer", "transfer_relay", "transfer_answer"),
        }
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.found: list[Entry] = []
        self.typed: dict[str, Mapping[str, Any]] = {}
        self.report = ReportCount(desk, self.pane)
        self.kinds.currentRowChanged.connect(lambda _row: self.show_kind())
        self.table.activated_row.connect(self.open_row)
        self.table.current_changed.connect(lambda _row: self.show_current())
        self.table.pressed.connect(self.do)
        self.table.requested.connect(self.make_request)
        self.strip.undo.connect(self.undo)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        for name, slot in (
            ("save", self.save),
            ("back", self.go_back),
            ("next_kind", lambda: self.step_kind(1)),
            ("kind_before", lambda: self.step_kind(-1)),
            ("earlier", lambda: self.report.turn(1)),
            ("later", lambda: self.report.turn(-1)),
            ("print", self.report.print),
            ("export", self.report.export),
        ):
            key_map.attach(self, f"from_county.{name}", slot)
        self.begin_at(self.table)

    # -- what is shown

    def refresh(self) -> None:
        """Read again what the county wants; kind and row stay."""
        self._remember()
        kept, on = self.kinds.chosen(), self.desk.today()
        with self.desk.reading() as session:
            self.found = entries(session, on, children=self.desk.sees_children)
            came, lost = last_came(session, on), forgotten(session)
        waiting = sum(one.open for one in self.found)
        offered = [(OPEN, _("To be done|kinds"), waiting), (ALL, _("All|kinds"), len(self.found))]
        words = {TASK: _("Tasks"), CORRECTION: _("Corrections|kinds"), CLAIM: _("Claims|kinds"), ANNOUNCEMENT: _("Announcements")}
        words |= {
            ARRIVAL: _("Moved here|kinds"),
            DEPARTURE: _("Moved away|kinds"),
            TEMPLATE: _("Reports|kinds"),
            SCHEME: _("Grades|kinds"),
            CODES: _("Words|kinds"),
        }
        offered += [(kind, word, count) for kind, word in words.items() if (count := sum(one.kind == kind for one in self.found))]
        self.kinds.blockSignals(True)
        self.kinds.offer((code, f"{word}  {count}" if count else word) for code, word, count in offered)
        codes = [code for code, _word, _count in offered]
        self.kinds.setCurrentRow(codes.index(kept) if kept in codes else 0)
        self.kinds.blockSignals(False)
        self.told.setText(came.sentence if came else "")
        said = _("The county does not know these any more; nothing has to be done: {what}.")
        self.lost.setText(said.format(what=_(", |listed").join(lost[:5])) if lost else "")
        self.lost.setVisible(bool(lost))
        self.show_kind()

    def show_kind(self) -> None:
        """Show what there is of the kind that is chosen."""
        kind, row = self.kinds.chosen(), max(self.table.currentIndex().row(), 0)
        shown = [one for one in self.found if kind in {ALL, one.kind} or (kind == OPEN and one.open)]
        self.table.show(EntrySource(shown))
        if self.table.current_id() is None:
            self.table.go_to_row(min(row, len(shown) - 1))
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.pane.setVisible(bool(shown))
        self.edge.setVisible(bool(shown))
        if self.found:
            self.empty.say(_("Nothing waits for this station."), _("What is settled stands under All."))
        else:
            self.empty.say(_("The county wants nothing."), _("Tasks, questions and announcements come with its answers, on the stick."))
        self.begin_at(self.table if shown else self.kinds)
        self.show_current()

    def current(self) -> Entry | None:
        """Return what is current."""
        row: Entry | None = self.table.current_row()
        return row

    def show_current(self) -> None:
        """Show what is current in full, with what was typed to it."""
        self._remember()
        one, on = self.current(), self.desk.today()
        self.set_keys(one)
        self.report.entry = None
        if one is None:
            self.pane.show_nothing("")
            return
        if one.kind == TEMPLATE:
            self.report.begin(one)
            return
        if isinstance(one.held, Told):
            self.pane.show_told(one.held)
            return
        form = self.pane.show_entry(one, self.desk.now(), covered=self.desk.faces_visitors)
        form.wanted.connect(self.answer)
        with self.desk.reading() as session:
            kept = self.typed.get(one.key) or drafts.take(session, self.desk.operator.name, FORM, one.key)
        form.begin(proposed(one.request, on) if one.open else "")
        if kept:
            form.fill(kept)

    def step_kind(self, step: int) -> None:
        """Go to the next kind."""
        self.kinds.setCurrentRow(max(0, min(self.kinds.count() - 1, self.kinds.currentRow() + step)))

    # -- what is done

    def open_row(self, row: Entry) -> None:
        """Open the record in doubt at its field, or go to where the answer is written."""
        if (self._goes_to(row) and not row.open) or (isinstance(row.held, HeldCorrection | Departure) and self._goes_to(row)):
            self.answer("go")
        elif self.pane.form is not None and not self.pane.form.start() and row.kind == ANNOUNCEMENT:
            self.do()

    def do(self) -> None:
        """Give the nearest answer: done, corrected, read; a task that asks for figures wants them first."""
        one, form = self.current(), self.pane.form
        if one is None or form is None:
            return
        if one.kind == TASK:
            self.answer("report")
        elif one.kind == CORRECTION:
            self.answer("corrected")
        elif isinstance(one.held, HeldClaim) and one.open:
            self.answer("closed" if one.held.state is ClaimState.CLOSED else "delivered")
        elif one.kind == ARRIVAL and one.open:
            self.answer("accepted")
        elif one.kind == ANNOUNCEMENT and one.open:
            self.answer("read")

    def save(self) -> None:
        """Send what is filled in: the report, why it was right, why nothing comes of a claim, why somebody is not ours."""
        one = self.current()
        what = {TASK: "report", CORRECTION: "right", CLAIM: "ended", ARRIVAL: "declined"}.get(one.kind if one is not None else "")
        if what:
            self.answer(what)

    def answer(self, what: str) -> None:
        """Carry out an answer; what is refused is said under it and nothing typed is lost."""
        one, form = self.current(), self.pane.form
        if one is None or form is None:
            return
        if what in ("go", "request"):
            self._go(one) if what == "go" else self.make_request()
            return
        counted = form.counted()
        if counted is None:
            return
        by, on = self.desk.operator.name, self.desk.today()
        typed = form.typed()
        with self.desk.reading() as session:
            given = answered(session, one, what, typed, counted, on=on, by=by, children=self.desk.sees_children)

        def work(session: Any) -> None:
            given.write(session)
            drafts.forget(session, by, FORM, one.key)

        self.typed.pop(one.key, None)
        form.fill(form.begun)
        if saved(self.desk, given.says, work, form.trouble):
            self.table.setFocus()
        else:
            self._refused(form, typed)

    def _refused(self, form: AnswerForm, typed: Mapping[str, Any]) -> None:
        form.fill(typed)
        form.start()

    @staticmethod
    def _goes_to(one: Entry) -> str:
        """Return whose record an entry leads to, with the field in doubt; empty for none."""
        held = one.held
        if isinstance(held, HeldCorrection):
            return f"{held.resident_id}#edit:{held.request.field or ''}" if held.resident_id else ""
        if isinstance(held, Arrival):
            return held.resident_id
        return held.transfer.resident_id if isinstance(held, Departure) else ""

    def _go(self, one: Entry) -> None:
        if where := self._goes_to(one):
            self.desk.open_page.emit("residents", where)

    def make_request(self) -> None:
        """Make a request of the current task; one that was made already is gone to."""
        one = self.current()
        if one is not None and isinstance(one.held, HeldTask):
            make_request(self.desk, one.held.task, one.request, self.window())

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)

    def go_back(self) -> None:
        """Go from the answer to the list, from there to the page of the county."""
        if self.table.isVisible() and not self.table.hasFocus() and not self.kinds.hasFocus():
            self.table.setFocus()
        else:
            self.desk.open_page.emit("county", None)

    def take(self, argument: Any) -> None:
        """Go to an entry by its kind and id; one that is settled stands under All."""
        key = str(argument)
        one = next((one for one in self.found if one.key == key), None)
        if one is not None:
            self.kinds.setCurrentRow(0 if one.open else 1)
            self.table.go_to(key)
            self.show_current()

    def place(self) -> Any:
        """Return what is current."""
        one = self.current()
        return one.key if one is not None else None

    def _remember(self) -> None:
        form = self.pane.form
        if form is not None:
            typed = form.changed()
            if typed:
                self.typed[form.entry.key] = typed
            else:
                self.typed.pop(form.entry.key, None)

    def keep(self) -> None:
        """Keep what was typed and not sent."""
        self._remember()
        if self.typed:
            with self.desk.writing(_("Keep a draft")) as session:
                for key, typed in self.typed.items():
                    drafts.keep(session, self.desk.operator.name, FORM, typed, key)
