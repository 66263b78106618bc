"""Sections of the day's list kept between two looks, as long as nothing was written that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from stationdesk.services.today_lines import Asked, Section
from stationdesk.services.today_source import Source

EVERY = frozenset(
    {"bad_weather", "road", "care_grade", "category_tag", "day_off", "grade_scheme", "guardian", "helper", "household", "kin", "merge"}
    | {"not_same", "resident", "setting", "stand_in", "status_change"}
)
"""Registers whose change may change any line: who somebody is, where he is, who asks after him."""
Versions = Mapping[str, int]
"""How often each register was written since the desk was opened."""


class Kept:
    """The sections as they were read last; `versions` counts the writing of each register, and goes on counting."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._read: dict[str, tuple[Asked, tuple[int, ...], Section]] = {}

    def _stamp(self, source: Source) -> tuple[int, ...]:
        return tuple(self._versions.get(name, 0) for name in sorted(source.reads | EVERY))

    def holds(self, source: Source, asked: Asked) -> bool:
        """Tell whether the section that is kept is what would be read now."""
        found = self._read.get(source.kind)
        return found is not None and found[:2] == (asked, self._stamp(source))

    def forget(self, kind: str) -> None:
        """Let a section be read again: time has passed, and it tells how late something is."""
        self._read.pop(kind, None)

    def holds_all(self, sources: Iterable[Source], asked: Asked) -> bool:
        """Tell whether nothing would have to be read."""
        return all(self.holds(one, asked) for one in sources)

    def section(self, source: Source, session: Session, asked: Asked) -> Section:
        """Return the section, read now unless nothing it is made of was written since."""
        if not self.holds(source, asked):
            stamp = self._stamp(source)
            self._read[source.kind] = (asked, stamp, source.section(session, asked))
        return self._read[source.kind][2]

    def before(self, source: Source, asked: Asked) -> Section | None:
        """Return the section as it was read last for the same day and eyes, whatever was written since: to be shown for a moment."""
        found = self._read.get(source.kind)
        return found[2] if found is not None and found[0] == asked else None
