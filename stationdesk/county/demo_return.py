"""What the demo county sends the demo village back: a department has taken a wish; and who has moved to another of its villages."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from stationdesk.county.demo_claims import Published, make_public
from stationdesk.i18n import _
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.services.transfers import Sending, destinations, says_send, send
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database, author_of

PHONE = "0990-6110222"
GROWN = 40
"""Years of those whom the demo tells of here: nobody's child."""


def wish_in_public(database: Database, operator: str) -> Published | None:
    """Write down a wish that everybody may read; None in a village without grown-ups."""
    on = local_day(database.clock())
    with database.writing(operator, _("Note a wish")) as session:
        people = grown(session, on)
        return make_public(session, people[0], _("a warm quilt|demo"), on.isoformat()) if people else None


def take_wish(database: Database, operator: str, wish: Published | None) -> None:
    """Let a department of the county take the wish."""
    if wish is None:
        return
    promised = (local_day(database.clock()) + timedelta(days=14)).isoformat()
    phones = (PhoneNumber(number=PHONE),)
    draft = WishClaimDraft(
        wish_id=wish.wish,
        wish_author=wish.station,
        claimer=_("County taxes|demo"),
        promised_on=promised,
        contact_name=_("Cheng|demo"),
        phones=phones,
    )
    with database.writing(operator, _("Claims of wishes from {file}").format(file=draft.claimer)) as session:
        session.add(WishClaim.model_validate(draft, update={"author": author_of(session), "audience": f"station:{wish.station}"}))


def move_somebody(database: Database, operator: str) -> None:
    """Hand somebody over to another village of the county; nobody where there is no other village, or nobody who lives alone."""
    on = local_day(database.clock())
    with database.reading() as session:
        there, alone = (
            [one for one in destinations(session) if one.town],
            [one for one in grown(session, on)[1:] if lives_alone(session, one)],
        )
    if not there or not alone:
        return
    who, sending = alone[-1], Sending(there[0], on - timedelta(days=1))
    with database.writing(operator, says_send(who, sending, on)) as session:
        send(session, who.id, sending, on, operator=operator)


def lives_alone(session: Session, one: Resident) -> bool:
    """Tell whether nobody else belongs to a resident's household: then nobody has to be made its head."""
    others = select(func.count()).where(Resident.author == one.author, Resident.household_id == one.household_id, Resident.id != one.id)
    return one.household_id is None or not session.exec(others).one()


def grown(session: Session, on: date) -> list[Resident]:
    """Return the grown-up people who live in the village and have no helper, as they were written down."""
    mine = author_of(session)
    paired = select(Pairing.resident_id).where(Pairing.author == mine, col(Pairing.resident_id).is_not(None))
    asked = select(Resident).where(
        Resident.author == mine,
        col(Resident.removed_at).is_(None),
        col(Resident.closed_on).is_(None),
        col(Resident.birth_date) < str(on.year - GROWN),
        col(Resident.residency_status).not_in(GONE),
        col(Resident.id).not_in(paired),
    )
    return list(session.exec(asked.order_by(col(Resident.key))))
