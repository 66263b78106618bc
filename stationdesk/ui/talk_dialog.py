"""监护谈话: whom one spoke to, what was said, and when the next talk is; it is kept as a visit."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_reading import read_coming_day, read_day
from stationdesk.services.day_words import day_words
from stationdesk.services.duties import TALK_MONTHS
from stationdesk.services.duty_words import says_talk
from stationdesk.services.guardian_talks import Talk, talk
from stationdesk.services.guardianship import guardians_of
from stationdesk.services.month_steps import months_later
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog

MODES = ("home", "phone", "video", "station")


class TalkDialog(TallDialog):
    """What was said, to whom, how, on which day, and the next talk."""

    def __init__(self, desk: OpenDesk, resident_id: str, parent: QWidget | None = None) -> None:
        self.desk, self.resident_id, self.on = desk, resident_id, desk.today()
        with desk.reading() as session:
            child = named(own_resident(session, resident_id), self.on)
            guardians = [one for one in guardians_of(session, [resident_id])[resident_id] if one.in_force(self.on.isoformat())]
        super().__init__(parent, desk.look, _("Talk with the guardian of {name}").format(name=child), "", width=620)
        look = self.look
        self.form = FieldGrid(look, label_width=round(5.2 * look.sizes.body))
        self.whom, self.day, self.following = LineField(look), LineField(look), LineField(look)
        self.whom.setText(_(", ").join(one.name for one in guardians[:2]) if desk.sees_children else "")
        self.mode = Segments([(code, table("contact_mode").label(code)) for code in MODES], look)
        self.mode.set_value("home")
        self.said = QPlainTextEdit()
        self.said.setTabChangesFocus(True)
        self.said.setFixedHeight(4 * look.sizes.row)
        self.day.setText(_("today|typed"))
        self.following.setPlaceholderText(day_words(months_later(self.on, TALK_MONTHS), self.on))
        self.form.add(_("With whom|talk"), self.whom)
        self.form.add(_("How|talk"), self.mode, stretch=False)
        self.form.add(_("What was said"), self.said)
        self.form.add(_("Which day"), self.day, _("like 22, 11-22"))
        self.form.add(_("Next talk"), self.following, _("a quarter later, if left empty"))
        self.inside.addWidget(self.form)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.add_button(_("Keep the talk"), "primary", key_map.shown("assess.save"), closes=False).clicked.connect(self.save)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "assess.save", self.save)
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> Talk | None:
        """Return what stands in the fields, or None with the trouble said beside its field."""
        day, following = read_day(self.day.value(), self.on), read_coming_day(self.following.value(), self.on)
        self.day.say("error" if day is None else "plain", _("Please write a day: 22, 11-22, 2026-11-22.") if day is None else "")
        wrong = bool(self.following.value()) and following is None
        self.following.say("error" if wrong else "plain", _("Please write a day: 12-31, 2026-12-31.") if wrong else "")
        if day is None or wrong:
            return None
        next_on: date | None = following if self.following.value() else None
        return Talk(day, self.said.toPlainText().strip(), self.whom.value(), self.mode.value() or "home", next_on)

    def save(self) -> None:
        """Keep the talk; what is refused is said and nothing typed is lost."""
        told = self.typed()
        if told is None:
            return
        if not told.said:
            self.trouble.setText(_("Please write a few words of what was said."))
            self.said.setFocus()
            return
        with self.desk.reading() as session:
            says = says_talk(session, self.resident_id, self.on)
        by = self.desk.operator.name
        if saved(self.desk, says, lambda session: talk(session, self.resident_id, told, self.on, by), self.trouble):
            self.desk.said(says)
            self.give("saved")


def talk_about(desk: OpenDesk, parent: QWidget | None, resident_id: str) -> bool:
    """Ask what was said to the guardian of a child, and keep it."""
    return TalkDialog(desk, resident_id, parent).ask() == "saved"
