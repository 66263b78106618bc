"""The helpers this station knows: its own, and those the county sends; the county's are read like its own and never written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.helper import Helper
from stationdesk.services.contacts import chunks
from stationdesk.services.hands import kept_as, read_hands
from stationdesk.store.database import author_of


class HelperGone(DeskError):
    """No record of the helper is kept any more."""


class CountysHelper(DeskError):
    """The helper's record is the county's, which alone changes it."""


def known_helper(session: Session, helper_id: str) -> Helper:
    """Return a helper of the station or of the county; the station's own where both have the id. Raises HelperGone."""
    found = helpers_there(session, [helper_id]).get(helper_id)
    if found is None:
        raise HelperGone(_("This helper was taken off meanwhile. Please look at the list again."))
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


def helpers_on(session: Session, on: date) -> list[Helper]:
    """Return every helper who is there on day `on`, by name: of one person with two records the one that is kept."""
    hands, own = read_hands(session), author_of(session)
    asked = select(Helper).where(col(Helper.removed_at).is_(None)).order_by(Helper.name, col(Helper.key))
    found = {one.id: one for one in sorted(session.exec(asked), key=lambda one: one.author == own)}
    there = [one for one in found.values() if one.id in hands and hands[one.id].there(on.isoformat())]
    return sorted(there, key=lambda one: (one.name, one.key or 0))


def ids_of(session: Session, helper_id: str) -> list[str]:
    """Return the ids under which a helper may stand: his own, and the county's whose place he takes."""
    hands = read_hands(session)
    return [helper_id, *(one for one, hand in hands.items() if one != helper_id and hand.of_county and kept_as(hands, one) == helper_id)]


def refuse_countys(session: Session, helper: Helper) -> None:
    """Raise CountysHelper if a helper is the county's."""
    if helper.author != author_of(session):
        said = _("{name} is the county's helper, whose record the county alone changes. If something is wrong with it, tell the county.")
        raise CountysHelper(said.format(name=helper.name))
