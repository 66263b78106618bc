"""Whom rows of wishes, visits and pairings are about: they name people the lists know, mostly by the name alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from stationdesk.services.likeness import KnownPerson, Sighting, group_number, ids_agree, name_key, sighting_of, sound_alike
from stationdesk.services.matching import Matches, Question, match
from stationdesk.services.progress import Report

YEARS = 2
"""Years by which an age may be off: counted by another day, or as 虚岁."""
LARGEST = 60
"""People of one name beyond whom nobody is compared."""

Told = Mapping[int, str | int | None]


def match_all(sightings: Sequence[Sighting], events: Sequence[bool], known: Iterable[KnownPerson], told: Told, report: Report) -> Matches:
    """Return who is who among rows of lists and rows that tell of events (`events` says which a row is), and the residents `known`.

    Lists are matched first, by `match`. A row of an event then belongs to the one person of its name that nothing speaks
    against; where several fit, or one only sounds like it, the operator is asked and the row stays by itself.
    """
    if not any(events):
        return match(sightings, known, told, report)
    lists = [at for at, event in enumerate(events) if not event]
    back = {at: place for place, at in enumerate(lists)}
    rows = [sightings[at] for at in lists]
    people = _Overheard(known, [s for s, event in zip(sightings, events, strict=True) if event])
    own = {back[at]: back.get(who) if isinstance(who, int) else who for at, who in told.items() if at in back}
    first = match(rows, people, own, report)
    found = _widened(first, lists, len(sightings))
    _Attaching(sightings, events, found, people, told).run()
    return found


def _widened(first: Matches, lists: Sequence[int], count: int) -> Matches:
    """Return the matches of the lists' rows with the numbers rows have among all."""
    person = [-1] * count
    for place, at in enumerate(lists):
        person[at] = lists[first.person[place]]
    questions = [Question(lists[q.row], q.code, None if q.other_row is None else lists[q.other_row], q.known) for q in first.questions]
    known = {lists[root]: resident for root, resident in first.known.items()}
    return Matches(person, known, questions, {lists[at] for at in first.taken}, dict(first.residents))


class _Overheard:
    """The residents on their way into matching; remembers those a row of an event may be about."""

    def __init__(self, known: Iterable[KnownPerson], events: Sequence[Sighting]) -> None:
        self.known = known
        self.names = {key for s in events if s.name for key in _keys(s)}
        self.sounds = {(key[0], len(key)) for key in self.names if key}
        self.ids = {number for s in events for number in s.ids}
        self.prints = {s.fingerprint for s in events if s.fingerprint}
        self.kept: dict[str, KnownPerson] = {}

    def __iter__(self) -> Iterator[KnownPerson]:
        for person in self.known:
            key = name_key(person.name)
            if (
                key in self.names
                or person.id_no in self.ids
                or (key[:1], len(key)) in self.sounds
                or any(name_key(name) in self.names for name in person.other_names)
                or any(one in self.prints for one in person.rows)
            ):
                self.kept[person.id] = person
            yield person


def _keys(sighting: Sighting) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name_key(name) for name in (sighting.name, *sighting.other_names) if name))


class _Attaching:
    """One run: the people the lists and the register have, by name; each row of an event looks for its own among them."""

    def __init__(self, sightings: Sequence[Sighting], events: Sequence[bool], found: Matches, people: _Overheard, told: Told) -> None:
        self.sightings, self.events, self.found, self.told, self.kept = sightings, events, found, told, people.kept
        self.sights: dict[int, list[Sighting]] = defaultdict(list)
        """Person → everything said of him."""
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.by_sound: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.person_of: dict[str, int] = {}
        """Resident → the number he has as a person."""
        self.taken_rows = {one: person.id for person in people.kept.values() for one in person.rows}
        self.next = len(sightings)

    def run(self) -> None:
        """Gather the people, then find each row its own."""
        for at, event in enumerate(self.events):
            if not event:
                self._see(self.found.person[at], self.sightings[at])
        for root, resident in self.found.known.items():
            self.person_of[resident] = root
        for resident, person in self.kept.items():
            self._see(self._resident(resident), sighting_of(person))
        rows = [at for at, event in enumerate(self.events) if event]
        rows.sort(key=lambda at: not (self.sightings[at].ids or self.sightings[at].birth))
        for at in rows:
            self._attach(at)
        self.found.questions.sort(key=lambda question: (question.row, question.other_row or -1, question.known or ""))

    def _resident(self, resident: str) -> int:
        if resident not in self.person_of:
            self.person_of[resident] = self.next
            self.found.known[self.next] = resident
            self.next += 1
        return self.person_of[resident]

    def _see(self, person: int, sighting: Sighting) -> None:
        if not self.sights[person] or sighting not in self.sights[person]:
            self.sights[person].append(sighting)
        for key in _keys(sighting):
            if person not in self.by_name[key]:
                self.by_name[key].append(person)
                self.by_sound[key[:1], len(key)].append(person)
        for number in sighting.ids:
            if person not in self.by_id[number]:
                self.by_id[number].append(person)

    # -- one row

    def _attach(self, at: int) -> None:
        found, row = self.found, self.sightings[at]
        if row.fingerprint in self.taken_rows:
            self._give(at, self._resident(self.taken_rows[row.fingerprint]))
            found.taken.add(at)
            return
        if row.continues and at and self.events[at - 1] and found.person[at - 1] >= 0:
            self._give(at, found.person[at - 1])
            return
        if at in self.told:
            self._as_told(at, self.told[at])
            return
        person = self._by_number(at) or self._by_name(at)
        self._give(at, self._newcomer() if person is None else person)

    def _give(self, at: int, person: int) -> None:
        self.found.person[at] = person
        resident = self.found.known.get(person)
        if resident and resident in self.kept:
            self.found.residents.setdefault(resident, self.kept[resident])

    def _newcomer(self) -> int:
        self.next += 1
        return self.next - 1

    def _as_told(self, at: int, who: str | int | None) -> None:
        if isinstance(who, str):
            self._give(at, self._resident(who))
        elif who is not None and self.found.person[who] >= 0:
            self._give(at, self.found.person[who])
        else:
            person = self._newcomer()
            self._give(at, person)
            self._see(person, self.sightings[at])

    def _by_number(self, at: int) -> int | None:
        row = self.sightings[at]
        for number in row.ids:
            for person in self.by_id.get(number, ()):
                if not row.name or any(set(_keys(row)) & set(_keys(s)) for s in self.sights[person]):
                    return person
                if any(sound_alike(key, other) for key in _keys(row) for s in self.sights[person] for other in _keys(s)):
                    return person
                self._ask(at, "same_id_other_name", person)
        return None

    def _by_name(self, at: int) -> int | None:
        row = self.sightings[at]
        if not row.name:
            return None
        people = list(dict.fromkeys(person for key in _keys(row) for person in self.by_name.get(key, ())))[:LARGEST]
        fits = [person for person in people if all(_fits(row, said) for said in self.sights[person])]
        sure = [person for person in fits if any(_shown(row, said) for said in self.sights[person])]
        if len(fits) > 1 and len(sure) == 1:
            fits = sure
        if len(fits) == 1:
            self._see(fits[0], row)
            return fits[0]
        if fits:
            for person in fits:
                self._ask(at, "two_candidates", person)
            return None
        self._ask_by_sound(at, row)
        person = self._newcomer()
        self._see(person, row)
        return person

    def _ask_by_sound(self, at: int, row: Sighting) -> None:
        key = name_key(row.name)
        for person in self.by_sound.get((key[:1], len(key)), ())[: LARGEST * 10]:
            alike = any(sound_alike(key, other) for said in self.sights[person] for other in _keys(said))
            if alike and all(_fits(row, said) for said in self.sights[person]):
                self._ask(at, "named_alike", person)

    def _ask(self, at: int, code: str, person: int) -> None:
        resident = self.found.known.get(person)
        if resident is not None and resident in self.kept:
            self.found.questions.append(Question(at, code, known=resident))
            self.found.residents.setdefault(resident, self.kept[resident])
            return
        row = next((one for one, who in enumerate(self.found.person) if who == person), None)
        if row is not None:
            self.found.questions.append(Question(at, code, other_row=row))


def _fits(row: Sighting, said: Sighting) -> bool:
    """Return whether nothing a row says speaks against its being about the person another sighting is of."""
    agree = ids_agree(row, said)
    if agree:
        return True
    if agree is False or (row.sex and said.sex and row.sex != said.sex):
        return False
    if row.birth and said.birth and not _born_alike(row, said):
        return False
    groups = group_number(row.group), group_number(said.group)
    return not all(groups) or groups[0] == groups[1] or _shown(row, said)


def _born_alike(row: Sighting, said: Sighting) -> bool:
    one, other = str(row.birth), str(said.birth)
    if "age" in (row.precision, said.precision):
        return abs(int(one[:4]) - int(other[:4])) <= YEARS
    short, long = sorted((one, other), key=len)
    return long.startswith(short)


def _shown(row: Sighting, said: Sighting) -> bool:
    """Return whether something beside the name says that two sightings are of one person."""
    if ids_agree(row, said):
        return True
    if row.birth and row.birth == said.birth and row.precision == said.precision == "day":
        return True
    return any(one and other and not set(one).isdisjoint(other) for one, other in ((row.phones, said.phones), (row.kin, said.kin)))
