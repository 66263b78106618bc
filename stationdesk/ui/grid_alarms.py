"""What stands above the grid of contacts about those who were not reached for days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.station import Station
from stationdesk.services.contact_grid import Grid, GridRow
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.missed_contacts import Missed, missed_of, others_to_ring, own_station
from stationdesk.services.shown_person import Person

NAMES = 4
"""Names said in the sentence at most."""


class Alarm(NamedTuple):
    """The sentence above the grid: its tone, its first words, the rest."""

    tone: str
    bold: str
    text: str


class GridAlarms:
    """Who in a grid was not reached for days; reckoned anew only for those whose row has changed."""

    def __init__(self) -> None:
        self.missed: dict[str, Missed] = {}
        self.waiting: list[GridRow] = []
        """Those who still wait today, the longest first."""
        self.from_days = 3
        self.station: Station | None = None
        """Whose leaders of grids may be rung."""

    def follow(self, session: Session, grid: Grid, before: Grid | None) -> None:
        """Bring it up to date with a grid; `before` is the one it was reckoned for, if whom it shows is the same."""
        if before is None or grid is before:
            self.from_days = desk_settings(session).missed_days
        if before is None or before.places is not grid.places:  # it was read anew, as it is when the station's record changed
            self.station = own_station(session)
        if not 0 <= grid.today < grid.days:
            self.missed, self.waiting = {}, []
            return
        kept = before if before is not None and before.on == grid.on else None
        if kept is not None and kept.places is grid.places:
            anew = [row.resident_id for row, old_row in zip(grid.rows, kept.rows, strict=True) if row is not old_row]
        else:
            rows = {row.resident_id: row for row in kept.rows} if kept is not None else {}
            anew = [row.resident_id for row in grid.rows if rows.get(row.resident_id) is not row]
        old = {one: what for one, what in self.missed.items() if kept is not None and one in kept.places and one in grid.places}
        for one in anew:
            old.pop(one, None)
        waits = [one for one in anew if grid.rows[grid.places[one]].waits]
        self.missed = old | (missed_of(session, waits, grid.on) if waits else {})
        waits_so = sorted(grid.places[one] for one in self.missed)
        waiting = [row for at in waits_so if (row := grid.rows[at]).waits]
        self.waiting = sorted(waiting, key=lambda row: (-self.missed[row.resident_id].days, -self.missed[row.resident_id].tries))

    def of(self, row: GridRow) -> Missed | None:
        """Return how long somebody who waits was not reached, if it must be said."""
        return self.missed.get(row.resident_id) if row.waits else None

    def sentence(self, row: GridRow | None, others: Sequence[str]) -> Alarm | None:
        """Return the sentence: about the current person, and whom else to ring, or else about all of them; None for nobody."""
        if not self.waiting:
            return None
        what = self.of(row) if row is not None else None
        if row is not None and what is not None:
            told = _(" · ").join(text for text, _tone in what.parts(self.from_days) if text != "·")
            ring = _(". One may also ring: {who}").format(who=_(", ").join(others)) if others else ""
            return Alarm("late" if what.go_there(self.from_days) else "soon", row.name, told + ring)
        names = _(", ").join(one.name for one in self.waiting[:NAMES])
        if len(self.waiting) > NAMES:
            names = _("{names} and others").format(names=names)
        grave = any(self.missed[one.resident_id].go_there(self.from_days) for one in self.waiting)
        said = _("{count} people were not reached for days").format(count=len(self.waiting))
        return Alarm("late" if grave else "soon", said, names)

    def whom_to_ring(self, session: Session, person: Person | None) -> list[str]:
        """Return whom else to ring about somebody of the grid."""
        return others_to_ring(session, person, self.station) if person is not None else []
