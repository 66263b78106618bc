"""A sheet of claims that came back from departments, taken in: all sound rows in one action, the others named.

A row is taken whole or not at all, and each that is not is named with its row. The same file once more changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county.claims import cells
from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.county.wish_offer import Offered, code_of, offer
from stationdesk.county.wishes import Key, Told, own, station_of, told_of
from stationdesk.i18n import _
from stationdesk.ledgers.claim_sheet import ClaimRow, read_claim_sheet
from stationdesk.registers.code import table as codes
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import plain_key
from stationdesk.registers.org_unit import OrgUnit
from stationdesk.registers.phone import read_phones
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.services.wish_claims import HAS_IT
from stationdesk.store.database import author_of


@dataclass(frozen=True)
class Trouble:
    """A row that was not taken, and why."""

    sheet: str
    row: int
    sentence: str


@dataclass
class Imported:
    """What came of a sheet."""

    taken: list[str] = field(default_factory=list)
    """Codes of the wishes that are claimed now."""
    known: int = 0
    """Rows that were taken in before."""
    empty: int = 0
    """Rows that nobody filled in."""
    troubles: list[Trouble] = field(default_factory=list)


def import_claims(desk: CountyDesk, operator: str, path: Path, on: date) -> Imported:
    """Take in a sheet that came back from departments: all sound rows in one action, the others named.

    Raises FileRefused or NoClaimSheet with nothing taken.
    """
    read = read_claim_sheet(path, on)
    work = _Import(desk, operator, path.name, on)
    work.judge([row for row in read.rows if row.is_claim])
    work.done.empty = sum(not row.is_claim for row in read.rows)
    if work.made:
        says = _("Claims of wishes from {file}").format(file=path.name)
        with desk.database.writing(operator, says) as session:
            units = _units(session)
            for station, draft in work.made:
                whole = draft.model_copy(update={"org_unit_id": units.get(plain_key(draft.claimer))})
                session.add(WishClaim.model_validate(whole, update={"author": desk.code, "audience": f"station:{station}"}))
    work.done.troubles.sort(key=lambda one: (one.sheet, one.row))
    return work.done


def _units(session: Session) -> dict[str, str]:
    """Return name → id of the county's own units, of those that bear their name alone."""
    mine = select_record(OrgUnit).where(OrgUnit.author == author_of(session), col(OrgUnit.removed_at).is_(None))
    found = defaultdict(list)
    for unit in session.exec(mine):
        found[plain_key(unit.name)].append(unit.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


class _Import:
    """Judges the rows of one sheet."""

    def __init__(self, desk: CountyDesk, operator: str, file: str, on: date) -> None:
        self.desk, self.operator, self.file, self.on = desk, operator, file, on
        self.done = Imported()
        self.made: list[tuple[str, WishClaimDraft]] = []
        self.offered = {one.code.lower(): one for one in offer(desk, on).wishes}
        self.numbers = _by_number(self.offered.values())
        self.wishes = _wishes(desk)
        self.told: Mapping[Key, Told] = told_of(desk)
        self.own: dict[Key, list[WishClaim]] = defaultdict(list)
        for one in own(desk, WishClaim):
            self.own[station_of(one), one.wish_id].append(one)

    def judge(self, rows: Sequence[ClaimRow]) -> None:
        """Take the sound rows, name the others."""
        asked: dict[str, list[tuple[ClaimRow, WishClaimDraft]]] = defaultdict(list)
        for row in rows:
            code = self._code(row)
            found = self.wishes.get(code)
            if not code or found is None:
                self._trouble(row, _("No published wish has this code or number. Please copy the row from the sheet once more."))
                continue
            draft = self._draft(row, found)
            if draft is None or self._is_known(row, found, draft):
                continue
            why = _altered(row, self.offered[code]) if code in self.offered else self._closed(code)
            if why:
                self._trouble(row, why)
            else:
                asked[code].append((row, draft))
        for code, claims in asked.items():
            self._settle(code, claims)

    def _settle(self, code: str, claims: list[tuple[ClaimRow, WishClaimDraft]]) -> None:
        """Take the one unit that asks for a wish; of several none, for no sheet says who was first."""
        units = {plain_key(draft.claimer) for _row, draft in claims}
        if len(units) > 1:
            for row, draft in claims:
                others = [other for other, its in claims if plain_key(its.claimer) != plain_key(draft.claimer)]
                said = _("Row {row} takes the same wish for {unit}. Please agree who takes it, leave that row and import again.")
                unit = next(its.claimer for other, its in claims if other is others[0])
                self._trouble(row, said.format(row=others[0].row, unit=unit))
            return
        row, draft = claims[0]
        for other, its in claims[1:]:
            if its != draft:
                said = _("Row {row} says the same with another contact, phone or day; that row was taken.")
                self._trouble(other, said.format(row=row.row))
        self.made.append((self.wishes[code][0], draft))
        self.done.taken.append(code_of(*self.wishes[code]))

    def _code(self, row: ClaimRow) -> str:
        """Return the code of a row's wish, in small letters: as it stands, else by the village and the number that one wish alone has."""
        code = "".join(unicodedata.normalize("NFKC", row.said.get("code", "")).split()).lower()
        if code:
            return code
        found = self.numbers.get((plain_key(row.said.get("station", "")), plain_key(row.said.get("number", ""))), [])
        return found[0] if len(found) == 1 else ""

    def _draft(self, row: ClaimRow, found: Key) -> WishClaimDraft | None:
        """Return the claim of a row, or name what is wrong with it."""
        said = row.said
        if row.formula:
            self._trouble(row, _("A cell holds a formula. Please type its result in its place."))
            return None
        if not said.get("claimer"):
            self._trouble(row, _("Contact, phone or day are filled in, but no unit that takes the wish."))
            return None
        phones = read_phones(said.get("phone", "")).phones
        if not phones or any(one.doubt in ("bad_length", "unusable") for one in phones):
            self._trouble(row, _("The phone is missing or cannot be dialled. The station has to ring before it is brought."))
            return None
        if row.unread_day:
            self._trouble(row, _("The promised day cannot be read. Please write it like 2026-12-20."))
            return None
        if row.promised and row.promised < self.on.isoformat():
            self._trouble(row, _("The promised day {day} is over already.").format(day=row.promised))
            return None
        try:
            return WishClaimDraft(
                wish_id=found[1],
                wish_author=found[0],
                claimer=said["claimer"],
                claimer_kind="unit",
                contact_name=said.get("contact") or None,
                phones=tuple(PhoneNumber(number=one.number) for one in phones[:4]),
                claimed_on=self.on.isoformat(),
                promised_on=row.promised or None,
                taken_by=self.operator[:72],
                source=self.file[:160],
            )
        except ValidationError:
            self._trouble(row, _("The name of the unit or of the contact is too long."))
            return None

    def _is_known(self, row: ClaimRow, found: Key, draft: WishClaimDraft) -> bool:
        """Tell whether the unit has claimed this wish before; what came of it is said where it is not simply there."""
        mine = [one for one in self.own[found] if plain_key(one.claimer) == plain_key(draft.claimer)]
        alike = [one for one in mine if _same(one, draft)]
        told = self.told[found] if found in self.told else Told()
        open_ones = [one for one in mine if not _is_over(told, one.id)]
        if open_ones and not alike:
            said = _("This unit has claimed it already, with another contact, phone or day. Nothing was changed: end that claim first.")
            self._trouble(row, said)
            return True
        if not alike:
            return False
        last = alike[-1]
        if not _is_over(told, last.id):
            self.done.known += 1
        elif (holder := told.claims.get(told.standing.claim or "")) is not None and plain_key(holder) == plain_key(draft.claimer):
            self._trouble(row, _(HAS_IT))
        elif not (kind := next((end.kind for end in told.ends if end.claim == last.id), "")):
            self._trouble(
                row, _("The station has said no: {why}").format(why=told.reasons.get(last.id) or codes("claim_answer").label("no"))
            )
        else:
            said = _("This claim is over ({how}). To take the wish again, write a new promised day.")
            self._trouble(row, said.format(how=codes("claim_end").label(kind)))
        return True

    def _closed(self, code: str) -> str:
        """Return why a wish cannot be taken any more."""
        told = self.told.get(self.wishes[code])
        if told is None:
            return _("This wish is not open for departments.")
        standing = told.standing
        holder = standing.claim or (standing.waiting[0] if standing.waiting else None)
        if holder is not None and holder in told.claims:
            return _("{unit} has taken this wish already.").format(unit=told.claims[holder])
        state = codes("wish_state").label(standing.state)
        return _("This wish is not open for departments; it stands at: {state}.").format(state=state)

    def _trouble(self, row: ClaimRow, sentence: str) -> None:
        self.done.troubles.append(Trouble(row.sheet, row.row, sentence))


def _same(one: WishClaim, draft: WishClaimDraft) -> bool:
    there = (one.contact_name, tuple(phone.number for phone in one.phones), one.promised_on)
    return there == (draft.contact_name, tuple(phone.number for phone in draft.phones), draft.promised_on)


def _is_over(told: Told, claim: str) -> bool:
    """Tell whether a claim has ended, or its station's last word on it is no."""
    said = [one.yes for one in told.answers if one.claim == claim]
    return any(end.claim == claim for end in told.ends) or (bool(said) and not said[-1])


def _altered(row: ClaimRow, one: Offered) -> str:
    """Return which locked cell of a row says something else than the wish, or nothing."""
    for name, here in cells(one).items():
        said = row.said.get(name)
        if name in ("content", "spec", "budget", "number", "called") and said and here and plain_key(said) != plain_key(here):
            return _("The row was changed: it says «{said}», the wish is «{here}». Please copy the row from a fresh sheet.").format(
                said=said[:30], here=here[:30]
            )
    return ""


def _by_number(offered: Iterable[Offered]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in offered:
        if one.number:
            found[plain_key(one.station.name), plain_key(one.number)].append(one.code.lower())
    return found


def _wishes(desk: CountyDesk) -> dict[str, Key]:
    """Return code → station and id of every wish that stands; a code that two wishes share names none."""
    table, found, twice = STATION_TABLES["wish"], dict[str, Key](), set[str]()
    with transaction(desk.ledger) as connection:
        for station, record in connection.execute(select(table.c.station, table.c.id).where(table.c.removed_at.is_(None))):
            code = code_of(station, record).lower()
            twice |= {code} & found.keys()
            found[code] = (station, record)
    return {code: key for code, key in found.items() if code not in twice}
