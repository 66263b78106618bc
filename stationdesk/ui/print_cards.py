"""Which contact cards to print: for whom, in which design; then the preview."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.contact_card import Design
from stationdesk.services.card_receivers import Receivers, card_receivers
from stationdesk.services.cards import CardContent, DueCard, cards_for
from stationdesk.services.desk_settings import desk_settings
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import cards_job
from stationdesk.ui.parts.background import Job, Report
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview


class DueSource:
    """The rows of those who need a new card."""

    def __init__(self, due: Sequence[DueCard]) -> None:
        self.due = {one.card.resident_id: one for one in due}

    def ids(self) -> Sequence[Hashable]:
        """Return everybody's id."""
        return tuple(self.due)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.due[str(one)] for one in ids if one in self.due}


def what_changed(one: DueCard) -> str:
    """Say why somebody needs a new card."""
    if not one.card.last_issue:
        return _("has no card yet")
    return _("changed: {lines}").format(lines=_(", ").join(one.changed)) if one.changed else _("changed")


class PrintCards(Dialog):
    """Asks for whom and how, and opens the preview of just those cards."""

    def __init__(
        self,
        desk: OpenDesk,
        parent: QWidget | None = None,
        *,
        resident_id: str = "",
        name: str = "",
        marked: Iterable[str] = (),
        whom: str = "",
    ) -> None:
        super().__init__(parent, desk.look, _("Print contact cards"), width=620)
        self.desk, self.resident_id, self.marked = desk, resident_id, tuple(marked)
        self.offered: Receivers | None = None
        self.working: Job | None = None
        self.printed = 0
        with desk.reading() as session:
            design = desk_settings(session).card_design
        self.whom = Segments(self._whom_choices(name), self.look)
        designs = (("number", _("A, large number")), ("person", _("B, large name")), ("wall", _("for the wall, A5")))
        self.design = Segments(designs, self.look)
        self.design.set_value(design)
        self.category = ComboField((), self.look)
        self.group = ComboField((), self.look)
        self.grid = FieldGrid(self.look)
        self.grid.moves_on = False
        self.rows = {
            "whom": self.grid.add(_("For whom|paper"), self.whom, stretch=False),
            "category": self.grid.add(_("Category|paper"), self.category),
            "group": self.grid.add(_("Village group|paper"), self.group),
            "design": self.grid.add(_("Design|paper"), self.design, stretch=False),
        }
        self.due = self._due_table()
        self.count = Label(_("Looking whose card is out of date…"), "body", "ink2", wrap=True)
        for widget in (self.grid, self.due, self.count):
            self.body.addWidget(widget)
        self.go = self.add_button(_("Look at the cards"), "primary", "Enter", closes=False)
        self.go.clicked.connect(self.show_preview)
        self.add_button(_("Not now|paper"), "plain", "Esc")
        self._bind(whom)

    def _due_table(self) -> RecordTable:
        columns = (
            Column(_("Name"), lambda one: one.card.name, 8, bold=True),
            Column(_("Village group|paper"), lambda one: one.card.group, 7),
            Column(_("Why"), what_changed, None, tone=lambda one: "soon" if one.card.last_issue else ""),
        )
        due = RecordTable(self.look, columns, margin=4)
        due.setAccessibleName(_("Whose card is out of date"))
        ground(due, "surface")
        due.setMinimumHeight(6 * self.look.sizes.row)
        return due

    def _whom_choices(self, name: str) -> list[tuple[str, str]]:
        choices = [("due", _("whose card is out of date")), ("category", _("a category")), ("group", _("a group"))]
        if self.marked:
            choices.insert(0, ("marked", _("the {count} marked").format(count=len(self.marked))))
        if self.resident_id:
            choices.insert(0, ("person", name or _("this person")))
        return choices

    def _bind(self, whom: str) -> None:
        self.whom.set_value(whom or self.whom.choices[0][0])
        for segments in (self.whom, self.design):
            segments.changed.connect(lambda _code: self.show_count())
        for combo in (self.category, self.group):
            combo.currentIndexChanged.connect(lambda _at: self.show_count())
        self._allow(ready=False)
        self._show_rows()
        desk, on = self.desk, self.desk.today().isoformat()

        def work(_report: Report) -> Receivers:
            with desk.reading() as session:
                return card_receivers(session, on)

        self.working = self.desk.jobs.start(work, self._found, self._failed)

    def _allow(self, *, ready: bool) -> None:
        self.go.setEnabled(ready)

    def _found(self, receivers: Receivers) -> None:
        self.working, self.offered = None, receivers
        self.due.show(DueSource(receivers.due))
        for code, label, count in receivers.categories:
            self.category.addItem(_("{what} ({count})").format(what=label, count=count), code)
        for name, ids in receivers.groups:
            self.group.addItem(_("{what} ({count})").format(what=name, count=len(ids)), name)
        self.show_count()

    def _failed(self, error: DeskError) -> None:
        self.working = None
        self.count.say(error.message, "red")

    def _show_rows(self) -> None:
        whom = self.whom.value()
        self.rows["category"].set_visible(whom == "category")
        self.rows["group"].set_visible(whom == "group")
        self.due.setVisible(whom == "due")
        self.adjustSize()

    def residents(self) -> tuple[str, ...] | None:
        """Return whose cards are wanted; None for everybody of the category chosen."""
        found = self.offered
        whom = self.whom.value()
        if whom == "person":
            return (self.resident_id,)
        if whom == "marked":
            return self.marked
        if whom == "category" or found is None:
            return None
        if whom == "group":
            return dict(found.groups).get(self.group.value(), ())
        return tuple(one.card.resident_id for one in found.due)

    def show_count(self) -> None:
        """Say how many cards that will be."""
        self._show_rows()
        if self.offered is None:
            return
        wanted = self.residents()
        of_category = {code: number for code, _label, number in self.offered.categories}
        count = len(wanted) if wanted is not None else of_category.get(self.category.value(), 0)
        if count:
            self.count.say(_("Cards to print: {count}").format(count=count), "ink2")
        elif self.whom.value() == "due":
            self.count.say(_("Every card is up to date."), "green")
        else:
            self.count.say(_("There is nobody to print a card for."), "ink2")
        self._allow(ready=count > 0)

    def show_preview(self) -> None:
        """Put the cards together and look at them."""
        if self.working is not None or not self.go.isEnabled():
            return
        desk, sees = self.desk, self.desk.operator.may_see_children
        on, design = self.desk.today().isoformat(), cast("Design", self.design.value() or "number")
        residents, category = self.residents(), self.category.value() if self.whom.value() == "category" else None

        def work(_report: Report) -> list[CardContent]:
            with desk.reading() as session:
                return cards_for(session, on=on, design=design, category=category, residents=residents, may_see_children=sees)

        self._allow(ready=False)
        self.working = self.desk.jobs.start(work, self._preview, self._failed)

    def _preview(self, cards: list[CardContent]) -> None:
        self.working = None
        self._allow(ready=True)
        if not cards:
            self.count.say(_("There is nobody to print a card for."), "ink2")
            return
        due = {one.card.resident_id for one in self.offered.due} if self.offered else set()
        again = all(one.last_issue and one.resident_id not in due for one in cards)
        design = cast("Design", self.design.value() or "number")
        self.printed += preview(self.desk, cards_job(self.desk, cards, design, reprint=again), self)
        if self.printed:
            self.give("printed")


def print_cards(
    desk: OpenDesk, parent: QWidget | None = None, *, resident_id: str = "", name: str = "", marked: Iterable[str] = (), whom: str = ""
) -> bool:
    """Ask which cards to print and print them; tells whether any were."""
    return bool(PrintCards(desk, parent, resident_id=resident_id, name=name, marked=marked, whom=whom).ask())
