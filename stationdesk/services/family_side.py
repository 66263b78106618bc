"""What stands beside a family: what happened to its members lately, and how its consents stand, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.consent import Consent
from stationdesk.services.consents import KINDS, Allowed, Why, standing
from stationdesk.services.day_words import narrow_day
from stationdesk.services.doubles import is_child
from stationdesk.services.event_words import Part
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_troubles import called
from stationdesk.services.kin_words import kin_word
from stationdesk.services.timeline import Event, events

LATELY = 12
EACH = 8
SHOWN = ("enrolment", "photo", "public_wish")
"""The kinds of consent beside a family; the others are in the dialog."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a member, as the family's list says it."""

    id: str
    day: str
    parts: tuple[Part, ...]
    author: str

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        return "，".join(filter(None, (self.day, "".join(part.text for part in self.parts), self.author)))


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """How one kind of consent stands in a family."""

    kind: str
    label: str
    parts: tuple[Part, ...]
    day: str

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        return "，".join(filter(None, (self.label, "".join(part.text for part in self.parts), self.day)))


def happenings(session: Session, data: FamilyData, *, may_see_children: bool = False) -> list[Happening]:
    """Return what happened to the members lately, the newest first; what concerns the whole house once."""
    found: dict[str, tuple[Event, str]] = {}
    for one in data.there:
        child = is_child(one, data.on)
        if child and not may_see_children:
            continue
        for event in events(session, one.id, data.on.isoformat(), household_id=data.home.id, limit=EACH):
            if event.kind not in ("enrolled", "category") and event.id not in found:
                found[event.id] = (event, called(one, data.on))
    newest = sorted(found.values(), key=lambda pair: (pair[0].day, pair[0].id), reverse=True)[:LATELY]
    return [Happening(event.id, _day(event.day, data.on), (Part(f"{name} "), *event.parts), event.author) for event, name in newest]


def _day(day: str, on: date) -> str:
    return narrow_day(date.fromisoformat(day), on) if len(day) == 10 else day


def consent_lines(session: Session, data: FamilyData, *, may_see_children: bool = False) -> list[ConsentLine]:
    """Return how the family's consents stand: those of the children where there are some, else those of the head."""
    children = data.children if may_see_children else []
    people = children or ([data.head] if data.head is not None and data.head in data.there else data.adults[:1])
    stands = {one.id: {kind: (state, consent) for kind, state, consent in standing(session, one.id, data.on)} for one in people}
    lines = []
    for kind in SHOWN if people else ():
        states = [(called(one, data.on), *stands[one.id][kind]) for one in people]
        lines.append(_line(kind, states, data.on))
    return lines


def _line(kind: str, states: list[tuple[str, Allowed, Consent | None]], on: date) -> ConsentLine:
    alike = len({(state.why, consent.giver_name if consent else None) for _name, state, consent in states}) == 1
    parts: list[Part] = []
    for name, state, consent in states[:1] if alike else states:
        parts += [Part("；")] if parts else []
        parts += [Part(f"{name} ")] if not alike else []
        parts.append(Part(state.said, "bold" if state.why in (Why.REFUSED, Why.WITHDRAWN, Why.CHILD_REFUSES) else _tone(state)))
        who = _giver(consent)
        parts += [Part(f"，{who}")] if who and alike else []
    days = [consent.withdrawn_on or consent.given_on for _name, _state, consent in states if consent]
    return ConsentLine(kind, table("consent_kind").label(kind), tuple(parts), narrow_day(date.fromisoformat(max(days)), on) if days else "")


def _tone(state: Allowed) -> str:
    return "" if state.holds else "amber" if state.why is not Why.NOT_ASKED else "ink3"


def _giver(consent: Consent | None) -> str:
    if consent is None:
        return ""
    word = kin_word(consent.giver_relation) if consent.giver_relation else ""
    name = word or consent.giver_name or ""
    if not name:
        return ""
    return _("{who} signed").format(who=name) if consent.form in (None, "paper", "electronic") else _("{who} said so").format(who=name)


__all__ = ["KINDS", "ConsentLine", "Happening", "consent_lines", "happenings"]
