"""The one line under the window: plain facts in few words, an emergency before all; the one that needs a hand says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words, local, moment_words
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.far_state import far_state, last_words
from stationdesk.services.incidents import called, open_incidents
from stationdesk.services.periods import sent_back_rows, time_of
from stationdesk.services.road import county_row, received_until
from stationdesk.services.shift_night import tonight
from stationdesk.services.shifts import keeps_roster
from stationdesk.services.waiting import undone_count, unwritten_count, waiting_count
from stationdesk.store.backup import backups_in, moment_of
from stationdesk.store.clock import local_day, local_time

OFTEN = 3
"""Failures in a row of the report over the network after which somebody should look."""
LONG_WAIT = 7
"""Days after which entries that the county has not got ask for a hand."""
BACKUP_DAYS = 3
"""Days without a backup after which one is asked for."""


@dataclass(frozen=True)
class Fact:
    """One fact of the line: `tone` is plain or amber, `page` where a hand is lent (empty: nowhere to go)."""

    name: str
    """emergency, duty, offline, network, county, waiting or backup."""
    text: str
    tone: str = "plain"
    page: str = ""


def status_facts(session: Session, backups: Path, now: datetime) -> list[Fact]:
    """Return the facts as they are at `now`; `backups` is the folder of the daily backups."""
    facts = [*emergency_facts(session, now), *duty_facts(session, now), network_fact(session, now), county_fact(session, now)]
    return [*facts, waiting_fact(session, now), backup_fact(backups, now)]


def emergency_facts(session: Session, now: datetime) -> list[Fact]:
    """Say that an emergency runs: whom it is about, and the time of the call; of several the first, and how many."""
    running = open_incidents(session)
    if not running:
        return []
    first = running[0].incident
    if len(running) > 1:
        said = _("{count} emergencies are open, F8").format(count=len(running))
    else:
        said = _("Emergency {name} since {clock}, F8").format(name=called(session, first, local_day(now)), clock=first.called_at)
    return [Fact("emergency", said, "red", "emergency")]


def duty_facts(session: Session, now: datetime) -> list[Fact]:
    """Say who is on duty tonight, where a roster is kept."""
    on = local_day(now)
    if not keeps_roster(session, on):
        return []
    night = tonight(session, local_time(now))
    if not night.turns:
        return [Fact("duty", _("Nobody is on duty tonight"), "amber", "shifts")]
    who = "、".join(night.who)
    if night.holes:
        return [Fact("duty", _("Tonight on duty: {who}; nobody {hours}").format(who=who, hours=night.holes), "amber", "shifts")]
    return [Fact("duty", _("Tonight on duty: {who}").format(who=who), page="shifts")]


def network_fact(session: Session, now: datetime) -> Fact:
    """Say that no network is needed; where packages go by themselves, how that went last."""
    state = far_state(session)
    if state is None or not state.by_itself:
        return Fact("offline", _("Works without a network"))
    if not state.failures:
        said = last_words(state, now) if state.done_at else _("Reports by itself over the network")
        return Fact("network", said, page="county")
    tone = "amber" if state.failures >= OFTEN else "plain"
    return Fact("network", _("The network report failed {count} times; everything is kept").format(count=state.failures), tone, "county")


def county_fact(session: Session, now: datetime) -> Fact:
    """Say how far the county has the records, as its last receipt says."""
    side, on = county_row(session), local_day(now)
    if side is None:
        return Fact("county", _("Not enrolled with the county yet"), page="county")
    if side.retired:
        return Fact("county", _("The county has retired this computer; please ring the county"), "amber", "county")
    if side.forked:
        return Fact("county", _("The county has records that are not here; please ring the county"), "amber", "county")
    held = len(sent_back_rows(session, side))
    if held:
        return Fact("county", _("The county sent {count} records back; please mend them").format(count=held), "amber", "county")
    if not side.confirmed:
        return Fact("county", _("No receipt from the county yet"), page="county")
    entered = day_words(received_until(session, side), on)
    return Fact("county", _("The county has the records before {day}").format(day=entered), page="county")


def waiting_fact(session: Session, now: datetime) -> Fact:
    """Say how many entries the county has not confirmed; after a week that asks for a hand."""
    side, count = county_row(session), waiting_count(session)
    if not count:
        return Fact("waiting", _("Nothing to report"), page="county")
    if side is None:
        return Fact("waiting", _("{count} entries are kept here only").format(count=count), page="county")
    fresh = unwritten_count(session)
    sent, oldest = count - fresh, local(time_of(session, side.confirmed + 1))
    days = (local_day(now) - local_day(oldest)).days
    if days > LONG_WAIT:
        return Fact("waiting", long_wait_words(fresh, sent, days, far=desk_settings(session).report_over_network), "amber", "county")
    if sent:
        said = (
            _("{count} entries to report, {sent} waiting for the receipt")
            if fresh
            else _("{sent} entries are written, waiting for the receipt")
        )
        return Fact("waiting", said.format(count=fresh, sent=sent), page="county")
    if back := undone_count(session):
        return Fact("waiting", _("{count} entries to report, {back} of them taken back").format(count=count, back=back), page="county")
    return Fact("waiting", _("{count} entries to report").format(count=count), page="county")


def long_wait_words(fresh: int, sent: int, days: int, *, far: bool = False) -> str:
    """Say what has waited too long: what was written and got no receipt needs a question, what was not written needs the stick."""
    if far and fresh:
        said = _("{count} entries to report, {sent} without a receipt, the oldest {days} days old; please report")
        return said.format(count=fresh, sent=sent, days=days)
    if not sent:
        return _("{count} entries to report, the oldest {days} days old; please put the stick in").format(count=fresh, days=days)
    if not fresh:
        return _("{sent} entries have had no receipt for {days} days; please ask the town").format(sent=sent, days=days)
    said = _("{count} entries to report, {sent} without a receipt, the oldest {days} days old; please put the stick in")
    return said.format(count=fresh, sent=sent, days=days)


def backup_fact(backups: Path, now: datetime) -> Fact:
    """Say when the desk was last backed up."""
    newest = next(iter(backups_in(backups)), None)
    made = moment_of(newest) if newest else None
    if made is None:
        return Fact("backup", _("Never backed up; please put a stick in and back up"), "amber", "settings")
    on = local_day(now)
    days = (on - local_day(made)).days
    if days > BACKUP_DAYS:
        return Fact("backup", _("No backup for {days} days; please put a stick in and back up").format(days=days), "amber", "settings")
    return Fact("backup", _("Backed up {moment}").format(moment=moment_words(made, on)), page="settings")
