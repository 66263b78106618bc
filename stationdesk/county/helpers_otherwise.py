"""Where a station has a helper otherwise than the county: its own record in place of the county's, or beside it, not made one with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, or_, select
from sqlmodel import col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.county.word import ALL, Station, stations
from stationdesk.i18n import _
from stationdesk.registers.code import table as codes
from stationdesk.registers.helper import Helper
from stationdesk.registers.mask import masked_phone
from stationdesk.store.database import author_of

CHUNK = 400
HELPERS = STATION_TABLES["helper"]
COMPARED = ("name", "helper_type", "org", "post", "phones", "org_level", "free_times", "left_on")
"""Fields that are held against each other: what a station has not filled in says nothing against the county."""
CODED = {"helper_type": "helper_type", "org_level": "org_level"}
ASKED = (HELPERS.c.station, HELPERS.c.id, HELPERS.c.instead_of, HELPERS.c.merged_into, *(HELPERS.c[name] for name in COMPARED))


@dataclass(frozen=True)
class Otherwise:
    """One helper whom a station has otherwise."""

    station: str
    name: str
    """The station's name."""
    town: str
    helper: str
    """The county's record."""
    called: str
    """What the county calls him."""
    linked: bool
    """The station has put its own record in the place of the county's; else both stand side by side, for one person as it seems."""
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What the county has and what the station has, in words, by the name of the field."""
    there: dict[str, Any] = field(default_factory=dict)
    """What the station has, as it is kept."""

    @property
    def words(self) -> str:
        """What differs, in a line."""
        said = _("; ").join(
            _("{field}: {here} → {there}").format(field=_(str(Helper.model_fields[name].title)), here=here or "—", there=there)
            for name, (here, there) in self.fields.items()
        )
        return said or _("nothing differs in what is written")


def helpers_otherwise(desk: CountyDesk) -> list[Otherwise]:
    """Return where stations have a helper the county sent otherwise, by station and helper."""
    with desk.database.reading() as session:
        mine = select_record(Helper).where(Helper.author == author_of(session), col(Helper.removed_at).is_(None))
        ours = {one.id: one for one in session.exec(mine.order_by(col(Helper.key)))}
        there = {one.code: one for one in stations(session)}
    called: dict[str, list[Helper]] = {}
    for one in ours.values():
        called.setdefault(one.name, []).append(one)
    found = []
    for row in _rows(desk, list(ours), list(called)):
        station = there.get(row.station, Station(row.station, row.station, ""))
        if row.instead_of:
            pairs = [ours[row.instead_of]] if row.instead_of in ours else []
        elif row.merged_into:
            pairs = []
        else:
            pairs = [one for one in called.get(row.name, []) if (one.audience or ALL) in station.labels and _alike(one, row)]
        for one in pairs[:1]:
            differs = differences(one, row)
            if differs or not row.instead_of:
                raw = {name: getattr(row, name) for name in differs if name != "left_on"}
                found.append(Otherwise(row.station, station.name, station.town, one.id, one.name, bool(row.instead_of), differs, raw))
    return sorted(found, key=lambda one: (one.town, one.name, one.called))


def _rows(desk: CountyDesk, ids: Sequence[str], names: Sequence[str]) -> Iterator[Row[Any]]:
    """Yield the stations' records that stand for one of the county's, or are called like one."""
    seen: set[tuple[str, str]] = set()
    with transaction(desk.ledger) as connection:
        for start in range(0, max(len(ids), len(names)), CHUNK):
            some = or_(HELPERS.c.instead_of.in_(ids[start : start + CHUNK]), HELPERS.c.name.in_(names[start : start + CHUNK]))
            for row in connection.execute(
                select(*ASKED).where(some, HELPERS.c.removed_at.is_(None)).order_by(HELPERS.c.station, HELPERS.c.id)
            ):
                if (row.station, row.id) not in seen:
                    seen.add((row.station, row.id))
                    yield row


def _alike(one: Helper, row: Row[Any]) -> bool:
    """Tell whether a record of the same name is the same person as far as can be seen: a number or the organisation is the same."""
    return bool(_numbers(one.phones) & _numbers(row.phones)) or bool(one.org and one.org == row.org)


def _numbers(phones: Any) -> set[str]:
    return {phone.number for phone in phones or ()}


def differences(one: Helper, row: Row[Any]) -> dict[str, tuple[str, str]]:
    """Return what a station's record says otherwise, in words; the same numbers in another order are the same."""
    found = {}
    for name in COMPARED:
        here, there = getattr(one, name), getattr(row, name)
        same = _numbers(here) == _numbers(there) if name == "phones" else here == there
        if there and not same:
            found[name] = (_shown(name, here), _shown(name, there))
    return found


def _shown(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "phones":
        return " ".join(masked_phone(phone.number) for phone in value)
    return codes(CODED[name]).label(value) if name in CODED else str(value)
