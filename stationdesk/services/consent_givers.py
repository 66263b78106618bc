"""Who may agree for a person: the person, the guardians, the parents on the list of relatives, somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.guardianship import guardians_of
from stationdesk.services.kin_words import PARENTS, kin_word


@dataclass(frozen=True, slots=True)
class Giver:
    """Somebody who may agree; without a name it is asked."""

    key: str
    words: str
    by: str
    name: str = ""
    relation: str | None = None
    guardian_id: str | None = None


def givers_of(session: Session, resident: Resident, on: date) -> list[Giver]:
    """Return who may agree for a person, whoever is asked first at the head."""
    found: list[Giver] = []
    child = is_child(resident, on)
    if child:
        for one in guardians_of(session, [resident.id])[resident.id]:
            if one.in_force(on.isoformat()) and one.kind != "caregiver":
                word = f"{kin_word(one.relation, one.relation_written)} {one.name}".strip()
                by = "delegated_guardian" if one.kind == "delegated" else "guardian"
                found.append(Giver(one.id, word, by, one.name, one.relation, one.id))
        names = {one.name for one in found}
        mine = select(Kin).where(Kin.resident_id == resident.id, Kin.author == resident.author, col(Kin.removed_at).is_(None))
        parents = [one for one in session.exec(mine.order_by(col(Kin.contact_order))) if one.relation in PARENTS and one.name]
        alive = [one for one in parents if one.life_state != "deceased" and one.name not in names]
        found += [Giver(one.id, f"{kin_word(one.relation)} {one.name}", "guardian", one.name or "", one.relation) for one in alive]
        found.append(Giver("guardian", _("another guardian"), "guardian"))
        found.append(Giver("self", _("the child itself"), "self", resident.name))
    else:
        found.append(Giver("self", _("the person"), "self", resident.name))
        found.append(Giver("kin", _("a relative|giver"), "kin"))
        found.append(Giver("agent", _("somebody entrusted"), "agent"))
    return found
