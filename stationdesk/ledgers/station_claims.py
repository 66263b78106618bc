"""The sheet of wishes at the station: written for units that take wishes without the county, and taken in when it comes back.

It is the county's sheet with the same codes, so that either side can read what the other has sent out. A row is taken whole or not at
all, and each that is not is named with its row; the same file once more changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers.claim_sheet import ClaimRow, ReadClaims, write_claim_sheet
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import plain_key
from stationdesk.registers.phone import read_phones
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.services.stations import own_station
from stationdesk.services.wish_cards import plain_yuan
from stationdesk.services.wish_giving import claim
from stationdesk.services.wish_papers import Faces, faces
from stationdesk.services.wish_state import UNGIVEN, standings
from stationdesk.store.database import author_of

CODE_TAIL = 12
"""Hex digits of a wish's id in its code on the sheet, as at the county."""


@dataclass(frozen=True)
class Trouble:
    """A row that was not taken, and why."""

    sheet: str
    row: int
    sentence: str


@dataclass
class Taken:
    """What came of a sheet."""

    wishes: list[str] = field(default_factory=list)
    """Ids of the wishes that are claimed now."""
    known: int = 0
    empty: int = 0
    troubles: list[Trouble] = field(default_factory=list)


def write_sheet(session: Session, path: Path, wish_ids: Sequence[str], on: date) -> Faces:
    """Write the sheet of the wishes that may be read by all and that nobody has; what is not on it is named.

    Raises FileOpenElsewhere.
    """
    station = own_station(session)
    found = faces(session, wish_ids, on)
    rows = [
        {
            "town": station.town or "",
            "station": station.village or station.name,
            "number": face.card.number,
            "called": face.card.called,
            "kind": face.card.kind,
            "content": face.card.content,
            "spec": face.card.spec,
            "budget": plain_yuan(face.card.budget) if face.card.budget is not None else "",
            "wanted_by": face.card.wanted_by,
            "code": code_of(session, face.card.wish_id),
        }
        for face in found.shown
        if not face.taken
    ]
    title = _("{county}: wishes to take, {day}").format(county=station.name, day=on.isoformat())
    write_claim_sheet(path, rows, title, on)
    return found


def code_of(session: Session, wish_id: str) -> str:
    """Return the code of a wish on the sheet."""
    return f"{author_of(session)}-{wish_id[-CODE_TAIL:]}"


def take_in(session: Session, read: ReadClaims, file: str, on: date, by: str) -> Taken:
    """Take every sound row of a sheet that came back; the others are named. To be called in one action."""
    done = Taken(empty=sum(not row.is_claim for row in read.rows))
    asked: dict[str, list[tuple[ClaimRow, WishClaimDraft]]] = defaultdict(list)
    codes, numbers = _codes(session)
    for row in (row for row in read.rows if row.is_claim):
        code = "".join(unicodedata.normalize("NFKC", row.said.get("code", "")).split()).lower()
        wish = codes.get(code) if code else numbers.get(plain_key(row.said.get("number", "")))
        if not wish:
            _trouble(done, row, _("No wish of this station has this code or number. Please copy the row from the sheet once more."))
        elif isinstance(draft := _draft(row, wish, file, on), str):
            _trouble(done, row, draft)
        elif not _is_known(session, row, draft, done):
            asked[wish].append((row, draft))
    for wish, claims in asked.items():
        _settle(session, wish, claims, done, on, by)
    done.troubles.sort(key=lambda one: (one.sheet, one.row))
    return done


def _settle(session: Session, wish: str, claims: list[tuple[ClaimRow, WishClaimDraft]], done: Taken, on: date, by: str) -> None:
    """Take the one unit that asks for a wish; of several none, for no sheet says who was first."""
    if len({plain_key(draft.claimer) for _row, draft in claims}) > 1:
        for row, draft in claims:
            other, its = next((other, its) for other, its in claims if plain_key(its.claimer) != plain_key(draft.claimer))
            said = _("Row {row} takes the same wish for {unit}. Please agree who takes it, leave that row and import again.")
            _trouble(done, row, said.format(row=other.row, unit=its.claimer))
        return
    row, draft = claims[0]
    for other, its in claims[1:]:
        if its != draft:
            said = _("Row {row} says the same with another contact, phone or day; that row was taken.")
            _trouble(done, other, said.format(row=row.row))
    try:
        claim(session, [wish], draft.model_dump(exclude={"wish_id"}, exclude_none=True), on, by=by)
    except DeskError as error:
        _trouble(done, row, error.message)
    else:
        done.wishes.append(wish)


def _draft(row: ClaimRow, wish: str, file: str, on: date) -> WishClaimDraft | str:
    """Return the claim of a row, or what is wrong with it."""
    said = row.said
    if row.formula:
        return _("A cell holds a formula. Please type its result in its place.")
    if not said.get("claimer"):
        return _("Contact, phone or day are filled in, but no unit that takes the wish.")
    phones = read_phones(said.get("phone", "")).phones
    if not phones or any(one.doubt in ("bad_length", "unusable") for one in phones):
        return _("The phone is missing or cannot be dialled. The station has to ring before it is brought.")
    if row.unread_day:
        return _("The promised day cannot be read. Please write it like 2026-12-20.")
    if row.promised and row.promised < on.isoformat():
        return _("The promised day {day} is over already.").format(day=row.promised)
    try:
        return WishClaimDraft(
            wish_id=wish,
            claimer=said["claimer"],
            claimer_kind="unit",
            contact_name=said.get("contact") or None,
            phones=tuple(PhoneNumber(number=one.number) for one in phones[:4]),
            promised_on=row.promised or None,
            source=file[:160],
        )
    except ValidationError:
        return _("The name of the unit or of the contact is too long.")


def _is_known(session: Session, row: ClaimRow, draft: WishClaimDraft, done: Taken) -> bool:
    """Tell whether the unit has this wish, or had it on this very row; what came of it is said where it is not simply there."""
    there = select(WishClaim).where(WishClaim.wish_id == draft.wish_id, col(WishClaim.removed_at).is_(None)).order_by(col(WishClaim.key))
    mine = [one for one in session.exec(there) if plain_key(one.claimer) == plain_key(draft.claimer) and not one.is_extra]
    standing = standings(session, [draft.wish_id])[draft.wish_id]
    open_ones = [one for one in mine if one.id == standing.claim or one.id in standing.waiting]
    if open_ones:
        if any(_same(one, draft) for one in open_ones):
            done.known += 1
        else:
            said = _("This unit has claimed it already, with another contact, phone or day. Nothing was changed: end that claim first.")
            _trouble(done, row, said)
        return True
    over = select(ClaimEnd).where(ClaimEnd.wish_id == draft.wish_id, col(ClaimEnd.removed_at).is_(None)).order_by(col(ClaimEnd.key))
    ended = {end.claim_id: end.kind for end in session.exec(over)}
    kinds = [ended[one.id] for one in mine if one.id in ended and _same(one, draft)]
    if not kinds:
        return False
    if kinds[-1] == "delivered" and standing.state not in UNGIVEN:
        done.known += 1
    else:
        said = _("This claim is over ({how}). To take the wish again, write a new promised day.")
        _trouble(done, row, said.format(how=table("claim_end").label(kinds[-1])))
    return True


def _same(one: WishClaim, draft: WishClaimDraft) -> bool:
    """Tell whether a row says what a claim says; one that names no day has been given the last one of the station's term."""
    there = (one.contact_name, tuple(phone.number for phone in one.phones))
    return there == (draft.contact_name, tuple(phone.number for phone in draft.phones)) and draft.promised_on in (None, one.promised_on)


def _codes(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    """Return code → wish and number → wish; a number that two wishes bear names none."""
    codes, numbers, twice = {}, dict[str, str](), set[str]()
    mine = select(Wish.id, Wish.wish_no).where(Wish.author == author_of(session), col(Wish.removed_at).is_(None))
    for wish, number in session.exec(mine):
        codes[code_of(session, wish).lower()] = wish
        key = plain_key(number or "")
        twice |= {key} & numbers.keys()
        numbers[key] = wish
    return codes, {key: wish for key, wish in numbers.items() if key and key not in twice}


def _trouble(done: Taken, row: ClaimRow, sentence: str) -> None:
    done.troubles.append(Trouble(row.sheet, row.row, sentence))
