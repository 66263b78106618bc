"""设置 · 村和社区: the villages and communities of the town, and what of them is covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.reading import read_files
from stationdesk.ledgers.unit_list import read_units
from stationdesk.registers.org_unit import OrgUnitDraft
from stationdesk.services.coverage import Coverage, coverage, here, rounding
from stationdesk.services.coverage_definition import definitions
from stationdesk.services.day_reading import read_day
from stationdesk.services.progress import Report
from stationdesk.services.unit_intake import UnitPlan, UnitRow, plan_units, take_units
from stationdesk.services.unit_lines import UnitLine, unit_lines
from stationdesk.services.unit_tree import tree
from stationdesk.services.units import add_unit, change_unit, close_unit, may_end, own_record, remove_unit
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog, choose_files
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.settings_part import Part
from stationdesk.ui.unit_form import EndingForm, UnitForm

SHEETS = "(*.xlsx *.xls *.csv *.et)"
MOST_DOUBTS = 8
"""Doubts of a list shown before it is taken in."""


class Lines:
    """The units as a source of rows."""

    def __init__(self, lines: Sequence[UnitLine]) -> None:
        self.lines = {one.id: one for one in lines}

    def ids(self) -> list[str]:
        """Return the ids in order."""
        return list(self.lines)

    def rows(self, ids: Any) -> Mapping[str, UnitLine]:
        """Return the lines of some ids."""
        return {one: self.lines[one] for one in ids if one in self.lines}


class UnitsPart(Part):
    """The list of units, and under it coverage with its definition and cut-off day."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Villages and communities"), scrolls=False)
        self.on = desk.today().isoformat()
        self.add = Button(_("Add one"), self.look, "plain", key_map.shown("settings.add"), "plus", small=True)
        self.take_in = Button(_("Take a list in"), self.look, "plain", key_map.shown("settings.list"), "import", small=True)
        for button, key, slot in ((self.take_in, "settings.list", self._choose), (self.add, "settings.add", self._add)):
            button.clicked.connect(slot)
            key_map.attach(self, key, slot)
            self.aside.addWidget(button)
        self.table = RecordTable(self.look, _columns(), margin=12)
        self.table.setAccessibleName(_("Villages and communities"))
        self.table.activated_row.connect(lambda _row: self._change())
        key_map.attach(self.table, "settings.remove", self._end)
        self.body.addWidget(self.table, 1)
        nothing = _("No village or community is written down yet. Ctrl N adds one, Ctrl O takes a list of the town in.")
        self.empty = Label(nothing, "body", "ink2", wrap=True)
        self.body.addWidget(self.empty)
        self.body.addWidget(rule())
        self.body.addLayout(self._head())
        self.figures = QVBoxLayout()
        self.figures.setSpacing(8)
        self.body.addLayout(self.figures)
        self.body.addWidget(Label(rounding(), "small", "ink3", wrap=True))

    def _head(self) -> QHBoxLayout:
        """Return the line over the coverages, with the cut-off day."""
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Label(_("Coverage"), "strong"))
        line.addSpacing(12)
        line.addWidget(Label(_("Cut-off day"), "body", "ink2"))
        self.cut_off = LineField(self.look)
        self.cut_off.setAccessibleName(_("Cut-off day"))
        self.cut_off.setText(self.on)
        self.cut_off.editingFinished.connect(self._cut)
        line.addWidget(self.cut_off)
        self.cut_words = Label("", "small", "red")
        line.addWidget(self.cut_words, 1)
        self.look.changed.connect(self._resize)
        self._resize()
        return line

    def _resize(self) -> None:
        self.cut_off.setFixedWidth(round(7.5 * self.look.sizes.body))

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this subject; those of a line where there is one."""
        names = [("settings.add", _("add one|unit")), ("settings.list", _("take a list in"))]
        if self.table.model().rowCount():
            names += [("settings.edit", _("change")), ("settings.remove", _("merged or gone"))]
        return [(key_map.shown(key), word) for key, word in names]

    def refresh(self) -> None:
        """List the units and count."""
        today = self.desk.today().isoformat()
        with self.desk.reading() as session:
            lines = unit_lines(session, today)
            there = tree(session)
            found = [coverage(there, one, here(session), self.on) for one in definitions() if one.flag]
        self.table.show(Lines(lines))
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if self.table.current_row() is None:
            self.table.go_to_row(0)
        standing = [one for one in lines if one.leaf and one.standing]
        towns = {one.town for one in standing}
        said = _("{villages} villages and communities in {towns} towns").format(villages=len(standing), towns=len(towns))
        self.beside.say(said, "ink2")
        allowed = self.may_change()
        for button in (self.add, self.take_in):
            button.setEnabled(allowed)
        self._show(found)

    def _show(self, found: Sequence[Coverage]) -> None:
        """Show each coverage as figures, towns and what was counted."""
        clear(self.figures)
        for one in found:
            line = QHBoxLayout()
            line.setSpacing(12)
            name = Label(one.definition.title, "body_bold")
            name.setMinimumWidth(round(8.5 * self.look.sizes.body))
            line.addWidget(name)
            line.addWidget(Label(one.figures, "body_bold", "teal", wrap=True), 1)
            self.figures.addLayout(line)
            counted = _("as of {day}; counted: {counted}").format(day=one.on, counted=one.counted)
            self.figures.addWidget(Label("　".join(filter(None, (one.towns_in_words, counted))), "small", "ink2", wrap=True))

    def _cut(self) -> None:
        """Count anew for another cut-off day."""
        day = read_day(self.cut_off.value(), self.desk.today())
        self.cut_words.say("" if day else _("This is no day. Write it like 2026-6-1."))
        if day is not None and day.isoformat() != self.on:
            self.on = day.isoformat()
            self.cut_off.setText(self.on)
            self.refresh()

    # -- what can be done

    def _add(self) -> None:
        if not self.desk.operator.may_change_settings:
            return
        row: UnitLine | None = self.table.current_row()
        form = UnitForm(self.look, None, self, self.desk.today(), town=row.town if row else "")
        if form.ask() and form.changes is not None:
            draft = OrgUnitDraft.model_validate(form.changes)
            says = _("Add the unit {name}").format(name=draft.name)
            with self.desk.writing(says) as session:
                made = add_unit(session, draft, on=self.desk.today().isoformat()).id
            self._done(says, made)

    def _change(self) -> None:
        row: UnitLine | None = self.table.current_row()
        if not self.desk.operator.may_change_settings or row is None:
            return
        with self.desk.reading() as session:
            record, unit = own_record(session, row.id), tree(session).by_id[row.id]
        form = UnitForm(self.look, record, self, self.desk.today(), countys=unit if unit.id != record.id else None)
        if form.ask() and form.changes is not None:
            says = _("Change the unit {name}").format(name=row.name)
            with self.desk.writing(says) as session:
                change_unit(session, row.id, form.changes, on=self.desk.today().isoformat())
            self._done(says, row.id)

    def _end(self) -> None:
        row: UnitLine | None = self.table.current_row()
        if not self.desk.operator.may_change_settings or row is None:
            return
        today = self.desk.today()
        with self.desk.reading() as session:
            unit, there = may_end(session, row.id), tree(session)
        others = [one for one in there.standing(today.isoformat()) if one.id != unit.id] if unit.leaf else []
        form = EndingForm(self.look, unit, others, self, today)
        if form.ask() == "mistake":
            says = _("Take out the unit {name}").format(name=row.name)
            with self.desk.writing(says) as session:
                remove_unit(session, row.id)
            self._done(says)
        elif form.ending is not None:
            says = _("End of the unit {name}").format(name=row.name)
            with self.desk.writing(says) as session:
                close_unit(session, row.id, form.ending)
            self._done(says, row.id)

    def _choose(self) -> None:
        """Read a list in a job, then show what it would bring."""
        if not self.desk.operator.may_change_settings:
            return
        files = choose_files(self, _("A list of villages and communities"), f"{_('Ledgers')} {SHEETS}")[:1]
        if files:
            path, on = files[0], self.desk.today()
            self.desk.jobs.start(lambda report: _read(path, on, report), self._ask)

    def _ask(self, read: tuple[str, list[UnitRow], int]) -> None:
        """Show what a list would bring, and take it in if that is wanted."""
        name, rows, skipped = read
        on = self.desk.today().isoformat()
        with self.desk.reading() as session:
            plan = plan_units(session, rows, skipped, on)
        if TakingIn(self, self.desk, name, plan).ask() != "take":
            return
        says = _("Take in the list of units {file}").format(file=name)
        with self.desk.writing(says) as session:
            take_units(session, plan_units(session, rows, skipped, on))
        self._done(says)

    def _done(self, says: str, unit_id: str = "") -> None:
        self.desk.said(says)
        self.refresh()
        if unit_id:
            self.table.go_to(unit_id)
        self.table.setFocus()


class TakingIn(Dialog):
    """What a list would bring, before it does; nothing to take in is said too."""

    def __init__(self, parent: QWidget, desk: OpenDesk, name: str, plan: UnitPlan) -> None:
        super().__init__(parent, desk.look, _("Take {file} in?").format(file=name), plan.summary, width=620)
        doubts = plan.doubts
        for one in doubts[:MOST_DOUBTS]:
            self.body.addWidget(Label(one, "small", "amber", wrap=True))
        if len(doubts) > MOST_DOUBTS:
            self.body.addWidget(Label(_("… and {count} more doubts").format(count=len(doubts) - MOST_DOUBTS), "small", "amber"))
        if doubts:
            self.body.addWidget(Label(_("What could not be taken stays empty and can be filled in later."), "small", "ink3", wrap=True))
        if plan.moves:
            self.add_button(_("Take in"), "primary", "Enter", "take")
            self.add_button(_("Leave it be|button"), "plain", "Esc")
        else:
            self.add_button(_("Close"), "primary", "Enter")


def _read(path: Path, on: date, report: Report) -> tuple[str, list[UnitRow], int]:
    file = read_files([path], report)[0]
    rows, skipped = read_units(file, on)
    return file.name, rows, skipped


def _columns() -> list[Column]:
    def tone(row: UnitLine) -> str:
        return "ink3" if not row.standing else ""

    return [
        Column(_("Town|short"), lambda row: row.town if row.leaf else "", 5.2, tone=lambda _row: "ink2"),
        Column(_("Name|of a unit"), lambda row: row.name, 7.5, bold=True, tone=tone),
        Column(_("Kind"), lambda row: row.kind, 5.4, tone=tone),
        Column(_("Code"), lambda row: row.code, 10.2, tone=tone),
        Column(_("Station"), lambda row: row.station, 3.4, tone=tone),
        Column(_("Call room"), lambda row: row.call_room, 8.6, tone=tone),
        Column(_("Remark"), lambda row: row.remark, None, tone=lambda row: "soon" if row.doubtful else "ink2"),
    ]
