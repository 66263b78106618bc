"""This desk's own keys: made once, kept in the encrypted store, announced in every package."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.database import author_of
from stationdesk.store.tables import own_key
from stationdesk.sync import seal
from stationdesk.sync.key_chain import announce
from stationdesk.sync.manifest import KEYS_LIMIT, Announcement, announcement_json

MOST_CHANGES = KEYS_LIMIT - 8
"""Keys that one chain leads over: every package carries it whole, and what reads it takes no more than the format's limit."""


class TooManyKeys(DeskError):
    """These keys were changed as often as one chain of announcements goes."""


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
    if connection.execute(select(own_key.c.version).limit(1)).first() is None:
        start_anew(session)


def start_anew(session: Session) -> None:
    """Make keys that follow from none before: the first ones, or after a new enrolment, when the old ones may be another's."""
    connection = session.connection()
    version = (connection.execute(select(func.max(own_key.c.version))).scalar() or 0) + 1
    sign, identity = seal.SignKey.new(), seal.new_identity()
    first = announce(author_of(session), sign.public, seal.recipient_of(identity), _("first keys"), signed_by=sign)
    values = {
        "version": version,
        "sign_key": sign.to_bytes(),
        "age_identity": identity,
        "announcement": json.dumps(announcement_json(first)),
        "made_at": session.info["at"],
    }
    connection.execute(own_key.insert().values(values))


def rotate(session: Session, note: str) -> OwnKeys:
    """Take new keys: announced in every package from the next one on, signed by the ones before; returns them.

    The older identities stay, for sticks that are still under way. `note` says why, in words. Raises TooManyKeys.
    """
    keys = own_keys(session)
    if len(keys.chain) >= MOST_CHANGES:
        at_station = _("The keys cannot be changed once more. Ask the county for a new enrolment file: with it they begin anew.")
        at_county = _("The keys cannot be changed once more. Take some that follow from none before; every station then enrols anew.")
        raise TooManyKeys(at_county if session.info["about"].side == "county" else at_station)
    sign, identity, before = seal.SignKey.new(), seal.new_identity(), keys.chain[-1]
    fresh = announce(author_of(session), sign.public, seal.recipient_of(identity), note, signed_by=keys.sign, before=before)
    row = session.connection().execute(select(func.max(own_key.c.version))).scalar_one() + 1
    values = {"version": row, "sign_key": sign.to_bytes(), "age_identity": identity, "made_at": session.info["at"]}
    session.connection().execute(own_key.insert().values(**values, announcement=json.dumps(announcement_json(fresh))))
    return own_keys(session)


def own_keys(session: Session) -> OwnKeys:
    """Return this desk's keys; `make_keys` was called when it was set up."""
    rows = session.connection().execute(select(own_key).order_by(own_key.c.version)).all()
    chain = tuple(Announcement(**json.loads(row.announcement)) for row in rows)
    start = max(place for place, one in enumerate(chain) if one.version == 1)
    chain = chain[start:]
    return OwnKeys(seal.SignKey.from_bytes(rows[-1].sign_key), tuple(row.age_identity for row in reversed(rows)), chain)
