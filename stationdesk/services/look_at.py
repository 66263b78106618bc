"""What a visitor should look at or ask after: needs still to be met, promises of earlier visits, what the care plan has them do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from stationdesk.services.contacts import chunks
from stationdesk.services.plans import plans_in_force
from stationdesk.services.request_reading import open_requests
from stationdesk.store.database import author_of

LONGEST = 40
"""Characters of one thing; what is longer is cut, for it stands beside others."""
_PROMISED = """
SELECT resident_id, next_plan FROM visit WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL
AND follow_up_due IS NOT NULL AND followed_up_on IS NULL AND next_plan IS NOT NULL ORDER BY follow_up_due, key
"""


def look_at(session: Session, ids: Iterable[str], on: date) -> dict[str, tuple[str, ...]]:
    """Return what is to be asked after of each of the own residents `ids`, each thing once, what burns first."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for some in chunks(list(ids)):
        for held in open_requests(session, some):
            found[held.request.resident_id or ""][_short(held.request.text)] = None
        marks = ",".join("?" * len(some))
        for resident, text in session.connection().exec_driver_sql(_PROMISED.format(marks=marks), (*some, author_of(session))):
            found[resident][_short(text)] = None
        for resident, plan in plans_in_force(session, on, some).items():
            for measure in plan.measures:
                if measure.runs(on.isoformat()):
                    found[resident][_short(measure.what)] = None
    return {resident: tuple(things) for resident, things in found.items()}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
