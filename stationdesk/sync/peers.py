"""The other side of the road as this desk knows it, and the cursors between the two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.tables import peer, received_line
from stationdesk.sync.digest import digest_zero
from stationdesk.sync.manifest import Announcement, Held, announcement_json


class NotEnrolled(DeskError):
    """This desk does not know its county yet."""


@dataclass(frozen=True)
class Peer:
    """One other side. The fields are those of `store.tables.peer`, lists opened."""

    code: str
    name: str
    town: str
    sign_key: str
    age_recipient: str
    secret: str
    number: int
    exported: int
    confirmed: int
    confirmed_at: str
    following: str
    followed_number: int
    followed_heard: int
    since: int
    left: frozenset[str]
    cursor: int
    held: tuple[Held, ...]
    retired: bool
    forked: bool
    keys: tuple[Announcement, ...]
    """The longest chain of key announcements seen; empty before the first package was read."""
    old_sign_key: str
    revoked: frozenset[str]


def read_peer(row: Row[Any]) -> Peer:
    """Return the peer in a row."""
    values = dict(row._mapping)
    values["left"] = frozenset(json.loads(values["left"]))
    values["held"] = tuple(Held(**one) for one in json.loads(values["held"]))
    values["keys"] = tuple(Announcement(**one) for one in json.loads(values["keys"] or "[]"))
    values["old_sign_key"] = values["old_sign_key"] or ""
    values["revoked"] = frozenset(json.loads(values["revoked"] or "[]"))
    return Peer(**values)


def county_of(session: Session) -> Peer:
    """Return the county this station is enrolled with.

    Raises NotEnrolled.
    """
    row = session.connection().execute(select(peer).limit(1)).first()
    if row is None:
        raise NotEnrolled(
            _("This station is not enrolled with a county yet. Ask the county for the enrolment file and run «enrol» with it.")
        )
    return read_peer(row)


def digest_at(session: Session, side: Peer, author: str, seq: int) -> bytes:
    """Return the digest of the received lines up to `seq`, as far as they count (the peer's cursor)."""
    found = (
        session.connection()
        .execute(
            select(received_line.c.digest)
            .where(received_line.c.peer == side.code, received_line.c.seq <= min(seq, side.cursor))
            .order_by(received_line.c.seq.desc())
            .limit(1)
        )
        .scalar()
    )
    return bytes(found) if found is not None else digest_zero(side.code, author)


def set_peer(session: Session, code: str, **values: Any) -> None:
    """Write some of a peer's fields."""
    if "held" in values:
        values["held"] = json.dumps(
            [{"kind": h.kind, "id": h.id, "reason": h.reason, "since_seq": h.since_seq} for h in values["held"]], ensure_ascii=False
        )
    if "left" in values:
        values["left"] = json.dumps(sorted(values["left"]))
    if "keys" in values:
        values["keys"] = json.dumps([announcement_json(one) for one in values["keys"]], ensure_ascii=False)
    if "revoked" in values:
        values["revoked"] = json.dumps(sorted(values["revoked"]))
    session.connection().execute(peer.update().where(peer.c.code == code).values(**values))
