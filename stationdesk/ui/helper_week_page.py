"""本周该走访: whom each helper, or each team, owes what in a week, with sheets to hand out; a page under the pairings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import span_words
from stationdesk.services.helper_week import HelperWeek, Week, helper_week, monday
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.helper_week_paper import export_week, print_week
from stationdesk.ui.helper_week_table import LAST, UNIT, WeekRow, WeekRows, WeekTable, rows_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tokens import TextSize

SEVEN = timedelta(days=7)


class HelperWeekPage(Page):
    """One week of all helpers."""

    name: ClassVar[str] = "helper_week"
    reads: ClassVar[frozenset[str]] = frozenset({"helper", "pairing", "project", "resident", "stand_in", "visit", "status_change"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.first: date | None = None
        """The Monday shown; None: the week it is."""
        self.week: Week | None = None
        self.table, self.strip = WeekTable(self.look), KeyStrip(self.look)
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self._bind()
        self._measure()
        self.look.changed.connect(self._measure)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        self.head = QVBoxLayout()
        self.head.setSpacing(10)
        self.head.addLayout(self._title_line())
        self.head.addLayout(self._filter_line())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        nothing = ground(QWidget(), "paper")
        lines = QVBoxLayout(nothing)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.empty, "paper"))
        lines.addStretch(1)
        self.stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.strip)

    def _title_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(_("Visits of the week"), "title"))
        line.addSpacing(4)
        self.count = ElidedLabel("", "body", "ink2")
        line.addWidget(self.count, 1)
        self.before = Button(_("Week before"), self.look, "plain", key_map.shown("helper_week.previous"), small=True)
        self.after = Button(_("Next week"), self.look, "plain", key_map.shown("helper_week.next"), small=True)
        self.print_button = Button(
            _("Sheets for the helpers"), self.look, "plain", key_map.shown("helper_week.print"), "printer", small=True
        )
        for button in (self.before, self.after, self.print_button):
            line.addWidget(button)
        return line

    def _filter_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.by = Segments([("helper", _("by helper|week")), ("unit", _("by team and office|week"))], self.look, numbered=False, small=True)
        self.by.setAccessibleName(_("In which order"))
        self.by.set_value("helper")
        self.which = Segments([], self.look, numbered=False, small=True)
        self.which.setAccessibleName(_("Which lines"))
        self.which.set_value("")
        self.typed = LineField(self.look, _("person, helper or team…"))
        self.typed.setAccessibleName(_("Narrow the list by person, helper or team"))
        self.typed.setMaximumWidth(220)
        for widget in (self.by, self.which):
            line.addWidget(widget)
        line.addWidget(self.typed, 1)
        line.addStretch(1)
        return line

    def _bind(self) -> None:
        for segments in (self.by, self.which):
            segments.changed.connect(lambda _code: self.show_rows())
        self.typed.textChanged.connect(lambda _text: self.show_rows())
        self.table.activated_row.connect(lambda row: self.desk.open_page.emit("residents", row.errand.resident))
        slots: dict[str, Callable[[], None]] = {
            "helper_week.next": lambda: self.turn(1),
            "helper_week.previous": lambda: self.turn(-1),
            "helper_week.this": lambda: self.turn(0),
            "helper_week.unit": lambda: self.by.choose("helper" if self.by.value() == "unit" else "unit"),
            "helper_week.print": self.print_all,
            "helper_week.export": self.export,
            "helper_week.back": lambda: self.desk.open_page.emit("pairings", None),
        }
        for name, slot in slots.items():
            key_map.attach(self, name, slot)
        self.table.asked.connect(lambda name: self.print_one() if name == "helper_week.one" else slots[name]())
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.print_button.clicked.connect(self.print_all)
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: self.strip.say(sentence, undo=self.desk.can_undo))

    def _measure(self) -> None:
        self.head.setContentsMargins(self.look.sizes.page_margin, 14, 20, 6)
        large = self.look.text_size is not TextSize.STANDARD
        for column in (UNIT, LAST):
            self.table.setColumnHidden(column, large)
        self.table.resize_columns()
        self.typed.setVisible(self.look.text_size is not TextSize.EXTRA_LARGE)
        keys = [("previous", _("week before|key")), ("next", _("next week|key")), ("this", _("this week|key"))]
        keys += [("unit", _("by team|key")), ("one", _("his sheet|key")), ("export", _("export|key")), ("back", _("back|key"))]
        self.strip.set_keys([(key_map.shown(f"helper_week.{name}"), word) for name, word in keys])

    # -- what is shown

    def refresh(self) -> None:
        """Read the week again."""
        with self.desk.reading() as session:
            self.week = helper_week(session, self.desk.today(), self.first)
        errands = self.week.errands
        behind = sum(one.state in ("late", "missed") for one in errands)
        still = sum(one.state == "due" for one in errands)
        choices = [("", _("all {count}|week").format(count=len(errands))), ("behind", _("not in time {count}|week").format(count=behind))]
        self.which.offer([*choices, ("due", _("still to do {count}|week").format(count=still))])
        if self.which.value() is None:
            self.which.set_value("")
        self._say_count(self.week)
        self.show_rows()

    def _say_count(self, week: Week) -> None:
        people = len({one.resident for one in week.errands})
        parts = [self.span(), _("{helpers} helpers, {people} people|week").format(helpers=len(week.by_helper()), people=people)]
        if week.paused:
            parts.append(_("{count} in hospital or away, nothing due").format(count=week.paused))
        if week.unsaid:
            parts.append(_("{count} pairs without an agreed rhythm are not here").format(count=week.unsaid))
        self.count.setText("，".join(parts))

    def span(self) -> str:
        """Return the days of the week shown."""
        first = self.first or monday(self.desk.today())
        return span_words(first, first + timedelta(days=6), self.desk.today())

    def lists(self) -> list[HelperWeek]:
        """Return the lists that the filters leave, in the order chosen."""
        if self.week is None:
            return []
        which, typed = self.which.value() or "", self.typed.value().strip()
        states = {"behind": ("late", "missed"), "due": ("due",)}.get(which, ())
        wanted = tuple(
            one
            for one in self.week.errands
            if (not states or one.state in states) and (not typed or any(typed in text for text in (one.name, one.who, one.unit)))
        )
        shown = Week(self.week.first, wanted, 0, 0)
        return list(shown.by_unit() if self.by.value() == "unit" else shown.by_helper())

    def show_rows(self) -> None:
        """Show the lines that the filters leave."""
        rows = rows_of(self.lists(), self.desk.today())
        self.table.show(WeekRows(rows))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        self.stack.setCurrentIndex(0 if rows else 1)
        if rows:
            return
        if self.week is not None and self.week.errands:
            self.empty.say(_("Nothing fits."), _("Type less, or show all, to see more."))
        else:
            words = _("Who stands by whom, and how often, is agreed among the pairings: by a project, or in the ledger taken in.")
            self.empty.say(_("No helper owes anything in this week."), words)

    def take(self, argument: Any) -> None:
        """Go to the week of a day (ISO)."""
        if argument:
            self.first = monday(date.fromisoformat(str(argument)))
            self.refresh()

    def place(self) -> Any:
        """Return the week shown, where it is another than this one."""
        return self.first.isoformat() if self.first else None

    @property
    def row(self) -> WeekRow | None:
        """The line one stands on."""
        return self.table.current_row()  # type: ignore[no-any-return]

    # -- what is done

    def turn(self, weeks: int) -> None:
        """Show the week after or before, or with 0 the one it is."""
        this = monday(self.desk.today())
        first = (self.first or this) + weeks * SEVEN if weeks else this
        self.first = None if first == this else first
        self.refresh()

    def print_all(self) -> None:
        """Show the sheets of all that are listed as they will be printed."""
        if lists := self.lists():
            print_week(self.desk, lists, self.span(), self)

    def print_one(self) -> None:
        """Show the sheet of the helper, or team, whose line it is."""
        key = self.row.list_key if self.row is not None else None
        if mine := [one for one in self.lists() if one.key == key]:
            print_week(self.desk, mine, self.span(), self)

    def export(self) -> None:
        """Write what is listed as a workbook."""
        if lists := self.lists():
            export_week(self.desk, lists, self.first or monday(self.desk.today()), self)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
