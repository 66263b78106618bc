"""Which record holds somebody now who was merged into another since."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from stationdesk.registers.resident import Resident
from stationdesk.services.contacts import chunks
from stationdesk.store.database import author_of


def followed(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return for each resident the record that holds him now: another one if he was merged since."""
    wanted = list(dict.fromkeys(ids))
    found = {one: one for one in wanted}
    open_ends = dict(found)
    seen = {one: {one} for one in wanted}
    while open_ends:
        into: dict[str, str] = {}
        for some in chunks(list(dict.fromkeys(open_ends.values()))):
            asked = select(Resident.id, Resident.merged_into).where(
                col(Resident.id).in_(some), Resident.author == author_of(session), col(Resident.merged_into).is_not(None)
            )
            into |= {one: other for one, other in session.exec(asked) if other}
        open_ends = {one: into[end] for one, end in open_ends.items() if end in into and into[end] not in seen[one]}
        found |= open_ends
        for one, end in open_ends.items():
            seen[one].add(end)
    return found
