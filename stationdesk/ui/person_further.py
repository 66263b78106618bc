"""What is read of a person only when somebody turns to it: a page shows one person after the other, and most tabs stay unseen."""

from __future__ import annotations

from stationdesk.services.health_pane import EVERY, ROWS, HealthPane, pane_of
from stationdesk.services.plan_lines import plan_lines
from stationdesk.services.sheet_line import SheetLine
from stationdesk.ui.open_desk import OpenDesk


class Further:
    """Reads health and care plan of one person as they are when they are asked for."""

    def __init__(self, desk: OpenDesk, resident_id: str) -> None:
        self.desk, self.resident_id = desk, resident_id

    def health(self, rows: int = ROWS) -> HealthPane:
        """Return readings, at most `rows` of them, and medicines. Raises NoSuchResident."""
        with self.desk.reading() as session:
            return pane_of(session, self.resident_id, self.desk.today(), rows=rows)

    def every_reading(self) -> HealthPane:
        """Return the same with every reading."""
        return self.health(EVERY)

    def plan(self) -> tuple[SheetLine, ...]:
        """Return the care plan; empty for none."""
        with self.desk.reading() as session:
            return tuple(plan_lines(session, self.resident_id, self.desk.today()))
