"""What of a wish may be read by all: the public card, and why a wish may not be published (domain 5).

A child stands there under an alias, with the guardian's word and the child's own, and its words tell nothing of name, school, group,
category, illness, phone or ID number. The wall, the cards and the county's list for departments take what they show from here alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.code import of_codes
from stationdesk.registers.code import table as codes
from stationdesk.registers.consent import Consent
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import COMPOUND_SURNAMES, masked_name
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish import Wish
from stationdesk.services.consents import Why, history, judged
from stationdesk.services.doubles import is_child
from stationdesk.services.followed import followed
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of

NUMBERS = re.compile(r"\d[\d -]{5,}[\dXx]")
"""Seven figures or more: a phone, an ID number."""
NO = frozenset({Why.REFUSED, Why.WITHDRAWN, Why.CHILD_REFUSES})
TOO_GENERAL = frozenset({"child", "elder", "other", "special", "illness"})
"""Categories whose word alone tells nothing of anybody: 儿童."""
BANDS = ((0, 3), (4, 6), (7, 9), (10, 12), (13, 15), (16, 17))
AGED = 70


class WishNotPublic(DeskError):
    """The wish may not be read by all."""


class Words(NamedTuple):
    """What a wish says that others may read."""

    content: str
    spec: str | None = None
    quantity: str | None = None
    public_name: str | None = None


@dataclass(frozen=True, slots=True)
class PublicCard:
    """A wish as it may be shared: nothing else of it ever is."""

    wish_id: str
    number: str
    called: str
    """小满（化名）, 徐奶奶."""
    age: str
    """10到12岁, 80多岁; empty where it is not known."""
    kind: str
    content: str
    spec: str
    budget: int | None
    wanted_by: str


_TELLS = {
    "name": N_("the name"),
    "around": N_("the name of a guardian or relative"),
    "school": N_("the school"),
    "group": N_("the village group"),
    "number": N_("a phone or an ID number"),
    "label": N_("a category or an illness"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a wish that tells too much."""

    what: str
    word: str

    @property
    def says(self) -> str:
        """What it tells, and the word."""
        return _("{what} («{word}»)|found").format(what=_(_TELLS[self.what]), word=self.word)


def tells(words: Words, person: Resident | None, around: Iterable[str], *, child: bool) -> tuple[Found, ...]:
    """Return what the words of a wish tell that nobody may read."""
    parts, found = [part for part in words if part], []
    alias = words.public_name or (person.alias if child and person is not None else None)
    if alias and alias not in parts:
        parts.append(alias)
    text, text_beside = plain(" ".join(parts)), plain(" ".join(part for part in parts if part != alias))
    if person is not None:
        looked = [("name", word) for word in _names(person.name)]
        if child:
            looked += [("around", word) for name in around for word in _names(name)]
            looked += [("school", word) for word in _and_stem(person.school, 2)]
            looked += [("group", word) for word in _and_stem(person.village_group, 1)]
        whole = plain(person.name)  # 小满 may well be what 汪小满 is called on the wall
        found = [Found(what, word) for what, word in looked if len(word) > 1 and word in (text if word == whole else text_beside)]
        found = [one for one in found if one.word != plain(alias or "") or one.word == whole]
    for part in parts:
        if long := NUMBERS.search(unicodedata.normalize("NFKC", part)):
            found.append(Found("number", long[0]))
    if child:
        found += [Found("label", word) for word in sorted(labels()) if word in text]
    return tuple({one.what: one for one in reversed(found)}.values())


def _names(name: str | None) -> list[str]:
    """Return a name, and the given name alone where it has two letters or more."""
    name = plain(name or "")
    surname = 2 if name[:2] in COMPOUND_SURNAMES else 1
    return [name, name[surname:]] if len(name) - surname > 1 else [name]


def _and_stem(word: str | None, tail: int) -> list[str]:
    """Return a word, and what is left without its last letters (上徐小学: 上徐) if that still names something."""
    word = plain(word or "")
    return [word, word[:-tail]] if len(word) - tail > 1 else [word]


def plain(text: str) -> str:
    """Return a text as words are looked for in it."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@of_codes
@cache
def labels() -> frozenset[str]:
    """Return the words for categories and illnesses that tell something of a child."""
    rows = [*codes("resident_category").rows, *codes("illness").rows]
    found = {plain(row.label) for row in rows if row.code not in TOO_GENERAL}
    ill = (row for row in codes("illness").rows if row.code not in TOO_GENERAL and row.code != "hypertension")
    found |= {plain(word) for row in ill for word in row.synonyms}  # high pressure is a cooker, too
    return frozenset(word for word in found if len(word) > 1)


# -- at the station


def reason_against(session: Session, wish: Wish, person: Resident | None, on: date) -> str:
    """Return why a wish may not be read by all on day `on`, in a sentence; empty if it may."""
    if wish.may_be_public is False:
        return _("It is written down that this wish may not be made public. It can still be given to somebody directly.")
    if person is None:
        return _told_too_much(tells(_words(wish), None, (), child=False))
    child = is_child(person, on)
    if person.residency_status in GONE or person.removed_at is not None:
        return _("The person of this wish does not live here any more.")
    said = judged(person, [one for one in history(session, person.id) if one.kind == "public_wish"], on)
    if child and not said:
        return _(
            "A child's wish is published only when guardian and child have agreed ({why}). Please write the consent down first."
        ).format(why=said.said)
    if said.why in NO:
        return _("The person does not want the wish to be public ({why}).").format(why=said.said)
    if child and not alias_of(wish, person):
        return _("A child stands on the wall under another name only. Please give the wish a name for the wall first.")
    around = names_around(session, person.id) if child else ()
    return _told_too_much(tells(_words(wish), person, around, child=child))


def _told_too_much(found: Sequence[Found]) -> str:
    if not found:
        return ""
    what = _(", |pause").join(one.says for one in found)
    return _("The words of this wish tell {what}. Everybody reads what hangs on the wall: please write it differently.").format(what=what)


def _words(wish: Wish) -> Words:
    return Words(wish.content, wish.spec, wish.quantity, wish.public_name)


def refuse_public(session: Session, wish: Wish, on: date) -> None:
    """Raise WishNotPublic with the reason if a wish may not be read by all."""
    why = reason_against(session, wish, person_of(session, wish.resident_id), on)
    if why:
        raise WishNotPublic(why)


def person_of(session: Session, resident_id: str | None) -> Resident | None:
    """Return whose wish it is now, a merged record followed; None for a household's. Raises NoSuchResident."""
    return own_resident(session, followed(session, [resident_id])[resident_id]) if resident_id else None


def names_around(session: Session, resident_id: str) -> tuple[str, ...]:
    """Return the names of guardians and relatives."""
    guards = select(Guardian.name).where(Guardian.resident_id == resident_id, col(Guardian.removed_at).is_(None))
    kin = select(Kin.name).where(Kin.resident_id == resident_id, col(Kin.removed_at).is_(None))
    found = [*session.exec(guards), *session.exec(kin)]
    return tuple(name for name in found if name)


def public_card(session: Session, wish: Wish, on: date) -> PublicCard:
    """Return what of a wish may be shared. Raises WishNotPublic with the reason if nothing may."""
    refuse_public(session, wish, on)
    return card_of(wish, person_of(session, wish.resident_id), on)


def card_of(wish: Wish, person: Resident | None, on: date) -> PublicCard:
    """Return the public face of a wish, which must have been judged before."""
    spec = _(" · ").join(part for part in (wish.spec, wish.quantity) if part)
    return PublicCard(
        wish_id=wish.id,
        number=wish.wish_no or "",
        called=called(wish, person, on),
        age=age_words(person, on) if person is not None else "",
        kind=codes("wish_kind").label(wish.kind) if wish.kind else "",
        content=wish.content,
        spec=spec,
        budget=wish.budget,
        wanted_by=wish.wanted_by or "",
    )


def alias_of(wish: Wish, person: Resident) -> str:
    """Return under which name a child stands on the wall; empty if none was given."""
    return wish.public_name or person.alias or ""


def called(wish: Wish, person: Resident | None, on: date) -> str:
    """Return what the public calls whose wish it is: a child by alias, an elder by surname and how one speaks to him."""
    if person is None:
        return wish.public_name or _("a household of the village")
    if is_child(person, on):
        return _("{alias} (alias)").format(alias=alias_of(wish, person) or _("a child|alias"))
    if wish.public_name:
        return wish.public_name
    age, name = person.age(on.isoformat()), plain(person.name)
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    if person.sex not in ("male", "female") or age is None or not surname or surname.isascii():
        return masked_name(person.name)
    if person.sex == "male":
        return (_("Grandpa {surname}") if age >= AGED else _("Uncle {surname}")).format(surname=surname)
    return (_("Grandma {surname}") if age >= AGED else _("Aunt {surname}")).format(surname=surname)


def age_words(person: Resident, on: date) -> str:
    """Return an age as a band: 10到12岁, 80多岁."""
    age = person.age(on.isoformat())
    if age is None:
        return ""
    if band := next(((low, high) for low, high in BANDS if low <= age <= high), None):
        return _("{low} to {high} years").format(low=band[0], high=band[1])
    return _("over {decade} years").format(decade=age // 10 * 10)


def newly_refused(session: Session, on: date) -> list[str]:
    """Return the wishes of whoever has said no to their being public, or whose consent has run out; whether they hang is not asked."""
    mine = (Consent.author == author_of(session), Consent.kind == "public_wish", col(Consent.removed_at).is_(None))
    against = or_(col(Consent.given).is_(False), col(Consent.withdrawn_on).is_not(None), col(Consent.valid_to) < on.isoformat())
    found: list[str] = []
    for who in session.exec(select(Consent.resident_id).where(*mine, or_(against, col(Consent.child_agrees).is_(False))).distinct()):
        person = session.exec(select(Resident).where(Resident.id == who, Resident.author == author_of(session))).first()
        words = [one for one in history(session, who) if one.kind == "public_wish"]
        if person is not None and judged(person, words, on).why in NO | {Why.EXPIRED}:
            own = select(Wish.id).where(Wish.resident_id == who, Wish.author == author_of(session), col(Wish.removed_at).is_(None))
            found += session.exec(own)
    return found
