"""Tells which rows and which residents are one person, for Chinese names: sure, different, or a question to the operator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from stationdesk.i18n import _
from stationdesk.services.blocking import Ground, close_pairs, grounds_of_known, grounds_of_sighting, pairs_within, sound_blocks
from stationdesk.services.clusters import Clusters
from stationdesk.services.likeness import KnownPerson, Sighting, Verdict, blurred, name_key, sighting_of, sound_alike
from stationdesk.services.progress import Report, silent
from stationdesk.services.settling import Pair, doubtful, may_join
from stationdesk.services.weighing import weigh
from stationdesk.services.weights import BY_SOUND, MEETING

__all__ = ["KnownPerson", "Matches", "Question", "Sighting", "match"]

TELL_EVERY = 500
"""Residents or names between two words on how far the matching is."""


class Question(NamedTuple):
    """Something only the operator can settle: row number `row` may be the same person as another row or resident.

    `code` is same_id_other_name, same_name, sounds_alike or two_candidates.
    """

    row: int
    code: str
    other_row: int | None = None
    known: str | None = None


@dataclass(slots=True)
class Matches:
    """For each row its person (an index; equal: one person), for each person the resident he is, and the questions."""

    person: list[int]
    known: dict[int, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Rows that were taken in before, word for word."""
    residents: dict[str, KnownPerson] = field(default_factory=dict)
    """The residents that `known` and the questions name."""


def match(
    rows: Sequence[Sighting],
    known: Iterable[KnownPerson] = (),
    told: Mapping[int, str | int | None] = MappingProxyType({}),
    report: Report = silent,
) -> Matches:
    """Return who is who among `rows` (in their order) and the residents `known`.

    `told` is what the operator answered: a row is the resident with this id, the person of that other row, or (None) nobody it
    was asked about; nothing more is asked of such a row. What `report` raises stops the matching and is passed on.
    Time grows with rows + residents: only people who share a sound ID number, a name, or a birth day and sound are compared.
    """
    near = gather(rows, known, set(told.values()), report)
    work = _Work(near.people, near.keys, len(rows), report)
    for row_at, known_at in near.taken:
        work.clusters.join(known_at, row_at)
    work.tell(told, {resident.id: len(rows) + at for at, resident in enumerate(near.residents)})
    work.run()
    found = work.matches(near.residents)
    found.taken = {at for at, _known in near.taken}
    found.questions = [
        q
        for q in found.questions
        if q.row not in told and (q.row not in found.taken or (q.other_row is not None and q.other_row not in found.taken))
    ]
    return found


class Near(NamedTuple):
    """The rows and, behind them, the residents worth comparing with them; `taken` are rows a resident came from before."""

    people: list[Sighting]
    keys: list[str]
    residents: list[KnownPerson]
    taken: list[tuple[int, int]]


def gather(rows: Sequence[Sighting], known: Iterable[KnownPerson], said: Collection[str | int | None], report: Report) -> Near:
    """Return the rows, and the residents who share a number, a name, or a sound and a ground with one, or are `said` to be one."""
    keys = [name_key(row.name) if row.name else "" for row in rows]
    people: list[Sighting] = list(rows)
    residents: list[KnownPerson] = []
    wanted = set(keys) | {name_key(name) for row in rows for name in row.other_names}
    numbers = {number for row in rows for number in row.ids}
    shared = {ground for row in rows for ground in grounds_of_sighting(row)}
    heard = {(sound, ground) for row, key in zip(rows, keys, strict=True) for ground in grounds_of_sighting(row) for sound in blurred(key)}
    prints = {row.fingerprint: at for at, row in enumerate(rows) if row.fingerprint}
    taken: list[tuple[int, int]] = []
    for count, person in enumerate(known):
        if count % TELL_EVERY == 0:
            report(_("Comparing with the people of the register"), count, 0)
        key = name_key(person.name)
        seen = [prints[p] for p in person.rows if p in prints] if person.rows else ()
        if seen:
            taken.extend((at, len(people)) for at in seen)
            people.append(sighting_of(person))
            keys.append(key)
            residents.append(person)
            continue
        near = key in wanted or person.id in said or person.id_no in numbers or any(name_key(name) in wanted for name in person.other_names)
        if not near and not _heard(key, [ground for ground in grounds_of_known(person) if ground in shared], heard):
            continue
        people.append(sighting_of(person))
        keys.append(key)
        residents.append(person)
    return Near(people, keys, residents, taken)


def _heard(key: str, grounds: Collection[Ground], heard: Collection[tuple[str, Ground]]) -> bool:
    """Tell whether a row's name sounds like this one and shares one of the grounds."""
    return bool(grounds) and any((sound, ground) in heard for sound in blurred(key) for ground in grounds)


def _tied(reasons: Collection[str]) -> bool:
    """Tell whether a resident who is likely meant is meant, if no other fits: a phone or relatives in common, and not another group."""
    return not MEETING.isdisjoint(reasons) and "other_group" not in reasons


class _Work:
    """One run of matching over rows and residents together (residents stand behind the rows)."""

    def __init__(self, people: list[Sighting], keys: list[str], rows: int, report: Report) -> None:
        self.people, self.keys, self.rows, self.report = people, keys, rows, report
        self.clusters = Clusters(people)
        self.sure: list[Pair] = []
        self.likely: list[Pair] = []
        self.slips: list[Pair] = []
        self.unsettled: set[int] = set()
        """Rows of which it is not settled whom they surely are: nobody who is but likely is meant."""
        self.asked: dict[tuple[int, int], str] = {}
        self.told: set[int] = set()
        """Rows the operator has spoken of."""
        self.answered: dict[int, int] = {}
        """Rows the operator has spoken of → the resident (by his place) they are."""

    def tell(self, told: Mapping[int, str | int | None], places: Mapping[str, int]) -> None:
        """Take the operator's word: join what he calls one person, whatever the numbers say."""
        self.told = set(told)
        for at, who in told.items():
            other = places.get(who) if isinstance(who, str) else who
            if other is not None and other != at:
                self.clusters.join(other, at, sure=True)
                if other >= self.rows:
                    self.answered[at] = other

    def run(self) -> None:
        """Join what is sure, then what is likely and has no rival; collect the questions."""
        for at in range(1, self.rows):
            if self.people[at].continues:
                self.clusters.join(at - 1, at)
        self._by_number()
        self._by_name()
        self._settle_sure()
        self._by_sound()
        self._settle_likely()
        for one, other, _score in self.slips:
            self.asked.setdefault((one, other), "sounds_alike")

    def _by_number(self) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for at, person in enumerate(self.people):
            for number in person.ids:
                if at < self.rows or number in blocks:
                    blocks[number].append(at)
        for block in blocks.values():
            for at in block[1:]:
                if self._names_agree(block[0], at):
                    self.clusters.join(block[0], at)
                else:
                    other = next((b for b in block if b != at and self._names_agree(b, at) and b < at), None)
                    if other is not None:
                        self.clusters.join(other, at)
                    else:
                        self.asked[block[0], at] = "same_id_other_name"

    def _names_agree(self, one: int, other: int) -> bool:
        a, b = self.people[one], self.people[other]
        if self.keys[one] == self.keys[other] or not a.name or not b.name:
            return True
        if a.name in b.other_names or b.name in a.other_names or set(a.other_names) & set(b.other_names):
            return True
        return sound_alike(self.keys[one], self.keys[other])

    def _by_name(self) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self.keys):
            if key:
                blocks[key].append(at)
            for name in self.people[at].other_names:
                other = name_key(name)
                if other != key and len(other) > 1:
                    blocks[other].append(at)
        for count, block in enumerate(blocks.values()):
            if count % TELL_EVERY == 0:
                self.report(_("Comparing names"), count, len(blocks))
            if len(block) > 1:
                self._pairs(block)

    def _pairs(self, block: list[int]) -> None:
        people = self.people
        for one, other in close_pairs(block, people):
            if one >= self.rows and other >= self.rows:
                continue
            found = weigh(people[one], people[other])
            if found.verdict is Verdict.SAME:
                self.sure.append(Pair(one, other, found.score))
            elif found.verdict is Verdict.LIKELY and (other < self.rows or _tied(found.reasons)):
                if one not in self.told and other not in self.told:
                    self.likely.append(Pair(one, other, found.score))
            elif found.verdict is not Verdict.DIFFERENT:
                self.asked.setdefault((one, other), "same_name")

    def _settle_sure(self) -> None:
        """Join sure pairs; one that is as sure of somebody else becomes a question."""
        open_ones = doubtful(self.sure, self.people, self.rows)
        for one, other, _score in self.sure:
            is_open = (one, other) in open_ones and self.clusters.root(one) != self.clusters.root(other)
            if is_open or not self._join(one, other, sure=True):
                self.asked.setdefault((one, other), "two_candidates" if is_open else "same_name")
                self.unsettled.update(at for at in (one, other) if at < self.rows)

    def _join(self, one: int, other: int, *, sure: bool) -> bool:
        if self.clusters.root(one) == self.clusters.root(other):
            return True
        members = self.clusters.members
        return may_join(members(one), members(other), self.people, self.rows, sure=sure) and self.clusters.join(one, other)

    def _settle_likely(self) -> None:
        """Join likely pairs where neither side has a second candidate, by name or fitting better by sound; the others become questions."""
        rivals: dict[int, set[int]] = defaultdict(set)
        root = self.clusters.root
        for one, other, _score in self.likely:
            a, b = root(one), root(other)
            if a != b:
                rivals[a].add(b)
                rivals[b].add(a)
        heard = {pair.one: pair.score for pair in sorted(self.slips, key=lambda pair: pair.score)}
        for one, other, score in self.likely:
            a, b = root(one), root(other)
            if a == b:
                continue
            alone = len({root(r) for r in rivals[a]} - {a}) == 1 and len({root(r) for r in rivals[b]} - {b}) == 1
            better = heard.get(one, 0) > score or not self.unsettled.isdisjoint((one, other))
            if not alone or better or not self._join(a, b, sure=False):
                self.asked.setdefault((one, other), "two_candidates")

    def _by_sound(self) -> None:
        """Gather people whose names are spoken alike and who share more than that: a slip of the pen, or two people."""
        blocks = sound_blocks(self.people, self.keys, self.rows)
        for count, (one, other) in enumerate(pairs_within(blocks)):
            if count % TELL_EVERY == 0:
                self.report(_("Comparing names by their sound"), min(count, len(blocks)), len(blocks))
            if one < self.rows and self.keys[one] != self.keys[other] and self.clusters.root(one) != self.clusters.root(other):
                found = weigh(self.people[one], self.people[other])
                if found.verdict is not Verdict.DIFFERENT and BY_SOUND & set(found.reasons):
                    self.slips.append(Pair(one, other, found.score))

    def matches(self, residents: list[KnownPerson]) -> Matches:
        """Return the outcome in terms of rows and residents' ids."""
        root = self.clusters.root
        known: dict[int, str] = {}
        double: list[Question] = []
        for at, other in self.answered.items():
            known.setdefault(root(at), residents[other - self.rows].id)
        for place, resident in enumerate(residents):
            person = root(self.rows + place)
            if person < self.rows:
                if known.get(person) == resident.id:
                    continue
                if person in known:
                    double.append(Question(person, "two_candidates", known=resident.id))
                else:
                    known[person] = resident.id
        found = Matches([root(at) for at in range(self.rows)], known, double)
        told = (
            set(known.values())
            | {question.known for question in double}
            | {residents[b - self.rows].id for _a, b in self.asked if b >= self.rows}
        )
        found.residents = {resident.id: resident for resident in residents if resident.id in told}
        for (one, other), code in self.asked.items():
            if root(one) == root(other):
                continue
            if other < self.rows:
                found.questions.append(Question(other, code, other_row=one))
            elif one < self.rows:
                found.questions.append(Question(one, code, known=residents[other - self.rows].id))
        found.questions.sort(key=lambda question: (question.row, question.other_row or -1, question.known or ""))
        return found
