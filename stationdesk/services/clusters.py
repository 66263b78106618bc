"""Rows and residents joined into people, without two numbers ever becoming one person by themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stationdesk.services.likeness import Sighting


class Clusters:
    """Rows joined step by step; a join that would put two sound ID numbers on one person is not made."""

    def __init__(self, people: Sequence[Sighting]) -> None:
        self.parent = list(range(len(people)))
        self.ids: list[Collection[str]] = [person.ids for person in people]
        self.joined: dict[int, list[int]] = {}
        """Row that stands for a person → all his rows, where there are several."""

    def root(self, at: int) -> int:
        """Return the row that stands for the person of row `at`."""
        parent = self.parent
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    def members(self, at: int) -> list[int]:
        """Return the rows of the person of row `at`."""
        root = self.root(at)
        return self.joined.get(root, [root])

    def join(self, one: int, other: int, *, sure: bool = False) -> bool:
        """Make two rows one person, if need be (`sure`) against their numbers; returns whether that could be done."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        if not sure and self.ids[a] and self.ids[b] and set(self.ids[a]).isdisjoint(self.ids[b]):
            return False
        low, high = min(a, b), max(a, b)
        self.joined.setdefault(low, [low]).extend(self.joined.pop(high, [high]))
        self.parent[high] = low
        if self.ids[high] and self.ids[low] != self.ids[high]:
            self.ids[low] = frozenset(self.ids[a]).union(self.ids[b])
        return True
