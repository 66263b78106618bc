"""What came back from the county: receipts, records sent back, changes of the directory, files that could not be used; the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col, func
from sqlmodel import select as select_record

from stationdesk.i18n import _, ngettext
from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.mask import masked_child
from stationdesk.registers.place import Place
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.cards import DueCard, due_cards
from stationdesk.services.day_words import day_words, local
from stationdesk.services.from_county import ARRIVAL, CLAIM, CORRECTION, DEPARTURE, TASK, open_entries
from stationdesk.services.periods import sent_back_rows
from stationdesk.services.photo_road import asked_words
from stationdesk.services.road import county_row, received_until
from stationdesk.store.database import author_of
from stationdesk.store.tables import change, package, received_line, refused_file

KEPT_DAYS = 60
"""Days for which a change of the directory stays in the list; what needs a hand stays until it is settled."""
NAMED = 3
SHOWN = 20


@dataclass(frozen=True)
class Return:
    """One thing that came back. `action` is the word of its one button (empty: none), `page` and `argument` where it leads."""

    kind: str
    """receipt, sent_back, directory, codes, units, file, gap, two_versions, photos, or an entry from the county; the icon goes by it."""
    title: str
    text: str
    at: str
    when: str = ""
    action: str = ""
    page: str = ""
    argument: Any = None
    tag: str = ""
    """Two or three amber words where the action would stand: what is the matter."""

    @property
    def sentence(self) -> str:
        """Everything it says, for the ear."""
        return _(", |pause").join(filter(None, (self.title, self.when, self.tag, self.text, self.action)))


@dataclass
class Brought:
    """What one package of the county brought, by register: records that are new, changed, or gone."""

    at: str
    places: dict[str, str] = field(default_factory=dict)
    """Id of an entry of the directory: phone, new, gone or changed."""
    counts: dict[str, set[str]] = field(default_factory=dict)


def returned(session: Session, on: date, *, children: bool = False, shown: int = SHOWN) -> list[Return]:
    """Return what came back as it stands on the day `on`; `children` shows children under their own names."""
    side = county_row(session)
    if side is None:
        return []
    received = brought(session, side)
    due = stale_cards(session, on) if any(one.places for one in received) else []
    after = (on - timedelta(days=KEPT_DAYS)).isoformat()
    found = [*versions(session, side), *to_be_checked(session), *files(session, on), *gap(session, side, on), *receipts(session, side, on)]
    found += sent_back_records(session, side, on, children=children)
    found += wanted_of(session, on, children=children)
    found += [Return("photos", title, text, "7") for title, text in asked_words(session)]
    for one in told_once(received):
        if one.at[:10] >= after:
            found += [entry for entry in (directory_change(session, one, due, on), other_codes(one, on), other_units(one, on)) if entry]
    found.sort(key=lambda one: one.at, reverse=True)
    return found[:shown]


def wanted_of(session: Session, on: date, *, children: bool) -> Iterator[Return]:
    """Tell what the county waits for, the most urgent first; what is late or due soon stands before everything that only came."""
    for place, one in enumerate(open_entries(session, on, children=children)):
        title = one.title if one.kind == CORRECTION else _("{word}: {title}|returned").format(word=one.word, title=one.title)
        words = {TASK: _("See to it|link"), CORRECTION: _("Look at it|link"), CLAIM: _("See to it|link")}
        words |= {ARRIVAL: _("See to it|link"), DEPARTURE: _("Look at it|link")}
        said = _(", |pause").join(part for part in (one.due, one.left or one.state) if part)
        yield Return(one.kind, title, said, f"8{9999 - place:04}", "", words.get(one.kind, _("Read it|link")), "from_county", one.key)


def versions(session: Session, side: Row[Any]) -> Iterator[Return]:
    """Tell that the county has another version of the journal, or has retired this copy and what only it holds."""
    if side.retired:
        alone = session.connection().execute(select(func.count()).select_from(change).where(change.c.seq > side.confirmed)).scalar_one()
        says = _(
            "Another computer reports for this station now, so this one does not report any more. {count} entries are only here. "
            "If this is the computer to go on with, use it again: what both had written is then put together."
        ).format(count=alone)
        yield Return("two_versions", _("The county has retired this computer"), says, "9", action=_("Use this computer|link"), page="again")
    elif side.forked:
        says = _("An older copy was put back here, or two computers report. Nothing is lost; please ring the county.")
        yield Return("two_versions", _("The county has records of this station that are not here"), says, "9", tag=_("Ring the county"))


def to_be_checked(session: Session) -> Iterator[Return]:
    """Tell how much both sides had written that is to be looked at."""
    mine = (col(Recheck.author) == author_of(session), col(Recheck.removed_at).is_(None), col(Recheck.settled_on).is_(None))
    count = session.connection().execute(select(func.count(col(Recheck.key))).where(*mine)).scalar_one()
    if count:
        says = _("What stands now is the county's; nothing was replaced silently. One key takes the other.")
        title = ngettext("{count} thing is to be checked", "{count} things are to be checked", count).format(count=count)
        yield Return("two_versions", title, says, "8", action=_("Check|link"), page="recheck")


def files(session: Session, on: date) -> Iterator[Return]:
    """Tell which files of the county could not be read, and what to do."""
    rows = session.connection().execute(select(refused_file).order_by(refused_file.c.at.desc())).all()
    for row in rows:
        when = day_words(local(row.at).date(), on)
        title = _("A file from the county is put aside: {name}").format(name=row.name)
        yield Return("file", title, row.says, row.at, when, tag=_("Not read"))


def gap(session: Session, side: Row[Any], on: date) -> Iterator[Return]:
    """Tell that the last package's changes did not join the ones before."""
    newest = counted(side).order_by(package.c.at.desc(), package.c.number.desc()).limit(1)
    row = session.connection().execute(newest).first()
    if row is not None and row.outcome == "gap":
        says = _("Report once more: then the county sends everything from there again. Nothing else is affected.")
        when = day_words(local(row.at).date(), on)
        yield Return("gap", _("The county's changes have a gap"), says, row.at, when, tag=_("One is missing"))


def read_packages(session: Session, side: Row[Any]) -> Sequence[Row[Any]]:
    """Return the county's packages that counted, in the order they were read."""
    return session.connection().execute(counted(side).order_by(package.c.at, package.c.number)).all()


def counted(side: Row[Any]) -> Select[Any]:
    """Return what asks for the county's packages that counted."""
    return select(package).where(package.c.peer == side.code, package.c.direction == "in", package.c.outcome != "old")


def receipts(session: Session, side: Row[Any], on: date) -> Iterator[Return]:
    """Tell what the last receipt confirmed."""
    if not side.confirmed or not side.confirmed_at:
        return
    entered = received_until(session, side)
    held = len(sent_back_rows(session, side))
    whole = ngettext("Everything up to {day}: {count} entry.", "Everything up to {day}: {count} entries, none missing.", side.confirmed)
    part = _("{count} entries up to {day}; of these {held} were sent back.")
    says = (part if held else whole).format(day=day_words(entered, on), count=side.confirmed, held=held)
    yield Return("receipt", _("Receipt"), says, side.confirmed_at, day_words(local(side.confirmed_at).date(), on))


def sent_back_records(session: Session, side: Row[Any], on: date, *, children: bool) -> Iterator[Return]:
    """Tell which records the county keeps aside, and whom to open to mend them."""
    for one in sent_back_rows(session, side):
        newest = session.connection().execute(select(func.max(change.c.seq)).where(change.c.record == one["id"])).scalar() or 0
        person = resident_of(session, one["kind"], one["id"])
        mended = newest > side.confirmed
        who = called(person, on, children=children) if person else ""
        title = _("Please mend: {who}").format(who=who) if who else _("Please mend a record")
        says = _("{reason}. It was changed since and goes with the next report.") if mended else _("{reason}. The rest is received.")
        go = bool(person) and not mended
        yield Return(
            "sent_back",
            title,
            says.format(reason=one["reason"]),
            side.confirmed_at or "0",
            "" if go else day_words(local(side.confirmed_at).date(), on) if side.confirmed_at else "",
            _("Mend|link") if go else "",
            "residents" if go else "",
            person.id if person and go else None,
        )


def resident_of(session: Session, kind: str, record: str) -> Resident | None:
    """Return the resident that a record is, or is about."""
    register: Any = register_of(kind)
    found: Any = session.exec(select_record(register).where(register.id == record, register.author == author_of(session))).first()
    if isinstance(found, Resident) or found is None:
        return found
    about = getattr(found, "resident_id", None)
    return session.exec(select_record(Resident).where(Resident.id == about)).first() if about else None


def called(person: Resident, on: date, *, children: bool) -> str:
    """Return what a resident is called where anybody may look: a child under the name for others."""
    return person.name if children or not person.is_minor(on.isoformat()) else masked_child(person.name, person.alias)


def brought(session: Session, side: Row[Any]) -> list[Brought]:
    """Return what each package of the county brought that is still part of what is kept, the oldest first."""
    packages, seen = [row for row in read_packages(session, side) if row.outcome == "read"], set[str]()
    found = [Brought(row.at) for row in packages]
    ends = [row.last for row in packages]
    lines = select(received_line.c.seq, received_line.c.line).where(received_line.c.peer == side.code).order_by(received_line.c.seq)
    at = 0
    for seq, line in session.connection().execute(lines):
        said = json.loads(line)
        while at < len(ends) and ends[at] < seq:
            at += 1
        if at < len(found):
            note_line(found[at], said, known=said["id"] in seen)
        seen.add(said["id"])
    return found


def told_once(received: Sequence[Brought]) -> list[Brought]:
    """Return what the packages brought, an entry of the directory only where it was brought last."""
    told, found = set[str](), []
    for one in reversed(received):
        found.append(replace(one, places={record: what for record, what in one.places.items() if record not in told}))
        told |= set(one.places)
    return found


def note_line(one: Brought, said: dict[str, Any], *, known: bool) -> None:
    """Add one line of the county to what its package brought."""
    kind, record, fields = said["kind"], said["id"], said["fields"]
    one.counts.setdefault(kind, set()).add(record)
    if kind == "place":
        gone = fields == {"gone": True} or fields.get("removed_at")
        what = "gone" if gone else "new" if not known else "phone" if "phones" in fields else "changed"
        one.places[record] = "new" if one.places.get(record) == "new" and not gone else what


def stale_cards(session: Session, on: date) -> list[DueCard]:
    """Return the printed cards that read otherwise now; none while the station itself is not written down, or nothing was printed."""
    if session.exec(select_record(CardIssue.id).limit(1)).first() is None:
        return []
    there = session.exec(select_record(Station.id).where(Station.author == author_of(session), col(Station.removed_at).is_(None))).first()
    return [one for one in due_cards(session, on=on.isoformat()) if one.card.last_issue] if there else []


def directory_change(session: Session, one: Brought, due: Sequence[DueCard], on: date) -> Return | None:
    """Tell what changed in the county's directory, and how many cards are to be printed again for it."""
    if not one.places:
        return None
    names = {place.id: place for place in session.exec(select_record(Place).where(col(Place.id).in_(list(one.places)))).all()}
    sentences = {"phone": _("{name}: new phone"), "new": _("{name} is new"), "gone": _("{name} is gone")}
    changed = _("{name} has changed")
    told = [sentences.get(what, changed).format(name=name_of(names[record])) for record, what in one.places.items() if record in names]
    gone = len(one.places) - len(told)
    told += [_("{count} entries are gone").format(count=gone)] if gone else []
    title = _("; ").join(told[:NAMED]) + (_(" and {count} more").format(count=len(told) - NAMED) if len(told) > NAMED else "")
    labels = {name_of(place) for place in names.values()}
    cards = tuple(one.card.resident_id for one in due if gone or labels & set(one.changed))
    when = day_words(local(one.at).date(), on)
    if not cards:
        return Return("directory", title, _("No printed card has to be printed again for it."), one.at, when)
    says = _("{count} contact cards are to be printed again.").format(count=len(cards))
    return Return("directory", title, says, one.at, when, _("Print|link"), "cards", cards)


def name_of(place: Place) -> str:
    """Return how an entry of the directory is called on a card."""
    return place.short_name or place.name


def other_codes(one: Brought, on: date) -> Return | None:
    """Tell that the county changed codes or the grade scheme."""
    count = len(one.counts.get("code", ())) + len(one.counts.get("grade_scheme", ()))
    if not count:
        return None
    says = _("{count} entries are received; what was entered before stays as it was.").format(count=count)
    return Return("codes", _("The county has changed categories or grades"), says, one.at, day_words(local(one.at).date(), on))


def other_units(one: Brought, on: date) -> Return | None:
    """Tell that the county changed its list of units and helpers."""
    count = len(one.counts.get("org_unit", ())) + len(one.counts.get("helper", ()))
    if not count:
        return None
    says = _("{count} entries of towns, villages and helpers; nothing to do.").format(count=count)
    return Return("units", _("The county's address list is up to date"), says, one.at, day_words(local(one.at).date(), on))
