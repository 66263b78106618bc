"""What goes to the county with the next package: counted by register, and listed action by action in the operator's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.i18n import N_, _
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import ADULT, Resident
from stationdesk.services.day_words import local
from stationdesk.services.periods import time_of
from stationdesk.services.road import RoadState, county_row, state_at
from stationdesk.store.database import FINAL
from stationdesk.store.tables import action, change

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Visits|waiting"), ("visit",)),
    (
        N_("Residents|waiting"),
        ("resident", "household", "kin", "guardian", "category_tag", "care_grade", "consent", "status_change", "duty"),
    ),
    (N_("Notes|waiting"), ("note",)),
    (N_("Helpers|waiting"), ("helper", "pairing")),
    (N_("Cards|waiting"), ("card_issue",)),
)
"""Registers by the word under which they are counted; all others are the station's own matters."""
PACKED = 0.12
"""Bytes of a sealed package for each byte of its lines, as measured on villages; the first few kilobytes beside."""
ENVELOPE = 6_000
LAST = (1 << 63) - 1
LISTED = 500
"""Actions told one by one."""


@dataclass(frozen=True)
class Waiting:
    """What the next package carries: everything after the last line the county has confirmed."""

    entries: int
    unreported: int
    """Of these, the ones that were in no package yet."""
    groups: tuple[tuple[str, int], ...]
    """Word and count, in the order of GROUPS; none of them 0."""
    since: datetime | None
    """The local time of the newest entry that the county has; None if it has none."""
    size: int
    """About how many bytes the package will have."""


@dataclass(frozen=True)
class WaitingAction:
    """One thing an operator did that goes with the next package; `says` is its sentence."""

    number: int
    at: datetime
    operator: str
    says: str
    entries: int
    state: RoadState


def unwritten_count(session: Session) -> int:
    """Return how many entries are in no package yet: what there is to report, for the figure in the rail."""
    side = county_row(session)
    end: int = session.connection().execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    return max(0, end - max(confirmed_by(side), side.exported if side is not None else 0))


def waiting_count(session: Session) -> int:
    """Return how many entries the county has not confirmed; for the rail and the status line."""
    side = county_row(session)
    end: int = session.connection().execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    return max(0, end - confirmed_by(side))


def undone_count(session: Session) -> int:
    """Return how many of the waiting entries are something taken back, or the taking back: the county gets both, nothing changes."""
    after = confirmed_by(county_row(session))
    taken_back = or_(action.c.undone_by.is_not(None), and_(action.c.undoes.is_not(None), action.c.undoes != FINAL))
    lines = select(func.count()).select_from(change.join(action, action.c.id == change.c.action)).where(change.c.seq > after, taken_back)
    return int(session.connection().execute(lines).scalar_one())


def confirmed_by(side: Row[Any] | None) -> int:
    """Return the last own line that the county has."""
    return int(side.confirmed) if side is not None else 0


def waiting(session: Session) -> Waiting:
    """Count what goes with the next package, by register."""
    side, connection = county_row(session), session.connection()
    after = confirmed_by(side)
    counted = [func.count().filter(change.c.kind.in_(kinds)) for _title, kinds in GROUPS]  # GROUP BY would sort the lines themselves
    whole = select(func.count(), func.coalesce(func.sum(func.length(change.c.line)), 0), *counted).where(change.c.seq > after)
    entries, size, *counts = connection.execute(whole).one()
    named = [(_(title), count) for (title, _kinds), count in zip(GROUPS, counts, strict=True)]
    named.append((_("Station|waiting"), entries - sum(counts)))
    exported = int(side.exported) if side is not None else 0
    return Waiting(
        entries=entries,
        unreported=max(0, after + entries - max(exported, after)),
        groups=tuple((title, count) for title, count in named if count),
        since=local(time_of(session, after)) if after else None,
        size=round(ENVELOPE + PACKED * size),
    )


def waiting_actions(session: Session, on: date, *, children: bool = False, limit: int = LISTED) -> list[WaitingAction]:
    """Return the actions whose entries go with the next package, the newest first."""
    return actions_between(session, confirmed_by(county_row(session)) + 1, LAST, on, children=children, limit=limit)


def actions_between(
    session: Session, first: int, last: int, on: date, *, children: bool = False, limit: int = LISTED
) -> list[WaitingAction]:
    """Return the actions that wrote lines `first` to `last` of the journal, the newest first.

    Without `children`, a child named in a sentence stands under the name for others.
    """
    side = county_row(session)
    lines = (
        select(change.c.action, func.count().label("entries"), func.max(change.c.seq).label("last"))
        .where(change.c.seq.between(first, last))
        .group_by(change.c.action)
        .order_by(func.max(change.c.seq).desc())
        .limit(limit)
        .subquery()
    )
    found = select(action.c.at, action.c.operator, action.c.says, lines.c.entries, lines.c.last).join(lines, lines.c.action == action.c.id)
    rows = session.connection().execute(found.order_by(lines.c.last.desc())).all()
    covered = {} if children else names_of_children(session, on)
    return [
        WaitingAction(number, local(row.at), row.operator, under_cover(row.says, covered), row.entries, state_at(side, row.last))
        for number, row in enumerate(rows)
    ]


def names_of_children(session: Session, on: date) -> dict[str, str]:
    """Return how children are called before others, by name."""
    born = col(Resident.birth_date) >= str(on.year - ADULT - 1)
    young = session.exec(select_record(Resident).where(born)).all()
    return {one.name: masked_child(one.name, one.alias) for one in young if one.is_minor(on.isoformat())}


def under_cover(says: str, covered: dict[str, str]) -> str:
    """Return a sentence with every name in `covered` replaced."""
    for name, other in covered.items():
        says = says.replace(name, other)
    return says
