"""What the last packages of the county brought, in one sentence: 县里来了 2 项任务、1 条更正请求；联系电话改了 3 处."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words, local
from stationdesk.services.returned import read_packages
from stationdesk.services.road import county_row
from stationdesk.store.tables import received_line

NEW, CHANGED, GONE, PHONE = "new", "changed", "gone", "phone"
TO_DO = ("task", "correction_request", "announcement", "report_template")


@dataclass(frozen=True)
class Came:
    """What came, as a sentence, and the day it was read."""

    sentence: str
    day: date


def what_came(session: Session, after: int, until: int | None = None) -> str:
    """Return in words what the county's lines after `after`, up to `until`, brought; nothing where all came to nothing."""
    side = county_row(session)
    if side is None:
        return ""
    mine = select(received_line.c.seq, received_line.c.line).where(received_line.c.peer == side.code)
    if until is not None:
        mine = mine.where(received_line.c.seq <= until)
    lines = session.connection().execute(mine.order_by(received_line.c.seq))
    return in_words(moves(((seq, json.loads(line)) for seq, line in lines), after))


def last_came(session: Session, on: date) -> Came | None:
    """Return what the last package that brought anything brought, and its day in the village; None where none did."""
    side = county_row(session)
    if side is None:
        return None
    read = [row for row in read_packages(session, side) if row.outcome == "read"]
    for number in range(len(read) - 1, -1, -1):
        before = read[number - 1].last if number else 0
        if read[number].last <= before:  # it brought nothing; most only confirm
            continue
        words = what_came(session, before, read[number].last)
        if words:
            day = local(read[number].at).date()
            return Came(_("{day}: {what}|came").format(day=day_words(day, on), what=words), day)
    return None


def moves(lines: Iterable[tuple[int, dict[str, Any]]], after: int) -> Counter[tuple[str, str]]:
    """Count by register and what became of it the records that lines after `after` moved; each counts once."""
    before, fresh, what = set[tuple[str, str]](), set[tuple[str, str]](), dict[tuple[str, str], str]()
    for seq, line in lines:
        kind, fields = line["kind"], line["fields"]
        key = (kind, line["id"])
        gone = fields == {"gone": True} or bool(fields.get("removed_at"))
        if seq <= after:
            before.add(key)
            continue
        if key not in before:
            fresh.add(key)
        phone = kind == "place" and "phones" in fields
        what[key] = GONE if gone else NEW if key in fresh else PHONE if phone or what.get(key) == PHONE else CHANGED
    return Counter((key[0], one) for key, one in what.items() if not (one == GONE and key in fresh))


def in_words(found: Counter[tuple[str, str]]) -> str:
    """Return counted moves as one sentence."""
    came = [said(found[kind, NEW]) for kind, said in _new().items() if found[kind, NEW]]
    parts = [_("The county sent {what}").format(what=_(", |listed").join(came))] if came else []
    changed = sum(found[kind, CHANGED] for kind in TO_DO)
    if changed:
        parts.append(_("{count} of its tasks and announcements were changed").format(count=changed))
    back = sum(found[kind, GONE] for kind in TO_DO)
    if back:
        parts.append(_("{count} of its tasks and announcements were taken back").format(count=back))
    if found["place", PHONE]:
        parts.append(_("{count} phone numbers of the directory changed").format(count=found["place", PHONE]))
    for kinds, said in _others():
        count = sum(found[kind, one] for kind in kinds for one in (NEW, CHANGED, GONE))
        if count:
            parts.append(said(count))
    return _("; ").join(parts)


def _new() -> dict[str, Callable[[int], str]]:
    return {
        "task": lambda count: _("{count} tasks|came").format(count=count),
        "correction_request": lambda count: _("{count} questions about records|came").format(count=count),
        "announcement": lambda count: _("{count} announcements|came").format(count=count),
        "report_template": lambda count: _("{count} reports to be made|came").format(count=count),
        "photo_ask": lambda count: _("{count} requests for photos|came").format(count=count),
        "wish_claim": lambda count: _("{count} claims of wishes|came").format(count=count),
        "transfer_relay": lambda count: _("{count} notes about people who moved|came").format(count=count),
        "claim_end": lambda count: _("{count} ends of claims|came").format(count=count),
    }


def _others() -> list[tuple[tuple[str, ...], Callable[[int], str]]]:
    return [
        (("place",), lambda count: _("{count} entries of the directory|came").format(count=count)),
        (("helper",), lambda count: _("{count} helpers of the county|came").format(count=count)),
        (("team", "team_member"), lambda count: _("{count} entries of teams of the county|came").format(count=count)),
        (("org_unit",), lambda count: _("{count} towns, villages and units|came").format(count=count)),
        (("code",), lambda count: _("{count} categories and codes|came").format(count=count)),
        (("grade_scheme",), lambda count: _("{count} grade schemes|came").format(count=count)),
        (("day_off",), lambda count: _("{count} days of rest and work|came").format(count=count)),
    ]
