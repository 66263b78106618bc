"""服务项目: what the station offers, within what time and by whom; what dispatch proposes follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.service_items import (
    ServiceRow,
    add_usual,
    move_item,
    offer_again,
    own_item,
    service_rows,
    stop_offering,
    usual_services,
)
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.service_dialog import ServiceDialog
from stationdesk.ui.teams_paper import export_services, print_services
from stationdesk.ui.teams_tables import MINUTES, NEED, Rows, services_table


class ServicesPage(Page):
    """The catalogue."""

    name: ClassVar[str] = "services"
    reads: ClassVar[frozenset[str]] = frozenset({"service_item", "team", "team_member", "helper"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.gone = False
        self.rows: list[ServiceRow] = []
        self.table = services_table(self.look)
        self.strip = KeyStrip(self.look)
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self._bind()
        self._measure()
        self.look.changed.connect(self._measure)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(Label(_("Services offered"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        self.head.addWidget(self.count, 1)
        self.teams = Button(_("Teams"), self.look, "plain", key_map.shown("services.teams"), small=True)
        self.usual_button = Button(_("Write the usual ones down"), self.look, "plain", key_map.shown("services.usual"), small=True)
        self.add_button = Button(_("Write a service down"), self.look, "plain", key_map.shown("services.add"), "plus", small=True)
        for button in (self.teams, self.usual_button, self.add_button):
            self.head.addWidget(button)
        self.nothing = ground(QWidget(), "paper")
        lines = QVBoxLayout(self.nothing)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.empty, "paper"))
        lines.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.nothing, 1)
        whole.addWidget(self.strip)

    def _bind(self) -> None:
        self.table.activated_row.connect(lambda _row: self.change())
        slots: dict[str, Callable[[], Any]] = {
            "services.add": self.add,
            "services.change": self.change,
            "services.stop": self.stop,
            "services.up": lambda: self.step(-1),
            "services.down": lambda: self.step(1),
            "services.usual": self.usual,
            "services.gone": self.turn_gone,
            "services.print": self.print,
            "services.export": self.export,
            "services.teams": lambda: self.desk.open_page.emit("teams", None),
            "services.back": lambda: self.desk.open_page.emit("pairings", None),
        }
        for name, slot in slots.items():
            if key_map.BY_NAME[name].bound:
                key_map.attach(self, name, slot)
        self.table.asked.connect(lambda name: slots[name]())
        self.add_button.clicked.connect(self.add)
        self.usual_button.clicked.connect(self.usual)
        self.teams.clicked.connect(slots["services.teams"])
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: self.strip.say(sentence, undo=self.desk.can_undo))

    def _measure(self) -> None:
        self.head.setContentsMargins(self.look.sizes.page_margin, 14, 20, 8)
        self.table.setColumnHidden(MINUTES, self.look.text_size is not TextSize.STANDARD)
        self.table.setColumnHidden(NEED, self.look.text_size is TextSize.EXTRA_LARGE)
        self.table.resize_columns()
        self._tell_keys()

    def _tell_keys(self) -> None:
        """Show the keys that work now; with no service, how to see those not offered, and back."""
        keys = [("change", _("change|key")), ("stop", _("offer no more, or again|key")), ("up", _("up|key")), ("down", _("down|key"))]
        keys += [("print", _("print|key")), ("export", _("export|key")), ("gone", _("those not offered|key")), ("back", _("back|key"))]
        keys = keys if self.table.model().rowCount() else keys[-2:]
        self.strip.set_keys([(key_map.shown(f"services.{name}"), word) for name, word in keys])

    # -- what is shown

    def refresh(self) -> None:
        """Read the catalogue again; the line one stands on stays."""
        with self.desk.reading() as session:
            self.rows = service_rows(session, self.desk.today(), gone=self.gone)
        self.table.show(Rows(self.rows))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        offered = [row for row in self.rows if row.offered]
        alone = sum(not row.doers for row in offered)
        said = _("{count} are offered").format(count=len(offered)) if offered else ""
        self.count.setText(said + _(", for {count} nobody is named yet").format(count=alone) if alone else said)
        self.table.setVisible(bool(self.rows))
        self.nothing.setVisible(not self.rows)
        self.usual_button.setVisible(len({one.name for one in usual_services()} - {row.name for row in self.rows}) > 0)
        keys = {"usual": key_map.shown("services.usual"), "add": key_map.shown("services.add")}
        words = _("{usual} writes the usual ones down, to be changed as you need; {add} writes one of your own.").format(**keys)
        self.empty.say(_("The catalogue is empty."), words)
        self.begin_at(self.table if self.rows else self.usual_button)
        self._tell_keys()

    def take(self, argument: Any) -> None:
        """Go to a service by its id."""
        if argument:
            self.table.go_to(str(argument))

    def place(self) -> Any:
        """Return at which service one is."""
        return self.table.current_id()

    @property
    def row(self) -> ServiceRow | None:
        """The service one stands on."""
        return self.table.current_row()  # type: ignore[no-any-return]

    # -- what is done

    def add(self) -> None:
        """Write a service down."""
        dialog = ServiceDialog(self.desk, self.window())
        if dialog.ask() == "saved":
            self.table.go_to(dialog.item_id)
            self.table.setFocus()

    def change(self) -> None:
        """Change the service one stands on."""
        if self.row is not None:
            with self.desk.reading() as session:
                own_item(session, self.row.id)
            ServiceDialog(self.desk, self.window(), self.row.id).ask()

    def stop(self) -> None:
        """Offer the service no more, or again."""
        row, on = self.row, self.desk.today()
        if row is None:
            return
        says = (_("{name} is offered no more") if row.offered else _("{name} is offered again")).format(name=row.name)
        self.act(says, lambda session: stop_offering(session, row.id, on) if row.offered else offer_again(session, row.id, on))

    def step(self, step: int) -> None:
        """Move the service up or down in the catalogue."""
        row = self.row
        at = next((number for number, one in enumerate(self.rows) if row is not None and one.id == row.id), 0) + step
        if row is not None and 0 <= at < len(self.rows):
            self.act(_("Order of the services"), lambda session: move_item(session, row.id, step))

    def usual(self) -> None:
        """Write the usual services down that the catalogue has not yet."""
        self.act(_("The usual services written down"), lambda session: add_usual(session, self.desk.today()))

    def act(self, says: str, work: Callable[[Session], object]) -> None:
        """Carry out one action and say it."""
        with self.desk.writing(says) as session:
            work(session)
        self.desk.said(says)

    def turn_gone(self) -> None:
        """Show what is not offered any more as well, or not."""
        self.gone = not self.gone
        self.refresh()

    def print(self) -> None:
        """Show the catalogue as it will be printed."""
        if self.rows:
            print_services(self.desk, self.rows, self)

    def export(self) -> None:
        """Write the catalogue as a workbook."""
        if self.rows:
            export_services(self.desk, self.rows, self)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
