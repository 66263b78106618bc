"""What every action on a wish is called in a sentence, which an undo repeats."""

from __future__ import annotations

from collections.abc import Mapping

from stationdesk.i18n import N_, _
from stationdesk.registers.wish import Wish, WishDraft

LONGEST_SAID = 24
"""Letters of a wish that a sentence repeats."""
_SAYS: Mapping[str, str] = {
    "noted": N_("Wish noted: {what}"),
    "changed": N_("Wish corrected: {what}"),
    "submitted": N_("Wish handed in: {what}"),
    "checked": N_("Wish looked at: {what}"),
    "approved": N_("Wish approved: {what}"),
    "returned": N_("Wish sent back to be completed: {what}"),
    "rejected": N_("Wish not granted: {what}"),
    "published": N_("Wish published: {what}"),
    "extended": N_("Wish stays on the wall longer: {what}"),
    "expired": N_("Wish taken off the wall: {what}"),
    "withdrawn": N_("Wish withdrawn: {what}"),
    "cancelled": N_("Wish cancelled: {what}"),
    "claimed": N_("Wish claimed: {what}"),
    "assigned": N_("Wish given to somebody: {what}"),
    "preferred": N_("Wish given to another claimer: {what}"),
    "put_off": N_("More time for the wish: {what}"),
    "given_back": N_("Claim ended, the wish is free again: {what}"),
    "told": N_("Claimer told about the wish: {what}"),
    "ready": N_("Wish is at the station: {what}"),
    "delivered": N_("Wish brought: {what}"),
    "disputed": N_("Wish brought, but not right: {what}"),
    "fulfilled": N_("Wish come true: {what}"),
    "reviewed": N_("Asked again about the wish: {what}"),
    "dissatisfied": N_("Not content with the wish: {what}"),
    "thanked": N_("Thanked for the wish: {what}"),
    "exchanged": N_("Another thing for the wish: {what}"),
    "extra": N_("A gift beside the wish: {what}"),
}


def says_wish(done: str, *wishes: Wish | WishDraft) -> str:
    """Return the sentence of an action, which an undo repeats: what was wished for, never by whom."""
    what = " ".join(wishes[0].content.split())
    what = what if len(what) <= LONGEST_SAID else what[: LONGEST_SAID - 1] + "…"
    if len(wishes) > 1:
        what = _("{what} and {count} more|wishes").format(what=what, count=len(wishes) - 1)
    return says_done(done, what)


def says_done(done: str, what: str) -> str:
    """Return the sentence of an action on what was wished for."""
    return _(_SAYS[done]).format(what=what)
