"""Everything that gives lines to the list of a day, in the order in which it stands there, after the contacts that are due."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stationdesk.services.books_today import BOOKS
from stationdesk.services.calls_today import CALLS
from stationdesk.services.duties_today import DUTIES
from stationdesk.services.follow_ups import FOLLOW_UPS
from stationdesk.services.from_county_today import FROM_COUNTY
from stationdesk.services.health_today import HEALTH
from stationdesk.services.incidents_today import INCIDENTS
from stationdesk.services.pairings_today import PAIRINGS
from stationdesk.services.plans_today import PLANS
from stationdesk.services.rechecks_today import RECHECKS
from stationdesk.services.requests_today import REQUESTS
from stationdesk.services.reviews_today import REVIEWS
from stationdesk.services.sheets_today import SHEETS
from stationdesk.services.shifts_today import SHIFTS
from stationdesk.services.today_source import Source
from stationdesk.services.wish_walls_today import WISH_WALLS
from stationdesk.services.wishes_today import WISHES

SOURCES: tuple[Source, ...] = (
    INCIDENTS,
    FOLLOW_UPS,
    CALLS,
    REQUESTS,
    SHIFTS,
    WISH_WALLS,
    BOOKS,
    WISHES,
    REVIEWS,
    DUTIES,
    HEALTH,
    PLANS,
    PAIRINGS,
    SHEETS,
    RECHECKS,
    FROM_COUNTY,
)
READS = frozenset[str]().union(*(source.reads for source in SOURCES))
"""Registers whose change may change the lines of a source."""
BY_KIND: Mapping[str, Source] = MappingProxyType({source.kind: source for source in SOURCES})
