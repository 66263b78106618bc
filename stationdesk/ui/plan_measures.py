"""The measures of a care plan in its dialog: listed in their order, added, changed, struck and moved by keys."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.services.plan_words import measure_words
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.kept_lines import KeptLines, Kind
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.plan_measure_form import PlanMeasureForm


class PlanMeasures(KeptLines[PlanMeasure]):
    """The measures as they stand; `helpers` are ids and words of whom a measure can name."""

    def __init__(self, desk: OpenDesk, helpers: list[tuple[str, str]], dialog: Dialog) -> None:
        ways = (
            ("plan.add", _("Add|measure")),
            ("plan.edit", _("Change|measure")),
            ("plan.remove", _("Strike|measure")),
            ("plan.up", _("Up|measure")),
            ("plan.down", _("Down|measure")),
        )
        on = desk.today()
        kind = Kind[PlanMeasure](lambda one: one.key, lambda one: measure_words(one, on), self.ask)
        super().__init__(desk.look, dialog, _("Who does what"), kind, ways)
        self.desk, self.helpers = desk, helpers
        self.list.setMinimumHeight(5 * self.look.sizes.rail_row)
        self.above(Label(_("Who does what"), "strong"))
        self.none = Label(_("Nothing is to be done yet. {key} adds the first.").format(key=key_map.shown("plan.add")), "small", "ink2")
        self.box.insertWidget(self.box.indexOf(self.list) + 1, self.none)

    def ask(self, before: PlanMeasure | None) -> PlanMeasure | None:
        """Ask for a measure."""
        form = PlanMeasureForm(self.desk, self.helpers, before, self.dialog)
        return form.measure if form.ask() else None

    def tell(self) -> None:
        """Say what adds the first while there is none."""
        self.none.setVisible(not self.values)
