"""人和队伍: the helpers and teams that the county sends, and which stations have them; sent, changed, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent

from stationdesk.county.people_lists import Reach, SentHelper, SentTeam, reached, sent_helpers, sent_teams
from stationdesk.county.said import unsay
from stationdesk.i18n import _, ngettext
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_acts import taken_back
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_helper import CountyHelperDialog
from stationdesk.ui.clerk_lists import ReadPage
from stationdesk.ui.clerk_team import CountyTeamDialog, MembersDialog
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.record_model import Column

HELPERS, TEAMS = "helper", "team"
NOBODY = Reach(0, 0)


class Sent(NamedTuple):
    """What the county sent of people, and how many stations have it."""

    helpers: list[SentHelper]
    teams: list[SentTeam]
    reach: dict[str, Reach]


def read_sent(room: CountyRoom, on: date, _report: Report) -> Sent:
    """Read what was sent, and how far it has come."""
    county = room.desk()
    with room.database.reading() as session:
        helpers, teams = sent_helpers(session), sent_teams(session, on)
    audiences = {one.id: one.audience for one in helpers} | {one.id: one.audience for one in teams}
    members = {one.id: [member.id for member in one.people] for one in teams}
    return Sent(helpers, teams, reached(county, audiences, members))


class PeoplePage(ReadPage):
    """Whom the county sends."""

    name: ClassVar[str] = "people"
    reads: ClassVar[frozenset[str]] = frozenset({"helper", "team", "team_member"})

    def __init__(self, desk: ClerkDesk) -> None:
        self.found = Sent([], [], {})
        self.headed = HELPERS
        shows = [(HELPERS, _("Helpers")), (TEAMS, _("Teams"))]
        super().__init__(desk, _("People and teams for the stations"), self.columns(HELPERS), shows)
        self.buttons_of = {
            name: self.add_button(words, key_map.shown(f"clerk_people.{name}"), slot)
            for name, words, slot in (
                ("helper", _("Send a helper"), self.send_helper),
                ("team", _("Send a team"), self.send_team),
                ("members", _("Members|team"), self.members),
            )
        }
        for name, slot in (("helper", self.send_helper), ("team", self.send_team), ("members", self.members)):
            key_map.attach(self, f"clerk_people.{name}", slot)
        self.table.activated_row.connect(lambda _row: self.change())

    def columns(self, which: str) -> list[Column]:
        """Return the columns of one of the lists."""
        reach = Column(_("State|column"), lambda row: self.reach(row).words, 9.0, tone=lambda row: self._tone(self.reach(row)))
        whom = Column(_("For whom|column"), lambda row: row.whom, 7.6)
        if which == TEAMS:
            return [
                Column(_("Team"), lambda row: "\u3000" * row.depth + row.name, None, bold=True),
                Column(_("Kind of team"), lambda row: row.kind, 7.6, tone=lambda _row: "ink2"),
                Column(_("Leader"), lambda row: row.leader or "—", 5.6),
                Column(_("Members|team"), lambda row: str(len(row.people)), 3.6, right=True),
                whom,
                reach,
            ]
        return [
            Column(_("Name|column"), lambda row: row.name, 6.4, bold=True),
            Column(_("Kind of helper"), lambda row: row.kind, 6.6, tone=lambda _row: "ink2"),
            Column(_("Organisation"), lambda row: " ".join(filter(None, (row.org, row.post))), None),
            whom,
            reach,
        ]

    def reach(self, row: SentHelper | SentTeam) -> Reach:
        """Return how many stations have it."""
        return self.found.reach.get(row.id, NOBODY)

    def _tone(self, reach: Reach) -> str:
        return "green" if reach.meant and reach.there == reach.meant else "amber"

    def asked(self) -> Callable[[Report], Sent]:
        """Return the work that reads."""
        return partial(read_sent, self.desk.room, self.desk.today())

    def found_is(self, found: Sent) -> None:
        """Keep what was read."""
        self.found = found

    def take(self, argument: Any) -> None:
        """Show one of the lists."""
        self.shows.set_value(str(argument))
        self.show_rows()

    def rows(self) -> Sequence[Any]:
        """Return the rows of the list that is shown."""
        return self.found.teams if self.shows.value() == TEAMS else self.found.helpers

    def show_rows(self) -> None:
        """Show the list that is asked for."""
        helpers, teams = len(self.found.helpers), len(self.found.teams)
        self.shows.offer([(HELPERS, f"{_('Helpers')} {helpers}"), (TEAMS, f"{_('Teams')} {teams}")])
        which = self.shows.value() or HELPERS
        if which != self.headed:
            self.headed = which
            self.table.head(self.columns(which))
        waiting = sum(self.reach(one).there < self.reach(one).meant for one in self.rows())
        said = ngettext("{count} is still on its way", "{count} are still on their way", waiting).format(count=waiting)
        self.told.setText(said if waiting else "")
        if which == TEAMS:
            nothing = _("The county has sent no team."), _("Ctrl+T sends one: with its leader, its branches and who is in it.")
        else:
            nothing = _("The county has sent no helper."), _("Ctrl+N sends one; the stations may choose him from the next answers on.")
        self.show_these(self.rows(), self.empty_words(*nothing))

    def show_line(self) -> None:
        """Show the line in full, and which keys work."""
        super().show_line()
        one = self.current()
        self.buttons_of["members"].setEnabled(isinstance(one, SentTeam))
        keys = [("↑|↓", _("choose a line|key"))]
        if one is not None:
            keys += [("Enter", _("change|key")), (key_map.shown("clerk_people.take_back"), _("take back|key"))]
        self.strip.set_keys(keys)

    def current(self) -> SentHelper | SentTeam | None:
        """Return the line the list stands on."""
        found: SentHelper | SentTeam | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        return found

    def in_full(self, row: SentHelper | SentTeam) -> str:
        """Return a helper, or a team with who is in it, and which stations have it."""
        how = f"{row.whom} · {self.reach(row).words}"
        if isinstance(row, SentHelper):
            return " · ".join(filter(None, (row.name, row.kind, row.org, row.post, how)))
        head = [row.name, row.kind, _("branch of {team}").format(team=row.above) if row.above else "", how]
        people = _(", ").join(f"{one.name}（{one.word}）" if one.role != "member" else one.name for one in row.people)
        return "\n".join((" · ".join(filter(None, head)), people or _("Nobody is in it yet.")))

    # -- what it does

    def send_helper(self) -> None:
        """Send a helper, and show him."""
        if CountyHelperDialog(self, self.desk).ask():
            self._shown(HELPERS)

    def send_team(self) -> None:
        """Send a team, and show it."""
        if CountyTeamDialog(self, self.desk).ask():
            self._shown(TEAMS)

    def _shown(self, which: str) -> None:
        self.take(which)
        self.read()

    def change(self) -> None:
        """Change what the list stands on."""
        one = self.current()
        if isinstance(one, SentTeam):
            CountyTeamDialog(self, self.desk, one.id).ask()
        elif isinstance(one, SentHelper):
            CountyHelperDialog(self, self.desk, one.id).ask()
        self.read()

    def members(self) -> None:
        """Show who is in the team the list stands on."""
        one = self.current()
        if isinstance(one, SentTeam):
            MembersDialog(self, self.desk, one).ask()
            self.read()

    def take_back(self) -> None:
        """Take back what the list stands on, at every station it was sent to."""
        must_change_settings(self.desk.operator)
        one = self.current()
        if one is None:
            return
        kind = TEAMS if isinstance(one, SentTeam) else HELPERS
        if taken_back(self.desk, self, one.name, lambda session: unsay(session, kind, one.id)):
            self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take back with Delete."""
        if key_map.pressed(event, "clerk_people.take_back"):
            self.take_back()
        else:
            super().keyPressEvent(event)
