"""What setting up a replaced computer has written once more: the county's counts, and what somebody typed there meanwhile is listed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session

from stationdesk.services.rejoining import same_at_setting_up
from stationdesk.sync.put_aside import Key, OwnLine, known_fields, row_of, stands
from stationdesk.sync.to_check import ToCheck, as_json

OF_SETTING_UP = {
    "station": frozenset({"code", "org_unit_id", "opened_on"}),
    "grade_scheme": frozenset({"valid_from", "valid_to"}),
    "org_unit": frozenset({"station_code"}),
}
"""Fields of what setting up writes that nobody types."""


class SetUpAgain:
    """Tells what setting up has written once more from what is to be put back."""

    def __init__(self, session: Session, check: ToCheck, theirs: Mapping[str, Collection[str]], *, new: bool) -> None:
        self.session, self.check, self.theirs, self.new = session, check, theirs, new
        self.renamed: dict[str, str] = {}
        """Records that setting up wrote once more → the ones the station had."""
        self.opening = ""
        """The action in which this computer was set up."""
        self.last: dict[tuple[Key, str], tuple[Any, OwnLine]] = {}
        """Fields that were written meanwhile → what they said in the end."""

    def begins(self, lines: list[OwnLine]) -> None:
        """Look for the station in an action that is to be put back: it is the one that set this computer up."""
        if self.new and any(line.kind == "station" and not stands(self.session, line.key) for line in lines):
            self.opening = lines[0].action

    def has(self, line: OwnLine) -> bool:
        """Tell whether a change belongs to what was set up once more.

        The village and the scheme that ships are made without anybody's typing: of them only what was changed afterwards counts.
        """
        if not self.new:
            return False
        if line.record not in self.renamed and not stands(self.session, line.key):
            found = same_at_setting_up(self.session, line.kind, line.fields, self.theirs.get(line.kind, ()))
            if found is not None:
                self.renamed[line.record] = found
        if line.record not in self.renamed:
            return False
        if line.kind == "station" or line.action != self.opening:
            for name, value in known_fields(line.kind, line.fields).items():
                if name not in OF_SETTING_UP[line.kind]:
                    self.last[(line.kind, self.renamed[line.record]), name] = (value, line)
        return True

    def now(self, value: Any) -> Any:
        """Return a value of a line, naming the record the station had for the one that was set up once more."""
        return self.renamed.get(value, value) if isinstance(value, str) else value

    def finish(self) -> None:
        """List what was written meanwhile and says in the end what the county's does not; what was emptied again says nothing."""
        for (key, name), (value, line) in self.last.items():
            there = as_json((row_of(self.session, key) or {}).get(name))
            if self.now(value) not in (None, "", [], {}, there, key[1]):
                self.check.both_moved(key, name, self.now(value), there, line)
