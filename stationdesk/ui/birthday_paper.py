"""A list of birthdays on paper: this month, the next, thirty days or the year; seen before it is printed."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.birthday_list import birthdays_between, birthdays_of_year
from stationdesk.services.birthdays import Birthday
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview


def months_after(day: date, count: int) -> date:
    """Return the first day of the month `count` months after that of `day`."""
    number = day.year * 12 + day.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def found_for(desk: OpenDesk, when: str, whom: str) -> list[Birthday]:
    """Return the birthdays of a time: `month`, `next`, `days` or `year`; `round` leaves those of round ages only."""
    on = desk.today()
    spans = {
        "month": (months_after(on, 0), months_after(on, 1) - timedelta(days=1)),
        "next": (months_after(on, 1), months_after(on, 2) - timedelta(days=1)),
        "days": (on, on + timedelta(days=29)),
    }
    with desk.reading() as session:
        found = birthdays_of_year(session, on.year, on) if when == "year" else birthdays_between(session, *spans[when], on)
    return [one for one in found if (desk.sees_children or not one.child) and (whom == "all" or one.is_round())]


def paper(desk: OpenDesk, found: list[Birthday], about: str) -> ListPaper:
    """Lay out the list: day, name or alias, age, by which calendar."""
    with desk.reading() as session:
        station = station_name(session)
    columns = (
        ListColumn(_("Day|birthday"), 34.0),
        ListColumn(_("Name|column"), 44.0, "left", True, "name"),
        ListColumn(_("Age|column"), 30.0),
        ListColumn(_("Calendar|birthday"), 60.0),
    )
    rows = tuple(ListRow((one.day.isoformat(), one.name, one.age_words(), one.lunar or _("solar calendar")), one.child) for one in found)
    return ListPaper(_("List of birthdays"), columns, rows, about, station)


class BirthdayDialog(Dialog):
    """For which time, and for whom; Enter shows the list."""

    def __init__(self, desk: OpenDesk, parent: QWidget) -> None:
        text = _("By the calendar each family keeps; who died or moved away is left out.")
        super().__init__(parent, desk.look, _("List of birthdays"), text, width=560)
        times = [("month", _("this month")), ("next", _("next month")), ("days", _("30 days")), ("year", _("the whole year"))]
        self.when, self.whom = Segments(times, self.look), Segments([("all", _("everybody")), ("round", _("round ages"))], self.look)
        for choice, name, first in ((self.when, _("For which time"), "month"), (self.whom, _("For whom"), "all")):
            choice.setAccessibleName(name)
            choice.set_value(first)
            self.body.addWidget(choice)
        self.add_button(_("Show the list"), "primary", "Enter", "show")
        self.add_button(_("Close"), "quiet", "Esc", "")
        self.when.setFocus()

    def about(self) -> str:
        """Return what is chosen, in words."""
        return _(", ").join(dict(choice.choices)[choice.value() or ""] for choice in (self.when, self.whom))


def print_birthdays(desk: OpenDesk, parent: QWidget) -> None:
    """Ask for which time, and show the list as it will be printed."""
    if desk.faces_visitors:
        tell(parent.window(), desk.look, _("Birthdays are covered"), _("The screen faces visitors."), _("Close"))
        return
    dialog = BirthdayDialog(desk, parent.window())
    if dialog.ask() != "show":
        return
    found = found_for(desk, dialog.when.value() or "month", dialog.whom.value() or "all")
    if not found:
        tell(parent.window(), desk.look, _("Nobody has a birthday then."), dialog.about(), _("Close"))
        return
    preview(desk, list_job(paper(desk, found, dialog.about())), parent)
