"""Which pairs are worth weighing: people who share a name, or a sound and a ground; so that time grows with people, not with pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from stationdesk.registers.moon import lunar_day
from stationdesk.services.likeness import KnownPerson, Sighting, blurred, group_number

LARGEST_BLOCK = 60
"""People of one name beyond whom only those who share something else too are compared."""
HEAD, TAIL = 12, 6
"""Digits of the two parts of an ID number: a slip leaves one of them as it is."""

Ground = tuple[str, str]


def grounds_of(
    birth: str | None, precision: str | None, numbers: Iterable[str], phones: Collection[str], kin: Collection[str], group: str | None
) -> list[Ground]:
    """Return what somebody may share with himself entered once more: the day of birth in either calendar, parts of his number…"""
    found: list[Ground] = []
    if birth and precision == "day":
        found.append(("d", birth))
        moon = lunar_day(birth)
        if moon:
            found.append(("d", moon))
    elif birth and precision == "month" and group:
        found.append(("m", birth + group))
    if birth and precision == "day" and group:
        found.append(("m", birth[:7] + group))
    for number in numbers:
        found.append(("i", number[:HEAD]))
        found.append(("i", number[-TAIL:]))
    found.extend(("p", phone) for phone in phones)
    found.extend(("k", name) for name in kin)
    return found


def grounds_of_sighting(one: Sighting) -> list[Ground]:
    """Return the grounds of a sighting."""
    numbers = (*one.ids, one.doubtful) if one.doubtful else one.ids
    return grounds_of(one.birth, one.precision, numbers, one.phones, one.kin, group_number(one.group))


def grounds_of_known(one: KnownPerson) -> list[Ground]:
    """Return the grounds of a resident."""
    numbers = [number for number in (one.id_no, one.paper_no, *one.other_ids) if number]
    return grounds_of(one.birth, one.precision, numbers, one.phones, one.kin, group_number(one.village_group))


def close_pairs(block: Sequence[int], people: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of people of one name that are worth weighing: all of few, of many those who share a ground or a group."""
    if len(block) <= LARGEST_BLOCK:
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                yield one, other
        return
    shared: dict[Ground, list[int]] = defaultdict(list)
    for at in block:
        group = group_number(people[at].group)
        for ground in dict.fromkeys([*grounds_of_sighting(people[at]), *([("g", group)] if group else [])]):
            shared[ground].append(at)
    yield from pairs_within(shared.values())


def pairs_within(blocks: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield each pair of people who stand in one block, once; of a very large block the first only."""
    seen: set[tuple[int, int]] = set()
    for block in blocks:
        for place, one in enumerate(block[:LARGEST_BLOCK]):
            for other in block[place + 1 : LARGEST_BLOCK]:
                pair = (one, other) if one < other else (other, one)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def sound_blocks(people: Sequence[Sighting], keys: Sequence[str], first: int) -> list[list[int]]:
    """Return the people whose names sound alike and who share a ground; blocks with none of the `first` people are left out."""
    blocks: dict[tuple[str, Ground], list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        if not keys[at]:
            continue
        for ground in dict.fromkeys(grounds_of_sighting(person)):
            for sound in blurred(keys[at]):
                if at < first or (sound, ground) in blocks:
                    blocks[sound, ground].append(at)
    return [block for block in blocks.values() if len(block) > 1]
