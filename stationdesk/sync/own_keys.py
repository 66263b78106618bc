"""This desk's own keys: made once, kept in the encrypted store, announced in every package."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.store.database import author_of
from stationdesk.store.tables import own_key
from stationdesk.sync import seal
from stationdesk.sync.key_chain import announce
from stationdesk.sync.manifest import Announcement, announcement_json


@dataclass(frozen=True, repr=False)
class OwnKeys:
    """The keys in use and the way that led to them."""

    sign: seal.SignKey
    identities: tuple[str, ...]
    """age identities, newest first; old ones are kept for late sticks."""
    chain: tuple[Announcement, ...]

    @property
    def recipient(self) -> str:
        """The age recipient others seal to."""
        return seal.recipient_of(self.identities[0])


def make_keys(session: Session) -> None:
    """Make the first keys of this desk, unless it has some."""
    connection = session.connection()
    if connection.execute(select(own_key.c.version).limit(1)).first() is not None:
        return
    sign, identity = seal.SignKey.new(), seal.new_identity()
    first = announce(author_of(session), sign.public, seal.recipient_of(identity), _("first keys"), signed_by=sign)
    values = {
        "version": 1,
        "sign_key": sign.to_bytes(),
        "age_identity": identity,
        "announcement": json.dumps(announcement_json(first)),
        "made_at": session.info["at"],
    }
    connection.execute(own_key.insert().values(values))


def own_keys(session: Session) -> OwnKeys:
    """Return this desk's keys; `make_keys` was called when it was set up."""
    rows = session.connection().execute(select(own_key).order_by(own_key.c.version)).all()
    chain = tuple(Announcement(**json.loads(row.announcement)) for row in rows)
    return OwnKeys(seal.SignKey.from_bytes(rows[-1].sign_key), tuple(row.age_identity for row in reversed(rows)), chain)
