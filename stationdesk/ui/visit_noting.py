"""What the page of visits may be asked to note, and where one goes back to afterwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Noting:
    """A visit to somebody is to be noted; `following` are those whose turn is next, `back` the page that asked."""

    resident_id: str
    back: str = ""
    following: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A kept visit is to be shown."""

    visit_id: str
