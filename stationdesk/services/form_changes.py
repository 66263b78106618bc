"""What was changed since a form went out last: read from the journal, said in the names of fields."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.catalogue import register_of
from stationdesk.store.database import author_of

_ABOUT = ("kin", "guardian", "category_tag", "care_grade", "pairing")
"""Registers whose moves are told under one word with the resident they belong to."""
_QUIET = frozenset({"birth_precision", "birth_calendar", "id_state", "disability_no_state", "source", "id_type", "removed_at"})


def changes_since(session: Session, since: int | None) -> dict[str, str]:
    """Return by resident what changed after entry `since` of the journal, in words; never exported before (None): nothing."""
    if since is None:
        return {}
    ask = session.connection().exec_driver_sql
    found: dict[str, dict[str, None]] = defaultdict(dict)
    known: dict[str, str] = {}
    others: dict[str, list[str]] = defaultdict(list)
    sql = f"SELECT kind, record, line FROM change WHERE seq > ? AND kind IN ('resident', {','.join('?' * len(_ABOUT))}) ORDER BY seq"  # noqa: S608
    for kind, record, line in ask(sql, (since, *_ABOUT)):
        if kind == "resident":
            said = json.loads(line)
            fields = said["fields"]
            if "name" in fields and _is_new(session, record, since, known):
                found[record][_("new")] = None
            else:
                for name in fields:
                    if name not in _QUIET and name in register_of("resident").model_fields:
                        found[record][_(register_of("resident").model_fields[name].title or name)] = None
        else:
            others[kind].append(record)
    for kind, records in others.items():
        for resident in _residents(session, kind, records):
            found[resident][_words(kind)] = None
    return {resident: "、".join(words) for resident, words in found.items()}


def _is_new(session: Session, record: str, since: int, known: dict[str, str]) -> bool:
    if record not in known:
        earlier = (
            session.connection().exec_driver_sql("SELECT 1 FROM change WHERE record = ? AND seq <= ? LIMIT 1", (record, since)).first()
        )
        known[record] = "" if earlier else "new"
    return bool(known[record])


def _residents(session: Session, kind: str, records: Sequence[str]) -> list[str]:
    owners: list[str] = []
    for start in range(0, len(records), 500):
        some = records[start : start + 500]
        sql = (
            f"SELECT DISTINCT resident_id FROM {kind} WHERE id IN ({','.join('?' * len(some))}) AND author = ? AND resident_id IS NOT NULL"  # noqa: S608
        )
        owners += [row[0] for row in session.connection().exec_driver_sql(sql, (*some, author_of(session)))]
    return owners


def _words(kind: str) -> str:
    return {
        "kin": _("Relatives"),
        "guardian": _("Guardian"),
        "category_tag": _("Categories"),
        "care_grade": _("Care grade"),
        "pairing": _("Pairing"),
    }[kind]
