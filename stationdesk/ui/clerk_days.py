"""设置 · 放假和上班: which days are rest, work or festivals at every station, one by one or from the yearly notice's sheet."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlmodel import Session, col, select

from stationdesk.county.days import read_days, say_days
from stationdesk.county.said import unsay
from stationdesk.i18n import _
from stationdesk.registers.code import table as codes
from stationdesk.registers.day_off import DayOff
from stationdesk.services.day_words import day_words
from stationdesk.services.operators import must_change_settings
from stationdesk.store.database import author_of
from stationdesk.ui.clerk_rules import Rule, RulesPart
from stationdesk.ui.clerk_say import DayDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import choose_files
from stationdesk.ui.parts.record_model import Column

SHEETS = "Excel, CSV, JSON (*.xlsx *.csv *.json)"


class DaysPart(RulesPart):
    """The county's days, those to come."""

    taking_back: ClassVar[str] = "clerk_days.take_back"

    def __init__(self, desk: OpenDesk) -> None:
        columns = [
            Column(_("Day"), lambda row: row.first, 9.0, bold=True),
            Column(_("It is"), lambda row: row.words, 8.0),
            Column(_("Name of the day"), lambda row: row.last, None),
        ]
        nothing = (
            _("The county has said nothing of days to come."),
            _("Ctrl+N says one day, Ctrl+O takes the sheet of the yearly notice in."),
        )
        note = _("What a station says of its own day still counts before it. A sheet has day, kind and name; a span of days is one row.")
        super().__init__(desk, _("Rest and work days"), columns, nothing, note)
        self.add("clerk_days.add", _("Say one day…"), self.add_one)
        self.add("clerk_days.take_in", _("Take the sheet in…"), self.take_in)

    def refresh(self) -> None:
        """List the days to come."""
        on = self.desk.today()
        with self.desk.reading() as session:
            mine = select(DayOff).where(DayOff.author == author_of(session), col(DayOff.removed_at).is_(None), DayOff.day >= on.isoformat())
            rules = [
                Rule(
                    one.id,
                    f"{one.day} {one.name or ''}".strip(),
                    kind_word(one),
                    day_words(date.fromisoformat(one.day), on),
                    one.name or "",
                )
                for one in session.exec(mine.order_by(DayOff.day))
            ]
        self.show_rules(rules)

    def add_one(self) -> None:
        """Say one day."""
        if DayDialog(self, self.desk).ask():
            self.refresh()

    def take_in(self) -> None:
        """Take a sheet in: all of it, or none."""
        must_change_settings(self.desk.operator)
        for path in choose_files(self, _("The sheet of days"), SHEETS)[:1]:
            days = read_days(path, self.desk.today())
            with self.desk.writing(_("Days of rest from {file}").format(file=path.name)) as session:
                say_days(session, days)
            self.desk.said(_("{count} days are said; they go with the next answers.").format(count=len(days)))
            self.refresh()

    def gone(self, session: Session, one: Rule) -> None:
        """Take a day back."""
        unsay(session, "day", one.id)


def kind_word(one: DayOff) -> str:
    """Return what a day is, in a word."""
    return codes("day_kind").label(one.kind)
