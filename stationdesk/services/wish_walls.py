"""The lists of wishes that hang on a wall: when each comes down, and what stands on one that nobody may read any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.consent import Consent
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish import Wish
from stationdesk.services.consents import Why, judged
from stationdesk.services.contacts import chunks
from stationdesk.services.desk_settings import put_value, value_of
from stationdesk.services.doubles import is_child
from stationdesk.services.followed import followed
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_public import NO
from stationdesk.store.database import author_of

HUNG = "wish_walls"
"""What the lists that hang are kept under."""
HANGS = 14
"""Days a list hangs if nothing else is said."""
OVER = frozenset({"cancelled", "withdrawn"})
"""States in which nobody wishes for it any more."""


@dataclass(frozen=True, slots=True)
class Hung:
    """A list that was printed for a wall: which one, when it comes down, and the wishes on it."""

    edition: int
    year: int
    down: str
    printed_on: str
    wishes: tuple[str, ...] = ()
    """Ids; of lists printed before they were kept there are none."""

    @property
    def mark(self) -> str:
        """Which list it is, in short."""
        return f"{self.year}-{self.edition}"

    @property
    def words(self) -> str:
        """Which list it is, in words."""
        return _("{year}, no. {edition}|wall").format(year=self.year, edition=self.edition)


def hung(session: Session) -> list[Hung]:
    """Return the lists that hang still, the first to come down first."""
    said = value_of(session, HUNG)
    found = [_read(one) for one in said.get("hang", ()) if _is_hung(one)] if isinstance(said, dict) else []
    return sorted(found, key=lambda one: (one.down, one.edition))


def _is_hung(one: object) -> bool:
    return isinstance(one, dict) and set(one) - {"wishes"} == {"edition", "year", "down", "printed_on"}


def _read(one: dict[str, Any]) -> Hung:
    return Hung(**{**one, "wishes": tuple(one.get("wishes", ()))})


def next_edition(session: Session, on: date) -> Hung:
    """Return the list that is printed next, coming down after two weeks."""
    said = value_of(session, HUNG)
    last = said.get("last", {}) if isinstance(said, dict) else {}
    edition = int(last.get(str(on.year), 0)) + 1 if isinstance(last, dict) else 1
    return Hung(edition, on.year, (on + timedelta(days=HANGS + 1)).isoformat(), on.isoformat())


def hang(session: Session, one: Hung, instead_of: str = "") -> None:
    """Keep that a list was printed, so that the day's list reminds of taking it down.

    It hangs in the place of the list with the mark `instead_of`; whatever else hangs, hangs on until it is taken down.
    """
    there = [kept for kept in hung(session) if kept.mark not in (one.mark, instead_of)]
    said = value_of(session, HUNG)
    last = dict(said.get("last", {})) if isinstance(said, dict) else {}
    last[str(one.year)] = max(int(last.get(str(one.year), 0)), one.edition)
    _keep(session, [*there, one], last)


def take_down(session: Session, year: int, edition: int) -> None:
    """Write that a list was taken off the wall."""
    said = value_of(session, HUNG)
    last = dict(said.get("last", {})) if isinstance(said, dict) else {}
    _keep(session, [one for one in hung(session) if (one.year, one.edition) != (year, edition)], last)


def _keep(session: Session, there: Sequence[Hung], last: dict[str, int]) -> None:
    put_value(session, HUNG, {"hang": [asdict(one) for one in there], "last": last})


# -- what may not be read any more


def no_longer_public(session: Session, on: date) -> list[tuple[Hung, tuple[str, ...]]]:
    """Return the lists that hang with wishes (by id) that may not be public on day `on` any more.

    Whoever died or moved away, whose consent was taken back or has run out, who was said not to hang, or what was withdrawn or cancelled.
    The words are not judged again: on the paper stand those that were printed.
    """
    lists = [one for one in hung(session) if one.wishes]
    refused = _refused(session, {wish for one in lists for wish in one.wishes}, on) if lists else set()
    return [(one, found) for one in lists if (found := tuple(wish for wish in one.wishes if wish in refused))]


def _refused(session: Session, wishes: Collection[str], on: date) -> set[str]:
    """Return which of some wishes may not be public any more."""
    mine: dict[str, Wish] = {}
    for some in chunks(sorted(wishes)):
        asked = select(Wish).where(col(Wish.id).in_(some), Wish.author == author_of(session), col(Wish.removed_at).is_(None))
        mine |= {one.id: one for one in session.exec(asked)}
    states = {wish: facts.standing.state for wish, facts in facts_of(session, list(mine)).items()}
    found = {id_ for id_ in wishes if id_ not in mine or mine[id_].may_be_public is False or states.get(id_) in OVER}
    now = followed(session, [one.resident_id for one in mine.values() if one.resident_id])
    against = _people_against(session, set(now.values()), on)
    return found | {id_ for id_, one in mine.items() if one.resident_id and now[one.resident_id] in against}


def _people_against(session: Session, people: Collection[str], on: date) -> set[str]:
    """Return which of some people do not live here any more, or are without the consent it takes."""
    found, there, words = set(people), dict[str, Resident](), defaultdict[str, list[Consent]](list)
    for some in chunks(sorted(people)):
        mine = (Resident.author == author_of(session), col(Resident.removed_at).is_(None))
        there |= {one.id: one for one in session.exec(select(Resident).where(col(Resident.id).in_(some), *mine))}
        said = (Consent.author == author_of(session), Consent.kind == "public_wish", col(Consent.removed_at).is_(None))
        for one in session.exec(select(Consent).where(col(Consent.resident_id).in_(some), *said)):
            words[one.resident_id].append(one)
    for id_, person in there.items():
        state = judged(person, sorted(words[id_], key=lambda one: (one.given_on, one.key or 0), reverse=True), on)
        agreed = bool(state) or (not is_child(person, on) and state.why not in NO | {Why.EXPIRED})
        if agreed and person.residency_status not in GONE:
            found.discard(id_)
    return found
