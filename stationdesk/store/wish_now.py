"""How every wish stands and what is next for it: one row each, dropped by the database when anything is written about the wish.

TEMP triggers on the writing connection drop the row of a wish that any event, claim, answer or end touches, whoever writes them, the rows
of a person's wishes with any consent of his, and all rows when the terms are set anew.
A row that is there is therefore right; one that is not is reckoned anew (`services/wish_ahead.py`).
"""

from __future__ import annotations

from sqlcipher3 import dbapi2

ABOUT = ("wish_event", "wish_claim", "claim_answer", "claim_end")
"""Registers by which a wish moves on."""
TERMS = "wish_terms"
"""The name under which the terms are set (`services/wish_terms.py`)."""


def _dropped(row: str, name: str = "wish_id") -> str:
    return f"DELETE FROM wish_now WHERE wish_id = {row}.{name};"  # noqa: S608 - ours


def _his_dropped(row: str) -> str:
    return f"DELETE FROM wish_now WHERE wish_id IN (SELECT id FROM wish WHERE resident_id = {row}.resident_id);"  # noqa: S608 - ours


def _triggers() -> tuple[str, ...]:
    made = []
    drops = {register: (_dropped("old"), _dropped("new")) for register in ABOUT}
    drops |= {"wish": (_dropped("old", "id"), _dropped("new", "id")), "consent": (_his_dropped("old"), _his_dropped("new"))}
    for register, (old, new) in drops.items():
        head = f"CREATE TEMP TRIGGER wish_now_{register}"
        made += [
            f"{head}_added AFTER INSERT ON main.{register} BEGIN {new} END",
            f"{head}_moved AFTER UPDATE ON main.{register} BEGIN {old} {new} END",
            f"{head}_gone AFTER DELETE ON main.{register} BEGIN {old} END",
        ]
    on_terms = f"ON main.setting WHEN new.name = '{TERMS}' BEGIN DELETE FROM wish_now; END"  # noqa: S608 - ours
    made += [f"CREATE TEMP TRIGGER wish_now_terms_{verb.lower()} AFTER {verb} {on_terms}" for verb in ("INSERT", "UPDATE")]
    return tuple(made)


TRIGGERS = _triggers()


def attach(connection: dbapi2.Connection) -> None:
    """Give the writing `connection` the TEMP triggers; the registers of wishes must be there."""
    for trigger in TRIGGERS:
        connection.execute(trigger)
