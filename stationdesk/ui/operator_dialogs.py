"""What is asked about an operator: name, post and rights; a new passphrase for somebody who forgot his."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.i18n import _
from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.passphrase_pair import PassphrasePair

LABELS = 5.2
"""Width of the labels, in em."""


class OperatorDialog(Dialog):
    """Name, post, rights and, for a new operator, a passphrase."""

    def __init__(self, parent: QWidget | None, desk: OpenDesk, operator: Operator | None) -> None:
        title = _("Add an operator") if operator is None else _("What {name} may see").format(name=operator.name)
        super().__init__(parent, desk.look, title, width=520)
        self.operator = operator
        width = round(LABELS * desk.look.sizes.body)
        grid = FieldGrid(desk.look, label_width=width)
        self.name, self.post = LineField(desk.look), LineField(desk.look)
        self.name.setText(operator.name if operator else "")
        self.name.setReadOnly(operator is not None)
        self.post.setText((operator.post or "") if operator else "")
        grid.add(_("Name"), self.name)
        grid.add(_("Post"), self.post, _("may be left out"))
        self.body.addWidget(grid)
        self.pair = PassphrasePair(desk.look, _("Passphrase"), _("Once more"), label_width=width)
        self.pair.setVisible(operator is None)
        self.body.addWidget(self.pair)
        self.children_box = QCheckBox(_("May open children's records"))
        self.settings_box = QCheckBox(_("May change settings"))
        self.children_box.setChecked(operator.may_see_children if operator else False)
        self.settings_box.setChecked(operator.may_change_settings if operator else False)
        self.body.addWidget(self.children_box)
        self.body.addWidget(self.settings_box)
        self.save = self.add_button(_("Save"), "primary", "Enter", "save")
        self.add_button(_("Do not save"), "quiet", "Esc", "")
        self.pair.changed.connect(self._ready)
        self.name.textChanged.connect(self._ready)
        self._ready()
        if operator is not None:
            self.name.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.post.setFocus()

    def _ready(self) -> None:
        self.save.setEnabled(bool(self.name.value()) and (self.operator is not None or bool(self.pair.value())))

    def passphrase(self) -> str:
        """Return the passphrase typed twice."""
        return self.pair.value()

    def draft(self) -> OperatorDraft:
        """Return what was filled in."""
        return OperatorDraft(
            name=self.name.value(),
            post=self.post.value() or None,
            may_see_children=self.children_box.isChecked(),
            may_change_settings=self.settings_box.isChecked(),
        )


class ResetDialog(Dialog):
    """A new passphrase for another operator."""

    def __init__(self, parent: QWidget | None, desk: OpenDesk, name: str) -> None:
        said = _("The old one opens nothing any more. Let {name} type the new one himself.").format(name=name)
        super().__init__(parent, desk.look, _("New passphrase for {name}").format(name=name), said, width=520)
        self.pair = PassphrasePair(desk.look, _("Passphrase"), _("Once more"), label_width=round(LABELS * desk.look.sizes.body))
        self.body.addWidget(self.pair)
        self.save = self.add_button(_("Save"), "primary", "Enter", "save")
        self.save.setEnabled(False)
        self.pair.changed.connect(lambda: self.save.setEnabled(bool(self.pair.value())))
        self.add_button(_("Do not save"), "quiet", "Esc", "")
