"""What can be done with a family from its page: the form, the dialogs, the prints, the order of calling; by name of the shortcut."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from stationdesk.i18n import _
from stationdesk.services.calling_order import move_caller
from stationdesk.services.family_data import FamilyData
from stationdesk.services.operators import must_see_children
from stationdesk.ui import family_dialogs, key_map
from stationdesk.ui.family_form import FamilyForm

if TYPE_CHECKING:
    from stationdesk.ui.family_page import FamilyPage

OF_CHILDREN = frozenset({"family.guardian", "family.letter"})
MENU = ("family.add", "family.head", "family.status", "family.edit", "family.guardian", "family.consents", "family.move", "family.link")
PRINTS = ("family.print", "family.letter")


class FamilyActions(QObject):
    """Carries out what the page's buttons, menus and keys ask for."""

    def __init__(self, page: FamilyPage) -> None:
        super().__init__(page)
        self.page, self.desk, self.look = page, page.desk, page.look
        self.form: FamilyForm | None = None
        self.bound: dict[str, Callable[[], Any]] = {
            "family.add": self.add,
            "family.new": self.new,
            **{name: partial(one, page) for name, one in family_dialogs.BY_NAME.items()},
            "family.up": lambda: self.ring(-1),
            "family.down": lambda: self.ring(1),
        }
        for name in (*MENU, *PRINTS):
            self._offer(page.view.more, name)
        self._offer(page.pane.more, "family.new")

    def _offer(self, menu: Any, name: str) -> None:
        menu.offer(_(key_map.BY_NAME[name].words), key_map.shown(name), lambda: self.do(name))

    def offered(self) -> tuple[str, ...]:
        """Return the shortcuts that are carried out here."""
        return tuple(self.bound)

    def do(self, name: str) -> None:
        """Carry out one; nothing while a form is open. Raises NoRight for what is about children without the right."""
        if self.editing:
            return
        if name in OF_CHILDREN and self.data is not None:
            must_see_children(self.desk.operator)
        self.bound[name]()

    @property
    def data(self) -> FamilyData | None:
        """The family shown."""
        return self.page.data

    @property
    def title(self) -> str:
        """What the household is called."""
        return self.page.view.family.title if self.page.view.family else ""

    # -- the form

    @property
    def editing(self) -> bool:
        """Whether the form stands in the family's place."""
        return self.form is not None and self.page.middle.currentWidget() is self.form

    def new(self) -> None:
        """Write a new family down."""
        self._form().open_new()

    def add(self) -> None:
        """Write more members of the family shown down; without one a new family."""
        if self.data is None:
            self.new()
        else:
            self._form().open_for(self.data)

    def _form(self) -> FamilyForm:
        if self.form is None:
            self.form = FamilyForm(self.desk)
            self.form.closed.connect(self._closed)
            self.page.middle.addWidget(self.form)
        self.page.middle.setCurrentWidget(self.form)
        self.page.divide()
        return self.form

    def _closed(self, household_id: str) -> None:
        self.page.middle.setCurrentWidget(self.page.view)
        self.page.divide()
        if household_id:
            self.page.refresh()
            self.page.take(household_id)
        elif self.page.household_id:
            self.page.show_household(self.page.household_id, again=True)
        (self.page.view.members if self.data is not None else self.page.pane.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> bool:
        """Close the form if it is open; tells whether it let go."""
        if self.form is not None and self.editing:
            if not self.form.leave():
                return False
            self._closed("")
        return True

    def keep(self) -> None:
        """Keep what was typed."""
        if self.form is not None:
            self.form.keep()

    def ring(self, step: int) -> None:
        """Move the one the keyboard is on up or down in the order of calling."""
        caller = self.page.side.current()
        if self.data is None or caller is None or not self.page.side.callers.hasFocus():
            return
        rows = [str(one) for one in self.page.side.callers.model().ids()]
        if not 0 <= rows.index(caller.key) + step < len(rows):
            return
        says = _("Order of calling: {home}").format(home=self.title)
        with self.desk.writing(says) as session:
            move_caller(session, self.data.home.id, caller.key, step, self.desk.today())
        self.desk.said(says)
        self.page.side.callers.go_to(caller.key)
