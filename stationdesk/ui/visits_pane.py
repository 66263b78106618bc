"""The list of visits with its ways in, its filters and its sums."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.photo_uses import expired
from stationdesk.services.visit_list import MOST, Sums, VisitRow, Wanted, is_wide, keys, sums
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.residents_typing import TypeToFilter
from stationdesk.ui.visits_filters import LONG_AGO, VisitsFilters
from stationdesk.ui.visits_source import CAME, HOW, KIND, PHOTOS, WENT, VisitsSource, columns

Found = tuple[Wanted, list[int], Sums]


class VisitsPane(QWidget):
    """Shows the visits wanted; `opened` is Enter on one."""

    opened = Signal(object)
    way_wanted = Signal(str)
    """One of the ways in: note, grid, paper."""
    over_wanted = Signal()
    """Photos whose time is over shall be deleted."""

    def __init__(self, desk: OpenDesk, ways: tuple[str, ...]) -> None:
        super().__init__()
        self.desk, self.look, self.ways = desk, desk.look, ways
        self.narrow = False
        self.shown = Sums()
        self.aim: int | None = None
        """The key of the visit the list shall stand on once it has been read."""
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
        self.head.addLayout(self._title())
        self.filters = VisitsFilters(self.desk)
        self.filters.changed.connect(self.refresh)
        self.head.addWidget(self.filters)
        self.typed = LineField(self.look, _("name, pinyin, who went, group, household, result, what was said…"))
        self.head.addWidget(self.typed)
        box.addLayout(self.head)
        self.table = RecordTable(self.look, columns())
        self.table.setAccessibleName(_("Visits"))
        self.typing = TypeToFilter(self.table, self.typed)
        self.typing.changed.connect(lambda _text: self.refresh())
        self.table.activated_row.connect(self.opened)
        self.nothing = EmptyState(self.look, "", "")
        self.nothing.linked.connect(self._link)
        empty = ground(QWidget(), "paper")
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.nothing, "paper"))
        lines.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(empty)
        box.addWidget(self.stack, 1)
        self.foot = ElidedLabel("", "body", "ink2")
        box.addWidget(self.foot)
        self.strip = KeyStrip(self.look)
        box.addWidget(self.strip)

    def _title(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(_("Visits"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        line.addWidget(self.count, 1)
        words = {"note": _("Note a visit"), "grid": _("Daily contacts"), "paper": _("Type visit sheets in")}
        self.buttons = {}
        self.over = Button("", self.look, "plain", icon="trash", small=True)
        self.over.clicked.connect(self.over_wanted)
        self.over.hide()
        line.addWidget(self.over)
        for way in self.ways:
            kind = "primary" if way == "note" else "plain"
            button = Button(words[way], self.look, kind, key_map.shown(f"visits.{way}"), small=True)
            button.clicked.connect(lambda _on=False, way=way: self.way_wanted.emit(way))
            self.buttons[way] = button
            line.addWidget(button)
        return line

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 14, 20, 6)
        self.foot.setContentsMargins(margin, 6, 20, 6)
        self.set_narrow(self.narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Keep when, who and with what result only (a form stands beside), or everything there is room for."""
        self.narrow = narrow
        large = self.look.text_size is TextSize.EXTRA_LARGE
        for column, hidden in ((HOW, narrow), (KIND, narrow or large), (WENT, narrow), (CAME, narrow and large), (PHOTOS, narrow or large)):
            self.table.setColumnHidden(column, hidden)
        for button in self.buttons.values():
            button.setVisible(not narrow)
        self.filters.setVisible(not narrow)
        self.strip.setVisible(not narrow)
        self.foot.setVisible(not narrow)
        self.table.resize_columns()
        keys_shown = [("visits.open", _("open|key")), ("visits.person", _("the person|key"))]
        keys_shown += [("visits.print", _("print this list|key")), ("visits.export", _("export|key"))]
        self.strip.set_keys([(key_map.shown(name), word) for name, word in keys_shown])

    # -- what it shows

    def wanted(self) -> Wanted:
        """Return which visits are wanted."""
        return self.filters.wanted(self.typed.text())

    def refresh(self) -> None:
        """Read the list again; a span with very many visits is gone through beside the window."""
        self.filters.read()
        wanted = self.wanted()
        with self.desk.reading() as session:
            over = len(expired(session, self.desk.today()))
            wide = is_wide(session, wanted)
            if not wide:
                self._show((wanted, keys(session, wanted), sums(session, wanted)))
        self.over.setText(_("{count} photos are over their time").format(count=over))
        self.over.setVisible(bool(over) and not self.narrow)
        if wide:
            self.count.setText(_("Reading the visits"))
            self.desk.jobs.start(partial(_read, self.desk, wanted), self._show)

    def _show(self, found: Found) -> None:
        wanted, listed, self.shown = found
        if wanted != self.wanted():
            return
        self.table.show(VisitsSource(self.desk, listed))
        self._stand(listed)
        self.stack.setCurrentIndex(0 if listed else 1)
        self._say(len(listed))
        if not listed:
            self._say_empty()

    def go_to(self, key: int) -> None:
        """Stand on a visit; where the filters leave it out, every filter is taken off."""
        if not self.table.go_to(key):
            self.typed.clear()
            self.aim = key
            self.filters.widen()

    def _stand(self, listed: list[int]) -> None:
        """Stand on the visit that is aimed at, on none if it is too old for the list; else on the first where there is no current one."""
        aim, self.aim = self.aim, None
        if aim is not None:
            if not self.table.go_to(aim):
                self.table.clearSelection()
                self.table.setCurrentIndex(QModelIndex())
        elif listed and self.table.currentIndex().row() < 0:
            self.table.go_to_row(0)

    def _say(self, listed: int) -> None:
        count = self.shown.person_times
        self.count.setText(
            _("{count} visits, the last {most} are listed").format(count=count, most=MOST)
            if count > listed
            else _("{count} visits|list").format(count=count)
        )
        modes = table("contact_mode")
        words = [
            _("{count} visits|sum").format(count=self.shown.visits),
            _("{count} person-times").format(count=self.shown.person_times),
            _("{count} households|sum").format(count=self.shown.households),
            "  ".join(f"{modes.label(mode)} {count}" for mode, count in self.shown.modes),
        ]
        self.foot.setText(_(" · |sums").join(words) if count else "")

    def _say_empty(self) -> None:
        if self.filters.narrowed() or self.typed.text():
            self.nothing.say(_("No visit fits."), _("Widen the filters or the days to see more."), _("See all visits"))
        elif self._whole():
            text = _("Visits stand here once they are noted: here, on the list of the day, or from a sheet of paper.")
            self.nothing.say(_("No visit has been noted yet."), text, _("Note the first visit"))
        else:
            text = _("Note one with {key}, or look at other days.").format(key=key_map.shown("visits.note"))
            self.nothing.say(_("No visit on these days."), text, _("See all visits"))

    def _whole(self) -> bool:
        """Tell whether nothing is left out: every day, no filter, nothing typed."""
        return self.filters.days()[0] == LONG_AGO and not self.filters.narrowed() and not self.typed.text()

    def _link(self) -> None:
        """Show all visits where something is left out, else note the first."""
        if self._whole():
            self.way_wanted.emit("note")
        else:
            self._widen()

    def _widen(self) -> None:
        self.typed.clear()
        self.filters.widen()

    def current(self) -> VisitRow | None:
        """Return the visit the cursor is on."""
        row = self.table.current_row()
        return row if isinstance(row, VisitRow) else None

    def first(self) -> QWidget:
        """Return what takes the keyboard: the list, or where an empty one points to."""
        return self.table if self.stack.currentIndex() == 0 else self.nothing.link


def _read(desk: OpenDesk, wanted: Wanted, report: Report) -> Found:
    """Read the list beside the window."""
    with desk.reading_everybody(report) as session:
        return wanted, keys(session, wanted), sums(session, wanted)
