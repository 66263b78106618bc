"""Requests on paper and as a workbook: the slip one is sent out with, the register of what came in."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.dispatch_slip import DispatchSlip, slip_pages
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.day_words import span_words
from stationdesk.services.request_list import Eyes, Row
from stationdesk.services.request_papers import RegisterLine, SlipFacts, heads, register, slip_of
from stationdesk.services.stations import station_name
from stationdesk.ui.moves_paper import span_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, list_job, type_at_hand
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_new_file, tell
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview

ON_PAPER = (0, 1, 2, 3, 6, 7, 9, 11, 13)
"""Columns of the register that the sheet of paper has room for; the workbook has them all."""


def slip_job(facts: SlipFacts, resident_id: str) -> PrintJob:
    """Return the job of a slip."""
    slip = DispatchSlip(**{name: getattr(facts, name) for name in DispatchSlip.__slots__})
    about = (_("Slip handed over {number}") if facts.handed_over else _("Service order {number}")).format(number=facts.number)
    return PrintJob(
        title=_("Slip of the request"),
        about=about,
        lay_out=lambda imprint: slip_pages([slip], imprint, type_at_hand()),
        document="dispatch-slip",
        people=1,
        resident_id=resident_id,
    )


def print_slip(desk: OpenDesk, row: Row | None, parent: QWidget) -> None:
    """Show the slip of a request as it will be printed."""
    if row is None:
        return
    with desk.reading() as session:
        facts = slip_of(session, row.id, desk.today(), may_see_children=desk.sees_children)
    preview(desk, slip_job(facts, row.held.request.resident_id or ""), parent)


class RegisterDialog(Dialog):
    """For which time, and whether the hotline alone."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, button: str) -> None:
        text = _("Everything that came in, one a row, with who did it and how it ended. Numbers are covered.")
        super().__init__(parent, desk.look, _("Register of what came in"), text, width=600)
        times = [("month", _("this month")), ("before", _("last month")), ("quarter", _("this quarter")), ("year", _("this year"))]
        self.when = Segments(times, self.look)
        self.when.setAccessibleName(_("For which time"))
        self.when.set_value("month")
        self.body.addWidget(self.when)
        self.what = Segments([("all", _("everything|register")), ("hotline", _("the hotline alone"))], self.look)
        self.what.setAccessibleName(_("Which requests"))
        self.what.set_value("all")
        self.body.addWidget(self.what)
        self.add_button(button, "primary", "Enter", "go")
        self.add_button(_("Close"), "quiet", "Esc", "")
        self.when.setFocus()


def _asked(desk: OpenDesk, parent: QWidget, button: str) -> tuple[date, date, list[RegisterLine], str] | None:
    """Ask for the time and read the register; None where nothing is wanted or there."""
    dialog = RegisterDialog(desk, parent.window(), button)
    if dialog.ask() != "go":
        return None
    first, last = span_of(dialog.when.value() or "month", desk.today())
    hotline = dialog.what.value() == "hotline"
    with desk.reading() as session:
        eyes = Eyes(desk.operator.may_see_children, desk.faces_visitors)
        found = register(session, first, last, eyes, only=frozenset({"hotline"}) if hotline else frozenset())
    if not found:
        tell(parent.window(), desk.look, _("Nothing came in then."), _("Choose another time."), _("Close"))
        return None
    return first, last, found, _("Register of the hotline") if hotline else _("Register of what came in")


def print_register(desk: OpenDesk, parent: QWidget) -> None:
    """Ask for the time, and show the register as it will be printed."""
    asked = _asked(desk, parent, _("Show the list"))
    if asked is None:
        return
    first, last, found, title = asked
    preview(desk, list_job(register_paper(desk, first, last, found, title)), parent)


def register_paper(desk: OpenDesk, first: date, last: date, found: list[RegisterLine], title: str) -> ListPaper:
    """Lay the register out, on its side."""
    with desk.reading() as session:
        station = station_name(session)
    holds = {2: "phone", 3: "name", 4: "address", 7: "health"}
    columns = tuple(ListColumn(heads()[at][0], heads()[at][1], holds=holds.get(at, "")) for at in ON_PAPER)  # type: ignore[arg-type]
    rows = tuple(ListRow(tuple(one.cells[at] for at in ON_PAPER), one.child) for one in found)
    about = _("{span}, {count} requests").format(span=span_words(first, last, desk.today()), count=len(rows))
    return ListPaper(title, columns, rows, about, station, wide=True)


def export_register(desk: OpenDesk, parent: QWidget) -> None:
    """Ask for the time and where to, and write the register as a workbook in the background."""
    asked = _asked(desk, parent, _("Write the workbook"))
    if asked is None:
        return
    first, last, found, title = asked
    proposed = f"{title} {first.isoformat()} {last.isoformat()}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    foot = _("{first} to {last}, {count} requests; exported by {operator} on {day}").format(
        first=first.isoformat(), last=last.isoformat(), count=len(found), operator=desk.operator.name, day=desk.today().isoformat()
    )
    columns = [SheetColumn(word, wide / 2) for word, wide in heads()]

    def work(_report: Report) -> int:
        return export_list(path, title, columns, [one.cells for one in found], foot)

    def done(count: int) -> None:
        desk.log("exported", about=title, people=sum(one.people for one in found))
        desk.said(_("Exported {count} requests to {name}").format(count=count, name=path.name), undo=False)

    desk.jobs.start(work, done)
