"""Printed cards on their way to whom they are for: whose still lies at the station, and the tick when it was handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.services.cards import latest_issues
from stationdesk.services.doubles import is_child
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class PrintedCard:
    """A card that is printed and not yet in the hands of whom it is for."""

    issue_id: str
    resident_id: str
    name: str
    group: str
    card_no: str
    printed_on: str
    changed: bool
    """It takes the place of an older card."""


def cards_to_hand_over(session: Session, on: str, *, may_see_children: bool = False) -> list[PrintedCard]:
    """Return whose last card is printed but not handed over, by group and name; a child goes by alias, if he is listed at all."""
    waiting = {resident: issue for resident, issue in latest_issues(session).items() if issue.handed_on is None}
    people = session.exec(select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))).all()
    found = [
        PrintedCard(
            issue_id=issue.id,
            resident_id=person.id,
            name=listed_name(person, date.fromisoformat(on)),
            group=person.village_group or "",
            card_no=issue.card_no or "",
            printed_on=issue.issued_on,
            changed=bool(issue.reprint_of),
        )
        for person in people
        if person.cared_for() and (issue := waiting.get(person.id)) and (may_see_children or not is_child(person, date.fromisoformat(on)))
    ]
    return sorted(found, key=lambda one: (one.group, one.name, one.issue_id))


def listed_name(person: Resident, on: date) -> str:
    """Return the name as a list may show it: of a child the alias."""
    return _("{alias} (alias)").format(alias=masked_child(person.name, person.alias)) if is_child(person, on) else person.name


def hand_over(session: Session, issues: Iterable[str], *, on: str, by: str) -> int:
    """Note that cards were handed over; returns how many were not yet."""
    wanted = set(issues)
    found = [issue for issue in latest_issues(session).values() if issue.id in wanted and issue.handed_on is None]
    for issue in found:
        issue.handed_on, issue.handed_by = on, by
        session.add(issue)
    return len(found)
