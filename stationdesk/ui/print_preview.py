"""The one preview of everything that is printed: the pages as they will come out, how many sheets, and where they go."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.printing.contact_card import Imprint, Printout, sentences
from stationdesk.printing.duplex import fits_twice_on_a4, two_on_a4
from stationdesk.printing.page import Page
from stationdesk.printing.painter import Press
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.print_log import printed_before
from stationdesk.ui import key_map
from stationdesk.ui.help_key import manual_at
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page_view import PageView
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.background import Job, Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.parts.labels import ground
from stationdesk.ui.print_run import PrintRun, Wanted
from stationdesk.ui.print_side import PrintSide
from stationdesk.ui.printer_queue import Queue, SystemQueue

SIDE = 344
"""Width of the right side at the standard text size."""


class PrintPreview(QDialog):
    """Shows a print job and prints it, or saves it as PDF; nothing is written down until paper or file are done."""

    def __init__(self, desk: OpenDesk, job: PrintJob, parent: QWidget | None = None, queue: Queue | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look, self.job = desk, desk.look, job
        self.queue: Queue = queue or SystemQueue()
        self.printed = 0
        """How often it was printed or saved from this window."""
        self.printout: Printout | None = None
        self.press: Press | None = None
        self.pages: tuple[Page, ...] = ()
        self.typesetting: Job | None = None
        self.leaving = False
        with desk.reading() as session:
            self.settings = desk_settings(session)
            known = printed_before(session, job.about, resident_id=job.resident_id) if job.reprint is None else job.reprint
        self.reprint = known
        self.run = PrintRun(desk, job, self.queue, self.settings.calibration, self, reprint=known)
        self.setWindowTitle(job.title)
        self.setAccessibleName(job.title)
        self.view = PageView(self.look)
        self.side = PrintSide(self.look, job.title)
        self.choices, self.state = self.side.choices, self.side.state
        self._lay_out()
        self._bind()
        self._offer()
        self._set_type()

    # -- what it looks like

    def _lay_out(self) -> None:
        ground(self, "surface")
        self.resize(1240, 690)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        self.side.setFixedWidth(round(SIDE * self.look.sizes.body / 15))
        row.addWidget(self.side)

    def _bind(self) -> None:
        for name, slot in (
            ("print.help", partial(manual_at, self, self.desk.look, "cards")),
            ("print.print", self.print),
            ("print.pdf", self.save_pdf),
            ("print.leave", self.leave),
            ("print.larger", lambda: self.enlarge(1)),
            ("print.larger_too", lambda: self.enlarge(1)),
            ("print.smaller", lambda: self.enlarge(-1)),
            ("print.next", lambda: self.turn(1)),
            ("print.previous", lambda: self.turn(-1)),
        ):
            key_map.attach(self, name, slot)
        self.side.print_button.clicked.connect(self.print)
        self.side.pdf_button.clicked.connect(self.save_pdf)
        self.side.leave_button.clicked.connect(self.leave)
        self.side.turned.connect(self.turn)
        self.choices.laid_out_anew.connect(self.arrange)
        self.run.ended.connect(self._ended)
        self.run.failed.connect(lambda sentence: self._ends_badly(sentence, "red"))
        self.run.stopped.connect(lambda: self._ends_badly(_("Stopped. Nothing was written down."), "ink2"))
        self.run.progressed.connect(lambda sentence: self.state.say(sentence, "ink2"))

    def _offer(self) -> None:
        found = self.queue.printers()
        self.choices.offer(found, self.settings.printer, self.settings.calibration, two_sided=self.job.two_sided, two_up=False)
        self.side.print_button.setVisible(bool(found))
        self.side.pdf_button.setVisible(self.job.may_be_file)
        if not found:
            self.side.pdf_button.set_kind("primary")
            if not self.job.may_be_file:
                self.state.say(_("Without a printer this cannot go onto paper: copy it by hand."), "amber")

    # -- the pages

    def _set_type(self) -> None:
        """Lay the pages out and make their type in the background, so that the window is there at once."""
        if not self.printed:
            self.state.say(_("Setting the pages…"), "ink3")
        self._allow(free=False)
        imprint = Imprint(self.desk.operator.name, self.desk.now().replace(tzinfo=None), reprint=self.reprint)
        job = self.job

        def work(_report: Report) -> tuple[Printout, Press]:
            printout = job.lay_out(imprint)
            return printout, Press(printout.pages, type_at_hand())

        self.typesetting = self.desk.jobs.start(
            work, self._typeset, lambda error: self._ends_badly(error.message, "red"), lambda: self._ends_badly("", "ink2")
        )

    def _typeset(self, found: tuple[Printout, Press]) -> None:
        self.typesetting = None
        if self.leaving:
            self.done(0)
            return
        if self.press is not None:
            self.press.close()
        self.printout, self.press = found
        self.press.load()
        if not self.printed:
            self.state.say("")
        first = self.printout.pages[0]
        two_up = fits_twice_on_a4(first) and not self.job.two_sided
        self.choices.two_up.setVisible(two_up)
        if two_up and not self.printed:
            self.choices.two_up.setChecked(True)
        self.choices.remarks.say(sentences(self.printout.left_out, of_cards=self.job.of_cards))
        self.arrange()
        self._allow(free=True)

    def arrange(self) -> None:
        """Put the pages on their sheets and show them."""
        if self.printout is None or self.press is None:
            return
        side_by_side = self.choices.two_up.isChecked() and not self.choices.two_up.isHidden()
        self.pages = two_on_a4(self.printout.pages) if side_by_side else self.printout.pages
        self.view.show_pages(self.pages, self.press, pairs=self.job.two_sided)
        self.choices.show_count(len(self.pages))
        self.turn(0)

    def turn(self, step: int) -> None:
        """Look at the next or the previous pages."""
        if step:
            self.view.turn(step)
        self.side.page_words.setText(self.view.words() if self.pages else "")

    def enlarge(self, step: int) -> None:
        """Show the pages larger or smaller."""
        self.view.enlarge(step)
        self.turn(0)

    # -- printing

    def print(self) -> None:
        """Print; by hand the fronts first, then the stack is turned, then the backs."""
        if self.press is None or not self._ready() or not self.choices.found:
            return
        self._allow(free=False)
        wanted = Wanted(
            self.choices.printer.value(),
            self.choices.way() if len(self.pages) > 1 else "one",
            self.choices.copies.value(),
            self.choices.draft.isChecked(),
        )
        self.run.print(self.pages, self.press, wanted)

    def save_pdf(self) -> None:
        """Save the pages as a PDF."""
        if not self._ready() or not self.job.may_be_file:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self.job.title} {self.desk.now():%Y-%m-%d}.pdf"
        path = choose_new_file(self, _("Save as PDF"), str(Path(folder) / name), "PDF (*.pdf)")
        if path is not None:
            self._allow(free=False)
            self.run.save(self.pages, path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf"))

    def _ended(self, sentence: str, whole: bool) -> None:
        """Say that it is done, and set the pages anew, so that what is printed once more says so in its foot."""
        self.printed += 1
        self.state.say(sentence, "green")
        if whole:
            self.reprint = self.run.reprint = True
            self._set_type()
        else:
            self._allow(free=True)

    # -- trouble and leaving

    def busy(self) -> bool:
        """Tell whether pages are being set or printed."""
        return self.typesetting is not None or self.run.job is not None

    def _ready(self) -> bool:
        return not self.busy() and bool(self.pages) and self.press is not None

    def _allow(self, *, free: bool) -> None:
        for widget in (self.choices, self.side.print_button, self.side.pdf_button):
            widget.setEnabled(free)

    def _ends_badly(self, sentence: str, tone: str) -> None:
        self.typesetting = None
        if self.leaving:
            self.done(0)
            return
        self._allow(free=bool(self.pages))
        self.state.say(sentence, tone)

    def leave(self) -> None:
        """Close; a print that runs is stopped first and the window stays."""
        if self.run.job is not None:
            self.run.job.cancel()
        elif self.typesetting is not None:
            self.leaving = True
            self.typesetting.cancel()
        else:
            self.done(0)

    def reject(self) -> None:
        """Leave as with Esc."""
        self.leave()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Wait for what runs to stop before the window goes."""
        if self.busy():
            self.leaving = True
            self.leave()
            event.ignore()
            return
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Let go of the pages and of their type."""
        self.view.forget()
        if self.press is not None:
            self.press.close()
            self.press = None
        super().done(result)


def preview(desk: OpenDesk, job: PrintJob, parent: QWidget | None = None, queue: Queue | None = None) -> int:
    """Show the preview until it is closed; returns how often the job was printed or saved."""
    window = PrintPreview(desk, job, parent, queue)
    window.exec()
    return window.printed
