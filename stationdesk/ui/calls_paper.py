"""Calls on paper and as a workbook: the week, the round of the homes with boxes to tick, the log of a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.call_papers import PaperCall, home_round, log_of, week_calls
from stationdesk.services.day_words import day_words, span_words
from stationdesk.services.free_hours import weekday_names
from stationdesk.services.stations import station_name
from stationdesk.ui.moves_paper import span_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_new_file, tell
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview


class PaperDialog(Dialog):
    """Which paper; Enter shows it."""

    def __init__(self, desk: OpenDesk, first: date, parent: QWidget | None) -> None:
        text = _("The round of the homes is in the order of the way, with address, device and helper.")
        super().__init__(parent, desk.look, _("Print calls"), text, width=620)
        on = desk.today()
        week = span_words(first, first + timedelta(days=6), on)
        choices = [("week", _("the week {span}").format(span=week)), ("round", _("at home, this week")), ("today", _("at home, today"))]
        self.what = Segments(choices, self.look, wraps=True)
        self.what.setAccessibleName(_("Which paper"))
        self.what.set_value("week")
        self.body.addWidget(self.what)
        self.add_button(_("Show the list"), "primary", "Enter", "show")
        self.add_button(_("Close"), "quiet", "Esc", "")
        self.what.setFocus()


def ask_and_print(desk: OpenDesk, first: date, parent: QWidget) -> None:
    """Ask for which paper, and show it as it will be printed."""
    dialog = PaperDialog(desk, first, parent.window())
    if dialog.ask() != "show":
        return
    what = dialog.what.value() or "week"
    paper = (
        week_paper(desk, first) if what == "week" else round_paper(desk, desk.today() if what == "today" else first, today=what == "today")
    )
    if not paper.rows:
        tell(parent.window(), desk.look, _("Nothing is booked there."), _("Book a call with Ctrl N first."), _("Close"))
        return
    preview(desk, list_job(paper), parent)


def day_cell(one: PaperCall, on: date) -> str:
    """Return the day as a column of paper has it: 11月27日 周五."""
    return f"{day_words(one.day, on)} {weekday_names()[one.day.weekday()]}"


def week_paper(desk: OpenDesk, first: date) -> ListPaper:
    """Lay out the week."""
    on, last = desk.today(), first + timedelta(days=6)
    with desk.reading() as session:
        station = station_name(session)
        found = week_calls(session, first, last, on, may_see_children=desk.operator.may_see_children)
    columns = (
        ListColumn(_("Day|column"), 27.0),
        ListColumn(_("Time|column"), 13.0, "left", True),
        ListColumn(_("Who calls|column"), 30.0, "left", True, "name"),
        ListColumn(_("With whom"), 40.0),
        ListColumn(_("Where|call"), 14.0),
        ListColumn(_("Who helps"), 26.0),
        ListColumn(_("By what|call"), 20.0),
        ListColumn(_("How far"), 34.0),
    )
    rows = tuple(
        ListRow((day_cell(one, on), one.at, one.who, one.whom, one.place, one.helpers, one.mode, one.state), one.child) for one in found
    )
    about = _("{span}, {count} calls").format(span=span_words(first, last, on), count=len(rows))
    return ListPaper(_("Calls of the week"), columns, rows, about, station, wide=True)


def round_paper(desk: OpenDesk, first: date, *, today: bool) -> ListPaper:
    """Lay out who is called at home, with boxes for how it went."""
    on = desk.today()
    last = first if today else first + timedelta(days=6)
    with desk.reading() as session:
        station = station_name(session)
        found = home_round(session, max(first, on) if not today else first, last, on, may_see_children=desk.operator.may_see_children)
    columns = (
        ListColumn(_("Day|column"), 26.0),
        ListColumn(_("Time|column"), 13.0, "left", True),
        ListColumn(_("Who calls|column"), 28.0, "left", True, "name"),
        ListColumn(_("Address"), 40.0, "left", False, "address"),
        ListColumn(_("With whom"), 36.0),
        ListColumn(_("Take along|call"), 26.0),
        ListColumn(_("Who helps"), 22.0),
        ListColumn(_("How it went|call"), 48.0),
    )
    boxes = _("□ spoke  □ nobody  minutes ____")
    rows = tuple(
        ListRow(
            (
                day_cell(one, on),
                one.at,
                one.who,
                _place(one),
                one.whom,
                "，".join(filter(None, (one.mode, one.device))),
                one.helpers,
                boxes,
            ),
            one.child,
        )
        for one in found
    )
    about = _("{span}, {count} calls, in the order of the way").format(span=span_words(first, last, on), count=len(rows))
    return ListPaper(_("Calls at home"), columns, rows, about, station, wide=True)


def _place(one: PaperCall) -> str:
    return "，".join(dict.fromkeys(filter(None, (one.group, one.address))))


class LogDialog(Dialog):
    """For which time the log is wanted."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None) -> None:
        text = _("Every call that was held, not answered or called off, one a row; numbers and what was said are not in it.")
        super().__init__(parent, desk.look, _("Log of calls"), text, width=560)
        times = [("month", _("this month")), ("before", _("last month")), ("quarter", _("this quarter")), ("year", _("this year"))]
        self.when = Segments(times, self.look)
        self.when.setAccessibleName(_("For which time"))
        self.when.set_value("month")
        self.body.addWidget(self.when)
        self.add_button(_("Write the workbook"), "primary", "Enter", "write")
        self.add_button(_("Close"), "quiet", "Esc", "")
        self.when.setFocus()


def log_heads() -> tuple[tuple[str, float], ...]:
    """Return the headings of the log with their widths in characters (domain 1.11)."""
    titles = (
        *(_("Day|column"), _("From (time)"), _("Minutes"), _("Where|call"), _("Who calls|column"), _("With whom"), _("By what|call")),
        *(_("Device"), _("Who asked for it"), _("Who helps"), _("Result|visit"), _("Mood"), _("Done along")),
    )
    return tuple(zip(titles, (12.0, 8.0, 7.0, 8.0, 18.0, 24.0, 10.0, 12.0, 11.0, 18.0, 16.0, 8.0, 20.0), strict=True))


def log_cells(one: PaperCall) -> tuple[str, ...]:
    """Return a call as a row of the log."""
    return (
        *(one.day.isoformat(), one.at, "" if one.minutes is None else str(one.minutes), one.place, one.who, one.whom, one.mode),
        *(one.device, one.source, one.helpers, one.state, one.mood, one.services),
    )


def export_log(desk: OpenDesk, parent: QWidget) -> None:
    """Ask for the time and where to, and write the log as a workbook in the background."""
    dialog = LogDialog(desk, parent.window())
    if dialog.ask() != "write":
        return
    on = desk.today()
    first, last = span_of(dialog.when.value() or "month", on)
    with desk.reading() as session:
        found = log_of(session, first, last, on, may_see_children=desk.operator.may_see_children)
    proposed = f"{_('Log of calls')} {first.isoformat()} {last.isoformat()}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    foot = _("{first} to {last}, {count} calls; exported by {operator} on {day}").format(
        first=first.isoformat(), last=last.isoformat(), count=len(found), operator=desk.operator.name, day=on.isoformat()
    )

    title, holds = _("Log of calls"), {0: "day", 2: "number"}
    columns = [SheetColumn(head, wide, holds.get(at, "")) for at, (head, wide) in enumerate(log_heads())]  # type: ignore[arg-type]

    def work(_report: Report) -> int:
        return export_list(path, title, columns, map(log_cells, found), foot)

    def done(count: int) -> None:
        desk.log("exported", about=_("Log of calls"), people=_people(found))
        desk.said(_("Exported {count} calls to {name}").format(count=count, name=path.name), undo=False)

    desk.jobs.start(work, done)


def _people(found: Sequence[PaperCall]) -> int:
    return sum(one.people for one in found)
