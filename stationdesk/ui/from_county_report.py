"""A report the county wants, counted beside the screen for the time before this one, and for any other."""

from __future__ import annotations

from datetime import date

from stationdesk.registers.report_template import ReportTemplate
from stationdesk.services.figure_book import Counted, count_figures, period_of
from stationdesk.services.from_county import Entry, held_template
from stationdesk.ui import key_map
from stationdesk.ui.from_county_pane import FromCountyPane
from stationdesk.ui.from_county_paper import export_report, print_report
from stationdesk.ui.open_desk import OpenDesk


class ReportCount:
    """Counts the report that is shown; whoever has gone on meanwhile is not shown it."""

    def __init__(self, desk: OpenDesk, pane: FromCountyPane) -> None:
        self.desk, self.pane = desk, pane
        self.entry: Entry | None = None
        self.back = 1
        self.counted: tuple[ReportTemplate, tuple[date, date], list[Counted]] | None = None
        """What is shown, once it is counted: the report, its time, its figures."""

    def begin(self, entry: Entry) -> None:
        """Show a report for the last time that is over."""
        self.entry, self.back = entry, 1
        self.count()

    def turn(self, step: int) -> None:
        """Show the report of another time."""
        if self.entry is not None:
            self.back = max(0, self.back + step)
            self.count()

    def count(self) -> None:
        """Count the figures of the time that is shown; the present one up to today."""
        entry, back, on = self.entry, self.back, self.desk.today()
        template = held_template(entry)
        if entry is None or template is None:
            return
        span, keys = period_of(template.period, on, back), key_map.shown("from_county.earlier")
        self.counted = None
        self.pane.show_report(entry.title, span, None, on, keys)
        wanted, database = [(row.figure, row.label) for row in template.rows], self.desk.database

        def read(_report: object) -> list[Counted]:
            with database.reading() as session:
                return count_figures(session, wanted, span[0], min(span[1], on), on)

        def show(found: list[Counted]) -> None:
            if (self.entry, self.back) == (entry, back):
                self.counted = template, span, found
                self.pane.show_report(entry.title, span, found, on, keys)

        self.desk.jobs.start(read, show)

    def print(self) -> None:
        """Show the report that is shown as it will be printed; one that is still being counted is waited for."""
        if self.entry is not None and self.counted is not None:
            print_report(self.desk, *self.counted, self.pane.window())

    def export(self) -> None:
        """Write the report that is shown as a workbook."""
        if self.entry is not None and self.counted is not None:
            export_report(self.desk, *self.counted, self.pane.window())
