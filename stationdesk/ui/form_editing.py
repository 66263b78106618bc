"""Changing a form as one goes: each change is one action, kept in a form of the station's own, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from stationdesk.i18n import _
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.services.form_profiles import Form, keep_form, remove_form
from stationdesk.ui.form_column_dialog import ColumnDialog
from stationdesk.ui.form_tables import ColumnRow

if TYPE_CHECKING:
    from stationdesk.ui.forms_page import FormsPage


class FormEditing(QObject):
    """Changes the form that is open on the page."""

    def __init__(self, page: FormsPage) -> None:
        super().__init__(page)
        self.page, self.desk = page, page.desk

    def change(self, says: str, **fields: Any) -> None:
        """Change the open form; one that ships becomes a form of the station's own first."""
        if self.page.open is None:
            return
        draft = self.page.open.draft
        if all(getattr(draft, name) == value for name, value in fields.items()):
            return
        own = {} if self.page.open.own else {"made_from": self.page.open.code, "title": _("{form} (own)").format(form=draft.title)[:120]}
        changed = ExportProfileDraft.model_validate({name: getattr(draft, name) for name in ExportProfileDraft.model_fields} | own | fields)
        sentence = says.format(form=draft.title)
        with self.desk.writing(sentence) as session:
            code = keep_form(session, changed, self.page.open.code if self.page.open.own else "")
        self._show_again(code, sentence)

    def _show_again(self, code: str, sentence: str) -> None:
        row = self.page.shown.columns.currentIndex().row()
        self.page.open = Form(code, self.page.open.draft, own=True) if self.page.open else None
        self.page.refresh()
        self.desk.said(sentence)
        self.page.shown.columns.go_to_row(min(row, self.page.shown.columns.model().rowCount() - 1))

    def _columns(self) -> list[FormColumn]:
        return list(self.page.open.draft.columns) if self.page.open else []

    def _parts(self) -> Sequence[str]:
        return (self.page.open.draft.row_kind,) if self.page.open else ()

    def add_column(self) -> None:
        """Add a column below the current one."""
        dialog = ColumnDialog(self.page, self.page.look, None, self._parts())
        if dialog.ask() and dialog.column is not None:
            columns, at = self._columns(), self.page.shown.columns.currentIndex().row() + 1
            columns.insert(at or len(columns), dialog.column)
            self.change(_("Another column in {form}"), columns=tuple(columns))
            self.page.shown.columns.go_to_row(at or len(columns) - 1)
        self.page.shown.columns.setFocus()

    def change_column(self, row: ColumnRow | None) -> None:
        """Change a column."""
        if row is None:
            return
        dialog = ColumnDialog(self.page, self.page.look, row.column, self._parts())
        if dialog.ask() and dialog.column is not None:
            columns = self._columns()
            columns[row.at] = dialog.column
            self.change(_("A column of {form} changed"), columns=tuple(columns))

    def remove_column(self) -> None:
        """Take the current column out; the last one stays."""
        columns, at = self._columns(), self.page.shown.columns.currentIndex().row()
        if 0 <= at < len(columns) and len(columns) > 1:
            del columns[at]
            self.change(_("A column of {form} taken out"), columns=tuple(columns))

    def move_column(self, step: int) -> None:
        """Move the current column up or down."""
        columns, at = self._columns(), self.page.shown.columns.currentIndex().row()
        if 0 <= at < len(columns) and 0 <= at + step < len(columns):
            columns[at], columns[at + step] = columns[at + step], columns[at]
            self.change(_("Another order of columns in {form}"), columns=tuple(columns))
            self.page.shown.columns.go_to_row(at + step)

    def remove_here(self) -> None:
        """Take away the form where the list has the keyboard, else the current column."""
        if self.page.shown.list.hasFocus():
            self.remove()
        elif self.page.shown.columns.hasFocus():
            self.remove_column()

    def remove(self) -> None:
        """Take one of the station's own forms away; one that ships stays, which is said."""
        if self.page.open is None:
            return
        if not self.page.open.own:
            self.desk.said(_("A form that ships stays. Only your own forms can be removed."), undo=False)
            return
        says = _("Remove the form {form}").format(form=self.page.open.draft.title)
        with self.desk.writing(says) as session:
            remove_form(session, self.page.open.code)
        self.page.open = None
        self.page.refresh()
        self.desk.said(says)
