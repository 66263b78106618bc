"""The characters of the grid of contacts: one for each way a day can have gone, a byte in a row, a word for the ear."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from stationdesk.i18n import _
from stationdesk.registers.code import table


class Mark(IntEnum):
    """What stands in a cell; of several contacts on one day the one that comes first here."""

    NONE = 0
    HOME = 1
    VIDEO = 2
    PHONE = 3
    STATION = 4
    WECHAT = 5
    SCHOOL = 6
    NEIGHBOUR = 7
    DEVICE = 8
    OTHER = 9
    ANSWERED = 10
    """Not the person himself, but somebody of the family or next door."""
    TRIED = 11
    """Tried, and met silence, or was sent away."""
    MISSED = 12
    """Asked for on that day and not done."""
    DUE = 13
    """Asked for today or on a day to come."""
    HOSPITAL = 14
    INSTITUTION = 15
    AWAY = 16
    RESTING = 17
    """Not looked after for another reason: missing, only registered here."""


LATE, SEVERAL, KIND = 0x40, 0x80, 0x3F
"""Bits of a cell: filled in on a later day; more than one contact on that day; which mark it is."""
REACHED = frozenset(Mark(number) for number in range(1, 10))
"""Marks of a day on which the person himself was reached."""
DONE = REACHED | {Mark.ANSWERED, Mark.TRIED}
"""Marks of a day on which something was written down."""
RESTING = frozenset({Mark.HOSPITAL, Mark.INSTITUTION, Mark.AWAY, Mark.RESTING})

_MODES = {
    "home": Mark.HOME,
    "video": Mark.VIDEO,
    "phone": Mark.PHONE,
    "station": Mark.STATION,
    "wechat": Mark.WECHAT,
    "school": Mark.SCHOOL,
    "neighbour": Mark.NEIGHBOUR,
    "device": Mark.DEVICE,
}
_STATES = {
    "hospital": Mark.HOSPITAL,
    "institution": Mark.INSTITUTION,
    "away": Mark.AWAY,
}


def mark_of(mode: str | None, outcome: str | None) -> Mark:
    """Return the mark of one contact, by its codes of contact_mode and visit_outcome."""
    if outcome == "met":
        return _MODES.get(mode or "", Mark.OTHER)
    return Mark.ANSWERED if outcome in {"kin_answered", "neighbour_answered"} else Mark.TRIED


def resting_mark(status: str) -> Mark:
    """Return the mark of a day on which nobody has to ask, by the code of residency_status."""
    return _STATES.get(status, Mark.RESTING)


@lru_cache(maxsize=512)
def character(cell: int) -> str:
    """Return the one character that stands in a cell, on the screen, on paper and in a sheet; empty for nothing."""
    return {
        Mark.HOME: _("door|cell"),
        Mark.VIDEO: _("video|cell"),
        Mark.PHONE: _("phone|cell"),
        Mark.STATION: _("station|cell"),
        Mark.WECHAT: _("wechat|cell"),
        Mark.SCHOOL: _("school|cell"),
        Mark.NEIGHBOUR: _("neighbour|cell"),
        Mark.DEVICE: _("device|cell"),
        Mark.OTHER: _("other way|cell"),
        Mark.ANSWERED: _("answered for him|cell"),
        Mark.TRIED: _("nobody|cell"),
        Mark.MISSED: _("missed|cell"),
        Mark.DUE: _("due|cell"),
        Mark.HOSPITAL: _("hospital|cell"),
        Mark.INSTITUTION: _("institution|cell"),
        Mark.AWAY: _("away|cell"),
        Mark.RESTING: _("resting|cell"),
    }.get(Mark(cell & KIND), "")


def words(cell: int) -> str:
    """Return a cell in words: 电话联系, 没人应, 该联系没联系; empty for nothing."""
    mark = Mark(cell & KIND)
    if mark in REACHED:
        said = {value: code for code, value in _MODES.items()}.get(mark, "other")
        told = table("contact_mode").label(said)
    else:
        told = {
            Mark.ANSWERED: _("somebody answered for him"),
            Mark.TRIED: _("nobody answered"),
            Mark.MISSED: _("due, not contacted"),
            Mark.DUE: _("due|cell in words"),
            Mark.HOSPITAL: table("residency_status").label("hospital"),
            Mark.INSTITUTION: table("residency_status").label("institution"),
            Mark.AWAY: table("residency_status").label("away"),
            Mark.RESTING: _("not looked after at present"),
        }.get(mark, "")
    if told and cell & SEVERAL:
        told = _("{what}, more than once").format(what=told)
    return _("{what}, filled in later").format(what=told) if told and cell & LATE else told


LEGEND = (Mark.PHONE, Mark.HOME, Mark.VIDEO, Mark.TRIED, Mark.MISSED, Mark.HOSPITAL, Mark.DUE)
"""What the legend explains; the rest says itself in the bar."""


def legend() -> list[tuple[Mark, str]]:
    """Return the marks of the legend, each with its word."""
    mode = table("contact_mode").label
    said = {
        Mark.PHONE: mode("phone"),
        Mark.HOME: mode("home"),
        Mark.VIDEO: mode("video"),
        Mark.TRIED: _("nobody answered"),
        Mark.MISSED: _("due, not contacted"),
        Mark.HOSPITAL: table("residency_status").label("hospital"),
        Mark.DUE: _("due on this day"),
    }
    return [(mark, said[mark]) for mark in LEGEND]
