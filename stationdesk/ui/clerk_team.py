"""A team the county sends to its stations: written down and changed, and who is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.county.people_lists import SentMember, SentTeam, sent_helpers, sent_teams
from stationdesk.county.people_sent import change_team, join_team, leave_team, same_team, send_team, team_called
from stationdesk.county.word import ALL
from stationdesk.i18n import _
from stationdesk.registers.code import table as codes
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.team_member import LEADER, MEMBER
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_helper import PeopleDialog
from stationdesk.ui.clerk_lists import Rows
from stationdesk.ui.clerk_say import TroubleLabel
from stationdesk.ui.clerk_whom import ChosenField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.helper_dialog import choices
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

TYPED = "typed:"


def people(session: Session) -> list[Choice]:
    """Return the helpers that were sent, to choose one from."""
    return [Choice(one.id, one.name, " · ".join(filter(None, (one.org or one.kind, one.post, one.whom)))) for one in sent_helpers(session)]


class CountyTeamDialog(PeopleDialog):
    """One team: a new one, or the one with the number `team`."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, team: str = "") -> None:
        with desk.reading() as session:
            self.one = team_called(session, team) if team else None
            above = [Choice("", _("none, it stands by itself|team"), "")]
            above += [Choice(one.id, one.name, one.whom) for one in sent_teams(session, desk.today()) if one.id != team]
            led = [Choice("", _("nobody yet|leader"), ""), *people(session)]
        title = _("{name}: what is known").format(name=self.one.name) if self.one else _("Send a team")
        said = _("The stations that have it see the change with their next answers.")
        text = said if self.one else _("The stations may call on it; only the county changes it. It goes with the next answers.")
        super().__init__(parent, desk, title, text)
        self.name = self.line(_("Name of the team"), 80)
        self.kind = ComboField(choices("team_kind"), self.look, word=codes("team_kind").label)
        self.grid.add(_("Kind of team"), self.kind)
        self.above = ChosenField(self.look, _("Which team is above?"), above)
        self.grid.add(_("Team above"), self.above, _("then it is a branch of that team"), stretch=False)
        self.leader = ChosenField(self.look, _("Who leads it?"), led)
        self.grid.add(_("Leader"), self.leader, _("becomes a member by himself"), stretch=False)
        self.phone = self.line(_("Phone"), 120, _("empty: the leader's"), _("several with a space between"))
        self.org = self.line(_("Organisation"), 120, _("may be left empty"))
        self.free = self.line(_("When free"), 120, _("may be left empty"))
        self.remark = self.line(_("Remark"), 1000, _("may be left empty"))
        if self.one is None:
            self.to = self.whom()
        else:
            self.sent_to(self.one.audience)
            self._show()
        self.end(self.name, _("Save") if self.one else "")

    def _show(self) -> None:
        one = self.one
        if one is None:
            return
        for field, value in ((self.name, one.name), (self.org, one.org), (self.free, one.free_times), (self.remark, one.remark)):
            field.setText(value or "")
        self.kind.set_value(one.kind)
        self.above.set_value(one.parent_id if any(each.id == one.parent_id for each in self.above.choices) else "")
        self.leader.set_value(one.leader_id if any(each.id == one.leader_id for each in self.leader.choices) else "")
        self.phone.setText(" ".join(phone.number for phone in one.phones))
        if one.phones:
            self.desk.log("shown", about=_("team: phone number|log"))

    def fields(self, phones: tuple[PhoneNumber, ...]) -> dict[str, Any]:
        """Return what the fields hold."""
        leader = self.leader.value() or None
        return {
            "name": self.name.value(),
            "kind": self.kind.value() or None,
            "parent_id": self.above.value() or None,
            "leader_id": leader,
            "leader_name": self.one.leader_name if self.one and not leader and not self.one.leader_id else None,
            "phones": phones,
            "org": self.org.value() or None,
            "free_times": self.free.value() or None,
            "remark": self.remark.value() or None,
        }

    def save(self) -> None:
        """Send the team, or change it."""
        self.complain("")
        if self.needs((self.name.value(), _("Name of the team"))):
            self.name.setFocus()
            return
        phones = self.phones(self.phone, self.one.phones if self.one else ())
        if phones is None:
            return
        fields, one, on = self.fields(phones), self.one, self.desk.today()
        audience = self.to.value() if one is None else one.audience or ALL
        with self.desk.reading() as session:
            same = same_team(session, fields["name"], audience)
        if same is not None and (one is None or same.id != one.id):
            if one is not None:
                said = _("The same stations have another team called {name}. Please take another name, or take one of the two back.")
                self.complain(said.format(name=fields["name"]))
                return
            said = _("A team called {name} was sent to these stations already. {key} again changes that one; nothing is doubled.")
            if not self.agreed(f"{same.id} {audience}", said.format(name=fields["name"], key=key_map.shown("clerk_word.save"))):
                return

        def work(session: Session) -> None:
            if one is None:
                send_team(session, fields, audience, on)
            else:
                change_team(session, one.id, fields, on)

        self.keep(_("Change {name}|team") if one else _("Team for stations: {name}"), fields["name"], work)


class MembersDialog(Dialog):
    """Who is in a team: each taken in, given another role or let go at once, so that nothing waits to be saved."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, team: SentTeam) -> None:
        must_change_settings(desk.operator)
        text = _("Each change is kept at once and goes with the next answers. The leader is chosen in the team's own form.")
        super().__init__(parent, desk.look, _("Who is in {team}").format(team=team.name), text, width=600)
        self.desk, self.team = desk, team
        columns = [
            Column(_("Name|column"), lambda row: row.name, 9.0, bold=True),
            Column(_("What he is in the team"), lambda row: row.word, 6.0),
            Column("", lambda row: "" if row.helper else _("by name only"), None, tone=lambda _row: "ink2"),
        ]
        self.table = RecordTable(self.look, columns, margin=10)
        self.table.setAccessibleName(_("Members|team"))
        self.table.setFixedHeight(self.table.horizontalHeader().height() + 8 * self.look.sizes.row + 2)
        self.nothing = Label(_("Nobody is in it yet."), "body", "ink2")
        self.trouble = TroubleLabel("", "body", "red", wrap=True)
        self.trouble.hide()
        for part in (self.table, self.nothing, self.trouble):
            self.body.addWidget(part)
        for name, words, kind, slot in (
            ("join", _("Take somebody in…"), "primary", self.join),
            ("role", _("Another role…"), "plain", self.change_role),
            ("leave", _("He leaves|team"), "plain", self.leave),
        ):
            button = self.add_button(words, kind, key_map.shown(f"clerk_members.{name}"), closes=False)
            button.setDefault(False)
            button.clicked.connect(lambda _on=False, slot=slot: slot())
            if name == "join":
                key_map.attach(self, f"clerk_members.{name}", slot)
        self.add_button(_("Done|members"), "quiet", "Esc")
        self.table.activated_row.connect(lambda _row: self.change_role())
        self.show_members()

    def show_members(self) -> None:
        """Read and show who is in it."""
        with self.desk.reading() as session:
            team = next((one for one in sent_teams(session, self.desk.today()) if one.id == self.team.id), None)
        self.team = team or self.team
        at = max(self.table.currentIndex().row(), 0)
        self.table.show(Rows(self.team.people))
        self.table.go_to_row(min(at, len(self.team.people) - 1))
        self.nothing.setVisible(not self.team.people)
        self.table.setFocus()

    def current(self) -> SentMember | None:
        """Return the member the list stands on."""
        found: SentMember | None = self.table.current_row()
        return found

    def _keep(self, says: str, work: Callable[[Session], object]) -> None:
        def write(session: Session) -> None:
            work(session)

        self.trouble.setText("")
        saved(self.desk, says, write, self.trouble)
        self.show_members()

    def join(self) -> None:
        """Take somebody in."""
        dialog = JoinDialog(self, self.desk, self.team)
        if not dialog.ask() or dialog.who is None:
            return
        who, role, on = dialog.who, dialog.role.value() or MEMBER, self.desk.today()
        helper = None if who.id.startswith(TYPED) else who.id
        says = _("{name} comes into {team}").format(name=who.name, team=self.team.name)
        self._keep(says, lambda session: join_team(session, team_called(session, self.team.id), helper, who.name, role, on))

    def change_role(self) -> None:
        """Give a member another role."""
        one = self.current()
        if one is None:
            return
        if one.role == LEADER:
            self.trouble.setText(_("{name} leads the team. Choose another leader in the team's own form first.").format(name=one.name))
            return
        dialog = Dialog(self, self.look, _("{name} in {team}").format(name=one.name, team=self.team.name), width=420)
        role, grid = role_field(self.look), FieldGrid(self.look, label_width=90)
        role.set_value(one.role)
        grid.moves_on = False
        grid.add(_("What he is in the team"), role)
        dialog.body.addWidget(grid)
        dialog.add_button(_("Save"), "primary", "Enter", "save")
        dialog.add_button(_("Not now"), "quiet", "Esc")
        role.setFocus()
        if dialog.ask() == "save" and role.value() != one.role:
            says, on = _("{name} in {team}").format(name=one.name, team=self.team.name), self.desk.today()
            team, wanted = self.team.id, role.value()
            self._keep(says, lambda session: join_team(session, team_called(session, team), one.helper or None, one.name, wanted, on))

    def leave(self) -> None:
        """Let a member go."""
        one, on = self.current(), self.desk.today()
        if one is None:
            return
        says = _("{name} leaves {team}").format(name=one.name, team=self.team.name)
        dialog = Dialog(
            self, self.look, _("{says}?").format(says=says), _("What was done stays. The stations hear it with their next answers.")
        )
        dialog.add_button(_("He leaves|team"), "primary", "Enter", "leave")
        dialog.add_button(_("He stays|team"), "quiet", "Esc")
        if dialog.ask() == "leave":
            self._keep(says, lambda session: leave_team(session, one.id, on))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Let a member go with Delete."""
        if key_map.pressed(event, "clerk_members.leave"):
            self.leave()
        else:
            super().keyPressEvent(event)


def role_field(look: Any) -> ComboField:
    """Return a field for what somebody is in a team; who leads it is said in the team's form."""
    roles = codes("team_role")
    return ComboField([(row.code, row.label) for row in roles.given if row.code != LEADER], look, word=roles.label)


class JoinDialog(Dialog):
    """Who comes into a team: a helper that was sent, or a name; `who` is the answer."""

    def __init__(self, parent: QWidget, desk: ClerkDesk, team: SentTeam) -> None:
        text = _("Choose a helper that was sent. Who is none is taken by the name you type.")
        super().__init__(parent, desk.look, _("Who comes into {name}?").format(name=team.name), text, width=560)
        inside = {one.helper for one in team.people}
        with desk.reading() as session:
            self.people = [one for one in people(session) if one.id not in inside]
        self.who: Choice | None = None
        self.list = CandidateList(self.look, _("Who comes"), rows=7, wide=9)
        self.list.field.textChanged.connect(lambda _text: self.offer())
        self.list.field.setMaxLength(72)
        self.list.taken.connect(self.take)
        self.body.addWidget(self.list)
        self.role, grid = role_field(self.look), FieldGrid(self.look, label_width=90)
        self.role.set_value(MEMBER)
        grid.moves_on = False
        grid.add(_("What he is in the team"), self.role)
        self.body.addWidget(grid)
        self.add_button(_("Let him in"), "primary", "Enter", closes=False).clicked.connect(self.take)
        self.add_button(_("Not now"), "quiet", "Esc")
        self.offer()
        self.list.field.setFocus()

    def offer(self) -> None:
        """Offer the helpers, and last the name as it was typed."""
        typed, found = self.list.field.value(), list(self.people)
        if typed and typed not in {one.name for one in found}:
            found.append(Choice(TYPED + typed, typed, _("by name only, he is not among the helpers")))
        self.list.offer(found)

    def take(self) -> None:
        """Take whom the list stands on."""
        self.who = self.list.chosen()
        if self.who is not None:
            self.give("join")
