"""What can be done from the page of pairings, by the name of the shortcut."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.pairing_board import BoardRow
from stationdesk.services.pairing_fitness import Fitness
from stationdesk.services.pairing_world import Pair, World
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.pairing_dialog import PairingDialog
from stationdesk.ui.pairing_steps import AgreeDialog, EndDialog, RestDialog
from stationdesk.ui.pairings_elsewhere import BY_NAME
from stationdesk.ui.parts.dialogs import Dialog, tell

if TYPE_CHECKING:
    from stationdesk.ui.pairings_page import PairingsPage

MENU = ("pairings.agree", "pairings.away", "pairings.week", "pairings.helpers", "pairings.teams", "pairings.projects", "pairings.levels")
PAPERS = ("pairings.print", "pairings.ledger", "pairings.cards", "pairings.export")


class PairingsActions(QObject):
    """Carries out what the keys, the buttons and the menu ask for."""

    def __init__(self, page: PairingsPage) -> None:
        super().__init__(page)
        self.page, self.desk, self.look = page, page.desk, page.look
        self.bound: dict[str, Callable[[], Any]] = {
            "pairings.fill": self.fill,
            "pairings.end": self.end,
            "pairings.rest": self.rest,
            "pairings.agree": self.agree,
            "pairings.leaving": self.leaving,
            "pairings.new": self.new,
            **{name: partial(one, page) for name, one in BY_NAME.items()},
        }
        for name in (*MENU, *PAPERS):
            page.pane.more.offer(_(key_map.BY_NAME[name].words), key_map.shown(name), partial(self.do, name))

    def do(self, name: str) -> None:
        """Carry out one."""
        self.bound[name]()

    # -- what one stands on

    @property
    def row(self) -> BoardRow | None:
        """The row one stands on."""
        return self.page.pane.table.current_row()  # type: ignore[no-any-return]

    def pairs(self) -> list[Pair]:
        """Return the pairings behind the cell one stands on."""
        row, world = self.row, self.page.world
        if row is None or world is None:
            return []
        ids = set(row.cell(self.page.pane.table.cell()).pairs)
        return [one for one in world.pairs if one.id in ids]

    def one_of(self, pairs: list[Pair], title: str) -> list[Pair]:
        """Let one of several be chosen; all of one stay all. Empty where none is."""
        world = self.page.world
        if len(pairs) < 2 or world is None:
            return pairs
        choices = [Choice(one.id, world.name_of(one), one.project or one.level_label) for one in pairs]
        chosen = self._choose(title, _("There are several here."), choices, _("This one"))
        return [one for one in pairs if one.id == chosen]

    def _choose(self, title: str, text: str, choices: list[Choice], button: str) -> str:
        dialog = Dialog(self.over, self.look, title, text, width=560)
        shown = CandidateList(self.look, title)
        dialog.body.addWidget(shown)
        shown.offer(choices)

        def take() -> None:
            if (one := shown.chosen()) is not None:
                dialog.give(one.id)

        shown.taken.connect(take)
        pressed = dialog.add_button(button, "primary", "Enter", closes=False)
        pressed.clicked.connect(take)
        dialog.add_button(_("Put it off|pairing"), "quiet", "Esc")
        shown.field.setFocus()
        return dialog.ask()

    def _nothing(self) -> None:
        tell(
            self.over,
            self.look,
            _("Nobody stands here."),
            _("Go to a name with the arrows, or find somebody with {key}.").format(key=key_map.shown("pairings.fill")),
            _("Close"),
        )

    # -- making pairs

    def fill(self) -> None:
        """Fill the hole one stands on: the helper, or the name at a level."""
        row = self.row
        if row is not None:
            self._pair([row.id], self.page.pane.table.cell())

    def find_for(self, resident: str) -> None:
        """Find a helper for somebody of the gap list."""
        self._pair([resident], 0)

    def new(self) -> None:
        """Make a pair of those marked, or of the one who is found."""
        marked = [str(one) for one in self.page.pane.table.marked()]
        if marked:
            listed = self.page.pane.table.listed()
            self._pair([one for one in listed if one in marked], 0)
            return
        from stationdesk.ui.find_dialog import FindDialog

        found = FindDialog(self.desk, _("Make a pair: whom is it for?"), "", _("Find a helper"), parent=self.over).ask()
        if found:
            self._pair([found], 0)

    def give_to(self, helper: str) -> None:
        """Give somebody to a helper with room: those nobody helps, whom he suits best first."""
        world, board = self.page.world, self.page.pane.board
        if world is None or board is None:
            return
        with self.desk.reading() as session:
            fitness = Fitness(session, world)
            weighed = []
            for row in board.rows:
                if row.alone:
                    mine = next((one for one in fitness.candidates(row.id) if one.helper_id == helper), None)
                    if mine is not None:
                        weighed.append((-mine.points, row, mine))
        choices = [
            Choice(row.id, row.name, "，".join(filter(None, (row.grade_word, mine.words))))
            for _points, row, mine in sorted(weighed, key=lambda one: one[0])
        ]
        name = world.hands[helper].name
        if not choices:
            tell(
                self.over,
                self.look,
                _("Everybody has a helper."),
                _("{name} keeps room for the next.").format(name=name),
                _("Close"),
            )
            return
        chosen = self._choose(_("Whom shall {name} stand by?").format(name=name), "", choices, _("This one"))
        if chosen:
            self._pair([chosen], 0, helper)

    def _pair(self, residents: list[str], level: int, helper: str = "") -> None:
        if PairingDialog(self.desk, self.over, residents, level, helper=helper).ask() == "saved":
            self.page.pane.table.model().marked.clear()
            self.page.pane.table.viewport().update()
        if helper:
            self.page.pane.room.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what becomes of pairs

    def end(self) -> None:
        """End the pairings of the cell one stands on."""
        self._step(_("Which one ends?"), lambda world, row, pairs: EndDialog(self.desk, self.over, world, row.name, pairs, child=row.child))

    def rest(self) -> None:
        """Let the pairings of the cell rest, or go on."""
        self._step(_("Which one rests?"), lambda world, row, pairs: RestDialog(self.desk, self.over, world, row.name, pairs))

    def agree(self) -> None:
        """Write down who agreed."""
        self._step(_("Who agreed to which?"), self._agree)

    def _agree(self, world: World, row: BoardRow, pairs: list[Pair]) -> Dialog:
        return AgreeDialog(self.desk, self.over, world, row.name, pairs[0], child=row.child)

    @property
    def over(self) -> QWidget:
        """The window over which dialogs stand."""
        return self.page.window()

    def _step(self, title: str, made: Callable[[World, BoardRow, list[Pair]], Dialog]) -> None:
        row, pairs, world = self.row, self.pairs(), self.page.world
        if row is None or world is None:
            return
        if not pairs:
            self._nothing()
            return
        chosen = self.one_of(pairs, title)
        if chosen:
            made(world, row, chosen).ask()

    def leaving(self) -> None:
        """Hand over what the helper of the cell has in his hands."""
        if helper := self.helper_of(_("Who leaves?")):
            self.page.hand_over(helper)

    def helper_of(self, title: str) -> str:
        """Return the helper of the cell one stands on; of several one is asked for."""
        helpers = {one.helper: one for one in self.pairs() if one.helper}
        if not helpers:
            self._nothing()
            return ""
        chosen = self.one_of(list(helpers.values()), title)
        return chosen[0].helper if chosen else ""
