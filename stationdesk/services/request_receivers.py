"""Whom a request can be sent to: who does such a thing by the catalogue, then who stands by the person, then who has least on hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.station import Station
from stationdesk.services.doers import Doer, doers
from stationdesk.services.request_reading import Asked, open_requests
from stationdesk.services.request_state import HELD, Receiver, Standing
from stationdesk.services.service_items import ServiceRow, services_for
from stationdesk.services.standing_in import away_now
from stationdesk.store.database import author_of

BY_CATALOGUE, STANDS_BY, TEAM, HELPER, UNIT = range(5)


class Offered(NamedTuple):
    """Somebody a request can be sent to, as the list of receivers shows him."""

    receiver: Receiver
    words: str
    """What he is, and why he is offered here."""
    phone: str
    """The number to dial first, masked."""
    holds: int
    """How many requests he has on hand."""
    gave_back: str = ""
    """Why he gave this one back, if he did."""
    away: str = ""
    """Who does his work while he is away; empty of one who is there."""
    of_county: bool = False

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        held = _("{count} on hand|request").format(count=self.holds)
        return "，".join(part for part in (self.receiver.name, self.away_words, self.words, held, self.gave_back) if part)

    @property
    def whole(self) -> str:
        """All that is known of him but how much he has on hand: 邻里互助分队：队长余水根，3 名队员，138****1103."""
        known = "，".join(part for part in (self.away_words, self.words, self.phone or _("no phone is written down")) if part)
        return _("{name}: {known}|receiver").format(name=self.receiver.name, known=known)

    @property
    def away_words(self) -> str:
        """Return that he is away and who does his work, in words."""
        return _("away, {name} stands in").format(name=self.away) if self.away else ""


def loads(session: Session, held: Iterable[Asked] | None = None) -> Counter[tuple[str, str]]:
    """Return how many open requests each receiver has on hand."""
    found = open_requests(session) if held is None else held
    return Counter(one.standing.holder.same for one in found if one.standing.state in HELD and one.standing.holder is not None)


def offered(session: Session, request: ServiceRequest, standing: Standing, on: date) -> list[Offered]:
    """Return whom a request can be sent to, the likeliest first; then who is away, last who gave it back, and says why."""
    here, away = loads(session), away_now(session, on)
    catalogue = {doer.key: _does(service) for service in services_for(session, request.kind, on) for doer in service.doers}
    stands_by = _stand_by(session, request.resident_id or "", on)
    back = {one[0].same: one[2] for one in standing.declined_by}
    found = []
    for doer in doers(session, on):
        receiver = Receiver(doer.kind, doer.id, doer.name)
        rank, why = _rank(doer, catalogue, stands_by)
        words = "，".join(part for part in (why, doer.words) if part)
        gone = away.get(doer.id, "") if doer.kind == "helper" else ""
        one = Offered(receiver, words, doer.phone, here[receiver.same], back.get(receiver.same, ""), gone, doer.of_county)
        found.append(((receiver.same in back, bool(gone), rank, one.holds), one))
    for receiver in units(session, on):
        one = Offered(receiver, _("unit|receiver"), "", here[receiver.same], back.get(receiver.same, ""))
        found.append(((receiver.same in back, False, UNIT, one.holds), one))
    return [one for _place, one in sorted(found, key=lambda pair: pair[0])]


def _does(service: ServiceRow) -> str:
    """Say what somebody does by the catalogue, and within what time he usually does; the term of a request follows from its urgency."""
    if service.term:
        return _("does {service}, usually within {term}").format(service=service.name, term=service.term)
    return _("does {service}").format(service=service.name)


def _rank(doer: Doer, catalogue: dict[tuple[str, str], str], stands_by: frozenset[str]) -> tuple[int, str]:
    if doer.key in catalogue:
        return BY_CATALOGUE, catalogue[doer.key]
    if doer.kind == "helper" and doer.id in stands_by:
        return STANDS_BY, _("stands by this person")
    return (TEAM, "") if doer.kind == "team" else (HELPER, "")


def _stand_by(session: Session, resident_id: str, on: date) -> frozenset[str]:
    """Return the helpers who stand by a person."""
    if not resident_id:
        return frozenset()
    mine = select(Pairing.helper_id).where(
        Pairing.resident_id == resident_id,
        Pairing.author == author_of(session),
        col(Pairing.removed_at).is_(None),
        col(Pairing.end_date).is_(None) | (col(Pairing.end_date) > on.isoformat()),
    )
    return frozenset(one for one in session.exec(mine) if one)


def units(session: Session, on: date) -> list[Receiver]:
    """Return the units a request can be sent to: villages, workrooms and offices the station knows, not its own village."""
    own = set(session.exec(select(Station.org_unit_id).where(Station.author == author_of(session), col(Station.removed_at).is_(None))))
    asked = select(OrgUnit).where(col(OrgUnit.removed_at).is_(None)).order_by(col(OrgUnit.sort_order), OrgUnit.name)
    there = {one.id: one for one in session.exec(asked) if one.id not in own and one.counts_on(on.isoformat())}
    return [Receiver("unit", one.id, one.name) for one in there.values()]
