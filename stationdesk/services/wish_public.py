"""What of a wish may be read by all: the public card, and why a wish may not be published (domain 5).

A child stands there under an alias, with the guardian's word and the child's own. Nobody's wish, a grandmother's or a household's no
more than a child's own, tells of a child's name, school or group, of anybody's category or illness, of a phone or an ID number. The
wall, the cards and the county's list for departments take what they show from here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.code import table as codes
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import COMPOUND_SURNAMES, masked_name
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish import Wish
from stationdesk.services import wish_words
from stationdesk.services.consents import Why, history, judged
from stationdesk.services.doubles import is_child
from stationdesk.services.followed import followed
from stationdesk.services.person_writing import own_resident
from stationdesk.services.wish_children import NOBODY, Kid, Kids, home_head, kid_of, kids_around
from stationdesk.services.wish_words import plain

NO = frozenset({Why.REFUSED, Why.WITHDRAWN, Why.CHILD_REFUSES})
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
    "kid": N_("the name of a child"),
    "around": N_("the name of a guardian or relative"),
    "school": N_("the school"),
    "group": N_("the village group"),
    "number": N_("a phone or an ID number"),
    "contact": N_("how somebody is reached"),
    "label": N_("a category or an illness"),
    "family": N_("what has befallen a family"),
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


def tells(
    words: Words, person: Resident | None, around: Iterable[str], *, child: bool, kids: Kids = NOBODY, head: str | None = None
) -> tuple[Found, ...]:
    """Return what the words of a wish tell that nobody may read, whoever's it is.

    `around` are the names of a child's guardians and relatives, `kids` the children around the wish, `head` the head's name where it is
    a household's.
    """
    parts = [part for part in words if part]
    alias = words.public_name or (person.alias if child and person is not None else None)
    if alias and alias not in parts:
        parts.append(alias)
    text, beside = wish_words.joined(parts), wish_words.joined(part for part in parts if part != alias)
    own = (kid_of(person),) if person is not None and child else ()
    found = [
        *_own_name(person.name if person is not None else head, text, beside, alias if own else None),
        *(Found("name", word) for one in own if (word := _called(one, beside))),
        *(Found("kid", word) for one in kids.near if (word := _called(one, text))),
        Found("kid", wish_words.first_of((plain(name) for name in kids.names if person is None or name != person.name), text)),
    ]
    about = bool(own) or any(one.word for one in found if one.what == "kid") or any(word in text for word in wish_words.words_of("child"))
    found.append(Found("around", wish_words.first_of((word for name in around for word in wish_words.names_in(name)), beside)))
    found += _of_school(own, kids, text, about=about)
    found += [Found("group", wish_words.group_in(one.groups, beside)) for one in (*own, *kids.near) if about]
    found += [Found("number", wish_words.number_in(part)) for part in parts]
    found += [
        Found("contact", wish_words.contact_in(text)),
        Found("label", _(", |pause").join(wish_words.labels_in(text, child=about))),
        Found("family", wish_words.family_in(text) if about else ""),
    ]
    first: dict[str, Found] = {}
    for one in found:
        if one.word:
            first.setdefault(one.what, one)
    return tuple(first.values())


def _own_name(name: str | None, text: str, beside: str, alias: str | None) -> Iterator[Found]:
    """Yield a name in the words; as what he is called on the wall a grown-up may have his given name, a child nothing of its own."""
    whole, *given = wish_words.names_in(name)
    yield Found("name", wish_words.first_of([whole], text) or wish_words.first_of(given, beside))
    if alias and name and wish_words.is_own_name(alias, name):
        yield Found("name", alias)


def _called(one: Kid, text: str) -> str:
    """Return by which of its names a child stands in a text."""
    names = [*wish_words.names_in(one.name), *(plain(name) for name in one.others)]
    return (
        wish_words.first_of(names, text) or wish_words.first_of(names, wish_words.run_together(text)) or wish_words.spelt_in(one.name, text)
    )


def _of_school(own: Sequence[Kid], kids: Kids, text: str, *, about: bool) -> Iterator[Found]:
    """Yield school and class in a text; the beginning of a school's name, often the village's, only where a child is spoken of."""
    for one in (*own, *kids.near):
        yield Found("school", wish_words.school_in(one.school, text, stem=about))
        yield Found("school", wish_words.first_of([plain(one.grade_class or "")], text))
    if about or kids.near:
        yield Found("school", wish_words.kind_of_school_in(text))


# -- at the station


def reason_against(session: Session, wish: Wish, person: Resident | None, on: date) -> str:
    """Return why a wish may not be read by all on day `on`, in a sentence; empty if it may."""
    why = person_against(session, wish, person, on)
    return why or _told_too_much(told_of(session, words_of(wish), wish, person, on))


def person_against(session: Session, wish: Wish, person: Resident | None, on: date) -> str:
    """Return why a wish may not be read by all, whatever its words are: the person, the consent, the name of a child."""
    why = said_no(session, wish, person, on)
    if why or person is None or not is_child(person, on):
        return why
    if not (alias := alias_of(wish, person)):
        return _("A child stands on the wall under another name only. Please give the wish a name for the wall first.")
    return wish_words.own_name_words(alias) if wish_words.is_own_name(alias, person.name) else ""


def said_no(session: Session, wish: Wish, person: Resident | None, on: date) -> str:
    """Return why a wish may not be read by all, however it is written: it was said so, the person is gone, the consent is missing."""
    if wish.may_be_public is False:
        return _("It is written down that this wish may not be made public. It can still be given to somebody directly.")
    if person is None:
        return ""
    if person.residency_status in GONE or person.removed_at is not None:
        return _("The person of this wish does not live here any more.")
    said = judged(person, [one for one in history(session, person.id) if one.kind == "public_wish"], on)
    if not said and is_child(person, on):
        return _(
            "A child's wish is published only when guardian and child have agreed ({why}). Please write the consent down first."
        ).format(why=said.said)
    if said.why in NO:
        return _("The person does not want the wish to be public ({why}).").format(why=said.said)
    return ""


def told_of(session: Session, words: Words, wish: Wish, person: Resident | None, on: date) -> tuple[Found, ...]:
    """Return what some words about a wish tell that nobody may read, the children around it thought of."""
    child = person is not None and is_child(person, on)
    around = names_around(session, person.id) if person is not None and child else ()
    kids = kids_around(session, person.id if person is not None else None, wish.household_id, on)
    head = home_head(session, wish.household_id) if person is None else None
    return tells(words, person, around, child=child, kids=kids, head=head)


def _told_too_much(found: Sequence[Found]) -> str:
    if not found:
        return ""
    what = _(", |pause").join(one.says for one in found)
    return _("The words of this wish tell {what}. Everybody reads what hangs on the wall: please write it differently.").format(what=what)


def words_of(wish: Wish) -> Words:
    """Return the words of a wish that everybody would read."""
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
    return tuple(name for name in (*session.exec(guards), *session.exec(kin)) if name)


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
