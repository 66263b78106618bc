"""Taking a merge apart, however long ago: both records as they were, and what was written since stays where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.merge import Merge, Moved
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.merge_records import put_back, write_again
from stationdesk.services.merging import CannotMerge, ChildrensRecords, called
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of


@dataclass(frozen=True, slots=True)
class MergedIn:
    """Somebody whose record went into another's, as the menu and the person's page name him."""

    merge_id: str
    name: str
    on: str
    by: str


@dataclass(frozen=True, slots=True)
class Apart:
    """What taking apart came to: values put back, and values that stayed because something else was written since."""

    says: str
    back: int
    stayed: int


def merged_in(session: Session, winner: str, on: date) -> list[MergedIn]:
    """Return who was merged into somebody and can be taken apart again, the latest first."""
    asked = (
        select(Merge, Resident)
        .join(Resident, (col(Resident.id) == col(Merge.loser_resident_id)) & (col(Resident.author) == col(Merge.author)))
        .where(Merge.winner_resident_id == winner, Merge.author == author_of(session), col(Merge.removed_at).is_(None))
        .where(col(Merge.apart_on).is_(None))
        .order_by(col(Merge.key).desc())
    )
    return [MergedIn(one.id, called(loser, on), one.merged_on, one.merged_by or "") for one, loser in session.exec(asked)]


def says_apart(session: Session, merge_id: str, on: date) -> str:
    """Return the sentence of taking apart, which an undo repeats."""
    one = _merge(session, merge_id)
    left, right = own_resident(session, one.winner_resident_id), own_resident(session, one.loser_resident_id)
    return _("{other} taken apart from {name} again").format(other=called(right, on), name=called(left, on))


def take_apart(session: Session, merge_id: str, on: date, *, may_see_children: bool = False) -> Apart:
    """Make two records of one again, as they were before the merge `merge_id`.

    Raises CannotMerge where it was taken apart already, or where the kept record was merged into a third one since: that comes first;
    ChildrensRecords, NoSuchResident.
    """
    one = _merge(session, merge_id)
    left, right = own_resident(session, one.winner_resident_id), own_resident(session, one.loser_resident_id)
    if not may_see_children and any(is_child(person, on) for person in (left, right)):
        raise ChildrensRecords(
            _("One of them is a child. Only somebody with the right to children's records may take them apart; please ask your colleague.")
        )
    if left.merged_into:
        raise CannotMerge(
            _("{name} was merged into a third record later. Please take that apart first, then this.").format(name=called(left, on))
        )
    says = says_apart(session, merge_id, on)
    session.expunge_all()
    back, stayed = put_back(session, [*one.moved, *one.moved_at_home])
    one = _merge(session, merge_id)
    _forget_in_later(session, one)
    one.apart_on, one.apart_by = on.isoformat(), session.info["operator"][:72]
    session.add(one)
    session.flush()
    session.expire_all()
    return Apart(says, back, stayed)


def keep_in_step_at_home(session: Session, undone: Sequence[str], reopened: Sequence[str]) -> None:
    """Move the fields that are in no journal along with the undoing of merges (`undone`) and of taking apart (`reopened`)."""
    for ids, again in ((undone, False), (reopened, True)):
        if not ids:
            continue
        for one in session.exec(select(Merge).where(col(Merge.id).in_(ids), Merge.author == author_of(session))).all():
            if again:
                write_again(session, one.moved_at_home)
            else:
                put_back(session, one.moved_at_home)


def _merge(session: Session, merge_id: str) -> Merge:
    asked = select(Merge).where(Merge.id == merge_id, Merge.author == author_of(session), col(Merge.removed_at).is_(None))
    found = session.exec(asked).first()
    if found is None or found.apart_on is not None:
        raise CannotMerge(_("These two were taken apart already. Nothing was changed."))
    return found


def _forget_in_later(session: Session, one: Merge) -> None:
    """Let later merges into the same record remember what it says without this one: theirs may be taken apart later."""
    asked = select(Merge).where(
        Merge.winner_resident_id == one.winner_resident_id,
        Merge.author == one.author,
        col(Merge.key) > (one.key or 0),
        col(Merge.apart_on).is_(None),
        col(Merge.removed_at).is_(None),
    )
    ours = {(moved.kind, moved.field, record): moved for moved in (*one.moved, *one.moved_at_home) for record in moved.ids}
    for later in session.exec(asked):
        for name in ("moved", "moved_at_home"):
            mended = tuple(_mended(moved, ours) for moved in getattr(later, name))
            if mended != getattr(later, name):
                setattr(later, name, mended)
                session.add(later)


def _mended(moved: Moved, ours: dict[tuple[str, str, str], Moved]) -> Moved:
    earlier = ours.get((moved.kind, moved.field, moved.ids[0])) if len(moved.ids) == 1 else None
    if earlier is None or earlier.after != moved.before:
        return moved
    return moved.model_copy(update={"before": earlier.before})
