"""A report the county wants, on paper or as a workbook: its figures in the county's order, and which of them are not counted here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.registers.code import table
from stationdesk.registers.report_template import ReportTemplate
from stationdesk.services.figure_book import Counted
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.print_preview import preview


def rows_of(found: Sequence[Counted]) -> list[tuple[str, str, str]]:
    """Return the lines of a report as the county ordered them; a figure that is not counted says so, and no number stands for it."""
    return [(one.label, one.value or _("not counted here"), one.unit if one.value else "") for one in found]


def about_of(template: ReportTemplate, span: tuple[date, date], on: date) -> str:
    """Return which time the figures are of; of one that is not over, up to which day."""
    period = table("report_period").label(template.period)
    said = _("{period}, {first} to {last}") if span[1] <= on else _("{period}, {first} to {last}, counted up to {on}")
    return said.format(period=period, first=span[0].isoformat(), last=span[1].isoformat(), on=on.isoformat())


def missing_of(found: Sequence[Counted]) -> str:
    """Return which figures this desk does not count, in words; nothing where it counts all."""
    lost = [one.label for one in found if not one.value]
    said = _("Not counted here, please fill in by hand or ask the county: {names}")
    return said.format(names="、".join(lost)) if lost else ""


def paper_of(template: ReportTemplate, span: tuple[date, date], found: Sequence[Counted], station: str, on: date) -> ListPaper:
    """Lay a report out."""
    columns = (
        ListColumn(_("Figure|report"), 100.0, "left", True),
        ListColumn(_("Number|report"), 40.0, "right"),
        ListColumn(_("Unit|report"), 24.0),
    )
    rows = [ListRow(cells) for cells in rows_of(found)]
    return ListPaper(template.name, columns, tuple(rows), about_of(template, span, on), station, wide=False)


def print_report(desk: OpenDesk, template: ReportTemplate, span: tuple[date, date], found: Sequence[Counted], parent: QWidget) -> int:
    """Show the report as it will be printed; the print log notes it."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, list_job(paper_of(template, span, found, station, desk.today())), parent)


def export_report(desk: OpenDesk, template: ReportTemplate, span: tuple[date, date], found: Sequence[Counted], parent: QWidget) -> None:
    """Ask where to, and write the report as a workbook in the background."""
    with desk.reading() as session:
        station = station_name(session)
    kept = "".join(one for one in template.name if one.isalnum() or one in "（）()-— ")[:60].strip() or _("Report|file")
    proposed = f"{kept} {station} {span[0].isoformat()}.xlsx"
    path = choose_new_file(parent, _("Where shall the report be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    words = _("{station}, {about}; exported by {operator} on {day}. {missing}")
    about = about_of(template, span, desk.today())
    foot = words.format(
        station=station, about=about, operator=desk.operator.name, day=desk.today().isoformat(), missing=missing_of(found)
    ).strip()
    columns = [SheetColumn(_("Figure|report")), SheetColumn(_("Number|report"), 12, "number"), SheetColumn(_("Unit|report"))]
    rows, title = rows_of(found), template.name

    def work(_report: Report) -> int:
        return export_list(path, title, columns, rows, foot)

    def done(count: int) -> None:
        desk.log("exported", about=title)
        desk.said(_("Exported {count} lines to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
