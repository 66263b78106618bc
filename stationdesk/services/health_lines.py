"""What a figure of the body reminds of: lines and plausible ranges as data, each line with its source; never a diagnosis."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from stationdesk.i18n import _
from stationdesk.registers.health_reading import TENTHS
from stationdesk.settings import resource

ABOUT: Mapping[str, tuple[str, ...]] = {
    "pressure": ("systolic", "diastolic"),
    "sugar": ("glucose_fasting", "glucose_after_meal"),
    "heart": ("heart_rate",),
    "temperature": ("temperature",),
    "oxygen": ("oxygen",),
    "body": ("weight", "height", "waist"),
}
"""Measures that answer for one another when something is to be measured again."""
TONES = ("urgent", "high", "low")
MG_DL = 18
"""mg/dL in one mmol/L of sugar."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its word, its unit and what a living person can have, as it is kept."""

    code: str
    label: str
    unit: str
    low: int
    high: int

    @property
    def tenths(self) -> bool:
        """Whether it is kept in tenths of its unit."""
        return self.code in TENTHS

    def shown(self, value: int) -> str:
        """Return a kept value as it is read: 6.8."""
        return f"{value // 10}.{value % 10}" if self.tenths else str(value)

    def read(self, typed: str) -> int | None:
        """Return what was typed as it is kept, None if it is no figure; a second decimal is rounded."""
        text = typed.strip().replace("。", ".").replace(",", ".").replace("，", ".")
        whole, _point, rest = text.partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) <= MOST_DIGITS) or (rest and not (rest.isascii() and rest.isdigit())):
            return None
        exact = Fraction(f"{whole}.{rest or 0}") * (10 if self.tenths else 1)
        return int(exact + Fraction(1, 2))

    def plausible(self, value: int) -> bool:
        """Tell whether a kept value can be so."""
        return self.low <= value <= self.high


MOST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a public-health text; `source` names the text."""

    code: str
    about: str
    tone: str
    word: str
    says: str
    source: str
    follow_days: int = 0
    illness: str = ""
    bounds: tuple[tuple[str, str, int], ...] = ()
    """Comparison (from, to, above, below), measure, value as it is kept."""

    def crossed(self, values: Mapping[str, int]) -> bool:
        """Tell whether one of the figures has come to the line."""
        return any(name in values and _COMPARED[how](values[name], bound) for how, name, bound in self.bounds)


_COMPARED = {
    "from": lambda value, bound: value >= bound,
    "to": lambda value, bound: value <= bound,
    "above": lambda value, bound: value > bound,
    "below": lambda value, bound: value < bound,
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a measure is asked for with an illness."""

    illness: str
    measure: str
    times_a_year: int
    source: str

    @property
    def days(self) -> int:
        """Days from one time to the next."""
        return 365 // self.times_a_year


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("words/health_lines.json").read_text(encoding="utf-8"))
    return found


@cache
def measures() -> Mapping[str, Measure]:
    """Return every measure by its name, in the order of the paper form."""
    return {one["code"]: Measure(**one) for one in _data()["measures"]}


@cache
def lines() -> tuple[Line, ...]:
    """Return the lines; of those about one thing the first that is crossed counts."""
    found = []
    for one in _data()["lines"]:
        bounds = tuple((how, name, value) for how in _COMPARED for name, value in one.get(how, {}).items())
        rest = {name: one[name] for name in ("code", "about", "tone", "word", "says", "follow_days", "illness") if name in one}
        found.append(Line(**rest, source=_data()["sources"][one["source"]], bounds=bounds))
    return tuple(found)


@cache
def rhythms() -> tuple[Rhythm, ...]:
    """Return how often what is measured with which illness."""
    return tuple(Rhythm(**one | {"source": _data()["sources"][one["source"]]}) for one in _data()["rhythm"])


def prompts(values: Mapping[str, int], illnesses: Collection[str] = ()) -> tuple[Line, ...]:
    """Return the lines that the figures have come to, urgent ones first; a figure that cannot be so reminds of nothing."""
    odd = doubts(values)
    sound = {name: value for name, value in values.items() if name not in odd}
    found: dict[str, Line] = {}
    for line in lines():
        if line.about not in found and (not line.illness or line.illness in illnesses) and line.crossed(sound):
            found[line.about] = line
    return tuple(sorted(found.values(), key=lambda one: TONES.index(one.tone)))


def doubts(values: Mapping[str, int]) -> dict[str, str]:
    """Return for each figure that is hardly so what may be meant; it is marked and kept as it was written."""
    found = {}
    for name, value in values.items():
        measure = measures()[name]
        if not measure.plausible(value):
            found[name] = _doubt(measure, value)
    upper, lower = values.get("systolic"), values.get("diastolic")
    if upper is not None and lower is not None and upper <= lower:
        swapped = measures()["systolic"].plausible(lower) and measures()["diastolic"].plausible(upper)
        said = _("The upper one is not larger than the lower one: are the two swapped?") if swapped else ""
        said = said or _("Please look at the figures again: the upper one is the larger.")
        found["systolic"] = found["diastolic"] = said
    return found


def _doubt(measure: Measure, value: int) -> str:
    """Say what a figure outside the plausible range may be meant for."""
    usual = _("{label} is hardly so: people have {low} to {high} {unit}.").format(
        label=measure.label, low=measure.shown(measure.low), high=measure.shown(measure.high), unit=measure.unit
    )
    meant = ""
    if measure.code == "temperature" and 930 <= value <= 1100:  # Fahrenheit
        meant = measure.shown(round((value - 320) * 5 / 9)) + " ℃"
    elif measure.code.startswith("glucose") and measure.plausible(round(value / MG_DL)):
        meant = f"{measure.shown(round(value / MG_DL))} {measure.unit}"
    else:
        for up, down in ((1, 10), (10, 1), (100, 1), (1, 100)):
            if value and measure.plausible(value * up // down):
                meant = f"{measure.shown(value * up // down)} {measure.unit}"
                break
    return " ".join(filter(None, (usual, _("Is {value} meant?").format(value=meant) if meant else "")))


def group_of(name: str) -> str:
    """Return what a measure is about: pressure, sugar…"""
    return next(about for about, names in ABOUT.items() if name in names)


def groups_in(values: Iterable[str]) -> frozenset[str]:
    """Return what some measures are about."""
    return frozenset(group_of(name) for name in values)


def figures(values: Mapping[str, int], illnesses: Collection[str] = ()) -> str:
    """Return the figures in words, each with what it is: 血压 152/88，偏高；心率 72 次/分."""
    said, word = [], {line.about: line.word for line in prompts(values, illnesses)}
    for about, names in ABOUT.items():
        there = [name for name in names if name in values]
        if not there:
            continue
        if about == "pressure":
            pair = "/".join(str(values[name]) if name in values else "?" for name in names)
            parts = [_("blood pressure {reading}").format(reading=pair)]
        else:
            parts = [f"{measures()[name].label} {measures()[name].shown(values[name])} {measures()[name].unit}" for name in there]
        said.append(_(", ").join(parts) + ("，" + word[about] if about in word else ""))
    return "；".join(said)


def pressure_advice(upper: int, lower: int) -> tuple[str, str]:
    """Return how a blood pressure is (odd, urgent, high, low or fine) and plain advice with its source."""
    values = {"systolic": upper, "diastolic": lower}
    odd = doubts(values)
    if odd:
        return "odd", next(iter(odd.values()))
    crossed = prompts(values)
    if crossed:
        return crossed[0].tone, crossed[0].says
    return "fine", _("In the usual range.")
