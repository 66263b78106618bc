"""The filters over the list of visits: which days, what kind, how, with what result, who went, which group; each says its own state."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import span_words
from stationdesk.services.village_groups import groups
from stationdesk.services.visit_list import Wanted, visitors_in
from stationdesk.ui.day_field import DayField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.tags import FlowLayout

LONG_AGO = date(1900, 1, 1)


class VisitsFilters(QWidget):
    """Everything that narrows the list; `changed` after each choice."""

    changed = Signal()

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk = desk
        self.dates: tuple[date, date] | None = None
        look = desk.look
        self.span = FilterButton(_("Days"), self._spans(), look, several=False)
        self.span.set_chosen({"week"})
        self.kinds = FilterButton(_("Kind|visit"), coded("visit_kind"), look)
        self.modes = FilterButton(_("How|visit"), coded("contact_mode"), look)
        self.outcomes = FilterButton(_("Result|visit"), coded("visit_outcome"), look)
        self.visitors = FilterButton(_("Who went"), [], look)
        self.groups = FilterButton(_("Group"), [], look)
        self.what = FilterButton(_("Only"), [("troubled", _("with a problem")), ("photos", _("with photos"))], look)
        self.buttons = (self.span, self.kinds, self.modes, self.outcomes, self.visitors, self.groups, self.what)
        flow = FlowLayout(self, 8)
        for button in self.buttons:
            flow.addWidget(button)
            if button is not self.span:
                button.changed.connect(self.changed)
        self.span.changed.connect(self._span_chosen)

    def _spans(self) -> list[tuple[str, str]]:
        found = [("today", _("today|span")), ("week", _("7 days")), ("month", _("this month")), ("dates", _("two dates…"))]
        if self.dates is not None:
            found.insert(0, ("chosen", span_words(*self.dates, self.desk.today())))
        return found

    def read(self) -> None:
        """Read anew which groups there are, and who went in the span."""
        with self.desk.reading() as session:
            self.groups.set_choices([(one.name, one.name) for one in groups(session)])
            self.visitors.set_choices([(name, name) for name in visitors_in(session, self.wanted())])

    def days(self) -> tuple[date, date]:
        """Return the first and the last day of the span."""
        on = self.desk.today()
        match next(iter(self.span.chosen()), ""):
            case "today":
                return on, on
            case "week":
                return on - timedelta(days=6), on
            case "month":
                return on.replace(day=1), on
            case "chosen" if self.dates is not None:
                return self.dates
        return LONG_AGO, on

    def wanted(self, typed: str = "") -> Wanted:
        """Return which visits the list shall show."""
        first, last = self.days()
        what = self.what.chosen()
        return Wanted(
            first,
            last,
            self.kinds.chosen(),
            self.modes.chosen(),
            self.outcomes.chosen(),
            self.visitors.chosen(),
            self.groups.chosen(),
            "troubled" in what,
            "photos" in what,
            typed,
            self.desk.sees_children,
            self.desk.faces_visitors,
        )

    def words(self) -> str:
        """Return what is chosen, for paper and sheets."""
        first, last = self.days()
        span = _("all days") if first == LONG_AGO else span_words(first, last, self.desk.today())
        return "，".join([span, *(button.words() for button in self.buttons[1:] if button.chosen())])

    def narrowed(self) -> bool:
        """Tell whether anything but the days is chosen."""
        return any(button.chosen() for button in self.buttons[1:])

    def widen(self) -> None:
        """Take every filter off, and show every day."""
        for button in self.buttons:
            button.set_chosen(())
        self.changed.emit()

    def _span_chosen(self) -> None:
        if "dates" not in self.span.chosen():
            self.changed.emit()
            return
        found = ask_days(self, self.desk, self.dates)
        self.dates = found or self.dates
        self.span.set_choices(self._spans())
        self.span.set_chosen({"chosen" if self.dates else "week"})
        self.changed.emit()


def coded(codes: str) -> list[tuple[str, str]]:
    """Return the codes of a table to filter by."""
    return [(row.code, row.label) for row in table(codes).rows]


def ask_days(parent: QWidget, desk: OpenDesk, before: tuple[date, date] | None) -> tuple[date, date] | None:
    """Ask for the first and the last day, in whichever order they are typed; None if they were not said."""
    dialog = Dialog(parent, desk.look, _("Which days?"), _("Both days count."), width=420)
    grid = FieldGrid(desk.look)
    fields = [DayField(desk.look, desk.today()) for _n in range(2)]
    for field, label, day in zip(fields, (_("First day"), _("Last day")), before or (None, None), strict=True):
        grid.add(label, field)
        field.set_day(day.isoformat() if day else None)
    dialog.body.addLayout(box := QVBoxLayout())
    box.addWidget(grid)
    show = dialog.add_button(_("Show them"), "primary", "Enter", closes=False)
    dialog.add_button(_("Not now"), "quiet", "Esc")

    def take() -> None:
        wrong = [field.wrong() for field in fields]  # both say what is wrong with them
        if not any(wrong) and all(field.day() for field in fields):
            dialog.give("days")

    show.clicked.connect(take)
    fields[0].setFocus()
    if dialog.ask() != "days":
        return None
    first, last = sorted(date.fromisoformat(str(field.day())) for field in fields)
    return first, last
