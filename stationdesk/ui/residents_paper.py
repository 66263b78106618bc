"""The shown list on paper or as a workbook: what is on the screen, covered as it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _, ngettext
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.resident_list import ResidentRow, rows
from stationdesk.services.stations import station_name
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_new_file
from stationdesk.ui.print_preview import preview

AT_ONCE = 400
"""Rows read at a time."""


def heads() -> tuple[tuple[str, float], ...]:
    """Return the headings and their width in millimetres."""
    widths = (20.0, 32.0, 12.0, 60.0, 24.0, 24.0)
    titles = (_("Grade|column"), _("Name|column"), _("Age|column"), _("Categories|column"), _("Group|column"), _("Next|column"))
    return tuple(zip(titles, widths, strict=True))


def cells(row: ResidentRow) -> tuple[str, ...]:
    """Return a row as the list shows it."""
    return (row.grade_word, row.name, "" if row.age is None else str(row.age), row.categories, row.group, row.due)


def read(desk: OpenDesk, ids: Sequence[str], report: Report | None = None) -> list[ResidentRow]:
    """Return the rows of `ids` in their order, as the operator may see them."""
    found: list[ResidentRow] = []
    for start in range(0, len(ids), AT_ONCE):
        if report is not None:
            report(_("Reading the list"), start, len(ids))
        some = ids[start : start + AT_ONCE]
        with desk.reading() as session:
            read_now = rows(session, some, desk.today(), may_see_children=desk.operator.may_see_children)
        found += [read_now[one] for one in some if one in read_now]
    return found


def print_list(desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget) -> int:
    """Show the preview of the list; the print log notes what was printed."""
    with desk.reading() as session:
        station = station_name(session)
    columns = tuple(
        ListColumn(title, width, "right" if at == 2 else "left", at == 1, "name" if at == 1 else "health" if at == 3 else "")
        for at, (title, width) in enumerate(heads())
    )
    people = tuple(ListRow(cells(row), row.child) for row in read(desk, ids))
    return preview(desk, list_job(ListPaper(_("List of residents"), columns, people, about, station)), parent)


def ask_how(desk: OpenDesk, count: int, parent: QWidget) -> str:
    """Ask whether people go out as they stand on the screen (`list`) or in a form (`forms`); empty for neither."""
    title = ngettext("Export {count} person", "Export {count} people", count).format(count=count)
    dialog = Dialog(parent, desk.look, title, _("As the list stands on the screen, or filled into one of the forms."), width=560)
    dialog.add_button(_("As on the screen"), "primary", "Enter", "list")
    dialog.add_button(_("Fill a form"), "plain", key_map.shown("residents.forms"), "forms")
    dialog.add_button(_("Not now"), "plain", "Esc")
    key_map.attach(dialog, "residents.forms", lambda: dialog.give("forms"))
    return dialog.ask()


def export(desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget) -> None:
    """Ask where to, and write the list as a workbook in the background."""
    proposed = f"{_('List of residents')} {desk.today():%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    foot = _("Exported by {operator} on {day}, {count} people").format(
        operator=desk.operator.name, day=desk.today().isoformat(), count=len(ids)
    )

    def work(report: Report) -> int:
        columns = [SheetColumn(title) for title, _width in heads()]
        return export_list(path, _("List of residents"), columns, map(cells, read(desk, ids, report)), foot)

    def done(count: int) -> None:
        desk.log("exported", about=f"{_('List of residents')} {about}".strip(), people=count)
        desk.said(_("Exported {count} people to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
