"""The month of contacts on paper and as a workbook, and the one setting of the alarm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn, export_list
from stationdesk.printing.grid_sheet import GridPaper, SheetRow, SheetSection, grid_pages, sheet_cells
from stationdesk.printing.list_sheet import Purpose
from stationdesk.services.contact_grid import Grid, GridRow, rate
from stationdesk.services.contact_grid_reading import Wanted, month_of, read_grid, rest_days
from stationdesk.services.contact_marks import KIND, LATE, Mark, character, legend
from stationdesk.services.desk_settings import MISSED_DAYS, change_settings, desk_settings
from stationdesk.services.stations import station_name
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.paper_purpose import ask_purpose
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_new_file
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview

FILLED_IN_LATER = "'"
"""What stands behind a character that was filled in on a later day, on paper and in a sheet."""


def shown_cell(cell: int) -> str:
    """Return a cell as paper and sheet show it."""
    return character(cell) + (FILLED_IN_LATER if cell & LATE and cell & KIND else "")


def row_of(row: GridRow, *, empty: bool) -> SheetRow:
    """Return a person's line; on an empty sheet without what was done."""
    age = "" if row.age is None else str(row.age)
    if empty:
        return SheetRow(row.grade_label, row.name, age, row.group, (), "", "", row.child)
    cells = tuple(map(shown_cell, row.cells))
    return SheetRow(row.grade_label, row.name, age, row.group, cells, str(row.missed), rate(row.contacted, row.due), row.child)


def summary(grid: Grid) -> str:
    """Return what the month comes to: 联络率 96%（652/680 人次），漏 28 次，3 人参与."""
    said = _("Rate of contacts {rate} ({contacted} of {due} person-days), {missed} missed, {by} people took part")
    return said.format(rate=rate(grid.contacted, grid.due), contacted=grid.contacted, due=grid.due, missed=grid.missed, by=len(grid.by))


def paper_of(desk: OpenDesk, grid: Grid, about: str, purpose: Purpose, *, empty: bool = False) -> GridPaper:
    """Lay a grid out for paper."""
    with desk.reading() as session:
        station, rest = station_name(session), rest_days(session, grid)
    sections = tuple(
        SheetSection(one.title, "" if empty else one.told, tuple(row_of(row, empty=empty) for row in one.rows)) for one in grid.sections
    )
    marks = [(mark, word) for mark, word in legend() if not (empty and mark in {Mark.MISSED, Mark.DUE})]
    signs = [(character(mark), word) for mark, word in marks]
    if not empty:
        signs.append((shown_cell(Mark.PHONE | LATE), _("filled in later")))
    return GridPaper(
        grid.first, grid.days, sections, tuple(signs), "" if empty else summary(grid), station, about, rest, purpose, empty=empty
    )


def _job(paper: GridPaper, about: str) -> PrintJob:
    title = _("Empty sheet of contacts") if paper.empty else _("Month of contacts")
    return PrintJob(
        title=title,
        about=f"{title} {paper.first:%Y-%m} {about}".strip(),
        lay_out=lambda imprint: grid_pages(paper, imprint, type_at_hand()),
        document="contacts",
        people=paper.people(),
        reprint=False,
    )


def print_month(desk: OpenDesk, grid: Grid, about: str, parent: QWidget) -> None:
    """Show the month as it will be printed."""
    text = _("On a wall names are covered and no child stands on it.")
    purpose = ask_purpose(desk, _("Print this month"), text, parent, usual="desk")
    if purpose is not None:
        preview(desk, _job(paper_of(desk, grid, about, purpose), about), parent)


def print_blank(desk: OpenDesk, wanted: Wanted, about: str, parent: QWidget) -> None:
    """Show an empty sheet of the month after this one, with the people who have a rhythm now."""
    on = desk.today()
    with desk.reading() as session:
        grid = read_grid(session, on, on, wanted, may_see_children=desk.sees_children)
    first, last = month_of(month_of(on)[1] + timedelta(days=1))
    ahead = Grid(first, last, on, grid.sections, grid.left_out)
    preview(desk, _job(paper_of(desk, ahead, about, "desk", empty=True), about), parent)


def export(desk: OpenDesk, grid: Grid, about: str, parent: QWidget) -> None:
    """Ask where to, and write the month as a workbook in the background."""
    title = _("Daily contacts {year}/{month}").format(year=grid.first.year, month=grid.first.month)
    proposed = f"{title}.xlsx".replace("/", "-")
    path = choose_new_file(parent, _("Where shall the month be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    columns = [ListColumn(_("Grade|column"), 7), ListColumn(_("Name|column"), 14), ListColumn(_("Age|column"), 6)]
    columns += [ListColumn(_("Group|column"), 14), *(ListColumn(str(at + 1), 3.5) for at in range(grid.days))]
    columns += [ListColumn(_("missed|cell"), 5), ListColumn(_("Rate|grid"), 7)]
    rows = sheet_cells([row_of(row, empty=False) for row in grid.rows], grid.days)
    signs = "  ".join(f"{character(mark)} {word}" for mark, word in legend())
    day = desk.today().isoformat()
    foot = _("{summary}. {signs}. Exported by {operator} on {day}").format(
        summary=summary(grid), signs=signs, operator=desk.operator.name, day=day
    )

    def work(_report: Report) -> int:
        return export_list(path, title, columns, rows, foot)

    def done(count: int) -> None:
        desk.log("exported", about=f"{title} {about}".strip(), people=count)
        desk.said(_("Exported {count} people to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)


def ask_days(desk: OpenDesk, parent: QWidget) -> None:
    """Ask from how many days on somebody has to look in at the door; whoever may not change settings is told the number."""
    with desk.reading() as session:
        now = desk_settings(session).missed_days
    may = desk.operator.may_change_settings
    told = _("Whoever was not reached for so many days one after the other is to be looked in on. Now: {days} days.").format(days=now)
    dialog = Dialog(parent, desk.look, _("When somebody has to look in at the door"), told, width=560)
    choice = Segments([(str(days), _("{days} days|choice").format(days=days)) for days in MISSED_DAYS], desk.look, numbered=False)
    choice.setAccessibleName(dialog.windowTitle())
    choice.set_value(str(now))
    if may:
        dialog.body.addWidget(choice)
        dialog.add_button(_("Save"), "primary", "Enter", "save")
    dialog.add_button(_("Close"), "quiet", "Esc", "")
    choice.setFocus()
    if dialog.ask() == "save" and may:
        days = int(choice.value() or now)
        sentence = _("Look in at the door after {days} days").format(days=days)
        with desk.writing(sentence) as session:
            change_settings(session, missed_days=days)
        desk.said(sentence)
