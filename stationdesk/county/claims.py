"""Claims of departments at the county: the sheet of wishes they may take, which claims there are, and the end of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.county.report import Place, places_of
from stationdesk.county.wish_offer import Offer, Offered, code_of, offer
from stationdesk.county.wishes import Key, Told, own, station_of, told_of
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.claim_sheet import write_claim_sheet
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.code import table as codes
from stationdesk.registers.wish_claim import WishClaim

ENDS = ("withdrawn", "lapsed", "refused")
"""How the county may end a claim; that a wish was delivered is its station's word."""


class NoSuchClaim(DeskError):
    """No claim has this number, or it is over."""


def export_claims(desk: CountyDesk, to: Path, on: date) -> Offer:
    """Write the sheet of wishes that departments may take. Raises FileOpenElsewhere."""
    found = offer(desk, on)
    title = _("{county}: wishes to take, {day}").format(county=desk.name, day=on.isoformat())
    write_claim_sheet(to, [cells(one) for one in found.wishes], title, on)
    return found


def cells(one: Offered) -> dict[str, str]:
    """Return the locked cells of a wish on the sheet."""
    return {
        "town": one.station.town,
        "station": one.station.name,
        "number": one.number,
        "called": one.called,
        "kind": one.kind,
        "content": one.content,
        "spec": one.spec,
        "budget": yuan(one.budget),
        "wanted_by": one.wanted_by,
        "code": one.code,
    }


def yuan(cents: int | None) -> str:
    """Return an amount as a sheet shows it."""
    return "" if cents is None else f"{cents / 100:.2f}".removesuffix(".00")


@dataclass(frozen=True)
class HeldClaim:
    """A claim of the county, and what became of it."""

    id: str
    station: Place
    wish: str
    content: str
    claimer: str
    promised_on: str
    """By when it is to be brought, as agreed last."""
    state: str
    """waiting, yes, no, or how it ended."""
    reason: str
    """Why the station said so, or why it is over."""

    @property
    def label(self) -> str:
        """The state in words."""
        if self.state == "waiting":
            return _("waits for the station")
        return codes("claim_answer" if self.state in ("yes", "no") else "claim_end").label(self.state)


def claims_of(desk: CountyDesk) -> list[HeldClaim]:
    """Return the county's claims, the newest first."""
    mine = own(desk, WishClaim)
    told, places, words = told_of(desk, {one.wish_id for one in mine}), places_of(desk), _contents(desk)
    found = []
    for one in reversed(mine):
        station = station_of(one)
        said = told.get((station, one.wish_id), Told())
        ended = [end.kind for end in said.ends if end.claim == one.id]
        answers = [answer.yes for answer in said.answers if answer.claim == one.id]
        state = ended[-1] if ended else _agreed(said, one.id) if answers and answers[-1] else "no" if answers else "waiting"
        place = places.get(station, Place(station, station, ""))
        content = words.get((station, one.wish_id), "")
        why = (said.over if ended else said.reasons).get(one.id, "")
        words_of = (code_of(station, one.wish_id), content, one.claimer, said.days.get(one.id) or one.promised_on or "", state, why)
        found.append(HeldClaim(one.id, place, *words_of))
    return found


def _agreed(told: Told, claim: str) -> str:
    """Return how far a claim is that its station has agreed to, and nobody has ended."""
    standing = told.standing
    if standing.claim == claim:
        return "yes"
    if standing.claim is not None:
        return "replaced"
    return "delivered" if standing.state in ("delivered", "fulfilled", "reviewed") else "wish_closed"


def _contents(desk: CountyDesk) -> dict[Key, str]:
    table = STATION_TABLES["wish"]
    with transaction(desk.ledger) as connection:
        rows = connection.execute(select(table.c.station, table.c.id, table.c.content))
        return {(station, record): content or "" for station, record, content in rows}


def end_claim(desk: CountyDesk, operator: str, number: str, kind: str, why: str, on: date) -> HeldClaim:
    """End a claim of the county; `number` is its id or the end of it. Raises NoSuchClaim."""
    found = [one for one in claims_of(desk) if len(number) >= 6 and one.id.endswith(number.strip().lower())]
    if len(found) != 1:
        said = _("No claim of the county has the number {number}. «county claims list» shows the numbers.")
        raise NoSuchClaim(said.format(number=number))
    one = found[0]
    if one.state not in ("waiting", "yes"):
        raise NoSuchClaim(_("This claim is over already: {how}.").format(how=one.label))
    wish = next(claim.wish_id for claim in own(desk, WishClaim) if claim.id == one.id)
    draft = ClaimEndDraft(wish_id=wish, claim_id=one.id, kind=kind, ended_on=on.isoformat(), ended_by=operator[:72], text=why or None)
    with desk.database.writing(operator, _("Claim of {unit} ended").format(unit=one.claimer)) as session:
        session.add(ClaimEnd.model_validate(draft, update={"author": desk.code, "audience": f"station:{one.station.code}"}))
    return one
