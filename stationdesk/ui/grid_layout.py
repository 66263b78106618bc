"""Where everything of the grid's page stands: head with the figures and the months, filters and legend, alarm, grid, bar, keys."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _, ngettext
from stationdesk.services.contact_grid import Grid, rate
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.today_lines import OLD
from stationdesk.ui import key_map
from stationdesk.ui.grid_alarms import Alarm
from stationdesk.ui.grid_bar import GridBar
from stationdesk.ui.grid_paint import Legend
from stationdesk.ui.grid_view import GridView
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts_line import PartsLine


def month_words(year: int, month: int, this_year: int) -> str:
    """Return a month in words: 11月, one of another year 2025年11月."""
    if year == this_year:
        return _("{month}|month").format(month=month)
    return _("{month} {year}|month").format(month=month, year=year)


def figures(grid: Grid) -> list[Part]:
    """Return the figures of the head: how many people, what today asks for, what is missing, and how the month stands."""
    rows = grid.rows
    old = all(row.age is not None and row.age >= OLD for row in rows)
    people = _("{count} elders|grid") if old else _("{count} people|grid")
    said: list[Part] = [(people.format(count=len(rows)), "ink2")]
    if 0 <= grid.today < grid.days:
        due, done = grid.due_today, grid.done_today
        said += [DOT, (_("{due} to be reached today, {done} reached").format(due=due, done=done), "ink2")]
        if due > done:
            said += [(_(" · "), "ink2"), (_("{count} still missing").format(count=due - done), "late")]
    else:
        said += [DOT, (ngettext("{count} contact missed", "{count} contacts missed", grid.missed).format(count=grid.missed), "ink2")]
    if grid.due:
        said += [DOT, (_("{rate} of the month, by {count} people").format(rate=rate(grid.contacted, grid.due), count=len(grid.by)), "ink2")]
    if grid.left_out:
        said += [DOT, (_("{count} more: choose a group").format(count=grid.left_out), "soon")]
    return said


class GridLayout(QObject):
    """Makes the widgets of the page and lays them out."""

    filtered = Signal()
    waiting_only = Signal(bool)
    next_wanted = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.look, self.page = page.look, page
        look = self.look
        self.title, self.told = Label(_("Daily contacts"), "title"), PartsLine(look)
        self.told.WIDEST = 900
        self.before = Button("", look, "plain", key_map.shown("grid.before"))
        self.after = Button("", look, "plain", key_map.shown("grid.after"))
        self.month = Label("", "strong")
        self.print_button = Button(_("Print this month"), look, "plain", key_map.shown("grid.print"), icon="printer")
        self.groups = FilterButton(_("Group|filter"), (), look)
        self.helpers = FilterButton(_("Who answers|filter"), (), look)
        self.only = QCheckBox(_("only who was not reached today"))
        self.only.setToolTip(key_map.shown("grid.waiting"))
        self.more = MoreButton(_("More|grid"), look, key_map.shown("grid.menu"))
        self.alarm, self.view, self.bar = AttentionBar(look), GridView(look), GridBar(look)
        self.strip = KeyStrip(look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(look, "", "", "-")
        self.groups.changed.connect(self.filtered)
        self.helpers.changed.connect(self.filtered)
        self.only.toggled.connect(self.waiting_only)
        self.said: Alarm | None = None
        self.next_button = Button(_("The next one|alarm"), look, "plain", key_map.shown("grid.alarm"), small=True)
        self.next_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key does the same
        self.next_button.clicked.connect(self.next_wanted)
        self._months: tuple[date, date, bool] | None = None
        """Of which months and which day the head speaks."""
        self.stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        margin = self.look.sizes.page_margin
        whole = QVBoxLayout(self.page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(margin, 12, margin, 4)
        head.setSpacing(10)
        for widget, stretch in (
            (self.title, 0),
            (self.told, 1),
            (self.before, 0),
            (self.month, 0),
            (self.after, 0),
            (self.print_button, 0),
        ):
            head.addWidget(widget, stretch)
        whole.addLayout(head)
        whole.addLayout(self._filters(margin))
        above = QHBoxLayout()
        above.setContentsMargins(margin, 0, margin, 0)
        above.addWidget(self.alarm)
        whole.addLayout(above)
        self._fill()
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.strip)

    def _filters(self, margin: int) -> QHBoxLayout:
        filters = QHBoxLayout()
        filters.setContentsMargins(margin, 2, margin, 4)
        filters.setSpacing(10)
        for one in (self.groups, self.helpers, self.only, self.more):
            filters.addWidget(one)
        filters.addWidget(Legend(self.look), 1)
        return filters

    def _fill(self) -> None:
        """Put the grid with its bar, and what is said instead of it, behind each other."""
        margin = self.look.sizes.page_margin
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.bar)
        nothing = QWidget()
        box = QVBoxLayout(nothing)
        box.setContentsMargins(margin, 16, margin, 16)
        box.addWidget(self.empty)
        box.addStretch(1)
        self.stack.addWidget(shown)
        self.stack.addWidget(nothing)

    def offer_groups(self, groups: list[str]) -> None:
        """Offer the groups there are."""
        self.groups.set_choices([(one, one) for one in groups])
        self.groups.setVisible(bool(groups))

    def offer_helpers(self, helpers: list[tuple[str, str]]) -> None:
        """Offer those who are responsible for somebody, where there is more than one."""
        self.helpers.set_choices(helpers)
        self.helpers.setVisible(len(helpers) > 1)

    def narrows(self) -> bool:
        """Tell whether a filter leaves somebody out."""
        return bool(self.groups.chosen() or self.helpers.chosen())

    def clear_filters(self) -> None:
        """Leave everybody in; says nothing to listeners."""
        self.groups.set_chosen(())
        self.helpers.set_chosen(())
        blocked = self.only.blockSignals(True)
        self.only.setChecked(False)
        self.only.blockSignals(blocked)

    def about(self) -> str:
        """Return what the filters leave, in words."""
        return _(" · ").join(one.words() for one in (self.groups, self.helpers) if one.chosen())

    def show_head(self, grid: Grid, may_go_on: bool) -> None:
        """Show the figures and the months on either side."""
        self.told.set_parts(figures(grid))
        self.print_button.setEnabled(bool(grid.rows))
        if self._months == (grid.first, grid.on, may_go_on):
            return
        self._months = (grid.first, grid.on, may_go_on)
        before, after = grid.first - timedelta(days=1), grid.last + timedelta(days=1)
        self.before.setText(month_words(before.year, before.month, grid.on.year))
        self.month.setText(month_words(grid.first.year, grid.first.month, grid.on.year))
        self.after.setText(month_words(after.year, after.month, grid.on.year))
        self.after.setEnabled(may_go_on)
        self.after.setToolTip("" if may_go_on else _("{day} has not come yet.").format(day=day_words(after, grid.on)))

    def show_empty(self, said: tuple[str, str, str]) -> None:
        """Show what there is to say instead of a grid, or the grid."""
        if any(said):
            self.empty.say(*said)
        self.stack.setCurrentIndex(1 if any(said) else 0)

    def show_alarm(self, said: Alarm | None) -> None:
        """Show the sentence about who was not reached for days, or none."""
        if said == self.said:
            return
        self.said = said
        if said is None:
            self.alarm.hide()
            return
        self.alarm.show_sentence(said.tone, said.bold, said.text, (self.next_button,))
