"""The list of what is due on paper or as a workbook: what is on the screen, covered as it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import Holds, export_list
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.duty_list import Row
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.print_preview import preview


def heads() -> tuple[tuple[str, float], ...]:
    """Return the headings and their width in millimetres."""
    return (
        (_("Due on"), 26.0),
        (_("Name|column"), 28.0),
        (_("Age|column"), 12.0),
        (_("What|column"), 40.0),
        (_("About it"), 48.0),
        (_("Group|column"), 24.0),
        (_("Done on"), 22.0),
    )


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as the list shows it; the last cell is for the pen."""
    return (row.day, row.name, row.age, row.what, row.note, row.group, "")


def duties_paper(rows: Sequence[Row], about: str, station: str) -> ListPaper:
    """Lay the list out."""
    columns = tuple(
        ListColumn(title, width, "right" if at == 2 else "left", at == 1, "name" if at == 1 else "")
        for at, (title, width) in enumerate(heads())
    )
    return ListPaper(_("What is due"), columns, tuple(ListRow(cells(row), row.child) for row in rows), about, station)


def print_duties(desk: OpenDesk, rows: Sequence[Row], about: str, parent: QWidget) -> int:
    """Show the preview of the list; the print log notes what was printed."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, list_job(duties_paper(rows, about, station)), parent)


def sheet_columns() -> list[SheetColumn]:
    """Return the columns of the workbook, in which days can be sorted and ages reckoned with."""
    holds: dict[int, Holds] = {0: "day", 2: "number"}
    return [SheetColumn(title, 0.0, holds.get(at, "")) for at, (title, _width) in enumerate(heads()[:-1])]


def sheet_cells(row: Row) -> tuple[str, ...]:
    """Return a row as the workbook holds it."""
    return (row.entry.due_on, *cells(row)[1:-1])


def export_duties(desk: OpenDesk, rows: Sequence[Row], about: str, parent: QWidget) -> None:
    """Ask where to, and write the list as a workbook beside the window."""
    proposed = f"{_('What is due')} {desk.today():%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    foot = _("Exported by {operator} on {day}, {count} people").format(
        operator=desk.operator.name, day=desk.today().isoformat(), count=len(rows)
    )

    def work(_report: Report) -> int:
        return export_list(path, _("What is due"), sheet_columns(), map(sheet_cells, rows), foot)

    def done(count: int) -> None:
        desk.log("exported", about=f"{_('What is due')} {about}".strip(), people=count)
        desk.said(_("Exported {count} people to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
