"""Which household is meant: by an id of its own, by that of a resident who lives in it, by what is typed of it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from stationdesk.registers.household import Household
from stationdesk.registers.resident import Resident
from stationdesk.services.family_list import family_rows, homes_meant
from stationdesk.services.family_roll import WantedHomes, family_roll_of
from stationdesk.store.database import Database, author_of

OFFERED = 20


def household_meant(session: Session, wanted: str) -> tuple[str, str]:
    """Return the household's id and, if a resident was meant, his; empty texts where there is none. A merged one leads to the kept one."""
    author = author_of(session)
    own = select(Household).where(Household.id == wanted, Household.author == author, col(Household.removed_at).is_(None))
    home = session.exec(own).first()
    for _step in range(10):
        if home is None or not home.merged_into:
            break
        later = select(Household).where(Household.id == home.merged_into, Household.author == author)
        home = session.exec(later.where(col(Household.removed_at).is_(None))).first()
    if home is not None:
        return home.id, ""
    person = select(Resident).where(Resident.id == wanted, Resident.author == author, col(Resident.removed_at).is_(None))
    found = session.exec(person).first()
    return (found.household_id or "", found.id) if found is not None else ("", "")


def homes_called(session: Session, database: Database, typed: str, on: date, *, may_see_children: bool = False) -> list[tuple[str, str]]:
    """Return at most twenty households that `typed` may mean, each with words to choose it by."""
    if not typed.strip():
        return []
    roll = family_roll_of(database)
    roll.follow(session, on)
    meant = homes_meant(session, roll, typed, on, may_see_children=may_see_children)
    ids = roll.ids(WantedHomes(among=meant), may_see_children=may_see_children)[:OFFERED]
    rows = family_rows(session, roll, ids, on, may_see_children=may_see_children)
    return [(one, f"{rows[one].title}，{rows[one].place}") for one in ids if one in rows]
