"""Who came into each category and who left it, on paper: the difference between two surveys, with the reasons and the cut-off day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.registers.code import table
from stationdesk.services.category_moves import Moved, category_moves
from stationdesk.services.stations import station_name
from stationdesk.ui.birthday_paper import months_after
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview


def span_of(when: str, on: date) -> tuple[date, date]:
    """Return first and last day of a time: this `month`, the one `before`, this `quarter`, this `year`; never beyond today."""
    month = months_after(on, 0)
    if when == "before":
        return months_after(on, -1), month - timedelta(days=1)
    first = {"month": month, "quarter": months_after(on, -((on.month - 1) % 3)), "year": date(on.year, 1, 1)}[when]
    return first, on


def rows_of(found: dict[str, Moved], *, households: bool) -> list[ListRow]:
    """Return a row for each category anybody held, came into or left, in the order of the code table."""
    categories = table("resident_category")
    rows = []
    for row in categories.rows:
        one = found.get(row.code)
        if one is None or not (one.before or one.entered or one.after):
            continue
        name = _("{category} (households)").format(category=row.label) if households else row.label
        entered = _("{count}, {new} for the first time").format(count=one.entered, new=one.new) if one.entered else "0"
        rows.append(ListRow((name, str(one.before), entered, str(one.left), str(one.after), reasons_of(one))))
    return rows


def reasons_of(one: Moved) -> str:
    """Return why those who left did: 去世 2、迁出 1."""
    reasons, unsaid = table("exit_reason"), _("no reason given")
    told = sorted(one.reasons.items(), key=lambda pair: -pair[1])
    return _(", (list)").join(f"{reasons.label(reasons.unrestricted(code)) if code else unsaid} {count}" for code, count in told)


def paper(desk: OpenDesk, first: date, last: date) -> ListPaper:
    """Lay out the list of a time."""
    with desk.reading() as session:
        station = station_name(session)
        rows = rows_of(category_moves(session, first, last), households=False)
        rows += rows_of(category_moves(session, first, last, households=True), households=True)
    columns = (
        ListColumn(_("Category"), 46.0, "left", True),
        ListColumn(_("At the beginning"), 16.0, "right"),
        ListColumn(_("Came in"), 34.0),
        ListColumn(_("Left|category"), 16.0, "right"),
        ListColumn(_("At the end"), 16.0, "right"),
        ListColumn(_("Why they left"), 48.0),
    )
    about = _("{first} to {last}; people, once in each category; the end is the beginning and who came in less who left")
    about = about.format(first=first.isoformat(), last=last.isoformat())
    return ListPaper(_("Categories: who came in and who left"), columns, tuple(rows), about, station)


class MovesDialog(Dialog):
    """For which time; Enter shows the list."""

    def __init__(self, desk: OpenDesk, parent: QWidget) -> None:
        text = _("How many held each category at the beginning and at the end, how many came in, how many left and why.")
        super().__init__(parent, desk.look, _("Categories: who came in and who left"), text, width=560)
        times = [("month", _("this month")), ("before", _("last month")), ("quarter", _("this quarter")), ("year", _("this year"))]
        self.when = Segments(times, self.look)
        self.when.setAccessibleName(_("For which time"))
        self.when.set_value("month")
        self.body.addWidget(self.when)
        self.add_button(_("Show the list"), "primary", "Enter", "show")
        self.add_button(_("Close"), "quiet", "Esc", "")
        self.when.setFocus()


def print_moves(desk: OpenDesk, parent: QWidget) -> None:
    """Ask for which time, and show the list as it will be printed."""
    dialog = MovesDialog(desk, parent.window())
    if dialog.ask() != "show":
        return
    found = paper(desk, *span_of(dialog.when.value() or "month", desk.today()))
    if not found.rows:
        words = _("Give people their categories first: in their form, or from a ledger.")
        tell(parent.window(), desk.look, _("Nobody held a category then."), words, _("Close"))
        return
    preview(desk, list_job(found), parent)
