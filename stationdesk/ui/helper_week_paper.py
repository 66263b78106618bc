"""The week of the helpers on paper, a sheet each to hand out, and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.contact_card import Imprint, Printout
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow, list_pages
from stationdesk.services.helper_week import Errand, HelperWeek
from stationdesk.services.stations import station_name
from stationdesk.ui.helper_week_table import instead_words, last_words, state_words, until_words, what_words
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.print_preview import preview

DAYS = (6, 7)
"""The columns of the workbook that hold days."""


def sheet_of(one: HelperWeek, span: str, station: str, on: date) -> ListPaper:
    """Lay out the sheet of one helper or unit: his own people only, by name and group, nothing of phone, address, illness or category."""
    several = len({errand.doer for errand in one.errands}) > 1
    columns = [
        *([ListColumn(_("Who goes|column"), 24.0)] if several else []),
        ListColumn(_("Goes to|column"), 30.0, "left", True, "name"),
        ListColumn(_("Group|column"), 20.0),
        ListColumn(_("What|column"), 26.0),
        ListColumn(_("In time until|column"), 30.0),
        ListColumn(_("Last|column"), 22.0),
        ListColumn(_("Done, on which day|paper"), 30.0),
    ]
    rows = [ListRow(_cells(errand, on, several=several), errand.child) for errand in one.errands]
    name = one.name or _("those of no team or office")
    about = "，".join(filter(None, (name, one.unit if one.unit != one.name else "", span)))
    given = _("for {name} alone; take it back after the week").format(name=name) if one.name else ""
    return ListPaper(_("Visits of the week"), tuple(columns), tuple(rows), about, station, wide=False, given=given)


def _cells(one: Errand, on: date, *, several: bool) -> tuple[str, ...]:
    name = "，".join(filter(None, (one.name, instead_words(one))))
    tick = _("done|week") if one.state == "done" else "□"
    cells = (name, one.group, what_words(one), until_words(one, on), last_words(one, on), tick)
    return (one.who, *cells) if several else cells


def week_job(lists: Sequence[HelperWeek], span: str, station: str, on: date) -> PrintJob:
    """Return the job of the sheets of these helpers, each with pages of its own."""
    papers = [sheet_of(one, span, station, on) for one in lists]

    def lay_out(imprint: Imprint) -> Printout:
        made = [list_pages(paper, imprint, type_at_hand()) for paper in papers]
        left_out = dict.fromkeys(item for one in made for item in one.left_out)
        return Printout(tuple(page for one in made for page in one.pages), tuple(left_out))

    title = _("Visits of the week")
    people = len({errand.resident for one in lists for errand in one.errands})
    about = f"{title} {span}，" + _("{count} sheets for helpers").format(count=len(lists))
    return PrintJob(title=title, about=about, lay_out=lay_out, document="helper-week", people=people, reprint=False)


def print_week(desk: OpenDesk, lists: Sequence[HelperWeek], span: str, parent: QWidget) -> int:
    """Show the sheets as they will be printed."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, week_job(lists, span, station, desk.today()), parent)


def export_week(desk: OpenDesk, lists: Sequence[HelperWeek], first: date, parent: QWidget) -> None:
    """Ask where to, and write the week as a workbook in the background."""
    title, on = _("Visits of the week"), desk.today()
    proposed = f"{title} {first:%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    errands = [errand for one in lists for errand in one.errands]
    words = _("Exported by {operator} on {day}, {count} people")
    people = len({one.resident for one in errands})
    foot = words.format(operator=desk.operator.name, day=on.isoformat(), count=people)

    def work(_report: Report) -> int:
        heads = [_("Helper of the pairing|column"), _("Team or office|column"), _("For whom|stand-in"), _("Goes to|column")]
        heads += [_("Group|column"), _("What|column"), _("In time until|column"), _("Last|column"), _("How far|week")]
        lines = (
            (
                *(one.who, one.unit, one.instead_of, one.name, one.group, what_words(one)),
                *(one.due_on.isoformat(), one.last.isoformat() if one.last else "", state_words(one, on)),
            )
            for one in errands
        )
        columns = [SheetColumn(head, holds="day" if at in DAYS else "") for at, head in enumerate(heads)]
        return export_list(path, title, columns, lines, foot)

    def done(count: int) -> None:
        desk.log("exported", about=title, people=people)
        desk.said(_("Exported {count} lines to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
