"""A line under a tab of a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line under a tab: its label, what is known, and in what tone."""

    label: str
    text: str
    tone: str = ""
