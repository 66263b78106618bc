"""Settings of this desk are in no journal: what they were before is kept here, so that Ctrl+Z brings a change back all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from stationdesk.services.desk_settings import put_value, value_of
from stationdesk.services.undoing import last_action
from stationdesk.store.database import Database


class SettingBack:
    """The settings changed since anything else was done; they are forgotten when the desk is locked."""

    def __init__(self, database: Database, operator: str) -> None:
        self.database, self.operator = database, operator
        self._set: list[tuple[str, str, str, Any]] = []
        """After which action, in what words, the name, and the value before."""

    @contextmanager
    def changing(self, says: str, name: str) -> Iterator[Session]:
        """Change the setting `name`, under a sentence."""
        with self.database.reading() as session:
            before = value_of(session, name)
        with self.database.writing(self.operator, says) as session:
            yield session
        self._set.append((self._last(), says, name, before))

    def take(self) -> str:
        """Put the setting changed last back and return what had changed it; empty where something else is the last that was done."""
        here = self._last()
        self._set = [one for one in self._set if one[0] == here]
        if not self._set:
            return ""
        _after, says, name, before = self._set.pop()
        with self.database.writing(self.operator, says) as session:
            put_value(session, name, before)
        return says

    def _last(self) -> str:
        with self.database.reading() as session:
            found = last_action(session, self.operator)
        return str(found.id) if found is not None else ""
