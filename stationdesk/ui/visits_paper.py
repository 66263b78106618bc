"""The shown visits on paper or as a workbook: children by alias, and nothing that was seen or told of anybody's body or mind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.stations import station_name
from stationdesk.services.visit_list import MOST, VisitRow, Wanted, every_row, keys, rows
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file, tell
from stationdesk.ui.print_preview import preview

ON_PAPER = 1500
"""Visits that are printed at once; more are a workbook's affair."""


def heads() -> tuple[tuple[str, float], ...]:
    """Return the headings and their width in millimetres."""
    titles = (_("When|visit"), _("Name|column"), _("Group"), _("How|visit"), _("Result|visit"), _("Kind|visit"), _("Who went"))
    return (*zip(titles, (27.0, 24.0, 20.0, 14.0, 20.0, 20.0, 30.0), strict=True), (_("What came of it"), 52.0))


def cells(row: VisitRow) -> tuple[str, ...]:
    """Return a row as it may leave the desk."""
    when = _("{when} later|late entry").format(when=row.when) if row.late else row.when
    return (when, row.name, row.group, row.how, row.outcome, row.kind, row.went, row.plainly)


def print_visits(desk: OpenDesk, wanted: Wanted, about: str, parent: QWidget) -> int:
    """Show the preview of the visits shown; the print log notes what was printed."""
    with desk.reading() as session:
        found = keys(session, wanted, ON_PAPER + 1)
        station = station_name(session)
        read = rows(session, found, desk.today(), may_see_children=desk.operator.may_see_children) if len(found) <= ON_PAPER else {}
    if not found:
        return 0
    if len(found) > ON_PAPER:
        title = _("More than {count} visits are too many for paper.").format(count=ON_PAPER)
        tell(parent, desk.look, title, _("Narrow the days or the filters, or export them as a workbook with Ctrl E."), _("I see"))
        return 0
    columns = tuple(ListColumn(title, width, "left", at == 1, "name" if at == 1 else "") for at, (title, width) in enumerate(heads()))
    lines = tuple(ListRow(cells(read[key]), read[key].child) for key in found if key in read)
    return preview(desk, list_job(ListPaper(_("List of visits"), columns, lines, about, station)), parent)


def export_visits(desk: OpenDesk, wanted: Wanted, about: str, parent: QWidget) -> None:
    """Ask where to, and write every visit wanted as a workbook in the background."""
    proposed = f"{_('List of visits')} {desk.today():%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    foot = _("Exported by {operator} on {day}: {about}").format(operator=desk.operator.name, day=desk.today().isoformat(), about=about)

    def lines(report: Report) -> Iterator[tuple[str, ...]]:
        with desk.reading() as session:
            for at, row in enumerate(every_row(session, wanted, desk.today(), may_see_children=desk.operator.may_see_children)):
                if at % 400 == 0:
                    report(_("Writing the visits"), at, max(at, MOST))
                yield cells(row)

    def work(report: Report) -> int:
        columns = [SheetColumn(title, holds="" if at else "day") for at, (title, _width) in enumerate(heads())]
        return export_list(path, _("List of visits"), columns, lines(report), foot)

    def done(count: int) -> None:
        desk.log("exported", about=f"{_('List of visits')} {about}".strip(), people=count)
        desk.said(_("Exported {count} visits to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
