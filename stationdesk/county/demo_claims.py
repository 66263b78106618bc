"""Wishes of the invented county, and which departments have taken them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database, author_of

PUBLISHED = ("submitted", "approved", "published")


@dataclass(frozen=True)
class Published:
    """A wish that a village has made public."""

    station: str
    wish: str


def publish(desk: Database, operator: str, person: str, content: str) -> Published:
    """Write down who wishes for something, and that it may be made public."""
    on = local_day(desk.clock()).isoformat()
    with desk.writing(operator, _("Note the wish of {name}").format(name=person)) as session:
        author = {"author": author_of(session)}
        who = Resident.model_validate(ResidentDraft(name=person, birth_date="1946", birth_precision="year"), update=author)
        session.add(who)
        return make_public(session, who, content, on)


def make_public(session: Session, who: Resident, content: str, on: str) -> Published:
    """Write down what somebody of the village wishes for, his word that it may be public, and that it is."""
    author = {"author": author_of(session)}
    agreed = ConsentDraft.model_validate({"resident_id": who.id, "kind": "public_wish", "given_by": "self", "given_on": on})
    session.add(Consent.model_validate(agreed, update=author))
    made = Wish.model_validate(WishDraft(resident_id=who.id, content=content), update=author)
    session.add(made)
    session.flush()
    for kind in PUBLISHED:
        session.add(WishEvent.model_validate(WishEventDraft(wish_id=made.id, kind=kind, happened_on=on), update=author))
        session.flush()
    return Published(author_of(session), made.id)


def claim(database: Database, operator: str, wishes: Sequence[Published], units: Sequence[str]) -> None:
    """Let a department take each wish but the last; the first of the claims is over again."""
    promised = (local_day(database.clock()) + timedelta(days=21)).isoformat()
    for at, (one, unit) in enumerate(zip(wishes[:-1], units, strict=False)):
        with database.writing(operator, _("Claims of wishes from {file}").format(file=unit)) as session:
            author = {"author": author_of(session), "audience": f"station:{one.station}"}
            draft = WishClaimDraft(wish_id=one.wish, wish_author=one.station, claimer=unit, promised_on=promised)
            made = WishClaim.model_validate(draft, update=author)
            session.add(made)
            session.flush()
            if at == 0:
                _end(session, made, operator, author)


def _end(session: Session, made: WishClaim, operator: str, author: dict[str, str]) -> None:
    ended = str(session.info["at"])[:10]
    draft = ClaimEndDraft(wish_id=made.wish_id, claim_id=made.id, kind="withdrawn", ended_on=ended, ended_by=operator)
    session.add(ClaimEnd.model_validate(draft, update=author))
