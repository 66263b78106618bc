"""How a helper's work is looked at: appraisals with the figures of their period, and visits drawn by chance and asked about (F2-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.appraisal import Appraisal, AppraisalDraft
from stationdesk.registers.check_call import CheckCall, CheckCallDraft
from stationdesk.registers.visit import Visit
from stationdesk.services.hands import read_hands, written_as
from stationdesk.services.helper_duty import HelperDuty, duties
from stationdesk.services.known_helpers import known_helper
from stationdesk.services.pairing_world import World
from stationdesk.store.database import author_of

ANSWERED = ("true", "false", "unsure")
"""Answers that count; nobody reached does not."""


class CheckImpossible(DeskError):
    """Nothing can be drawn or answered so."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the calls back of a helper came to."""

    drawn: int
    answered: int
    true: int

    def rate(self) -> int | None:
        """Return how many of the answered were true, in whole per cent; None where none was answered."""
        return self.true * 100 // self.answered if self.answered else None


def duty_of(session: Session, world: World, helper_id: str, first: date, last: date) -> HelperDuty:
    """Return what one helper owed and did in a period; nothing where nothing was agreed."""
    return duties(session, world, first, last, [helper_id]).get(helper_id, HelperDuty(helper_id, ()))


def write_appraisal(session: Session, fields: Mapping[str, Any], on: date) -> Appraisal:
    """Keep an appraisal, a reminder, a commendation or a criticism. Raises CheckImpossible, HelperGone, ValidationError."""
    draft = AppraisalDraft.model_validate({"said_on": on.isoformat()} | dict(fields))
    known_helper(session, draft.helper_id)
    if draft.said_on > on.isoformat():
        raise CheckImpossible(_("That day has not come yet. Please look at the day again."))
    if draft.kind != "appraisal" and not (draft.text or "").strip():
        raise CheckImpossible(_("Please write down what was said."))
    made = Appraisal.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def appraisals_of(session: Session, helper_id: str) -> list[Appraisal]:
    """Return what was said of a helper's work, the latest first."""
    mine = select(Appraisal).where(
        Appraisal.helper_id == helper_id, Appraisal.author == author_of(session), col(Appraisal.removed_at).is_(None)
    )
    return list(session.exec(mine.order_by(col(Appraisal.said_on).desc(), col(Appraisal.key).desc())))


def noted_visits(session: Session, helper_id: str, first: date, last: date) -> list[Visit]:
    """Return the visits and calls of a period in which the helper was noted and somebody was met, in the order they were."""
    mine = select(Visit).where(
        col(Visit.visited_on).between(first.isoformat(), last.isoformat()),
        Visit.author == author_of(session),
        col(Visit.removed_at).is_(None),
        Visit.outcome == "met",
    )
    found = session.exec(mine.order_by(col(Visit.visited_on), col(Visit.key)))
    his = written_as(read_hands(session), helper_id)
    return [one for one in found if one.resident_id and any(there.helper_id in his for there in one.visitors)]


def draw(session: Session, helper_id: str, first: date, last: date, count: int, seed: int, on: date) -> list[CheckCall]:
    """Draw visits of a helper by chance, to ask whether they were made; with the same seed the same ones.

    One that was drawn before is not drawn again. Raises CheckImpossible where there is none left.
    """
    asked = {one.visit_id for one in checks_of(session, helper_id)}
    found = [one for one in noted_visits(session, helper_id, first, last) if one.id not in asked]
    if not found or count < 1:
        raise CheckImpossible(_("In this time there is no visit of his left to ask about."))
    chance = Random(seed)  # noqa: S311 - a draw that can be repeated, not a secret
    made = []
    for visit in sorted(chance.sample(found, min(count, len(found))), key=lambda one: (one.visited_on, one.id)):
        draft = CheckCallDraft(
            helper_id=helper_id,
            visit_id=visit.id,
            resident_id=visit.resident_id,
            from_date=first.isoformat(),
            to_date=last.isoformat(),
            drawn_on=on.isoformat(),
            seed=seed,
        )
        made.append(CheckCall.model_validate(draft, update={"author": author_of(session)}))
    session.add_all(made)
    session.flush()
    return made


def answer(session: Session, check_id: str, code: str, on: date, *, by: str, text: str = "") -> CheckCall:
    """Write down what was answered to a call back; another answer later replaces it. Raises CheckImpossible."""
    mine = select(CheckCall).where(CheckCall.id == check_id, CheckCall.author == author_of(session), col(CheckCall.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise CheckImpossible(_("This call back is not here any more. Please look at the list again."))
    if code == "false" and not text.strip():
        raise CheckImpossible(_("Please write down what the person said."))
    found.answer, found.asked_on, found.asked_by, found.text = code, on.isoformat(), by, text.strip()[:500] or None
    session.add(found)
    return found


def checks_of(session: Session, helper_id: str) -> list[CheckCall]:
    """Return the calls back about a helper, those not answered yet first, then the latest."""
    mine = select(CheckCall).where(
        CheckCall.helper_id == helper_id, CheckCall.author == author_of(session), col(CheckCall.removed_at).is_(None)
    )
    found = list(session.exec(mine.order_by(col(CheckCall.drawn_on).desc(), col(CheckCall.key))))
    return sorted(found, key=lambda one: one.answer in ANSWERED)


def confirmed(session: Session, first: date | None = None, last: date | None = None) -> dict[str, Confirmed]:
    """Return of each helper what the calls back came to: all of them, or those answered from `first` to `last`."""
    mine = select(CheckCall.helper_id, CheckCall.answer).where(CheckCall.author == author_of(session), col(CheckCall.removed_at).is_(None))
    if first is not None and last is not None:
        mine = mine.where(col(CheckCall.asked_on).between(first.isoformat(), last.isoformat()))
    told: dict[str, list[str | None]] = {}
    for helper, code in session.exec(mine):
        told.setdefault(helper, []).append(code)
    return {helper: Confirmed(len(codes), sum(code in ANSWERED for code in codes), codes.count("true")) for helper, codes in told.items()}
