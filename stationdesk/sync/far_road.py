"""The place on the network where packages are exchanged: address, what opens it, how it went; kept encrypted, told to nobody."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.tables import carrier
from stationdesk.sync.far_address import Address, Kind, read_address
from stationdesk.sync.far_line import FarLine
from stationdesk.sync.far_place import FarPlace

NAME = "county"
HOURS = (0, 1, 2, 4, 8, 24)
"""How often packages may go by themselves; 0: not by the hour."""
LONGEST_SECRET = 500
LONGEST_FILE = 64_000


class NoFarRoad(DeskError):
    """No address was set yet."""


class UnfitFarRoad(DeskError):
    """What was typed beside the address cannot be used."""


@dataclass(frozen=True)
class Sending:
    """A package that is under way to the place, or has arrived there; kept so that a broken upload goes on with the same bytes."""

    name: str = ""
    number: int = 0
    first: int = 0
    last: int = 0
    digest: str = ""
    copy: str = ""
    at: str = ""
    size: int = 0
    arrived: bool = False


@dataclass(frozen=True)
class FarRoad:
    """The fields are those of `store.tables.carrier`, lists opened."""

    address: str
    login: str = ""
    password: str = field(default="", repr=False)
    key_text: str = field(default="", repr=False)
    host_key: str = ""
    authority: str = field(default="", repr=False)
    every_hours: int = 0
    time_of_day: str = ""
    tried_at: str = ""
    done_at: str = ""
    next_at: str = ""
    failures: int = 0
    says: str = ""
    sending: Sending = field(default_factory=Sending)
    fetched: tuple[str, ...] = ()

    @property
    def place(self) -> Address:
        """The address, read."""
        return read_address(self.address)

    @property
    def by_itself(self) -> bool:
        """Whether packages go at their own times."""
        return bool(self.every_hours or self.time_of_day)


@dataclass(frozen=True)
class FarRoadDraft:
    """What an operator fills in. An empty password or key leaves what was kept, as long as the host is the same."""

    address: str
    login: str = ""
    password: str = field(default="", repr=False)
    key_text: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)
    every_hours: int = 0
    time_of_day: str = ""


def far_road(session: Session) -> FarRoad | None:
    """Return the place, or None where none was set."""
    row = session.connection().execute(select(carrier).where(carrier.c.name == NAME)).first()
    if row is None:
        return None
    values = {one.name: row._mapping[one.name] for one in fields(FarRoad)}
    sent = json.loads(row.sending)
    values["sending"] = Sending(**{one.name: sent[one.name] for one in fields(Sending) if one.name in sent})
    values["fetched"] = tuple(json.loads(row.fetched))
    return FarRoad(**values)


def must_have_far_road(session: Session) -> FarRoad:
    """Return the place. Raises NoFarRoad."""
    found = far_road(session)
    if found is None:
        raise NoFarRoad(_("No address was set for reporting over the network. Ask the county for it, then set it under «Report»."))
    return found


def checked(draft: FarRoadDraft, before: FarRoad | None) -> FarRoad:
    """Return what a draft would be kept as. Raises UnfitAddress or UnfitFarRoad."""
    place = read_address(draft.address)
    login = (place.login or draft.login).strip()
    same = before is not None and at_home(before) == (place.kind, place.host, place.port, login)
    password = draft.password or (before.password if same and before and not draft.key_text else "")
    key_text = draft.key_text or (before.key_text if same and before and not draft.password else "")
    if any(len(one) > LONGEST_SECRET for one in (login, password)) or any(len(one) > LONGEST_FILE for one in (key_text, draft.authority)):
        raise UnfitFarRoad(_("User, password or file are longer than any such thing is. Please look at them again."))
    if draft.every_hours not in HOURS or (draft.time_of_day and not is_time(draft.time_of_day)):
        raise UnfitFarRoad(_("Please choose how often, or write a time like 18:30."))
    if place.kind is Kind.FOLDER:
        login = password = key_text = ""
    elif not login:
        raise UnfitFarRoad(_("Please write the user that the county gave this station."))
    elif not password and not key_text:
        raise UnfitFarRoad(_("Please write the password, or choose the key file."))
    return FarRoad(
        address=place.words,
        login=login,
        password=password,
        key_text=key_text,
        host_key=before.host_key if same and before else "",
        authority=draft.authority,
        every_hours=0 if draft.time_of_day else draft.every_hours,
        time_of_day=draft.time_of_day,
    )


def at_home(road: FarRoad) -> tuple[Kind, str, int, str]:
    """Return what must stay the same for a kept password to be used."""
    place = road.place
    return place.kind, place.host, place.port, road.login


def is_time(text: str) -> bool:
    """Tell whether a text is a time of the day: 18:30."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def set_far_road(session: Session, draft: FarRoadDraft) -> FarRoad:
    """Keep an address and what opens it. Raises UnfitAddress or UnfitFarRoad."""
    before = far_road(session)
    road = checked(draft, before)
    values: dict[str, Any] = {
        one: getattr(road, one)
        for one in ("address", "login", "password", "key_text", "host_key", "authority", "every_hours", "time_of_day")
    }
    if before is None or before.address != road.address:
        values |= {"tried_at": "", "done_at": "", "failures": 0, "says": "", "sending": "{}", "fetched": "[]"}
    keep(session, **values, next_at="")
    return road


def keep(session: Session, **values: Any) -> None:
    """Write some fields of the place."""
    if isinstance(values.get("sending"), Sending):
        values["sending"] = json.dumps(vars(values["sending"]), ensure_ascii=False)
    if isinstance(values.get("fetched"), tuple):
        values["fetched"] = json.dumps(values["fetched"], ensure_ascii=False)
    connection = session.connection()
    if not connection.execute(carrier.update().where(carrier.c.name == NAME).values(**values)).rowcount and "address" in values:
        connection.execute(carrier.insert().values(name=NAME, **values))


def forget_far_road(session: Session) -> None:
    """Forget the address, the password and the keys."""
    session.connection().execute(delete(carrier).where(carrier.c.name == NAME))


def open_far(road: FarRoad, line: FarLine) -> tuple[FarPlace, str]:
    """Connect; returns the open place and the host key it has proven (SFTP). Raises a FarTrouble."""
    place = road.place
    if place.kind is Kind.SFTP:
        from stationdesk.sync.far_sftp import SftpPlace

        found = SftpPlace(place, road.login, road.password, road.key_text, road.host_key, line)
        return found, found.host_key.text
    from stationdesk.sync.far_webdav import WebdavPlace

    return WebdavPlace(place, road.login, road.password, road.authority, line), ""


def moment(text: str) -> datetime | None:
    """Return a kept stamp as a time; None where there is none."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
