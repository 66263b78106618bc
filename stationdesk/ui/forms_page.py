"""填表导出: the forms at the left; the open one's columns, who stands in it, and its first rows as they will go out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from stationdesk.i18n import _
from stationdesk.ledgers.form_writing import Written
from stationdesk.services.form_out import Wanted, preview, whom
from stationdesk.services.form_people import Chosen
from stationdesk.services.form_profiles import Form, GoneOut, forms, last_export
from stationdesk.services.form_rows import FormLine
from stationdesk.ui import key_map
from stationdesk.ui.form_editing import FormEditing
from stationdesk.ui.forms_layout import FormsLayout
from stationdesk.ui.forms_work import FormsWork
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.residents_source import is_large

if TYPE_CHECKING:
    from stationdesk.ledgers.template_reading import Template


@dataclass(frozen=True)
class Listed:
    """The people of a list somebody came with: their ids in order, and what the list showed in words."""

    ids: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True)
class Preview:
    """What was read of a form to be looked at: how many stand in it, its first rows, when it went out last."""

    form: Form
    wanted: Wanted
    count: str
    lines: list[FormLine]
    gone: GoneOut | None


class FormsPage(Page):
    """What is changed is kept as one goes, in a form of the station's own, and can be undone."""

    name: ClassVar[str] = "forms"
    reads: ClassVar[frozenset[str]] = frozenset(
        {"export_profile", "resident", "kin", "guardian", "category_tag", "care_grade", "household", "pairing", "helper", "visit", "wish"}
    )

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.listed: Listed | None = None
        self.made: Written | None = None
        self.work = FormsWork(desk, self)
        self.shown = FormsLayout(desk, self)
        self.editing = FormEditing(self)
        self.begin_at(self.shown.list)
        self._bind()

    def _bind(self) -> None:
        shown = self.shown
        for name, slot in (
            ("forms.write", self.write),
            ("forms.fill", self.fill_countys),
            ("forms.add", self.editing.add_column),
            ("forms.leave", self.work.cancel),
            ("forms.up", partial(self.editing.move_column, -1)),
            ("forms.down", partial(self.editing.move_column, 1)),
            ("forms.remove", self.editing.remove_here),
        ):
            key_map.attach(self, name, slot)
        shown.list.currentRowChanged.connect(self._chosen)
        shown.columns.activated_row.connect(self.editing.change_column)
        shown.who.changed.connect(lambda fields: self.editing.change(_("Who stands in {form}"), **fields))
        shown.full.changed.connect(lambda _code: self.show_preview())
        shown.per_group.clicked.connect(lambda on: self.editing.change(_("One sheet per village group: {form}"), per_group=bool(on)))
        shown.everybody.clicked.connect(lambda: self.take_listed(None))
        shown.write.clicked.connect(self.write)
        shown.fill.clicked.connect(self.fill_countys)
        shown.add.clicked.connect(self.editing.add_column)
        shown.folder.clicked.connect(self.open_folder)
        shown.progress.cancel.clicked.connect(self.work.cancel)
        shown.strip.undo.connect(lambda: self.window().undo())  # type: ignore[attr-defined]
        self.desk.did.connect(lambda sentence: shown.strip.say(sentence, undo=self.desk.can_undo))
        self.work.far.connect(shown.show_progress)
        self.work.done.connect(self._done)

    # -- what is shown

    def refresh(self) -> None:
        """Read the forms, and the open one's first rows, again."""
        here = self.open.code if self.open else ""
        with self.desk.reading() as session:
            self.forms = forms(session)
        self.shown.who.offer()
        self.shown.offer(self.forms)
        at = next((n for n, one in enumerate(self.forms) if one.code == here), 0)
        self.shown.choose(at)
        self._chosen(at)

    def _chosen(self, at: int) -> None:
        if not 0 <= at < len(self.forms):
            return
        before = self.open
        self.open = self.forms[at]
        if before is None or before.code != self.open.code:
            self.made = None
        self.shown.show_form(self.open)
        self.show_preview()

    def wanted(self) -> Wanted:
        """Return how the form would go out now."""
        return Wanted(self.desk.today(), full=self.shown.full.value() == "full", only=self.listed.ids if self.listed else None)

    def show_preview(self) -> None:
        """Show who stands in the form, and its first rows; numbers are covered here whatever is chosen."""
        if self.open is None:
            return
        read = partial(_read, self.desk, self.open, self.wanted())
        if is_large(self.desk):
            self.shown.count.setText(_("Reading the list"))
            self.desk.jobs.start(read, self._show)
        else:
            self._show(read(None))

    def _show(self, read: Preview) -> None:
        """Show what was read, unless something else is looked at meanwhile."""
        if self.open is read.form and read.wanted == self.wanted():
            self.shown.preview.show_lines(read.form.draft, read.lines)
            self.shown.say(read.count, self.listed.about if self.listed else "", bool(self.listed), read.gone, self.made)

    def take(self, argument: Any) -> None:
        """Show the forms for the people of a list, or open a form by its code."""
        if isinstance(argument, Listed):
            self.take_listed(argument)
        elif isinstance(argument, str):
            at = next((n for n, one in enumerate(self.forms) if one.code == argument), -1)
            if at >= 0:
                self.shown.choose(at)

    def take_listed(self, listed: Listed | None) -> None:
        """Take the people of a list, in their order, or again whom the form itself names."""
        self.listed = listed
        self.show_preview()

    def place(self) -> Any:
        """Return the code of the form that is open."""
        return self.open.code if self.open else None

    # -- going out

    def write(self) -> None:
        """Write the open form; a county's is filled."""
        if self.open is None or self.work.job is not None:
            return
        if self.open.countys:
            self.fill_countys()
        else:
            self.work.write(self.open, self.wanted())

    def fill_countys(self) -> None:
        """Ask for the county's empty form, show what goes where, and fill it with whom the open form names."""
        if self.open is None or self.work.job is not None:
            return
        path = self.work.choose_template(self.open)
        if path is not None:
            self.work.read(path, self._template_read)

    def _template_read(self, template: Template) -> None:
        from stationdesk.ledgers.template_fill import profile_of
        from stationdesk.ui.template_dialog import TemplateDialog

        if self.open is None:
            return
        known = self.work.told_before(template.layout)
        if known is not None:
            template = template.told({at: (c.path if c.path != "text" else "", c.style) for at, c in enumerate(known.draft.columns)})
        dialog = TemplateDialog(self, self.look, template, known=known is not None)
        if not dialog.ask():
            return
        template = template.told(dialog.told)
        form = Form(known.code if known else "", profile_of(template, self.open.draft), own=known is not None)
        if known is None or known.draft != form.draft:
            form = Form(self.work.remember(form, template), form.draft, own=True)
        self.work.fill(form, template, self.wanted())

    def _done(self, made: Written | None) -> None:
        self.shown.show_progress("", 0, -1)
        if made is not None:
            self.made = made
            self.refresh()

    def open_folder(self) -> None:
        """Show the folder with the file that was written last."""
        if self.made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.made.path.parent)))


def _read(desk: OpenDesk, form: Form, wanted: Wanted, report: Report | None) -> Preview:
    """Read who stands in a form, and its first rows; with a report beside the window."""
    with desk.reading() if report is None else desk.reading_everybody(report) as session:
        found = whom(session, form, wanted, desk.operator)
        lines = preview(session, form, wanted, found)
        return Preview(form, wanted, _count_words(found), lines, last_export(session, form.code))


def _count_words(found: Chosen) -> str:
    said = _("{count} rows|form").format(count=len(found.lines))
    if found.children_left_out:
        said += _(", {count} children left out").format(count=found.children_left_out)
    return said
