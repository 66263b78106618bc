"""What was entered in which days, and whether the county has it: said only as far as a receipt goes (exchange.md, principle 6)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from stationdesk.i18n import N_, _
from stationdesk.services.day_words import day_words, local, span_words
from stationdesk.services.road import RoadState, county_row, state_at, to_mend
from stationdesk.store.tables import action, change, package

SHOWN = 60
"""Stretches told one by one; what is older stands in one line, apart from what the county has of it."""


@dataclass(frozen=True)
class Period:
    """A stretch of the journal that went, or will go, in one package; `entries` are lines of the journal."""

    first: int
    last: int
    first_day: date
    last_day: date
    state: RoadState
    days: str = ""
    word: str = ""
    note: str = ""
    receipt_at: str = ""

    @property
    def entries(self) -> int:
        """How many lines of the journal it is made of."""
        return self.last - self.first + 1

    @property
    def tone(self) -> str:
        """The tone of its word: only what a receipt confirms is green."""
        return {RoadState.RECEIVED: "green"}.get(self.state, "amber")


@dataclass(frozen=True)
class Package:
    """What the log keeps of a package written or read; `confirmed` is the last own line that a read one confirms."""

    at: str
    first: int
    last: int
    confirmed: int | None = None


@dataclass(frozen=True)
class Log:
    """Everything the words of the newest stretches are made of; what is older is not read."""

    side: Row[Any] | None
    edges: tuple[int, ...]
    """The lines with which stretches end, the last that the county has always among them; the first stretch holds all that is older."""
    written: tuple[Package, ...] = ()
    """Those that no receipt has confirmed."""
    read: tuple[Package, ...] = ()
    confirmed_once: int = 0
    """The last own line that the county ever confirmed, whether it still has it or not."""

    @property
    def confirmed(self) -> int:
        """The last own line that the county has."""
        return int(self.side.confirmed) if self.side is not None else 0

    def receipt_for(self, last: int) -> str:
        """Return when the receipt was read since which the county has line `last`; empty where that is not known."""
        found = ""
        for one in reversed(self.read):
            if one.confirmed is None:
                continue
            if one.confirmed < last:
                break
            found = one.at
        return found


_WORDS = {
    RoadState.UNREPORTED: N_("Not reported yet"),
    RoadState.AWAITING: N_("Waiting for the receipt"),
    RoadState.RECEIVED: N_("Received|period"),
    RoadState.SENT_BACK: N_("Sent back|period"),
}


def periods(session: Session, on: date, shown: int = SHOWN) -> list[Period]:
    """Return the stretches of the journal, the newest first, each with what can truly be said of it on the day `on`."""
    log = read_log(session, shown)
    found: list[Period] = []
    for before, last in zip((0, *log.edges), log.edges, strict=False):
        one = stretch(session, log, before + 1, last)
        if found and of_one_day(found[-1], one):
            found[-1] = replace(found[-1], last=one.last)
        else:
            found.append(one)
    back = held_lines(session, log)
    return [told(one, log, back, on) for one in reversed(found)]


def of_one_day(older: Period, newer: Period) -> bool:
    """Tell whether a stretch only goes on with the last day of the one before, with the same to be said of it."""
    same_day = older.last_day == newer.first_day == newer.last_day
    return same_day and older.state is newer.state and older.receipt_at == newer.receipt_at and older.state is not RoadState.AWAITING


def read_log(session: Session, shown: int) -> Log:
    """Read the cursors and what the log of packages says of the newest `shown` stretches and of where they begin."""
    side, connection = county_row(session), session.connection()
    end = connection.execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    if side is None:
        return Log(None, (end,) if end else ())
    out, into = (select(package).where(package.c.peer == side.code, package.c.direction == way) for way in ("out", "in"))
    ends = out.with_only_columns(package.c.last).distinct().where(package.c.last.between(1, end)).order_by(package.c.last.desc())
    known = {*connection.execute(ends.limit(shown + 1)).scalars(), int(side.confirmed), end}
    edges = sorted(edge for edge in known if 0 < edge <= end)[-shown - 1 :]
    if edges and 0 < side.confirmed < edges[0]:
        edges.insert(0, int(side.confirmed))  # what the county has never stands among what waits, however often that was written
    oldest = edges[0] if edges else 0
    waits = out.where(package.c.last > side.confirmed, package.c.last >= oldest)
    written = connection.execute(waits.order_by(package.c.at, package.c.number))
    read: list[Package] = []
    for row in connection.execute(into.order_by(package.c.at.desc(), package.c.number.desc())):
        if row.confirmed is not None and row.confirmed < oldest:
            break
        read.append(packed(row))
    once = connection.execute(into.with_only_columns(func.coalesce(func.max(package.c.confirmed), 0))).scalar_one()
    return Log(side, tuple(edges), tuple(packed(row) for row in written), tuple(reversed(read)), once)


def packed(row: Row[Any]) -> Package:
    """Return what the log keeps of a package, from its row."""
    return Package(row.at, row.first, row.last, row.confirmed)


def stretch(session: Session, log: Log, first: int, last: int) -> Period:
    """Return lines `first` to `last` with their days and their state."""
    days = [local(at).date() for at in (time_of(session, first), time_of(session, last))]
    state = state_at(log.side, last)
    receipt = log.receipt_for(last) if state is RoadState.RECEIVED else ""
    return Period(first, last, min(days), max(days), state, receipt_at=receipt)


def time_of(session: Session, seq: int) -> str:
    """Return when line `seq` was written, as a UTC stamp."""
    found = select(action.c.at).join(change, change.c.action == action.c.id).where(change.c.seq == seq)
    return str(session.connection().execute(found).scalar_one())


@dataclass(frozen=True)
class HeldLine:
    """A record set aside by the county: since which line, why, and whether it was changed since."""

    seq: int
    reason: str
    mended: bool


def held_lines(session: Session, log: Log) -> list[HeldLine]:
    """Return the records the county keeps aside."""
    found = []
    for one in sent_back_rows(session, log.side):
        newest = session.connection().execute(select(func.max(change.c.seq)).where(change.c.record == one["id"])).scalar()
        found.append(HeldLine(int(one["since_seq"]), str(one["reason"]), (newest or 0) > log.confirmed))
    return found


def sent_back_rows(session: Session, side: Row[Any] | None) -> list[dict[str, Any]]:
    """Return the records the county has set aside that somebody has to mend, as it was read."""
    rows: list[dict[str, Any]] = json.loads(side.held) if side is not None else []
    asked = to_mend(session, [(one["kind"], one["id"]) for one in rows])
    return [one for one in rows if (one["kind"], one["id"]) in asked]


def told(one: Period, log: Log, back: Sequence[HeldLine], on: date) -> Period:
    """Return a stretch with its words."""
    held = [line for line in back if one.first <= line.seq <= one.last] if one.state is RoadState.RECEIVED else []
    state = RoadState.SENT_BACK if held else one.state
    days = _("since {day}|days").format(day=day_words(one.first_day, on)) if is_open(one) else span_words(one.first_day, one.last_day, on)
    word = _(_WORDS[state]) if not held else _("Sent back {count}|period").format(count=len(held))
    return replace(one, state=state, days=days, word=word, note=sent_back_note(one, held) if held else note(one, log, on))


def is_open(one: Period) -> bool:
    """Tell whether more may still join the stretch."""
    return one.state is RoadState.UNREPORTED


def sent_back_note(one: Period, held: Sequence[HeldLine]) -> str:
    """Return why the county has set records of a stretch aside, and what becomes of them."""
    reasons = _("; ").join(dict.fromkeys(line.reason for line in held))
    rest = one.entries - len(held)
    if all(line.mended for line in held):
        return _("{reasons}; mended, it goes with the next report").format(reasons=reasons)
    if rest <= 0:
        return _("{reasons}; please mend it").format(reasons=reasons)
    return _("{reasons}; please mend it. The other {rest} are received").format(reasons=reasons, rest=rest)


def note(one: Period, log: Log, on: date) -> str:
    """Return what there is to say about a stretch beside its word."""
    if log.side is None:
        return _("Kept on this computer; there is no county to report to yet")
    if one.state is RoadState.UNREPORTED:
        return _("The button above reports it")
    if one.state is RoadState.RECEIVED:
        if not one.receipt_at:
            return _("There is a receipt")
        return _("Receipt read on {day}").format(day=day_words(local(one.receipt_at).date(), on))
    return awaiting_note(one, log, on)


def awaiting_note(one: Period, log: Log, on: date) -> str:
    """Return when a stretch was written, and that it goes again."""
    if log.side is not None and log.side.forked:
        return _("The county has another version of this station's records; it is kept here until that is put right")
    if log.confirmed_once >= one.last:
        return _("There was a receipt, but the county now lacks it; it is reported again")
    written = [local(out.at).date() for out in log.written if out.first <= one.last <= out.last]
    if not written:
        return _("No receipt was seen; it is reported again")
    day = day_words(written[-1], on)
    if len(written) == 1:
        return _("Written once, on {day}; no receipt was seen, it goes again this time").format(day=day)
    said = _("Written {count} times, last on {day}; no receipt was seen, it goes again this time")
    return said.format(count=len(written), day=day)
