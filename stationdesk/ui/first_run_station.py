"""这是哪个站？ The county's file from a stick, with its six words to compare; or just the village's name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QHBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.ui.first_run_step import Course, Radio, Step
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.dialogs import choose_files
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.setting_up import Found, look_around

if TYPE_CHECKING:
    from stationdesk.sync.enrolment import Enrolment

LOOK_EVERY = 2000
ACROSS = 3


def usual_folders() -> tuple[Path, ...]:
    """Return where a file lies that came by another way than a stick."""
    where = QStandardPaths.StandardLocation
    found = (QStandardPaths.writableLocation(one) for one in (where.DesktopLocation, where.DownloadLocation, where.DocumentsLocation))
    return tuple(Path(one) for one in found if one)


class WordBox(Label):
    """One of the six words, large enough to be read aloud."""

    def __init__(self) -> None:
        super().__init__("", "strong")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("ground", "paper")


class StationStep(Step):
    """Which station it is; a file only counts once its words were compared by telephone."""

    title = N_("Which station is this?")

    def __init__(self, course: Course) -> None:
        super().__init__(course, "")
        self.enrolments: list[Enrolment] = []
        self.distrusted: set[str] = set()
        self.group = QButtonGroup(self)
        self.group.idToggled.connect(self._chosen)
        self.radios = QWidget()
        self.without = Radio(_("No file: type the village's name, enrol later"))
        self.village = LineField(self.look, _("Name of the village or the station"))
        self.village.setAccessibleName(_("Name of the village or the station"))
        self.village.setText(course.answers.village)
        self.village.setMaxLength(80)
        self.choose = LinkButton(_("The file is in a folder…"), self.look)
        self.choose.clicked.connect(self._choose_file)
        self._lay_out()
        self.fingerprint: str | None = None
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_EVERY)
        self.timer.timeout.connect(self.look_at_sticks)
        self.show_found(course.found)

    def _lay_out(self) -> None:
        self.files = self._column()
        self.box.addLayout(self.files)
        self.group.addButton(self.without, 1000)
        self.box.addWidget(self.without)
        line = QHBoxLayout()
        line.setContentsMargins(24, 0, 0, 0)
        line.addWidget(self.village, 1)
        self.box.addLayout(line)
        self.call = Label(_("Please ring the county and compare these six words:"), wrap=True)
        self.box.addWidget(self.call)
        grid = QGridLayout()
        grid.setSpacing(6)
        self.boxes = [WordBox() for _one in range(6)]
        for at, box in enumerate(self.boxes):
            grid.addWidget(box, at // ACROSS, at % ACROSS)
            box.setMinimumHeight(self.look.sizes.button)
            box.setStyleSheet(f"border: 1px solid {self.look.colours.line}; border-radius: 3px; background: {self.look.colours.paper};")
        self.box.addLayout(grid)
        ticks = QHBoxLayout()
        self.tick = QCheckBox(_("All six words are the same"))
        self.tick.toggled.connect(self._ticked)
        self.differ = LinkButton(_("They are not the same"), self.look)
        self.differ.clicked.connect(self._distrust)
        ticks.addWidget(self.tick)
        ticks.addStretch(1)
        ticks.addWidget(self.differ)
        self.box.addLayout(ticks)
        self.warning = Label("", "body_bold", "red", wrap=True)
        self.warning.hide()
        self.box.addWidget(self.warning)
        self.box.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addStretch(1)

    @staticmethod
    def _column() -> QGridLayout:
        column = QGridLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        return column

    # -- what lies on the sticks

    def begin(self) -> None:
        """Look at the sticks, now and whenever one comes or goes."""
        self.timer.start()
        self.look_at_sticks()
        (self.village if self.enrolment() is None else self.group.checkedButton()).setFocus()

    def look_at_sticks(self) -> None:
        """Look what lies on the sticks, in a thread, if any came or went."""
        from stationdesk.sync.carriers import fingerprint

        seen = fingerprint()
        if self.isVisible() and seen != self.fingerprint and not self.course.jobs.busy():
            self.fingerprint = seen
            folders = usual_folders()
            self.course.jobs.start(lambda _report: look_around(folders), self.show_found)

    def show_found(self, found: Found) -> None:
        """Offer the files that were found; the first one is chosen."""
        self.course.found = found
        here = {one.station for one in self.enrolments}
        for _path, enrolment in found.enrolments:
            if enrolment.station not in here:
                self._offer(enrolment)
        if not self.enrolments:
            self.without.setChecked(True)
        self._tell(found)
        self.changed.emit()

    def _offer(self, enrolment: Enrolment) -> None:
        radio = Radio(shown(enrolment.name))
        self.enrolments.append(enrolment)
        self.files.addWidget(radio)
        self.group.addButton(radio, len(self.enrolments) - 1)
        if not self.village.text().strip() and self.enrolment() is None and enrolment.station not in self.distrusted:
            radio.setChecked(True)
            radio.setFocus()

    def _tell(self, found: Found) -> None:
        if self.enrolments:
            self.said = _("The county's enrolment file was found.")
        elif found.troubles:
            self.said = found.troubles[0]
        else:
            self.said = _("Is the county's enrolment file on a stick? Plug it in now.")

    def _choose_file(self) -> None:
        from stationdesk.sync.enrolment import read_enrolment

        for path in choose_files(self, _("The county's enrolment file"), _("Enrolment files (*.sdenrol)"))[:1]:
            enrolment = read_enrolment(path)
            known = [one.station for one in self.enrolments]
            if enrolment.station not in known:
                self._offer(enrolment)
                known.append(enrolment.station)
            self.group.button(known.index(enrolment.station)).setChecked(True)
            self._tell(self.course.found)
            self.changed.emit()

    # -- what is chosen

    def enrolment(self) -> Enrolment | None:
        """Return the file that is chosen, None for none."""
        at = self.group.checkedId()
        return self.enrolments[at] if 0 <= at < len(self.enrolments) else None

    def _chosen(self, _button: int, on: bool) -> None:
        if not on:
            return
        from stationdesk.sync.words import county_words

        chosen = self.enrolment()
        words = county_words(chosen.county_sign_key, chosen.county_age_recipient) if chosen else ("",) * 6
        for box, word in zip(self.boxes, words, strict=True):
            box.setText(word)
        self.tick.setChecked(False)
        self.tick.setAccessibleDescription(_(", ").join(words))
        wrong = chosen is not None and chosen.station in self.distrusted
        for part in (self.call, *self.boxes, self.tick, self.differ):
            part.setVisible(chosen is not None and not wrong)
        self.warning.setVisible(wrong)
        self.village.setVisible(chosen is None)
        self.choose.setVisible(chosen is None)
        self.changed.emit()

    def _ticked(self, _on: bool) -> None:
        self.changed.emit()

    def _distrust(self) -> None:
        """Stop here: the file may have been exchanged on its way."""
        chosen = self.enrolment()
        if chosen is not None:
            self.distrusted.add(chosen.station)
            self.warning.setText(_("The enrolment file may have been exchanged. Please do not use it; ring the county."))
            self._chosen(0, on=True)
            self.without.setFocus()

    def fields(self) -> list[QWidget]:
        """Return where Enter goes."""
        return [*self.group.buttons(), self.village, self.tick]

    def trouble(self) -> tuple[str, QWidget | None]:
        """Say what is still to be done."""
        chosen = self.enrolment()
        if chosen is None:
            return ("", None) if self.village.value() else (_("Please type the village's name."), self.village)
        if chosen.station in self.distrusted:
            return _("This file cannot be used. Choose «no file», or ring the county for a new one."), self.without
        if not self.tick.isChecked():
            return _("Please compare the six words by telephone first, then tick here."), self.tick
        return "", None

    def collect(self) -> None:
        """Write down which station it is."""
        self.timer.stop()
        chosen = self.enrolment()
        village = chosen.name if chosen else self.village.value()
        self.course.answers = replace(self.course.answers, village=village)
        self.course.secrets = replace(self.course.secrets, enrolment=chosen)
