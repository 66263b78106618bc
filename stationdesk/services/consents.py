"""Consents: given or refused, by whom and on which paper, withdrawn with a reason; and the one question whether something is allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of

KINDS = ("enrolment", "photo", "public_wish", "publication", "family_call", "health")
"""What is asked of everybody, in the order shown."""
PUBLIC = frozenset({"public_wish", "publication", "photo"})
"""What a child must agree to himself, beside the guardian."""
OF_CHILDREN = ("enrolment", "photo", "public_wish")
"""What is missing of a child who has neither a consent nor a refusal."""
BY_GUARDIAN = frozenset({"guardian", "delegated_guardian"})
OLD_ENOUGH_TO_SIGN_TOO = 8
"""From this age a child has a will of its own in law (民法典 19) and is asked about what is published."""


class ConsentImpossible(DeskError):
    """A consent that cannot hold: a day to come, an end before its beginning, nobody who may give it."""


class Why(StrEnum):
    """Why something is allowed or not."""

    GIVEN = "given"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NO_GUARDIAN = "no_guardian"
    CHILD_NOT_ASKED = "child_not_asked"
    CHILD_REFUSES = "child_refuses"
    NOT_YET = "not_yet"


_SAID = {
    Why.GIVEN: N_("agreed"),
    Why.NOT_ASKED: N_("not asked yet"),
    Why.REFUSED: N_("refused|consent"),
    Why.WITHDRAWN: N_("taken back"),
    Why.EXPIRED: N_("run out"),
    Why.NO_GUARDIAN: N_("the guardian has not agreed"),
    Why.CHILD_NOT_ASKED: N_("the child was not asked"),
    Why.CHILD_REFUSES: N_("the child does not want it"),
    Why.NOT_YET: N_("holds later only"),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether something may be done with a person, why, and by which consent."""

    holds: bool
    why: Why
    consent_id: str | None = None

    def __bool__(self) -> bool:
        """Tell whether it may be done."""
        return self.holds

    @property
    def said(self) -> str:
        """The reason in words."""
        return _(_SAID[self.why])


def allowed(session: Session, resident_id: str, kind: str, on: date) -> Allowed:
    """Tell whether a consent of `kind` holds for a resident on day `on`.

    The last word counts, whoever gave it: a refusal after a consent ends it, and one withdrawn does not bring an older one back.
    Below 14 a guardian must have agreed, below 18 to what others will see, and that needs the child's own word too from eight years
    on. Raises NoSuchResident.
    """
    resident = own_resident(session, resident_id)
    return judged(resident, [one for one in history(session, resident_id) if one.kind == kind], on)


def judged(resident: Resident, words: Sequence[Consent], on: date) -> Allowed:
    """Judge by the consents of one kind, the newest first."""
    day = on.isoformat()
    said = [one for one in words if one.given_on <= day]
    if not said:
        return Allowed(holds=False, why=Why.NOT_YET if words else Why.NOT_ASKED)
    last = said[0]
    if not last.given:
        return Allowed(holds=False, why=Why.REFUSED, consent_id=last.id)
    if last.withdrawn_on and last.withdrawn_on <= day:
        return Allowed(holds=False, why=Why.WITHDRAWN, consent_id=last.id)
    if last.valid_to and last.valid_to < day:
        return Allowed(holds=False, why=Why.EXPIRED, consent_id=last.id)
    if is_child(resident, on) and (missing := _lacks_of_child(resident, last, on)) is not None:
        return Allowed(holds=False, why=missing, consent_id=last.id)
    return Allowed(holds=True, why=Why.GIVEN, consent_id=last.id)


def _lacks_of_child(resident: Resident, last: Consent, on: date) -> Why | None:
    """Return what a child's consent lacks: the guardian's word, or the child's own where something is published."""
    if needs_guardian(resident, last.kind, on) and (last.given_by not in BY_GUARDIAN or not (last.guardian_id or last.giver_name)):
        return Why.NO_GUARDIAN
    if last.kind in PUBLIC and last.given_by in BY_GUARDIAN:
        if last.child_agrees is False:
            return Why.CHILD_REFUSES
        if last.child_agrees is None and _is_asked(resident, on):
            return Why.CHILD_NOT_ASKED
    return None


def needs_guardian(resident: Resident, kind: str, on: date) -> bool:
    """Tell whether a guardian must agree: below 14 to everything (PIPL art. 31), below 18 to what others will see."""
    return is_child(resident, on) and (resident.is_young_child(on.isoformat()) is not False or kind in PUBLIC)


def _is_asked(resident: Resident, on: date) -> bool:
    age = resident.age(on.isoformat())
    return age is None or age >= OLD_ENOUGH_TO_SIGN_TOO


def history(session: Session, resident_id: str) -> list[Consent]:
    """Return every consent and refusal of a resident, the newest first."""
    mine = select(Consent).where(Consent.resident_id == resident_id, Consent.author == author_of(session))
    return sorted(session.exec(mine.where(col(Consent.removed_at).is_(None))), key=lambda one: (one.given_on, one.key or 0), reverse=True)


def standing(session: Session, resident_id: str, on: date) -> list[tuple[str, Allowed, Consent | None]]:
    """Return how each kind stands: those asked of everybody, and others that were ever spoken of."""
    resident, words = own_resident(session, resident_id), history(session, resident_id)
    kinds = dict.fromkeys((*KINDS, *(one.kind for one in words)))
    found = []
    for kind in kinds:
        mine = [one for one in words if one.kind == kind]
        state = judged(resident, mine, on)
        found.append((kind, state, next((one for one in mine if one.id == state.consent_id), None)))
    return found


def says_consent(resident: Resident, on: date) -> str:
    """Return the sentence of writing consents down; a child goes by alias."""
    name = masked_child(resident.name, resident.alias) if is_child(resident, on) else resident.name
    return _("Consents of {name}").format(name=name)


def write_consent(session: Session, resident_id: str, fields: Mapping[str, Any], on: date) -> Consent:
    """Write down that somebody agreed or refused; what was said before stays as history.

    Raises ConsentImpossible, NoSuchResident.
    """
    resident = own_resident(session, resident_id)
    draft = ConsentDraft.model_validate(dict(fields) | {"resident_id": resident_id})
    refuse_impossible(resident, draft, on)
    made = Consent.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def refuse_impossible(resident: Resident, draft: ConsentDraft, on: date) -> None:
    """Raise ConsentImpossible for a consent that could not hold."""
    if draft.given_on > on.isoformat():
        raise ConsentImpossible(_("{day} has not come yet. A consent is written down on its day or later.").format(day=draft.given_on))
    born = (resident.birth_date or "")[: 4 if resident.birth_calendar == "lunar" else 10]
    if draft.given_on[: len(born)] < born:
        raise ConsentImpossible(_("On {day} the person was not born yet. Please look at the day again.").format(day=draft.given_on))
    if draft.valid_to and draft.valid_to < draft.given_on:
        raise ConsentImpossible(_("The last day lies before the day of the consent. Please look at both days again."))
    if draft.given and needs_guardian(resident, draft.kind, on):
        if draft.given_by not in BY_GUARDIAN:
            raise ConsentImpossible(_("For a child the guardian agrees. Please choose the guardian as the one who agreed."))
        if not (draft.giver_name or draft.guardian_id):
            raise ConsentImpossible(_("Please write down which guardian agreed."))
    if draft.form == "oral" and not draft.witness:
        raise ConsentImpossible(_("A word of mouth needs a witness. Please write down who was there."))


def withdraw(session: Session, consent_id: str, on: date, reason: str) -> Consent:
    """End a consent from day `on`; what was done under it before stays right. Raises ConsentImpossible."""
    mine = select(Consent).where(Consent.id == consent_id, Consent.author == author_of(session), col(Consent.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None or not found.given:
        raise ConsentImpossible(_("There is no consent that could be taken back."))
    if found.withdrawn_on:
        raise ConsentImpossible(_("This consent was taken back already."))
    if not reason.strip():
        raise ConsentImpossible(_("Please write down why the consent is taken back."))
    found.withdrawn_on, found.withdrawn_reason = on.isoformat(), reason.strip()
    session.add(found)
    return found


def missing_consents(session: Session, on: date, kinds: Collection[str] = OF_CHILDREN) -> dict[str, tuple[str, ...]]:
    """Return for each kind the children of this desk who have neither a consent nor a refusal that still says something.

    One that has run out, or that no guardian gave, is missing too; a refusal or a withdrawal is an answer.
    """
    own = (Resident.author == author_of(session), col(Resident.removed_at).is_(None), col(Resident.closed_on).is_(None))
    born_after = f"{on.year - 19}"
    young = (col(Resident.birth_date) >= born_after) | (col(Resident.birth_date).is_(None))
    people = [one for one in session.exec(select(Resident).where(*own, young)) if is_child(one, on) and one.cared_for()]
    words: dict[tuple[str, str], list[Consent]] = {}
    ids = {one.id for one in people}
    mine = select(Consent).where(Consent.author == author_of(session), col(Consent.removed_at).is_(None), col(Consent.kind).in_(kinds))
    for consent in sorted(session.exec(mine), key=lambda one: (one.given_on, one.key or 0), reverse=True):
        if consent.resident_id in ids:
            words.setdefault((consent.resident_id, consent.kind), []).append(consent)
    answered = frozenset({Why.GIVEN, Why.REFUSED, Why.WITHDRAWN, Why.CHILD_REFUSES})
    order = sorted(people, key=lambda one: (one.village_group or "", one.route_order or 0, one.name, one.id))
    return {kind: tuple(one.id for one in order if judged(one, words.get((one.id, kind), []), on).why not in answered) for kind in kinds}
