"""Taking ledgers in: choose files, look at what each row would become, answer what only a person knows, take them in whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.import_plan import Plan
from stationdesk.services.past_imports import PastImport, past_imports
from stationdesk.ui import key_map
from stationdesk.ui.import_done import ImportDone
from stationdesk.ui.import_half_done import keep_half_done, may_drop, offer_half_done
from stationdesk.ui.import_sheet import ImportSheet
from stationdesk.ui.import_start import ImportProgress, ImportStart, files_in
from stationdesk.ui.import_work import Done, ImportWork
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts import dialogs


class ImportPage(Page):
    """The steps of an import, one shown at a time; it stays where it is when the operator looks at another page."""

    name: ClassVar[str] = "import"
    reads: ClassVar[frozenset[str]] = frozenset({"import_batch", "resident"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.work = ImportWork(desk, self)
        self.done: Done | None = None
        self.start = ImportStart(self.look)
        self.progress = ImportProgress(self.look)
        self.sheet = ImportSheet(self.work, self.look)
        self.end = ImportDone(self.look)
        self.steps = QStackedWidget()
        for step in (self.start, self.progress, self.sheet, self.end):
            self.steps.addWidget(step)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.steps)
        self.setAcceptDrops(True)
        self._connect()
        self.refresh()
        self.half = offer_half_done(self.desk, self.start.bar, self._go_on)

    def _connect(self) -> None:
        self.start.drop.choose.clicked.connect(self.choose)
        self.start.files.connect(self.open)
        self.start.undo.connect(self._take_back)
        self.progress.cancel.clicked.connect(self.work.cancel)
        self.sheet.take_in.connect(self.work.apply)
        self.sheet.other_file.connect(self.choose)
        self.end.undo.connect(self._undo)
        self.end.another.connect(self.choose)
        self.end.earlier.connect(self._escape)
        self.end.people.connect(lambda: self.desk.open_page.emit("residents", None))
        self.work.began.connect(self._began)
        self.work.progressed.connect(self.progress.tell)
        self.work.planned.connect(self._planned)
        self.work.failed.connect(self._failed)
        self.work.cancelled.connect(self._cancelled)
        self.work.applied.connect(self._applied)
        key_map.attach(self, "import.choose", self.choose)
        key_map.attach(self, "import.leave", self._escape)

    def refresh(self) -> None:
        """Read the imports so far; a plan is made anew, since it must not forget who was added meanwhile."""
        if self.work.now is not None and not self.work.busy:
            self.work.plan_again()
        with self.desk.reading() as session:
            found = past_imports(session)
        self.start.show_past(found)
        if self.done is not None and any(one.action == self.done.action and one.undone for one in found):
            self.done = None
            self.end.show_undone()

    def keep(self) -> None:
        """Keep what was said of a ledger that is not taken in yet."""
        if self.work.now is not None or self.half is not None:
            keep_half_done(self.desk, self.work)

    def _go_on(self) -> None:
        if self.half is not None:
            self.start.say("")
            self.work.open([Path(one) for one in self.half.files], self.half)

    def take(self, argument: Any) -> None:
        """Read the files somebody came here with."""
        if argument:
            self.open([Path(one) for one in argument])

    def setFocus(self, *reason: Any) -> None:  # noqa: N802 (Qt's name)
        """Put the keyboard on what is to be done next."""
        step = self.steps.currentWidget()
        if step is self.sheet:
            self.sheet.take_focus()
        else:
            {self.start: self.start.drop.choose, self.progress: self.progress.cancel, self.end: self.end.see}[step].setFocus(*reason)

    # -- files

    def choose(self) -> None:
        """Let the operator choose files and read them."""
        if self.steps.currentWidget() is self.progress:
            return
        kinds = _("Ledgers (*.xlsx *.xls *.et *.csv *.txt *.htm *.html);;All files (*)")
        found = dialogs.choose_files(self, _("Choose ledgers"), kinds)
        if found and may_drop(self, self.work):
            self.open(found)

    def open(self, paths: Sequence[Path]) -> None:
        """Read files and plan them."""
        if paths and self.steps.currentWidget() is not self.progress:
            self.start.say("")
            self.done = None
            self.work.open(list(paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take files anywhere on the page."""
        if files_in(event) and self.steps.currentWidget() is not self.progress:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Read what was dropped."""
        event.acceptProposedAction()
        self.open(files_in(event))

    # -- what the work says

    def _began(self, what: str) -> None:
        self.progress.begin(what)
        self._go(self.progress)

    def _planned(self) -> None:
        now = self.work.now
        if now is None:
            return
        if not now.sum.people and not now.sum.anything:
            said = unknown_sheets(now.plan)
            self.work.forget()
            self.start.say(said)
            self._go(self.start)
            return
        fresh = self.steps.currentWidget() is not self.sheet
        if fresh:
            self._go(self.sheet)
        self.sheet.show_plan(fresh=fresh)

    def _failed(self, error: DeskError) -> None:
        """Say calmly what was wrong; a plan that could not be taken in is still there."""
        if self.work.now is not None:
            self._go(self.sheet)
            dialogs.tell(self, self.look, _("Nothing was taken in"), str(error), _("Back to the ledger"))
            return
        self.start.say(str(error))
        self._go(self.start)

    def _cancelled(self, what: str) -> None:
        if what == "apply":
            self._go(self.sheet)
            self.desk.said(_("Stopped; nothing was taken in"), undo=False)
        else:
            self._go(self.start)

    def _applied(self, done: Done) -> None:
        self.done = done
        self.end.show_done(done)
        self._go(self.end)
        said = _("Taken in: {added} new, {updated} completed")
        self.desk.said(said.format(added=done.outcome.added, updated=done.outcome.updated))

    def _go(self, step: Any) -> None:
        self.steps.setCurrentWidget(step)
        if self.isVisible():
            self.setFocus()

    # -- back

    def _escape(self) -> None:
        """Stop what is under way, or go one step back; nothing is kept before it was taken in."""
        step = self.steps.currentWidget()
        if step is self.progress:
            self.work.cancel()
        elif step is self.start:
            self.desk.open_page.emit("residents", None)
        elif may_drop(self, self.work):
            self.work.forget()
            self._go(self.start)

    def _undo(self) -> None:
        """Take the import back that was just made."""
        if self.done is not None:
            says = self.work.undo(self.done.action)
            self.refresh()
            self.end.more.setFocus()
            self.desk.said(_("Taken back: {says}").format(says=says), undo=False)

    def _take_back(self, one: PastImport) -> None:
        """Take an older import back, after asking."""
        dialog = dialogs.Dialog(self, self.look, _("Take this import back whole?"), _(", ").join(one.files))
        dialog.add_button(_("Take it back"), "primary", "Enter", "yes")
        dialog.add_button(_("Leave it"), "plain", "Esc")
        if dialog.ask() == "yes":
            says = self.work.undo(one.action)
            self.refresh()
            self.desk.said(_("Taken back: {says}").format(says=says), undo=False)


def unknown_sheets(plan: Plan) -> str:
    """Return what was read where no list of residents was found: each sheet with the reason."""
    lines = [_("{file}: there is nothing in it.").format(file=file.file) for file in plan.files if not any(s.remarks for s in file.sheets)]
    for file in plan.files:
        for sheet in file.sheets:
            if sheet.remarks:
                said = " ".join(sheet.remarks)
                lines.append(_("{file}, sheet “{sheet}”: {said}").format(file=file.file, sheet=sheet.sheet, said=said))
    return " ".join(lines)
