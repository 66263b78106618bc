"""For whom cards can be printed: those who are due, a category, a village group; counted, so that the choice is an informed one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.services.card_places import directory, station_here
from stationdesk.services.cards import CardContent, DueCard, card_of, due_cards, latest_issues, officers_of, receivers


@dataclass(frozen=True)
class Receivers:
    """Whom cards can be printed for on one day."""

    due: tuple[DueCard, ...]
    everybody: tuple[str, ...]
    """Everybody old, by id."""
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    """Village groups with the ids of everybody old in them."""
    categories: tuple[tuple[str, str, int], ...]
    """Codes and words of the categories in use, and how many people have them; those that may never be printed are not offered."""


def card_receivers(session: Session, on: str) -> Receivers:
    """Return whom cards can be printed for. Raises NoStation."""
    old = receivers(session, on, None, None)
    groups: dict[str, list[str]] = defaultdict(list)
    for person in old:
        groups[person.village_group or ""].append(person.id)
    tags = session.exec(select(CategoryTag).where(col(CategoryTag.removed_at).is_(None))).all()
    counted = Counter(tag.category for tag in tags if tag.in_force(on))
    rows = [row for row in table("resident_category").rows if counted[row.code] and not row.restricted]
    return Receivers(
        due=tuple(due_cards(session, on=on)),
        everybody=tuple(person.id for person in old),
        groups=tuple((name, tuple(ids)) for name, ids in sorted(groups.items()) if name),
        categories=tuple((row.code, row.label, counted[row.code]) for row in rows),
    )


def sample_card(session: Session, on: str, design: str) -> CardContent | None:
    """Return the card of the first who gets one, as the directory stands now; None while nobody does."""
    station = station_here(session)
    people = receivers(session, on, None, None)[:1]
    if station is None or not people:
        return None
    person, issues = people[0], latest_issues(session)
    last = issues.get(person.id)
    officers = officers_of(session, on).get(person.id, [])
    number = last.card_no if last and last.card_no else f"{person.village_group or ''}01"
    return card_of(person, station, officers, directory(session, on), last, number, design)


def most_changed(due: Sequence[DueCard]) -> tuple[str, int]:
    """Return the line that changed on most cards, and on how many; empty if none did."""
    counted = Counter(label for one in due for label in one.changed)
    return counted.most_common(1)[0] if counted else ("", 0)
