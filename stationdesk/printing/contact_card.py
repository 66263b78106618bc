"""What a contact card says (情暖夕阳联系卡): plain values, filled from the register by a service, laid out by the designs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.page import Page

Design = Literal["number", "person", "wall"]
"""甲: the number first; 乙: the person first; the A5 sheet for the wall."""

WIDTH = 90.0
HEIGHT = 54.0

Reason = Literal["no_room", "cut", "small", "no_phone", "no_glyph", "not_for_walls"]


class NoDutyPhone(DeskError):
    """A card without the number that is answered day and night is none."""

    def __init__(self) -> None:
        super().__init__(_("The station has no 24-hour phone number yet, and a contact card is nothing without it. Enter it first."))


@dataclass(frozen=True, slots=True)
class CardLine:
    """Somebody to call: what they are (村医), their number, and their name if it is a person."""

    label: str
    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One person's card.

    Phone numbers come as they are kept (`13800000046`, `0798-0123456`) and are spaced for reading when printed.
    """

    number: str
    """The number the card is given out under (领卡号), such as 汪家组07."""
    station: str
    duty_phone: str
    """The number that is answered day and night."""
    version: str
    """Date and edition, such as 2026年11月 第 3 版."""
    grid_leader: CardLine | None = None
    """Label without the group (网格长), name, phone."""
    group: str = ""
    """Village group (汪家组), set before the grid leader's label."""
    address: str = ""
    """Where the station is, such as 上徐村委会院内."""
    lines: tuple[CardLine, ...] = ()
    """Whom else to call, the most important first; the grid leader and 120/119/110 are not among them."""
    slogan: str = ""
    """The sentence above the number; empty for the design's own."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who prints, when (local time), and whether it was printed before: the foot of every sheet."""

    operator: str
    printed_at: datetime
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a card that are not on the paper as they were given, and why.

    `no_room`: not printed at all; `cut`: shortened with an ellipsis; `small`: printed smaller than the rule asks;
    `no_phone`: a line without a number; `no_glyph`: `what` is a character that no typeface here can draw, 〓 stands for it;
    `not_for_walls`: a column or people that a list for a wall must not show.
    """

    card: str
    what: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Printout:
    """The pages of a print job in order, and what is not on them."""

    pages: tuple[Page, ...]
    left_out: tuple[LeftOut, ...] = ()


def sentences(left_out: Iterable[LeftOut], *, of_cards: bool = True) -> list[str]:
    """Say for the preview what is not on the paper, one sentence for the same words on however many cards.

    Of papers that are no cards (`of_cards` false) it is not said how many.
    """
    texts: dict[Reason, str] = {
        "no_room": _("No room, not printed: {what}"),
        "cut": _("Too long, shortened: {what}"),
        "small": _("Printed smaller than it should be: {what}"),
        "no_phone": _("No phone number, not printed: {what}"),
        "no_glyph": _("No typeface on this computer has the character {what}; 〓 is printed instead"),
        "not_for_walls": _("Not shown on a wall: {what}"),
    }
    cards: dict[tuple[Reason, str], set[str]] = {}
    for item in left_out:
        cards.setdefault((item.why, item.what), set()).add(item.card)
    how_many = _(" (cards: {count})") if of_cards else ""
    return [texts[why].format(what=what) + how_many.format(count=len(numbers)) for (why, what), numbers in cards.items()]


def spaced_phone(phone: str) -> str:
    """Return `phone` in groups that are easy to read and dial: 138 0000 0046, 0798-012 3456; others as they are."""
    digits = re.sub(r"[\s\-—－()（）]", "", phone)
    if re.fullmatch(r"1\d{10}", digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if re.fullmatch(r"0\d{9,11}", digits):
        area = 3 if digits.startswith(("010", "02")) else 4
        return f"{digits[:area]}-{digits[area:-4]} {digits[-4:]}"
    return phone


def dialled(phone: str) -> str:
    """Return the tel: address a phone dials when it reads the card's code (RFC 3966), extensions left off."""
    main = re.split(r"[转#,，、;；/a-zA-Z]", phone.strip())[0]
    return "tel:" + "".join(character for character in main if character in "+0123456789")
