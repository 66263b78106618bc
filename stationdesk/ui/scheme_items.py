"""What a scheme scores, in its dialog: listed in its order, added, changed, taken out and moved by keys."""

from __future__ import annotations

from stationdesk.i18n import _, ngettext
from stationdesk.registers.grade_scheme import ScoreItem
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.kept_lines import KeptLines, Kind
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.scheme_item_dialog import SchemeItemDialog

ROWS = 4
"""Items seen at once."""


def item_words(one: ScoreItem) -> str:
    """Return an item in a line: 健康自理 0—10 分：都能自己做 0、要人搭把手 3 …"""
    said = _("{label}, 0 to {highest} points").format(label=one.label, highest=one.highest)
    answers = _(", ").join(f"{step.words} {step.score}" for step in one.steps) or _("any number|scored")
    return _("{item}: {answers}|scored").format(item=said, answers=answers)


class SchemeItems(KeptLines[ScoreItem]):
    """The items as they stand; assessments made with one that is taken out keep it."""

    def __init__(self, look: Look, dialog: Dialog) -> None:
        ways = (
            ("scheme.add", _("Add|item")),
            ("scheme.edit", _("Change|item")),
            ("scheme.remove", _("Take out|item")),
            ("scheme.up", _("Up|measure")),
            ("scheme.down", _("Down|measure")),
        )
        super().__init__(look, dialog, _("What is scored"), Kind(lambda one: one.code, item_words, self.ask), ways)
        self.box.setContentsMargins(0, 4, 0, 4)
        self.box.setSpacing(6)
        self.list.setFixedHeight(ROWS * look.sizes.rail_row + 4)
        self.total = Label("", "small", "ink2")
        self.above(Label(_("What is scored"), "body_bold"), self.total)

    def more(self, one: ScoreItem) -> str:
        """Return what the item means, where the scheme says so."""
        return one.explanation or item_words(one)

    def ask(self, before: ScoreItem | None) -> ScoreItem | None:
        """Ask for an item; no other has its name."""
        form = SchemeItemDialog(self.look, before, [one for one in self.values if one is not before], self.dialog)
        return form.item if form.ask() else None

    def tell(self) -> None:
        """Say how many points there are together; without items the grade is chosen."""
        self.list.setVisible(bool(self.values))
        if self.values:
            most, count = sum(one.highest for one in self.values), len(self.values)
            said = ngettext("{count} item, 0 to {most} points", "{count} items, 0 to {most} points together", count)
            self.total.setText(said.format(count=count, most=most))
        else:
            self.total.setText(_("Nothing is scored: the grade is chosen. Leave the points of the grades empty."))
