"""The filters over the list of residents: each says its own state; at the largest text they fold into one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.gaps import TITLES, Gap, gaps
from stationdesk.services.grading import scheme_on
from stationdesk.services.resident_roll import Roll, Wanted
from stationdesk.ui import residents_source as source
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize

Choices = dict[str, frozenset[str]]
HERE: Choices = {"standing": frozenset({"here"})}
"""What is chosen when the page opens."""
ROOM_EM = 43.0
"""Width of the list, in em, from which what is missing has a button of its own."""


class FoldedFilters(FilterButton):
    """One button for several filters, each a menu of its own under it."""

    def __init__(self, title: str, parts: Sequence[FilterButton], look: Look) -> None:
        self.parts = tuple(parts)
        super().__init__(title, [], look)
        everybody = self.menu().actions()
        for part in self.parts:
            self.menu().insertMenu(everybody[0], part.menu())
            part.changed.connect(self.tell)
        self.menu().aboutToShow.connect(self.tell)
        self.tell()

    def words(self) -> str:
        """Return how many filters narrow the list."""
        return _("Filters, {count} set").format(count=len(self._chosen)) if self._chosen else _("Filters")

    def tell(self) -> None:
        """Say anew how many narrow the list, and in the menu which."""
        self._chosen = {part.title for part in self.parts if part.chosen()}
        for part in self.parts:
            part.menu().menuAction().setText(part.words().replace("&", "&&"))
        self._say()


class ResidentsFilters(QWidget):
    """Category, grade, group, where, next, what is missing."""

    changed = Signal()

    def __init__(self, desk: OpenDesk, roll: Roll) -> None:
        super().__init__()
        self.desk, self.look, self.roll = desk, desk.look, roll
        self.gap: Gap | None = None
        """What is missing of those shown, if they were asked for by that."""
        self._before: Choices = HERE
        look = self.look
        self.buttons = {
            "categories": FilterButton(_("Category|filter"), [], look),
            "grades": FilterButton(_("Grade|filter"), source.grade_choices(), look),
            "groups": FilterButton(_("Group|filter"), [], look),
            "standing": FilterButton(_("Where|filter"), source.standing_choices(), look, several=False),
            "due": FilterButton(_("Next|filter"), source.due_choices(), look, several=False),
            "gaps": FilterButton(_("Missing|filter"), source.gap_choices(), look, several=False),
        }
        self.choose(HERE)
        self.folded = FoldedFilters(_("Filters"), [one for name, one in self.buttons.items() if name != "groups"], look)
        self.folded.changed.connect(self.widen)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.folded)
        for name, button in self.buttons.items():
            button.changed.connect(self._gap_changed if name == "gaps" else self.changed)
            line.addWidget(button)
        line.addStretch(1)

    def fit(self, width: int, *, narrow: bool) -> None:
        """Show what there is room for; a filter that narrows is never out of sight."""
        large = self.look.text_size is TextSize.EXTRA_LARGE
        self.folded.setVisible(large and not narrow)
        missing = bool(self.buttons["gaps"].chosen())
        if narrow:
            kept = {"gaps"} if missing else {"due"}
        elif large:
            kept = {"gaps"} if missing else {"groups"}
        else:
            kept = set(self.buttons) if missing or width > ROOM_EM * self.look.sizes.body else set(self.buttons) - {"gaps"}
            if missing:
                kept -= {name for name in ("due", "groups") if not self.buttons[name].chosen()}
        for name, button in self.buttons.items():
            button.setVisible(name in kept)
        self.folded.tell()

    def follow_roll(self) -> None:
        """Offer the categories and groups that occur, and look again who still lacks what was asked for."""
        self.buttons["categories"].set_choices(source.category_choices(self.roll.categories()))
        self.buttons["groups"].set_choices([(group, group) for group in self.roll.groups()])
        with self.desk.reading() as session:
            self.buttons["grades"].set_choices(source.grade_choices(scheme_on(session, self.desk.today()).grades))
        if self.gap is not None:
            self._read(self.gap.code)

    def chosen(self) -> Choices:
        """Return what is chosen in each."""
        return {name: button.chosen() for name, button in self.buttons.items()}

    def choose(self, choices: Choices) -> None:
        """Choose in all of them; what is not named is open. Says nothing to listeners."""
        for name, button in self.buttons.items():
            button.set_chosen(choices.get(name, ()))

    def wanted(self) -> Wanted:
        """Return whom the filters leave, but for a gap that is told by names; who is ill is not told to visitors."""
        chosen = self.chosen()
        if self.desk.faces_visitors:
            chosen["standing"] -= {"hospital"}
        due, missing = next(iter(chosen.pop("due")), ""), chosen.pop("gaps")
        return replace(Wanted(), **chosen, due=due, gaps=frozenset() if self.gap else missing - set(TITLES))

    # -- what is missing

    def show_gap(self, gap: Gap) -> None:
        """Show those of whom something is missing, and nobody else."""
        if not self.buttons["gaps"].chosen():
            self._before = self.chosen()
        self.gap = gap
        self.choose({"gaps": frozenset({gap.code})})
        self.changed.emit()

    def show_hospital(self) -> None:
        """Show those who lie in hospital."""
        self.gap = None
        self._before = HERE
        self.choose({"standing": frozenset({"hospital"})})
        self.changed.emit()

    def end_gap(self) -> bool:
        """Take the narrowing by what is missing, or to those in hospital, back; tells whether there was one."""
        if self.gap is None and self.buttons["standing"].chosen() != {"hospital"}:
            return False
        self.gap = None
        self.choose(self._before)
        self.changed.emit()
        return True

    def widen(self) -> None:
        """Show everybody."""
        self.gap = None
        self._before = HERE
        self.choose({})
        self.changed.emit()

    def _gap_changed(self) -> None:
        code = next(iter(self.buttons["gaps"].chosen()), "")
        if not code and self.end_gap():
            return
        if code in TITLES:
            if self.gap is None:
                self._before = self.chosen() | {"gaps": frozenset()}
            self._read(code)
        else:
            self.gap = None
            self.changed.emit()

    def _read(self, code: str) -> None:
        """Ask again who is meant, beside the window: in a large register it takes longer than a key may."""
        desk, on = self.desk, self.desk.today()

        def work(_report: Report) -> Gap:
            with desk.reading() as session:
                return next((gap for gap in gaps(session, on) if gap.code == code), Gap(code, _(TITLES[code]), ()))

        self.desk.jobs.start(work, self._found)

    def _found(self, gap: Gap) -> None:
        """Show who is meant, unless something else is asked for meanwhile."""
        if self.buttons["gaps"].chosen() != {gap.code} or gap == self.gap:
            return
        self.gap = gap
        self.changed.emit()
