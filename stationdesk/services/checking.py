"""Whether everything here is whole: file, journal, records, keys, marks, backups; what is not is said in words."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, func, select, text
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.catalogue import REGISTERS, kind_of
from stationdesk.registers.record import JsonList, JsonMap, Record, Road
from stationdesk.services.operators import operators
from stationdesk.store.backup import backups_in, read_backup, troubles
from stationdesk.store.database import About, Database
from stationdesk.store.folder import STORE
from stationdesk.store.journal import OWN_COLUMNS, digest_next, digest_zero
from stationdesk.store.keys import COPIES, read_keys, sealed_right
from stationdesk.store.mark import read_marks
from stationdesk.store.tables import action, change, peer, received_line

SHOWN = 20
"""Records named at most in one complaint about a register."""


@dataclass
class Findings:
    """What was looked at, with a figure for each, and what is wrong, as sentences."""

    looked_at: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def check(database: Database) -> Findings:
    """Verify everything of an open desk; reads only, and says at the end what is wrong."""
    found = Findings()
    trouble = troubles(database.folder.store, database.key)
    found.looked_at["store"] = 1
    if trouble:
        found.wrong.append(_("The store file is damaged ({trouble}). Please restore the newest backup.").format(trouble=trouble[0]))
    steps: list[Callable[[Session, About, Findings], None]] = [check_journal, check_actions, check_records, check_received, check_index]
    with database.reading() as session:
        for step in steps:
            try:
                step(session, database.about, found)
            except Exception as error:  # noqa: BLE001 - a damaged file may break any reading; the check names it and goes on
                found.wrong.append(
                    _("Part of the store cannot be read ({part}: {kind}).").format(part=step.__name__, kind=type(error).__name__)
                )
    check_keys(database, found)
    check_marks(database, found)
    check_backups(database, found)
    return found


def check_journal(session: Session, file: About, found: Findings) -> None:
    """Compute every digest anew, from the first line to the last, and compare each line with what is kept beside it."""
    digest, expected = digest_zero(file.author, file.recipient), 1
    columns = (change.c.seq, change.c.kind, change.c.record, change.c.action, change.c.audience, change.c.line, change.c.digest)
    rows = select(*columns).order_by(change.c.seq).execution_options(yield_per=2000)
    for seq, *kept_beside, line, kept in session.connection().execute(rows):
        if seq != expected:
            found.wrong.append(_("The journal has a hole: after entry {before} comes entry {seq}.").format(before=expected - 1, seq=seq))
            return
        digest, expected = digest_next(digest, as_bytes(line)), expected + 1
        if digest != as_bytes(kept) or beside(line) != [seq, *kept_beside]:
            found.wrong.append(_("Entry {seq} of the journal was changed after it was written.").format(seq=seq))
            return
    found.looked_at["journal"] = expected - 1


def as_bytes(value: object) -> bytes:
    """Return the bytes of a line or digest, also of one that something else wrote as text."""
    return value if isinstance(value, bytes) else str(value).encode()


def beside(line: bytes) -> list[object]:
    """Return what a line says of what is kept beside it."""
    said = json.loads(line)
    return [said["seq"], said["kind"], said["id"], said["action"], said.get("audience")]


def check_actions(session: Session, _file: About, found: Findings) -> None:
    """See that every line belongs to the action that says so."""
    own = (
        select(func.count())
        .select_from(change)
        .outerjoin(action, (action.c.id == change.c.action) & change.c.seq.between(action.c.first, action.c.last))
    )
    astray = session.connection().execute(own.where(action.c.id.is_(None))).scalar_one()
    found.looked_at["actions"] = session.connection().execute(select(func.count()).select_from(action)).scalar_one()
    if astray:
        found.wrong.append(_("{count} entries of the journal belong to no action that is known.").format(count=astray))


def check_records(session: Session, file: About, found: Findings) -> None:
    """Replay the journal and compare every own record with what comes out."""
    for register in REGISTERS:
        if register.road is not Road.TRAVELLING:
            continue
        kind, differing, count = kind_of(register), [], 0
        replayed, kept = replay(session.connection(), kind), rows_as_said(session.connection(), register, file.author)
        for record, said, row in side_by_side(replayed, kept):
            count += 1
            if said != row:
                differing.append(record)
        found.looked_at[kind] = count
        if differing:
            found.wrong.append(
                _("{count} records of the register «{kind}» are not what the journal says of them: {ids}.").format(
                    count=len(differing), kind=kind, ids=", ".join(differing[:SHOWN])
                )
            )


def replay(connection: Connection, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each record of `kind` by id with what its lines come to; fields that say nothing are left out."""
    rows = select(change.c.record, change.c.line).where(change.c.kind == kind).order_by(change.c.record, change.c.seq)
    lines = connection.execute(rows.execution_options(yield_per=2000))
    for record, group in groupby(lines, key=lambda row: row[0]):
        value: dict[str, Any] = {}
        for _record, line in group:
            fields = json.loads(line)["fields"]
            value = {} if fields.get("gone") else value | fields
        yield str(record), {name: said for name, said in value.items() if said not in (None, [], {})}


def rows_as_said(connection: Connection, register: type[Record], author: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each own record by id with what it holds, written as in a journal line; fields that say nothing are left out."""
    table: Any = register.__table__  # type: ignore[attr-defined]
    columns = [one for one in table.columns if one.name not in OWN_COLUMNS and one.name not in register.held_back]
    reads = [reading_of(one) for one in columns]
    names = ", ".join(f'"{one.name}"' for one in columns)
    rows = connection.exec_driver_sql(f'SELECT id, {names} FROM "{table.name}" WHERE author = ? ORDER BY id', (author,))  # noqa: S608 - our names
    for record, *values in rows:
        said = {one.name: read(value) for one, read, value in zip(columns, reads, values, strict=True) if value is not None}
        yield str(record), {name: value for name, value in said.items() if value not in (None, [], {})}


def reading_of(column: Column[Any]) -> Callable[[Any], Any]:
    """Return what turns a stored value of `column` into what a journal line says."""
    if isinstance(column.type, JsonList | JsonMap):
        return json.loads
    return bool if isinstance(column.type, Boolean) else lambda value: value


def side_by_side(
    left: Iterator[tuple[str, dict[str, Any]]], right: Iterator[tuple[str, dict[str, Any]]]
) -> Iterator[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """Walk two lists sorted by id together; what only one of them has stands beside None."""
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        record = min(side[0] for side in (one, other) if side is not None)
        said = one[1] if one is not None and one[0] == record else None
        row = other[1] if other is not None and other[0] == record else None
        yield record, said, row
        one = next(left, None) if said is not None else one
        other = next(right, None) if row is not None else other


def check_received(session: Session, file: About, found: Findings) -> None:
    """Compute the chain of the county's lines anew."""
    for side in session.connection().execute(select(peer)):
        digest, count = digest_zero(side.code, file.author), 0
        here = received_line.c.peer == side.code
        for line, kept in session.connection().execute(
            select(received_line.c.line, received_line.c.digest).where(here).order_by(received_line.c.seq)
        ):
            digest, count = digest_next(digest, line), count + 1
            if digest != bytes(kept):
                found.wrong.append(
                    _("The county's entries here are damaged. Please export once more and read the answer: the county sends them again.")
                )
                break
        found.looked_at["received"] = found.looked_at.get("received", 0) + count


def check_index(session: Session, _file: About, found: Findings) -> None:
    """See that everybody in the register can be found."""
    connection = session.connection()
    indexed = connection.execute(text("SELECT count(*) FROM resident_search")).scalar_one()
    there = connection.execute(text("SELECT count(*) FROM resident WHERE removed_at IS NULL")).scalar_one()
    if indexed != there:
        found.wrong.append(
            _("{there} residents are in the register, but {indexed} can be found by name.").format(there=there, indexed=indexed)
        )


def check_keys(database: Database, found: Findings) -> None:
    """Verify the seal of the key file, its copy, and that slots and operators belong together."""
    folder = database.folder.path
    with database.reading() as session:
        of_operators = {one.slot for one in operators(session)}
    keys = read_keys(folder)
    slots = {slot.id for slot in keys.slots if slot.kind == "operator"}
    found.looked_at["keys"] = len(keys.slots)
    sealed = [sealed_right(folder / name, database.key) for name in COPIES]
    if False in sealed:
        found.wrong.append(
            _("The key file was changed by another program. Please restore it from a backup, or change a passphrase to write it anew.")
        )
    if None in sealed:
        found.wrong.append(_("One of the two copies of the key file is missing or damaged. Changing a passphrase writes both anew."))
    if slots - of_operators and of_operators:
        found.wrong.append(_("{count} slots of the key file belong to no operator.").format(count=len(slots - of_operators)))
    if of_operators - slots:
        found.wrong.append(_("{count} operators have no passphrase that opens the desk.").format(count=len(of_operators - slots)))
    if not any(slot.kind == "recovery" for slot in keys.slots):
        found.wrong.append(_("The key file has no recovery slot: a forgotten passphrase could not be replaced."))


def check_marks(database: Database, found: Findings) -> None:
    """Compare both marks with the end of the journal."""
    marks, here = read_marks(database.folder, database.about.store), database.position()
    found.looked_at["marks"] = len(marks)
    if len(marks) < 2:
        found.wrong.append(_("One of the two marks that show an older state is missing. It is written again with the next entry."))
    if any((mark.seq, mark.digest, mark.line_copy) != (here.seq, here.digest.hex(), database.about.line_copy) for mark in marks):
        found.wrong.append(_("A mark says that the journal once ended elsewhere than it ends now."))


def check_backups(database: Database, found: Findings) -> None:
    """Read every backup beside the store to its last byte, and open the newest one."""
    paths = backups_in(database.folder.backups)
    found.looked_at["backups"] = len(paths)
    for path in paths:
        try:
            read_backup(path)
        except DeskError as error:
            found.wrong.append(error.message)
    if paths and not found.wrong:
        with tempfile.TemporaryDirectory(prefix=".check-", dir=database.folder.path) as scratch, zipfile.ZipFile(paths[0]) as bundle:
            trouble = troubles(Path(bundle.extract(STORE, scratch)), database.key)
        if trouble:
            found.wrong.append(_("The newest backup {name} does not open: {trouble}.").format(name=paths[0].name, trouble=trouble[0]))
