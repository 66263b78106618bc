"""Choosing who takes a turn: those who took turns lately first, a name that is typed where he is among no helpers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stationdesk.i18n import _
from stationdesk.services.shift_people import Offered
from stationdesk.services.shift_writing import Person
from stationdesk.ui.candidate_list import CandidateList, Choice
from stationdesk.ui.parts.look import Look

TYPED = "typed:"


class PeopleList(CandidateList):
    """A field over a list of people; `person()` is the one chosen."""

    def __init__(self, look: Look, name: str, people: Sequence[Offered], *, rows: int = 5) -> None:
        super().__init__(look, name, rows=rows, wide=8.6)
        self.people = {one.person.key: one for one in people}
        self.without: Collection[str] = ()
        self.field.textChanged.connect(lambda _text: self.offer_people())
        self.offer_people()

    def leave_out(self, keys: Collection[str]) -> None:
        """Offer everybody but these."""
        self.without = frozenset(keys)
        self.offer_people()

    def offer_people(self) -> None:
        """Offer the people, and last the name as it was typed."""
        typed = self.field.value().strip()
        found = [choice(one) for key, one in self.people.items() if key not in self.without]
        if typed and typed not in {one.person.name for one in self.people.values()}:
            found.append(Choice(TYPED + typed, typed, _("by name only, he is not among the helpers")))
        self.offer(found)

    def person(self) -> Person | None:
        """Return who is chosen."""
        one = self.chosen()
        if one is None:
            return None
        return Person(one.id.removeprefix(TYPED)) if one.id.startswith(TYPED) else self.people[one.id].person

    def stand_at(self, person: Person) -> None:
        """Stand on somebody; who is not offered is offered."""
        self.people.setdefault(person.key, Offered(person, ""))
        self.offer_people()
        self.go_to(person.key)


def choice(one: Offered) -> Choice:
    """Return somebody as a line of the list."""
    turns = _("{count} turns lately").format(count=one.turns) if one.turns else ""
    name = one.person.name + (_(" (county)") if one.of_county else "")
    return Choice(one.person.key, name, "，".join(filter(None, (one.words, turns))))
