"""The helpers this station knows: its own, and those the county sends; the county's are read like its own and never written here."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.helper import Helper
from stationdesk.services.contacts import chunks
from stationdesk.services.pairing_writing import PairingImpossible
from stationdesk.store.database import author_of


def known_helper(session: Session, helper_id: str) -> Helper:
    """Return a helper of the station or of the county; the station's own where both have the id. Raises PairingImpossible."""
    found = helpers_there(session, [helper_id]).get(helper_id)
    if found is None:
        raise PairingImpossible(_("This helper was taken off meanwhile. Please look at the list again."))
    return found


def helpers_there(session: Session, ids: Iterable[str | None]) -> dict[str, Helper]:
    """Return some helpers by id, the station's and the county's."""
    found: dict[str, Helper] = {}
    for some in chunks(sorted({one for one in ids if one})):
        asked = select(Helper).where(col(Helper.id).in_(some), col(Helper.removed_at).is_(None))
        for one in session.exec(asked.order_by(col(Helper.key))):
            if one.id not in found or one.author == author_of(session):
                found[one.id] = one
    return found
