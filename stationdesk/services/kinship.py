"""How two people of one household are related, worked out from what each is to the head (GB/T 4761).

A relation is a way through the family, step by step: a daughter-in-law is the head's son's wife. Between two members one goes
back to the head and on to the other; where the way turns (father's son) it may come to oneself, to a brother, or to somebody
else's child, so that there can be several answers. The likeliest comes first; what stays open is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

Way = tuple[str, ...]
"""Steps: s, d child; f, m parent; h, w spouse; b, z sibling (eb, es elder, yb, ys younger)."""

_SONS = ("son", "only_son", "eldest_son", "second_son", "third_son", "fourth_son", "fifth_son", "adopted_son", "other_son")
_DAUGHTERS = ("daughter", "only_daughter", "eldest_daughter", "second_daughter", "third_daughter", "fourth_daughter", "fifth_daughter")
_TEXT = """
head: / self: / husband: h / wife: w / son_in_law: d h / daughter_in_law: s w
grandson: s s / granddaughter: s d / daughters_son: d s / daughters_daughter: d d
grandsons_wife: s s w / granddaughters_husband: s d h / great_grandson: s s s / great_granddaughter: s s d
father: f / mother: m / stepfather: f / stepmother: m
husbands_father: h f / husbands_mother: h m / wifes_father: w f / wifes_mother: w m
paternal_grandfather: f f / paternal_grandmother: f m / maternal_grandfather: m f / maternal_grandmother: m m
great_grandfather: f f f / great_grandmother: f f m
elder_brother: eb / elder_brothers_wife: eb w / younger_brother: yb / younger_brothers_wife: yb w
elder_sister: es / elder_sisters_husband: es h / younger_sister: ys / younger_sisters_husband: ys h
fathers_elder_brother: f eb / fathers_elder_brothers_wife: f eb w
fathers_younger_brother: f yb / fathers_younger_brothers_wife: f yb w
mothers_brother: m b / mothers_brothers_wife: m b w / mothers_sister: m z / mothers_sisters_husband: m z h
fathers_sister: f z / fathers_sisters_husband: f z h
brothers_son: b s / brothers_daughter: b d / sisters_son: z s / sisters_daughter: z d
"""
_WAYS: Mapping[str, Way] = MappingProxyType(
    dict.fromkeys(_SONS, ("s",))
    | dict.fromkeys((*_DAUGHTERS, "adopted_daughter", "other_daughter"), ("d",))
    | {
        code: tuple(steps.split())
        for code, _sep, steps in (one.strip().partition(":") for line in _TEXT.strip().splitlines() for one in line.split(" / "))
    }
)
_MALE, _FEMALE = frozenset({"s", "f", "h", "b", "eb", "yb"}), frozenset({"d", "m", "w", "z", "es", "ys"})
_CHILD, _PARENT, _SPOUSE = frozenset("sd"), frozenset("fm"), frozenset("hw")
_SIBLING = frozenset({"b", "z", "eb", "yb", "es", "ys"})
_PLAIN = {"eb": "b", "yb": "b", "es": "z", "ys": "z"}
_CODES: dict[Way, str] = {}
for _relation, _steps in _WAYS.items():
    _CODES.setdefault(_steps, _relation)
_COUSINS = {("f", "b"): "cousin_same_surname"}
OF_HEAD = frozenset({"head", "self"})


@dataclass(frozen=True, slots=True)
class Kinsman:
    """A member of a household as far as relations are worked out by it."""

    id: str
    relation: str | None
    """What he is to the head."""
    sex: str | None = None
    birth: str | None = None
    parents: frozenset[str] = field(default_factory=frozenset)
    """Ids of those who are known to be father or mother, from the lists of relatives."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody is to somebody: the likeliest code first; several are asked about."""

    codes: tuple[str, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether there is one answer only."""
        return len(self.codes) == 1

    @property
    def likeliest(self) -> str | None:
        """The first answer, if any."""
        return self.codes[0] if self.codes else None


def way_of(relation: str | None, sex: str | None) -> Way | None:
    """Return the way from the head to somebody, or None where the relation does not say it (a cousin, a relative)."""
    if relation == "spouse":
        return {"male": ("h",), "female": ("w",)}.get(sex or "")
    return _WAYS.get(relation or "")


def sex_of(relation: str | None) -> str | None:
    """Return the sex a relation tells of, or None (spouse, cousin, the head)."""
    way = way_of(relation, None)
    if not way:
        return None
    return "male" if way[-1] in _MALE else "female"


def reverse_of(relation: str | None, whose_sex: str | None, sex: str | None = None) -> str | None:
    """Return what somebody of `whose_sex` is to his relative, who is `relation` to him; None if that cannot be said."""
    if relation == "not_related":
        return relation
    way = way_of(relation, sex)
    back = None if not way else _back(way, whose_sex)
    return None if back is None else _code(back)


def relation_between(whose: Kinsman, other: Kinsman, head_sex: str | None, everybody: Iterable[Kinsman] = ()) -> Answer:
    """Return what `other` is to `whose`, both members of one household; no answer where a relation to the head says nothing."""
    if "not_related" in (whose.relation, other.relation):
        return Answer(("not_related",))
    if head_sex not in ("male", "female"):
        either = [relation_between(whose, other, sex, everybody := tuple(everybody)) for sex in ("male", "female")]
        return either[0] if either[0] == either[1] else Answer()
    begin, end = way_of(whose.relation, whose.sex), way_of(other.relation, other.sex)
    back = None if begin is None or end is None else _back(begin, head_sex)
    if back is None or end is None or begin is None:
        return Answer()
    if not (start := whose.sex or sex_of(whose.relation)) and back:
        return Answer()
    ways = [way for way in _reduced(start or "", back + end) if way]
    ways = [_aged(way, whose, other) for way in ways]
    ways = _by_evidence(ways, whose, other)
    if len(ways) > 1 and _only_branch(begin, end, everybody):
        ways = ways[:1]
    return Answer(tuple(dict.fromkeys(code for way in ways for code in _codes(way))))


def _only_branch(begin: Way, end: Way, everybody: Iterable[Kinsman]) -> bool:
    """Tell whether both ways leave the head by the same child, there being only one of that sex in the household."""
    if not begin or not end or begin[0] != end[0] or begin[0] not in _CHILD:
        return False
    return sum(way_of(one.relation, one.sex) == begin[:1] for one in everybody) == 1


def _back(way: Way, head_sex: str | None) -> Way | None:
    """Return the way back from its end to the head, or None if the head's sex is needed and unknown."""
    sexes = [head_sex, *("male" if step in _MALE else "female" for step in way)]
    found = []
    for at in range(len(way), 0, -1):
        to = sexes[at - 1]
        if to not in ("male", "female"):
            return None
        found.append(_turned(way[at - 1], man=to == "male"))
    return tuple(found)


def _turned(step: str, *, man: bool) -> str:
    if step in _CHILD:
        return "f" if man else "m"
    if step in _PARENT:
        return "s" if man else "d"
    if step in _SPOUSE:
        return "h" if man else "w"
    order = {"e": "y", "y": "e"}.get(step[0], "") if len(step) == 2 else ""
    return order + (("b" if man else "s") if order else ("b" if man else "z"))


def _reduced(start: str, way: Way) -> list[Way]:
    """Return the ways that `way` may come to, the shortest turn first."""
    sexes = [start, *("male" if step in _MALE else "female" for step in way)]
    for at in range(len(way) - 1):
        turns = _turns(way[at], way[at + 1], sexes[at])
        if turns is not None:
            found: list[Way] = []
            for turn in turns:
                for one in _reduced(start, way[:at] + turn + way[at + 2 :]):
                    if one not in found:
                        found.append(one)
            return found
    return [way]


def _turns(first: str, then: str, origin: str) -> list[Way] | None:
    """Return what two steps that follow each other may come to; None if they stand as they are."""
    male = then in _MALE
    same: list[Way] = [()] if origin == ("male" if male else "female") else []
    sibling: Way = ("b",) if male else ("z",)
    if first in _PARENT and then in _CHILD:
        return [*same, sibling]
    if first in _CHILD and then in _PARENT:
        return same or [("h",) if male else ("w",)]
    if first in _SPOUSE and then in _SPOUSE:
        return [()]
    if first in _SPOUSE and then in _CHILD:
        return [(then,)]
    if first in _PARENT and then in _SPOUSE:
        return [("f",) if male else ("m",)]
    if first in _SIBLING and then in _PARENT:
        return [(then,)]
    if first in _CHILD and then in _SIBLING:
        return [("s",) if male else ("d",)]
    if first in _SIBLING and then in _SIBLING:
        return [*same, sibling]
    return None


def _aged(way: Way, whose: Kinsman, other: Kinsman) -> Way:
    """Say of a brother or sister whether elder or younger, where both birth dates are known."""
    if way in (("b",), ("z",)) and whose.birth and other.birth and whose.birth != other.birth:
        elder = other.birth < whose.birth
        return (("eb" if elder else "yb"),) if way == ("b",) else (("es" if elder else "ys"),)
    return way


def _by_evidence(ways: Sequence[Way], whose: Kinsman, other: Kinsman) -> list[Way]:
    """Leave only what the lists of relatives allow: whose father is known is not somebody else's child."""
    found = list(ways)
    for way, child, parent in ((("f",), whose, other), (("m",), whose, other), (("s",), other, whose), (("d",), other, whose)):
        if way not in found:
            continue
        if parent.id in child.parents:
            return [way]
        if len(child.parents) > 1:
            found.remove(way)
    return found or list(ways)


_EITHER: Mapping[Way, tuple[str, ...]] = MappingProxyType(
    {
        ("b",): ("elder_brother", "younger_brother"),
        ("z",): ("elder_sister", "younger_sister"),
        ("b", "w"): ("elder_brothers_wife", "younger_brothers_wife"),
        ("z", "h"): ("elder_sisters_husband", "younger_sisters_husband"),
        ("f", "b"): ("fathers_younger_brother", "fathers_elder_brother"),
        ("f", "b", "w"): ("fathers_younger_brothers_wife", "fathers_elder_brothers_wife"),
    }
)
"""What two words there are for where it is not known who is the elder."""


def _codes(way: Way) -> tuple[str, ...]:
    return _EITHER.get(way) or (_code(way),)


def _code(way: Way) -> str:
    plain = tuple(_PLAIN.get(step, step) for step in way)
    if plain in (("b",), ("z",)) and way == plain:
        return "other_sibling"
    found = _CODES.get(way) or _CODES.get(plain) or (_EITHER[plain][0] if plain in _EITHER else "")
    if found:
        return found
    if len(plain) == 3 and plain[0] in _PARENT and plain[1] in ("b", "z") and plain[2] in _CHILD:
        return _COUSINS.get(plain[:2], "cousin_other_surname")
    if plain and all(step in _CHILD for step in plain):
        return ("great_grandson" if plain[-1] == "s" else "great_granddaughter") if len(plain) == 3 else "other_grandchild"
    if plain and all(step in _PARENT for step in plain):
        return ("great_grandfather" if plain[-1] == "f" else "great_grandmother") if len(plain) == 3 else "other_grandparent"
    if len(plain) == 3 and plain[0] in _SPOUSE and all(step in _PARENT for step in plain[1:]):
        return "spouses_grandparent"
    if len(plain) == 3 and plain[:2] in (("d", "s"), ("d", "d"), ("s", "d")) and plain[2] in _SPOUSE:
        return "grandsons_wife" if plain[2] == "w" else "granddaughters_husband"
    return "other_relative"


def through(relation: str | None, head_sex: str | None, member: str | None, sex: str | None, *, start: str | None) -> Answer:
    """Return what a member of another household is to our head (of sex `start`), if its head is `relation` to him."""
    if member in OF_HEAD:
        return Answer((relation,) if relation else ())
    first, then = way_of(relation, head_sex), way_of(member, sex)
    if first is None or then is None or "not_related" in (relation, member):
        return Answer(("not_related",)) if "not_related" in (relation, member) else Answer()
    ways = [way for way in _reduced(start or "", first + then) if way]
    return Answer(tuple(dict.fromkeys(code for way in ways for code in _codes(way))))
