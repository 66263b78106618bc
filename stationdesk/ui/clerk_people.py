"""人和队伍: the helpers and teams that the county sends, and which stations have them; sent, changed, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent

from stationdesk.county.helpers_otherwise import Otherwise, helpers_otherwise
from stationdesk.county.people_lists import Reach, SentHelper, SentTeam, reached, sent_helpers, sent_teams
from stationdesk.county.said import unsay
from stationdesk.i18n import _, ngettext
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_acts import taken_back
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_helper import CountyHelperDialog
from stationdesk.ui.clerk_helpers_in import HelperSheet, HelpersInDialog, read_sheet
from stationdesk.ui.clerk_lists import ReadPage
from stationdesk.ui.clerk_people_words import HELPERS, OTHERWISE, TEAMS, columns_of, what_to_do
from stationdesk.ui.clerk_team import CountyTeamDialog, MembersDialog
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_files

NOBODY = Reach(0, 0)
SHEETS = "Excel, WPS, CSV (*.xlsx *.xls *.et *.ods *.csv)"


class Sent(NamedTuple):
    """What the county sent of people, and how many stations have it."""

    helpers: list[SentHelper]
    teams: list[SentTeam]
    reach: dict[str, Reach]
    otherwise: list[Otherwise]


def read_sent(room: CountyRoom, on: date, _report: Report) -> Sent:
    """Read what was sent, and how far it has come."""
    county = room.desk()
    with room.database.reading() as session:
        helpers, teams = sent_helpers(session), sent_teams(session, on)
    audiences = {one.id: one.audience for one in helpers} | {one.id: one.audience for one in teams}
    members = {one.id: [member.id for member in one.people] for one in teams}
    return Sent(helpers, teams, reached(county, audiences, members), helpers_otherwise(county))


class PeoplePage(ReadPage):
    """Whom the county sends."""

    name: ClassVar[str] = "people"
    reads: ClassVar[frozenset[str]] = frozenset({"helper", "team", "team_member"})

    def __init__(self, desk: ClerkDesk) -> None:
        self.found = Sent([], [], {}, [])
        self.headed = HELPERS
        shows = [(HELPERS, _("Helpers")), (TEAMS, _("Teams")), (OTHERWISE, _("Otherwise at stations"))]
        super().__init__(desk, _("People and teams for the stations"), columns_of(HELPERS, self.reach), shows)
        self.buttons_of = {
            name: self.add_button(words, key_map.shown(f"clerk_people.{name}"), slot)
            for name, words, slot in (
                ("helper", _("Send a helper"), self.send_helper),
                ("team", _("Send a team"), self.send_team),
                ("take_in", _("Take a sheet in…"), self.take_in),
                ("members", _("Members|team"), self.members),
            )
        }
        for name, slot in (("helper", self.send_helper), ("team", self.send_team), ("take_in", self.take_in), ("members", self.members)):
            key_map.attach(self, f"clerk_people.{name}", slot)
        self.table.activated_row.connect(lambda _row: self.change())

    def reach(self, row: SentHelper | SentTeam) -> Reach:
        """Return how many stations have it."""
        return self.found.reach.get(row.id, NOBODY)

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
        lists: dict[str, Sequence[Any]] = {TEAMS: self.found.teams, OTHERWISE: self.found.otherwise}
        return lists.get(self.shows.value() or HELPERS, self.found.helpers)

    def show_rows(self) -> None:
        """Show the list that is asked for."""
        words = {HELPERS: _("Helpers"), TEAMS: _("Teams"), OTHERWISE: _("Otherwise at stations")}
        counts = {HELPERS: len(self.found.helpers), TEAMS: len(self.found.teams), OTHERWISE: len(self.found.otherwise)}
        self.shows.offer([(name, f"{word} {counts[name]}") for name, word in words.items()])
        which = self.shows.value() or HELPERS
        if which != self.headed:
            self.headed = which
            self.table.head(columns_of(which, self.reach))
        sent = () if which == OTHERWISE else self.rows()
        waiting = sum(self.reach(one).there < self.reach(one).meant for one in sent)
        said = ngettext("{count} is still on its way", "{count} are still on their way", waiting).format(count=waiting)
        self.told.setText(said if waiting else "")
        if which == OTHERWISE:
            nothing = (
                _("Every station has the county's helpers as the county has them."),
                _("Where a station's own record says something else, it stands here; you see who is out of date."),
            )
        elif which == TEAMS:
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
        if isinstance(one, Otherwise):
            keys.append(("Enter", _("take over what the station has|key") if one.fields else _("change|key")))
        elif one is not None:
            keys += [("Enter", _("change|key")), (key_map.shown("clerk_people.take_back"), _("take back|key"))]
        self.strip.set_keys(keys)

    def current(self) -> SentHelper | SentTeam | Otherwise | None:
        """Return the line the list stands on."""
        found: SentHelper | SentTeam | Otherwise | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        return found

    def in_full(self, row: SentHelper | SentTeam | Otherwise) -> str:
        """Return a helper, or a team with who is in it, and which stations have it; or what a station has otherwise, and what to do."""
        if isinstance(row, Otherwise):
            return "\n".join((" · ".join(filter(None, (row.town, row.name, row.called, row.words))), what_to_do(row)))
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

    def take_in(self) -> None:
        """Take a sheet of helpers in: it is read beside the screen, shown, and then taken whole or not at all."""
        must_change_settings(self.desk.operator)
        for path in choose_files(self, _("The sheet of helpers"), SHEETS)[:1]:
            self.begin(partial(read_sheet, path), self._sheet_read)

    def _sheet_read(self, sheet: HelperSheet) -> None:
        if HelpersInDialog(self, self.desk, sheet).ask():
            self._shown(HELPERS)

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
        elif isinstance(one, Otherwise):
            CountyHelperDialog(self, self.desk, one.helper, one.there).ask()
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
        if one is None or isinstance(one, Otherwise):
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
