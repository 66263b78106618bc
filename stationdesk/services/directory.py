"""The directory of services near home (便民服务) and the grids: what stands on the back of every contact card."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.station import CardPlace, Grid, Station
from stationdesk.services.card_places import Entry, directory
from stationdesk.services.cards import NoStation, latest_issues
from stationdesk.services.stations import change_station, own_station
from stationdesk.store.database import author_of


class NoSuchPlace(DeskError):
    """No entry of the station's own has this number."""


class NoSuchPlaceKind(DeskError):
    """The kind of service is in no code table."""


class CountysPlace(DeskError):
    """The entry is the county's, which alone can take it out."""


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
    _keep_place_in_order(session, place, draft.card_priority)
    return place


def _keep_place_in_order(session: Session, place: Place, wanted: int | None) -> None:
    """Put a new entry where it was wanted if the station has an order of its own; entries that are not named come last."""
    try:
        chosen = own_station(session).card_places
    except NoStation:
        return
    if chosen and wanted is not None:
        one = CardPlace(place_id=place.id, number=place.on_card, person=place.on_card)
        at = max(wanted - 1, 0)
        change_station(session, {"card_places": (*chosen[:at], one, *chosen[at:])})


def change_place(session: Session, place_id: str, draft: PlaceDraft) -> Place:
    """Change an entry; the county's stays as it is and gets one of the station's own in its stead, which the county will see.

    Its place in the order stays unless the draft has another. Raises NoSuchPlace.
    """
    found = _entry_of(session, place_id).place
    order = found.card_priority if draft.card_priority is None else draft.card_priority
    if found.author == author_of(session):
        kept = {"card_priority": order, "instead_of": found.instead_of}
        for name in PlaceDraft.model_fields:
            value = kept.get(name, getattr(draft, name))
            if getattr(found, name) != value:
                setattr(found, name, value)
        return found
    made = Place.model_validate(draft, update={"author": author_of(session), "instead_of": found.id, "card_priority": order})
    session.add(made)
    chosen = own_station(session).card_places
    if any(one.place_id == found.id for one in chosen):
        stands = tuple(one.model_copy(update={"place_id": made.id}) if one.place_id == found.id else one for one in chosen)
        change_station(session, {"card_places": stands})
    return made


def move_place(session: Session, place_id: str, step: int, *, on: str) -> bool:
    """Move an entry up (-1) or down (1) in the order of the cards; tells whether it moved. Raises NoSuchPlace, NoStation."""
    entries = directory(session, on)
    at = _index(entries, place_id)
    to = at + step
    if not 0 <= to < len(entries):
        return False
    order = [one.choice() for one in entries]
    order.insert(to, order.pop(at))
    change_station(session, {"card_places": tuple(order)})
    return True


def print_place(session: Session, place_id: str, design: str, *, shown: bool, on: str) -> None:
    """Let an entry stand on `design` ("number" 甲 or "person" 乙) or not. Raises NoSuchPlace, NoStation."""
    entries = directory(session, on)
    at = _index(entries, place_id)
    order = [one.choice() for one in entries]
    order[at] = order[at].model_copy(update={design: shown})
    change_station(session, {"card_places": tuple(order)})


def refuse_countys(session: Session, place_id: str) -> None:
    """Raise CountysPlace if an entry is the county's: only the county takes it out. Raises NoSuchPlace."""
    if _entry_of(session, place_id).place.author != author_of(session):
        raise CountysPlace(
            _("This entry is the county's and stays in its directory. Leave it off the cards with the space bar, or change it here.")
        )


def changed_by_county(session: Session, on: str) -> frozenset[str]:
    """Return the ids of the county's entries whose number is not the one on cards that were given out."""
    on_cards: dict[str, set[str]] = {}
    for issue in latest_issues(session).values():
        for line in issue.lines:
            if line.record_kind == "place":
                on_cards.setdefault(line.record_id, set()).add(line.phone)
    return frozenset(one.place.id for one in directory(session, on) if not one.own and on_cards.get(one.place.id, set()) - {one.phone})


def _entry_of(session: Session, place_id: str) -> Entry:
    found = session.exec(select(Place).where(Place.id == place_id, col(Place.removed_at).is_(None))).first()
    if found is None:
        raise NoSuchPlace(_("This entry is not in the directory any more."))
    return Entry(found, found.author == author_of(session), found.on_card, found.on_card)


def _index(entries: Sequence[Entry], place_id: str) -> int:
    found = [number for number, one in enumerate(entries) if one.place.id == place_id]
    if not found:
        raise NoSuchPlace(_("This entry is not in the directory any more."))
    return found[0]


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
