"""Writing a team down, letting somebody into it, what he is there, letting him leave, and dissolving it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.phone import read_phones
from stationdesk.registers.team_member import MEMBER
from stationdesk.services.doers import HELPER, doers
from stationdesk.services.team_members import add_member, change_member, end_members
from stationdesk.services.team_writing import dissolve, write_team
from stationdesk.services.teams import MemberRow, read_teams
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.helper_dialog import choices
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

TYPED = "typed:"


class TeamForm(TallDialog):
    """What is shared by these dialogs: the trouble line and the keys to save and to leave."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, title: str, text: str = "", *, width: int = 600) -> None:
        super().__init__(parent, desk.look, title, text, width=width)
        self.desk = desk
        self.trouble = Label("", "body", "red", wrap=True)

    def finish(self, words: str, first: QWidget) -> None:
        """Put trouble line and buttons below the fields."""
        self.inside.addWidget(self.trouble)
        self.add_button(words, "primary", key_map.shown("visit.save"), closes=False).clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        first.setFocus()

    def save(self) -> None:
        """Keep what was typed."""

    def keep(self, says: str, work: Any) -> None:
        """Carry `work` out as one action and close; what is refused is said, and nothing typed is lost."""
        if saved(self.desk, says, work, self.trouble):
            self.give("saved")


class TeamDialog(TeamForm):
    """One team; `team_id` is which was written."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, team_id: str = "") -> None:
        on = desk.today()
        with desk.reading() as session:
            self.teams = read_teams(session, on)
            self.people = [one for one in doers(session, on) if one.kind == HELPER]
        self.one = self.teams.teams[team_id] if team_id else None
        title = _("{name}: what is known").format(name=self.one.name) if self.one else _("A new team")
        super().__init__(desk, parent, title)
        self.team_id = team_id
        self._fields()
        self._show()
        self.finish(_("Save"), self.name)

    def _fields(self) -> None:
        grid, look, on = FieldGrid(self.look, label_width=110), self.look, self.desk.today()
        above = [(row.id, "\u3000" * row.depth + row.name) for row in self.teams.rows() if row.id != self.team_id]
        self.name, self.phone, self.org, self.groups, self.free, self.remark = (LineField(look) for _number in range(6))
        self.kind = ComboField(choices("team_kind"), look, word=table("team_kind").label)
        self.level = ComboField(choices("org_level"), look)
        self.parent_team = ComboField(
            [("", _("none, it stands by itself|team")), *above], look, word=lambda _id: _("a team that was dissolved")
        )
        led = [("", _("nobody yet|leader")), *((one.id, f"{one.name}　{one.words}".strip("　")) for one in self.people)]
        self.leader = ComboField(led, look, word=lambda _id: _("somebody who left"))
        self.founded = DayField(look, on, coming=True)
        grid.add(_("Name of the team"), self.name)
        grid.add(_("Kind of team"), self.kind)
        grid.add(_("Team above"), self.parent_team, _("then it is a branch of that team"))
        grid.add(_("Leader"), self.leader, _("becomes a member by himself"))
        grid.add(_("Phone"), self.phone, _("empty: the leader's"))
        grid.add(_("Level of the team"), self.level)
        grid.add(_("Organisation"), self.org)
        grid.add(_("Village groups served"), self.groups, _("with a comma between; empty: all"))
        grid.add(_("When free"), self.free)
        grid.add(_("Founded on"), self.founded, stretch=False)
        grid.add(_("Remark"), self.remark)
        self.grid = grid
        self.inside.addWidget(grid)

    def _show(self) -> None:
        one = self.one
        if one is None:
            self.leader.set_value("")
            self.parent_team.set_value("")
            return
        texts = ((self.name, one.name), (self.org, one.org), (self.free, one.free_times), (self.remark, one.remark))
        for field, value in texts:
            field.setText(value or "")
        self.phone.setText(" ".join(phone.number for phone in one.phones))
        self.groups.setText("，".join(one.groups_served))
        for combo, code in ((self.kind, one.kind), (self.level, one.level), (self.parent_team, one.parent_id)):
            combo.set_value(code)
        self.leader.set_value(self.teams.row(one.id).leader_id)
        self.founded.set_day(one.founded_on)
        if one.phones:
            self.desk.log("shown", about=_("team: phone number|log"))

    def fields(self) -> dict[str, Any]:
        """Return what the fields hold."""
        kept = {phone.number: phone for phone in self.one.phones} if self.one else {}
        read = read_phones(self.phone.value())
        leader = self.leader.value() or None
        found: dict[str, Any] = {
            "name": self.name.value(),
            "kind": self.kind.value() or None,
            "level": self.level.value() or None,
            "parent_id": self.parent_team.value() or None,
            "leader_id": leader,
            "phones": tuple(kept.get(one.number) or PhoneNumber(number=one.number, owner=one.owner) for one in read.phones),
            "org": self.org.value() or None,
            "groups_served": tuple(part for part in _parts(self.groups.value()) if part),
            "free_times": self.free.value() or None,
            "founded_on": self.founded.day(),
            "remark": self.remark.value() or None,
        }
        return found

    def save(self) -> None:
        """Write the team."""
        if self.founded.wrong():
            return
        if rest := read_phones(self.phone.value()).rest:
            self.trouble.setText(
                _("This is no phone number: {rest}. Please look at it again, or write it under the remark.").format(rest=rest)
            )
            self.phone.setFocus()
            return
        if not self.name.value():
            self.trouble.setText(_("A team has a name. Please write it down."))
            self.name.setFocus()
            return
        fields, on = self.fields(), self.desk.today()
        words = _("Change {name}|team") if self.one else _("Write {name} down|team")

        def write(session: Session) -> None:
            self.team_id = write_team(session, fields, on, self.one.id if self.one else "").id

        self.keep(words.format(name=fields["name"]), write)


def _parts(text: str) -> list[str]:
    for mark in ("，", "、", ";", "；"):
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",")]


class JoinDialog(TeamForm):
    """Somebody comes into a team: a helper, or a name while he is in no register."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, team_id: str) -> None:
        on = desk.today()
        with desk.reading() as session:
            teams = read_teams(session, on)
            inside = {row.helper_id for row in teams.roster(team_id) if row.there} - {""}
            same = teams.teams[team_id].helper_id
            self.people = [one for one in doers(session, on) if one.kind == HELPER and one.id not in inside and one.id != same]
        self.team_id, self.team = team_id, teams.teams[team_id].name
        text = _("Choose a helper. Who is not among the helpers is taken by the name you type.")
        super().__init__(desk, parent, _("Who comes into {name}?").format(name=self.team), text)
        self.list = CandidateList(self.look, _("Who comes"), rows=6)
        self.list.field.textChanged.connect(lambda _text: self.offer())
        self.offer()
        self.list.taken.connect(self.save)
        self.inside.addWidget(self.list)
        grid = FieldGrid(self.look, label_width=90)
        self.role = ComboField([(row.code, row.label) for row in table("team_role").given], self.look)
        self.role.set_value(MEMBER)
        self.since = DayField(self.look, on, coming=True)
        self.since.set_day(on.isoformat())
        self.remark = LineField(self.look)
        grid.add(_("What he is in the team"), self.role)
        grid.add(_("In the team since"), self.since, stretch=False)
        grid.add(_("Remark"), self.remark)
        self.inside.addWidget(grid)
        self.finish(_("Let him in"), self.list.field)

    def offer(self) -> None:
        """Offer the helpers who are not in the team, and last the name as it was typed."""
        typed = self.list.field.value().strip()
        found = [Choice(one.id, one.name, one.words) for one in self.people]
        if typed and typed not in {one.name for one in self.people}:
            found.append(Choice(TYPED + typed, typed, _("by name only, he is not among the helpers")))
        self.list.offer(found)

    def save(self) -> None:
        """Let him in."""
        chosen = self.list.chosen()
        if chosen is None or self.since.wrong():
            return
        who = {"helper_name": chosen.name} if chosen.id.startswith(TYPED) else {"helper_id": chosen.id}
        fields = who | {"team_id": self.team_id, "role": self.role.value(), "from_date": self.since.day()}
        fields |= {"remark": self.remark.value() or None}
        says = _("{name} comes into {team}").format(name=chosen.name, team=self.team)
        self.keep(says, lambda session: _done(add_member(session, fields, self.desk.today())))


class MemberDialog(TeamForm):
    """What a member is in his team, and since when."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, member: MemberRow, team: str) -> None:
        super().__init__(desk, parent, _("{name} in {team}").format(name=member.name, team=team), width=480)
        self.member, self.team = member, team
        grid = FieldGrid(self.look, label_width=90)
        roles = table("team_role")
        self.role = ComboField([(row.code, row.label) for row in roles.given], self.look, word=roles.label)
        self.role.set_value(member.role)
        self.since = DayField(self.look, desk.today(), coming=True)
        self.since.set_day(member.since or None)
        self.remark = LineField(self.look)
        self.remark.setText(member.note)
        grid.add(_("What he is in the team"), self.role)
        grid.add(_("In the team since"), self.since, stretch=False)
        grid.add(_("Remark"), self.remark)
        self.inside.addWidget(grid)
        self.finish(_("Save"), self.role)

    def save(self) -> None:
        """Keep what moved."""
        if self.since.wrong():
            return
        fields = {"role": self.role.value(), "from_date": self.since.day(), "remark": self.remark.value() or None}
        says = _("{name} in {team}").format(name=self.member.name, team=self.team)
        self.keep(says, lambda session: _done(change_member(session, self.member.id, fields, self.desk.today())))


class EndDialog(TeamForm):
    """From when on somebody is in the team no more, or the team itself is there no more, and why."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, team_id: str, team: str, member: MemberRow | None = None) -> None:
        title = _("{name} leaves {team}").format(name=member.name, team=team) if member else _("Dissolve {team}").format(team=team)
        text = (
            _("What was done stays. The day is the first without him.") if member else _("Its members leave with it; what was done stays.")
        )
        super().__init__(desk, parent, title, text, width=480)
        self.team_id, self.member, self.says = team_id, member, title
        grid = FieldGrid(self.look, label_width=90)
        self.day = DayField(self.look, desk.today(), coming=True)
        self.day.set_day(desk.today().isoformat())
        self.why = LineField(self.look, _("moved away, too busy…"))
        grid.add(_("From which day"), self.day, stretch=False)
        grid.add(_("Reason"), self.why)
        self.inside.addWidget(grid)
        self.finish(_("He leaves|team") if member else _("Dissolve it"), self.why)

    def save(self) -> None:
        """Write the end down."""
        from datetime import date

        if self.day.wrong():
            return
        day, why, on = date.fromisoformat(self.day.day() or self.desk.today().isoformat()), self.why.value(), self.desk.today()
        member = self.member
        if member is not None:
            self.keep(self.says, lambda session: _done(end_members(session, [member.id], day, on, why)))
        else:
            self.keep(self.says, lambda session: _done(dissolve(session, self.team_id, day, why)))


def _done(_result: object) -> None:
    """Take what a service returns; the dialog needs nothing of it."""
