"""On what ground a photo may be kept: a consent that holds, or a word given now; and when it may be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.consent import Consent
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.services.consents import BY_GUARDIAN, Why, allowed
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident

NO = frozenset({Why.REFUSED, Why.WITHDRAWN, Why.CHILD_REFUSES})
"""A no that only a new consent can lift."""


class PhotoRefused(DeskError):
    """The photo may not be kept, used or deleted so."""


@dataclass(frozen=True)
class Spoken:
    """A word given now that a photo may be kept, and nothing more: by whom, by which name, how."""

    by: str
    name: str
    how: str


@dataclass(frozen=True)
class Grounds:
    """On what ground photos of some people may be kept."""

    uses: tuple[str, ...] = ()
    consent_id: str | None = None
    until: str | None = None
    asked: tuple[str, ...] = ()
    """Residents who, or whose guardians, must be asked now."""
    refused: tuple[tuple[str, str], ...] = ()
    """Names (a child's alias) and why they may not be photographed."""


def grounds(session: Session, resident_ids: Sequence[str], on: date) -> Grounds:
    """Return what consents say of photos of these people on day `on`. Raises NoSuchResident."""
    asked, refused, until, consent, publish = [], [], [], None, True
    for who in dict.fromkeys(resident_ids):
        said = allowed(session, who, "photo", on)
        consent = consent or said.consent_id
        if said.why in NO:
            refused.append((listed_name(own_resident(session, who), on), said.said))
        elif not said:
            asked.append(who)
        publish = publish and bool(said) and bool(allowed(session, who, "publication", on))
        until += [end for end in (_ends(session, said.consent_id) if said else None,) if end]
    if asked or refused:
        return Grounds(asked=tuple(asked), refused=tuple(refused))
    uses = ("archive", "report", "publish") if publish else ("archive", "report")
    return Grounds(uses, consent, min(until, default=None))


def _ends(session: Session, consent_id: str | None) -> str | None:
    return session.exec(select(Consent.valid_to).where(Consent.id == consent_id)).first() if consent_id else None


def listed_name(resident: Resident, on: date) -> str:
    """Return a name as lists and sentences say it: a child goes by alias."""
    return masked_child(resident.name, resident.alias) if is_child(resident, on) else resident.name


def refuse_unagreed(session: Session, held: Grounds, spoken: Spoken | None, on: date) -> None:
    """Raise PhotoRefused unless a consent, or a word given now, lets photos be kept; for a child it must be a guardian's."""
    if held.refused:
        name, why = held.refused[0]
        raise PhotoRefused(refused_words(name, why))
    for who in held.asked:
        child = is_child(own_resident(session, who), on)
        if spoken is None or (child and (spoken.by not in BY_GUARDIAN or not spoken.name.strip())):
            name = listed_name(own_resident(session, who), on)
            raise PhotoRefused(
                _("Nobody has agreed that photos of {name} are kept. Record the consent first (Ctrl Shift C on the person's page).").format(
                    name=name
                )
            )


def refused_words(name: str, why: str) -> str:
    """Say that somebody may not be photographed, and what would change that."""
    return _(
        "{name}: {why}. No photo is kept. If that has changed, record the new consent first (Ctrl Shift C on the person's page)."
    ).format(name=name, why=why)
