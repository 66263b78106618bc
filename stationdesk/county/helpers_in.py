"""A sheet of helpers on its way to the stations: what each row becomes, shown first, then all of it in one action or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from stationdesk.county.word import ALL, NoSuchAudience, audience_called, audience_words, say
from stationdesk.i18n import _
from stationdesk.ledgers.helper_list import HelperLine
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.services.person_writing import moved_fields
from stationdesk.store.database import author_of


class Becomes(StrEnum):
    """What a row becomes."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    TWICE = "twice"
    """A row above speaks of the same helper."""
    REFUSED = "refused"
    """It cannot be taken: too long, or for nobody the county knows."""


@dataclass(frozen=True)
class PlannedHelper:
    """A row and what it becomes; `changes` are the fields of the helper `helper_id` that would move."""

    line: HelperLine
    becomes: Becomes
    audience: str = ALL
    whom: str = ""
    helper_id: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Who it is."""
        return str(self.line.said["name"])

    @property
    def words(self) -> str:
        """What it becomes, and what is doubtful about it."""
        fields = _(", ").join(_(str(Helper.model_fields[name].title)) for name in self.changes)
        said = {
            Becomes.NEW: _("new|helper"),
            Becomes.CHANGED: _("changes: {fields}").format(fields=fields),
            Becomes.SAME: _("known already"),
            Becomes.TWICE: _("twice in the sheet"),
            Becomes.REFUSED: _("not taken"),
        }[self.becomes]
        return _("; ").join((said, *self.doubts))


@dataclass(frozen=True)
class HelperPlan:
    """What a sheet would bring."""

    rows: tuple[PlannedHelper, ...]
    skipped: int
    """Rows passed over: titles, sums, repeated headings."""

    def count(self, becomes: Becomes) -> int:
        """Return how many rows become this."""
        return Counter(one.becomes for one in self.rows)[becomes]

    @property
    def moves(self) -> int:
        """How many rows change anything."""
        return self.count(Becomes.NEW) + self.count(Becomes.CHANGED)

    @property
    def doubtful(self) -> tuple[PlannedHelper, ...]:
        """The rows with something to look at."""
        return tuple(one for one in self.rows if one.doubts or one.becomes in {Becomes.REFUSED, Becomes.TWICE})

    @property
    def summary(self) -> str:
        """The plan in one sentence."""
        said = {
            Becomes.NEW: _("{count} new|helpers"),
            Becomes.CHANGED: _("{count} changed|helpers"),
            Becomes.SAME: _("{count} known already|helpers"),
            Becomes.TWICE: _("{count} twice in the list|helpers"),
            Becomes.REFUSED: _("{count} not taken|helpers"),
        }
        parts = [words.format(count=self.count(one)) for one, words in said.items() if self.count(one)]
        return _("{rows} rows: {parts}.").format(rows=len(self.rows), parts=_(", |figures").join(parts))


def plan_helpers(session: Session, lines: Sequence[HelperLine], skipped: int, audience: str) -> HelperPlan:
    """Return what the rows of a sheet would become; `audience` is for whom where a row does not say it itself."""
    mine = select(Helper).where(Helper.author == author_of(session), col(Helper.removed_at).is_(None))
    there: dict[tuple[str, str], list[Helper]] = {}
    for one in session.exec(mine.order_by(col(Helper.key))):
        there.setdefault((one.name, one.audience or ALL), []).append(one)
    whom: dict[str, tuple[str, str] | None] = {"": (audience, audience_words(session, audience))}
    for line in lines:
        if line.whom not in whom:
            whom[line.whom] = _whom(session, line.whom)
    rows = [_read(line, whom[line.whom]) for line in lines]
    seen: set[tuple[str, str, str]] = set()
    taken = {found.id for row in rows if isinstance(row, _Row) and (found := row.exact(there))}
    return HelperPlan(tuple(_planned(row, there, seen, taken) if isinstance(row, _Row) else row for row in rows), skipped)


@dataclass(frozen=True)
class _Row:
    """A row that can be taken as it is."""

    line: HelperLine
    draft: HelperDraft
    audience: str
    whom: str

    def called(self, there: Mapping[tuple[str, str], list[Helper]]) -> list[Helper]:
        """Return those of this name who were sent to the same stations."""
        return there.get((self.draft.name, self.audience), [])

    def exact(self, there: Mapping[tuple[str, str], list[Helper]]) -> Helper | None:
        """Return the one of the same organisation, or of none like this."""
        return next((one for one in self.called(there) if (one.org or "") == (self.draft.org or "")), None)

    def by_phone(self, there: Mapping[tuple[str, str], list[Helper]]) -> Helper | None:
        """Return the one with one of the numbers."""
        numbers = {phone.number for phone in self.draft.phones}
        return next((one for one in self.called(there) if numbers & {phone.number for phone in one.phones}), None)

    def becomes(self, becomes: Becomes, doubt: str = "", one: Helper | None = None, changes: dict[str, Any] | None = None) -> PlannedHelper:
        """Return what the row becomes."""
        doubts = (*self.line.doubts, doubt) if doubt else self.line.doubts
        return PlannedHelper(self.line, becomes, self.audience, self.whom, one.id if one else "", changes or {}, doubts)


def _whom(session: Session, written: str) -> tuple[str, str] | None:
    try:
        found = audience_called(session, written)
    except NoSuchAudience:
        return None
    return found, audience_words(session, found)


def _read(line: HelperLine, whom: tuple[str, str] | None) -> _Row | PlannedHelper:
    if whom is None:
        said = _("there is no town and no station «{name}»").format(name=line.whom[:40])
        return PlannedHelper(line, Becomes.REFUSED, whom=line.whom, doubts=(*line.doubts, said))
    try:
        return _Row(line, HelperDraft.model_validate(line.said), *whom)
    except ValidationError as error:
        long = _(", ").join(_(str(Helper.model_fields[str(one["loc"][0])].title)) for one in error.errors())
        said = _("cannot be taken like this, it is too long: {fields}").format(fields=long)
        return PlannedHelper(line, Becomes.REFUSED, *whom, doubts=(*line.doubts, said))


def _planned(row: _Row, there: Mapping[tuple[str, str], list[Helper]], seen: set[tuple[str, str, str]], taken: set[str]) -> PlannedHelper:
    """Return what a row becomes; `seen` are the rows before it, `taken` the helpers that a row names exactly."""
    draft, called, one = row.draft, row.called(there), row.exact(there)
    keys = {(draft.name, draft.org or "", row.audience), *((draft.name, phone.number, row.audience) for phone in draft.phones)}
    if keys & seen:
        return row.becomes(Becomes.TWICE)
    seen |= keys
    if one is None:
        one = row.by_phone(there)
        if one is None and draft.org is None and called:
            if len(called) > 1:
                return row.becomes(Becomes.REFUSED, _("several of this name were sent already; please write the organisation, too"))
            one = called[0]
        if one is None:
            one = next((each for each in called if each.org is None and each.id not in taken), None)
        if one is None:
            other = _("another one of this name was sent already, of another organisation: this one is taken for somebody else")
            return row.becomes(Becomes.NEW, other if called else "")
        if one.id in taken:
            return row.becomes(Becomes.TWICE)
        taken.add(one.id)
    changes = moved_fields(one, HelperDraft, _said(one, draft, row.line))
    return row.becomes(Becomes.CHANGED if changes else Becomes.SAME, one=one, changes=changes)


def _said(one: Helper, draft: HelperDraft, line: HelperLine) -> dict[str, Any]:
    """Return the fields a row says something about; an empty cell says nothing, numbers that are known already change nothing."""
    said = {name: getattr(draft, name) for name in line.said if name not in {"name", "remark", "phones"}}
    kept = {phone.number: phone for phone in one.phones}
    if any(phone.number not in kept for phone in draft.phones):
        said["phones"] = tuple(kept.get(phone.number, phone) for phone in draft.phones)
    if draft.remark and draft.remark not in (one.remark or ""):
        said["remark"] = f"{one.remark or ''}\n{draft.remark}".strip()[:1000]
    return said


def take_helpers(session: Session, plan: HelperPlan, on: date) -> int:
    """Carry a plan out in the action that is open; returns how many helpers were sent or changed.

    The plan must be made in the same action, so that nobody wrote the same helpers meanwhile.
    """
    for one in plan.rows:
        if one.becomes is Becomes.NEW:
            say(session, HelperDraft.model_validate(one.line.said), one.audience, on)
        elif one.becomes is Becomes.CHANGED:
            helper = session.exec(select(Helper).where(Helper.id == one.helper_id, Helper.author == author_of(session))).one()
            for name, value in one.changes.items():
                setattr(helper, name, value)
            session.add(helper)
    session.flush()
    return plan.moves
