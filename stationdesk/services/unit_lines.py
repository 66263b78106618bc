"""The units as a list shows them: town, name, kind, code, station, call room, and what should be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.unit_tree import Tree, Unit, tree


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as a list shows it."""

    id: str
    town: str
    name: str
    kind: str
    code: str
    station: str
    call_room: str
    remark: str
    own: bool
    leaf: bool
    standing: bool
    doubtful: bool


def unit_lines(session: Session, on: str) -> tuple[UnitLine, ...]:
    """Return every unit as it stands on day `on`: towns with their villages, those that ended at the end."""
    there = tree(session)
    lines = [_line(there, one, on) for one in there.units]
    return tuple(sorted(lines, key=lambda one: not one.standing))


def _line(there: Tree, one: Unit, on: str) -> UnitLine:
    return UnitLine(
        id=one.id,
        town=one.town,
        name=one.name,
        kind=one.kind_word,
        code=one.code or "",
        station=_have(one.has_station, None) if one.leaf else "",
        call_room=_have(one.has_call_room, one.call_room_opened_on) if one.leaf else "",
        remark=_remark(there, one, on),
        own=one.own_id is not None,
        leaf=one.leaf,
        standing=one.stands_on(on),
        doubtful=one.doubtful,
    )


def _have(has: bool | None, since: str | None) -> str:
    if has is None:
        return ""
    if not has:
        return _("none|place")
    return since or _("has one")


def _remark(there: Tree, one: Unit, on: str) -> str:
    if one.closed_on is not None and one.closed_on <= on:
        into = there.by_id.get(one.succeeded_by or "")
        if into is None:
            return _("ended {day}").format(day=one.closed_on)
        return _("merged into {name} on {day}").format(name=into.name, day=one.closed_on)
    if one.opened_on is not None and one.opened_on > on:
        return _("begins {day}").format(day=one.opened_on)
    return _("name, code and kind do not agree") if one.doubtful else ""
