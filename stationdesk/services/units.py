"""Writing down the units of the town: villages and communities added, changed, merged and closed; each is one undoable action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.division import ABOVE, TOWNS, guessed_kind, whole_code
from stationdesk.registers.field import plain_key
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.station import Station
from stationdesk.services.unit_tree import Tree, Unit, name_key, tree
from stationdesk.store.database import author_of


class NoSuchUnit(DeskError):
    """The unit is not in the list any more."""


class CountysUnit(DeskError):
    """The unit was written down by the county, which alone may change it."""


class SameUnit(DeskError):
    """A unit of this code, or of this name in this town, is there already."""


class UnusableCode(DeskError):
    """What was given is no division code."""


class NoSuchKind(DeskError):
    """The kind of unit is in no code table."""


class WrongEnd(DeskError):
    """A unit cannot end on that day, or not in that unit."""


STATIONS = frozenset(
    {"has_station", "has_call_room", "call_room_opened_on", "call_room_equipment", "household_count", "resident_count", "remark"}
) | {"station_code", "contact_name", "contact_phone"}
"""What a station may say of its own village where the county says what it is called and whether it exists."""


@dataclass(frozen=True)
class Ending:
    """How a unit ends: on which day, and which unit it becomes a part of, if any."""

    on: str
    into: str | None = None


def read_code(written: str) -> str | None:
    """Return a division code as it is kept, None for nothing written. Raises UnusableCode unless it has 6, 9 or 12 digits."""
    digits = "".join(written.split())
    if not digits:
        return None
    if whole_code(digits) is None:
        raise UnusableCode(
            _("«{code}» is no division code: a village's has 12 digits, a town's 9 or 12. Leave it empty if it is not at hand.").format(
                code=written
            )
        )
    return digits


def unit_kind(written: str) -> str:
    """Return the code of a kind of unit, given as code or Chinese word. Raises NoSuchKind."""
    found = table("unit_kind").code_for(written)
    if found is None:
        there = _(", ").join(row.label for row in table("unit_kind").rows)
        raise NoSuchKind(_("There is no kind of unit «{kind}». There are: {there}.").format(kind=written, there=there))
    return found


def completed(draft: OrgUnitDraft) -> OrgUnitDraft:
    """Return a draft with its kind, where none was given, as its name or its code say. Raises UnusableCode."""
    values = draft.model_dump()
    values["region_code"] = read_code(draft.region_code or "")
    values["unit_kind"] = draft.unit_kind or guessed_kind(draft.name, values["region_code"])
    return OrgUnitDraft.model_validate(values)


def add_unit(session: Session, draft: OrgUnitDraft, *, on: str) -> OrgUnit:
    """Write a unit down, and its town if that is not there yet. Raises UnusableCode, SameUnit."""
    draft = completed(draft)
    refuse_same(tree(session), draft, on)
    made = put_unit(session, draft)
    if draft.town and is_leaf(draft):
        add_town(session, draft.town)
    return made


def put_unit(session: Session, draft: OrgUnitDraft) -> OrgUnit:
    """Write a unit down that nobody has yet."""
    made = fresh_unit(session, draft)
    session.add(made)
    session.flush()
    return made


def fresh_unit(session: Session, draft: OrgUnitDraft) -> OrgUnit:
    """Return the record of a draft, not yet kept: this desk's; what a county writes goes to every station."""
    audience = {"audience": "all"} if session.info["about"].side == "county" else {}
    return OrgUnit.model_validate(draft, update={"author": author_of(session)} | audience)


def add_town(session: Session, name: str) -> None:
    """Write a town down unless it is there; towns hang below nothing else."""
    there = tree(session)
    if not any(one.kind in TOWNS and plain_key(one.name) == plain_key(name) for one in there.units):
        put_unit(session, OrgUnitDraft(name=name, unit_kind=_town_kind(name)))


def _town_kind(name: str) -> str:
    kind = guessed_kind(name, None)
    return kind if kind in TOWNS else "town"


def own_record(session: Session, unit_id: str) -> OrgUnit:
    """Return the record this desk wrote about a unit. Raises NoSuchUnit, or CountysUnit where there is none of ours."""
    unit = tree(session).by_id.get(unit_id)
    if unit is None:
        raise NoSuchUnit(_("This unit is not in the list any more."))
    mine = select(OrgUnit).where(OrgUnit.id == unit.own_id, OrgUnit.author == author_of(session), col(OrgUnit.removed_at).is_(None))
    found = session.exec(mine).first() if unit.own_id else None
    if found is None:
        raise CountysUnit(
            _("«{name}» comes from the county, and only the county can change it. Tell them what is wrong by phone.").format(name=unit.name)
        )
    return found


def unit_called(there: Tree, written: str) -> Unit:
    """Return the unit a person means by its code, its name, or town and name (白鹭镇 石桥村). Raises NoSuchUnit."""
    text = plain_key(written)
    found = there.by_code.get(whole_code(text) or text)
    if found is None:
        named = [one for one in there.units if text in {plain_key(one.name), plain_key(one.town + one.name)}]
        standing = [one for one in named if one.closed_on is None] or named
        if len(standing) != 1:
            said = _("{count} units are called «{name}». Write its town before it, or its code; «unit list» shows them.")
            raise NoSuchUnit(said.format(count=len(standing), name=written))
        found = standing[0]
    return found


def change_unit(session: Session, unit_id: str, changes: dict[str, Any], *, on: str) -> OrgUnit:
    """Change fields of an own unit; a division code that is replaced stays known as a former one.

    Raises NoSuchUnit, CountysUnit, UnusableCode, SameUnit.
    """
    kept = own_record(session, unit_id)
    refuse_countys_words(session, unit_id, kept, set(changes) - STATIONS)
    draft = with_changes(kept, changes)
    if (draft.name, draft.town, draft.region_code) != (kept.name, kept.town, kept.region_code):
        refuse_same(tree(session), draft, on, besides=unit_id)
    move_fields(kept, draft)
    session.flush()
    if draft.town and is_leaf(draft):
        add_town(session, draft.town)
    return kept


def with_changes(kept: OrgUnit, changes: dict[str, Any]) -> OrgUnitDraft:
    """Return what a record would be with some fields changed. Raises UnusableCode."""
    return completed(OrgUnitDraft.model_validate(kept.model_dump(include=set(OrgUnitDraft.model_fields)) | changes))


def move_fields(kept: OrgUnit, draft: OrgUnitDraft) -> None:
    """Move a record to what a draft says; a division code that is replaced stays known as a former one."""
    if kept.region_code and draft.region_code != kept.region_code:
        draft.former_codes = tuple(dict.fromkeys((*kept.former_codes, kept.region_code)))
    for name in OrgUnitDraft.model_fields:
        if getattr(kept, name) != getattr(draft, name):
            setattr(kept, name, getattr(draft, name))


def refuse_countys_words(session: Session, unit_id: str, kept: OrgUnit, moved: set[str]) -> None:
    """Raise CountysUnit if something is to be moved that the county says of a unit, though its station has words of its own."""
    unit = tree(session).by_id[unit_id]
    if moved and unit.id != kept.id:
        raise CountysUnit(
            _(
                "Name, town, kind, code and end of «{name}» come from the county. Here only station, call room, households and people "
                "can be changed."
            ).format(name=unit.name)
        )


def may_end(session: Session, unit_id: str) -> Unit:
    """Return a unit whose end this desk may write down. Raises NoSuchUnit, CountysUnit."""
    refuse_countys_words(session, unit_id, own_record(session, unit_id), {"closed_on"})
    return tree(session).by_id[unit_id]


def close_unit(session: Session, unit_id: str, ending: Ending) -> OrgUnit:
    """End an own unit; merged into another, what it did before counts there from now on, its code too.

    Raises NoSuchUnit, CountysUnit, or WrongEnd if the day is before its beginning or the other unit does not outlast it.
    """
    may_end(session, unit_id)
    kept, there = own_record(session, unit_id), tree(session)
    if kept.opened_on and ending.on < kept.opened_on:
        raise WrongEnd(_("«{name}» began on {day} and cannot end before.").format(name=kept.name, day=kept.opened_on))
    if ending.into is not None:
        into, this = there.by_id.get(ending.into), there.by_id[unit_id]
        if into is None or into.id == this.id or not into.leaf or not into.stands_on(ending.on):
            said = _("«{name}» can only be merged into another village or community that stands on that day.")
            raise WrongEnd(said.format(name=kept.name))
        ending = Ending(ending.on, into.id)
    kept.closed_on, kept.succeeded_by = ending.on, ending.into
    session.flush()
    return kept


def remove_unit(session: Session, unit_id: str) -> OrgUnit:
    """Take out an own unit that was written down by mistake. Raises NoSuchUnit, CountysUnit, or WrongEnd if others lean on it."""
    kept, there = own_record(session, unit_id), tree(session)
    this = there.by_id[unit_id]
    ours = select(Station).where(Station.org_unit_id == kept.id, col(Station.removed_at).is_(None))
    if session.exec(ours).first() is not None:
        raise WrongEnd(_("«{name}» is this station's own village and stays.").format(name=kept.name))
    if any(there.by_id.get(one.succeeded_by or "") == this for one in there.units if one.id != this.id):
        raise WrongEnd(_("Another unit was merged into «{name}», so it stays.").format(name=kept.name))
    kept.removed_at = session.info["at"]
    session.flush()
    return kept


def refuse_same(there: Tree, draft: OrgUnitDraft, on: str, besides: str = "") -> None:
    """Raise SameUnit if a unit that has not ended has the draft's code, or its name in the same town."""
    found = same_unit(there, draft, on)
    if found is not None and found != there.by_id.get(besides):
        raise SameUnit(
            _("«{name}» in {town} is in the list already. Change that one instead of adding it twice.").format(
                name=found.name, town=found.town or _("no town")
            )
        )


def same_unit(there: Tree, draft: OrgUnitDraft, on: str) -> Unit | None:
    """Return the unit that a draft speaks of: of the same code, else of the same name, town and level; ended ones only by code."""
    code = whole_code(draft.region_code)
    if code is not None and code in there.by_code:
        return there.by_code[code]
    for one in there.by_name.get(name_key(draft.town if is_leaf(draft) else None, draft.name), ()):
        both = code is not None and whole_code(one.code) is not None
        if one.leaf == is_leaf(draft) and not both and (one.closed_on is None or on < one.closed_on):
            return one
    return None


def is_leaf(draft: OrgUnitDraft) -> bool:
    """Tell whether a draft speaks of a village or community, and not of a unit above."""
    kind = draft.unit_kind or guessed_kind(draft.name, draft.region_code)
    return kind not in TOWNS and kind not in ABOVE
