"""One of the three lists on paper or as a workbook, as it is on the screen, with its cut-off day."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.stations import station_name
from stationdesk.services.three_lists import TITLES, CareList
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.print_preview import preview


def paper_of(found: CareList, about: str, station: str) -> ListPaper:
    """Lay a list out."""
    columns = tuple(ListColumn(one.title, one.width, "left", one.holds == "name", one.holds) for one in found.columns)  # type: ignore[arg-type]
    rows = tuple(ListRow(row.cells, row.child) for row in found.rows)
    return ListPaper(_(TITLES[found.kind]), columns, rows, about, station)


def print_care_list(desk: OpenDesk, found: CareList, about: str, parent: QWidget) -> int:
    """Show the preview; the print log notes what was printed."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, list_job(paper_of(found, about, station)), parent)


def export_care_list(desk: OpenDesk, found: CareList, about: str, parent: QWidget) -> None:
    """Ask where to, and write the list as a workbook in the background."""
    title = _(TITLES[found.kind])
    proposed = f"{title} {found.cut_off:%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    words = _("Exported by {operator} on {day}, {about}")
    foot = words.format(operator=desk.operator.name, day=desk.today().isoformat(), about=about)

    def work(_report: Report) -> int:
        columns = [SheetColumn(one.title) for one in found.columns]
        return export_list(path, title, columns, (row.cells for row in found.rows), foot)

    def done(count: int) -> None:
        desk.log("exported", about=title, people=found.people())
        desk.said(_("Exported {count} lines to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
