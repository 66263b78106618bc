"""For whom something is: a field that says it, and a list to choose from by typing a name, a town or a code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.county.word import ALL, Station
from stationdesk.i18n import _, ngettext
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look

ROWS = 9


def audiences(there: Sequence[Station]) -> list[Choice]:
    """Return for whom something can be: all stations, each town, each station."""
    every = ngettext("{count} station", "{count} stations", len(there)).format(count=len(there))
    found = [Choice(ALL, _("all stations"), every)]
    for town in dict.fromkeys(one.town for one in there):
        count = sum(one.town == town for one in there)
        found.append(Choice(f"town:{town}", town, ngettext("{count} station", "{count} stations", count).format(count=count)))
    return found + [Choice(f"station:{one.code}", one.name, f"{one.town} · {one.code}") for one in there]


def one_of(there: Sequence[Station]) -> list[Choice]:
    """Return the stations to choose one from, by their codes."""
    return [Choice(one.code, one.name, f"{one.town} · {one.code}") for one in there]


class ChosenField(Button):
    """A field that says what is chosen; Enter, the space bar or a click opens the list. `none` stands where nothing is there."""

    def __init__(self, look: Look, title: str, choices: Sequence[Choice], none: str = "") -> None:
        super().__init__("", look, "plain", _("Space"))
        self.title, self.choices, self.none, self._value = title, list(choices), none, ""
        self.told: Callable[[], None] = lambda: None
        """Is told when another one was chosen."""
        self.clicked.connect(lambda _on=False: self.choose())
        self.set_value(self.choices[0].id if self.choices else "")
        self.setEnabled(bool(self.choices))

    def value(self) -> str:
        """Return what is chosen."""
        return self._value

    def words(self) -> str:
        """Return what is chosen, in words."""
        return next((one.name for one in self.choices if one.id == self._value), self.none)

    def set_value(self, value: str | None) -> None:
        """Choose one."""
        self._value = value or ""
        one = next((one for one in self.choices if one.id == self._value), None)
        beside = "" if one is None or one.id == ALL else one.words.partition(" · ")[0]
        self.setText("　".join(filter(None, (one.name if one else self.none, beside))))
        self.setAccessibleDescription(one.words if one else "")

    def choose(self) -> None:
        """Open the list, and take what is chosen there."""
        dialog = ChooseDialog(self, self.look, self.title, self.choices, self._value)
        if dialog.ask() and dialog.chosen:
            self.set_value(dialog.chosen)
            self.told()


class ChooseDialog(Dialog):
    """A list to choose one from; `chosen` is which."""

    def __init__(self, parent: QWidget, look: Look, title: str, choices: Sequence[Choice], now: str) -> None:
        super().__init__(parent, look, title, width=560)
        self.chosen = ""
        self.list = CandidateList(look, title, rows=ROWS, wide=14)
        self.list.offer(choices)
        self.list.go_to(now)
        self.list.taken.connect(self.take)
        self.body.addWidget(self.list)
        go = self.add_button(_("This one|choose"), "primary", "Enter", closes=False)
        go.clicked.connect(self.take)
        self.add_button(_("Keep it|choose"), "quiet", "Esc")
        self.list.field.setFocus()

    def take(self) -> None:
        """Take the line one stands on, if what was typed leaves one."""
        one = self.list.chosen()
        if one is not None:
            self.chosen = one.id
            self.give("chosen")
