"""A helper the county sends to its stations: written down, and changed at every station that has him."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.county.people_sent import change_helper, helper_called, same_helper, send_helper
from stationdesk.county.word import ALL, audience_words
from stationdesk.i18n import _
from stationdesk.registers.code import table as codes
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.phone import read_phones
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_say import SayDialog
from stationdesk.ui.form_foot import saved
from stationdesk.ui.helper_dialog import choices
from stationdesk.ui.parts.fields import ComboField, LineField
from stationdesk.ui.parts.labels import Label


class PeopleDialog(SayDialog):
    """What the forms of helpers and teams have in common: phones, and for whom, which stays once something was sent."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, title: str, text: str) -> None:
        super().__init__(parent, desk, title, text)
        self.warned = ""

    def sent_to(self, audience: str | None) -> None:
        """Add for whom it was sent."""
        with self.desk.reading() as session:
            words = audience_words(session, audience or ALL)
        note = _("to send it to others, take it back and send it anew")
        self.grid.add(_("For whom|county"), Label(words), note, stretch=False)

    def phones(self, field: LineField, before: tuple[PhoneNumber, ...] = ()) -> tuple[PhoneNumber, ...] | None:
        """Return the numbers in a field, or None where one cannot be read, and say so."""
        read = read_phones(field.value())
        if read.rest:
            self.complain(
                _("This is no phone number: {rest}. Please look at it again, or write it under the remark.").format(rest=read.rest)
            )
            field.setFocus()
            return None
        kept = {one.number: one for one in before}
        return tuple(kept.get(one.number) or PhoneNumber(number=one.number, owner=one.owner) for one in read.phones)

    def complain(self, sentence: str, tone: str = "red") -> None:
        """Say in the form why nothing was written."""
        self.trouble.say(sentence, tone)
        self.fit()

    def keep(self, says: str, name: str, work: Callable[[Session], None]) -> None:
        """Carry `work` out as one action and close; what is refused stands in the form."""
        if saved(self.desk, says.format(name=name[:40]), work, self.trouble):
            self.give("said")

    def agreed(self, about: str, sentence: str) -> bool:
        """Tell whether something odd was said to the clerk before, and say it; the same key again goes on."""
        if self.warned == about:
            return True
        self.warned = about
        self.complain(sentence, "amber")
        return False


class CountyHelperDialog(PeopleDialog):
    """One helper: a new one, or the one with the number `helper`; `there` are values to begin with instead of his own."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, helper: str = "", there: Mapping[str, Any] | None = None) -> None:
        with desk.reading() as session:
            self.one = helper_called(session, helper) if helper else None
        title = _("{name}: what is known").format(name=self.one.name) if self.one else _("Send a helper")
        said = _("The stations that have him see the change with their next answers.")
        if there:
            said = _("The fields hold what the station has; look through them, then save.") + " " + said
        text = said if self.one else _("The stations may choose him; only the county changes him. He goes with the next answers.")
        super().__init__(parent, desk, title, text)
        self.name = self.line(_("Name"), 72)
        self.kind = self.combo(_("Kind of helper"), "helper_type")
        self.org = self.line(_("Organisation"), 120, _("may be left empty"))
        self.post = self.line(_("Post"), 80, _("may be left empty"))
        self.phone = self.line(_("Phone"), 120, _("may be left empty"), _("several with a space between"))
        self.level = self.combo(_("Level of the organisation"), "org_level")
        self.free = self.line(_("When free"), 120, _("may be left empty"))
        self.remark = self.line(_("Remark"), 1000, _("may be left empty"))
        if self.one is None:
            self.to = self.whom()
        else:
            self.sent_to(self.one.audience)
            self._show(there or {})
        self.end(self.name, _("Save") if self.one else "")

    def combo(self, label: str, name: str) -> ComboField:
        """Add one code of a table."""
        field = ComboField(choices(name), self.look, word=codes(name).label)
        self.grid.add(label, field)
        return field

    def _show(self, there: Mapping[str, Any]) -> None:
        if self.one is None:
            return
        values = self.one.model_dump(include={"name", "org", "post", "free_times", "remark", "helper_type", "org_level"}) | dict(there)
        texts = {"name": self.name, "org": self.org, "post": self.post, "free_times": self.free, "remark": self.remark}
        for name, field in texts.items():
            field.setText(values[name] or "")
        self.kind.set_value(values["helper_type"])
        self.level.set_value(values["org_level"])
        phones = there.get("phones", self.one.phones)
        self.phone.setText(" ".join(phone.number for phone in phones))
        if phones:
            self.desk.log("shown", about=_("helper: phone number|log"))

    def fields(self, phones: tuple[PhoneNumber, ...]) -> dict[str, Any]:
        """Return what the fields hold."""
        return {
            "name": self.name.value(),
            "helper_type": self.kind.value() or None,
            "org": self.org.value() or None,
            "post": self.post.value() or None,
            "phones": phones,
            "org_level": self.level.value() or None,
            "free_times": self.free.value() or None,
            "remark": self.remark.value() or None,
        }

    def save(self) -> None:
        """Send him, or change him; whoever was sent already under this name is said first."""
        self.complain("")
        if self.needs((self.name.value(), _("Name"))):
            self.name.setFocus()
            return
        phones = self.phones(self.phone, self.one.phones if self.one else ())
        if phones is None:
            return
        fields, one, on = self.fields(phones), self.one, self.desk.today()
        audience = self.to.value() if one is None else one.audience or ALL
        if not self._is_new(fields, audience):
            return

        def work(session: Session) -> None:
            if one is None:
                send_helper(session, fields, audience, on)
            else:
                change_helper(session, one.id, fields)

        self.keep(_("Change {name}|helper") if one else _("Helper for stations: {name}"), fields["name"], work)

    def _is_new(self, fields: Mapping[str, Any], audience: str) -> bool:
        with self.desk.reading() as session:
            same = same_helper(session, fields["name"], fields["org"], audience)
        if same is None or (self.one is not None and same.id == self.one.id):
            return True
        if self.one is not None:
            said = _("The same stations have another record of {name} of the same organisation. Take one of the two back instead.")
            self.complain(said.format(name=fields["name"]))
            return False
        said = _("{name} of the same organisation was sent to these stations already. {key} again changes that record; nothing is doubled.")
        return self.agreed(f"{same.id} {audience}", said.format(name=fields["name"], key=key_map.shown("clerk_word.save")))
