"""One family as its page shows it: whose home, who belongs to it and where each is now, who looks after whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import GONE, Resident, years_old
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.event_words import Part
from stationdesk.services.facing_visitors import AWAY_ILL
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_facts import AWAY, ILL
from stationdesk.services.family_list import home_title, house_words
from stationdesk.services.family_troubles import called
from stationdesk.services.kin_words import BROTHERS, kin_word


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the table of members, or a relative who is not in the register."""

    id: str
    """The resident's id; of a relative outside, that of his entry."""
    relation: str
    name: str
    age: str
    now: tuple[Part, ...]
    child: bool = False
    outside: bool = False
    gone: bool = False

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        said = "".join(part.text for part in self.now)
        return "，".join(part for part in (self.relation, self.name, self.age, said) if part)


@dataclass(frozen=True, slots=True)
class Family:
    """The middle of the page."""

    id: str
    title: str
    facts: tuple[str, ...]
    members: tuple[MemberRow, ...]
    guarding: tuple[tuple[str, tuple[Part, ...]], ...]
    """Label and words, who looks after the children and until when."""
    hidden: int = 0
    """Children who are not shown to this operator."""


def family_of(data: FamilyData, *, may_see_children: bool = False, covered: bool = False, revealed: bool = False) -> Family:
    """Return the family as this operator may see it; `revealed`: children by their real names, with their schools."""
    shown = [one for one in data.members if may_see_children or not is_child(one, data.on)]
    view = _View(data, may_see_children=may_see_children, covered=covered, revealed=revealed)
    rows = (*(view.row(one) for one in shown), *(view.outside() if may_see_children else ()))
    hidden = sum(one.residency_status not in GONE for one in data.members if one not in shown)
    guarding = tuple(view.guarding()) if may_see_children else ()
    return Family(data.home.id, view.title(), view.facts(), tuple(rows), guarding, hidden)


class _View:
    """One reading of a family for one operator."""

    def __init__(self, data: FamilyData, *, may_see_children: bool, covered: bool, revealed: bool) -> None:
        self.data, self.on = data, data.on
        self.sees, self.covered, self.revealed = may_see_children, covered, revealed

    def name(self, one: Resident) -> str:
        """Return how a member is called here."""
        if not is_child(one, self.on) or self.revealed:
            return one.name
        return _("{alias} (alias)").format(alias=masked_child(one.name, one.alias))

    def title(self) -> str:
        """Return what the household is called."""
        data = self.data
        head = data.head or next(iter(data.adults), None)
        if head is None:
            return home_title(data.home.head_name or (called(data.children[0], self.on) if data.children else ""))
        return home_title(called(head, self.on))

    def facts(self) -> tuple[str, ...]:
        """Return group and house, number, how many there are and how many at home."""
        home, facts = self.data.home, self.data.facts
        first = self.data.head or next(iter(self.data.there), None)
        group = home.village_group or (first.village_group if first else None) or ""
        house = house_words(home.address or (first.current_address if first else None) or "", group)
        number = _("household no. {number}").format(number=home.household_no) if home.household_no else ""
        people = _("{count} people, {home} at home").format(count=facts.size, home=facts.at_home)
        return tuple(part for part in (" ".join(filter(None, (group, house))), number, people) if part)

    # -- members

    def row(self, one: Resident) -> MemberRow:
        """Return a member's line."""
        head = self.data.head is not None and one.id == self.data.head.id
        relation = table("relation").label("head") if head else table("relation").label(one.relation_to_head)
        years = one.age(self.on.isoformat())
        return MemberRow(
            one.id,
            relation or _("not known|relation"),
            self.name(one),
            _("{years} years").format(years=years) if years is not None and one.residency_status not in GONE else "",
            tuple(self.now(one)),
            is_child(one, self.on),
            gone=one.residency_status in GONE,
        )

    def now(self, one: Resident) -> Iterator[Part]:
        """Say where a member is now."""
        status = one.residency_status
        if status in GONE:
            since = self._since(one.residency_since)
            yield Part("，".join(filter(None, (table("residency_status").label(status), since, one.residency_place))), "ink3")
        elif status in AWAY:
            yield from self._away(one)
        elif status in ILL and not (self.covered and status in AWAY_ILL):
            yield Part(table("residency_status").label(status), "amber")
            yield Part("，".join(["", *filter(None, (one.residency_place, self._since(one.residency_since)))]))
        else:
            yield Part(_("at home|now"))
            yield from self._at_home(one)

    def _away(self, one: Resident) -> Iterator[Part]:
        label = _("away|now") if one.residency_status == "away" else table("residency_status").label(one.residency_status)
        yield Part(label, "bold")
        since = one.migrant_since or one.residency_since
        left = _("left {day}").format(day=self._since(since)) if since else ""
        back = _("back about {day}").format(day=self._since(one.expected_return)) if one.expected_return else ""
        words = "，".join(filter(None, (one.migrant_place or one.residency_place, one.migrant_employer, left, back)))
        if words:
            yield Part(" " + words)

    def _at_home(self, one: Resident) -> Iterator[Part]:
        wards = [carer for carer in self.data.facts.carers if carer.resident_id == one.id] if self.sees else []
        if wards:
            yield Part("，")
            yield Part(_("looks after {count} children").format(count=self._wards_of(one)), "bold")
        if is_child(one, self.on):
            school = (one.school, one.grade_class) if self.revealed else (table("schooling").label(one.schooling), "")
            boards = _("boards") if one.is_boarding else _("lives at home|school") if one.is_boarding is False else ""
            words = "，".join(filter(None, ("".join(filter(None, school)), boards)))
        else:
            ill = "" if self.covered else "、".join(filter(None, (table("illness").label(kind.kind) for kind in one.chronic[:2])))
            words = ill
        if words:
            yield Part("，" + words)

    def _wards_of(self, one: Resident) -> int:
        day = self.on.isoformat()
        named = [
            id_
            for id_, ones in self.data.guardians.items()
            if any(g.guardian_resident_id == one.id and g.kind in ("delegated", "caregiver") and g.in_force(day) for g in ones)
        ]
        return len(named) or len(self.data.facts.left)

    def _since(self, day: str | None) -> str:
        if not day:
            return ""
        if len(day) == 10:
            return day_words(date.fromisoformat(day), self.on)
        year, month = (*day.split("-"), "")[:2]
        return _("{year}/{month}").format(year=year, month=int(month)) if month else _("{year}").format(year=year)

    def outside(self) -> Iterator[MemberRow]:
        """Yield the children's parents and other relatives who look after them but are not in the register."""
        seen: set[tuple[str, str]] = set()
        members = {one.name for one in self.data.members}
        for child in self.data.children:
            for kin in self.data.kin.get(child.id, ()):
                key = (kin.name or "", kin.relation or "")
                linked = self.data.resident(kin.kin_resident_id)
                if key in seen or (linked is not None and linked in self.data.members) or (kin.name and kin.name in members):
                    continue
                seen.add(key)
                yield self._kin_row(kin, linked)

    def _kin_row(self, kin: Kin, linked: Resident | None) -> MemberRow:
        years = years_old(kin.birth_date, "day" if kin.birth_date and len(kin.birth_date) == 10 else "year", self.on.isoformat())
        if kin.life_state == "deceased":
            now = [Part(table("life_state").label("deceased"), "ink3")]
        elif linked is not None:
            now = [Part(_("another household"), "ink2"), *([Part("，" + linked.village_group)] if linked.village_group else [])]
        else:
            where = "，".join(filter(None, (kin.works_at or kin.place, kin.employer)))
            now = [Part(_("away|now"), "bold"), Part(" " + where)] if kin.works_at else [Part(where)] if where else []
            now += [Part("，" if now else ""), Part(_("not in the register"), "ink3")]
        age = _("{years} years").format(years=years) if years is not None and kin.life_state != "deceased" else ""
        return MemberRow(kin.id, kin_word(kin.relation, kin.relation_written), kin.name or "", age, tuple(now), outside=True)

    # -- who looks after whom

    def guarding(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """Yield who the guardians are, who was entrusted and until when, and the brothers and sisters."""
        if not self.data.children:
            return
        by_kind: dict[str, dict[tuple[str, str], list[Guardian]]] = {}
        for child in self.data.children:
            for one in self.data.guardians.get(child.id, ()):
                if one.in_force(self.on.isoformat()) or one.kind == "delegated":
                    by_kind.setdefault(one.kind or "legal", {}).setdefault((one.name, one.to_date or ""), []).append(one)
        parents = self._parents()
        if "parent" not in by_kind and parents:
            yield _("Guardians|label"), (Part(parents),)
        labels = {"parent": _("Guardians|label"), "delegated": _("Entrusted|label"), "caregiver": _("Looks after|label")}
        for kind in ("parent", "legal", "delegated", "caregiver", "institution"):
            for ones in list(by_kind.get(kind, {}).values())[:3]:
                yield labels.get(kind) or table("guardian_kind").label(kind), tuple(self._guardian(ones[0], len(ones)))
        if self.data.facts.left and "delegated" not in by_kind:
            yield _("Entrusted|label"), (Part(_("no letter yet"), "amber"),)
        if brothers := self.siblings():
            yield _("Brothers and sisters|label"), (Part(brothers),)

    def _parents(self) -> str:
        found: dict[str, str] = {}
        for child in self.data.children:
            for one in self.data.members:
                relation = self.data.relation(child.id, one.id) if one.id != child.id else None
                if relation in ("father", "mother") and one.residency_status != "deceased":
                    found.setdefault(relation, f"{kin_word(relation)} {one.name}")
            for kin in self.data.kin.get(child.id, ()):
                if kin.relation in ("father", "mother") and kin.life_state != "deceased" and kin.name:
                    found.setdefault(kin.relation, f"{kin_word(kin.relation)} {kin.name}")
        return "、".join(found.values())

    def _guardian(self, one: Guardian, count: int) -> Iterator[Part]:
        day = self.on.isoformat()
        yield Part(f"{kin_word(one.relation, one.relation_written)} {one.name}".strip(), "bold" if one.kind == "delegated" else "")
        person = self.data.resident(one.guardian_resident_id)
        years = person.age(day) if person else None
        words = [_("{years} years").format(years=years) if years is not None else ""]
        words.append(_("{count} of {all} children").format(count=count, all=len(self.data.children)) if self._partly(count) else "")
        if one.kind == "delegated":
            words.append(_("letter signed") if one.letter_signed else _("letter not signed yet"))
        said = "，".join(filter(None, words))
        if said:
            yield Part("，" + said)
        if term := self._term(one):
            yield Part("，" + term, "amber" if one.to_date is not None and one.to_date < day else "")
        if one.kind == "delegated" and one.letter_place:
            yield Part("，" + one.letter_place, "ink2")

    def _term(self, one: Guardian) -> str:
        """Say from when to when it holds."""
        begin, end = self._since(one.from_date), self._since(one.to_date)
        if begin and end:
            return _("{first} to {last}|letter").format(first=begin, last=end)
        return _("from {day} on").format(day=begin) if begin else _("until {day}").format(day=end) if end else ""

    def _partly(self, count: int) -> bool:
        return count < len(self.data.children)

    def siblings(self) -> str:
        """Say which of the children are brothers and sisters, and those who live elsewhere."""
        names: dict[str, str] = {}
        for child in self.data.children:
            for other in self.data.children:
                if other.id != child.id and self.data.relation(child.id, other.id) in BROTHERS:
                    names[child.id], names[other.id] = called(child, self.on), called(other, self.on)
            for kin in self.data.kin.get(child.id, ()):
                if kin.relation in BROTHERS and kin.name and not self.data.resident(kin.kin_resident_id):
                    names.setdefault(kin.name, masked_child(kin.name) if _young(kin, self.on) else kin.name)
        return "、".join(names.values())


def _young(kin: Kin, on: date) -> bool:
    years = years_old(kin.birth_date, "year", on.isoformat())
    return years is None or years < 18
