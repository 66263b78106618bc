"""What the forms' page does: writes a form, reads and fills a county's, each as a job with its progress and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.form_writing import Written, write_form
from stationdesk.services.form_out import NoReason, Wanted
from stationdesk.services.form_profiles import Form, form_of_layout, keep_form, remember_file, remembered_file
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Job, Report
from stationdesk.ui.parts.dialogs import Dialog, choose_files, choose_new_file, tell
from stationdesk.ui.parts.fields import FieldGrid, LineField

if TYPE_CHECKING:
    from stationdesk.ledgers.template_reading import Template

WORKBOOK = "(*.xlsx)"


class FormsWork(QObject):
    """One work at a time; `far` tells how far it is, `done` that it is over, with what came of it (None: nothing)."""

    far = Signal(str, int, int)
    done = Signal(object)

    def __init__(self, desk: OpenDesk, page: QWidget) -> None:
        super().__init__(page)
        self.desk, self.page = desk, page
        self.job: Job | None = None

    def ask_reason(self) -> str:
        """Ask what full numbers are for; empty if they are not wanted after all."""
        dialog = Dialog(
            self.page,
            self.desk.look,
            _("Write the numbers in full?"),
            _("Who asks for this form, and what for? The answer goes into the log beside your name."),
            width=560,
        )
        field, grid = LineField(self.desk.look), FieldGrid(self.desk.look)
        grid.moves_on = False
        grid.add(_("What for"), field)
        dialog.body.addWidget(grid)
        dialog.add_button(_("Write in full"), "primary", "Enter", "ok")
        dialog.add_button(_("Do not write"), "plain", "Esc")
        field.setFocus()
        return field.value() if dialog.ask() else ""

    def reasoned(self, wanted: Wanted) -> Wanted | None:
        """Return how a form goes out with its reason, None if that was left."""
        if not wanted.full:
            return wanted
        reason = self.ask_reason()
        if not reason:
            self.desk.said(NoReason(_("Nothing was written: full numbers need a reason.")).message, undo=False)
            return None
        return replace(wanted, reason=reason)

    def where(self, form: Form) -> Path | None:
        """Ask where a form shall be written."""
        proposed = f"{form.draft.title} {self.desk.today():%Y-%m-%d}.xlsx"
        return choose_new_file(self.page, _("Where shall the form be written?"), proposed, _("Excel workbook (*.xlsx)"))

    def write(self, form: Form, wanted: Wanted) -> None:
        """Write a form as a workbook."""
        reasoned = self.reasoned(wanted)
        path = self.where(form) if reasoned is not None else None
        if path is None or reasoned is None:
            return
        desk = self.desk
        self._start(lambda report: write_form(desk.database, desk.operator, form, reasoned, path, desk.today(), report), self._written)

    def choose_template(self, form: Form) -> Path | None:
        """Ask for the county's empty form; one that was filled before and is still there is taken at once."""
        if form.draft.layout is not None:
            with self.desk.reading() as session:
                known = remembered_file(session, form.draft.layout)
            if known is not None and known.is_file():
                return known
        found = choose_files(self.page, _("Which empty form of the county?"), _("Excel workbook (*.xlsx)"))
        return found[0] if found else None

    def read(self, path: Path, then: Callable[[Template], None]) -> None:
        """Read a county's empty form."""
        from stationdesk.ledgers.template_reading import read_template

        def work(report: Report) -> Template:
            report(_("Reading {file}").format(file=path.name))
            return read_template(path)

        self._start(work, then)

    def told_before(self, layout: str) -> Form | None:
        """Return what was said of a form with these headings before."""
        with self.desk.reading() as session:
            return form_of_layout(session, layout)

    def remember(self, form: Form, template: Template) -> str:
        """Keep what goes where in a county's form, undoable; returns its code."""
        says = _("Remember how to fill {form}").format(form=template.path.stem)
        with self.desk.writing(says) as session:
            code = keep_form(session, form.draft, form.code if form.own else "")
            remember_file(session, template.layout, template.path)
        self.desk.said(says)
        return code

    def fill(self, form: Form, template: Template, wanted: Wanted) -> None:
        """Fill a county's form into a new file."""
        from stationdesk.ledgers.template_fill import fill_form

        reasoned = self.reasoned(wanted)
        path = self.where(form) if reasoned is not None else None
        if path is None or reasoned is None:
            return
        desk = self.desk
        self._start(
            lambda report: fill_form(desk.database, desk.operator, form, template, reasoned, path, desk.today(), report), self._written
        )

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
        if self.job is not None:
            self.job.cancel()

    def _start(self, work: Callable[[Report], object], then: Callable[..., None]) -> None:
        if self.job is not None:
            return
        self.far.emit("", 0, 0)

        def over(found: object) -> None:
            self._end(None)
            then(found)

        self.job = self.desk.jobs.start(work, over, self._failed, self._cancelled)
        self.job.progressed.connect(self.far)

    def _end(self, found: Written | None) -> None:
        self.job = None
        self.done.emit(found)

    def _written(self, made: Written) -> None:
        said = _("{count} rows are in {name}.").format(count=made.rows, name=made.path.name)
        if made.children_left_out:
            said += " " + _("{count} children are not in it: you have no right to children's records.").format(count=made.children_left_out)
        self.desk.said(said, undo=False)
        self.done.emit(made)

    def _failed(self, error: DeskError) -> None:
        self._end(None)
        tell(self.page, self.desk.look, _("The form was not written"), error.message, _("Understood"))

    def _cancelled(self) -> None:
        self._end(None)
        self.desk.said(_("Stopped; nothing was written."), undo=False)
