"""What a county that was put back to an older state has forgotten, in words: its own entries since then must be made again there."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import N_, _
from stationdesk.store.database import author_of
from stationdesk.sync.line_check import COUNTY_WRITES
from stationdesk.sync.received_rows import table_of

NAMED = 3
WORDS = {
    "task": N_("tasks ({count}): {names}|forgotten"),
    "correction_request": N_("correction requests ({count}): {names}|forgotten"),
    "announcement": N_("announcements ({count}): {names}|forgotten"),
    "report_template": N_("report forms ({count}): {names}|forgotten"),
    "photo_ask": N_("requests for photos ({count}): {names}|forgotten"),
    "wish_claim": N_("claims of wishes ({count}): {names}|forgotten"),
    "claim_end": N_("ends of claims ({count})|forgotten"),
    "transfer_relay": N_("transfers of residents ({count}): {names}|forgotten"),
    "place": N_("entries of the directory ({count}): {names}|forgotten"),
    "helper": N_("helpers ({count}): {names}|forgotten"),
    "team": N_("teams ({count}): {names}|forgotten"),
    "team_member": N_("members of teams ({count})|forgotten"),
    "org_unit": N_("units ({count}): {names}|forgotten"),
    "code": N_("words of the lists ({count}): {names}|forgotten"),
    "grade_scheme": N_("grade schemes ({count}): {names}|forgotten"),
    "day_off": N_("days of rest and work ({count}): {names}|forgotten"),
}
"""What the records of the county are called; others are called entries."""
OTHERS = N_("entries ({count})|forgotten")
NAMES = ("title", "name", "day", "question", "claimer", "label", "called", "purpose")
"""Fields that name a record, the first that it has."""

Records = Mapping[tuple[str, str], str]
"""Kind and id of a record → its name."""


def county_records(session: Session) -> dict[tuple[str, str], str]:
    """Return the county's records that are here and not taken back, with their names."""
    found: dict[tuple[str, str], str] = {}
    for kind in sorted(COUNTY_WRITES):
        table = table_of(kind)
        name = next((table.c[one] for one in NAMES if one in table.c), table.c.id)
        theirs = select(table.c.id, name).where(table.c.author != author_of(session), table.c.removed_at.is_(None)).order_by(table.c.key)
        found |= {(kind, record): str(called) for record, called in session.connection().execute(theirs)}
    return found


def forgotten_words(before: Records, after: Records) -> str:
    """Say which records the county has forgotten; empty if none."""
    gone = {key: name for key, name in before.items() if key not in after}
    if not gone:
        return ""
    by_kind: dict[str, list[str]] = {}
    for (kind, _record), name in gone.items():
        by_kind.setdefault(kind, []).append(name)
    parts = []
    for kind, names in by_kind.items():
        some = _(", ").join(names[:NAMED]) + (_(" and {count} more").format(count=len(names) - NAMED) if len(names) > NAMED else "")
        parts.append(_(WORDS.get(kind, OTHERS)).format(count=len(names), names=some))
    said = _("The county was put back to an older state and has forgotten what it had sent: {parts}. Please tell the county.")
    return said.format(parts=_("; ").join(parts))
