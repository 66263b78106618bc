"""The directory of services near home (便民服务) and the grids: what stands on the back of every contact card."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.station import Grid, Station
from stationdesk.services.stations import change_station, own_station
from stationdesk.store.database import author_of


class NoSuchPlace(DeskError):
    """No entry of the station's own has this number."""


class NoSuchPlaceKind(DeskError):
    """The kind of service is in no code table."""


def place_kind(written: str) -> str:
    """Return the code of a kind of service, given as code or Chinese word. Raises NoSuchPlaceKind."""
    found = table("place_kind").code_for(written)
    if found is None:
        raise NoSuchPlaceKind(
            _("There is no kind of service «{kind}». There are: {kinds}.").format(
                kind=written, kinds="、".join(row.label for row in table("place_kind").rows)
            )
        )
    return found


def add_place(session: Session, draft: PlaceDraft) -> Place:
    """Write an entry down; without an order of its own it comes after those that are there."""
    own = own_places(session)
    last = max((place.card_priority or 0 for place in own), default=0)
    order = draft.card_priority if draft.card_priority is not None else last + 1
    place = Place.model_validate(draft, update={"author": author_of(session), "card_priority": order})
    session.add(place)
    return place


def own_places(session: Session) -> Sequence[Place]:
    """Return the station's own entries, in the order of the cards."""
    mine = select(Place).where(Place.author == author_of(session), col(Place.removed_at).is_(None))
    return session.exec(mine.order_by(col(Place.card_priority), col(Place.key))).all()


def all_places(session: Session) -> Sequence[Place]:
    """Return every entry, the county's too, in the order of the cards."""
    there = select(Place).where(col(Place.removed_at).is_(None))
    return session.exec(there.order_by(col(Place.card_priority), col(Place.key))).all()


def remove_place(session: Session, number: str) -> Place:
    """Take an own entry out of the directory; `number` is its id, or an end of it that no other has. Raises NoSuchPlace."""
    found = [place for place in own_places(session) if len(number) >= 4 and place.id.endswith(number.lower())]
    if len(found) != 1:
        said = _("The directory has no entry of yours with the number {number}. «place list» shows the numbers.")
        raise NoSuchPlace(said.format(number=number))
    found[0].removed_at = session.info["at"]
    return found[0]


def put_grid(session: Session, grid: Grid) -> Station:
    """Write down who leads a grid; one of the same code is replaced. Raises NoStation."""
    station = own_station(session)
    kept = [one for one in station.grids if one.code != grid.code]
    return change_station(session, {"grids": tuple(sorted([*kept, grid], key=lambda one: one.code))})
