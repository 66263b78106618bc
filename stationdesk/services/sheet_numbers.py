"""Numbers of visit sheets, and the three characters beside each person: hard to confuse, and told apart by any single slip."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from stationdesk.registers.visit_sheet import VisitSheet
from stationdesk.store.database import author_of

LETTERS = "345679ACDEFHJKMNPRTUWXY"
"""Twenty-three, a prime; without 0 and O, 1, I and L, 2 and Z, 8 and B, S, G, Q and V, which a pen makes alike."""
BASE = len(LETTERS)
MOST = BASE * BASE
"""Codes that one sheet can have."""
MOST_PEOPLE = 300
"""People printed at once; a sheet that long is walked by nobody, but a village may be printed for all its visitors."""
_NUMBER = re.compile(r"(20\d\d)\W*([A-Z0-9]{3})\W*(\d{1,6})")
_SHORT = re.compile(r"\d{1,6}")


class Number(NamedTuple):
    """A sheet's number: year, three letters of the copy, a counter within the year."""

    year: int
    letters: str
    counter: int

    def __str__(self) -> str:
        return f"{self.year}-{self.letters}-{self.counter:04}"


def letters_of(session: Session) -> str:
    """Return the three letters that stand in this copy's printed numbers: they name nobody, and two copies rarely share them."""
    return str(session.info["about"].line_copy[:3]).upper()


def next_number(session: Session, on: date, *, after: int = 0) -> Number:
    """Return the next number of the year; `after` numbers were given already and not kept yet. One taken back is not given again."""
    letters = letters_of(session)
    begins = f"{on.year}-{letters}-"
    given = select(VisitSheet.number).where(VisitSheet.author == author_of(session), VisitSheet.number.startswith(begins))
    last = max((int(number.rpartition("-")[2]) for number in session.exec(given)), default=0)
    return Number(on.year, letters, last + 1 + after)


def read_number(typed: str) -> str:
    """Return the number meant by what was typed or scanned, empty if it is none; a counter alone is left as its figures."""
    text = typed.strip().upper().translate(str.maketrans("－—–＿ ", "-----")).replace("--", "-")
    text = "".join(chr(ord(one) - 0xFEE0) if "\uff01" <= one <= "\uff5e" else one for one in text)
    if found := _NUMBER.fullmatch(text):
        return str(Number(int(found[1]), found[2], int(found[3])))
    return str(int(text)) if _SHORT.fullmatch(text) else ""


def codes(number: Number, count: int, first: int = 0) -> list[str]:
    """Return the codes of lines `first` to `first + count - 1` of a sheet.

    The characters x, y, z of a code satisfy x + 2y + 3z ≡ counter (mod 23), so that two codes of a sheet differ in at least two places,
    neighbouring lines in all three, two characters swapped are no code of the sheet, and 23 sheets in a row share none.
    """
    start, found = (number.counter * 7 + number.year) % MOST, []
    for at in range(first, first + count):
        turn, place = divmod(at, BASE)
        x, y = (start + place) % BASE, (start // BASE + 3 * place + turn) % BASE
        z = (number.counter - x - 2 * y) * pow(3, -1, BASE) % BASE
        found.append(LETTERS[x] + LETTERS[y] + LETTERS[z])
    return found


def read_code(typed: str) -> str:
    """Return a line's code as it is printed from what was typed: small letters and full-width ones do not matter."""
    text = "".join(chr(ord(one) - 0xFEE0) if "\uff01" <= one <= "\uff5e" else one for one in typed)
    return "".join(text.split()).upper()


def number_of(text: str) -> Number:
    """Return a kept number as its parts."""
    year, letters, counter = text.split("-")
    return Number(int(year), letters, int(counter))
