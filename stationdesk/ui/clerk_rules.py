"""设置 · 分级办法 and 叫法: what the county lays down for every station, each with its sheet out and in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.county.codes import TakenIn, import_codes, listed, own_codes, take_back_code
from stationdesk.county.schemes import say_scheme, scheme_called, take_back_scheme
from stationdesk.county.word import audience_words
from stationdesk.i18n import _
from stationdesk.ledgers.code_list import write_code_list
from stationdesk.ledgers.scheme_sheet import write_scheme
from stationdesk.registers.code import shipped
from stationdesk.registers.grade_scheme import GradeSchemeDraft, default_scheme, ready_made
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import own_schemes
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_acts import taken_back
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_lists import Rows
from stationdesk.ui.clerk_say import SayDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import EmptyState
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import choose_files, choose_new_file, tell
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.settings_part import Part

FROM_SHEET = "sheet"
SHEETS = "Excel (*.xlsx)"


class Rule(NamedTuple):
    """A line of either list."""

    id: str
    name: str
    words: str
    first: str
    last: str
    of: str = ""
    """Which list a word is of."""


class RulesPart(Part):
    """A list of what the county laid down, with its buttons; Delete takes one back."""

    taking_back: ClassVar[str] = ""
    """The key that takes one back."""
    desk: ClerkDesk

    def __init__(self, desk: OpenDesk, title: str, columns: Sequence[Column], nothing: tuple[str, str], note: str) -> None:
        super().__init__(desk, title, scrolls=False)
        self.table = RecordTable(self.look, columns, margin=12)
        self.table.setAccessibleName(title)
        self.empty = EmptyState(self.look, *nothing)
        self.buttons: list[Button] = []
        for part in (self.table, self.empty, Label(note, "small", "ink3", wrap=True)):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def add(self, key: str, words: str, slot: Callable[[], None]) -> None:
        """Add a button at the end of the title."""
        button = Button(words, self.look, "plain", key_map.shown(key), small=True)
        button.clicked.connect(lambda _on=False: slot())
        key_map.attach(self, key, slot)
        self.aside.addWidget(button)
        self.buttons.append(button)

    def show_rules(self, rules: Sequence[Rule]) -> None:
        """Show the lines, or what to do where there is none."""
        self.table.show(Rows(rules))
        self.table.fit(10)
        if rules and self.table.current_row() is None:
            self.table.go_to_row(0)
        self.table.setVisible(bool(rules))
        self.empty.setVisible(not rules)
        allowed = self.may_change()
        for button in self.buttons:
            button.setEnabled(allowed)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this subject: there must be something to take back, and the right to do it."""
        there = self.table.model().rowCount() > 0 and self.desk.operator.may_change_settings
        return [(key_map.shown(self.taking_back), _("take back|key"))] if there else []

    def gone(self, session: Session, one: Rule) -> None:
        """Take a line back."""

    def take_back(self) -> None:
        """Ask, and take back what the list stands on."""
        must_change_settings(self.desk.operator)
        one: Rule | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        if one is None:
            return
        if taken_back(self.desk, self, one.name, lambda session: self.gone(session, one)):
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take back with Delete."""
        if key_map.pressed(event, self.taking_back):
            self.take_back()
        else:
            super().keyPressEvent(event)


class SchemeDialog(SayDialog):
    """Which scheme, from which day, for whom."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        text = _("Grades that were given stay; from the day on they count as the scheme has it.")
        super().__init__(parent, desk, _("Put a grade scheme in force"), text)
        choices = [(one.code, one.name) for one in ready_made()]
        self.which = ComboField([*choices, (FROM_SHEET, _("from a sheet…"))], desk.look)
        self.grid.add(_("Scheme name"), self.which)
        self.first = self.day(_("First day"), _("tomorrow, if left empty"))
        self.to = self.whom()
        self.beside: tuple[str, ...] = ()
        self.end(self.which)

    def save(self) -> None:
        """Put it in force; a sheet is asked for first."""
        if self.wrong_day(self.first):
            return
        which = self.which.value() or ""
        if which == FROM_SHEET:
            chosen = choose_files(self, _("The sheet of the scheme"), SHEETS)[:1]
            if not chosen:
                return
            which = str(chosen[0])
        self.say(lambda: scheme_called(which), self.to.value(), _("Put a grade scheme in force"))

    def write(self, session: Session, draft: GradeSchemeDraft, audience: str) -> None:
        """Put it in force, and keep what becomes of the others."""
        on = self.desk.today()
        first = self.first.day() or (on + timedelta(days=1)).isoformat()
        self.beside = say_scheme(session, draft, audience, first, on).beside


class SchemesPart(RulesPart):
    """The county's grade schemes."""

    taking_back: ClassVar[str] = "clerk_schemes.take_back"

    def __init__(self, desk: OpenDesk) -> None:
        columns = [
            Column(_("Scheme name"), lambda row: row.name, None, bold=True),
            Column(_("For whom|column"), lambda row: row.words, 10.0),
            Column(_("Valid from"), lambda row: row.first, 8.0),
            Column(_("Valid to"), lambda row: row.last, 8.0),
        ]
        nothing = (
            _("The county has put no grade scheme in force; each station has its own."),
            _("Ctrl+N puts one in force from a day on."),
        )
        note = _("One that ships can be taken as it is, or written as a sheet, changed there, and put in force from the sheet.")
        super().__init__(desk, _("Grade schemes"), columns, nothing, note)
        self.add("clerk_schemes.put", _("Put in force…"), self.put)
        self.add("clerk_schemes.export", _("Write as a sheet…"), self.export)

    def refresh(self) -> None:
        """List the schemes."""
        on = self.desk.today()
        with self.desk.reading() as session:
            rules = [
                Rule(one.id, one.name, audience_words(session, one.audience), _day(one.valid_from, on), _day(one.valid_to, on))
                for one in own_schemes(session)
            ]
        self.show_rules(rules)

    def put(self) -> None:
        """Put one in force."""
        dialog = SchemeDialog(self, self.desk)
        if dialog.ask():
            self.refresh()
            if dialog.beside:
                tell(self, self.look, _("It is in force; others stand beside it"), "\n".join(dialog.beside), _("I see"))

    def export(self) -> None:
        """Write the one in force, or the one that ships first, as a sheet."""
        with self.desk.reading() as session:
            own = own_schemes(session)
        draft = own[-1] if own else default_scheme()
        path = choose_new_file(self, _("Save the sheet"), f"{draft.name}.xlsx", SHEETS)
        if path is not None:
            write_scheme(_sheet(path), draft)
            self.desk.said(_("Saved: {file}").format(file=_sheet(path).name), undo=False)

    def gone(self, session: Session, one: Rule) -> None:
        """Give a scheme up that has not begun."""
        take_back_scheme(session, one.id, self.desk.today())


class CodesPart(RulesPart):
    """The county's own words of the lists."""

    taking_back: ClassVar[str] = "clerk_codes.take_back"

    def __init__(self, desk: OpenDesk) -> None:
        columns = [
            Column(_("List|codes"), lambda row: row.words, 9.0, tone=lambda _row: "ink2"),
            Column(_("Word|codes"), lambda row: row.name, None, bold=True),
            Column(_("First day|codes"), lambda row: row.first, 8.0),
            Column(_("Last day|codes"), lambda row: row.last, 8.0),
        ]
        nothing = (
            _("The county has no words of its own."),
            _("Ctrl+E writes those there are as a sheet; change it, and take it in with Ctrl+O."),
        )
        note = _("What was noted under a word stays as it was. A word that is retired is offered no more.")
        super().__init__(desk, _("Words of the lists"), columns, nothing, note)
        self.add("clerk_codes.export", _("Write as a sheet…"), self.export)
        self.add("clerk_codes.take_in", _("Take the sheet in…"), self.take_in)

    def refresh(self) -> None:
        """List the words."""
        on = self.desk.today()
        with self.desk.reading() as session:
            rules = [
                Rule(one.code, one.label, shipped(one.table_name).title, _day(one.valid_from, on), _day(one.valid_to, on), one.table_name)
                for one in own_codes(session)
            ]
        self.show_rules(rules)

    def export(self) -> None:
        """Write the words there are as a sheet."""
        path = choose_new_file(self, _("Save the sheet"), _("words of the lists") + ".xlsx", SHEETS)
        if path is not None:
            count = write_code_list(_sheet(path), listed())
            self.desk.said(_("{count} words are in {file}").format(count=count, file=_sheet(path).name), undo=False)

    def take_in(self) -> None:
        """Take a sheet in: all of it, or none."""
        must_change_settings(self.desk.operator)
        for path in choose_files(self, _("The sheet of words"), SHEETS)[:1]:
            says = _("Words of the county from {file}").format(file=path.name)
            with self.desk.writing(says) as session:
                done = import_codes(session, path, self.desk.today())
            self.desk.said(came_of(done), undo=bool(done.added or done.changed or done.retired))
            self.refresh()

    def gone(self, session: Session, one: Rule) -> None:
        """Take a word back."""
        take_back_code(session, one.of, one.id)


def came_of(done: TakenIn) -> str:
    """Say what came of a sheet of words."""
    said = _("{added} new words, {changed} changed, {retired} retired; {known} rows say what holds already. They go with the next answers.")
    return said.format(added=len(done.added), changed=len(done.changed), retired=len(done.retired), known=done.known)


def _day(day: str | None, on: date) -> str:
    return day_words(date.fromisoformat(day), on) if day else ""


def _sheet(path: Path) -> Path:
    return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
