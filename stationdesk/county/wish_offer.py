"""The wishes that departments may take: published, without a claim, and safe to pass from hand to hand.

Nobody is on the list by name. A child's wish is there only under an alias, with the guardian's word and the child's own, and nobody's
if its words tell a child's name, school or group, a category or health (domain 5); what is left out is listed for the clerk with why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.county.report import Place, places_of
from stationdesk.county.wish_children import KidsThere, kids_of
from stationdesk.county.wishes import CHUNK, Key, standings_of
from stationdesk.i18n import N_, _
from stationdesk.registers.code import table as codes
from stationdesk.registers.consent import Consent
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.consents import judged
from stationdesk.services.doubles import is_child
from stationdesk.services.wish_public import NO, Words, tells
from stationdesk.services.wish_state import Standing
from stationdesk.services.wish_words import is_own_name

CODE_TAIL = 12
"""Hex digits of a wish's id in its code on the sheet; random ones, so that no two wishes of a station share them."""


@dataclass(frozen=True)
class Offered:
    """One wish as departments see it."""

    station: Place
    wish_id: str
    number: str
    called: str
    kind: str
    content: str
    spec: str
    budget: int | None
    wanted_by: str

    @property
    def code(self) -> str:
        """What names it on the sheet."""
        return code_of(self.station.code, self.wish_id)


@dataclass(frozen=True)
class LeftOut:
    """A published wish that is not on the list, and why."""

    station: Place
    code: str
    number: str
    reason: str


@dataclass(frozen=True)
class Offer:
    """The list, by town and station, and what is not on it."""

    wishes: tuple[Offered, ...]
    left_out: tuple[LeftOut, ...]


def code_of(station: str, wish_id: str) -> str:
    """Return the code of a wish on the sheet."""
    return f"{station}-{wish_id[-CODE_TAIL:]}"


def offer(desk: CountyDesk, on: date) -> Offer:
    """Return the wishes that may be taken on day `on`."""
    free = {key: standing for key, standing in standings_of(desk).items() if is_free(standing)}
    places, order = places_of(desk), {code: at for at, code in enumerate(places_of(desk))}
    wishes, left = [], []
    keys = list(free)
    kids = kids_of(desk, keys, on)
    for row, person, consents, around in _rows(desk, keys):
        place = places.get(row.station, Place(row.station, row.station, ""))
        why = reason_against(row, person, consents, around, on, kids[row.station, row.id])
        if why:
            left.append(LeftOut(place, code_of(row.station, row.id), row.wish_no or "", why))
        else:
            wishes.append(offered(row, place, person, on))
    wishes.sort(key=lambda one: (order.get(one.station.code, len(order)), one.number, one.code))
    left.sort(key=lambda one: (order.get(one.station.code, len(order)), one.number, one.code))
    return Offer(tuple(wishes), tuple(left))


def is_free(standing: Standing) -> bool:
    """Tell whether a wish waits for somebody to take it."""
    return standing.state == "published" and standing.claim is None and not standing.waiting


def offered(row: Row[Any], place: Place, person: Resident | None, on: date) -> Offered:
    """Return a wish as departments see it."""
    child = person is not None and is_child(person, on)
    alias = row.public_name or (person.alias if person is not None and child else None)
    kind = codes("wish_kind").label(row.kind) if row.kind else ""
    spec = " ".join(part for part in (row.spec, row.quantity) if part)
    return Offered(place, row.id, row.wish_no or "", alias or "", kind, row.content or "", spec, row.budget, row.wanted_by or "")


def reason_against(
    row: Row[Any], person: Resident | None, consents: Sequence[Consent], around: Sequence[str], on: date, kids: KidsThere
) -> str:
    """Return why a published wish may not go to the departments, or nothing."""
    if row.resident_id and person is None:
        return _("its person is not among the records the station has sent")
    if row.may_be_public is False:
        return _("it may not be made public")
    child = person is not None and is_child(person, on)
    if person is not None:
        if person.residency_status in GONE or person.removed_at is not None:
            return _("its person does not live there any more")
        said = judged(person, consents, on)
        if said.why in NO or (child and not said):
            return _("no consent to make it public: {why}").format(why=said.said)
        alias = row.public_name or person.alias or ""
        if child and not alias:
            return _("the child has no name for others")
        if child and is_own_name(alias, person.name):
            return _("the child's name for others is its own")
    told = {one.what for one in tells(words_of(row), person, around, child=child, kids=kids.kids, head=kids.head)}
    return next((_(why) for what, why in _TOLD if told & what), "")


_TOLD = (
    (frozenset({"name", "kid", "around", "school", "group"}), N_("its words tell who it is: a name, the school or the group")),
    (frozenset({"number", "contact"}), N_("its words tell a phone or an ID number")),
    (frozenset({"label", "family"}), N_("its words tell a category, an illness or what has befallen a family")),
)
"""What the words tell, and why that keeps a wish off the list."""


def words_of(row: Row[Any]) -> Words:
    """Return what a wish says that others may read."""
    return Words(row.content or "", row.spec, row.quantity, row.public_name)


Found = tuple[Row[Any], Resident | None, Sequence[Consent], Sequence[str]]


def _rows(desk: CountyDesk, keys: Sequence[Key]) -> list[Found]:
    """Return each wish with its person, the consents to make wishes public, newest first, and the names of who is around a child."""
    wish, wanted = STATION_TABLES["wish"], set(keys)
    found: list[Row[Any]] = []
    with transaction(desk.ledger) as connection:
        for some in _some(sorted({record for _station, record in keys})):
            asked = select(wish).where(wish.c.id.in_(some), wish.c.removed_at.is_(None))
            found += [row for row in connection.execute(asked) if (row.station, row.id) in wanted]
        ids = sorted({row.resident_id for row in found if row.resident_id})
        people = {(station, one.id): one for station, one in _records(connection, "resident", "id", ids, Resident)}
        words = defaultdict(list)
        for station, one in _records(connection, "consent", "resident_id", ids, Consent):
            if one.kind == "public_wish" and one.removed_at is None:
                words[station, one.resident_id].append(one)
        around = _around(connection, ids)
    newest = {key: sorted(said, key=lambda one: (one.given_on, one.id), reverse=True) for key, said in words.items()}
    keyed = [(row, (row.station, row.resident_id or "")) for row in found]
    return [(row, people.get(key), newest.get(key, ()), around[key]) for row, key in keyed]


def _records(connection: Connection, kind: str, name: str, ids: Sequence[str], register: Any) -> list[tuple[str, Any]]:
    table, found = STATION_TABLES[kind], []
    for some in _some(ids):
        for row in connection.execute(select(table).where(table.c[name].in_(some))):
            values = {str(key): value for key, value in row._mapping.items() if key != "station"}
            found.append((row.station, register(**values)))
    return found


def _around(connection: Connection, ids: Sequence[str]) -> dict[Key, list[str]]:
    """Return the names of guardians and kin by the resident."""
    found: dict[Key, list[str]] = defaultdict(list)
    for kind in ("guardian", "kin"):
        table = STATION_TABLES[kind]
        for some in _some(ids):
            asked = select(table.c.station, table.c.resident_id, table.c.name).where(table.c.resident_id.in_(some))
            for station, resident, name in connection.execute(asked):
                found[station, resident].append(name or "")
    return found


def _some(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
