"""队伍: the teams with their branches on the left, the members of the one one stands on at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.team_members import own_member
from stationdesk.services.teams import MemberRow, TeamRow, Teams, own_team, read_teams
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import tell
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.team_dialogs import EndDialog, JoinDialog, MemberDialog, TeamDialog
from stationdesk.ui.teams_paper import export_rosters, print_roster
from stationdesk.ui.teams_tables import MEMBER_PHONE, MEMBER_SINCE, TEAM_KIND, TEAM_LEADER, Rows, roster_table, teams_table


class TeamsPage(Page):  # long: one small method for each key
    """All teams, the county's among them; those are read only."""

    name: ClassVar[str] = "teams"
    reads: ClassVar[frozenset[str]] = frozenset({"team", "team_member", "helper"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.gone = False
        self.teams: Teams | None = None
        self.table, self.roster = teams_table(self.look), roster_table(self.look)
        self.strip = KeyStrip(self.look)
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()
        self._bind()
        self._measure()
        self.look.changed.connect(self._measure)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(Label(_("Teams"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        self.head.addWidget(self.count, 1)
        self.services = Button(_("Services offered"), self.look, "plain", key_map.shown("teams.services"), small=True)
        self.add_button = Button(_("Write a team down"), self.look, "plain", key_map.shown("teams.add"), "plus", small=True)
        self.head.addWidget(self.services)
        self.head.addWidget(self.add_button)
        self.about, self.more = ElidedLabel("", "strong"), ElidedLabel("", "small", "ink2")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(2)
        words = QVBoxLayout()
        words.setContentsMargins(16, 8, 16, 6)
        words.addWidget(self.about)
        words.addWidget(self.more)
        right.addLayout(words)
        right.addWidget(self.roster, 1)
        self.middle = QWidget()
        both = QHBoxLayout(self.middle)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self.table, 10)
        both.addWidget(rule(upright=True))
        both.addLayout(right, 11)
        self.nothing = ground(QWidget(), "paper")
        lines = QVBoxLayout(self.nothing)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.empty, "paper"))
        lines.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.head)
        whole.addWidget(self.middle, 1)
        whole.addWidget(self.nothing, 1)
        whole.addWidget(self.strip)

    def _bind(self) -> None:
        self.table.current_changed.connect(lambda _row: self.show_team())
        self.table.activated_row.connect(lambda _row: self.roster.setFocus())
        self.roster.activated_row.connect(lambda _row: self.change_member())
        slots: dict[str, Callable[[], Any]] = {
            "teams.add": self.add,
            "teams.change": self.change,
            "teams.dissolve": self.dissolve,
            "teams.member": self.join,
            "teams.leaves": self.leaves,
            "teams.gone": self.turn_gone,
            "teams.print": self.print,
            "teams.export": self.export,
            "teams.services": lambda: self.desk.open_page.emit("services", None),
            "teams.back": self.go_back,
        }
        for name, slot in slots.items():
            if key_map.BY_NAME[name].bound:
                key_map.attach(self, name, slot)
        for table in (self.table, self.roster):
            table.asked.connect(lambda name: slots[name]())
        self.add_button.clicked.connect(self.add)
        self.services.clicked.connect(slots["teams.services"])
        self.strip.undo.connect(self.undo)
        self.desk.did.connect(lambda sentence: self.strip.say(sentence, undo=self.desk.can_undo))

    def _measure(self) -> None:
        self.head.setContentsMargins(self.look.sizes.page_margin, 14, 20, 8)
        large = self.look.text_size is not TextSize.STANDARD
        self.table.setColumnHidden(TEAM_KIND, large)
        self.table.setColumnHidden(TEAM_LEADER, self.look.text_size is TextSize.EXTRA_LARGE)
        self.roster.setColumnHidden(MEMBER_SINCE, large)
        self.roster.setColumnHidden(MEMBER_PHONE, self.look.text_size is TextSize.EXTRA_LARGE)
        for table in (self.table, self.roster):
            table.resize_columns()
        self._tell_keys()

    def _tell_keys(self) -> None:
        """Show the keys that work now; with no team, how to see those that ended, and back."""
        keys = [("open", _("to the members|key")), ("member", _("somebody comes|key"))]
        keys += [("leaves", _("he leaves|key"))] if self.member is not None else []
        keys += [("dissolve", _("dissolve|key"))]
        keys += [("change", _("change|key")), ("print", _("roster|key")), ("gone", _("those who left|key")), ("back", _("back|key"))]
        keys = keys if self.table.model().rowCount() else keys[-2:]
        self.strip.set_keys([(key_map.shown(f"teams.{name}"), word) for name, word in keys])

    # -- what is shown

    def refresh(self) -> None:
        """Read the teams again; the line one stands on stays."""
        with self.desk.reading() as session:
            self.teams = read_teams(session, self.desk.today())
        rows = self.teams.rows(gone=self.gone)
        self.table.show(Rows(rows))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        there = [row for row in rows if row.there]
        people = {one.helper_id or one.name for row in there for one in self.teams.roster(row.id) if one.there}
        said = _("{teams} teams, {people} people").format(teams=len(there), people=len(people))
        self.count.setText(said if there else "")
        self.middle.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        key = key_map.shown("teams.add")
        self.empty.say(
            _("No team is written down yet."), _("Write the first down with {key}: its kind, its leader, its members.").format(key=key)
        )
        self.begin_at(self.table if rows else self.add_button)
        self.show_team()

    def show_team(self) -> None:
        """Show the members of the team one stands on."""
        row = self.row
        if row is None or self.teams is None:
            self.roster.show(Rows([]))
            self._tell_keys()
            return
        people = [one for one in self.teams.roster(row.id) if one.there or self.gone]
        self.roster.show(Rows(people))
        if self.roster.current_id() is None:
            self.roster.go_to_row(0)
        self._tell_keys()
        whose = _("the county's team: only the county changes it") if row.of_county else ""
        self.about.setText("，".join(filter(None, (row.name, "" if row.kind in row.name else row.kind, row.status))))
        facts = (row.leader and _("leader {name}").format(name=row.leader), row.phone, row.free_times, "、".join(row.groups))
        self.more.setText("，".join(filter(None, (whose, *facts))) or _("nobody in it yet|team"))

    def take(self, argument: Any) -> None:
        """Go to a team by its id."""
        if argument:
            self.table.go_to(str(argument))

    def place(self) -> Any:
        """Return at which team one is."""
        return self.table.current_id()

    @property
    def row(self) -> TeamRow | None:
        """The team one stands on."""
        return self.table.current_row()  # type: ignore[no-any-return]

    @property
    def member(self) -> MemberRow | None:
        """The member one stands on."""
        return self.roster.current_row()  # type: ignore[no-any-return]

    # -- what is done

    def add(self) -> None:
        """Write a team down."""
        dialog = TeamDialog(self.desk, self.window())
        if dialog.ask() == "saved":
            self.table.go_to(dialog.team_id)
            self.table.setFocus()

    def own(self) -> TeamRow | None:
        """Return the team one stands on, if the station may change it; else the county's is said to be the county's."""
        row = self.row
        if row is None or not row.of_county:
            return row
        text = _("{name} comes from the county, which alone changes it and who is in it. Tell the county if something is wrong.")
        tell(self.window(), self.look, _("This team is the county's."), text.format(name=row.name), _("I see|button"))
        return None

    def change(self) -> None:
        """Change the team one stands on."""
        row = self.own()
        if row is not None:
            with self.desk.reading() as session:
                own_team(session, row.id)
            TeamDialog(self.desk, self.window(), row.id).ask()

    def dissolve(self) -> None:
        """Dissolve the team one stands on."""
        row = self.own()
        if row is not None:
            EndDialog(self.desk, self.window(), row.id, row.name).ask()

    def join(self) -> None:
        """Let somebody into the team one stands on."""
        row = self.own()
        if row is not None:
            JoinDialog(self.desk, self.window(), row.id).ask()

    def change_member(self) -> None:
        """Say what the member one stands on is in his team."""
        row = self.own()
        if row is not None and self.member is not None:
            with self.desk.reading() as session:
                own_member(session, self.member.id)
            MemberDialog(self.desk, self.window(), self.member, row.name).ask()

    def leaves(self) -> None:
        """Let the member one stands on leave the team."""
        row = self.own()
        if row is not None and self.member is not None:
            EndDialog(self.desk, self.window(), row.id, row.name, self.member).ask()

    def turn_gone(self) -> None:
        """Show dissolved teams and those who left as well, or no more."""
        self.gone = not self.gone
        self.refresh()

    def print(self) -> None:
        """Show the roster of the team as it will be printed."""
        if self.row is not None and self.teams is not None:
            print_roster(self.desk, self.row, self.teams.roster(self.row.id), self)

    def export(self) -> None:
        """Write all rosters as a workbook."""
        if self.teams is not None and (rows := self.teams.rows(gone=self.gone)):
            export_rosters(self.desk, [(row, self.teams.roster(row.id)) for row in rows], self)

    def go_back(self) -> None:
        """Go from the members back to the teams, from the teams to the pairings."""
        if self.roster.hasFocus():
            self.table.setFocus()
        else:
            self.desk.open_page.emit("pairings", None)

    def undo(self) -> None:
        """Take back what the operator did last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
