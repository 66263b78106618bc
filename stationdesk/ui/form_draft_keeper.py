"""Keeps what is typed into a form while one types, so that neither a lock nor a crash loses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services import drafts
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.ui.open_desk import OpenDesk

AFTER = 1500
"""Milliseconds of rest after which what was typed is kept."""


def of_shape(found: Mapping[str, Any], typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return of a draft what this form can show: it may be of another version of the program."""
    kinds = {name: str if value is None else type(value) for name, value in typed.items()}
    return {name: value for name, value in found.items() if name in kinds and isinstance(value, kinds[name])}


class DraftKeeper(QObject):
    """Keeps one form's draft; `kept` says when, in words."""

    kept = Signal(str)

    def __init__(self, desk: OpenDesk, form: str, typed: Callable[[], Mapping[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.form, self.typed = desk, form, typed
        self.about = ""
        self.dirty = False
        self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self._keep_quietly)
        desk.closing.connect(self._timer.stop)

    def begin(self, about: str) -> Mapping[str, Any] | None:
        """Begin with the form about a record; returns what was typed before and not saved."""
        self._timer.stop()
        self.about, self.dirty, self._stale = about, False, False
        with self.desk.reading() as session:
            found = drafts.take(session, self.desk.operator.name, self.form, about)
        self.dirty = found is not None
        return None if found is None else of_shape(found, self.typed())

    def touch(self) -> None:
        """Something was typed."""
        self.dirty = self._stale = True
        self._timer.start()

    def keep(self) -> None:
        """Keep what was typed now."""
        self._timer.stop()
        if self._stale:
            with self.desk.writing(_("Keep a draft")) as session:
                drafts.keep(session, self.desk.operator.name, self.form, self.typed(), self.about)
            self._stale = False
            self.kept.emit(_("draft kept {clock}").format(clock=f"{self.desk.now():%H:%M}"))

    def _keep_quietly(self) -> None:
        """Keep what was typed while one types; a disk that refuses is said beside the title, not over the form."""
        try:
            self.keep()
        except DeskError as error:
            self.kept.emit(error.message)

    def saved(self) -> None:
        """Know that the form was saved, its draft forgotten in the same action."""
        self._timer.stop()
        self.dirty = self._stale = False

    def drop(self) -> None:
        """Throw the draft away."""
        if self.dirty:
            with suppress(NoSpace, NotWritable), self.desk.writing(_("Throw a draft away")) as session:  # it comes back once more, then
                drafts.forget(session, self.desk.operator.name, self.form, self.about)
        self.saved()
        self.kept.emit("")
