"""收到的: every file that came, what came of it and why; those that were not taken by themselves. What comes again is not listed again."""

from __future__ import annotations

from typing import Any, ClassVar

from stationdesk.county.standings import Came
from stationdesk.i18n import _, ngettext
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_lists import ListPage
from stationdesk.ui.clerk_words import outcome_words, when
from stationdesk.ui.parts.record_model import Column

BAD = frozenset({"refused", "gap", "fork", "retired"})


class CamePage(ListPage):
    """What came."""

    name: ClassVar[str] = "came"

    def __init__(self, desk: ClerkDesk) -> None:
        on, said = desk.today, outcome_words()
        columns = [
            Column(_("When|column"), lambda row: when(row.at, on()), 8.6),
            Column(_("Station|column"), lambda row: row.name or "—", 7.6, bold=True),
            Column(
                _("What came of it|column"), lambda row: said[row.outcome], 6.0, tone=lambda row: "amber" if row.outcome in BAD else "green"
            ),
            Column(_("Changes|column"), lambda row: str(row.changes or ""), 4.6, right=True),
            Column(_("Why|column"), lambda row: row.says, None, tone=lambda _row: "ink2"),
        ]
        super().__init__(desk, _("What came"), columns, [("all", _("All|files")), ("bad", _("Not taken"))])
        self.add_button(_("Save as a workbook"), key_map.shown("clerk_came.export"), self.export)
        key_map.attach(self, "clerk_came.export", self.export)
        desk.board_read.connect(self.show_rows)
        self.strip.set_keys([("↑|↓", _("choose a line|key")), (key_map.shown("clerk_came.export"), _("export|key"))])

    def refresh(self) -> None:
        """Show what was read last, and read again."""
        self.show_rows()
        self.desk.look_again()

    def take(self, argument: Any) -> None:
        """Show everything, or only what was not taken."""
        self.shows.set_value(str(argument))
        self.show_rows()

    def files(self) -> list[Came]:
        """Return the files that are shown."""
        only = self.shows.value() == "bad"
        return [one for one in self.desk.board.came if not only or one.outcome in BAD]

    def show_rows(self) -> None:
        """Show the files."""
        bad = sum(one.outcome in BAD for one in self.desk.board.came)
        self.told.setText(ngettext("{count} was not taken", "{count} were not taken", bad).format(count=bad) if bad else "")
        fact = _("Every file was taken.") if self.shows.value() == "bad" else _("Nothing has come yet.")
        self.show_these(self.files(), (fact, _("What a stick brings is listed here, file by file; what comes again is not listed again.")))

    def in_full(self, row: Came) -> str:
        """Return the file with its whole sentence."""
        return f"{row.file}\n{row.says}"

    def export(self) -> None:
        """Save the files that are shown."""
        on, said = self.desk.today(), outcome_words()
        heads = (_("When|column"), _("Station"), _("Code"), _("File"), _("What came of it|column"), _("Changes"), _("Why|column"))
        rows = [(when(one.at, on), one.name, one.station, one.file, said[one.outcome], str(one.changes), one.says) for one in self.files()]
        self.save_as(_("What came"), heads, rows)
