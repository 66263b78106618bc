"""The filters over the three lists, and what an empty one says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.three_lists import CareList
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.look import Look


class GroupFilters(QWidget):
    """By village group, and by what the list is about: category, kind of need, project."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.group = FilterButton(_("Group|filter"), (), look)
        self.kind = FilterButton(_("Kind|filter"), (), look)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button in (self.group, self.kind):
            button.changed.connect(self.changed)
            line.addWidget(button)

    def offer(self, found: CareList) -> None:
        """Offer what stands in the list."""
        groups = sorted({row.group for row in found.rows if row.group})
        codes = sorted({code for row in found.rows for code in row.categories if code})
        names = {"baseline": "resident_category", "needs": "need_kind"}.get(found.kind)
        label = table(names).label if names else str
        self.group.set_choices([(one, one) for one in groups])
        self.kind.set_choices([(one, label(one)) for one in codes])
        self.group.setVisible(len(groups) > 1)
        self.kind.setVisible(len(codes) > 1)

    def groups(self) -> frozenset[str]:
        """Return the groups chosen; none for all."""
        return frozenset(self.group.chosen())

    def categories(self) -> frozenset[str]:
        """Return the codes chosen; none for all."""
        return frozenset(self.kind.chosen())


def empty_words(found: CareList, *, narrowed: bool) -> tuple[str, str]:
    """Return why nothing is shown, and what next."""
    if narrowed:
        return _("The filters leave nobody"), _("Untick one of them, then everybody is here again.")
    return {
        "baseline": (_("Nobody was cared for on this day"), _("Whoever has a category or a care grade stands here.")),
        "needs": (
            _("Nothing was asked for and open on this day"),
            _("Needs that come up on a visit or a call stand here until they are met."),
        ),
        "responsibility": (_("Nobody should have a helper on this day"), _("The page Pairings says who should have one.")),
    }[found.kind]
