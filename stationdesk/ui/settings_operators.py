"""设置 · 操作员: who may open the desk, what each may see, and what each has looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.operator import Operator
from stationdesk.services import access_log
from stationdesk.services.day_words import local, moment_words
from stationdesk.services.desk_settings import IDLE_MINUTES, change_settings, desk_settings
from stationdesk.services.operators import add_operator, change_passphrase, change_rights, operators, remove_operator
from stationdesk.ui import key_map
from stationdesk.ui.access_dialog import AccessDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.operator_dialogs import OperatorDialog, ResetDialog
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.passphrase_dialog import PassphraseDialog
from stationdesk.ui.settings_part import Part

MOST = 8
"""Operators seen at once."""


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
        self.add = Button(_("Add an operator"), self.look, "plain", key_map.shown("settings.add"), "plus", small=True)
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
        self.body.addWidget(self.table)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.change = Button(_("Change what he may see"), self.look, "plain", "Enter", small=True)
        self.change.clicked.connect(self._change)
        self.reset = Button(_("New passphrase"), self.look, small=True)
        self.reset.clicked.connect(self._new_passphrase)
        self.remove = Button(_("Shut out"), self.look, small=True)
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
        self.body.addStretch(1)

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
            last = moment_words(local(at), self.desk.today()) if at else _("never yet")
            last = _("here now") if one.id == self.desk.operator.id else last
            lines.append(OperatorLine(one.name, one.post or "", rights_in_words(one), last, one.may_see_children, one.may_change_settings))
        self.table.show(Lines(tuple(lines)))
        self.table.fit(MOST)
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
        dialog = OperatorDialog(self, self.desk, None)
        if dialog.ask() == "save":
            draft, passphrase, desk = dialog.draft(), dialog.passphrase(), self.desk
            self._work(
                lambda: add_operator(desk.database, desk.operator, draft, passphrase), _("Add operator {name}").format(name=draft.name)
            )

    def _change(self) -> None:
        if not self.desk.operator.may_change_settings or self.table.current_row() is None:
            return
        dialog = OperatorDialog(self, self.desk, self._current())
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
            self.desk.said(_("Change the rights of {name}").format(name=draft.name), undo=False)

    def _new_passphrase(self) -> None:
        one = self._current()
        if one.id != self.desk.operator.id and not self.desk.operator.may_change_settings:
            return
        if one.id == self.desk.operator.id:
            PassphraseDialog(self, self.desk).ask()
            return
        dialog = ResetDialog(self, self.desk, one.name)
        if dialog.ask() == "save":
            passphrase, desk = dialog.pair.value(), self.desk
            self._work(
                lambda: change_passphrase(desk.database, one, passphrase), _("Change the passphrase of {name}").format(name=one.name)
            )

    def _work(self, work: Callable[[], object], says: str) -> None:
        """Do what takes the key derivation's time in a thread, and say what came of it."""

        def done(_found: object) -> None:
            self.desk.said(says, undo=False)
            self.refresh()

        def failed(error: DeskError) -> None:
            tell(self, self.look, _("This was not done"), error.message, _("I see"))

        self.desk.jobs.start(lambda _report: work(), done, failed)

    def _remove(self) -> None:
        one = self._current()
        dialog = Dialog(
            self,
            self.look,
            _("Remove {name}?").format(name=one.name),
            _("His passphrase opens nothing any more. What he noted keeps his name. Backups of before still open with his passphrase."),
        )
        dialog.add_button(_("Shut out"), "primary", "", "remove")
        dialog.add_button(_("Keep"), "quiet", "Esc", "")
        if dialog.ask() == "remove":
            remove_operator(self.desk.database, self.desk.operator, one.name)
            self.desk.said(_("Remove operator {name}").format(name=one.name), undo=False)

    def _looked(self) -> None:
        self.desk.write_log()
        AccessDialog(self, self.desk, operator=self._current().name).ask()

    def _idle(self, code: str) -> None:
        says = _("Change how soon the desk locks")
        with self.desk.writing(says) as session:
            change_settings(session, idle_minutes=int(code))
        self.desk.idle_changed.emit(int(code))
        self.desk.said(says, undo=False)
