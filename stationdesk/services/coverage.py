"""Coverage: distinct units of each kind that have something, of all units that stand on the cut-off day (domain.md 0 and 4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.code import table
from stationdesk.services.coverage_definition import Definition, definitions
from stationdesk.services.unit_tree import Tree, Unit, tree

FULL = 1000
"""Tenths of a percent in a whole."""
Authors = Callable[[Definition, str | None, str], Collection[str]]
"""Asks which stations have records that count, from a day (or from the beginning) to a day."""


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    name: str
    have: int
    all: int

    @property
    def full(self) -> bool:
        """Whether none is missing; of nothing, nothing is full."""
        return 0 < self.all == self.have

    @property
    def percent(self) -> str:
        """The share with one decimal, halves rounded up; what is not whole never reads 100 %."""
        if not self.all:
            return "—"
        if self.full:
            return "100 %"
        tenths = min((2 * FULL * self.have + self.all) // (2 * self.all), FULL - 1)
        return f"{tenths // 10}.{tenths % 10} %"


@dataclass(frozen=True)
class Coverage:
    """One coverage on its cut-off day: by kind of unit, by town, together, and which units are covered or not."""

    definition: Definition
    on: str
    since: str | None
    kinds: tuple[Share, ...]
    towns: tuple[Share, ...]
    whole: Share
    covered: tuple[Unit, ...]
    missing: tuple[Unit, ...]

    @property
    def full_towns(self) -> tuple[str, ...]:
        """The towns in which every unit is covered (村村通)."""
        return tuple(one.name for one in self.towns if one.full)

    @property
    def counted(self) -> str:
        """What was counted, in words: the definition, and for records the days."""
        if not self.definition.register:
            return self.definition.words
        begin = _("from {day}").format(day=self.since) if self.since else _("from the beginning")
        return _("{begin} to {day} {words}").format(begin=begin, day=self.on, words=self.definition.words)

    @property
    def figures(self) -> str:
        """The figures in words: 行政村 32，社区 26，共 58 / 67 = 86.6 %."""
        if not self.whole.all:
            return _("No village or community is written down, so there is nothing to count.")
        kinds = _(", |figures").join(f"{one.name} {one.have}" for one in self.kinds)
        said = _("{kinds}, together {have} / {all} = {share}")
        return said.format(kinds=kinds, have=self.whole.have, all=self.whole.all, share=self.whole.percent)

    @property
    def sentence(self) -> str:
        """The figures with what they mean, as they may stand in a report."""
        return _("{figures} (as of {day}; counted: {counted})").format(figures=self.figures, day=self.on, counted=self.counted)

    @property
    def towns_in_words(self) -> str:
        """Which towns are covered whole."""
        full = self.full_towns
        if not self.towns:
            return ""
        named = _(" ({towns})").format(towns=_(", ").join(full)) if full else ""
        return _("Every village covered: {count} of {all} towns{named}").format(count=len(full), all=len(self.towns), named=named)

    def as_json(self) -> dict[str, Any]:
        """Return it as a script reads it."""
        return {
            "name": self.definition.name,
            "title": self.definition.title,
            "counted": self.counted,
            "on": self.on,
            "since": self.since,
            "have": self.whole.have,
            "all": self.whole.all,
            "percent": self.whole.percent,
            "kinds": [{"kind": one.name, "have": one.have, "all": one.all} for one in self.kinds],
            "towns": [{"town": one.name, "have": one.have, "all": one.all, "full": one.full} for one in self.towns],
            "full_towns": list(self.full_towns),
            "missing": [{"town": one.town, "name": one.name} for one in self.missing],
            "sentence": self.sentence,
        }


def rounding() -> str:
    """Return the rule by which shares are rounded, in words."""
    return _("Percentages have one decimal, halves are rounded up; what is not whole is never written as 100 %.")


def covered(there: Tree, asked: Definition, having: Iterable[Unit], on: str, since: str | None = None) -> Coverage:
    """Return a coverage whose `having` units have what is asked; one that merged since counts for the unit it is in now."""
    ids = {now.id for now in (there.counts_for(one, on) for one in having) if now is not None}
    standing = there.standing(on)
    have, lack = tuple(one for one in standing if one.id in ids), tuple(one for one in standing if one.id not in ids)
    order = {row.code: at for at, row in enumerate(table("unit_kind").rows)}
    kinds = sorted({one.kind or "" for one in standing}, key=lambda kind: order.get(kind, len(order)))
    return Coverage(
        definition=asked,
        on=on,
        since=since,
        kinds=shares([(kind, table("unit_kind").label(kind) or _("kind not known")) for kind in kinds], have, standing, _kind),
        towns=shares([(town, town or _("no town")) for town in sorted({one.town for one in standing})], have, standing, _town),
        whole=Share("", len(have), len(standing)),
        covered=have,
        missing=lack,
    )


def _kind(one: Unit) -> str:
    return one.kind or ""


def _town(one: Unit) -> str:
    return one.town


def shares(
    names: Sequence[tuple[str, str]], have: Sequence[Unit], standing: Sequence[Unit], of: Callable[[Unit], str]
) -> tuple[Share, ...]:
    """Return how many of the standing units are covered, for each of the names with their words."""
    numerator, denominator = Counter(map(of, have)), Counter(map(of, standing))
    return tuple(Share(word, numerator[key], denominator[key]) for key, word in names)


def coverage(there: Tree, asked: Definition, authors: Authors, on: str, since: str | None = None) -> Coverage:
    """Return one coverage on day `on`, records being looked for from `since`; None is the beginning."""
    if asked.flag:
        return covered(there, asked, [one for one in there.units if one.leaf and asked.has(one, on)], on)
    writers = set(authors(asked, since, on))
    return covered(there, asked, [one for one in there.units if one.leaf and one.stations & writers], on, since)


def here(session: Session) -> Authors:
    """Return how this desk's own records are asked; other stations' records are at the county only."""

    def ask(asked: Definition, since: str | None, until: str) -> Collection[str]:
        records = register_of(asked.register).__table__  # type: ignore[attr-defined]
        return [author for (author,) in session.connection().execute(asked.question(records, "author", since, until))]

    return ask


def coverages(session: Session, on: str, since: str | None = None) -> tuple[Coverage, ...]:
    """Return every coverage this desk can count by itself."""
    there = tree(session)
    return tuple(coverage(there, one, here(session), on, since) for one in definitions())
