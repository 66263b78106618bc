"""What came of an import, the way to the people, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.import_summary import events_in_words
from stationdesk.ui import key_map
from stationdesk.ui.import_work import Done
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look


class ImportDone(QWidget):
    """The last step."""

    undo = Signal()
    another = Signal()
    people = Signal()
    earlier = Signal()
    """The imports so far are wanted, with the way to take each back."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        margin = look.sizes.page_margin
        box = QVBoxLayout(self)
        box.setContentsMargins(margin, 12, margin, 16)
        box.setSpacing(12)
        self.title = Label("", "title")
        box.addWidget(self.title)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        box.addLayout(self.lines)
        box.addSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.see = Button(_("See the people"), look, "primary", key_map.shown("everywhere.residents"), "people")
        self.see.clicked.connect(self.people)
        self.back = Button(_("Take this import back whole"), look, "plain", key_map.shown("everywhere.undo"), "undo")
        self.back.clicked.connect(self.undo)
        self.more = Button(_("Take another ledger in"), look, "plain", key_map.shown("import.choose"), "document")
        self.more.clicked.connect(self.another)
        self.before = Button(_("Earlier imports"), look, "quiet", key_map.shown("import.leave"))
        self.before.clicked.connect(self.earlier)
        for button in (self.see, self.back, self.more, self.before):
            line.addWidget(button)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)

    def show_done(self, done: Done) -> None:
        """Say what was taken in."""
        outcome = done.outcome
        self.title.setText(_("Taken in"))
        said = _("{new} people new, {updated} known people completed.")
        lines = [(said.format(new=outcome.added, updated=outcome.updated), "body_bold", "ink")]
        lines += [(sentence, "body", "ink") for sentence in events_in_words(outcome.events, outcome.loose)]
        same = done.sum.wanted - outcome.added - outcome.updated
        if same > 0:
            lines.append((_("{count} people were known with everything the ledger says of them.").format(count=same), "body", "ink2"))
        if done.sum.waiting:
            said = _("{count} people were left for later: take the same ledger in again and they are asked about again.")
            lines.append((said.format(count=done.sum.waiting), "body", "amber"))
        if outcome.conflicts:
            said = _("{count} times the ledger says something else than the register: both are kept, the ledger's word as a note.")
            lines.append((said.format(count=outcome.conflicts), "body", "ink2"))
        if outcome.notes - outcome.loose > outcome.conflicts:
            said = _("{count} things that no field fits were kept as notes with the people.")
            lines.append((said.format(count=outcome.notes - outcome.loose - outcome.conflicts), "body", "ink2"))
        self._say(lines)
        self.back.setVisible(True)

    def show_undone(self) -> None:
        """Say that it was taken back."""
        self.title.setText(_("Taken back whole"))
        self._say([(_("The register is as it was before this import. The ledger itself was never changed."), "body", "ink")])
        self.back.setVisible(False)

    def _say(self, lines: list[tuple[str, str, str]]) -> None:
        clear(self.lines)
        for text, role, tone in lines:
            self.lines.addWidget(Label(text, role, tone, wrap=True))
