"""What every step of a wish is called on a button and in a menu, and the key that does it on the board."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stationdesk.i18n import N_
from stationdesk.ui import key_map

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "submit": N_("Hand it in|wish"),
        "check": N_("Looked at it at home|wish"),
        "approve": N_("Approve it|wish"),
        "publish": N_("Put it on the wall|wish"),
        "send_back": N_("Send it back|wish"),
        "reject": N_("Say no to it|wish"),
        "change": N_("Correct it|wish"),
        "claim": N_("Somebody takes it|wish"),
        "assign": N_("Give it to somebody|wish"),
        "answer": N_("Decide who gets it|wish"),
        "prefer": N_("Give it to another one|wish"),
        "extend": N_("Longer on the wall|wish"),
        "take_down": N_("Take it off the wall|wish"),
        "put_off": N_("More time|wish"),
        "give_back": N_("Give it back|wish"),
        "ready": N_("It lies at the station|wish"),
        "deliver": N_("It was brought|wish"),
        "dispute": N_("It is not right, or broken|wish"),
        "fulfil": N_("It has come true|wish"),
        "review": N_("Asked once more|wish"),
        "dissatisfied": N_("Not content|wish"),
        "exchange": N_("Another thing in its place|wish"),
        "extra": N_("A gift beside the wish|wish"),
        "thank": N_("The giver was thanked|wish"),
        "withdraw": N_("Not wanted any more|wish"),
        "cancel": N_("Close it|wish"),
        "tell": N_("The taker was told|wish"),
    }
)
"""Action → its words."""
LETTERS = ("claim", "deliver", "fulfil", "give_back", "put_off", "change")
KEYS: Mapping[str, str] = MappingProxyType({name: key_map.shown(f"wishes.{name}") for name in LETTERS})
"""Action → the key that does it on the board, where it has one."""
ONTO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "judge": ("send_back",),
        "free": ("approve", "publish", "give_back", "dispute", "dissatisfied", "extend"),
        "held": ("claim", "assign", "answer"),
        "brought": ("deliver",),
        "true": ("fulfil", "review"),
        "off": ("reject", "cancel", "withdraw"),
    }
)
"""Column → what brings a card there, the usual first: what a dropped card does where it may."""
