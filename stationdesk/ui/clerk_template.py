"""A report for the stations, written in a dialog: its name, the time it covers, which figures each station's desk counts."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table as codes
from stationdesk.registers.report_template import ReportTemplateDraft, TemplateRow
from stationdesk.services.figure_book import figures_there
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_say import SayDialog
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.labels import Label


class TemplateDialog(SayDialog):
    """A report: nobody at a station types a figure of it."""

    def __init__(self, parent: QWidget, desk: ClerkDesk) -> None:
        text = _("Each station's desk counts the figures itself; the station looks and reports.")
        super().__init__(parent, desk, _("Ask for a report"), text)
        self.name = self.line(_("Name of the report"), 80)
        self.period = ComboField([(row.code, row.label) for row in codes("report_period").rows], desk.look)
        self.period.set_value("month")
        self.grid.add(_("Time it covers"), self.period)
        self.to = self.whom()
        self.inside.insertWidget(1, Label(_("Figures"), "body_bold"))
        self.boxes = {one.key: QCheckBox(f"{one.title} · {one.unit}") for one in figures_there()}
        figures = QWidget()
        grid = QGridLayout(figures)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, box in enumerate(self.boxes.values()):
            box.setAccessibleName(box.text())
            grid.addWidget(box, at // 2, at % 2)
        self.inside.insertWidget(2, figures)
        self.end(self.name)

    def save(self) -> None:
        """Ask for it."""
        name = self.name.value()
        chosen = tuple(TemplateRow(figure=key) for key, box in self.boxes.items() if box.isChecked())
        if self.needs((name, _("Name of the report")), ("x" if chosen else "", _("Figures"))):
            return
        fields = {"name": name, "period": self.period.value() or "month", "rows": chosen, "valid_from": self.desk.today().isoformat()}
        self.say(lambda: ReportTemplateDraft.model_validate(fields), self.to.value(), _("Report for stations: {name}").format(name=name))
