"""Setting a text into the room it has: smaller first, then on more lines, cut only in the end and never unnoticed."""

from __future__ import annotations

from dataclasses import dataclass

from stationdesk.printing.page import Measure, Weight

ELLIPSIS = "…"
BREAKS = " ·、"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it can stand in its room: its lines, their size in points, and whether words were lost."""

    lines: tuple[str, ...]
    size: float
    cut: bool


def shrunk(text: str, room: float, size: float, weight: Weight, measure: Measure, tracking: float = 0.0) -> float:
    """Return the largest size up to `size` at which `text` is no wider than `room` millimetres."""
    width = measure.width(text, size, weight) * (1 + tracking)
    return size if width <= room or not text else size * room / width


def fit(
    text: str, room: float, size: float, floor: float, measure: Measure, weight: Weight = "regular", lines: int = 1, tracking: float = 0.0
) -> Fitted:
    """Fit `text` into `room` millimetres.

    It shrinks from `size` to `floor` points; at the floor it is broken into at most `lines` lines; what is still too much is
    replaced by an ellipsis and `cut` says so.
    """
    if not text:
        return Fitted((), size, cut=False)
    best = shrunk(text, room, size, weight, measure, tracking)
    if best >= floor:
        return Fitted((text,), best, cut=False)
    room /= 1 + tracking
    if measure.width(text[0] + ELLIPSIS, floor, weight) > room:
        return Fitted((), floor, cut=True)
    rows: list[str] = []
    rest = text
    while rest and len(rows) < lines - 1:
        row = rest[: _count(rest, room, floor, weight, measure)]
        if len(row) < len(rest):
            row = row[: _break(row, rest, room * (lines - 1 - len(rows)), floor, weight, measure)]
        rows.append(row.rstrip())
        rest = rest[len(row) :].lstrip()
    if not rest:
        return Fitted(tuple(rows), floor, cut=False)
    if measure.width(rest, floor, weight) <= room:
        return Fitted((*rows, rest), floor, cut=False)
    keep = _count(rest, room - measure.width(ELLIPSIS, floor, weight), floor, weight, measure)
    return Fitted((*rows, rest[:keep].rstrip() + ELLIPSIS), floor, cut=True)


def _count(text: str, room: float, size: float, weight: Weight, measure: Measure) -> int:
    """Return how many characters of `text` fit, at least one."""
    count = 1
    while count < len(text) and measure.width(text[: count + 1], size, weight) <= room:
        count += 1
    return count


def _break(row: str, rest: str, room_after: float, size: float, weight: Weight, measure: Measure) -> int:
    """Return where to break: after the last space or dot of `row` if what follows then still has room, else at its end."""
    at = max(row.rfind(mark) for mark in BREAKS) + 1
    return at if at and measure.width(rest[at:], size, weight) <= room_after else len(row)
