"""设置 · 操作员: who may open the desk, what each may see, and what each has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from stationdesk.i18n import _
from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.services import access_log
from stationdesk.services.day_words import local, moment_words
from stationdesk.services.desk_settings import IDLE_MINUTES, change_settings, desk_settings
from stationdesk.services.operators import add_operator, change_passphrase, change_rights, operators, remove_operator
from stationdesk.ui import key_map
from stationdesk.ui.access_dialog import AccessDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_table import Column, RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.passphrase_dialog import PassphraseDialog
from stationdesk.ui.settings_part import Part


@dataclass(frozen=True)
class OperatorLine:
    """An operator as the list shows him."""

    name: str
    post: str
    sees: str
    last: str
    children: bool
    settings: bool


@dataclass(frozen=True)
class Lines:
    """The operators as a source of rows."""

    lines: tuple[OperatorLine, ...]

    def ids(self) -> list[str]:
        """Return the names."""
        return [one.name for one in self.lines]

    def rows(self, ids: Any) -> dict[str, OperatorLine]:
        """Return the lines of some names."""
        return {one.name: one for one in self.lines if one.name in set(ids)}


def rights_in_words(one: Operator) -> str:
    """Return what an operator may do, in words."""
    parts = [_("all residents")]
    parts += [_("children too")] if one.may_see_children else [_("no children")]
    parts += [_("settings")] if one.may_change_settings else []
    return _(", ").join(parts)


class OperatorsPart(Part):
    """The operators, their rights, and how soon the desk locks by itself."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Operators"), scrolls=False)
        self.add = Button(_("Add one"), self.look, "plain", key_map.shown("settings.add"), "plus", small=True)
        self.add.clicked.connect(self._add)
        key_map.attach(self, "settings.add", self._add)
        self.aside.addWidget(self.add)
        columns = [
            Column(_("Name"), lambda row: row.name, 8, bold=True),
            Column(_("Post"), lambda row: row.post, 9),
            Column(_("May see"), lambda row: row.sees),
            Column(_("Last here"), lambda row: row.last, 10, right=True),
        ]
        self.table = RecordTable(self.look, columns, margin=12)
        self.table.setAccessibleName(_("Operators"))
        self.table.activated_row.connect(lambda _row: self._change())
        self.body.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.change = Button(_("Change what he may see"), self.look, "plain", "Enter", small=True)
        self.change.clicked.connect(self._change)
        self.reset = Button(_("New passphrase"), self.look, small=True)
        self.reset.clicked.connect(self._new_passphrase)
        self.remove = Button(_("Remove"), self.look, small=True)
        self.remove.clicked.connect(self._remove)
        self.looked = LinkButton(_("What he has looked at"), self.look)
        self.looked.clicked.connect(self._looked)
        for button in (self.change, self.reset, self.remove, self.looked):
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(
            Label(_("What a removed operator noted keeps his name. One who may change settings must stay."), "small", "ink3", wrap=True)
        )
        self.idle = Segments([(str(one), _("{count} minutes").format(count=one)) for one in IDLE_MINUTES], self.look, numbered=False)
        self.idle.setAccessibleName(_("Locks by itself"))
        self.idle.changed.connect(self._idle)
        grid = FieldGrid(self.look, label_width=96)
        grid.add(_("Locks by itself"), self.idle, _("when nobody touches keyboard or mouse"), stretch=False)
        self.body.addWidget(grid)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this subject."""
        return [(key_map.shown("settings.add"), _("add one")), ("Enter", _("change"))]

    def refresh(self) -> None:
        """List the operators."""
        with self.desk.reading() as session:
            people, unlocks, settings = operators(session), access_log.last_unlocks(session), desk_settings(session)
        lines = []
        for one in people:
            at = unlocks.get(one.name)
            last = _("now") if one.id == self.desk.operator.id else moment_words(local(at), self.desk.today()) if at else _("never yet")
            lines.append(OperatorLine(one.name, one.post or "", rights_in_words(one), last, one.may_see_children, one.may_change_settings))
        self.table.show(Lines(tuple(lines)))
        if self.table.current_row() is None and lines:
            self.table.go_to_row(0)
        self.idle.set_value(str(settings.idle_minutes))
        seen = sum(one.may_see_children for one in people)
        self.beside.say(_("{count} people, {children} may see children").format(count=len(people), children=seen), "ink2")
        allowed = self.may_change()
        for widget in (self.add, self.change, self.reset, self.remove, self.looked, self.idle):
            widget.setEnabled(allowed)
        self.reset.setEnabled(True)

    def _current(self) -> Operator:
        row: OperatorLine = self.table.current_row()
        with self.desk.reading() as session:
            return next(one for one in operators(session) if one.name == row.name)

    def _add(self) -> None:
        if not self.desk.operator.may_change_settings:
            return
        dialog = OperatorDialog(self.desk, None)
        if dialog.ask() == "save":
            add_operator(self.desk.database, self.desk.operator, dialog.draft(), dialog.passphrase.text())
            self.desk.said(_("Add operator {name}").format(name=dialog.draft().name))

    def _change(self) -> None:
        if not self.desk.operator.may_change_settings or self.table.current_row() is None:
            return
        dialog = OperatorDialog(self.desk, self._current())
        if dialog.ask() == "save":
            draft = dialog.draft()
            change_rights(
                self.desk.database,
                self.desk.operator,
                draft.name,
                children=draft.may_see_children,
                settings=draft.may_change_settings,
                post=draft.post or "",
            )
            self.desk.said(_("Change the rights of {name}").format(name=draft.name))

    def _new_passphrase(self) -> None:
        one = self._current()
        if one.id != self.desk.operator.id and not self.desk.operator.may_change_settings:
            return
        dialog = PassphraseDialog(self, self.look, _("New passphrase for {name}").format(name=one.name))
        passphrase = dialog.ask_passphrase()
        if passphrase:
            change_passphrase(self.desk.database, one, passphrase)
            self.desk.said(_("Change the passphrase of {name}").format(name=one.name))

    def _remove(self) -> None:
        one = self._current()
        dialog = Dialog(
            self,
            self.look,
            _("Remove {name}?").format(name=one.name),
            _("His passphrase opens nothing any more. What he noted keeps his name. Backups of before still open with his passphrase."),
        )
        dialog.add_button(_("Remove"), "primary", "", "remove")
        dialog.add_button(_("Keep"), "quiet", "Esc", "")
        if dialog.ask() == "remove":
            remove_operator(self.desk.database, self.desk.operator, one.name)
            self.desk.said(_("Remove operator {name}").format(name=one.name))

    def _looked(self) -> None:
        self.desk.write_log()
        AccessDialog(self, self.desk, operator=self._current().name).ask()

    def _idle(self, code: str) -> None:
        says = _("Change how soon the desk locks")
        with self.desk.writing(says) as session:
            change_settings(session, idle_minutes=int(code))
        self.desk.idle_changed.emit(int(code))
        self.desk.said(says)


class OperatorDialog(Dialog):
    """Name, post, rights and, for a new one, a passphrase."""

    def __init__(self, desk: OpenDesk, operator: Operator | None) -> None:
        title = _("Add an operator") if operator is None else _("What {name} may see").format(name=operator.name)
        super().__init__(None, desk.look, title)
        grid = FieldGrid(desk.look, label_width=72)
        self.name, self.post = LineField(desk.look), LineField(desk.look)
        self.name.setText(operator.name if operator else "")
        self.name.setReadOnly(operator is not None)
        self.post.setText((operator.post or "") if operator else "")
        grid.add(_("Name"), self.name)
        grid.add(_("Post"), self.post, _("may be left out"))
        self.passphrase = QLineEdit()
        self.again = QLineEdit()
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        if operator is None:
            grid.add(_("Passphrase"), self.passphrase)
            self.words = grid.add(_("Once more"), self.again)
        self.body.addWidget(grid)
        self.children_box = QCheckBox(_("May open children's records"))
        self.settings_box = QCheckBox(_("May change settings"))
        self.children_box.setChecked(operator.may_see_children if operator else False)
        self.settings_box.setChecked(operator.may_change_settings if operator else False)
        self.body.addWidget(self.children_box)
        self.body.addWidget(self.settings_box)
        self.new = operator is None
        self.save = self.add_button(_("Save"), "primary", "Enter", closes=False)
        self.save.clicked.connect(self._save)
        self.add_button(_("Do not save"), "quiet", "Esc", "")

    def draft(self) -> OperatorDraft:
        """Return what was filled in."""
        return OperatorDraft(
            name=self.name.value(),
            post=self.post.value() or None,
            may_see_children=self.children_box.isChecked(),
            may_change_settings=self.settings_box.isChecked(),
        )

    def _save(self) -> None:
        if not self.name.value():
            self.name.say("error", _("First the name."))
            self.name.setFocus()
        elif self.new and len(self.passphrase.text()) < 8:
            self.words.say("error", _("A passphrase has eight characters or more."))
        elif self.new and self.passphrase.text() != self.again.text():
            self.words.say("error", _("The two are not the same."))
        else:
            self.give("save")
