"""How the helpers do in a time, on paper and as a workbook: what was due and done, and what was true of the visits asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn as SheetColumn
from stationdesk.ledgers.list_export import export_list
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.appraisals import Confirmed, confirmed
from stationdesk.services.helper_duty import HelperDuty, duties
from stationdesk.services.helpers import helper_rows
from stationdesk.services.pairing_world import read_world
from stationdesk.services.stations import station_name
from stationdesk.ui import key_map
from stationdesk.ui.moves_paper import span_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_new_file, tell
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview

FIGURES, DAY = range(3, 10), 10
"""The columns of figures, and that of the last day."""
NOBODY = Confirmed(0, 0, 0)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A helper in a time."""

    name: str
    kind: str
    org: str
    load: int
    duty: HelperDuty
    told: Confirmed
    status: str


def lines_of(session: Session, on: date, first: date, last: date) -> list[DutyLine]:
    """Return a line for every helper who is there, owed something or was asked about in the time; the lowest rate first."""
    world = read_world(session, on)
    owed, told = duties(session, world, first, last), confirmed(session, first, last)
    away = {one: _("away, {name} stands in").format(name=name) for one, name in world.away.items()}
    rows = [row for row in helper_rows(world, gone=True, away=away) if row.there or row.id in owed or row.id in told]
    found = [
        DutyLine(row.name, row.kind, row.org, row.load, owed.get(row.id, HelperDuty(row.id, ())), told.get(row.id, NOBODY), row.status)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.duty.rate() is None, one.duty.rate() or 0, -one.duty.due, one.name))


def heads() -> tuple[str, ...]:
    """Return what stands over the columns."""
    return (
        *(_("Name|column"), _("Kind of helper"), _("Organisation and post|column"), _("Has|helper"), _("Times due|column")),
        *(_("Times done|column"), _("Rate|column"), _("Asked about|column"), _("True when asked|column"), _("Rate of truth|column")),
        *(_("Last|column"), _("State")),
    )


def cells(one: DutyLine) -> tuple[str, ...]:
    """Return a line as it is written: no rate where nothing was due, or nobody answered."""
    due = one.duty.due
    rate, true = one.duty.rate(), one.told.rate()
    return (
        *(one.name, one.kind, one.org, str(one.load), str(due) if due else "", str(one.duty.done) if due else ""),
        *("" if rate is None else f"{rate}%", str(one.told.answered or ""), str(one.told.true) if one.told.answered else ""),
        *("" if true is None else f"{true}%", one.duty.last.isoformat() if one.duty.last else "", one.status or _("is there|helper")),
    )


def summary(found: Sequence[DutyLine], first: date, last: date) -> str:
    """Return what all of them come to: 2026-11-01 至 2026-11-23，23 位，应做 120 次，做到 98 次，81%；问到 6 次，属实 5 次，83%."""
    due, done = sum(one.duty.due for one in found), sum(one.duty.done for one in found)
    asked, true = sum(one.told.answered for one in found), sum(one.told.true for one in found)
    said = _("{first} to {last}, {count} helpers|duty").format(first=first.isoformat(), last=last.isoformat(), count=len(found))
    if due:
        said += "，" + _("{due} times due, {done} done, {rate}%").format(due=due, done=done, rate=done * 100 // due)
    if asked:
        said += "；" + _("asked about {asked}, {true} true, {rate}%").format(asked=asked, true=true, rate=true * 100 // asked)
    return said


def paper(desk: OpenDesk, first: date, last: date) -> ListPaper:
    """Lay out the list on its side."""
    with desk.reading() as session:
        found, station = lines_of(session, desk.today(), first, last), station_name(session)
    widths = (22.0, 22.0, 40.0, 11.0, 13.0, 13.0, 13.0, 13.0, 13.0, 13.0, 22.0, 26.0)
    both = enumerate(zip(heads(), widths, strict=True))
    columns = tuple(ListColumn(head, width, "right" if at in FIGURES else "left", at == 0) for at, (head, width) in both)
    rows = tuple(ListRow(cells(one)) for one in found)
    return ListPaper(_("How the helpers do"), columns, rows, summary(found, first, last), station, wide=True)


class DutyListDialog(Dialog):
    """For which time, and whether on paper or as a workbook."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None) -> None:
        text = _("What each of them owed and did, and what was true of the visits people were asked about.")
        super().__init__(parent, desk.look, _("How the helpers do"), text, width=600)
        self.desk = desk
        times = [("month", _("this month")), ("before", _("last month")), ("quarter", _("this quarter")), ("year", _("this year"))]
        self.when = Segments(times, self.look)
        self.when.setAccessibleName(_("For which time"))
        self.when.set_value("month")
        self.body.addWidget(self.when)
        self.add_button(_("Show the list"), "primary", "Enter", closes=False).clicked.connect(self.show_paper)
        written = self.add_button(_("Export as a workbook"), "plain", key_map.shown("duty_list.export"), closes=False)
        written.clicked.connect(self.export)
        key_map.attach(self, "duty_list.export", self.export)
        self.add_button(_("Close"), "quiet", "Esc")
        self.when.setFocus()

    def _paper(self) -> ListPaper | None:
        found = paper(self.desk, *span_of(self.when.value() or "month", self.desk.today()))
        if found.rows:
            return found
        tell(self, self.look, _("No helper is written down yet."), _("Write helpers down first, then they stand here."), _("Close"))
        return None

    def show_paper(self) -> None:
        """Show the list as it will be printed."""
        if (found := self._paper()) is not None:
            preview(self.desk, list_job(found), self)

    def export(self) -> None:
        """Ask where to, and write the list as a workbook in the background."""
        found, desk = self._paper(), self.desk
        if found is None:
            return
        proposed = f"{found.title} {desk.today():%Y-%m-%d}.xlsx"
        path = choose_new_file(self, _("Where shall the list be written?"), proposed, _("Excel workbook (*.xlsx)"))
        if path is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        foot = _("Exported by {operator} on {day}: {about}").format(
            operator=desk.operator.name, day=desk.today().isoformat(), about=found.about
        )
        columns = [SheetColumn(head, holds="number" if at in FIGURES else "day" if at == DAY else "") for at, head in enumerate(heads())]

        def work(_report: Report) -> int:
            return export_list(path, found.title, columns, (row.cells for row in found.rows), foot)

        def done(count: int) -> None:
            desk.log("exported", about=found.title, people=count)
            desk.said(_("Exported {count} lines to {name}").format(count=count, name=path.name), undo=False)

        desk.jobs.start(work, done)
        self.give("exported")
