"""Enrolling with the county: its six words, read aloud over the telephone and compared, before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.sync.enrolling import known_county, refuse_former, revokes
from stationdesk.sync.enrolment import Enrolment, read_enrolment
from stationdesk.sync.words import county_words
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look

ACROSS = 3


def tiles(words: Sequence[str]) -> QGridLayout:
    """Return words in large type, each on a card of its own."""
    grid = QGridLayout()
    grid.setSpacing(6)
    for number, word in enumerate(words):
        tile = QFrame()
        tile.setProperty("part", "card")
        line = QHBoxLayout(tile)
        line.setContentsMargins(8, 8, 8, 8)
        label = Label(word, "title")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(label)
        grid.addWidget(tile, number // ACROSS, number % ACROSS)
    return grid


class SixWords(QWidget):
    """The county's six words in large type, and the tick that they were compared; `ticked` tells of it."""

    ticked = Signal(bool)

    def __init__(self, words: Sequence[str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        grid = tiles(words)
        said = _(", |pause").join(words)
        self.setAccessibleName(_("The county's six words: {words}").format(words=said))
        box.addLayout(grid)
        self.tick = QCheckBox(_("Compared by telephone: the county's six words are the same"))
        self.tick.setAccessibleDescription(said)
        self.tick.toggled.connect(self.ticked)
        box.addWidget(self.tick)
        otherwise = _("If they are not the same, do not go on; ring the county and ask for a new file.")
        box.addWidget(Label(otherwise, "small", "ink3", wrap=True))


class EnrolDialog(Dialog):
    """Asks whether the county is the right one; enrols nothing itself."""

    def __init__(self, parent: QWidget | None, look: Look, enrolment: Enrolment, *, new_keys: bool = False) -> None:
        says = _("The file is for {name} ({town}) and comes from {county}. Ring the county and let them read their six words aloud.")
        said = says.format(name=enrolment.name, town=enrolment.town, county=enrolment.county_name)
        if new_keys:
            told = _("The county has taken new keys. Once you agree, nothing that the former ones have signed is read any more.")
            said = f"{said}\n{told}"
        super().__init__(parent, look, _("Compare the county's six words"), said, width=500)
        self.words = SixWords(county_words(enrolment.county_sign_key, enrolment.county_age_recipient))
        self.body.addWidget(self.words)
        self.go = self.add_button(_("Enrol with {county}").format(county=enrolment.county_name), "primary", "Enter", "enrol")
        self.go.setEnabled(False)
        self.add_button(_("Not now"), "quiet", "Esc")
        self.words.ticked.connect(self.go.setEnabled)
        self.words.tick.setFocus()


def ask_to_enrol(parent: QWidget | None, desk: OpenDesk, path: Path) -> Enrolment | None:
    """Read the enrolment file and have its words compared; returns it if the operator agrees.

    Raises NotAnEnrolment, NewerEnrolment, FormerCountyKey or NotWritable.
    """
    enrolment = read_enrolment(path)
    with desk.reading() as session:
        before = known_county(session)
    refuse_former(before, enrolment)
    agreed = EnrolDialog(parent, desk.look, enrolment, new_keys=revokes(before, enrolment)).ask() == "enrol"
    return enrolment if agreed else None
