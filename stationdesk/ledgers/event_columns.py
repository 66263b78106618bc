"""Which columns of a ledger of wishes, visits or pairings speak of the event itself, and which of its people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.event_words import DAYS, EVENT, LIKELY, LOOSE, MAIN_DAY, MONEY, WORDS
from stationdesk.ledgers.labels import Meaning, read_path, tidy_label

_UNIT_OF_MONEY = re.compile(r"[(（](?:万)?元[)）]$|/元$")
_ABOUT_PEOPLE = frozenset(["name", "name_more", "sex", "birth", "age", "id_no", "serial", "village_group", "village", "town", "address"])
_STATE = re.compile(r"(?:状态|进度|进展|办理情况|落实情况)$")
"""How the column that says how far a thing has come is called, whatever stands before it."""
MOSTLY = 0.6
_HELPERS_OWN = ("org", "post", "political")


def event_columns(kind: str, columns: Sequence[Column]) -> list[Column]:
    """Return the columns of a ledger of `kind` (wishes, visits or pairings), those of the event as the person `event`'s."""
    words = WORDS[kind]
    found = list(columns)
    fields = [_field_of(kind, words, column) for column in found]
    fields = _one_each(found, fields)
    for at, field in enumerate(fields):
        if field:
            found[at] = _as_event(found[at], field)
    _listed(found)
    if kind == "wishes":
        _claimers(found)
    elif kind == "visits":
        _visitors(found)
    else:
        _helpers(found)
    if not any(c.person == EVENT and c.field == MAIN_DAY[kind] for c in found):
        _main_day(kind, found)
    return _called_by_kind(kind, found)


def _listed(columns: list[Column]) -> None:
    """Make sure that one column holds the names of the people listed, where another was taken for it before."""
    if any(c.person == "self" and c.field in ("name", "name_more") for c in columns):
        return
    free = [at for at, c in enumerate(columns) if not c.field and c.person in ("", "self")]
    named = [at for at in free if read_path(tuple(columns[at].label.split("/"))).field in ("name", "name_more")]
    looks = [at for at in free if columns[at].profile.share("name") >= MOSTLY]
    for at in (named or looks)[:1]:
        columns[at] = replace(columns[at], meaning=Meaning("self", "name"))


def _as_event(column: Column, field: str, *, sure: bool = True) -> Column:
    return replace(column, meaning=Meaning(EVENT, field, "", sure))


def _called_by_kind(kind: str, columns: list[Column]) -> list[Column]:
    """Return the columns with the kind of ledger beside each field of the event, since a content is a wish's here, a visit's there."""
    return [replace(c, meaning=c.meaning._replace(word=kind)) if c.person == EVENT else c for c in columns]


def _labels(column: Column) -> list[str]:
    """Return what a column's labels may be read as, the lowest one last: a slash parts two labels, or stands in one."""
    parts = [tidy_label(part) for part in column.label.split("/")]
    found = [joint.join(parts[at:]) for at in range(len(parts)) for joint in ("/", "")]
    return list(dict.fromkeys(filter(None, found)))


def _field_of(kind: str, words: dict[str, str], column: Column) -> str:
    """Return the field of the event a column holds, "" for one about people."""
    about_people = column.person not in ("", "self", "officer", "helper") or column.field in _ABOUT_PEOPLE
    for label in _labels(column):
        bare = _UNIT_OF_MONEY.sub("", label)
        for said in (label, bare, re.sub(r"[(（].*?[)）]", "", label)):
            field = words.get(said)
            if field and (not about_people or said not in LOOSE) and _fits(field, column):
                return field
    if about_people and column.field != "name":
        return ""
    if kind != "visits" and _fits("state", column) and any(_STATE.search(label) for label in _labels(column)):
        return "state"
    return {
        ("wishes", "wish"): "content",
        ("visits", "visit_text"): "content",
        ("visits", "visit_date"): "visited_on" if _fits("visited_on", column) else "",
        ("visits", "visitor"): "visitors",
        ("visits", "visit_mode"): "mode",
        ("pairings", "pair_date"): "start_date" if _fits("start_date", column) else "",
    }.get((kind, column.field), "") or ("" if column.field else _likely(kind, column))


def _likely(kind: str, column: Column) -> str:
    """Return the field an unknown label looks like; "" for none."""
    label = (_labels(column) or [""])[-1]
    if column.person not in ("", "self", "officer", "helper"):
        return ""
    return next((field for field, looks in LIKELY[kind] if looks.search(label) and _fits(field, column)), "")


def _fits(field: str, column: Column) -> bool:
    """Return whether a column's cells can be what its label says: a day is no number of hours, a name no day."""
    looks = column.profile
    if looks.filled == 0:
        return True
    if field in DAYS:
        return looks.share("phone") < 0.5 and looks.share("name") < 0.5 and looks.share("small") + looks.share("one_or_two") < 0.6
    if field in MONEY or field == "money":
        return looks.share("date") < 0.9 or looks.share("number") + looks.share("small") > 0
    if field in ("visitors", "recorder", "claimer"):
        return looks.share("phone") < 0.5 and looks.share("date") < 0.5
    if field in ("mode", "kind", "state", "outcome"):
        return looks.share("phone") < 0.5 and looks.share("id_no") < 0.5
    return True


def _one_each(columns: Sequence[Column], fields: list[str]) -> list[str]:
    """Let one column hold each field: the one whose label is plainer; the others stay what they were."""
    best: dict[str, int] = {}
    for at, field in enumerate(fields):
        if not field:
            continue
        before = best.get(field)
        if before is None or (_is_loose(columns[before]) and not _is_loose(columns[at])):
            if before is not None:
                fields[before] = ""
            best[field] = at
        elif field not in ("goods", "content"):
            fields[at] = ""
    return fields


def _is_loose(column: Column) -> bool:
    return any(label in LOOSE for label in _labels(column)[-1:]) or column.profile.filled == 0


def _claimers(columns: list[Column]) -> None:
    """Give the phone and the name right after a claimer to him."""
    for at, column in enumerate(columns):
        if not (column.person == EVENT and column.field in ("claimer", "claimer_contact")):
            continue
        for beside in range(at + 1, min(at + 4, len(columns))):
            other = columns[beside]
            label = _labels(other)[-1] if _labels(other) else ""
            if other.field == "phone" and other.person in ("self", "helper", "contact", ""):
                columns[beside] = _as_event(other, "claimer_phone")
            elif label in ("联系人", "负责人", "经办人", "对接人") and other.field in ("name", ""):
                columns[beside] = _as_event(other, "claimer_contact")
            elif other.field in _HELPERS_OWN:
                columns[beside] = _as_event(other, "claimer_org")
            elif not (other.person == EVENT and other.field in ("claimed_on", "claimer_contact", "claimer_org")):
                break
    if not any(c.person == EVENT and c.field == "claimer" for c in columns):
        helper = next((at for at, c in enumerate(columns) if c.person == "helper" and c.field == "name"), None)
        unit = next((at for at, c in enumerate(columns) if c.field == "org"), None)
        place = unit if unit is not None else helper
        if place is not None:
            columns[place] = _as_event(columns[place], "claimer", sure=False)
    if not any(c.person == EVENT and c.field == "content" for c in columns):
        need = next((at for at, c in enumerate(columns) if c.field == "need"), None)
        if need is not None:
            columns[need] = _as_event(columns[need], "content")


def _visitors(columns: list[Column]) -> None:
    """Take a helper's column for the visitors where no other names them; the unit beside them is theirs."""
    visitor = next((at for at, c in enumerate(columns) if c.person == EVENT and c.field == "visitors"), None)
    if visitor is None:
        recorder = next((at for at, c in enumerate(columns) if c.person == EVENT and c.field == "recorder"), None)
        helper = next((at for at, c in enumerate(columns) if c.person in ("helper", "officer") and c.field == "name"), None)
        visitor = helper if helper is not None else recorder
        if visitor is not None:
            columns[visitor] = _as_event(columns[visitor], "visitors")
    if visitor is None:
        return
    for beside in range(visitor + 1, min(visitor + 3, len(columns))):
        if columns[beside].field in ("org", "post") and columns[beside].person in ("self", "helper", ""):
            columns[beside] = _as_event(columns[beside], "visitor_org" if columns[beside].field == "org" else "role")
        elif columns[beside].field == "phone" and columns[beside].person in ("self", "helper") and beside == visitor + 1:
            columns[beside] = _as_event(columns[beside], "visitor_phone")


def _helpers(columns: list[Column]) -> None:
    """Give a unit or post that nobody near claims to the helper; nobody listed has one."""
    for at, column in enumerate(columns):
        if column.field in ("org", "post") and column.person in ("self", ""):
            columns[at] = replace(column, meaning=column.meaning._replace(person="helper"))
    _between_helpers(columns)
    if any(c.person == "helper" and c.field == "phone" for c in columns):
        return
    named = next((at for at, c in enumerate(columns) if c.person == "helper" and c.field in ("name", "name_more")), None)
    for at in range((len(columns) if named is None else named) + 1, len(columns)):
        if columns[at].field == "phone" and columns[at].person == "self":
            columns[at] = replace(columns[at], meaning=columns[at].meaning._replace(person="helper"))
        if columns[at].person != "helper":
            return


def _between_helpers(columns: list[Column]) -> None:
    """Give a sex or an age that stands between a helper's name and his unit or phone to him."""
    helper = [at for at, c in enumerate(columns) if c.person == "helper"]
    named = next((at for at in helper if columns[at].field in ("name", "name_more")), None)
    if named is None:
        return
    listed = next((at for at, c in enumerate(columns) if c.person == "self" and c.field in ("name", "name_more")), -1)
    until = max((at for at in helper if not named < listed < at), default=named)
    for at in range(named + 1, until):
        if columns[at].person == "self" and columns[at].field in ("sex", "age", "birth", "political", "education", "id_no", "phone"):
            columns[at] = replace(columns[at], meaning=columns[at].meaning._replace(person="helper"))


def _main_day(kind: str, columns: list[Column]) -> None:
    """Take the one column of days that nobody knows for the day of the event."""
    loose = [at for at, c in enumerate(columns) if c.person in ("", "self") and not c.field and c.profile.share("date") >= 0.6]
    if len(loose) == 1:
        columns[loose[0]] = _as_event(columns[loose[0]], MAIN_DAY[kind], sure=False)
