"""Printing itself: in the background, run by run, and written down when it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.duplex import NO_OFFSET, Offset, Order, Run, Sides, Turn, runs, sheets, turning_sentence
from stationdesk.printing.page import Page
from stationdesk.printing.painter import Press, write_pdf
from stationdesk.services.desk_settings import Calibration
from stationdesk.services.print_log import PrintNote, note_print
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.background import Job, Report
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.printer_queue import Ordered, Queue


@dataclass(frozen=True)
class Wanted:
    """What the operator chose."""

    printer: str
    sides: Sides = "one"
    copies: int = 1
    draft: bool = False

    def ordered(self, document: str, *, turned: bool) -> Ordered:
        """Return what the printer is told."""
        return Ordered(document, self.copies, turned, self.draft)


class PrintRun(QObject):
    """Carries out one print after another; nothing is written down before paper or file are done."""

    progressed = Signal(str)
    ended = Signal(str, bool)
    """What was done, and whether it was the whole."""
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, desk: OpenDesk, paper: PrintJob, queue: Queue, calibration: Calibration, parent: QWidget, *, reprint: bool) -> None:
        super().__init__(parent)
        self.desk, self.paper, self.queue, self.calibration = desk, paper, queue, calibration
        self.window, self.reprint = parent, reprint
        self.job: Job | None = None
        self.turn, self.order = cast("Turn", calibration.turn), cast("Order", calibration.backs)

    def print(self, pages: tuple[Page, ...], press: Press, wanted: Wanted) -> None:
        """Print `pages`; by hand the fronts first, then a dialog says how to turn the stack, then the backs."""
        left = list(runs(pages, wanted.sides, self.turn, self.order))
        self._start(left, pages, press, wanted, backs=False)

    def _start(self, left: list[Run], pages: tuple[Page, ...], press: Press, wanted: Wanted, *, backs: bool) -> None:
        run, *rest = left
        offset = Offset(self.calibration.dx, self.calibration.dy) if self.paper.calibrated else NO_OFFSET
        queue, ordered = self.queue, wanted.ordered(self.paper.document, turned=run.turned_by_printer)

        def work(report: Report) -> None:
            device = queue.device(wanted.printer, ordered)

            def told(done: int, count: int) -> None:
                report(_("Printing side {done} of {count}…").format(done=done, count=count), done, count)

            press.print_run(run.sides, device, offset=offset, draft=ordered.draft, told=told)

        def done(_nothing: None) -> None:
            self.job = None
            if rest and self._turn_stack():
                self._start(rest, pages, press, wanted, backs=True)
            else:
                self._note_paper(len(pages), wanted, whole=not rest)

        def failed(error: DeskError) -> None:
            keep_fronts()
            self._fail(error)

        def stopped() -> None:
            keep_fronts()
            self._stop()

        def keep_fronts() -> None:
            """Write the fronts down, which are on paper whatever became of the backs."""
            if backs:
                self._write_down(self._paper_note(len(pages), wanted, whole=False), whole=False)

        self.progressed.emit(_("Printing the backs…") if backs else _("Printing…"))
        self.job = self.desk.jobs.start(work, done, failed, stopped)
        self.job.progressed.connect(lambda sentence, _done, _count: self.progressed.emit(sentence))

    def _turn_stack(self) -> bool:
        dialog = Dialog(self.window, self.desk.look, _("The fronts are printed, now the backs"), turning_sentence(self.turn, self.order))
        dialog.add_button(_("Print the backs"), "primary", "Enter", "go on")
        dialog.add_button(_("Leave the backs"), "plain", "Esc")
        return bool(dialog.ask())

    def save(self, pages: tuple[Page, ...], path: Path) -> None:
        """Save `pages` as a PDF."""
        title = self.paper.title

        def done(_nothing: None) -> None:
            self.job = None
            self._note(PrintNote(self.paper.about, len(pages), 0, target="pdf"), _("Saved: {file}").format(file=path.name), whole=True)

        self.progressed.emit(_("Writing the PDF…"))
        self.job = self.desk.jobs.start(lambda _report: write_pdf(pages, path, type_at_hand(), title), done, self._fail, self._stop)

    def _note_paper(self, pages: int, wanted: Wanted, *, whole: bool) -> None:
        note = self._paper_note(pages, wanted, whole=whole)
        self._note(note, _("Sent to the printer: {sheets} sheets.").format(sheets=note.sheets * wanted.copies), whole=whole)

    def _paper_note(self, pages: int, wanted: Wanted, *, whole: bool) -> PrintNote:
        """Return what the log says of a print; without the backs it is half the sides."""
        used = sheets(pages, wanted.sides)
        return PrintNote(self.paper.about, pages if whole else used, used, copies=wanted.copies)

    def _note(self, note: PrintNote, sentence: str, *, whole: bool) -> None:
        self._write_down(note, whole=whole)
        self.ended.emit(sentence, whole)

    def _write_down(self, note: PrintNote, *, whole: bool) -> None:
        """Write down what was printed, and with cards who has which."""
        on_paper = note.target == "printer"
        says = (_("Print: {what}") if on_paper else _("Save as PDF: {what}")).format(what=self.paper.about)
        full = replace(note, people=self.paper.people, resident_id=self.paper.resident_id, reprint=self.reprint)
        with self.desk.writing(says) as session:
            if self.paper.noted is not None and whole:
                self.paper.noted(session)
            note_print(session, self.desk.operator.name, full, at=self.desk.now())
        self.desk.said(says, undo=False)

    def _fail(self, error: DeskError) -> None:
        self.job = None
        self.failed.emit(error.message)

    def _stop(self) -> None:
        self.job = None
        self.stopped.emit()
