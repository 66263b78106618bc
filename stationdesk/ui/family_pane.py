"""The left part of the family page: how many households, which of them, found by typing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.family_list import FamilyRow, family_rows, homes_meant
from stationdesk.services.family_roll import FLAGS, OF_CHILDREN, FamilyRoll, WantedHomes, family_roll_of
from stationdesk.ui import key_map
from stationdesk.ui.family_tables import FamilyTable
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.residents_source import LARGE
from stationdesk.ui.residents_typing import TypeToFilter


class FamilySource:
    """Which households the filters and the typed words leave, and their rows."""

    def __init__(self, desk: OpenDesk, roll: FamilyRoll) -> None:
        self.desk, self.roll = desk, roll
        self.flag = self.group = self.typed = ""

    def ids(self) -> Sequence[str]:
        """Return the households the list shows, in its order."""
        among = None
        if self.typed:
            with self.desk.reading() as session:
                among = homes_meant(session, self.roll, self.typed, self.desk.today(), may_see_children=self.desk.sees_children)
        return self.roll.ids(WantedHomes(self.flag, self.group, among), may_see_children=self.desk.sees_children)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, FamilyRow]:
        """Return the rows of `ids`."""
        with self.desk.reading() as session:
            some = [str(one) for one in ids]
            return family_rows(session, self.roll, some, self.desk.today(), may_see_children=self.desk.sees_children)


def read_families(desk: OpenDesk, report: Report) -> None:
    """Read the roll of households, in a job."""
    report(_("Reading the list"))
    with desk.reading_everybody(report) as session:
        family_roll_of(desk.database).follow(session, desk.today())


def is_large(desk: OpenDesk) -> bool:
    """Tell whether reading every household takes so long that it is better done beside the window."""
    with desk.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT coalesce(max(key), 0) FROM resident").scalar_one()) > LARGE


class FamilyPane(QWidget):
    """Chooses a household; `chosen` follows the current row, `opened` is Enter on it."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look, self.roll = desk, desk.look, family_roll_of(desk.database)
        self.source = FamilySource(desk, self.roll)
        ground(self, "paper")
        self.setMinimumWidth(200)
        self._build()
        self._measure()
        self.look.changed.connect(self._measure)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setSpacing(10)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(_("Families"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        line.addWidget(self.count, 1)
        self.more = MoreButton(_("More|menu"), self.look, key_map.shown("family.list_menu"))
        line.addWidget(self.more)
        self.head.addLayout(line)
        self.which = FilterButton(_("Households|filter"), [], self.look, several=False)
        self.groups = FilterButton(_("Group|filter"), [], self.look, several=False)
        for button in (self.which, self.groups):
            button.changed.connect(self._filter)
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        flow.addWidget(self.which)
        flow.addWidget(self.groups)
        self.head.addWidget(holder)
        self.typed = LineField(self.look, _("head, pinyin, group, number…"))
        self.head.addWidget(self.typed)
        box.addLayout(self.head)
        self._build_list(box)

    def _build_list(self, box: QVBoxLayout) -> None:
        self.table = FamilyTable(self.look)
        self.table.setAccessibleName(_("Families"))
        self.typing = TypeToFilter(self.table, self.typed)
        self.typing.changed.connect(self._type)
        self.table.current_changed.connect(lambda row: self.chosen.emit(row.id) if row is not None else None)
        self.table.activated_row.connect(lambda row: self.opened.emit(row.id))
        self.nobody = EmptyState(self.look, "", "")
        self.nobody.linked.connect(self._widen)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        empty = ground(QWidget(), "paper")
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.nobody, "paper"))
        lines.addStretch(1)
        self.stack.addWidget(empty)
        box.addWidget(self.stack, 1)
        self.strip = KeyStrip(self.look)
        box.addWidget(self.strip)

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 14, 8, 8)
        keys = (("↑|↓", _("choose|key")), (key_map.shown("family.person"), _("the person|key")))
        self.strip.set_keys(keys)

    def refresh(self) -> None:
        """Read the list again, staying on the same household."""
        with self.desk.reading() as session:
            self.roll.follow(session, self.desk.today())
        sees = self.desk.sees_children
        flags = [code for code in FLAGS if (sees or code not in OF_CHILDREN) and (self.roll.count(code) or code == self.source.flag)]
        counted = _("{what} {count}|households")
        self.which.set_choices([(code, counted.format(what=_(FLAGS[code]), count=self.roll.count(code))) for code in flags])
        self.groups.set_choices([(group, group) for group in self.roll.groups()])
        self._filter()

    def show_list(self) -> None:
        """Show the households the filters leave."""
        self.table.show(self.source)
        rows, every = self.table.model().rowCount(), self.roll.count()
        self.count.setText(_("{count} households").format(count=rows))
        self.stack.setCurrentIndex(0 if rows else 1)
        if not every:
            key = key_map.shown("family.new")
            self.nobody.say(_("No household is written down yet."), _("Write a family down with {key}.").format(key=key))
        elif not rows:
            self.nobody.say(_("No household fits."), _("Take the filter off, or type less."), _("Show all households"))

    def show_flag(self, flag: str) -> None:
        """Narrow the list to the households of which `flag` is true."""
        self.which.set_chosen({flag})
        self._filter()

    def _filter(self) -> None:
        self.source.flag = next(iter(self.which.chosen()), "")
        self.source.group = next(iter(self.groups.chosen()), "")
        self.show_list()

    def _type(self, text: str) -> None:
        self.source.typed = text
        self.show_list()
        if self.table.current_id() is None:
            self.first()

    def _widen(self) -> None:
        self.which.set_chosen(())
        self.groups.set_chosen(())
        self.typing.end()
        self._filter()
        self.first()

    def first(self) -> None:
        """Go to the first household."""
        self.table.go_to_row(0)

    def go_to(self, household_id: str) -> bool:
        """Make a household's row the current one; filters that hide it are taken off."""
        if self.table.go_to(household_id):
            return True
        if self.roll.line(household_id) is None:
            return False
        self.which.set_chosen(())
        self.groups.set_chosen(())
        if self.source.typed:
            self.typed.clear()
            self.typed.hide()
        self._filter()
        return self.table.go_to(household_id)

    def read_beside(self, done: Any) -> None:
        """Read every household in a job, then call `done`."""
        self.count.setText(_("Reading the list"))
        self.desk.jobs.start(partial(read_families, self.desk), lambda _none: done())
