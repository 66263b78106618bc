"""Contact cards: who gets one, what stands on it, who has one that is out of date (情暖夕阳联系卡)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.card_issue import CardIssue, CardIssueDraft, CardLine, content_digest
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.code import table
from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.place import Place
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.card_places import Entry, directory, first_phone
from stationdesk.services.doubles import is_child
from stationdesk.store.database import author_of

LINES = {"number": 7, "person": 5}
"""How many lines the back of each design has room for; the wall sheet takes all."""
OLD_AGE = 60
AT_ONCE = 500
"""Residents who are looked up by their ids; of more, all are read."""
LAST = 10_000


class NoStation(DeskError):
    """The desk's own station is not written down."""


class NoSuchCategory(DeskError):
    """The category is in no code table."""


@dataclass(frozen=True)
class CardContent:
    """One resident's card as it would be printed today. `version` counts this resident's cards with another content."""

    resident_id: str
    name: str
    card_no: str
    group: str
    station: str
    address: str
    slogan: str
    duty_phone: str
    leader: CardLine | None
    lines: tuple[CardLine, ...]
    """Whom to call, the most important first: those with a place on the design chosen; `left_out` has the others, and who has no phone."""
    left_out: tuple[CardLine, ...]
    design: str
    version: int = 1
    last_issue: str | None = None

    def content(self) -> tuple[CardLine, ...]:
        """Return everything that can be read on the card."""
        head = CardLine(label=self.station, text=f"{self.address} {self.slogan}".strip(), phone=self.duty_phone)
        return (head, *((self.leader,) if self.leader else ()), *self.lines)


@dataclass(frozen=True)
class DueCard:
    """Somebody whose card is missing or out of date, and what has changed on it."""

    card: CardContent
    changed: tuple[str, ...]
    """Labels of the lines that read differently; empty if there was no card."""


def cards_for(
    session: Session,
    *,
    on: str,
    design: str = "number",
    category: str | None = None,
    residents: Iterable[str] | None = None,
    may_see_children: bool = False,
) -> list[CardContent]:
    """Return the cards of the residents of a category, of those named, or of everybody old; by group and route.

    Dead and moved residents get none, and children only where the operator may see them. Raises NoStation, NoSuchCategory.
    """
    station = session.exec(select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None))).first()
    if station is None:
        raise NoStation(_("The station itself is not written down yet: name, address and 24-hour phone. Please enter it in the settings."))
    named = set(residents) if residents is not None else None
    people = receivers(session, on, category, named, may_see_children=may_see_children)
    officers, places, issues = officers_of(session, on), directory(session, on), latest_issues(session)
    numbers = numbered(people, issues)
    return [
        card_of(person, station, officers.get(person.id, []), places, issues.get(person.id), numbers[person.id], design)
        for person in people
    ]


def receivers(session: Session, on: str, category: str | None, named: set[str] | None, *, may_see_children: bool = False) -> list[Resident]:
    """Return the residents who get a card, by group, route and name."""
    of_here = select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    if named is not None and len(named) <= AT_ONCE:
        of_here = of_here.where(col(Resident.id).in_(named))
    there = [person for person in session.exec(of_here).all() if person.cared_for()]
    codes = categories(category)
    tags = session.exec(select(CategoryTag).where(col(CategoryTag.category).in_(codes), col(CategoryTag.removed_at).is_(None))).all()
    tagged = {tag.resident_id for tag in tags if tag.in_force(on)}
    if named is not None:
        chosen = [person for person in there if person.id in named]
    elif category is not None:
        chosen = [person for person in there if person.id in tagged]
    else:
        chosen = [person for person in there if person.id in tagged or (person.age(on) or 0) >= OLD_AGE]
    if not may_see_children:
        chosen = [person for person in chosen if not is_child(person, date.fromisoformat(on))]
    return sorted(chosen, key=lambda person: (person.village_group or "", person.route_order or LAST, person.name, person.id))


def categories(category: str | None) -> list[str]:
    """Return a category and all below it; the elders' without one. Raises NoSuchCategory."""
    found = table("resident_category")
    code = "elder" if category is None else found.code_for(category)
    if code is None:
        raise NoSuchCategory(_("There is no category «{category}».").format(category=category))
    return [code, *(row.code for row in found.descendants(code))]


def officers_of(session: Session, on: str) -> dict[str, list[CardLine]]:
    """Return the lines of those who are responsible for each resident (包保), the highest level last: the nearest first."""
    helpers = {helper.id: helper for helper in session.exec(select(Helper).where(col(Helper.removed_at).is_(None))).all()}
    found: dict[str, list[tuple[int, CardLine]]] = defaultdict(list)
    for pairing in session.exec(select(Pairing).where(Pairing.kind == "responsibility", col(Pairing.removed_at).is_(None))).all():
        helper = helpers.get(pairing.helper_id or "")
        if pairing.resident_id is None or helper is None or not (pairing.in_force(on) and helper.helps(on)):
            continue
        line = CardLine(
            label=helper.card_title or _("responsible officer"),
            text=helper.name,
            phone=first_phone(helper),
            record_kind="helper",
            record_id=helper.id,
        )
        found[pairing.resident_id].append((-(pairing.level or 0), line))
    return {resident: [line for _level, line in sorted(lines, key=lambda one: one[0])] for resident, lines in found.items()}


def latest_issues(session: Session) -> dict[str, CardIssue]:
    """Return each resident's last card that is not void."""
    issues = session.exec(
        select(CardIssue).where(col(CardIssue.removed_at).is_(None), col(CardIssue.void).is_(False)).order_by(col(CardIssue.key))
    ).all()
    return {issue.resident_id: issue for issue in issues if issue.resident_id}


def numbered(people: Sequence[Resident], issues: dict[str, CardIssue]) -> dict[str, str]:
    """Return everybody's card number: the one they have, or the next of their group (汪家组07)."""
    numbers = {person.id: issue.card_no for person in people if (issue := issues.get(person.id)) and issue.card_no}
    taken = {issue.card_no for issue in issues.values()}
    counts: Counter[str] = Counter()
    for person in people:
        group = person.village_group or person.village or ""
        while person.id not in numbers:
            counts[group] += 1
            number = f"{group}{counts[group]:02d}"
            if number not in taken:
                numbers[person.id] = number
    return numbers


def card_of(
    person: Resident, station: Station, officers: list[CardLine], places: list[Entry], last: CardIssue | None, number: str, design: str
) -> CardContent:
    """Put one card together."""
    grid = station.grid_of(person.village_group)
    leader = (
        CardLine(label=_("grid leader"), text=grid.leader, phone=grid.leader_phone, record_kind="helper", record_id=grid.helper_id)
        if grid and grid.leader
        else None
    )
    serving = [place_line(one.place) for one in places if one.stands_on(design) and one.place.serves_group(person.village_group)]
    lines = [line for line in (*officers, *serving) if line.phone]
    silent = [line for line in (*officers, *serving) if not line.phone]
    room = LINES.get(design, len(lines))
    card = CardContent(
        resident_id=person.id,
        name=person.name,
        card_no=number,
        group=person.village_group or "",
        station=station.name,
        address=station.address or "",
        slogan=station.card_greeting or "",
        duty_phone=station.duty_phone or "",
        leader=leader,
        lines=tuple(lines[:room]),
        left_out=(*lines[room:], *silent),
        design=design,
    )
    if last is None:
        return card
    same = last.digest == content_digest(card.content())
    return replace(card, version=(last.version or 1) + (0 if same else 1), last_issue=last.id)


def place_line(place: Place) -> CardLine:
    """Return the line of a directory entry."""
    return CardLine(
        label=place.short_name or place.name, text=place.person or "", phone=first_phone(place), record_kind="place", record_id=place.id
    )


def record_issues(session: Session, cards: Sequence[CardContent], *, on: str, by: str) -> int:
    """Write down that these cards were printed; returns how many."""
    issues = {issue.id: issue for issue in latest_issues(session).values()}
    rows = []
    for card in cards:
        last = issues.get(card.last_issue or "")
        digest = content_digest(card.content())
        reason = "first" if last is None else "extra" if last.digest == digest else "content_changed"
        draft = CardIssueDraft(
            resident_id=card.resident_id,
            design=card.design,
            card_no=card.card_no,
            version=card.version,
            issued_on=on,
            issued_by=by,
            reason=reason,
            lines=card.content(),
            left_out=card.left_out,
            digest=digest,
            reprint_of=last.id if last else None,
        )
        rows.append({**dict(draft), "author": author_of(session)})
    if rows:
        session.execute(CardIssue.__table__.insert(), rows)  # type: ignore[attr-defined]
    return len(rows)


def due_cards(session: Session, *, on: str, category: str | None = None) -> list[DueCard]:
    """Return whose card is missing or out of date (F3-9), each judged by the design it has."""
    issues = latest_issues(session)
    fresh = {
        design: {card.resident_id: card for card in cards_for(session, on=on, design=design, category=category)}
        for design in designs_of(issues)
    }
    found = []
    for resident, card in fresh["number"].items():
        last = issues.get(resident)
        now = fresh[last.design][resident] if last else card
        if last is None or last.is_stale(now.content()):
            found.append(DueCard(now, changed_lines(last.lines if last else (), now.content())))
    return found


def designs_of(issues: dict[str, CardIssue]) -> set[str]:
    """Return the designs in use, and the usual one."""
    return {issue.design for issue in issues.values()} | {"number"}


def changed_lines(before: Sequence[CardLine], now: Sequence[CardLine]) -> tuple[str, ...]:
    """Return the labels of the lines that are not the same on both."""
    if not before:
        return ()
    old, new = ({(line.label, line.text, line.phone) for line in lines} for lines in (before, now))
    return tuple(dict.fromkeys(label for label, _text, _phone in sorted(old ^ new)))
