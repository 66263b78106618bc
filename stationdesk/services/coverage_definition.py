"""What counts for coverage, as data: a sign on the unit itself, or at least one record of its station within the days asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import FromClause, Select, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.unit_tree import Unit
from stationdesk.settings import resource


class NoSuchDefinition(DeskError):
    """Nothing of this name counts for coverage."""


@dataclass(frozen=True)
class Definition:
    """What a unit must have to be covered; either `flag`, a field of the unit, or `register`, whose records are looked for."""

    name: str
    title: str
    words: str
    flag: str = ""
    from_day: str = ""
    """The unit's field that says since when it has what `flag` says."""
    register: str = ""
    day: str = ""
    """The field of the record that must lie within the days asked for."""
    undated: bool = False
    """A record without its day counts too."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Codes one of which each field must hold."""

    def has(self, unit: Unit, on: str) -> bool:
        """Tell whether a unit bears the sign on day `on`."""
        since = getattr(unit, self.from_day) if self.from_day else None
        return bool(getattr(unit, self.flag)) and (since is None or since <= on)

    def question(self, records: FromClause, author: str, since: str | None, until: str) -> Select[Any]:
        """Return the question for the authors, in column `author`, of records that count from `since` to `until`."""
        column, day = records.c, records.c[self.day]
        asked = select(column[author]).distinct().where(column.removed_at.is_(None))
        within = day <= until if since is None else day.between(since, until)
        asked = asked.where(or_(within, day.is_(None)) if self.undated and since is None else within)
        for name, codes in self.where.items():
            asked = asked.where(column[name].in_(codes))
        return asked


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every definition, in the order shown."""
    found = json.loads(resource("coverage/definitions.json").read_text(encoding="utf-8"))
    return tuple(_definition(one) for one in found)


def _definition(said: dict[str, Any]) -> Definition:
    where = MappingProxyType({name: tuple(codes) for name, codes in said.pop("where", {}).items()})
    return Definition(**({"from_day": said.pop("from", "")} | said), where=where)


def definition(name: str) -> Definition:
    """Return the definition called `name`, by its name or its title. Raises NoSuchDefinition."""
    found = next((one for one in definitions() if name in {one.name, one.title}), None)
    if found is None:
        there = _(", ").join(f"{one.name} ({one.title})" for one in definitions())
        raise NoSuchDefinition(_("There is no coverage «{name}». There are: {there}.").format(name=name, there=there))
    return found
