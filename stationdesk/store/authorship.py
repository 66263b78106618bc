"""The code a station writes under before it has one from the county, and taking the county's when it comes."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select, text

from stationdesk.registers.catalogue import REGISTERS, kind_of
from stationdesk.store.journal import digest_next, digest_zero
from stationdesk.store.tables import about, change

PROVISIONAL = "NEW-"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def provisional_code() -> str:
    """Return a code for a station that was set up without its county's file; no other station has it."""
    return PROVISIONAL + "".join(secrets.choice(LETTERS) for _letter in range(12))


def is_provisional(code: str) -> bool:
    """Tell whether a station still writes under a code of its own making."""
    return code.startswith(PROVISIONAL)


def rewrite(connection: Connection, old: str, new: str, recipient: str) -> None:
    """Let everything written under `old` be written under `new`: records, the file itself, and the digests of the journal.

    The bytes of the journal's lines name no author and stay. `connection` is one without the journal's triggers.
    """
    for register in REGISTERS:
        own = text(f"UPDATE {kind_of(register)} SET author = :new WHERE author = :old")  # noqa: S608 - names of registers
        connection.execute(own, {"new": new, "old": old})
    connection.execute(about.update().where(about.c.name == "author").values(value=new))
    digest, rows = digest_zero(new, recipient), []
    for seq, line in connection.execute(select(change.c.seq, change.c.line).order_by(change.c.seq)):
        digest = digest_next(digest, line)
        rows.append({"b_seq": seq, "b_digest": digest})
    if rows:
        connection.execute(text("UPDATE change SET digest = :b_digest WHERE seq = :b_seq"), rows)
