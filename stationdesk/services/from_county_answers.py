"""An answer to one thing the county wants, put together: what it writes, and the sentence that an undo repeats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.announcements import note_read, says_read
from stationdesk.services.corrections import answer_correction, says_answer
from stationdesk.services.from_county import CLAIM, CORRECTION, TASK, Entry
from stationdesk.services.task_requests import report
from stationdesk.services.tasks import says_report
from stationdesk.services.transfers_in import Arrival, accept, decline, says_accept, says_decline
from stationdesk.services.wish_claims import close_claim, deliver, end_claim


@dataclass(frozen=True)
class Given:
    """An answer that may be written."""

    says: str
    write: Callable[[Session], Any]


def answered(
    session: Session, one: Entry, what: str, typed: Mapping[str, Any], figures: Mapping[str, int], *, on: date, by: str, children: bool
) -> Given:
    """Return the answer `what` (report, corrected, right, read, delivered, ended, closed, accepted, declined).

    `typed` is what was typed beside it; `children` tells whether the operator may see children.

    Writing it raises TaskImpossible, CorrectionImpossible, AnnouncementImpossible, ClaimImpossible or TransferImpossible.
    """
    if one.kind == TASK:
        outcome, text = str(typed.get("how", "done")), str(typed.get("words", ""))
        says = says_report(one.title, outcome)
        return Given(says, lambda writing: report(writing, one.id, outcome, on, by=by, text=text, figures=figures))
    if one.kind == CORRECTION:
        reason, says = str(typed.get("reason", "")), says_answer(session, one.id, what, on)
        return Given(says, lambda writing: answer_correction(writing, one.id, what, on, by=by, reason=reason))
    if one.kind == CLAIM:
        return _of_claim(one, what, typed, on, by)
    if isinstance(one.held, Arrival):
        return _of_arrival(one.held, what, typed, on, by, children=children)
    return Given(says_read(one.title), lambda writing: note_read(writing, one.id, by=by))


def _of_claim(one: Entry, what: str, typed: Mapping[str, Any], on: date, by: str) -> Given:
    """Return that a wish was delivered, or that its claim came to nothing."""
    text = str(typed.get("reason", ""))
    if what == "delivered":
        says = _("Delivered, {claim}").format(claim=one.title)
        return Given(says, lambda writing: deliver(writing, one.id, on, by=by, text=text))
    if what == "closed":
        says = _("Told that the wish is cancelled, {claim}").format(claim=one.title)
        return Given(says, lambda writing: close_claim(writing, one.id, on, by=by))
    how = str(typed.get("how", "withdrawn"))
    says = _("Claim over ({how}), {claim}").format(how=table("claim_end").label(how), claim=one.title)
    return Given(says, lambda writing: end_claim(writing, one.id, how, on, by=by, text=text))


def _of_arrival(one: Arrival, what: str, typed: Mapping[str, Any], on: date, by: str, *, children: bool) -> Given:
    """Return that somebody is taken in, or is not of this village."""
    relay, reason = one.relay.id, str(typed.get("reason", ""))
    if what == "accepted":
        return Given(says_accept(one), lambda writing: accept(writing, relay, on, by=by, children=children))
    return Given(says_decline(one), lambda writing: decline(writing, relay, on, by=by, reason=reason))
