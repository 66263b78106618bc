"""要看的: records set aside and why, people in two stations, two computers, who moves and is not taken in, stations gone quiet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar, NamedTuple

from stationdesk.county.report import Place, report
from stationdesk.county.transfers import moved as transfers
from stationdesk.i18n import _, ngettext
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_lists import ReadPage
from stationdesk.ui.clerk_work import put_back
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.record_model import Column

ASIDE, TWICE, FORK, MOVE, QUIET = "aside", "twice", "fork", "move", "quiet"
MOVES = frozenset({"declined", "no_station"})
"""States of a transfer that somebody has to look into; who is on his way, the answers carry by themselves."""


class Doubt(NamedTuple):
    """One thing to look into: its kind, the station it is about, what it is, and why."""

    kind: str
    station: str
    code: str
    what: str
    why: str


def read_doubts(room: CountyRoom, on: date, _report: Report) -> list[Doubt]:
    """Read everything that is to be looked into."""
    found = report(room.desk(), on)
    doubts = [
        Doubt(ASIDE, _named(one.station), one.station.code, _("change {seq}|aside").format(seq=one.since_change), one.reason)
        for one in found.aside
    ]
    for one in found.twice:
        places = _(", ").join(map(_named, one.stations))
        where = _("; ").join(f"{_named(place)} …{record[-8:]}" for place, record in zip(one.stations, one.records, strict=True))
        why = _("The same ID number is in the registers of both. Ask them who lives where; records: {where}").format(where=where)
        doubts.append(Doubt(TWICE, places, "", one.id_no, why))
    for fork in found.forks:
        said = (
            _("Retired; nothing has to be done.")
            if fork.retired
            else _("Two computers report, or an older copy was put back. Ring and ask.")
        )
        what = _("computer {number} after change {seq}").format(number=fork.copy[:6], seq=fork.common)
        doubts.append(Doubt(FORK, _named(fork.station), fork.station.code, what, said))
    for moved in transfers(room.desk()):
        if moved.state in MOVES:
            receiver = _named(moved.receiver) if moved.receiver is not None else _("nowhere in this county")
            what = _("{name}, to {place}").format(name=moved.called, place=receiver)
            why = " ".join(
                filter(None, (_("Not taken in.") if moved.state == "declined" else _("No station is known there."), moved.reason))
            )
            doubts.append(Doubt(MOVE, _named(moved.sender), moved.sender.code, what, why))
    for quiet in found.quiet:
        heard = _("never|heard") if quiet.days is None else _("{count} days").format(count=quiet.days)
        months = quiet.months_missed or 0
        why = (
            ngettext("{count} whole month missed", "{count} whole months missed", months).format(count=months)
            if months
            else _("Please ring.")
        )
        doubts.append(Doubt(QUIET, _named(quiet.station), quiet.station.code, heard, why))
    return doubts


def _named(place: Place) -> str:
    return place.name or place.code


def kind_words() -> dict[str, str]:
    """Return the words for the kinds."""
    return {
        ASIDE: _("Set aside|doubts"),
        TWICE: _("In two stations"),
        FORK: _("Two computers"),
        MOVE: _("Moved away|doubts"),
        QUIET: _("Long quiet"),
    }


class AsidePage(ReadPage):
    """What the county should look into."""

    name: ClassVar[str] = "aside"

    def __init__(self, desk: ClerkDesk) -> None:
        self.found: list[Doubt] = []
        kinds = kind_words()
        columns = [
            Column(_("Matter|column"), lambda row: kinds[row.kind], 6.6, tone=lambda row: "amber" if row.kind in {ASIDE, FORK} else ""),
            Column(_("Station|column"), lambda row: row.station, 10.0, bold=True),
            Column(_("What|column"), lambda row: row.what, 12.6),
            Column(_("Why|column"), lambda row: row.why, None, tone=lambda _row: "ink2"),
        ]
        super().__init__(desk, _("To look into"), columns, [("all", _("All|doubts")), *kinds.items()])
        self.back = self.add_button(_("Put back"), key_map.shown("clerk_aside.put_back"), self.put_back)
        self.add_button(_("Save everything as a workbook"), key_map.shown("clerk_aside.export"), self.export)
        key_map.attach(self, "clerk_aside.put_back", self.put_back)
        key_map.attach(self, "clerk_aside.export", self.export)
        self.strip.set_keys(
            [
                ("↑|↓", _("choose a line|key")),
                (key_map.shown("clerk_aside.put_back"), _("put back|key")),
                (key_map.shown("clerk_aside.export"), _("export|key")),
            ]
        )

    def asked(self) -> Callable[[Report], list[Doubt]]:
        """Return the work that reads."""
        return partial(read_doubts, self.desk.room, self.desk.today())

    def found_is(self, found: list[Doubt]) -> None:
        """Keep what was read."""
        self.found = found

    def shown_doubts(self) -> list[Doubt]:
        """Return what is shown."""
        wanted = self.shows.value()
        return [one for one in self.found if wanted in {"all", one.kind}]

    def show_rows(self) -> None:
        """Show what the filter asks for, with how much of each there is."""
        words = kind_words()
        counts = {kind: sum(one.kind == kind for one in self.found) for kind in words}
        offered = [("all", f"{_('All|doubts')} {len(self.found)}"), *((kind, f"{word} {counts[kind]}") for kind, word in words.items())]
        self.shows.offer(offered)
        self.back.setEnabled(counts[ASIDE] > 0)
        following = _("Records set aside, people in two stations and quiet stations stand here.")
        self.show_these(self.shown_doubts(), self.empty_words(_("There is nothing to look into."), following))

    def in_full(self, row: Doubt) -> str:
        """Return the line with its whole reason, and what to do."""
        told = _("Not lost: the station is asked by the answer to mend it, and it comes back by itself then.") if row.kind == ASIDE else ""
        return "\n".join(filter(None, (f"{row.station} · {row.what} · {row.why}", told)))

    def put_back(self) -> None:
        """Try again what was set aside: of the station one stands on, or of all."""
        must_change_settings(self.desk.operator)
        one = self.table.current_row()
        chosen = {one.code} if one is not None and one.kind == ASIDE else {each.code for each in self.found if each.kind == ASIDE}
        if chosen:
            self.begin(partial(put_back, self.desk.room, tuple(sorted(chosen))), self._put_back)

    def _put_back(self, count: int) -> None:
        none = _("None could be put back: today's rules still refuse them. The station has to mend them")
        some = ngettext("{count} record is put back", "{count} records are put back", count).format(count=count)
        self.desk.said(some if count else none, undo=False)
        self.read()

    def export(self) -> None:
        """Save everything, whatever is shown."""
        words = kind_words()
        heads = (_("Matter|column"), _("Station"), _("Code"), _("What|column"), _("Why|column"))
        self.save_as(_("To look into"), heads, [(words[one.kind], one.station, one.code, one.what, one.why) for one in self.found])
