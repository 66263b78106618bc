"""What an ID number says while it is typed: sex, birth date, home county, and what is doubtful about it; never a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.id_number import IdNumber, IdState, read_id_number

_DOUBTS = {
    IdState.CHECKSUM: N_("The check digit does not fit. It can be saved all the same."),
    IdState.LOST_DIGITS: N_("The last digits seem lost. It can be saved all the same."),
    IdState.BAD_DATE: N_("There is no such birth date. It can be saved all the same."),
    IdState.BAD_LENGTH: N_("{count} characters; an ID number has 18. It can be saved all the same."),
    IdState.PLACEHOLDER: N_("This is no ID number. It can be saved all the same."),
}
LENGTH = 18


@dataclass(frozen=True, slots=True)
class IdSeen:
    """An ID number as read, with the sentence to show beside the field and its tone (plain or doubt)."""

    number: IdNumber
    tone: str
    sentence: str
    unfinished: bool = False
    """It may just not be typed to its end: nothing is doubtful yet."""


def look_at(typed: str, on: date, *, county: str = "", sex: str | None = None, birth: str | None = None) -> IdSeen:
    """Read an ID number (GB 11643-1999) beside the `sex` and `birth` date that stand in the form; `county` is the station's own code."""
    number = read_id_number(typed)
    if number.state is IdState.EMPTY:
        return IdSeen(number, "plain", "")
    if number.state is IdState.BAD_LENGTH and len(number.text) < LENGTH and number.text.isdigit():
        return IdSeen(number, "plain", _("{count} digits so far").format(count=len(number.text)), unfinished=True)
    if number.doubt:
        return IdSeen(number, "doubt", _(_DOUBTS[number.state]).format(count=len(number.text)))
    doubts = list(_disagreements(number, on, sex, birth))
    if doubts:
        return IdSeen(number, "doubt", " ".join(doubts))
    return IdSeen(number, "plain", _read_off(number, county))


def unfinished_is_doubtful(seen: IdSeen) -> IdSeen:
    """Return what is said when the field is left: a number that stopped short is doubtful now."""
    if not seen.unfinished:
        return seen
    return IdSeen(seen.number, "doubt", _(_DOUBTS[IdState.BAD_LENGTH]).format(count=len(seen.number.text)))


def _disagreements(number: IdNumber, on: date, sex: str | None, birth: str | None) -> list[str]:
    found = []
    if number.birth and number.birth > on.isoformat():
        found.append(_("The birth date in it has not come yet."))
    if sex and number.sex and sex != number.sex:
        found.append(_("By the number: {sex}; the form says otherwise.").format(sex=table("sex").label(number.sex)))
    if birth and number.birth and not number.birth.startswith(birth):
        found.append(_("By the number born on {day}; the form says otherwise.").format(day=number.birth))
    return found


def _read_off(number: IdNumber, county: str) -> str:
    words = [table("sex").label(number.sex)] if number.sex else []
    if number.birth:
        words.append(_("born {day}").format(day=number.birth))
    if number.county:
        same = county and number.county[:6] == county[:6]
        words.append(_("issued in this county") if same else _("issued in county {code}").format(code=number.county))
    if number.state is IdState.OK_UPGRADED:
        words.append(_("made 18 digits out of 15"))
    return _(", ").join(words)
