"""Before a photo is kept: does a consent hold, and if none does, who agrees now by word of mouth."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.consent_givers import Giver, givers_of
from stationdesk.services.consents import BY_GUARDIAN
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.services.photo_grounds import Spoken, grounds, listed_name, refused_words
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField

HOW = ("oral", "phone_recorded")


class AgreeDialog(Dialog):
    """Asks who agreed that a photo of one person is kept, and how; `ask` gives `keep` or nothing."""

    def __init__(self, parent: QWidget, desk: OpenDesk, name: str, givers: Sequence[Giver], *, child: bool) -> None:
        text = _("There is no consent for photos of {name}. Who agrees now, by word of mouth, that it is kept for the archive only?")
        super().__init__(parent, desk.look, _("Who agrees to the photo?"), text.format(name=name), width=520)
        self.givers = {one.key: one for one in givers}
        grid = FieldGrid(desk.look)
        self.giver = ComboField([(one.key, one.words) for one in givers], desk.look)
        self.name = LineField(desk.look)
        self.how = ComboField([(code, table("consent_form").label(code)) for code in HOW], desk.look)
        grid.add(_("Who agreed"), self.giver)
        self.name_row = grid.add(_("Name"), self.name)
        grid.add(_("How|agreed"), self.how)
        grid.moves_on = False
        self.body.addWidget(grid)
        self.child = child
        self.giver.currentIndexChanged.connect(self._giver)
        self._giver()
        keep = self.add_button(_("Agreed: keep for the archive"), "primary", "Enter", closes=False)
        keep.clicked.connect(self.take)
        self.add_button(_("Nobody agreed: keep no photo"), "plain", "Esc")
        self.giver.setFocus()

    def _giver(self) -> None:
        self.name.setText(self.givers[self.giver.value()].name)
        self.name_row.say("plain", "")

    def take(self) -> None:
        """Close if it is said who agreed."""
        if not self.name.value():
            self.name_row.say("error", _("Please write down who agreed."))
            self.name.setFocus()
            return
        self.give("keep")

    def spoken(self) -> Spoken:
        """Return who agreed."""
        return Spoken(self.givers[self.giver.value()].by, self.name.value()[:72], self.how.value() or HOW[0])


def agreed(parent: QWidget, desk: OpenDesk, people: Sequence[str], before: Spoken | None) -> tuple[bool, Spoken | None]:
    """Tell whether photos of these people may be kept, and by whose word given now where no consent holds."""
    on = desk.today()
    with desk.reading() as session:
        held = grounds(session, people, on)
        asked = [own_resident(session, who) for who in held.asked]
        questions = [
            (
                listed_name(one, on),
                is_child(one, on),
                [giver for giver in givers_of(session, one, on) if not is_child(one, on) or giver.by in BY_GUARDIAN],
            )
            for one in asked
        ]
    if held.refused:
        name, why = held.refused[0]
        tell(parent, desk.look, _("No photo is kept"), refused_words(name, why), _("I see"))
        return False, None
    if not questions or before is not None:
        return True, before
    words: list[Spoken] = []
    for name, child, givers in questions:
        dialog = AgreeDialog(parent, desk, name, givers, child=child)
        if dialog.ask() != "keep":
            return False, None
        words.append(dialog.spoken())
    by = next((one.by for one in words if one.by in BY_GUARDIAN), words[0].by)
    return True, Spoken(by, "、".join(one.name for one in words)[:72], words[0].how)
