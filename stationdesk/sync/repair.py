"""Two branches of one journal become one again: push, refused, repair, push (exchange.md, "Lost PC, old backup, clone").

The county gives the station's own lines after the last common one back (`yours`). In one transaction this desk sets its own changes
after that line aside, takes the county's, and puts its own after them with new numbers and the old time and operator. Nothing is
decided silently: what moved on both sides, what the services refuse and what looks written twice stands in 要核对 (`recheck`).
The repair can be repeated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.services.rechecks_moving import list_repeated
from stationdesk.store.database import FINAL, About
from stationdesk.store.tables import action, change
from stationdesk.sync.at_home import hand_on, merges_in_force, part_again
from stationdesk.sync.digest import digest_zero
from stationdesk.sync.line_check import check_frame
from stationdesk.sync.lines import Line
from stationdesk.sync.package_reading import OpenedLines
from stationdesk.sync.put_aside import (
    Key,
    batches,
    kept_at_home,
    last_seq,
    own_lines,
    put_home_fields,
    put_rows,
    rows_of,
    take_back,
)
from stationdesk.sync.put_back import Theirs, put_back

Rows = dict[Key, dict[str, Any]]


@dataclass(frozen=True)
class Repaired:
    """What a repair did; all are numbers but `until`."""

    common: int
    """The last line both branches share."""
    theirs: int
    """Lines that the county had and this desk lacked."""
    mine: int
    """Own lines that were put after them."""
    listed: int
    """Entries in 要核对, doubles included."""
    doubles: int
    until: str
    """The moment of the county's last line, as `written_until`: what another computer wrote later and never reported is lost."""


def common_line(session: Session, yours: OpenedLines) -> int | None:
    """Return the last line that this desk's journal shares with `yours`; None where it does not begin in sight of it."""
    about: About = session.info["about"]
    before = yours.first - 1
    if before > last_seq(session) or own_digest(session, about, before) != yours.digest_before:
        return None
    ours = session.connection().execute(
        select(change.c.digest).where(change.c.seq >= yours.first, change.c.seq <= yours.last).order_by(change.c.seq)
    )
    common = before
    for (digest,), line in zip(ours, yours.lines(), strict=False):
        if bytes(digest) != line.digest:
            break
        common = line.seq
    return common


def own_digest(session: Session, about: About, seq: int) -> bytes:
    """Return the digest of this desk's own line `seq`."""
    if seq == 0:
        return digest_zero(about.author, about.recipient)
    return bytes(session.connection().execute(select(change.c.digest).where(change.c.seq == seq)).scalar_one())


def wrote_there(yours: OpenedLines, common: int, line_copy: str) -> bool:
    """Tell whether lines of this very copy are among the county's: it has lived twice and needs a new copy id."""
    return any(line.seq > common and line.value["copy"] == line_copy for line in yours.lines())


def repair(session: Session, yours: OpenedLines, common: int, answered: str) -> Repaired:
    """Make one journal of the lines up to `common`, the county's after it, and this desk's own after those.

    `yours` was walked to its end before (it is what the manifest says), and ends beyond `common`; the answer with it was written at
    `answered`. The session is one of `writing(receiving=True)`; its own action goes on after this.
    """
    pen = session.info["pen"]
    outer = (pen.operator, pen.action, pen.says, pen.at)
    own = own_lines(session, common)
    touched = dict.fromkeys(line.key for line in own)
    there = {(line.kind, line.value["id"]) for line in yours.lines() if line.seq > common}
    mine, home = before_the_repair(session, touched, there)
    merges = merges_in_force(session, [*touched, *there])
    actions = {row.id: row for row in session.connection().execute(select(action).where(action.c.last > common))}
    pen.rebuilding = True
    take_back(session, common, touched)
    before = rows_of(session, mine)
    theirs = take_lines(session, yours, common, touched)
    theirs.before = before
    pen.rebuilding = False
    done = put_back(session, own, actions, mine, theirs, common, home)
    kinds = set(theirs.kinds) | {line.kind for line in own} | {"recheck"}
    pen.begin(*outer, receiving=True)
    pen.rebuilding = True
    put_home_fields(session, home)
    part_again(session, merges)
    done.rechecks += hand_on(session, theirs.merged, merges)
    pen.rebuilding = False
    pen.touched |= kinds
    session.expire_all()
    session.add_all(done.rechecks)
    session.flush()
    repeated = list_repeated(session, done.moved, of_theirs=False, quiet=frozenset())
    doubles = sum(one.cause == "double" for one in done.rechecks) + repeated
    until = written_until(yours, common, answered, session.info["at"])
    return Repaired(common, yours.last - common, done.lines, len(done.rechecks) + repeated, doubles, until)


def written_until(yours: OpenedLines, common: int, answered: str, now: str) -> str:
    """Return the moment of the county's last line after `common`.

    A line that bears a later moment than the answer, `answered`, that brought it was written under a wrong clock, and tells nothing.
    """
    moments = (str(line.value["at"]) for line in yours.lines() if line.seq > common)
    return max((at for at in moments if at <= answered), default=now)


def before_the_repair(session: Session, touched: Iterable[Key], theirs: Collection[Key]) -> tuple[Rows, Rows]:
    """Return the values that own records have now: whole of those that the county's branch touched too, of all what stays at home."""
    mine: Rows = {}
    home: Rows = {}
    for some in batches(touched):
        rows = rows_of(session, some)
        mine |= {key: row for key, row in rows.items() if key in theirs}
        home |= kept_at_home(rows)
    return mine, home


def take_lines(session: Session, yours: OpenedLines, common: int, touched: dict[Key, None]) -> Theirs:
    """Put the county's lines after `common` into the journal as they stand, and their values into the rows."""
    theirs = Theirs()
    actions: dict[str, dict[str, Any]] = {}
    fresh: Iterator[Line] = (line for line in yours.lines() if line.seq > common)
    for lines in batches(fresh):
        rows: list[dict[str, Any]] = []
        records: dict[Key, dict[str, Any]] = {}
        for number, line in enumerate(lines, 2):
            check_frame(line.value, number, from_county=False)
            key, fields = (line.kind, line.value["id"]), line.value["fields"]
            records.setdefault(key, {}).update(fields)
            theirs.note(line, key, watched=key in touched)
            note_action(actions, line)
            one = {"kind": line.kind, "record": key[1], "action": line.value["action"], "line": line.line, "digest": line.digest}
            rows.append({"seq": line.seq, "audience": None} | one)
        session.connection().execute(change.insert(), rows)
        put_rows(session, records)
    there = set(session.connection().execute(select(action.c.id)).scalars())
    session.connection().execute(action.insert(), [row for one, row in actions.items() if one not in there])
    theirs.rows = rows_of(session, theirs.watched)
    return theirs


def note_action(actions: dict[str, dict[str, Any]], line: Line) -> None:
    """Gather the operator's actions from their lines; they are never undone here, for nobody knows what was undone there."""
    value = line.value
    found = actions.get(value["action"])
    if found is None:
        fresh = {"id": value["action"], "operator": value["operator"], "says": value.get("says", ""), "at": value["at"]}
        actions[value["action"]] = fresh | {"first": line.seq, "last": line.seq, "undoes": FINAL, "undone_by": None}
    else:
        found["last"] = line.seq
