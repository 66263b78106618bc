"""What hangs at the front door: a small plain file with the station's name, who may come in, and whom to ring in an emergency.

It is read before the store can be opened, so reading it loads nothing but the standard library. No resident stands in it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationdesk.store.files import replace_file

if TYPE_CHECKING:
    from sqlmodel import Session

FILE = "front.json"
FORMAT = "stationdesk.front/1"
SIZE_LIMIT = 64 * 1024
OPERATORS = 64
NUMBERS = 3
TEXT_SIZES = ("standard", "large", "extra_large")
THEMES = ("light", "dark", "system")
PUBLIC_KINDS = ("village_doctor", "clinic", "hospital")
"""Kinds of service whose number may hang at the door, if it stands on the public cards; the nearest first."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,23}")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


@dataclass(frozen=True)
class AtTheDoor:
    """One who may come in: the id of the key slot, name and post, and when the desk was last opened (UTC stamp, or nothing)."""

    slot: str
    name: str
    post: str = ""
    last: str = ""


@dataclass(frozen=True)
class PublicNumber:
    """A number that stands on the public cards: whose it is, who answers, and the number as written there."""

    label: str
    phone: str
    person: str = ""


@dataclass(frozen=True)
class FrontDoor:
    """The whole file."""

    station: str = ""
    operators: tuple[AtTheDoor, ...] = ()
    numbers: tuple[PublicNumber, ...] = ()
    show_numbers: bool = True
    text_size: str = "standard"
    theme: str = "light"
    last_slot: str = ""
    """Slot of the operator who was here last."""
    demo: bool = False
    """The people in this desk are invented."""


def read_front_door(folder: Path) -> FrontDoor:
    """Return what hangs at the door of the data folder; what is missing, broken or strange in it is passed over."""
    try:
        with (folder / FILE).open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
        found = json.loads(data) if len(data) <= SIZE_LIMIT else None
    except (OSError, ValueError, RecursionError):
        return FrontDoor()
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return FrontDoor()
    operators = [_operator(one) for one in _list(found.get("operators"))[:OPERATORS]]
    numbers = [_number(one) for one in _list(found.get("numbers"))[:NUMBERS]]
    slots = [one.slot for one in operators if one]
    last = _line(found.get("last_slot"), 36)
    return FrontDoor(
        station=_line(found.get("station"), 80),
        operators=tuple(one for at, one in enumerate(filter(None, operators)) if one.slot not in slots[:at]),
        numbers=tuple(filter(None, numbers)),
        show_numbers=found.get("show_numbers") is not False,
        text_size=_one_of(found.get("text_size"), TEXT_SIZES),
        theme=_one_of(found.get("theme"), THEMES),
        last_slot=last if last in slots else "",
        demo=found.get("demo") is True,
    )


def write_front_door(folder: Path, door: FrontDoor) -> None:
    """Write the file whole, in place of the one before. Raises NoSpace or NotWritable."""
    shown = asdict(door if door.show_numbers else replace(door, numbers=()))
    replace_file(folder / FILE, json.dumps({"format": FORMAT, **shown}, ensure_ascii=False, indent=1).encode(), flush=False)


def renewed(session: Session, before: FrontDoor) -> FrontDoor:
    """Return what should hang at the door by the records of the open store; look and demo mark stay as they were."""
    from sqlmodel import col, select

    from stationdesk.registers.station import Station
    from stationdesk.services.access_log import last_unlocks
    from stationdesk.services.desk_settings import desk_settings
    from stationdesk.services.operators import operators
    from stationdesk.store.database import author_of

    unlocks, shown = last_unlocks(session), desk_settings(session).numbers_at_the_door
    mine = select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None)).order_by(col(Station.key))
    station = session.exec(mine).first()
    people = tuple(AtTheDoor(one.slot, one.name, one.post or "", unlocks.get(one.name, "")) for one in operators(session) if one.slot)
    return replace(
        before,
        station=station.name if station else before.station,
        operators=people,
        numbers=_public_numbers(session, station.duty_phone if station else None) if shown else (),
        show_numbers=shown,
        last_slot=before.last_slot if before.last_slot in {one.slot for one in people} else "",
    )


def _public_numbers(session: Session, duty_phone: str | None) -> tuple[PublicNumber, ...]:
    """Return the nearest doctor's number and the station's duty phone, as the cards have them; never a resident's or a relative's."""
    from stationdesk.i18n import _
    from stationdesk.services.directory import all_places

    near = [place for place in all_places(session) if place.on_card and place.kind in PUBLIC_KINDS and place.phones]
    near.sort(key=lambda one: PUBLIC_KINDS.index(one.kind or ""))
    found = [PublicNumber(place.short_name or place.name, place.phones[0].number, place.person or "") for place in near]
    if duty_phone:
        found.insert(1, PublicNumber(_("On duty"), duty_phone))
    return tuple(one for one in found if _PHONE.fullmatch(one.phone))[:NUMBERS]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _line(value: object, limit: int) -> str:
    """Return a text of one line that can be shown; anything else is nothing."""
    return _UNSEEN.sub("", value).strip()[:limit] if isinstance(value, str) else ""


def _one_of(value: object, choices: tuple[str, ...]) -> str:
    return value if isinstance(value, str) and value in choices else choices[0]


def _operator(value: object) -> AtTheDoor | None:
    if not isinstance(value, dict):
        return None
    slot, name, last = _line(value.get("slot"), 36), _line(value.get("name"), 72), _line(value.get("last"), 32)
    return AtTheDoor(slot, name, _line(value.get("post"), 80), last if _STAMP.fullmatch(last) else "") if slot and name else None


def _number(value: object) -> PublicNumber | None:
    if not isinstance(value, dict):
        return None
    label, phone = _line(value.get("label"), 20), _line(value.get("phone"), 24)
    return PublicNumber(label, phone, _line(value.get("person"), 20)) if label and _PHONE.fullmatch(phone) else None
