"""设置 · 关于: which program this is, where its things lie, and whether everything is whole."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from stationdesk.i18n import _
from stationdesk.services.checking import Findings, check
from stationdesk.services.desk_settings import change_settings, desk_settings
from stationdesk.store.migrations import program_version
from stationdesk.ui.access_dialog import AccessDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.recovery_renewal import renew
from stationdesk.ui.settings_part import Part


class AboutPart(Part):
    """The program, its folders, and the check of everything."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("About"))
        grid = FieldGrid(self.look, label_width=96)
        folder, about = desk.database.folder, desk.database.about
        for label, text in (
            (_("Program"), f"{_('Village Station Desk')} {program_version()}"),
            (_("Data folder"), str(folder.path)),
            (_("Backups"), str(folder.backups)),
            (_("Copy number"), about.line_copy),
            (_("Station code") if about.side == "station" else _("County code"), about.author),
        ):
            words = Label(text, wrap=True)
            words.setTextInteractionFlags(words.textInteractionFlags().TextSelectableByMouse)
            grid.add(label, words)
        self.body.addWidget(grid)
        self.body.addLayout(self._buttons())
        self.found = Label("", "body", "ink2", wrap=True)
        self.body.addWidget(self.found)
        self.body.addLayout(self._code_question())
        said = _("The paper stays the original. Everything here is kept on this computer, encrypted.")
        self.body.addWidget(Label(said, "small", "ink3", wrap=True))
        self.body.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.check = Button(_("Check everything"), self.look, "plain", icon="check")
        self.check.clicked.connect(self._check)
        line.addWidget(self.check)
        self.log = LinkButton(_("Who looked at what"), self.look)
        self.log.clicked.connect(self._who_looked)
        line.addWidget(self.log)
        self.code = LinkButton(_("A new recovery code…"), self.look)
        self.code.clicked.connect(self._renew)
        line.addWidget(self.code)
        for button in (self.log, self.code):
            button.setVisible(self.desk.operator.may_change_settings)
        line.addStretch(1)
        return line

    def _code_question(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.code_words = Label("", "body", "amber")
        line.addWidget(self.code_words)
        self.code_kept = Button(_("It is locked away"), self.look, small=True)
        self.code_kept.clicked.connect(self._code_kept)
        line.addWidget(self.code_kept)
        line.addStretch(1)
        return line

    def refresh(self) -> None:
        """Ask about the recovery code until somebody has said that it is locked away."""
        with self.desk.reading() as session:
            kept = desk_settings(session).recovery_code_kept
        self.code_words.setText(_("Is the printed recovery code in its envelope and locked away?"))
        for widget in (self.code_words, self.code_kept):
            widget.setVisible(not kept and self.desk.operator.may_change_settings)

    def _renew(self) -> None:
        renew(self, self.desk)

    def _who_looked(self) -> None:
        self.desk.write_log()
        AccessDialog(self, self.desk).ask()

    def _code_kept(self) -> None:
        with self.desk.writing(_("Recovery code locked away")) as session:
            change_settings(session, recovery_code_kept=True)
        self.desk.said(_("Recovery code locked away"), undo=False)
        self.refresh()

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.found.say(_("Reading everything once…"), "ink2")
        database = self.desk.database
        self.desk.jobs.start(lambda _report: check(database), self._show, self._failed)

    def _show(self, found: Findings) -> None:
        self.check.setEnabled(True)
        if found.wrong:
            self.found.say("\n".join(found.wrong), "red")
        else:
            self.found.say(
                _("Everything is whole: {count} journal entries, keys, marks and backups.").format(count=found.looked_at["journal"]),
                "green",
            )

    def _failed(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self.found.say(str(error), "red")
