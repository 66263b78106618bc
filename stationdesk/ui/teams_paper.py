"""Rosters and the catalogue on paper and as workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.service_items import ServiceRow
from stationdesk.services.stations import station_name
from stationdesk.services.teams import MemberRow, TeamRow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_new_file
from stationdesk.ui.print_preview import preview
from stationdesk.ui.teams_tables import doer_words


def roster_paper(row: TeamRow, members: Sequence[MemberRow], station: str) -> ListPaper:
    """Lay a roster out: who is in the team, with a column to sign in."""
    columns = (
        ListColumn(_("Name|column"), 28.0, bold=True, holds="name"),
        ListColumn(_("What he is in the team"), 24.0),
        ListColumn(_("Phone"), 32.0, holds="phone"),
        ListColumn(_("In the team since"), 26.0),
        ListColumn(_("Remark"), 40.0),
        ListColumn(_("Signature|roster"), 26.0),
    )
    rows = tuple(ListRow((one.name, one.role_words, one.phone, one.since, one.note, "")) for one in members if one.there)
    facts = (row.kind, row.leader and _("leader {name}").format(name=row.leader), row.free_times)
    return ListPaper(_("Roster: {team}").format(team=row.name), columns, rows, "，".join(filter(None, facts)), station, wide=False)


def services_paper(rows: Sequence[ServiceRow], station: str) -> ListPaper:
    """Lay the catalogue out: what is offered now."""
    columns = (
        ListColumn(_("Service offered"), 32.0, bold=True),
        ListColumn(_("Kind of need"), 20.0),
        ListColumn(_("What it covers"), 62.0),
        ListColumn(_("Done within|column"), 20.0),
        ListColumn(_("Who does it"), 42.0),
    )
    shown = tuple(ListRow((one.name, one.kind_words, one.covers, one.term, doer_words(one))) for one in rows if one.offered)
    return ListPaper(_("Services of the station"), columns, shown, "", station)


def print_roster(desk: OpenDesk, row: TeamRow, members: Sequence[MemberRow], parent: QWidget) -> int:
    """Show the roster as it will be printed."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, list_job(roster_paper(row, members, station)), parent)


def print_services(desk: OpenDesk, rows: Sequence[ServiceRow], parent: QWidget) -> int:
    """Show the catalogue as it will be printed."""
    with desk.reading() as session:
        station = station_name(session)
    return preview(desk, list_job(services_paper(rows, station)), parent)


def export_rosters(desk: OpenDesk, teams: Sequence[tuple[TeamRow, Sequence[MemberRow]]], parent: QWidget) -> None:
    """Ask where to, and write every team with its members as a workbook, a line a member."""
    heads = [_("Team"), _("Kind of team"), _("Whose|team"), _("Name|column"), _("What he is in the team"), _("Phone")]
    heads += [_("In the team since"), _("In the team until"), _("Reason of leaving"), _("Remark")]
    columns = [SheetColumn(head, holds="day" if at in {6, 7} else "") for at, head in enumerate(heads)]
    lines = []
    for row, members in teams:
        whose = _("the county's") if row.of_county else _("the station's|team")
        first = (row.name, row.kind, whose)
        lines += [(*first, one.name, one.role_words, one.phone, one.since, one.until, one.reason, one.note) for one in members]
        if not members:
            lines.append((*first, "", "", "", "", "", "", ""))
    write_lines(desk, parent, _("Rosters of the teams"), columns, lines)


def export_services(desk: OpenDesk, rows: Sequence[ServiceRow], parent: QWidget) -> None:
    """Ask where to, and write the catalogue as a workbook."""
    heads = [
        _("Service offered"),
        _("Kind of need"),
        _("What it covers"),
        _("Done within hours"),
        _("Takes minutes"),
        _("Who does it"),
        _("State"),
    ]
    columns = [SheetColumn(head, holds="number" if at in {3, 4} else "") for at, head in enumerate(heads)]
    lines = [
        (
            *(one.name, one.kind_words, one.covers, str(one.term_hours or ""), str(one.minutes or "")),
            *(doer_words(one), one.status or _("offered now")),
        )
        for one in rows
    ]
    write_lines(desk, parent, _("Services of the station"), columns, lines)


def write_lines(
    desk: OpenDesk, parent: QWidget, title: str, columns: Sequence[SheetColumn], lines: Iterable[Sequence[str]], *, name: str = ""
) -> None:
    """Ask where to, `name` being proposed (else title and day), and write the lines as a workbook in the background."""
    proposed = name or f"{title} {desk.today():%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    kept = list(lines)
    words = _("Exported by {operator} on {day}, {count} lines")
    foot = words.format(operator=desk.operator.name, day=desk.today().isoformat(), count=len(kept))

    def work(_report: Report) -> int:
        return export_list(path, title, columns, kept, foot)

    def done(count: int) -> None:
        desk.log("exported", about=title, people=count)
        desk.said(_("Exported {count} lines to {name}").format(count=count, name=Path(path).name), undo=False)

    desk.jobs.start(work, done)
