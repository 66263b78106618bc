"""The directory as this station prints it: which entries are in force, in which order, and on which design of the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from stationdesk.registers.helper import Helper
from stationdesk.registers.place import Place
from stationdesk.registers.station import CardPlace, Station
from stationdesk.store.database import author_of

LAST = 10_000


@dataclass(frozen=True)
class Entry:
    """One entry of the directory, and whether it stands on the back of design 甲 (`number`) and 乙 (`person`).

    The sheet for the wall carries every entry.
    """

    place: Place
    own: bool
    number: bool
    person: bool

    @property
    def phone(self) -> str:
        """The first number that is not known to be dead; empty if there is none."""
        return first_phone(self.place)

    def stands_on(self, design: str) -> bool:
        """Tell whether the entry belongs on `design`."""
        return {"number": self.number, "person": self.person}.get(design, True)

    def choice(self) -> CardPlace:
        """Return the station's choice that says what this entry says."""
        return CardPlace(place_id=self.place.id, number=self.number, person=self.person)


def directory(session: Session, on: str) -> list[Entry]:
    """Return the entries in force on day `on` that serve this village, in the order of the cards.

    The station's own entry stands in place of the county's. What the station has chosen comes first and in its order, then the
    others by their own.
    """
    station = station_here(session)
    village = station.village if station else None
    chosen = {one.place_id: (number, one) for number, one in enumerate(station.card_places if station else ())}
    everything = session.exec(select(Place).where(col(Place.removed_at).is_(None))).all()
    replaced = {place.instead_of for place in everything if place.instead_of}
    author = author_of(session)
    found = [
        _entry(place, chosen.get(place.id, (LAST, None))[1], own=place.author == author)
        for place in everything
        if place.id not in replaced and in_force(place, on) and serves_village(place, village)
    ]
    return sorted(
        found,
        key=lambda one: (
            chosen.get(one.place.id, (LAST, None))[0],
            LAST if one.place.card_priority is None else one.place.card_priority,
            one.place.name,
            one.place.id,
        ),
    )


def in_force(place: Place, on: str) -> bool:
    """Tell whether an entry is valid on day `on`."""
    return (place.valid_from or on) <= on and (place.valid_to is None or on < place.valid_to)


def serves_village(place: Place, village: str | None) -> bool:
    """Tell whether an entry serves `village`; one without villages serves all, a village without a name takes all."""
    return not place.villages_served or village is None or village in place.villages_served


def first_phone(who: Helper | Place) -> str:
    """Return the first number that is not known to be dead."""
    return next((phone.number for phone in who.phones if phone.usable is not False), "")


def printed_count(entries: Sequence[Entry], design: str) -> int:
    """Return how many entries take a line on `design`: those chosen for it that have a number."""
    return sum(one.stands_on(design) and bool(one.phone) for one in entries)


def _entry(place: Place, choice: CardPlace | None, *, own: bool) -> Entry:
    if choice is None:
        return Entry(place, own, place.on_card, place.on_card)
    return Entry(place, own, choice.number, choice.person)


def station_here(session: Session) -> Station | None:
    """Return the record of this desk's station, None while there is none."""
    mine = select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None)).order_by(col(Station.key))
    return session.exec(mine).first()
