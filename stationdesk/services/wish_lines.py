"""The wishes of a person in lines: what was wished for, how far it is, who took it upon himself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.day_words import day_words
from stationdesk.services.sheet_line import SheetLine
from stationdesk.services.wish_state import Standing, standings
from stationdesk.store.database import author_of

TONES = {"published": "soon", "waiting": "soon", "claimed": "ink", "ready": "ink"}


def wishes_of(session: Session, resident_id: str) -> list[Wish]:
    """Return the wishes of a resident that were not taken back, the latest first."""
    own = select(Wish).where(Wish.resident_id == resident_id, Wish.author == author_of(session), col(Wish.removed_at).is_(None))
    return list(session.exec(own.order_by(col(Wish.collected_on).desc(), col(Wish.key).desc())))


def wish_lines(session: Session, resident_id: str, on: date) -> Iterator[SheetLine]:
    """Yield each wish of a resident: its state as the label, then its words, cost, day and claimer."""
    wishes = wishes_of(session, resident_id)
    found = standings(session, [wish.id for wish in wishes])
    claimers = _claimers(session, list(found.values()))
    for wish in wishes:
        standing = found[wish.id]
        parts = [wish.content, wish.spec or "", _yuan(wish.budget)]
        parts.append(_("told {day}").format(day=day_words(date.fromisoformat(wish.collected_on), on)) if wish.collected_on else "")
        parts.append(claimers.get(standing.claim or "", ""))
        said = " \u00b7 ".join(part for part in parts if part)
        yield SheetLine(table("wish_state").label(standing.state), said, TONES.get(standing.state, ""))


def _yuan(cents: int | None) -> str:
    return _("about {yuan} yuan").format(yuan=f"{cents / 100:.2f}".removesuffix(".00")) if cents is not None else ""


def _claimers(session: Session, found: list[Standing]) -> dict[str, str]:
    """Return claim \u2192 who took it and for when he promised it, of the live ones."""
    ids = [standing.claim for standing in found if standing.claim]
    claims = session.exec(select(WishClaim).where(col(WishClaim.id).in_(ids))) if ids else ()
    return {claim.id: _("claimed by {claimer}").format(claimer=claim.claimer) for claim in claims}
