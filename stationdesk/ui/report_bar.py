"""The sentence on today's page that a report is due, with the way to it."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.services.report_calendar import reminder
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar
from stationdesk.ui.parts.buttons import LinkButton


class ReportBar(AttentionBar):
    """Shows from some days before the end of the period, and after it, until everything was reported."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk.look)
        self.desk = desk

    def refresh(self) -> None:
        """Read again whether something is to be reported."""
        with self.desk.reading() as session:
            found = reminder(session, self.desk.today())
        self.setVisible(found is not None)
        if found is not None:
            link = LinkButton(_("To the report"), self.look, key_map.shown("everywhere.county"))
            link.clicked.connect(lambda: self.desk.open_page.emit("county", None))
            self.show_sentence("late" if found.late else "soon", found.lead, found.text, [link])
