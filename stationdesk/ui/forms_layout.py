"""How the forms' page is laid out: list, columns, preview, the bar with the buttons, the key strip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.form_writing import Written
from stationdesk.services.form_profiles import Form, GoneOut
from stationdesk.ui import key_map
from stationdesk.ui.form_tables import ColumnRow, PreviewTable, Rows, columns_table
from stationdesk.ui.form_who import FormWho
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.word_list import WordList
from stationdesk.ui.work_line import WorkLine

LIST_EM, COLUMNS_EM = 14.0, 22.0
"""Widths of list and columns."""


class FormsLayout(QObject):
    """The widgets of the page and where they stand; it asks no service."""

    def __init__(self, desk: OpenDesk, page: QWidget) -> None:
        super().__init__(page)
        self.desk, self.look = desk, desk.look
        look = self.look
        self.list = WordList(look, _("Forms"), indent=24)
        self.who = FormWho(desk)
        self.columns = columns_table(look)
        self.preview = PreviewTable(look)
        self.nobody = EmptyState(look, _("Nobody stands in this form"), _("Widen above whom it asks for: category, group, age."))
        self.full = Segments(
            (("masked", _("numbers covered")), ("full", _("numbers in full"))), look, numbered=False, tones={"full": "soon"}
        )
        self.full.setAccessibleName(_("How numbers are written"))
        self.full.set_value("masked")
        self.per_group = QCheckBox(_("One sheet per village group"))
        self.write = Button(_("Write as a workbook"), look, "primary", key_map.shown("forms.write"))
        self.fill = Button(_("Fill the county's form"), look, "plain", key_map.shown("forms.fill"))
        self.add = Button(_("Add a column"), look, "quiet", key_map.shown("forms.add"), "plus", small=True)
        self.folder = LinkButton(_("Open its folder"), look, icon="folder")
        self.title = ElidedLabel("", "title")
        self.count = Label("", "body_bold")
        self.about = ElidedLabel("", "small", "ink2")
        self.everybody = LinkButton(_("Whom the form names"), look)
        self.result = ElidedLabel("", "body", "green")
        self.progress = WorkLine(look)
        self.strip = KeyStrip(look)
        self._lay_out(page)
        self.look.changed.connect(self._resize)
        self._resize()
        self.folder.hide()
        self.progress.hide()

    def _lay_out(self, page: QWidget) -> None:
        whole = QHBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.left = QWidget()
        ground(self.left, "paper")
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 14, 0, 0)
        title = Label(_("Forms out"), "title")
        title.setContentsMargins(24, 0, 0, 6)
        left.addWidget(title)
        left.addWidget(self.list, 1)
        whole.addWidget(self.left)
        right = QWidget()
        ground(right, "surface")
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._head())
        box.addLayout(self._middle(), 1)
        box.addLayout(self._foot())
        box.addWidget(self.strip)
        whole.addWidget(right, 1)
        self.strip.set_keys(
            (
                ("↑|↓", _("choose")),
                (key_map.shown("forms.change"), _("change the column")),
                (f"{key_map.shown('forms.up')}|↓", _("move it")),
                (key_map.shown("forms.remove"), _("take it out")),
            )
        )

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(20, 12, 20, 8)
        head.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.title, 3)
        line.addWidget(self.count)
        line.addWidget(self.about, 1)
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(line)
        head.addWidget(self.who)
        listed = QHBoxLayout()
        self.listed = ElidedLabel("", "body_bold", "teal")
        listed.addWidget(self.listed, 1)
        listed.addWidget(self.everybody)
        head.addLayout(listed)
        return head

    def _middle(self) -> QHBoxLayout:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.column_side = QWidget()
        side = QVBoxLayout(self.column_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.columns, 1)
        side.addWidget(self.add)
        middle.addWidget(self.column_side)
        middle.addWidget(rule(upright=True))
        seen = QWidget()
        ground(seen, "paper")
        box = QVBoxLayout(seen)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.nobody)
        box.addWidget(self.preview, 1)
        middle.addWidget(seen, 1)
        return middle

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 8, 20, 8)
        foot.setSpacing(6)
        told = QHBoxLayout()
        told.addWidget(self.result, 1)
        told.addWidget(self.folder)
        foot.addLayout(told)
        foot.addWidget(self.progress)
        line = QHBoxLayout()
        line.setSpacing(10)
        for widget in (self.write, self.fill, self.full, self.per_group):
            line.addWidget(widget)
        line.addStretch(1)
        foot.addLayout(line)
        return foot

    def _resize(self) -> None:
        body = self.look.sizes.body
        self.left.setFixedWidth(round(LIST_EM * body))
        self.column_side.setFixedWidth(round(COLUMNS_EM * body))

    # -- showing

    def offer(self, forms: Sequence[Form]) -> None:
        """Show the forms there are; the station's own say so."""
        self.list.blockSignals(True)
        self.list.offer((one.code, _mark(one)) for one in forms)
        self.list.blockSignals(False)

    def choose(self, at: int) -> None:
        """Choose a form by its place."""
        self.list.setCurrentRow(at)

    def show_form(self, form: Form) -> None:
        """Show what a form asks for."""
        self.title.setText(form.draft.title)
        self.who.show_form(form.draft)
        self.columns.show(Rows([ColumnRow(at, column) for at, column in enumerate(form.draft.columns)]))
        if self.columns.currentIndex().row() < 0:
            self.columns.go_to_row(0)
        self.per_group.setChecked(form.draft.per_group)
        self.per_group.setEnabled(not form.countys)
        self.write.setText(_("Fill this form") if form.countys else _("Write as a workbook"))

    def say(self, count: str, about: str, listed: bool, gone: GoneOut | None, made: Written | None) -> None:
        """Say how many rows there are, whose list was taken, when the form went out last, and what was written now."""
        self.count.setText(count)
        self.nobody.setVisible(self.preview.model().rowCount() == 0)
        self.listed.setText(_("Only the people of the list: {about}").format(about=about or _("marked or shown")) if listed else "")
        self.listed.setVisible(listed)
        self.everybody.setVisible(listed)
        self.about.setText(_("last on {day}, {count} rows").format(day=gone.on, count=gone.rows) if gone else _("never gone out yet"))
        self.result.setText(_("{count} rows are in {name}.").format(count=made.rows, name=made.path.name) if made else "")
        self.result.setVisible(made is not None)
        self.folder.setVisible(made is not None)

    def show_progress(self, sentence: str, done: int, total: int) -> None:
        """Show how far a work is; `total` -1: it is over."""
        over = total < 0
        self.progress.setVisible(not over)
        self.write.setEnabled(over)
        self.fill.setEnabled(over)
        if not over:
            self.result.hide()
            self.folder.hide()
            self.progress.tell(sentence, done, total)


def _mark(form: Form) -> str:
    if form.countys:
        return _("County · {form}").format(form=form.draft.title)
    return form.draft.title
