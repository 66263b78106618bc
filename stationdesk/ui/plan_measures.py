"""The measures of a care plan in its dialog: listed in their order, added, changed, struck and moved by keys."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.services.plan_words import measure_words
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.kept_lines import KeptLines
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.plan_measure_form import PlanMeasureForm


class PlanMeasures(KeptLines[PlanMeasure]):
    """The measures as they stand; `helpers` are ids and words of whom a measure can name."""

    def __init__(self, desk: OpenDesk, helpers: list[tuple[str, str]], dialog: Dialog) -> None:
        words = {"add": _("Add|measure"), "edit": _("Change|measure"), "remove": _("Strike|measure")}
        super().__init__(desk.look, dialog, _("Who does what"), "plan", words)
        self.desk, self.helpers, self.on = desk, helpers, desk.today()
        self.list.setMinimumHeight(5 * self.look.sizes.rail_row)
        self.above(Label(_("Who does what"), "strong"))
        self.none = Label(_("Nothing is to be done yet. {key} adds the first.").format(key=key_map.shown("plan.add")), "small", "ink2")
        self.box.insertWidget(self.box.indexOf(self.list) + 1, self.none)

    def key(self, one: PlanMeasure) -> str:
        """Return the measure's key."""
        return one.key

    def words(self, one: PlanMeasure) -> str:
        """Return what is done, by whom and how often."""
        return measure_words(one, self.on)

    def asked(self, before: PlanMeasure | None) -> PlanMeasure | None:
        """Ask for a measure."""
        form = PlanMeasureForm(self.desk, self.helpers, before, self.dialog)
        return form.measure if form.ask() else None

    def tell(self) -> None:
        """Say what adds the first while there is none."""
        self.none.setVisible(not self.values)
